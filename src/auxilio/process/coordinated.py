"""Stage 4, coordinate: what becomes known of a case reaches whoever works on it, and its caller is told no more than
is true. The hand-over's own clocks and "the next centre" are in `followed`: they are promises.
"""

from collections.abc import Awaitable, Callable, Iterable

from auxilio.cases import messages as cases
from auxilio.cases.service import CASE
from auxilio.dispatch.messages import tasks, units
from auxilio.dispatch.model.assignment import Step as UnitStep
from auxilio.dispatch.model.shared import ChangeId, ChangeKind
from auxilio.dispatch.model.task import OPEN, Task, TaskState, unowned
from auxilio.dispatch.policy import Candidate, Recommendation, surest_first
from auxilio.dispatch.service import TASK
from auxilio.kernel.event import Event
from auxilio.kernel.ids import AssignmentId, CaseId, TaskId
from auxilio.kernel.position import Point
from auxilio.kernel.words import Priority
from auxilio.process.runner import Fact, House, Named, Reaction, Step

type Recommend = Callable[[Task], Awaitable[Recommendation]]
"""`DispatchQueries.units_for`: the units of a task's centre by the road."""

WORDS_MAX = 200
DANGEROUS_GOODS, WIND = "dangerous_goods", "wind"
"""What kind of hazard a change tells of: a code before its words, as `HazardNoted` has it."""
REFLEX_TRIES = 3
"""The nearest may be taken by a desk in that second; the next are tried, and one at most is alerted."""


async def open_tasks(house: House, case: CaseId) -> list[Task]:
    """Those that somebody has, is asked to take, or may still take."""
    found = await house.in_case(TASK, case)
    return [
        task for task in found if task.state in OPEN or (task.state is TaskState.TIMED_OUT and unowned(task))
    ]


# --- what the caller may be told ------------------------------------------------------------------


async def _sending(fact: Fact[tasks.TaskOffered], house: House) -> Iterable[Step]:
    del house
    return (cases.MarkHelp(case=fact.event.case),)


async def _on_its_way(fact: Fact[units.AssignmentStepped], house: House) -> Iterable[Step]:
    """Any word of a crew says that it knows; only then may the caller hear that help is on its way."""
    del house
    case = fact.envelope.case
    if case is None or fact.event.step is UnitStep.RELEASED:
        return ()
    return (cases.MarkHelp(case=case, acknowledged=True),)


# --- critical changes -----------------------------------------------------------------------------


async def _raised(fact: Fact[cases.PriorityRaised], house: House) -> Iterable[Step]:
    return [
        _priority(fact, task.id, fact.event.priority) for task in await open_tasks(house, fact.event.case)
    ]


def _priority(fact: Fact[Event], task: TaskId, priority: Priority) -> Step:
    return _change(
        fact, task, ChangeKind.PRIORITY_RAISED, new=priority.name, priority=priority
    )  # raised no further than it was already, it says nothing


async def _located(fact: Fact[cases.CaseLocated], house: House) -> Iterable[Step]:
    """A corrected place interrupts everybody; the first point of a place that was not known interrupts who has none."""
    event, place = fact.event, fact.event.location.point
    return [
        _place(fact, task.id, event.location.words, place, event.before)
        for task in await open_tasks(house, event.case)
        if (event.correction or (task.place is None and place is not None))
        and not _knows(task, event.location.words, place)
    ]


def _knows(task: Task, words: str, place: Point | None) -> bool:
    """Whether the last thing it was told of the place is this."""
    told = [one.new for one in task.changes if one.kind is ChangeKind.LOCATION_CORRECTED]
    return bool(told) and told[-1] == words[:WORDS_MAX] and place in (None, task.place)


def _place(fact: Fact[Event], task: TaskId, words: str, place: Point | None, before: str | None) -> Step:
    return _change(fact, task, ChangeKind.LOCATION_CORRECTED, new=words, old=before, place=place)


async def _hazard(fact: Fact[cases.HazardNoted], house: House) -> Iterable[Step]:
    hazard = fact.event.hazard
    waits = hazard.code == ChangeKind.WAIT_FOR_POLICE.value
    kind = ChangeKind.WAIT_FOR_POLICE if waits else ChangeKind.HAZARD
    new = f"{hazard.code}: {hazard.words}" if hazard.words else hazard.code
    return [_change(fact, task.id, kind, new=new) for task in await open_tasks(house, fact.event.case)]


async def _goods(fact: Fact[cases.GoodsStated], house: House) -> Iterable[Step]:
    """A plate is told as it was read; what it means stands in the case, which whoever has a task of it sees."""
    event = fact.event
    new = f"{DANGEROUS_GOODS}: {event.plate}"
    return [
        _change(fact, task.id, ChangeKind.HAZARD, new=new, old=event.before)
        for task in await open_tasks(house, event.case)
    ]


async def _wind(fact: Fact[cases.WindSaid], house: House) -> Iterable[Step]:
    """Where a cloud goes is news when it turns; a wind that nothing stands in interrupts nobody."""
    event = fact.event
    if not event.turns:
        return ()
    new = f"{WIND}: {event.blows_from}"
    return [
        _change(fact, task.id, ChangeKind.HAZARD, new=new) for task in await open_tasks(house, event.case)
    ]


def _change(
    fact: Fact[Event],
    task: TaskId,
    kind: ChangeKind,
    *,
    new: str,
    old: str | None = None,
    priority: Priority | None = None,
    place: Point | None = None,
) -> Named:
    name = f"{kind}.{task}"
    command = tasks.RaiseChange(
        task=task,
        change=ChangeId(fact.derived(f"coordinated.{name}")),
        change_kind=kind,
        new=new[:WORDS_MAX],
        old=old[:WORDS_MAX] if old else None,
        priority=priority,
        place=place,
    )
    return Named(name, command)


async def _caught_up(fact: Fact[tasks.TaskOffered], house: House) -> Iterable[Step]:
    """What the case learnt between the desk's look and its press: the offer was made from what was on the screen."""
    case, task = await house.state(CASE, fact.event.case), await house.state(TASK, fact.event.task)
    if case is None or task is None:
        return ()
    steps: list[Step] = []
    if case.priority is not None and case.priority < task.priority:
        steps.append(_priority(fact, task.id, case.priority))
    where = case.location
    if where is not None and where.point is not None and where.point != task.place:
        steps.append(_place(fact, task.id, where.words, where.point, None))
    return steps


# --- reflex ---------------------------------------------------------------------------------------


def _reflex(recommend: Recommend) -> Reaction:
    async def nearest(fact: Fact[tasks.TaskOffered], house: House) -> Iterable[Step]:
        """Where an agency has delegated it: the nearest free unit is alerted as a P0 is offered, and seen to be."""
        event = fact.event
        if not event.reflex or event.priority != Priority.P0 or event.by_telephone:
            return ()
        task = await house.state(TASK, event.task)
        if task is None or task.state is not TaskState.OFFERED:
            return ()
        # All with one assignment: the first that is still free gets it, the others are refused.
        assignment = AssignmentId(fact.derived("coordinated.reflex"))
        return [
            Named(
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
            for one in _in_order(await recommend(task))[:REFLEX_TRIES]
        ]

    return Reaction("coordinated.reflex", (tasks.TaskOffered,), nearest)


def _in_order(found: Recommendation) -> list[Candidate]:
    """Free units, soonest first, each once; whom no open road leads there comes after everybody whom one does."""
    every = {one.unit: one for need in found.needs for one in need.candidates}
    return sorted(every.values(), key=lambda one: (*surest_first(one.by, one.travel_s), one.callsign))


def reactions(recommend: Recommend) -> tuple[Reaction, ...]:
    """Stage 4."""
    return (
        Reaction("coordinated.sending", (tasks.TaskOffered,), _sending),
        Reaction("coordinated.on_its_way", (units.AssignmentStepped,), _on_its_way),
        Reaction("coordinated.raised", (cases.PriorityRaised,), _raised),
        Reaction("coordinated.located", (cases.CaseLocated,), _located),
        Reaction("coordinated.hazard", (cases.HazardNoted,), _hazard),
        Reaction("coordinated.goods", (cases.GoodsStated,), _goods),
        Reaction("coordinated.wind", (cases.WindSaid,), _wind),
        Reaction("coordinated.caught_up", (tasks.TaskOffered,), _caught_up),
        _reflex(recommend),
    )
