"""What is always true of a centre once it has come to rest. Pure: each looks at a picture and says what is wrong with it.

Where a state says something, the facts are asked whether they say it too, by rules of this page's own: a machine that
forgets and a board that believes it must not agree with one another here.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auxilio.calls.core.model import AgentDesk, AgentState, Call, CallState
from auxilio.cases.core import messages as c
from auxilio.cases.core.model import Case, CaseState
from auxilio.dispatch.tasks.core import messages as t
from auxilio.dispatch.tasks.core.model import OPEN_STATES, Task, TaskState, is_settled, unowned
from auxilio.dispatch.tasks.core.shared_types import unacknowledged
from auxilio.dispatch.units.core import messages as u
from auxilio.dispatch.units.core.assignment_model import Assignment, AssignmentStep
from auxilio.dispatch.units.core.model import Unit
from auxilio.followup.core import messages as f
from auxilio.followup.core.model import ALARM, OVER, Watch, WatchKind, WatchState
from auxilio.followup.core.policy import next_level
from auxilio.kernel.event import Envelope, Event
from auxilio.kernel.ids import StreamId, stream_id
from auxilio.kernel.instant import after_s
from auxilio.platform.proof.chain import verify_stream
from auxilio.workflows.runner import SYSTEM_ID
from tests.days.backends import aggregate_at

K = WatchKind
AWAITED: Mapping[AssignmentStep, WatchKind] = {
    AssignmentStep.ALERTED: K.ALERT_ACKNOWLEDGE,
    AssignmentStep.ACKNOWLEDGED: K.DEPART,
    AssignmentStep.EN_ROUTE: K.ARRIVE,
    AssignmentStep.ON_SCENE: K.CREW_SILENT,
}
"""What is waited for while a unit's work stands at a step. With a patient on board the crew is left in peace."""


@dataclass(frozen=True)
class Picture:
    """A centre at rest, and every fact that led there."""

    at: datetime
    states: Mapping[StreamId, tuple[int, str]]
    aggregates: Mapping[StreamId, Any]
    facts: tuple[tuple[Envelope, Event], ...]
    fresh: frozenset[StreamId]
    """Streams that have new facts since the picture before."""

    def all[S](self, kind: type[S]) -> list[S]:
        """Every aggregate of one kind."""
        return [one for one in self.aggregates.values() if isinstance(one, kind)]

    def running(self, subject: StreamId, *kinds: WatchKind, about: str | None = None) -> list[Watch]:
        """The promises about an aggregate that still stand."""
        return [
            watch
            for watch in self.all(Watch)
            if watch.subject == subject
            and watch.state not in OVER
            and (not kinds or watch.kind in kinds)
            and (about is None or watch.about == about)
        ]

    def of(self, kind: type[Event]) -> Iterable[tuple[Envelope, Any]]:
        """The facts of one kind, in order."""
        return ((envelope, event) for envelope, event in self.facts if isinstance(event, kind))


type Faults = Iterable[str]


# --- one unit, one case -----------------------------------------------------------------------------


def a_unit_works_on_one_case_at_most(seen: Picture) -> Faults:
    """And unit, assignment and task say the same of it."""
    open_: dict[Any, list[Assignment]] = defaultdict(list)
    for work in seen.all(Assignment):
        if work.step is not AssignmentStep.RELEASED:
            open_[work.unit].append(work)
    for unit in seen.all(Unit):
        works = open_[unit.id]
        if len(works) > 1:
            yield f"{unit.callsign} has {len(works)} open assignments"
        said = {(unit.assignment, unit.task, unit.case)} - {(None, None, None)}
        if said != {(one.id, one.task, one.case) for one in works}:
            yield f"{unit.callsign} says another work than its assignment"
    for task in seen.all(Task):
        works = [
            one.id
            for one in seen.all(Assignment)
            if one.task == task.id and one.step is not AssignmentStep.RELEASED
        ]
        if sorted(works) != sorted(task.assignments):
            yield f"task of {task.centre} counts other units than work on it"


def a_unit_leaves_its_case_only_by_a_fact_that_says_so(seen: Picture) -> Faults:
    """Told from the facts alone: between two alerts of a unit stands that a person, or its crew, freed it."""
    work: dict[Any, Any] = {}
    for envelope, event in seen.facts:
        match event:
            case u.UnitAlerted(unit=unit, assignment=assignment):
                if work.get(unit) is not None:
                    yield f"alerted at {envelope.position.seq} away from work that nobody ended"
                work[unit] = assignment
            case u.UnitFreed(unit=unit, assignment=assignment):
                if work.get(unit) != assignment:
                    yield f"freed at {envelope.position.seq} from work that it did not have"
                if envelope.actor == SYSTEM_ID:
                    yield f"freed at {envelope.position.seq} by nobody: Auxilio itself did it"
                work[unit] = None
            case _:
                pass
    for unit in seen.all(Unit):
        if work.get(unit.id) != unit.assignment:
            yield f"{unit.callsign} has other work than its facts tell"


# --- a task always has an owner or an alarm ---------------------------------------------------------


def a_task_has_an_owner_or_a_promise(seen: Picture) -> Faults:
    """Offered: somebody is waited for. Taken without a unit: one is waited for. Nobody has it: that is said aloud."""
    for task in seen.all(Task):
        subject = stream_id("task", task.id)
        match task.state:
            case TaskState.OFFERED:
                wanted: tuple[WatchKind, ...] = (K.TASK_ACCEPT,)
            case TaskState.ACCEPTED | TaskState.TOLD:
                wanted = (K.NO_UNIT,)
            case _ if unowned(task):
                wanted = (K.NOBODY_HAS_IT,)
            case _:
                continue
        if not seen.running(subject, *wanted):
            yield f"task of {task.centre} is {task.state} and nothing waits for it"


def a_task_that_nobody_has_was_offered_on_or_is_alarmed(seen: Picture) -> Faults:
    """Told from the facts: after a refusal or a silence comes another centre, a person, or the alarm, said once."""
    left: dict[Any, str] = {}
    alarmed: set[Any] = set()
    for _, event in seen.facts:
        match event:
            case t.TaskRefused(task=task) | t.TaskTimedOut(task=task):
                left[task] = event.kind()
            case t.TaskUnowned(task=task):
                alarmed.add(task)
            case (
                t.TaskPassedOn(task=task)
                | t.TaskAccepted(task=task)
                | t.TaskNotifiedByPhone(task=task)
                | t.TaskCancelled(task=task)
            ):
                left.pop(task, None)
                alarmed.discard(task)
            case _:
                pass
    yield from (f"{kind} and then nothing" for task, kind in left.items() if task not in alarmed)


# --- whoever works on a case hears what becomes known of it ---------------------------------------------


def an_open_task_is_of_an_open_case(seen: Picture) -> Faults:
    """None is left behind in a case that was merged, and none closes over one."""
    known = {case.id: case for case in seen.all(Case)}
    for task in seen.all(Task):
        case = known[task.case]
        if not is_settled(task) and case.state is not CaseState.OPEN:
            yield f"{task.centre} works on case {case.number}, which is {case.state}"


def a_task_knows_place_priority_and_dangers_of_its_case(seen: Picture) -> Faults:
    """Told from the facts: what its case said since it was offered, and all that it said before the task came over."""
    known = {case.id: case for case in seen.all(Case)}
    offered = {event.task: envelope.position for envelope, event in seen.of(t.TaskOffered)}
    dangers = [(envelope.position, event) for envelope, event in seen.of(c.HazardNoted)]
    for task in seen.all(Task):
        if task.state not in OPEN_STATES and not (task.state is TaskState.TIMED_OUT and unowned(task)):
            continue
        case = known[task.case]
        if case.priority is not None and task.priority > case.priority:
            yield f"{task.centre} goes as {task.priority.name} to what is {case.priority.name}"
        point = case.location.point if case.location else None
        if point is not None and task.place != point:
            yield f"{task.centre} goes elsewhere than its case says"
        before = {hazard for id in task.was_in for hazard in known[id].hazards}
        told = [one.new for one in task.changes]
        for at, event in dangers:
            if event.case != case.id or event.hazard in before:
                continue
            if (task.was_in or at > offered[task.id]) and event.hazard.code not in told:
                yield f"{task.centre} does not know of {event.hazard.code}"


def nobody_is_told_the_same_twice(seen: Picture) -> Faults:
    """A second interruption that says nothing teaches people to press without reading."""
    codes = {event.hazard.code for _, event in seen.of(c.HazardNoted)}
    for task in seen.all(Task):
        heard = [one.new for one in task.changes if one.new in codes]
        if twice := {new for new in heard if heard.count(new) > 1}:
            yield f"{task.centre} was told twice of {', '.join(sorted(twice))}"


# --- no alert without acknowledgement or escalation ---------------------------------------------------


def an_alert_is_acknowledged_or_waited_for(seen: Picture) -> Faults:
    """So is every later step of a crew's way, until it has somebody on board."""
    for work in seen.all(Assignment):
        kind = AWAITED.get(work.step)
        if kind is not None and not seen.running(stream_id("assignment", work.id), kind):
            yield f"{work.callsign} is {work.step} and nobody waits for the next step"


def a_change_is_acknowledged_or_waited_for(seen: Picture) -> Faults:
    """By the centre and by each crew, each for itself."""
    for task in seen.all(Task):
        for one in unacknowledged(task.changes):
            if not seen.running(stream_id("task", task.id), K.CHANGE_ACKNOWLEDGE, about=str(one.id)):
                yield f"{task.centre} does not know of {one.kind}, and nobody waits for it"
    for unit in seen.all(Unit):
        for one in unacknowledged(unit.orders):
            if not seen.running(stream_id("unit", unit.id), K.CHANGE_ACKNOWLEDGE, about=str(one.id)):
                yield f"{unit.callsign} does not know of {one.kind}, and nobody waits for it"


def a_crew_in_danger_is_waited_for(seen: Picture) -> Faults:
    """Until somebody says that it is safe."""
    for unit in seen.all(Unit):
        waits = bool(seen.running(stream_id("unit", unit.id), K.CREW_EMERGENCY))
        if (unit.emergency is not None) != waits:
            yield f"{unit.callsign}: emergency {unit.emergency is not None}, waited for {waits}"


# --- promises -----------------------------------------------------------------------------------------


def a_promise_fires_at_its_time(seen: Picture) -> Faults:
    """At rest nothing is overdue by its own amber, red and climb; and nothing has fired before them."""
    for watch in seen.all(Watch):
        moment = _moves_at(watch)
        if moment is not None and moment <= seen.at:
            yield f"{watch.kind} is {watch.state} since {seen.at - moment} too long"
    reds = {event.watch: event for _, event in seen.of(f.WatchSet)}
    for envelope, event in seen.facts:
        match event:
            case f.WatchAmber(watch=id) if envelope.happened_at < reds[id].amber_at:
                yield f"{reds[id].kind_of} turned amber early"
            case f.WatchFired(watch=id) if envelope.happened_at < reds[id].red_at:
                yield f"{reds[id].kind_of} fired early"
            case _:
                pass


def _moves_at(watch: Watch) -> datetime | None:
    """When the clock moves it next, from its own moments and never from `due`."""
    match watch.state:
        case WatchState.SET:
            return min(moment for moment in (watch.amber_at, watch.red_at) if moment is not None)
        case WatchState.AMBER:
            return watch.red_at
        case WatchState.FIRED if watch.fired == 1 and next_level(watch.level, watch.top) is not None:
            assert watch.fired_at is not None, "it fired"
            return after_s(watch.fired_at, watch.climb_s)
        case _:
            return None


def whoever_an_alarm_reaches_is_not_passed_over(seen: Picture) -> Faults:
    """An alarm that stands unanswered is at its highest level, or will climb."""
    for watch in seen.all(Watch):
        if watch.state in ALARM and watch.due is None and next_level(watch.level, watch.top) is not None:
            yield f"{watch.kind} stands at {watch.level} for ever"


# --- calls ----------------------------------------------------------------------------------------------


def a_caller_is_heard_or_waited_for(seen: Picture) -> Faults:
    """And a desk is in one call, the one that says so."""
    for call in seen.all(Call):
        waiting = call.state in {CallState.QUEUED, CallState.OFFERED}
        if waiting and not seen.running(stream_id("call", call.id), K.ANSWER):
            yield f"call {call.number} waits and nobody waits for it"
    at_desk: dict[Any, list[Call]] = defaultdict(list)
    for call in seen.all(Call):
        if call.state in {CallState.ANSWERED, CallState.HELD, CallState.CONSULTING} and call.desk:
            at_desk[call.desk].append(call)
    for desk in seen.all(AgentDesk):
        there = [call.id for call in at_desk[desk.id]]
        if desk.stand is AgentState.BUSY and there != [desk.call]:
            yield f"{desk.id} is busy with {desk.call} and has {there}"
        if desk.stand is not AgentState.BUSY and there:
            yield f"{desk.id} is {desk.stand} and has {there}"


def a_call_tells_of_the_case_that_counts_it(seen: Picture) -> Faults:
    """What a call says of its case is what some case says of its calls."""
    for call in seen.all(Call):
        case = next((one for one in seen.all(Case) if one.id == call.case), None)
        if case is not None and call.id not in case.calls:
            yield f"call {call.number} tells of case {case.number}, which does not know it"


# --- shown = stored -------------------------------------------------------------------------------------


def what_is_stored_is_what_the_facts_tell(seen: Picture) -> Faults:
    """Each stream that moved: its chain is whole, and its state is its facts folded again from the first."""
    streams: dict[StreamId, list[Envelope]] = defaultdict(list)
    for envelope, _ in seen.facts:
        if envelope.stream in seen.fresh:
            streams[envelope.stream].append(envelope)
    for stream, facts in streams.items():
        facts.sort(key=lambda fact: fact.version)
        if (fault := verify_stream(facts)) is not None:
            yield f"{stream}: {fault}"
        aggregate, folded = aggregate_at(stream), None
        for fact in facts:
            folded = aggregate.apply(folded, fact)
        version, state = seen.states[stream]
        if (version, aggregate.read_state(state)) != (len(facts), folded):
            yield f"{stream} is stored otherwise than its facts tell"


INVARIANTS: tuple[Callable[[Picture], Faults], ...] = (
    a_unit_works_on_one_case_at_most,
    a_unit_leaves_its_case_only_by_a_fact_that_says_so,
    a_task_has_an_owner_or_a_promise,
    a_task_that_nobody_has_was_offered_on_or_is_alarmed,
    an_open_task_is_of_an_open_case,
    a_task_knows_place_priority_and_dangers_of_its_case,
    nobody_is_told_the_same_twice,
    an_alert_is_acknowledged_or_waited_for,
    a_change_is_acknowledged_or_waited_for,
    a_crew_in_danger_is_waited_for,
    a_promise_fires_at_its_time,
    whoever_an_alarm_reaches_is_not_passed_over,
    a_caller_is_heard_or_waited_for,
    a_call_tells_of_the_case_that_counts_it,
    what_is_stored_is_what_the_facts_tell,
)


class Broken(AssertionError):
    """Invariants do not hold. `rules` are their names."""

    def __init__(self, faults: Mapping[str, list[str]]) -> None:
        super().__init__("\n".join(f"{rule}: {'; '.join(found)}" for rule, found in faults.items()))
        self.rules = frozenset(faults)


def check(seen: Picture) -> None:
    """Raises `Broken` with every one that does not hold."""
    found = {invariant.__name__: list(invariant(seen)) for invariant in INVARIANTS}
    if faults := {rule: said for rule, said in found.items() if said}:
        raise Broken(faults)
