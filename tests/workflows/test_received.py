"""Aim: at hospitals, whoever must telephone is told, and arrived, handed over and clear are three moments; a crew that waits is seen."""

from datetime import timedelta

import msgspec
import pytest

from auxilio.dispatch.patients.core import messages as patients
from auxilio.dispatch.patients.core.model import PatientState
from auxilio.dispatch.service import ASSIGNMENT, PATIENT
from auxilio.dispatch.units.core import messages as units
from auxilio.dispatch.units.core.assignment_model import Assignment, AssignmentStep
from auxilio.dispatch.units.core.model import UnitStatus
from auxilio.followup.core.model import EscalationLevel, FollowupParty, WatchKind, WatchState
from auxilio.kernel.ids import AssignmentId, CaseId, HospitalId, PatientId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.ids import new_id
from auxilio.workflows import followup_watches as followed
from auxilio.workflows import hospital_alerts as received
from tests.database import Database
from tests.dispatch.factories import crew_of, dispatcher
from tests.workflows.conftest import WorkflowSetup, make_room
from tests.workflows.test_followed import alerted, kinds, press

K = WatchKind
WAY = ("en_route", "on_scene", "transporting")


async def carried(room: WorkflowSetup, case: CaseId, unit: units.RegisterUnit) -> PatientId:
    """Somebody in this crew's hands."""
    patient = PatientId(new_id())
    await room.do(dispatcher(), patients.RecordPatient(patient=patient, case=case, mode=Mode.REAL))
    with_unit = patients.UpdatePatient(patient=patient, unit=unit.unit, state=PatientState.WITH_UNIT)
    await room.do(dispatcher(), with_unit)
    return patient


async def at_door(room: WorkflowSetup):
    task, unit, work = await alerted(room)
    for status in (*WAY, "at_destination"):
        await room.wait(5)
        await press(room, unit, status)
    return task, unit, work


async def times_of(room: WorkflowSetup, work: AssignmentId) -> list[AssignmentStep]:
    known = await room.states.state(ASSIGNMENT, work)
    assert isinstance(known, Assignment)
    return [step for step in AssignmentStep if step in known.times]


async def test_a_crew_held_at_the_door_is_heard_by_its_centre_and_the_room_and_goes_away_with_the_handover(
    room: WorkflowSetup,
):
    task, unit, work = await at_door(room)
    arrived = room.clock.now()
    (watch,) = await room.watches(kind="hospital_door")
    assert (watch.to, watch.case) == (
        (FollowupParty(unit=unit.unit), FollowupParty(centre="san-1")),
        task.case,
    )
    assert (watch.amber_at - arrived, watch.red_at - arrived) == (
        timedelta(minutes=15),
        timedelta(minutes=30),
    )
    await room.wait(1801)
    (watch,) = await room.watches(kind="hospital_door")
    assert (watch.state, watch.level) == (WatchState.FIRED, EscalationLevel.DESK)
    await room.wait(600)
    (watch,) = await room.watches(kind="hospital_door")
    assert (watch.state, watch.level) == (WatchState.ESCALATED, EscalationLevel.ROOM), "never by telephone"
    handed = units.ReportCareTransfer(unit=unit.unit, to="Dra. Gil")
    await room.do(crew_of(unit.callsign), handed)
    assert await kinds(room, task.case) == set()
    assert (await times_of(room, work))[-2:] == [AssignmentStep.AT_DESTINATION, AssignmentStep.HANDED_OVER]
    await press(room, unit, "available")
    known = await room.states.state(ASSIGNMENT, work)
    moments = [
        known.times[one]
        for one in (AssignmentStep.AT_DESTINATION, AssignmentStep.HANDED_OVER, AssignmentStep.RELEASED)
    ]
    assert moments == sorted(moments)


async def test_the_centre_sets_how_long_a_door_may_take(database: Database, clock: SimulatedClock):
    room = make_room(database, clock, (*followed.reactions(), *received.reactions((60, 120))))
    await at_door(room)
    (watch,) = await room.watches(kind="hospital_door")
    assert (watch.red_at - watch.amber_at).total_seconds() == 60


async def test_one_press_hands_over_all_whom_the_crew_has_and_nobody_elses(room: WorkflowSetup):
    task, unit, work = await alerted(room)
    own = [await carried(room, task.case, unit) for _ in range(2)]
    waiting = PatientId(new_id())
    await room.do(dispatcher(), patients.RecordPatient(patient=waiting, case=task.case, mode=Mode.REAL))
    for status in (*WAY, "at_destination"):
        await press(room, unit, status)
    await room.do(crew_of(unit.callsign), units.ReportCareTransfer(unit=unit.unit, to="Dra. Gil"))
    states = [(await room.states.state(PATIENT, one)).state for one in (*own, waiting)]
    assert states == [PatientState.HANDED_OVER, PatientState.HANDED_OVER, PatientState.WAITING]
    # Said twice, it is said once.
    await room.do(crew_of(unit.callsign), units.ReportCareTransfer(unit=unit.unit, to="Dra. Gil"))
    assert (await room.facts()).count("dispatch.patient.handed_over") == 2
    assert await times_of(room, work) == [
        *(
            AssignmentStep.ALERTED,
            AssignmentStep.EN_ROUTE,
            AssignmentStep.ON_SCENE,
            AssignmentStep.TRANSPORTING,
            AssignmentStep.AT_DESTINATION,
        ),
        AssignmentStep.HANDED_OVER,
    ]


async def test_patients_handed_over_one_by_one_end_the_wait_with_the_last(room: WorkflowSetup):
    task, unit, work = await alerted(room)
    one, two = [await carried(room, task.case, unit) for _ in range(2)]
    for status in (*WAY, "at_destination"):
        await press(room, unit, status)
    await room.do(dispatcher(), patients.TransferPatientCare(patient=one, to="triaje"))
    assert AssignmentStep.HANDED_OVER not in await times_of(room, work)
    await room.do(dispatcher(), patients.TransferPatientCare(patient=two, to="Dra. Gil"))
    assert AssignmentStep.HANDED_OVER in await times_of(room, work)
    assert K.HOSPITAL_DOOR not in await kinds(room, task.case)


async def test_a_handover_without_network_is_heard_after_the_crew_is_clear_and_keeps_its_moment(
    room: WorkflowSetup,
):
    _, unit, work = await at_door(room)
    await room.wait(60)
    at = room.clock.now()
    await room.wait(60)
    await press(room, unit, "available")
    late = units.ReportCareTransfer(unit=unit.unit, to="Dra. Gil", at=at, assignment=work)
    await room.do(crew_of(unit.callsign), late)
    known = await room.states.state(ASSIGNMENT, work)
    assert (known.step, known.times[AssignmentStep.HANDED_OVER]) == (AssignmentStep.RELEASED, at)


async def test_nobody_hands_over_before_arriving_nor_for_another_centre(room: WorkflowSetup):
    _, unit, _ = await alerted(room)
    with pytest.raises(Refused) as early:
        await room.do(crew_of(unit.callsign), units.ReportCareTransfer(unit=unit.unit, to="Dra. Gil"))
    assert early.value.code == "not_at_destination"
    with pytest.raises(Refused) as refused:
        await room.do(dispatcher("pol-1"), units.ReportCareTransfer(unit=unit.unit, to="Dra. Gil"))
    assert refused.value.code == "not_your_centre"


async def test_who_carries_the_patient_must_telephone_the_hospital(room: WorkflowSetup):
    task, unit, _ = await alerted(room)
    patient = await carried(room, task.case, unit)
    await room.do(crew_of(unit.callsign), patients.WarnHospital(patient=patient, hospital="Hospital General"))
    (watch,) = await room.watches(kind="hospital_warned")
    assert FollowupParty(centre="san-1") in watch.to
    await room.wait(121)
    (watch,) = await room.watches(kind="hospital_warned")
    assert watch.state is WatchState.FIRED
    await room.do(dispatcher(), patients.AcknowledgeHospitalWarning(patient=patient, by="Dra. Gil"))
    assert await room.watches(kind="hospital_warned") == []


async def test_before_anybody_carries_them_the_health_centre_of_the_case_telephones(room: WorkflowSetup):
    task, _, _ = await alerted(room)
    patient = PatientId(new_id())
    await room.do(dispatcher(), patients.RecordPatient(patient=patient, case=task.case, mode=Mode.REAL))
    await room.do(dispatcher(), patients.WarnHospital(patient=patient, hospital="Hospital General"))
    (watch,) = await room.watches(kind="hospital_warned")
    assert watch.to == (FollowupParty(desk="desk-14"), FollowupParty(centre="san-1"))


async def test_what_says_that_it_arrived_after_the_handover_holds_nobody(room: WorkflowSetup):
    task, unit, _ = await at_door(room)
    await room.do(crew_of(unit.callsign), units.ReportCareTransfer(unit=unit.unit, to="Dra. Gil"))
    again = units.ReportStatus(unit=unit.unit, status=UnitStatus.AT_DESTINATION, destination="Otro hospital")
    await room.do(crew_of(unit.callsign), again)
    assert K.HOSPITAL_DOOR not in await kinds(room, task.case)


async def test_a_transport_that_says_where_it_goes_warns_that_hospital_of_whom_it_has(room: WorkflowSetup):
    task, unit, work = await alerted(room)
    patient = PatientId(new_id())
    await room.do(dispatcher(), patients.RecordPatient(patient=patient, case=task.case, mode=Mode.REAL))
    for status in ("en_route", "on_scene"):
        await press(room, unit, status)
    to = HospitalId(new_id())
    goes = units.ReportStatus(
        unit=unit.unit, status=UnitStatus.TRANSPORTING, destination="Comarcal", hospital=to
    )
    await room.do(crew_of(unit.callsign), goes)
    known = await room.states.state(PATIENT, patient)
    assert (known.state, known.unit, known.hospital.name, known.hospital.id) == (
        *(PatientState.ON_THE_WAY, unit.unit),
        *("Comarcal", to),
    )
    assert (await room.states.state(ASSIGNMENT, work)).hospital == to
    assert len(await room.watches(kind="hospital_warned")) == 1
    other = msgspec.structs.replace(goes, destination="Clínica del Sol", hospital=None)
    await room.do(crew_of(unit.callsign), other)  # diverted on the way
    known = await room.states.state(PATIENT, patient)
    assert (known.hospital.name, known.hospital.id) == ("Clínica del Sol", None)
    assert (await room.states.state(ASSIGNMENT, work)).hospital is None


async def test_of_two_whom_nobody_has_none_is_said_to_come(room: WorkflowSetup):
    task, unit, _ = await alerted(room)
    for _ in range(2):
        one = patients.RecordPatient(patient=PatientId(new_id()), case=task.case, mode=Mode.REAL)
        await room.do(dispatcher(), one)
    await press(room, unit, "on_scene")
    goes = units.ReportStatus(unit=unit.unit, status=UnitStatus.TRANSPORTING, destination="Comarcal")
    await room.do(crew_of(unit.callsign), goes)
    assert await room.watches(kind="hospital_warned") == []
