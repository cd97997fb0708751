"""Commands to qualifications of people; who holds which, and what crews lack of them today."""

from zoneinfo import ZoneInfo

from auxilio.identity.core.gate import holds, require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult, Links, union_members
from auxilio.kernel.ids import CommandId, PersonId
from auxilio.kernel.refusal import NotFound
from auxilio.platform.clock import Clock
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.command_executor import CommandContext, UnitOfWork
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.cursors import live_where
from auxilio.rosters.core import qualification_machine as machine
from auxilio.rosters.core import qualification_messages as m
from auxilio.rosters.core.qualification_model import (
    CrewWarningKind,
    CrewWarnings,
    PersonQualifications,
    QualificationTable,
    QualifiedPerson,
)
from auxilio.rosters.core.qualification_policy import QualificationRegister, ending
from auxilio.rosters.ports import CurrentQualifications, DirectoryPeople, PersonCheck, VisibleCrews

PEOPLE_MAX = 20_000
"""Of whom something is recorded (ours): all who respond in a large region."""

QUALIFICATIONS = Aggregate(
    "qualifications",
    PersonQualifications,
    m.QualificationEvent,
    machine.evolve,
    links=lambda _: Links(),
    live=lambda one: bool(one.held),
)
COMMANDS: tuple[type[Command], ...] = union_members(m.QualificationCommand)


class QualificationService:
    """The service of qualifications."""

    def __init__(self, work: UnitOfWork, is_person: PersonCheck, current: CurrentQualifications) -> None:
        self._work, self._is_person, self._current = work, is_person, current

    async def handle(
        self, command_id: CommandId, command: m.QualificationCommand, actor: Actor
    ) -> CommandResult:
        """Any command to qualifications. Raises `Refused`, `NotFound`: `unknown_person`, `unknown_qualifications`."""

        async def decide(attempt: CommandContext) -> None:
            if isinstance(command, m.WithdrawQualification):
                held = await attempt.get(QUALIFICATIONS, command.person)
                attempt.record(QUALIFICATIONS, held.person, machine.withdraw(held, command))
                return
            if not await self._is_person(command.person):
                raise NotFound("unknown_person", id=str(command.person))
            known = await attempt.find(QUALIFICATIONS, command.person)
            events = machine.record(known, command, self._current().codes)
            attempt.record(QUALIFICATIONS, command.person, events)

        return await self._work.run(command_id, command, actor, decide)


async def qualifications_held(pool: Pool) -> dict[PersonId, PersonQualifications]:
    """What is recorded, by person."""
    return {one.person: one for one in await live_where(pool, QUALIFICATIONS, PEOPLE_MAX)}


class QualificationQueries:
    """Reads alone. A day is one of the clock on the wall of the installation, at the moment of the question."""

    def __init__(
        self,
        pool: Pool,
        clock: Clock,
        zone: str,
        people: DirectoryPeople,
        crews: VisibleCrews,
        current: CurrentQualifications,
    ) -> None:
        self._pool, self._clock, self._zone = pool, clock, ZoneInfo(zone)
        self._people, self._crews, self._current = people, crews, current

    async def table(self, actor: Actor) -> QualificationTable:
        """Everybody with what they hold, and what ends soon. Raises `Refused("not_permitted")`."""
        require(actor, Permission.ROSTER_ADMIN)
        held, people, current = await qualifications_held(self._pool), await self._people(), self._current()
        today = self._clock.now().astimezone(self._zone).date()
        return QualificationTable(
            people=tuple(
                QualifiedPerson(
                    person=one.id,
                    name=one.name,
                    agency=one.agency,
                    centre=one.centre,
                    held=held[one.id].held if one.id in held else (),
                )
                for one in sorted(people, key=lambda one: (one.name.casefold(), str(one.id)))
            ),
            ending=ending(held, people, today),
            kinds=current.kinds,
            needs=current.needs,
            today=today,
        )

    async def crews(self, actor: Actor) -> CrewWarnings:
        """What crews lack today, those of the actor's unit, centre or room; what is only not recorded comes last. Raises `Refused("not_permitted")`."""
        watching = (Permission.UNIT_WATCH, Permission.CENTRE_WATCH, Permission.ROOM_WATCH)
        if not any(holds(actor, one) for one in watching):
            require(actor, Permission.ROOM_WATCH)
        current = self._current()
        held = await qualifications_held(self._pool) if current.needs else {}
        if not held:
            return CrewWarnings(warnings=(), kinds=())
        register = QualificationRegister(held, await self._people())
        today = self._clock.now().astimezone(self._zone).date()
        found = [
            warning
            for crew in await self._crews(actor)
            for warning in register.warnings(crew, current.needs, today)
        ]
        named = {code for one in found for code in one.any_of}
        return CrewWarnings(
            warnings=tuple(
                sorted(found, key=lambda one: (one.kind is CrewWarningKind.NOT_RECORDED, one.callsign))
            ),
            kinds=tuple(one for one in current.kinds if one.code in named),
        )
