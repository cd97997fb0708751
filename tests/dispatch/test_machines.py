"""Every state with every command, without a database: a decision either keeps to the table or is refused, and
whatever it records moves the aggregate only where the table allows."""

import contextlib
import json
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.dispatch.patients.core import machine as patients
from auxilio.dispatch.patients.core import messages as p
from auxilio.dispatch.patients.core.model import Patient, PatientState
from auxilio.dispatch.tasks.core import evolution
from auxilio.dispatch.tasks.core import machine as tasks
from auxilio.dispatch.tasks.core import messages as t
from auxilio.dispatch.tasks.core.model import (
    HELD_STATES,
    RefusalReason,
    Task,
    TaskOutcome,
    TaskState,
    TelephoneNotice,
    unowned,
)
from auxilio.dispatch.tasks.core.shared_types import ChangeId, ChangeKind
from auxilio.dispatch.tasks.core.time_limits import TaskTimeLimits
from auxilio.dispatch.units.core import assignment_machine as assignments
from auxilio.dispatch.units.core import machine as units
from auxilio.dispatch.units.core import messages as u
from auxilio.dispatch.units.core.assignment_model import STEP_OF, Assignment, AssignmentStep
from auxilio.dispatch.units.core.model import Unit, UnitStatus
from auxilio.kernel.ids import AssignmentId, CaseId, CentreId, PatientId, TaskId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, Priority
from tests.actors import system
from tests.dispatch.factories import AT, CREW, call_taker, crew_of, dispatcher, offer, registered, supervisor

CLOCKS = TaskTimeLimits()
WORK = AssignmentId(UUID(int=7))
CHANGE = ChangeId(UUID(int=8))
TASK = TaskId(UUID(int=9))


def fold(aggregate: Any, events: Any, evolve: Any, at: Any = AT) -> Any:
    for event in events:
        aggregate = evolve(aggregate, event, at)
    return aggregate


def a_task(state: TaskState) -> Task:
    """A task in this state, with what belongs to it."""
    made: Task = fold(
        None,
        tasks.offer(offer(task=TASK, fallbacks=(CentreId("bom-1"),)), CLOCKS, system()),
        evolution.evolve,
    )
    change = msgspec.structs.replace
    match state:
        case TaskState.ACTIVE:
            return change(made, state=state, assignments=(WORK,))
        case TaskState.TOLD:
            told = TelephoneNotice(by=UUID(int=1), by_name="L", to="Pérez", read_back="sí", at=AT)
            return change(made, state=state, told=told)
        case TaskState.REFUSED:
            return change(made, state=state, refusal=RefusalReason.NO_UNIT)
        case _:
            return change(made, state=state)


COMMANDS: tuple[Any, ...] = (
    t.AcceptTask(task=TASK),
    t.RefuseTask(task=TASK, reason=RefusalReason.NO_UNIT),
    t.TimeOutTask(task=TASK),
    t.NotifyTaskByPhone(task=TASK, to="Pérez", read_back="sí"),
    t.NotifyTaskByPhone(task=TASK, to="Pérez", read_back="no", refused=RefusalReason.OTHER),
    t.ExtendTask(task=TASK, change=CHANGE, capabilities=("bls",)),
    t.RecordContactAttempt(task=TASK, whom="guardia", reached=False),
    t.EndTask(task=TASK, outcome=TaskOutcome.ATTENDED),
    t.EndTask(task=TASK, outcome=TaskOutcome.NO_REPORT),
    t.ReleaseTask(task=TASK, to="Vila", reason="sigue"),
    t.CancelTask(task=TASK, change=CHANGE, reason="no hace falta"),
    t.RaiseChange(task=TASK, change=CHANGE, change_kind=ChangeKind.HAZARD, new="arma"),
    t.RaiseChange(
        task=TASK, change=CHANGE, change_kind=ChangeKind.PRIORITY_RAISED, new="P0", priority=Priority.P0
    ),
    t.AcknowledgeChange(task=TASK, change=CHANGE),
)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: type(c).__name__)
@pytest.mark.parametrize("state", TaskState)
@pytest.mark.parametrize("late_s", [0, 3600])
def test_a_task_never_leaves_its_table(state: TaskState, command: Any, late_s: int) -> None:
    before, at = a_task(state), AT + timedelta(seconds=late_s)
    try:
        facts = tasks.decide(before, command, supervisor(), at, CLOCKS)
    except Refused:
        return
    after = fold(before, facts, evolution.evolve, at)
    assert after.state == state or after.state in tasks.NEXT[state]
    assert tasks.decide(after, command, supervisor(), at, CLOCKS) == () or isinstance(
        command, t.RecordContactAttempt
    ), "the same command again is not news"


def test_every_state_of_a_task_can_be_reached_and_only_the_last_three_are_for_ever() -> None:
    reached = set[TaskState]({TaskState.OFFERED}).union(*tasks.NEXT.values())
    assert reached == set(TaskState)
    ends = {state for state, following in tasks.NEXT.items() if not following}
    assert ends == {TaskState.ENDED, TaskState.RELEASED, TaskState.CANCELLED}


def test_the_clock_times_out_only_what_is_offered_and_late() -> None:
    early = tasks.decide(a_task(TaskState.OFFERED), t.TimeOutTask(task=TASK), system(), AT, CLOCKS)
    at = AT + timedelta(seconds=40)
    [late] = tasks.decide(a_task(TaskState.OFFERED), t.TimeOutTask(task=TASK), system(), at, CLOCKS)
    assert early == ()
    assert late == t.TaskTimedOut(task=TASK, next_centre=CentreId("bom-1"))


def test_who_answers_late_still_has_it_until_another_centre_is_asked() -> None:
    late = a_task(TaskState.TIMED_OUT)
    [fact] = tasks.decide(late, t.AcceptTask(task=TASK), dispatcher(), AT, CLOCKS)
    assert isinstance(fact, t.TaskAccepted)
    passed = fold(late, tasks.pass_on(late, TaskId(UUID(int=3)), CentreId("bom-1")), evolution.evolve)
    with pytest.raises(Refused, match="task_passed_on"):
        tasks.decide(passed, t.AcceptTask(task=TASK), dispatcher(), AT, CLOCKS)


@given(
    st.lists(st.sampled_from(COMMANDS), max_size=14), st.lists(st.integers(0, 90), min_size=14, max_size=14)
)
def test_whatever_happens_to_a_task_somebody_has_it_or_an_alarm_can_say_so(
    said: list[Any], waits_s: list[int]
) -> None:
    now, task = AT, a_task(TaskState.OFFERED)
    for command, wait_s in zip(said, waits_s, strict=False):
        now += timedelta(seconds=wait_s)
        before = task
        with contextlib.suppress(Refused):
            task = fold(task, tasks.decide(task, command, supervisor(), now, CLOCKS), evolution.evolve, now)
        assert task.state == before.state or task.state in tasks.NEXT[before.state]
        running = task.state in {TaskState.OFFERED, TaskState.ACCEPTED, TaskState.TOLD}
        assert (task.due_at is not None) == running, "a clock runs exactly while somebody is waited for"
        open_or_over = task.state in HELD_STATES | tasks.OPEN_STATES | {
            TaskState.ENDED,
            TaskState.RELEASED,
            TaskState.CANCELLED,
        }
        assert open_or_over or unowned(task)
        assert task.priority <= before.priority, "nothing here lowers a priority"


# --- units ----------------------------------------------------------------------------------------


def a_unit(status: UnitStatus, *, assigned: bool = True) -> Unit:
    made: Unit = fold(None, units.register(None, registered(), system()), units.evolve)
    return msgspec.structs.replace(
        made,
        status=status,
        crew=CREW,
        assignment=WORK if assigned else None,
        task=TASK if assigned else None,
    )


@pytest.mark.parametrize(("now", "wanted"), list(product(UnitStatus, UnitStatus)))
@pytest.mark.parametrize("offline", [False, True])
def test_a_status_follows_the_table_or_is_refused_or_kept(
    now: UnitStatus, wanted: UnitStatus, offline: bool
) -> None:
    unit, at = a_unit(now), AT + timedelta(seconds=5)
    press = u.ReportStatus(unit=unit.id, status=wanted, at=at if offline else None)
    lawful = wanted in units.NEXT[now] and wanted is not UnitStatus.ALERTED
    if not (lawful or offline or now == wanted):
        with pytest.raises(Refused, match="no_such_transition"):
            units.report(unit, press, crew_of("SVA-1"), None)
        return
    facts = units.report(unit, press, crew_of("SVA-1"), None)
    after = fold(unit, facts, units.evolve, at)
    if lawful:
        assert (after.status, after.status_at) == (wanted, at)
    else:
        assert after.status == now
        assert now == wanted or isinstance(facts[0], u.UnitLateStatusKept)


def test_nobody_but_an_alert_makes_a_unit_alerted() -> None:
    for status in UnitStatus:
        unit = a_unit(status, assigned=False)
        press = u.EnterStatus(unit=unit.id, status=UnitStatus.ALERTED, said_by="radio")
        if status is UnitStatus.ALERTED:
            assert units.report(unit, press, dispatcher(), None) == ()
            continue
        with pytest.raises(Refused, match="no_such_transition"):
            units.report(unit, press, dispatcher(), None)


@pytest.mark.parametrize("status", UnitStatus)
@pytest.mark.parametrize("assigned", [False, True])
def test_a_unit_is_alerted_only_when_it_is_free_and_on_the_road_or_ready(
    status: UnitStatus, assigned: bool
) -> None:
    unit, task = a_unit(status, assigned=assigned), a_task(TaskState.ACCEPTED)
    free = not assigned and status in units.ALERTABLE
    if not free:
        with pytest.raises(Refused, match="unit_not_available") as refused:
            units.alert(unit, AssignmentId(UUID(int=1)), task)
        assert refused.value.facts["callsign"] == "SVA-1"
        assert refused.value.facts["reason"] in {"assigned", "out_of_service", "status"}
        return
    after = fold(unit, units.alert(unit, AssignmentId(UUID(int=1)), task), units.evolve)
    assert (after.status, after.task) == (UnitStatus.ALERTED, task.id)
    assert UnitStatus.ALERTED in units.NEXT[status]


_STATUSES = st.sampled_from([one for one in UnitStatus if one is not UnitStatus.ALERTED])


@given(st.lists(st.tuples(_STATUSES, st.integers(-300, 60), st.booleans()), max_size=20))
def test_late_presses_never_move_a_crew_back_in_time(presses: list[tuple[UnitStatus, int, bool]]) -> None:
    unit, now = a_unit(UnitStatus.ALERTED), AT
    for status, offset_s, offline in presses:
        now += timedelta(seconds=30)
        at = min(now, now + timedelta(seconds=offset_s))
        press = u.ReportStatus(unit=unit.id, status=status, at=at if offline else None)
        before = unit
        try:
            facts = units.report(unit, press, crew_of("SVA-1"), None)
        except Refused:
            continue
        unit = fold(unit, facts, units.evolve, at if offline else now)
        assert unit.status_at >= before.status_at
        assert unit.status == before.status or unit.status in units.NEXT[before.status]
        news = unit != before or status == before.status
        assert news, "a press that says something leaves something"


@given(st.permutations(list(STEP_OF)), st.lists(st.integers(0, 600), min_size=6, max_size=6))
def test_the_steps_of_an_assignment_only_go_forward_and_keep_their_first_time(
    order: list[UnitStatus], seconds: list[int]
) -> None:
    command = u.AlertUnit(assignment=WORK, unit=registered().unit, task=TASK)
    begun = assignments.begin(
        command, a_unit(UnitStatus.AVAILABLE), a_task(TaskState.ACCEPTED), None, dispatcher(), AT
    )
    work: Assignment = fold(None, begun, assignments.evolve)
    for status, second in zip(order, seconds, strict=True):
        before, at = work, AT + timedelta(seconds=second)
        work = fold(work, assignments.reach(work, STEP_OF[status]), assignments.evolve, at)
        assert list(AssignmentStep).index(work.step) >= list(AssignmentStep).index(before.step)
        assert all(work.times[step] == when for step, when in before.times.items())
    released = fold(work, assignments.release(work, u.ReleaseReason.DESK, dispatcher()), assignments.evolve)
    assert assignments.release(released, u.ReleaseReason.DESK, dispatcher()) == ()
    with pytest.raises(Refused, match="no_such_transition"):
        assignments.reach(released, AssignmentStep.ON_SCENE)


# --- patients -------------------------------------------------------------------------------------


def a_patient(state: PatientState = PatientState.WAITING) -> Patient:
    command = p.RecordPatient(patient=PatientId(UUID(int=4)), case=CaseId(UUID(int=5)), mode=Mode.REAL)
    made: Patient = fold(None, patients.record(command, 1), patients.evolve)
    return msgspec.structs.replace(made, state=state)


@pytest.mark.parametrize(("now", "wanted"), list(product(PatientState, PatientState)))
def test_a_patient_never_leaves_the_table(now: PatientState, wanted: PatientState) -> None:
    patient = a_patient(now)
    command = p.UpdatePatient(patient=patient.id, state=wanted)
    if now != wanted and wanted not in patients.NEXT[now]:
        with pytest.raises(Refused, match="no_such_transition"):
            patients.decide(patient, command, crew_of("SVA-1"), AT)
        return
    after = fold(patient, patients.decide(patient, command, crew_of("SVA-1"), AT), patients.evolve)
    assert after.state == wanted


def test_a_hospital_is_warned_says_yes_and_must_say_yes_again_when_it_is_another() -> None:
    patient, actor = a_patient(), call_taker()
    yes = p.AcknowledgeHospitalWarning(patient=patient.id, by="Dr. Roca")
    with pytest.raises(Refused, match="hospital_not_warned"):
        patients.decide(patient, yes, actor, AT)
    warn = p.WarnHospital(patient=patient.id, hospital="Hospital Comarcal")
    patient = fold(patient, patients.decide(patient, warn, actor, AT), patients.evolve)
    assert patients.decide(patient, warn, actor, AT) == ()
    patient = fold(patient, patients.decide(patient, yes, actor, AT), patients.evolve)
    assert patient.hospital is not None
    assert (patient.hospital.acknowledged_by, patients.decide(patient, yes, actor, AT)) == ("Dr. Roca", ())
    other = p.WarnHospital(patient=patient.id, hospital="Hospital del Mar")
    patient = fold(patient, patients.decide(patient, other, actor, AT), patients.evolve)
    assert patient.hospital is not None
    assert (patient.hospital.name, patient.hospital.acknowledged_at) == ("Hospital del Mar", None)


def test_what_is_said_of_a_patient_stays_until_something_else_is_said() -> None:
    patient, actor = a_patient(), crew_of("SVA-1")
    first = p.UpdatePatient(patient=patient.id, words="consciente", triage=p.TriageColour.YELLOW)
    patient = fold(patient, patients.decide(patient, first, actor, AT), patients.evolve)
    second = p.UpdatePatient(patient=patient.id, triage=p.TriageColour.RED)
    patient = fold(patient, patients.decide(patient, second, actor, AT), patients.evolve)
    assert (patient.words, patient.triage) == ("consciente", p.TriageColour.RED)
    assert patients.decide(patient, second, actor, AT) == ()


def test_what_a_crew_said_without_network_never_replaces_what_was_learnt_since() -> None:
    patient, actor = a_patient(), crew_of("SVA-1")
    earlier, later = AT - timedelta(minutes=10), AT
    newer = p.UpdatePatient(patient=patient.id, triage=p.TriageColour.RED, state=PatientState.STAYED)
    patient = fold(patient, patients.decide(patient, newer, dispatcher(), later), patients.evolve, later)
    said = p.UpdatePatient(
        patient=patient.id, triage=p.TriageColour.GREEN, words="consciente", state=PatientState.ON_THE_WAY
    )
    facts = patients.decide(patient, said, actor, earlier)
    assert facts == (
        p.PatientUpdated(patient=patient.id, words="consciente"),
        p.PatientReportedLate(patient=patient.id, triage=p.TriageColour.GREEN, state=PatientState.ON_THE_WAY),
    )
    patient = fold(patient, facts, patients.evolve, earlier)
    assert (patient.triage, patient.state, patient.words) == (
        p.TriageColour.RED,
        PatientState.STAYED,
        "consciente",
    )


def test_a_hospital_named_late_does_not_replace_the_one_that_was_warned_since() -> None:
    patient, actor = a_patient(), crew_of("SVA-1")
    warn = p.WarnHospital(patient=patient.id, hospital="Hospital del Mar")
    patient = fold(patient, patients.decide(patient, warn, dispatcher(), AT), patients.evolve)
    late = p.WarnHospital(patient=patient.id, hospital="Hospital Comarcal")
    facts = patients.decide(patient, late, actor, AT - timedelta(minutes=1))
    assert facts == (p.PatientReportedLate(patient=patient.id, hospital="Hospital Comarcal"),)
    assert fold(patient, facts, patients.evolve) == patient


def test_the_crews_page_knows_the_same_lawful_steps_of_a_patient() -> None:
    page = json.loads(
        (Path(__file__).parents[2] / "console/src/features/unit/patient-steps.json").read_text()
    )
    assert {state: frozenset(lawful) for state, lawful in page.items()} == patients.NEXT


def test_the_crews_page_knows_the_same_lawful_steps() -> None:
    """It must know them where nobody can be asked; only an alert makes `alerted`, so that is no press."""
    page = json.loads((Path(__file__).parents[2] / "console/src/features/unit/steps.json").read_text())
    table = {status: lawful - {UnitStatus.ALERTED} for status, lawful in units.NEXT.items()}
    assert {status: frozenset(lawful) for status, lawful in page.items()} == table
