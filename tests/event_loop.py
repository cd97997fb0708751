"""The event loop of the tests: which one it is, and what is reported to it."""

import asyncio
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def reported() -> Iterator[list[tuple[str, str]]]:
    """What the running loop's exception handler is given meanwhile: where, and the kind of exception."""
    loop, seen = asyncio.get_running_loop(), list[tuple[str, str]]()

    def take(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        seen.append((str(context.get("message")), type(context.get("exception")).__name__))

    before = loop.get_exception_handler()
    gc.collect()  # what tests of before left pending is reported when it is collected: before this one, not within it
    loop.set_exception_handler(take)
    try:
        yield seen
    finally:
        loop.set_exception_handler(before)
