"""What is sent outside: stored in the transaction of its fact, delivered afterwards, with bounded retries.

What may not leave (`kernel.shared_types.may_leave`) is kept and never delivered. Each channel is a lane of its own, with a
bounded number of messages under way, so that a partner that hangs delays no other (decision 0409). Delivery is at least once:
a receiver that must not act twice uses the id of the message as its key. A message that could not be delivered stays as a
row (`gave_up_at`) and is told to `on_gave_up`.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from auxilio.kernel.instant import after_s
from auxilio.kernel.shared_types import Mode, may_leave
from auxilio.platform.backoff import backoff_s
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import TRANSIENT_ERRORS, Pool

ATTEMPTS_MAX = 8
BACKOFF_S = 2.0
"""After 2, 4, 8 … seconds, at most `BACKOFF_MAX_S`: the last of eight attempts comes about four minutes on."""
BACKOFF_MAX_S = 120.0
DELIVERY_TIMEOUT_S = 15.0
CLAIM_S = 60.0
"""A message that a worker took is reserved for it for this long; if the worker died, another takes it then."""
LANE_WIDTH = 8
"""Messages of one lane under way at once (ours): a partner that never answers holds eight connections, whatever waits for it."""
_log = logging.getLogger(__name__)
_PENDING = "done_at is null and gave_up_at is null"
_CLAIM = f"""
with recursive lane as (
  (select channel from outbox where {_PENDING} order by channel limit 1)
  union all
  select (select next.channel from outbox next where {_PENDING} and next.channel > lane.channel order by channel limit 1)
  from lane where lane.channel is not null
), taken as (
  select due.id from lane cross join lateral (
    select id from outbox where channel = lane.channel and {_PENDING} and due_at <= $1
    order by due_at, id
    limit $3 - coalesce((select busy.count from unnest($4::text[], $5::int[]) as busy(channel, count)
                         where busy.channel = lane.channel), 0)
    for update skip locked
  ) due
)
update outbox set attempts = attempts + 1, due_at = $2 where id in (select id from taken)
returning message as id, id as version, cause, channel, body, attempts,
  coalesce((select max(e.mode) from event e where e.cause = outbox.cause), $6) as mode
"""  # noqa: S608  constants
"""The lanes are found by the index, one step a lane, however many messages wait in each."""


class OutboxMessage(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that leaves. `body` is JSON as it was committed."""

    id: UUID
    """The same at every attempt, and in no other installation: the receiver's key against doing it twice."""
    version: int
    """Of two messages about the same aggregate the later one has the higher: one that arrives late replaces nothing."""
    cause: UUID
    channel: str
    """The way out, or `way:partner`. Its lane."""
    body: str
    attempts: int
    mode: Mode
    """Of the facts that it was committed with; without any, that of the installation: what is of training was not put here."""


type Deliver = Callable[[OutboxMessage], Awaitable[None]]
"""Carries one message out, or raises; whatever it raises counts as an attempt."""


async def _unknown_channel(message: OutboxMessage) -> None:
    raise LookupError(message.channel)


async def _ignore_give_up(message: OutboxMessage) -> None:
    """Nobody needs to be told."""


class Outbox:
    """Delivers what is due. Several workers may: each message is claimed by one."""

    def __init__(
        self,
        pool: Pool,
        clock: Clock,
        channels: Mapping[str, Deliver],
        installation: Mode,
        on_gave_up: Callable[[OutboxMessage], Awaitable[None]] = _ignore_give_up,
    ) -> None:
        """`channels`: the deliverer of each way out; `way:partner` goes by that of `way`."""
        self._pool, self._clock, self._channels, self._on_gave_up = pool, clock, channels, on_gave_up
        self._installation = installation
        self._busy = Counter[str]()
        self.lane_freed = asyncio.Event()
        """Set when a message has left its lane; who waits for it clears it."""

    async def start_due(self, carriers: asyncio.TaskGroup) -> int:
        """Claim what is due in every lane that has room, and begin to deliver it in `carriers`. How many were begun.

        Not to be called by two tasks at once. Raises what the database raises.
        """
        now = self._clock.now()
        rows = await self._pool.fetch(
            _CLAIM,
            now,
            after_s(now, CLAIM_S),
            LANE_WIDTH,
            list(self._busy),
            list(self._busy.values()),
            self._installation.value,
        )
        for row in rows:
            message = OutboxMessage(**{**row, "mode": Mode(row["mode"])})
            self._busy[message.channel] += 1
            carriers.create_task(self._carry_in_lane(message))
        return len(rows)

    async def next_due(self) -> datetime | None:
        """When the next message of a lane that has room is due; None when there is none."""
        full = [channel for channel, count in self._busy.items() if count >= LANE_WIDTH]
        due: datetime | None = await self._pool.fetchval(
            f"select min(due_at) from outbox where {_PENDING} and channel <> all($1::text[])",  # noqa: S608  constant
            full,
        )
        return due

    async def _carry_in_lane(self, message: OutboxMessage) -> None:
        try:
            await self._carry(message)
        except TRANSIENT_ERRORS as lost:
            # It stays claimed, and is delivered again with the same id once the claim has ended.
            _log.warning(
                "delivery_not_recorded", extra={"kind": message.channel, "error": type(lost).__name__}
            )
        finally:
            self._busy[message.channel] -= 1
            if not self._busy[message.channel]:
                del self._busy[message.channel]
            self.lane_freed.set()

    async def _carry(self, message: OutboxMessage) -> None:
        if not may_leave(message.mode, self._installation):
            await self._pool.execute(
                "update outbox set done_at = $2, last_error = 'may_not_leave' where id = $1",
                message.version,
                self._clock.now(),
            )
            return
        deliver = self._channels.get(message.channel.partition(":")[0], _unknown_channel)
        try:
            async with asyncio.timeout(DELIVERY_TIMEOUT_S):
                await deliver(message)
        except Exception as fault:  # noqa: BLE001  whatever a partner does to us is an attempt, counted in the row
            await self._failed(message, type(fault).__name__)
        else:
            await self._pool.execute(
                "update outbox set done_at = $2, last_error = null where id = $1",
                message.version,
                self._clock.now(),
            )

    async def _failed(self, message: OutboxMessage, error: str) -> None:
        gave_up = message.attempts >= ATTEMPTS_MAX
        now = self._clock.now()
        if gave_up:
            # Told first: should we die in between, it is told twice and never not at all.
            await self._on_gave_up(message)
        await self._pool.execute(
            "update outbox set last_error = $2, due_at = $3, gave_up_at = $4 where id = $1",
            message.version,
            error,
            after_s(now, backoff_s(message.attempts, BACKOFF_S, BACKOFF_MAX_S)),
            now if gave_up else None,
        )
        _log.log(
            logging.WARNING if gave_up or message.attempts == 1 else logging.INFO,
            "delivery_failed",
            extra={"kind": message.channel, "attempts": message.attempts, "error": error},
        )
