"""What `auxilio region` says of official data: findings an editor can jump to, and a line for each source."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click
import msgspec

from auxilio.app.cli.content import describe
from auxilio.geo.build.official.check import CheckedFile
from auxilio.geo.build.official.findings import ImportFinding
from auxilio.geo.build.official.georeferencing import RegionBounds
from auxilio.geo.build.official.source_list import OfficialSource, SourceKind, SourceList, read_source_list
from auxilio.geo.gazetteer.store import GazetteerStore
from auxilio.geo.model import FACILITY_KINDS, SourceInfo
from auxilio.geo.region_versions import read_info
from auxilio.platform.i18n import catalogues

KINDS = tuple(kind.value for kind in SourceKind)


def list_of(path: Path, lang: str) -> SourceList:
    """The list; says what is wrong with it and leaves with 1 when it cannot be used."""
    listing, faults = read_source_list(path)
    for fault in faults:
        click.echo(describe(fault, lang), err=True)
    if listing is None:
        sys.exit(1)
    return listing


def one_file(path: Path, kind: str, crs: str, facility: str) -> SourceList:
    """A list of one, for a look at a file before its list is written."""
    if facility not in ("", *FACILITY_KINDS):
        raise click.BadParameter(", ".join(FACILITY_KINDS), param_hint="--facility")
    source = OfficialSource(
        id="file", kind=SourceKind(kind), file=path.name, name=path.name, data_at="", licence="", attribution="",
        crs=crs, facility=facility,
    )  # fmt: skip
    return SourceList(folder=path.parent, sources=(source,))


def ground_of_region(folder: Path | None) -> RegionBounds:
    """What a built region knows to judge by; nothing without one."""
    import shapely

    if folder is None:
        return RegionBounds()
    current, info = read_info(folder)
    store = GazetteerStore(current / "gazetteer.sqlite")
    return RegionBounds(info.bounds, {road.key: shapely.from_wkb(road.axis) for road in store.roads()})


def show_findings(
    judged: Sequence[CheckedFile], lang: str, most: int | None = 20, *, err: bool = True
) -> None:
    """Of each file what is wrong with it as a whole, or its first `most` findings."""
    words = catalogues()
    for one in judged:
        if one.refused is not None:
            click.echo(finding_line(one.refused, lang), err=err)
        for finding in one.findings[:most]:
            click.echo(finding_line(finding, lang), err=err)
        if most is not None and (more := len(one.findings) - most) > 0:
            click.echo(words.text("geo.official.more", lang, file=one.info.file, count=more), err=err)


def finding_line(finding: ImportFinding, lang: str) -> str:
    """`calles.csv:45: refused Calle Mayor 41.92000,1.90000: …`."""
    words = catalogues()
    outcome = words.text(f"geo.official.outcome.{finding.outcome.value}", lang)
    where = f" {finding.at.lat:.5f},{finding.at.lon:.5f}" if finding.at else ""
    name = f" «{finding.name}»" if finding.name else ""
    said = words.text(f"geo.official.{finding.code}", lang, **finding.facts)
    return f"{finding.file}:{finding.line}: {outcome}{name}{where}: {said}"


def show_sources(sources: Iterable[SourceInfo], lang: str) -> None:
    """Two lines for each: whose and how old, and what became of it."""
    for one in sources:
        facts = msgspec.structs.asdict(one)
        facts.pop("reasons")
        click.echo(catalogues().text("geo.official.source", lang, **facts))


def findings_of(path: Path, lang: str) -> Iterable[str]:
    """The findings that a build kept."""
    return (
        finding_line(one, lang) for one in msgspec.json.decode(path.read_bytes(), type=list[ImportFinding])
    )


def json_of(judged: Sequence[CheckedFile]) -> bytes:
    """Everything, for a program."""
    return msgspec.json.encode(
        [{"source": j.info, "refused": j.refused, "findings": j.findings} for j in judged]
    )
