"""How long the recommendation of units takes, by the road as it is now, with its reasons.

    python benchmarks/recommend.py --json --region DIR        a region that was built; the invented town by default

One task, `--units` units of one centre at places on roads of the region, a third of them busy, closures in force drawn anew
between questions. Timed is what a centre waits for: the look at what is closed is not in it (a query, `benchmarks/spine.py`
has the database's figures), the travel times, the order, every reason and flag, and the JSON.
"""

import argparse
import asyncio
import json
import os
import random
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from auxilio.dispatch.model.task import Task, TaskState
from auxilio.dispatch.model.unit import CrewMember, Unit, UnitPosition, UnitStatus
from auxilio.dispatch.policy import recommend
from auxilio.geo.build.build import build_region
from auxilio.geo.model import By, Held
from auxilio.geo.service import RegionService
from auxilio.geo.town import write_town
from auxilio.kernel.ids import AgencyId, AssignmentId, CaseId, CentreId, TaskId, UnitId
from auxilio.kernel.position import Point
from auxilio.kernel.words import Mode, Priority
from auxilio.platform.ids import new_id
from benchmarks.geo import points_of, spread

AT = datetime(2026, 3, 14, 3, 0, tzinfo=UTC)
CENTRE = CentreId("san-1")
CAPABILITIES = (("als", "bls"), ("bls",), ("bls", "aed"), ("rrv", "als"))
ASKED = ("als", "bls", "bls")
CLOSED_DEGREES = 0.002
"""About 200 m: a bridge and its approaches."""


def unit_at(nth: int, point: Point, rng: random.Random) -> Unit:
    """One unit; a third are on another run."""
    busy = rng.random() < 1 / 3
    return Unit(
        id=UnitId(new_id()),
        callsign=f"U-{nth:03}",
        centre=CENTRE,
        agency=AgencyId("san"),
        mode=Mode.REAL,
        capabilities=CAPABILITIES[nth % len(CAPABILITIES)],
        home=point,
        status=UnitStatus.EN_ROUTE if busy else UnitStatus.AVAILABLE,
        status_at=AT,
        crew=(CrewMember(name="bench", role="driver"),),
        assignment=AssignmentId(new_id()) if busy else None,
        task=TaskId(new_id()) if busy else None,
        case=CaseId(new_id()) if busy else None,
    )


def task_at(point: Point) -> Task:
    """A task that asks for three."""
    return Task(
        id=TaskId(new_id()),
        case=CaseId(new_id()),
        centre=CENTRE,
        agency=AgencyId("san"),
        service="HEALTH",
        mode=Mode.REAL,
        priority=Priority.P0,
        state=TaskState.ACCEPTED,
        capabilities=ASKED,
        place=point,
        offered_at=AT,
        offered_by="bench",
        since=AT,
    )


def closure(point: Point) -> Held:
    half = CLOSED_DEGREES / 2
    corners = ((-half, -half), (-half, half), (half, half), (half, -half))
    return Held(ring=tuple(Point(lat=point.lat + a, lon=point.lon + b) for a, b in corners))


async def measure(region: RegionService, folder: Path, units: int, asks: int, seed: int) -> dict[str, Any]:
    rng = random.Random(seed)
    fleet = [unit_at(nth, point, rng) for nth, point in enumerate(points_of(folder, units, rng))]
    seen = {one.id: UnitPosition(unit=one.id, point=one.home, at=AT) for one in fleet}
    whole: list[float] = []
    roads: list[float] = []
    cpu: list[float] = []
    off_road = 0
    for place in points_of(folder, asks, rng):
        await region.hold([closure(point) for point in points_of(folder, 3, rng)])
        task = task_at(place)
        began, spent = time.perf_counter(), time.process_time()
        times = await region.times_to(place, [one.home for one in fleet])
        at_roads = time.perf_counter()
        found = recommend(task, fleet, seen, {one.id: t for one, t in zip(fleet, times, strict=True)}, AT)
        encoded = msgspec.json.encode(found)
        whole.append((time.perf_counter() - began) * 1000)
        roads.append((at_roads - began) * 1000)
        cpu.append((time.process_time() - spent) * 1000)
        off_road += sum(one.by is not By.ROAD for one in times)
        assert len(encoded) > units
    return {
        "load": os.getloadavg()[0],
        "seed": seed,
        "units": units,
        "questions": asks,
        "closures": 3,
        "recommend": spread(whole),
        "cpu": spread(cpu),
        "of_which_roads": spread(roads),
        "of_which_order_reasons_json_p50_ms": round(
            statistics.median(a - b for a, b in zip(whole, roads, strict=True)), 3
        ),
        "not_by_open_road_pct": round(100 * off_road / (units * asks), 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--region", type=Path)
    parser.add_argument("--units", type=int, default=500)
    parser.add_argument("--asks", type=int, default=60)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = chosen.region
        if folder is None:
            source, folder = Path(scratch) / "riudalba.osm.pbf", Path(scratch) / "region"
            write_town(source)
            build_region(source, folder, datetime(2026, 1, 1, tzinfo=UTC))
        region = RegionService.open(folder)
        result = asyncio.run(
            measure(region, (folder / "current").resolve(), chosen.units, chosen.asks, chosen.seed)
        )
        region.close()
    print(json.dumps(result, indent=None if chosen.json else 2))


if __name__ == "__main__":
    main()
