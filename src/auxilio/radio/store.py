"""The radio log as it is searched, and where each gateway stands: what we have of it, and when it last lived."""

from datetime import datetime

import msgspec

from auxilio.kernel.ids import CaseId, UnitId
from auxilio.kernel.instant import Instant, iso_us
from auxilio.kernel.words import Mode
from auxilio.platform.database.connection import Pool
from auxilio.radio.model import Entry
from auxilio.radio.ports import Heartbeat, Since

LINES_MAX = 200
"""In one answer; whoever wants older ones asks before the last."""
_entries = msgspec.json.Decoder(Entry)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked for."""

    text: str = ""
    """In callsigns, groups and words, whatever their capitals and accents."""
    unit: UnitId | None = None
    case: CaseId | None = None
    before: Instant | None = None


class RadioStore:
    """What the radio keeps beside the log."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def search(self, asked: Asked, mode: Mode, centre: str | None, *, reserved: bool) -> list[Entry]:
        """Lines, the newest first. `centre`: its own, what nobody knows whose it is, and what was shared; None: all."""
        rows = await self._pool.fetch(
            "select s.state::text as state from stream s where s.noun = 'radio_entry' and s.mode = $1"
            " and ($2::text is null or coalesce(s.state->>'centre', $2) = $2 or (s.state->>'shared')::boolean)"
            " and ($3::text is null or s.state->>'unit' = $3)"
            " and ($4::uuid is null or s.case_id = $4)"
            " and ($5::text is null or s.state->>'order' < $5)"
            " and position(radio_folded($6) in radio_found(s.state)) > 0"
            " and ($7 or not exists (select from stream c where c.id = 'case:' || s.case_id::text"
            " and (c.state->>'reserved')::boolean))"
            " order by s.state->>'order' desc, s.id desc limit $8",
            mode.value,
            centre,
            None if asked.unit is None else str(asked.unit),
            asked.case,
            None if asked.before is None else iso_us(asked.before),
            asked.text.strip(),
            reserved,
            LINES_MAX,
        )
        return [_entries.decode(row["state"]) for row in rows]

    # --- where a gateway stands -------------------------------------------------------------------

    async def since(self, gateway: str) -> Since | None:
        """The last message of a gateway that is durable here; None before the first."""
        row = await self._pool.fetchrow("select epoch, seq from radio_gateway where gateway = $1", gateway)
        return None if row is None or row["epoch"] is None else Since(epoch=row["epoch"], seq=row["seq"])

    async def heard_up_to(self, gateway: str, epoch: str, seq: int, at: datetime) -> None:
        """Everything up to here is durable, and it lives."""
        await self._pool.execute(
            "insert into radio_gateway as g (gateway, alive_at, epoch, seq) values ($1, $2, $3, $4)"
            " on conflict (gateway) do update set alive_at = $2, epoch = $3, seq = $4",
            gateway,
            at,
            epoch,
            seq,
        )

    async def alive(self, gateway: str, at: datetime) -> None:
        """It lives, and has nothing new."""
        await self._pool.execute(
            "insert into radio_gateway (gateway, alive_at) values ($1, $2)"
            " on conflict (gateway) do update set alive_at = $2",
            gateway,
            at,
        )

    async def heartbeats(self) -> list[Heartbeat]:
        """When each gateway last lived."""
        rows = await self._pool.fetch("select gateway, alive_at from radio_gateway")
        return [Heartbeat(gateway=row["gateway"], at=row["alive_at"]) for row in rows]
