"""The three things a command asks the database: aggregates, a number, and to be kept. Each is asked together (0111)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from auxilio.kernel.event import Envelope
from auxilio.kernel.ids import CommandId, StreamId
from auxilio.platform.database.batcher import Batcher
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.sequence_numbers import SequenceNumbers

LANES = 2
"""Commits under way at once: while one waits for the disk, the next is read and written."""
_STREAM_COLUMNS, _EVENT_COLUMNS, _OUTBOX_COLUMNS = 11, 13, 3
_PARAMETERS = 7 + _STREAM_COLUMNS + _EVENT_COLUMNS + _OUTBOX_COLUMNS
_APPEND = f"select nth, verdict, answer from append_together({', '.join(f'${n}' for n in range(1, _PARAMETERS + 1))})"  # noqa: S608  placeholders
_LOAD = """
select s.id, s.version, s.head, s.state::text as state, null::uuid as command, null::bytea as body_hash,
  null::uuid as actor, null::text as answer
  from stream s where s.id = any($1::text[])
union all
select null, 0, null, null, c.id, c.body_hash, c.actor, c.answer from command c where c.id = any($2::uuid[])
"""
type Row = Mapping[str, Any]


@dataclass(frozen=True)
class LoadRequest:
    """Aggregates that a command needs, and whether the command itself was here before."""

    streams: Sequence[StreamId]
    command: CommandId


@dataclass(frozen=True)
class LoadResult:
    """Their rows; those without history are missing."""

    streams: Mapping[StreamId, Row]
    repeat: Row | None


@dataclass(frozen=True)
class AggregateWrite:
    """One aggregate as a command leaves it, in the order of `append_together`."""

    stream: StreamId
    aggregate: str
    seen: int
    version: int
    head: bytes
    state: str
    live: bool
    case: UUID | None
    call: UUID | None
    mode: str


@dataclass(frozen=True)
class Commit:
    """All that one command changes: everything of it becomes durable, or nothing."""

    command: CommandId
    actor: UUID
    actor_name: str
    desk: str | None
    body_hash: bytes
    answer: str
    at: datetime
    aggregates: Sequence[AggregateWrite]
    facts: Sequence[Envelope]
    outbox: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class CommitResult:
    """`done`, or why not; `repeat` brings the first answer."""

    word: Literal["done", "repeat", "reused", "conflict"]
    answer: str | None = None


DONE = CommitResult("done")


class CommandStore:
    """For one process. Raises what the database raises."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self.load = Batcher(self._load)
        self.append = Batcher(self._append, lanes=LANES, apart=_keys_of)
        self._numbers = {
            name: SequenceNumbers(pool, f"{name}_number") for name in ("case", "call", "release")
        }

    async def number(self, sequence: str) -> int:
        """The next number for people: `case`, `call` or `release`."""
        return await self._numbers[sequence]()

    async def _load(self, asked: list[LoadRequest]) -> list[LoadResult]:
        rows = await self._pool.fetch(
            _LOAD,
            list({stream for wanted in asked for stream in wanted.streams}),
            [wanted.command for wanted in asked],
        )
        streams = {StreamId(row["id"]): row for row in rows if row["id"] is not None}
        repeats = {row["command"]: row for row in rows if row["id"] is None}
        return [
            LoadResult(
                {stream: streams[stream] for stream in wanted.streams if stream in streams},
                repeats.get(wanted.command),
            )
            for wanted in asked
        ]

    async def _append(self, commits: list[Commit]) -> list[CommitResult]:
        numbered = list(enumerate(commits, start=1))
        rows = await self._pool.fetch(
            _APPEND,
            *_columns(
                7,
                ((c.command, c.actor, c.actor_name, c.desk, c.body_hash, c.answer, c.at) for c in commits),
            ),
            *_columns(
                _STREAM_COLUMNS,
                (_aggregate_row(nth, aggregate) for nth, c in numbered for aggregate in c.aggregates),
            ),
            *_columns(_EVENT_COLUMNS, (_fact_row(nth, fact) for nth, c in numbered for fact in c.facts)),
            *_columns(_OUTBOX_COLUMNS, ((nth, *parcel) for nth, c in numbered for parcel in c.outbox)),
        )
        others = {row["nth"]: CommitResult(row["verdict"], row["answer"]) for row in rows}
        return [others.get(nth, DONE) for nth, _ in numbered]


def _keys_of(commit: Commit) -> list[object]:
    return [commit.command, *(aggregate.stream for aggregate in commit.aggregates)]


def _columns(width: int, rows: Iterable[tuple[Any, ...]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(width)]


def _aggregate_row(nth: int, n: AggregateWrite) -> tuple[Any, ...]:
    return (nth, n.stream, n.aggregate, n.seen, n.version, n.head, n.state, n.live, n.case, n.call, n.mode)


def _fact_row(nth: int, e: Envelope) -> tuple[Any, ...]:
    what = (e.id, e.stream, e.version, e.kind, e.schema, e.happened_at)
    return (nth, *what, e.case, e.call, e.mode.value, e.body, e.salt, e.digest)
