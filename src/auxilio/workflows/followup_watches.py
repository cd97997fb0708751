"""Stage 5, follow up: each promise of a case begins with a fact, and ends with another. Silence is noticed.

A chapter for each hand-over: the case (place, offer, first unit), the task (accepted, unit found), the unit
(acknowledged, departs, arrives, speaks), the critical change, the interview, the shift. Hospitals are in `received`.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from auxilio.cases.core import messages as cases
from auxilio.cases.core.model import Case, CaseState
from auxilio.cases.service import CASE
from auxilio.dispatch.service import ASSIGNMENT, TASK
from auxilio.dispatch.tasks.core import messages as tasks
from auxilio.dispatch.units.core import assignment_messages
from auxilio.dispatch.units.core import messages as units
from auxilio.dispatch.units.core.assignment_model import ORDER, Assignment, AssignmentStep, ReleaseReason
from auxilio.followup.core import messages as followup
from auxilio.followup.core.model import FollowupParty, Watch, WatchKind, WatchState
from auxilio.followup.core.policy import AGAIN_S, CREW_CHANGE_RED_S, Moments, arrival, moments
from auxilio.followup.service import HANDOVER, WATCH
from auxilio.kernel.event import Event
from auxilio.kernel.ids import CaseId, TaskId, key_of, stream_id
from auxilio.kernel.instant import after_s
from auxilio.kernel.shared_types import Priority
from auxilio.triage.core import messages as triage
from auxilio.triage.service import RUN
from auxilio.workflows import task_coverage
from auxilio.workflows.runner import NamedCommand, Reaction, ReactionCommand, RecordedEvent, StateReader
from auxilio.workflows.watches import (
    cancel_watches,
    keep_watches,
    pending_case_watches,
    pending_own_case_watches,
    pending_watches,
    set_watch,
    watch_moments,
)

K = WatchKind
type EveryS = Callable[[str, str], float | None]
"""How often a protocol (its id, and the digest of its version) wants its questions asked again; None: not at all."""


async def _owner_party(states: StateReader, case: CaseId | None) -> tuple[FollowupParty, ...]:
    """The desk that answers for a case."""
    found = await states.state(CASE, case) if case is not None else None
    return (FollowupParty(desk=found.owner),) if found is not None and found.owner is not None else ()


# --- the case -------------------------------------------------------------------------------------


async def _case_opened(
    fact: RecordedEvent[cases.CaseOpened], states: StateReader
) -> Iterable[ReactionCommand]:
    found = await states.state(CASE, fact.event.case)
    if found is None or found.location is not None:
        return ()
    owner = (FollowupParty(desk=fact.event.owner),) if fact.event.owner is not None else ()
    return (set_watch(fact, K.LOCATION, to=owner),)


async def _case_located(
    fact: RecordedEvent[cases.CaseLocated], states: StateReader
) -> Iterable[ReactionCommand]:
    """The place is known; and corrected by another than who has the case, it is their alarm."""
    met = keep_watches(fact, await pending_watches(fact, states, K.LOCATION))
    to = await _owner_party(states, fact.event.case)
    if not fact.event.correction or fact.envelope.desk in {party.desk for party in to}:
        return met
    before = cancel_watches(fact, await pending_watches(fact, states, K.PLACE_CORRECTED))
    return (*met, *before, set_watch(fact, K.PLACE_CORRECTED, to=to))


async def _priority_raised(
    fact: RecordedEvent[cases.PriorityRaised], states: StateReader
) -> Iterable[ReactionCommand]:
    """The clocks of help run from the opening, at the pace of the worst that is known. Lowering slows none."""
    case = await states.state(CASE, fact.event.case)
    return await _help_watches(fact, states, case, fact.event.priority) if case is not None else ()


async def _help_watches(
    fact: RecordedEvent[Any], states: StateReader, case: Case, priority: Priority
) -> Iterable[ReactionCommand]:
    if priority == Priority.P4:
        return ()
    to, steps = await _owner_party(states, case.id), list[ReactionCommand]()
    for kind, done in ((K.OFFER, case.help_sent_at), (K.FIRST_UNIT, case.acknowledged_at)):
        before = await pending_watches(fact, states, kind)
        if done is None and (before or not await _was_watch_kept(states, case.id, kind)):
            clock = moments(kind, priority, case.opened_at)
            steps += [
                *cancel_watches(fact, before),
                set_watch(fact, kind, priority=priority, clock=clock, to=to),
            ]
    return steps


async def _was_watch_kept(states: StateReader, case: CaseId, kind: WatchKind) -> bool:
    watches = await states.in_case(WATCH, case)
    return any(watch.kind == kind and watch.state == WatchState.KEPT for watch in watches)


async def _case_merged(
    fact: RecordedEvent[cases.CaseMerged], states: StateReader
) -> Iterable[ReactionCommand]:
    return cancel_watches(fact, await pending_own_case_watches(fact, states, fact.event.case))


async def _case_parted(
    fact: RecordedEvent[cases.CaseUnmerged], states: StateReader
) -> Iterable[ReactionCommand]:
    """What merging ended is promised again: a place, and help at the pace that was known."""
    case = await states.state(CASE, fact.event.case)
    if case is None:
        return ()
    steps: list[ReactionCommand] = []
    if case.location is None:
        steps.append(set_watch(fact, K.LOCATION, to=await _owner_party(states, case.id)))
    if case.priority is not None:
        steps += await _help_watches(fact, states, case, case.priority)
    return steps


async def _case_unmerged(
    fact: RecordedEvent[cases.CaseReleased], states: StateReader
) -> Iterable[ReactionCommand]:
    """What the other case kept for it is promised again, unless it has help of its own (`merged.has_its_own`)."""
    case = await states.state(CASE, fact.event.case)
    if case is None or case.state is not CaseState.OPEN:
        return ()
    to, steps = await _owner_party(states, case.id), list[ReactionCommand]()
    if case.location is None and not await pending_watches(fact, states, K.LOCATION):
        steps.append(set_watch(fact, K.LOCATION, to=to))
    if case.priority is None or case.priority == Priority.P4:
        return steps
    for kind, done in ((K.OFFER, case.help_sent_at), (K.FIRST_UNIT, case.acknowledged_at)):
        if done is None and not await pending_watches(fact, states, kind):
            clock = moments(kind, case.priority, fact.at)
            steps.append(set_watch(fact, kind, priority=case.priority, clock=clock, to=to))
    return steps


# --- the task -------------------------------------------------------------------------------------


async def _task_offered(
    fact: RecordedEvent[tasks.TaskOffered], states: StateReader
) -> Iterable[ReactionCommand]:
    event = fact.event
    # A centre without a console is told by the desk: the promise to tell it is the desk's.
    told_by = await _owner_party(states, event.case) if event.by_telephone else ()
    clock = watch_moments(K.TASK_ACCEPT, fact.at, event.soon_s, event.due_s)
    to = (*told_by, FollowupParty(centre=event.centre))
    met = keep_watches(
        fact, await pending_watches(fact, states, K.OFFER, subject=stream_id("case", event.case))
    )
    return (*met, set_watch(fact, K.TASK_ACCEPT, priority=event.priority, clock=clock, to=to))


async def _escalate_task(
    fact: RecordedEvent[tasks.TaskRefused | tasks.TaskTimedOut], states: StateReader
) -> Iterable[ReactionCommand]:
    """The next centre of the plan is asked at once; when nobody is left, that is said."""
    gone = cancel_watches(fact, await pending_watches(fact, states, K.TASK_ACCEPT, K.NO_UNIT))
    task = fact.event.task
    escalate = tasks.EscalateTask(task=task, next=TaskId(fact.derived("followed.next_centre")))
    # Named: how many watches are left to cancel differs in a replay, and the command's place with it.
    return (*gone, NamedCommand("next_centre", escalate))


async def _task_unowned(
    fact: RecordedEvent[tasks.TaskUnowned], states: StateReader
) -> Iterable[ReactionCommand]:
    task = await states.state(TASK, fact.event.task)
    to = await _owner_party(states, fact.envelope.case)
    if task is not None and task.aid_for is not None:
        to = (
            *to,
            FollowupParty(centre=task.aid_for),
        )  # whoever asked a neighbour for it hears that nobody comes
    return (set_watch(fact, K.NOBODY_HAS_IT, priority=task.priority if task else None, to=to),)


async def _task_passed_on(
    fact: RecordedEvent[tasks.TaskPassedOn], states: StateReader
) -> Iterable[ReactionCommand]:
    return keep_watches(fact, await pending_watches(fact, states, K.NOBODY_HAS_IT))


async def _task_over(
    fact: RecordedEvent[tasks.TaskEnded | tasks.TaskReleased | tasks.TaskCancelled], states: StateReader
) -> Iterable[ReactionCommand]:
    # What was not acknowledged stays: a cancellation that nobody read is the most dangerous one.
    open_ = await pending_watches(fact, states)
    return cancel_watches(fact, [watch for watch in open_ if watch.kind != K.CHANGE_ACKNOWLEDGE])


async def _time_out_task(
    fact: RecordedEvent[followup.WatchFired], states: StateReader
) -> Iterable[ReactionCommand]:
    """The clock of a task is a watch: when it is red, the task has timed out."""
    watch = await states.state(WATCH, fact.event.watch)
    if watch is None or watch.kind != K.TASK_ACCEPT:
        return ()
    return (tasks.TimeOutTask(task=TaskId(UUID(key_of(watch.subject)))),)


# --- the unit -------------------------------------------------------------------------------------

MET_BY: dict[AssignmentStep, tuple[WatchKind, ...]] = {
    AssignmentStep.ALERTED: (),
    AssignmentStep.ACKNOWLEDGED: (K.ALERT_ACKNOWLEDGE,),
    AssignmentStep.EN_ROUTE: (K.ALERT_ACKNOWLEDGE, K.DEPART),
    AssignmentStep.ON_SCENE: (K.ALERT_ACKNOWLEDGE, K.DEPART, K.ARRIVE),
    AssignmentStep.TRANSPORTING: (K.ALERT_ACKNOWLEDGE, K.DEPART, K.ARRIVE, K.CREW_SILENT),
    AssignmentStep.AT_DESTINATION: (K.ALERT_ACKNOWLEDGE, K.DEPART, K.ARRIVE, K.CREW_SILENT),
    AssignmentStep.HANDED_OVER: (K.ALERT_ACKNOWLEDGE, K.DEPART, K.ARRIVE, K.CREW_SILENT),
    AssignmentStep.RELEASED: (K.ALERT_ACKNOWLEDGE, K.DEPART, K.ARRIVE, K.CREW_SILENT),
}
"""Which promises a step keeps: one that was skipped is kept by the next."""
assert MET_BY.keys() == set(AssignmentStep), "every step keeps something, or says that it keeps nothing"


async def _unit_alerted(
    fact: RecordedEvent[assignment_messages.AssignmentStarted], states: StateReader
) -> Iterable[ReactionCommand]:
    event = fact.event
    met = keep_watches(
        fact, await pending_watches(fact, states, K.FIRST_UNIT, subject=stream_id("case", event.case))
    )
    to = (FollowupParty(unit=event.unit), FollowupParty(centre=event.centre))
    return (*met, set_watch(fact, K.ALERT_ACKNOWLEDGE, priority=event.priority, to=to))


async def _assignment_stepped(
    fact: RecordedEvent[assignment_messages.AssignmentStepReached], states: StateReader
) -> Iterable[ReactionCommand]:
    event, work = fact.event, await states.state(ASSIGNMENT, fact.event.assignment)
    if work is None:
        return ()
    steps: list[ReactionCommand] = [
        *keep_watches(fact, await pending_watches(fact, states, *MET_BY[event.step]))
    ]
    # A step that is learned late moves nothing back: only the newest one begins the next promise.
    if ORDER.index(event.step) >= ORDER.index(work.step) and (
        following := _next_watch(event.step, work, fact.at)
    ):
        kind, clock = following
        to = (FollowupParty(unit=work.unit), FollowupParty(centre=work.centre))
        steps.append(set_watch(fact, kind, priority=work.priority, clock=clock, to=to))
    if event.step == AssignmentStep.ON_SCENE:
        # From here on the crew sees the patient; the caller need not be asked again.
        steps += cancel_watches(fact, await pending_case_watches(fact, states, work.case, K.REASSESS))
    return steps


def _next_watch(step: AssignmentStep, work: Assignment, since: datetime) -> tuple[WatchKind, Moments] | None:
    match step:
        case AssignmentStep.ACKNOWLEDGED:
            return K.DEPART, moments(K.DEPART, work.priority, since)
        case AssignmentStep.EN_ROUTE if work.eta_s is not None:
            return K.ARRIVE, arrival(work.priority, since, work.eta_s)
        case AssignmentStep.EN_ROUTE:
            return K.ARRIVE, moments(K.ARRIVE, work.priority, since)
        case AssignmentStep.ON_SCENE:
            return K.CREW_SILENT, moments(K.CREW_SILENT, work.priority, since)
        case _:
            return None


async def _assignment_released(
    fact: RecordedEvent[assignment_messages.AssignmentReleased], states: StateReader
) -> Iterable[ReactionCommand]:
    watches = await pending_watches(fact, states)
    return (keep_watches if fact.event.reason == ReleaseReason.FINISHED else cancel_watches)(fact, watches)


async def _emergency_raised(
    fact: RecordedEvent[units.CrewEmergencyRaised], states: StateReader
) -> Iterable[ReactionCommand]:
    del states
    return (set_watch(fact, K.CREW_EMERGENCY, to=(FollowupParty(unit=fact.event.unit),)),)


async def _emergency_answered(
    fact: RecordedEvent[units.CrewEmergencyAnswered], states: StateReader
) -> Iterable[ReactionCommand]:
    """Somebody has heard it; until the crew is safe it is asked again."""
    met = keep_watches(fact, await pending_watches(fact, states, K.CREW_EMERGENCY))
    clock = moments(K.CREW_EMERGENCY, None, after_s(fact.at, AGAIN_S))
    return (*met, set_watch(fact, K.CREW_EMERGENCY, clock=clock, to=(FollowupParty(unit=fact.event.unit),)))


async def _emergency_over(
    fact: RecordedEvent[units.CrewEmergencyEnded], states: StateReader
) -> Iterable[ReactionCommand]:
    return keep_watches(fact, await pending_watches(fact, states, K.CREW_EMERGENCY))


# --- the critical change --------------------------------------------------------------------------


async def _centre_interrupted(
    fact: RecordedEvent[tasks.TaskChangeRaised], states: StateReader
) -> Iterable[ReactionCommand]:
    event, task = fact.event, await states.state(TASK, fact.event.task)
    if task is None:
        return ()
    to, steps = (FollowupParty(centre=task.centre),), list[ReactionCommand]()
    if event.soon_s is not None and event.due_s is not None:
        for watch in await pending_watches(fact, states, K.TASK_ACCEPT, K.NO_UNIT):
            clock = watch_moments(watch.kind, watch.set_at, event.soon_s, event.due_s)
            # The new one first: whoever dies between the two finds the old one again, and sets the new one once.
            steps.append(set_watch(fact, watch.kind, priority=event.priority, clock=clock, to=watch.to))
            steps += cancel_watches(fact, (watch,))
    about = str(event.change.id)
    return (*steps, set_watch(fact, K.CHANGE_ACKNOWLEDGE, about=about, priority=task.priority, to=to))


async def _crew_interrupted(
    fact: RecordedEvent[units.UnitOrdered | units.UnitAlerted], states: StateReader
) -> Iterable[ReactionCommand]:
    event = fact.event
    news = (event.order,) if isinstance(event, units.UnitOrdered) else event.orders
    usual = moments(K.CHANGE_ACKNOWLEDGE, None, fact.at)
    clock = msgspec.structs.replace(usual, red_at=after_s(fact.at, CREW_CHANGE_RED_S))
    waiting = {watch.about for watch in await pending_watches(fact, states, K.CHANGE_ACKNOWLEDGE)}
    return [
        set_watch(
            fact, K.CHANGE_ACKNOWLEDGE, about=str(one.id), clock=clock, to=(FollowupParty(unit=event.unit),)
        )
        for one in news
        if str(one.id) not in waiting
    ]


async def _change_acknowledged(
    fact: RecordedEvent[tasks.TaskChangeAcknowledged | units.OrderAcknowledged], states: StateReader
) -> Iterable[ReactionCommand]:
    about = str(fact.event.change)
    return keep_watches(fact, await pending_watches(fact, states, K.CHANGE_ACKNOWLEDGE, about=about))


# --- the interview, the shift ---------------------------------------------------------


def _reassessment_reactions(every_s: EveryS) -> tuple[Reaction, ...]:
    """A case has one reassessment, at the shortest interval of their protocols: its patient has one, too, and with
    an alarm for each interview the answer in one would leave the alarm of the others sounding."""

    async def set_for(
        fact: RecordedEvent[Event], states: StateReader, case: CaseId
    ) -> Sequence[ReactionCommand]:
        runs = [run for run in await states.in_case(RUN, case) if run.closed_at is None]
        spans_s = [span_s for run in runs if (span_s := every_s(run.protocol, run.digest)) is not None]
        if not spans_s:
            return ()
        clock = moments(K.REASSESS, None, after_s(fact.at, min(spans_s)))
        return (set_watch(fact, K.REASSESS, clock=clock, to=await _owner_party(states, case)),)

    async def started(
        fact: RecordedEvent[triage.RunStarted | triage.RunProtocolChanged], states: StateReader
    ) -> Iterable[ReactionCommand]:
        run = await states.state(RUN, fact.event.run)
        if run is None:
            return ()
        gone = await pending_case_watches(fact, states, run.case, K.REASSESS)
        return (*cancel_watches(fact, gone), *await set_for(fact, states, run.case))

    async def answered(
        fact: RecordedEvent[triage.RunAnswered], states: StateReader
    ) -> Iterable[ReactionCommand]:
        """An answer after the moment came is the reassessment; one before it is the interview going on."""
        run = await states.state(RUN, fact.event.run)
        if run is None:
            return ()
        pending = await pending_case_watches(fact, states, run.case, K.REASSESS)
        due = [watch for watch in pending if _is_due(watch, fact.at)]
        return (*keep_watches(fact, due), *await set_for(fact, states, run.case)) if due else ()

    return (
        Reaction("followed.interview", (triage.RunStarted, triage.RunProtocolChanged), started),
        Reaction("followed.reassessed", (triage.RunAnswered,), answered),
    )


def _is_due(watch: Watch, at: datetime) -> bool:
    return watch.state != WatchState.SET or (watch.amber_at is not None and at >= watch.amber_at)


async def _handover_offered(
    fact: RecordedEvent[followup.HandoverOffered], states: StateReader
) -> Iterable[ReactionCommand]:
    del states
    return (set_watch(fact, K.HANDOVER, to=(FollowupParty(desk=fact.event.desk),)),)


async def _handover_closed(
    fact: RecordedEvent[followup.HandoverAccepted | followup.HandoverWithdrawn], states: StateReader
) -> Iterable[ReactionCommand]:
    kept = keep_watches(fact, await pending_watches(fact, states, K.HANDOVER))
    handover = await states.state(HANDOVER, fact.event.handover)
    if isinstance(fact.event, followup.HandoverWithdrawn) or not fact.event.refused or handover is None:
        return kept
    # What was refused is waited for of who gave it.
    return (*kept, set_watch(fact, K.HANDOVER, to=(FollowupParty(desk=handover.desk),)))


def no_reassessment(protocol: str, digest: str) -> float | None:
    """No protocol asks again."""
    return None


def reactions(*, every_s: EveryS = no_reassessment) -> tuple[Reaction, ...]:
    """Stage 5. `every_s` gives each protocol's span of reassessment (`reassess.every_s`)."""
    return (
        Reaction("followed.case_opened", (cases.CaseOpened,), _case_opened),
        Reaction("followed.located", (cases.CaseLocated,), _case_located),
        Reaction("followed.priority", (cases.PriorityRaised,), _priority_raised),
        Reaction("followed.merged", (cases.CaseMerged,), _case_merged),
        Reaction("followed.parted", (cases.CaseUnmerged,), _case_parted),
        Reaction("followed.alone_again", (cases.CaseReleased,), _case_unmerged),
        Reaction("followed.offered", (tasks.TaskOffered,), _task_offered),
        *task_coverage.reactions(),
        Reaction("followed.not_taken", (tasks.TaskRefused, tasks.TaskTimedOut), _escalate_task),
        Reaction("followed.nobody_has_it", (tasks.TaskUnowned,), _task_unowned),
        Reaction("followed.taken_in_hand", (tasks.TaskPassedOn,), _task_passed_on),
        Reaction(
            "followed.task_over", (tasks.TaskEnded, tasks.TaskReleased, tasks.TaskCancelled), _task_over
        ),
        Reaction("followed.accept_is_late", (followup.WatchFired,), _time_out_task),
        Reaction("followed.alerted", (assignment_messages.AssignmentStarted,), _unit_alerted),
        Reaction("followed.stepped", (assignment_messages.AssignmentStepReached,), _assignment_stepped),
        Reaction("followed.released", (assignment_messages.AssignmentReleased,), _assignment_released),
        Reaction("followed.emergency", (units.CrewEmergencyRaised,), _emergency_raised),
        Reaction("followed.emergency_heard", (units.CrewEmergencyAnswered,), _emergency_answered),
        Reaction("followed.emergency_over", (units.CrewEmergencyEnded,), _emergency_over),
        Reaction("followed.centre_interrupted", (tasks.TaskChangeRaised,), _centre_interrupted),
        Reaction("followed.crew_interrupted", (units.UnitOrdered, units.UnitAlerted), _crew_interrupted),
        Reaction(
            "followed.change_known",
            (tasks.TaskChangeAcknowledged, units.OrderAcknowledged),
            _change_acknowledged,
        ),
        Reaction("followed.desk_offered", (followup.HandoverOffered,), _handover_offered),
        Reaction(
            "followed.desk_taken", (followup.HandoverAccepted, followup.HandoverWithdrawn), _handover_closed
        ),
        *_reassessment_reactions(every_s),
    )
