"""Aim: whatever happens to the runner, each fact has its consequences once and in order, and no case waits for another."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.calls.core import messages as calls
from auxilio.calls.core.model import CallChannel
from auxilio.cases.core import messages as cases
from auxilio.cases.service import CASE
from auxilio.followup.core.model import WatchKind, WatchState
from auxilio.kernel.event import CommandResult, Cursor, Envelope
from auxilio.kernel.ids import CallId, CaseId, EventId, StreamId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.database import cursors
from auxilio.platform.ids import new_id
from auxilio.workflows import call_answering as answered
from auxilio.workflows import runner
from auxilio.workflows.runner import Reaction, ReactionRunner, ordering_keys, split_into_lanes
from tests.actors import citizen, person
from tests.database import Database
from tests.workflows.conftest import AGGREGATES, WorkflowSetup, make_room


async def noted(fact, states) -> Sequence:
    return [cases.NoteCase(case=fact.event.case, words=f"v{fact.envelope.version}")]


RAISED = Reaction("test.noted", (cases.PriorityRaised,), noted)


@pytest.fixture
def room(database: Database, clock: SimulatedClock) -> WorkflowSetup:
    """A centre whose reactions each test chooses."""
    return make_room(database, clock, ())


def with_reactions(room: WorkflowSetup, *reactions: Reaction) -> WorkflowSetup:
    return make_room(room.database, room.clock, reactions)


async def open_case(room: WorkflowSetup) -> CaseId:
    case = CaseId(new_id())
    await room.commands.handle(new_id(), cases.OpenCase(case=case), person("call_taker", "desk-1"))
    return case


async def raise_to(room: WorkflowSetup, case: CaseId, *priorities: int) -> None:
    for priority in priorities:
        order = cases.SetPriority(case=case, priority=Priority(priority), reason="peor")
        await room.commands.handle(new_id(), order, person("call_taker", "desk-1"))


async def notes_of(room: WorkflowSetup, case: CaseId) -> int:
    return (await room.states.state(CASE, case)).notes


async def test_to_run_the_whole_log_again_changes_nothing(room: WorkflowSetup):
    room = with_reactions(room, RAISED, *answered.reactions())
    operator = person("call_taker", "desk-1")
    call, case = CallId(new_id()), CaseId(new_id())
    await room.do(operator, calls.SetDeskReady())
    await room.do(citizen(call), calls.ReceiveCall(call=call, channel=CallChannel.CHAT))
    await room.do(operator, calls.AnswerCall(call=call))
    await room.do(operator, cases.OpenCase(case=case, call=call))
    await raise_to(room, case, 2, 1)
    await room.runner.catch_up()
    before = await room.facts()
    assert "calls.call.joined_case" in before
    assert await notes_of(room, case) == 2
    await room.database.by_its_administrator("delete from reader_cursor")
    again = make_room(room.database, room.clock, (RAISED, *answered.reactions()))
    await again.runner.catch_up()
    assert await room.facts() == before


async def test_killed_between_command_and_cursor_nothing_is_done_twice(room: WorkflowSetup, monkeypatch):
    room = with_reactions(room, RAISED)
    case = await open_case(room)
    await raise_to(room, case, 2)

    async def killed(*_):
        raise SystemExit("kill -9")

    monkeypatch.setattr(runner.cursors, "save_cursor", killed)
    with pytest.raises(SystemExit):
        await room.runner.catch_up()
    assert await notes_of(room, case) == 1
    monkeypatch.undo()
    await with_reactions(room, RAISED).runner.catch_up()
    assert await notes_of(room, case) == 1


class Broken:
    """A reaction with a defect in one case, and a list of what it did."""

    def __init__(self) -> None:
        self.cases: set[UUID] = set()
        self.tried: list[tuple[UUID, int]] = []

    async def then(self, fact, states):
        self.tried.append((fact.event.case, fact.event.priority))
        if fact.event.case in self.cases:
            raise ZeroDivisionError("a defect of ours")
        return await noted(fact, states)

    def reaction(self) -> Reaction:
        return Reaction("test.broken", (cases.PriorityRaised,), self.then)


async def test_a_reaction_that_fails_in_one_case_stops_no_other(room: WorkflowSetup):
    broken = Broken()
    room = with_reactions(room, broken.reaction())
    ill, well = await open_case(room), await open_case(room)
    broken.cases.add(ill)
    await raise_to(room, ill, 3)
    await raise_to(room, well, 3, 2, 1)
    await room.runner.catch_up()
    assert await notes_of(room, well) == 3
    assert await notes_of(room, ill) == 0
    (failure,) = await cursors.failures(room.database.pool)
    assert (failure.case, failure.error, failure.attempts, failure.gave_up) == (
        ill,
        "ZeroDivisionError",
        1,
        False,
    )


async def test_what_follows_in_a_failing_case_waits_behind_it_and_then_goes_in_order(room: WorkflowSetup):
    broken = Broken()
    room = with_reactions(room, broken.reaction())
    case = await open_case(room)
    broken.cases.add(case)
    await raise_to(room, case, 3)
    await room.runner.catch_up()
    await raise_to(room, case, 2, 1)
    await room.runner.catch_up()
    assert broken.tried == [(case, 3)], "two wait behind the first"
    broken.cases.clear()
    await room.clock.advance(1, settle=0)
    await room.runner.catch_up()
    assert [priority for _, priority in broken.tried] == [3, 3, 2, 1]
    assert await notes_of(room, case) == 3
    assert await cursors.failures(room.database.pool) == []


async def test_one_that_fails_for_good_is_a_row_and_a_watch_and_its_case_goes_on(room: WorkflowSetup):
    broken = Broken()
    room = with_reactions(room, broken.reaction())
    case = await open_case(room)
    broken.cases.add(case)
    await raise_to(room, case, 3)
    for _ in range(60):
        await room.runner.catch_up()
        await room.clock.advance(0.5, settle=0)
    assert len(broken.tried) == runner.ATTEMPTS_MAX
    broken.cases.clear()
    await raise_to(room, case, 2)
    await room.runner.catch_up()
    assert await notes_of(room, case) == 1, "what came after it was done"
    (failure,) = await cursors.failures(room.database.pool)
    assert (failure.gave_up, failure.attempts, failure.case) == (True, runner.ATTEMPTS_MAX, case)
    await room.timers.tick()
    (watch,) = await room.watches()
    assert (watch.kind, watch.case, watch.state) == (WatchKind.REACTION_FAILED, case, WatchState.FIRED)


async def test_what_waits_is_remembered_across_a_crash(room: WorkflowSetup):
    broken = Broken()
    room = with_reactions(room, broken.reaction())
    case = await open_case(room)
    broken.cases.add(case)
    await raise_to(room, case, 3, 2)
    await room.runner.catch_up()
    mended = Broken()
    again = with_reactions(room, mended.reaction())
    await room.clock.advance(1, settle=0)
    await again.runner.catch_up()
    assert [priority for _, priority in mended.tried] == [3, 2]
    assert await notes_of(room, case) == 2


async def test_a_refusal_is_an_answer_and_nothing_is_tried_again(room: WorkflowSetup):
    tried = []

    async def refused(fact, states):
        tried.append(fact)
        return [cases.NoteCase(case=CaseId(new_id()), words="a quien no existe")]

    room = with_reactions(room, Reaction("test.refused", (cases.CaseOpened,), refused))
    await open_case(room)
    await room.runner.catch_up()
    assert len(tried) == 1
    assert await cursors.failures(room.database.pool) == []


class Stormy:
    """A command bus whose database is lost a few times, after the command was done or before."""

    def __init__(self, commands, losses: int, *, after: bool) -> None:
        self.commands, self.losses, self.after = commands, losses, after

    async def handle(self, command_id, command, actor) -> CommandResult:
        if self.losses and not self.after:
            self.losses -= 1
            raise ConnectionResetError
        handled = await self.commands.handle(command_id, command, actor)
        if self.losses:
            self.losses -= 1
            raise asyncpg.ConnectionDoesNotExistError("lost, perhaps committed")
        return handled


@pytest.mark.parametrize("after", [False, True])
async def test_a_database_that_goes_away_counts_against_no_reaction(room: WorkflowSetup, after: bool):
    room = with_reactions(room, RAISED)
    room.runner.commands = Stormy(room.commands, 2, after=after)
    case = await open_case(room)
    await raise_to(room, case, 3)
    for _ in range(3):
        try:
            await room.runner.catch_up()
        except runner.TRANSIENT_ERRORS:
            room.runner._cursor = None
    assert await notes_of(room, case) == 1
    assert await cursors.failures(room.database.pool) == []


async def test_a_busy_aggregate_is_tried_again(room: WorkflowSetup):
    room = with_reactions(room, RAISED)

    class Busy:
        first = True

        async def handle(self, command_id, command, actor) -> CommandResult:
            if self.first:
                self.first = False
                raise Refused("too_busy")
            return await room.commands.handle(command_id, command, actor)

    room.runner.commands = Busy()
    case = await open_case(room)
    await raise_to(room, case, 3)
    await room.runner.catch_up()
    assert await notes_of(room, case) == 0
    await room.clock.advance(1, settle=0)
    await room.runner.catch_up()
    assert await notes_of(room, case) == 1


async def test_what_follows_from_an_exercise_stays_in_the_exercise(room: WorkflowSetup):
    seen = []

    class Listening:
        async def handle(self, command_id, command, actor) -> CommandResult:
            seen.append(actor)
            return await room.commands.handle(command_id, command, actor)

    room = with_reactions(room, RAISED)
    room.runner.commands = Listening()
    case = CaseId(new_id())
    trainee = person("call_taker", "desk-1", mode=Mode.EXERCISE)
    await room.commands.handle(new_id(), cases.OpenCase(case=case), trainee)
    await raise_to(room, case, 3)
    await room.runner.catch_up()
    assert [(actor.kind, actor.mode) for actor in seen] == [("system", Mode.EXERCISE)]


def test_two_reactions_of_one_name_are_refused_when_the_runner_is_built(clock: SimulatedClock):
    with pytest.raises(AssertionError, match="share a name"):
        ReactionRunner(None, AGGREGATES, None, clock, None, [RAISED, RAISED])


def envelope(nth: int, stream: int, case: int | None, call: int | None) -> Envelope:
    moment = datetime(2024, 10, 29, tzinfo=UTC)
    return Envelope(
        position=Cursor(1, nth, nth),
        id=EventId(UUID(int=nth + 1)),
        stream=StreamId(f"noun:{stream}"),
        version=1,
        kind="x",
        schema=1,
        happened_at=moment,
        recorded_at=moment,
        actor=UUID(int=0),
        actor_name="",
        desk=None,
        cause=UUID(int=0),
        case=CaseId(UUID(int=case)) if case else None,
        call=CallId(UUID(int=call)) if call else None,
        mode=Mode.REAL,
        body="",
        salt=b"",
        digest=b"",
    )


SHAPES = st.lists(
    st.tuples(st.integers(0, 5), st.none() | st.integers(100, 103), st.none() | st.integers(200, 203)),
    max_size=30,
)


@given(SHAPES)
def test_lanes_share_no_key_and_each_keeps_the_order_of_the_log(shapes):
    facts = [envelope(nth, *shape) for nth, shape in enumerate(shapes)]
    lanes = split_into_lanes(facts)
    assert sorted((e for lane in lanes for e in lane), key=lambda e: e.position) == facts
    seen = [frozenset[str]().union(*(ordering_keys(e) for e in lane)) for lane in lanes]
    for place, lane in enumerate(lanes):
        assert [e.position for e in lane] == sorted(e.position for e in lane)
        for other in seen[place + 1 :]:
            assert not seen[place] & other


async def test_many_cases_side_by_side_each_in_its_order(database: Database, clock: SimulatedClock):
    order: dict[UUID, list[int]] = {}

    async def then(fact, states):
        order.setdefault(fact.event.case, []).append(fact.event.priority)
        return await noted(fact, states)

    room = make_room(database, clock, (Reaction("test.order", (cases.PriorityRaised,), then),))
    opened = [await open_case(room) for _ in range(12)]
    for priority in (3, 2, 1):
        for case in opened:
            await raise_to(room, case, priority)
    await room.runner.catch_up()
    assert order == {case: [3, 2, 1] for case in opened}
