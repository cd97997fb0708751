"""The roster of a place in a week, and somebody's own shifts with their swaps. Reads alone."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from auxilio.identity.core.gate import holds, require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import AgencyId, CentreId, PersonId, stream_id
from auxilio.kernel.refusal import Forbidden
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.cursors import changed_since, live_where
from auxilio.platform.database.log import states_of
from auxilio.rosters.core.roster_views import (
    ColleagueShifts,
    OwnShifts,
    RosterWeek,
    ShownSwap,
    SwapColleague,
    SwapNews,
)
from auxilio.rosters.core.shift_authority import may_plan, must_plan
from auxilio.rosters.core.shift_machine import AHEAD, BEHIND, check_day
from auxilio.rosters.core.shift_model import (
    PersonRoster,
    PlannablePerson,
    PlannedShift,
    RosterPerson,
    RosterShift,
    RosterUnit,
    ShiftFunction,
)
from auxilio.rosters.core.shift_policy import monday_of, on_at, period_of, planned, warnings
from auxilio.rosters.core.swap_model import OPEN_STATES, ShiftSwap, SwapState
from auxilio.rosters.ports import PeopleOfRosters, UnitsOfRosters
from auxilio.rosters.shift_service import PERSON_ROSTER, rosters_kept
from auxilio.rosters.swap_service import SHIFT_SWAP

OWN_AHEAD = timedelta(days=62)
"""How far ahead somebody reads their own shifts (ours)."""
SHOWN_AFTER = timedelta(days=14)
"""So long after its end a swap is shown to those who took part (ours)."""
SWAPS_MAX = 2_000
"""That are open at once, in all places (ours)."""
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)


class ShiftQueries:
    """Hours are of the clock on the wall of the installation, `zone`."""

    def __init__(
        self,
        pool: Pool,
        clock: Clock,
        zone: str,
        people: PeopleOfRosters,
        units: UnitsOfRosters,
        mode: Mode = Mode.REAL,
    ) -> None:
        """`mode`: of the installation, of which its units are."""
        self._mode = mode
        self._pool, self._clock, self._zone = pool, clock, ZoneInfo(zone)
        self._people, self._units = people, units

    async def week(
        self, actor: Actor, agency: AgencyId | None, centre: CentreId | None, day: date | None
    ) -> RosterWeek:
        """The week of this day at this place; at an agency without a centre, of its people who are at none. A centre of another agency
        than the one that is named has nothing to show: who may plan for an agency names it.

        Raises `Refused("not_permitted")`, `Forbidden("roster_elsewhere")`, `Refused("shift_day_far")`.
        """
        require(actor, Permission.SHIFT_PLAN)
        must_plan(actor, agency, centre)
        now = self._clock.now()
        today = now.astimezone(self._zone).date()
        first = monday_of(day or today)
        if day is not None and not today - BEHIND - _WEEK <= day <= today + AHEAD:
            check_day(day, today)
        here = [one for one in await self._people() if _works_at(one, agency, centre)]
        names, rosters = {one.id: one.name for one in here}, await rosters_kept(self._pool)
        units = await self._units(self._mode)
        called = {one.id: one for one in units}
        since, until = self._begin(first), self._begin(first + _WEEK)
        shown = planned(rosters, names, called, since, until, self._zone)
        around = planned(rosters, names, called, since - _DAY, until + _DAY, self._zone)
        swaps = await self._shown(await live_where(self._pool, SHIFT_SWAP, SWAPS_MAX), names, now)
        present = planned(rosters, names, called, now, now + _DAY, self._zone)
        return RosterWeek(
            agency=agency,
            centre=centre,
            first=first,
            today=today,
            now=on_at(present, now),
            shifts=tuple(one for one in shown if first <= one.shift.day),
            warnings=tuple(one for one in warnings(around) if since <= one.at < until),
            people=tuple(_plannable(here)),
            units=tuple(one for one in units if _directs(one, agency, centre)),
            swaps=tuple(one for one in swaps if one.waits and _is_of(one, agency, centre)),
        )

    async def own(self, actor: Actor) -> OwnShifts:
        """The actor's shift of now and those of the next weeks, their swaps, and who could take one. Raises `Refused("not_permitted")`."""
        require(actor, Permission.SHIFT_OWN)
        me, now, people = PersonId(actor.id), self._clock.now(), await self._people()
        swaps = await changed_since(self._pool, SHIFT_SWAP, Mode.REAL, now - SHOWN_AFTER)
        mine = [one for one in swaps if me in {one.person, one.colleague}]
        shifts = await self._of(me, actor.name, now)
        names = {one.id: one.name for one in people}
        return OwnShifts(
            shifts=shifts,
            swaps=await self._shown(mine, names, now),
            colleagues=tuple(_colleagues(me, people, {one.shift.function for one in shifts})),
        )

    async def of_colleague(self, actor: Actor, person: PersonId) -> ColleagueShifts:
        """What somebody of the same place could give in return. Raises `Refused("not_permitted")`, `Forbidden("roster_elsewhere")`."""
        require(actor, Permission.SHIFT_OWN)
        other = next((one for one in await self._people() if one.id == person and one.active), None)
        if other is None or (other.agency, other.centre) != (actor.agency, actor.centre):
            raise Forbidden("roster_elsewhere")
        now = self._clock.now()
        found = await self._of(person, other.name, now)
        return ColleagueShifts(
            shifts=tuple(one for one in found if one.since > now and one.shift.function.value in actor.roles)
        )

    async def news(self, actor: Actor) -> SwapNews:
        """The steps of swaps that concern this actor and were somebody else's. Raises `Refused("not_permitted")`."""
        require(actor, Permission.SHIFT_OWN)
        now, me = self._clock.now(), PersonId(actor.id)
        swaps = await changed_since(self._pool, SHIFT_SWAP, Mode.REAL, now - SHOWN_AFTER)
        shown = await self._shown(swaps, {}, now)
        plans = holds(actor, Permission.SHIFT_PLAN)
        return SwapNews(
            swaps=tuple(one for one in shown if me in _concerned(one)),
            decisions=tuple(one.swap for one in shown if plans and _is_to_decide(one, actor)),
        )

    async def _of(self, person: PersonId, name: str, now: datetime) -> tuple[PlannedShift, ...]:
        rosters = await self._rosters([person])
        units = {one.id: one for one in await self._units(self._mode)} if rosters else {}
        return planned(rosters, {person: name}, units, now, now + OWN_AHEAD, self._zone)

    async def _rosters(self, people: Iterable[PersonId]) -> list[PersonRoster]:
        streams = [stream_id(PERSON_ROSTER.name, one) for one in dict.fromkeys(people)]
        found = await states_of(self._pool, streams)
        return [PERSON_ROSTER.read_state(state) for _, state in found.values()]

    async def _shown(
        self, swaps: Sequence[ShiftSwap], names: Mapping[PersonId, str], now: datetime
    ) -> tuple[ShownSwap, ...]:
        """With the names of now, else of then; in order of their shifts."""
        parties = [person for one in swaps for person in (one.person, one.colleague)]
        held = {one.person: one.shifts for one in await self._rosters(parties)} if parties else {}
        shown = [self._shown_one(one, held, names, now) for one in swaps]
        return tuple(sorted((one for one in shown if one is not None), key=lambda one: one.at))

    def _shown_one(
        self,
        swap: ShiftSwap,
        held: Mapping[PersonId, Sequence[RosterShift]],
        names: Mapping[PersonId, str],
        now: datetime,
    ) -> ShownSwap | None:
        colleague_name = names.get(swap.colleague, swap.colleague_name)
        given = self._planned(swap.person, names.get(swap.person, swap.name), swap.shift)
        returned = self._planned(swap.colleague, colleague_name, swap.in_return) if swap.in_return else None
        if given is None:
            return None
        both = [one for one in (given, returned) if one is not None]
        still = all(one.shift in held.get(one.person, ()) for one in both)
        begins = min(one.since for one in both)
        return ShownSwap(
            swap=swap.id,
            state=swap.state,
            by_name=swap.by_name,
            given=given,
            in_return=returned,
            colleague=swap.colleague,
            colleague_name=colleague_name,
            waits=swap.state in OPEN_STATES and still and begins > now,
            at=begins,
        )

    def _planned(self, person: PersonId, name: str, shift: RosterShift) -> PlannedShift | None:
        period = period_of(shift, self._zone)
        if period is None:
            return None
        return PlannedShift(
            person=person, name=name, shift=shift, callsign=None, since=period.since, until=period.until
        )

    def _begin(self, day: date) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=self._zone)


def _works_at(person: RosterPerson, agency: AgencyId | None, centre: CentreId | None) -> bool:
    if centre is not None:
        return person.centre == centre and agency in (None, person.agency)
    return person.centre is None and person.agency == agency


def _directs(unit: RosterUnit, agency: AgencyId | None, centre: CentreId | None) -> bool:
    if centre is not None:
        return unit.centre == centre and agency in (None, unit.agency)
    return unit.agency == agency


def _is_of(swap: ShownSwap, agency: AgencyId | None, centre: CentreId | None) -> bool:
    shift = swap.given.shift
    if centre is not None:
        return shift.centre == centre and agency in (None, shift.agency)
    return shift.centre is None and shift.agency == agency


def _concerned(swap: ShownSwap) -> Collection[PersonId]:
    """Who is told of its last step: those who did not do it."""
    match swap.state:
        case SwapState.ASKED:
            return (swap.colleague,) if swap.waits else ()
        case SwapState.WITHDRAWN:
            return (swap.colleague,)
        case SwapState.ACCEPTED | SwapState.DECLINED:
            return (swap.given.person,)
        case SwapState.CONFIRMED | SwapState.REFUSED:
            return (swap.given.person, swap.colleague)


def _is_to_decide(swap: ShownSwap, actor: Actor) -> bool:
    parties = {swap.given.person, swap.colleague}
    shifts = [one.shift for one in (swap.given, swap.in_return) if one is not None]
    return (
        swap.waits
        and swap.state is SwapState.ACCEPTED
        and PersonId(actor.id) not in parties
        and all(may_plan(actor, one.agency, one.centre) for one in shifts)
    )


def _colleagues(
    me: PersonId, people: Sequence[RosterPerson], mine: Collection[ShiftFunction]
) -> Iterable[SwapColleague]:
    place = next(((one.agency, one.centre) for one in people if one.id == me), None)
    for one in sorted(people, key=lambda each: (each.name.casefold(), str(each.id))):
        functions = tuple(each for each in ShiftFunction if each in mine and each.value in one.roles)
        if one.active and one.id != me and functions and (one.agency, one.centre) == place:
            yield SwapColleague(person=one.id, name=one.name, functions=functions)


def _plannable(people: Sequence[RosterPerson]) -> Iterable[PlannablePerson]:
    for one in sorted(people, key=lambda each: (each.name.casefold(), str(each.id))):
        functions = tuple(each for each in ShiftFunction if each.value in one.roles)
        if one.active and functions:
            yield PlannablePerson(person=one.id, name=one.name, functions=functions)
