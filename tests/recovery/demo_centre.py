"""A whole centre that a test may hurt: `auxilio demo` in a folder of its own, its parts found by what they run."""

import os
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import httpx
import psutil

from auxilio.app.cli.demo_people import PASSWORD
from tests.free_ports import free_port
from tests.proved_content import shared_verdict
from tests.temp_folders import open_folder

type Part = Literal["serve", "worker", "postgres"]
PATIENCE_S = 240
"""How long a wait may last before the test gives up; no test asserts how long anything took."""
LAST_WORD = f": {PASSWORD}"
"""Of the line with which a demo says where it is, in the language of the terminal."""


class Centre:
    """Where it answers, where it keeps everything, and which process is which."""

    def __init__(
        self, folder: Path, process: "subprocess.Popen[bytes]", port: int, *, lan: bool = False
    ) -> None:
        self.folder, self.process, self.port, self.lan = folder, process, port, lan
        self.small_disk = False
        """Whether its database lies on a disk of its own that a test can fill."""
        self.address = f"{'https' if lan else 'http'}://127.0.0.1:{port}"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def cluster(self) -> Path:
        """PGDATA, wherever the supervisor had to put it."""
        place = self.data / "postgres"
        return (place / "elsewhere" if (place / "elsewhere").is_symlink() else place).resolve() / "cluster"

    @property
    def dsn(self) -> str:
        """Of its database while that runs."""
        sockets = (self.cluster / "postmaster.pid").read_text().splitlines()[4]
        return f"postgresql://auxilio@/auxilio?host={quote(sockets, safe='/')}&port=5432"

    @property
    def said(self) -> str:
        """What it told on its terminal."""
        return (self.folder / "log").read_text(errors="replace")

    def pid_of(self, part: Part) -> int:
        """The process of this part, as it is now. Raises `LookupError` while there is none."""
        if part == "postgres":
            return int((self.cluster / "postmaster.pid").read_text().split()[0])
        for child in psutil.Process(self.process.pid).children(recursive=True):
            if (
                child.status() != psutil.STATUS_ZOMBIE
                and " ".join(child.cmdline()).strip() == f"auxilio {part}"
            ):
                return child.pid
        raise LookupError(part)

    def kill(self, part: Part) -> int:
        """`kill -9`, and nothing before it: no flush, no farewell. The pid that it had."""
        pid = self.pid_of(part)
        os.kill(pid, signal.SIGKILL)
        return pid

    def healthy(self) -> bool:
        """Whether it says of itself that all is well."""
        try:
            answer = httpx.get(f"{self.address}/api/health", verify=self.trust)
            return bool(answer.json().get("status") == "ok")
        except (httpx.TransportError, FileNotFoundError, ValueError):
            return False

    @property
    def trust(self) -> ssl.SSLContext:
        """Trusts this centre's own certificate and no authority."""
        return ssl.create_default_context(cafile=self.data / "tls" / "certificate.pem" if self.lan else None)


@contextmanager
def running_centre(*arguments: str, folder: Path | None = None) -> Iterator[Centre]:
    """`auxilio demo`, ready; stopped in order at the end, as a person would with Ctrl-C."""
    if folder is None:
        with open_folder() as made, running_centre(*arguments, folder=made) as centre:
            yield centre
        return
    port = free_port()
    with shared_verdict(folder / "data"):
        yield from _running(arguments, folder, port)


def _running(arguments: Sequence[str], folder: Path, port: int) -> Iterator[Centre]:
    command = [
        sys.executable,
        "-m",
        "auxilio",
        "demo",
        "--quiet",
        "--data",
        str(folder / "data"),
        "--port",
        str(port),
    ]
    log = (folder / "log").open("ab")
    process = subprocess.Popen([*command, *arguments], stdout=log, stderr=log)
    centre = Centre(folder, process, port, lan="--lan" in arguments)
    told = centre.said.count(LAST_WORD)
    try:
        until = time.monotonic() + PATIENCE_S
        # The last line of a start comes after its health: who looks at what was told waits for it.
        while not centre.healthy() or centre.said.count(LAST_WORD) == told:
            assert process.poll() is None, centre.said[-4_000:]
            assert time.monotonic() < until, centre.said[-4_000:]
            time.sleep(0.2)
        yield centre
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE_S)
        log.close()
