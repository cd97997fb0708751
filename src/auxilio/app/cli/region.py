"""`auxilio region build | check | info`, `auxilio geocode`, `auxilio eta`: the region from the command line."""

import sys
import tempfile
from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from auxilio.app.cli.log import settings_for
from auxilio.app.cli.official import (
    KINDS,
    findings_of,
    ground_of_region,
    json_of,
    list_of,
    one_file,
    show_findings,
    show_sources,
)
from auxilio.app.storage import region_folder
from auxilio.geo.api import read_point
from auxilio.geo.model import GeocodeResult, RegionInfo
from auxilio.geo.region_versions import FINDINGS, read_info
from auxilio.platform.clock import SystemClock
from auxilio.platform.i18n import LANGUAGES


def _or_own(_: click.Context, __: click.Parameter, folder: Path | None) -> Path:
    """The folder that was named, else the region of the installation in whose folder the command is given."""
    if folder is not None:
        return folder
    settings = settings_for(None)
    return region_folder(settings) or settings.data / "region"


_REGION = click.option(
    "--region",
    "folder",
    callback=_or_own,
    type=click.Path(path_type=Path),
    help="A folder made by `auxilio region build`; else that of the installation.",
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Machine-readable.")
_LANG = click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)


@click.group()
def region() -> None:
    """Build a region from an OpenStreetMap extract, and look at it."""


@region.command()
@click.argument("source", type=click.Path(path_type=Path), required=False)
@click.option("--town", is_flag=True, help="Build the invented town instead of an extract.")
@click.option("--seed", type=int, default=None, help="Seed of the invented town.")
@click.option("--out", "folder", required=True, type=click.Path(path_type=Path), help="The region's folder.")
@click.option(
    "--sources",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A list of official files (docs/operations/official-data.md).",
)
@_LANG
@_JSON
def build(
    source: Path | None,
    town: bool,
    seed: int | None,
    folder: Path,
    sources: Path | None,
    lang: str,
    as_json: bool,
) -> None:
    """Build SOURCE (an .osm.pbf) into a region; the old one stays until the new one is whole."""
    if (source is None) == (not town):
        raise click.UsageError("Name one extract, or --town.")
    with tempfile.TemporaryDirectory(prefix="auxilio-town-") as scratch:
        if source is None:
            source = _write_town(Path(scratch), seed)
        info = _build(source, folder, sources, lang)
    _show_info(info, as_json, lang)


def _write_town(scratch: Path, seed: int | None) -> Path:
    from auxilio.geo.town import DEFAULT_SEED, write_town

    path = scratch / "riudalba.osm.pbf"
    write_town(path, DEFAULT_SEED if seed is None else seed)
    return path


def _build(source: Path, folder: Path, sources: Path | None, lang: str) -> RegionInfo:
    from auxilio.geo.build.region_build import STEPS, build_region

    official = list_of(sources, lang) if sources else None
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=False) as progress:
        task = progress.add_task(STEPS[0], total=len(STEPS))

        def step(name: str) -> None:
            progress.update(task, description=f"{STEPS.index(name) + 1}/{len(STEPS)} {name}")

        return build_region(
            source, folder, SystemClock().now(), step, official, lambda judged: show_findings(judged, lang)
        )


@region.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--region", "folder", type=click.Path(path_type=Path), help="Judge it by this built region too."
)
@click.option("--kind", type=click.Choice(KINDS), help="FILE is one file of this kind, not a list.")
@click.option("--crs", default="", help="Of one file: its projection, `EPSG:25831`.")
@click.option("--facility", default="", help="Of one file: the kind of all its facilities.")
@click.option("--all", "every", is_flag=True, help="Every finding, not the first twenty of each file.")
@_LANG
@_JSON
def check(
    file: Path,
    folder: Path | None,
    kind: str | None,
    crs: str,
    facility: str,
    every: bool,
    lang: str,
    as_json: bool,
) -> None:
    """What a build would make of FILE: a list of official files, or one of them. Changes nothing; 1 when it would be refused."""
    from auxilio.geo.build.official.check import check_files, refusals

    official = one_file(file, kind, crs, facility) if kind else list_of(file, lang)
    judged = check_files(official, ground_of_region(folder))
    if as_json:
        click.echo(json_of(judged))
    else:
        show_findings(judged, lang, None if every else 20, err=False)
        show_sources([one.info for one in judged if one.refused is None], lang)
    sys.exit(1 if refusals(judged) else 0)


@region.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--findings", is_flag=True, help="Also every finding of the official data it was built with.")
@_LANG
@_JSON
def info(folder: Path, findings: bool, lang: str, as_json: bool) -> None:
    """Where a region's data comes from, how old it is, and what it holds."""
    current, info = read_info(folder)
    _show_info(info, as_json, lang)
    if findings and (current / FINDINGS).is_file():
        for line in findings_of(current / FINDINGS, lang):
            click.echo(line)


def _show_info(info: RegionInfo, as_json: bool, lang: str) -> None:
    if as_json:
        click.echo(msgspec.json.encode(info))
        return
    for name, value in msgspec.to_builtins(info).items():
        if name == "sources":
            continue
        if isinstance(value, dict):
            value = ", ".join(f"{key} {count}" for key, count in value.items())
        click.echo(f"{name:14} {value}")
    show_sources(info.sources, lang)


@click.command()
@click.argument("text")
@_REGION
@click.option("--near", default=None, help="LAT,LON of the caller.")
@click.option("--limit", type=click.IntRange(1, 50), default=8, show_default=True)
@_JSON
def geocode(text: str, folder: Path, near: str | None, limit: int, as_json: bool) -> None:
    """What the desk's address box answers for TEXT. Exit code 1 when it finds nothing."""
    from auxilio.geo.gazetteer.finder import RegionGazetteer

    current, about = read_info(folder)
    found = RegionGazetteer(current, about.origin).search(
        text, read_point(near) if near else None, None, limit
    )
    if as_json:
        click.echo(msgspec.json.encode(found))
    else:
        for each in found:
            click.echo(_line(each))
    sys.exit(0 if found else 1)


def _line(found: GeocodeResult) -> str:
    where = f"{found.point.lat:.6f},{found.point.lon:.6f}"
    elsewhere = f"  ≠ {', '.join(found.same_name_elsewhere)}" if found.same_name_elsewhere else ""
    said = f"  = {found.other_name}" if found.other_name else ""
    data = " ".join(part for part in (found.origin.name, found.origin.data_at[:10]) if part)
    return (
        f"{found.score:5.1f}  {found.quality.value:12} ±{found.uncertainty_m:<5.0f} {where}  {found.label}{said}{elsewhere}"
        f"{f'  [{data}]' if data else ''}"
    )


@click.command()
@click.argument("origin")
@click.argument("target")
@_REGION
@_JSON
def eta(origin: str, target: str, folder: Path, as_json: bool) -> None:
    """How long a car drives from ORIGIN to TARGET, each LAT,LON."""
    from auxilio.geo.roads.engine import ValhallaRoads

    a, b = read_point(origin), read_point(target)
    current, _ = read_info(folder)
    roads = ValhallaRoads(current / "roads")
    (time,) = roads.times_to(b, [a])
    if as_json:
        click.echo(msgspec.json.encode(time))
    else:
        minutes, seconds = divmod(round(time.duration_s), 60)
        click.echo(f"{minutes}:{seconds:02d}  {time.distance_m / 1000:.1f} km  {time.by.value}")
