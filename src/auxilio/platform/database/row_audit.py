"""Is a table as the events of its changes leave it?

A change is noted in `reference_change` in its own transaction and becomes an event right after it. So a row must be as the
last event says, or as a later note says that is no event yet.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from auxilio.platform.database.connection import Connection
from auxilio.platform.proof.audit import RowFault, RowFaultKind

_PENDING = """select distinct on (key) key, id, after::text as after from reference_change
  where relation = $1 and recorded_at is null order by key, id desc"""


class RecordedRow(NamedTuple):
    """What a row must be: the number of the note that says so, and the columns by name."""

    change: int
    fields: Mapping[str, Any]


async def states_of_aggregate(connection: Connection, aggregate: str) -> list[str]:
    """Every state of one kind of aggregate, as JSON. That they follow from their events is looked at elsewhere (folding)."""
    rows = await connection.fetch(
        "select state::text as state from stream where noun = $1 order by id", aggregate
    )
    return [row["state"] for row in rows]


async def compare_with_record(
    connection: Connection, relation: str, columns: Sequence[str], events: Mapping[str, RecordedRow]
) -> list[RowFault]:
    """Every row of `relation`, whose key is `id`, that is not in these columns as it was recorded. `events`: by key."""
    rows = await connection.fetch(f"select id::text as id, {', '.join(columns)} from {relation}")  # noqa: S608  names of ours
    wanted = dict(events)
    for note in await connection.fetch(_PENDING, relation):
        known = wanted.get(note["key"])
        if known is None or known.change < note["id"]:
            if note["after"] is None:
                wanted.pop(note["key"], None)
                continue
            wanted[note["key"]] = RecordedRow(note["id"], msgspec.json.decode(note["after"]))
    return list(_faults(relation, columns, {row["id"]: row for row in rows}, wanted))


def _faults(
    relation: str, columns: Sequence[str], rows: Mapping[str, Any], wanted: Mapping[str, RecordedRow]
) -> Iterator[RowFault]:
    for key, row in sorted(rows.items()):
        recorded = wanted.get(key)
        if recorded is None:
            yield RowFault(kind=RowFaultKind.UNFOUNDED, relation=relation, key=key)
            continue
        changed = [name for name in columns if _plain(row[name]) != _plain(recorded.fields.get(name))]
        if changed:
            yield RowFault(kind=RowFaultKind.CHANGED, relation=relation, key=key, fields=tuple(changed))
    for key in sorted(wanted.keys() - rows.keys()):
        yield RowFault(kind=RowFaultKind.MISSING, relation=relation, key=key)


def _plain(value: Any) -> Any:
    """Lists compare by what is in them: roles are a set. None is as good as an empty one: a column may be younger."""
    return sorted(value or ()) if isinstance(value, list | tuple) else value or None
