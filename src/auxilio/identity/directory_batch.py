"""Many changes of people and places in one transaction, by the same rules as one at a time (decision 0283).

`directory_import` applies a file through it and takes one back. What an import changed is noted in the same transaction.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

import msgspec

from auxilio.identity.core.gate import require
from auxilio.identity.core.grants import TWO_PERSON_ROLES
from auxilio.identity.core.imports import ImportRecord
from auxilio.identity.core.model import Contact, Directory, Person, PersonData
from auxilio.identity.core.permissions import Permission
from auxilio.identity.core.persons import PersonChange, change_of_person, person_of, split_confirmed_roles
from auxilio.identity.core.policy import check_place, check_roles
from auxilio.identity.event_writer import IdentityEventWriter
from auxilio.identity.passwords import Passwords
from auxilio.identity.store import IMPORTED, TAKEN_BACK, IdentityStore
from auxilio.identity.store.directory_transaction import DirectoryTransaction
from auxilio.identity.store.rows import DirectoryPlace
from auxilio.kernel.actor import Actor
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.ids import PersonId
from auxilio.kernel.refusal import Conflict, Refused
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import Pool

REQUESTS_TOGETHER = 16
"""Requests for roles that are made at the same time."""


class PlaceChange(msgspec.Struct, frozen=True, kw_only=True):
    """An agency, a centre or a desk: as it must be still, and as it is from now on. None: it is not there."""

    before: DirectoryPlace | None
    after: DirectoryPlace | None


class AccountChange(msgspec.Struct, frozen=True, kw_only=True):
    """A person as they must be still (None: they are new), what is stated about them, and a first password, if any."""

    id: PersonId
    before: Person | None
    after: PersonData
    password: str | None = None


class NotedImport(msgspec.Struct, frozen=True, kw_only=True):
    """What is noted beside the changes: an import, or that one was taken back."""

    record: ImportRecord
    taken_back: bool = False


class SessionEnder(Protocol):
    """Ends every session of a person (`IdentityService.revoke_all`)."""

    def __call__(self, person: UUID, why: str) -> Awaitable[object]:
        """`why`: `password` or `roles`."""
        ...


class DirectoryBatch:
    """People and places of one installation."""

    def __init__(
        self,
        pool: Pool,
        clock: Clock,
        commands: CommandPort,
        end_sessions: SessionEnder,
        services: Callable[[], Collection[str]],
        passwords: Callable[[], Passwords] = Passwords,
    ) -> None:
        self._store, self._clock = IdentityStore(pool), clock
        self._records = IdentityEventWriter(commands, self._store)
        self._end_sessions, self._services, self._passwords = end_sessions, services, passwords

    async def directory(self) -> Directory:
        """Agencies, centres and desks, without those that are there for a time."""
        return await self._store.directory()

    async def contacts(self) -> tuple[Contact, ...]:
        """Every contact, by name."""
        return await self._store.contacts()

    async def people(self) -> list[Person]:
        """Everybody, with the roles that wait for a second person among their roles."""
        waits = dict[PersonId, set[str]]()
        for grant in await self._store.open_grants():
            waits.setdefault(grant.person, set()).update(grant.roles)
        return [
            msgspec.structs.replace(one, roles=one.roles | waits.get(one.id, set()))
            for one in await self._store.people()
        ]

    async def write_places(self, changes: Sequence[PlaceChange], noted: NotedImport, actor: Actor) -> None:
        """All of them, or none.

        Raises `Refused`: `not_permitted`, `not_in_directory`, `no_such_role`, `no_such_service`, `import_changed_meanwhile`, `import_in_use`.
        """
        require(actor, Permission.PEOPLE_ADMIN)
        at = self._clock.now()
        async with self._store.change() as directory:
            for one in changes:
                if one.after is not None:
                    check_place(one.after, self._services())
                place = one.after or one.before
                assert place is not None, "a change is of something"
                if await directory.place(type(place), place.id) != one.before:
                    raise Conflict("import_changed_meanwhile", key=place.id)
                if one.after is not None:
                    await directory.put_place(one.after, actor.id, at)
                else:
                    await directory.remove_place(place, actor.id, at)
            await _note(directory, noted, actor, at)
        await self._records.catch_up(at)

    async def write_people(self, changes: Sequence[AccountChange], noted: NotedImport, actor: Actor) -> None:
        """All of them, or none; then the roles that two people give are asked for, as for one person.

        Raises `Refused`: `not_permitted`, `login_taken`, `not_in_directory`, `centre_of_other_agency`, `no_such_role`, `roles_apart`,
        `own_roles`, `last_administrator`, `import_changed_meanwhile`.
        """
        require(actor, Permission.PEOPLE_ADMIN)
        passwords = self._passwords()
        hashes = await asyncio.gather(*(_hash(passwords, one.password) for one in changes))
        at, changed = self._clock.now(), list[PersonChange]()
        async with self._store.change() as directory:
            had = await directory.administrators()
            for one, password_hash in zip(changes, hashes, strict=True):
                change = _change(await directory.person(one.id), one, actor)
                if change.person.active:
                    await directory.check_centre(change.person)
                await directory.put_person(change.person, password_hash, actor.id, at)
                changed.append(change)
            if had and await directory.administrators() == 0:
                raise Refused("last_administrator")
            await _note(directory, noted, actor, at)
        await self._records.catch_up(at)
        for change in changed:
            if change.ends:
                await self._end_sessions(change.person.id, change.ends)
        await self._request_roles(changed, actor)

    async def _request_roles(self, changed: Sequence[PersonChange], actor: Actor) -> None:
        """As for one person: earlier requests are withdrawn, and what two people give is asked for."""
        ids = {one.person.id for one in changed}
        for grant in await self._store.open_grants():
            if grant.person in ids:
                await self._records.withdraw_grant(grant.id)
        waiting = [one for one in changed if one.waits and one.person.active]
        for first in range(0, len(waiting), REQUESTS_TOGETHER):
            together = waiting[first : first + REQUESTS_TOGETHER]
            await asyncio.gather(
                *(self._records.request_grant(one.person, sorted(one.waits), actor) for one in together)
            )


async def _hash(passwords: Passwords, password: str | None) -> str | None:
    return None if password is None else await passwords.hash(password)


def _change(now: Person | None, one: AccountChange, actor: Actor) -> PersonChange:
    """By the rules of one person. Raises `Refused`."""
    if now is None:
        if one.before is not None:
            raise Conflict("import_changed_meanwhile", key=one.after.login)
        wanted = person_of(one.id, one.after, password_given=True)
        check_roles(wanted.roles)
        person, waits = split_confirmed_roles(wanted, wanted.roles & TWO_PERSON_ROLES, actor)
        return PersonChange(person=person, waits=waits, ends=None)
    if one.before is None or _comparable(now) != _comparable(one.before):
        raise Conflict("import_changed_meanwhile", key=one.after.login)
    return change_of_person(now, one.after, actor, new_password=one.password is not None)


def _comparable(person: Person) -> Person:
    """Without roles that wait for a second person, which stand among them where it was read: given by this import, they wait
    again. A password may be changed at any time."""
    return msgspec.structs.replace(person, roles=person.roles - TWO_PERSON_ROLES, password_given=False)


async def _note(directory: DirectoryTransaction, noted: NotedImport, actor: Actor, at: datetime) -> None:
    record = noted.record
    if noted.taken_back:
        await directory.note(TAKEN_BACK, str(record.id), None, {"by_name": actor.name}, actor.id, at)
    else:
        await directory.note(IMPORTED, str(record.id), None, msgspec.to_builtins(record), actor.id, at)
