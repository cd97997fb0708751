"""Aim: a file of aerial photographs is looked at whole before it counts, a bad one changes nothing, and one that is gone is said to be."""

import asyncio
import fcntl
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from auxilio.app.cli import commands
from auxilio.app.cli.doctor import examine
from auxilio.app.settings import Settings
from auxilio.app.storage import imagery_folder
from auxilio.geo.imagery.imagery_folder import MANIFEST, Imagery, ImageryState, read_imagery
from auxilio.geo.imagery.imagery_import import (
    GivenCredit,
    add_imagery,
    check_imagery,
    coarse_tiles,
    remove_imagery,
)
from auxilio.geo.imagery.imagery_style import LAYER, METADATA, with_imagery
from auxilio.geo.imagery.raster_tiles import TILE_BYTES_MAX, read_tile_head
from auxilio.geo.model import RegionInfo
from auxilio.geo.service import RegionService
from auxilio.geo.style import PALETTES, map_style
from auxilio.kernel.refusal import Refused
from auxilio.readiness.core.model import CheckState
from tests.geo.imagery_files import CREDIT, PLAZA_TILE, plain, write_mbtiles

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
Z, X, Y = PLAZA_TILE
PAIR = {(Z, X, Y): plain(), (Z + 1, 2 * X, 2 * Y): plain()}
JPEG = b"\xff\xd8\xff\xe0\x00\x04JF" + b"\xff\xc0\x00\x0b\x08\x02\x00\x01\x00\x01\x01\x11\x00" + b"\xff\xd9"
WEBP_LOSSY = b"RIFF" + (22).to_bytes(4, "little") + b"WEBPVP8 " + bytes(10) + b"\x00\x01\x00\x02"
WEBP_LOSSLESS = (
    b"RIFF"
    + (17).to_bytes(4, "little")
    + b"WEBPVP8L"
    + bytes(4)
    + b"\x2f"
    + (255 | 255 << 14).to_bytes(4, "little")
)
WEBP_EXTENDED = b"RIFF" + (22).to_bytes(4, "little") + b"WEBPVP8X" + bytes(8) + b"\xff\x01\x00\xff\x01\x00"


def info_of_nothing() -> RegionInfo:
    region = RegionService.without_data()
    region.close()
    return region.info


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "imagery"


@pytest.mark.parametrize(
    ("tile", "head"),
    [
        (plain(), ("image/png", 256, 256)),
        (JPEG, ("image/jpeg", 256, 512)),
        (WEBP_LOSSY, ("image/webp", 256, 512)),
        (WEBP_LOSSLESS, ("image/webp", 256, 256)),
        (WEBP_EXTENDED, ("image/webp", 512, 512)),
    ],
)
def test_the_head_of_a_tile_says_what_it_is(tile: bytes, head: tuple[str, int, int]) -> None:
    assert read_tile_head(tile) == head
    for cut in (3, 12, 20, len(tile) - 1):
        with pytest.raises(ValueError, match=r"cut off|neither|a JPEG|a WebP"):
            read_tile_head(tile[:cut])


async def test_photographs_come_into_force_in_one_step_for_processes_that_run(
    tmp_path: Path, folder: Path
) -> None:
    pages = Imagery(folder)
    assert await pages.look() == (ImageryState.NONE, None)
    assert await pages.tile(Z, X, Y) == ("", None)

    given = GivenCredit(taken="2024-06")
    info = add_imagery(write_mbtiles(tmp_path / "one.mbtiles", PAIR), folder, given, AT)
    assert (info.min_zoom, info.max_zoom, info.tiles, info.tile_pixels) == (Z, Z + 1, 2, 256)
    assert (info.credit, info.taken, info.source) == (CREDIT, "2024-06", "one.mbtiles")
    assert read_imagery(folder) == info
    assert await pages.look() == (ImageryState.THERE, info)
    assert await pages.tile(Z, X, Y) == (info.version, (plain(), "image/png"))
    for nowhere in ((Z, X + 1, Y), (Z + 2, 4 * X, 4 * Y), (0, 0, 0), (Z, -1, 0), (99, 0, 0), (Z, 10**9, Y)):
        assert (await pages.tile(*nowhere))[1] is None

    other = add_imagery(
        write_mbtiles(tmp_path / "two.mbtiles", {(Z, X, Y): plain(512)}), folder, GivenCredit(), AT
    )
    assert other.version != info.version
    assert await pages.tile(Z, X, Y) == (other.version, (plain(512), "image/png"))
    assert [each.stem for each in folder.glob("*.mbtiles")] == [other.version], "the former tiles are gone"
    assert remove_imagery(folder) == other
    assert await pages.look() == (ImageryState.NONE, None)
    assert list(folder.glob("*.mbtiles")) == []


def test_bounds_are_those_of_the_tiles_and_no_wider_than_the_file_says(tmp_path: Path) -> None:
    whole = check_imagery(write_mbtiles(tmp_path / "a.mbtiles", PAIR), GivenCredit(), AT)
    west, south, east, north = whole.bounds
    assert west < east
    assert south < north
    assert 1.88 < west < 1.92
    assert 41.90 < north < 41.95
    said = f"{west - 1},{south},{(west + east) / 2},{north + 1}"
    narrower = write_mbtiles(tmp_path / "b.mbtiles", PAIR, {"attribution": CREDIT, "bounds": said})
    found = check_imagery(narrower, GivenCredit(), AT).bounds
    assert found == pytest.approx((west, south, (west + east) / 2, north))


def test_a_credit_is_words_alone(tmp_path: Path) -> None:
    said = {
        "attribution": '&copy; <a href="https://x.example" onclick="alert(1)">Institut\n Carto</a>&#8238;'
    }
    file = write_mbtiles(tmp_path / "a.mbtiles", PAIR, said)
    assert check_imagery(file, GivenCredit(), AT).credit == "© Institut Carto"
    assert check_imagery(file, GivenCredit(credit="  Ours "), AT).credit == "Ours"


def _file(tiles: dict[Any, Any], **said: str) -> Callable[[Path], Path]:
    return lambda here: write_mbtiles(here / "bad.mbtiles", tiles, {"attribution": CREDIT} | said)


def _bytes(data: bytes) -> Callable[[Path], Path]:
    def write(here: Path) -> Path:
        (here / "bad.mbtiles").write_bytes(data)
        return here / "bad.mbtiles"

    return write


BAD: list[tuple[str, Callable[[Path], Path]]] = [
    ("imagery_file_missing", lambda here: here / "nothing.mbtiles"),
    ("imagery_file_missing", lambda here: here),
    ("imagery_not_mbtiles", _bytes(b"no database at all, whatever it is called" * 40)),
    ("imagery_not_mbtiles", _bytes(b"")),
    ("imagery_empty", _file({})),
    ("imagery_not_raster", _file(PAIR, format="pbf")),
    ("imagery_not_raster", _file({(Z, X, Y): b"\x1f\x8b\x08 a vector tile"})),
    ("imagery_tile_wrong", _file({(Z, X, Y): b"<svg onload='alert(1)'/>"})),
    ("imagery_tile_wrong", _file({(Z, X, Y): "words"})),
    ("imagery_tile_wrong", _file({(Z, X, Y): plain()[:-30]})),
    ("imagery_tile_wrong", _file({(Z, X, Y): plain() + bytes(TILE_BYTES_MAX)})),
    ("imagery_tile_wrong", _file({(Z, X, Y): plain(128)})),
    ("imagery_tile_wrong", _file({(Z, X, Y): JPEG})),
    ("imagery_tile_wrong", _file({(Z, X, Y): plain(), (Z + 1, 2 * X, 2 * Y): plain(512)})),
    ("imagery_tile_wrong", _file({(23, 0, 0): plain()})),
    ("imagery_tile_wrong", _file({(Z, 2**Z, 0): plain()})),
    ("imagery_levels_missing", _file({(12, 2069, 1521): plain(), (Z, X, Y): plain()})),
    ("imagery_bounds_wrong", _file(PAIR, bounds="2,1")),
    ("imagery_bounds_wrong", _file(PAIR, bounds="nan,nan,nan,nan")),
    ("imagery_bounds_wrong", _file(PAIR, bounds="10,10,11,11")),
    ("imagery_no_credit", _file(PAIR, attribution=" <br> ")),
    ("imagery_credit_too_long", _file(PAIR, attribution="c" * 201)),
]


@pytest.mark.parametrize(("code", "make"), BAD, ids=lambda each: each if isinstance(each, str) else "")
def test_a_bad_file_is_refused_and_what_was_in_force_stays(
    tmp_path: Path, folder: Path, code: str, make: Callable[[Path], Path]
) -> None:
    before = add_imagery(write_mbtiles(tmp_path / "good.mbtiles", PAIR), folder, GivenCredit(), AT)
    bad = make(tmp_path)
    for attempt in (
        lambda: check_imagery(bad, GivenCredit(), AT),
        lambda: add_imagery(bad, folder, GivenCredit(), AT),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.code == code
    assert read_imagery(folder) == before
    assert sorted(each.name for each in folder.iterdir()) == [".lock", f"{before.version}.mbtiles", MANIFEST]


def test_a_date_a_full_disk_and_two_at_once_are_refused(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write_mbtiles(tmp_path / "a.mbtiles", PAIR)
    with pytest.raises(Refused, match="imagery_taken_wrong"):
        add_imagery(file, folder, GivenCredit(taken="2024-13"), AT)
    with (folder / ".lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(Refused, match="imagery_going_on"):
            add_imagery(file, folder, GivenCredit(), AT)
    full = shutil.disk_usage(tmp_path)._replace(free=10)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)
    with pytest.raises(Refused, match="imagery_no_room"):
        add_imagery(file, folder, GivenCredit(), AT)
    assert read_imagery(folder) is None


def test_only_tiles_are_kept_of_a_file(tmp_path: Path, folder: Path) -> None:
    """A view instead of a table, as some writers make it; what else lies in the file stays behind."""
    file = write_mbtiles(tmp_path / "a.mbtiles", PAIR)
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("alter table tiles rename to images")
        db.execute("create view tiles as select * from images")
        db.execute("create table secrets (word text)")
    info = add_imagery(file, folder, GivenCredit(), AT)
    with closing(sqlite3.connect(folder / f"{info.version}.mbtiles")) as db:
        kept = {name for (name,) in db.execute("select name from sqlite_master")}
    assert kept == {"tiles", "tile_index"}


@pytest.mark.parametrize("loss", ["file", "shorter", "manifest", "path"])
async def test_photographs_that_are_gone_are_told_by_pages_and_doctor(
    tmp_path: Path, loss: str, caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings(data=tmp_path)
    folder = imagery_folder(settings)
    assert not [one for one in examine(settings) if one.part == "imagery"], "nobody needs any"
    info = add_imagery(write_mbtiles(tmp_path / "a.mbtiles", PAIR), folder, GivenCredit(), AT)
    assert next(one for one in examine(settings) if one.part == "imagery").state is CheckState.OK
    kept = folder / f"{info.version}.mbtiles"
    match loss:
        case "file":
            kept.unlink()
        case "shorter":
            kept.write_bytes(kept.read_bytes()[:-1])
        case "manifest":
            (folder / MANIFEST).write_text("{")
        case _:
            text = (folder / MANIFEST).read_text()
            (folder / MANIFEST).write_text(text.replace(info.version, f"../imagery/{info.version}"))
    finding = next(one for one in examine(settings) if one.part == "imagery")
    assert (finding.state, finding.code) == (CheckState.DEGRADED, "imagery_lost")
    pages = Imagery(folder)
    assert await pages.look() == (ImageryState.LOST, None)
    assert [*await asyncio.gather(pages.tile(Z, X, Y), pages.tile(Z, X, Y))] == [("", None), ("", None)]
    assert len([each for each in caplog.records if each.message == "imagery_lost"]) == 1, "told once"


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_photographs_lie_under_streets_and_are_hidden_until_a_page_shows_them(
    tmp_path: Path, theme: str
) -> None:
    style = map_style(info_of_nothing(), theme)
    assert with_imagery(style, theme, ImageryState.NONE, None) == style
    lost = with_imagery(style, theme, ImageryState.LOST, None)
    assert (lost["metadata"], lost["layers"]) == ({METADATA: {"state": "lost"}}, style["layers"])

    file = write_mbtiles(tmp_path / "a.mbtiles", PAIR, {"attribution": "Fotos & <b>mapas</b> 1 &lt; 2"})
    info = check_imagery(file, GivenCredit(taken="2024"), AT)
    there = with_imagery(style, theme, ImageryState.THERE, info)
    ids = [each["id"] for each in there["layers"]]
    assert ids.index("building") + 1 == ids.index(LAYER) < ids.index("path") < ids.index("street-name")
    assert there["layers"][ids.index(LAYER)]["layout"] == {"visibility": "none"}
    assert there["sources"][LAYER]["attribution"] == "Fotos &amp; mapas 1 &lt; 2 · 2024"
    assert (there["sources"][LAYER]["minzoom"], there["sources"][LAYER]["maxzoom"]) == (Z, Z + 1)

    by_id = {each["id"]: each for each in style["layers"]}
    for layer, name, plainly, over in there["metadata"][METADATA]["over"]:
        assert plainly == by_id[layer]["paint"].get(name, 1 if name == "line-opacity" else None)
        assert over != plainly


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_letters_over_a_photograph_are_read_against_their_halo(tmp_path: Path, theme: str) -> None:
    style = map_style(info_of_nothing(), theme)
    info = check_imagery(write_mbtiles(tmp_path / "a.mbtiles", PAIR), GivenCredit(), AT)
    over = with_imagery(style, theme, ImageryState.THERE, info)["metadata"][METADATA]["over"]
    widths = {layer: width for layer, name, _, width in over if name == "text-halo-width"}
    named = [
        each for each in style["layers"] if each["type"] == "symbol" and "text-halo-color" in each["paint"]
    ]
    assert len(named) > 8
    for layer in named:
        assert widths[layer["id"]] >= 2, layer["id"]
        assert layer["paint"]["text-halo-color"] == PALETTES[theme]["halo"]
        assert _contrast(layer["paint"]["text-color"], PALETTES[theme]["halo"]) >= 4.5, layer["id"]


def _contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(each, 16) / 255 for each in re.findall("..", colour.removeprefix("#"))]
        red, green, blue = (
            each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_commands_set_look_and_remove(tmp_path: Path) -> None:
    def run(*arguments: str | Path) -> Any:
        return CliRunner().invoke(
            commands, ["imagery", *map(str, arguments), "--data", str(tmp_path / "data")]
        )

    file = write_mbtiles(tmp_path / "photos.mbtiles", PAIR)
    none = run("info")
    assert (none.exit_code, none.exception.code) == (1, "imagery_none")
    checked = run("check", file, "--taken", "2024")
    assert checked.exit_code == 0
    assert not (tmp_path / "data").exists()
    assert run("set", file, "--taken", "2024").exit_code == 0
    told = run("info").stdout
    for words in ("photos.mbtiles", CREDIT, "2024", "max_zoom       15"):
        assert words in told
    assert "photos.mbtiles" in run("remove").stdout
    assert run("info").exception.code == "imagery_none"


def test_a_file_without_coarse_zooms_is_told_of(tmp_path: Path) -> None:
    few = check_imagery(write_mbtiles(tmp_path / "few.mbtiles", PAIR), GivenCredit(), AT)
    assert coarse_tiles(few) == 0
    tile = plain()
    fine = {(16, 33_100 + x, 24_300 + y): tile for x in range(9) for y in range(9)}
    many = check_imagery(write_mbtiles(tmp_path / "many.mbtiles", fine), GivenCredit(), AT)
    assert 81 <= coarse_tiles(many) <= 100
