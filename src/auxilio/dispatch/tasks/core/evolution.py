"""What a task is after each of its events. Pure."""

from datetime import datetime
from typing import assert_never

import msgspec

from auxilio.dispatch.tasks.core import messages as m
from auxilio.dispatch.tasks.core.model import (
    GoingUnit,
    Task,
    TaskState,
)
from auxilio.dispatch.tasks.core.shared_types import (
    Capabilities,
    previous_cases,
)
from auxilio.kernel.instant import after_s

S = TaskState


def evolve(task: Task | None, event: m.TaskEvent, at: datetime) -> Task:
    """The task after this fact."""
    if isinstance(event, m.TaskOffered):
        return _first(event, at)
    if isinstance(event, m.TaskWithoutCentre):
        return _without_centre(event, at)
    assert task is not None, "a task begins by being offered"
    change = msgspec.structs.replace
    match event:
        case m.TaskAccepted():
            running = (
                task if task.state == S.ACTIVE else _clock(task, S.ACCEPTED, at, event.soon_s, event.due_s)
            )
            return change(
                running,
                accepted_at=task.accepted_at or at,
                accepted_by=event.by,
                accepted_by_rule=event.by_rule,
                nobody_since=None,
            )
        case m.TaskNotifiedByPhone(told=told):
            running = _clock(task, S.TOLD, at, event.soon_s, event.due_s)
            return change(running, accepted_at=at, accepted_by=told.to, told=told, nobody_since=None)
        case m.TaskRefused(reason=reason, words=words):
            return change(_clock(task, S.REFUSED, at), refusal=reason, words=words, over_by=event.by)
        case m.TaskTimedOut():
            return _clock(task, S.TIMED_OUT, at)
        case m.TaskPassedOn(to=to):
            return change(task, passed_to=to, nobody_since=None)
        case m.TaskUnowned():
            return change(task, nobody_since=at)
        case m.TaskUnitAssigned(assignment=assignment, can=can, uncovered=uncovered):
            return change(
                _awaiting(task, uncovered, at),
                state=S.ACTIVE,
                going=(*task.going, GoingUnit(assignment=assignment, can=can)),
                assignments=(*task.assignments, assignment),
                units=task.units + 1,
                first_unit_at=task.first_unit_at or at,
                nobody_since=None,
            )
        case m.TaskUnitWithdrawn():
            return _without(task, event, at)
        case m.TaskEnded() | m.TaskReleased() | m.TaskCancelled():
            return _over(task, event, at)
        case _:
            return _evolve_words(task, event, at)


def _first(event: m.TaskOffered, at: datetime) -> Task:
    return Task(
        id=event.task,
        case=event.case,
        mode=event.mode,
        state=S.OFFERED,
        centre=event.centre,
        agency=event.agency,
        service=event.service,
        capabilities=event.capabilities,
        priority=event.priority,
        offered_at=at,
        offered_by=event.by,
        reasons=event.reasons,
        place=event.place,
        by_telephone=event.by_telephone,
        reflex=event.reflex,
        fallbacks=event.fallbacks,
        aid_of=event.aid_of,
        aid_for=event.aid_for,
        offered_from=event.offered_from,
        by_centre=event.by_centre,
        since=at,
        soon_at=after_s(at, event.soon_s),
        due_at=after_s(at, event.due_s),
    )


def _without_centre(event: m.TaskWithoutCentre, at: datetime) -> Task:
    """As one that was not answered: help is still wanted, and the centre may take it once it is there."""
    fields = {name: getattr(event, name) for name in event.__struct_fields__ if name not in ("task", "by")}
    return Task(id=event.task, state=S.TIMED_OUT, offered_at=at, offered_by=event.by, since=at, **fields)


def _clock(
    task: Task, state: TaskState, at: datetime, soon_s: float | None = None, due_s: float | None = None
) -> Task:
    return msgspec.structs.replace(
        task,
        state=state,
        since=at,
        soon_at=None if soon_s is None else after_s(at, soon_s),
        due_at=None if due_s is None else after_s(at, due_s),
    )


def _awaiting(task: Task, uncovered: Capabilities, at: datetime) -> Task:
    """A unit works on it: its clock ends, or runs on for what nobody covers yet."""
    if not uncovered and (task.state != S.ACTIVE or task.uncovered):
        task = _clock(task, S.ACTIVE, at)
    return msgspec.structs.replace(task, uncovered=uncovered)


def _without(task: Task, event: m.TaskUnitWithdrawn, at: datetime) -> Task:
    left = tuple(one for one in task.assignments if one != event.assignment)
    done = (*task.done, event.did) if event.did else task.done
    going = tuple(one for one in task.going if one.assignment != event.assignment)
    task = msgspec.structs.replace(task, assignments=left, going=going, done=done)
    if task.state != S.ACTIVE or ((left or event.finished) and event.uncovered == task.uncovered):
        return task
    if event.finished or (left and not event.uncovered):
        return _awaiting(task, event.uncovered, at)
    state = S.ACTIVE if left else S.TOLD if task.told else S.ACCEPTED
    running = msgspec.structs.replace(task, state=state, uncovered=event.uncovered if left else ())
    return running if event.awaited else _clock(running, state, at, event.soon_s, event.due_s)


def _over(task: Task, event: m.TaskEnded | m.TaskReleased | m.TaskCancelled, at: datetime) -> Task:
    change = msgspec.structs.replace
    by = change(task, over_at=at, over_by=event.by)
    match event:
        case m.TaskEnded(outcome=outcome, words=words):
            return change(_clock(by, S.ENDED, at), outcome=outcome, words=words)
        case m.TaskReleased(to=to, reason=reason):
            return change(_clock(by, S.RELEASED, at), released_to=to, words=reason)
        case m.TaskCancelled(reason=reason):
            return change(_clock(by, S.CANCELLED, at), words=reason, nobody_since=None)
        case _ as never:
            assert_never(never)


def _extended(task: Task, event: m.TaskExtended, at: datetime) -> Task:
    more = msgspec.structs.replace(
        task, capabilities=(*task.capabilities, *event.capabilities), uncovered=event.uncovered
    )
    return more if event.soon_s is None else _clock(more, task.state, at, event.soon_s, event.due_s)


def _lent(task: Task, event: m.TaskAidRequested, at: datetime) -> Task:
    asked = msgspec.structs.replace(
        task, aids=(*task.aids, event.aid), lent=(*task.lent, *event.capabilities)
    )
    return asked if event.uncovered is None else _awaiting(asked, event.uncovered, at)


def _evolve_words(task: Task, event: m.TaskEvent, at: datetime) -> Task:
    change = msgspec.structs.replace
    match event:
        case m.TaskExtended():
            return _extended(task, event, at)
        case m.TaskAidRequested():
            return _lent(task, event, at)
        case m.TaskContactAttempted():
            return change(task, contact_attempts=task.contact_attempts + 1)
        case m.TaskChangeRaised(change=news):
            return change(
                task,
                changes=(*task.changes, news),
                priority=task.priority if event.priority is None else event.priority,
                place=event.place or task.place,
                soon_at=task.soon_at if event.soon_s is None else after_s(task.since, event.soon_s),
                due_at=task.due_at if event.due_s is None else after_s(task.since, event.due_s),
            )
        case m.TaskMoved(case=case, was_in=left):
            return change(task, case=case, was_in=previous_cases(task.was_in, left, case))
        case m.TaskChangeAcknowledged(change=id, acknowledgement=said):
            return change(
                task,
                changes=tuple(
                    change(one, acknowledged=said) if one.id == id else one for one in task.changes
                ),
            )
        case _:
            return task
