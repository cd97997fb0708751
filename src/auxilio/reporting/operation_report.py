"""What was done in planned events, read from the log. Implements `planned_events.api.PastOperations`."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from auxilio.access.actors import may_read, must_match_to_read
from auxilio.cases.core.model import Case
from auxilio.cases.service import CASE
from auxilio.dispatch.aggregates import ASSIGNMENT, UNIT
from auxilio.dispatch.tasks.core.model import Task
from auxilio.dispatch.units.core import loan_messages
from auxilio.dispatch.units.core.assignment_model import Assignment
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CentreId, OperationId, StreamId, stream_id
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import effective_priority
from auxilio.planned_events.core.model import Operation
from auxilio.planned_events.report import (
    LoanMoment,
    OperationReport,
    OperationTask,
    OperationUnitWork,
    figures,
)
from auxilio.planned_events.service import OPERATION
from auxilio.platform.database import log
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.upcast import upcast

NEWEST_MAX = 200
STAYS = {
    loan_messages.UnitLent.kind(): "lent",
    loan_messages.UnitAtPost.kind(): "at_post",
    loan_messages.UnitReturning.kind(): "homeward",
    loan_messages.UnitReturnedHome.kind(): "came_home",
}


@dataclass(frozen=True)
class OperationHistory:
    """Reads alone."""

    pool: Pool
    tasks_of: Callable[[CentreId], Awaitable[Sequence[Task]]]
    """Every task that a centre has or had, in the order in which they were made."""

    async def newest(self, actor: Actor) -> list[Operation]:
        """The last ones that this session may read, newest first."""
        newest = await log.newest_states(self.pool, OPERATION.name, NEWEST_MAX)
        found = [OPERATION.read_state(one) for one in newest]
        return [one for one in found if may_read(actor, one.mode)]

    async def report(self, operation: OperationId, actor: Actor) -> OperationReport:
        """Everything of one. Raises `Refused`: `unknown_operation`, `session_mode_differs`."""
        state = await log.state_of(self.pool, stream_id(OPERATION.name, operation))
        if state is None:
            raise Refused("unknown_operation", id=str(operation))
        found = OPERATION.read_state(state[1])
        must_match_to_read(actor, found.mode)
        tasks = await self.tasks_of(found.details.post.centre)
        cases = await self._cases(tasks)
        done = tuple([await self._done(task, cases.get(str(task.case))) for task in tasks])
        stays = tuple(await self._stays(found))
        return OperationReport(operation=found, figures=figures(done, stays), tasks=done, stays=stays)

    async def _cases(self, tasks: Sequence[Task]) -> dict[str, Case]:
        streams: list[StreamId] = [stream_id(CASE.name, one) for one in {task.case for task in tasks}]
        found = await log.states_of(self.pool, streams)
        read = (CASE.read_state(state) for _, state in found.values())
        return {str(one.id): one for one in read}

    async def _done(self, task: Task, case: Case | None) -> OperationTask:
        in_case = await log.case_states(self.pool, task.case)
        work = [
            ASSIGNMENT.read_state(state) for stream, _, state in in_case if stream.startswith("assignment:")
        ]
        counts = effective_priority(case.priority) if case else None
        return OperationTask(
            task=task.id,
            case=task.case,
            case_number=case.number if case else 0,
            type=None if case is None or case.reserved else case.type,
            priority=counts.level.name if counts else task.priority.name,
            provisional=counts is not None and counts.provisional,
            service=task.service,
            state=task.state.value,
            outcome=task.outcome.value if task.outcome else None,
            offered_at=task.offered_at,
            accepted_at=task.accepted_at,
            over_at=task.over_at,
            work=tuple(_work(one) for one in work if one.task == task.id),
        )

    async def _stays(self, operation: Operation) -> list[LoanMoment]:
        """From the units' own streams: where each was is told by nobody else."""
        stays: list[LoanMoment] = []
        for loan in operation.loans:
            for fact in await log.of_stream(self.pool, stream_id(UNIT.name, loan.unit)):
                if fact.kind not in STAYS:
                    continue
                event = UNIT.read_event(upcast(fact.kind, fact.schema, fact.body))
                if event.operation == operation.id:
                    stays.append(
                        LoanMoment(callsign=loan.callsign, what=STAYS[fact.kind], at=fact.happened_at)
                    )
        return sorted(stays, key=lambda one: one.at)


def _work(one: Assignment) -> OperationUnitWork:
    times = {step.value: at for step, at in one.times.items()}
    return OperationUnitWork(unit=one.unit, callsign=one.callsign, times=times)
