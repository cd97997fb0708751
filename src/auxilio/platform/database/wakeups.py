"""Wake-ups are hints. NOTIFY after commit, coalesced for the process; readers poll every second as a net.

NOTIFY inside the writing transaction serialises commits (measured: 2 to 20 times slower).
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Any

import asyncpg

from auxilio.platform.database.connection import TRANSIENT_ERRORS, Pool
from auxilio.platform.database.retry import RETRY_S
from auxilio.platform.ids import new_id

CHANNEL = "auxilio_facts"
POLL_S = 1.0
COALESCE_S = 0.01
"""Between two hints of one process: the first goes at once, and a flood of facts is a hundred hints a second, no more."""
_log = logging.getLogger(__name__)


class Wakeups:
    """Tells the other processes that there is news, and wakes this one when they have some."""

    def __init__(self, pool: Pool, dsn: str) -> None:
        self._pool, self._dsn, self._own = pool, dsn, new_id().hex
        self._news = asyncio.Event()  # a commit was announced
        self._dirty = asyncio.Event()  # we committed and have not said so
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> "Wakeups":
        hearing = listen(self._dsn, CHANNEL, self._on_notification, self._wake_waiters)
        self._tasks = [asyncio.create_task(self._tell()), asyncio.create_task(hearing)]
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def committed(self) -> None:
        """This process has committed facts."""
        self._dirty.set()
        self._news.set()

    async def wait(self, timeout_s: float = POLL_S) -> None:
        """Until there may be news, or `timeout_s` has passed. Every waiter is woken."""
        news = self._news
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(news.wait(), timeout_s)
        if self._news is news and news.is_set():
            self._news = asyncio.Event()

    async def _tell(self) -> None:
        while True:
            await self._dirty.wait()
            self._dirty.clear()
            try:
                await self._pool.execute("select pg_notify($1, $2)", CHANNEL, self._own)
                await asyncio.sleep(COALESCE_S)
            except TRANSIENT_ERRORS as lost:
                # A hint that is lost costs one poll; the database's own watcher says that it is gone.
                _log.info("wakeup_not_sent", extra={"error": type(lost).__name__})
                await asyncio.sleep(RETRY_S)

    def _wake_waiters(self) -> None:
        self._news.set()

    def _on_notification(self, _connection: Any, _pid: int, _channel: str, who: object) -> None:
        if who != self._own:  # of our own facts we knew at the commit
            self._news.set()


type NotificationHandler = Callable[[Any, int, str, object], None]


async def listen(dsn: str, channel: str, heard: NotificationHandler, connected: Callable[[], None]) -> None:
    """Listen for ever, on a connection of our own; `connected`: again, and what was said meanwhile is lost."""
    while True:
        try:
            connection = await asyncpg.connect(dsn)
            gone = asyncio.Event()
            connection.add_termination_listener(lambda *_, gone=gone: gone.set())
            await connection.add_listener(channel, heard)
            connected()
            await gone.wait()
        except TRANSIENT_ERRORS as lost:
            _log.info("wakeup_listener_lost", extra={"error": type(lost).__name__})
        await asyncio.sleep(RETRY_S)
