"""Waiting for a database that is away: repeat one act until it succeeds, or keep a reader running through outages.

A reader that reports to an `OutageLog` is logged once when it loses the database, and once when it has it back.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from auxilio.platform.database.connection import TRANSIENT_ERRORS

RETRY_S = 0.5
_log = logging.getLogger(__name__)

type Sleep = Callable[[float], Awaitable[None]]
type OnLost = Callable[[Exception], None]


class OutageLog:
    """One line when a reader loses the database, and one when it is back."""

    def __init__(self, part: str) -> None:
        self._part, self._lost = part, False

    def lost(self, error: Exception) -> None:
        """The database is away."""
        if not self._lost:
            _log.warning("reader_waits", extra={"part": self._part, "error": type(error).__name__})
        self._lost = True

    def back(self) -> None:
        """The database has answered."""
        if self._lost:
            _log.info("reader_back", extra={"part": self._part})
        self._lost = False


async def retry_transient[T](
    act: Callable[[], Awaitable[T]],
    sleep: Sleep,
    on_lost: OnLost = lambda _: None,
    *,
    errors: tuple[type[Exception], ...] = TRANSIENT_ERRORS,
) -> T:
    """Repeats `act` until it succeeds and returns its result; `act` must be safe to repeat. `on_lost` hears each failure."""
    while True:
        try:
            return await act()
        except errors as error:
            on_lost(error)
        await sleep(RETRY_S)


async def run_through_outages(turn: Callable[[], Awaitable[None]], sleep: Sleep, on_lost: OnLost) -> None:
    """Repeat `turn`, for ever, until cancelled; one that the database interrupts begins again after a pause."""

    async def turns() -> None:
        while True:
            await turn()

    await retry_transient(turns, sleep, on_lost)


def lenient_start(on_lost: OnLost, ready: asyncio.Event) -> OnLost:
    """`on_lost` without the first failure before `ready` is set: the work of its own start can hold a process longer than its
    first read may last, which is no lost database. A second one is told at once."""
    failed = False

    def told(error: Exception) -> None:
        nonlocal failed
        if failed or ready.is_set():
            on_lost(error)
        failed = True

    return told
