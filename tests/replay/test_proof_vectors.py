"""Aim: a log written by any release verifies for ever. If this turns red, the proof has changed: that is a
new version of it beside the old one, and never a new golden file."""

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from auxilio.platform.proof.chain import verify_stream
from auxilio.platform.proof.head import parse_note
from auxilio.platform.proof.merkle import CompactRange, leaf_hash
from tests.replay.make_proof_vectors import GOLDEN, KEY_ID, Vectors

VECTORS = msgspec.json.decode(GOLDEN.read_bytes(), type=Vectors)


def test_the_first_golden_streams_still_verify() -> None:
    assert [verify_stream(events) for events in VECTORS.streams] == [None, None]
    assert [e.digest.hex()[:12] for e in VECTORS.streams[0][:2]] == ["4a2f27fc6b5b", "92185de97449"]


def test_the_first_golden_root_and_head_still_verify() -> None:
    tree, _ = CompactRange().append(leaf_hash(e.digest) for events in VECTORS.streams for e in events)
    signed = parse_note(VECTORS.note)
    assert tree.root.hex() == VECTORS.root
    assert (signed.head.size, signed.head.root, signed.key) == (10, tree.root, KEY_ID)
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(VECTORS.public_key)).verify(
        signed.signature, signed.head.text.encode()
    )
