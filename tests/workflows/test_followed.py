"""Aim: the story of stage 5: every promise of a case begins, is kept or is heard, and none is left behind."""

from uuid import UUID

import pytest

from auxilio.cases.core import messages as cases
from auxilio.cases.core.model import CaseEnding, ClosingData, Location, LocationCertainty
from auxilio.dispatch.patients.core import messages as patients
from auxilio.dispatch.service import TASK
from auxilio.dispatch.tasks.core import messages as tasks
from auxilio.dispatch.tasks.core.model import RefusalReason, TaskOutcome, TaskState
from auxilio.dispatch.tasks.core.shared_types import ChangeId, ChangeKind
from auxilio.dispatch.units.core import messages as units
from auxilio.dispatch.units.core.model import UnitStatus
from auxilio.followup.core import messages as followup
from auxilio.followup.core.model import (
    EscalationLevel,
    FollowupParty,
    HandoverId,
    OpenItem,
    WatchKind,
    WatchState,
)
from auxilio.followup.service import WATCH
from auxilio.kernel.ids import (
    AssignmentId,
    CaseId,
    CentreId,
    CommandId,
    PatientId,
    RunId,
    StreamId,
    stream_id,
)
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.platform.ids import new_id
from auxilio.triage.core import messages as triage
from tests.actors import person, system
from tests.dispatch.factories import CREW, call_taker, crew_of, dispatcher, offer, registered
from tests.workflows.conftest import WorkflowSetup

K = WatchKind
ADDRESS = Location(degree=LocationCertainty.SAID, words="Calle Mayor 12, Villanueva")


async def open_case(room: WorkflowSetup, priority: Priority | None = None, **more) -> CaseId:
    case = CaseId(new_id())
    more = {"location": ADDRESS} | more
    await room.do(call_taker(), cases.OpenCase(case=case, priority=priority, **more))
    return case


async def offered(room: WorkflowSetup, **more) -> tasks.OfferTask:
    command = offer(await open_case(room, Priority.P1), **more)
    await room.do(call_taker(), command)
    return command


async def kinds(room: WorkflowSetup, case: CaseId) -> set[WatchKind]:
    return {watch.kind for watch in await room.watches(case=str(case))}


async def a_unit(room: WorkflowSetup, callsign: str = "SVA-1") -> units.RegisterUnit:
    command = registered(callsign)
    await room.do(system(), command)
    await room.do(crew_of(callsign), units.SignOnCrew(unit=command.unit, crew=CREW))
    return command


async def alerted(room: WorkflowSetup, **more):
    task, unit = await offered(room), await a_unit(room)
    work = AssignmentId(new_id())
    alert = units.AlertUnit(assignment=work, unit=unit.unit, task=task.task, **more)
    await room.do(dispatcher(), alert)
    return task, unit, work


async def press(room: WorkflowSetup, unit, status: str) -> None:
    report = units.ReportStatus(unit=unit.unit, status=UnitStatus(status))
    await room.do(crew_of(unit.callsign), report)


async def test_no_location_is_a_state_with_a_clock_that_the_room_hears(room: WorkflowSetup):
    case = await open_case(room, location=None)
    assert await kinds(room, case) == {K.LOCATION}
    await room.wait(61)
    (watch,) = await room.watches()
    assert (watch.state, watch.level, watch.to) == (
        WatchState.FIRED,
        EscalationLevel.ROOM,
        (FollowupParty(desk="desk-14"),),
    )
    await room.do(call_taker(), cases.LocateCase(case=case, location=ADDRESS))
    assert await room.watches() == []


async def test_the_clocks_of_help_run_from_the_opening_at_the_pace_of_the_worst_that_is_known(
    room: WorkflowSetup,
):
    case = await open_case(room)
    opened = room.clock.now()
    await room.wait(10)
    for priority, red_s in ((2, 120), (0, 45)):
        raised = cases.SetPriority(case=case, priority=Priority(priority))
        await room.do(call_taker(), raised)
        (watch,) = await room.watches(kind="offer")
        assert (watch.red_at - opened).total_seconds() == red_s
    lowered = cases.SetPriority(case=case, priority=Priority.P3, reason="ya no")
    await room.do(person("supervisor", "desk-1"), lowered)
    assert (await room.watches(kind="offer")) == [watch], "lowering slows no clock"


async def test_an_offer_and_a_unit_keep_what_the_case_promised(room: WorkflowSetup):
    task, _, _ = await alerted(room)
    assert await kinds(room, task.case) == {K.ALERT_ACKNOWLEDGE}
    raised = cases.SetPriority(case=task.case, priority=Priority.P0)
    await room.do(call_taker(), raised)
    assert K.OFFER not in await kinds(room, task.case), "help was offered: that promise is kept for ever"


async def test_a_task_that_nobody_accepts_goes_to_the_next_centre_and_then_nobody_has_it(room: WorkflowSetup):
    first = await offered(room, fallbacks=(CentreId("bom-1"),))
    await room.wait(40.1)
    timed_out = await room.states.state(TASK, first.task)
    assert timed_out.state == TaskState.TIMED_OUT
    second = await room.states.state(TASK, timed_out.passed_to)
    assert (second.centre, second.state) == ("bom-1", TaskState.OFFERED)
    await room.wait(40.2)
    second = await room.states.state(TASK, second.id)
    assert second.nobody_since is not None
    (watch,) = await room.watches(kind="nobody_has_it")
    assert (watch.state, watch.level, watch.subject) == (
        WatchState.FIRED,
        EscalationLevel.ROOM,
        stream_id("task", second.id),
    )
    await room.do(dispatcher("bom-1"), tasks.AcceptTask(task=second.id))
    assert await kinds(room, first.case) >= {K.NO_UNIT}
    assert await room.watches(kind="nobody_has_it") == [], "who answers late still has it"


async def test_an_understood_to_amber_does_not_keep_the_next_centre_from_being_asked(room: WorkflowSetup):
    first = await offered(room, fallbacks=(CentreId("bom-1"),))
    await room.wait(21)
    (watch,) = await room.watches(kind="task_accept")
    await room.do(dispatcher(), followup.AnswerWatch(watch=watch.id))
    await room.wait(20)
    assert (await room.states.state(TASK, first.task)).passed_to is not None


async def test_a_refusal_is_passed_on_at_once(room: WorkflowSetup):
    task = await offered(room, fallbacks=(CentreId("bom-1"),))
    await room.do(dispatcher(), tasks.RefuseTask(task=task.task, reason=RefusalReason.NO_UNIT))
    assert (await room.states.state(TASK, task.task)).passed_to is not None
    (watch,) = await room.watches(kind="task_accept")
    assert watch.to == (FollowupParty(centre="bom-1"),)


async def test_accepted_without_a_unit_has_a_clock_of_its_own(room: WorkflowSetup):
    task = await offered(room)
    await room.do(dispatcher(), tasks.AcceptTask(task=task.task))
    assert await kinds(room, task.case) == {K.NO_UNIT, K.FIRST_UNIT}
    await room.wait(61)
    (watch,) = await room.watches(kind="no_unit")
    assert (watch.state, watch.to) == (WatchState.FIRED, (FollowupParty(centre="san-1"),))


async def test_a_centre_without_console_is_the_promise_of_the_desk_that_tells_it(room: WorkflowSetup):
    task = await offered(room, by_telephone=True)
    (watch,) = await room.watches(kind="task_accept")
    assert watch.to == (FollowupParty(desk="desk-14"), FollowupParty(centre="san-1"))
    told = tasks.NotifyTaskByPhone(task=task.task, to="Pérez", read_back="Calle Mayor 12, infarto")
    await room.do(call_taker(), told)
    assert K.NO_UNIT in await kinds(room, task.case)


async def test_a_unit_is_followed_from_the_alert_to_its_release(room: WorkflowSetup):
    task, unit, _ = await alerted(room, eta_s=600)
    seen = [await kinds(room, task.case)]
    for status in ("acknowledged", "en_route", "on_scene", "transporting", "at_destination", "available"):
        await room.wait(5)
        await press(room, unit, status)
        seen.append(await kinds(room, task.case))
    work = [{K.ALERT_ACKNOWLEDGE}, {K.DEPART}, {K.ARRIVE}, {K.CREW_SILENT}, set(), {K.HOSPITAL_DOOR}, set()]
    assert seen == work


async def test_a_unit_is_late_a_quarter_after_its_expected_time(room: WorkflowSetup):
    _, unit, _ = await alerted(room, eta_s=1200)
    await press(room, unit, "en_route")
    left = room.clock.now()
    (watch,) = await room.watches(kind="arrive")
    assert (watch.amber_at - left).total_seconds() == 1320
    assert (watch.red_at - left).total_seconds() == 1500
    await room.wait(1501)
    (watch,) = await room.watches(kind="arrive")
    assert (watch.state, {party.unit for party in watch.to}) == (WatchState.FIRED, {unit.unit, None})


async def test_a_step_that_was_skipped_is_kept_by_the_next(room: WorkflowSetup):
    task, unit, _ = await alerted(room)
    await press(room, unit, "on_scene")
    assert await kinds(room, task.case) == {K.CREW_SILENT}


async def test_a_unit_let_go_leaves_the_task_without_one_and_its_clock_runs_again(room: WorkflowSetup):
    task, unit, _ = await alerted(room)
    await room.do(dispatcher(), units.ReleaseUnit(unit=unit.unit, reason="otra urgencia"))
    assert await kinds(room, task.case) == {K.NO_UNIT}


async def test_a_critical_change_is_watched_until_centre_and_crew_have_each_acknowledged(room: WorkflowSetup):
    task, unit, _ = await alerted(room)
    change = ChangeId(new_id())
    raised = tasks.RaiseChange(
        task=task.task, change=change, change_kind=ChangeKind.HAZARD, new="arma de fuego"
    )
    await room.do(call_taker(), raised)
    waiting = await room.watches(kind="change_acknowledge")
    assert {(w.to, (w.red_at - w.set_at).total_seconds()) for w in waiting} == {
        ((FollowupParty(centre="san-1"),), 20),
        ((FollowupParty(unit=unit.unit),), 30),
    }
    assert {watch.about for watch in waiting} == {str(change)}
    await room.do(dispatcher(), tasks.AcknowledgeChange(task=task.task, change=change))
    (crew,) = await room.watches(kind="change_acknowledge")
    assert crew.to == (FollowupParty(unit=unit.unit),)
    await room.do(crew_of("SVA-1"), units.AcknowledgeOrder(unit=unit.unit, change=change))
    assert await room.watches(kind="change_acknowledge") == []


async def test_a_place_that_another_corrected_is_an_alarm_of_whoever_has_the_case(room: WorkflowSetup):
    agreed = Location(degree=LocationCertainty.AGREED, words="Calle Mayor 12, Villanueva")
    case = await open_case(room, location=agreed)
    by_the_desk = cases.LocateCase(
        case=case, location=Location(degree=LocationCertainty.SAID, words="Calle Mayor 20"), correction=True
    )
    await room.do(call_taker(), by_the_desk)
    assert K.PLACE_CORRECTED not in await kinds(room, case), "who did it knows it"
    await room.do(call_taker(), cases.LocateCase(case=case, location=agreed, correction=True))
    for words in ("Calle Menor 3", "Calle Menor 5"):
        place = Location(degree=LocationCertainty.MATCHED, words=words)
        await room.do(dispatcher(), cases.LocateCase(case=case, location=place, correction=True))
    await room.wait(1)
    (watch,) = await room.watches(kind="place_corrected")
    assert (watch.state, watch.level, watch.to) == (
        WatchState.FIRED,
        EscalationLevel.DESK,
        (FollowupParty(desk="desk-14"),),
    )
    await room.do(call_taker(), followup.AnswerWatch(watch=watch.id))
    assert await room.watches(kind="place_corrected") == []


async def test_a_raised_priority_sets_the_running_clock_anew_from_its_start(room: WorkflowSetup):
    task = await offered(room, priority=Priority.P2)
    begun = room.clock.now()
    await room.wait(10)
    raised = tasks.RaiseChange(
        task=task.task,
        change=ChangeId(new_id()),
        change_kind=ChangeKind.PRIORITY_RAISED,
        new="P0",
        priority=Priority.P0,
    )
    await room.do(call_taker(), raised)
    (watch,) = await room.watches(kind="task_accept")
    assert (watch.red_at - begun).total_seconds() == 20
    assert watch.priority == Priority.P0


async def test_a_cancelled_task_leaves_only_that_its_cancellation_must_be_read(room: WorkflowSetup):
    task, unit, _ = await alerted(room)
    cancelled = tasks.CancelTask(task=task.task, change=ChangeId(new_id()), reason="ya no hace falta")
    await room.do(call_taker(), cancelled)
    waiting = await room.watches(case=str(task.case))
    assert {(w.kind, w.to) for w in waiting if w.kind == K.CHANGE_ACKNOWLEDGE} == {
        (K.CHANGE_ACKNOWLEDGE, (FollowupParty(centre="san-1"),)),
        (K.CHANGE_ACKNOWLEDGE, (FollowupParty(unit=unit.unit),)),
    }
    assert {w.kind for w in waiting} - {K.CHANGE_ACKNOWLEDGE, K.ALERT_ACKNOWLEDGE} == set()


async def test_a_crew_in_danger_is_heard_at_once_and_asked_after_until_it_is_safe(room: WorkflowSetup):
    unit = await a_unit(room)
    await room.do(crew_of("SVA-1"), units.RaiseCrewEmergency(unit=unit.unit))
    await room.wait(0.1)
    (watch,) = await room.watches()
    assert (watch.kind, watch.state, watch.level) == (
        K.CREW_EMERGENCY,
        WatchState.FIRED,
        EscalationLevel.ROOM,
    )
    await room.do(person("supervisor", "room-1"), units.AnswerCrewEmergency(unit=unit.unit))
    (again,) = await room.watches()
    assert (again.id != watch.id, again.state) == (True, WatchState.SET)
    over = units.AnswerCrewEmergency(unit=unit.unit, over=True, words="a salvo")
    await room.do(person("supervisor", "room-1"), over)
    assert await room.watches() == []


async def test_a_hospital_that_does_not_say_yes_is_heard(room: WorkflowSetup):
    case, patient = await open_case(room), PatientId(new_id())
    await room.do(dispatcher(), patients.RecordPatient(patient=patient, case=case, mode=Mode.REAL))
    await room.do(dispatcher(), patients.WarnHospital(patient=patient, hospital="Hospital General"))
    await room.wait(121)
    (watch,) = await room.watches()
    assert (watch.kind, watch.state, watch.case) == (K.HOSPITAL_WARNED, WatchState.FIRED, case)
    await room.do(dispatcher(), patients.AcknowledgeHospitalWarning(patient=patient, by="Dra. Gil"))
    assert await room.watches() == []


async def test_the_protocol_says_when_to_ask_again_and_the_crew_on_scene_ends_it(room: WorkflowSetup):
    task, unit, _ = await alerted(room)
    run = RunId(new_id())
    start = triage.StartRun(run=run, case=task.case, protocol="san-dolor-toracico", language="es")
    await room.do(call_taker(), start)
    await room.wait(121)
    (watch,) = await room.watches(kind="reassess")
    assert watch.state == WatchState.AMBER
    await room.wait(30)
    (watch,) = await room.watches(kind="reassess")
    assert watch.state == WatchState.FIRED
    await press(room, unit, "on_scene")
    assert await room.watches(kind="reassess") == []


async def test_a_desk_that_changes_hands_waits_for_somebody(room: WorkflowSetup):
    leaves, comes = person("call_taker", "desk-1"), person("call_taker", "desk-1")
    handover = HandoverId(new_id())
    await room.do(leaves, followup.OfferShiftHandover(handover=handover, words="dos casos abiertos"))
    (watch,) = await room.watches()
    assert (watch.kind, watch.to) == (K.HANDOVER, (FollowupParty(desk="desk-1"),))
    await room.do(comes, followup.AcceptHandover(handover=handover))
    assert await room.watches() == []


async def test_what_the_next_person_refused_is_waited_for_until_who_gave_it_keeps_it(room: WorkflowSetup):
    leaves, comes = person("call_taker", "desk-1"), person("call_taker", "desk-1")
    handover = HandoverId(new_id())
    item = OpenItem(subject=StreamId(f"unit:{new_id()}"), words="B-12")
    await room.do(leaves, followup.OfferShiftHandover(handover=handover, items=(item,)))
    await room.do(comes, followup.AcceptHandover(handover=handover, refused=(item.subject,)))
    (watch,) = await room.watches()
    assert (watch.kind, watch.to) == (K.HANDOVER, (FollowupParty(desk="desk-1"),))
    await room.do(leaves, followup.WithdrawHandover(handover=handover))
    assert await room.watches() == []


async def test_when_a_case_closes_nothing_that_it_promised_is_watched_any_more(room: WorkflowSetup):
    case = await open_case(room, Priority.P2, location=None)
    assert await kinds(room, case) == {K.LOCATION, K.OFFER, K.FIRST_UNIT}
    await room.do(
        call_taker(), cases.CloseCase(case=case, closing=ClosingData(disposition=CaseEnding.NO_HELP_NEEDED))
    )
    assert await room.watches() == []


async def test_a_case_that_lives_on_in_another_is_not_watched_twice(room: WorkflowSetup):
    case, other = await open_case(room, location=None), await open_case(room)
    await room.do(call_taker(), cases.MergeCase(case=case, into=other))
    assert await kinds(room, case) == set()


@pytest.mark.parametrize("how", ["merged", "closed"])
async def test_a_desk_that_puts_a_case_away_ends_no_wait_for_a_crew(room: WorkflowSetup, how: str):
    task, unit, _ = await alerted(room)
    await room.do(crew_of("SVA-1"), units.RaiseCrewEmergency(unit=unit.unit))
    if how == "merged":
        other = await open_case(room)
        await room.do(call_taker(), cases.MergeCase(case=task.case, into=other))
    else:
        let_go = tasks.ReleaseTask(task=task.task, to="Jefa de guardia", reason="lo siguen ellos")
        await room.do(dispatcher(), let_go)
        closing = ClosingData(disposition=CaseEnding.HANDED_OVER)
        await room.do(call_taker(), cases.CloseCase(case=task.case, closing=closing))
    assert {K.ALERT_ACKNOWLEDGE, K.CREW_EMERGENCY} <= {watch.kind for watch in await room.watches()}
    await room.wait(61)
    (alert,) = await room.watches(kind="alert_acknowledge")
    assert alert.state in {WatchState.FIRED, WatchState.ESCALATED}, "nobody acknowledged, and that is heard"


async def test_all_that_fires_in_a_silent_night_fires_in_the_order_of_its_moments(room: WorkflowSetup):
    for priority in (Priority.P3, Priority.P0, Priority.P1, Priority.P2):
        await open_case(room, priority, location=None)
    await room.wait(900)
    rows = await room.database.pool.fetch(
        "select happened_at from event where kind like 'followup.watch.%' and kind <> 'followup.watch.set'"
        " order by tx, seq"
    )
    moments = [row["happened_at"] for row in rows]
    assert len(moments) >= 4 * 5
    assert moments == sorted(moments)
    fired = await room.database.pool.fetch(
        "select e.happened_at, s.state->>'red_at' as red from event e join stream s on s.id = e.stream"
        " where e.kind = 'followup.watch.fired' and e.version < 4"
    )
    assert fired
    for row in fired:
        due = row["red"].replace("Z", "+00:00")
        assert abs((row["happened_at"] - type(row["happened_at"]).fromisoformat(due)).total_seconds()) < 0.002


@pytest.mark.parametrize("outcome", [TaskOutcome.ATTENDED])
async def test_an_ended_task_promises_nothing(room: WorkflowSetup, outcome: TaskOutcome):
    task, unit, work = await alerted(room)
    for status in ("on_scene", "available"):
        await press(room, unit, status)
    await room.do(dispatcher(), tasks.EndTask(task=task.task, outcome=outcome))
    assert await kinds(room, task.case) == set()
    watches = await room.states.in_case(WATCH, task.case)
    assert {watch.state for watch in watches} <= {WatchState.KEPT, WatchState.CANCELLED}
    assert isinstance(work, UUID)


async def test_a_capability_that_nobody_covers_keeps_the_clock_of_the_first_unit(room: WorkflowSetup):
    """Trapped people: the engine that goes puts the fire out, and the rescue is nobody's."""
    task = await offered(room, capabilities=("als", "rescue"))
    await room.do(dispatcher(), tasks.AcceptTask(task=task.task))
    first = await a_unit(room)
    alert = units.AlertUnit(assignment=AssignmentId(new_id()), unit=first.unit, task=task.task)
    await room.do(dispatcher(), alert)
    assert K.NO_UNIT in await kinds(room, task.case)
    await room.wait(61)
    (watch,) = await room.watches(kind="no_unit")
    assert (watch.state, watch.subject) == (WatchState.FIRED, stream_id("task", task.task))
    rescue = registered("R-1", capabilities=("rescue",))
    await room.do(system(), rescue)
    await room.do(crew_of("R-1"), units.SignOnCrew(unit=rescue.unit, crew=CREW))
    alert = units.AlertUnit(assignment=AssignmentId(new_id()), unit=rescue.unit, task=task.task)
    await room.do(dispatcher(), alert)
    assert await room.watches(kind="no_unit") == []
    await room.do(dispatcher(), units.ReleaseUnit(unit=rescue.unit, reason="otra urgencia"))
    assert K.NO_UNIT in await kinds(room, task.case), "who goes covers the rest alone"


async def test_what_the_centre_does_itself_is_no_alarm_and_an_ambulance_on_top_is_waited_for(
    room: WorkflowSetup,
):
    """A doctor on line: accepted, nobody is waited for; the centre ends it with its words."""
    task = await offered(room, capabilities=("med_reg",))
    assert await kinds(room, task.case) == {K.TASK_ACCEPT, K.FIRST_UNIT}
    await room.do(dispatcher(), tasks.AcceptTask(task=task.task))
    assert await kinds(room, task.case) == set()
    await room.wait(3600)
    assert await kinds(room, task.case) == set()
    more = tasks.ExtendTask(task=task.task, change=ChangeId(new_id()), capabilities=("als",))
    await room.do(system(), more)
    assert K.NO_UNIT in await kinds(room, task.case), "the ambulance is missing"
    unit = await a_unit(room)
    alert = units.AlertUnit(assignment=AssignmentId(new_id()), unit=unit.unit, task=task.task)
    await room.do(dispatcher(), alert)
    assert K.NO_UNIT not in await kinds(room, task.case)
    for status in ("on_scene", "available"):
        await press(room, unit, status)
    ended = tasks.EndTask(task=task.task, outcome=TaskOutcome.ATTENDED, words="consejo dado")
    await room.do(dispatcher(), ended)
    assert K.NO_UNIT not in await kinds(room, task.case)
    assert (await room.states.state(TASK, task.task)).words == "consejo dado"


async def test_beside_an_ambulance_the_doctor_on_line_leaves_the_first_unit_waited_for(room: WorkflowSetup):
    task = await offered(room, capabilities=("med_reg", "als"))
    await room.do(dispatcher(), tasks.AcceptTask(task=task.task))
    assert await kinds(room, task.case) >= {K.NO_UNIT, K.FIRST_UNIT}


async def test_an_alert_that_accepts_the_task_promises_what_it_leaves_uncovered(room: WorkflowSetup):
    task, unit = await offered(room, capabilities=("als", "rescue")), await a_unit(room)
    alert = units.AlertUnit(assignment=AssignmentId(new_id()), unit=unit.unit, task=task.task)
    await room.do(dispatcher(), alert)
    assert K.NO_UNIT in await kinds(room, task.case)
    for status in ("on_scene", "available"):
        await press(room, unit, status)
    assert await kinds(room, task.case) == set(), "nobody is sent any more: what they did is awaited"


async def test_a_unit_that_covers_a_part_while_the_worker_is_away_leaves_the_rest_waited_for(
    room: WorkflowSetup,
):
    """Accepted, and given one of two units needed, before the worker heard of either: the other is waited for."""
    task, unit = await offered(room, capabilities=("als", "rescue")), await a_unit(room)
    alert = units.AlertUnit(assignment=AssignmentId(new_id()), unit=unit.unit, task=task.task)
    for command in (tasks.AcceptTask(task=task.task), alert):
        await room.clock.advance(1, settle=0)
        await room.commands.handle(CommandId(new_id()), command, dispatcher())
    await room.runner.catch_up()
    assert K.NO_UNIT in await kinds(room, task.case)
