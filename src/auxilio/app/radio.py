"""`auxilio radio` as a process: the line to each gateway, until told to stop.

Several may run; one has the lines and the others wait, warm, to take them up, as with calls (decision 0191).
"""

import asyncio
import contextlib
import logging
from functools import partial
from pathlib import Path

from auxilio.app.carriers import OnTheMap
from auxilio.app.house import Shell, open_region, open_shell, started
from auxilio.app.settings import Settings
from auxilio.app.supervisor import until_told
from auxilio.dispatch.tracking.service import Tracking
from auxilio.geo.service import RegionService
from auxilio.kernel.refusal import Refused
from auxilio.platform.database.only_one import OnlyOne
from auxilio.platform.files import write_durably
from auxilio.platform.keys.typed import new_typed_secret
from auxilio.process.runner import system_actor
from auxilio.radio.bridge import Bridge
from auxilio.radio.gateway import Address, addresses, connect
from auxilio.radio.store import RadioStore

SECRET_BYTES_MIN = 16
_log = logging.getLogger(__name__)


def secret_file(settings: Settings, gateway: str) -> Path:
    """Where the secret that we share with a bridge lies: like the keys it is in no backup."""
    return settings.data / "radio" / f"{gateway}.secret"


def secret_of(settings: Settings, gateway: str) -> bytes:
    """The secret, as text without blanks around it. Raises `Refused("radio_secret_missing")`."""
    file = secret_file(settings, gateway)
    found = file.read_bytes().strip() if file.is_file() else b""
    if len(found) < SECRET_BYTES_MIN:
        raise Refused("radio_secret_missing", file=str(file))
    return found


def make_secret(settings: Settings, gateway: str) -> Path:
    """A new secret, where there is none; it is given to the bridge by hand."""
    file = secret_file(settings, gateway)
    if not file.is_file():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_durably(file, new_typed_secret().encode() + b"\n", mode=0o600)
    return file


def bridge_of(settings: Settings, shell: Shell, region: RegionService, address: Address) -> Bridge:
    """The line to one gateway."""
    secret = secret_of(settings, address.gateway)
    return Bridge(
        gateway=address.gateway,
        connect=partial(connect, address, secret, clock=shell.clock, authority=settings.radio_ca),
        handle=shell.door.handle,
        actor=system_actor(settings.mode),
        store=RadioStore(shell.pool),
        positions=OnTheMap(shell.pool, Tracking(shell.pool, shell.clock, region)),
        pool=shell.pool,
        clock=shell.clock,
    )


async def run_radio(settings: Settings) -> None:
    """Hold the lines, or wait to, until told to stop."""
    told = until_told()
    lines = addresses(settings.radio_gateways)
    region = await asyncio.to_thread(open_region, settings)
    async with contextlib.AsyncExitStack() as open_:
        open_.callback(region.close)
        shell = await open_.enter_async_context(open_shell(settings))
        only = OnlyOne(shell.dsn, "radio")
        open_.push_async_callback(only.let_go)
        bridges = [bridge_of(settings, shell, region, one) for one in lines]
        started()
        working = asyncio.create_task(_lead(only, bridges))
        stopping = asyncio.create_task(told.wait())
        await asyncio.wait([working, stopping], return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            working.result()  # another has the lines, or a defect: the process ends, and is started again
        for task in (working, stopping):
            task.cancel()
        await asyncio.gather(working, stopping, return_exceptions=True)


async def _lead(only: OnlyOne, bridges: list[Bridge]) -> None:
    await only.wait()
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(bridge.run()) for bridge in bridges]
        await only.until_another()
        for task in tasks:
            task.cancel()
