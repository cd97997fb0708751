"""Where the legs that stand are written through, for the process that takes them up after this one."""

from typing import Protocol
from uuid import UUID

import msgspec

from auxilio.kernel.ids import CallId, DeskId
from auxilio.platform.database.connection import Pool
from auxilio.voice.media.ports import LegId, LegMemo


class StoredLeg(msgspec.Struct, frozen=True, kw_only=True):
    """One leg as another process can take it up: a caller's (`call`), a desk's, or that of somebody who was asked into a
    call (`call` and `seat`). `dialog` is SIP's own (`CallLeg.state`), `media` the engine's."""

    leg: LegId
    call: CallId | None
    desk: DeskId | None
    dialog: bytes
    seat: str | None = None
    media: LegMemo | None = None


class LegRepository(Protocol):
    """The port: what must be known of each leg."""

    async def keep(self, leg: StoredLeg) -> None:
        """As it stands now."""
        ...

    async def forget(self, leg: LegId) -> None:
        """It is gone."""
        ...

    async def kept(self) -> list[StoredLeg]:
        """All that stood when their process last wrote, oldest first."""
        ...


class LegStore:
    """`LegRepository` in PostgreSQL."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def keep(self, leg: StoredLeg) -> None:
        """As it stands now."""
        await self._pool.execute(
            "insert into voice_leg (leg, call_id, desk, dialog, media, seat) values ($1, $2, $3, $4, $5, $6)"
            " on conflict (leg)"
            " do update set call_id = $2, desk = $3, dialog = $4, media = $5, seat = $6, changed_at = now()",
            leg.leg,
            leg.call,
            leg.desk,
            leg.dialog,
            msgspec.json.encode(leg.media),
            leg.seat,
        )

    async def forget(self, leg: LegId) -> None:
        """It is gone."""
        await self._pool.execute("delete from voice_leg where leg = $1", leg)

    async def kept(self) -> list[StoredLeg]:
        """All that stood when their process last wrote, oldest first."""
        rows = await self._pool.fetch(
            "select leg, call_id, desk, dialog, media, seat from voice_leg order by changed_at"
        )
        return [
            StoredLeg(
                leg=LegId(row["leg"]),
                call=_call(row["call_id"]),
                desk=row["desk"],
                dialog=row["dialog"],
                seat=row["seat"],
                media=msgspec.json.decode(row["media"] or b"null", type=LegMemo | None),
            )
            for row in rows
        ]


def _call(id: UUID | None) -> CallId | None:
    return CallId(id) if id else None
