"""What `up` and `demo` say to the person who starts them: where the centre is and what comes next, or why it does not start."""

import asyncio
import shlex
import ssl
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import httpx
import msgspec

from auxilio.app.cli.start_checks import CannotStart, ask
from auxilio.app.settings import Settings, SettingsMalformed, given_by_environment, given_by_file
from auxilio.kernel.refusal import Refused
from auxilio.platform.certificate import lan_addresses
from auxilio.platform.clock import Clock, SystemClock
from auxilio.platform.documents import DocumentFault
from auxilio.platform.http.site import EVERY_ADDRESS
from auxilio.platform.i18n import catalogues, reader_language
from auxilio.platform.process import notify_ready
from auxilio.setup.core.policy import LINK_LIFE
from auxilio.setup.saved_settings import TLS_FILES, saved_settings

READY_WITHIN_S = 60
ADMINISTRATORS_MIN = 2
"""Roles that see into cases are asked for by one and confirmed by another (decision 0254)."""


@contextmanager
def faults_in_words() -> Iterator[None]:
    """Print why it does not start, a line for each fault, and end with 1; never a traceback of what is no defect."""
    try:
        yield
    except CannotStart as cannot:
        faults = list(cannot.faults)
    except SettingsMalformed as malformed:
        faults = list(malformed.faults)
    except Refused as refused:
        faults = [refused]
    else:
        return
    for fault in faults:
        click.echo(f"auxilio: {_line(fault)}", err=True)
    sys.exit(1)


def _line(fault: Refused | DocumentFault) -> str:
    if isinstance(fault, DocumentFault):
        from auxilio.app.cli.content import describe

        said = describe(fault, reader_language())
    else:
        said = catalogues().refusal(fault, reader_language())
    return " ".join(said.split())


def quiet_on_terminal(settings: Settings) -> Settings:
    """On a terminal only warnings are logged, unless a level was asked for: the address is to stay on the screen."""
    asked = "log_level" in given_by_file() | given_by_environment()
    return (
        settings
        if asked or not sys.stderr.isatty()
        else msgspec.structs.replace(settings, log_level="WARNING")
    )


async def until_ready(settings: Settings, clock: Clock) -> None:
    """Until the page answers. Raises `Refused("not_ready")` after a minute."""
    url = f"{settings.address}/api/health"
    trusted = ssl.create_default_context(cafile=settings.tls_certificate)
    # The certificate is of the public name, and may be all there is of its chain; we ask this machine.
    trusted.check_hostname = False
    trusted.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    async with httpx.AsyncClient(verify=trusted) as client:
        for _ in range(READY_WITHIN_S * 5):
            try:
                if (await client.get(url)).json().get("status") == "ok":
                    return
            except (httpx.TransportError, ValueError):
                pass  # not there yet; asked again below
            await clock.sleep(0.2)
    raise Refused("not_ready", url=url)


async def wait_for_pages(settings: Settings, clock: Clock, failing: asyncio.Event) -> None:
    """Until the pages answer, however slow the machine is; each minute it is said what is waited for.

    Raises `Refused("not_ready")` when `failing` says that what serves them does not start.
    """
    words, language = catalogues(), reader_language()
    gives_up = asyncio.create_task(failing.wait())
    try:
        while True:
            asked = asyncio.create_task(until_ready(settings, clock))
            await asyncio.wait({asked, gives_up}, return_when=asyncio.FIRST_COMPLETED)
            if not asked.done():
                asked.cancel()
                raise Refused("not_ready", url=settings.address)
            if asked.exception() is None:
                return
            if not isinstance(asked.exception(), Refused):
                asked.result()
            click.echo(words.text("start.slow", language, address=settings.address), err=True)
    finally:
        gives_up.cancel()


async def announce(settings: Settings) -> None:
    """Say where the pages are and what to do next, as soon as they answer; and each minute that they do not yet."""
    words, language = catalogues(), reader_language()
    click.echo(words.text("start.begun", language))
    await wait_for_pages(settings, SystemClock(), asyncio.Event())  # whoever started us sees what ends
    notify_ready()
    try:
        secret = await ask("setup_link", settings, str)
        known = 0 if secret else await ask("administrators", settings, int)
    except Refused:
        secret, known = "", ADMINISTRATORS_MIN  # the pages answer all the same
    address = shown_address(settings)
    click.echo(words.text("start.ready", language, address=address))
    if secret:
        hours = round(LINK_LIFE.total_seconds() / 3600)
        click.echo(words.text("start.next_setup", language, link=f"{address}/setup#{secret}", hours=hours))
    elif known < ADMINISTRATORS_MIN:
        program = sys.argv[0] if Path(sys.argv[0]).name == "auxilio" else "auxilio"
        command = f'{program} administrator LOGIN --name "NAME" --data {shlex.quote(str(settings.data))}'
        left = ADMINISTRATORS_MIN - known
        click.echo(
            words.text("start.next_administrators", language, left=left, command=command, address=address)
        )
    else:
        click.echo(words.text("start.next_sign_in", language, address=address))


def shown_address(settings: Settings) -> str:
    """The address that people type: the stated one, else of this machine in its network, else of this machine.

    Where a saved certificate is lost, as after a restore, nothing answers at the stated one: it is brought again on this machine.
    """
    if not settings.tls and TLS_FILES[0] in saved_settings(settings.data):
        return settings.address
    if settings.public_url:
        return settings.public_url
    others = lan_addresses() if settings.host in EVERY_ADDRESS else []
    return settings.address_at(others[0]) if others else settings.address
