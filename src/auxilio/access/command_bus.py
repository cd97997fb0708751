"""The one way in for commands: every route, reaction, timer, job and exchange hands its command to the bus.

The bus asks the permission first, and then hands the command to its service. The executor of the service asks the object
rule (`access.authorisation`) as the first step of the transaction, because a rule reads objects as they are when the
command is decided (decisions 0250 and 0262). No service checks the permission of a command again.
"""

import functools
import operator
from collections.abc import Sequence
from typing import Any

import msgspec

from auxilio.access.rules import RULES
from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult
from auxilio.kernel.ids import CommandId
from auxilio.kernel.line_ends import may_end_in_line_break, refuse_line_ends
from auxilio.kernel.refusal import Refused
from auxilio.platform.capability import CommandHandler

type ServiceEntry = tuple[tuple[type[Command], ...], CommandHandler]
"""The commands of one service, and what decides and commits them."""


class CommandRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a page sends: an id made by the page, and the command. A repeat of the id is a repeat of the answer."""

    id: CommandId
    command: msgspec.Raw


def check_declared(command: type[Command]) -> None:
    """A command names its permission and its object rule. Raises `TypeError` for one that does not."""
    name = command.__name__
    if getattr(command, "permission", None) not in set(Permission):
        raise TypeError(f"{name} names no permission (identity.permissions)")
    if getattr(command, "object_rule", None) not in RULES:
        raise TypeError(f"{name} names no object rule (identity.object_rules)")


class CommandBus:
    """Built by the composition root from every service. Implements `kernel.command_port.CommandPort`."""

    def __init__(self, *services: ServiceEntry, routed: Sequence[ServiceEntry] = ()) -> None:
        """`routed`: services of commands that a route or a process makes, and that no client can send as JSON."""
        self.commands = tuple(command for commands, _ in services for command in commands)
        """Every command that a client can send."""
        entries = (*services, *routed)
        self._handlers = {command: handle for commands, handle in entries for command in commands}
        assert len(self._handlers) == sum(len(commands) for commands, _ in entries), (
            "a command has two handlers"
        )
        for command in self._handlers:
            check_declared(command)
        kinds: Any = functools.reduce(operator.or_, self.commands)  # a union of what is only known here
        self._decoder: msgspec.json.Decoder[Command] = msgspec.json.Decoder(kinds)

    def read(self, raw: bytes | msgspec.Raw) -> Command:
        """A typed command from JSON. Raises `msgspec.ValidationError` with the path of the field."""
        command = self._decoder.decode(raw)
        if may_end_in_line_break(bytes(raw)):
            refuse_line_ends(command)
        return command

    async def handle(self, command_id: CommandId, command: Command, actor: Actor) -> CommandResult:
        """Check the permission and give the command to its service.

        Raises `Refused`: `not_permitted`, the code of the object rule, or the service's own.
        """
        handle = self._handlers.get(type(command))
        if handle is None:
            raise Refused("unknown_command", kind=type(command).__name__)
        require(actor, command.permission)
        return await handle(command_id, command, actor)
