"""Beside the six stages, what a preventive operation means for units and tasks: units go to its command post and come home,
and nothing that is offered to the post is left with it when it is over (decision 0222).
"""

from collections.abc import Iterable

from auxilio.dispatch.service import TASK
from auxilio.dispatch.tasks.core import messages as tasks
from auxilio.dispatch.tasks.core.model import RefusalReason, Task, TaskState
from auxilio.dispatch.units.core import loan_messages
from auxilio.dispatch.units.core import messages as units
from auxilio.followup.core.model import WatchKind
from auxilio.kernel.ids import CentreId, OperationId, stream_id
from auxilio.planned_events.core import messages as m
from auxilio.planned_events.core.model import (
    OPEN_LOAN_STATES,
    Loan,
    LoanState,
    Operation,
    OperationState,
    is_post,
    operation_of,
)
from auxilio.planned_events.service import OPERATION
from auxilio.workflows.runner import NamedCommand, Reaction, ReactionCommand, RecordedEvent, StateReader
from auxilio.workflows.watches import cancel_watches, keep_watches, pending_watches, set_watch

UNTAKEN = frozenset({TaskState.OFFERED, TaskState.ACCEPTED})
"""Without a unit: another centre can have it whole."""


async def _operation_began(
    fact: RecordedEvent[m.OperationBegan], states: StateReader
) -> Iterable[ReactionCommand]:
    operation = await states.state(OPERATION, fact.event.operation)
    return () if operation is None else [_lend(operation, loan) for loan in operation.held()]


async def _loan_agreed(fact: RecordedEvent[m.LoanAgreed], states: StateReader) -> Iterable[ReactionCommand]:
    """Before the operation begins it is a promise; from then on the unit goes."""
    operation = await states.state(OPERATION, fact.event.operation)
    loan = operation.loan(fact.event.unit) if operation else None
    instead = keep_watches(fact, (await pending_watches(fact, states, WatchKind.LOAN_LOST))[:1])
    if operation is None or loan is None or operation.state is not OperationState.ACTIVE:
        return instead
    return (*instead, _lend(operation, loan)) if loan in operation.held() else instead


def _lend(operation: Operation, loan: Loan) -> NamedCommand:
    command = loan_messages.LendUnit(
        unit=loan.unit,
        operation=operation.id,
        name=operation.details.name,
        post=operation.details.post.centre,
        lender=loan.lender,
    )
    return NamedCommand(f"lend.{loan.unit}", command)


async def _loan_over(fact: RecordedEvent[m.LoanEnded], states: StateReader) -> Iterable[ReactionCommand]:
    del states
    return (loan_messages.BringUnitHome(unit=fact.event.unit, operation=fact.event.operation),)


async def _unit_registered(
    fact: RecordedEvent[units.UnitRegistered], states: StateReader
) -> Iterable[ReactionCommand]:
    """Who is out of use now, or another centre's, does not come as was promised: the room asks for another in time."""
    unit, steps = fact.event, list[ReactionCommand]()
    for operation in await states.live(OPERATION):
        loan = operation.loan(unit.unit)
        if (
            loan is None
            or loan.state not in OPEN_LOAN_STATES
            or (unit.centre == loan.lender and not unit.retired)
        ):
            continue
        given_back = m.ReturnLentUnit(operation=operation.id, unit=unit.unit)
        steps.append(NamedCommand(f"gone.{operation.id}", given_back))
        if loan.state is LoanState.AGREED:
            about = f"{loan.callsign}, {operation.details.name}"
            subject = stream_id(OPERATION.name, operation.id)
            steps.append(set_watch(fact, WatchKind.LOAN_LOST, subject=subject, about=about))
    return steps


async def _operation_over(
    fact: RecordedEvent[m.OperationEnding | m.OperationCancelled], states: StateReader
) -> Iterable[ReactionCommand]:
    """Units go home, what nobody works on goes to the ordinary centres, and the room hears of what is left."""
    operation = await states.state(OPERATION, fact.event.operation)
    if operation is None:
        return ()
    home = [
        NamedCommand(f"home.{loan.unit}", loan_messages.BringUnitHome(unit=loan.unit, operation=operation.id))
        for loan in operation.loans
    ]
    open_ = await states.live(TASK, centre=operation.details.post.centre)
    passed = [_pass_on(task, operation) for task in open_ if _untaken(task)]
    missed = cancel_watches(fact, await pending_watches(fact, states, WatchKind.LOAN_LOST))
    if isinstance(fact.event, m.OperationCancelled):
        return (*home, *passed, *missed)
    return (*home, *passed, *missed, set_watch(fact, WatchKind.OPERATION_OVER, about=operation.details.name))


async def _operation_ended(
    fact: RecordedEvent[m.OperationEnded], states: StateReader
) -> Iterable[ReactionCommand]:
    return keep_watches(fact, await pending_watches(fact, states, WatchKind.OPERATION_OVER))


async def _reassign_post_task(
    fact: RecordedEvent[tasks.TaskOffered | tasks.TaskAccepted | tasks.TaskUnitWithdrawn], states: StateReader
) -> Iterable[ReactionCommand]:
    """What reaches a command post in the breath in which it closes, or loses its last unit after, goes on to the next."""
    task = await states.state(TASK, fact.event.task)
    if task is None or not _untaken(task):
        return ()
    operation = await _operation_of(states, task.centre)
    if operation is None or operation.state in {OperationState.PLANNED, OperationState.ACTIVE}:
        return ()
    return (_pass_on(task, operation),)


async def _operation_of(states: StateReader, centre: CentreId) -> Operation | None:
    if not is_post(centre):
        return None
    return await states.state(OPERATION, OperationId(operation_of(centre)))


def _untaken(task: Task) -> bool:
    return task.state in UNTAKEN and not task.assignments


def _pass_on(task: Task, operation: Operation) -> NamedCommand:
    """Refused in its name: the next centre of the plan is asked at once, as ever (workflows/followup_watches.py)."""
    words = operation.details.name
    refuse = tasks.RefuseTask(task=task.id, reason=RefusalReason.NOT_OUR_AREA, words=words)
    return NamedCommand(f"pass_on.{task.id}", refuse)


def reactions() -> tuple[Reaction, ...]:
    """What follows from operations, and what follows for them."""
    return (
        Reaction("preventive.began", (m.OperationBegan,), _operation_began),
        Reaction("preventive.agreed", (m.LoanAgreed,), _loan_agreed),
        Reaction("preventive.loan_over", (m.LoanEnded,), _loan_over),
        Reaction("preventive.registered", (units.UnitRegistered,), _unit_registered),
        Reaction("preventive.over", (m.OperationEnding, m.OperationCancelled), _operation_over),
        Reaction("preventive.ended", (m.OperationEnded,), _operation_ended),
        Reaction(
            "preventive.left_with_the_post",
            (tasks.TaskOffered, tasks.TaskAccepted, tasks.TaskUnitWithdrawn),
            _reassign_post_task,
        ),
    )
