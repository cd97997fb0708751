"""Aim: a lent unit is of one centre at every moment, and an assignment is exactly what its facts say. Without a database."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from auxilio.dispatch.core.boards import AssignmentRow, UnitRow, assignment_row, unit_row
from auxilio.dispatch.core.records import UnitRecord, response_plan_view, unit_record
from auxilio.dispatch.tasks.core.model import TaskState
from auxilio.dispatch.units.core import assignment_machine as assignments
from auxilio.dispatch.units.core import assignment_messages as a
from auxilio.dispatch.units.core import loan_messages as lending
from auxilio.dispatch.units.core import machine as units
from auxilio.dispatch.units.core import messages as u
from auxilio.dispatch.units.core.assignment_model import Assignment, AssignmentStep, AssignmentTrack
from auxilio.dispatch.units.core.crew_authority import in_crew, is_own
from auxilio.dispatch.units.core.model import (
    CrewEmergency,
    CrewMember,
    StandBy,
    Unit,
    UnitLoan,
    UnitPosition,
    UnitStatus,
)
from auxilio.kernel.ids import AssignmentId, CaseId, CentreId, HospitalId, OperationId, PersonId
from auxilio.kernel.refusal import Refused
from tests.actors import system
from tests.dispatch.factories import AT, CREW, PLACE, crew_of, dispatcher, plan
from tests.dispatch.test_machines import a_task, a_unit

FAIR, OTHER = OperationId(UUID(int=61)), OperationId(UUID(int=62))
HOME, POST = CentreId("san-1"), CentreId("pma-1")
WAITS = StandBy(place=PLACE, name="plaza", at=AT, by_name="L")
DESK = dispatcher()
FREE = msgspec.structs.replace(a_unit(UnitStatus.AVAILABLE, assigned=False), stand_by=WAITS)
BUSY = msgspec.structs.replace(FREE, assignment=AssignmentId(UUID(int=7)), status=UnitStatus.EN_ROUTE)
LATER = AT + timedelta(minutes=3)


def after(unit: Unit, *facts: Any) -> Unit:
    for fact in facts:
        unit = units.evolve(unit, fact, LATER)
    return unit


def lend(unit: Unit, **more: Any) -> Any:
    fields: dict[str, Any] = {"operation": FAIR, "name": "Feria", "post": POST, "lender": HOME}
    return units.decide(unit, lending.LendUnit(unit=FREE.id, **(fields | more)), system(), LATER)


def home(unit: Unit, operation: OperationId = FAIR) -> Any:
    return units.decide(unit, lending.BringUnitHome(unit=FREE.id, operation=operation), system(), LATER)


def loan(**more: Any) -> UnitLoan:
    return UnitLoan(operation=FAIR, name="Feria", post=POST, **more)


def lent_fact(**more: Any) -> lending.UnitLent:
    return lending.UnitLent(unit=FREE.id, operation=FAIR, name="Feria", post=POST, lender=HOME, **more)


# --- loans ----------------------------------------------------------------------------------------


def test_a_free_unit_is_of_the_post_at_once_and_comes_home_at_once() -> None:
    facts = lend(FREE)
    assert facts == (lent_fact(),)
    there = after(FREE, *facts)
    at_post = {"centre": POST, "lent_by": HOME, "lent": loan(), "stand_by": None}
    assert there == msgspec.structs.replace(FREE, **at_post), (
        "where its old centre told it to wait holds no longer"
    )
    assert lend(there) == ()
    back = home(there)
    assert back == (lending.UnitReturnedHome(unit=FREE.id, operation=FAIR, centre=HOME),)
    assert after(there, *back) == msgspec.structs.replace(FREE, stand_by=None)
    assert (home(there, OTHER), home(FREE)) == ((), ())


def test_a_unit_at_work_goes_to_the_post_when_its_run_ends() -> None:
    facts = lend(BUSY)
    assert facts == (lent_fact(waits=True),)
    promised = after(BUSY, *facts)
    assert promised == msgspec.structs.replace(BUSY, lent_by=HOME, lent=loan(waits=True))
    freed, arrives = units.free_unit(promised, u.ReleaseReason.FINISHED, DESK)
    assert isinstance(freed, u.UnitFreed)
    assert arrives == lending.UnitAtPost(unit=FREE.id, operation=FAIR, post=POST)
    there = after(promised, freed, arrives)
    assert (there.centre, there.lent, there.lent_by, there.assignment) == (POST, loan(), HOME, None)
    assert home(promised) == (lending.UnitReturnedHome(unit=FREE.id, operation=FAIR, centre=HOME),)
    kept = after(promised, *home(promised))
    assert kept == BUSY, "it never left: where it waits holds"


def test_a_lent_unit_at_work_comes_home_when_its_run_ends_and_may_be_wanted_again_before() -> None:
    there = msgspec.structs.replace(BUSY, centre=POST, lent_by=HOME, lent=loan(), stand_by=None)
    wanted = home(there)
    assert wanted == (lending.UnitReturning(unit=FREE.id, operation=FAIR),)
    homeward = after(there, *wanted)
    assert homeward == msgspec.structs.replace(there, lent=loan(homeward=True))
    assert home(homeward) == ()
    freed, returned = units.free_unit(homeward, u.ReleaseReason.FINISHED, DESK)
    assert returned == lending.UnitReturnedHome(unit=FREE.id, operation=FAIR, centre=HOME)
    back = after(homeward, freed, returned)
    assert (back.centre, back.lent, back.lent_by) == (HOME, None, None)
    assert lend(homeward) == (lent_fact(),), "it is still of the post, and stays there"
    assert after(homeward, *lend(homeward)) == there
    assert len(units.free_unit(there, u.ReleaseReason.FINISHED, DESK)) == 1


@pytest.mark.parametrize(
    ("unit", "more", "code"),
    [
        (msgspec.structs.replace(FREE, lent=loan(), lent_by=HOME, centre=POST), {"operation": OTHER}, "unit_lent"),
        (FREE, {"lender": CentreId("san-2")}, "unit_of_another_centre"),
        (msgspec.structs.replace(FREE, retired=True), {}, "unit_retired"),
    ],
)  # fmt: skip
def test_which_unit_is_not_lent(unit: Unit, more: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused, match=f"^{code}"):
        lend(unit, **more)


def test_the_fixed_data_of_a_lent_unit_changes_at_home_and_it_stays_at_the_post() -> None:
    there = after(FREE, *lend(FREE))
    record = {name: getattr(there, name) for name in u.RegisterUnit.__struct_fields__ if name != "unit"}
    command = u.RegisterUnit(unit=FREE.id, **record | {"centre": HOME, "talk_group": "SAN 2"})
    [fact] = units.register(there, command, system())
    assert after(there, fact) == msgspec.structs.replace(there, talk_group="SAN 2")
    for changed in ({"centre": CentreId("san-2")}, {"retired": True}):
        with pytest.raises(Refused, match=r"^unit_lent"):
            units.register(there, msgspec.structs.replace(command, **changed), system())


# --- an assignment --------------------------------------------------------------------------------

WORK, CASE = AssignmentId(UUID(int=7)), CaseId(UUID(int=8))
TASK = a_task(TaskState.ACCEPTED)
STEP = AssignmentStep


def begun(command: Any, seen: UnitPosition | None = None, actor: Any = DESK) -> a.AssignmentStarted:
    [fact] = assignments.begin(command, FREE, TASK, seen, actor, LATER)
    assert isinstance(fact, a.AssignmentStarted)
    return fact


ALERT = u.AlertUnit(
    assignment=WORK, unit=FREE.id, task=TASK.id, eta_s=300.0, eta_by="road", proposed="nearest"
)
COMMON: dict[str, Any] = {
    "unit": FREE.id, "callsign": "SVA-1", "task": TASK.id, "case": TASK.case, "centre": TASK.centre, "mode": TASK.mode,
    "priority": TASK.priority,
}  # fmt: skip


def work(**more: Any) -> Assignment:
    fields: dict[str, Any] = {
        "id": WORK, "step": STEP.ALERTED, "times": {STEP.ALERTED: AT}, "alerted_by": DESK.name, "eta_s": 300.0,
        "eta_at": AT + timedelta(seconds=300), "eta_by": "road", "proposed": "nearest",
    }  # fmt: skip
    return Assignment(**(COMMON | fields | more))


def test_an_assignment_begins_with_what_the_decision_was_made_from() -> None:
    seen = UnitPosition(unit=FREE.id, point=PLACE, at=LATER - timedelta(seconds=20))
    known = {"eta_s": 300.0, "eta_by": "road", "proposed": "nearest", "point": PLACE}
    fact = begun(ALERT, seen)
    assert fact == a.AssignmentStarted(assignment=WORK, by=DESK.name, point_age_s=20.0, **(COMMON | known))
    ahead = msgspec.structs.replace(seen, at=LATER + timedelta(seconds=5))
    assert begun(ALERT, ahead).point_age_s == 0.0, "a clock that runs ahead makes no negative age"
    assert begun(ALERT).point is begun(ALERT).point_age_s is None
    assert begun(ALERT, actor=system()).by_rule
    assert assignments.evolve(None, fact, AT) == work(point=PLACE, point_age_s=20.0)
    by_phone = u.EnterUnit(assignment=WORK, unit=FREE.id, task=TASK.id, said_by="Vila", eta_s=60.0)
    told = begun(by_phone)
    assert told == a.AssignmentStarted(assignment=WORK, by="Vila", by_telephone=True, eta_s=60.0, **COMMON)
    bare = assignments.evolve(None, msgspec.structs.replace(told, eta_s=None), AT)
    assert (bare.eta_at, bare.by_telephone, bare.alerted_by) == (None, True, "Vila")


def test_a_step_is_reached_once_unless_it_names_another_destination() -> None:
    one, two = HospitalId("h1"), HospitalId("h2")
    facts = assignments.reach(work(), STEP.TRANSPORTING, "Comarcal", one)
    assert facts == (
        a.AssignmentStepReached(
            assignment=WORK, step=STEP.TRANSPORTING, destination="Comarcal", hospital=one
        ),
    )
    driving = assignments.evolve(work(), facts[0], LATER)
    times = {STEP.ALERTED: AT, STEP.TRANSPORTING: LATER}
    assert driving == work(step=STEP.TRANSPORTING, times=times, destination="Comarcal", hospital=one)
    assert assignments.reach(driving, STEP.TRANSPORTING) == ()
    assert assignments.reach(driving, STEP.TRANSPORTING, "Comarcal", two) == ()
    [other] = assignments.reach(driving, STEP.TRANSPORTING, "Mar")
    moved = assignments.evolve(driving, other, LATER + timedelta(minutes=1))
    assert moved == work(step=STEP.TRANSPORTING, times=times, destination="Mar", hospital=None)
    late = a.AssignmentStepReached(assignment=WORK, step=STEP.ON_SCENE)
    filled = assignments.evolve(driving, late, AT + timedelta(minutes=1))
    assert (filled.step, filled.destination, filled.hospital) == (STEP.TRANSPORTING, "Comarcal", one)
    assert filled.times[STEP.ON_SCENE] == AT + timedelta(minutes=1)


def test_whom_it_brought_is_handed_over_between_arrived_and_clear() -> None:
    def handed(second: int, **times: int) -> Any:
        known = {STEP(name): AT + timedelta(seconds=at) for name, at in times.items()}
        return assignments.hand_over(work(times=known), AT + timedelta(seconds=second))

    fact = (a.AssignmentStepReached(assignment=WORK, step=STEP.HANDED_OVER),)
    assert handed(10, at_destination=10) == fact
    assert handed(9, at_destination=10) == ()
    assert handed(20, at_destination=10, handed_over=15) == ()
    assert handed(20, at_destination=10, released=20) == fact
    assert handed(21, at_destination=10, released=20) == ()
    with pytest.raises(Refused, match=r"^not_at_destination"):
        handed(10, on_scene=5)


def test_a_release_says_why_once_and_a_way_is_kept_once_after_it() -> None:
    track = AssignmentTrack(digest="d", points=3, since=AT, until=LATER)
    assert assignments.keep_track(work(), track) == (), "it may still grow"
    [released] = assignments.release(work(), u.ReleaseReason.DIVERTED, DESK)
    assert released == a.AssignmentReleased(assignment=WORK, reason=u.ReleaseReason.DIVERTED, by=DESK.name)
    over = assignments.evolve(work(), released, LATER)
    times = {STEP.ALERTED: AT, STEP.RELEASED: LATER}
    assert over == work(step=STEP.RELEASED, times=times, reason=u.ReleaseReason.DIVERTED)
    [kept] = assignments.keep_track(over, track)
    assert kept == a.AssignmentTrackKept(assignment=WORK, callsign="SVA-1", track=track)
    with_way = assignments.evolve(over, kept, LATER)
    assert with_way == msgspec.structs.replace(over, track=track)
    assert assignments.keep_track(with_way, track) == ()
    moved = a.AssignmentMoved(assignment=WORK, case=CASE, was_in=TASK.case)
    assert assignments.evolve(over, moved, LATER) == msgspec.structs.replace(over, case=CASE)


@pytest.mark.parametrize("step", AssignmentStep)
def test_which_steps_mean_that_it_was_there(step: AssignmentStep) -> None:
    there = step in {STEP.ON_SCENE, STEP.TRANSPORTING, STEP.AT_DESTINATION}
    assert assignments.has_arrived(work(times={step: AT})) is there


# --- whose unit, and how it is read ---------------------------------------------------------------


def test_a_crew_is_known_by_its_callsign_the_units_id_or_its_name_on_the_list() -> None:
    for desk in ("SVA-1", "sva-1", str(FREE.id)):
        assert is_own(FREE, crew_of(desk))
    stranger, desk = crew_of("SVA-2"), dispatcher()
    assert not is_own(FREE, stranger)
    assert not is_own(FREE, msgspec.structs.replace(stranger, desk=None))
    named = CrewMember(name="Marta Soler", role="nurse", person=PersonId(stranger.id))
    assert is_own(msgspec.structs.replace(FREE, crew=(*CREW, named)), stranger)
    assert not is_own(FREE, msgspec.structs.replace(desk, desk="SVA-1")), "a desk is no crew"
    in_crew(FREE, desk)
    in_crew(FREE, crew_of("SVA-1"))
    with pytest.raises(Refused, match=r"^not_your_unit"):
        in_crew(FREE, stranger)


def test_rows_and_records_hold_what_the_state_holds() -> None:
    lent = after(FREE, *lend(FREE))
    row, done = unit_row(lent), assignment_row(work())
    assert {name: getattr(lent, name) for name in UnitRow.__struct_fields__} == msgspec.structs.asdict(row)
    assert {
        name: getattr(work(), name) for name in AssignmentRow.__struct_fields__
    } == msgspec.structs.asdict(done)
    record = unit_record(lent)
    fixed = {
        name: getattr(lent, name) for name in UnitRecord.__struct_fields__ if name not in ("centre", "out")
    }
    assert record == UnitRecord(**fixed, centre=HOME, out=False), "its own centre, also while it is lent"
    alarm = msgspec.structs.replace(FREE, emergency=CrewEmergency(at=AT, by_name="M"))
    assert [unit_record(one).out for one in (FREE, BUSY, alarm)] == [False, True, True]


def test_the_plan_is_read_whole() -> None:
    view, known = response_plan_view(plan()), plan()
    same = ("id", "version", "digest", "draft", "usual", "stands_in", "support_up_to")
    assert [getattr(view, name) for name in same] == [getattr(known, name) for name in same]
    assert (view.area, view.zones) == (known.area.id, known.area.zones)
    assert view.centres == tuple(known.area.centres.values())
    assert view.capabilities == tuple(sorted(known.capability_service))
