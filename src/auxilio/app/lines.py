"""Whether the radio's gateways live: a look every few seconds at when each last gave a sign of life.

Whoever holds a line says at once that it is lost. This is for when nobody is left to say it: the process that held it is
gone, or never began. A sign of life is no fact; that there is none is one (decision 0221).
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from auxilio.kernel.ids import CommandId
from auxilio.kernel.instant import seconds_between
from auxilio.kernel.refusal import Refused
from auxilio.kernel.words import Mode
from auxilio.platform.clock import Clock
from auxilio.platform.ids import new_id
from auxilio.process.runner import Door, House, system_actor
from auxilio.radio.messages.links import LoseLink
from auxilio.radio.service import LINK
from auxilio.radio.store import RadioStore
from auxilio.radio.wire import SILENT_S

LOOK_S = 5.0
DEAD_S = SILENT_S + LOOK_S
"""Without a sign of life for so long it is lost, whoever says otherwise."""
_log = logging.getLogger(__name__)


@dataclass
class Lines:
    """Run by the leader."""

    clock: Clock
    door: Door
    house: House
    store: RadioStore
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
        heard = {beat.gateway: beat.at for beat in await self.store.heartbeats()}
        known = {link.id: link for link in await self.house.live(LINK)}
        for gateway in self.gateways:
            link = known.get(gateway)
            last = max(filter(None, (heard.get(gateway), self._began)))
            if (link is None or link.up) and seconds_between(last, now) > DEAD_S:
                await self._lose(gateway)

    async def _lose(self, gateway: str) -> None:
        command = LoseLink(gateway=gateway, why="no_sign_of_life")
        try:
            await self.door.handle(CommandId(new_id()), command, system_actor(self.mode))
        except Refused as refused:
            _log.warning("line_not_told", extra={"part": gateway, "code": refused.code})
