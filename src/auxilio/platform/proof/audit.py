"""Is the log what was written and signed? The heart of `auxilio log verify`.

Three questions, each catching what the one before cannot. Does each stream's chain hold? (an edit.) Is each
sealed fact still there, with the digest it was sealed with, in the order of its sealing? (a cut tail, a
stream rewritten from end to end, an order changed.) Do the sealed digests give the root of every signed
head? (a hand that also rewrote the tree's rows; to defend against one that holds the key as well, keep
heads where it cannot reach.)
"""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from enum import StrEnum

import msgspec

from auxilio.kernel.event import Cursor, Envelope
from auxilio.kernel.ids import EventId
from auxilio.platform.proof.chain import Fault, FaultKind, verify_stream
from auxilio.platform.proof.head import SignedHead
from auxilio.platform.proof.merkle import CompactRange, leaf_hash
from auxilio.platform.proof.sealer import Leaf


class HeadFaultKind(StrEnum):
    """What is wrong with a head."""

    UNSIGNED = "head_unsigned"
    """Its signature is not of a key we know."""
    REWRITTEN = "head_rewritten"
    """The log of today does not begin with the one that was signed."""


class HeadFault(msgspec.Struct, frozen=True, kw_only=True):
    """A signed head the log does not answer to; what was rewritten lies before leaf `size`."""

    kind: HeadFaultKind
    size: int
    intact_to: int
    """The largest signed size that still holds: the rewriting begins at or after this leaf."""


class LogReport(msgspec.Struct, frozen=True, kw_only=True):
    """What was looked at, and the first thing found of each sort. `faults` is empty when all holds."""

    streams: int
    events: int
    sealed: int
    heads: int
    faults: tuple[Fault | HeadFault, ...]

    @property
    def intact(self) -> bool:
        """Nothing was found."""
        return not self.faults


async def audit_log(
    streams: AsyncIterator[Sequence[Envelope]],
    leaves: AsyncIterator[Leaf],
    heads: Iterable[SignedHead],
    check: Callable[[str, bytes, bytes], bool],
    *,
    redacted: Mapping[EventId, bytes] | None = None,
) -> LogReport:
    """Look at the whole log. `streams` gives each stream once, whole; `leaves` in order of index.

    `check(key id, message, signature)` knows the public keys. Holds about 100 bytes for each event.
    """
    found: dict[EventId, tuple[Cursor, bytes]] = {}
    faults: list[Fault | HeadFault] = []
    count = 0
    async for envelopes in streams:
        count += 1
        fault = verify_stream(envelopes, redacted=redacted)
        if fault:
            faults.append(fault)
        found.update((e.id, (e.position, e.digest)) for e in envelopes)
    ordered = sorted(heads, key=lambda signed: signed.head.size)
    judge = _Judge(found, named={f.stream for f in faults if isinstance(f, Fault)})
    roots = _Roots({signed.head.size for signed in ordered})
    async for leaf in leaves:
        roots.add(leaf)
        fault = judge.look(leaf)
        if fault:
            faults.append(fault)
    head_fault = _first_head_fault(ordered, roots, check)
    if head_fault:
        faults.append(head_fault)
    return LogReport(
        streams=count, events=len(found), sealed=roots.tree.size, heads=len(ordered), faults=tuple(faults)
    )


class _Judge:
    """Compares what was sealed with what is there; names one fault of each stream, the first."""

    def __init__(self, found: Mapping[EventId, tuple[Cursor, bytes]], *, named: set[str]) -> None:
        self._found, self._named = found, named
        self._last = Cursor()

    def look(self, leaf: Leaf) -> Fault | None:
        there = self._found.get(leaf.event)
        kind: FaultKind | None = None
        if there is None:
            kind = FaultKind.REMOVED
        else:
            position, digest = there
            if digest != leaf.digest:
                kind = FaultKind.CHANGED
            elif position < self._last:
                kind = FaultKind.REORDERED
            else:
                self._last = position
        if kind is None or leaf.stream in self._named:
            return None
        self._named.add(leaf.stream)
        return Fault(kind=kind, stream=leaf.stream, version=leaf.version, event=leaf.event)


class _Roots:
    """The root at each size for which a head was signed."""

    def __init__(self, sizes: set[int]) -> None:
        self._sizes = sizes
        self.tree = CompactRange()
        self.at = {0: self.tree.root}

    def add(self, leaf: Leaf) -> None:
        # A missing row would shift all after it; the root then differs, which is what must be said.
        self.tree, _ = self.tree.append((leaf_hash(leaf.digest),))
        if self.tree.size in self._sizes:
            self.at[self.tree.size] = self.tree.root


def _first_head_fault(
    heads: Sequence[SignedHead], roots: _Roots, check: Callable[[str, bytes, bytes], bool]
) -> HeadFault | None:
    intact_to = 0
    for signed in heads:
        size = signed.head.size
        if not signed.verify(check):
            return HeadFault(kind=HeadFaultKind.UNSIGNED, size=size, intact_to=intact_to)
        if roots.at.get(size) != signed.head.root:
            return HeadFault(kind=HeadFaultKind.REWRITTEN, size=size, intact_to=intact_to)
        intact_to = size
    return None
