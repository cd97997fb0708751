"""Between the stages: two cases that were one. What belonged to either goes on in the one that lives, and comes back if
it was another after all.

What the other case *knew* is taken over as it is merged (`cases.joining`); here goes what is *at work* for it: its calls,
its tasks with their crews, its patients, and what is waited for and written about them. What the crews must be told of the
case they are in now is `coordinated.moved`.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from auxilio.calls import messages as calls
from auxilio.calls.service import CALL
from auxilio.cases import messages as cases
from auxilio.cases.model import Case, CaseState
from auxilio.cases.service import CASE
from auxilio.dispatch.messages import assignments, patients, tasks, units
from auxilio.dispatch.model.assignment import Assignment, Step
from auxilio.dispatch.model.patient import Patient
from auxilio.dispatch.model.task import OPEN, Task
from auxilio.dispatch.service import ASSIGNMENT, TASK
from auxilio.followup import messages as followup
from auxilio.followup.model import Party, Watch, WatchKind
from auxilio.followup.service import MESSAGE
from auxilio.kernel.ids import CaseId, TaskId, stream_id
from auxilio.process.promises import keep, pending
from auxilio.process.runner import Fact, House, Named, Reaction
from auxilio.process.runner import Step as Then

type Moved = tasks.TaskMoved | units.UnitMoved | assignments.AssignmentMoved | patients.PatientMoved


async def way_of(house: House, case: CaseId) -> list[Case]:
    """A case, what it was merged into, and so on to the one that lives on."""
    way, found = list[Case](), await house.state(CASE, case)
    while found is not None:
        way.append(found)
        found = await house.state(CASE, found.merged_into) if found.merged_into is not None else None
    return way


# --- merged -----------------------------------------------------------------------------------------


async def _calls_go(fact: Fact[cases.CaseMerged], house: House) -> Iterable[Then]:
    """The calls of a case that was the same as another tell of the one that lives on."""
    way = await way_of(house, fact.event.case)
    if len(way) < 2:
        return ()
    return [Named(f"link.{call}", cases.LinkCall(case=way[-1].id, call=call)) for call in way[0].calls]


async def _work_goes(fact: Fact[cases.CaseMerged], house: House) -> Iterable[Then]:
    """Every task and patient: what is over too, because a case is asked what was done for it when it closes."""
    case = fact.event.case
    found = await house.of_case(case)
    return [*_follow(found, case, left=case)]


def _follow(found: Sequence[Any], case: CaseId, left: CaseId | None = None) -> Iterable[Named]:
    for one in found:
        if isinstance(one, Task):
            yield Named(f"task.{one.id}", tasks.MoveTask(task=one.id, case=case, left=left))
        elif isinstance(one, Patient):
            yield Named(f"patient.{one.id}", patients.MovePatient(patient=one.id, case=case, left=left))


# --- parted -----------------------------------------------------------------------------------------


async def _calls_come_back(fact: Fact[cases.CaseParted], house: House) -> Iterable[Then]:
    """It was another one after all: its calls tell of it again, and no longer of those that it was in."""
    case = await house.state(CASE, fact.event.case)
    steps: list[Then] = []
    been = await way_of(house, fact.event.was_in)
    for id in case.calls if case is not None else ():
        call = await house.state(CALL, id)
        if call is not None and call.case in {one.id for one in been}:
            steps.append(Named(f"join.{id}", calls.JoinCase(call=id, case=fact.event.case)))
            steps += [Named(f"unlink.{one.id}.{id}", cases.UnlinkCall(case=one.id, call=id)) for one in been]
    return steps


async def _work_comes_back(fact: Fact[cases.CaseParted], house: House) -> Iterable[Then]:
    case = fact.event.case
    found = [one for was in await way_of(house, fact.event.was_in) for one in await house.of_case(was.id)]
    return [*_follow(_its_own(found, case), case)]


def _its_own(found: Sequence[Any], case: CaseId) -> list[Any]:
    """What came from this case, with what took its place or was lent to it since, and whom its crews attend to."""
    all_tasks = {one.id: one for one in found if isinstance(one, Task)}
    own = {one.id: one for one in all_tasks.values() if case in one.was_in}
    ahead = list(own.values())
    for task in ahead:
        for id in _after(task):
            if id in all_tasks and id not in own:
                own[id] = all_tasks[id]
                ahead.append(all_tasks[id])
    crews = {one.unit for one in found if isinstance(one, Assignment) and one.task in own}
    people = [one for one in found if isinstance(one, Patient) and (case in one.was_in or one.unit in crews)]
    return [*own.values(), *people]


def _after(task: Task) -> Iterable[TaskId]:
    return (*task.aids, *((task.passed_to,) if task.passed_to is not None else ()))


async def _has_its_own(fact: Fact[cases.CaseGaveBack], house: House) -> Iterable[Then]:
    """Of help that was the other's nobody says any more that it comes; of its own, everybody does."""
    case = fact.event.case
    found = await house.of_case(case)
    gone = {one.id for one in _its_own(found, fact.event.other)}
    left = [one for one in found if isinstance(one, Task) and one.id not in gone and one.state in OPEN]
    if not left:
        return ()
    works = [one for one in found if isinstance(one, Assignment) and one.task in {each.id for each in left}]
    return _help(case, left, works)


def _help(case: CaseId, open_: Sequence[Task], works: Sequence[Assignment]) -> list[Named]:
    steps = [Named("help", cases.MarkHelp(case=case))] if open_ else []
    if any(one.step not in {Step.ALERTED, Step.RELEASED} for one in works):
        steps.append(Named("acknowledged", cases.MarkHelp(case=case, acknowledged=True)))
    return steps


# --- what goes with it --------------------------------------------------------------------------------


async def _help_is_there(fact: Fact[tasks.TaskMoved], house: House) -> Iterable[Then]:
    """The callers of the case that lives on are told of help that was sent for the other; its own clocks end."""
    task, case = await house.state(TASK, fact.event.task), await house.state(CASE, fact.event.case)
    if task is None or case is None or task.case != case.id or task.state not in OPEN:
        return ()
    if case.state is not CaseState.OPEN:
        return ()
    works = [one for one in await house.in_case(ASSIGNMENT, case.id) if one.task == task.id]
    met = (WatchKind.OFFER, *((WatchKind.FIRST_UNIT,) if task.assignments else ()))
    promised = await pending(fact, house, *met, subject=stream_id("case", case.id))
    return [*_help(case.id, [task], works), *keep(fact, promised)]


async def _waits_go(fact: Fact[Moved], house: House) -> Iterable[Then]:
    """Who waits for it is who is concerned now: alarms of a case that no board shows any more would be nobody's."""
    to, left = await house.state(CASE, fact.event.case), await house.state(CASE, fact.event.was_in)
    if to is None or left is None:
        return ()
    return [
        Named(f"watch.{one.id}", followup.MoveWatch(watch=one.id, case=to.id, to=_concerned(one, left, to)))
        for one in await pending(fact, house)
        if one.case == left.id
    ]


def _concerned(watch: Watch, left: Case, to: Case) -> tuple[Party, ...]:
    """The same centre and crew; and the desk that has the case now for the one that had it."""
    parties = [
        Party(desk=to.owner) if party.desk is not None and party.desk == left.owner and to.owner else party
        for party in watch.to
    ]
    return tuple(dict.fromkeys(parties))


async def _words_go(fact: Fact[units.UnitMoved], house: House) -> Iterable[Then]:
    """What a crew has not read yet, and what it wrote: its page shows the words of the case it works on."""
    unit = fact.event.unit
    return [
        Named(str(one.id), followup.MoveMessage(message=one.id, case=fact.event.case))
        for one in await house.in_case(MESSAGE, fact.event.was_in)
        if unit in {party.unit for party in (one.sender, *one.to) if party is not None}
    ]


def reactions() -> tuple[Reaction, ...]:
    """Merging and parting. Before stage 4, which tells the crews what is so now."""
    moved = (tasks.TaskMoved, assignments.AssignmentMoved, units.UnitMoved, patients.PatientMoved)
    return (
        Reaction("merged.calls_go", (cases.CaseMerged,), _calls_go),
        Reaction("merged.work_goes", (cases.CaseMerged,), _work_goes),
        Reaction("merged.calls_come_back", (cases.CaseParted,), _calls_come_back),
        Reaction("merged.work_comes_back", (cases.CaseParted,), _work_comes_back),
        Reaction("merged.has_its_own", (cases.CaseGaveBack,), _has_its_own),
        Reaction("merged.help_is_there", (tasks.TaskMoved,), _help_is_there),
        Reaction("merged.waits_go", moved, _waits_go),
        Reaction("merged.words_go", (units.UnitMoved,), _words_go),
    )
