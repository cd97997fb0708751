"""Stage 5, follow up: each promise of a case begins with a fact, and ends with another. Silence is noticed.

A chapter for each hand-over: the case (place, offer, first unit), the task (accepted, unit found), the unit
(acknowledged, departs, arrives, speaks), the critical change, the interview, the shift. Hospitals are in `received`.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from auxilio.cases import messages as cases
from auxilio.cases.model import Case, CaseState
from auxilio.cases.service import CASE
from auxilio.dispatch.messages import assignments, tasks, units
from auxilio.dispatch.model.assignment import ORDER, Assignment, ReleaseReason
from auxilio.dispatch.model.assignment import Step as UnitStep
from auxilio.dispatch.model.task import Task
from auxilio.dispatch.service import ASSIGNMENT, TASK
from auxilio.followup import messages as followup
from auxilio.followup.model import Party, Watch, WatchKind, WatchState
from auxilio.followup.policy import AGAIN_S, CREW_CHANGE_RED_S, Moments, arrival, moments
from auxilio.followup.service import WATCH
from auxilio.kernel.event import Event
from auxilio.kernel.ids import CaseId, TaskId, key_of, stream_id
from auxilio.kernel.instant import after_s
from auxilio.kernel.words import Priority
from auxilio.process.promises import (
    cancel,
    keep,
    pending,
    pending_in_case,
    pending_of_case_itself,
    promise,
    running,
    spans,
)
from auxilio.process.runner import Fact, House, Named, Reaction, Step
from auxilio.triage import messages as triage
from auxilio.triage.service import RUN

K = WatchKind
type EveryS = Callable[[str, str], float | None]
"""How often a protocol (its id, and the digest of its version) wants its questions asked again; None: not at all."""


async def _owner(house: House, case: CaseId | None) -> tuple[Party, ...]:
    """The desk that answers for a case."""
    found = await house.state(CASE, case) if case is not None else None
    return (Party(desk=found.owner),) if found is not None and found.owner is not None else ()


# --- the case -------------------------------------------------------------------------------------


async def _case_opened(fact: Fact[cases.CaseOpened], house: House) -> Iterable[Step]:
    found = await house.state(CASE, fact.event.case)
    if found is None or found.location is not None:
        return ()
    owner = (Party(desk=fact.event.owner),) if fact.event.owner is not None else ()
    return (promise(fact, K.LOCATION, to=owner),)


async def _located(fact: Fact[cases.CaseLocated], house: House) -> Iterable[Step]:
    """The place is known; and corrected by another than who has the case, it is their alarm."""
    met = keep(fact, await pending(fact, house, K.LOCATION))
    to = await _owner(house, fact.event.case)
    if not fact.event.correction or fact.envelope.desk in {party.desk for party in to}:
        return met
    before = cancel(fact, await pending(fact, house, K.PLACE_CORRECTED))
    return (*met, *before, promise(fact, K.PLACE_CORRECTED, to=to))


async def _priority(fact: Fact[cases.PriorityRaised], house: House) -> Iterable[Step]:
    """The clocks of help run from the opening, at the pace of the worst that is known. Lowering slows none."""
    case = await house.state(CASE, fact.event.case)
    return await _clocks_of_help(fact, house, case, fact.event.priority) if case is not None else ()


async def _clocks_of_help(fact: Fact[Any], house: House, case: Case, priority: Priority) -> Iterable[Step]:
    if priority == Priority.P4:
        return ()
    to, steps = await _owner(house, case.id), list[Step]()
    for kind, done in ((K.OFFER, case.help_sent_at), (K.FIRST_UNIT, case.acknowledged_at)):
        before = await pending(fact, house, kind)
        if done is None and (before or not await _was_kept(house, case.id, kind)):
            clock = moments(kind, priority, case.opened_at)
            steps += [*cancel(fact, before), promise(fact, kind, priority=priority, clock=clock, to=to)]
    return steps


async def _was_kept(house: House, case: CaseId, kind: WatchKind) -> bool:
    watches = await house.in_case(WATCH, case)
    return any(watch.kind == kind and watch.state == WatchState.KEPT for watch in watches)


async def _merged(fact: Fact[cases.CaseMerged], house: House) -> Iterable[Step]:
    return cancel(fact, await pending_of_case_itself(fact, house, fact.event.case))


async def _parted(fact: Fact[cases.CaseParted], house: House) -> Iterable[Step]:
    """What merging ended is promised again: a place, and help at the pace that was known."""
    case = await house.state(CASE, fact.event.case)
    if case is None:
        return ()
    steps: list[Step] = []
    if case.location is None:
        steps.append(promise(fact, K.LOCATION, to=await _owner(house, case.id)))
    if case.priority is not None:
        steps += await _clocks_of_help(fact, house, case, case.priority)
    return steps


async def _alone_again(fact: Fact[cases.CaseGaveBack], house: House) -> Iterable[Step]:
    """What the other case kept for it is promised again, unless it has help of its own (`merged.has_its_own`)."""
    case = await house.state(CASE, fact.event.case)
    if case is None or case.state is not CaseState.OPEN:
        return ()
    to, steps = await _owner(house, case.id), list[Step]()
    if case.location is None and not await pending(fact, house, K.LOCATION):
        steps.append(promise(fact, K.LOCATION, to=to))
    if case.priority is None or case.priority == Priority.P4:
        return steps
    for kind, done in ((K.OFFER, case.help_sent_at), (K.FIRST_UNIT, case.acknowledged_at)):
        if done is None and not await pending(fact, house, kind):
            clock = moments(kind, case.priority, fact.at)
            steps.append(promise(fact, kind, priority=case.priority, clock=clock, to=to))
    return steps


# --- the task -------------------------------------------------------------------------------------


async def _offered(fact: Fact[tasks.TaskOffered], house: House) -> Iterable[Step]:
    event = fact.event
    # A centre without a console is told by the desk: the promise to tell it is the desk's.
    told_by = await _owner(house, event.case) if event.by_telephone else ()
    clock = spans(K.TASK_ACCEPT, fact.at, event.soon_s, event.due_s)
    to = (*told_by, Party(centre=event.centre))
    met = keep(fact, await pending(fact, house, K.OFFER, subject=stream_id("case", event.case)))
    return (*met, promise(fact, K.TASK_ACCEPT, priority=event.priority, clock=clock, to=to))


async def _accepted(fact: Fact[tasks.TaskAccepted | tasks.TaskTold], house: House) -> Iterable[Step]:
    event = fact.event
    met = keep(fact, await pending(fact, house, K.TASK_ACCEPT, K.NOBODY_HAS_IT))
    task = await house.state(TASK, event.task)
    if task is None or task.units or await pending(fact, house, K.NO_UNIT):
        return met  # the alert itself accepted it, or a person confirms what a rule accepted: the clock runs
    return (*met, _no_unit(fact, task, spans(K.NO_UNIT, fact.at, event.soon_s, event.due_s)))


def _no_unit(fact: Fact[Event], task: Task, clock: Moments) -> Step:
    return promise(fact, K.NO_UNIT, priority=task.priority, clock=clock, to=(Party(centre=task.centre),))


async def _unit_given(fact: Fact[tasks.TaskUnitGiven], house: House) -> Iterable[Step]:
    return keep(fact, await pending(fact, house, K.NO_UNIT))


async def _unit_gone(fact: Fact[tasks.TaskUnitGone], house: House) -> Iterable[Step]:
    event, task = fact.event, await house.state(TASK, fact.event.task)
    if task is None or event.finished or task.assignments or task.over_at is not None:
        return ()
    if await running(house, fact.envelope.stream, K.NO_UNIT):
        return ()
    return (_no_unit(fact, task, spans(K.NO_UNIT, fact.at, event.soon_s, event.due_s)),)


async def _not_taken(fact: Fact[tasks.TaskRefused | tasks.TaskTimedOut], house: House) -> Iterable[Step]:
    """The next centre of the plan is asked at once; when nobody is left, that is said."""
    gone = cancel(fact, await pending(fact, house, K.TASK_ACCEPT, K.NO_UNIT))
    task = fact.event.task
    escalate = tasks.EscalateTask(task=task, next=TaskId(fact.derived("followed.next_centre")))
    # Named: how many watches are left to cancel differs in a replay, and the command's place with it.
    return (*gone, Named("next_centre", escalate))


async def _nobody_has_it(fact: Fact[tasks.TaskNobodyHasIt], house: House) -> Iterable[Step]:
    task = await house.state(TASK, fact.event.task)
    to = await _owner(house, fact.envelope.case)
    if task is not None and task.aid_for is not None:
        to = (*to, Party(centre=task.aid_for))  # whoever asked a neighbour for it hears that nobody comes
    return (promise(fact, K.NOBODY_HAS_IT, priority=task.priority if task else None, to=to),)


async def _taken_in_hand(fact: Fact[tasks.TaskPassedOn], house: House) -> Iterable[Step]:
    return keep(fact, await pending(fact, house, K.NOBODY_HAS_IT))


async def _task_over(
    fact: Fact[tasks.TaskEnded | tasks.TaskReleased | tasks.TaskCancelled], house: House
) -> Iterable[Step]:
    # What was not acknowledged stays: a cancellation that nobody read is the most dangerous one.
    open_ = await pending(fact, house)
    return cancel(fact, [watch for watch in open_ if watch.kind != K.CHANGE_ACKNOWLEDGE])


async def _accept_is_late(fact: Fact[followup.WatchFired], house: House) -> Iterable[Step]:
    """The clock of a task is a watch: when it is red, the task has timed out."""
    watch = await house.state(WATCH, fact.event.watch)
    if watch is None or watch.kind != K.TASK_ACCEPT:
        return ()
    return (tasks.TimeOutTask(task=TaskId(UUID(key_of(watch.subject)))),)


# --- the unit -------------------------------------------------------------------------------------

MET_BY: dict[UnitStep, tuple[WatchKind, ...]] = {
    UnitStep.ALERTED: (),
    UnitStep.ACKNOWLEDGED: (K.ALERT_ACKNOWLEDGE,),
    UnitStep.EN_ROUTE: (K.ALERT_ACKNOWLEDGE, K.DEPART),
    UnitStep.ON_SCENE: (K.ALERT_ACKNOWLEDGE, K.DEPART, K.ARRIVE),
    UnitStep.TRANSPORTING: (K.ALERT_ACKNOWLEDGE, K.DEPART, K.ARRIVE, K.CREW_SILENT),
    UnitStep.AT_DESTINATION: (K.ALERT_ACKNOWLEDGE, K.DEPART, K.ARRIVE, K.CREW_SILENT),
    UnitStep.HANDED_OVER: (K.ALERT_ACKNOWLEDGE, K.DEPART, K.ARRIVE, K.CREW_SILENT),
    UnitStep.RELEASED: (K.ALERT_ACKNOWLEDGE, K.DEPART, K.ARRIVE, K.CREW_SILENT),
}
"""Which promises a step keeps: one that was skipped is kept by the next."""
assert MET_BY.keys() == set(UnitStep), "every step keeps something, or says that it keeps nothing"


async def _alerted(fact: Fact[assignments.AssignmentBegun], house: House) -> Iterable[Step]:
    event = fact.event
    met = keep(fact, await pending(fact, house, K.FIRST_UNIT, subject=stream_id("case", event.case)))
    to = (Party(unit=event.unit), Party(centre=event.centre))
    return (*met, promise(fact, K.ALERT_ACKNOWLEDGE, priority=event.priority, to=to))


async def _stepped(fact: Fact[assignments.AssignmentStepped], house: House) -> Iterable[Step]:
    event, work = fact.event, await house.state(ASSIGNMENT, fact.event.assignment)
    if work is None:
        return ()
    steps: list[Step] = [*keep(fact, await pending(fact, house, *MET_BY[event.step]))]
    # A step that is learned late moves nothing back: only the newest one begins the next promise.
    if ORDER.index(event.step) >= ORDER.index(work.step) and (
        following := _next_of(event.step, work, fact.at)
    ):
        kind, clock = following
        to = (Party(unit=work.unit), Party(centre=work.centre))
        steps.append(promise(fact, kind, priority=work.priority, clock=clock, to=to))
    if event.step == UnitStep.ON_SCENE:
        # From here on the crew sees the patient; the caller need not be asked again.
        steps += cancel(fact, await pending_in_case(fact, house, work.case, K.REASSESS))
    return steps


def _next_of(step: UnitStep, work: Assignment, since: datetime) -> tuple[WatchKind, Moments] | None:
    match step:
        case UnitStep.ACKNOWLEDGED:
            return K.DEPART, moments(K.DEPART, work.priority, since)
        case UnitStep.EN_ROUTE if work.eta_s is not None:
            return K.ARRIVE, arrival(work.priority, since, work.eta_s)
        case UnitStep.EN_ROUTE:
            return K.ARRIVE, moments(K.ARRIVE, work.priority, since)
        case UnitStep.ON_SCENE:
            return K.CREW_SILENT, moments(K.CREW_SILENT, work.priority, since)
        case _:
            return None


async def _released(fact: Fact[assignments.AssignmentReleased], house: House) -> Iterable[Step]:
    watches = await pending(fact, house)
    return (keep if fact.event.reason == ReleaseReason.FINISHED else cancel)(fact, watches)


async def _emergency(fact: Fact[units.EmergencyRaised], house: House) -> Iterable[Step]:
    del house
    return (promise(fact, K.CREW_EMERGENCY, to=(Party(unit=fact.event.unit),)),)


async def _emergency_heard(fact: Fact[units.EmergencyAnswered], house: House) -> Iterable[Step]:
    """Somebody has heard it; until the crew is safe it is asked again."""
    met = keep(fact, await pending(fact, house, K.CREW_EMERGENCY))
    clock = moments(K.CREW_EMERGENCY, None, after_s(fact.at, AGAIN_S))
    return (*met, promise(fact, K.CREW_EMERGENCY, clock=clock, to=(Party(unit=fact.event.unit),)))


async def _emergency_over(fact: Fact[units.EmergencyOver], house: House) -> Iterable[Step]:
    return keep(fact, await pending(fact, house, K.CREW_EMERGENCY))


# --- the critical change --------------------------------------------------------------------------


async def _centre_interrupted(fact: Fact[tasks.TaskChangeRaised], house: House) -> Iterable[Step]:
    event, task = fact.event, await house.state(TASK, fact.event.task)
    if task is None:
        return ()
    to, steps = (Party(centre=task.centre),), list[Step]()
    if event.soon_s is not None and event.due_s is not None:
        for watch in await pending(fact, house, K.TASK_ACCEPT, K.NO_UNIT):
            clock = spans(watch.kind, watch.set_at, event.soon_s, event.due_s)
            # The new one first: whoever dies between the two finds the old one again, and sets the new one once.
            steps.append(promise(fact, watch.kind, priority=event.priority, clock=clock, to=watch.to))
            steps += cancel(fact, (watch,))
    about = str(event.change.id)
    return (*steps, promise(fact, K.CHANGE_ACKNOWLEDGE, about=about, priority=task.priority, to=to))


async def _crew_interrupted(
    fact: Fact[units.UnitOrdered | units.UnitAlerted], house: House
) -> Iterable[Step]:
    event = fact.event
    news = (event.order,) if isinstance(event, units.UnitOrdered) else event.orders
    usual = moments(K.CHANGE_ACKNOWLEDGE, None, fact.at)
    clock = msgspec.structs.replace(usual, red_at=after_s(fact.at, CREW_CHANGE_RED_S))
    waiting = {watch.about for watch in await pending(fact, house, K.CHANGE_ACKNOWLEDGE)}
    return [
        promise(fact, K.CHANGE_ACKNOWLEDGE, about=str(one.id), clock=clock, to=(Party(unit=event.unit),))
        for one in news
        if str(one.id) not in waiting
    ]


async def _change_known(
    fact: Fact[tasks.TaskChangeAcknowledged | units.OrderAcknowledged], house: House
) -> Iterable[Step]:
    about = str(fact.event.change)
    return keep(fact, await pending(fact, house, K.CHANGE_ACKNOWLEDGE, about=about))


# --- the interview, the shift ---------------------------------------------------------


def _asks_again(every_s: EveryS) -> tuple[Reaction, ...]:
    async def set_for(fact: Fact[Event], house: House, protocol: str, digest: str) -> Sequence[Step]:
        span_s = every_s(protocol, digest)
        if span_s is None:
            return ()
        clock = moments(K.REASSESS, None, after_s(fact.at, span_s))
        to = await _owner(house, fact.envelope.case)
        return (promise(fact, K.REASSESS, clock=clock, to=to),)

    async def started(
        fact: Fact[triage.RunStarted | triage.RunProtocolChanged], house: House
    ) -> Iterable[Step]:
        gone = cancel(fact, await pending(fact, house, K.REASSESS))
        return (*gone, *await set_for(fact, house, fact.event.protocol, fact.event.digest))

    async def answered(fact: Fact[triage.RunAnswered], house: House) -> Iterable[Step]:
        """An answer after the moment came is the reassessment; one before it is the interview going on."""
        due = [w for w in await pending(fact, house, K.REASSESS) if _has_come(w, fact.at)]
        run = await house.state(RUN, fact.event.run)
        if not due or run is None:
            return ()
        return (*keep(fact, due), *await set_for(fact, house, run.protocol, run.digest))

    return (
        Reaction("followed.interview", (triage.RunStarted, triage.RunProtocolChanged), started),
        Reaction("followed.reassessed", (triage.RunAnswered,), answered),
    )


def _has_come(watch: Watch, at: datetime) -> bool:
    return watch.state != WatchState.SET or (watch.amber_at is not None and at >= watch.amber_at)


async def _desk_offered(fact: Fact[followup.HandoverOffered], house: House) -> Iterable[Step]:
    del house
    return (promise(fact, K.HANDOVER, to=(Party(desk=fact.event.desk),)),)


async def _desk_taken(
    fact: Fact[followup.HandoverAccepted | followup.HandoverWithdrawn], house: House
) -> Iterable[Step]:
    return keep(fact, await pending(fact, house, K.HANDOVER))


def never(protocol: str, digest: str) -> float | None:
    """No protocol asks again."""
    return None


def reactions(*, every_s: EveryS = never) -> tuple[Reaction, ...]:
    """Stage 5. `every_s` gives each protocol's span of reassessment (`reassess.every_s`)."""
    return (
        Reaction("followed.case_opened", (cases.CaseOpened,), _case_opened),
        Reaction("followed.located", (cases.CaseLocated,), _located),
        Reaction("followed.priority", (cases.PriorityRaised,), _priority),
        Reaction("followed.merged", (cases.CaseMerged,), _merged),
        Reaction("followed.parted", (cases.CaseParted,), _parted),
        Reaction("followed.alone_again", (cases.CaseGaveBack,), _alone_again),
        Reaction("followed.offered", (tasks.TaskOffered,), _offered),
        Reaction("followed.accepted", (tasks.TaskAccepted, tasks.TaskTold), _accepted),
        Reaction("followed.unit_given", (tasks.TaskUnitGiven,), _unit_given),
        Reaction("followed.unit_gone", (tasks.TaskUnitGone,), _unit_gone),
        Reaction("followed.not_taken", (tasks.TaskRefused, tasks.TaskTimedOut), _not_taken),
        Reaction("followed.nobody_has_it", (tasks.TaskNobodyHasIt,), _nobody_has_it),
        Reaction("followed.taken_in_hand", (tasks.TaskPassedOn,), _taken_in_hand),
        Reaction(
            "followed.task_over", (tasks.TaskEnded, tasks.TaskReleased, tasks.TaskCancelled), _task_over
        ),
        Reaction("followed.accept_is_late", (followup.WatchFired,), _accept_is_late),
        Reaction("followed.alerted", (assignments.AssignmentBegun,), _alerted),
        Reaction("followed.stepped", (assignments.AssignmentStepped,), _stepped),
        Reaction("followed.released", (assignments.AssignmentReleased,), _released),
        Reaction("followed.emergency", (units.EmergencyRaised,), _emergency),
        Reaction("followed.emergency_heard", (units.EmergencyAnswered,), _emergency_heard),
        Reaction("followed.emergency_over", (units.EmergencyOver,), _emergency_over),
        Reaction("followed.centre_interrupted", (tasks.TaskChangeRaised,), _centre_interrupted),
        Reaction("followed.crew_interrupted", (units.UnitOrdered, units.UnitAlerted), _crew_interrupted),
        Reaction(
            "followed.change_known", (tasks.TaskChangeAcknowledged, units.OrderAcknowledged), _change_known
        ),
        Reaction("followed.desk_offered", (followup.HandoverOffered,), _desk_offered),
        Reaction("followed.desk_taken", (followup.HandoverAccepted, followup.HandoverWithdrawn), _desk_taken),
        *_asks_again(every_s),
    )
