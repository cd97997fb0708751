"""Writes what happens in identity into the log: seats, sign-ins, changes of people and places, requests for roles.

Everything here is done by the system on behalf of the person that the event names.
"""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from auxilio.identity.core.accounts import (
    AccountFields,
    RecordAccount,
    RecordDirectory,
    RecordRefusedSignIn,
    RecordSignIn,
    RecordSignOut,
)
from auxilio.identity.core.grants import DecideGrant, RequestGrant, WithdrawGrant
from auxilio.identity.core.imports import ImportCommand, ImportRecord, RecordImport, RecordImportTakenBack
from auxilio.identity.core.model import Person
from auxilio.identity.core.permissions import permissions_of
from auxilio.identity.core.seats import LeaveSeat, TakeSeat
from auxilio.identity.store import ChangeNote, IdentityStore
from auxilio.kernel.actor import Actor
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.ids import CommandId, DeskId, PersonId
from auxilio.kernel.refusal import Refused
from auxilio.platform.ids import derived_id, new_id

SYSTEM = Actor(
    id=UUID(int=0),
    kind="system",
    name="system",
    roles=frozenset({"system"}),
    permissions=permissions_of(frozenset({"system"})),
)
"""The system actor: seeds, reactions, timers."""
TOGETHER_MAX = 32
"""Notes that become events at the same time: enough for the database to be asked in few round trips."""
_NOTES = UUID("0f6f4a3e-52f5-5f0c-9d0c-6a54c17c7e11")


class _NotedAccount(AccountFields, frozen=True, kw_only=True):
    """What a note says of a person, as far as it becomes an event."""

    confirmed_by: UUID | None = None
    password_changed: bool = False


class IdentityEventWriter:
    """The log, as identity writes to it."""

    def __init__(self, commands: CommandPort, store: IdentityStore) -> None:
        self._commands, self._store = commands, store

    # --- seats and sessions -----------------------------------------------------------------------

    async def take_seat(
        self, actor: Actor, present: Sequence[PersonId], *, asks: bool = True
    ) -> PersonId | None:
        """Sit down at the actor's desk; who sat there before, when that was somebody else.

        Raises `Refused("desk_taken")` where somebody else sits, with their name (`by`) and whether they are asked
        (`asked`). Without `asks` they are not asked anew.
        """
        assert actor.desk is not None, "only who names a desk sits down"
        take = TakeSeat(
            desk=actor.desk,
            person=PersonId(actor.id),
            name=actor.name,
            centre=actor.centre,
            mode=actor.mode,
            present=tuple(present[:100]),
            roles=tuple(sorted(actor.roles)),
            asks=asks,
        )
        handled = await self._commands.handle(CommandId(new_id()), take, SYSTEM)
        if handled.facts["taken"] == "no":
            facts = handled.facts
            raise Refused("desk_taken", desk=actor.desk, by=facts["by"], asked=facts["asked"])
        before = handled.facts["before"]
        return PersonId(UUID(before)) if before else None

    async def signed_in(self, actor: Actor, network: str) -> None:
        """A person works from now on."""
        signed = RecordSignIn(
            person=PersonId(actor.id),
            name=actor.name,
            desk=actor.desk,
            mode=actor.mode,
            network=network[:200],
        )
        await self._commands.handle(CommandId(new_id()), signed, SYSTEM)

    async def signed_out(self, person: UUID, name: str, desk: DeskId | None, why: str) -> None:
        """A person does not work at this desk any more."""
        if desk is not None:
            leave = LeaveSeat(desk=desk, person=PersonId(person))
            await self._commands.handle(CommandId(new_id()), leave, SYSTEM)
        signed = RecordSignOut(person=PersonId(person), name=name, desk=desk, why=why)
        await self._commands.handle(CommandId(new_id()), signed, SYSTEM)

    async def sign_in_refused(self, login: bytes, person: PersonId | None, code: str, network: str) -> None:
        """Somebody could not sign in. `login` is the digest of what was typed."""
        refused = RecordRefusedSignIn(login=login.hex()[:32], person=person, code=code, network=network[:200])
        await self._commands.handle(CommandId(new_id()), refused, SYSTEM)

    # --- changes of people and places -------------------------------------------------------------

    async def catch_up(self, at: datetime) -> int:
        """Turn every noted change that is no event yet into one; how many were."""
        count = 0
        while notes := await self._store.unrecorded():
            for together in _apart(notes):
                await asyncio.gather(*map(self._record, together))
            await self._store.recorded([note.id for note in notes], at)
            count += len(notes)
        return count

    async def _record(self, note: ChangeNote) -> None:
        command_id = CommandId(derived_id(_NOTES, f"{note.id}.{note.key}"))
        await self._commands.handle(command_id, _command_of(note), SYSTEM)

    # --- roles that two people give ---------------------------------------------------------------

    async def request_grant(self, person: Person, roles: Sequence[str], by: Actor) -> UUID:
        """Ask for roles that a second person must confirm; the id of the request."""
        grant = new_id()
        request = RequestGrant(
            grant=grant,
            person=person.id,
            name=person.name,
            login=person.login,
            roles=tuple(sorted(roles)),
            by=PersonId(by.id),
            by_name=by.name,
        )
        await self._commands.handle(CommandId(new_id()), request, SYSTEM)
        return grant

    async def decide_grant(self, grant: UUID, actor: Actor, *, confirmed: bool) -> None:
        """The second person decides. Raises `Refused`: `unknown_grant`, `grant_over`, `own_grant`, `not_permitted`."""
        decide = DecideGrant(grant=grant, confirmed=confirmed)
        await self._commands.handle(CommandId(new_id()), decide, actor)

    async def withdraw_grant(self, grant: UUID) -> None:
        """A later change of the person took its place."""
        await self._commands.handle(CommandId(new_id()), WithdrawGrant(grant=grant), SYSTEM)


def _apart(notes: Sequence[ChangeNote]) -> Iterator[list[ChangeNote]]:
    """The notes in their order, in groups of `TOGETHER_MAX` at most, none with two notes about one thing."""
    group = dict[tuple[str, str], ChangeNote]()
    for note in notes:
        if (note.relation, note.key) in group or len(group) == TOGETHER_MAX:
            yield list(group.values())
            group = {}
        group[note.relation, note.key] = note
    yield list(group.values())


def _command_of(note: ChangeNote) -> RecordAccount | RecordDirectory | ImportCommand:
    match note.relation:
        case "person":
            return _account(note)
        case "import":
            return RecordImport(record=msgspec.json.decode(note.after or "", type=ImportRecord))
        case "import_taken_back":
            by = msgspec.json.decode(note.after or "", type=dict[str, str])
            return RecordImportTakenBack(id=UUID(note.key), by=note.actor, by_name=by["by_name"])
        case _:
            return _entry(note)


def _account(note: ChangeNote) -> RecordAccount:
    plain = msgspec.json.decode(note.after or "", type=_NotedAccount, strict=False)
    fields = {name: getattr(plain, name) for name in AccountFields.__struct_fields__}
    return RecordAccount(
        person=PersonId(UUID(note.key)),
        fields=AccountFields(**fields),
        change=note.id,
        by=PersonId(note.actor),
        confirmed_by=PersonId(plain.confirmed_by) if plain.confirmed_by else None,
        password_changed=plain.password_changed,
    )


def _entry(note: ChangeNote) -> RecordDirectory:
    return RecordDirectory(
        id=f"{note.relation}.{note.key}"[:200], data=note.after or "", change=note.id, by=PersonId(note.actor)
    )
