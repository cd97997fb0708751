"""Commands to shifts: load, decide, commit."""

from zoneinfo import ZoneInfo

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult, Links, union_members
from auxilio.kernel.ids import CommandId, PersonId
from auxilio.kernel.refusal import NotFound, Refused
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.command_executor import CommandContext, UnitOfWork
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.cursors import live_where
from auxilio.rosters.core import shift_machine as machine
from auxilio.rosters.core import shift_messages as m
from auxilio.rosters.core.shift_model import PersonRoster, RosterPerson
from auxilio.rosters.ports import PersonOfRoster, UnitOfRoster

ROSTERS_MAX = 20_000
"""People with a shift (ours): all who respond in a large region."""

PERSON_ROSTER = Aggregate(
    "roster",
    PersonRoster,
    m.ShiftEvent,
    machine.evolve,
    links=lambda _: Links(),
    live=lambda one: bool(one.shifts),
)
COMMANDS: tuple[type[Command], ...] = union_members(m.ShiftCommand)


class ShiftService:
    """The service of shifts. Days and hours are those of the clock on the wall of the installation, `zone`."""

    def __init__(self, work: UnitOfWork, person_of: PersonOfRoster, unit_of: UnitOfRoster, zone: str) -> None:
        self._work, self._person_of, self._unit_of, self._zone = work, person_of, unit_of, ZoneInfo(zone)

    async def handle(self, command_id: CommandId, command: m.ShiftCommand, actor: Actor) -> CommandResult:
        """Any command to shifts. Raises `Refused`, `NotFound`: `unknown_person`, `unknown_unit`."""

        async def decide(attempt: CommandContext) -> None:
            match command:
                case m.PlanShift():
                    await self._plan(attempt, command)
                case m.RemoveShift():
                    known = await attempt.find(PERSON_ROSTER, command.person)
                    attempt.record(PERSON_ROSTER, command.person, machine.remove(known, command))
                case m.CopyRosterWeek():
                    await self._copy(attempt, command)

        return await self._work.run(command_id, command, actor, decide)

    async def _plan(self, attempt: CommandContext, command: m.PlanShift) -> None:
        person = await self._known(command.person)
        unit = await self._unit_of(command.unit) if command.unit is not None else None
        if command.unit is not None and unit is None:
            raise NotFound("unknown_unit", id=str(command.unit))
        shift = machine.stated(command, person, unit)
        known = await attempt.find(PERSON_ROSTER, person.id)
        today = attempt.at.astimezone(self._zone).date()
        events = machine.plan(known, shift, person, today, self._zone, command.instead_of)
        attempt.record(PERSON_ROSTER, person.id, events)

    async def _copy(self, attempt: CommandContext, command: m.CopyRosterWeek) -> None:
        if command.first.isoweekday() != 1:
            raise Refused("shift_week_monday", first=str(command.first))
        people = tuple(dict.fromkeys(command.people))
        await attempt.load(*((PERSON_ROSTER, person) for person in people))
        today, copied, left = attempt.at.astimezone(self._zone).date(), 0, 0
        machine.check_week(command.first, today)
        for id in people:
            known = await attempt.find(PERSON_ROSTER, id)
            if known is None:
                continue
            person = await self._known(id)
            events, untouched = machine.copy_week(known, person, command.first, today, self._zone)
            attempt.record(PERSON_ROSTER, id, events)
            copied, left = copied + len(events), left + untouched
        attempt.facts |= {"copied": str(copied), "left": str(left)}

    async def _known(self, id: PersonId) -> RosterPerson:
        person = await self._person_of(id)
        if person is None:
            raise NotFound("unknown_person", id=str(id))
        return person


async def rosters_kept(pool: Pool) -> list[PersonRoster]:
    """Of everybody who has a shift."""
    return await live_where(pool, PERSON_ROSTER, ROSTERS_MAX)
