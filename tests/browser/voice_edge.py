"""A real edge for a centre under test: Kamailio and rtpengine, as `make voice-edge` starts them."""

import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from auxilio.app.processes.edge import EdgePorts
from tests.browser.timeouts import until
from tests.free_ports import free_port, media_ports

NEEDED = ("kamailio", "rtpengine")


class Edge:
    """What was started, and what a centre behind it must be told."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._media = media_ports()
        self.ports = EdgePorts(
            sip=free_port(),
            ws=free_port(),
            wss=free_port(),
            control=free_port(),
            reports=free_port(),
            voices=(free_port(),),
            media=(self._media.first, self._media.last),
        )
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def environ(self) -> Mapping[str, str]:
        return self.ports.settings()

    def start(self) -> None:
        ports = self.ports
        given = {
            "sip": ports.sip, "ws": ports.ws, "wss": ports.wss, "control": ports.control, "reports": ports.reports,
            "voice": ports.voices[0],
        }  # fmt: skip
        arguments = [f"--{name}={port}" for name, port in given.items()]
        arguments += ["--media", *map(str, ports.media)]
        with (self._folder / "edge.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "auxilio", "voice-edge", *arguments],
                cwd=self._folder,
                stdout=log,
                stderr=log,
            )
        until(lambda: self._listens() or None, "the edge listens")

    def _listens(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, (self._folder / "edge.log").read_text(errors="replace")[-4_000:]
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.ports.ws)) == 0

    def program(self, name: str) -> psutil.Process:
        """One of the two, to be killed."""
        assert self._process is not None
        return next(one for one in psutil.Process(self._process.pid).children() if one.name() == name)

    def stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(30)
        self._media.free()


@contextmanager
def edge(folder: Path) -> Iterator[Edge]:
    """Runs until the end of the block."""
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        pytest.skip(f"missing: {', '.join(missing)} (deploy/voice/README.md)")
    there = Edge(folder)
    try:
        there.start()
        yield there
    finally:
        there.stop()


def environ_of(there: Edge | None) -> Mapping[str, str]:
    """The settings of a centre behind it; none of its own without one."""
    return there.environ if there is not None else {}
