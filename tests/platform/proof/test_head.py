"""Aim: a head reads well on paper, and one altered letter is noticed."""

import contextlib

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from auxilio.platform.proof.head import BadHead, SignedHead, parse_note, sign_head
from auxilio.platform.proof.merkle import CompactRange, leaf_hash
from tests.platform.proof.factories import START

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY_ID = "0123456789abcdef"


def check(key: str, message: bytes, signature: bytes) -> bool:
    try:
        KEY.public_key().verify(signature, message)
    except InvalidSignature:
        return False
    return key == KEY_ID


def head() -> SignedHead:
    tree, _ = CompactRange().append(leaf_hash(bytes([n])) for n in range(5))
    return sign_head(tree, START, KEY_ID, KEY.sign)


def test_a_head_reads_as_the_page_shows() -> None:
    lines = head().note.split("\n")
    assert lines[:2] == ["auxilio log", "5"]
    assert lines[3:5] == ["2026-11-24T03:12:45.000001Z", ""]
    assert lines[5].startswith("— 0123456789abcdef ")
    assert lines[6:] == [""]


def test_a_head_is_read_back_and_verifies() -> None:
    assert parse_note(head().note) == head()
    assert head().verify(check)


@given(st.data())
def test_one_altered_letter_is_noticed(data: st.DataObject) -> None:
    note = head().note
    place = data.draw(st.integers(0, len(note) - 1))
    letter = data.draw(st.sampled_from("0aZ+/=\n —Ñ"))
    altered = note[:place] + letter + note[place + 1 :]
    if altered == note:
        return
    with contextlib.suppress(BadHead):
        assert not parse_note(altered).verify(check)


@pytest.mark.parametrize("text", ["", "auxilio log\n", "something else", "auxilio log\n01\n"])
def test_what_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(BadHead):
        parse_note(text)
