"""The life of a task: the hand-over contract between the case and one centre."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

import msgspec

from auxilio.dispatch.machine.place import at_centre, speaks_for
from auxilio.dispatch.messages import tasks as m
from auxilio.dispatch.model.capabilities import still_to_ask
from auxilio.dispatch.model.clocks import Clocks
from auxilio.dispatch.model.shared import Acknowledgement, Change, ChangeKind, Code, on_the_way
from auxilio.dispatch.model.task import (
    ASKS_NEXT,
    CONTACT_ATTEMPTS_MIN,
    HELD,
    OPEN,
    Task,
    TaskOutcome,
    TaskState,
    Told,
    unowned,
)
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.ids import AssignmentId, CentreId, TaskId
from auxilio.kernel.instant import after_s
from auxilio.kernel.refusal import Refused

S = TaskState
NEXT: dict[TaskState, frozenset[TaskState]] = {
    S.OFFERED: frozenset({S.ACCEPTED, S.TOLD, S.REFUSED, S.TIMED_OUT, S.CANCELLED}),
    S.ACCEPTED: frozenset({S.ACTIVE, S.REFUSED, S.ENDED, S.RELEASED, S.CANCELLED}),
    S.TOLD: frozenset({S.ACTIVE, S.REFUSED, S.ENDED, S.RELEASED, S.CANCELLED}),
    S.ACTIVE: frozenset({S.ACCEPTED, S.TOLD, S.ENDED, S.RELEASED, S.CANCELLED}),
    # Late help is help: until another centre has it, whoever did not answer in time may still take it.
    S.TIMED_OUT: frozenset({S.ACCEPTED, S.TOLD, S.REFUSED, S.CANCELLED}),
    S.REFUSED: frozenset({S.CANCELLED}),
    S.ENDED: frozenset(),
    S.RELEASED: frozenset(),
    S.CANCELLED: frozenset(),
}
assert NEXT.keys() == set(TaskState), "every state has its row"

type Answering = m.AcceptTask | m.RefuseTask | m.TimeOutTask | m.TellTask
type Finishing = m.TryContact | m.EndTask | m.ReleaseTask | m.CancelTask
type Changing = m.ExtendTask | m.RaiseChange | m.AcknowledgeChange
type TaskDecision = Answering | Finishing | Changing


def step(task: Task, wanted: TaskState) -> None:
    """Refuse a step that the table does not allow, or that another centre has taken over."""
    if task.passed_to is not None:
        raise Refused("task_passed_on", to=str(task.passed_to))
    if wanted not in NEXT[task.state]:
        raise Refused("no_such_transition", now=task.state, wanted=wanted)


def offer(
    command: m.OfferTask,
    clocks: Clocks,
    actor: Actor,
    follows: TaskId | None = None,
    aid: tuple[TaskId, CentreId] | None = None,
) -> tuple[Event, ...]:
    """The first fact of a task; `aid` is for whose task of which centre it is asked."""
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
        ),
    )


def ask_for_aid(
    task: Task, command: m.AskForAid, known: Sequence[Task], neighbours: Sequence[CentreId], actor: Actor
) -> tuple[Event, ...]:
    """A neighbour is asked for a part of what this centre has. `known` is what others were asked for it before.

    Raises `Refused`: `not_your_centre`, `task_not_held`, `aid_of_aid`, `not_a_neighbour`, `aid_beyond_task`, and
    `aid_already_asked` where a neighbour has that part, or may still answer.
    """
    at_centre(task.centre, actor)
    if task.state not in HELD:
        raise Refused("task_not_held", state=task.state)
    if task.aid_of is not None:
        # Whoever asked first knows whom it asked: a chain of lenders would leave it in the dark.
        raise Refused("aid_of_aid", centre=str(task.aid_for))
    if command.centre not in neighbours:
        raise Refused("not_a_neighbour", centre=command.centre)
    if beyond := still_to_ask(command.capabilities, task.capabilities):
        raise Refused("aid_beyond_task", capabilities=" ".join(beyond))
    lent = [one for one in known if not unowned(one) and one.state is not S.CANCELLED]
    asked = tuple(capability for one in lent for capability in one.capabilities)
    if still_to_ask((*asked, *command.capabilities), task.capabilities):
        raise Refused("aid_already_asked", centre=", ".join(one.centre for one in lent))
    return (
        m.TaskAidAsked(
            task=task.id,
            aid=command.aid,
            centre=command.centre,
            capabilities=command.capabilities,
            by=actor.name,
            reason=command.reason,
            words=command.words,
        ),
    )


def next_centre(task: Task) -> CentreId | None:
    """Who the plan asks when this centre does not take it; None when nobody is left or a person must look first."""
    if task.refusal is not None and task.refusal not in ASKS_NEXT:
        return None
    return task.fallbacks[0] if task.fallbacks else None


def pass_on(task: Task, to: TaskId, centre: CentreId) -> tuple[Event, ...]:
    """Another centre was asked in its place. Raises `Refused("task_not_free")` while somebody has it."""
    if not unowned(task):
        raise Refused("task_not_free", state=task.state)
    return (m.TaskPassedOn(task=task.id, to=to, centre=centre),)


def nobody(task: Task) -> tuple[Event, ...]:
    """No centre is left to ask. Said once."""
    return (m.TaskNobodyHasIt(task=task.id),) if unowned(task) and task.nobody_since is None else ()


def decide(
    task: Task, command: TaskDecision, actor: Actor, at: datetime, clocks: Clocks
) -> tuple[Event, ...]:
    """What the command makes happen to this task. Raises `Refused`."""
    match command:
        case m.AcceptTask() | m.RefuseTask() | m.TimeOutTask() | m.TellTask():
            return _decide_answer(task, command, actor, at, clocks)
        case m.TryContact() | m.EndTask() | m.ReleaseTask() | m.CancelTask():
            return _decide_end(task, command, actor, at)
        case m.ExtendTask() | m.RaiseChange() | m.AcknowledgeChange():
            return _decide_change(task, command, actor, at, clocks)
        case _ as never:
            assert_never(never)


def _decide_answer(
    task: Task, command: Answering, actor: Actor, at: datetime, clocks: Clocks
) -> tuple[Event, ...]:
    match command:
        case m.AcceptTask():
            at_centre(task.centre, actor)
            if task.by_telephone:
                raise Refused("task_told_by_telephone", centre=task.centre)
            if task.state in HELD:
                # What a rule accepted, a person may still take into their own hands; anything else is a repeat.
                return (_accepted(task, actor, clocks),) if task.accepted_by_rule else ()
            step(task, S.ACCEPTED)
            return (_accepted(task, actor, clocks),)
        case m.TellTask(refused=None):
            if task.state == S.TOLD:
                return ()
            step(task, S.TOLD)
            told = Told(by=actor.id, by_name=actor.name, to=command.to, read_back=command.read_back, at=at)
            soon_s, due_s = clocks.no_unit(task.priority)
            return (m.TaskTold(task=task.id, told=told, soon_s=soon_s, due_s=due_s),)
        case m.TellTask(refused=reason, read_back=words):
            assert reason is not None, "the case above takes what was not refused"
            return _refused(task, m.RefuseTask(task=task.id, reason=reason, words=words[:200]), actor)
        case m.RefuseTask():
            at_centre(task.centre, actor)
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


def _accepted(task: Task, actor: Actor, clocks: Clocks, *, by_rule: bool = False) -> m.TaskAccepted:
    soon_s, due_s = clocks.no_unit(task.priority)
    return m.TaskAccepted(task=task.id, by=actor.name, soon_s=soon_s, due_s=due_s, by_rule=by_rule)


def _decide_end(task: Task, command: Finishing, actor: Actor, at: datetime) -> tuple[Event, ...]:
    match command:
        case m.TryContact(whom=whom, reached=reached):
            return (m.TaskContactTried(task=task.id, by=actor.name, whom=whom, reached=reached),)
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
                speaks_for(task, actor)
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
            if task.state not in OPEN:
                return (cancelled,)  # nobody has it, so nobody is to be interrupted
            news = Change(id=change, kind=ChangeKind.CANCELLED, new=reason, at=at)
            return (cancelled, m.TaskChangeRaised(task=task.id, change=news))
        case _ as never:
            assert_never(never)


def _decide_change(
    task: Task, command: Changing, actor: Actor, at: datetime, clocks: Clocks
) -> tuple[Event, ...]:
    if isinstance(command, m.AcknowledgeChange):
        return _acknowledged(task, command, actor, at)
    if any(change.id == command.change for change in task.changes):
        return ()
    if not (task.state in OPEN or (task.state == S.TIMED_OUT and unowned(task))):
        raise Refused("task_over", state=task.state)
    match command:
        case m.ExtendTask(capabilities=more):
            news = Change(id=command.change, kind=ChangeKind.MORE_ASKED, new=" ".join(more)[:200], at=at)
            raised = m.TaskChangeRaised(task=task.id, change=news)
            return (m.TaskExtended(task=task.id, capabilities=more), raised)
        case m.RaiseChange(change_kind=ChangeKind.PRIORITY_RAISED, priority=priority):
            if priority is None:
                raise Refused("priority_missing")
            if priority >= task.priority:
                return ()
            news = Change(
                id=command.change,
                kind=command.change_kind,
                new=priority.name,
                old=task.priority.name,
                at=at,
            )
            return (_with_clock(task, news, clocks, command),)
        case m.RaiseChange():
            news = Change(
                id=command.change, kind=command.change_kind, new=command.new, old=command.old, at=at
            )
            place = command.place if command.change_kind == ChangeKind.LOCATION_CORRECTED else None
            return (m.TaskChangeRaised(task=task.id, change=news, place=place),)
        case _ as never:
            assert_never(never)


def _with_clock(task: Task, news: Change, clocks: Clocks, command: m.RaiseChange) -> m.TaskChangeRaised:
    assert command.priority is not None, "only a raised priority sets a clock anew"
    soon_s = due_s = None
    if task.state == S.OFFERED:
        soon_s, due_s = clocks.accept(command.priority)
    elif task.state in {S.ACCEPTED, S.TOLD}:
        soon_s, due_s = clocks.no_unit(command.priority)
    return m.TaskChangeRaised(
        task=task.id, change=news, priority=command.priority, soon_s=soon_s, due_s=due_s
    )


def _acknowledged(task: Task, command: m.AcknowledgeChange, actor: Actor, at: datetime) -> tuple[Event, ...]:
    change = next((one for one in task.changes if one.id == command.change), None)
    if change is None:
        raise Refused("unknown_change", change=str(command.change))
    if change.acknowledged is not None:
        return ()
    if actor.kind == "crew":
        raise Refused("not_your_centre", centre=task.centre)
    if not command.told_to:  # said by voice, any desk may enter it; pressed, only the centre itself
        at_centre(task.centre, actor)
    said = Acknowledgement(by=actor.id, by_name=actor.name, at=at, told_to=command.told_to)
    return (m.TaskChangeAcknowledged(task=task.id, change=change.id, acknowledgement=said),)


def give_unit(
    task: Task, assignment: AssignmentId, actor: Actor, clocks: Clocks, *, by_rule: bool = False
) -> tuple[Event, ...]:
    """A unit works on it. Alerting for an offered task accepts it: nobody sends a unit and then declines."""
    if assignment in task.assignments:
        return ()
    given = m.TaskUnitGiven(task=task.id, assignment=assignment)
    if task.state in HELD:
        return (given,)
    if task.state not in {S.OFFERED, S.TIMED_OUT}:
        raise Refused("task_over", state=task.state)
    step(task, S.ACCEPTED)
    return (_accepted(task, actor, clocks, by_rule=by_rule), given)


def unit_gone(
    task: Task,
    assignment: AssignmentId,
    clocks: Clocks,
    *,
    did: tuple[Code, ...] | None,
    taken: bool = False,
) -> tuple[Event, ...]:
    """A unit works on it no more. `did`: what it can do, if it finished its work, else None; `taken`: for something more
    severe, so that its clock is late from the first moment."""
    if assignment not in task.assignments:
        return ()
    soon_s, due_s = clocks.no_unit(task.priority)
    if taken:
        soon_s = 0.0
    return (
        m.TaskUnitGone(
            task=task.id,
            assignment=assignment,
            finished=did is not None,
            did=did or (),
            soon_s=soon_s,
            due_s=due_s,
        ),
    )


def evolve(task: Task | None, event: m.TaskEvent, at: datetime) -> Task:
    """The task after this fact."""
    if isinstance(event, m.TaskOffered):
        return _first(event, at)
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
        case m.TaskTold(told=told):
            running = _clock(task, S.TOLD, at, event.soon_s, event.due_s)
            return change(running, accepted_at=at, accepted_by=told.to, told=told, nobody_since=None)
        case m.TaskRefused(reason=reason, words=words):
            return change(_clock(task, S.REFUSED, at), refusal=reason, words=words, over_by=event.by)
        case m.TaskTimedOut():
            return _clock(task, S.TIMED_OUT, at)
        case m.TaskPassedOn(to=to):
            return change(task, passed_to=to, nobody_since=None)
        case m.TaskNobodyHasIt():
            return change(task, nobody_since=at)
        case m.TaskUnitGiven(assignment=assignment):
            return change(
                task if task.state == S.ACTIVE else _clock(task, S.ACTIVE, at),
                assignments=(*task.assignments, assignment),
                units=task.units + 1,
                first_unit_at=task.first_unit_at or at,
            )
        case m.TaskUnitGone():
            return _without(task, event, at)
        case m.TaskEnded() | m.TaskReleased() | m.TaskCancelled():
            return _over(task, event, at)
        case _:
            return _evolve_words(task, event)


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
        since=at,
        soon_at=after_s(at, event.soon_s),
        due_at=after_s(at, event.due_s),
    )


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


def _without(task: Task, event: m.TaskUnitGone, at: datetime) -> Task:
    left = tuple(one for one in task.assignments if one != event.assignment)
    done = (*task.done, event.did) if event.did else task.done
    task = msgspec.structs.replace(task, assignments=left, done=done)
    if left or event.finished or task.state != S.ACTIVE:
        return task
    return _clock(task, S.TOLD if task.told else S.ACCEPTED, at, event.soon_s, event.due_s)


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


def _evolve_words(task: Task, event: m.TaskEvent) -> Task:
    change = msgspec.structs.replace
    match event:
        case m.TaskExtended(capabilities=more):
            return change(task, capabilities=(*task.capabilities, *more))
        case m.TaskAidAsked(aid=aid):
            return change(task, aids=(*task.aids, aid))
        case m.TaskContactTried():
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
            return change(task, case=case, was_in=on_the_way(task.was_in, left, case))
        case m.TaskChangeAcknowledged(change=id, acknowledgement=said):
            return change(
                task,
                changes=tuple(
                    change(one, acknowledged=said) if one.id == id else one for one in task.changes
                ),
            )
        case _:
            return task
