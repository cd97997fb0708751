"""How often what was said badly is found, and how fast: all names of the region's streets, spoiled in ten ways.

    python benchmarks/geocode.py --json --region DIR [--region DIR]    regions that were built
    python benchmarks/geocode.py --json --source FILE.osm.pbf          built first; the invented town by default

A name counts as found where an answer bears it, spelt as the map spells it or as its other language does. Every question is
asked of the whole, without a place of the caller: the hardest case. `asked_alike` counts the questions whose answer by
`auxilio geocode` was the desk's own.
"""

import argparse
import asyncio
import json
import random
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from click.testing import CliRunner

from auxilio.app.cli.region import geocode
from auxilio.geo.build.region_build import build_region
from auxilio.geo.gazetteer.name_keys import keys
from auxilio.geo.gazetteer.store import GazetteerStore
from auxilio.geo.region_versions import read_info
from auxilio.geo.service import RegionService
from auxilio.geo.town import write_town
from benchmarks.spoiled import WAYS

ALIKE = 20
"""Questions that are asked by the command too: it opens the region anew each time."""


def names_of(region: Path, count: int | None, rng: random.Random) -> list[str]:
    """Streets of the region, each name once; `count` of them, or all."""
    store = GazetteerStore(read_info(region)[0] / "gazetteer.sqlite")
    rows = [row for _, row in store.bearers([name.id for name in store.all_names()]) if row.kind == "street"]
    names = sorted({row.name for row in rows})
    return rng.sample(names, len(names) if count is None else min(count, len(names)))


async def asked(region: RegionService, queries: list[tuple[str, str, str]]) -> dict[str, Any]:
    """Each question once; right first, right among five, and how long."""
    await region.search("warm")
    times: list[float] = []
    right: dict[str, list[tuple[bool, bool]]] = {way: [] for way in WAYS}
    missed: list[list[str]] = []
    for way, name, said in queries:
        began = time.perf_counter()
        found = await region.search(said, limit=5)
        times.append((time.perf_counter() - began) * 1000)
        hits = [keys(each.name) == keys(name) for each in found]
        right[way].append((bool(hits and hits[0]), any(hits)))
        if not any(hits) and way != "truncated":
            missed.append([way, name, said])
    return {"times": times, "right": right, "missed": missed}


def share(answers: list[tuple[bool, bool]], which: int) -> float:
    return round(100 * sum(each[which] for each in answers) / max(1, len(answers)), 2)


def alike(folder: Path, region: RegionService, said: list[str]) -> int:
    """How many of these the command answers as the desk."""
    same = 0
    for text in said:
        printed = CliRunner().invoke(geocode, [text, "--region", str(folder), "--json"])
        assert printed.exit_code == (0 if json.loads(printed.output) else 1), printed.output
        desk = asyncio.run(region.search(text))
        same += json.loads(printed.output) == json.loads(msgspec.json.encode(desk))
    return same


def without_truncated(right: dict[str, list[tuple[bool, bool]]]) -> list[tuple[bool, bool]]:
    return [answer for way, answers in right.items() if way != "truncated" for answer in answers]


def measure(folders: list[Path], each: int | None, seed: int) -> dict[str, Any]:
    right: dict[str, list[tuple[bool, bool]]] = {way: [] for way in WAYS}
    times: list[float] = []
    missed: list[list[str]] = []
    agreed = 0
    of_each: dict[str, Any] = {}
    for folder in folders:
        rng = random.Random(seed)  # each as if it were asked alone
        names = names_of(folder, each, rng)
        queries = [(way, name, spoil(rng, name)) for way, spoil in WAYS.items() for name in names]
        region = RegionService.open(folder)
        told = asyncio.run(asked(region, queries))
        times += told["times"]
        missed += told["missed"]
        for way, answers in told["right"].items():
            right[way] += answers
        own = without_truncated(told["right"])
        of_each[folder.name] = {
            "names": len(names),
            "top1_pct": share(own, 0),
            "top5_pct": share(own, 1),
        }
        agreed += alike(folder, region, [said for _, _, said in rng.sample(queries, ALIKE)])
        region.close()
    whole = without_truncated(right)
    ordered = sorted(times)
    return {
        "seed": seed,
        "queries": len(times),
        "top1_pct": share(whole, 0),
        "top5_pct": share(whole, 1),
        "of_each": of_each,
        "top1_pct_by_way": {way: share(answers, 0) for way, answers in right.items()},
        "top5_pct_by_way": {way: share(answers, 1) for way, answers in right.items()},
        "p50_ms": round(statistics.median(ordered), 2),
        "p95_ms": round(ordered[int(0.95 * (len(ordered) - 1))], 2),
        "asked_alike": f"{agreed} of {ALIKE * len(folders)}",
        "missed": missed[:40],
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--region", type=Path, action="append", default=[])
    parser.add_argument("--source", type=Path, help="an .osm.pbf")
    parser.add_argument("--names", type=int, help="of each region, by chance; all without it")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folders = chosen.region
        if not folders:
            source = chosen.source or Path(scratch) / "riudalba.osm.pbf"
            if chosen.source is None:
                write_town(source)
            folders = [Path(scratch) / "region"]
            build_region(source, folders[0], datetime(2026, 1, 1, tzinfo=UTC))
        result = measure(folders, chosen.names, chosen.seed)
    print(json.dumps(result, indent=None if chosen.json else 2, ensure_ascii=False))


if __name__ == "__main__":
    main()
