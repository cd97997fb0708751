"""Commands to duties: load, decide, commit. And who is on call."""

from zoneinfo import ZoneInfo

import msgspec

from auxilio.identity.core.gate import holds, require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult, Links, union_members
from auxilio.kernel.ids import CentreId, CommandId
from auxilio.kernel.on_call import NotificationWay, OnCallFunction
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import Clock
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.command_executor import CommandContext, UnitOfWork
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.cursors import live_where
from auxilio.rosters.core import machine
from auxilio.rosters.core import messages as m
from auxilio.rosters.core.model import (
    REFERENCE_LANGUAGE,
    OnCallDuty,
    OnCallTable,
    PeopleOnCall,
    ReachableContact,
)
from auxilio.rosters.core.policy import LOOK_AHEAD, on_call_at, unbroken, uncovered
from auxilio.rosters.ports import (
    AgencyOfCentre,
    BarredNumberCheck,
    CurrentNotices,
    CurrentPlanParties,
    ScopeCheck,
)

DUTIES_MAX = 2_000
"""A region of forty centres with a duty of each week of a year (ours)."""

ON_CALL_DUTY = Aggregate(
    "on_call_duty",
    OnCallDuty,
    m.OnCallEvent,
    machine.evolve,
    links=lambda duty: Links(mode=duty.mode),
    live=lambda duty: not duty.ended,
)
COMMANDS: tuple[type[Command], ...] = union_members(m.OnCallCommand)


class OnCallService:
    """The service of duties on call."""

    def __init__(
        self, work: UnitOfWork, pool: Pool, check_scope: ScopeCheck, is_barred: BarredNumberCheck
    ) -> None:
        self._work, self._pool, self._check_scope = work, pool, check_scope
        self._is_barred = is_barred

    async def handle(self, command_id: CommandId, command: m.OnCallCommand, actor: Actor) -> CommandResult:
        """Any command of this capability. Raises `Refused`."""

        async def decide(attempt: CommandContext) -> None:
            match command:
                case m.SetOnCallDuty():
                    known = await attempt.find(ON_CALL_DUTY, command.duty)
                    if known is None and len(await duties_of(self._pool, actor.mode)) >= DUTIES_MAX:
                        # One more would be written and read by nobody.
                        raise Refused("on_call_too_many", count=DUTIES_MAX)
                    events = machine.set_duty(known, command, actor)
                    if events:
                        await self._check_scope(command.agency, command.centre)
                        self._check_numbers(events)
                    attempt.record(ON_CALL_DUTY, command.duty, events)
                case m.EndOnCallDuty():
                    duty = await attempt.get(ON_CALL_DUTY, command.duty)
                    attempt.record(ON_CALL_DUTY, duty.id, machine.end_duty(duty))

        return await self._work.run(command_id, command, actor, decide)

    def _check_numbers(self, events: tuple[m.OnCallDutySet, ...]) -> None:
        """What is never called would fail at night, at the moment in which somebody must be told."""
        for contact in (each for event in events for each in event.contacts):
            if NotificationWay.VOICE in contact.ways and self._is_barred(contact.phone):
                raise Refused("on_call_number_barred", phone=contact.phone)


async def duties_of(pool: Pool, mode: Mode) -> list[OnCallDuty]:
    """Every duty of a mode that has not ended."""
    return await live_where(pool, ON_CALL_DUTY, DUTIES_MAX, mode=mode.value)


class OnCallSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Who is the duty officer while the table names nobody (`duty_officer_name`, `duty_officer_phone`)."""

    name: str = ""
    phone: str = ""


class OnCallDirectory:
    """Who is on call now, by the table alone."""

    def __init__(self, pool: Pool, clock: Clock, zone: str, agency_of: AgencyOfCentre) -> None:
        self._pool, self._clock, self._agency_of, self._zone = pool, clock, agency_of, ZoneInfo(zone)

    async def now(
        self, mode: Mode, function: OnCallFunction, notice: str | None, centre: CentreId | None
    ) -> PeopleOnCall:
        """In a mode, in order; of this centre first. `notice`: of a function in `NAMES_A_CODE`, its code."""
        agency = await self._agency_of(centre) if centre is not None else None
        duties, at = await duties_of(self._pool, mode), self._clock.now()
        return on_call_at(duties, function, at, self._zone, notice=notice, agency=agency, centre=centre)


class OnCallQueries:
    """Reads alone."""

    def __init__(
        self,
        pool: Pool,
        clock: Clock,
        zone: str,
        settings: OnCallSettings,
        agency_of: AgencyOfCentre,
        notices: CurrentNotices = tuple,
        parties: CurrentPlanParties = tuple,
    ) -> None:
        self._pool, self._clock, self._settings, self._notices = pool, clock, settings, notices
        self._zone, self._parties = ZoneInfo(zone), parties
        self._directory = OnCallDirectory(pool, clock, zone, agency_of)

    async def now(
        self, actor: Actor, function: OnCallFunction, centre: CentreId | None, notice: str | None = None
    ) -> PeopleOnCall:
        """Whom to tell about something of this centre, or of none, for who watches the room or may notify them.

        Raises `Refused("not_permitted")`.
        """
        if not holds(actor, Permission.NOTIFY):
            require(actor, Permission.ROOM_WATCH)
        found = await self._directory.now(actor.mode, function, notice, centre)
        if found.contacts or function is not OnCallFunction.DUTY_OFFICER or not self._settings.phone:
            return found
        fixed = ReachableContact(
            name=self._settings.name,
            phone=self._settings.phone,
            deputy=0,
            until=None,
            ways=(),
            language=REFERENCE_LANGUAGE,
        )
        return PeopleOnCall(function=function, contacts=(fixed,))

    async def table(self, actor: Actor) -> OnCallTable:
        """Every duty, the hours ahead without a duty officer, and who has no break in them. Raises `Refused("not_permitted")`."""
        require(actor, Permission.ROSTER_ADMIN)
        duties, now = await duties_of(self._pool, actor.mode), self._clock.now()
        gaps = uncovered(duties, OnCallFunction.DUTY_OFFICER, now, now + LOOK_AHEAD, self._zone)
        return OnCallTable(
            duties=tuple(sorted(duties, key=_order)),
            uncovered=gaps,
            unbroken=unbroken(duties, now, now + LOOK_AHEAD, self._zone),
            functions=tuple(OnCallFunction),
            ways=tuple(NotificationWay),
            notices=tuple(self._notices()),
            parties=tuple(self._parties()),
        )


def _order(duty: OnCallDuty) -> tuple[str, str, str, str]:
    return (
        f"{duty.function} {duty.notice or ''}",
        duty.agency or "",
        duty.centre or "",
        f"{duty.hours.first_day} {duty.hours.starts}",
    )
