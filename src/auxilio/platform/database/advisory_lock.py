"""Of several processes exactly one does a thing, and the next begins the moment that it dies (decision 0191).

A lock that belongs to a session of the database: a process that is killed loses its connection, and with it the lock, in
the same millisecond. One that hangs, or whose machine is gone, falls silent, and the database ends a silent session.
Beside it stands `leases`, for work that may begin some seconds later and must not hang on one connection.
"""

import asyncio
import contextlib
import logging

import asyncpg

from auxilio.platform.database.connection import TRANSIENT_ERRORS

SILENT_S = 5.0
"""Longer than any pause of a healthy process: the database then takes it for dead."""
LOOK_EVERY_S = 0.1
BACK_S = 3.0
"""After the database was lost, a waiting process leaves the lock to the one that had it before."""
_log = logging.getLogger(__name__)


class AdvisoryLock:
    """One process's wish to be the one of that name."""

    def __init__(self, dsn: str, name: str, *, silent_s: float = SILENT_S) -> None:
        self._dsn, self.name, self._silent_s = dsn, name, silent_s
        self._connection: asyncpg.Connection | None = None
        self._held = False

    async def wait(self) -> None:
        """Until it is ours. A database that is away is waited for."""
        waited = False
        while True:
            try:
                if await self._take():
                    _log.info("only_one_taken", extra={"part": self.name})
                    return
            except TRANSIENT_ERRORS:
                await self.let_go()
                await asyncio.sleep(BACK_S if waited else LOOK_EVERY_S)
            else:
                if not waited:
                    _log.info("only_one_waits", extra={"part": self.name})
                waited = True
                await asyncio.sleep(LOOK_EVERY_S)

    async def wait_until_lost(self) -> None:
        """While it is ours, also through weather; returns when another has it."""
        there = True
        while True:
            try:
                if not await self._take():
                    _log.warning("only_one_lost", extra={"part": self.name})
                    return
                if not there:
                    _log.info("only_one_back", extra={"part": self.name})
                there = True
            except TRANSIENT_ERRORS as lost:
                if there:
                    _log.warning("only_one_waits_for_weather", extra={"error": type(lost).__name__})
                there = False
                await self.let_go()
            await asyncio.sleep(self._silent_s / 5 if there else LOOK_EVERY_S)

    async def let_go(self) -> None:
        """The next may begin. Nothing when we never had it."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(*TRANSIENT_ERRORS):
                await connection.close(timeout=1)

    async def _take(self) -> bool:
        """Ours, now or already: a lock of a session may be asked for again, and is let go with the session."""
        if self._connection is None:
            connection = await asyncpg.connect(self._dsn, timeout=self._silent_s)
            await connection.execute(
                f"set idle_session_timeout = {int(self._silent_s * 1000)}",  # a number of ours
            )
            self._connection, self._held = connection, False
        async with asyncio.timeout(self._silent_s):
            if self._held:
                await self._connection.fetchval("select 1")
            else:
                self._held = await self._connection.fetchval(
                    "select pg_try_advisory_lock(hashtextextended($1, 112))", self.name
                )
        return self._held
