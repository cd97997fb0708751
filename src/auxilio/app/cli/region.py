"""`auxilio region build | info`, `auxilio geocode`, `auxilio eta`: the region from the command line."""

import sys
import tempfile
from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from auxilio.geo.api import read_point
from auxilio.geo.folder import read_info
from auxilio.geo.model import Found, RegionInfo
from auxilio.platform.clock import SystemClock

_REGION = click.option(
    "--region",
    "folder",
    required=True,
    type=click.Path(path_type=Path),
    help="A folder made by `auxilio region build`.",
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Machine-readable.")


@click.group()
def region() -> None:
    """Build a region from an OpenStreetMap extract, and look at it."""


@region.command()
@click.argument("source", type=click.Path(path_type=Path), required=False)
@click.option("--town", is_flag=True, help="Build the invented town instead of an extract.")
@click.option("--seed", type=int, default=None, help="Seed of the invented town.")
@click.option("--out", "folder", required=True, type=click.Path(path_type=Path), help="The region's folder.")
@_JSON
def build(source: Path | None, town: bool, seed: int | None, folder: Path, as_json: bool) -> None:
    """Build SOURCE (an .osm.pbf) into a region; the old one stays until the new one is whole."""
    if (source is None) == (not town):
        raise click.UsageError("Name one extract, or --town.")
    with tempfile.TemporaryDirectory(prefix="auxilio-town-") as scratch:
        if source is None:
            source = _write_town(Path(scratch), seed)
        info = _build(source, folder)
    _show_info(info, as_json)


def _write_town(scratch: Path, seed: int | None) -> Path:
    from auxilio.geo.town import DEFAULT_SEED, write_town

    path = scratch / "riudalba.osm.pbf"
    write_town(path, DEFAULT_SEED if seed is None else seed)
    return path


def _build(source: Path, folder: Path) -> RegionInfo:
    from auxilio.geo.build.build import STEPS, build_region

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=False) as progress:
        task = progress.add_task(STEPS[0], total=len(STEPS))

        def step(name: str) -> None:
            progress.update(task, description=f"{STEPS.index(name) + 1}/{len(STEPS)} {name}")

        return build_region(source, folder, SystemClock().now(), step)


@region.command()
@click.argument("folder", type=click.Path(path_type=Path))
@_JSON
def info(folder: Path, as_json: bool) -> None:
    """Where a region's data comes from, how old it is, and what it holds."""
    _show_info(read_info(folder)[1], as_json)


def _show_info(info: RegionInfo, as_json: bool) -> None:
    if as_json:
        click.echo(msgspec.json.encode(info))
        return
    for name, value in msgspec.to_builtins(info).items():
        if isinstance(value, dict):
            value = ", ".join(f"{key} {count}" for key, count in value.items())
        click.echo(f"{name:14} {value}")


@click.command()
@click.argument("text")
@_REGION
@click.option("--near", default=None, help="LAT,LON of the caller.")
@click.option("--limit", type=click.IntRange(1, 50), default=8, show_default=True)
@_JSON
def geocode(text: str, folder: Path, near: str | None, limit: int, as_json: bool) -> None:
    """What the desk's address box answers for TEXT. Exit code 1 when it finds nothing."""
    from auxilio.geo.gazetteer.finder import RegionGazetteer

    current, _ = read_info(folder)
    found = RegionGazetteer(current).search(text, read_point(near) if near else None, None, limit)
    if as_json:
        click.echo(msgspec.json.encode(found))
    else:
        for each in found:
            click.echo(_line(each))
    sys.exit(0 if found else 1)


def _line(found: Found) -> str:
    where = f"{found.point.lat:.6f},{found.point.lon:.6f}"
    elsewhere = f"  ≠ {', '.join(found.same_name_elsewhere)}" if found.same_name_elsewhere else ""
    return f"{found.score:5.1f}  {found.quality.value:12} ±{found.uncertainty_m:<5.0f} {where}  {found.label}{elsewhere}"


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
