"""What stands is what roads are asked with: looked at before each question, so no answer is older than the closure it
should know (decision 0209)."""

import asyncio
from collections.abc import Awaitable, Callable

from auxilio.closures.service import CLOSURE
from auxilio.geo.model import Held
from auxilio.kernel.words import Mode
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import WEATHER, Pool
from auxilio.platform.database.cursors import live_where

STANDING_MAX = 2_000

type Hold = Callable[[tuple[Held, ...]], Awaitable[int]]


class RoadsNow:
    """Holds in this process's roads what stands in the log."""

    def __init__(self, pool: Pool, clock: Clock, hold: Hold, mode: Mode) -> None:
        """`mode`: what this house works in. An exercise never closes a real road, nor the other way round."""
        self._pool, self._clock, self._hold, self._mode = pool, clock, hold, mode
        self._held: tuple[Held, ...] = ()
        self._one = asyncio.Lock()

    async def settle(self) -> None:
        """From here on an answer knows every closure that was durable when it was asked.

        While the database is away the last that was known goes on; the room is told of it elsewhere.
        """
        try:
            if await self._standing() == self._held:
                return
            async with self._one:
                standing = await self._standing()
                if standing != self._held:
                    await self._hold(standing)
                    self._held = standing
        except WEATHER:
            return

    async def _standing(self) -> tuple[Held, ...]:
        rows = await live_where(self._pool, CLOSURE, STANDING_MAX, mode=self._mode.value)
        now = self._clock.now()
        return tuple(Held(ring=one.ring, km_h=one.km_h) for one in rows if one.until > now)
