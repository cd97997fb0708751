"""The hand-over as a story, against PostgreSQL: offered, told, refused, passed on, changed, ended."""

import pytest

from auxilio.dispatch.aggregates import ASSIGNMENT, TASK, UNIT
from auxilio.dispatch.open_work import OpenTaskCheck, ServiceOutcomeCheck
from auxilio.dispatch.tasks.core import messages as t
from auxilio.dispatch.tasks.core.model import RefusalReason, TaskOutcome, TaskState, unowned
from auxilio.dispatch.tasks.core.shared_types import ChangeId, ChangeKind
from auxilio.dispatch.units.core import messages as u
from auxilio.kernel.event import Command, CommandResult
from auxilio.kernel.ids import AssignmentId, CaseId, CentreId, CommandId, TaskId
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.platform.database.command_executor import CommandContext
from auxilio.platform.ids import new_id
from tests.actors import system
from tests.dispatch.factories import PLACE, DispatchSetup, call_taker, crew_of, dispatcher, offer, supervisor


async def send(room: DispatchSetup, case: CaseId, **facts: object) -> CommandResult:
    given: dict[str, object] = {
        "case": case,
        "mode": Mode.REAL,
        "priority": Priority.P0,
        "type": "SAN-01",
        "send": ("als", "bls", "aed"),
        "place": PLACE,
    }
    return await room.do(t.SendHelp(**(given | facts)), call_taker())


async def tasks_of(room: DispatchSetup, case: CaseId) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {}
    for id in await room.store.ids("task", case):
        task = await room.state(TASK, id)
        found.setdefault(task.centre, []).append(task)
    return found


async def test_one_press_offers_to_every_centre_of_the_plan(room: DispatchSetup) -> None:
    case = CaseId(new_id())
    handled = await send(room, case)
    assert handled.facts["offered"] == "2"
    found = await tasks_of(room, case)
    assert set(found) == {"san-1", "pol-1"}
    health = found["san-1"][0]
    assert health.capabilities == ("als", "bls", "aed")
    assert "lead_of_type" in [reason.code for reason in health.reasons]


async def test_a_second_press_asks_nobody_twice_and_a_grown_proof_extends(room: DispatchSetup) -> None:
    case = CaseId(new_id())
    await send(room, case)
    again = await send(room, case)
    assert (again.facts["offered"], again.facts["extended"]) == ("0", "0")
    more = await send(room, case, send=("als", "als", "bls", "aed", "rescue"))
    assert (more.facts["offered"], more.facts["extended"]) == ("1", "1")
    found = await tasks_of(room, case)
    [health] = found["san-1"]
    assert health.capabilities == ("als", "bls", "aed", "als")
    assert [one.kind for one in health.changes] == [ChangeKind.MORE_ASKED]
    assert found["bom-1"][0].capabilities == ("rescue",)


async def test_two_desks_that_press_at_once_offer_once(room: DispatchSetup) -> None:
    import asyncio

    case = CaseId(new_id())
    await asyncio.gather(*(send(room, case) for _ in range(6)))
    found = await tasks_of(room, case)
    assert {centre: len(tasks) for centre, tasks in found.items()} == {"san-1": 1, "pol-1": 1}


async def test_a_centre_accepts_and_its_clock_of_the_first_unit_runs(room: DispatchSetup) -> None:
    task = await room.task()
    assert (task.due_at - task.offered_at).total_seconds() == 40
    await room.do(t.AcceptTask(task=task.id), dispatcher())
    await room.do(t.AcceptTask(task=task.id), dispatcher())  # a repeated press is not news
    now = await room.state(TASK, task.id)
    assert now.state is TaskState.ACCEPTED
    assert (now.due_at - now.since).total_seconds() == 60
    assert await room.kinds("task", task.id) == ["offered", "accepted"]


async def test_the_room_can_answer_for_a_centre(room: DispatchSetup) -> None:
    task = await room.task()
    await room.do(t.AcceptTask(task=task.id), supervisor())
    assert (await room.state(TASK, task.id)).state is TaskState.ACCEPTED


async def test_a_centre_without_console_is_told_and_reads_back(room: DispatchSetup) -> None:
    task = await room.task(
        centre=CentreId("pc-1"), agency="pc", service="CIVIL_PROTECTION", by_telephone=True
    )
    with pytest.raises(Refused, match="task_told_by_telephone"):
        await room.do(t.AcceptTask(task=task.id), supervisor())
    told = t.NotifyTaskByPhone(task=task.id, to="Pérez", read_back="Calle Mayor 12, un técnico de guardia")
    await room.do(told, call_taker())
    now = await room.state(TASK, task.id)
    assert (now.state, now.told.to, now.told.read_back) == (TaskState.TOLD, "Pérez", told.read_back)
    await room.do(
        t.EndTask(task=task.id, outcome=TaskOutcome.ATTENDED), call_taker()
    )  # its statuses are entered for it


async def test_a_no_by_telephone_is_a_refusal_like_any_other(room: DispatchSetup) -> None:
    task = await room.task(centre=CentreId("pc-1"), by_telephone=True)
    told = t.NotifyTaskByPhone(
        task=task.id, to="Pérez", read_back="no tengo a nadie", refused=RefusalReason.NO_UNIT
    )
    await room.do(told, call_taker())
    now = await room.state(TASK, task.id)
    assert (now.state, now.refusal, now.words) == (
        TaskState.REFUSED,
        RefusalReason.NO_UNIT,
        "no tengo a nadie",
    )


async def test_a_refusal_goes_to_the_next_centre_and_then_nobody_has_it(room: DispatchSetup) -> None:
    task = await room.task(fallbacks=(CentreId("bom-1"),))
    await room.do(t.RefuseTask(task=task.id, reason=RefusalReason.NO_UNIT), dispatcher())
    second = TaskId(new_id())
    await room.do(t.EscalateTask(task=task.id, next=second))
    first, now = await room.state(TASK, task.id), await room.state(TASK, second)
    assert (first.passed_to, unowned(first)) == (second, False)
    assert (now.centre, now.agency, now.capabilities, now.state) == (
        "bom-1",
        "bom",
        ("als",),
        TaskState.OFFERED,
    )
    assert now.reasons[0].code == "passed_on"
    with pytest.raises(Refused, match="task_passed_on"):  # too late: another centre is asked
        await room.do(t.CancelTask(task=task.id, change=ChangeId(new_id()), reason="no"), call_taker())
    await room.do(t.RefuseTask(task=second, reason=RefusalReason.NOT_OURS), dispatcher("bom-1"))
    await room.do(t.EscalateTask(task=second, next=TaskId(new_id())))
    assert (await room.state(TASK, second)).nobody_since is not None


@pytest.mark.parametrize("reason", [RefusalReason.FACTS_MISSING, RefusalReason.ATTENDED])
async def test_some_refusals_need_a_person_before_another_centre(
    room: DispatchSetup, reason: RefusalReason
) -> None:
    task = await room.task(fallbacks=(CentreId("bom-1"),))
    await room.do(t.RefuseTask(task=task.id, reason=reason), dispatcher())
    await room.do(t.EscalateTask(task=task.id, next=TaskId(new_id())))
    now = await room.state(TASK, task.id)
    assert now.nobody_since is not None
    assert now.passed_to is None


async def test_who_answers_late_still_has_it_while_nobody_else_does(room: DispatchSetup) -> None:
    task = await room.task(priority=Priority.P0)
    await room.do(t.TimeOutTask(task=task.id))  # before its time: the timer was early
    assert (await room.state(TASK, task.id)).state is TaskState.OFFERED


async def test_asked_by_hand_instead_of_one_that_nobody_took_ends_the_alarm(room: DispatchSetup) -> None:
    task = await room.task()
    await room.do(t.RefuseTask(task=task.id, reason=RefusalReason.NO_UNIT), dispatcher())
    await room.do(t.EscalateTask(task=task.id, next=TaskId(new_id())))
    by_hand = offer(task.case, centre=CentreId("bom-1"), instead_of=task.id)
    await room.do(by_hand, call_taker())
    now = await room.state(TASK, task.id)
    assert (now.nobody_since, now.passed_to) == (None, by_hand.task)


async def test_a_critical_change_interrupts_centre_and_crew_until_each_has_acknowledged(
    room: DispatchSetup,
) -> None:
    task, unit = await room.task(), await room.unit()
    await room.alerted(task, unit)
    change, new = ChangeId(new_id()), Point(41.6, 1.6)
    await room.do(
        t.RaiseChange(
            task=task.id,
            change=change,
            change_kind=ChangeKind.LOCATION_CORRECTED,
            old="Calle Mayor 12",
            new="Calle Mayor 12, Fontnova",
            place=new,
        )
    )
    now, moved = await room.state(TASK, task.id), await room.state(UNIT, unit.id)
    assert now.place == new
    assert [one.old for one in moved.orders] == ["Calle Mayor 12"]
    await room.do(t.AcknowledgeChange(task=task.id, change=change), dispatcher())
    assert (await room.state(UNIT, unit.id)).orders[0].acknowledged is None
    await room.do(u.AcknowledgeOrder(unit=unit.id, change=change), crew_of("SVA-1"))
    said = (await room.state(UNIT, unit.id)).orders[0]
    assert said.acknowledged.by_name == "Marta Soler"
    assert said.old == "Calle Mayor 12"  # the old value stays


async def test_a_crew_alerted_after_the_change_starts_with_it(room: DispatchSetup) -> None:
    task, unit = await room.task(), await room.unit()
    change = ChangeId(new_id())
    raised = t.RaiseChange(task=task.id, change=change, change_kind=ChangeKind.WAIT_FOR_POLICE, new="arma")
    await room.do(raised, call_taker())
    await room.alerted(task, unit)
    assert [one.kind for one in (await room.state(UNIT, unit.id)).orders] == [ChangeKind.WAIT_FOR_POLICE]


async def test_a_raised_priority_sets_the_running_clock_from_its_start(room: DispatchSetup) -> None:
    task = await room.task(priority=Priority.P2)
    await room.do(
        t.RaiseChange(
            task=task.id,
            change=ChangeId(new_id()),
            change_kind=ChangeKind.PRIORITY_RAISED,
            new="P0",
            priority=Priority.P0,
        )
    )
    now = await room.state(TASK, task.id)
    assert (now.priority, (now.due_at - now.offered_at).total_seconds()) == (Priority.P0, 20)
    assert (now.changes[0].old, now.changes[0].new) == ("P2", "P0")


async def test_a_task_with_a_crew_out_does_not_end_and_a_silent_one_needs_two_attempts(
    room: DispatchSetup,
) -> None:
    task, unit = await room.task(), await room.unit()
    await room.alerted(task, unit)
    with pytest.raises(Refused, match="units_still_assigned"):
        await room.do(t.EndTask(task=task.id, outcome=TaskOutcome.ATTENDED), dispatcher())
    await room.do(u.ReleaseUnit(unit=unit.id), dispatcher())
    silent = t.EndTask(task=task.id, outcome=TaskOutcome.NO_REPORT)
    with pytest.raises(Refused, match="contact_attempts_missing") as refused:
        await room.do(silent, call_taker())
    assert refused.value.facts == {"made": 0, "needed": 2}
    for _ in range(2):
        await room.do(t.RecordContactAttempt(task=task.id, whom="guardia", reached=False), call_taker())
    await room.do(silent, call_taker())
    assert (await room.state(TASK, task.id)).outcome is TaskOutcome.NO_REPORT


async def close(room: DispatchSetup, case: CaseId, *services: str) -> None:
    """What closing the case does with the aggregates of dispatch."""
    check, told = OpenTaskCheck(room.store), ServiceOutcomeCheck(room.store)

    async def decide(attempt: CommandContext) -> None:
        await check(attempt, case)
        await told(attempt, case, frozenset(services))

    command: Command = t.AcceptTask(task=TaskId(new_id()))
    await room.database.work.run(CommandId(new_id()), command, system(), decide)


async def test_a_case_does_not_close_over_a_task_that_is_open_or_that_nobody_took(
    room: DispatchSetup,
) -> None:
    task, unit = await room.task(), await room.unit()
    await close(room, CaseId(new_id()))  # one without tasks does
    with pytest.raises(Refused, match="tasks_open") as refused:
        await close(room, task.case)
    assert refused.value.facts["tasks"][0]["centre"] == "san-1"
    await room.alerted(task, unit)
    await room.do(t.ReleaseTask(task=task.id, to="Dra. Vila", reason="sigue el 061"), call_taker())
    with pytest.raises(Refused, match="outcomes_missing") as unsaid:
        await close(room, task.case, "POLICE")
    assert unsaid.value.facts == {"services": [task.service]}
    await close(room, task.case, task.service)
    moving = await room.state(UNIT, unit.id)
    assert (moving.status, moving.assignment is not None) == ("alerted", True), (
        "closing sets no unit's status"
    )


async def test_closing_loses_against_a_unit_that_moves_at_the_same_time(room: DispatchSetup) -> None:
    task, unit = await room.task(), await room.unit()
    await room.alerted(task, unit)
    await room.do(t.ReleaseTask(task=task.id, to="Dra. Vila", reason="sigue"), call_taker())
    check, tries = OpenTaskCheck(room.store), 0

    async def decide(attempt: CommandContext) -> None:
        nonlocal tries
        tries += 1
        await check(attempt, task.case)
        if tries == 1:  # between our look and our commit the crew presses
            await room.press(unit, "en_route")

    await room.database.work.run(CommandId(new_id()), t.AcceptTask(task=TaskId(new_id())), system(), decide)
    assert tries == 2, "it looked again"


async def test_cancelling_tells_everybody_and_moves_nobody(room: DispatchSetup) -> None:
    task, unit = await room.task(), await room.unit()
    id = await room.alerted(task, unit)
    await room.do(t.CancelTask(task=task.id, change=ChangeId(new_id()), reason="falsa alarma"), call_taker())
    now, moving = await room.state(TASK, task.id), await room.state(UNIT, unit.id)
    assert (now.state, now.changes[0].kind) == (TaskState.CANCELLED, ChangeKind.CANCELLED)
    assert moving.orders[0].kind is ChangeKind.CANCELLED
    assert (moving.status, moving.assignment) == ("alerted", id)
    with pytest.raises(Refused, match="tasks_open"):
        await close(room, task.case)  # a crew is still out
    await room.press(unit, "available")
    await close(room, task.case)
    assert (await room.state(UNIT, unit.id)).orders[0].acknowledged is None, "still to be read by the crew"


async def test_a_crew_that_never_arrived_leaves_the_task_without_unit_and_its_clock_runs(
    room: DispatchSetup,
) -> None:
    task, unit = await room.task(), await room.unit()
    id = await room.alerted(task, unit)
    await room.press(unit, "out_of_service")
    now, work = await room.state(TASK, task.id), await room.state(ASSIGNMENT, id)
    assert (now.state, now.assignments, now.due_at is not None) == (TaskState.ACCEPTED, (), True)
    assert work.reason == "out_of_service"


async def test_a_crew_that_was_there_and_is_free_leaves_a_task_that_waits_for_its_outcome(
    room: DispatchSetup,
) -> None:
    task, unit = await room.task(), await room.unit()
    await room.alerted(task, unit)
    for status in ("acknowledged", "en_route", "on_scene", "available"):
        await room.press(unit, status)
    now = await room.state(TASK, task.id)
    assert (now.state, now.assignments, now.due_at) == (TaskState.ACTIVE, (), None)


async def test_alerting_for_an_offered_task_accepts_it(room: DispatchSetup) -> None:
    task, unit = await room.task(), await room.unit()
    await room.alerted(task, unit)
    assert await room.kinds("task", task.id) == ["offered", "accepted", "unit_given"]
    assert not (await room.state(TASK, task.id)).accepted_by_rule


async def test_a_rule_alerts_only_where_the_agency_has_delegated_it_and_a_person_can_take_over(
    room: DispatchSetup,
) -> None:
    task, unit = await room.task(), await room.unit()
    refused = u.AlertUnit(assignment=AssignmentId(new_id()), unit=unit.id, task=task.id)
    with pytest.raises(Refused, match="reflex_not_delegated"):
        await room.do(refused)
    delegated = await room.task(reflex=True)
    await room.do(u.AlertUnit(assignment=AssignmentId(new_id()), unit=unit.id, task=delegated.id))
    now = await room.state(TASK, delegated.id)
    assert (now.state, now.accepted_by_rule) == (TaskState.ACTIVE, True)
    await room.do(t.AcceptTask(task=delegated.id), dispatcher())
    now = await room.state(TASK, delegated.id)
    assert (now.state, now.accepted_by_rule, now.accepted_by) == (TaskState.ACTIVE, False, "Lucía Ferrer")
