"""Taking new facts into the tree, a batch at a time, and signing its head.

The sealer holds the compact range only; rows go to whoever keeps them, in one step with the place it has
reached, so that a crash between two batches repeats nothing and skips nothing. It reads through the gate
of the log (no event that may still commit late lies behind what it has read): the reader's duty, and
checked here, for a leaf out of order could never be mended.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from auxilio.kernel.event import Cursor
from auxilio.kernel.ids import EventId, StreamId
from auxilio.platform.proof.head import SignedHead, sign_head
from auxilio.platform.proof.merkle import CompactRange, Place, leaf_hash


class Leaf(msgspec.Struct, frozen=True, kw_only=True):
    """One sealed fact: its number in the tree, and enough to name it when it is gone."""

    index: int
    event: EventId
    stream: StreamId
    version: int
    position: Cursor
    digest: bytes


class SealProgress(msgspec.Struct, frozen=True, kw_only=True):
    """How far sealing has come."""

    tree: CompactRange = CompactRange()
    reached: Cursor = Cursor()


class SealStore(Protocol):
    """Where the tree is kept. `keep` writes all of it or nothing, and only if the tree still has `after` leaves."""

    async def sealed(self) -> SealProgress:
        """How far it is."""
        ...

    async def keep(
        self, *, after: int, now: SealProgress, leaves: Sequence[Leaf], nodes: dict[Place, bytes]
    ) -> None:
        """Take a batch of leaves and the subtree roots they gave birth to."""
        ...

    async def publish(self, head: SignedHead) -> None:
        """Keep a signed head. Heads are never removed."""
        ...

    async def latest(self) -> SignedHead | None:
        """The last published head."""
        ...

    async def nodes(self, places: frozenset[Place]) -> dict[Place, bytes]:
        """The kept subtree roots at these places."""
        ...


class UnsealedEvent(msgspec.Struct, frozen=True, kw_only=True):
    """A durable fact that is not sealed yet, as the log's reader gives it, in order of position."""

    event: EventId
    stream: StreamId
    version: int
    position: Cursor
    digest: bytes


def append_batch(
    sealed: SealProgress, waiting: Sequence[UnsealedEvent]
) -> tuple[SealProgress, tuple[Leaf, ...], dict[Place, bytes]]:
    """The tree after one batch, its leaves, and the subtree roots to keep. Pure."""
    leaves, reached = list[Leaf](), sealed.reached
    for index, fact in enumerate(waiting, start=sealed.tree.size):
        assert fact.position > reached, f"{fact.position} was read after {reached}"
        reached = fact.position
        leaves.append(
            Leaf(
                index=index,
                event=fact.event,
                stream=fact.stream,
                version=fact.version,
                position=fact.position,
                digest=fact.digest,
            )
        )
    tree, born = sealed.tree.append(leaf_hash(fact.digest) for fact in waiting)
    return SealProgress(tree=tree, reached=reached), tuple(leaves), born


async def seal_log(
    batches: Callable[[Cursor], AsyncIterator[Sequence[UnsealedEvent]]], store: SealStore
) -> int:
    """Take in all that waits; returns how many facts were sealed. `batches(after)` reads behind the gate."""
    sealed = await store.sealed()
    start = sealed.tree.size
    async for batch in batches(sealed.reached):
        if not batch:
            continue
        now, leaves, nodes = append_batch(sealed, batch)
        await store.keep(after=sealed.tree.size, now=now, leaves=leaves, nodes=nodes)
        sealed = now
    return sealed.tree.size - start


async def publish(store: SealStore, at: datetime, key: str, sign: Callable[[bytes], bytes]) -> SignedHead:
    """Sign the head of what is sealed. On a clock, also when nothing is new: silence must be seen to be silence."""
    sealed = await store.sealed()
    head = sign_head(sealed.tree, at, key, sign)
    await store.publish(head)
    return head
