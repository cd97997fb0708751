"""How long coverage takes: who can be where in 8, 12 and 20 minutes, the holes, and the moves that pay.

    python benchmarks/coverage.py --json --region DIR         a region that was built; the invented town by default

`--units` free units at places on roads of the region. Timed is what a centre waits for, without the query for its units:
the first answer (nothing is in memory), the same again, one after a tenth of the units have moved, and one after other
roads were closed, which asks for every area anew. Beside it how long a recommendation takes while coverage is reckoned.
"""

import argparse
import asyncio
import json
import os
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from auxilio.dispatch.coverage.core.model import CentreCoverage
from auxilio.dispatch.coverage.service import CoverageQueries
from auxilio.dispatch.units.core.model import Unit, UnitPosition, UnitStatus
from auxilio.geo.service import RegionService
from auxilio.kernel.ids import UnitId
from auxilio.platform.clock import SystemClock
from benchmarks.geo import points_of, region_at, spread
from benchmarks.recommend import CENTRE, closure, unit_at

WITHIN = 8


class AtHome:
    """Nobody has been seen: each unit stands at its base."""

    async def latest(self, units: Sequence[UnitId] | None = None) -> list[UnitPosition]:
        """None."""
        del units
        return []


async def measure(region: RegionService, folder: Path, units: int, rounds: int, seed: int) -> dict[str, Any]:
    rng = random.Random(seed)
    fleet = [
        msgspec.structs.replace(
            unit_at(nth, point, rng), status=UnitStatus.AVAILABLE, assignment=None, task=None, case=None
        )
        for nth, point in enumerate(points_of(folder, units, rng))
    ]
    # No query is made: the units are given.
    ask = CoverageQueries(None, SystemClock(), AtHome(), region)  # type: ignore[arg-type]

    async def timed(of: list[Unit]) -> tuple[float, CentreCoverage]:
        began = time.perf_counter()
        found = await ask.of(of, CENTRE, None, WITHIN)
        msgspec.json.encode(found)
        return (time.perf_counter() - began) * 1000, found

    first_ms, first = await timed(fleet)
    again = [(await timed(fleet))[0] for _ in range(rounds)]
    moved: list[float] = []
    closed: list[float] = []
    recommended: list[float] = []
    for _ in range(rounds):
        elsewhere = iter(points_of(folder, max(1, units // 10), rng))
        fleet = [
            msgspec.structs.replace(unit, home=next(elsewhere))
            if n % 10 == 0 and n // 10 < units // 10
            else unit
            for n, unit in enumerate(fleet)
        ]
        moved.append((await timed(fleet))[0])
        await region.hold([closure(point) for point in points_of(folder, 3, rng)])
        reckoning = asyncio.create_task(timed(fleet))
        await asyncio.sleep(0)
        (place,) = points_of(folder, 1, rng)
        began = time.perf_counter()
        await region.times_to(place, [unit.home for unit in fleet])
        recommended.append((time.perf_counter() - began) * 1000)
        closed.append((await reckoning)[0])
    return {
        "load": os.getloadavg()[0],
        "seed": seed,
        "units": units,
        "cells": len((await region.demand()).cells),
        "basis": first.basis,
        "demand": first.total,
        "reached_pct": [round(100 * band.share, 1) for band in first.bands],
        "holes": len(first.holes) + first.more_holes,
        "moves": len(first.moves),
        "bytes": len(msgspec.json.encode(first)),
        "first_ms": round(first_ms),
        "again": spread(again),
        "a_tenth_moved": spread(moved),
        "other_roads_closed": spread(closed),
        "travel_times_meanwhile": spread(recommended),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--region", type=Path)
    parser.add_argument("--units", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    with region_at(chosen.region) as (region, folder):
        result = asyncio.run(measure(region, folder, chosen.units, chosen.rounds, chosen.seed))
    print(json.dumps(result, indent=None if chosen.json else 2))


if __name__ == "__main__":
    main()
