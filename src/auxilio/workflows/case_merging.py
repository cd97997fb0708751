"""Between the stages: two cases that were one. What belonged to either goes on in the one that lives, and comes back if
it was another after all.

What the other case *knew* is taken over as it is merged (`cases.core.merging`); here goes what is *at work* for it: its calls,
its tasks with their crews, its patients, and what is waited for and written about them. What the crews must be told of the
case they are in now is `coordinated.moved`.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from auxilio.calls.core import messages as calls
from auxilio.calls.service import CALL
from auxilio.cases.core import messages as cases
from auxilio.cases.core.model import Case, CaseState
from auxilio.cases.service import CASE
from auxilio.dispatch.patients.core import messages as patients
from auxilio.dispatch.patients.core.model import Patient
from auxilio.dispatch.service import ASSIGNMENT, TASK
from auxilio.dispatch.tasks.core import messages as tasks
from auxilio.dispatch.tasks.core.model import OPEN_STATES, Task
from auxilio.dispatch.units.core import assignment_messages
from auxilio.dispatch.units.core import messages as units
from auxilio.dispatch.units.core.assignment_model import Assignment, AssignmentStep
from auxilio.followup.core import messages as followup
from auxilio.followup.core.model import FollowupParty, Watch, WatchKind
from auxilio.followup.service import MESSAGE
from auxilio.kernel.ids import CaseId, TaskId, stream_id
from auxilio.workflows.runner import NamedCommand, Reaction, ReactionCommand, RecordedEvent, StateReader
from auxilio.workflows.watches import keep_watches, pending_watches

type MovedEvent = (
    tasks.TaskMoved | units.UnitMoved | assignment_messages.AssignmentMoved | patients.PatientMoved
)


async def merge_chain(states: StateReader, case: CaseId) -> list[Case]:
    """A case, what it was merged into, and so on to the one that lives on."""
    way, found = list[Case](), await states.state(CASE, case)
    while found is not None:
        way.append(found)
        found = await states.state(CASE, found.merged_into) if found.merged_into is not None else None
    return way


# --- merged -----------------------------------------------------------------------------------------


async def _move_calls(
    fact: RecordedEvent[cases.CaseMerged], states: StateReader
) -> Iterable[ReactionCommand]:
    """The calls of a case that was the same as another tell of the one that lives on."""
    way = await merge_chain(states, fact.event.case)
    if len(way) < 2:
        return ()
    return [NamedCommand(f"link.{call}", cases.LinkCall(case=way[-1].id, call=call)) for call in way[0].calls]


async def _move_work(fact: RecordedEvent[cases.CaseMerged], states: StateReader) -> Iterable[ReactionCommand]:
    """Every task and patient: what is over too, because a case is asked what was done for it when it closes."""
    case = fact.event.case
    found = await states.of_case(case)
    return [*_move_commands(found, case, left=case)]


def _move_commands(found: Sequence[Any], case: CaseId, left: CaseId | None = None) -> Iterable[NamedCommand]:
    for one in found:
        if isinstance(one, Task):
            yield NamedCommand(f"task.{one.id}", tasks.MoveTask(task=one.id, case=case, left=left))
        elif isinstance(one, Patient):
            yield NamedCommand(
                f"patient.{one.id}", patients.MovePatient(patient=one.id, case=case, left=left)
            )


# --- parted -----------------------------------------------------------------------------------------


async def _return_calls(
    fact: RecordedEvent[cases.CaseUnmerged], states: StateReader
) -> Iterable[ReactionCommand]:
    """It was another one after all: its calls tell of it again, and no longer of those that it was in."""
    case = await states.state(CASE, fact.event.case)
    steps: list[ReactionCommand] = []
    been = await merge_chain(states, fact.event.was_in)
    for id in case.calls if case is not None else ():
        call = await states.state(CALL, id)
        if call is not None and call.case in {one.id for one in been}:
            steps.append(NamedCommand(f"join.{id}", calls.JoinCase(call=id, case=fact.event.case)))
            steps += [
                NamedCommand(f"unlink.{one.id}.{id}", cases.UnlinkCall(case=one.id, call=id)) for one in been
            ]
        elif call is not None and call.case != fact.event.case:  # moved or unlinked while it was in another
            gone = cases.UnlinkCall(case=fact.event.case, call=id)
            steps.append(NamedCommand(f"gone.{id}", gone))
    return steps


async def _return_work(
    fact: RecordedEvent[cases.CaseUnmerged], states: StateReader
) -> Iterable[ReactionCommand]:
    case = fact.event.case
    found = [
        one for was in await merge_chain(states, fact.event.was_in) for one in await states.of_case(was.id)
    ]
    return [*_move_commands(_own_work(found, case), case)]


def _own_work(found: Sequence[Any], case: CaseId) -> list[Any]:
    """What came from this case, with what took its place or was lent to it since, and whom its crews attend to."""
    all_tasks = {one.id: one for one in found if isinstance(one, Task)}
    own = {one.id: one for one in all_tasks.values() if case in one.was_in}
    ahead = list(own.values())
    for task in ahead:
        for id in _successor_tasks(task):
            if id in all_tasks and id not in own:
                own[id] = all_tasks[id]
                ahead.append(all_tasks[id])
    crews = {one.unit for one in found if isinstance(one, Assignment) and one.task in own}
    people = [one for one in found if isinstance(one, Patient) and (case in one.was_in or one.unit in crews)]
    return [*own.values(), *people]


def _successor_tasks(task: Task) -> Iterable[TaskId]:
    return (*task.aids, *((task.passed_to,) if task.passed_to is not None else ()))


async def _confirm_own_help(
    fact: RecordedEvent[cases.CaseReleased], states: StateReader
) -> Iterable[ReactionCommand]:
    """Of help that was the other's nobody says any more that it comes; of its own, everybody does."""
    case = fact.event.case
    found = await states.of_case(case)
    gone = {one.id for one in _own_work(found, fact.event.other)}
    left = [one for one in found if isinstance(one, Task) and one.id not in gone and one.state in OPEN_STATES]
    if not left:
        return ()
    works = [one for one in found if isinstance(one, Assignment) and one.task in {each.id for each in left}]
    return _help_commands(case, left, works)


def _help_commands(case: CaseId, open_: Sequence[Task], works: Sequence[Assignment]) -> list[NamedCommand]:
    steps = [NamedCommand("help", cases.MarkHelpSent(case=case))] if open_ else []
    if any(one.step not in {AssignmentStep.ALERTED, AssignmentStep.RELEASED} for one in works):
        steps.append(NamedCommand("acknowledged", cases.MarkHelpSent(case=case, acknowledged=True)))
    return steps


# --- what goes with it --------------------------------------------------------------------------------


async def _adopt_help(fact: RecordedEvent[tasks.TaskMoved], states: StateReader) -> Iterable[ReactionCommand]:
    """The callers of the case that lives on are told of help that was sent for the other; its own clocks end."""
    task, case = await states.state(TASK, fact.event.task), await states.state(CASE, fact.event.case)
    if task is None or case is None or task.case != case.id or task.state not in OPEN_STATES:
        return ()
    if case.state is not CaseState.OPEN:
        return ()
    works = [one for one in await states.in_case(ASSIGNMENT, case.id) if one.task == task.id]
    met = (WatchKind.OFFER, *((WatchKind.FIRST_UNIT,) if task.assignments else ()))
    promised = await pending_watches(fact, states, *met, subject=stream_id("case", case.id))
    return [*_help_commands(case.id, [task], works), *keep_watches(fact, promised)]


async def _move_watches(fact: RecordedEvent[MovedEvent], states: StateReader) -> Iterable[ReactionCommand]:
    """Who waits for it is who is concerned now: alarms of a case that no board shows any more would be nobody's."""
    to, left = await states.state(CASE, fact.event.case), await states.state(CASE, fact.event.was_in)
    if to is None or left is None:
        return ()
    return [
        NamedCommand(
            f"watch.{one.id}", followup.MoveWatch(watch=one.id, case=to.id, to=_watch_parties(one, left, to))
        )
        for one in await pending_watches(fact, states)
        if one.case == left.id
    ]


def _watch_parties(watch: Watch, left: Case, to: Case) -> tuple[FollowupParty, ...]:
    """The same centre and crew; and the desk that has the case now for the one that had it."""
    parties = [
        FollowupParty(desk=to.owner)
        if party.desk is not None and party.desk == left.owner and to.owner
        else party
        for party in watch.to
    ]
    return tuple(dict.fromkeys(parties))


async def _move_messages(
    fact: RecordedEvent[units.UnitMoved], states: StateReader
) -> Iterable[ReactionCommand]:
    """What a crew has not read yet, and what it wrote: its page shows the words of the case it works on."""
    unit = fact.event.unit
    return [
        NamedCommand(str(one.id), followup.MoveMessage(message=one.id, case=fact.event.case))
        for one in await states.in_case(MESSAGE, fact.event.was_in)
        if unit in {party.unit for party in (one.sender, *one.to) if party is not None}
    ]


def reactions() -> tuple[Reaction, ...]:
    """Merging and parting. Before stage 4, which tells the crews what is so now."""
    moved = (tasks.TaskMoved, assignment_messages.AssignmentMoved, units.UnitMoved, patients.PatientMoved)
    return (
        Reaction("merged.calls_go", (cases.CaseMerged,), _move_calls),
        Reaction("merged.work_goes", (cases.CaseMerged,), _move_work),
        Reaction("merged.calls_come_back", (cases.CaseUnmerged,), _return_calls),
        Reaction("merged.work_comes_back", (cases.CaseUnmerged,), _return_work),
        Reaction("merged.has_its_own", (cases.CaseReleased,), _confirm_own_help),
        Reaction("merged.help_is_there", (tasks.TaskMoved,), _adopt_help),
        Reaction("merged.waits_go", moved, _move_watches),
        Reaction("merged.words_go", (units.UnitMoved,), _move_messages),
    )
