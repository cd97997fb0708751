"""What was noticed, on its way to its one reader."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator

from auxilio.voice.media.ports import LegEvent, LegEventKind

_BOUND = 10_000
_SMALL = (LegEventKind.SILENT, LegEventKind.SPEAKS)


class LegEventQueue:
    """In order, kept until read, bounded: a fault is never dropped for a silence."""

    def __init__(self) -> None:
        self._waiting: deque[LegEvent] = deque()
        self._more = asyncio.Event()
        self._closed = False

    def put(self, fact: LegEvent) -> None:
        """Something was noticed."""
        if len(self._waiting) >= _BOUND:
            small = next((one for one in self._waiting if one.kind in _SMALL), self._waiting[0])
            self._waiting.remove(small)
        self._waiting.append(fact)
        self._more.set()

    def close(self) -> None:
        """Nothing more will come."""
        self._closed = True
        self._more.set()

    async def read(self) -> AsyncIterator[LegEvent]:
        """Each in turn, until closed."""
        while not (self._closed and not self._waiting):
            while self._waiting:
                yield self._waiting.popleft()
            self._more.clear()
            if not self._closed:
                await self._more.wait()
