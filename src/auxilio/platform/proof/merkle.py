"""The Merkle tree of RFC 6962, section 2.1 (the same in RFC 9162, section 2.1), over SHA-256.

    leaf = SHA-256(0x00 ‖ data)      node = SHA-256(0x01 ‖ left ‖ right)      empty = SHA-256("")

The two first bytes keep a leaf from being passed off as a node. A tree of n leaves is kept as the roots of
its perfect subtrees, `(level, index) -> hash`: each is written once and never changed, so a store of rows
serves as well as memory, and a proof reads about two times log₂ n of them.
"""

from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from hashlib import sha256

import msgspec

EMPTY_ROOT = sha256(b"").digest()

type Place = tuple[int, int]
"""`(level, index)`: the perfect subtree of 2^level leaves that begins at leaf index · 2^level."""


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf that holds `data` (for us: the digest of an event)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node over two subtrees."""
    return sha256(b"\x01" + left + right).digest()


class CompactRange(msgspec.Struct, frozen=True):
    """All that is needed to go on appending: the size, and the roots of the perfect subtrees, largest first.

    There is one for each one-bit of `size`, so a log of a thousand million facts is at most 30 hashes.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.peaks) != self.size.bit_count():
            raise ValueError("a tree has one peak for each one-bit of its size")

    @property
    def root(self) -> bytes:
        """The root of the whole tree."""
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root

    def append(self, leaves: Iterable[bytes]) -> "tuple[CompactRange, dict[Place, bytes]]":
        """The tree with more leaf hashes, and the subtree roots that were born, to be kept for proofs."""
        size, peaks, born = self.size, list(self.peaks), dict[Place, bytes]()
        for leaf in leaves:
            level, index, hashed = 0, size, leaf
            born[(level, index)] = hashed
            while index & 1:
                hashed = node_hash(peaks.pop(), hashed)
                level, index = level + 1, index >> 1
                born[(level, index)] = hashed
            peaks.append(hashed)
            size += 1
        return CompactRange(size, tuple(peaks)), born


class Tree:
    """A tree whose proofs can be asked for, over any mapping of places to hashes."""

    def __init__(self, nodes: MutableMapping[Place, bytes] | None = None) -> None:
        self._nodes: MutableMapping[Place, bytes] = {} if nodes is None else nodes
        self._range = CompactRange()

    @property
    def size(self) -> int:
        """How many leaves there are."""
        return self._range.size

    def append(self, *leaves: bytes) -> None:
        """Add leaf hashes at the end."""
        self._range, born = self._range.append(leaves)
        self._nodes.update(born)

    def root(self, size: int | None = None) -> bytes:
        """The root now, or when the tree had `size` leaves."""
        return root_of(self._nodes, self.size if size is None else size)

    def inclusion(self, leaf: int, size: int | None = None) -> tuple[bytes, ...]:
        """The audit path of one leaf."""
        return inclusion_proof(self._nodes, leaf, self.size if size is None else size)

    def consistency(self, first: int, second: int | None = None) -> tuple[bytes, ...]:
        """The proof that the tree of `first` leaves is the beginning of the one of `second`."""
        return consistency_proof(self._nodes, first, self.size if second is None else second)


def _split(count: int) -> int:
    """The largest power of two smaller than `count` (k in RFC 6962 2.1)."""
    return 1 << ((count - 1).bit_length() - 1)


def _subtree(low: int, high: int, hash_at: Callable[[Place], bytes]) -> bytes:
    """MTH(D[low:high])."""
    count = high - low
    if count == 0:
        return EMPTY_ROOT
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        assert low % count == 0, "RFC 6962 never cuts a perfect subtree across"
        return hash_at((level, low >> level))
    middle = low + _split(count)
    return node_hash(_subtree(low, middle, hash_at), _subtree(middle, high, hash_at))


def root_of(nodes: Mapping[Place, bytes], size: int) -> bytes:
    """The root of the first `size` leaves."""
    return _subtree(0, size, nodes.__getitem__)


def root_places(size: int) -> frozenset[Place]:
    """The rows a store must read for `root_of`."""
    seen: set[Place] = set()

    def note(place: Place) -> bytes:
        seen.add(place)
        return b""

    _subtree(0, size, note)
    return frozenset(seen)


def inclusion_places(leaf: int, size: int) -> frozenset[Place]:
    """The rows a store must read for `inclusion_proof`."""
    seen: set[Place] = set()

    def note(place: Place) -> bytes:
        seen.add(place)
        return b""

    _inclusion(leaf, size, note)
    return frozenset(seen)


def inclusion_proof(nodes: Mapping[Place, bytes], leaf: int, size: int) -> tuple[bytes, ...]:
    """PATH(leaf, D[size]), from the leaf up (RFC 6962 2.1.1)."""
    return _inclusion(leaf, size, nodes.__getitem__)


def _inclusion(leaf: int, size: int, hash_at: Callable[[Place], bytes]) -> tuple[bytes, ...]:
    if not 0 <= leaf < size:
        raise ValueError(f"no leaf {leaf} in a tree of {size}")
    low, high, path = 0, size, list[bytes]()
    while high - low > 1:
        middle = low + _split(high - low)
        if leaf < middle:
            path.append(_subtree(middle, high, hash_at))
            high = middle
        else:
            path.append(_subtree(low, middle, hash_at))
            low = middle
    return tuple(reversed(path))


def consistency_proof(nodes: Mapping[Place, bytes], first: int, second: int) -> tuple[bytes, ...]:
    """PROOF(first, D[second]) (RFC 6962 2.1.2). Empty when one of them is empty or they are the same."""
    if not 0 <= first <= second:
        raise ValueError(f"a tree of {first} is no beginning of one of {second}")
    if first in (0, second):
        return ()
    low, high, whole, path = 0, second, True, list[bytes]()
    while first != high:
        middle = low + _split(high - low)
        if first <= middle:
            path.append(_subtree(middle, high, nodes.__getitem__))
            high = middle
        else:
            path.append(_subtree(low, middle, nodes.__getitem__))
            low, whole = middle, False
    if not whole:
        path.append(_subtree(low, high, nodes.__getitem__))
    return tuple(reversed(path))


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Is `leaf` (its hash) number `index` in the tree of `size` leaves with this root? (RFC 9162 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    here, last, hashed = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if here & 1 or here == last:
            hashed = node_hash(sibling, hashed)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            hashed = node_hash(hashed, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and hashed == root


def verify_consistency(
    first: int, second: int, first_root: bytes, second_root: bytes, path: Sequence[bytes]
) -> bool:
    """Is the tree of `first` leaves the beginning of the one of `second`? (RFC 9162 2.1.4.2)."""
    if first == second:
        return not path and first_root == second_root
    if first == 0:
        return not path and first_root == EMPTY_ROOT
    if not 0 < first < second or not path:
        return False
    proof = list(path) if first & (first - 1) else [first_root, *path]
    here, last = first - 1, second - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    old = new = proof[0]
    for sibling in proof[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root
