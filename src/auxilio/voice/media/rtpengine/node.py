"""Is the node there, and is it still the one that knows our legs?"""

import asyncio
from collections.abc import Callable

from auxilio.kernel.refusal import Refused
from auxilio.voice.media.rtpengine.ng import NgClient

_ASK_EVERY_S = 0.5


class NodeWatch:
    """Asks a node how long it has been running. One that does not answer, or that began anew, has lost our legs."""

    def __init__(self, ng: NgClient, lost: Callable[[], None]) -> None:
        self._ng, self._lost = ng, lost
        self.up_s = -1
        """How long the node runs; below zero when it does not answer, or was not asked yet."""

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(_ASK_EVERY_S)
            try:
                told = await self._ng.ask("statistics")
            except Refused:
                seen_s = -1
            else:
                seen_s = int(told["statistics"]["totalstatistics"]["uptime"])
            if seen_s < self.up_s:
                self._lost()
            self.up_s = seen_s
