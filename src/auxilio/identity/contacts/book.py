"""The contacts of the directory: kept by administrators, read by those who dial them (docs/nouns/contact.md)."""

from auxilio.identity.core.gate import require
from auxilio.identity.core.model import Contact
from auxilio.identity.core.permissions import Permission
from auxilio.identity.core.policy import check_one_line, contacts_for
from auxilio.identity.event_writer import IdentityEventWriter
from auxilio.identity.store import IdentityStore
from auxilio.kernel.actor import Actor
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.refusal import NotFound
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import Pool


class ContactBook:
    """Contacts of one installation. Each change is noted and becomes an event, as every change of the directory."""

    def __init__(self, pool: Pool, clock: Clock, commands: CommandPort) -> None:
        self._store, self._clock = IdentityStore(pool), clock
        self._records = IdentityEventWriter(commands, self._store)

    async def all(self, actor: Actor) -> tuple[Contact, ...]:
        """Every contact, by name. Raises `Refused("not_permitted")`."""
        require(actor, Permission.PEOPLE_ADMIN)
        return await self._store.contacts()

    async def put(self, contact: Contact, actor: Actor) -> None:
        """A contact as it is from now on. Raises `Refused`: `not_permitted`, `malformed`, `not_in_directory`."""
        require(actor, Permission.PEOPLE_ADMIN)
        check_one_line(contact)
        at = self._clock.now()
        async with self._store.change() as change:
            await change.put_place(contact, actor.id, at)
        await self._records.catch_up(at)

    async def remove(self, id: str, actor: Actor) -> None:
        """Its number is dialled no more; what it was stays in the log. Raises `Refused`: `not_permitted`, `unknown_contact`."""
        require(actor, Permission.PEOPLE_ADMIN)
        at = self._clock.now()
        async with self._store.change() as change:
            known = await change.place(Contact, id)
            if known is None:
                raise NotFound("unknown_contact", id=id)
            await change.remove_place(known, actor.id, at)
        await self._records.catch_up(at)


class ContactReader:
    """Reads alone: the contacts that somebody may dial."""

    def __init__(self, store: IdentityStore) -> None:
        self._store = store

    async def __call__(self, actor: Actor) -> tuple[Contact, ...]:
        """By name; of which the caller has asked the permission."""
        return contacts_for(await self._store.contacts(), actor)
