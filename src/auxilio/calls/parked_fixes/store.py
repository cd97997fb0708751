"""Where fixes wait for their call: the table `parked_fix`, bounded for each telephone and in all."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from auxilio.calls.core.fix_matching import AFTER_CALL_S, PARKED_S, ArrivedFix
from auxilio.calls.core.model import Call
from auxilio.kernel.instant import after_s
from auxilio.platform.database.connection import Pool

OF_TELEPHONE_MAX = 20
"""The newest of one telephone are kept: at one in half a minute those of ten minutes (ours)."""
PARKED_MAX = 300_000
"""In all: half an hour of 160 a second, at about a kilobyte each (ours)."""
CALLS_MAX = 50
"""Newest calls of one telephone that are looked at."""
UNSETTLED_MAX = 500
_PARK = """
with kept as (
  insert into parked_fix (id, identity, received_at, fix) values ($1, $2, $3, $4)
  on conflict (id) do update set identity = excluded.identity
  returning fix
), gone as (
  delete from parked_fix where id in (
    select id from parked_fix where identity = $2 and id <> $1 order by received_at desc offset $5)
)
select fix from kept
"""
_CALLS = """
select state::text as state from stream where noun = 'call' and {} = $1
  and (live or changed_at >= $2) order by changed_at desc limit $3
"""
_BY_PHONE = _CALLS.format("state->>'phone_known_by' = 'network_asserted' and state->>'phone'")
_BY_IMEI = _CALLS.format("state->>'imei'")
_DELETE = """
with old as (delete from parked_fix where received_at < $1 returning 1),
much as (delete from parked_fix where id in (
  select id from parked_fix where received_at >= $1 order by received_at desc offset $2) returning 1)
select (select count(*) from old) + (select count(*) from much)
"""


class ParkedFixStore:
    """One for each process. Raises what the database raises."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def park(self, fix: ArrivedFix) -> ArrivedFix:
        """Keep it, unsettled. The same message sent again while it is kept: as it arrived first."""
        kept = await self._pool.fetchval(
            _PARK,
            fix.message.id,
            fix.identity,
            fix.message.received_at,
            msgspec.json.encode(fix).decode(),
            OF_TELEPHONE_MAX - 1,
        )
        return msgspec.json.decode(kept, type=ArrivedFix)

    async def remove(self, fix: ArrivedFix) -> None:
        """It has its call."""
        await self._pool.execute("delete from parked_fix where id = $1", fix.message.id)

    async def settle(self, fix: ArrivedFix) -> None:
        """It was looked for a call, and has none yet."""
        await self._pool.execute("update parked_fix set settled = true where id = $1", fix.message.id)

    async def unsettled(self, before: datetime) -> list[ArrivedFix]:
        """Those received before then for which nobody has looked: their process died. The oldest first, at most 500."""
        rows = await self._pool.fetch(
            "select fix from parked_fix where not settled and received_at < $1 order by received_at limit $2",
            before,
            UNSETTLED_MAX,
        )
        return [msgspec.json.decode(row["fix"], type=ArrivedFix) for row in rows]

    async def of_telephone(self, identities: Sequence[str], since: datetime) -> list[ArrivedFix]:
        """What was received of one telephone since then, by its number or its IMEI, the newest first."""
        rows = await self._pool.fetch(
            "select fix from parked_fix where identity = any($1::text[]) and received_at >= $2"
            " order by received_at desc limit $3",
            list(identities),
            since,
            2 * OF_TELEPHONE_MAX,
        )
        return [msgspec.json.decode(row["fix"], type=ArrivedFix) for row in rows]

    async def calls_of(self, identity: str, at: datetime) -> list[Call]:
        """Calls that a network asserts to be of this telephone: those on boards, and those changed lately. The newest first."""
        by_imei = identity.startswith("imei:")
        rows = await self._pool.fetch(
            _BY_IMEI if by_imei else _BY_PHONE,
            identity.removeprefix("imei:"),
            after_s(at, -AFTER_CALL_S),
            CALLS_MAX,
        )
        return [msgspec.json.decode(row["state"], type=Call) for row in rows]

    async def forget(self, now: datetime) -> int:
        """Delete what has waited its half hour, and of too many the oldest; how many rows went."""
        return int(await self._pool.fetchval(_DELETE, after_s(now, -PARKED_S), PARKED_MAX))
