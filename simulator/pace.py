"""Time of the simulation: Auxilio's clock, run faster or slower, and able to stand still."""

import asyncio
from datetime import datetime

from auxilio.platform.clock import Clock

LOOK_S = 0.25
"""Real seconds between two looks at whether a pause is over."""


class Pace:
    """Everybody in the city waits through this. `speed` 10 lives ten minutes in one; what Auxilio does stays real."""

    def __init__(self, clock: Clock, speed: float = 1.0) -> None:
        assert speed > 0, "time does not go back or stop; a pause does"
        self._clock, self.speed = clock, speed

    def now(self) -> datetime:
        """This moment, by the real clock."""
        return self._clock.now()

    async def sleep(self, span_s: float) -> None:
        """Return after `span_s` seconds of the city."""
        await self._clock.sleep(span_s / self.speed)

    async def rest(self, span_real_s: float) -> None:
        """Return after real seconds: between two attempts to reach Auxilio."""
        await self._clock.sleep(span_real_s)

    async def patience(self, event: asyncio.Event, span_s: float) -> bool:
        """Whether the event came within `span_s` seconds of the city."""
        waiting = asyncio.create_task(event.wait())
        enough = asyncio.create_task(self.sleep(span_s))
        try:
            done, _ = await asyncio.wait({waiting, enough}, return_when=asyncio.FIRST_COMPLETED)
            return waiting in done
        finally:
            waiting.cancel()
            enough.cancel()
