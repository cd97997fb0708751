"""The end of a practice session closes what it opened, however far it got, and touches nothing that is real."""

from collections.abc import Awaitable, Callable

import pytest

from auxilio.calls.core import messages as calls
from auxilio.calls.service import CALL
from auxilio.cases.core import messages as cases
from auxilio.cases.core.messages import CloseCase
from auxilio.cases.core.model import CaseState, Location, LocationCertainty
from auxilio.cases.service import CASE
from auxilio.dispatch.service import ASSIGNMENT, TASK, UNIT
from auxilio.dispatch.tasks.core import messages as tasks
from auxilio.dispatch.units.core import messages as units
from auxilio.dispatch.units.core.model import UnitStatus
from auxilio.followup.service import WATCH
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult
from auxilio.kernel.ids import AssignmentId, CallId, CaseId, CommandId, TaskId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Priority
from auxilio.platform.ids import new_id
from auxilio.training.core import messages as m
from auxilio.training.core.model import PracticeEnd, PracticeState, TrainingId
from auxilio.workflows import training_closing
from auxilio.workflows.training_closing import CLOSE_S_MAX
from tests.training.conftest import ANNA, CLARA, MARC, MILL, PAU, TRAINING, Evening
from tests.training.test_evening import TRAINEES, a_real_unit, call_of, starts


async def goes_so_far(evening: Evening, call: CallId, steps: int) -> None:
    """The first steps of an evening: answered, opened, located, ranked, sent, accepted, alerted, on its way."""
    case, task = CaseId(new_id()), TaskId(new_id())
    [unit] = await evening.callers.states.live(UNIT, mode=TRAINING.value)
    await evening.do(ANNA, calls.SetDeskReady(languages=("es",)))
    place = Location(degree=LocationCertainty.AGREED, words=MILL.words, point=MILL.point)
    offer = tasks.OfferTask(
        task=task, case=case, mode=TRAINING, centre="san-1", agency="san", service="HEALTH",
        priority=Priority.P0, capabilities=("als",),
    )  # fmt: skip
    story: tuple[tuple[Actor, Command], ...] = (
        (ANNA, calls.AnswerCall(call=call)),
        (ANNA, cases.OpenCase(case=case, call=call, summary="no respira")),
        (ANNA, offer),
        (ANNA, cases.LocateCase(case=case, location=place)),
        (ANNA, cases.SetPriority(case=case, priority=Priority.P0, reason="no respira")),
        (PAU, tasks.AcceptTask(task=task)),
        (PAU, units.AlertUnit(assignment=AssignmentId(new_id()), unit=unit.id, task=task)),
        (MARC, units.ReportStatus(unit=unit.id, status=UnitStatus.EN_ROUTE)),
    )
    for actor, command in story[:steps]:
        await evening.do(actor, command, 2)


async def still_open(evening: Evening, training: TrainingId) -> dict[str, int]:
    """What of the mode of the session somebody would still find on a board."""
    states = evening.callers.states
    mode = TRAINING.value
    return {
        "calls": len(await states.live(CALL, mode=mode)),
        "cases": len(await states.live(CASE, mode=mode, state=CaseState.OPEN.value)),
        "assignments": len(await states.live(ASSIGNMENT, mode=mode)),
        "tasks": len(await states.live(TASK, mode=mode)),
        "watches": len(await states.live(WATCH, mode=mode)),
        "crews": sum(bool(one.crew) for one in await states.live(UNIT, mode=mode)),
        "session": int((await evening.session(training)).closed_at is None),
    }


async def of_other_modes(evening: Evening) -> int:
    count: int = await evening.runtime.pool.fetchval("select count(*) from event where mode <> 'training'")
    return count


@pytest.mark.parametrize("steps", range(9))
async def test_the_end_closes_what_the_session_opened_however_far_it_got(
    evening: Evening, steps: int
) -> None:
    await a_real_unit(evening)
    training = await starts(evening)
    await goes_so_far(evening, await call_of(evening, training), steps)
    real = await of_other_modes(evening)
    await evening.do(CLARA, m.EndTraining(training=training))
    await evening.passes(12, step_s=2)
    assert set((await still_open(evening, training)).values()) == {0}, await still_open(evening, training)
    assert (await evening.session(training)).left_open == 0
    assert await of_other_modes(evening) == real, "nothing real is touched"


async def test_a_caller_whom_nobody_answered_is_owed_no_call_back_after_the_end(evening: Evening) -> None:
    training = await starts(evening)
    await evening.passes(400, step_s=20)
    await evening.do(CLARA, m.EndTraining(training=training))
    await evening.passes(8, step_s=2)
    assert set((await still_open(evening, training)).values()) == {0}


@pytest.mark.parametrize("paused", [False, True])
async def test_a_session_ends_by_itself_when_its_time_is_over(evening: Evening, *, paused: bool) -> None:
    training = TrainingId(new_id())
    start = m.StartTraining(training=training, scenario="arrest", trainees=TRAINEES, limit_min=5)
    await evening.do(CLARA, start)
    await evening.passes(2)
    if paused:
        await evening.do(CLARA, m.PauseTraining(training=training))
    await evening.passes(310, step_s=31)
    session = await evening.session(training)
    assert (session.state, session.end_reason) == (PracticeState.ENDED, PracticeEnd.TIME_LIMIT)
    await evening.passes(8, step_s=2)
    assert set((await still_open(evening, training)).values()) == {0}


async def test_the_end_of_one_session_leaves_another_alone(evening: Evening) -> None:
    await a_real_unit(evening)
    first = await starts(evening)
    second = await starts(evening)
    call = await call_of(evening, second)
    await goes_so_far(evening, call, 2)
    await evening.do(CLARA, m.EndTraining(training=first))
    await evening.passes(8, step_s=2)
    assert (await evening.session(first)).closed_at is not None
    left = await still_open(evening, second)
    assert (left["calls"], left["cases"], left["crews"]) == (1, 1, 1)
    await evening.do(CLARA, m.EndTraining(training=second))
    await evening.passes(8, step_s=2)
    assert set((await still_open(evening, second)).values()) == {0}
    third = await starts(evening)
    assert (await still_open(evening, third))["crews"] == 1, "the copies are crewed for the next session"


class Refusing:
    """The command bus, which refuses one kind of command."""

    def __init__(self, handle: Callable[..., Awaitable[CommandResult]], kind: type[Command]) -> None:
        self._handle, self._kind = handle, kind

    async def handle(self, command_id: CommandId, command: Command, actor: Actor) -> CommandResult:
        if isinstance(command, self._kind):
            raise Refused("tasks_open")
        return await self._handle(command_id, command, actor)


async def test_what_cannot_be_closed_is_told_and_tried_for_no_longer_than_it_may_be(evening: Evening) -> None:
    await a_real_unit(evening)
    training = await starts(evening)
    await goes_so_far(evening, await call_of(evening, training), 3)
    evening.closer.commands = Refusing(evening.runtime.commands.handle, CloseCase)
    await evening.do(CLARA, m.EndTraining(training=training))
    await evening.passes(CLOSE_S_MAX / 2, step_s=60)
    assert (await evening.session(training)).closed_at is None, "it is tried again"
    await evening.passes(CLOSE_S_MAX, step_s=60)
    session = await evening.session(training)
    assert (session.closed_at is not None, session.left_open) == (True, 1)


async def test_a_worker_that_dies_in_the_middle_leaves_the_rest_to_the_next(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_real_unit(evening)
    training = await starts(evening)
    await goes_so_far(evening, await call_of(evening, training), 8)
    await evening.do(CLARA, m.EndTraining(training=training))
    monkeypatch.setattr(training_closing, "ACTS_MAX", 1)  # so many commands, and then another worker
    await evening.closer.run()
    left = await still_open(evening, training)
    assert left["session"] == 1
    assert left["cases"] == 1
    await evening.passes(60, step_s=2)
    assert set((await still_open(evening, training)).values()) == {0}
