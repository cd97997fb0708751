"""Aim: who plans a place reads and changes its roster and no other; a swap is asked, accepted and confirmed, each step shown to whom it
concerns, and of two that want the same shift one happens."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from auxilio.access.authorisation import Authorisation
from auxilio.access.roster_directory import (
    people_of_rosters,
    person_of_roster,
    unit_of_roster,
    units_of_rosters,
)
from auxilio.dispatch.store import DispatchStore
from auxilio.identity.core.model import Agency, Centre
from auxilio.identity.core.permissions import permissions_of
from auxilio.identity.store import IdentityStore
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult
from auxilio.kernel.ids import AgencyId, CommandId, PersonId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import SystemClock
from auxilio.platform.database.command_executor import CommandExecutor
from auxilio.platform.ids import new_id
from auxilio.rosters import shift_service, swap_service
from auxilio.rosters.core import shift_messages as sh
from auxilio.rosters.core import swap_messages as sw
from auxilio.rosters.core.shift_model import ShiftFunction, ShiftName
from auxilio.rosters.core.swap_model import ShiftSwapId
from auxilio.rosters.shift_queries import ShiftQueries
from tests.actors import person
from tests.database import Database
from tests.dispatch.factories import registered, room_over
from tests.manual_clock import Later
from tests.readiness.ready_installation import add_person

ZONE = "Europe/Madrid"
CHIEF = person("room_chief", name="Clara")


class Rosters:
    """Services and questions over one database, authorised as in the running system."""

    def __init__(self, database: Database) -> None:
        people, units = IdentityStore(database.pool), DispatchStore(database.pool)
        who = person_of_roster(people)
        authorise = Authorisation(units, lambda _: (), person_of_roster=who)
        self.clock = Later()
        work = CommandExecutor(database.pool, self.clock, authorise=authorise)
        unit_of = unit_of_roster(database.pool, Mode.REAL)
        self.shifts = shift_service.ShiftService(work, who, unit_of, ZONE)
        self.swaps = swap_service.SwapService(work, database.pool, who, ZONE)
        self.queries = ShiftQueries(
            database.pool, self.clock, ZONE, people_of_rosters(people), units_of_rosters(units)
        )
        self.people = people

    @property
    def tomorrow(self) -> date:
        return self.clock.now().date() + timedelta(days=1)

    async def do(self, command: Command, actor: Actor = CHIEF) -> CommandResult:
        id = CommandId(new_id())
        if isinstance(command, sw.SwapCommand.__value__):
            return await self.swaps.handle(id, command, actor)
        assert isinstance(command, sh.ShiftCommand.__value__), "of shifts"
        return await self.shifts.handle(id, command, actor)

    async def actor(self, login: str) -> Actor:
        one = next(each for each in await self.people.people() if each.login == login)
        return Actor(
            id=one.id, kind="person", name=one.name, agency=one.agency, centre=one.centre, roles=one.roles,
            permissions=permissions_of(one.roles, of_room=one.agency is None),
        )  # fmt: skip

    async def plan(
        self, who: Actor, day: date, starts: str = "08:00", ends: str = "20:00", by: Actor = CHIEF
    ) -> None:
        function = ShiftFunction(next(iter(who.roles)))
        await self.do(
            sh.PlanShift(person=PersonId(who.id), day=day, starts=starts, ends=ends, function=function), by
        )

    async def days_of(self, who: Actor) -> list[str]:
        return [f"{one.shift.day} {one.shift.starts}" for one in (await self.queries.own(who)).shifts]

    async def told(self, who: Actor) -> tuple[list[str], int]:
        found = await self.queries.news(who)
        return sorted(one.state.value for one in found.swaps), len(found.decisions)


@pytest.fixture
async def rosters(database: Database) -> Rosters:
    for login, role in {
        "ana": "call_taker",
        "joan": "call_taker",
        "pau": "call_taker",
        "sup": "supervisor",
    }.items():
        await add_person(database, login, role)
    async with IdentityStore(database.pool).change() as change:
        for place in (
            Agency(id="san", service="HEALTH", name="Salud"),
            Centre(id="san-1", agency="san", name="Centro"),
        ):
            await change.put_place(place, new_id(), SystemClock().now())
    await add_person(database, "dis", "dispatcher", "san", "san-1")
    await add_person(database, "sup-san", "supervisor", "san", "san-1")
    await add_person(database, "crew", "crew", "san", "san-1")
    return Rosters(database)


async def refused(rosters: Rosters, command: Command, actor: Actor = CHIEF) -> str:
    with pytest.raises(Refused) as found:
        await rosters.do(command, actor)
    return found.value.code


async def test_a_supervisor_plans_and_reads_the_roster_of_the_own_place_alone(rosters: Rosters) -> None:
    ana, dispatcher, of_centre = [await rosters.actor(one) for one in ("ana", "dis", "sup-san")]
    await rosters.plan(ana, rosters.tomorrow)
    there = sh.PlanShift(
        person=PersonId(dispatcher.id), day=rosters.tomorrow, starts="08:00", ends="20:00",
        function=ShiftFunction.DISPATCHER,
    )  # fmt: skip
    assert await refused(rosters, there) == "roster_elsewhere"
    await rosters.do(there, of_centre)
    week = await rosters.queries.week(of_centre, of_centre.agency, of_centre.centre, rosters.tomorrow)
    assert [one.name for one in week.shifts] == ["dis"]
    assert [one.name for one in week.people] == ["crew", "dis", "sup-san"]
    with pytest.raises(Refused, match="roster_elsewhere"):
        await rosters.queries.week(of_centre, None, None, None)
    with pytest.raises(Refused, match="not_permitted"):
        await rosters.queries.week(ana, None, None, None)
    room = await rosters.queries.week(CHIEF, None, None, rosters.tomorrow)
    assert [one.name for one in room.shifts] == ["ana"]
    every = person("administrator")
    assert (await rosters.queries.week(every, of_centre.agency, of_centre.centre, rosters.tomorrow)).shifts == week.shifts  # fmt: skip
    exercise = msgspec.structs.replace(of_centre, mode=Mode.EXERCISE)
    assert await refused(rosters, there, exercise) == "session_mode_differs"


async def test_an_administrator_of_an_agency_reads_no_centre_of_another_by_naming_it_beside_the_own(
    rosters: Rosters,
) -> None:
    dispatcher, of_centre = await rosters.actor("dis"), await rosters.actor("sup-san")
    await rosters.plan(dispatcher, rosters.tomorrow, by=of_centre)
    of_fire = msgspec.structs.replace(person("administrator"), agency=AgencyId("bom"))
    week = await rosters.queries.week(of_fire, AgencyId("bom"), of_centre.centre, rosters.tomorrow)
    assert (week.shifts, week.people, week.units, week.swaps) == ((), (), (), ())


async def test_a_shift_is_moved_to_another_day_and_hour_in_one_step(rosters: Rosters) -> None:
    ana = await rosters.actor("ana")
    await rosters.plan(ana, rosters.tomorrow, "20:00", "08:00")
    later = rosters.tomorrow + timedelta(days=1)
    moved = sh.PlanShift(
        person=PersonId(ana.id), day=later, starts="07:00", ends="15:00", function=ShiftFunction.CALL_TAKER,
        instead_of=ShiftName(day=rosters.tomorrow, starts="20:00"),
    )  # fmt: skip
    await rosters.do(moved)
    assert await rosters.days_of(ana) == [f"{later} 07:00"]


async def test_a_shift_that_another_place_planned_is_moved_by_that_place_alone(
    rosters: Rosters, database: Database
) -> None:
    of_centre, worker = await rosters.actor("sup-san"), await rosters.actor("dis")
    await rosters.plan(worker, rosters.tomorrow, by=of_centre)
    await database.pool.execute(
        "update person set agency = null, centre = null, roles = array['call_taker'] where login = 'dis'"
    )
    moved = sh.PlanShift(
        person=PersonId(worker.id), day=rosters.tomorrow + timedelta(days=1), starts="08:00", ends="20:00",
        function=ShiftFunction.CALL_TAKER, instead_of=ShiftName(day=rosters.tomorrow, starts="08:00"),
    )  # fmt: skip
    assert await refused(rosters, moved) == "roster_elsewhere"


async def test_a_crew_is_planned_on_a_unit_of_its_agency(rosters: Rosters, database: Database) -> None:
    room, crew, of_centre = room_over(database), await rosters.actor("crew"), await rosters.actor("sup-san")
    own, other = registered("SVA-1", centre="san-1", agency="san"), registered("BR-1", centre="bom-1", agency="bom")  # fmt: skip
    for each in (own, other):
        await room.do(each)
    wanted = sh.PlanShift(
        person=PersonId(crew.id), day=rosters.tomorrow, starts="20:00", ends="08:00",
        function=ShiftFunction.CREW, unit=other.unit,
    )  # fmt: skip
    assert await refused(rosters, wanted, of_centre) == "shift_unit_elsewhere"
    await rosters.do(msgspec.structs.replace(wanted, unit=own.unit), of_centre)
    (mine,) = (await rosters.queries.own(crew)).shifts
    assert mine.callsign == "SVA-1"


async def test_who_is_on_is_told_now_and_at_the_end_of_the_shift_no_more(rosters: Rosters) -> None:
    ana = await rosters.actor("ana")
    rosters.clock.ahead_s = (
        datetime(rosters.tomorrow.year, rosters.tomorrow.month, rosters.tomorrow.day, 12, tzinfo=UTC)
        - rosters.clock.now()
    ).total_seconds()
    today = rosters.clock.now().date()
    await rosters.plan(ana, today, "12:00", "23:00")
    assert [one.name for one in (await rosters.queries.week(CHIEF, None, None, None)).now] == ["ana"]
    rosters.clock.ahead_s += 12 * 3_600
    assert (await rosters.queries.week(CHIEF, None, None, None)).now == ()


async def test_a_week_is_copied_and_says_what_it_left(rosters: Rosters) -> None:
    ana, monday = (
        await rosters.actor("ana"),
        rosters.tomorrow + timedelta(days=7 - rosters.tomorrow.weekday()),
    )
    await rosters.plan(ana, monday)
    await rosters.plan(ana, monday + timedelta(days=1))
    await rosters.plan(ana, monday + timedelta(days=8), "09:00", "10:00")
    copy = sh.CopyRosterWeek(first=monday + timedelta(days=7), people=(PersonId(ana.id),))
    assert (await rosters.do(copy)).facts == {"copied": "1", "left": "1"}
    assert (await rosters.do(copy)).facts == {"copied": "0", "left": "1"}
    assert await refused(rosters, msgspec.structs.replace(copy, first=monday + timedelta(days=1))) == "shift_week_monday"  # fmt: skip
    for far in (date(9999, 12, 27), date(1, 1, 1)):
        assert await refused(rosters, msgspec.structs.replace(copy, first=far)) == "shift_day_far"


async def swap_of(rosters: Rosters, asker: Actor, colleague: Actor, **back: object) -> ShiftSwapId:
    swap = ShiftSwapId(new_id())
    command = sw.AskShiftSwap(
        swap=swap, day=rosters.tomorrow, starts="08:00", colleague=PersonId(colleague.id), **back  # type: ignore[arg-type]
    )  # fmt: skip
    await rosters.do(command, asker)
    return swap


async def test_a_swap_is_told_at_each_step_and_changes_both_when_it_is_confirmed(rosters: Rosters) -> None:
    ana, joan, chief = [await rosters.actor(one) for one in ("ana", "joan", "sup")]
    later = rosters.tomorrow + timedelta(days=2)
    await rosters.plan(ana, rosters.tomorrow)
    await rosters.plan(joan, later, "20:00", "08:00")
    assert [one.name for one in (await rosters.queries.own(ana)).colleagues] == ["joan", "pau"]
    assert len((await rosters.queries.of_colleague(ana, PersonId(joan.id))).shifts) == 1
    swap = await swap_of(rosters, ana, joan, return_day=later, return_starts="20:00")
    assert [await rosters.told(one) for one in (ana, joan, chief)] == [([], 0), (["asked"], 0), ([], 0)]
    assert await refused(rosters, sw.DecideShiftSwap(swap=swap, confirms=True), chief) == "swap_not_accepted"
    assert await refused(rosters, sw.AnswerShiftSwap(swap=swap, accepts=True), ana) == "swap_of_others"
    await rosters.do(sw.AnswerShiftSwap(swap=swap, accepts=True), joan)
    assert [await rosters.told(one) for one in (ana, joan, chief)] == [(["accepted"], 0), ([], 0), ([], 1)]
    assert [one.state for one in (await rosters.queries.week(chief, None, None, None)).swaps] == ["accepted"]
    await rosters.do(sw.DecideShiftSwap(swap=swap, confirms=True), chief)
    await rosters.do(sw.DecideShiftSwap(swap=swap, confirms=True), chief)
    assert await rosters.days_of(ana) == [f"{later} 20:00"]
    assert await rosters.days_of(joan) == [f"{rosters.tomorrow} 08:00"]
    for each in (ana, joan):
        assert [one.state for one in (await rosters.queries.own(each)).swaps] == ["confirmed"]
        assert await rosters.told(each) == (["confirmed"], 0)
    assert await refused(rosters, sw.WithdrawShiftSwap(swap=swap), ana) == "swap_ended"


async def test_of_two_swaps_of_one_shift_that_are_confirmed_at_once_one_happens(rosters: Rosters) -> None:
    ana, joan, pau, chief = [await rosters.actor(one) for one in ("ana", "joan", "pau", "sup")]
    await rosters.plan(ana, rosters.tomorrow)
    both = [await swap_of(rosters, ana, joan), await swap_of(rosters, ana, pau)]
    for swap, colleague in zip(both, (joan, pau), strict=True):
        await rosters.do(sw.AnswerShiftSwap(swap=swap, accepts=True), colleague)
    told = await asyncio.gather(
        *(rosters.do(sw.DecideShiftSwap(swap=one, confirms=True), chief) for one in both), return_exceptions=True
    )  # fmt: skip
    codes = [one.code for one in told if isinstance(one, Refused)]
    assert codes == ["swap_shift_gone"]
    assert sorted([len(await rosters.days_of(one)) for one in (ana, joan, pau)]) == [0, 0, 1]
    assert await rosters.told(chief) == ([], 0), "the other can be confirmed no more"


async def test_a_swap_with_somebody_who_works_elsewhere_since_they_were_asked_changes_nothing(
    rosters: Rosters, database: Database
) -> None:
    ana, joan, chief = [await rosters.actor(one) for one in ("ana", "joan", "sup")]
    await rosters.plan(ana, rosters.tomorrow)
    swap, unanswered = await swap_of(rosters, ana, joan), await swap_of(rosters, ana, joan)
    await rosters.do(sw.AnswerShiftSwap(swap=swap, accepts=True), joan)
    await database.pool.execute("update person set agency = 'san', centre = 'san-1' where login = 'joan'")
    confirm = sw.DecideShiftSwap(swap=swap, confirms=True)
    assert await refused(rosters, confirm, chief) == "swap_colleague_elsewhere"
    accept = sw.AnswerShiftSwap(swap=unanswered, accepts=True)
    assert await refused(rosters, accept, await rosters.actor("joan")) == "swap_colleague_elsewhere"
    assert await rosters.days_of(ana) == [f"{rosters.tomorrow} 08:00"]
    await rosters.do(sw.DecideShiftSwap(swap=swap, confirms=False), chief)


async def test_a_shift_in_return_that_another_place_planned_is_for_that_place_to_give(
    rosters: Rosters, database: Database
) -> None:
    ana, dispatcher = await rosters.actor("ana"), await rosters.actor("dis")
    later = rosters.tomorrow + timedelta(days=2)
    await rosters.plan(ana, rosters.tomorrow)
    await rosters.plan(dispatcher, later, by=await rosters.actor("sup-san"))
    await database.pool.execute(
        "update person set agency = null, centre = null, roles = array['call_taker', 'dispatcher'] where login in ('dis', 'ana')"
    )
    swap = await swap_of(rosters, ana, dispatcher, return_day=later, return_starts="08:00")
    await rosters.do(sw.AnswerShiftSwap(swap=swap, accepts=True), await rosters.actor("dis"))
    confirm = sw.DecideShiftSwap(swap=swap, confirms=True)
    chief, every = await rosters.actor("sup"), person("administrator")
    assert await refused(rosters, confirm, chief) == "roster_elsewhere"
    assert [await rosters.told(one) for one in (chief, every)] == [([], 0), ([], 1)]
    await rosters.do(confirm, every)


async def test_a_swap_is_declined_refused_and_withdrawn_and_changes_nothing(rosters: Rosters) -> None:
    ana, joan, chief = [await rosters.actor(one) for one in ("ana", "joan", "sup")]
    await rosters.plan(ana, rosters.tomorrow)
    await rosters.plan(joan, rosters.tomorrow, "10:00", "12:00")
    declined, stopped, gone = [await swap_of(rosters, ana, joan) for _ in range(3)]
    await rosters.do(sw.AnswerShiftSwap(swap=declined, accepts=False), joan)
    await rosters.do(sw.WithdrawShiftSwap(swap=gone), ana)
    assert await refused(rosters, sw.AnswerShiftSwap(swap=gone, accepts=True), joan) == "swap_ended"
    await rosters.do(sw.AnswerShiftSwap(swap=stopped, accepts=True), joan)
    assert await refused(rosters, sw.DecideShiftSwap(swap=stopped, confirms=True), chief) == "shift_overlap"
    await rosters.do(sw.DecideShiftSwap(swap=stopped, confirms=False), chief)
    assert await rosters.days_of(ana) == [f"{rosters.tomorrow} 08:00"]
    states = {one.state.value for one in (await rosters.queries.own(joan)).swaps}
    assert states == {"declined", "withdrawn", "refused"}
    assert await rosters.told(ana) == (["declined", "refused"], 0)
    assert await rosters.told(joan) == (["refused", "withdrawn"], 0)


async def test_a_swap_is_of_a_shift_to_come_with_somebody_of_the_same_place_and_function(
    rosters: Rosters,
) -> None:
    ana, joan, chief, dispatcher = [await rosters.actor(one) for one in ("ana", "joan", "sup", "dis")]
    await rosters.plan(ana, rosters.tomorrow)
    ask = sw.AskShiftSwap(
        swap=ShiftSwapId(new_id()), day=rosters.tomorrow, starts="08:00", colleague=PersonId(joan.id)
    )
    for colleague, code in ((ana, "swap_with_oneself"), (chief, "shift_function_not_held"), (dispatcher, "swap_colleague_elsewhere")):  # fmt: skip
        wrong = msgspec.structs.replace(ask, colleague=PersonId(colleague.id))
        assert await refused(rosters, wrong, ana) == code
    assert await refused(rosters, msgspec.structs.replace(ask, starts="09:00"), ana) == "swap_shift_gone"
    for _ in range(swap_service.WAITING_MAX):
        await swap_of(rosters, ana, joan)
    assert await refused(rosters, ask, ana) == "swaps_too_many"
    rosters.clock.ahead_s += 3 * 24 * 3_600
    assert await refused(rosters, ask, ana) == "swap_too_late"
    assert await rosters.told(joan) == ([], 0)
