"""The programs of a centre's exchange on loopback: Kamailio in front, two `auxilio voice`, an rtpengine beside them."""

import asyncio
import os
import shutil
import signal
from pathlib import Path

import pytest

from auxilio.app.processes.edge import EdgePorts, kamailio_command, write_edge
from auxilio.platform.keys.folder import FolderKeys
from auxilio.voice.store import LegStore
from auxilio.voice.tokens import LineTokens, line_token_master_key
from tests.database import Database
from tests.forked_command import ForkedCommand
from tests.free_ports import free_port
from tests.voice.media.rtpengine_node import Node

KAMAILIO = shutil.which("kamailio")
WITHIN_S = 120.0


class Program:
    """A process that can be killed and started again."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.folder = name, folder
        self._process: asyncio.subprocess.Process | ForkedCommand | None = None

    @property
    def log(self) -> str:
        return (self.folder / f"{self.name}.log").read_text(errors="replace")

    @property
    def last_words(self) -> str:
        """The errors that it wrote, before its last lines: of a long message a report shows the beginning."""
        lines = self.log.splitlines()
        errors = [line for line in lines if " ERROR" in line or " CRITICAL" in line]
        return "\n".join([*errors[:10], *lines[-40:]])

    async def run_auxilio(self, *arguments: str, environ: dict[str, str]) -> None:
        """One of our own commands."""
        log = self.folder / f"{self.name}.log"
        self._process = await asyncio.to_thread(ForkedCommand, log, *arguments, environ=environ)

    @property
    def ran(self) -> bool:
        """It was started before."""
        return (self.folder / f"{self.name}.log").exists()

    async def run(self, *command: object, environ: dict[str, str] | None = None) -> None:
        with (self.folder / f"{self.name}.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *map(str, command),
                cwd=self.folder,
                env={**os.environ, **(environ or {})},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    async def says(self, words: str, *, times: int = 1) -> None:
        try:
            async with asyncio.timeout(WITHIN_S):
                while self.log.count(words) < times:
                    assert self._process is None or self._process.returncode is None, self.last_words
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise AssertionError(f"{self.name} never said {words}: {self.last_words}") from None

    async def end(self, how: signal.Signals = signal.SIGKILL) -> None:
        """It and its children; only what we started."""
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            os.killpg(process.pid, how)
        if process is not None:
            await process.wait()


class Edge(Program):
    """Kamailio with the configuration that a centre gets."""

    def __init__(self, folder: Path) -> None:
        super().__init__("kamailio", folder)
        self.sip, self.ws, self.wss = free_port(), free_port(), free_port()

    async def start(self) -> None:
        await self.run(*kamailio_command(self.folder))
        async with asyncio.timeout(WITHIN_S):
            while True:
                assert self._process is None or self._process.returncode is None, self.last_words
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", self.ws)
                except OSError:
                    await asyncio.sleep(0.05)
                else:
                    writer.close()
                    return


class Voice(Program):
    """One `auxilio voice`."""

    def __init__(self, name: str, folder: Path, environ: dict[str, str]) -> None:
        super().__init__(name, folder)
        self.port, self.carried = free_port(), 0
        self._environ = {**environ, "AUXILIO_SIP_PORT": str(self.port)}

    async def start(self) -> None:
        await self.run_auxilio("voice", environ=self._environ)


class Exchange:
    """All of them, over one database."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database, self.folder = database, folder
        self.node, self.edge, self.trunk = Node(folder), Edge(folder), free_port()
        keys = FolderKeys.open_or_create(folder / "data" / "keys")
        self.tokens = LineTokens(line_token_master_key(keys))
        environ = {
            "AUXILIO_AREA": "demo",
            "AUXILIO_DATA": str(folder / "data"),
            "AUXILIO_DATABASE_URL": database.dsn,
            "AUXILIO_VOICE_EDGE": f"127.0.0.1:{self.edge.sip}",
            "AUXILIO_VOICE_ENGINE": "rtpengine",
            "AUXILIO_RTPENGINE": f"127.0.0.1:{self.node.control[1]}",
            "AUXILIO_RTPENGINE_REPORTS": f"127.0.0.1:{self.node.reports_at}",
            "AUXILIO_SIP_TRUNK": f"127.0.0.1:{self.trunk}",
            "AUXILIO_MODE": "exercise",
        }
        self.voices = [Voice(name, folder, environ) for name in ("first", "second")]

    async def start(self) -> None:
        if KAMAILIO is None:
            pytest.skip(
                "missing: kamailio (apt-get install kamailio kamailio-websocket-modules kamailio-tls-modules)"
            )
        ports = EdgePorts(
            sip=self.edge.sip,
            ws=self.edge.ws,
            wss=self.edge.wss,
            voices=tuple(voice.port for voice in self.voices),
        )
        write_edge(self.folder, ports)
        await self.node.start()
        first, second = self.voices
        await first.start()
        await self.carries(first)
        await self.stands_by(second)
        await self.edge.start()

    async def carries(self, voice: Voice) -> None:
        """Until this one has the calls."""
        await voice.says("voice_carries", times=voice.carried + 1)
        voice.carried += 1
        self.carrying, self.waiting = voice, next(one for one in self.voices if one is not voice)

    async def stands_by(self, voice: Voice) -> None:
        """It is started, and waits for the death of the other."""
        waited = voice.log.count("only_one_waits") if voice.ran else 0
        await voice.start()
        await voice.says("only_one_waits", times=waited + 1)

    async def written(self, legs: int) -> None:
        """Until so many legs are kept, and nothing more is on its way."""
        store = LegStore(self.database.pool)
        async with asyncio.timeout(WITHIN_S):
            while len([leg for leg in await store.kept() if leg.media and leg.media.state["partner"]]) < legs:
                await asyncio.sleep(0.02)

    async def stop(self) -> None:
        for program in (*self.voices, self.edge):
            await program.end()
        await self.node.kill()
