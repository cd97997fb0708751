"""The desk asks what is known already of its call's number and of its case's address: a count at ring, a list on a key."""

from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from auxilio.calls.core.earlier_contacts import EarlierContacts, EarlierCounts
from auxilio.calls.ports import EarlierContactQueries
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CallId


class EarlierContactController(Controller):
    """`/api/calls/{call}/earlier`, for the desk that has the call or is offered it."""

    path = "/api/calls/{call:uuid}/earlier"

    @get("/count")
    async def count(
        self,
        call: FromPath[UUID],
        actor: NamedDependency[Actor],
        earlier_contacts: NamedDependency[EarlierContactQueries],
    ) -> EarlierCounts:
        """How many earlier calls and cases. No case is opened by it, so it is no look.

        Refused: `not_permitted`, `not_your_call`, `session_mode_differs`.
        """
        return await earlier_contacts.count(CallId(call), actor)

    @get("/")
    async def listed(
        self,
        call: FromPath[UUID],
        actor: NamedDependency[Actor],
        earlier_contacts: NamedDependency[EarlierContactQueries],
    ) -> EarlierContacts:
        """The list. That this person looked at each case of it is durable before it is answered.

        Refused: as the count.
        """
        return await earlier_contacts.listed(CallId(call), actor)
