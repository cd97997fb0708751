"""`auxilio demo`: a whole centre on this machine, with seeded people."""

import asyncio
import io
import socket
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path

import msgspec
import segno
from rich.console import Console

from auxilio.app.cli.demo_people import PASSWORD, PEOPLE, people_table
from auxilio.app.cli.start_checks import check_content, check_start, hold_data_folder
from auxilio.app.cli.start_words import wait_for_pages
from auxilio.app.processes.supervisor import database, keep_running, processes_of
from auxilio.app.settings import Settings, read_settings
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.certificate import Certificate, certificate_for, lan_addresses
from auxilio.platform.clock import SystemClock
from auxilio.platform.forked_process import ForkedProcess
from auxilio.platform.i18n import REFERENCE, catalogues, reader_language
from auxilio.platform.process import stop_event
from auxilio.radio.gateway_secrets import ensure_gateway_secret

DEMO_AREA = "demo"
"""The area of the invented town, whose centres the demo's people sit at."""
SEAL_AFTER_S = 30.0
"""In a demo a seal should not take ten minutes."""
TRIES_TO_START = 5
"""A part that ended so often at once, in a row, does not start (ours)."""
RADIO_NETWORK_FILE = "sim"
"""The name of the demo's gateway."""
_say = Console(stderr=True)


async def seed(settings: Settings) -> None:
    """Bring what a first start of the demo brings, in a process of its own: ours need not know the whole system for that.
    Raises `Refused("demo_not_seeded")`."""
    seeding = ForkedProcess("auxilio demo: seed", "auxilio.app.cli.demo_seed:seed_demo", settings)
    await seeding.start()
    if code := await seeding.wait():
        raise Refused("demo_not_seeded", exit=code)


def mode_of(data: Path) -> Mode:
    """The mode of a demo: an exercise, for ever. Data of before demos were exercises stay what they were."""
    kept = data / "mode"
    if not kept.exists():
        data.mkdir(parents=True, exist_ok=True)
        older = (data / "postgres").exists()
        kept.write_text((Mode.REAL if older else Mode.EXERCISE).value + "\n")
    return Mode(kept.read_text().strip())


async def build_region(settings: Settings, extract: Path | None) -> Path:
    """The region of the demo, built when it is not there yet. Raises `Refused("region_not_built")`."""
    folder = settings.data / "region" / (extract.name.split(".")[0] if extract else "town")
    if (folder / "current").exists():
        return folder
    source = [str(extract)] if extract else ["--town"]
    # Its own process: the builders hold hundreds of megabytes that `serve` need not carry for years.
    build = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "auxilio",
        "region",
        "build",
        *source,
        "--out",
        str(folder),
        stdout=asyncio.subprocess.DEVNULL,
    )
    if await build.wait() != 0:
        raise Refused("region_not_built", source=str(extract or "town"))
    return folder


@asynccontextmanager
async def own_ports(settings: Settings) -> AsyncIterator[Settings]:
    """The settings with ports for our exchange that stay ours: two demos live on one machine."""
    if settings.voice_edge:  # which knows our ports, and we its
        yield settings
        return
    with ExitStack() as held:
        yield msgspec.structs.replace(
            settings,
            voice_port=held.enter_context(own_port(settings.voice_port, settings.host)),
            sip_port=held.enter_context(own_port(settings.sip_port, settings.host)),
        )


class DemoRadioNetwork(msgspec.Struct, frozen=True, kw_only=True):
    """The demo's radio network: where our installation finds its bridge, and where it is simulated."""

    port: int
    played_at: int
    secret: Path


@contextmanager
def demo_radio_network(settings: Settings) -> Iterator[DemoRadioNetwork]:
    """Ports that stay ours, and a secret. Where it is played is written down: `radio-played-at` in the demo's folder."""
    with own_port(7700, "127.0.0.1") as port, own_port(7701, "127.0.0.1") as played_at:
        secret = ensure_gateway_secret(settings.data, RADIO_NETWORK_FILE)
        (settings.data / "radio-played-at").write_text(f"{played_at}\n")
        yield DemoRadioNetwork(port=port, played_at=played_at, secret=secret)


@contextmanager
def own_port(wanted: int, host: str) -> Iterator[int]:
    """This port, or another where it is taken. 0 stays 0: no port.

    Until the end this machine gives it to no other process, though nothing may listen on it yet: the exchange comes when database
    and people are there, and another demo that starts meanwhile looks for the same one. A server may listen on it.
    """
    for port in (wanted, 0) if wanted else ():
        with socket.socket() as stream, socket.socket(type=socket.SOCK_DGRAM) as datagram:
            try:
                stream.bind((host, port))
                datagram.bind((host, stream.getsockname()[1]))
            except OSError:
                continue
            datagram.close()
            # Only now: as long as it is not said, `bind` refuses what another one holds.
            stream.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            yield stream.getsockname()[1]
            return
    yield 0


def _city(settings: Settings, on: DemoRadioNetwork | None) -> list[str]:
    """The simulated city, as one more process: a stranger that knows the address and the passwords told below."""
    city = ["simulate", "town", "--url", settings.address, "--data", str(settings.data)]
    return [*city, "--radio", str(on.played_at)] if on else city


def _network(on: DemoRadioNetwork) -> list[str]:
    """The simulated radio network, as one more process."""
    ports = ["--port", str(on.port), "--played-at", str(on.played_at)]
    return ["simulate-radio", "--gateway", RADIO_NETWORK_FILE, "--secret", str(on.secret), *ports]


def demo_settings(data: Path | None = None) -> Settings:
    """Those of the folder where it runs: the machine's are of a real centre, whose database is not for a demo. `data`: by default
    a folder `demo` in the usual one."""
    here = Path.cwd()
    return read_settings(folder=here, data=data or read_settings(folder=here).data / "demo")


def _where(settings: Settings) -> str:
    """How `simulate` finds this demo, where it is not the usual one."""
    usual = demo_settings().data
    return "" if settings.data == usual else f" --data {settings.data}"


def own_certificate(settings: Settings, at: datetime) -> Certificate:
    """The demo's certificate, for every address by which a telephone of this network could come."""
    return certificate_for((settings.data / "tls").absolute(), lan_addresses(), at)


def _sets(failing: asyncio.Event) -> Callable[[int], None]:
    """Of a process of ours: set when it does not start, in spite of so many tries."""

    def ended(quick_ends: int) -> None:
        if quick_ends >= TRIES_TO_START:
            failing.set()

    return ended


def tell_where(
    settings: Settings, certificate: Certificate | None, *, quiet: bool, language: str = REFERENCE
) -> None:
    """The last line of a start: the address, the people, their password; for a network also how to trust and find it."""
    # Neither markup nor emoji: «:CD:» of a fingerprint was drawn as a disc.
    say = Console(soft_wrap=True, highlight=False, markup=False, emoji=False).print
    words = catalogues()
    addresses = lan_addresses() if certificate else []
    shown = [f"[{one}]" if ":" in one else one for one in addresses] or [settings.host]
    at = f"{'https' if settings.tls else 'http'}://{shown[0]}:{settings.port}"
    if certificate is not None:
        code = io.StringIO()
        segno.make(f"{at}/call").terminal(code, compact=True)
        say(code.getvalue())
        say(words.text("start.demo_call", language, address=at))
        say(f"{words.text('start.demo_fingerprint', language)}\n{certificate.fingerprint}")
    say(people_table(words, language))
    people = " · ".join(login for login, *_ in PEOPLE)
    told = [words.text("start.demo_ready", language, address=at, people=people, password=PASSWORD)]
    if settings.sip_port:
        told.append(words.text("start.demo_phones", language, host=shown[0], port=str(settings.sip_port)))
    if not quiet:
        command = f"auxilio simulate pause|resume{_where(settings)}"
        told.append(words.text("start.demo_city", language, command=command))
    say("  ".join(told))


async def run_demo(settings: Settings, *, extract: Path | None, lan: bool, quiet: bool, radio: bool) -> None:
    """Set up what is missing, start everything, say where it is, run until told to stop. `radio`: with a radio network."""
    told = stop_event()
    async with running_demo(settings, extract=extract, lan=lan, quiet=quiet, radio=radio):
        await told.wait()


@asynccontextmanager
async def running_demo(
    settings: Settings, *, extract: Path | None, lan: bool, quiet: bool, radio: bool
) -> AsyncIterator[None]:
    """Everything is set up and started, and it was said where it is; at the end all is stopped, the database last.
    Raises `CannotStart`."""
    clock, words, language = SystemClock(), catalogues(), reader_language()
    async with AsyncExitStack() as held:
        held.enter_context(hold_data_folder(settings, settings.address))
        certificate = own_certificate(settings, clock.now()) if lan else None
        if certificate is not None:
            settings = msgspec.structs.replace(
                settings, tls_certificate=certificate.certificate, tls_key=certificate.key
            )
        settings = msgspec.structs.replace(
            settings, mode=mode_of(settings.data), area=settings.area or DEMO_AREA
        )
        listening = await held.enter_async_context(own_ports(settings))
        on = held.enter_context(demo_radio_network(settings)) if radio else None
        if on is not None:
            gateways = f"{RADIO_NETWORK_FILE}=tcp:127.0.0.1:{on.port}"
            listening = msgspec.structs.replace(listening, radio_gateways=gateways)
        await check_start(listening, clock)
        _say.print(words.text("start.demo_database", language))
        started = await held.enter_async_context(database(listening))
        await check_content(started)
        _say.print(words.text("start.demo_map", language))
        running = msgspec.structs.replace(
            started,
            region=await build_region(started, extract),
            seal_after_s=min(started.seal_after_s, SEAL_AFTER_S),
            log_level="WARNING",  # the address is to stay on the screen
        )
        _say.print(words.text("start.demo_people", language))
        await seed(running)
        failing = asyncio.Event()
        tasks = [
            asyncio.create_task(keep_running([command], running, clock, ended=_sets(failing)))
            for command in processes_of(running)
        ]
        if on is not None:
            tasks.append(asyncio.create_task(keep_running(_network(on), running, clock)))
        try:
            _say.print(words.text("start.demo_console", language))
            await wait_for_pages(running, clock, failing)
            tell_where(running, certificate, quiet=quiet, language=language)
            if not quiet:
                trust = {"SSL_CERT_FILE": str(running.tls_certificate)} if running.tls else {}
                tasks.append(asyncio.create_task(keep_running(_city(running, on), running, clock, trust)))
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
