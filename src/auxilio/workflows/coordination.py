"""Stage 4, coordinate: what becomes known of a case reaches whoever works on it, and its caller is told no more than
is true. The hand-over's own clocks and "the next centre" are in `followed`: they are promises.
"""

from collections.abc import Awaitable, Callable, Iterable

from auxilio.cases.core import messages as cases
from auxilio.cases.core.model import Case, Hazard
from auxilio.cases.service import CASE
from auxilio.dispatch.recommendation.core.policy import Recommendation, UnitCandidate, certainty_order
from auxilio.dispatch.service import TASK
from auxilio.dispatch.tasks.core import messages as tasks
from auxilio.dispatch.tasks.core.model import OPEN_STATES, Task, TaskState, unowned
from auxilio.dispatch.tasks.core.shared_types import ChangeId, ChangeKind
from auxilio.dispatch.units.core import assignment_messages
from auxilio.dispatch.units.core import messages as units
from auxilio.dispatch.units.core.assignment_model import AssignmentStep
from auxilio.kernel.event import Event
from auxilio.kernel.ids import AssignmentId, CaseId, TaskId
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Priority
from auxilio.workflows.runner import NamedCommand, Reaction, ReactionCommand, RecordedEvent, StateReader

type DangerNotice = tuple[ChangeKind, str]
"""A danger as centre and crew are told of it."""
type Recommend = Callable[[Task], Awaitable[Recommendation]]
"""`DispatchQueries.units_for`: the units of a task's centre by the road."""

WORDS_MAX = 200
DANGEROUS_GOODS, WIND = "dangerous_goods", "wind"
"""What kind of hazard a change tells of: a code before its words, as `HazardNoted` has it."""
REFLEX_TRIES = 3
"""The nearest may be taken by a desk in that second; the next are tried, and one at most is alerted."""


async def open_tasks(states: StateReader, case: CaseId) -> list[Task]:
    """Those that somebody has, is asked to take, or may still take."""
    return [task for task in await states.in_case(TASK, case) if _is_open(task)]


def _is_open(task: Task) -> bool:
    return task.state in OPEN_STATES or (task.state is TaskState.TIMED_OUT and unowned(task))


# --- what the caller may be told ------------------------------------------------------------------


async def _mark_help_sent(
    fact: RecordedEvent[tasks.TaskOffered], states: StateReader
) -> Iterable[ReactionCommand]:
    del states
    return (cases.MarkHelpSent(case=fact.event.case),)


async def _mark_help_acknowledged(
    fact: RecordedEvent[assignment_messages.AssignmentStepReached], states: StateReader
) -> Iterable[ReactionCommand]:
    """Any word of a crew says that it knows; only then may the caller hear that help is on its way."""
    del states
    case = fact.envelope.case
    if case is None or fact.event.step is AssignmentStep.RELEASED:
        return ()
    return (cases.MarkHelpSent(case=case, acknowledged=True),)


# --- critical changes -----------------------------------------------------------------------------


async def _priority_raised(
    fact: RecordedEvent[cases.PriorityRaised], states: StateReader
) -> Iterable[ReactionCommand]:
    return [
        _priority_change(fact, task.id, fact.event.priority)
        for task in await open_tasks(states, fact.event.case)
    ]


def _priority_change(fact: RecordedEvent[Event], task: TaskId, priority: Priority) -> ReactionCommand:
    return _raise_change(
        fact, task, ChangeKind.PRIORITY_RAISED, new=priority.name, priority=priority
    )  # raised no further than it was already, it says nothing


async def _case_located(
    fact: RecordedEvent[cases.CaseLocated], states: StateReader
) -> Iterable[ReactionCommand]:
    """A corrected place interrupts everybody; the first point of a case interrupts who goes to none, or to another."""
    event, place = fact.event, fact.event.location.point
    tasks = await open_tasks(states, event.case)
    if not tasks:
        return ()
    case = await states.state(CASE, event.case)
    # Not a point that was put right before this fact was worked on: its own fact comes.
    stands = (
        place is not None and case is not None and case.location is not None and case.location.point == place
    )
    return [
        _location_change(fact, task.id, event.location.words, place, event.before)
        for task in tasks
        if (event.correction or (stands and task.place != place))
        and not _is_place_known(task, event.location.words, place)
    ]


def _is_place_known(task: Task, words: str, place: Point | None) -> bool:
    """Whether the last thing it was told of the place is this."""
    told = [one.new for one in task.changes if one.kind is ChangeKind.LOCATION_CORRECTED]
    return bool(told) and told[-1] == words[:WORDS_MAX] and place in (None, task.place)


def _location_change(
    fact: RecordedEvent[Event], task: TaskId, words: str, place: Point | None, before: str | None
) -> ReactionCommand:
    return _raise_change(fact, task, ChangeKind.LOCATION_CORRECTED, new=words, old=before, place=place)


async def _hazard_noted(
    fact: RecordedEvent[cases.HazardNoted], states: StateReader
) -> Iterable[ReactionCommand]:
    said = _hazard_notice(fact.event.hazard)
    return [
        _danger_change(fact, task.id, said) for task in await _tasks_to_notify(states, fact.event.case, said)
    ]


def _hazard_notice(hazard: Hazard) -> DangerNotice:
    waits = hazard.code == ChangeKind.WAIT_FOR_POLICE.value
    kind = ChangeKind.WAIT_FOR_POLICE if waits else ChangeKind.HAZARD
    return kind, f"{hazard.code}: {hazard.words}" if hazard.words else hazard.code


async def _hazmat_stated(
    fact: RecordedEvent[cases.HazmatReported], states: StateReader
) -> Iterable[ReactionCommand]:
    """A plate is told as it was read; what it means stands in the case, which whoever has a task of it sees."""
    event = fact.event
    said = _hazmat_notice(event.plate)
    told = open_tasks(states, event.case) if event.before else _tasks_to_notify(states, event.case, said)
    return [_danger_change(fact, task.id, said, old=event.before) for task in await told]


async def _wind_reported(
    fact: RecordedEvent[cases.WindReported], states: StateReader
) -> Iterable[ReactionCommand]:
    """Where a cloud goes is news when it turns; a wind that nothing stands in interrupts nobody."""
    event = fact.event
    if not event.turns:
        return ()
    # Never told already: it may have blown from there an hour ago, and turns back now.
    said = _wind_notice(event.blows_from)
    return [_danger_change(fact, task.id, said) for task in await open_tasks(states, event.case)]


def _hazmat_notice(plate: str) -> DangerNotice:
    return ChangeKind.HAZARD, f"{DANGEROUS_GOODS}: {plate}"


def _wind_notice(blows_from: str) -> DangerNotice:
    return ChangeKind.HAZARD, f"{WIND}: {blows_from}"


def _case_dangers(case: Case) -> list[DangerNotice]:
    """All that this case says to whoever goes there."""
    plates = [_hazmat_notice(one.plate) for one in case.goods if one.replaced_by is None]
    wind = [_wind_notice(case.wind.blows_from)] if plates and case.wind is not None else []
    return [*map(_hazard_notice, case.hazards), *plates, *wind]


async def _tasks_to_notify(states: StateReader, case: CaseId, said: DangerNotice) -> list[Task]:
    """The open tasks of a case, without those that know it: from a case they were of before it was the same as this,
    or told as they came over from it."""
    return [
        task
        for task in await open_tasks(states, case)
        if said not in await _known_dangers(states, task, task.was_in)
    ]


async def _known_dangers(states: StateReader, task: Task, was_in: Iterable[CaseId]) -> list[DangerNotice]:
    before = [await states.state(CASE, id) for id in was_in]
    seen = [said for case in before if case is not None for said in _case_dangers(case)]
    return [*seen, *((one.kind, one.new) for one in task.changes)]


def _danger_change(
    fact: RecordedEvent[Event],
    task: TaskId,
    said: DangerNotice,
    *,
    old: str | None = None,
    name: str | None = None,
) -> NamedCommand:
    kind, new = said
    return _raise_change(fact, task, kind, new=new, old=old, name=name)


async def _task_moved(fact: RecordedEvent[tasks.TaskMoved], states: StateReader) -> Iterable[ReactionCommand]:
    """Its case is another one now: what that says, and the one before did not, reaches centre and crews, each thing once."""
    event = fact.event
    task, case, left = (
        await states.state(TASK, event.task),
        await states.state(CASE, event.case),
        await states.state(CASE, event.was_in),
    )
    if task is None or case is None or left is None or task.case != case.id or not _is_open(task):
        return ()
    steps: list[ReactionCommand] = []
    if case.priority is not None and case.priority < task.priority:
        steps.append(_priority_change(fact, task.id, case.priority))
    where, before = case.location, left.location
    if where is not None and not _is_place_known(task, where.words, where.point):
        same_words = before is not None and before.words == where.words
        if not same_words or where.point not in (None, task.place):
            was = before.words if before is not None else None
            steps.append(_location_change(fact, task.id, where.words, where.point, was))
    known = await _known_dangers(states, task, (*task.was_in, event.was_in))
    news = [said for said in _case_dangers(case) if said not in known]
    # Several of a kind at once: each is named by what it says, so that half of them told again are the same.
    return [*steps, *(_danger_change(fact, task.id, said, name=f"{said}.{task.id}") for said in news)]


def _raise_change(
    fact: RecordedEvent[Event],
    task: TaskId,
    kind: ChangeKind,
    *,
    new: str,
    old: str | None = None,
    priority: Priority | None = None,
    place: Point | None = None,
    name: str | None = None,
) -> NamedCommand:
    name = name or f"{kind}.{task}"
    command = tasks.RaiseChange(
        task=task,
        change=ChangeId(fact.derived(f"coordinated.{name}")),
        change_kind=kind,
        new=new[:WORDS_MAX],
        old=old[:WORDS_MAX] if old else None,
        priority=priority,
        place=place,
    )
    return NamedCommand(name, command)


async def _update_offered_task(
    fact: RecordedEvent[tasks.TaskOffered], states: StateReader
) -> Iterable[ReactionCommand]:
    """What the case learnt between the desk's look and its press: the offer was made from what was on the screen."""
    case, task = await states.state(CASE, fact.event.case), await states.state(TASK, fact.event.task)
    if case is None or task is None or task.case != case.id:
        return ()  # moved on meanwhile, which tells it of the case that it is in now
    steps: list[ReactionCommand] = []
    if case.priority is not None and case.priority < task.priority:
        steps.append(_priority_change(fact, task.id, case.priority))
    where = case.location
    if where is not None and where.point is not None and where.point != task.place:
        steps.append(_location_change(fact, task.id, where.words, where.point, None))
    return steps


# --- reflex ---------------------------------------------------------------------------------------


def _reflex(recommend: Recommend) -> Reaction:
    async def nearest(
        fact: RecordedEvent[tasks.TaskOffered], states: StateReader
    ) -> Iterable[ReactionCommand]:
        """Where an agency has delegated it: the nearest free unit is alerted as a P0 is offered, and seen to be."""
        event = fact.event
        if not event.reflex or event.priority != Priority.P0 or event.by_telephone:
            return ()
        task = await states.state(TASK, event.task)
        if task is None or task.state is not TaskState.OFFERED:
            return ()
        # All with one assignment: the first that is still free gets it, the others are refused.
        assignment = AssignmentId(fact.derived("coordinated.reflex"))
        return [
            NamedCommand(
                str(one.unit),
                units.AlertUnit(
                    assignment=assignment,
                    unit=one.unit,
                    task=task.id,
                    eta_s=one.travel_s,
                    eta_by=one.by,
                    proposed="reflex",
                ),
            )
            for one in _ordered_candidates(await recommend(task))[:REFLEX_TRIES]
        ]

    return Reaction("coordinated.reflex", (tasks.TaskOffered,), nearest)


def _ordered_candidates(found: Recommendation) -> list[UnitCandidate]:
    """Free units, soonest first, each once; whom no open road leads there comes after everybody whom one does."""
    every = {one.unit: one for need in found.needs for one in need.candidates}
    return sorted(every.values(), key=lambda one: (*certainty_order(one.by, one.travel_s), one.callsign))


def reactions(recommend: Recommend) -> tuple[Reaction, ...]:
    """Stage 4."""
    return (
        Reaction("coordinated.sending", (tasks.TaskOffered,), _mark_help_sent),
        Reaction(
            "coordinated.on_its_way", (assignment_messages.AssignmentStepReached,), _mark_help_acknowledged
        ),
        Reaction("coordinated.raised", (cases.PriorityRaised,), _priority_raised),
        Reaction("coordinated.located", (cases.CaseLocated,), _case_located),
        Reaction("coordinated.hazard", (cases.HazardNoted,), _hazard_noted),
        Reaction("coordinated.goods", (cases.HazmatReported,), _hazmat_stated),
        Reaction("coordinated.wind", (cases.WindReported,), _wind_reported),
        Reaction("coordinated.moved", (tasks.TaskMoved,), _task_moved),
        Reaction("coordinated.caught_up", (tasks.TaskOffered,), _update_offered_task),
        _reflex(recommend),
    )
