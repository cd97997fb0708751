"""Runs commands of several services as parts of one command, so that all of them are committed or none (decision 0282).

The handler of a command that consists of others builds their services over `JoinedCommands(attempt)`.
"""

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult
from auxilio.kernel.ids import CommandId
from auxilio.platform.database.command_executor import CommandContext, Decide


class JoinedCommands:
    """A `UnitOfWork` whose commands are decided in the attempt of another one, in their order. It commits nothing itself.

    Each is authorised by its own object rule, and sees what those before it recorded.
    """

    def __init__(self, attempt: CommandContext) -> None:
        self._attempt = attempt

    async def run(
        self, command_id: CommandId, command: Command, actor: Actor, decide: Decide
    ) -> CommandResult:
        """Decide; the attempt commits later. Raises what the object rule and `decide` raise."""
        await self._attempt.include(command, actor, decide)
        return CommandResult(command=command_id, versions={})
