"""`auxilio up`: starts the database, then `serve` and `worker` as processes of their own, and keeps them running.

A process that dies is started again; Ctrl-C stops all in the right order, the database last.
"""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import msgspec

from auxilio.app.serve import environment_of
from auxilio.app.settings import Settings
from auxilio.platform.clock import SystemClock
from auxilio.platform.database.connection import open_pool
from auxilio.platform.database.migrate import upgrade
from auxilio.platform.postgres import postgres_for

AGAIN_AFTER_S = 0.5
STOP_S = 10.0
_log = logging.getLogger(__name__)


@asynccontextmanager
async def database(settings: Settings) -> AsyncIterator[Settings]:
    """The database started, watched and migrated; the settings name it."""
    environ = {"AUXILIO_DATABASE_URL": settings.database_url} if settings.database_url else {}
    server = postgres_for((settings.data / "postgres").absolute(), environ)
    dsn = await server.start()
    watching = asyncio.create_task(server.watch())
    try:
        pool = await open_pool(dsn, size_max=2)
        await upgrade(pool)
        await pool.close()
        yield msgspec.structs.replace(settings, database_url=dsn, data=settings.data.absolute())
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        await server.stop()


async def keep_running(arguments: Sequence[str], settings: Settings, clock: SystemClock) -> None:
    """Run one of our own commands, and again whenever it ends; until cancelled, which stops it."""
    environ = {**os.environ, **environment_of(settings)}
    while True:
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "auxilio", *arguments, env=environ, start_new_session=True
        )
        try:
            code = await child.wait()
        except asyncio.CancelledError:
            await _stop(child)
            raise
        _log.warning("process_ended", extra={"command": arguments[0], "code": code})
        await clock.sleep(AGAIN_AFTER_S)


async def _stop(child: asyncio.subprocess.Process) -> None:
    if child.returncode is None:
        child.terminate()
    try:
        await asyncio.wait_for(child.wait(), STOP_S)
    except TimeoutError:
        child.kill()
        await child.wait()


def until_told() -> asyncio.Event:
    """Set when a person or the system asks us to stop."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.set)
    return told


async def run_up(settings: Settings) -> None:
    """Everything, until told to stop."""
    told = until_told()
    async with database(settings) as running, asyncio.TaskGroup() as processes:
        tasks = [
            processes.create_task(keep_running([command], running, SystemClock()))
            for command in ("serve", "worker")
        ]
        await told.wait()
        for task in tasks:
            task.cancel()
