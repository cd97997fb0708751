"""What a pure machine asks of the centre's signing key."""

from collections.abc import Callable

type Sign = Callable[[bytes], tuple[str, bytes]]
"""The centre's signature over a message: key id and bytes. Ed25519 is deterministic: the same message gives the same signature, so a
machine that calls it stays pure."""
