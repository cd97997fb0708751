"""Beside the six stages, what a preventive operation means for units and tasks: units go to its command post and come home,
and nothing that is offered to the post is left with it when it is over (decision 0222).
"""

from collections.abc import Iterable

from auxilio.dispatch.messages import loans, tasks, units
from auxilio.dispatch.model.task import RefusalReason, Task, TaskState
from auxilio.dispatch.service import TASK
from auxilio.followup.model import WatchKind
from auxilio.kernel.ids import CentreId, OperationId, stream_id
from auxilio.preventive import messages as m
from auxilio.preventive.model import OPEN, Loan, LoanState, Operation, OperationState, is_post, operation_of
from auxilio.preventive.service import OPERATION
from auxilio.process.promises import cancel, keep, pending, promise
from auxilio.process.runner import Fact, House, Named, Reaction, Step

UNTAKEN = frozenset({TaskState.OFFERED, TaskState.ACCEPTED})
"""Without a unit: another centre can have it whole."""


async def _began(fact: Fact[m.OperationBegan], house: House) -> Iterable[Step]:
    operation = await house.state(OPERATION, fact.event.operation)
    return () if operation is None else [_lend(operation, loan) for loan in operation.held()]


async def _agreed(fact: Fact[m.LoanAgreed], house: House) -> Iterable[Step]:
    """Before the operation begins it is a promise; from then on the unit goes."""
    operation = await house.state(OPERATION, fact.event.operation)
    loan = operation.loan(fact.event.unit) if operation else None
    instead = keep(fact, (await pending(fact, house, WatchKind.LOAN_LOST))[:1])
    if operation is None or loan is None or operation.state is not OperationState.ACTIVE:
        return instead
    return (*instead, _lend(operation, loan)) if loan in operation.held() else instead


def _lend(operation: Operation, loan: Loan) -> Named:
    command = loans.LendUnit(
        unit=loan.unit,
        operation=operation.id,
        name=operation.details.name,
        post=operation.details.post.centre,
        lender=loan.lender,
    )
    return Named(f"lend.{loan.unit}", command)


async def _loan_over(fact: Fact[m.LoanOver], house: House) -> Iterable[Step]:
    del house
    return (loans.BringUnitHome(unit=fact.event.unit, operation=fact.event.operation),)


async def _registered(fact: Fact[units.UnitRegistered], house: House) -> Iterable[Step]:
    """Who is out of use now, or another centre's, does not come as was promised: the room asks for another in time."""
    unit, steps = fact.event, list[Step]()
    for operation in await house.live(OPERATION):
        loan = operation.loan(unit.unit)
        if loan is None or loan.state not in OPEN or (unit.centre == loan.lender and not unit.retired):
            continue
        given_back = m.ReturnUnit(operation=operation.id, unit=unit.unit)
        steps.append(Named(f"gone.{operation.id}", given_back))
        if loan.state is LoanState.AGREED:
            about = f"{loan.callsign}, {operation.details.name}"
            subject = stream_id(OPERATION.name, operation.id)
            steps.append(promise(fact, WatchKind.LOAN_LOST, subject=subject, about=about))
    return steps


async def _over(fact: Fact[m.OperationEnding | m.OperationCancelled], house: House) -> Iterable[Step]:
    """Units go home, what nobody works on goes to the ordinary centres, and the room hears of what is left."""
    operation = await house.state(OPERATION, fact.event.operation)
    if operation is None:
        return ()
    home = [
        Named(f"home.{loan.unit}", loans.BringUnitHome(unit=loan.unit, operation=operation.id))
        for loan in operation.loans
    ]
    open_ = await house.live(TASK, centre=operation.details.post.centre)
    passed = [_pass_on(task, operation) for task in open_ if _untaken(task)]
    missed = cancel(fact, await pending(fact, house, WatchKind.LOAN_LOST))
    if isinstance(fact.event, m.OperationCancelled):
        return (*home, *passed, *missed)
    return (*home, *passed, *missed, promise(fact, WatchKind.OPERATION_OVER, about=operation.details.name))


async def _ended(fact: Fact[m.OperationEnded], house: House) -> Iterable[Step]:
    return keep(fact, await pending(fact, house, WatchKind.OPERATION_OVER))


async def _left_with_the_post(
    fact: Fact[tasks.TaskOffered | tasks.TaskAccepted | tasks.TaskUnitGone], house: House
) -> Iterable[Step]:
    """What reaches a command post in the breath in which it closes, or loses its last unit after, goes on to the next."""
    task = await house.state(TASK, fact.event.task)
    if task is None or not _untaken(task):
        return ()
    operation = await _operation_of(house, task.centre)
    if operation is None or operation.state in {OperationState.PLANNED, OperationState.ACTIVE}:
        return ()
    return (_pass_on(task, operation),)


async def _operation_of(house: House, centre: CentreId) -> Operation | None:
    if not is_post(centre):
        return None
    return await house.state(OPERATION, OperationId(operation_of(centre)))


def _untaken(task: Task) -> bool:
    return task.state in UNTAKEN and not task.assignments


def _pass_on(task: Task, operation: Operation) -> Named:
    """Refused in its name: the next centre of the plan is asked at once, as ever (process/followed.py)."""
    words = operation.details.name
    refuse = tasks.RefuseTask(task=task.id, reason=RefusalReason.NOT_OUR_AREA, words=words)
    return Named(f"pass_on.{task.id}", refuse)


def reactions() -> tuple[Reaction, ...]:
    """What follows from operations, and what follows for them."""
    return (
        Reaction("preventive.began", (m.OperationBegan,), _began),
        Reaction("preventive.agreed", (m.LoanAgreed,), _agreed),
        Reaction("preventive.loan_over", (m.LoanOver,), _loan_over),
        Reaction("preventive.registered", (units.UnitRegistered,), _registered),
        Reaction("preventive.over", (m.OperationEnding, m.OperationCancelled), _over),
        Reaction("preventive.ended", (m.OperationEnded,), _ended),
        Reaction(
            "preventive.left_with_the_post",
            (tasks.TaskOffered, tasks.TaskAccepted, tasks.TaskUnitGone),
            _left_with_the_post,
        ),
    )
