"""Aim: our tree is the tree of RFC 6962, and no wrong proof passes."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.platform.proof.merkle import (
    EMPTY_ROOT,
    CompactRange,
    Tree,
    inclusion_places,
    inclusion_proof,
    leaf_hash,
    node_hash,
    verify_consistency,
    verify_inclusion,
)

# The eight leaves of the Certificate Transparency reference tests, and their published roots.
LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
# Audit path of leaf 5 of 8, and the proof from 6 to 8, from the same tests.
PATH_5_OF_8 = [
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
]
FROM_6_TO_8 = [
    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
]


def tree_of(data: list[bytes]) -> Tree:
    tree = Tree()
    tree.append(*map(leaf_hash, data))
    return tree


def defined(data: list[bytes]) -> bytes:
    """MTH(D) word for word from RFC 6962 2.1."""
    if not data:
        return sha256(b"").digest()
    if len(data) == 1:
        return leaf_hash(data[0])
    k = 1
    while k * 2 < len(data):
        k *= 2
    return node_hash(defined(data[:k]), defined(data[k:]))


def test_the_empty_tree_has_the_root_of_the_standard() -> None:
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert tree_of([]).root() == EMPTY_ROOT


@pytest.mark.parametrize("size", range(1, 9))
def test_the_roots_are_the_published_ones(size: int) -> None:
    assert tree_of(LEAVES[:size]).root().hex() == ROOTS[size - 1]
    assert tree_of(LEAVES).root(size).hex() == ROOTS[size - 1]


def test_the_proofs_are_the_published_ones() -> None:
    assert [h.hex() for h in tree_of(LEAVES).inclusion(5, 8)] == PATH_5_OF_8
    assert [h.hex() for h in tree_of(LEAVES).consistency(6, 8)] == FROM_6_TO_8


@given(st.lists(st.binary(max_size=4), max_size=70))
def test_the_root_is_what_the_standard_defines(data: list[bytes]) -> None:
    assert tree_of(data).root() == defined(data)


def test_every_proof_of_every_small_tree_holds_and_none_holds_for_another_leaf_place_or_root() -> None:
    data = [str(i).encode() for i in range(33)]
    tree = tree_of(data)
    for size in range(1, len(data) + 1):
        root = tree.root(size)
        for leaf in range(size):
            path = tree.inclusion(leaf, size)
            assert verify_inclusion(leaf_hash(data[leaf]), leaf, size, path, root)
            assert not verify_inclusion(leaf_hash(b"x"), leaf, size, path, root)
            assert not verify_inclusion(leaf_hash(data[leaf]), leaf, size, (*path, bytes(32)), root)
            assert not verify_inclusion(leaf_hash(data[leaf]), leaf, size, path, bytes(32))
            assert size == 1 or not verify_inclusion(
                leaf_hash(data[leaf]), (leaf + 1) % size, size, path, root
            )
        for first in range(size + 1):
            path = tree.consistency(first, size)
            assert verify_consistency(first, size, tree.root(first), root, path)
            assert not verify_consistency(first, size, bytes(32), root, path)
            assert first == 0 or not verify_consistency(first, size, tree.root(first), bytes(32), path)


@given(st.lists(st.lists(st.binary(max_size=3), max_size=9), max_size=9))
def test_appending_in_batches_is_appending_at_once(batches: list[list[bytes]]) -> None:
    tree, kept = CompactRange(), {}
    for batch in batches:
        tree, born = tree.append(map(leaf_hash, batch))
        assert not kept.keys() & born.keys(), "a kept row never changes"
        kept.update(born)
    whole = [leaf for batch in batches for leaf in batch]
    assert tree.root == tree_of(whole).root()
    for leaf in range(tree.size):
        rows = {place: kept[place] for place in inclusion_places(leaf, tree.size)}
        assert verify_inclusion(
            leaf_hash(whole[leaf]), leaf, tree.size, inclusion_proof(rows, leaf, tree.size), tree.root
        )


def test_a_range_with_the_wrong_number_of_peaks_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="peak"):
        CompactRange(3, (bytes(32),))


def test_a_leaf_outside_the_tree_has_no_proof() -> None:
    with pytest.raises(ValueError, match="no leaf 3"):
        tree_of(LEAVES[:3]).inclusion(3)
    assert not verify_inclusion(leaf_hash(b""), 3, 3, (), tree_of(LEAVES[:3]).root())
