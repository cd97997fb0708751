"""What happened on the line, told to `calls`: each thing until it is durable or refused, whatever the weather."""

import logging
from collections.abc import Awaitable, Callable

from auxilio.kernel.event import Command
from auxilio.kernel.ids import CommandId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.words import Mode
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import WEATHER
from auxilio.platform.ids import new_id
from auxilio.process.runner import Door, system_actor

WEATHER_S = 0.5
_log = logging.getLogger(__name__)


class TooBusy(Exception):
    """Others were quicker on the same noun, every time: to be asked again."""


class Teller:
    """A lost database makes what is told late, never lost: the caller goes on speaking meanwhile."""

    def __init__(self, door: Door, clock: Clock) -> None:
        self._door, self._clock = door, clock

    async def tell(self, command: Command, mode: Mode, id: CommandId | None = None) -> None:
        """Return when the command has had its answer. `id`: its own, where somebody knows it already."""
        id = id or CommandId(new_id())

        async def once() -> None:
            try:
                await self._door.handle(id, command, system_actor(mode))
            except Refused as refused:
                if refused.code == "too_busy":
                    raise TooBusy from refused
                # Somebody was quicker: hung up, answered elsewhere.
                _log.info("voice_refused", extra={"kind": type(command).__name__, "code": refused.code})

        await self.through_weather(once)

    async def through_weather(self, act: Callable[[], Awaitable[None]]) -> None:
        """Do it again until the database is there. What is done must bear repeating."""
        while True:
            try:
                await act()
            except (*WEATHER, TooBusy) as lost:
                _log.warning("voice_waits", extra={"error": type(lost).__name__})
                await self._clock.sleep(WEATHER_S)
            else:
                return
