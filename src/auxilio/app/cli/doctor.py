"""`auxilio doctor`: what is missing, what is degraded, what to do. It changes nothing and asks nothing of the network."""

import asyncio
import ctypes
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path

import click
import msgspec
import psutil

from auxilio.app.edge import DEPLOY
from auxilio.app.settings import Settings, read_settings
from auxilio.geo.folder import read_info
from auxilio.kernel.refusal import Refused
from auxilio.platform.i18n import LANGUAGES, REFERENCE, catalogues
from auxilio.platform.postgres.binaries import OLDEST_MAJOR, choose, find_binaries, major_of
from auxilio.platform.postgres.probe import server_major
from auxilio.voice.media.rtpengine.ng import Ng

_SOURCE = Path(__file__).parents[2]
_CHECKOUT = _SOURCE.parents[1]
DISK_FREE_GB_MIN = 2.0
DISK_FREE_GB_WANTED = 20.0
MEMORY_GB_WANTED = 4.0
SYNC_MS_WANTED = 20.0
"""A fact is acknowledged when it is on disk: at 20 ms a desk begins to feel it."""
EDGE_FOLDERS = (Path("/etc/auxilio/voice"), DEPLOY)
"""Where the edge's configuration lies: a centre's own, before the one that comes with the code."""
PROGRAM_S = 10.0
_CLOCK_UNSYNCHRONISED = 5
"""TIME_ERROR of adjtimex(2)."""


type Facts = Mapping[str, str | int | float]


class State(StrEnum):
    """`missing` stops something that people rely on; `degraded` works, and worse; `optional` is for tests only."""

    OK = "ok"
    OPTIONAL = "optional"
    DEGRADED = "degraded"
    MISSING = "missing"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing looked at. `code` is worded by the catalogues as `doctor.<code>`, with what to do."""

    part: str
    state: State
    code: str
    facts: Facts = {}


def _nearest(path: Path) -> Path:
    """The path, or the nearest folder above it that exists."""
    return next(folder for folder in (path.absolute(), *path.absolute().parents) if folder.exists())


def _python(_: Settings) -> Iterator[Finding]:
    version = ".".join(str(part) for part in sys.version_info[:3])
    yield Finding(
        part="python", state=State.OK, code="python", facts={"version": version, "path": sys.executable}
    )


def _machine(settings: Settings) -> Iterator[Finding]:
    free_gb = round(shutil.disk_usage(_nearest(settings.data)).free / 1e9, 1)
    state = State.OK if free_gb >= DISK_FREE_GB_WANTED else State.DEGRADED
    state = State.MISSING if free_gb < DISK_FREE_GB_MIN else state
    yield Finding(
        part="disk", state=state, code="disk", facts={"free_gb": free_gb, "wanted_gb": DISK_FREE_GB_WANTED}
    )
    total_gb = round(psutil.virtual_memory().total / 1e9, 1)
    state = State.OK if total_gb >= MEMORY_GB_WANTED else State.DEGRADED
    facts = {"total_gb": total_gb, "cores": psutil.cpu_count() or 1}
    yield Finding(part="memory", state=state, code="memory", facts=facts)
    yield _disk_sync(_nearest(settings.data))
    # A buffer larger than struct timex, all zero: modes = 0 only asks.
    in_step = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(512)) != _CLOCK_UNSYNCHRONISED
    yield Finding(
        part="clock",
        state=State.OK if in_step else State.DEGRADED,
        code="clock_in_step" if in_step else "clock_not_in_step",
    )


def _disk_sync(folder: Path) -> Finding:
    """How long one small durable write takes here, in the middle of several."""
    took_ms = []
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            for _ in range(15):
                file.write(b"\0" * 8192)
                file.flush()
                began = time.perf_counter()
                os.fdatasync(file.fileno())
                took_ms.append((time.perf_counter() - began) * 1000)
    except OSError as error:
        return Finding(
            part="disk", state=State.MISSING, code="disk_not_writable", facts={"reason": error.strerror or ""}
        )
    median_ms = round(statistics.median(took_ms), 2)
    state = State.OK if median_ms <= SYNC_MS_WANTED else State.DEGRADED
    return Finding(
        part="disk",
        state=state,
        code="disk_sync",
        facts={"median_ms": median_ms, "wanted_ms": SYNC_MS_WANTED},
    )


def _external(url: str) -> Finding:
    try:
        major = asyncio.run(server_major(url))
    except Refused as refused:
        return Finding(
            part="postgres", state=State.MISSING, code="postgres_external_unreachable", facts=refused.facts
        )
    if major < OLDEST_MAJOR:
        facts: Facts = {"major": major, "oldest": OLDEST_MAJOR}
        return Finding(part="postgres", state=State.MISSING, code="postgres_external_old", facts=facts)
    return Finding(part="postgres", state=State.OK, code="postgres_external", facts={"major": major})


def _postgres(settings: Settings) -> Iterator[Finding]:
    if settings.database_url:
        yield _external(settings.database_url)
        return
    found = find_binaries()
    for one in found:
        facts: Facts = {
            "source": one.source,
            "version": one.version,
            "path": str(one.bin),
        }
        yield Finding(part="postgres", state=State.OK, code="postgres_candidate", facts=facts)
    folder = settings.data / "postgres"
    place = (folder / "elsewhere").resolve() if (folder / "elsewhere").is_symlink() else folder
    needed = major_of(place / "cluster")
    try:
        chosen = choose(found, needed)
    except Refused as refused:
        yield Finding(part="postgres", state=State.MISSING, code=refused.code, facts=refused.facts)
        return
    facts = {"source": chosen.source, "version": chosen.version}
    code = "postgres_new" if needed is None else "postgres_ready"
    yield Finding(part="postgres", state=State.OK, code=code, facts=facts)


def _console(_: Settings) -> Iterator[Finding]:
    built = (_SOURCE / "console_dist" / "index.html").is_file()
    state, code = (State.OK, "console_built") if built else (State.MISSING, "console_missing")
    yield Finding(part="console", state=state, code=code)


def _region(settings: Settings) -> Iterator[Finding]:
    folder = settings.region or settings.data / "region"
    try:
        _, info = read_info(folder)
    except Refused as refused:
        # Without a region addresses are typed by hand and the demo builds its own town: worse, not nothing.
        yield Finding(part="region", state=State.DEGRADED, code=refused.code, facts={"folder": str(folder)})
        return
    facts: Facts = {
        "source": info.source,
        "data_at": info.data_at or "?",
        "folder": str(folder),
    }
    yield Finding(part="region", state=State.OK, code="region", facts=facts)


def _content(settings: Settings) -> Iterator[Finding]:
    candidates = [settings.content] if settings.content else [_SOURCE / "content", _CHECKOUT / "content"]
    folder = next((one for one in candidates if (one / "protocols").is_dir()), None)
    if folder is None:
        yield Finding(
            part="content", state=State.MISSING, code="content_missing", facts={"folder": str(candidates[-1])}
        )
        return
    facts: Facts = {
        "protocols": len(list((folder / "protocols").glob("*.yaml"))),
        "cards": len(list((folder / "cards").glob("*.yaml"))),
        "folder": str(folder),
    }
    yield Finding(part="content", state=State.OK, code="content", facts=facts)


def _voice(settings: Settings) -> Iterator[Finding]:
    if not settings.voice_port:
        yield Finding(part="voice", state=State.OPTIONAL, code="voice_off")
        return
    facts: Facts = {"voice_port": settings.voice_port, "sip_port": settings.sip_port}
    yield Finding(part="voice", state=State.OK, code="voice", facts=facts)
    folder = settings.data / "announcements"
    recorded = len(list(folder.glob("*/*.wav")))
    # Those of the content are drafts that a machine speaks: understood, and not what somebody in fear should hear.
    state, code = (
        (State.OK, "voice_announcements") if recorded else (State.DEGRADED, "voice_announcements_draft")
    )
    yield Finding(part="voice", state=state, code=code, facts={"count": recorded, "folder": str(folder)})


def _edge(settings: Settings) -> Iterator[Finding]:
    """What stands around the exchange of a centre. Kamailio may be on another machine; rtpengine must answer."""
    if not settings.voice_port or settings.voice_engine != "rtpengine":
        return
    facts: Facts = {"address": settings.rtpengine}
    try:
        asyncio.run(_relay_answers(settings.rtpengine))
    except Refused:
        yield Finding(part="voice", state=State.MISSING, code="voice_relay_silent", facts=facts)
    else:
        yield Finding(part="voice", state=State.OK, code="voice_relay", facts=facts)
    if not settings.voice_edge:
        return
    program = shutil.which("kamailio")
    if program is None:
        yield Finding(part="voice", state=State.OPTIONAL, code="voice_edge_elsewhere")
        return
    folder = next((one for one in EDGE_FOLDERS if (one / "kamailio.cfg").is_file()), None)
    if folder is None:
        wanted: Facts = {"folder": str(EDGE_FOLDERS[0])}
        yield Finding(part="voice", state=State.OPTIONAL, code="voice_edge_not_configured", facts=wanted)
        return
    yield _edge_configured(program, folder)


def _edge_configured(program: str, folder: Path) -> Finding:
    version = next((word for word in _run(program, "-v").stdout.split() if word[:1].isdigit()), "?")
    tried = _run(program, "-c", "-f", str(folder / "kamailio.cfg"), "-w", str(folder))
    if tried.returncode == 0:
        facts: Facts = {"version": version, "folder": str(folder)}
        return Finding(part="voice", state=State.OK, code="voice_edge", facts=facts)
    lines = tried.stderr.splitlines()
    wrong = next((line for line in lines if " CRITICAL: " in line or " ERROR: " in line), "")
    facts = {"folder": str(folder), "reason": wrong.partition("): ")[2][:200]}
    return Finding(part="voice", state=State.MISSING, code="voice_edge_wrong", facts=facts)


def _run(*command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=PROGRAM_S)  # noqa: S603


async def _relay_answers(address: str) -> None:
    host, _, port = address.rpartition(":")
    relay = Ng((host.strip("[]"), int(port)), tries=2)
    await relay.start()
    try:
        await relay.ask("ping")
    finally:
        relay.close()


def _keys(settings: Settings) -> Iterator[Finding]:
    files = [path for path in settings.keys.glob("*") if path.is_file()] if settings.keys.is_dir() else []
    if not files:
        facts: Facts = {"folder": str(settings.keys)}
        yield Finding(part="keys", state=State.DEGRADED, code="keys_none_yet", facts=facts)
        return
    secret = [path for path in files if path.suffix in (".pem", ".key") and "public" not in path.name]
    for path in secret:
        mode = path.stat().st_mode & 0o777
        if mode & 0o077:
            facts = {"path": str(path), "mode": f"{mode:04o}"}
            yield Finding(part="keys", state=State.MISSING, code="key_open", facts=facts)
    yield Finding(part="keys", state=State.OK, code="keys", facts={"count": len(secret)})


def _for_tests(_: Settings) -> Iterator[Finding]:
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser:
        yield Finding(part="chromium", state=State.OK, code="chromium", facts={"path": browser})
    else:
        yield Finding(part="chromium", state=State.OPTIONAL, code="chromium_missing")


CHECKS: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
    _python, _machine, _postgres, _console, _region, _content, _keys, _voice, _edge, _for_tests,
)  # fmt: skip


def examine(settings: Settings) -> list[Finding]:
    """Look at everything once."""
    return [finding for check in CHECKS for finding in check(settings)]


def reader_language() -> str:
    """The language of the terminal, where it is one of ours."""
    said = (os.environ.get("LC_ALL") or os.environ.get("LANG") or "").partition("_")[0]
    return said if said in LANGUAGES else REFERENCE


@click.command()
@click.option("--json", "as_json", is_flag=True)
def doctor(as_json: bool) -> None:
    """What is missing, what is degraded, what to do."""
    findings = examine(read_settings())
    if as_json:
        click.echo(json.dumps([msgspec.to_builtins(finding) for finding in findings], ensure_ascii=False))
    else:
        words, language = catalogues(), reader_language()
        for one in findings:
            state = words.text(f"doctor.state.{one.state}", language)
            click.echo(f"{state:<11}{one.part:<10}{words.text(f'doctor.{one.code}', language, **one.facts)}")
    if any(finding.state is State.MISSING for finding in findings):
        sys.exit(1)
