"""One play: an installation is opened, operators sit down, everybody calls, and the log is read when all is quiet."""

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auxilio.followup.core.model import WatchKind
from auxilio.followup.service import WATCH
from auxilio.platform.clock import SystemClock
from auxilio.platform.database import log
from auxilio.platform.database.aggregates import AggregateRegistry
from auxilio.platform.database.connection import open_pool
from auxilio.platform.database.log import raw_body
from auxilio.workflows.runner import StateReader as Reads
from benchmarks.installations import Installation, behind, open_installation
from simulator.pace import Pace
from simulator.server_client import ServerClient
from tests.voice.curve.callers import Callers
from tests.voice.curve.checker import CallRecord, Verdict, judge, read
from tests.voice.curve.desks import Desks, seed_of
from tests.voice.curve.plan import Day, Piece, operators, people, shared_mobiles

QUIET_WITHIN_S = 120.0
BATCH = 5_000


@dataclass(frozen=True)
class Play:
    """What was seen."""

    verdict: Verdict
    done: dict[str, int]
    played_s: float
    cpu_s: dict[str, float]
    operators: int


async def play(day: Day, piece: Piece, folder: Path, **settings: Any) -> Play:
    """Play a piece of the day in an installation of its own; `settings` are its own, over those that a play needs."""
    everybody, seats = people(day, piece), operators(day, piece)
    told = {"sip_trusted": "127.0.0.0/8", "shared_numbers": ",".join(sorted(shared_mobiles(everybody)))}
    async with open_installation(voice=True, seed=seed_of(seats), **{**told, **settings}) as installation:
        pace = Pace(SystemClock(), piece.speed)
        callers = Callers(
            everybody, speed=piece.speed, tries=day.tries, port=installation.settings.sip_port, folder=folder
        )
        async with ServerClient(installation.base, pace) as client:
            desks = Desks(client, pace, day, everybody, callers.hears)
            async with desks.open(seats):
                before, begun = installation.cpu_s(), time.perf_counter()
                await callers.play()
                await desks.until_quiet(QUIET_WITHIN_S)
                played_s = time.perf_counter() - begun
                spent = {name: round(s - before[name], 2) for name, s in installation.cpu_s().items()}
        verdict = judge(everybody, callers.tries(), await _calls(installation))
    return Play(verdict, dict(desks.done), round(played_s, 1), spent, seats)


async def _calls(installation: Installation) -> dict[str, CallRecord]:
    """Every call of the log, when the worker has drawn every consequence."""
    pool = await open_pool(installation.dsn, size_max=2)
    try:
        async with asyncio.timeout(QUIET_WITHIN_S):
            while await behind(pool, "%"):
                await asyncio.sleep(0.1)
        facts, cursor = [], log.Cursor()
        while batch := await log.read_after(pool, cursor, BATCH):
            facts += [(one.kind, raw_body(one)) for one in batch if one.kind.startswith("calls.call.")]
            cursor = batch[-1].position
        watches = await Reads(pool, AggregateRegistry(WATCH)).live(WATCH, kind=WatchKind.CALL_BACK.value)
        return read(facts, [str(one.call) for one in watches])
    finally:
        await pool.close()
