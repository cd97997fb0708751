"""Reads and judges every file of a list, before anything of a region is made."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from auxilio.geo.build.extract import NamedFeature, HouseNumber, Outline, KilometrePost
from auxilio.geo.build.official.addresses import numbers_of
from auxilio.geo.build.official.areas import outlines_of
from auxilio.geo.build.official.findings import FileRefused, ImportFinding, RowOutcome, ImportReport
from auxilio.geo.build.official.kilometres import posts_of
from auxilio.geo.build.official.layers import SHAPE_FILES, files_of, read_layer
from auxilio.geo.build.official.source_list import (SourceList, OfficialSource, SourceKind)
from auxilio.geo.build.official.georeferencing import (RegionBounds, Georeferencer)
from auxilio.geo.build.official.records import Columns, select_records
from auxilio.geo.build.official.rows import RowTally, place_records
from auxilio.geo.build.official.sites import sites_of
from auxilio.geo.build.official.tables import read_table
from auxilio.geo.model import SourceInfo

_PIECE = 1 << 20
type Thing = HouseNumber | Outline | KilometrePost | NamedFeature


@dataclass(slots=True)
class CheckedFile:
    """One file: what it brings, and what was found. `refused` is what is wrong with the file as a whole."""

    source: OfficialSource
    info: SourceInfo
    things: list[Thing] = field(default_factory=list)
    findings: list[ImportFinding] = field(default_factory=list)
    refused: ImportFinding | None = None


def check_files(listing: SourceList, ground: RegionBounds) -> list[CheckedFile]:
    """Every file, in the order of the list. Never raises for what stands in a file."""
    return [check_file(source, listing.path(source), ground) for source in listing.sources]


def check_file(source: OfficialSource, path: Path, ground: RegionBounds) -> CheckedFile:
    """One file. See `check_files`."""
    report, tally = ImportReport(file=path.name), RowTally()
    try:
        things, crs, encoding = _read(source, path, ground, report, tally)
        _require_mostly_usable(source, len(things), report, tally)
    except FileRefused as wrong:
        refused = ImportFinding(
            code=wrong.code, outcome=RowOutcome.REFUSED, file=path.name, line=wrong.line, facts=wrong.facts
        )
        return CheckedFile(source, _info(source, path, report, tally), [], report.findings, refused)
    return CheckedFile(
        source, _info(source, path, report, tally, len(things), crs, encoding), things, report.findings
    )


def refusals(judged: Sequence[CheckedFile]) -> list[ImportFinding]:
    """Of files as a whole: any of them stops a build."""
    return [one.refused for one in judged if one.refused is not None]


def _read(
    source: OfficialSource, path: Path, ground: RegionBounds, report: ImportReport, tally: RowTally
) -> tuple[list[Thing], str, str]:
    shaped = path.suffix.lower() in SHAPE_FILES
    table = read_layer(path, source.layer, source.encoding) if shaped else read_table(path, source.encoding)
    columns = Columns(table.headers, source.columns)
    records = select_records(table, source.only)
    placer = Georeferencer(table, columns, source.crs, ground)
    if placer.swapped:
        report.add("axes_swapped", RowOutcome.REPAIRED, 0)
    rows = place_records(table, records, placer, ground, report, tally)
    things: list[Thing]
    match source.kind:
        case SourceKind.ADDRESSES:
            things = list(numbers_of(rows, columns, source.id, report))
        case SourceKind.BOUNDARIES:
            things = list(outlines_of(rows, columns, source, report))
        case SourceKind.KILOMETRES:
            things = list(posts_of(rows, columns, source.id, ground, report))
        case SourceKind.FACILITIES | SourceKind.STATIONS:
            things = list(sites_of(rows, columns, source, report))
    return things, placer.crs, table.encoding


def _require_mostly_usable(source: OfficialSource, used: int, report: ImportReport, tally: RowTally) -> None:
    """A file of which a fifth cannot be used is not what its list takes it for: half a street list is worse than none."""
    refused = report.count(RowOutcome.REFUSED)
    here = tally.rows - tally.outside
    if used == 0 or refused > source.most_refused * here:
        raise FileRefused("mostly_refused", refused=refused, rows=here, reason=report.most())


def _info(
    source: OfficialSource, path: Path, report: ImportReport, tally: RowTally, used: int = 0, crs: str = "", encoding: str = ""
) -> SourceInfo:
    return SourceInfo(
        id=source.id, kind=source.kind.value, name=source.name, file=path.name, sha256=_sha256(path),
        data_at=source.data_at, licence=source.licence, attribution=source.attribution, crs=crs, encoding=encoding,
        rows=tally.rows, used=used, outside=tally.outside, repaired=report.count(RowOutcome.REPAIRED),
        refused=report.count(RowOutcome.REFUSED), left_out=report.count(RowOutcome.LEFT_OUT),
        doubted=report.count(RowOutcome.DOUBTED), reasons=dict(sorted(report.reasons.items())),
    )  # fmt: skip


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    for one in filter(Path.is_file, files_of(path)):
        with one.open("rb") as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
    return digest.hexdigest()
