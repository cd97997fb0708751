"""Commands to swaps of shifts: load, decide, commit; confirmed, the shifts of both in the same transaction."""

from zoneinfo import ZoneInfo

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult, Links, union_members
from auxilio.kernel.ids import CommandId, PersonId
from auxilio.kernel.refusal import NotFound, Refused
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.command_executor import CommandContext, UnitOfWork
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.cursors import live_where
from auxilio.rosters.core import swap_machine as machine
from auxilio.rosters.core import swap_messages as m
from auxilio.rosters.core.shift_policy import period_of
from auxilio.rosters.core.swap_machine import SwapParty
from auxilio.rosters.core.swap_model import OPEN_STATES, ShiftSwap
from auxilio.rosters.ports import PersonOfRoster
from auxilio.rosters.shift_service import PERSON_ROSTER

WAITING_MAX = 10
"""Swaps of one person that wait (ours): one shift may be asked of several colleagues."""
OPEN_MAX = 1_000
"""Open swaps of one person that are read to count those that wait (ours): those of shifts that have begun stay open."""

SHIFT_SWAP = Aggregate(
    "shift_swap",
    ShiftSwap,
    m.SwapEvent,
    machine.evolve,
    links=lambda _: Links(),
    live=lambda one: one.state in OPEN_STATES,
)
COMMANDS: tuple[type[Command], ...] = union_members(m.SwapCommand)


class SwapService:
    """The service of swaps. `zone`: of the clock on the wall of the installation."""

    def __init__(self, work: UnitOfWork, pool: Pool, person_of: PersonOfRoster, zone: str) -> None:
        self._work, self._pool, self._person_of, self._zone = work, pool, person_of, ZoneInfo(zone)

    async def handle(self, command_id: CommandId, command: m.SwapCommand, actor: Actor) -> CommandResult:
        """Any command to swaps. Raises `Refused`, `NotFound`: `unknown_person`, `unknown_shift_swap`."""

        async def decide(attempt: CommandContext) -> None:
            if isinstance(command, m.AskShiftSwap):
                await self._ask(attempt, command, actor)
                return
            known = await attempt.get(SHIFT_SWAP, command.swap)
            match command:
                case m.AnswerShiftSwap():
                    parties = await self._parties(attempt, known)
                    events = machine.answer(known, command, parties, actor.name, attempt.at, self._zone)
                    attempt.record(SHIFT_SWAP, known.id, events)
                case m.WithdrawShiftSwap():
                    attempt.record(SHIFT_SWAP, known.id, machine.withdraw(known, actor.name))
                case m.DecideShiftSwap():
                    await self._decide(attempt, known, command, actor)

        return await self._work.run(command_id, command, actor, decide)

    async def _ask(self, attempt: CommandContext, command: m.AskShiftSwap, actor: Actor) -> None:
        me = PersonId(actor.id)
        attempt.create(SHIFT_SWAP, command.swap)
        mine, other = await self._party(attempt, me), await self._party(attempt, command.colleague)
        asked = machine.ask(command, mine, other, attempt.at, self._zone)
        waiting = await live_where(self._pool, SHIFT_SWAP, OPEN_MAX, person=str(me))
        periods = [period_of(one.shift, self._zone) for one in waiting]
        if sum(1 for one in periods if one is not None and one.since > attempt.at) >= WAITING_MAX:
            raise Refused("swaps_too_many", max=WAITING_MAX)
        attempt.record(SHIFT_SWAP, command.swap, (asked,))

    async def _decide(
        self, attempt: CommandContext, known: ShiftSwap, command: m.DecideShiftSwap, actor: Actor
    ) -> None:
        events = machine.decide(known, command, actor.name)
        if events and command.confirms:
            parties = await self._parties(attempt, known)
            given, taken = machine.exchange(known, parties, attempt.at, self._zone)
            attempt.record(PERSON_ROSTER, known.person, given)
            attempt.record(PERSON_ROSTER, known.colleague, taken)
        attempt.record(SHIFT_SWAP, known.id, events)

    async def _parties(self, attempt: CommandContext, known: ShiftSwap) -> tuple[SwapParty, SwapParty]:
        return await self._party(attempt, known.person), await self._party(attempt, known.colleague)

    async def _party(self, attempt: CommandContext, id: PersonId) -> SwapParty:
        person = await self._person_of(id)
        if person is None:
            raise NotFound("unknown_person", id=str(id))
        return SwapParty(person, await attempt.find(PERSON_ROSTER, id))
