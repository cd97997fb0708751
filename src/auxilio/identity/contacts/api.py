"""Contacts over HTTP, for administrators. Who dials them reads `/api/dispatch/contacts`.

Litestar finds `actor` and `contact_book` by name: the wiring provides them (app/processes/web_application.py).
"""

from collections.abc import Sequence
from typing import Annotated

from litestar import Controller, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, PathParameter

from auxilio.identity.contacts.book import ContactBook
from auxilio.identity.core.model import Contact
from auxilio.kernel.actor import Actor
from auxilio.kernel.refusal import Refused

ContactKey = Annotated[str, PathParameter(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
"""As `identity.core.model.Key`."""


class Contacts(Controller):
    """Telephones that the centre needs and that are no centre, desk, person or hospital."""

    path = "/api/admin/contacts"
    tags: Sequence[str] | None = ("identity",)

    @get("/", summary="Every contact")
    async def contacts(
        self, actor: NamedDependency[Actor], contact_book: NamedDependency[ContactBook]
    ) -> tuple[Contact, ...]:
        """By name."""
        return await contact_book.all(actor)

    @put("/{id:str}", status_code=204, summary="A contact")
    async def put_contact(
        self,
        actor: NamedDependency[Actor],
        contact_book: NamedDependency[ContactBook],
        id: FromPath[ContactKey],
        data: JSONBody[Contact],
    ) -> None:
        """New or changed, stated whole."""
        if data.id != id:
            raise Refused("malformed", field="$.id", reason="not_the_id_of_the_path")
        await contact_book.put(data, actor)

    @delete("/{id:str}", status_code=204, summary="Remove a contact")
    async def remove_contact(
        self,
        actor: NamedDependency[Actor],
        contact_book: NamedDependency[ContactBook],
        id: FromPath[ContactKey],
    ) -> None:
        """What it was stays in the log."""
        await contact_book.remove(id, actor)
