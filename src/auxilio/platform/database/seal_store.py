"""Where the proof over the log is kept, and how the worker goes on with it (platform/proof).

The facts wait in the log; a batch of them, the tree that has grown by it and the place that was reached are
written together, so that a crash repeats nothing and skips nothing.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any

import asyncpg

from auxilio.kernel.event import Cursor, Envelope
from auxilio.kernel.ids import EventId, StreamId
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import Connection, Pool
from auxilio.platform.database.log import envelope_of, read_after
from auxilio.platform.proof.head import Head, SignedHead
from auxilio.platform.proof.merkle import CompactRange, Place
from auxilio.platform.proof.sealer import Leaf, SealProgress, UnsealedEvent, publish, seal_log

AUDIT_BATCH = 2_000


class SealConflict(RuntimeError):
    """Another process took the same facts into the tree first. Nothing was written; the next round goes on from there."""


class PostgresSealStore:
    """The port `SealStore` in PostgreSQL."""

    def __init__(self, pool: Pool | Connection) -> None:
        """A connection is enough to read: in one REPEATABLE READ picture the tree, the heads and the facts are of one moment."""
        self._pool = pool

    async def sealed(self) -> SealProgress:
        """How far it is."""
        row = await self._pool.fetchrow("select size, peaks, epoch, tx, seq from seal")
        assert row is not None, "the migration began it"
        tree = CompactRange(row["size"], tuple(row["peaks"]))
        return SealProgress(tree=tree, reached=Cursor(row["epoch"], row["tx"], row["seq"]))

    async def keep(
        self, *, after: int, now: SealProgress, leaves: Sequence[Leaf], nodes: dict[Place, bytes]
    ) -> None:
        """All of it or nothing. Raises AnotherSealer when the tree no longer has `after` leaves."""
        assert isinstance(self._pool, asyncpg.Pool), "keeping takes a connection of its own"
        async with self._pool.acquire() as connection, connection.transaction():
            moved = await connection.fetchval(
                "update seal set size = $2, peaks = $3, epoch = $4, tx = $5, seq = $6 where size = $1 returning 1",
                after,
                now.tree.size,
                list(now.tree.peaks),
                now.reached.epoch,
                now.reached.tx,
                now.reached.seq,
            )
            if moved is None:
                raise SealConflict
            await connection.copy_records_to_table("seal_leaf", records=[_row_of(leaf) for leaf in leaves])
            await connection.copy_records_to_table(
                "seal_node", records=[(level, index, hashed) for (level, index), hashed in nodes.items()]
            )

    async def publish(self, head: SignedHead) -> None:
        """Keep a head. Heads are never removed."""
        await self._pool.execute(
            "insert into seal_head (size, root, at, key, signature) values ($1, $2, $3, $4, $5)",
            head.head.size,
            head.head.root,
            head.head.at,
            head.key,
            head.signature,
        )

    async def latest(self) -> SignedHead | None:
        """The last published head."""
        row = await self._pool.fetchrow("select * from seal_head order by id desc limit 1")
        return _head_of(row) if row else None

    async def nodes(self, places: frozenset[Place]) -> dict[Place, bytes]:
        """The kept subtree roots at these places."""
        rows = await self._pool.fetch(
            "select level, index, hash from seal_node join unnest($1::smallint[], $2::bigint[])"
            " as wanted(level, index) using (level, index)",
            [level for level, _ in places],
            [index for _, index in places],
        )
        return {(row["level"], row["index"]): row["hash"] for row in rows}

    async def index_of(self, event: EventId) -> int | None:
        """Which leaf a fact is; None while it is not sealed."""
        index: int | None = await self._pool.fetchval("select index from seal_leaf where event = $1", event)
        return index

    async def heads(self) -> list[SignedHead]:
        """Every head, oldest first."""
        return [_head_of(row) for row in await self._pool.fetch("select * from seal_head order by id")]

    async def leaves(self) -> AsyncIterator[Leaf]:
        """Every sealed fact, in order of its number."""
        last = -1
        while rows := await self._pool.fetch(
            "select * from seal_leaf where index > $1 order by index limit $2", last, AUDIT_BATCH
        ):
            for row in rows:
                yield _leaf_of(row)
            last = rows[-1]["index"]

    async def streams(self) -> AsyncIterator[list[Envelope]]:
        """Every stream of the log, whole, for the audit; a batch of streams at a time is read."""
        last = ""
        while True:
            rows = await self._pool.fetch(
                "select * from event where stream in (select distinct stream from event where stream > $1"
                " order by stream limit $2) order by stream, version",
                last,
                AUDIT_BATCH // 10,
            )
            if not rows:
                return
            together: dict[str, list[Envelope]] = {}
            for row in rows:
                together.setdefault(row["stream"], []).append(envelope_of(row))
            for envelopes in together.values():
                yield envelopes
            last = rows[-1]["stream"]


def _row_of(leaf: Leaf) -> tuple[Any, ...]:
    at = leaf.position
    return (leaf.index, leaf.event, leaf.stream, leaf.version, at.epoch, at.tx, at.seq, leaf.digest)


def _leaf_of(row: asyncpg.Record) -> Leaf:
    return Leaf(
        index=row["index"],
        event=EventId(row["event"]),
        stream=StreamId(row["stream"]),
        version=row["version"],
        position=Cursor(row["epoch"], row["tx"], row["seq"]),
        digest=row["digest"],
    )


def _head_of(row: asyncpg.Record) -> SignedHead:
    return SignedHead(
        head=Head(size=row["size"], root=row["root"], at=row["at"]),
        key=row["key"],
        signature=row["signature"],
    )


class LogSealer:
    """What the worker does on a clock: take in what waits, and publish the head, also when nothing is new."""

    def __init__(
        self,
        pool: Pool,
        clock: Clock,
        key: str,
        sign: Callable[[bytes], bytes],
        published: Callable[[SignedHead, PostgresSealStore], Awaitable[None]] | None = None,
    ) -> None:
        """`published` is told of each head, for example to lay it down outside the database."""
        self._published = published
        self._pool, self._clock, self._key, self._sign = pool, clock, key, sign
        self.store = PostgresSealStore(pool)

    async def __call__(self) -> None:
        """One round. Raises AnotherSealer, which the next round mends."""
        await seal_log(self._waiting, self.store)
        head = await publish(self.store, self._clock.now(), self._key, self._sign)
        if self._published is not None:
            await self._published(head, self.store)

    async def _waiting(self, after: Cursor) -> AsyncIterator[list[UnsealedEvent]]:
        while batch := await read_after(self._pool, after):
            yield [
                UnsealedEvent(
                    event=envelope.id,
                    stream=envelope.stream,
                    version=envelope.version,
                    position=envelope.position,
                    digest=envelope.digest,
                )
                for envelope in batch
            ]
            after = batch[-1].position
