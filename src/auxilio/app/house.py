"""The wiring: which noun, which service, which board. The only place where all capabilities meet."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from auxilio.app.door import Door, Handle
from auxilio.app.settings import Settings
from auxilio.calls import service as calls
from auxilio.cases import service as cases
from auxilio.cases.ports import OpenWork
from auxilio.kernel.event import Command
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import Clock, SystemClock
from auxilio.platform.database.connection import Pool, open_pool
from auxilio.platform.database.nouns import Noun, Nouns
from auxilio.platform.database.wakeups import Wakeups
from auxilio.platform.database.work import Work

NOUNS: tuple[Noun[Any], ...] = (calls.CALL, calls.DESK, cases.CASE)
OPEN_WORK: Sequence[OpenWork] = ()


def all_nouns() -> Nouns:
    """Every noun of the house."""
    return Nouns(*NOUNS)


def services(work: Work) -> list[tuple[tuple[type[Command], ...], Handle]]:
    """Every service with the commands it answers."""
    return [
        (calls.COMMANDS, calls.Calls(work).handle),
        (cases.COMMANDS, cases.Cases(work, OPEN_WORK).handle),
    ]


@dataclass(frozen=True)
class Shell:
    """What every process of the house holds."""

    pool: Pool
    dsn: str
    clock: Clock
    wakeups: Wakeups
    work: Work
    door: Door
    nouns: Nouns


@asynccontextmanager
async def open_shell(settings: Settings, clock: Clock | None = None) -> AsyncIterator[Shell]:
    """The same shell for `serve`, for `worker` and for a test. Raises `Refused("database_url_missing")`."""
    if settings.database_url is None:
        raise Refused("database_url_missing")
    pool = await open_pool(settings.database_url)
    try:
        async with Wakeups(pool, settings.database_url) as wakeups:
            ticking = clock or SystemClock()
            work = Work(pool, ticking, wakeups)
            yield Shell(
                pool, settings.database_url, ticking, wakeups, work, Door(*services(work)), all_nouns()
            )
    finally:
        await pool.close()
