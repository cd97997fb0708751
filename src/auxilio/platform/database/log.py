"""Reading the log. A reader never skips a fact that commits late (decision 0003).

A sequence number is drawn before commit, so "greater than the last I saw" loses facts under load.
A position is `(epoch, tx, seq)`; only what lies below the oldest running transaction is read.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from auxilio.kernel.event import Cursor, Envelope
from auxilio.kernel.ids import CallId, CaseId, EventId, StreamId
from auxilio.kernel.shared_types import Mode
from auxilio.platform.database.connection import Connection, Pool
from auxilio.platform.database.wakeups import Wakeups

BATCH = 500
_COLUMNS = """epoch, tx, seq, id, stream, version, kind, schema, happened_at, recorded_at, actor, actor_name,
  desk, cause, case_id, call_id, mode, body, salt, digest"""
HELD_S = 0.005
"""How soon to look again for a fact that is committed and held back by a transaction that is older and still open."""
_READABLE = """(epoch < (select epoch from log_epoch)
  or tx < (select pg_snapshot_xmin(pg_current_snapshot())::text::bigint))"""


def envelope_of(row: Any) -> Envelope:
    """The envelope of one row of `event`."""
    return Envelope(
        position=Cursor(row["epoch"], row["tx"], row["seq"]),
        id=EventId(row["id"]),
        stream=StreamId(row["stream"]),
        version=row["version"],
        kind=row["kind"],
        schema=row["schema"],
        happened_at=row["happened_at"],
        recorded_at=row["recorded_at"],
        actor=row["actor"],
        actor_name=row["actor_name"],
        desk=row["desk"],
        cause=row["cause"],
        case=CaseId(row["case_id"]) if row["case_id"] else None,
        call=CallId(row["call_id"]) if row["call_id"] else None,
        mode=Mode(row["mode"]),
        body=row["body"] or "",
        salt=row["salt"] or b"",
        digest=row["digest"],
    )


class LogBatch(NamedTuple):
    """The next facts, in order, none of them still able to be overtaken."""

    facts: list[Envelope]
    held_back: bool
    """Others are committed, and an older transaction is still open. It may end without a word: nothing of it is a fact."""


async def read_batch(connection: Connection | Pool, after: Cursor, limit: int = BATCH) -> LogBatch:
    """What comes after a position."""
    rows = await connection.fetch(
        f"select {_COLUMNS}, {_READABLE} as readable from event where (epoch, tx, seq) > ($1, $2, $3)"  # noqa: S608  constant text
        " order by epoch, tx, seq limit $4",
        after.epoch,
        after.tx,
        after.seq,
        limit,
    )
    # Rows are in the order of their transactions: what is held back is all at the end.
    facts = [envelope_of(row) for row in rows if row["readable"]]
    return LogBatch(facts, held_back=len(facts) < len(rows))


async def read_after(connection: Connection | Pool, after: Cursor, limit: int = BATCH) -> list[Envelope]:
    """The next facts after a position, for who does not wait for more."""
    return (await read_batch(connection, after, limit)).facts


async def readable_position(connection: Connection | Pool) -> Cursor:
    """The position of this moment: everything at or before it is readable, nothing later is in it.

    In a REPEATABLE READ picture this is the position the picture is of.
    """
    row = await connection.fetchrow(
        "select epoch, pg_snapshot_xmin(pg_current_snapshot())::text::bigint as tx from log_epoch"
    )
    assert row is not None, "the log has an epoch"
    # Every readable row has tx < xmin, so (xmin, 0) is past all of them and before all that come.
    return Cursor(row["epoch"], row["tx"], 0)


async def of_case(connection: Connection | Pool, case: UUID) -> list[Envelope]:
    """Every fact of one case, in order."""
    rows = await connection.fetch(
        f"select {_COLUMNS} from event where case_id = $1 order by epoch, tx, seq",  # noqa: S608  constant text
        case,
    )
    return [envelope_of(row) for row in rows]


async def of_streams_until(
    connection: Connection | Pool, streams: Sequence[StreamId], at: datetime
) -> list[Envelope]:
    """The facts of some aggregates that were recorded by a moment: each aggregate as it stood then, in the order of its versions."""
    rows = await connection.fetch(
        f"select {_COLUMNS} from event where stream = any($1::text[]) and recorded_at <= $2 order by stream, version",  # noqa: S608  constant text
        streams,
        at,
    )
    return [envelope_of(row) for row in rows]


async def of_call(connection: Connection | Pool, call: UUID) -> list[Envelope]:
    """Every fact of one call, in order."""
    rows = await connection.fetch(
        f"select {_COLUMNS} from event where call_id = $1 order by epoch, tx, seq",  # noqa: S608  constant text
        call,
    )
    return [envelope_of(row) for row in rows]


async def of_stream(connection: Connection | Pool, stream: StreamId) -> list[Envelope]:
    """Every fact of one aggregate, in order of version."""
    rows = await connection.fetch(
        f"select {_COLUMNS} from event where stream = $1 order by version",  # noqa: S608  constant text
        stream,
    )
    return [envelope_of(row) for row in rows]


async def streams_of_case(connection: Connection | Pool, case: UUID) -> list[StreamId]:
    """Every aggregate that has ever had a fact in this case, or points to it now."""
    rows = await connection.fetch(
        "select stream as id from event where case_id = $1 union select id from stream where case_id = $1 order by id",
        case,
    )
    return [StreamId(row["id"]) for row in rows]


async def follow(pool: Pool, wakeups: Wakeups, after: Cursor) -> AsyncIterator[list[Envelope]]:
    """Batches of facts for ever, as they become readable. Errors of the database are the caller's weather."""
    while True:
        batch, held_back = await read_batch(pool, after)
        if batch:
            after = batch[-1].position
            yield batch
        if held_back:
            await asyncio.sleep(HELD_S)
        elif len(batch) < BATCH:
            await wakeups.wait()


async def save_cursor(connection: Connection | Pool, name: str, cursor: Cursor) -> None:
    """Remember how far a durable reader has come."""
    await connection.execute(
        "insert into reader_cursor (name, epoch, tx, seq) values ($1, $2, $3, $4)"
        " on conflict (name) do update set epoch = $2, tx = $3, seq = $4",
        name,
        cursor.epoch,
        cursor.tx,
        cursor.seq,
    )


async def load_cursor(connection: Connection | Pool, name: str) -> Cursor:
    """Where a durable reader was; the beginning if it never ran."""
    row = await connection.fetchrow("select epoch, tx, seq from reader_cursor where name = $1", name)
    return Cursor(row["epoch"], row["tx"], row["seq"]) if row else Cursor()


async def live_states(connection: Connection, aggregate: str, limit: int) -> list[tuple[StreamId, int, str]]:
    """The newest live aggregates of one kind: id, version and state as JSON."""
    rows = await connection.fetch(
        "select id, version, state::text as state from stream where noun = $1 and live"
        " order by changed_at desc limit $2",
        aggregate,
        limit,
    )
    return [(StreamId(row["id"]), row["version"], row["state"]) for row in rows]


async def newest_states(
    pool: Pool,
    aggregate: str,
    limit: int,
    mode: Mode | None = None,
    *,
    containing: Mapping[str, Any] | None = None,
) -> list[str]:
    """The aggregates of one kind that changed last, over or not, of one mode or of all, as JSON. `containing`: only those
    whose state holds this (PostgreSQL's `@>`). Without an index of the kind every aggregate is read."""
    rows = await pool.fetch(
        "select state::text as state from stream where noun = $1 and version > 0"
        " and ($3::text is null or mode = $3) and state @> $4::jsonb order by changed_at desc limit $2",
        aggregate,
        limit,
        mode,
        msgspec.json.encode(containing or {}).decode(),
    )
    return [row["state"] for row in rows]


async def ended_in_live_cases(
    connection: Connection, aggregate: str, limit: int
) -> list[tuple[StreamId, int, str]]:
    """The newest aggregates of one kind that are over while their case is not, as `live_states` gives the others."""
    rows = await connection.fetch(
        "select s.id, s.version, s.state::text as state from stream c join stream s on s.case_id = c.case_id"
        " where c.noun = 'case' and c.live and s.noun = $1 and not s.live"
        " order by s.changed_at desc limit $2",
        aggregate,
        limit,
    )
    return [(StreamId(row["id"]), row["version"], row["state"]) for row in rows]


async def state_of(connection: Connection | Pool, stream: StreamId) -> tuple[int, str] | None:
    """One aggregate as it stands: version, and state as JSON; None when it has no history."""
    row = await connection.fetchrow("select version, state::text as state from stream where id = $1", stream)
    return (row["version"], row["state"]) if row else None


async def states_of(
    connection: Connection | Pool, streams: Sequence[StreamId]
) -> dict[StreamId, tuple[int, str]]:
    """Several aggregates as they stand; those without history are missing."""
    rows = await connection.fetch(
        "select id, version, state::text as state from stream where id = any($1::text[])", streams
    )
    return {StreamId(row["id"]): (row["version"], row["state"]) for row in rows}


async def case_states(connection: Connection | Pool, case: UUID) -> list[tuple[StreamId, int, str]]:
    """Every aggregate of one case, live or not."""
    rows = await connection.fetch(
        "select id, version, state::text as state from stream where case_id = $1 order by id", case
    )
    return [(StreamId(row["id"]), row["version"], row["state"]) for row in rows]


async def calls_gone_from(connection: Connection | Pool, case: UUID) -> list[tuple[UUID, UUID]]:
    """The calls that have facts in this case and are of another one now, each with that case."""
    rows = await connection.fetch(
        "select s.call_id, s.case_id from stream s where s.noun = 'call' and s.case_id <> $1 and s.id in"
        " (select distinct stream from event where case_id = $1 and stream like 'call:%')",
        case,
    )
    return [(row["call_id"], row["case_id"]) for row in rows]


async def reserved_cases(connection: Connection | Pool) -> list[UUID]:
    """Every case that is reserved, live or not (index `stream_reserved`)."""
    rows = await connection.fetch(
        "select case_id from stream where noun = 'case' and (state->>'reserved')::boolean"
    )
    return [row["case_id"] for row in rows]


async def states_in_cases(
    connection: Connection | Pool, aggregate: str, cases: Sequence[UUID]
) -> list[tuple[UUID, str]]:
    """The aggregates of one kind in these cases, live or not: their case, and their state as JSON."""
    rows = await connection.fetch(
        "select case_id, state::text as state from stream where noun = $1 and case_id = any($2::uuid[]) order by id",
        aggregate,
        cases,
    )
    return [(row["case_id"], row["state"]) for row in rows]


async def facts_of(
    connection: Connection | Pool, kinds: Sequence[str], calls: Sequence[UUID], cases: Sequence[UUID]
) -> list[Envelope]:
    """The facts of some kinds in these calls and cases, in order."""
    rows = await connection.fetch(
        f"select {_COLUMNS} from event where kind = any($1::text[])"  # noqa: S608  constant text
        " and (call_id = any($2::uuid[]) or case_id = any($3::uuid[])) order by epoch, tx, seq",
        kinds,
        calls,
        cases,
    )
    return [envelope_of(row) for row in rows]


def raw_body(envelope: Envelope) -> dict[str, Any]:
    """The body as plain data, for readers that know no schema (export, audit)."""
    body: dict[str, Any] = msgspec.json.decode(envelope.body) if envelope.body else {}
    return body
