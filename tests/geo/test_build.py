"""Aim: a region is built whole or not at all, and the old one stays when it is not."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from shapely import LineString, Point

from auxilio.geo.build import region_build as module
from auxilio.geo.build.coast import sea
from auxilio.geo.build.region_build import STEPS, build_region
from auxilio.geo.region_versions import MANIFEST, read_info
from auxilio.geo.service import RegionService
from auxilio.kernel.refusal import Refused
from tests.geo.conftest import BUILT_AT

pytestmark = pytest.mark.region
LATER = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.fixture
def own(town: Path, tmp_path: Path) -> Path:
    """A copy of the built town that a test may break."""
    return Path(shutil.copytree(town, tmp_path / "region", symlinks=True))


def test_the_manifest_says_where_it_comes_from_and_how_old_it_is(town: Path) -> None:
    _, info = read_info(town)
    assert info.data_at == "2026-01-01T00:00:00Z"
    assert info.built_at.startswith("2026-01-02T03:04:05")
    assert len(info.source_sha256) == 64
    assert "OpenStreetMap" not in info.attribution, "the town owes nothing to anybody"
    west, south, east, north = info.bounds
    assert west < info.centre.lon < east
    assert south < info.centre.lat < north
    assert info.counts["house_numbers"] > 1500
    assert info.counts["kilometre_posts"] >= 20
    assert info.counts["jurisdictions"] == 2


def test_the_steps_are_told_in_order(town_file: Path, tmp_path: Path) -> None:
    told: list[str] = []
    build_region(town_file, tmp_path / "r", BUILT_AT, told.append)
    assert tuple(told) == STEPS
    assert not list((tmp_path / "r").glob(".building-*")), "nothing half-done is left"


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"hello " * 1000, "region_not_osm"), (b"", "region_not_osm"), (None, "region_file_missing")],
)
def test_a_file_that_is_no_map_is_refused_and_the_old_region_stays(
    own: Path, tmp_path: Path, content: bytes | None, code: str
) -> None:
    before = read_info(own)
    bad = tmp_path / "bad.osm.pbf"
    if content is not None:
        bad.write_bytes(content)
    with pytest.raises(Refused) as refusal:
        build_region(bad, own, LATER)
    assert refusal.value.code == code
    assert refusal.value.facts["file"] == "bad.osm.pbf"
    assert read_info(own) == before
    assert not list(own.glob(".building-*"))


def test_a_map_cut_short_is_refused_and_the_old_region_stays(
    own: Path, town_file: Path, tmp_path: Path
) -> None:
    before = read_info(own)
    cut = tmp_path / "cut.osm.pbf"
    cut.write_bytes(town_file.read_bytes()[:60_000])
    with pytest.raises(Refused, match="region_not_osm"):
        build_region(cut, own, LATER)
    assert read_info(own) == before


@pytest.mark.parametrize("step", ["build_gazetteer", "build_roads", "build_tiles", "write_info"])
def test_the_old_region_stays_whichever_step_fails(
    own: Path, town_file: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise Refused("region_tool_failed", tool=step, exit_code=1, reason="")

    before = read_info(own)
    monkeypatch.setattr(module, step, broken)
    with pytest.raises(Refused, match="region_tool_failed"):
        build_region(town_file, own, LATER)
    assert read_info(own) == before
    RegionService.open(own).close()


def test_a_newer_build_takes_the_place_of_the_old_one_and_the_one_before_is_kept(
    own: Path, town_file: Path
) -> None:
    first = read_info(own)[1].version
    second = build_region(town_file, own, LATER).version
    third = build_region(town_file, own, LATER).version
    assert read_info(own)[1].version == third
    assert {path.name for path in (own / "versions").iterdir()} == {second, third}
    assert len({first, second, third}) == 3


def test_an_empty_folder_a_broken_manifest_and_an_old_format_are_told_apart(
    own: Path, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match="region_missing"):
        RegionService.open(tmp_path / "nothing")
    manifest = own / "current" / MANIFEST
    whole = manifest.read_bytes()
    manifest.write_bytes(whole.replace(b'"format": 1', b'"format": 0'))
    with pytest.raises(Refused, match="region_too_old"):
        RegionService.open(own)
    manifest.write_bytes(b"{")
    with pytest.raises(Refused, match="region_broken"):
        RegionService.open(own)
    manifest.write_bytes(whole)
    (own / "current" / "gazetteer.sqlite").write_bytes(b"not a database at all" * 100)
    with pytest.raises(Refused, match="region_broken"):
        RegionService.open(own)


class TestSea:
    BOUNDS = (0.0, 0.0, 1.0, 1.0)

    def test_the_sea_is_on_the_right_hand(self) -> None:
        northward, southward = LineString([(0.5, -1), (0.5, 2)]), LineString([(0.5, 2), (0.5, -1)])
        assert [cell.contains(Point(0.7, 0.5)) for cell in sea([northward], self.BOUNDS)] == [True]
        assert [cell.contains(Point(0.3, 0.5)) for cell in sea([southward], self.BOUNDS)] == [True]

    def test_no_coast_is_no_sea(self) -> None:
        assert sea([], self.BOUNDS) == []

    def test_a_coast_that_the_extract_cuts_is_led_to_the_edge(self) -> None:
        cells = sea([LineString([(0.5, 0.1), (0.5, 0.9)])], self.BOUNDS)
        assert [cell.contains(Point(0.7, 0.5)) for cell in cells] == [True]


def test_two_builds_of_one_region_do_not_work_at_once_and_what_a_killed_one_left_is_removed(
    own: Path, town_file: Path
) -> None:
    before = read_info(own)
    (own / f"{module.WORK}left").mkdir()
    with module._work_folder(own), pytest.raises(Refused, match="region_build_going_on"):
        build_region(town_file, own, LATER)
    assert read_info(own) == before
    assert not list(own.glob(f"{module.WORK}*"))
