"""The one door for commands: which service answers which command. Known to the page, to reactions and to timers."""

import functools
import operator
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, Handled
from auxilio.kernel.ids import CommandId
from auxilio.kernel.refusal import Refused

type Handle = Callable[[CommandId, Any, Actor], Awaitable[Handled]]


class Order(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a page sends: an id made by the page, and the command. A repeat of the id is a repeat of the answer."""

    id: CommandId
    command: msgspec.Raw


class Door:
    """Built by the wiring from every service."""

    def __init__(self, *services: tuple[tuple[type[Command], ...], Handle]) -> None:
        self._handlers = {command: handle for commands, handle in services for command in commands}
        assert len(self._handlers) == sum(len(commands) for commands, _ in services), (
            "a command has two handlers"
        )
        kinds: Any = functools.reduce(operator.or_, self._handlers)  # a union of what is only known here
        self._decoder: msgspec.json.Decoder[Command] = msgspec.json.Decoder(kinds)

    @property
    def commands(self) -> tuple[type[Command], ...]:
        """Every command there is."""
        return tuple(self._handlers)

    def read(self, raw: bytes | msgspec.Raw) -> Command:
        """A typed command from JSON. Raises `msgspec.ValidationError` with the path of the field."""
        return self._decoder.decode(raw)

    async def handle(self, command_id: CommandId, command: Command, actor: Actor) -> Handled:
        """Give the command to its service. Raises `Refused`."""
        handle = self._handlers.get(type(command))
        if handle is None:
            raise Refused("unknown_command", kind=type(command).__name__)
        return await handle(command_id, command, actor)
