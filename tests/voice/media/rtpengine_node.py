"""A real rtpengine on loopback, in userspace, started and ended by the test that asks for it."""

import asyncio
import shutil
from pathlib import Path

import pytest

from auxilio.kernel.refusal import Refused
from auxilio.voice.media.rtpengine.ng import NgClient
from tests.free_ports import MediaPorts, free_port, media_ports

MISSING = "missing: rtpengine (apt-get install rtpengine-daemon)"


class Node:
    """One rtpengine."""

    def __init__(self, folder: Path, ports: tuple[int, int] | None = None) -> None:
        """`ports`: of its media, for more calls than a test has."""
        self.control, self.reports_at = ("127.0.0.1", free_port()), free_port()
        self._folder = folder
        self._ports = ports
        self._media: MediaPorts | None = None
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        found = shutil.which("rtpengine")
        if found is None:
            pytest.skip(MISSING)
        if self._ports is None:
            self._media = media_ports()
            self._ports = (self._media.first, self._media.last)
        first, last = self._ports
        with (self._folder / "rtpengine.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                found, "--config-file=none", "--foreground", "--log-stderr", "--log-level=5", "--table=-1",
                "--interface=127.0.0.1", f"--listen-ng={self.control[0]}:{self.control[1]}", f"--port-min={first}",
                f"--port-max={last}", "--num-threads=2", "--delete-delay=0", "--timeout=60", "--silent-timeout=600",
                f"--homer=127.0.0.1:{self.reports_at}", "--homer-protocol=udp", "--homer-id=1",
                stderr=log, stdout=log,
            )  # fmt: skip
        ng = NgClient(self.control, tries=1)
        await ng.start()
        for _ in range(100):
            try:
                await ng.ask("ping")
                break
            except Refused:
                assert self._process.returncode is None, (self._folder / "rtpengine.log").read_text()
        ng.close()

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    async def kill(self) -> None:
        """As the power does."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()
        if self._media is not None:
            self._media.free()
