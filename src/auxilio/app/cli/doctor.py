"""`auxilio doctor`: what is missing, what is degraded, what to do. Without `--live` it changes nothing; of other machines it asks
only the database of the settings."""

import asyncio
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click
import msgspec
import psutil

from auxilio.app.cli.doctor_live import own_cluster, report_by_itself
from auxilio.app.cli.doctor_messages import mail_findings, sms_findings
from auxilio.app.processes.edge import DEPLOY
from auxilio.app.settings import Settings, read_settings
from auxilio.app.storage import imagery_folder, region_folder
from auxilio.geo.imagery.imagery_folder import read_imagery
from auxilio.geo.service import RegionService
from auxilio.interop.aml_keys import aml_keys
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.age_encryption import check_recipients
from auxilio.platform.clock import SystemClock
from auxilio.platform.i18n import catalogues, reader_language
from auxilio.platform.postgres.binaries import OLDEST_MAJOR, choose, find_binaries, major_of
from auxilio.platform.postgres.probe import can_rewrite, server_major
from auxilio.platform.proof.external_heads import OLD_S, head_age_s, newest_head
from auxilio.readiness.core.model import CheckState, DoctorFinding, Facts, ReadinessFinding
from auxilio.readiness.core.policy import CERTIFICATE_DAYS_WANTED, judge_clock, judge_disk
from auxilio.readiness.host_checks import (
    clock_in_step,
    free_disk_gb,
    nearest_folder,
    open_keys,
    secret_files,
    web_finding,
)
from auxilio.voice.media.rtpengine.ng import NgClient
from auxilio.voice.sip.tls import expires_at, sip_tls

_SOURCE = Path(__file__).parents[2]
_CHECKOUT = _SOURCE.parents[1]
MEMORY_GB_WANTED = 4.0
SYNC_MS_WANTED = 20.0
"""A fact is acknowledged when it is on disk: at 20 ms a desk begins to feel it."""
EDGE_FOLDERS = (Path("/etc/auxilio/voice"), DEPLOY)
"""Where the edge's configuration lies: a centre's own, before the one that comes with the code."""
PROGRAM_S = 10.0
_TRUNKS_HERE = re.compile(r'^#!substdef "!TRUNKS!127\.0\.0\.1/32!', re.MULTILINE)
"""As it comes with the code: only this machine is a trunk."""


def _python(_: Settings) -> Iterator[DoctorFinding]:
    version = ".".join(str(part) for part in sys.version_info[:3])
    yield DoctorFinding(
        part="python", state=CheckState.OK, code="python", facts={"version": version, "path": sys.executable}
    )


def _machine(settings: Settings) -> Iterator[DoctorFinding]:
    disk = judge_disk(free_disk_gb(settings))
    yield DoctorFinding(part="disk", state=disk.state, code=disk.code, facts=disk.facts)
    total_gb = round(psutil.virtual_memory().total / 1e9, 1)
    state = CheckState.OK if total_gb >= MEMORY_GB_WANTED else CheckState.DEGRADED
    facts = {"total_gb": total_gb, "cores": psutil.cpu_count() or 1}
    yield DoctorFinding(part="memory", state=state, code="memory", facts=facts)
    yield _disk_sync(nearest_folder(settings.data))
    clock = judge_clock(0.0, in_step=clock_in_step())
    yield DoctorFinding(part="clock", state=clock.state, code=clock.code)


def _disk_sync(folder: Path) -> DoctorFinding:
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
        return DoctorFinding(
            part="disk",
            state=CheckState.MISSING,
            code="disk_not_writable",
            facts={"reason": error.strerror or ""},
        )
    median_ms = round(statistics.median(took_ms), 2)
    state = CheckState.OK if median_ms <= SYNC_MS_WANTED else CheckState.DEGRADED
    return DoctorFinding(
        part="disk",
        state=state,
        code="disk_sync",
        facts={"median_ms": median_ms, "wanted_ms": SYNC_MS_WANTED},
    )


def _external(url: str) -> DoctorFinding:
    try:
        major = asyncio.run(server_major(url))
    except Refused as refused:
        return DoctorFinding(
            part="postgres",
            state=CheckState.MISSING,
            code="postgres_external_unreachable",
            facts=refused.facts,
        )
    if major < OLDEST_MAJOR:
        facts: Facts = {"major": major, "oldest": OLDEST_MAJOR}
        return DoctorFinding(
            part="postgres", state=CheckState.MISSING, code="postgres_external_old", facts=facts
        )
    return DoctorFinding(
        part="postgres", state=CheckState.OK, code="postgres_external", facts={"major": major}
    )


def _postgres(settings: Settings) -> Iterator[DoctorFinding]:
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
        yield DoctorFinding(part="postgres", state=CheckState.OK, code="postgres_candidate", facts=facts)
    needed = major_of(own_cluster(settings))
    try:
        chosen = choose(found, needed)
    except Refused as refused:
        yield DoctorFinding(part="postgres", state=CheckState.MISSING, code=refused.code, facts=refused.facts)
        return
    facts = {"source": chosen.source, "version": chosen.version}
    code = "postgres_new" if needed is None else "postgres_ready"
    yield DoctorFinding(part="postgres", state=CheckState.OK, code=code, facts=facts)


def _console(_: Settings) -> Iterator[DoctorFinding]:
    built = (_SOURCE / "console_dist" / "index.html").is_file()
    state, code = (CheckState.OK, "console_built") if built else (CheckState.MISSING, "console_missing")
    yield DoctorFinding(part="console", state=state, code=code)


def _region(settings: Settings) -> Iterator[DoctorFinding]:
    """The region that the processes open: it is opened here as they open it, and not only read about."""
    folder = region_folder(settings)
    facts: Facts = {"folder": str(folder or settings.data / "region")}
    if folder is None:
        # Without a region addresses are typed by hand and the demo builds its own town: worse, not nothing.
        yield DoctorFinding(part="region", state=CheckState.DEGRADED, code="region_missing", facts=facts)
        return
    try:
        region = RegionService.open(folder)
    except Refused as refused:
        yield DoctorFinding(part="region", state=CheckState.DEGRADED, code=refused.code, facts=facts)
        return
    region.close()
    facts = {**facts, "source": region.info.source, "data_at": region.info.data_at or "?"}
    yield DoctorFinding(part="region", state=CheckState.OK, code="region", facts=facts)


def _imagery(settings: Settings) -> Iterator[DoctorFinding]:
    """Aerial photographs are optional: nothing is said where none were given."""
    folder = imagery_folder(settings)
    try:
        info = read_imagery(folder)
    except Refused as refused:
        yield DoctorFinding(part="imagery", state=CheckState.DEGRADED, code=refused.code, facts=refused.facts)
        return
    if info is not None:
        facts: Facts = {"source": info.source, "credit": info.credit, "taken": info.taken or "?"}
        yield DoctorFinding(part="imagery", state=CheckState.OK, code="imagery", facts=facts)


def _content(settings: Settings) -> Iterator[DoctorFinding]:
    candidates = [settings.content] if settings.content else [_SOURCE / "content", _CHECKOUT / "content"]
    folder = next((one for one in candidates if (one / "protocols").is_dir()), None)
    if folder is None:
        yield DoctorFinding(
            part="content",
            state=CheckState.MISSING,
            code="content_missing",
            facts={"folder": str(candidates[-1])},
        )
        return
    facts: Facts = {
        "protocols": len(list((folder / "protocols").glob("*.yaml"))),
        "cards": len(list((folder / "cards").glob("*.yaml"))),
        "folder": str(folder),
    }
    yield DoctorFinding(part="content", state=CheckState.OK, code="content", facts=facts)


def _web(settings: Settings) -> Iterator[DoctorFinding]:
    yield web_finding(settings)


def _voice(settings: Settings) -> Iterator[DoctorFinding]:
    if not settings.voice_port:
        yield DoctorFinding(part="voice", state=CheckState.OPTIONAL, code="voice_off")
        return
    facts: Facts = {"voice_port": settings.voice_port, "sip_port": settings.sip_port}
    yield DoctorFinding(part="voice", state=CheckState.OK, code="voice", facts=facts)
    yield from _sip_tls(settings)
    folder = settings.data / "announcements"
    recorded = len(list(folder.glob("*/*.wav")))
    # Those of the content are drafts that a machine speaks: understood, and not what somebody in fear should hear.
    state, code = (
        (CheckState.OK, "voice_announcements")
        if recorded
        else (CheckState.DEGRADED, "voice_announcements_draft")
    )
    yield DoctorFinding(
        part="voice", state=state, code=code, facts={"count": recorded, "folder": str(folder)}
    )


def _sip_tls(settings: Settings) -> Iterator[DoctorFinding]:
    """Whether carriers can come over TLS as the settings say: the files are read as the exchange will read them."""
    certificate, key = settings.sip_certificate
    if not settings.sip_tls_port or certificate is None:
        return
    try:
        sip_tls(certificate, key, settings.sip_tls_ca)
        left_days = (expires_at(certificate) - SystemClock().now()).days
    except Refused as refused:
        yield DoctorFinding(
            part="voice", state=CheckState.MISSING, code="voice_tls_wrong", facts=refused.facts
        )
        return
    facts: Facts = {"port": settings.sip_tls_port, "days": left_days, "path": str(certificate)}
    if left_days < 0:
        yield DoctorFinding(part="voice", state=CheckState.MISSING, code="voice_tls_expired", facts=facts)
    elif left_days < CERTIFICATE_DAYS_WANTED:
        yield DoctorFinding(part="voice", state=CheckState.DEGRADED, code="voice_tls_expires", facts=facts)
    else:
        yield DoctorFinding(part="voice", state=CheckState.OK, code="voice_tls", facts=facts)


def _numbers(settings: Settings) -> Iterator[DoctorFinding]:
    """Whether a caller's number can be the network's word: without one nothing is joined by number (decision 0245)."""
    if not settings.numbers_asserted:
        yield DoctorFinding(part="voice", state=CheckState.DEGRADED, code="voice_numbers_said")
    elif settings.voice_edge:
        local = next((path for folder in EDGE_FOLDERS if (path := folder / "local.cfg").is_file()), None)
        if local is not None and _TRUNKS_HERE.search(local.read_text("utf-8", "replace")):
            facts: Facts = {"path": str(local)}
            yield DoctorFinding(
                part="voice", state=CheckState.DEGRADED, code="voice_edge_no_trunks", facts=facts
            )
    elif settings.trusted_networks:
        facts = {"networks": ", ".join(settings.trusted_networks)}
        yield DoctorFinding(part="voice", state=CheckState.OK, code="voice_numbers_asserted", facts=facts)


def _aml(settings: Settings) -> Iterator[DoctorFinding]:
    """Whether telephones can say where their callers are (decision 0391)."""
    if settings.mode is not Mode.REAL:
        return
    if count := len(aml_keys(settings.data)):
        yield DoctorFinding(part="aml", state=CheckState.OK, code="aml_open", facts={"count": count})
    else:
        yield DoctorFinding(part="aml", state=CheckState.DEGRADED, code="aml_closed")


def _edge(settings: Settings) -> Iterator[DoctorFinding]:
    """What stands around the exchange of a centre. Kamailio may be on another machine; rtpengine must answer."""
    if not settings.voice_port or settings.voice_engine != "rtpengine":
        return
    facts: Facts = {"address": settings.rtpengine}
    try:
        asyncio.run(_relay_answers(settings.rtpengine))
    except Refused:
        yield DoctorFinding(part="voice", state=CheckState.MISSING, code="voice_relay_silent", facts=facts)
    else:
        yield DoctorFinding(part="voice", state=CheckState.OK, code="voice_relay", facts=facts)
    if not settings.voice_edge:
        return
    program = shutil.which("kamailio")
    if program is None:
        yield DoctorFinding(part="voice", state=CheckState.OPTIONAL, code="voice_edge_elsewhere")
        return
    folder = next((one for one in EDGE_FOLDERS if (one / "kamailio.cfg").is_file()), None)
    if folder is None:
        wanted: Facts = {"folder": str(EDGE_FOLDERS[0])}
        yield DoctorFinding(
            part="voice", state=CheckState.OPTIONAL, code="voice_edge_not_configured", facts=wanted
        )
        return
    yield _edge_configured(program, folder)


def _edge_configured(program: str, folder: Path) -> DoctorFinding:
    version = next((word for word in _run(program, "-v").stdout.split() if word[:1].isdigit()), "?")
    tried = _run(program, "-c", "-f", str(folder / "kamailio.cfg"), "-w", str(folder))
    if tried.returncode == 0:
        facts: Facts = {"version": version, "folder": str(folder)}
        return DoctorFinding(part="voice", state=CheckState.OK, code="voice_edge", facts=facts)
    lines = tried.stderr.splitlines()
    wrong = next((line for line in lines if " CRITICAL: " in line or " ERROR: " in line), "")
    facts = {"folder": str(folder), "reason": wrong.partition("): ")[2][:200]}
    return DoctorFinding(part="voice", state=CheckState.MISSING, code="voice_edge_wrong", facts=facts)


def _run(*command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=PROGRAM_S)  # noqa: S603


async def _relay_answers(address: str) -> None:
    host, _, port = address.rpartition(":")
    relay = NgClient((host.strip("[]"), int(port)), tries=2)
    await relay.start()
    try:
        await relay.ask("ping")
    finally:
        relay.close()


def _keys(settings: Settings) -> Iterator[DoctorFinding]:
    files = [path for path in settings.keys.glob("*") if path.is_file()] if settings.keys.is_dir() else []
    if not files:
        facts: Facts = {"folder": str(settings.keys)}
        yield DoctorFinding(part="keys", state=CheckState.DEGRADED, code="keys_none_yet", facts=facts)
        return
    for path, mode in open_keys(settings):
        facts = {"path": path, "mode": mode}
        yield DoctorFinding(part="keys", state=CheckState.MISSING, code="key_open", facts=facts)
    masters = sorted(path.name for path in files if path.name.startswith("master-"))
    if len(masters) > 1:
        yield DoctorFinding(
            part="keys",
            state=CheckState.DEGRADED,
            code="masters_left",
            facts={"older": ", ".join(masters[:-1])},
        )
    yield DoctorFinding(
        part="keys", state=CheckState.OK, code="keys", facts={"count": len(secret_files(settings))}
    )


def _heads(settings: Settings) -> Iterator[DoctorFinding]:
    """Whether there is evidence of the log outside the database."""
    folder = settings.heads_folder
    if folder is None:
        yield DoctorFinding(part="heads", state=CheckState.DEGRADED, code="heads_nowhere")
        return
    facts: Facts = {"folder": str(folder)}
    try:
        newest = newest_head(folder)
    except Refused as refused:
        yield DoctorFinding(part="heads", state=CheckState.MISSING, code=refused.code, facts=refused.facts)
        return
    if newest is None:
        yield DoctorFinding(part="heads", state=CheckState.DEGRADED, code="heads_none_yet", facts=facts)
        return
    old_s = head_age_s(newest, SystemClock().now())
    facts = {**facts, "size": newest.head.size, "minutes": round(old_s / 60)}
    if old_s > OLD_S:
        yield DoctorFinding(part="heads", state=CheckState.MISSING, code="heads_old", facts=facts)
    else:
        yield DoctorFinding(part="heads", state=CheckState.OK, code="heads_kept", facts=facts)


def _rights(settings: Settings) -> Iterator[DoctorFinding]:
    """Whether the running system could rewrite the log. Our own server makes its roles itself."""
    if not settings.database_url:
        return
    try:
        can = asyncio.run(can_rewrite(settings.database_url))
    except Refused:
        return  # told above
    if can:
        yield DoctorFinding(part="postgres", state=CheckState.DEGRADED, code="postgres_can_rewrite")
    else:
        yield DoctorFinding(part="postgres", state=CheckState.OK, code="postgres_appends")


def _backups(settings: Settings) -> Iterator[DoctorFinding]:
    try:
        count = len(check_recipients(settings.backup_recipients))
    except Refused as refused:
        yield DoctorFinding(part="backup", state=CheckState.DEGRADED, code=refused.code, facts=refused.facts)
        return
    yield DoctorFinding(part="backup", state=CheckState.OK, code="backup_recipients", facts={"count": count})


def _test_tools(_: Settings) -> Iterator[DoctorFinding]:
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser:
        yield DoctorFinding(part="chromium", state=CheckState.OK, code="chromium", facts={"path": browser})
    else:
        yield DoctorFinding(part="chromium", state=CheckState.OPTIONAL, code="chromium_missing")


CHECKS: tuple[Callable[[Settings], Iterator[DoctorFinding]], ...] = (
    _python, _machine, _postgres, _rights, _console, _region, _imagery, _content, _keys, _web, _heads, _backups, _voice, _numbers,
    _aml, sms_findings, mail_findings, _edge, _test_tools,
)  # fmt: skip


def examine(settings: Settings) -> list[DoctorFinding]:
    """Look at everything once."""
    return [finding for check in CHECKS for finding in check(settings)]


@click.command()
@click.option("--json", "as_json", is_flag=True)
@click.option(
    "--live",
    is_flag=True,
    help="Whether this installation may be real: the lines of the page of administration, from its database.",
)
def doctor(as_json: bool, *, live: bool) -> None:
    """What is missing, what is degraded, what to do."""
    settings = read_settings()
    findings = asyncio.run(report_by_itself(settings)).findings if live else examine(settings)
    if as_json:
        click.echo(json.dumps([msgspec.to_builtins(finding) for finding in findings], ensure_ascii=False))
    else:
        _tell(settings, findings)
    if any(finding.state is CheckState.MISSING for finding in findings):
        sys.exit(1)


def _tell(settings: Settings, findings: Sequence[DoctorFinding]) -> None:
    words, language = catalogues(), reader_language()
    for one in findings:
        state = words.text(f"doctor.state.{one.state}", language)
        width = 15 if isinstance(one, ReadinessFinding) else 10
        click.echo(f"{state:<11}{one.part:<{width}}{words.text(f'doctor.{one.code}', language, **one.facts)}")
        if isinstance(one, ReadinessFinding) and one.state is not CheckState.OK:
            site = settings.public_url or settings.address
            click.echo(f"{'':<{11 + width}}{site if one.link.startswith('/') else ''}{one.link}")
