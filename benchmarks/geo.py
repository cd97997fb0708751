"""How fast geography is: build, reverse, travel times, tiles. What is found of what is said: `geocode.py`.

python benchmarks/geo.py --json                      the invented town, built afresh
python benchmarks/geo.py --source FILE.osm.pbf       a real place
"""

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

from auxilio.geo.build.region_build import build_region
from auxilio.geo.gazetteer.finder import RegionGazetteer
from auxilio.geo.gazetteer.store import DocRow, GazetteerStore
from auxilio.geo.region_versions import read_info
from auxilio.geo.roads.engine import ValhallaRoads
from auxilio.geo.service import RegionService
from auxilio.geo.tiles.store import TileStore
from auxilio.geo.town import write_town
from auxilio.kernel.position import Point

BUILT_AT = datetime(2026, 1, 1, tzinfo=UTC)


def timed(call: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    result = call()
    return (time.perf_counter() - began) * 1000, result


def spread(times_ms: list[float]) -> dict[str, float]:
    ordered = sorted(times_ms)
    return {
        "p50_ms": round(statistics.median(ordered), 3),
        "p95_ms": round(ordered[int(0.95 * (len(ordered) - 1))], 3),
        "max_ms": round(ordered[-1], 3),
        "n": len(ordered),
    }


@contextmanager
def region_at(built: Path | None) -> Iterator[tuple[RegionService, Path]]:
    """The region in this folder, open, and its version's own folder; the invented town, built afresh, where there is none."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = built
        if folder is None:
            source, folder = Path(scratch) / "riudalba.osm.pbf", Path(scratch) / "region"
            write_town(source)
            build_region(source, folder, BUILT_AT)
        region = RegionService.open(folder)
        yield region, (folder / "current").resolve()
        region.close()


def streets_of(folder: Path, count: int, rng: random.Random) -> list[DocRow]:
    store = GazetteerStore(folder / "gazetteer.sqlite")
    rows = [row for _, row in store.bearers([name.id for name in store.all_names()]) if row.kind == "street"]
    unique = sorted({row.name: row for row in rows}.values(), key=lambda row: row.name)
    return rng.sample(unique, min(count, len(unique)))


def points_of(folder: Path, count: int, rng: random.Random) -> list[Point]:
    streets = streets_of(folder, 400, rng)
    return [Point(lat=row.lat, lon=row.lon) for row in rng.choices(streets, k=count)]


def roads(folder: Path, rng: random.Random) -> dict[str, Any]:
    before = psutil.Process().memory_info().rss
    opening, engine = timed(lambda: ValhallaRoads(folder / "roads"))
    target = points_of(folder, 1, rng)[0]
    out: dict[str, Any] = {"open_ms": round(opening, 1)}
    for count in (10, 50, 200, 500):
        sources = points_of(folder, count, rng)
        out[f"times_{count}_to_1"] = spread(
            [timed(lambda s=sources: engine.times_to(target, s))[0] for _ in range(15)]
        )
    pairs = [points_of(folder, 2, rng) for _ in range(60)]
    out["route"] = spread([timed(lambda p=pair: engine.route(*p))[0] for pair in pairs])
    out["memory_mb"] = round((psutil.Process().memory_info().rss - before) / 1e6, 1)
    return out


def measure(source: Path, region: Path, seed: int) -> dict[str, Any]:
    rng = random.Random(seed)
    marks: list[tuple[str, float]] = []
    building, info = timed(
        lambda: build_region(source, region, BUILT_AT, lambda s: marks.append((s, time.perf_counter())))
    )
    ends = [at for _, at in marks[1:]] + [time.perf_counter()]
    folder, _ = read_info(region)
    tiles = TileStore(folder / "map.mbtiles")
    places = RegionGazetteer(folder)
    points = points_of(folder, 200, rng)
    return {
        "source": source.name,
        "build_s": round(building / 1000, 2),
        "build_steps_s": {step: round(end - at, 2) for (step, at), end in zip(marks, ends, strict=True)},
        "size_mb": round(sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 1e6, 2),
        "counts": info.counts,
        "reverse": spread([timed(lambda p=p: places.reverse(p, 100.0))[0] for p in points]),
        "roads": roads(folder, rng),
        "tile": spread([timed(lambda: tiles.tile(14, 8278, 6086))[0] for _ in range(500)]),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--source", type=Path, help="an .osm.pbf; the invented town by default")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--json", action="store_true", help="one JSON object")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        source = chosen.source
        if source is None:
            source = Path(scratch) / "riudalba.osm.pbf"
            write_town(source)
        result = measure(source, Path(scratch) / "region", chosen.seed)
    print(json.dumps(result, indent=None if chosen.json else 2, ensure_ascii=False))


if __name__ == "__main__":
    main()
