"""Reports a radio gateway as lost when it has given no sign of life for some seconds.

The process that holds a gateway's connection reports its loss at once. This monitor, run by the worker that leads, covers
the process that ended or never started. Signs of life are not events; their absence is (decision 0221).
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.ids import CommandId
from auxilio.kernel.instant import seconds_between
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import Clock
from auxilio.platform.ids import new_id
from auxilio.radio.core.bridge_protocol import SILENCE_TIMEOUT_S
from auxilio.radio.core.messages.links import ReportLinkLost
from auxilio.radio.ports import Heartbeat
from auxilio.radio.service import LINK
from auxilio.workflows.runner import StateReader, system_actor

LOOK_S = 5.0
DEAD_S = SILENCE_TIMEOUT_S + LOOK_S
"""Without a sign of life for so long it is lost, whoever says otherwise."""
_log = logging.getLogger(__name__)


@dataclass
class GatewayMonitor:
    """Run by the leader."""

    clock: Clock
    commands: CommandPort
    states: StateReader
    heartbeats: Callable[[], Awaitable[Sequence[Heartbeat]]]
    """When each gateway last lived."""
    gateways: Sequence[str]
    mode: Mode
    _began: datetime | None = field(default=None)

    async def run(self) -> None:
        """For ever, until cancelled. Weather is the caller's."""
        while True:
            await self.look()
            await self.clock.sleep(LOOK_S)

    async def look(self) -> None:
        """Tell which is lost, and was not told to be. A start of ours is given its time."""
        now = self.clock.now()
        self._began = self._began or now
        heard = {beat.gateway: beat.at for beat in await self.heartbeats()}
        known = {link.id: link for link in await self.states.live(LINK)}
        for gateway in self.gateways:
            link = known.get(gateway)
            last = max(filter(None, (heard.get(gateway), self._began)))
            if (link is None or link.up) and seconds_between(last, now) > DEAD_S:
                await self._lose(gateway)

    async def _lose(self, gateway: str) -> None:
        command = ReportLinkLost(gateway=gateway, why="no_sign_of_life")
        try:
            await self.commands.handle(CommandId(new_id()), command, system_actor(self.mode))
        except Refused as refused:
            _log.warning("line_not_told", extra={"part": gateway, "code": refused.code})
