"""`auxilio voice-edge`: Kamailio and rtpengine on loopback, with the configuration that a centre gets (deploy/voice).

For trying it and for tests. A centre runs the two as services of its system, with its own addresses.
"""

import asyncio
import contextlib
import os
import shutil
import signal
from pathlib import Path

import msgspec

from auxilio.app.settings import Settings
from auxilio.kernel.refusal import Refused
from auxilio.platform.certificate import certificate_for
from auxilio.platform.clock import SystemClock
from auxilio.platform.files import make_folder
from auxilio.platform.process import stop_event

DEPLOY = Path(__file__).parents[4] / "deploy" / "voice"
HERE = "127.0.0.1"
AGAIN_AFTER_S = 1.0


class EdgePorts(msgspec.Struct, frozen=True, kw_only=True):
    """Where the two listen, and where they find `auxilio voice`."""

    sip: int = 5060
    ws: int = 8113
    wss: int = 8114
    control: int = 2223
    reports: int = 9060
    voices: tuple[int, ...] = (5070, 5071)
    media: tuple[int, int] = (30_000, 39_999)
    """The first and the last port that rtpengine gives to a leg. Two on one address need two ranges."""

    def settings(self) -> dict[str, str]:
        """What `auxilio` must be told, as its environment; `AUXILIO_SIP_PORT` is another for each process."""
        return {
            "AUXILIO_VOICE_EDGE": f"{HERE}:{self.sip}",
            "AUXILIO_VOICE_ENGINE": "rtpengine",
            "AUXILIO_VOICE_PORT": str(self.ws),
            "AUXILIO_RTPENGINE": f"{HERE}:{self.control}",
            "AUXILIO_RTPENGINE_REPORTS": f"{HERE}:{self.reports}",
            "AUXILIO_SIP_PORT": str(self.voices[0]),
        }


def write_edge(folder: Path, ports: EdgePorts) -> None:
    """What Kamailio reads, into its working folder: the configuration as it is, and the addresses of this machine."""
    make_folder(folder)
    certificate_for(folder / "tls", [HERE], SystemClock().now())
    for name in ("kamailio.cfg", "tls.cfg"):
        shutil.copy(DEPLOY / name, folder)
    kept = [
        line
        for line in (DEPLOY / "local.cfg").read_text().splitlines()
        if not line.startswith(("listen=", "children", "tcp_children"))
    ]
    listens = [
        f"listen=udp:{HERE}:{ports.sip}",
        f"listen=tcp:{HERE}:{ports.sip}",
        f"listen=tcp:{HERE}:{ports.ws}",
        f"listen=tls:{HERE}:{ports.wss}",
    ]
    (folder / "local.cfg").write_text("\n".join([*kept, *listens, "children=2", "tcp_children=2", ""]))
    voices = [f"1 sip:{HERE}:{port} 0 {100 - nth}" for nth, port in enumerate(ports.voices)]
    (folder / "dispatcher.list").write_text("\n".join([*voices, ""]))


def kamailio_command(folder: Path) -> list[str]:
    """Kamailio in the foreground. Raises `Refused("program_missing")`."""
    return [
        _found("kamailio"), "-f", str(folder / "kamailio.cfg"), "-DD", "-E", "-w", str(folder), "-Y", str(folder),
    ]  # fmt: skip


def rtpengine_command(ports: EdgePorts) -> list[str]:
    """rtpengine in the foreground, with the configuration but for its ports. Raises `Refused("program_missing")`."""
    return [
        _found("rtpengine"), f"--config-file={DEPLOY / 'rtpengine.conf'}", "--foreground",
        f"--listen-ng={HERE}:{ports.control}", f"--homer={HERE}:{ports.reports}",
        f"--port-min={ports.media[0]}", f"--port-max={ports.media[1]}",
    ]  # fmt: skip


def _found(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise Refused("program_missing", program=name)
    return path


async def run_edge(settings: Settings, ports: EdgePorts) -> None:
    """Both, until told to stop; one that ends is started again, as a system does with its services."""
    told = stop_event()
    folder = (settings.data / "edge").absolute()
    write_edge(folder, ports)
    async with asyncio.TaskGroup() as group:
        kept = [
            group.create_task(_keep(command))
            for command in (kamailio_command(folder), rtpengine_command(ports))
        ]
        await told.wait()
        for task in kept:
            task.cancel()


async def _keep(command: list[str]) -> None:
    while True:
        program = await asyncio.create_subprocess_exec(*command, start_new_session=True)
        try:
            await program.wait()
        finally:
            with contextlib.suppress(ProcessLookupError):  # its children, which it may have left behind
                os.killpg(program.pid, signal.SIGTERM)
            await program.wait()
        await asyncio.sleep(AGAIN_AFTER_S)
