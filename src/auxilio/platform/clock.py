"""Time, from one place. Only this module reads the wall clock, so that a night can be replayed and a shift
simulated in a minute: whoever needs "now" or a timer is given a `Clock`."""

import asyncio
import heapq
import itertools
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

_LONGEST_NAP_S = 1.0
"""A long sleep is taken in naps: when the machine's clock is set, the sleeper notices within one."""


class Clock(Protocol):
    """The source of time. Moments are aware, UTC, whole microseconds."""

    def now(self) -> datetime:
        """This moment; never earlier than the one it told before."""
        ...

    async def sleep_until(self, at: datetime) -> None:
        """Return once `at` has come; at once when it has passed."""
        ...

    async def sleep(self, span_s: float) -> None:
        """Return after `span_s` seconds."""
        ...


class SystemClock:
    """The machine's clock, made to never go back: facts of one process keep the order in which they happened."""

    def __init__(self) -> None:
        self._last = datetime.min.replace(tzinfo=UTC)

    def now(self) -> datetime:
        """This moment by the machine, or the last one told when the machine's clock was set back."""
        self._last = max(self._last, datetime.now(UTC))
        return self._last

    async def sleep_until(self, at: datetime) -> None:
        """Return once the wall clock shows `at`, also after it was set forward."""
        while (left_s := (at - self.now()).total_seconds()) > 0:  # noqa: ASYNC110 - time has no event
            await asyncio.sleep(min(left_s, _LONGEST_NAP_S))

    async def sleep(self, span_s: float) -> None:
        """Return after `span_s` seconds, whatever happens to the wall clock meanwhile."""
        await asyncio.sleep(max(0.0, span_s))


def centre_day(clock: Clock, zone: str) -> Callable[[], date]:
    """Asks the clock for the day of now in a time zone (`Europe/Madrid`)."""
    place = ZoneInfo(zone)
    return lambda: clock.now().astimezone(place).date()


class SimulatedClock:
    """Only `advance` moves this clock. Sleepers wake in the order of their moments, each seeing its own moment."""

    def __init__(self, start: datetime = datetime(2026, 1, 1, tzinfo=UTC)) -> None:
        assert start.tzinfo is not None, "a moment without a zone is a guess"
        self._now = start.astimezone(UTC)
        self._order = itertools.count()
        self._sleepers: list[tuple[datetime, int, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        """The simulated moment."""
        return self._now

    @property
    def sleepers(self) -> int:
        """How many are waiting for a moment."""
        return sum(not woken.done() for _, _, woken in self._sleepers)

    async def sleep_until(self, at: datetime) -> None:
        """Wait until `advance` has reached `at`."""
        if at <= self._now:
            await asyncio.sleep(0)
            return
        woken = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (at, next(self._order), woken))
        await woken

    async def sleep(self, span_s: float) -> None:
        """Wait until `advance` has gone `span_s` seconds further."""
        await self.sleep_until(self._now + timedelta(seconds=span_s))

    async def advance(self, span_s: float, settle: int = 20) -> None:
        """Go `span_s` seconds on, stopping at each sleeper's moment so that it acts then and may sleep again.

        `settle` is how many turns of the loop each awakened sleeper gets before time goes on. A sleeper that
        waits for real I/O needs more; tests with a database await its result before they advance again.
        """
        assert span_s >= 0, "time does not go back"
        until = self._now + timedelta(seconds=span_s)
        await self._turns(settle)
        while self._sleepers and self._sleepers[0][0] <= until:
            at, _, woken = heapq.heappop(self._sleepers)
            if woken.done():  # cancelled meanwhile
                continue
            self._now = max(self._now, at)
            woken.set_result(None)
            await self._turns(settle)
        self._now = until
        await self._turns(settle)

    async def advance_to(self, at: datetime) -> None:
        """Go on until the moment `at`."""
        await self.advance((at - self._now).total_seconds())

    @staticmethod
    async def _turns(count: int) -> None:
        for _ in range(count):
            await asyncio.sleep(0)
