"""New identities. With the keys and the named generators, the only source of chance."""

import os
import threading
import time
from uuid import UUID, uuid5

_lock = threading.Lock()
_last = 0

_REACTIONS = UUID("6f1f5f3e-0d0c-5a4b-9b1e-5a7c6d2c1f11")
"""Our own UUIDv5 namespace. It is in every derived id for ever: never change it."""


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562, 5.7): milliseconds since 1970 first, so that ids sort by birth and fill an index in order.

    Within this process each is greater than the one before, also when the machine's clock goes back: the 74 bits
    after the time begin at random in each millisecond and count up in steps of random length (method 2 of 6.2).
    """
    global _last
    # The clock here is a source of uniqueness and is not told as a moment to anybody.
    fresh = (time.time_ns() // 1_000_000) << 74 | int.from_bytes(os.urandom(10)) >> 7
    with _lock:
        if fresh >> 74 <= _last >> 74:
            fresh = _last + 1 + int.from_bytes(os.urandom(4))
        _last = fresh
    milliseconds, tail = fresh >> 74, fresh & ((1 << 74) - 1)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | (tail >> 62) << 64 | 0b10 << 62 | tail & ((1 << 62) - 1))


def derived_id(event_id: UUID, name: str) -> UUID:
    """The id of what follows from an event (UUIDv5): the same event and name give the same id, so a replay repeats.

    `name` says which reaction: `answered.open_case`.
    """
    return uuid5(_REACTIONS, f"{event_id}:{name}")
