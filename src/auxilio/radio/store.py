"""The radio log as it is searched, and where each gateway stands: what we have of it, and when it last lived."""

from datetime import datetime

import msgspec

from auxilio.kernel.ids import CaseId, UnitId
from auxilio.kernel.instant import Instant, iso_us
from auxilio.kernel.shared_types import Mode
from auxilio.platform.database.connection import Pool
from auxilio.radio.core.model import RadioEntry
from auxilio.radio.ports import Heartbeat, ReceivedMark

LINES_MAX = 200
"""In one answer; whoever wants older ones asks before the last."""
TOLD_MAX = 500
"""Radios of no unit in one answer (ours)."""
_entries = msgspec.json.Decoder(RadioEntry)


class RadioLogQuery(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked for."""

    text: str = ""
    """In callsigns, groups and words, whatever their capitals and accents."""
    unit: UnitId | None = None
    case: CaseId | None = None
    before: Instant | None = None


class RadioLogReader(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks, as far as it decides what is shown. Without centre and agency: all lines."""

    person: str
    centre: str | None = None
    agency: str | None = None
    all_reserved: bool = False


class RadioStore:
    """What the radio keeps beside the log."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def search(self, asked: RadioLogQuery, mode: Mode, reader: RadioLogReader) -> list[RadioEntry]:
        """Lines, the newest first: of the reader's centre or agency, what nobody knows whose it is, and what was shared."""
        rows = await self._pool.fetch(
            "select s.state::text as state from stream s where s.noun = 'radio_entry' and s.mode = $1"
            " and ($2::text is null or coalesce(s.state->>'centre', $2) = $2 or (s.state->>'shared')::boolean)"
            " and ($9::text is null or coalesce(s.state->>'agency', $9) = $9 or (s.state->>'shared')::boolean)"
            " and ($3::text is null or s.state->>'unit' = $3)"
            " and ($4::uuid is null or s.case_id = $4)"
            " and ($5::text is null or s.state->>'order' < $5)"
            " and position(radio_folded($6) in radio_found(s.state)) > 0"
            " and ($7 or not exists (select from stream c where c.id = 'case:' || s.case_id::text"
            " and (c.state->>'reserved')::boolean and c.state->>'owner_person' is distinct from $10"
            " and not coalesce(c.state->'named', '[]') @> jsonb_build_array(jsonb_build_object('person', $10::text))))"
            " order by s.state->>'order' desc, s.id desc limit $8",
            mode.value,
            reader.centre,
            None if asked.unit is None else str(asked.unit),
            asked.case,
            None if asked.before is None else iso_us(asked.before),
            asked.text.strip(),
            reader.all_reserved,
            LINES_MAX,
            reader.agency,
            reader.person,
        )
        return [_entries.decode(row["state"]) for row in rows]

    async def radios_told_of(self, mode: Mode) -> list[str]:
        """Radios that were last told of without a unit: by the network, or by a line that waits for somebody. By address, the first 500."""
        rows = await self._pool.fetch(
            "select distinct coalesce(state->>'who_radio', state->>'id') as radio from stream where mode = $1"
            " and (noun = 'terminal' and state->>'unit' is null"
            " or noun = 'radio_entry' and live and state->>'verdict' = 'unknown_radio')"
            " order by radio limit $2",
            mode.value,
            TOLD_MAX,
        )
        return [row["radio"] for row in rows if row["radio"]]

    # --- where a gateway stands -------------------------------------------------------------------

    async def since(self, gateway: str) -> ReceivedMark | None:
        """The last message of a gateway that is durable here; None before the first."""
        row = await self._pool.fetchrow("select epoch, seq from radio_gateway where gateway = $1", gateway)
        return (
            None if row is None or row["epoch"] is None else ReceivedMark(epoch=row["epoch"], seq=row["seq"])
        )

    async def save_received(self, gateway: str, epoch: str, seq: int, at: datetime) -> None:
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
