"""What is sent outside: stored in the transaction of its fact, delivered afterwards, with bounded retries.

What may not leave (`kernel.shared_types.may_leave`) is kept and never delivered. Delivery is at least once: a deliverer that must not repeat itself uses the parcel's id as its key. A parcel
that nobody could deliver stays as a row (`gave_up_at`) and is told to `on_gave_up`.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from auxilio.kernel.instant import after_s
from auxilio.kernel.shared_types import Mode, may_leave
from auxilio.platform.backoff import backoff_s
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import Pool

ATTEMPTS_MAX = 8
BACKOFF_S = 2.0
"""After 2, 4, 8 … seconds, at most `BACKOFF_MAX_S`: the last of eight attempts comes about four minutes on."""
BACKOFF_MAX_S = 120.0
DELIVERY_TIMEOUT_S = 15.0
CLAIM_S = 60.0
"""A parcel that a worker took is reserved for it for this long; if the worker died, another takes it then."""
BATCH = 50
_log = logging.getLogger(__name__)


class OutboxMessage(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that leaves. `body` is JSON as it was committed."""

    id: int
    cause: UUID
    channel: str
    body: str
    attempts: int
    mode: Mode
    """Of the facts that it was committed with; without any, that of the installation: what is of training was not put here."""


type Deliver = Callable[[OutboxMessage], Awaitable[None]]
"""Carries one parcel out, or raises; whatever it raises counts as an attempt."""


async def _unknown_channel(parcel: OutboxMessage) -> None:
    raise LookupError(parcel.channel)


async def _ignore_give_up(parcel: OutboxMessage) -> None:
    """Nobody needs to be told."""


class Outbox:
    """Delivers what is due. Several workers may: each parcel is claimed by one."""

    def __init__(
        self,
        pool: Pool,
        clock: Clock,
        channels: Mapping[str, Deliver],
        installation: Mode,
        on_gave_up: Callable[[OutboxMessage], Awaitable[None]] = _ignore_give_up,
    ) -> None:
        self._pool, self._clock, self._channels, self._on_gave_up = pool, clock, channels, on_gave_up
        self._installation = installation

    async def deliver_due(self) -> int:
        """One round: everything that is due, side by side, so that a slow partner holds up no other. How many were tried."""
        now = self._clock.now()
        rows = await self._pool.fetch(
            "update outbox set attempts = attempts + 1, due_at = $2 where id in (select id from outbox"
            " where done_at is null and gave_up_at is null and due_at <= $1 order by due_at, id"
            " for update skip locked limit $3) returning id, cause, channel, body, attempts,"
            " coalesce((select max(e.mode) from event e where e.cause = outbox.cause), $4) as mode",
            now,
            after_s(now, CLAIM_S),
            BATCH,
            self._installation.value,
        )
        parcels = [OutboxMessage(**{**row, "mode": Mode(row["mode"])}) for row in rows]
        await asyncio.gather(*(self._carry(parcel) for parcel in parcels))
        return len(parcels)

    async def next_due(self) -> datetime | None:
        """When the next parcel is due; None when all are gone."""
        due: datetime | None = await self._pool.fetchval(
            "select min(due_at) from outbox where done_at is null and gave_up_at is null"
        )
        return due

    async def _carry(self, parcel: OutboxMessage) -> None:
        if not may_leave(parcel.mode, self._installation):
            await self._pool.execute(
                "update outbox set done_at = $2, last_error = 'may_not_leave' where id = $1",
                parcel.id,
                self._clock.now(),
            )
            return
        deliver = self._channels.get(parcel.channel, _unknown_channel)
        try:
            async with asyncio.timeout(DELIVERY_TIMEOUT_S):
                await deliver(parcel)
        except Exception as fault:  # noqa: BLE001  whatever a partner does to us is an attempt, counted in the row
            await self._failed(parcel, type(fault).__name__)
        else:
            await self._pool.execute(
                "update outbox set done_at = $2, last_error = null where id = $1",
                parcel.id,
                self._clock.now(),
            )

    async def _failed(self, parcel: OutboxMessage, error: str) -> None:
        gave_up = parcel.attempts >= ATTEMPTS_MAX
        now = self._clock.now()
        if gave_up:
            # Told first: should we die in between, it is told twice and never not at all.
            await self._on_gave_up(parcel)
        await self._pool.execute(
            "update outbox set last_error = $2, due_at = $3, gave_up_at = $4 where id = $1",
            parcel.id,
            error,
            after_s(now, backoff_s(parcel.attempts, BACKOFF_S, BACKOFF_MAX_S)),
            now if gave_up else None,
        )
        _log.log(
            logging.WARNING if gave_up or parcel.attempts == 1 else logging.INFO,
            "delivery_failed",
            extra={"kind": parcel.channel, "attempts": parcel.attempts, "error": error},
        )
