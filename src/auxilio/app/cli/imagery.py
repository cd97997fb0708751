"""`auxilio imagery set | check | info | remove`: aerial photographs of one's own under the map (docs/how-to/give-the-map-aerial-photographs.md)."""

from collections.abc import Callable
from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from auxilio.app.cli.log import settings_for
from auxilio.app.settings import Settings
from auxilio.app.storage import imagery_folder, region_folder
from auxilio.geo.imagery.imagery_folder import ImageryInfo, read_imagery
from auxilio.geo.imagery.imagery_import import (
    GivenCredit,
    add_imagery,
    check_imagery,
    coarse_tiles,
    remove_imagery,
)
from auxilio.geo.region_versions import read_info
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import SystemClock
from auxilio.platform.i18n import LANGUAGES, catalogues

_FILE = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
_CREDIT = click.option("--credit", default="", help="Who made the photographs; else as the file says.")
_TAKEN = click.option("--taken", default="", help="When they were taken: YYYY, YYYY-MM or YYYY-MM-DD.")
_DATA = click.option(
    "--data",
    type=click.Path(path_type=Path),
    help="Where Auxilio keeps its data (.data; a demo's: .data/demo).",
)
_LANG = click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
_JSON = click.option("--json", "as_json", is_flag=True, help="Machine-readable.")


@click.group()
def imagery() -> None:
    """Aerial photographs of one's own under the map, from a raster MBTiles file."""


@imagery.command("set")
@_FILE
@_CREDIT
@_TAKEN
@_DATA
@_LANG
@_JSON
def set_(file: Path, credit: str, taken: str, data: Path | None, lang: str, as_json: bool) -> None:
    """Check FILE and put it in force; what was in force stays until all of the new one is there."""
    settings, given = settings_for(data), GivenCredit(credit=credit, taken=taken)
    info = _with_progress(
        lambda tell: add_imagery(file, imagery_folder(settings), given, SystemClock().now(), tell)
    )
    _show(settings, info, lang, as_json)


@imagery.command()
@_FILE
@_CREDIT
@_TAKEN
@_DATA
@_LANG
@_JSON
def check(file: Path, credit: str, taken: str, data: Path | None, lang: str, as_json: bool) -> None:
    """What `set` would make of FILE. Changes nothing; 1 when it would be refused."""
    given = GivenCredit(credit=credit, taken=taken)
    info = _with_progress(lambda tell: check_imagery(file, given, SystemClock().now(), tell))
    _show(settings_for(data), info, lang, as_json)


@imagery.command()
@_DATA
@_LANG
@_JSON
def info(data: Path | None, lang: str, as_json: bool) -> None:
    """Which photographs are in force. 1 when there are none, or when they cannot be read."""
    settings = settings_for(data)
    found = read_imagery(imagery_folder(settings))
    if found is None:
        raise Refused("imagery_none", folder=str(imagery_folder(settings)))
    _show(settings, found, lang, as_json)


@imagery.command()
@_DATA
@_LANG
def remove(data: Path | None, lang: str) -> None:
    """Take the photographs away: the map is drawn without them from the next page on."""
    before = remove_imagery(imagery_folder(settings_for(data)))
    say = catalogues().text
    click.echo(say("imagery.removed", lang, source=before.source if before else "–"))


def _with_progress(run: Callable[[Callable[[int, int], None]], ImageryInfo]) -> ImageryInfo:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("tiles", total=None)
        return run(lambda done, of: progress.update(task, completed=done, total=of))


def _show(settings: Settings, info: ImageryInfo, lang: str, as_json: bool) -> None:
    if as_json:
        click.echo(msgspec.json.encode(info))
        return
    for name, value in msgspec.to_builtins(info).items():
        if isinstance(value, (list, tuple)):
            value = ", ".join(f"{each:.5f}" for each in value)
        click.echo(f"{name:14} {value}")
    say = catalogues().text
    if count := coarse_tiles(info):
        click.echo(say("imagery.coarse", lang, zoom=info.min_zoom, count=count), err=True)
    if not _touches_region(settings, info):
        click.echo(say("imagery.elsewhere", lang), err=True)


def _touches_region(settings: Settings, info: ImageryInfo) -> bool:
    """Whether they show something of the map; without a map nobody can say otherwise."""
    region = region_folder(settings)
    try:
        bounds = None if region is None else read_info(region)[1].bounds
    except Refused:
        return True
    if bounds is None:
        return True
    (west, south, east, north), (w, s, e, n) = info.bounds, bounds
    return west < e and w < east and south < n and s < north
