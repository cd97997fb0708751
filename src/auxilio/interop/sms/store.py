"""Short messages in the database: parts until they are whole, what was sent until its receipts came, and whether a gateway is
connected. Everything here is deleted after a while; what counts is in the log. Raises what the database raises.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from auxilio.interop.formats.sms_parts import NO_SHIFT, NationalShift, PartOf
from auxilio.kernel.instant import after_s
from auxilio.platform.database.connection import Pool

PARTS_WAIT_S = 60.0
"""A message whose parts do not come for so long is taken without them (ours)."""
PARTS_MAX = 5_000
"""Parts that wait, of all senders: the oldest go (ours)."""
PARTS_KEPT_S = 86_400.0
"""Parts of a message that cannot be taken are tried for a day (ours)."""
SENT_KEPT_S = 7 * 86_400.0
"""Receipts of a message come within days: message centres keep one for three at most, by default."""
WAITING_MAX = 100
"""Incomplete messages that one round takes."""
_KEY = "sender = $1 and recipient = $2 and reference = $3 and total = $4"


class KeptPart(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a message that waits for the others."""

    sender: str
    recipient: str
    coding: int
    part: PartOf
    content: bytes
    shift: NationalShift = NO_SHIFT

    @property
    def key(self) -> tuple[str, str, int, int]:
        """What the parts of one message share."""
        return self.sender, self.recipient, self.part.reference, self.part.total


class MessageParts:
    """Parts of concatenated messages that arrived (`sms_part`)."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def keep(self, part: KeptPart, at: datetime) -> list[KeptPart]:
        """Keep it; the message's parts that are here, in order. Its column `coding` has the data coding (8 bits) and the national
        languages of both tables (4 and 3 bits)."""
        await self._pool.execute(
            "insert into sms_part (sender, recipient, reference, total, number, coding, content, received_at)"
            " values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (sender, recipient, reference, total, number)"
            " do update set content = excluded.content, received_at = excluded.received_at",
            *part.key,
            part.part.number,
            part.coding | part.shift.locking << 8 | part.shift.single << 12,
            part.content,
            at,
        )
        return await self._of(part.key)

    async def _of(self, key: tuple[str, str, int, int]) -> list[KeptPart]:
        rows = await self._pool.fetch(f"select * from sms_part where {_KEY} order by number", *key)  # noqa: S608
        return [
            KeptPart(
                sender=row["sender"],
                recipient=row["recipient"],
                coding=row["coding"] & 0xFF,
                shift=NationalShift(locking=row["coding"] >> 8 & 0xF, single=row["coding"] >> 12 & 0x7),
                part=PartOf(reference=row["reference"], total=row["total"], number=row["number"]),
                content=row["content"],
            )
            for row in rows
        ]

    async def remove(self, part: KeptPart) -> None:
        """Its message was taken."""
        await self._pool.execute(f"delete from sms_part where {_KEY}", *part.key)  # noqa: S608

    async def incomplete(self, now: datetime) -> list[list[KeptPart]]:
        """Messages whose last part came a minute ago, the newest first; and what is too old or of too many parts goes."""
        await self._pool.execute("delete from sms_part where received_at < $1", after_s(now, -PARTS_KEPT_S))
        await self._pool.execute(
            "delete from sms_part where ctid in (select ctid from sms_part order by received_at desc offset $1)",
            PARTS_MAX,
        )
        rows = await self._pool.fetch(
            "select sender, recipient, reference, total from sms_part group by 1, 2, 3, 4"
            " having max(received_at) < $1 order by max(received_at) desc limit $2",
            after_s(now, -PARTS_WAIT_S),
            WAITING_MAX,
        )
        return [await self._of(tuple(row)) for row in rows]


class PartState(msgspec.Struct, frozen=True, kw_only=True):
    """What a gateway said of one part that was sent."""

    state: str | None
    code: str
    at: datetime


class SentMessages:
    """What gateways took (`sms_sent`), and what they said of it."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def gateway_id(self, message: UUID) -> str | None:
        """The name of a message that a gateway took; None where we did not note that one did."""
        found: str | None = await self._pool.fetchval(
            "select gateway_id from sms_sent where message = $1 order by at limit 1", message
        )
        return found

    async def note(self, message: UUID, gateway: str, parts: Sequence[str], at: datetime) -> None:
        """A gateway took its parts; of two of the same name one receipt tells. A receipt of one may be there already; one of an earlier message that had the same name, since
        the gateway began to count again, is not its own."""
        names = list(dict.fromkeys(parts))
        await self._pool.execute(
            "insert into sms_sent (gateway, gateway_id, message, parts, at)"
            " select $1, part, $3, $4, $5 from unnest($2::text[]) as part"
            " on conflict (gateway, gateway_id) do update set message = $3, parts = $4, at = $5,"
            " state = case when sms_sent.message is null then sms_sent.state end,"
            " code = case when sms_sent.message is null then sms_sent.code else '' end",
            gateway,
            names,
            message,
            len(names),
            at,
        )

    async def told(self, gateway: str, gateway_id: str, state: str, code: str, at: datetime) -> UUID | None:
        """Note what a gateway says of a part; the message, where it is known. What is final stays."""
        found: UUID | None = await self._pool.fetchval(
            "insert into sms_sent (gateway, gateway_id, state, code, at) values ($1, $2, $3, $4, $5)"
            " on conflict (gateway, gateway_id) do update set at = excluded.at,"
            " state = coalesce(sms_sent.state, excluded.state),"
            " code = case when sms_sent.state is null then excluded.code else sms_sent.code end returning message",
            gateway,
            gateway_id,
            state,
            code,
            at,
        )
        return found

    async def parts_of(self, message: UUID) -> tuple[int, list[PartState]]:
        """How many parts the message has, and what is known of each that a gateway took."""
        rows = await self._pool.fetch(
            "select parts, state, code, at from sms_sent where message = $1 order by at", message
        )
        states = [PartState(state=row["state"], code=row["code"], at=row["at"]) for row in rows]
        return max((row["parts"] for row in rows), default=0), states

    async def forget(self, now: datetime) -> None:
        """Delete what is older than a week."""
        await self._pool.execute("delete from sms_sent where at < $1", after_s(now, -SENT_KEPT_S))


class GatewayLinks:
    """Whether the line to a gateway is up (`sms_link`): `bound`, or why not."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def report(self, gateway: str, code: str, at: datetime) -> None:
        """As it is now."""
        await self._pool.execute(
            "insert into sms_link (gateway, code, at) values ($1, $2, $3)"
            " on conflict (gateway) do update set code = excluded.code, at = excluded.at",
            gateway,
            code[:40],
            at,
        )
