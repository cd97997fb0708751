"""`up` and `demo` say why they do not start, a line for each fault, before anything runs; and where they are once they do."""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from click import Command
from click.testing import CliRunner

from auxilio.active_content.content_bundle import content_folder
from auxilio.app.cli import start_checks, start_words
from auxilio.app.cli.run import demo, up
from auxilio.app.cli.start_checks import (
    CannotStart,
    check_start,
    file_faults,
    hold_data_folder,
    port_faults,
)
from auxilio.app.cli.start_words import shown_address, wait_for_pages
from auxilio.app.cli.up import run_up
from auxilio.app.settings import Settings
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import SystemClock
from auxilio.platform.documents import DocumentFault
from auxilio.platform.process import notify_ready
from auxilio.setup.links import digest_of
from auxilio.setup.store import SetupLinkStore
from tests.database import Database

TCP, UDP = socket.SOCK_STREAM, socket.SOCK_DGRAM
NO_PORTS = {"port": 0, "voice_port": 0, "sip_port": 0}


@contextmanager
def taken(kind: socket.SocketKind) -> Iterator[int]:
    """A port of this machine on which somebody else listens."""
    with socket.socket(type=kind) as other:
        other.bind(("127.0.0.1", 0))
        if kind == TCP:
            other.listen()
        yield other.getsockname()[1]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """In a folder of its own, in English; the log of this process stays as pytest has set it up."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setattr("auxilio.platform.logging.set_up_logging", lambda *_, **__: None)
    for name, port in NO_PORTS.items():
        monkeypatch.setenv(f"AUXILIO_{name.upper()}", str(port))
    return CliRunner()


@pytest.mark.parametrize(
    ("setting", "kind"),
    [("port", TCP), ("voice_port", TCP), ("sip_port", TCP), ("sip_port", UDP), ("sip_tls_port", TCP)],
)
def test_a_port_that_is_taken_is_named_by_its_setting(setting: str, kind: socket.SocketKind) -> None:
    with taken(kind) as port, taken(TCP) as of_pages:
        given = {**NO_PORTS, "voice_port": 0 if setting == "port" else of_pages, setting: port}
        faults = {fault.facts["setting"]: fault for fault in port_faults(Settings(**given))}
    assert faults[setting].code == "port_taken"
    assert faults[setting].facts["port"] == port
    assert f"({os.getpid()})" in faults[setting].facts["holder"]


def test_every_port_that_is_taken_is_named_and_one_that_is_free_is_not() -> None:
    with taken(TCP) as pages, taken(UDP) as reports, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        voice = free.getsockname()[1]
        free.close()
        settings = Settings(
            port=pages,
            voice_port=voice,
            sip_port=0,
            voice_engine="rtpengine",
            rtpengine_reports=f"127.0.0.1:{reports}",
        )
        assert [fault.facts["setting"] for fault in port_faults(settings)] == ["port", "rtpengine_reports"]


def test_two_settings_with_one_port_and_an_address_of_another_machine_are_told() -> None:
    with taken(TCP) as port:
        pass
    [twice] = port_faults(Settings(port=port, voice_port=port, sip_port=0))
    assert (twice.code, twice.facts["setting"], twice.facts["other"]) == ("port_twice", "voice_port", "port")
    [away] = port_faults(Settings(port=port, host="192.0.2.1", voice_port=0))
    assert (away.code, away.facts["host"]) == ("port_unusable", "192.0.2.1")


class Frees(SystemClock):
    """While somebody sleeps, the port is let go."""

    def __init__(self, holder: ExitStack) -> None:
        super().__init__()
        self._holder = holder

    async def sleep(self, span_s: float) -> None:
        """At once."""
        self._holder.close()


async def test_a_port_that_a_process_of_a_killed_supervisor_still_has_is_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(start_checks, "_holder", lambda _: "auxilio serve (411)")
    with ExitStack() as holder:
        settings = Settings(port=holder.enter_context(taken(TCP)), voice_port=0)
        await check_start(settings, Frees(holder))


def test_a_certificate_that_is_not_there_and_a_folder_of_content_that_is_not_there_are_told(
    tmp_path: Path,
) -> None:
    chain, key = tmp_path / "chain.pem", tmp_path / "key.pem"
    carriers = Settings(sip_tls_port=5061, sip_tls_certificate=chain, sip_tls_key=key)
    assert [fault.code for fault in file_faults(carriers)] == ["certificate_unreadable"]
    settings = Settings(tls_certificate=chain, tls_key=key, content=tmp_path / "content", sip_tls_port=5061)
    assert [fault.code for fault in file_faults(settings)] == [
        "certificate_unreadable",
        "content_folder_missing",
    ]


def test_a_data_folder_has_one_installation_at_a_time(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    with hold_data_folder(settings, "https://112.example"):
        with (
            pytest.raises(CannotStart) as cannot,
            hold_data_folder(settings, "http://127.0.0.1:8112"),
        ):
            pass
        [fault] = cannot.value.faults
        assert isinstance(fault, Refused)
        assert (fault.code, fault.facts["address"]) == ("already_running", "https://112.example")
    with hold_data_folder(settings, "http://127.0.0.1:8112"):
        pass


@pytest.mark.parametrize("start", [up, demo])
def test_a_start_that_is_refused_says_each_fault_in_a_line_and_ends_with_1(
    start: Command, command: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUXILIO_CONTENT", "nowhere")
    with taken(TCP) as port:
        ended = command.invoke(start, ["--port", str(port)])
    assert ended.exit_code == 1
    told = ended.stderr.splitlines()
    assert len(told) == 2
    assert told[0].startswith(f"auxilio: Port {port} (port) is taken by ")
    assert told[1] == "auxilio: There is no content folder nowhere (content)."


def test_a_second_start_on_the_same_data_names_the_first(command: CliRunner, tmp_path: Path) -> None:
    data = tmp_path / ".data"
    with hold_data_folder(Settings(data=data), "http://127.0.0.1:8112"):
        ended = command.invoke(up, [])
    assert ended.exit_code == 1
    assert ended.stderr.startswith(
        f"auxilio: Auxilio is running already on the data of {data}: http://127.0.0.1:8112"
    )


def test_settings_that_cannot_be_read_are_one_line(command: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "auxilio.toml").write_text("port = \n")
    ended = command.invoke(up, [])
    assert ended.exit_code == 1
    assert ended.stderr.startswith(f"auxilio: The settings have a fault: {tmp_path / 'auxilio.toml'}: ")
    assert len(ended.stderr.splitlines()) == 1


def test_every_setting_that_cannot_be_meant_has_a_line(command: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "auxilio.toml").write_text('track_days = 0\nhost = "every where"\n')
    ended = command.invoke(up, [])
    assert ended.exit_code == 1
    assert ended.stderr.splitlines() == [
        f"auxilio: The settings have a fault: {name}" for name in ("host", "track_days")
    ]


async def test_every_fault_of_a_response_plan_is_told_before_any_process_starts(
    database: Database, open_tmp_path: Path
) -> None:
    content = open_tmp_path / "content"
    shutil.copytree(content_folder(), content)
    area = content / "plans/areas/demo.yaml"
    lines = area.read_text("utf-8").splitlines()
    zones = [nth for nth, line in enumerate(lines) if "service: FIRE, centres: [bom-1]" in line]
    plan = area.read_text("utf-8")
    plan = plan.replace("service: FIRE, centres: [bom-1]", "service: FIRE, centres: [bom-9]")
    plan = plan.replace("{of: san-1, centres: [san-2]}", "{of: san-1, centres: [bom-2]}")
    area.write_text(plan, "utf-8")
    settings = Settings(
        data=open_tmp_path / "data", database_url=database.dsn, content=content, area="demo", **NO_PORTS
    )
    with pytest.raises(CannotStart) as cannot:
        await run_up(settings, never_announced)
    faults = [fault for fault in cannot.value.faults if isinstance(fault, DocumentFault)]
    assert len(faults) == len(cannot.value.faults)
    told = {(fault.file, fault.line, fault.code) for fault in faults}
    assert ("plans/areas/demo.yaml", zones[0] + 1, "unknown_centre") in told
    assert {"unknown_centre", "no_neighbour"} <= {code for _, _, code in told}


async def never_announced(_: Settings) -> None:
    """Of a centre that does not start."""
    raise AssertionError("it was said where it is")


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        (Settings(public_url="https://112.example"), "https://112.example"),
        (Settings(), "http://127.0.0.1:8112"),
        (Settings(host="::1", tls_certificate=Path("c"), tls_key=Path("k")), "https://[::1]:8112"),
    ],
)
def test_the_address_that_is_told_is_the_one_that_people_type(settings: Settings, shown: str) -> None:
    assert shown_address(settings) == shown


@pytest.mark.slow
async def test_up_says_where_it_is_and_what_comes_next(database: Database, open_tmp_path: Path) -> None:
    with taken(TCP) as port:
        pass
    environ = {
        "AUXILIO_DATABASE_URL": database.dsn,
        "AUXILIO_DATA": str(open_tmp_path),
        "AUXILIO_AREA": "demo",
        "AUXILIO_VOICE_PORT": "0",
        "LC_ALL": "en_GB.UTF-8",
    }
    started = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "auxilio", "up", "--port", str(port),
        env={**os.environ, **environ}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        assert started.stdout is not None
        told = [(await started.stdout.readline()).decode() for _ in range(4)]
    finally:
        started.terminate()
        await started.wait()
    assert told[1] == f"Auxilio is running: http://127.0.0.1:{port}\n"
    assert told[2].startswith("Next step: open this link")
    link, _, secret = told[3].strip().partition("#")
    assert link == f"http://127.0.0.1:{port}/setup"
    assert await SetupLinkStore(database.pool).opens(digest_of(secret), SystemClock().now())
    assert started.returncode == 0


def test_systemd_is_told_once_the_pages_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as system:
        system.bind(path)
        system.setblocking(False)
        notify_ready()
        with pytest.raises(BlockingIOError):
            system.recv(100)
        monkeypatch.setenv("NOTIFY_SOCKET", path)
        notify_ready()
        assert system.recv(100) == b"READY=1"
    notify_ready()  # systemd has gone: no reason to end


async def test_a_slow_machine_is_waited_for_and_each_minute_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tries = 0

    async def slow(settings: Settings, clock: object) -> None:
        nonlocal tries
        tries += 1
        if tries < 5:
            raise Refused("not_ready", url=settings.address)

    monkeypatch.setattr(start_words, "until_ready", slow)
    await wait_for_pages(Settings(), SystemClock(), asyncio.Event())
    assert tries == 5
    assert len(capsys.readouterr().err.splitlines()) == 4


async def test_a_part_that_does_not_start_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    failing = asyncio.Event()

    async def never(settings: Settings, clock: object) -> None:
        failing.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(start_words, "until_ready", never)
    with pytest.raises(Refused, match="not_ready"):
        await wait_for_pages(Settings(), SystemClock(), failing)
