"""Commands to operations: load, decide, commit."""

from collections.abc import Awaitable, Callable

from auxilio.identity.gate import require
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, Handled, Links, members
from auxilio.kernel.ids import AgencyId, CommandId, UnitId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.words import Mode
from auxilio.platform.database.nouns import Noun
from auxilio.platform.database.work import Attempt, UnitOfWork
from auxilio.preventive import messages as m
from auxilio.preventive.machine import life, loans
from auxilio.preventive.model import Operation, OperationState

OPERATION = Noun(
    "operation",
    Operation,
    m.OperationEvent,
    life.evolve,
    links=lambda operation: Links(mode=operation.mode),
    live=life.is_live,
)
COMMANDS: tuple[type[Command], ...] = members(m.OperationCommand)

type UnitOf = Callable[[Attempt, UnitId], Awaitable[loans.SeenUnit]]
"""A unit as it stands. Raises `Refused("unknown_unit")`."""
type Live = Callable[[Mode], Awaitable[list[Operation]]]
"""Every operation of a mode that is not over."""
type LeftOver = Callable[[Operation], Awaitable[tuple[int, int]]]
"""How many tasks of its command post are open, and how many of its units are not home."""
type Agencies = Callable[[], Awaitable[frozenset[AgencyId]]]
"""Those that there are."""


class Preventive:
    """The shell of operations."""

    def __init__(
        self, work: UnitOfWork, unit_of: UnitOf, live: Live, left_over: LeftOver, agencies: Agencies
    ) -> None:
        self._work, self._unit_of, self._live = work, unit_of, live
        self._left_over, self._agencies = left_over, agencies

    async def handle(self, command_id: CommandId, command: Command, actor: Actor) -> Handled:
        """Any command of this capability. Raises `Refused`."""
        require(actor, command.permission)

        async def decide(attempt: Attempt) -> None:
            match command:
                case m.PlanOperation():
                    await self._must_be_known(command.planned)
                    known = await attempt.find(OPERATION, command.operation)
                    facts = life.plan(known, command, actor, attempt.at)
                    attempt.record(OPERATION, command.operation, facts)
                case m.AskForUnit() | m.AnswerLoan() | m.GiveUnit():
                    await self._lend(attempt, command, actor)
                case m.ReturnUnit() | m.AskUnitBack() | m.RefuseBack():
                    operation = await attempt.get(OPERATION, command.operation)
                    attempt.record(OPERATION, operation.id, loans.decide(operation, command, actor))
                case (
                    m.ChangeOperation()
                    | m.ExtendOperation()
                    | m.EndOperation()
                    | m.BeginOperation()
                    | m.RunOut()
                    | m.FinishOperation()
                ):
                    await self._live_on(attempt, command, actor)
                case _:
                    raise TypeError(f"not a command of preventive: {type(command).__name__}")

        return await self._work.run(command_id, command, actor, decide)

    async def _live_on(self, attempt: Attempt, command: m.LifeCommand, actor: Actor) -> None:
        operation = await attempt.get(OPERATION, command.operation)
        if isinstance(command, m.ChangeOperation):
            await self._must_be_known(command.planned)
        if isinstance(command, m.FinishOperation) and operation.state is OperationState.ENDING:
            tasks, units = await self._left_over(operation)
            if tasks or units:
                raise Refused("operation_has_work", tasks=tasks, units=units)
        facts = life.decide(operation, command, actor, attempt.at)
        attempt.record(OPERATION, operation.id, facts)
        if isinstance(command, m.ChangeOperation | m.ExtendOperation) and facts:
            after = await attempt.get(OPERATION, operation.id)
            loans.must_still_fit(after, await self._live(after.mode))

    async def _lend(
        self, attempt: Attempt, command: m.AskForUnit | m.AnswerLoan | m.GiveUnit, actor: Actor
    ) -> None:
        operation = await attempt.get(OPERATION, command.operation)
        unit, others = await self._unit_of(attempt, command.unit), await self._live(operation.mode)
        if isinstance(command, m.AnswerLoan):
            facts = loans.answer(operation, command, unit, others, actor)
        else:
            facts = loans.ask(operation, command, unit, others, actor)
        attempt.record(OPERATION, operation.id, facts)

    async def _must_be_known(self, planned: m.Planned) -> None:
        known = await self._agencies()
        for agency in (planned.agency, *planned.agencies):
            if agency not in known:
                raise Refused("not_in_directory", relation="agency", id=agency)
