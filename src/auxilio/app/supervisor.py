"""`auxilio up`: starts the database, then `serve`, `worker` and `voice` as processes of their own, and keeps them running.

A process that dies is started again; Ctrl-C stops all in the right order, the database last.
"""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from types import MappingProxyType

import msgspec

from auxilio.app.serve import environment_of
from auxilio.app.settings import Settings
from auxilio.platform.blobs.folder import sweep
from auxilio.platform.clock import SystemClock
from auxilio.platform.database.connection import open_pool
from auxilio.platform.database.migrate import upgrade
from auxilio.platform.postgres import postgres_for

AGAIN_AFTER_S = 0.5
AGAIN_AFTER_MAX_S = 10.0
STEADY_S = 30.0
"""Whoever ran longer than this ends for once, and not for ever."""
STOP_S = 10.0
_log = logging.getLogger(__name__)


@asynccontextmanager
async def database(settings: Settings) -> AsyncIterator[Settings]:
    """The database started, watched and migrated, what a crash left of blobs swept; the settings name it."""
    environ = {"AUXILIO_DATABASE_URL": settings.database_url} if settings.database_url else {}
    server = postgres_for((settings.data / "postgres").absolute(), environ)
    dsn = await server.start()
    if left := await asyncio.to_thread(sweep, settings.blobs):
        _log.warning("blobs_swept", extra={"count": left})
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


async def keep_running(
    arguments: Sequence[str],
    settings: Settings,
    clock: SystemClock,
    more: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Run one of our own commands, and again whenever it ends; until cancelled, which stops it."""
    environ = {**os.environ, **environment_of(settings), **more}
    loop, quick_ends = asyncio.get_running_loop(), 0
    while True:
        begun_s = loop.time()
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "auxilio", *arguments, env=environ, start_new_session=True
        )
        try:
            code = await child.wait()
        except asyncio.CancelledError:
            await _stop(child)
            raise
        _log.warning("process_ended", extra={"command": arguments[0], "code": code})
        quick_ends = 0 if loop.time() - begun_s > STEADY_S else quick_ends + 1
        await clock.sleep(again_after_s(quick_ends))


def again_after_s(quick_ends: int) -> float:
    """Seconds until the next try: at once for who ran well, ever later for who cannot start, so that the others keep a core."""
    return float(min(AGAIN_AFTER_MAX_S, AGAIN_AFTER_S * 2 ** max(0, quick_ends - 1)))


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


def processes_of(settings: Settings) -> list[str]:
    """What runs beside the database. Voice is alone: a new page never drops a call."""
    voice, radio = bool(settings.voice_port), bool(settings.radio_gateways)
    return ["serve", "worker", *(["voice"] if voice else []), *(["radio"] if radio else [])]


async def run_up(settings: Settings) -> None:
    """Everything, until told to stop."""
    told = until_told()
    async with database(settings) as running, asyncio.TaskGroup() as processes:
        tasks = [
            processes.create_task(keep_running([command], running, SystemClock()))
            for command in processes_of(running)
        ]
        await told.wait()
        for task in tasks:
            task.cancel()
