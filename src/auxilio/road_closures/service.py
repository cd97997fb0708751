"""Commands to closures: load, decide, commit."""

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult, Links, union_members
from auxilio.kernel.ids import CommandId
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.command_executor import CommandContext, UnitOfWork
from auxilio.road_closures.core import machine
from auxilio.road_closures.core import messages as m
from auxilio.road_closures.core.model import Closure, ClosureState

CLOSURE = Aggregate(
    "closure",
    Closure,
    m.ClosureEvent,
    machine.evolve,
    links=lambda closure: Links(mode=closure.mode),
    live=lambda closure: closure.state is ClosureState.STANDING,
)
COMMANDS: tuple[type[Command], ...] = union_members(m.ClosureCommand)


class RoadClosureService:
    """The service of road closures."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def handle(self, command_id: CommandId, command: Command, actor: Actor) -> CommandResult:
        """Any command of this capability. Raises `Refused`."""

        async def decide(attempt: CommandContext) -> None:
            match command:
                case m.DrawClosure():
                    known = await attempt.find(CLOSURE, command.closure)
                    attempt.record(CLOSURE, command.closure, machine.draw(known, command, actor, attempt.at))
                case m.ChangeClosure() | m.LiftClosure() | m.EndClosure():
                    closure = await attempt.get(CLOSURE, command.closure)
                    attempt.record(CLOSURE, closure.id, machine.decide(closure, command, actor, attempt.at))
                case _:
                    raise TypeError(f"not a command of closures: {type(command).__name__}")

        return await self._work.run(command_id, command, actor, decide)
