"""Aim: every fact of a unit's life is whole, and the unit after it is exactly what the fact says. Without a database."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from auxilio.dispatch.tasks.core.shared_types import Acknowledgement, ChangeId, ChangeKind, CriticalChange
from auxilio.dispatch.units.core import machine as units
from auxilio.dispatch.units.core import messages as u
from auxilio.dispatch.units.core.assignment_model import Assignment, AssignmentStep
from auxilio.dispatch.units.core.model import (
    CrewEmergency,
    LateStatusReason,
    StandBy,
    StandByGain,
    Unit,
    UnitStatus,
)
from auxilio.kernel.ids import AssignmentId, CaseId, CentreId, TaskId, UnitId
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, Priority
from tests.actors import person, system
from tests.dispatch.factories import AT, CREW, PLACE, call_taker, crew_of, dispatcher, registered

ID, WORK, TASK, CASE = (UUID(int=n) for n in (1, 2, 3, 4))
UNIT, CHANGE = UnitId(ID), ChangeId(UUID(int=5))
LATER = AT + timedelta(minutes=3)
GAIN = StandByGain(minutes=8, won=120, lost=4, drive_s=300)
CREWMAN, DESK = crew_of("SVA-1"), dispatcher()


def made(**changed: Any) -> Unit:
    [fact] = units.register(None, registered(unit=UNIT, radios=("001-1-2001",)), system())
    return msgspec.structs.replace(units.evolve(None, fact, AT), **changed)


def busy(**changed: Any) -> Unit:
    work = {"assignment": AssignmentId(WORK), "task": TaskId(TASK), "case": CaseId(CASE), "assigned_at": AT}
    return made(**({"crew": CREW, "status": UnitStatus.EN_ROUTE} | work | changed))


def after(unit: Unit, facts: tuple[Any, ...], at: Any = LATER) -> Unit:
    for fact in facts:
        unit = units.evolve(unit, fact, at)
    return unit


def change(kind: ChangeKind = ChangeKind.HAZARD, id: ChangeId = CHANGE, **more: Any) -> CriticalChange:
    return CriticalChange(**({"id": id, "case": CaseId(CASE), "kind": kind, "new": "arma", "at": AT} | more))


# --- the crew's emergency -------------------------------------------------------------------------


def test_an_emergency_is_raised_once_answered_once_and_ended_with_words() -> None:
    unit = busy()
    raised = u.RaiseCrewEmergency(unit=UNIT, point=PLACE, group="MANDO 1")
    facts = units.decide(unit, raised, CREWMAN, LATER)
    assert facts == (u.CrewEmergencyRaised(unit=UNIT, by="Marta Soler", point=PLACE, group="MANDO 1"),)
    unit = after(unit, facts)
    alarm = CrewEmergency(at=LATER, by_name="Marta Soler", point=PLACE, group="MANDO 1")
    assert unit == busy(emergency=alarm)
    assert units.decide(unit, raised, CREWMAN, LATER) == (), "it stands already"

    answer = u.AnswerCrewEmergency(unit=UNIT, words="policía en camino")
    facts = units.decide(unit, answer, DESK, LATER)
    assert facts == (u.CrewEmergencyAnswered(unit=UNIT, by=DESK.name, words="policía en camino"),)
    unit = after(unit, facts, LATER + timedelta(seconds=9))
    answered = {"answered_at": LATER + timedelta(seconds=9), "answered_by": DESK.name}
    assert unit.emergency == msgspec.structs.replace(alarm, **answered), "answered, and not over"
    assert units.decide(unit, answer, DESK, LATER) == (), "a second desk adds nothing"

    with pytest.raises(Refused, match="words_missing"):
        units.decide(unit, u.AnswerCrewEmergency(unit=UNIT, over=True), DESK, LATER)
    over = u.AnswerCrewEmergency(unit=UNIT, over=True, words="a salvo")
    facts = units.decide(unit, over, DESK, LATER)
    assert facts == (u.CrewEmergencyEnded(unit=UNIT, by=DESK.name, words="a salvo"),)
    assert after(unit, facts) == busy()
    for said in (answer, over):
        with pytest.raises(Refused, match="no_emergency"):
            units.decide(busy(), said, DESK, LATER)


def test_an_emergency_may_end_without_having_been_answered() -> None:
    unit = busy(emergency=CrewEmergency(at=AT, by_name="Marta Soler"))
    facts = units.decide(unit, u.AnswerCrewEmergency(unit=UNIT, over=True, words="error"), DESK, LATER)
    assert [type(fact) for fact in facts] == [u.CrewEmergencyEnded]


def test_an_emergency_by_radio_is_the_units_and_a_desk_raises_one_for_its_own_centre() -> None:
    raised = u.RaiseCrewEmergency(unit=UNIT)
    [fact] = units.decide(made(), raised, system(), LATER)
    assert fact == u.CrewEmergencyRaised(unit=UNIT, by="SVA-1")
    assert len(units.decide(made(), raised, DESK, LATER)) == 1
    with pytest.raises(Refused, match="not_your_centre"):
        units.decide(made(), raised, dispatcher("pol-1"), LATER)


# --- the crew -------------------------------------------------------------------------------------


def test_a_crew_signs_on_makes_the_unit_available_and_signs_off_again() -> None:
    on = u.SignOnCrew(unit=UNIT, crew=CREW)
    facts = units.decide(made(), on, DESK, LATER)
    available = u.UnitStatusReported(unit=UNIT, status=UnitStatus.AVAILABLE)
    assert facts == (u.CrewSignedOn(unit=UNIT, crew=CREW, by=DESK.name), available)
    unit = after(made(), facts)
    crewed = made(crew=CREW, signed_on_at=LATER, status=UnitStatus.AVAILABLE, status_at=LATER)
    assert unit == crewed
    assert units.decide(unit, on, DESK, LATER) == ()
    relief = units.decide(unit, u.SignOnCrew(unit=UNIT, crew=CREW[:1]), DESK, LATER)
    assert relief == (u.CrewSignedOn(unit=UNIT, crew=CREW[:1], by=DESK.name),), "the status stays"

    off = u.SignOffCrew(unit=UNIT)
    facts = units.decide(unit, off, DESK, LATER)
    out = u.UnitStatusReported(unit=UNIT, status=UnitStatus.OUT_OF_SERVICE)
    assert facts == (out, u.CrewSignedOff(unit=UNIT, by=DESK.name))
    waiting = msgspec.structs.replace(unit, stand_by=StandBy(place=PLACE, name="plaza", at=AT, by_name="L"))
    assert after(waiting, facts) == made(status_at=LATER)
    assert units.decide(made(), off, DESK, LATER) == ()
    resting = msgspec.structs.replace(unit, status=UnitStatus.OUT_OF_SERVICE)
    assert units.decide(resting, off, DESK, LATER) == facts[1:]
    with pytest.raises(Refused, match="unit_assigned"):
        units.decide(busy(), off, DESK, LATER)


# --- fixed data -----------------------------------------------------------------------------------


def test_fixed_data_changes_and_status_crew_and_work_stay() -> None:
    unit = busy()
    assert units.register(unit, registered(unit=UNIT, radios=("001-1-2001",)), system()) == ()
    phoned = registered(unit=UNIT, phone="+34600000001", radios=("001-1-2001",))
    [fact] = units.register(unit, phoned, system())
    assert after(unit, (fact,)) == busy(phone="+34600000001")
    assert made() == Unit(
        id=UNIT,
        callsign="SVA-1",
        agency=phoned.agency,
        centre=phoned.centre,
        capabilities=("als",),
        home=Point(41.51, 1.50),
        mode=Mode.REAL,
        radios=("001-1-2001",),
        status=UnitStatus.OUT_OF_SERVICE,
        status_at=AT,
    )


@pytest.mark.parametrize(
    ("unit", "changed", "code"),
    [
        (made(), {"mode": Mode.TRAINING}, "mode_is_for_ever"),
        (made(), {"radios": ("nonsense",)}, "no_radio_address"),
        (made(), {"radios": ("001-1-2001", "001-1-3001", "001-1-2001")}, "radio_taken"),
        (busy(), {"callsign": "SVA-2"}, "unit_at_work"),
        (busy(), {"centre": CentreId("san-2")}, "unit_at_work"),
        (busy(), {"retired": True}, "unit_at_work"),
        (made(emergency=CrewEmergency(at=AT, by_name="M")), {"callsign": "SVA-2"}, "unit_at_work"),
    ],
)
def test_what_may_not_change_of_a_unit(unit: Unit, changed: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused, match=f"^{code}"):
        units.register(unit, registered(unit=UNIT, **changed), system())


# --- status ---------------------------------------------------------------------------------------


def test_a_status_by_voice_says_who_said_it_who_entered_it_and_for_which_centre() -> None:
    said = u.EnterStatus(
        unit=UNIT, status=UnitStatus.ON_SCENE, said_by="jefe Roca", for_centre=CentreId("san-1")
    )
    facts = units.report(busy(), said, DESK, None)
    assert facts == (
        u.UnitStatusReported(
            unit=UNIT,
            status=UnitStatus.ON_SCENE,
            said_by="jefe Roca",
            entered_by=DESK.name,
            for_centre=CentreId("san-1"),
        ),
    )
    entered = {"status_by": "jefe Roca", "entered_for": CentreId("san-1")}
    unit = after(busy(), facts)
    assert unit == busy(status=UnitStatus.ON_SCENE, status_at=LATER, **entered)
    pressed = u.ReportStatus(unit=UNIT, status=UnitStatus.TRANSPORTING)
    unit = after(unit, units.report(unit, pressed, CREWMAN, None))
    assert (unit.status_by, unit.entered_for) == (None, None), "the crew's own press is nobody's word"


def test_out_of_service_ends_a_stand_by_and_another_status_does_not() -> None:
    waits = StandBy(place=PLACE, name="plaza", at=AT, by_name="L")
    unit = made(crew=CREW, status=UnitStatus.AVAILABLE, stand_by=waits)
    for status, stays in ((UnitStatus.OUT_OF_SERVICE, None), (UnitStatus.EN_ROUTE, waits)):
        fact = u.UnitStatusReported(unit=UNIT, status=status)
        assert after(unit, (fact,)).stand_by == stays


def test_a_press_for_another_assignment_is_refused_now_and_kept_when_it_comes_late() -> None:
    other = AssignmentId(UUID(int=99))
    now = u.ReportStatus(unit=UNIT, status=UnitStatus.ON_SCENE, assignment=other)
    with pytest.raises(Refused, match="not_this_assignment"):
        units.report(busy(), now, CREWMAN, None)
    late = msgspec.structs.replace(now, at=LATER, heard=UUID(int=8))
    facts = units.report(busy(), late, CREWMAN, None)
    kept = u.UnitLateStatusKept(
        unit=UNIT,
        status=UnitStatus.ON_SCENE,
        reason=LateStatusReason.OTHER_ASSIGNMENT,
        assignment=other,
        heard=UUID(int=8),
    )
    assert facts == (kept,)
    assert after(busy(kept_presses=2), facts) == busy(kept_presses=3)
    mine = msgspec.structs.replace(now, assignment=AssignmentId(WORK))
    assert len(units.report(busy(), mine, CREWMAN, None)) == 1


def work(**times: int) -> Assignment:
    fixed: dict[str, Any] = {
        "id": AssignmentId(WORK), "unit": UNIT, "callsign": "SVA-1", "task": TaskId(TASK), "case": CaseId(CASE),
        "centre": CentreId("san-1"), "mode": Mode.REAL, "priority": Priority.P1, "alerted_by": "L",
        "step": AssignmentStep.ON_SCENE,
    }  # fmt: skip
    known = {AssignmentStep(name): AT + timedelta(seconds=second) for name, second in times.items()}
    return Assignment(**fixed, times=known)


@pytest.mark.parametrize(
    ("second", "fits"), [(10, True), (25, True), (40, True), (9, False), (41, False), (-1, False)]
)
def test_a_late_press_fits_between_the_steps_that_are_known_the_bounds_too(second: int, fits: bool) -> None:
    unit = busy(status=UnitStatus.ON_SCENE, status_at=AT + timedelta(seconds=100))
    press = u.ReportStatus(unit=UNIT, status=UnitStatus.EN_ROUTE, at=AT + timedelta(seconds=second))
    [kept] = units.report(unit, press, CREWMAN, work(alerted=0, acknowledged=10, on_scene=40))
    reason = LateStatusReason.LATE_IN_ORDER if fits else LateStatusReason.NOT_LAWFUL
    assert kept == u.UnitLateStatusKept(
        unit=UNIT, status=UnitStatus.EN_ROUTE, reason=reason, assignment=AssignmentId(WORK)
    )


def test_a_late_press_of_a_step_that_is_known_or_of_no_work_fits_nowhere() -> None:
    unit = busy(status=UnitStatus.ON_SCENE, status_at=AT + timedelta(seconds=100))
    press = u.ReportStatus(unit=UNIT, status=UnitStatus.EN_ROUTE, at=AT + timedelta(seconds=20))
    for known in (work(alerted=0, en_route=20, on_scene=40), None):
        [kept] = units.report(unit, press, CREWMAN, known)
        assert isinstance(kept, u.UnitLateStatusKept)
        assert kept.reason is LateStatusReason.NOT_LAWFUL


def test_a_press_of_the_same_moment_as_the_status_is_not_late() -> None:
    unit = busy(status_at=LATER)
    press = u.ReportStatus(unit=UNIT, status=UnitStatus.ON_SCENE, at=LATER, heard=UUID(int=8))
    facts = units.report(unit, press, CREWMAN, None)
    assert facts == (u.UnitStatusReported(unit=UNIT, status=UnitStatus.ON_SCENE, heard=UUID(int=8)),)


# --- orders ---------------------------------------------------------------------------------------


def test_an_order_interrupts_once_and_is_acknowledged_once() -> None:
    send = u.SendOrder(unit=UNIT, change=CHANGE, change_kind=ChangeKind.WAIT_FOR_POLICE, words="espera")
    facts = units.decide(busy(), send, DESK, LATER)
    news = change(ChangeKind.WAIT_FOR_POLICE, new="espera", at=LATER)
    assert facts == (u.UnitOrdered(unit=UNIT, order=news, by=DESK.name),)
    older = change(id=ChangeId(UUID(int=50)))
    unit = after(busy(orders=(older,)), facts)
    assert unit == busy(orders=(older, news))
    assert units.decide(unit, send, DESK, LATER) == ()
    with pytest.raises(Refused, match="not_your_centre"):
        units.decide(busy(), send, dispatcher("pol-1"), LATER)

    known = u.AcknowledgeOrder(unit=UNIT, change=CHANGE, at=AT, told_to="Roca")
    facts = units.decide(unit, known, DESK, LATER)
    said = Acknowledgement(by=DESK.id, by_name=DESK.name, at=AT, told_to="Roca")
    assert facts == (u.OrderAcknowledged(unit=UNIT, change=CHANGE, acknowledgement=said),)
    unit = after(unit, facts)
    assert unit.orders == (older, msgspec.structs.replace(news, acknowledged=said))
    assert units.decide(unit, known, DESK, LATER) == ()


def test_an_order_is_acknowledged_by_its_crew_or_by_a_desk_that_names_to_whom_it_was_told() -> None:
    unit = busy(orders=(change(),))
    plain = u.AcknowledgeOrder(unit=UNIT, change=CHANGE)
    with pytest.raises(Refused, match="not_your_unit"):
        units.decide(unit, plain, DESK, LATER)
    with pytest.raises(Refused, match="unknown_change"):
        units.decide(busy(), plain, CREWMAN, LATER)
    [fact] = units.decide(unit, plain, CREWMAN, LATER)
    assert isinstance(fact, u.OrderAcknowledged)
    assert fact.acknowledgement == Acknowledgement(by=CREWMAN.id, by_name="Marta Soler", at=LATER)
    ahead = msgspec.structs.replace(plain, at=LATER + timedelta(hours=1))
    [fact] = units.decide(unit, ahead, CREWMAN, LATER)
    assert isinstance(fact, u.OrderAcknowledged)
    assert fact.acknowledgement.at == LATER, "a clock that runs ahead is not believed"


# --- work -----------------------------------------------------------------------------------------


def test_an_alert_gives_the_work_with_the_orders_that_nobody_has_acknowledged() -> None:
    said = Acknowledgement(by=ID, by_name="M", at=AT)
    old, done = change(id=ChangeId(UUID(int=20))), change(id=ChangeId(UUID(int=21)), acknowledged=said)
    before = made(
        crew=CREW, status=UnitStatus.AVAILABLE, orders=(done, old), status_by="voz", entered_for=CentreId("san-1"),
        stand_by=StandBy(place=PLACE, name="plaza", at=AT, by_name="L"),
    )  # fmt: skip
    fact = u.UnitAlerted(
        unit=UNIT, assignment=AssignmentId(WORK), task=TaskId(TASK), case=CaseId(CASE), orders=(change(),)
    )
    expected = busy(status=UnitStatus.ALERTED, status_at=LATER, assigned_at=LATER, orders=(old, change()))
    assert after(before, (fact,)) == expected


@pytest.mark.parametrize(
    ("before", "status", "moved"),
    [
        (busy(status=UnitStatus.ALERTED), UnitStatus.AVAILABLE, True),
        (busy(status=UnitStatus.ACKNOWLEDGED), UnitStatus.AVAILABLE, True),
        (busy(status=UnitStatus.ALERTED, crew=()), UnitStatus.OUT_OF_SERVICE, True),
        (busy(status=UnitStatus.ON_SCENE), UnitStatus.ON_SCENE, False),
    ],
)
def test_a_freed_unit_takes_back_the_alert_and_keeps_what_its_crew_reported(
    before: Unit, status: UnitStatus, moved: bool
) -> None:
    said = Acknowledgement(by=ID, by_name="M", at=AT)
    pending = change(ChangeKind.CANCELLED)
    before = msgspec.structs.replace(
        before, orders=(pending, change(id=ChangeId(UUID(int=7)), acknowledged=said))
    )
    facts = units.free_unit(before, u.ReleaseReason.DESK, DESK, "ya no")
    assert facts == (
        u.UnitFreed(
            unit=UNIT, assignment=AssignmentId(WORK), reason=u.ReleaseReason.DESK, by=DESK.name, words="ya no"
        ),
    )
    free = after(before, facts)
    at = LATER if moved else AT
    assert free == made(crew=before.crew, status=status, status_at=at, orders=(pending,))
    assert units.free_unit(free, u.ReleaseReason.DESK, DESK) == ()


def test_work_that_moves_to_another_case_is_the_same_work() -> None:
    other = CaseId(UUID(int=44))
    fact = u.UnitMoved(unit=UNIT, case=other, was_in=CaseId(CASE))
    assert after(busy(), (fact,)) == busy(case=other)


@pytest.mark.parametrize(
    ("unit", "told", "reason"),
    [
        (busy(), False, "assigned"),
        (made(emergency=CrewEmergency(at=AT, by_name="M")), True, "emergency"),
        (made(retired=True), True, "retired"),
        (made(), True, None),
        (made(), False, "no_crew"),
        (made(crew=CREW), False, "out_of_service"),
        (made(crew=CREW, status=UnitStatus.ON_SCENE), False, "status"),
        (made(crew=CREW, status=UnitStatus.AVAILABLE), False, None),
        (made(crew=CREW, status=UnitStatus.EN_ROUTE), False, None),
    ],
)
def test_why_a_unit_can_be_given_no_work(unit: Unit, told: bool, reason: str | None) -> None:
    assert units.unavailability_reason(unit, told=told) == reason


# --- stand-by -------------------------------------------------------------------------------------

READY = made(crew=CREW, status=UnitStatus.AVAILABLE)
GO = u.OrderStandBy(unit=UNIT, change=CHANGE, place=PLACE, name="plaza mayor", gain=GAIN)


def test_a_stand_by_is_ordered_with_its_gain_moved_withdrawn_and_left() -> None:
    facts = units.decide(READY, GO, DESK, LATER)
    news = change(ChangeKind.STAND_BY, new="plaza mayor", case=None, at=LATER)
    assert facts == (
        u.StandByOrdered(unit=UNIT, place=PLACE, name="plaza mayor", by=DESK.name, gain=GAIN),
        u.UnitOrdered(unit=UNIT, order=news, by=DESK.name),
    )
    waits = StandBy(place=PLACE, name="plaza mayor", at=LATER, by_name=DESK.name, gain=GAIN)
    unit = after(READY, facts)
    assert unit == msgspec.structs.replace(READY, stand_by=waits, orders=(news,))
    assert units.decide(unit, GO, DESK, LATER) == ()

    on = u.OrderStandBy(unit=UNIT, change=ChangeId(UUID(int=6)), place=Point(41.6, 1.6), name="puente")
    _, ordered = units.decide(unit, on, DESK, LATER)
    assert isinstance(ordered, u.UnitOrdered)
    assert (ordered.order.old, ordered.order.new) == ("plaza mayor", "puente")

    back = u.WithdrawStandBy(unit=UNIT, change=ChangeId(UUID(int=6)), why="hay otra")
    facts = units.decide(unit, back, DESK, LATER)
    over = change(
        ChangeKind.STAND_BY_OVER,
        ChangeId(UUID(int=6)),
        new="hay otra",
        old="plaza mayor",
        case=None,
        at=LATER,
    )
    assert facts == (
        u.StandByEnded(unit=UNIT, by=DESK.name, why="hay otra"),
        u.UnitOrdered(unit=UNIT, order=over, by=DESK.name),
    )
    assert after(unit, facts).stand_by is None
    left = units.decide(unit, u.LeaveStandBy(unit=UNIT), CREWMAN, LATER)
    assert left == (u.StandByEnded(unit=UNIT, by="Marta Soler"),)


def test_a_stand_by_is_refused_to_a_unit_at_work_to_another_centre_and_where_none_stands() -> None:
    with pytest.raises(Refused, match="unit_not_available") as refused:
        units.decide(busy(), GO, DESK, LATER)
    assert refused.value.facts["reason"] == "assigned"
    back = u.WithdrawStandBy(unit=UNIT, change=CHANGE, why="hay otra")
    no = u.DeclineStandBy(unit=UNIT, place=PLACE, name="plaza", why="llueve", gain=GAIN)
    for command in (GO, back, no):
        with pytest.raises(Refused, match="not_your_centre"):
            units.decide(READY, command, dispatcher("pol-1"), LATER)
    for command in (back, u.LeaveStandBy(unit=UNIT)):
        with pytest.raises(Refused, match="no_stand_by"):
            units.decide(READY, command, DESK, LATER)


def test_a_move_that_was_not_made_is_told_with_its_figures_and_moves_nothing() -> None:
    no = u.DeclineStandBy(unit=UNIT, place=PLACE, name="plaza", why="llueve", gain=GAIN)
    facts = units.decide(READY, no, DESK, LATER)
    assert facts == (
        u.StandByDeclined(unit=UNIT, place=PLACE, name="plaza", by=DESK.name, why="llueve", gain=GAIN),
    )
    assert after(READY, facts) == READY


def test_whom_the_room_and_an_agency_without_centre_may_order() -> None:
    send = u.SendOrder(unit=UNIT, change=CHANGE, change_kind=ChangeKind.HAZARD, words="arma")
    for actor in (person("supervisor", "room"), person("dispatcher", "san-chief", agency="san"), system()):
        assert len(units.decide(busy(), send, actor, LATER)) == 1
    for actor in (call_taker(), person("dispatcher", "pol-chief", agency="pol")):
        with pytest.raises(Refused, match="not_your_centre"):
            units.decide(busy(), send, actor, LATER)
