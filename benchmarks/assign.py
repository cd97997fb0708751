"""How long the assignment of many units to many cases takes, besides the travel times, with its reasons and the JSON.

    python benchmarks/assign.py --json

Units and cases at random places of a square; a third of the units are on another run; each case asks for one to three of what
units can do, at one of five priorities. Times are the straight line's: how they are reckoned costs nothing here, and the
solver does not know the difference (`benchmarks/recommend.py` has the road's).
"""

import argparse
import json
import os
import random
import time
from typing import Any

import msgspec

from auxilio.dispatch.recommendation.core.joint_assignment import can_serve, share
from auxilio.dispatch.tasks.core.model import Task
from auxilio.dispatch.units.core.model import Unit
from auxilio.geo.model import TravelBasis, TravelTime
from auxilio.kernel.ids import TaskId, UnitId
from auxilio.kernel.position import Point, distance_m
from auxilio.kernel.shared_types import Priority
from benchmarks.geo import spread
from benchmarks.recommend import AT, task_at, unit_at

WIDE_DEGREES = 0.3
ASKED = (("als",), ("bls",), ("als", "bls"), ("bls", "bls"), ("als", "bls", "aed"), ("rrv",))
M_S = 12.0


def a_place(rng: random.Random) -> Point:
    return Point(lat=42.4 + rng.random() * WIDE_DEGREES, lon=1.4 + rng.random() * WIDE_DEGREES)


def times_of(tasks: list[Task], units: list[Unit]) -> dict[TaskId, dict[UnitId, TravelTime]]:
    found: dict[TaskId, dict[UnitId, TravelTime]] = {}
    for task in tasks:
        assert task.place is not None
        found[task.id] = {
            unit.id: TravelTime(
                duration_s=distance_m(unit.home, task.place) / M_S,
                distance_m=distance_m(unit.home, task.place),
                by=TravelBasis.ROAD,
            )
            for unit in units
            if can_serve(unit, task)
        }
    return found


def measure(units: int, cases: int, asks: int, seed: int) -> dict[str, Any]:
    rng = random.Random(seed)
    wall: list[float] = []
    cpu: list[float] = []
    wants = given = 0
    for _ in range(asks):
        fleet = [unit_at(nth, a_place(rng), rng) for nth in range(units)]
        tasks = [
            msgspec.structs.replace(
                task_at(a_place(rng)), priority=Priority(rng.randrange(5)), capabilities=rng.choice(ASKED)
            )
            for _ in range(cases)
        ]
        times = times_of(tasks, fleet)
        began, spent = time.perf_counter(), time.process_time()
        found = share(tasks, fleet, times, AT)
        msgspec.json.encode(found)
        wall.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - spent) * 1000)
        wants += len(found.shared)
        given += sum(one.unit is not None for one in found.shared)
    return {
        "load": os.getloadavg()[0],
        "seed": seed,
        "units": units,
        "cases": cases,
        "wants_each": wants / asks,
        "served_pct": round(100 * given / wants, 1),
        "share": spread(wall),
        "cpu": spread(cpu),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--units", type=int, default=500)
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--asks", type=int, default=20)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    result = measure(chosen.units, chosen.cases, chosen.asks, chosen.seed)
    print(json.dumps(result, indent=None if chosen.json else 2))


if __name__ == "__main__":
    main()
