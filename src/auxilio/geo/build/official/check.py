"""Reads and judges every file of a list, before anything of a region is made."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from auxilio.geo.build.extract import Named, Number, Outline, Post
from auxilio.geo.build.official.addresses import numbers_of
from auxilio.geo.build.official.areas import outlines_of
from auxilio.geo.build.official.findings import FileRefused, Finding, Outcome, Report
from auxilio.geo.build.official.kilometres import posts_of
from auxilio.geo.build.official.layers import SHAPE_FILES, files_of, read_layer
from auxilio.geo.build.official.listing import Listing, Source, SourceKind
from auxilio.geo.build.official.placing import Ground, Placer
from auxilio.geo.build.official.records import Columns, chosen
from auxilio.geo.build.official.rows import Tally, placed
from auxilio.geo.build.official.sites import sites_of
from auxilio.geo.build.official.tables import read_table
from auxilio.geo.model import SourceInfo

_PIECE = 1 << 20
type Thing = Number | Outline | Post | Named


@dataclass(slots=True)
class Judged:
    """One file: what it brings, and what was found. `refused` is what is wrong with the file as a whole."""

    source: Source
    info: SourceInfo
    things: list[Thing] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    refused: Finding | None = None


def judge(listing: Listing, ground: Ground) -> list[Judged]:
    """Every file, in the order of the list. Never raises for what stands in a file."""
    return [judge_one(source, listing.path(source), ground) for source in listing.sources]


def judge_one(source: Source, path: Path, ground: Ground) -> Judged:
    """One file. See `judge`."""
    report, tally = Report(file=path.name), Tally()
    try:
        things, crs, encoding = _read(source, path, ground, report, tally)
        _most_is_sound(source, len(things), report, tally)
    except FileRefused as wrong:
        refused = Finding(
            code=wrong.code, outcome=Outcome.REFUSED, file=path.name, line=wrong.line, facts=wrong.facts
        )
        return Judged(source, _info(source, path, report, tally), [], report.findings, refused)
    return Judged(
        source, _info(source, path, report, tally, len(things), crs, encoding), things, report.findings
    )


def refusals(judged: Sequence[Judged]) -> list[Finding]:
    """Of files as a whole: any of them stops a build."""
    return [one.refused for one in judged if one.refused is not None]


def _read(
    source: Source, path: Path, ground: Ground, report: Report, tally: Tally
) -> tuple[list[Thing], str, str]:
    shaped = path.suffix.lower() in SHAPE_FILES
    table = read_layer(path, source.layer, source.encoding) if shaped else read_table(path, source.encoding)
    columns = Columns(table.headers, source.columns)
    records = chosen(table, source.only)
    placer = Placer(table, columns, source.crs, ground)
    if placer.swapped:
        report.add("axes_swapped", Outcome.REPAIRED, 0)
    rows = placed(table, records, placer, ground, report, tally)
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


def _most_is_sound(source: Source, used: int, report: Report, tally: Tally) -> None:
    """A file of which a fifth cannot be used is not what its list takes it for: half a street list is worse than none."""
    refused = report.count(Outcome.REFUSED)
    here = tally.rows - tally.outside
    if used == 0 or refused > source.most_refused * here:
        raise FileRefused("mostly_refused", refused=refused, rows=here, reason=report.most())


def _info(
    source: Source, path: Path, report: Report, tally: Tally, used: int = 0, crs: str = "", encoding: str = ""
) -> SourceInfo:
    return SourceInfo(
        id=source.id, kind=source.kind.value, name=source.name, file=path.name, sha256=_sha256(path),
        data_at=source.data_at, licence=source.licence, attribution=source.attribution, crs=crs, encoding=encoding,
        rows=tally.rows, used=used, outside=tally.outside, repaired=report.count(Outcome.REPAIRED),
        refused=report.count(Outcome.REFUSED), left_out=report.count(Outcome.LEFT_OUT),
        doubted=report.count(Outcome.DOUBTED), reasons=dict(sorted(report.reasons.items())),
    )  # fmt: skip


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    for one in filter(Path.is_file, files_of(path)):
        with one.open("rb") as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
    return digest.hexdigest()
