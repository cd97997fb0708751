"""Notes of changed tables and events of rows, as the database keeps them."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from auxilio.directory_history.core.comparison import RowState
from auxilio.directory_history.core.log_states import RowEventRecord
from auxilio.directory_history.core.model import ImportOfChange
from auxilio.dispatch.service import UNIT
from auxilio.hospitals.service import HOSPITAL
from auxilio.identity.import_log import IMPORT
from auxilio.identity.store import IMPORTED, TAKEN_BACK
from auxilio.kernel.ids import stream_id
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.upcast import upcast
from auxilio.rosters.qualification_service import QUALIFICATIONS
from auxilio.rosters.service import ON_CALL_DUTY

EVENTS_MAX = 1_000
"""Events of one row that are folded: its newest (ours). A row that was changed more often shows no older ones."""
EVENT_KINDS: Mapping[str, tuple[str, ...]] = {
    UNIT.name: ("dispatch.unit.registered",),
    HOSPITAL.name: ("hospitals.hospital.added", "hospitals.hospital.changed", "hospitals.hospital.retired"),
    ON_CALL_DUTY.name: ("rosters.on_call.set", "rosters.on_call.ended"),
    QUALIFICATIONS.name: ("rosters.qualification.recorded", "rosters.qualification.withdrawn"),
}
"""By aggregate: what changes what administrators state."""


class Note(NamedTuple):
    """A note of a changed table: what was, what is, and who confirmed it."""

    before: dict[str, Any] | None
    state: RowState
    confirmed_by_name: str | None
    imported: ImportOfChange | None


class HistoryStore:
    """Reads alone."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def notes(self, relation: str, key: str, before: int | None, limit: int) -> list[Note]:
        """The newest first, those before a number."""
        rows = await self._pool.fetch(
            "select c.id, c.at, c.before::text as before, c.after::text as after, coalesce(p.name, '') as by_name,"
            " second.name as confirmed_by, i.relation as import, coalesce(i.after->>'file', file.after->>'file') as file"
            " from reference_change c left join person p on p.id = c.actor"
            " left join person second on second.id::text = c.after->>'confirmed_by'"
            # Notes of an import are written in the transaction of what it changed, at the same moment.
            " left join lateral (select n.relation, n.key, n.after from reference_change n"
            "   where n.relation in ($5, $6) and n.at = c.at and n.actor = c.actor order by n.id limit 1) i on true"
            " left join lateral (select n.after from reference_change n"
            "   where i.relation = $6 and n.relation = $5 and n.key = i.key limit 1) file on true"
            " where c.relation = $1 and c.key = $2 and ($3::bigint is null or c.id < $3) order by c.id desc limit $4",
            relation,
            key,
            before,
            limit,
            IMPORTED,
            TAKEN_BACK,
        )
        return [_note(row) for row in rows]

    async def events(self, aggregate: Aggregate[Any], id: UUID, mode: str | None) -> list[RowEventRecord]:
        """The newest events of a row, in order. `mode`: only what is of it."""
        rows = await self._pool.fetch(
            "select version, kind, schema, body, recorded_at, actor_name, cause from event"
            " where stream = $1 and kind = any($2::text[]) and body is not null and ($3::text is null or mode = $3)"
            " order by version desc limit $4",
            stream_id(aggregate.name, id),
            list(EVENT_KINDS[aggregate.name]),
            mode,
            EVENTS_MAX,
        )
        return [
            RowEventRecord(
                number=row["version"],
                at=row["recorded_at"],
                by_name=row["actor_name"],
                cause=str(row["cause"]),
                event=aggregate.read_event(upcast(row["kind"], row["schema"], row["body"])),
            )
            for row in reversed(rows)
        ]

    async def imports(self, causes: Collection[str]) -> dict[str, ImportOfChange]:
        """Those of these commands that applied an import or took one back."""
        rows = await self._pool.fetch(
            "select e.cause::text as cause, e.kind, coalesce(s.state->'record'->>'file', '') as file"
            " from event e join stream s on s.id = e.stream where e.cause = any($1::uuid[]) and s.noun = $2",
            list(causes),
            IMPORT.name,
        )
        return {
            row["cause"]: ImportOfChange(file=row["file"], taken_back=row["kind"].endswith("taken_back"))
            for row in rows
        }


def _note(row: Any) -> Note:
    after = msgspec.json.decode(row["after"]) if row["after"] else None
    state = RowState(number=row["id"], at=row["at"], by_name=row["by_name"], fields=after)
    imported = None
    if row["import"]:
        imported = ImportOfChange(file=row["file"] or "", taken_back=row["import"] == TAKEN_BACK)
    before = msgspec.json.decode(row["before"]) if row["before"] else None
    return Note(before, state, row["confirmed_by"], imported)
