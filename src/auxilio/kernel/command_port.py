"""What a sender of commands holds: the one way in for every command. `access.command_bus.CommandBus` is it."""

from typing import Protocol, runtime_checkable

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult
from auxilio.kernel.ids import CommandId


@runtime_checkable
class CommandPort(Protocol):
    """Checks the permission and the object rule of a command, and has its service decide and commit."""

    async def handle(self, command_id: CommandId, command: Command, actor: Actor) -> CommandResult:
        """Raises `Refused`: `not_permitted`, the code of the object rule, or the service's own."""
        ...
