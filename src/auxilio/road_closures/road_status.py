"""What stands is what roads are asked with: looked at before each question, so no answer is older than the closure it
should know (decision 0209)."""

import asyncio
from collections.abc import Awaitable, Callable

from auxilio.geo.model import RoadRestriction
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import TRANSIENT_ERRORS, Pool
from auxilio.platform.database.cursors import live_where
from auxilio.road_closures.service import CLOSURE

CLOSURES_MAX = 2_000

type ApplyClosures = Callable[[tuple[RoadRestriction, ...]], Awaitable[int]]


class RoadStatus:
    """Holds in this process's roads what stands in the log."""

    def __init__(self, pool: Pool, clock: Clock, hold: ApplyClosures, mode: Mode) -> None:
        """`mode`: what this installation works in. An exercise never closes a real road, nor the other way round."""
        self._pool, self._clock, self._hold, self._mode = pool, clock, hold, mode
        self._held: tuple[RoadRestriction, ...] = ()
        self._one = asyncio.Lock()

    async def settle(self) -> None:
        """From here on an answer knows every closure that was durable when it was asked.

        While the database is away the last that was known goes on; the room is told of it elsewhere.
        """
        try:
            if await self._standing_closures() == self._held:
                return
            async with self._one:
                standing = await self._standing_closures()
                if standing != self._held:
                    await self._hold(standing)
                    self._held = standing
        except TRANSIENT_ERRORS:
            return

    async def _standing_closures(self) -> tuple[RoadRestriction, ...]:
        rows = await live_where(self._pool, CLOSURE, CLOSURES_MAX, mode=self._mode.value)
        now = self._clock.now()
        return tuple(RoadRestriction(ring=one.ring, km_h=one.km_h) for one in rows if one.until > now)
