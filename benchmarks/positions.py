"""What positions of units cost: phones as their app sends, the judgement, the road, and the time until a board shows it.

    .venv/bin/python benchmarks/positions.py --json [--units 500] [--seconds 30]

steady    so many units, each with a fix every 5 s, driving; one window asks for all positions as the centre's page does;
burst     the same, and twenty of them ten times a second besides;
flat_out  eight connections as fast as they are answered: where the end is.

One installation on the invented town, with its roads: `serve`, `worker`, PostgreSQL. The phones are one process on the same
machine. Milliseconds; CPU in per cent of one core. `shown` is from sending a fix until a question for all positions, asked
every 100 ms, has it; a page asks every 5 s. A busy machine makes the times worse, never better.
"""

import argparse
import asyncio
import json
import math
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import msgspec
import uvloop
from installations import Installation, machine, open_installation
from spine import percentiles, say

from auxilio.active_content.content_bundle import content_folder
from auxilio.dispatch.fakes import EveryCaseIsOpen
from auxilio.dispatch.response_plan.content import read_plan
from auxilio.dispatch.service import DispatchService
from auxilio.dispatch.store import DispatchStore
from auxilio.dispatch.tracking.core.model import DeviceKind
from auxilio.dispatch.tracking.service import TrackingService
from auxilio.dispatch.units.core.messages import RegisterUnit, SignOnCrew
from auxilio.dispatch.units.core.model import CrewMember
from auxilio.geo.build.region_build import build_region
from auxilio.geo.service import RegionService
from auxilio.geo.town import write_town
from auxilio.kernel.ids import AgencyId, CentreId, CommandId, UnitId
from auxilio.kernel.position import Point
from auxilio.platform.clock import SystemClock
from auxilio.platform.database.command_executor import CommandExecutor
from auxilio.platform.database.connection import Pool, open_pool
from auxilio.platform.ids import new_id
from auxilio.workflows.runner import system_actor

EVERY_S, FAST_S, FAST_UNITS, LINES, FLAT_LINES = 5.0, 0.1, 20, 40, 8
BURST_S = 10.0
LOOK_S = 0.1
DRAIN_S = 5.0
HERE = Point(41.92, 1.90)
DRIVES_M_S = 12.0


@dataclass
class Vehicle:
    """A unit with its phone, going round the town."""

    unit: UnitId
    token: str
    nth: int

    def query(self) -> tuple[str, datetime]:
        """Traccar Client's query for where it is now."""
        now = time.time()
        turn = now * DRIVES_M_S / 600 + self.nth
        lat, lon = HERE.lat + 0.0054 * math.sin(turn), HERE.lon + 0.0072 * math.cos(turn)
        at = datetime.fromtimestamp(round(now, 3), UTC)
        return (
            f"id={self.token}&timestamp={round(now * 1000)}&lat={lat:.6f}&lon={lon:.6f}&speed=23.3"
            "&bearing=90.0&altitude=300.0&accuracy=6.0&batt=80.0",
            at,
        )


class Wire:
    """One connection that posts queries as the app does."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str) -> None:
        self._reader, self._writer, self._host = reader, writer, host
        self._turn = asyncio.Lock()

    @classmethod
    async def open(cls, base: str) -> "Wire":
        at = urlsplit(base)
        return cls(*await asyncio.open_connection(at.hostname, at.port), at.netloc)

    async def post(self, query: str) -> float:
        """Send one fix and read its answer, which must be a success; milliseconds from when it was due."""
        due = time.perf_counter()
        async with self._turn:
            head = f"POST /api/position/traccar?{query} HTTP/1.1\r\nhost: {self._host}\r\ncontent-length: 0\r\n\r\n"
            self._writer.write(head.encode())
            answer = await self._reader.readuntil(b"\r\n\r\n")
            assert b" 200 " in answer[:20], answer
        return (time.perf_counter() - due) * 1000


async def fleet(pool: Pool, count: int) -> list[Vehicle]:
    """So many units with a crew and a phone, made by the real commands."""

    plan, faults = read_plan(content_folder(), "demo")
    assert plan is not None, faults
    store, clock = DispatchStore(pool), SystemClock()
    dispatch = DispatchService(
        CommandExecutor(pool, clock), store, store, lambda: plan, EveryCaseIsOpen(), store
    )
    tracking, actor = TrackingService(pool, clock, RegionService.without_data()), system_actor()
    made: list[Vehicle] = []
    for nth in range(count):
        unit = UnitId(new_id())
        register = RegisterUnit(
            unit=unit,
            callsign=f"V-{nth:03}",
            agency=AgencyId("san"),
            centre=CentreId("san-1"),
            capabilities=("als",),
            home=HERE,
        )
        sign_on = SignOnCrew(unit=unit, crew=(CrewMember(name="Bench", role="technician"),))
        for command in (register, sign_on):
            await dispatch.handle(CommandId(new_id()), command, actor)
        _, token, _ = await tracking.add_device(unit, "Phone", DeviceKind.TRACCAR, actor)
        made.append(Vehicle(unit, token, nth))
    return made


async def _pace(
    vehicle: Vehicle, wire: Wire, every_s: float, until: float, first_s: float, taken: list[float]
) -> None:
    due = time.perf_counter() + first_s
    while due < until:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        taken.append(await wire.post(vehicle.query()[0]))
        due += every_s


async def _shown(
    installation: Installation, probe: Vehicle, wire: Wire, until: float, taken: list[float], sizes: list[int]
) -> None:
    """From sending a fix until all positions have it."""
    async with httpx.AsyncClient(base_url=installation.base, headers=installation.headers) as window:
        while time.perf_counter() < until - 2:
            query, at = probe.query()
            sent = time.perf_counter()
            await wire.post(query)
            while time.perf_counter() < sent + 10:
                answer = await window.get("/api/dispatch/positions")
                rows = msgspec.json.decode(answer.content)
                sizes.append(len(answer.content))
                if any(r["unit"] == str(probe.unit) and datetime.fromisoformat(r["at"]) >= at for r in rows):
                    taken.append((time.perf_counter() - sent) * 1000)
                    break
                await asyncio.sleep(LOOK_S)
            await asyncio.sleep(1.0)


async def run(
    installation: Installation, vehicles: list[Vehicle], seconds: float, fast: int
) -> dict[str, Any]:
    """So long, with `fast` of the vehicles at ten a second besides."""
    wires = [await Wire.open(installation.base) for _ in range(LINES)]
    answered: list[float] = []
    quick: list[float] = []
    shown: list[float] = []
    sizes: list[int] = []
    begun, used = time.perf_counter(), installation.cpu_s()
    until = begun + seconds
    probe, others = vehicles[0], vehicles[1:]
    jobs = [
        _pace(one, wires[nth % LINES], EVERY_S, until, EVERY_S * nth / len(others), answered)
        for nth, one in enumerate(others)
    ]
    jobs += [
        _pace(one, await Wire.open(installation.base), FAST_S, until, FAST_S * nth / max(1, fast), quick)
        for nth, one in enumerate(others[:fast])
    ]
    await asyncio.gather(
        *jobs, _shown(installation, probe, await Wire.open(installation.base), until, shown, sizes)
    )
    took_s, spent = time.perf_counter() - begun, installation.cpu_s()
    fixes = len(answered) + len(quick)
    return {
        "fixes_per_s": round(fixes / took_s, 1),
        "answered": percentiles(answered),
        **({"answered_at_ten_a_second": percentiles(quick)} if fast else {}),
        "shown": percentiles(shown),
        "positions_bytes": max(sizes, default=0),
        "cpu_pct": {name: round(100 * (spent[name] - used[name]) / took_s, 1) for name in spent},
        "cpu_ms_per_fix": {name: round(1000 * (spent[name] - used[name]) / fixes, 2) for name in spent},
    }


async def flat_out(installation: Installation, vehicles: list[Vehicle], seconds: float) -> dict[str, Any]:
    """As fast as eight connections are answered."""
    taken: list[float] = []
    begun, used = time.perf_counter(), installation.cpu_s()

    async def one(nth: int) -> None:
        wire, turn = await Wire.open(installation.base), nth
        while time.perf_counter() < begun + seconds:
            taken.append(await wire.post(vehicles[turn % len(vehicles)].query()[0]))
            turn += FLAT_LINES

    await asyncio.gather(*(one(nth) for nth in range(FLAT_LINES)))
    took_s, spent = time.perf_counter() - begun, installation.cpu_s()
    return {
        "fixes_per_s": round(len(taken) / took_s, 1),
        "answered": percentiles(taken),
        "cpu_pct": {name: round(100 * (spent[name] - used[name]) / took_s, 1) for name in spent},
    }


@asynccontextmanager
async def town() -> AsyncIterator[Path]:
    """The invented town with its roads."""
    with tempfile.TemporaryDirectory(prefix="auxilio-town-") as folder:
        extract, region = Path(folder) / "riudalba.osm.pbf", Path(folder) / "region"
        await asyncio.to_thread(write_town, extract)
        await asyncio.to_thread(build_region, extract, region, datetime.now(UTC))
        yield region


async def measure(units: int, seconds: float) -> dict[str, Any]:
    """The whole report."""
    report: dict[str, Any] = {"machine": machine(), "units": units}
    async with town() as region, open_installation(region=region) as installation:
        pool = await open_pool(installation.dsn, size_max=2)
        vehicles = await fleet(pool, units)
        report["steady"] = say(await run(installation, vehicles, seconds, 0))
        report["burst"] = say(await run(installation, vehicles, BURST_S, FAST_UNITS))
        report["flat_out"] = say(await flat_out(installation, vehicles, BURST_S))
        await asyncio.sleep(DRAIN_S)  # roads are looked for after the answers
        report["on_road"] = dict(
            await pool.fetch("select coalesce(on_road, 'waiting'), count(*) from unit_position group by 1")
        )
        report["kept"] = {
            "track": await pool.fetchval("select count(*) from unit_track"),
            "doubts": await pool.fetchval("select count(*) from unit_doubt"),
        }
        report["memory_mb"] = installation.memory_mb()
        await pool.close()
    return report


def main() -> None:
    """Measure and tell."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--json", action="store_true", help="the report as JSON; else the same with indents")
    asked.add_argument("--units", type=int, default=500)
    asked.add_argument("--seconds", type=float, default=30.0)
    wanted = asked.parse_args()
    report = uvloop.run(measure(wanted.units, wanted.seconds))
    json.dump(report, sys.stdout, indent=None if wanted.json else 2)
    print()


if __name__ == "__main__":
    main()
