"""Where durable readers of the log stand, and the facts that one of them could not work through.

A fact that failed is parked with its reader's name. Its case waits behind it, in order; all others go on.
After the last attempt it stays as a row that people can see (`gave_up`), and its case goes on too.
"""

from datetime import datetime
from uuid import UUID

import msgspec

from auxilio.kernel.event import Envelope
from auxilio.kernel.ids import EventId
from auxilio.kernel.shared_types import Mode
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.connection import Connection, Pool
from auxilio.platform.database.log import envelope_of, load_cursor, save_cursor

__all__ = [
    "ParkedEvent",
    "changed_since",
    "failures",
    "forget_commands",
    "live_where",
    "load_cursor",
    "park",
    "parked",
    "save_cursor",
    "unpark",
]
FORGET_BATCH = 5_000


class ParkedEvent(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that waits: `attempts` 0 when it only stands behind another of its case."""

    envelope: Envelope
    attempts: int
    at: datetime
    """When it was last tried."""


class ReaderFailure(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader gave up on, or is still trying."""

    reader: str
    event: EventId
    case: UUID | None
    error: str
    attempts: int
    at: datetime
    gave_up: bool


async def park(
    connection: Connection | Pool,
    reader: str,
    envelope: Envelope,
    *,
    error: str,
    attempts: int,
    at: datetime,
    gave_up: bool = False,
) -> None:
    """Put a fact aside, or count another attempt. `error` is the type of what went wrong, never its text."""
    await connection.execute(
        "insert into reader_failure (reader, event, case_id, error, attempts, at, gave_up)"
        " values ($1, $2, $3, $4, $5, $6, $7) on conflict (reader, event) do update set"
        " error = $4, attempts = greatest(reader_failure.attempts, $5), at = $6, gave_up = reader_failure.gave_up or $7",
        reader,
        envelope.id,
        envelope.case,
        error,
        attempts,
        at,
        gave_up,
    )


async def unpark(connection: Connection | Pool, reader: str, event: EventId) -> None:
    """It went through after all."""
    await connection.execute(
        "delete from reader_failure where reader = $1 and event = $2 and not gave_up", reader, event
    )


async def parked(connection: Connection | Pool, reader: str) -> list[ParkedEvent]:
    """What this reader still has to try, in order of the log."""
    rows = await connection.fetch(
        "select e.*, f.attempts as failed_attempts, f.at as failed_at from reader_failure f"
        " join event e on e.id = f.event where f.reader = $1 and not f.gave_up order by e.epoch, e.tx, e.seq",
        reader,
    )
    return [
        ParkedEvent(envelope=envelope_of(row), attempts=row["failed_attempts"], at=row["failed_at"])
        for row in rows
    ]


async def failures(connection: Connection | Pool, limit: int = 200) -> list[ReaderFailure]:
    """What is on the wall: given up first, then the newest."""
    rows = await connection.fetch(
        "select reader, event, case_id, error, attempts, at, gave_up from reader_failure"
        " order by gave_up desc, at desc limit $1",
        limit,
    )
    return [
        ReaderFailure(
            reader=row["reader"],
            event=EventId(row["event"]),
            case=row["case_id"],
            error=row["error"],
            attempts=row["attempts"],
            at=row["at"],
            gave_up=row["gave_up"],
        )
        for row in rows
    ]


async def live_where[S: msgspec.Struct](
    connection: Connection | Pool, aggregate: Aggregate[S], limit: int, **fields: str | None
) -> list[S]:
    """The live aggregates of one kind whose state has these values, those that changed longest ago first.

    Names are written into the statement, not bound, so that expression indexes (`watch_subject`) are used.
    """
    assert aggregate.name.isidentifier(), aggregate.name
    assert all(name.isidentifier() for name in fields), fields
    conditions = [
        f"state->>'{name}' {f'= ${n}' if value is not None else f'is null and ${n}::text is null'}"
        for n, (name, value) in enumerate(fields.items(), start=2)
    ]
    rows = await connection.fetch(
        f"select state::text as state from stream where noun = '{aggregate.name}' and live"  # noqa: S608  names are identifiers
        + "".join(f" and {condition}" for condition in conditions)
        + " order by changed_at, id limit $1",
        limit,
        *fields.values(),
    )
    return [aggregate.read_state(row["state"]) for row in rows]


async def changed_since[S: msgspec.Struct](
    connection: Connection | Pool, aggregate: Aggregate[S], mode: Mode, since: datetime
) -> list[S]:
    """The aggregates of one kind and mode that are live, or have changed since then."""
    rows = await connection.fetch(
        "select state::text as state from stream where noun = $1 and mode = $2 and (live or changed_at >= $3)"
        " and version > 0 order by id",
        aggregate.name,
        mode.value,
        since,
    )
    return [aggregate.read_state(row["state"]) for row in rows]


async def forget_commands(connection: Connection | Pool, before: datetime) -> int:
    """Delete the oldest command ids from before this moment, a batch; how many went. Kept 30 days at least."""
    done: str = await connection.execute(
        "delete from command where id in (select id from command where at < $1 order by at limit $2)",
        before,
        FORGET_BATCH,
    )
    return int(done.rpartition(" ")[2])
