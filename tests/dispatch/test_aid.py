"""Mutual aid: a centre asks a neighbour for a part of what it has, and keeps its own (decision 0211)."""

import asyncio
from typing import Any

import msgspec
import pytest

from auxilio.dispatch.aggregates import ASSIGNMENT, TASK, UNIT
from auxilio.dispatch.open_work import OpenTaskCheck
from auxilio.dispatch.response_plan.core.plan import neighbours_of
from auxilio.dispatch.tasks.core import evolution, machine
from auxilio.dispatch.tasks.core import messages as t
from auxilio.dispatch.tasks.core.model import (
    HELD_STATES,
    AidReason,
    RefusalReason,
    Task,
    TaskOutcome,
    TaskState,
    is_settled,
)
from auxilio.dispatch.units.core import messages as u
from auxilio.kernel.event import Command
from auxilio.kernel.ids import AgencyId, AssignmentId, CaseId, CentreId, TaskId
from auxilio.kernel.refusal import Refused
from auxilio.platform.database.command_executor import CommandContext
from auxilio.platform.ids import new_id
from tests.actors import system
from tests.dispatch.factories import AT, DispatchSetup, call_taker, dispatcher, offer, plan, supervisor

FIRE: dict[str, Any] = {"centre": CentreId("bom-1"), "agency": AgencyId("bom"), "service": "FIRE"}
ASKED = ("pump", "rescue", "rescue")
BOM_1, BOM_2, BOM_3 = (CentreId(f"bom-{n}") for n in (1, 2, 3))
CLOCKS = plan().area.clocks


def held(**changed: Any) -> Task:
    """A task of the fire centre, accepted."""
    command = offer(None, **FIRE, capabilities=ASKED)
    task = evolution.evolve(None, machine.offer(command, CLOCKS, call_taker())[0], AT)
    [accepted] = machine.decide(task, t.AcceptTask(task=task.id), dispatcher("bom-1"), AT, CLOCKS)
    return msgspec.structs.replace(evolution.evolve(task, accepted, AT), **changed)


def request(task: Task, *capabilities: str, centre: CentreId = BOM_2, **more: Any) -> t.RequestMutualAid:
    fields: dict[str, Any] = {"aid": TaskId(new_id()), "reason": AidReason.NO_FREE_UNIT} | more
    return t.RequestMutualAid(task=task.id, centre=centre, capabilities=capabilities or ("rescue",), **fields)


def ask(task: Task, command: t.RequestMutualAid, *known: Task, by: Any = None) -> Any:
    return machine.ask_for_aid(task, command, known, (BOM_2, BOM_3), by or dispatcher("bom-1"))


# --- pure -----------------------------------------------------------------------------------------


def test_the_plan_names_whom_a_centre_asks_and_no_plan_asks_a_neighbour_first() -> None:
    assert [one.id for one in neighbours_of(plan(), BOM_1)] == [BOM_2, BOM_3]
    assert neighbours_of(plan(), CentreId("pol-1")) == ()
    zoned = {centre for zone in plan().area.zones for centre in zone.centres}
    assert zoned.isdisjoint({BOM_2, BOM_3, CentreId("san-2")})


def test_asking_is_a_fact_of_the_task_that_stays_where_it_is() -> None:
    task = held()
    command = request(task, words="Dos coches con atrapados")
    [asked] = ask(task, command)
    assert (asked.centre, asked.capabilities, asked.reason) == (BOM_2, ("rescue",), AidReason.NO_FREE_UNIT)
    after = evolution.evolve(task, asked, AT)
    assert after == msgspec.structs.replace(task, aids=(command.aid,), lent=("rescue",))


@pytest.mark.parametrize("state", sorted(set(TaskState) - HELD_STATES))
def test_only_whoever_has_the_task_asks_for_aid(state: TaskState) -> None:
    task = held(state=state)
    with pytest.raises(Refused, match="task_not_held"):
        ask(task, request(task))


def test_what_may_not_be_asked_is_refused_with_its_own_reason() -> None:
    task = held()
    refused = {
        "not_a_neighbour": request(task, centre=CentreId("san-2")),
        "aid_beyond_task": request(task, "hazmat"),
    }
    for code, command in refused.items():
        with pytest.raises(Refused, match=code):
            ask(task, command)
    with pytest.raises(Refused, match="aid_beyond_task"):
        ask(task, request(task, "pump", "pump"))
    assert ask(task, request(task), by=supervisor()), "the room may ask for a centre"
    lent = held(aid_of=TaskId(new_id()), aid_for=CentreId("bom-9"))
    with pytest.raises(Refused, match="aid_of_aid"):
        ask(lent, request(lent))


def test_nobody_is_asked_for_more_than_the_task_asks_for() -> None:
    task = held()
    one = held(capabilities=("rescue",), centre=BOM_2, aid_of=task.id)
    assert ask(task, request(task, centre=BOM_3), one), "two are asked for, one of each neighbour"
    other = msgspec.structs.replace(one, centre=BOM_3)
    with pytest.raises(Refused, match="aid_already_asked") as refused:
        ask(task, request(task), one, other)
    assert refused.value.facts["centre"] == "bom-2, bom-3"
    gone = msgspec.structs.replace(other, state=TaskState.REFUSED)
    assert ask(task, request(task), one, gone), "what was refused may be asked again"


# --- with a database ------------------------------------------------------------------------------


async def taken(room: DispatchSetup, **more: Any) -> Any:
    task = await room.task(**(FIRE | {"capabilities": ASKED} | more))
    await room.do(t.AcceptTask(task=task.id), dispatcher("bom-1"))
    return await room.state(TASK, task.id)


async def aided(room: DispatchSetup, task: Any, **more: Any) -> Any:
    command = request(task, **more)
    await room.do(command, dispatcher("bom-1"))
    return await room.state(TASK, command.aid)


async def test_the_neighbour_gets_a_task_of_its_own_and_both_sides_stand_in_the_log(
    room: DispatchSetup,
) -> None:
    task = await taken(room)
    aid = await aided(room, task)
    assert (aid.case, aid.centre, aid.capabilities, aid.state) == (
        task.case,
        BOM_2,
        ("rescue",),
        TaskState.OFFERED,
    )
    assert (aid.aid_of, aid.aid_for, aid.priority, aid.place) == (task.id, BOM_1, task.priority, task.place)
    assert [(why.code, why.facts["why"]) for why in aid.reasons] == [("aid", "no_free_unit")]
    assert (aid.due_at - aid.offered_at).total_seconds() == CLOCKS.accept(task.priority)[1]
    mine = await room.state(TASK, task.id)
    assert (mine.state, mine.aids, mine.capabilities) == (TaskState.ACCEPTED, (aid.id,), ASKED)
    assert "aid_asked" in await room.kinds("task", task.id)


async def test_a_neighbour_lends_its_own_unit_and_no_other_centre_sends_it(room: DispatchSetup) -> None:
    task = await taken(room)
    aid = await aided(room, task)
    unit = await room.unit(
        "B-21", agency=AgencyId("bom"), centre=BOM_2, capabilities=("rescue",), crewed=True
    )
    with pytest.raises(Refused, match="not_your_centre"):
        await room.do(
            u.AlertUnit(assignment=AssignmentId(new_id()), unit=unit.id, task=aid.id), dispatcher("bom-1")
        )
    await room.alerted(aid, unit)
    assert (await room.state(TASK, aid.id)).state is TaskState.ACTIVE
    assert (await room.state(TASK, task.id)).state is TaskState.ACCEPTED, "the asking centre keeps its part"


async def test_a_refusal_goes_on_to_the_next_neighbour_and_stays_aid(room: DispatchSetup) -> None:
    task = await taken(room)
    aid = await aided(room, task)
    assert aid.fallbacks == (BOM_3,)
    await room.do(t.RefuseTask(task=aid.id, reason=RefusalReason.NO_UNIT), dispatcher("bom-2"))
    next_id = TaskId(new_id())
    await room.do(t.EscalateTask(task=aid.id, next=next_id))
    third = await room.state(TASK, next_id)
    assert (third.centre, third.aid_of, third.aid_for, third.by_telephone) == (BOM_3, task.id, BOM_1, True)
    with pytest.raises(Refused, match="aid_already_asked"):
        await room.do(request(task, "rescue", "rescue"), dispatcher("bom-1"))


async def test_nobody_has_it_is_an_alarm_until_it_is_asked_of_another(room: DispatchSetup) -> None:
    task = await taken(room)
    aid = await aided(room, task, centre=BOM_3)
    await room.do(
        t.NotifyTaskByPhone(task=aid.id, to="Guardia", read_back="no", refused=RefusalReason.NO_UNIT)
    )
    await room.do(t.EscalateTask(task=aid.id, next=TaskId(new_id())))
    alone = await room.state(TASK, aid.id)
    assert alone.nobody_since is not None
    assert not is_settled(alone)
    again = await aided(room, task, centre=BOM_2)
    over = await room.state(TASK, aid.id)
    assert (over.passed_to, over.nobody_since) == (again.id, None)
    assert is_settled(over)


async def test_sixteen_presses_at_once_ask_once_and_a_unit_is_lent_once(room: DispatchSetup) -> None:
    task = await taken(room, capabilities=("rescue",))

    async def press(command: Command, centre: str) -> str:
        try:
            await room.do(command, dispatcher(centre))
        except Refused as refused:
            return refused.code
        return "done"

    wanted = [request(task, centre=BOM_2 if n % 2 else BOM_3) for n in range(16)]
    said = await asyncio.gather(*(press(command, "bom-1") for command in wanted))
    assert sorted(said) == ["aid_already_asked"] * 15 + ["done"]
    tasks = [await room.state(TASK, id) for id in await room.store.ids("task", task.case)]
    [aid] = [one for one in tasks if one.aid_of == task.id]
    assert (await room.state(TASK, task.id)).aids == (aid.id,)

    # One unit of the neighbour, wanted for the aid and for a case of its own by eight hands each.
    own = await room.task(centre=aid.centre, agency=AgencyId("bom"), service="FIRE", capabilities=("rescue",))
    unit = await room.unit("B-21", agency=AgencyId("bom"), centre=aid.centre, capabilities=("rescue",))
    alerts = [
        u.AlertUnit(assignment=AssignmentId(new_id()), unit=unit.id, task=(aid, own)[n % 2].id)
        for n in range(16)
    ]
    sent = await asyncio.gather(*(press(command, str(aid.centre)) for command in alerts))
    assert sent.count("done") == 1, sent
    works = [id for case in (task.case, own.case) for id in await room.store.ids("assignment", case)]
    [work] = [await room.state(ASSIGNMENT, AssignmentId(id)) for id in works]
    assert (await room.state(UNIT, unit.id)).assignment == work.id


async def test_the_case_closes_when_each_part_has_ended_or_was_released_to_its_agency(
    room: DispatchSetup,
) -> None:
    task = await taken(room)
    aid = await aided(room, task)
    await room.do(t.AcceptTask(task=aid.id), dispatcher("bom-2"))

    async def still_open() -> list[str]:
        return await waiting(room, task.case)

    assert await still_open() == ["bom-1", "bom-2"]
    await room.do(t.EndTask(task=task.id, outcome=TaskOutcome.ATTENDED), dispatcher("bom-1"))
    assert await still_open() == ["bom-2"], "what was lent goes on by itself"
    await room.do(t.ReleaseTask(task=aid.id, to="Bombers de la Serra", reason="siguen"), dispatcher("bom-2"))
    assert await still_open() == []


async def waiting(room: DispatchSetup, case: CaseId) -> list[str]:
    """The centres that a case waits for before it closes."""

    async def decide(attempt: CommandContext) -> None:
        await OpenTaskCheck(room.store)(attempt, case)

    try:
        await room.database.work.run(new_id(), t.AcceptTask(task=TaskId(new_id())), system(), decide)
    except Refused as refused:
        return sorted(str(refused.facts["centres"]).split(", "))
    return []
