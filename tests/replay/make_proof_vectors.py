"""Writes `golden/proof-1.json` anew: only for a new version of the chain, never to mend a red test.

python -m tests.replay.make_proof_vectors
"""

from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from auxilio.kernel.event import Envelope
from auxilio.platform.proof.head import sign_head
from auxilio.platform.proof.merkle import CompactRange, leaf_hash
from tests.platform.proof.factories import START, stream

GOLDEN = Path(__file__).parent / "golden" / "proof-1.json"
KEY_ID = "0123456789abcdef"


class Vectors(msgspec.Struct, kw_only=True):
    """Two streams, the root over them, and the head signed with a key that everybody knows."""

    streams: list[list[Envelope]]
    root: str
    public_key: str
    note: str


def main() -> None:
    """Write the file."""
    streams = [stream(7, name="case:0192"), stream(3, name="call:0193")]
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    tree, _ = CompactRange().append(leaf_hash(e.digest) for events in streams for e in events)
    vectors = Vectors(
        streams=streams,
        root=tree.root.hex(),
        public_key=key.public_key().public_bytes_raw().hex(),
        note=sign_head(tree, START, KEY_ID, key.sign).note,
    )
    GOLDEN.write_bytes(msgspec.json.format(msgspec.json.encode(vectors), indent=1) + b"\n")


if __name__ == "__main__":
    main()
