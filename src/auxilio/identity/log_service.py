"""The aggregates of identity in the log and the services that write them: seats, requests for roles, accounts, directory.

What each command makes happen is decided in `seats`, `grants` and `accounts`, which are pure.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import assert_never

from auxilio.identity.core import accounts, grants, seats
from auxilio.identity.core.accounts import (
    REFUSALS_PER_HOUR,
    Account,
    AccountChanged,
    AccountCommand,
    AccountEvent,
    DirectoryChanged,
    DirectoryEntry,
    RecordAccount,
    RecordDirectory,
    RecordRefusedSignIn,
    RecordSignIn,
    RecordSignOut,
    SignedIn,
    SignedOut,
    SignInRefused,
    SignIns,
)
from auxilio.identity.core.grants import Grant, GrantCommand, GrantEvent, GrantState, RequestGrant
from auxilio.identity.core.seats import (
    Seat,
    SeatCommand,
    SeatEvent,
    SeatTaken,
    TakeSeat,
    has_open_request,
)
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import CommandResult, Event, Links
from auxilio.kernel.ids import CommandId
from auxilio.kernel.instant import seconds_between
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.command_executor import CommandContext, UnitOfWork

SEAT = Aggregate(
    "seat",
    Seat,
    SeatEvent,
    seats.evolve,
    links=lambda seat: Links(mode=seat.mode),
    live=lambda seat: seat.person is not None,
)
GRANT = Aggregate(
    "grant",
    Grant,
    GrantEvent,
    grants.evolve,
    links=lambda _: Links(),
    live=lambda grant: grant.state is GrantState.OPEN,
)
ACCOUNT = Aggregate(
    "account", Account, AccountEvent, accounts.evolve, links=lambda _: Links(), live=lambda _: False
)
DIRECTORY = Aggregate(
    "directory",
    DirectoryEntry,
    DirectoryChanged,
    accounts.evolve_entry,
    links=lambda _: Links(),
    live=lambda _: False,
)
SIGN_INS = Aggregate(
    "sign_ins",
    SignIns,
    SignInRefused,
    accounts.evolve_sign_ins,
    links=lambda _: Links(),
    live=lambda _: False,
)


class SeatService:
    """The service of seats."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def handle(self, command_id: CommandId, command: SeatCommand, actor: Actor) -> CommandResult:
        """Any command of a seat.

        `TakeSeat` answers in its facts whether the seat was `taken`; else `by` whom it is held, and whether the request
        for it stands (`asked`): the person there may have refused it.

        Raises `Refused("seat_not_asked")`.
        """

        async def decide_(attempt: CommandContext) -> None:
            seat = await attempt.find(SEAT, command.desk)
            if isinstance(command, TakeSeat):
                facts = seats.take(seat, command, attempt.at)
                attempt.record(SEAT, command.desk, facts)
                attempt.facts |= _answer(await attempt.get(SEAT, command.desk), command, facts, attempt.at)
                return
            attempt.record(SEAT, command.desk, seats.decide(seat, command, actor, attempt.at))

        return await self._work.run(command_id, command, actor, decide_)


def _answer(seat: Seat, command: TakeSeat, facts: tuple[Event, ...], at: datetime) -> Mapping[str, str]:
    if seat.person != command.person:
        asked = "yes" if has_open_request(seat, command.person, at) else "no"
        return {"taken": "no", "by": seat.name or "", "asked": asked}
    before = next((str(one.before) for one in facts if isinstance(one, SeatTaken) and one.before), "")
    return {"taken": "yes", "before": before}


class GrantService:
    """The service of requests. `identity.service` assigns the role once it is confirmed."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def handle(self, command_id: CommandId, command: GrantCommand, actor: Actor) -> CommandResult:
        """Raises `Refused`: `unknown_grant`, `grant_over`."""

        async def decide_(attempt: CommandContext) -> None:
            new = isinstance(command, RequestGrant)
            grant = await (attempt.find if new else attempt.get)(GRANT, command.grant)
            attempt.record(GRANT, command.grant, grants.decide(grant, command, actor))

        return await self._work.run(command_id, command, actor, decide_)


class AccountService:
    """The service of what is recorded about people and places."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def handle(self, command_id: CommandId, command: AccountCommand, actor: Actor) -> CommandResult:
        """Any of these commands; what is recorded already is recorded once."""

        async def decide(attempt: CommandContext) -> None:
            match command:
                case RecordAccount():
                    await self._account(attempt, command)
                case RecordDirectory():
                    await self._entry(attempt, command)
                case RecordSignIn() | RecordSignOut():
                    await attempt.find(ACCOUNT, command.person)
                    attempt.record(ACCOUNT, command.person, (_signed(command),))
                case RecordRefusedSignIn():
                    await self._refused(attempt, command)
                case _ as never:
                    assert_never(never)

        return await self._work.run(command_id, command, actor, decide)

    async def _account(self, attempt: CommandContext, command: RecordAccount) -> None:
        account = await attempt.find(ACCOUNT, command.person)
        if account is not None and account.change >= command.change:
            return
        changed = AccountChanged(
            person=command.person,
            fields=command.fields,
            change=command.change,
            by=command.by,
            confirmed_by=command.confirmed_by,
            password_changed=command.password_changed,
        )
        attempt.record(ACCOUNT, command.person, (changed,))

    async def _entry(self, attempt: CommandContext, command: RecordDirectory) -> None:
        entry = await attempt.find(DIRECTORY, command.id)
        if entry is not None and entry.change >= command.change:
            return
        changed = DirectoryChanged(
            id=command.id,
            data=command.data,
            before=entry.data if entry else "",
            change=command.change,
            by=command.by,
        )
        attempt.record(DIRECTORY, command.id, (changed,))

    async def _refused(self, attempt: CommandContext, command: RecordRefusedSignIn) -> None:
        known = await attempt.find(SIGN_INS, command.login)
        full = known is not None and known.count >= REFUSALS_PER_HOUR
        if known is not None and full and seconds_between(known.since, attempt.at) < 3600.0:
            return
        refused = SignInRefused(
            login=command.login, person=command.person, code=command.code, network=command.network
        )
        attempt.record(SIGN_INS, command.login, (refused,))


def _signed(command: RecordSignIn | RecordSignOut) -> SignedIn | SignedOut:
    if isinstance(command, RecordSignOut):
        return SignedOut(person=command.person, name=command.name, desk=command.desk, why=command.why)
    return SignedIn(
        person=command.person,
        name=command.name,
        desk=command.desk,
        mode=command.mode,
        network=command.network,
    )
