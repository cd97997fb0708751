"""For `up` and `demo`: starts the database, then `serve` and `worker` as processes of their own, and keeps them running.

`voice` runs too unless its port is 0, and `radio` where a gateway is configured.
A process that dies is started again; Ctrl-C stops all in the right order, the database last.
"""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from types import MappingProxyType

import msgspec

from auxilio.app.settings import Settings, environment_of
from auxilio.app.settings_in_force import passed_on
from auxilio.app.storage import bring_up_to_date, postgres_of
from auxilio.platform.backoff import backoff_s
from auxilio.platform.blobs.folder import sweep
from auxilio.platform.clock import SystemClock
from auxilio.platform.forked_process import ForkedProcess, import_before_forking

AGAIN_AFTER_S = 0.5
AGAIN_AFTER_MAX_S = 10.0
STEADY_S = 30.0
"""A process that ran longer than this is restarted at once when it ends."""
STOP_S = 10.0
IMPORTED = (
    *(f"auxilio.app.processes.{name}" for name in ("web_application", "serve", "worker", "voice")),
    "auxilio.app.cli.start_questions",
    "auxilio.active_content.shipped_ahead",
)
"""What the processes of every installation need, imported once for all of them."""
_log = logging.getLogger(__name__)


@asynccontextmanager
async def database(settings: Settings) -> AsyncIterator[Settings]:
    """The database started, watched and migrated, what a crash left of blobs swept; the settings name it."""
    server = postgres_of(settings)
    # What is started from here never learns how the owner of the tables connects.
    os.environ.pop("AUXILIO_DATABASE_OWNER_URL", None)
    import_before_forking(IMPORTED)
    dsn = await server.start()
    if left := await asyncio.to_thread(sweep, settings.blobs):
        _log.warning("blobs_swept", extra={"count": left})
    watching = asyncio.create_task(server.watch())
    try:
        await bring_up_to_date(server, dsn)
        yield msgspec.structs.replace(
            settings, database_url=dsn, database_owner_url=None, data=settings.data.absolute()
        )
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        await server.stop()


async def keep_running(
    arguments: Sequence[str],
    settings: Settings,
    clock: SystemClock,
    more: Mapping[str, str] = MappingProxyType({}),
    ended: Callable[[int], None] = lambda _: None,
) -> None:
    """Run one of our own commands, and again whenever it ends; until cancelled, which stops it.

    `ended` is told each end: how many in a row came so soon that it does not start.
    """
    environ = {**os.environ, **environment_of(settings), **passed_on(settings), **more}
    loop, quick_ends = asyncio.get_running_loop(), 0
    while True:
        begun_s = loop.time()
        title = " ".join(["auxilio", *arguments])
        child = ForkedProcess(title, "auxilio.app.cli:run_command", tuple(arguments), environ)
        try:
            await child.start()
            code = await child.wait()
        except asyncio.CancelledError:
            await child.stop(STOP_S)
            raise
        _log.warning("process_ended", extra={"command": arguments[0], "code": code})
        quick_ends = 0 if loop.time() - begun_s > STEADY_S else quick_ends + 1
        ended(quick_ends)
        # After half a second for a process that ran well, ever later for one that cannot start, so that the others keep a core.
        await clock.sleep(backoff_s(quick_ends, AGAIN_AFTER_S, AGAIN_AFTER_MAX_S))


def processes_of(settings: Settings) -> list[str]:
    """What runs beside the database. Voice is alone: a new page never drops a call."""
    voice, radio = bool(settings.voice_port), bool(settings.radio_gateways)
    return ["serve", "worker", *(["voice"] if voice else []), *(["radio"] if radio else [])]
