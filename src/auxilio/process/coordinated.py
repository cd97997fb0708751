"""Stage 4, coordinate: what becomes known of a case reaches whoever works on it, and its caller is told no more than
is true. The hand-over's own clocks and "the next centre" are in `followed`: they are promises.
"""

from collections.abc import Awaitable, Callable, Iterable

from auxilio.cases import messages as cases
from auxilio.cases.model import Case, Hazard
from auxilio.cases.service import CASE
from auxilio.dispatch.messages import assignments, tasks, units
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

type Said = tuple[ChangeKind, str]
"""A danger as centre and crew are told of it."""
type Recommend = Callable[[Task], Awaitable[Recommendation]]
"""`DispatchQueries.units_for`: the units of a task's centre by the road."""

WORDS_MAX = 200
DANGEROUS_GOODS, WIND = "dangerous_goods", "wind"
"""What kind of hazard a change tells of: a code before its words, as `HazardNoted` has it."""
REFLEX_TRIES = 3
"""The nearest may be taken by a desk in that second; the next are tried, and one at most is alerted."""


async def open_tasks(house: House, case: CaseId) -> list[Task]:
    """Those that somebody has, is asked to take, or may still take."""
    return [task for task in await house.in_case(TASK, case) if _is_open(task)]


def _is_open(task: Task) -> bool:
    return task.state in OPEN or (task.state is TaskState.TIMED_OUT and unowned(task))


# --- what the caller may be told ------------------------------------------------------------------


async def _sending(fact: Fact[tasks.TaskOffered], house: House) -> Iterable[Step]:
    del house
    return (cases.MarkHelp(case=fact.event.case),)


async def _on_its_way(fact: Fact[assignments.AssignmentStepped], house: House) -> Iterable[Step]:
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
    """A corrected place interrupts everybody; the first point of a case interrupts who goes to none, or to another."""
    event, place = fact.event, fact.event.location.point
    tasks = await open_tasks(house, event.case)
    if not tasks:
        return ()
    case = await house.state(CASE, event.case)
    # Not a point that was put right before this fact was worked on: its own fact comes.
    stands = (
        place is not None and case is not None and case.location is not None and case.location.point == place
    )
    return [
        _place(fact, task.id, event.location.words, place, event.before)
        for task in tasks
        if (event.correction or (stands and task.place != place))
        and not _knows(task, event.location.words, place)
    ]


def _knows(task: Task, words: str, place: Point | None) -> bool:
    """Whether the last thing it was told of the place is this."""
    told = [one.new for one in task.changes if one.kind is ChangeKind.LOCATION_CORRECTED]
    return bool(told) and told[-1] == words[:WORDS_MAX] and place in (None, task.place)


def _place(fact: Fact[Event], task: TaskId, words: str, place: Point | None, before: str | None) -> Step:
    return _change(fact, task, ChangeKind.LOCATION_CORRECTED, new=words, old=before, place=place)


async def _hazard(fact: Fact[cases.HazardNoted], house: House) -> Iterable[Step]:
    said = _of_hazard(fact.event.hazard)
    return [_tell(fact, task.id, said) for task in await _to_be_told(house, fact.event.case, said)]


def _of_hazard(hazard: Hazard) -> Said:
    waits = hazard.code == ChangeKind.WAIT_FOR_POLICE.value
    kind = ChangeKind.WAIT_FOR_POLICE if waits else ChangeKind.HAZARD
    return kind, f"{hazard.code}: {hazard.words}" if hazard.words else hazard.code


async def _goods(fact: Fact[cases.GoodsStated], house: House) -> Iterable[Step]:
    """A plate is told as it was read; what it means stands in the case, which whoever has a task of it sees."""
    event = fact.event
    said = _of_goods(event.plate)
    told = open_tasks(house, event.case) if event.before else _to_be_told(house, event.case, said)
    return [_tell(fact, task.id, said, old=event.before) for task in await told]


async def _wind(fact: Fact[cases.WindSaid], house: House) -> Iterable[Step]:
    """Where a cloud goes is news when it turns; a wind that nothing stands in interrupts nobody."""
    event = fact.event
    if not event.turns:
        return ()
    # Never told already: it may have blown from there an hour ago, and turns back now.
    said = _of_wind(event.blows_from)
    return [_tell(fact, task.id, said) for task in await open_tasks(house, event.case)]


def _of_goods(plate: str) -> Said:
    return ChangeKind.HAZARD, f"{DANGEROUS_GOODS}: {plate}"


def _of_wind(blows_from: str) -> Said:
    return ChangeKind.HAZARD, f"{WIND}: {blows_from}"


def _dangers(case: Case) -> list[Said]:
    """All that this case says to whoever goes there."""
    plates = [_of_goods(one.plate) for one in case.goods if one.replaced_by is None]
    wind = [_of_wind(case.wind.blows_from)] if plates and case.wind is not None else []
    return [*map(_of_hazard, case.hazards), *plates, *wind]


async def _to_be_told(house: House, case: CaseId, said: Said) -> list[Task]:
    """The open tasks of a case, without those that know it: from a case they were of before it was the same as this,
    or told as they came over from it."""
    return [
        task for task in await open_tasks(house, case) if said not in await _knew(house, task, task.was_in)
    ]


async def _knew(house: House, task: Task, was_in: Iterable[CaseId]) -> list[Said]:
    before = [await house.state(CASE, id) for id in was_in]
    seen = [said for case in before if case is not None for said in _dangers(case)]
    return [*seen, *((one.kind, one.new) for one in task.changes)]


def _tell(
    fact: Fact[Event], task: TaskId, said: Said, *, old: str | None = None, name: str | None = None
) -> Named:
    kind, new = said
    return _change(fact, task, kind, new=new, old=old, name=name)


async def _moved(fact: Fact[tasks.TaskMoved], house: House) -> Iterable[Step]:
    """Its case is another one now: what that says, and the one before did not, reaches centre and crews, each thing once."""
    event = fact.event
    task, case, left = (
        await house.state(TASK, event.task),
        await house.state(CASE, event.case),
        await house.state(CASE, event.was_in),
    )
    if task is None or case is None or left is None or task.case != case.id or not _is_open(task):
        return ()
    steps: list[Step] = []
    if case.priority is not None and case.priority < task.priority:
        steps.append(_priority(fact, task.id, case.priority))
    where, before = case.location, left.location
    if where is not None and not _knows(task, where.words, where.point):
        same_words = before is not None and before.words == where.words
        if not same_words or where.point not in (None, task.place):
            was = before.words if before is not None else None
            steps.append(_place(fact, task.id, where.words, where.point, was))
    known = await _knew(house, task, (*task.was_in, event.was_in))
    news = [said for said in _dangers(case) if said not in known]
    # Several of a kind at once: each is named by what it says, so that half of them told again are the same.
    return [*steps, *(_tell(fact, task.id, said, name=f"{said}.{task.id}") for said in news)]


def _change(
    fact: Fact[Event],
    task: TaskId,
    kind: ChangeKind,
    *,
    new: str,
    old: str | None = None,
    priority: Priority | None = None,
    place: Point | None = None,
    name: str | None = None,
) -> Named:
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
    return Named(name, command)


async def _caught_up(fact: Fact[tasks.TaskOffered], house: House) -> Iterable[Step]:
    """What the case learnt between the desk's look and its press: the offer was made from what was on the screen."""
    case, task = await house.state(CASE, fact.event.case), await house.state(TASK, fact.event.task)
    if case is None or task is None or task.case != case.id:
        return ()  # moved on meanwhile, which tells it of the case that it is in now
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
        Reaction("coordinated.on_its_way", (assignments.AssignmentStepped,), _on_its_way),
        Reaction("coordinated.raised", (cases.PriorityRaised,), _raised),
        Reaction("coordinated.located", (cases.CaseLocated,), _located),
        Reaction("coordinated.hazard", (cases.HazardNoted,), _hazard),
        Reaction("coordinated.goods", (cases.GoodsStated,), _goods),
        Reaction("coordinated.wind", (cases.WindSaid,), _wind),
        Reaction("coordinated.moved", (tasks.TaskMoved,), _moved),
        Reaction("coordinated.caught_up", (tasks.TaskOffered,), _caught_up),
        _reflex(recommend),
    )
