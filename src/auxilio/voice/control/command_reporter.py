"""Send commands to `calls`, each until it is durable or refused; a transient error of the database is waited out."""

import logging
from collections.abc import Awaitable, Callable

import msgspec

from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CommandId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import Clock
from auxilio.platform.database.command_executor import NUL_IN_JSON
from auxilio.platform.database.connection import TRANSIENT_ERRORS
from auxilio.platform.database.retry import OutageLog, retry_transient
from auxilio.platform.ids import new_id
from auxilio.workflows.runner import system_actor

_log = logging.getLogger(__name__)


class WriteConflict(Exception):
    """Every try lost against another writer of the same aggregate: to be tried again."""


class CommandReporter:
    """A database that is away delays commands and loses none; the caller goes on speaking meanwhile."""

    def __init__(self, port: CommandPort, clock: Clock) -> None:
        self._commands, self._clock = port, clock
        self._outage = OutageLog("voice_commands")

    async def report(self, command: Command, mode: Mode, id: CommandId | None = None) -> None:
        """Return when the command was answered. `id` is its own, where others know it already."""
        id, fit = id or CommandId(new_id()), drop_invalid_fields(command)

        async def once() -> None:
            try:
                await self._commands.handle(id, fit, system_actor(mode))
            except Refused as refused:
                if refused.code == "too_busy":
                    raise WriteConflict from refused
                # Another command came first: a hang-up, an answer elsewhere.
                _log.info("voice_refused", extra={"kind": type(command).__name__, "code": refused.code})

        await self.retry_transient(once)

    async def retry_transient(self, act: Callable[[], Awaitable[None]]) -> None:
        """Run `act` again until the database is there. It must be safe to repeat."""

        def failed(error: Exception) -> None:
            if not isinstance(error, WriteConflict):
                self._outage.lost(error)

        await retry_transient(act, self._clock.sleep, failed, errors=(*TRANSIENT_ERRORS, WriteConflict))
        self._outage.back()


def drop_invalid_fields(command: Command) -> Command:
    """The command as the log keeps it: without optional fields that its own type does not allow, and without U+0000.

    What is read from a network is cut where it is read. This comes after it, so that no field ever costs a call.
    """
    wrong: dict[str, object] = {}
    for field in msgspec.structs.fields(type(command)):
        try:
            msgspec.convert(msgspec.to_builtins(getattr(command, field.name)), field.type)
        except msgspec.ValidationError:
            if field.required:
                continue  # it is refused, and the refusal is logged
            _log.warning("voice_field_left_out", extra={"kind": type(command).__name__, "code": field.name})
            wrong[field.name] = field.default
    whole = msgspec.structs.replace(command, **wrong) if wrong else command
    text = msgspec.json.encode(whole).decode()
    if NUL_IN_JSON.search(text):
        return msgspec.json.decode(NUL_IN_JSON.sub(r"\1", text), type=type(whole))
    return whole
