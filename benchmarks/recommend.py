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
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from auxilio.dispatch.queries import times_for
from auxilio.dispatch.recommendation.core.policy import Recommendation, is_free, recommend
from auxilio.dispatch.tasks.core.model import Task, TaskState
from auxilio.dispatch.units.core.model import CrewMember, Unit, UnitPosition, UnitStatus
from auxilio.geo.model import RoadRestriction, TravelBasis, TravelTime
from auxilio.geo.service import RegionService
from auxilio.kernel.ids import AgencyId, AssignmentId, CaseId, CentreId, TaskId, UnitId
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.platform.ids import new_id
from benchmarks.geo import points_of, region_at, spread

AT = datetime(2026, 3, 14, 3, 0, tzinfo=UTC)
CENTRE = CentreId("san-1")
CAPABILITIES = (("als", "bls"), ("bls",), ("bls", "aed"), ("rrv", "als"))
ASKED = ("als", "bls", "bls")
CLOSED_DEGREES = 0.002
"""About 200 m: a bridge and its approaches."""
LOOKED_AT = 8
"""Of each need so many are compared with their routes."""
AT_LEAST_S = 20.0
"""Below this a second of rounding would be five per cent."""


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


def closure(point: Point) -> RoadRestriction:
    half = CLOSED_DEGREES / 2
    corners = ((-half, -half), (-half, half), (half, half), (half, -half))
    return RoadRestriction(ring=tuple(Point(lat=point.lat + a, lon=point.lon + b) for a, b in corners))


async def measure(region: RegionService, folder: Path, units: int, asks: int, seed: int) -> dict[str, Any]:
    rng = random.Random(seed)
    fleet = [unit_at(nth, point, rng) for nth, point in enumerate(points_of(folder, units, rng))]
    starts = {one.id: one.home for one in fleet}
    seen = {one.id: UnitPosition(unit=one.id, point=one.home, at=AT) for one in fleet}
    whole: list[float] = []
    roads: list[float] = []
    cpu: list[float] = []
    questions: list[Question] = []
    for place in points_of(folder, asks, rng):
        held = [closure(point) for point in points_of(folder, 3, rng)]
        await region.hold(held)
        task = task_at(place)
        began, spent = time.perf_counter(), time.process_time()
        times = await times_for(task, fleet, starts, region)
        at_roads = time.perf_counter()
        found = recommend(task, fleet, seen, times, AT)
        encoded = msgspec.json.encode(found)
        whole.append((time.perf_counter() - began) * 1000)
        roads.append((at_roads - began) * 1000)
        cpu.append((time.process_time() - spent) * 1000)
        questions.append(Question(task, held, times, found))
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
        "asked_by_road_p50": statistics.median(
            sum(one.by is not TravelBasis.ESTIMATE for one in each.times.values()) for each in questions
        ),
        "right": await right(region, fleet, starts, questions),
    }


@dataclass(frozen=True)
class Question:
    """What was asked and answered."""

    task: Task
    held: list[RoadRestriction]
    times: dict[UnitId, TravelTime]
    found: Recommendation


async def right(
    region: RegionService, fleet: list[Unit], starts: dict[UnitId, Point], questions: list[Question]
) -> dict[str, Any]:
    """Against the engine's route of each unit that was proposed or stands next, and against asking every free unit."""
    off: list[float] = []
    other_way = 0
    lost_s: list[float] = []
    for each in questions:
        await region.hold(each.held)
        assert each.task.place is not None
        for unit in {one.unit for need in each.found.needs for one in need.candidates[:LOOKED_AT]}:
            given, route = each.times[unit], await region.route(starts[unit], each.task.place)
            other_way += given.by is not route.by
            if given.by is route.by is TravelBasis.ROAD:
                off.append(abs(given.duration_s - route.duration_s) / max(AT_LEAST_S, route.duration_s))
        free = [unit for unit in fleet if is_free(unit, each.task)]
        every = await region.times_to(each.task.place, [starts[unit.id] for unit in free])
        best = recommend(each.task, free, {}, dict(zip((u.id for u in free), every, strict=True)), AT)
        # Somebody may be nearest for two needs: the sum is what is lost, whoever is taken for which.
        lost_s.append(summed(each.found) - summed(best))
    return {
        "compared_with_routes": len(off),
        "within_5_pct": round(100 * sum(one <= 0.05 for one in off) / len(off), 2),
        "worst_pct": round(100 * max(off), 1),
        "another_kind_of_way_than_the_route": other_way,
        "proposed_as_if_all_were_asked_pct": round(
            100 * sum(one <= AT_LEAST_S / 10 for one in lost_s) / len(lost_s), 2
        ),
        "lost_worst_s": round(max(lost_s), 1),
    }


def summed(found: Recommendation) -> float:
    """Seconds of all that are proposed."""
    return sum(
        one.travel_s or 0.0 for need in found.needs for one in need.candidates if one.unit in need.proposed
    )


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
    with region_at(chosen.region) as (region, folder):
        result = asyncio.run(measure(region, folder, chosen.units, chosen.asks, chosen.seed))
    print(json.dumps(result, indent=None if chosen.json else 2))


if __name__ == "__main__":
    main()
