"""Commands to closures: load, decide, commit."""

from auxilio.closures import machine
from auxilio.closures import messages as m
from auxilio.closures.model import Closure, ClosureState
from auxilio.identity.gate import require
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, Handled, Links, members
from auxilio.kernel.ids import CommandId
from auxilio.platform.database.nouns import Noun
from auxilio.platform.database.work import Attempt, UnitOfWork

CLOSURE = Noun(
    "closure",
    Closure,
    m.ClosureEvent,
    machine.evolve,
    links=lambda closure: Links(mode=closure.mode),
    live=lambda closure: closure.state is ClosureState.STANDING,
)
COMMANDS: tuple[type[Command], ...] = members(m.ClosureCommand)


class Closing:
    """The shell of closures."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def handle(self, command_id: CommandId, command: Command, actor: Actor) -> Handled:
        """Any command of this capability. Raises `Refused`."""
        require(actor, command.permission)

        async def decide(attempt: Attempt) -> None:
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
