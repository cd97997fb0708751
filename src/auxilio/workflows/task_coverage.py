"""Stage 5, the watch `no_unit`: from the acceptance of a task until every capability that it asks for is covered (decision 0326)."""

from collections.abc import Iterable
from datetime import datetime

from auxilio.dispatch.aggregates import TASK
from auxilio.dispatch.tasks.core import messages as tasks
from auxilio.dispatch.tasks.core.coverage import is_kept_by_centre
from auxilio.dispatch.tasks.core.model import Task
from auxilio.followup.core.model import FollowupParty, WatchKind
from auxilio.followup.core.policy import Moments
from auxilio.kernel.event import Event
from auxilio.kernel.ids import CaseId, stream_id
from auxilio.workflows.runner import Reaction, ReactionCommand, RecordedEvent, StateReader
from auxilio.workflows.watches import (
    cancel_watches,
    keep_watches,
    open_watches,
    pending_watches,
    set_watch,
    watch_moments,
)

K = WatchKind


async def _task_accepted(
    fact: RecordedEvent[tasks.TaskAccepted | tasks.TaskNotifiedByPhone], states: StateReader
) -> Iterable[ReactionCommand]:
    event = fact.event
    met = keep_watches(fact, await pending_watches(fact, states, K.TASK_ACCEPT, K.NOBODY_HAS_IT))
    task = await states.state(TASK, event.task)
    if event.soon_s is None or event.due_s is None:
        # The centre does it itself: no unit is missing here, nor in a case that asks for nothing else.
        alone = task is not None and await _asks_no_unit(states, task.case, fact.at)
        first = stream_id("case", task.case) if task is not None and alone else None
        waits = await pending_watches(fact, states, K.FIRST_UNIT, subject=first) if first else []
        return (*met, *keep_watches(fact, waits))
    if task is None or task.first_unit_at == fact.at or (task.units and not task.uncovered):
        return met  # the alert itself accepted it, and starts what clock is needed; or units cover all of it by now
    if await pending_watches(fact, states, K.NO_UNIT):
        return met  # a person confirms what a rule accepted: the clock runs
    return (*met, _no_unit_watch(fact, task, watch_moments(K.NO_UNIT, fact.at, event.soon_s, event.due_s)))


async def _asks_no_unit(states: StateReader, case: CaseId, at: datetime) -> bool:
    """Whether all tasks that a case had by then are done by their centres themselves."""
    return all(is_kept_by_centre(one) for one in await states.in_case(TASK, case) if one.offered_at <= at)


def _no_unit_watch(fact: RecordedEvent[Event], task: Task, clock: Moments) -> ReactionCommand:
    return set_watch(
        fact, K.NO_UNIT, priority=task.priority, clock=clock, to=(FollowupParty(centre=task.centre),)
    )


async def _unit_assigned(
    fact: RecordedEvent[tasks.TaskUnitAssigned], states: StateReader
) -> Iterable[ReactionCommand]:
    """Keep the watch once every capability is covered; the first unit alone does not keep it (decision 0326)."""
    if fact.event.uncovered:
        return await _start_clock(fact, states)
    return keep_watches(fact, await pending_watches(fact, states, K.NO_UNIT))


async def _start_clock(
    fact: RecordedEvent[tasks.TaskUnitAssigned | tasks.TaskExtended], states: StateReader
) -> Iterable[ReactionCommand]:
    """Set the clock of what is uncovered, where the event brings one. Only the event is asked: a replay sees later states."""
    event, task = fact.event, await states.state(TASK, fact.event.task)
    if task is None or event.soon_s is None or event.due_s is None:
        return ()
    return (_no_unit_watch(fact, task, watch_moments(K.NO_UNIT, fact.at, event.soon_s, event.due_s)),)


async def _aid_requested(
    fact: RecordedEvent[tasks.TaskAidRequested], states: StateReader
) -> Iterable[ReactionCommand]:
    """A neighbour was asked for what was missing: their task has clocks of its own."""
    if fact.event.uncovered is None or fact.event.uncovered:
        return ()
    return keep_watches(fact, await pending_watches(fact, states, K.NO_UNIT))


async def _unit_withdrawn(
    fact: RecordedEvent[tasks.TaskUnitWithdrawn], states: StateReader
) -> Iterable[ReactionCommand]:
    event, task = fact.event, await states.state(TASK, fact.event.task)
    if task is None or task.over_at is not None:
        return ()
    if event.finished:
        # Where the last has finished nobody is sent any more: what is awaited is what they did.
        pending = () if event.uncovered else await pending_watches(fact, states, K.NO_UNIT)
        return cancel_watches(fact, pending)
    if event.awaited:
        return ()
    if not event.uncovered and (
        task.assignments or await open_watches(states, fact.envelope.stream, K.NO_UNIT)
    ):
        return ()
    if event.soon_s is None or event.due_s is None:
        return ()
    return (_no_unit_watch(fact, task, watch_moments(K.NO_UNIT, fact.at, event.soon_s, event.due_s)),)


def reactions() -> tuple[Reaction, ...]:
    """Part of the reactions of `followup_watches`."""
    return (
        Reaction("followed.accepted", (tasks.TaskAccepted, tasks.TaskNotifiedByPhone), _task_accepted),
        Reaction("followed.unit_given", (tasks.TaskUnitAssigned,), _unit_assigned),
        Reaction("followed.aid_asked", (tasks.TaskAidRequested,), _aid_requested),
        Reaction("followed.extended", (tasks.TaskExtended,), _start_clock),
        Reaction("followed.unit_gone", (tasks.TaskUnitWithdrawn,), _unit_withdrawn),
    )
