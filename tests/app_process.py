"""The whole application as a process of its own, over a database that the test has made."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import msgspec

from auxilio.app.settings import Settings, environment_of
from tests.forked_command import ForkedCommand
from tests.proved_content import shared_verdict

STARTS_WITHIN_S = 300


@contextmanager
def serving(settings: Settings, module: str = "auxilio.app.cli") -> Iterator[str]:
    """`auxilio serve` with these settings, until the block ends: its address. No defect may stand in its log then."""
    log = settings.data / "log"
    log.write_bytes(b"")
    with shared_verdict(settings.data):
        yield from _serving(settings, module, log)


def _serving(settings: Settings, module: str, log: Path) -> Iterator[str]:
    process = ForkedCommand(log, "serve", environ=environment_of(settings), module=module)
    address = f"http://127.0.0.1:{settings.port}"
    try:
        until = time.monotonic() + STARTS_WITHIN_S
        while not healthy(address):
            assert process.returncode is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.1)
        yield address
        assert process.returncode is None, "it fell over what it was sent"
        assert healthy(address)
    finally:
        process.stop()
        said = log.read_text()
    assert "defect" not in said, said[-4_000:]


def healthy(address: str) -> bool:
    """Whether the application there says that it can work."""
    try:
        return bool(httpx.get(f"{address}/api/health").json().get("status") == "ok")
    except (httpx.TransportError, msgspec.DecodeError, ValueError):
        return False
