"""Aim: at hospitals, whoever must telephone is told, and arrived, handed over and clear are three moments; a crew that waits is seen."""

from datetime import timedelta

import msgspec
import pytest

from auxilio.dispatch.messages import patients, units
from auxilio.dispatch.model.assignment import Assignment, Step
from auxilio.dispatch.model.patient import PatientState
from auxilio.dispatch.model.unit import UnitStatus
from auxilio.dispatch.service import ASSIGNMENT, PATIENT
from auxilio.followup.model import Level, Party, WatchKind, WatchState
from auxilio.kernel.ids import AssignmentId, CaseId, HospitalId, PatientId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.words import Mode
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.ids import new_id
from auxilio.process import followed, received
from tests.database import Database
from tests.dispatch.made import crew_of, dispatcher
from tests.process.conftest import Room, make_room
from tests.process.test_followed import alerted, kinds, press

K = WatchKind
WAY = ("en_route", "on_scene", "transporting")


async def carried(room: Room, case: CaseId, unit: units.RegisterUnit) -> PatientId:
    """Somebody in this crew's hands."""
    patient = PatientId(new_id())
    await room.do(dispatcher(), patients.RecordPatient(patient=patient, case=case, mode=Mode.REAL))
    with_unit = patients.UpdatePatient(patient=patient, unit=unit.unit, state=PatientState.WITH_UNIT)
    await room.do(dispatcher(), with_unit)
    return patient


async def at_door(room: Room):
    task, unit, work = await alerted(room)
    for status in (*WAY, "at_destination"):
        await room.wait(5)
        await press(room, unit, status)
    return task, unit, work


async def times_of(room: Room, work: AssignmentId) -> list[Step]:
    known = await room.house.state(ASSIGNMENT, work)
    assert isinstance(known, Assignment)
    return [step for step in Step if step in known.times]


async def test_a_crew_held_at_the_door_is_heard_by_its_centre_and_the_room_and_goes_away_with_the_handover(
    room: Room,
):
    task, unit, work = await at_door(room)
    arrived = room.clock.now()
    (watch,) = await room.watches(kind="hospital_door")
    assert (watch.to, watch.case) == ((Party(unit=unit.unit), Party(centre="san-1")), task.case)
    assert (watch.amber_at - arrived, watch.red_at - arrived) == (
        timedelta(minutes=15),
        timedelta(minutes=30),
    )
    await room.wait(1801)
    (watch,) = await room.watches(kind="hospital_door")
    assert (watch.state, watch.level) == (WatchState.FIRED, Level.DESK)
    await room.wait(600)
    (watch,) = await room.watches(kind="hospital_door")
    assert (watch.state, watch.level) == (WatchState.ESCALATED, Level.ROOM), "never by telephone"
    handed = units.ReportHandover(unit=unit.unit, to="Dra. Gil")
    await room.do(crew_of(unit.callsign), handed)
    assert await kinds(room, task.case) == set()
    assert (await times_of(room, work))[-2:] == [Step.AT_DESTINATION, Step.HANDED_OVER]
    await press(room, unit, "available")
    known = await room.house.state(ASSIGNMENT, work)
    moments = [known.times[one] for one in (Step.AT_DESTINATION, Step.HANDED_OVER, Step.RELEASED)]
    assert moments == sorted(moments)


async def test_the_centre_sets_how_long_a_door_may_take(database: Database, clock: SimulatedClock):
    room = make_room(database, clock, (*followed.reactions(), *received.reactions((60, 120))))
    await at_door(room)
    (watch,) = await room.watches(kind="hospital_door")
    assert (watch.red_at - watch.amber_at).total_seconds() == 60


async def test_one_press_hands_over_all_whom_the_crew_has_and_nobody_elses(room: Room):
    task, unit, work = await alerted(room)
    own = [await carried(room, task.case, unit) for _ in range(2)]
    waiting = PatientId(new_id())
    await room.do(dispatcher(), patients.RecordPatient(patient=waiting, case=task.case, mode=Mode.REAL))
    for status in (*WAY, "at_destination"):
        await press(room, unit, status)
    await room.do(crew_of(unit.callsign), units.ReportHandover(unit=unit.unit, to="Dra. Gil"))
    states = [(await room.house.state(PATIENT, one)).state for one in (*own, waiting)]
    assert states == [PatientState.HANDED_OVER, PatientState.HANDED_OVER, PatientState.WAITING]
    # Said twice, it is said once.
    await room.do(crew_of(unit.callsign), units.ReportHandover(unit=unit.unit, to="Dra. Gil"))
    assert (await room.facts()).count("dispatch.patient.handed_over") == 2
    assert await times_of(room, work) == [
        *(Step.ALERTED, Step.EN_ROUTE, Step.ON_SCENE, Step.TRANSPORTING, Step.AT_DESTINATION),
        Step.HANDED_OVER,
    ]


async def test_patients_handed_over_one_by_one_end_the_wait_with_the_last(room: Room):
    task, unit, work = await alerted(room)
    one, two = [await carried(room, task.case, unit) for _ in range(2)]
    for status in (*WAY, "at_destination"):
        await press(room, unit, status)
    await room.do(dispatcher(), patients.HandOver(patient=one, to="triaje"))
    assert Step.HANDED_OVER not in await times_of(room, work)
    await room.do(dispatcher(), patients.HandOver(patient=two, to="Dra. Gil"))
    assert Step.HANDED_OVER in await times_of(room, work)
    assert K.HOSPITAL_DOOR not in await kinds(room, task.case)


async def test_a_handover_without_network_is_heard_after_the_crew_is_clear_and_keeps_its_moment(room: Room):
    _, unit, work = await at_door(room)
    await room.wait(60)
    at = room.clock.now()
    await room.wait(60)
    await press(room, unit, "available")
    late = units.ReportHandover(unit=unit.unit, to="Dra. Gil", at=at, assignment=work)
    await room.do(crew_of(unit.callsign), late)
    known = await room.house.state(ASSIGNMENT, work)
    assert (known.step, known.times[Step.HANDED_OVER]) == (Step.RELEASED, at)


async def test_nobody_hands_over_before_arriving_nor_for_another_crew(room: Room):
    _, unit, _ = await alerted(room)
    with pytest.raises(Refused) as early:
        await room.do(crew_of(unit.callsign), units.ReportHandover(unit=unit.unit, to="Dra. Gil"))
    assert early.value.code == "not_at_destination"
    for actor, code in ((crew_of("BOM-9"), "not_your_unit"), (dispatcher("pol-1"), "not_your_centre")):
        with pytest.raises(Refused) as refused:
            await room.do(actor, units.ReportHandover(unit=unit.unit, to="Dra. Gil"))
        assert refused.value.code == code


async def test_who_carries_the_patient_must_telephone_the_hospital(room: Room):
    task, unit, _ = await alerted(room)
    patient = await carried(room, task.case, unit)
    await room.do(crew_of(unit.callsign), patients.WarnHospital(patient=patient, hospital="Hospital General"))
    (watch,) = await room.watches(kind="hospital_warned")
    assert Party(centre="san-1") in watch.to
    await room.wait(121)
    (watch,) = await room.watches(kind="hospital_warned")
    assert watch.state is WatchState.FIRED
    await room.do(dispatcher(), patients.HospitalAcknowledged(patient=patient, by="Dra. Gil"))
    assert await room.watches(kind="hospital_warned") == []


async def test_before_anybody_carries_them_the_health_centre_of_the_case_telephones(room: Room):
    task, _, _ = await alerted(room)
    patient = PatientId(new_id())
    await room.do(dispatcher(), patients.RecordPatient(patient=patient, case=task.case, mode=Mode.REAL))
    await room.do(dispatcher(), patients.WarnHospital(patient=patient, hospital="Hospital General"))
    (watch,) = await room.watches(kind="hospital_warned")
    assert watch.to == (Party(desk="desk-14"), Party(centre="san-1"))


async def test_what_says_that_it_arrived_after_the_handover_holds_nobody(room: Room):
    task, unit, _ = await at_door(room)
    await room.do(crew_of(unit.callsign), units.ReportHandover(unit=unit.unit, to="Dra. Gil"))
    again = units.ReportStatus(unit=unit.unit, status=UnitStatus.AT_DESTINATION, destination="Otro hospital")
    await room.do(crew_of(unit.callsign), again)
    assert K.HOSPITAL_DOOR not in await kinds(room, task.case)


async def test_a_transport_that_says_where_it_goes_warns_that_hospital_of_whom_it_has(room: Room):
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
    known = await room.house.state(PATIENT, patient)
    assert (known.state, known.unit, known.hospital.name, known.hospital.id) == (
        *(PatientState.ON_THE_WAY, unit.unit),
        *("Comarcal", to),
    )
    assert (await room.house.state(ASSIGNMENT, work)).hospital == to
    assert len(await room.watches(kind="hospital_warned")) == 1
    other = msgspec.structs.replace(goes, destination="Clínica del Sol", hospital=None)
    await room.do(crew_of(unit.callsign), other)  # diverted on the way
    known = await room.house.state(PATIENT, patient)
    assert (known.hospital.name, known.hospital.id) == ("Clínica del Sol", None)
    assert (await room.house.state(ASSIGNMENT, work)).hospital is None


async def test_of_two_whom_nobody_has_none_is_said_to_come(room: Room):
    task, unit, _ = await alerted(room)
    for _ in range(2):
        one = patients.RecordPatient(patient=PatientId(new_id()), case=task.case, mode=Mode.REAL)
        await room.do(dispatcher(), one)
    await press(room, unit, "on_scene")
    goes = units.ReportStatus(unit=unit.unit, status=UnitStatus.TRANSPORTING, destination="Comarcal")
    await room.do(crew_of(unit.callsign), goes)
    assert await room.watches(kind="hospital_warned") == []
