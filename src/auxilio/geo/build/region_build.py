"""Builds a region from an extract, beside the old one, and switches to it only when all of it is there."""

import fcntl
import hashlib
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

import msgspec

from auxilio.geo.build.extract import Extract, read_extract
from auxilio.geo.build.gazetteer import build_gazetteer
from auxilio.geo.build.official.check import CheckedFile, check_files, refusals
from auxilio.geo.build.official.findings import ImportFinding
from auxilio.geo.build.official.source_list import SourceList
from auxilio.geo.build.official.merge import region_bounds_of, merge
from auxilio.geo.build.roads import build_roads
from auxilio.geo.build.tiles import LATER, add_names_and_sea, add_official, build_tiles
from auxilio.geo.build.tools import versions
from auxilio.geo.region_versions import (FINDINGS, FORMAT, switch_version, write_info)
from auxilio.geo.model import TOWN_ATTRIBUTION, RegionInfo, SourceInfo
from auxilio.geo.town.writer import GENERATOR
from auxilio.kernel.instant import iso_us
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused

STEPS = ("read", "official", "gazetteer", "roads", "map", "switch")
"""What a build does, in order; wording is `geo.build.<step>`."""
LOCK, WORK = ".build.lock", ".building-"
"""In the folder of a region: held while one is built, and the beginning of the names of folders of builds."""
OSM_ATTRIBUTION = "© OpenStreetMap contributors (ODbL)"


type Progress = Callable[[str], None]
type CheckReporter = Callable[[list[CheckedFile]], None]


def build_region(
    source: Path,
    region: Path,
    built_at: datetime,
    progress: Progress = lambda step: None,
    official: SourceList | None = None,
    judged: CheckReporter = lambda judged: None,
) -> RegionInfo:
    """Build the region of `source` and of `official` data into `region` and make it current.

    `progress` hears each of `STEPS` begin, `judged` what was found in the official files, before they count.
    Raises `Refused` (`region_file_missing`, `region_not_osm`, `region_has_no_roads`, `region_source_refused`,
    `region_tool_failed`, `region_folder_unwritable`, `region_build_going_on`); the old region then stays as it was.
    """
    with _work_folder(region) as work:
        try:
            return _build(source, region, work, built_at, progress, official, judged)
        except Refused as refusal:
            _keep_log(work, region, refusal)
            raise


@contextmanager
def _work_folder(region: Path) -> Iterator[Path]:
    """A folder for one build; no other build works in this region meanwhile, and what one that was killed left is removed."""
    with ExitStack() as held:
        try:
            (region / "versions").mkdir(parents=True, exist_ok=True)
            lock = held.enter_context((region / LOCK).open("a"))
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for left in region.glob(f"{WORK}*"):
                shutil.rmtree(left, ignore_errors=True)
            work = Path(tempfile.mkdtemp(prefix=WORK, dir=region))
        except BlockingIOError:
            raise Refused("region_build_going_on", file=region.name) from None
        except OSError as wrong:
            raise Refused("region_folder_unwritable", region=str(region), reason=wrong.strerror) from wrong
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)


def _build(
    source: Path,
    region: Path,
    work: Path,
    built_at: datetime,
    progress: Progress,
    official: SourceList | None,
    heard: CheckReporter,
) -> RegionInfo:
    made, log, features = work / "region", work / "build.log", work / "features.geojsons"
    made.mkdir()
    progress("read")
    extract = read_extract(source, features, LATER if official else frozenset())
    digest = _sha256(source)
    progress("official")
    judged = _check_official(extract, official, heard)
    replaced = merge(extract, judged)
    progress("gazetteer")
    counts, numbers_replaced = build_gazetteer(extract, made / "gazetteer.sqlite", made / "names")
    replaced += numbers_replaced
    progress("roads")
    build_roads(source, made / "roads", log)
    progress("map")
    add_names_and_sea(extract, features)
    if official:
        add_official(extract, made / "gazetteer.sqlite", features)
    build_tiles(features, made / "map.mbtiles", log)
    progress("switch")
    version = _version(region, built_at, digest)
    info = _info(extract, source, digest, version, built_at, dict(extract.counts) | counts)
    info = _with_sources(info, judged, replaced)
    write_findings(made / FINDINGS, judged)
    write_info(made, info)
    switch_version(region, made, version)
    return info


def _check_official(extract: Extract, official: SourceList | None, heard: CheckReporter) -> list[CheckedFile]:
    """Raises `Refused("region_source_refused")` when a file as a whole cannot be used."""
    if official is None:
        return []
    judged = check_files(official, region_bounds_of(extract))
    heard(judged)
    if wrong := refusals(judged):
        first = wrong[0]
        raise Refused(
            "region_source_refused", file=first.file, line=first.line, reason=first.code, files=len(wrong)
        )
    return judged


def write_findings(path: Path, judged: list[CheckedFile]) -> None:
    """Every finding, in the order of the list."""
    found: list[ImportFinding] = [finding for one in judged for finding in one.findings]
    path.write_bytes(msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n")


def _with_sources(info: RegionInfo, judged: list[CheckedFile], replaced: Counter[str]) -> RegionInfo:
    sources: list[SourceInfo] = [
        msgspec.structs.replace(one.info, replaced=replaced[one.info.id]) for one in judged
    ]
    credits = dict.fromkeys([info.attribution, *(one.attribution for one in sources)])
    return msgspec.structs.replace(info, sources=tuple(sources), attribution=" · ".join(credits))


def _version(region: Path, built_at: datetime, digest: str) -> str:
    """A name that no version has yet: what is being read is never overwritten."""
    moment = iso_us(built_at)[:19].translate(str.maketrans("", "", "-:"))
    names = (f"{moment}-{digest[:12]}{more}" for more in ("", *(f"-{k}" for k in range(2, 1000))))
    return next(name for name in names if not (region / "versions" / name).exists())


def _info(
    extract: Extract, source: Path, digest: str, version: str, built_at: datetime, counts: dict[str, int]
) -> RegionInfo:
    west, south, east, north = extract.bounds
    invented = extract.generator.startswith(GENERATOR)
    return RegionInfo(
        format=FORMAT,
        version=version,
        source=source.name,
        source_sha256=digest,
        data_at=extract.data_at,
        built_at=iso_us(built_at),
        bounds=(west, south, east, north),
        centre=_centre(extract),
        attribution=TOWN_ATTRIBUTION if invented else OSM_ATTRIBUTION,
        counts=counts,
        tools=versions(),
    )


def _centre(extract: Extract) -> Point:
    """Where a map first opens: the largest settlement, else the middle of the data."""
    def size(tags: dict[str, str]) -> tuple[int, int]:
        rank = {"city": 3, "town": 2, "village": 1}.get(tags.get("place", ""), 0)
        return rank, int(tags["population"]) if tags.get("population", "").isdigit() else 0

    best = max(extract.named, key=lambda named: size(named.tags), default=None)
    if best is not None and size(best.tags)[0]:
        return Point(lat=best.at[1], lon=best.at[0])
    west, south, east, north = extract.bounds
    return Point(lat=(south + north) / 2, lon=(west + east) / 2)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _keep_log(work: Path, region: Path, refusal: Refused) -> None:
    """The programs' own words outlive a failed build: they say what in the extract was wrong."""
    if (work / "build.log").is_file():
        kept = region / "failed-build.log"
        shutil.copyfile(work / "build.log", kept)
        refusal.facts["log"] = str(kept)
