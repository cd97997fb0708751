"""What was done in operations, read from the log: port `preventive.api.PastOperations`."""

from dataclasses import dataclass

from auxilio.cases.model import Case
from auxilio.cases.service import CASE
from auxilio.dispatch.messages import loans
from auxilio.dispatch.model.assignment import Assignment
from auxilio.dispatch.model.task import Task
from auxilio.dispatch.nouns import ASSIGNMENT, UNIT
from auxilio.dispatch.store import DispatchStore
from auxilio.kernel.ids import OperationId, StreamId, stream_id
from auxilio.kernel.refusal import Refused
from auxilio.platform.database import log
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.upcast import lift
from auxilio.preventive.model import Operation
from auxilio.preventive.report import OperationReport, Stay, TaskDone, UnitWork, figures
from auxilio.preventive.service import OPERATION

NEWEST_MAX = 200
STAYS = {
    loans.UnitLent.kind(): "lent",
    loans.UnitAtPost.kind(): "at_post",
    loans.UnitHomeward.kind(): "homeward",
    loans.UnitCameHome.kind(): "came_home",
}


@dataclass(frozen=True)
class OperationsRead:
    """Reads alone."""

    pool: Pool

    async def newest(self) -> list[Operation]:
        """The last ones, newest first."""
        found = await log.newest_states(self.pool, OPERATION.name, NEWEST_MAX)
        return [OPERATION.read_state(one) for one in found]

    async def report(self, operation: OperationId) -> OperationReport:
        """Everything of one. Raises `Refused("unknown_operation")`."""
        state = await log.state_of(self.pool, stream_id(OPERATION.name, operation))
        if state is None:
            raise Refused("unknown_operation", id=str(operation))
        found = OPERATION.read_state(state[1])
        tasks = await DispatchStore(self.pool).tasks_of(found.details.post.centre)
        cases = await self._cases(tasks)
        done = tuple([await self._done(task, cases.get(str(task.case))) for task in tasks])
        stays = tuple(await self._stays(found))
        return OperationReport(operation=found, figures=figures(done, stays), tasks=done, stays=stays)

    async def _cases(self, tasks: list[Task]) -> dict[str, Case]:
        streams: list[StreamId] = [stream_id(CASE.name, one) for one in {task.case for task in tasks}]
        found = await log.states_of(self.pool, streams)
        read = (CASE.read_state(state) for _, state in found.values())
        return {str(one.id): one for one in read}

    async def _done(self, task: Task, case: Case | None) -> TaskDone:
        in_case = await log.case_states(self.pool, task.case)
        work = [
            ASSIGNMENT.read_state(state) for stream, _, state in in_case if stream.startswith("assignment:")
        ]
        return TaskDone(
            task=task.id,
            case=task.case,
            case_number=case.number if case else 0,
            type=None if case is None or case.reserved else case.type,
            priority=task.priority.name,
            service=task.service,
            state=task.state.value,
            outcome=task.outcome.value if task.outcome else None,
            offered_at=task.offered_at,
            accepted_at=task.accepted_at,
            over_at=task.over_at,
            work=tuple(_work(one) for one in work if one.task == task.id),
        )

    async def _stays(self, operation: Operation) -> list[Stay]:
        """From the units' own streams: where each was is told by nobody else."""
        stays: list[Stay] = []
        for loan in operation.loans:
            for fact in await log.of_stream(self.pool, stream_id(UNIT.name, loan.unit)):
                if fact.kind not in STAYS:
                    continue
                event = UNIT.read_event(lift(fact.kind, fact.schema, fact.body))
                if event.operation == operation.id:
                    stays.append(Stay(callsign=loan.callsign, what=STAYS[fact.kind], at=fact.happened_at))
        return sorted(stays, key=lambda one: one.at)


def _work(one: Assignment) -> UnitWork:
    times = {step.value: at for step, at in one.times.items()}
    return UnitWork(unit=one.unit, callsign=one.callsign, times=times)
