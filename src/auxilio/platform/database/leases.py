"""Leader election by lease: one worker leads, the others are warm.

The lease is a row with an end, in the time of the database, which all of them share. A leader that cannot
renew stops its own work before the lease ends by its own reckoning; what it had begun is harmless, because
commands carry derived ids and parcels are claimed.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from uuid import UUID

from auxilio.platform.database.connection import TRANSIENT_ERRORS, Pool

SPAN_S = 6.0
"""How long a lease lasts; a leader killed without a word is followed by another within this long and one look."""
_log = logging.getLogger(__name__)


class Lease:
    """A named lease that one holder at a time has."""

    def __init__(self, pool: Pool, name: str, holder: UUID, *, span_s: float = SPAN_S) -> None:
        self._pool, self.name, self.holder, self.span_s = pool, name, holder, span_s

    async def take(self) -> bool:
        """Take it or renew it. False while another holds it."""
        held: UUID | None = await self._pool.fetchval(
            "insert into lease as l (name, holder, until)"
            " values ($1, $2, clock_timestamp() + make_interval(secs => $3))"
            " on conflict (name) do update set holder = excluded.holder, until = excluded.until"
            " where l.holder = excluded.holder or l.until < clock_timestamp() returning holder",
            self.name,
            self.holder,
            self.span_s,
        )
        return held == self.holder

    async def give_back(self) -> None:
        """Let the next one lead at once; nothing when another holds it."""
        await self._pool.execute("delete from lease where name = $1 and holder = $2", self.name, self.holder)

    async def current(self) -> UUID | None:
        """Who holds it now."""
        holder: UUID | None = await self._pool.fetchval(
            "select holder from lease where name = $1 and until >= clock_timestamp()", self.name
        )
        return holder


async def lead(lease: Lease, work: Callable[[], Awaitable[None]]) -> None:
    """Wait for the lease, then work as long as it can be renewed; and again, until cancelled.

    When `work` ends by itself or raises, the lease is given back and that is the end here too: a leader
    with a defect must not stay in the way of the others.
    """
    try:
        while True:
            await _until_taken(lease)
            _log.info("lease_taken", extra={"part": lease.name})
            working = asyncio.ensure_future(work())
            try:
                if not await _renew_while(lease, working):
                    _log.warning("lease_lost", extra={"part": lease.name})
                    continue
                return await working
            finally:
                working.cancel()
                await asyncio.gather(working, return_exceptions=True)
    finally:
        with contextlib.suppress(*TRANSIENT_ERRORS):  # it ends by itself
            await lease.give_back()


async def _until_taken(lease: Lease) -> None:
    while True:
        with contextlib.suppress(*TRANSIENT_ERRORS):  # no database, no leader: look again
            if await lease.take():
                return
        await asyncio.sleep(lease.span_s / 4)


async def _renew_while(lease: Lease, working: asyncio.Future[None]) -> bool:
    """True when the work ended, False when the lease could not be kept."""
    loop = asyncio.get_running_loop()
    ends = loop.time() + lease.span_s
    while True:
        await asyncio.wait({working}, timeout=lease.span_s / 4)
        if working.done():
            return True
        began = loop.time()
        try:
            async with asyncio.timeout_at(ends):
                kept = await lease.take()
        except TRANSIENT_ERRORS:
            kept = None
        if kept:
            ends = began + lease.span_s
        elif kept is False or loop.time() + lease.span_s / 4 >= ends:
            return False
