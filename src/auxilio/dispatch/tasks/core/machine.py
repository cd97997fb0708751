"""The life of a task: the hand-over contract between the case and one centre."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

import msgspec

from auxilio.dispatch.tasks.core import messages as m
from auxilio.dispatch.tasks.core.capabilities import missing_capabilities
from auxilio.dispatch.tasks.core.centre_authority import require_task_authority
from auxilio.dispatch.tasks.core.coverage import is_kept_by_centre, uncovered_of, with_unit
from auxilio.dispatch.tasks.core.model import (
    CONTACT_ATTEMPTS_MIN,
    ESCALATING_REASONS,
    HELD_STATES,
    OPEN_STATES,
    GoingUnit,
    Task,
    TaskOutcome,
    TaskState,
    TelephoneNotice,
    unowned,
)
from auxilio.dispatch.tasks.core.shared_types import (
    Acknowledgement,
    Capabilities,
    ChangeKind,
    Code,
    CriticalChange,
)
from auxilio.dispatch.tasks.core.time_limits import TaskTimeLimits
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.ids import AssignmentId, CentreId, TaskId
from auxilio.kernel.refusal import Refused

S = TaskState
NEXT: dict[TaskState, frozenset[TaskState]] = {
    S.OFFERED: frozenset({S.ACCEPTED, S.TOLD, S.REFUSED, S.TIMED_OUT, S.CANCELLED}),
    S.ACCEPTED: frozenset({S.ACTIVE, S.REFUSED, S.ENDED, S.RELEASED, S.CANCELLED}),
    S.TOLD: frozenset({S.ACTIVE, S.REFUSED, S.ENDED, S.RELEASED, S.CANCELLED}),
    S.ACTIVE: frozenset({S.ACCEPTED, S.TOLD, S.ENDED, S.RELEASED, S.CANCELLED}),
    # Late help is help: until another centre has it, the one that did not answer in time may still take it.
    S.TIMED_OUT: frozenset({S.ACCEPTED, S.TOLD, S.REFUSED, S.CANCELLED}),
    S.REFUSED: frozenset({S.CANCELLED}),
    S.ENDED: frozenset(),
    S.RELEASED: frozenset(),
    S.CANCELLED: frozenset(),
}
assert NEXT.keys() == set(TaskState), "every state has its row"

type AnswerCommand = m.AcceptTask | m.RefuseTask | m.TimeOutTask | m.NotifyTaskByPhone
type FinishCommand = m.RecordContactAttempt | m.EndTask | m.ReleaseTask | m.CancelTask
type ChangeCommand = m.ExtendTask | m.RaiseChange | m.AcknowledgeChange
type TaskDecision = AnswerCommand | FinishCommand | ChangeCommand


def step(task: Task, wanted: TaskState) -> None:
    """Refuse a step that the table does not allow, or that another centre has taken over."""
    if task.passed_to is not None:
        raise Refused("task_passed_on", to=str(task.passed_to))
    if wanted not in NEXT[task.state]:
        raise Refused("no_such_transition", now=task.state, wanted=wanted)


def offer(
    command: m.OfferTask,
    clocks: TaskTimeLimits,
    actor: Actor,
    follows: TaskId | None = None,
    aid: tuple[TaskId, CentreId] | None = None,
    by_centre: Capabilities = (),
) -> tuple[Event, ...]:
    """The first fact of a task; `aid` is for whose task of which centre it is asked, `by_centre` what no unit is needed for."""
    aid_of, aid_for = aid or (None, None)
    soon_s, due_s = clocks.accept(command.priority)
    return (
        m.TaskOffered(
            task=command.task,
            case=command.case,
            mode=command.mode,
            centre=command.centre,
            agency=command.agency,
            service=command.service,
            capabilities=command.capabilities,
            priority=command.priority,
            by=actor.name,
            soon_s=soon_s,
            due_s=due_s,
            place=command.place,
            by_telephone=command.by_telephone,
            reflex=command.reflex,
            fallbacks=command.fallbacks,
            reasons=command.reasons,
            follows=follows,
            aid_of=aid_of,
            aid_for=aid_for,
            offered_from=actor.centre if actor.kind == "person" else None,
            by_centre=by_centre,
        ),
    )


def find_nobody(command: m.OfferTask, actor: Actor, by_centre: Capabilities = ()) -> tuple[Event, ...]:
    """The first facts of a task for which nobody can be asked: no centre that the plan names is registered."""
    wanted = m.TaskWithoutCentre(
        task=command.task,
        case=command.case,
        mode=command.mode,
        centre=command.centre,
        agency=command.agency,
        service=command.service,
        capabilities=command.capabilities,
        priority=command.priority,
        by=actor.name,
        place=command.place,
        reasons=command.reasons,
        by_centre=by_centre,
    )
    return (wanted, m.TaskUnowned(task=command.task, service=command.service))


def ask_for_aid(
    task: Task,
    command: m.RequestMutualAid,
    known: Sequence[Task],
    neighbours: Sequence[CentreId],
    actor: Actor,
) -> tuple[Event, ...]:
    """A neighbour is asked for a part of what this centre has. `known` is what others were asked for it before.

    Raises `Refused`: `task_not_held`, `aid_of_aid`, `not_a_neighbour`, `aid_beyond_task`, and
    `aid_already_asked` where a neighbour has that part, or may still answer.
    """
    if task.state not in HELD_STATES:
        raise Refused("task_not_held", state=task.state)
    if task.aid_of is not None:
        # The first centre must know whom it asked: a chain of lenders would hide that.
        raise Refused("aid_of_aid", centre=str(task.aid_for))
    if command.centre not in neighbours:
        raise Refused("not_a_neighbour", centre=command.centre)
    if beyond := missing_capabilities(command.capabilities, task.capabilities):
        raise Refused("aid_beyond_task", capabilities=" ".join(beyond))
    lent = [one for one in known if not unowned(one) and one.state is not S.CANCELLED]
    asked = tuple(capability for one in lent for capability in one.capabilities)
    if missing_capabilities((*asked, *command.capabilities), task.capabilities):
        raise Refused("aid_already_asked", centre=", ".join(one.centre for one in lent))
    with_aid = msgspec.structs.replace(task, lent=(*task.lent, *command.capabilities))
    return (
        m.TaskAidRequested(
            task=task.id,
            aid=command.aid,
            centre=command.centre,
            capabilities=command.capabilities,
            by=actor.name,
            reason=command.reason,
            words=command.words,
            uncovered=uncovered_of(with_aid) if task.going else None,
        ),
    )


def next_centres(task: Task) -> tuple[CentreId, ...]:
    """Whom the plan asks when this centre does not take it, in order; none when a person must look first."""
    return () if task.refusal is not None and task.refusal not in ESCALATING_REASONS else task.fallbacks


def next_centre(task: Task) -> CentreId | None:
    """The first of them."""
    return next(iter(next_centres(task)), None)


def pass_on(task: Task, to: TaskId, centre: CentreId) -> tuple[Event, ...]:
    """Another centre was asked in its place. Raises `Refused("task_not_free")` while somebody has it."""
    if not unowned(task):
        raise Refused("task_not_free", state=task.state)
    return (m.TaskPassedOn(task=task.id, to=to, centre=centre),)


def mark_unowned(task: Task) -> tuple[Event, ...]:
    """No centre is left to ask. Said once."""
    return (
        (m.TaskUnowned(task=task.id, service=task.service),)
        if unowned(task) and task.nobody_since is None
        else ()
    )


def decide(
    task: Task, command: TaskDecision, actor: Actor, at: datetime, clocks: TaskTimeLimits
) -> tuple[Event, ...]:
    """What the command makes happen to this task. Raises `Refused`."""
    match command:
        case m.AcceptTask() | m.RefuseTask() | m.TimeOutTask() | m.NotifyTaskByPhone():
            return _decide_answer(task, command, actor, at, clocks)
        case m.RecordContactAttempt() | m.EndTask() | m.ReleaseTask() | m.CancelTask():
            return _decide_end(task, command, actor, at)
        case m.ExtendTask() | m.RaiseChange() | m.AcknowledgeChange():
            return _decide_change(task, command, actor, at, clocks)
        case _ as never:
            assert_never(never)


def _decide_answer(
    task: Task, command: AnswerCommand, actor: Actor, at: datetime, clocks: TaskTimeLimits
) -> tuple[Event, ...]:
    match command:
        case m.AcceptTask():
            if task.by_telephone:
                raise Refused("task_told_by_telephone", centre=task.centre)
            if task.state in HELD_STATES:
                # What a rule accepted, a person may still take into their own hands; anything else is a repeat.
                return (_accepted(task, actor, clocks),) if task.accepted_by_rule else ()
            step(task, S.ACCEPTED)
            return (_accepted(task, actor, clocks),)
        case m.NotifyTaskByPhone(refused=None):
            if task.state == S.TOLD:
                return ()
            step(task, S.TOLD)
            told = TelephoneNotice(
                by=actor.id, by_name=actor.name, to=command.to, read_back=command.read_back, at=at
            )
            soon_s, due_s = _first_unit_clock(task, clocks)
            return (m.TaskNotifiedByPhone(task=task.id, told=told, soon_s=soon_s, due_s=due_s),)
        case m.NotifyTaskByPhone(refused=reason, read_back=words):
            assert reason is not None, "the case above takes what was not refused"
            return _refused(task, m.RefuseTask(task=task.id, reason=reason, words=words[:200]), actor)
        case m.RefuseTask():
            return _refused(task, command, actor)
        case m.TimeOutTask():
            # The answer was quicker than the timer, or a raised priority set the clock anew.
            if task.state != S.OFFERED or task.due_at is None or at < task.due_at:
                return ()
            return (m.TaskTimedOut(task=task.id, next_centre=next_centre(task)),)
        case _ as never:
            assert_never(never)


def _refused(task: Task, command: m.RefuseTask, actor: Actor) -> tuple[Event, ...]:
    if task.state == S.REFUSED:
        return ()
    if task.assignments:
        raise Refused("units_still_assigned", assignments=[str(id) for id in task.assignments])
    step(task, S.REFUSED)
    judged = msgspec.structs.replace(task, refusal=command.reason)
    return (
        m.TaskRefused(
            task=task.id,
            by=actor.name,
            reason=command.reason,
            words=command.words,
            next_centre=next_centre(judged),
        ),
    )


def _accepted(task: Task, actor: Actor, clocks: TaskTimeLimits, *, by_rule: bool = False) -> m.TaskAccepted:
    soon_s, due_s = _first_unit_clock(task, clocks)
    return m.TaskAccepted(task=task.id, by=actor.name, soon_s=soon_s, due_s=due_s, by_rule=by_rule)


def _first_unit_clock(task: Task, clocks: TaskTimeLimits) -> tuple[float | None, float | None]:
    """Until a unit goes; none where the centre does by itself what is asked."""
    return (None, None) if is_kept_by_centre(task) else clocks.no_unit(task.priority)


def _decide_end(task: Task, command: FinishCommand, actor: Actor, at: datetime) -> tuple[Event, ...]:
    match command:
        case m.RecordContactAttempt(whom=whom, reached=reached):
            return (m.TaskContactAttempted(task=task.id, by=actor.name, whom=whom, reached=reached),)
        case m.EndTask(outcome=outcome, words=words):
            if task.state == S.ENDED:
                return ()
            step(task, S.ENDED)
            if task.assignments:
                raise Refused("units_still_assigned", assignments=[str(id) for id in task.assignments])
            if outcome == TaskOutcome.NO_REPORT:
                if task.contact_attempts < CONTACT_ATTEMPTS_MIN:
                    raise Refused(
                        "contact_attempts_missing", made=task.contact_attempts, needed=CONTACT_ATTEMPTS_MIN
                    )
            else:
                require_task_authority(task, actor)
            return (m.TaskEnded(task=task.id, by=actor.name, outcome=outcome, words=words),)
        case m.ReleaseTask(to=to, reason=reason):
            if task.state == S.RELEASED:
                return ()
            step(task, S.RELEASED)
            return (m.TaskReleased(task=task.id, by=actor.name, to=to, reason=reason),)
        case m.CancelTask(change=change, reason=reason):
            if task.state == S.CANCELLED:
                return ()
            step(task, S.CANCELLED)
            cancelled = m.TaskCancelled(task=task.id, by=actor.name, reason=reason)
            if task.state not in OPEN_STATES:
                return (cancelled,)  # no centre has it, so none is to be interrupted
            news = CriticalChange(id=change, case=task.case, kind=ChangeKind.CANCELLED, new=reason, at=at)
            return (cancelled, m.TaskChangeRaised(task=task.id, change=news))
        case _ as never:
            assert_never(never)


def _decide_change(
    task: Task, command: ChangeCommand, actor: Actor, at: datetime, clocks: TaskTimeLimits
) -> tuple[Event, ...]:
    if isinstance(command, m.AcknowledgeChange):
        return _acknowledged(task, command, actor, at)
    if any(change.id == command.change for change in task.changes):
        return ()
    if not (task.state in OPEN_STATES or (task.state == S.TIMED_OUT and unowned(task))):
        raise Refused("task_over", state=task.state)

    def change(kind: ChangeKind, new: str, old: str | None = None) -> CriticalChange:
        return CriticalChange(id=command.change, case=task.case, kind=kind, new=new, old=old, at=at)

    match command:
        case m.ExtendTask(capabilities=more):
            news = change(ChangeKind.MORE_ASKED, " ".join(more)[:200])
            raised = m.TaskChangeRaised(task=task.id, change=news)
            return (_extended(task, more, clocks), raised)
        case m.RaiseChange(change_kind=ChangeKind.PRIORITY_RAISED, priority=priority):
            if priority is None:
                raise Refused("priority_missing")
            if priority >= task.priority:
                return ()
            news = change(command.change_kind, priority.name, task.priority.name)
            return (_with_clock(task, news, clocks, command),)
        case m.RaiseChange():
            news = change(command.change_kind, command.new, command.old)
            place = command.place if command.change_kind == ChangeKind.LOCATION_CORRECTED else None
            return (m.TaskChangeRaised(task=task.id, change=news, place=place),)
        case _ as never:
            assert_never(never)


def _with_clock(
    task: Task, news: CriticalChange, clocks: TaskTimeLimits, command: m.RaiseChange
) -> m.TaskChangeRaised:
    assert command.priority is not None, "only a raised priority sets a clock anew"
    soon_s = due_s = None
    if task.state == S.OFFERED:
        soon_s, due_s = clocks.accept(command.priority)
    elif task.uncovered or (task.state in {S.ACCEPTED, S.TOLD} and not is_kept_by_centre(task)):
        soon_s, due_s = clocks.no_unit(command.priority)
    return m.TaskChangeRaised(
        task=task.id, change=news, priority=command.priority, soon_s=soon_s, due_s=due_s
    )


def _extended(task: Task, more: Capabilities, clocks: TaskTimeLimits) -> m.TaskExtended:
    asked = msgspec.structs.replace(task, capabilities=(*task.capabilities, *more))
    uncovered = uncovered_of(asked)
    waits = task.state in {S.ACCEPTED, S.TOLD} and is_kept_by_centre(task) and not is_kept_by_centre(asked)
    begins = waits or (bool(uncovered) and not task.uncovered)
    soon_s, due_s = clocks.no_unit(task.priority) if begins else (None, None)
    return m.TaskExtended(task=task.id, capabilities=more, uncovered=uncovered, soon_s=soon_s, due_s=due_s)


def _acknowledged(task: Task, command: m.AcknowledgeChange, actor: Actor, at: datetime) -> tuple[Event, ...]:
    change = next((one for one in task.changes if one.id == command.change), None)
    if change is None:
        raise Refused("unknown_change", change=str(command.change))
    if change.acknowledged is not None:
        return ()
    if actor.kind == "crew":
        raise Refused("not_your_centre", centre=task.centre)
    said = Acknowledgement(
        by=actor.id, by_name=actor.name, at=at, told_to=command.told_to, for_centre=command.for_centre
    )
    return (m.TaskChangeAcknowledged(task=task.id, change=change.id, acknowledgement=said),)


def assign_unit(
    task: Task, going: GoingUnit, actor: Actor, clocks: TaskTimeLimits, *, by_rule: bool = False
) -> tuple[Event, ...]:
    """A unit works on it. Alerting for an offered task accepts it: no centre sends a unit and then declines."""
    if going.assignment in task.assignments:
        return ()
    uncovered = uncovered_of(with_unit(task, going))
    given = m.TaskUnitAssigned(task=task.id, assignment=going.assignment, can=going.can, uncovered=uncovered)
    if task.state in HELD_STATES:
        return (given,)
    if task.state not in {S.OFFERED, S.TIMED_OUT}:
        raise Refused("task_over", state=task.state)
    step(task, S.ACCEPTED)
    if uncovered:
        soon_s, due_s = clocks.no_unit(task.priority)
        given = msgspec.structs.replace(given, soon_s=soon_s, due_s=due_s)
    return (_accepted(task, actor, clocks, by_rule=by_rule), given)


def withdraw_unit(
    task: Task,
    assignment: AssignmentId,
    clocks: TaskTimeLimits,
    *,
    did: tuple[Code, ...] | None,
    taken: bool = False,
) -> tuple[Event, ...]:
    """A unit works on it no more. `did`: what it can do, if it finished its work, else None; `taken`: for something more
    severe, so that its clock is late from the first moment."""
    if assignment not in task.assignments:
        return ()
    soon_s, due_s = _first_unit_clock(task, clocks)
    if taken and soon_s is not None:
        soon_s = 0.0
    left = msgspec.structs.replace(
        task,
        going=tuple(one for one in task.going if one.assignment != assignment),
        done=(*task.done, did) if did else task.done,
    )
    return (
        m.TaskUnitWithdrawn(
            task=task.id,
            assignment=assignment,
            finished=did is not None,
            did=did or (),
            soon_s=soon_s,
            due_s=due_s,
            uncovered=uncovered_of(left),
            awaited=bool(task.uncovered),
        ),
    )
