"""The whole house behind a page: a real server with its database, its region and its worker, started once."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.hands import ARGUMENTS, CHROMIUM, ROOT, sign_in, violations
from tests.folders import open_folder

__all__ = ["sign_in", "violations"]
RUNNING = "AUXILIO_BROWSER_HOUSE"
"""The address of a demo that runs already; for whoever writes a page and wants no minute of waiting."""
STARTS_WITHIN_S = 240
STOPS_WITHIN_S = 30
DIST = ROOT / "src" / "auxilio" / "console_dist" / "index.html"


def _port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _ready(address: str, process: "subprocess.Popen[bytes]") -> bool:
    until = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(f"{address}/api/health").json().get("status") == "ok":
                return True
        except (httpx.TransportError, ValueError):
            pass  # not there yet; asked again
        time.sleep(0.2)
    return False


@pytest.fixture(scope="session")
def house() -> Iterator[str]:
    """The address of a seeded centre: embedded PostgreSQL, the invented town, `serve` and `worker` as processes."""
    if running := os.environ.get(RUNNING):
        yield running.rstrip("/")
        return
    if not DIST.is_file():
        _absent("the console is not built: tools/build_console.py")
    with open_folder() as folder:
        port = _port()
        command = [sys.executable, "-m", "auxilio", "demo"]
        log = (folder / "log").open("wb")
        process = subprocess.Popen(
            [*command, "--data", str(folder / "data"), "--port", str(port)], stdout=log, stderr=log
        )
        address = f"http://127.0.0.1:{port}"
        try:
            assert _ready(address, process), (folder / "log").read_text(errors="replace")[-4_000:]
            yield address
        finally:
            # The demo stops its processes in order, the database last; it is never killed under them.
            process.send_signal(signal.SIGTERM)
            process.wait(STOPS_WITHIN_S)
            log.close()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. For this package only: Playwright's loop may not stay open under asynchronous tests."""
    if CHROMIUM is None:
        _absent("Debian's chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def _absent(why: str) -> None:
    """What a test needs and is not installed: a skip for a person, a failure on the machine that judges."""
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)
