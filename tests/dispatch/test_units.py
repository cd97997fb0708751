"""Units against PostgreSQL: sixteen desks and one unit, presses kept through a lost connection, the crew's alarm."""

import asyncio
from datetime import timedelta

import msgspec
import pytest

from auxilio.dispatch.aggregates import ASSIGNMENT, TASK, UNIT
from auxilio.dispatch.patients.core import messages as p
from auxilio.dispatch.store import DispatchStore
from auxilio.dispatch.tasks.core.model import TaskState
from auxilio.dispatch.tasks.core.shared_types import ChangeId, ChangeKind
from auxilio.dispatch.units.core import messages as u
from auxilio.dispatch.units.core.assignment_model import AssignmentStep
from auxilio.dispatch.units.core.crew_authority import is_own
from auxilio.dispatch.units.core.model import CrewMember, Unit, UnitPosition, UnitStatus
from auxilio.kernel.ids import AssignmentId, CentreId, CommandId, PatientId, PersonId
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.ids import new_id
from tests.actors import person
from tests.dispatch.factories import (
    CREW,
    DispatchSetup,
    call_taker,
    crew_of,
    dispatcher,
    registered,
    supervisor,
)


async def test_sixteen_desks_alert_one_unit_and_one_wins(room: DispatchSetup) -> None:
    unit = await room.unit()
    tasks = [await room.task() for _ in range(16)]

    async def press(task: object) -> AssignmentId:
        return await room.alerted(task, unit)

    outcomes = await asyncio.gather(*map(press, tasks), return_exceptions=True)
    won = [one for one in outcomes if not isinstance(one, BaseException)]
    lost = [one for one in outcomes if isinstance(one, Refused)]
    assert len(won) == 1
    assert [(one.code, one.facts["reason"]) for one in lost] == [("unit_not_available", "assigned")] * 15
    assert (await room.state(UNIT, unit.id)).assignment == won[0]
    states = [(await room.state(TASK, task.id)).state for task in tasks]
    assert sorted(states) == [TaskState.ACTIVE] + [TaskState.OFFERED] * 15, "no loser's task was accepted"


async def test_the_same_alert_sent_again_is_the_same_alert(room: DispatchSetup) -> None:
    unit, task = await room.unit(), await room.task()
    command = u.AlertUnit(assignment=AssignmentId(new_id()), unit=unit.id, task=task.id)
    id, actor = CommandId(new_id()), dispatcher()
    first = await room.dispatch.handle(id, command, actor)
    assert await room.dispatch.handle(id, command, actor) == first
    await room.do(command, dispatcher())  # another desk, the same assignment
    assert await room.kinds("unit", unit.id) == ["registered", "crew_signed_on", "status_reported", "alerted"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"mode": Mode.EXERCISE}, "mode_differs"),
        ({"centre": CentreId("bom-1")}, "unit_of_another_centre"),
    ],
)
async def test_a_real_unit_cannot_be_reached_from_elsewhere(
    room: DispatchSetup, changed: dict[str, object], code: str
) -> None:
    unit, task = await room.unit(**changed), await room.task()
    with pytest.raises(Refused, match=code):
        await room.alerted(task, unit)
    assert (await room.state(TASK, task.id)).state is TaskState.OFFERED


async def test_a_unit_without_crew_cannot_be_alerted_unless_its_centre_said_so_by_telephone(
    room: DispatchSetup,
) -> None:
    unit, task = await room.unit(crewed=False), await room.task()
    with pytest.raises(Refused, match="unit_not_available") as refused:
        await room.alerted(task, unit)
    assert refused.value.facts["reason"] == "no_crew"
    said = {"assignment": AssignmentId(new_id()), "said_by": "Pérez"}
    with pytest.raises(Refused, match="task_has_console"):
        await room.do(u.EnterUnit(unit=unit.id, task=task.id, **said), call_taker())
    told = await room.task(by_telephone=True)
    await room.do(u.EnterUnit(unit=unit.id, task=told.id, **said), call_taker())
    work = await room.state(ASSIGNMENT, said["assignment"])
    assert (work.by_telephone, work.alerted_by) == (True, "Pérez")
    await room.do(u.EnterStatus(unit=unit.id, status=UnitStatus.ON_SCENE, said_by="Pérez"), call_taker())
    assert (await room.state(UNIT, unit.id)).status_by == "Pérez"


async def test_a_job_from_alert_to_hospital_keeps_every_time(room: DispatchSetup) -> None:
    unit, task = await room.unit(), await room.task()
    id = await room.alerted(task, unit, eta_s=300.0, eta_by="road", proposed="nearest")
    for status in ("acknowledged", "en_route", "on_scene"):
        await room.press(unit, status)
        await room.press(unit, status)  # pressed twice in the dark
    await room.press(unit, "transporting", destination="Hospital Comarcal")
    await room.press(unit, "transporting", destination="Hospital del Mar")  # diverted on the way
    await room.press(unit, "at_destination")
    await room.do(u.ReportCareTransfer(unit=unit.id, to="Dra. Gil"), crew_of("SVA-1"))
    await room.press(unit, "available")
    work = await room.state(ASSIGNMENT, id)
    moments = [work.times[step] for step in AssignmentStep]
    assert moments == sorted(moments)
    assert (work.destination, work.reason, work.eta_by) == ("Hospital del Mar", "finished", "road")
    assert (work.eta_at - work.times[AssignmentStep.ALERTED]).total_seconds() == 300
    free = await room.state(UNIT, unit.id)
    assert (free.status, free.assignment, free.case) == ("available", None, None)


async def test_available_and_assigned_are_two_things(room: DispatchSetup) -> None:
    unit, task = await room.unit(), await room.task()
    await room.alerted(task, unit)
    await room.press(unit, "en_route")
    await room.do(u.ReleaseUnit(unit=unit.id), dispatcher())
    free = await room.state(UNIT, unit.id)
    assert (free.status, free.assignment) == ("en_route", None), (
        "the desk frees it, the crew says where it stands"
    )
    other = await room.task()
    id = await room.alerted(other, free)
    assert (await room.state(UNIT, unit.id)).assignment == id, "on the road and free: it can be sent on"


async def test_an_alert_that_is_taken_back_leaves_the_unit_as_it_stood(room: DispatchSetup) -> None:
    unit, task = await room.unit(), await room.task()
    await room.alerted(task, unit)
    await room.press(unit, "acknowledged")
    await room.do(u.ReleaseUnit(unit=unit.id), dispatcher())
    assert (await room.state(UNIT, unit.id)).status is UnitStatus.AVAILABLE


async def test_a_step_that_the_table_forbids_is_refused_when_said_now(room: DispatchSetup) -> None:
    unit, task = await room.unit(), await room.task()
    await room.alerted(task, unit)
    with pytest.raises(Refused, match="no_such_transition") as refused:
        await room.press(unit, "at_destination")
    assert refused.value.facts == {"now": UnitStatus.ALERTED, "wanted": UnitStatus.AT_DESTINATION}


async def test_presses_kept_offline_arrive_in_their_own_time(room: DispatchSetup) -> None:
    unit, task = await room.unit(), await room.task()
    id = await room.alerted(task, unit)
    begun = (await room.state(ASSIGNMENT, id)).times[AssignmentStep.ALERTED]
    moments = {}
    await asyncio.sleep(0.05)  # room for moments between the alert and now
    for nth, status in enumerate(("acknowledged", "en_route", "on_scene"), start=1):
        moments[status] = begun + timedelta(milliseconds=10 * nth)
        await room.press(unit, status, at=moments[status], assignment=id)
    work = await room.state(ASSIGNMENT, id)
    assert {status: work.times[AssignmentStep(status)] for status in moments} == moments
    assert (await room.state(UNIT, unit.id)).status is UnitStatus.ON_SCENE


async def test_a_late_press_that_fits_in_between_teaches_its_time_and_moves_nothing_back(
    room: DispatchSetup,
) -> None:
    unit, task = await room.unit(), await room.task()
    id = await room.alerted(task, unit)
    begun = (await room.state(ASSIGNMENT, id)).times[AssignmentStep.ALERTED]
    await asyncio.sleep(0.05)
    await room.do(u.EnterStatus(unit=unit.id, status=UnitStatus.ON_SCENE, said_by="radio"), dispatcher())
    departed = begun + timedelta(milliseconds=10)
    await room.press(unit, "en_route", at=departed, assignment=id)
    now, work = await room.state(UNIT, unit.id), await room.state(ASSIGNMENT, id)
    assert (now.status, now.kept_presses) == (UnitStatus.ON_SCENE, 1)
    assert (work.step, work.times[AssignmentStep.EN_ROUTE]) == (AssignmentStep.ON_SCENE, departed)


async def test_a_late_press_of_an_earlier_job_never_lands_on_the_next_one(room: DispatchSetup) -> None:
    unit, first, second = await room.unit(), await room.task(), await room.task()
    old = await room.alerted(first, unit)
    await room.press(unit, "available")
    new = await room.alerted(second, unit)
    now = (await room.state(UNIT, unit.id)).status_at
    await room.press(unit, "on_scene", at=now + timedelta(seconds=1), assignment=old)
    kept = await room.state(UNIT, unit.id)
    assert (kept.status, kept.assignment, kept.kept_presses) == (UnitStatus.ALERTED, new, 1)
    with pytest.raises(Refused, match="not_this_assignment"):
        await room.press(
            unit, "on_scene", assignment=old
        )  # said now: the crew must know that it is another job


async def test_a_telephone_whose_clock_runs_ahead_reports_nothing_from_the_future(
    room: DispatchSetup,
) -> None:
    unit, task = await room.unit(), await room.task()
    id = await room.alerted(task, unit)
    ahead = (await room.state(UNIT, unit.id)).status_at + timedelta(days=1)
    await room.press(unit, "acknowledged", at=ahead, assignment=id)
    assert (await room.state(ASSIGNMENT, id)).times[AssignmentStep.ACKNOWLEDGED] < ahead


async def test_a_relief_signs_on_by_name_and_then_it_is_their_unit(room: DispatchSetup) -> None:
    unit = await room.unit()
    relief = person("crew", centre="san-1", agency="san", name="Nil Pons")
    assert not is_own(unit, relief)
    crew = (CrewMember(name="Nil Pons", role="nurse", person=PersonId(relief.id)),)
    await room.do(u.SignOnCrew(unit=unit.id, crew=crew), relief)
    assert is_own(await room.state(UNIT, unit.id), relief)


async def test_a_crew_records_patients_of_the_case_that_it_works_or_has_worked_on(
    room: DispatchSetup,
) -> None:
    mine = await room.unit("SVA-1")
    task = await room.task()
    await room.alerted(task, mine)
    patient = p.RecordPatient(patient=PatientId(new_id()), case=task.case, mode=Mode.REAL)
    await room.do(patient, crew_of("SVA-1"))
    await room.press(mine, "available")
    update = p.UpdatePatient(patient=patient.patient, words="consciente")
    await room.do(update, crew_of("SVA-1"))  # after the job too: what was pressed without network comes late


async def test_a_crew_at_work_cannot_sign_off(room: DispatchSetup) -> None:
    unit, task = await room.unit(), await room.task()
    await room.alerted(task, unit)
    with pytest.raises(Refused, match="unit_assigned"):
        await room.do(u.SignOffCrew(unit=unit.id), crew_of("SVA-1"))
    await room.press(unit, "available")
    await room.do(u.SignOffCrew(unit=unit.id), crew_of("SVA-1"))
    gone = await room.state(UNIT, unit.id)
    assert (gone.crew, gone.status) == ((), UnitStatus.OUT_OF_SERVICE)


async def test_a_unit_that_is_registered_again_keeps_its_crew_and_its_work(room: DispatchSetup) -> None:
    unit, task = await room.unit(), await room.task()
    id = await room.alerted(task, unit)
    await room.do(registered("SVA-1", unit=unit.id, capabilities=("als", "bls")))
    now = await room.state(UNIT, unit.id)
    assert (now.capabilities, now.crew, now.assignment) == (("als", "bls"), CREW, id)
    with pytest.raises(Refused, match="mode_is_for_ever"):
        await room.do(registered("SVA-1", unit=unit.id, mode=Mode.TEST))


async def test_the_alarm_of_a_crew_stands_until_a_person_says_that_it_is_over(room: DispatchSetup) -> None:
    unit = await room.unit()
    pressed = (await room.state(UNIT, unit.id)).status_at
    await room.do(u.RaiseCrewEmergency(unit=unit.id, point=Point(41.5, 1.5), at=pressed), crew_of("SVA-1"))
    await room.do(u.RaiseCrewEmergency(unit=unit.id), crew_of("SVA-1"))  # held again
    raised = (await room.state(UNIT, unit.id)).emergency
    assert (raised.at, raised.answered_at) == (pressed, None), "pressed offline: its own moment"
    await room.do(u.AnswerCrewEmergency(unit=unit.id), dispatcher())
    answered = (await room.state(UNIT, unit.id)).emergency
    assert answered.answered_by == "Lucía Ferrer"
    task = await room.task()
    with pytest.raises(Refused, match="unit_not_available"):
        await room.alerted(task, unit)
    with pytest.raises(Refused, match="words_missing"):
        await room.do(u.AnswerCrewEmergency(unit=unit.id, over=True), supervisor())
    await room.do(u.AnswerCrewEmergency(unit=unit.id, over=True, words="habló por radio, bien"), supervisor())
    assert (await room.state(UNIT, unit.id)).emergency is None


async def test_an_emergency_said_by_radio_is_entered_by_the_units_own_centre_only(
    room: DispatchSetup,
) -> None:
    unit = await room.unit()
    with pytest.raises(Refused, match="not_your_centre"):
        await room.do(u.RaiseCrewEmergency(unit=unit.id), dispatcher("bom-1"))
    with pytest.raises(Refused, match="not_permitted"):
        await room.do(u.RaiseCrewEmergency(unit=unit.id), call_taker())
    await room.do(u.RaiseCrewEmergency(unit=unit.id), dispatcher())
    assert (await room.state(UNIT, unit.id)).emergency is not None


async def test_an_order_by_radio_is_acknowledged_by_a_named_voice(room: DispatchSetup) -> None:
    unit, task = await room.unit(), await room.task()
    await room.alerted(task, unit)
    order = ChangeId(new_id())
    wait = u.SendOrder(
        unit=unit.id, change=order, change_kind=ChangeKind.WAIT_FOR_POLICE, words="espere fuera"
    )
    await room.do(wait, dispatcher())
    with pytest.raises(Refused, match="not_your_unit"):  # a desk does not press for the crew
        await room.do(u.AcknowledgeOrder(unit=unit.id, change=order), dispatcher())
    await room.do(u.AcknowledgeOrder(unit=unit.id, change=order, told_to="Marta"), dispatcher())
    assert (await room.state(UNIT, unit.id)).orders[0].acknowledged.told_to == "Marta"


async def test_an_alert_keeps_the_position_that_it_was_decided_with(room: DispatchSetup) -> None:
    unit, task = await room.unit(), await room.task()
    seen = UnitPosition(unit=unit.id, point=Point(41.52, 1.49), at=unit.status_at)
    await room.seen(seen)
    id = await room.alerted(task, unit)
    later = UnitPosition(unit=unit.id, point=Point(41.0, 1.0), at=unit.status_at + timedelta(seconds=9))
    await room.seen(later)
    work = await room.state(ASSIGNMENT, id)
    assert work.point == seen.point
    assert work.point_age_s >= 0


ADMINISTRATOR = person("administrator")


async def test_an_administrator_registers_changes_and_retires_a_unit(room: DispatchSetup) -> None:
    made = registered("SVB-7")
    await room.do(made, ADMINISTRATOR)
    await room.do(u.SignOnCrew(unit=made.unit, crew=CREW), crew_of("SVB-7"))
    with pytest.raises(Refused, match="callsign_taken"):
        await room.do(registered("SVB-7"), ADMINISTRATOR)
    renamed = msgspec.structs.replace(made, callsign="SVB-8", phone="+34600100200")
    await room.do(renamed, ADMINISTRATOR)
    unit = await room.state(UNIT, made.unit)
    assert (unit.callsign, unit.phone, unit.crew) == ("SVB-8", "+34600100200", CREW)
    await room.do(msgspec.structs.replace(renamed, retired=True), ADMINISTRATOR)
    with pytest.raises(Refused, match="unit_not_available"):
        await room.alerted(await room.task(), unit)
    # Its name is free for its successor, and it may not come back while that one has it.
    await room.do(registered("SVB-8"), ADMINISTRATOR)
    with pytest.raises(Refused, match="callsign_taken"):
        await room.do(renamed, ADMINISTRATOR)
    assert [(one.callsign, one.retired) for one in await room.store.units()] == [
        ("SVB-8", True),
        ("SVB-8", False),
    ]


@pytest.mark.parametrize("shared", ["callsign", "radio"])
async def test_of_two_units_registered_at_once_one_gets_the_name_or_the_radio(
    room: DispatchSetup, monkeypatch: pytest.MonkeyPatch, shared: str
) -> None:
    read, both, looked = DispatchStore.units, asyncio.Barrier(2), 0

    async def units(store: DispatchStore) -> list[Unit]:
        nonlocal looked
        found, looked = await read(store), looked + 1
        if looked <= 2:  # neither decides before the other has read, too
            await both.wait()
        return found

    monkeypatch.setattr(DispatchStore, "units", units)
    names = ("SVB-7", "SVB-7") if shared == "callsign" else ("SVB-7", "SVB-8")
    radios = ("214-1-2001",) if shared == "radio" else ()
    asked = [room.do(registered(name, radios=radios), ADMINISTRATOR) for name in names]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    (refused,) = (one for one in answers if isinstance(one, BaseException))
    assert isinstance(refused, Refused), refused
    assert refused.code == f"{shared}_taken"
    assert len(await read(room.store)) == 1


async def test_a_crew_that_is_out_is_not_taken_from_its_centre_or_its_name(room: DispatchSetup) -> None:
    unit = await room.unit()
    await room.alerted(await room.task(), unit)
    known = registered("SVA-1", unit=unit.id)
    for moved in ({"callsign": "SVA-9"}, {"centre": CentreId("san-2")}, {"retired": True}):
        with pytest.raises(Refused, match="unit_at_work"):
            await room.do(msgspec.structs.replace(known, **moved), ADMINISTRATOR)
    await room.do(msgspec.structs.replace(known, capabilities=("als", "bls")), ADMINISTRATOR)


async def test_a_unit_is_registered_by_who_may_and_keeps_its_mode(room: DispatchSetup) -> None:
    for nobody in (dispatcher(), supervisor(), crew_of("SVA-1")):
        with pytest.raises(Refused, match="not_permitted"):
            await room.do(registered(), nobody)
    pupil = person("administrator", mode=Mode.EXERCISE)
    await room.do(registered(mode=Mode.EXERCISE), pupil)
