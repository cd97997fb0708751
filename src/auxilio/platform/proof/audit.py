"""Is the log what was written and signed, and does what stands beside it follow from it? The heart of `auxilio log verify`.

Three questions of the log, each catching what the one before cannot. Does each stream's chain hold? (an edit.) Is each
sealed fact still there, with the digest it was sealed with, in the order of its sealing? (a cut tail, a
stream rewritten from end to end, an order changed.) Do the sealed digests give the root of every signed
head? (a hand that also rewrote the tree's rows; to defend against one that holds the key as well, keep
heads where it cannot reach.) Without a head there is no answer, and that is a fault.

What is derived from the log is compared by the caller and brought here: states folded again (`StateFault`), and
tables whose every change is recorded (`RowFault`).
"""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from enum import StrEnum

import msgspec

from auxilio.kernel.event import Cursor, Envelope
from auxilio.kernel.ids import EventId, StreamId
from auxilio.platform.proof.chain import ChainFault, ChainFaultKind, verify_stream
from auxilio.platform.proof.head import SignedHead
from auxilio.platform.proof.merkle import CompactRange, leaf_hash
from auxilio.platform.proof.sealer import Leaf


class HeadFaultKind(StrEnum):
    """What is wrong with a head."""

    UNSIGNED = "head_unsigned"
    """Its signature is not of a key we know."""
    REWRITTEN = "head_rewritten"
    """The log of today does not begin with the one that was signed."""
    MISSING = "head_missing"
    """There is none: nothing says what the log was before."""
    NONE_KEPT = "head_none_kept"
    """The folder that was to hold heads outside the database holds none."""


class HeadFault(msgspec.Struct, frozen=True, kw_only=True):
    """A signed head the log does not answer to; what was rewritten lies before leaf `size`."""

    kind: HeadFaultKind
    size: int
    intact_to: int
    """The largest signed size that still holds: the rewriting begins at or after this leaf."""


class StateFaultKind(StrEnum):
    """What is wrong with the state of an aggregate, which stands beside its facts."""

    CHANGED = "state_changed"
    """It is not what its facts fold to."""
    MISSING = "state_missing"
    """There are facts and no state."""
    UNFOUNDED = "state_unfounded"
    """There is a state and no fact."""
    UNFOLDABLE = "state_unfoldable"
    """Its facts cannot be read by this release."""


class StateFault(msgspec.Struct, frozen=True, kw_only=True):
    """An aggregate that does not follow from the log. `fields`: what differs; inside a state, `state.<field>`."""

    kind: StateFaultKind
    stream: StreamId
    fields: tuple[str, ...] = ()


class RowFaultKind(StrEnum):
    """What is wrong with a row of a table whose changes are all recorded."""

    CHANGED = "row_changed"
    """It is not as its last recorded change left it."""
    MISSING = "row_missing"
    """It was recorded and is gone."""
    UNFOUNDED = "row_unfounded"
    """No change is recorded that made it."""


class RowFault(msgspec.Struct, frozen=True, kw_only=True):
    """A row, a person's for example, that does not follow from what is recorded of it."""

    kind: RowFaultKind
    relation: str
    key: str
    fields: tuple[str, ...] = ()


type AnyFault = ChainFault | HeadFault | StateFault | RowFault


class LogReport(msgspec.Struct, frozen=True, kw_only=True):
    """What was looked at, and the first thing found of each sort. `faults` is empty when all holds."""

    streams: int
    events: int
    sealed: int
    heads: int
    faults: tuple[AnyFault, ...]
    folded: int = 0
    """How many states were folded again and compared."""
    redacted: tuple[StreamId, ...] = ()
    """Streams from which words were removed by right: their chains hold, and they cannot be folded again."""

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
    found: dict[EventId, _Found] = {}
    faults: list[AnyFault] = []
    count = 0
    async for envelopes in streams:
        count += 1
        fault = verify_stream(envelopes, redacted=redacted)
        if fault:
            faults.append(fault)
        found.update((e.id, (e.position, e.digest, e.stream, e.version)) for e in envelopes)
    ordered = sorted(heads, key=lambda signed: signed.head.size)
    events = len(found)
    judge = _StreamAuditor(found, named={f.stream for f in faults if isinstance(f, ChainFault)})
    roots = _SignedRoots({signed.head.size for signed in ordered})
    async for leaf in leaves:
        roots.add(leaf)
        fault = judge.look(leaf)
        if fault:
            faults.append(fault)
    faults += judge.find_unsealed()
    head_fault = _first_head_fault(ordered, roots, check)
    if head_fault:
        faults.append(head_fault)
    return LogReport(
        streams=count, events=events, sealed=roots.tree.size, heads=len(ordered), faults=tuple(faults)
    )


type _Found = tuple[Cursor, bytes, StreamId, int]


class _StreamAuditor:
    """Compares what was sealed with what is there; names one fault of each stream, the first."""

    def __init__(self, found: dict[EventId, _Found], *, named: set[str]) -> None:
        self._found, self._named = found, named
        self._last = Cursor()

    def look(self, leaf: Leaf) -> ChainFault | None:
        there = self._found.pop(leaf.event, None)
        kind: ChainFaultKind | None = None
        if there is None:
            kind = ChainFaultKind.REMOVED
        else:
            position, digest, _, _ = there
            if digest != leaf.digest:
                kind = ChainFaultKind.CHANGED
            elif position < self._last:
                kind = ChainFaultKind.REORDERED
            else:
                self._last = position
        if kind is None or leaf.stream in self._named:
            return None
        self._named.add(leaf.stream)
        return ChainFault(kind=kind, stream=leaf.stream, version=leaf.version, event=leaf.event)

    def find_unsealed(self) -> list[ChainFault]:
        """Facts that lie among the sealed ones and are none of them: pushed in afterwards. Asked when all were looked at."""
        inserted: dict[StreamId, ChainFault] = {}
        for event, (position, _, stream, version) in self._found.items():
            if position < self._last and stream not in self._named:
                fault = ChainFault(kind=ChainFaultKind.INSERTED, stream=stream, version=version, event=event)
                inserted.setdefault(stream, fault)
        return list(inserted.values())


class _SignedRoots:
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
    heads: Sequence[SignedHead], roots: _SignedRoots, check: Callable[[str, bytes, bytes], bool]
) -> HeadFault | None:
    intact_to = 0
    if not heads:
        return HeadFault(kind=HeadFaultKind.MISSING, size=roots.tree.size, intact_to=0)
    for signed in heads:
        size = signed.head.size
        if not signed.verify(check):
            return HeadFault(kind=HeadFaultKind.UNSIGNED, size=size, intact_to=intact_to)
        if roots.at.get(size) != signed.head.root:
            return HeadFault(kind=HeadFaultKind.REWRITTEN, size=size, intact_to=intact_to)
        intact_to = size
    return None
