"""Commands to operations: load, decide, commit."""

from collections.abc import Awaitable, Callable

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult, Links, union_members
from auxilio.kernel.ids import AgencyId, CommandId, UnitId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.planned_events.core import loan_machine
from auxilio.planned_events.core import machine as operation_machine
from auxilio.planned_events.core import messages as m
from auxilio.planned_events.core.model import LendableUnit, Operation, OperationState
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.command_executor import CommandContext, UnitOfWork

OPERATION = Aggregate(
    "operation",
    Operation,
    m.OperationEvent,
    operation_machine.evolve,
    links=lambda operation: Links(mode=operation.mode),
    live=operation_machine.is_live,
)
COMMANDS: tuple[type[Command], ...] = union_members(m.OperationCommand)

type LendableUnitLookup = Callable[[CommandContext, UnitId], Awaitable[LendableUnit]]
"""A unit as it stands. Raises `Refused("unknown_unit")`."""
type LiveOperations = Callable[[Mode], Awaitable[list[Operation]]]
"""Every operation of a mode that is not over."""
type RemainingWorkCount = Callable[[Operation], Awaitable[tuple[int, int]]]
"""How many tasks of its command post are open, and how many of its units are not home."""
type KnownAgencies = Callable[[], Awaitable[frozenset[AgencyId]]]
"""Those that there are."""


class PlannedEventService:
    """The service of operations."""

    def __init__(
        self,
        work: UnitOfWork,
        unit_of: LendableUnitLookup,
        live: LiveOperations,
        left_over: RemainingWorkCount,
        agencies: KnownAgencies,
    ) -> None:
        self._work, self._unit_of, self._live = work, unit_of, live
        self._left_over, self._agencies = left_over, agencies

    async def handle(self, command_id: CommandId, command: Command, actor: Actor) -> CommandResult:
        """Any command of this capability. Raises `Refused`."""

        async def decide(attempt: CommandContext) -> None:
            match command:
                case m.PlanOperation():
                    await self._must_be_known(command.planned)
                    known = await attempt.find(OPERATION, command.operation)
                    facts = operation_machine.plan(known, command, actor, attempt.at)
                    attempt.record(OPERATION, command.operation, facts)
                case m.RequestUnit() | m.AnswerLoan() | m.OfferUnitLoan():
                    await self._lend(attempt, command, actor)
                case m.ReturnLentUnit() | m.RecallUnit() | m.RefuseRecall():
                    operation = await attempt.get(OPERATION, command.operation)
                    attempt.record(OPERATION, operation.id, loan_machine.decide(operation, command, actor))
                case (
                    m.ChangeOperation()
                    | m.ExtendOperation()
                    | m.EndOperation()
                    | m.BeginOperation()
                    | m.ExpireOperation()
                    | m.FinishOperation()
                ):
                    await self._live_on(attempt, command, actor)
                case _:
                    raise TypeError(f"not a command of preventive: {type(command).__name__}")

        return await self._work.run(command_id, command, actor, decide)

    async def _live_on(self, attempt: CommandContext, command: m.LifeCommand, actor: Actor) -> None:
        operation = await attempt.get(OPERATION, command.operation)
        if isinstance(command, m.ChangeOperation):
            await self._must_be_known(command.planned)
        if isinstance(command, m.FinishOperation) and operation.state is OperationState.ENDING:
            tasks, units = await self._left_over(operation)
            if tasks or units:
                raise Refused("operation_has_work", tasks=tasks, units=units)
        facts = operation_machine.decide(operation, command, actor, attempt.at)
        attempt.record(OPERATION, operation.id, facts)
        if isinstance(command, m.ChangeOperation | m.ExtendOperation) and facts:
            after = await attempt.get(OPERATION, operation.id)
            loan_machine.require_no_overlap_after_change(after, await self._live(after.mode))

    async def _lend(
        self, attempt: CommandContext, command: m.RequestUnit | m.AnswerLoan | m.OfferUnitLoan, actor: Actor
    ) -> None:
        operation = await attempt.get(OPERATION, command.operation)
        unit, others = await self._unit_of(attempt, command.unit), await self._live(operation.mode)
        if isinstance(command, m.AnswerLoan):
            facts = loan_machine.answer(operation, command, unit, others, actor)
        else:
            facts = loan_machine.ask(operation, command, unit, others, actor)
        attempt.record(OPERATION, operation.id, facts)

    async def _must_be_known(self, planned: m.OperationPlan) -> None:
        known = await self._agencies()
        for agency in (planned.agency, *planned.agencies):
            if agency not in known:
                raise Refused("not_in_directory", id=agency)
