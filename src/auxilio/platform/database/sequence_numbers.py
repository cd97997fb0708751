"""Numbers for people, such as that of a case. In a rush a few are drawn ahead (decision 0122)."""

import asyncio
from collections import deque

from auxilio.platform.database.batcher import Batcher
from auxilio.platform.database.connection import Pool

PREFETCH = 8
"""What another process may be ahead or behind by, and the widest gap that a rush leaves at its end."""
FRESH_S = 0.25
"""Two draws within this are a rush; what was drawn ahead and is older is never used."""


class SequenceNumbers:
    """One sequence of the database, for one process: within it each number is greater than the one before."""

    def __init__(self, pool: Pool, sequence: str) -> None:
        self._pool, self._ask = pool, f"select nextval('{sequence}') as number from generate_series(1, $1)"  # noqa: S608  our own names
        self._together = Batcher(self._draw)
        self._ahead = deque[int]()
        self._drawn_at = float("-inf")

    async def __call__(self) -> int:
        """The next number. One that is drawn and not used leaves a gap; that is no fault."""
        if self._ahead and self._prefetch():
            return self._ahead.popleft()
        return await self._together(None)

    def _prefetch(self) -> bool:
        return asyncio.get_running_loop().time() - self._drawn_at < FRESH_S

    async def _draw(self, asked: list[None]) -> list[int]:
        rush = self._prefetch()
        if not rush:
            self._ahead.clear()
        rows = await self._pool.fetch(self._ask, len(asked) + (PREFETCH if rush else 0))
        self._drawn_at = asyncio.get_running_loop().time()
        self._ahead.extend(row["number"] for row in rows)
        return [self._ahead.popleft() for _ in asked]
