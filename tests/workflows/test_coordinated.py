"""Stage 4 as a story: what becomes known reaches whoever works on the case, and nobody is told more than is true."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from auxilio.cases.core import messages as cases
from auxilio.cases.core.model import Hazard, Location, LocationCertainty, WindFrom
from auxilio.cases.service import CASE
from auxilio.dispatch.fakes import StraightLines
from auxilio.dispatch.queries import DispatchQueries
from auxilio.dispatch.service import ASSIGNMENT, TASK, UNIT
from auxilio.dispatch.store import DispatchStore
from auxilio.dispatch.tasks.core import messages as t
from auxilio.dispatch.tasks.core.model import Task, TaskState
from auxilio.dispatch.tasks.core.shared_types import ChangeKind
from auxilio.dispatch.units.core import messages as u
from auxilio.dispatch.units.core.model import Unit
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command
from auxilio.kernel.ids import AssignmentId, CaseId, HazmatId
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.ids import new_id
from auxilio.workflows import coordination as coordinated
from auxilio.workflows import followup_watches as followed
from tests.actors import person, system
from tests.database import Database
from tests.dispatch.factories import CREW, crew_of, dispatcher, plan, registered
from tests.workflows.conftest import WorkflowSetup, make_room

PLACE, OTHER_STREET = Point(41.50, 1.50), Point(41.52, 1.52)
OPERATOR = person("call_taker", "desk-14")


@pytest.fixture
async def room(database: Database, clock: SimulatedClock) -> AsyncIterator[WorkflowSetup]:
    """A centre with the reactions of stages 4 and 5. When the story is told, the log is run again: nothing changes."""

    def again() -> WorkflowSetup:
        store = DispatchStore(database.pool)
        queries = DispatchQueries(database.pool, clock, store, StraightLines(), plan, store)
        reactions = (
            *coordinated.reactions(queries.units_for),
            *followed.reactions(every_s=lambda protocol, version: None),
        )
        return make_room(database, clock, reactions)

    it = again()
    yield it
    before = await it.facts()
    await database.by_its_administrator("delete from reader_cursor")
    await again().runner.catch_up()
    assert (await it.facts())[len(before) :] == [], "a replay is a repeat"


def at(words: str, point: Point | None) -> Location:
    return Location(degree=LocationCertainty.AGREED, words=words, point=point)


async def do(room: WorkflowSetup, command: Command, actor: Actor | None = None) -> None:
    await room.do(actor or system(), command)


async def a_case(
    room: WorkflowSetup, location: Location | None = None, priority: Priority = Priority.P1
) -> CaseId:
    case = CaseId(new_id())
    await do(room, cases.OpenCase(case=case, location=location, type="SAN-05", priority=priority), OPERATOR)
    return case


async def send(room: WorkflowSetup, case: CaseId, **facts: Any) -> None:
    given: dict[str, Any] = {"priority": Priority.P1, "type": "SAN-05", "send": ("als",), "place": PLACE}
    await do(room, t.SendHelp(case=case, mode=Mode.REAL, **(given | facts)), OPERATOR)


async def a_unit(room: WorkflowSetup, callsign: str = "SVA-1", home: Point = PLACE) -> Unit:
    command = registered(callsign, home=home)
    await do(room, command)
    await do(room, u.SignOnCrew(unit=command.unit, crew=CREW), crew_of(callsign))
    return await unit_of(room, command.unit)


async def unit_of(room: WorkflowSetup, id: Any) -> Unit:
    found = await room.states.state(UNIT, id)
    assert found is not None
    return found


async def task_of(room: WorkflowSetup, case: CaseId, centre: str = "san-1") -> Task:
    [found] = [task for task in await room.states.in_case(TASK, case) if task.centre == centre]
    return found


async def alert(room: WorkflowSetup, unit: Unit, task: Task) -> AssignmentId:
    id = AssignmentId(new_id())
    await do(room, u.AlertUnit(assignment=id, unit=unit.id, task=task.id), dispatcher(task.centre))
    return id


async def test_the_caller_hears_that_help_is_on_its_way_only_after_a_crew_has_said_so(
    room: WorkflowSetup,
) -> None:
    case, unit = await a_case(room, at("Calle Mayor 12", PLACE)), await a_unit(room)

    async def told() -> tuple[bool, bool]:
        found = await room.states.state(CASE, case)
        assert found is not None
        return found.help_sent_at is not None, found.acknowledged_at is not None

    assert await told() == (False, False)
    await send(room, case)
    assert await told() == (True, False)
    await alert(room, unit, await task_of(room, case))
    assert await told() == (True, False), "alerted is not acknowledged"
    await do(room, u.ReportStatus(unit=unit.id, status=u.UnitStatus.ACKNOWLEDGED), crew_of("SVA-1"))
    assert await told() == (True, True)


async def test_a_corrected_street_interrupts_centre_and_crew_until_each_has_acknowledged(
    room: WorkflowSetup,
) -> None:
    case, unit = await a_case(room, at("Calle Mayor 12", PLACE)), await a_unit(room)
    await send(room, case)
    task = await task_of(room, case)
    await alert(room, unit, task)
    other = at("Calle Mayor 12, Fontnova", OTHER_STREET)
    await do(room, cases.LocateCase(case=case, location=other, correction=True), OPERATOR)
    task, moving = await task_of(room, case), await unit_of(room, unit.id)
    [change], [order] = task.changes, moving.orders
    assert (change.kind, change.old, change.new) == (
        ChangeKind.LOCATION_CORRECTED,
        "Calle Mayor 12",
        "Calle Mayor 12, Fontnova",
    )
    assert (order.id, order.acknowledged, task.place) == (change.id, None, OTHER_STREET)
    waiting = await room.watches(kind="change_acknowledge")
    assert {watch.subject for watch in waiting} == {f"task:{task.id}", f"unit:{unit.id}"}
    await do(room, t.AcknowledgeChange(task=task.id, change=change.id), dispatcher())
    assert [w.subject for w in await room.watches(kind="change_acknowledge")] == [f"unit:{unit.id}"]
    await do(room, u.AcknowledgeOrder(unit=unit.id, change=change.id), crew_of("SVA-1"))
    assert await room.watches(kind="change_acknowledge") == []


async def test_a_raised_priority_reaches_every_open_task_and_none_that_is_over(room: WorkflowSetup) -> None:
    case = await a_case(room, at("Calle Mayor 12", PLACE))
    await send(room, case, send=("als", "pump", "patrol"))
    over = await task_of(room, case, "pol-1")
    await do(room, t.AcceptTask(task=over.id), dispatcher("pol-1"))
    await do(room, t.EndTask(task=over.id, outcome=t.TaskOutcome.NOT_NEEDED), dispatcher("pol-1"))
    await do(room, cases.SetPriority(case=case, priority=Priority.P0), OPERATOR)
    found = {task.centre: task for task in await room.states.in_case(TASK, case)}
    assert {centre: task.priority for centre, task in found.items()} == {
        "san-1": Priority.P0,
        "bom-1": Priority.P0,
        "pol-1": Priority.P1,
    }
    assert [(c.old, c.new) for c in found["bom-1"].changes] == [("P1", "P0")]
    assert found["pol-1"].changes == ()


async def test_a_weapon_and_an_order_to_wait_are_two_kinds_of_change(room: WorkflowSetup) -> None:
    case = await a_case(room, at("Calle Mayor 12", PLACE))
    await send(room, case)
    for hazard in (Hazard(code="weapon", words="cuchillo"), Hazard(code="wait_for_police")):
        await do(room, cases.NoteHazard(case=case, hazard=hazard), OPERATOR)
    changes = (await task_of(room, case)).changes
    assert [(one.kind, one.new) for one in changes] == [
        (ChangeKind.HAZARD, "weapon: cuchillo"),
        (ChangeKind.WAIT_FOR_POLICE, "wait_for_police"),
    ]


async def test_a_plate_reaches_who_has_the_task_and_its_correction_strikes_the_old_one(
    room: WorkflowSetup,
) -> None:
    case = await a_case(room, at("Calle Mayor 12", PLACE))
    await send(room, case)
    first, second = HazmatId(new_id()), HazmatId(new_id())
    await do(room, cases.ReportHazmat(case=case, goods=first, top="33", bottom="1203"), OPERATOR)
    await do(room, cases.ReportHazmat(case=case, goods=second, bottom="1202", replaces=first), OPERATOR)
    assert [(one.kind, one.new, one.old) for one in (await task_of(room, case)).changes] == [
        (ChangeKind.HAZARD, "dangerous_goods: 33/1203", None),
        (ChangeKind.HAZARD, "dangerous_goods: –/1202", "33/1203"),
    ]
    known = await room.states.state(CASE, case)
    assert known is not None
    assert [goods.sheet.names["es"] for goods in known.goods] == ["Gasolina", "Gasóleo"]


async def test_a_wind_is_news_where_there_is_something_to_carry_and_only_when_it_turns(
    room: WorkflowSetup,
) -> None:
    case = await a_case(room, at("Calle Mayor 12", PLACE))
    await send(room, case)
    await do(room, cases.ReportWind(case=case, blows_from=WindFrom.NW), OPERATOR)
    assert (await task_of(room, case)).changes == ()
    await do(room, cases.ReportHazmat(case=case, goods=HazmatId(new_id()), bottom="1017"), OPERATOR)
    for wind in (WindFrom.NW, WindFrom.N, WindFrom.N):
        await do(room, cases.ReportWind(case=case, blows_from=wind), OPERATOR)
    told = [one.new for one in (await task_of(room, case)).changes]
    assert told == ["dangerous_goods: –/1017", "wind: N"]


async def test_a_place_found_after_help_was_sent_reaches_who_set_out_without_one(room: WorkflowSetup) -> None:
    case = await a_case(room)
    await send(room, case, place=None)
    assert (await task_of(room, case)).place is None
    await do(room, cases.LocateCase(case=case, location=at("Calle Mayor 12", PLACE)), OPERATOR)
    task = await task_of(room, case)
    assert (task.place, [one.kind for one in task.changes]) == (PLACE, [ChangeKind.LOCATION_CORRECTED])


async def test_the_first_place_of_a_case_reaches_who_was_sent_elsewhere_before_it_was_written_down(
    room: WorkflowSetup,
) -> None:
    case = await a_case(room)
    await send(room, case, place=OTHER_STREET)
    await do(room, cases.LocateCase(case=case, location=at("Calle Mayor 12", PLACE)), OPERATOR)
    task = await task_of(room, case)
    assert (task.place, [one.new for one in task.changes]) == (PLACE, ["Calle Mayor 12"])


async def test_what_the_case_learnt_while_the_key_was_pressed_is_told_at_once(room: WorkflowSetup) -> None:
    case = await a_case(room, at("Calle Mayor 12", PLACE), priority=Priority.P0)
    await send(room, case, priority=Priority.P2, place=None)
    task = await task_of(room, case)
    assert (task.priority, task.place) == (Priority.P0, PLACE)


async def test_a_delegated_reflex_alerts_the_nearest_free_unit_and_says_that_a_rule_did_it(
    room: WorkflowSetup,
) -> None:
    case = await a_case(room, at("Calle Mayor 12", PLACE), priority=Priority.P0)
    far, near = await a_unit(room, "SVA-2", Point(41.6, 1.5)), await a_unit(room, "SVA-1")
    await send(room, case, priority=Priority.P0)
    task = await task_of(room, case)
    assert (task.state, task.accepted_by_rule, task.accepted_by) == (TaskState.ACTIVE, True, "auxilio")
    [work] = await room.states.in_case(ASSIGNMENT, case)
    assert (work.unit, work.by_rule, work.proposed, work.eta_by) == (near.id, True, "reflex", "straight_line")
    assert (await unit_of(room, far.id)).assignment is None


async def test_a_reflex_goes_on_to_the_next_when_the_nearest_is_taken_and_alerts_one_at_most(
    room: WorkflowSetup,
) -> None:
    first = await a_case(room, at("Plaza Mayor 1", PLACE))
    near, next_ = await a_unit(room, "SVA-1"), await a_unit(room, "SVA-2", Point(41.51, 1.5))
    await send(room, first)
    await alert(room, near, await task_of(room, first))
    case = await a_case(room, at("Calle Mayor 12", PLACE), priority=Priority.P0)
    await send(room, case, priority=Priority.P0)
    [work] = await room.states.in_case(ASSIGNMENT, case)
    assert work.unit == next_.id


@pytest.mark.parametrize(
    ("priority", "centre", "send_"), [(Priority.P1, "san-1", "als"), (Priority.P0, "pol-1", "patrol")]
)
async def test_a_rule_alerts_for_nothing_less_than_p0_and_for_no_agency_that_did_not_delegate(
    room: WorkflowSetup, priority: Priority, centre: str, send_: str
) -> None:
    case = await a_case(room, at("Calle Mayor 12", PLACE), priority=priority)
    await a_unit(room)
    await send(room, case, priority=priority, type=None, send=(send_,))
    task = await task_of(room, case, centre)
    assert (task.state, task.assignments) == (TaskState.OFFERED, ())


async def test_nobody_answers_and_the_room_hears_that_nobody_has_it(room: WorkflowSetup) -> None:
    case = await a_case(room, at("Calle Mayor 12", PLACE))
    await send(room, case)
    await room.wait(41)
    task = await task_of(room, case)
    assert (task.state, task.nobody_since is not None) == (TaskState.TIMED_OUT, True)
    [alarm] = await room.watches(kind="nobody_has_it")
    assert alarm.subject == f"task:{task.id}"
    await do(room, t.AcceptTask(task=task.id), dispatcher())  # late, and welcome
    assert await room.watches(kind="nobody_has_it") == []
