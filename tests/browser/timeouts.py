"""Waiting for what Auxilio does by itself, without asserting how long it takes."""

import time
from collections.abc import Callable

import httpx

WITHIN_S = 40.0
BEFORE_THE_SERVER = httpx.Limits(keepalive_expiry=2.0)
"""A client lets an idle connection go before the server does, which waits five seconds: as many as httpx by itself, and a
request that meets the end of the connection is answered by nobody."""


def until[T](look: Callable[[], T | None], what: str, within_s: float = WITHIN_S) -> T:
    """The first thing that `look` finds; neither None nor False is one. Fails with the words of `what` when it never does."""
    over = time.monotonic() + within_s
    while time.monotonic() < over:
        if (found := look()) is not None and found is not False:
            return found
        time.sleep(0.1)
    raise AssertionError(f"never came true: {what}")
