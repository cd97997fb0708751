"""Aim: the region answers off the loop, refuses what is too much, and its map can be drawn."""

import asyncio
import gzip
import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from auxilio.app.case_files import report_map
from auxilio.app.cli.doctor import examine
from auxilio.app.composition import open_region
from auxilio.app.settings import Settings
from auxilio.app.storage import region_folder
from auxilio.geo.list_gazetteer import ListGazetteer
from auxilio.geo.model import Facility, GeocodeKind, RoadRestriction, TravelBasis, TravelTime, WarningCode
from auxilio.geo.region_versions import read_info
from auxilio.geo.service import SOURCES_MAX, RegionService
from auxilio.geo.straight_line_roads import StraightLineRoads
from auxilio.geo.style import PALETTES, map_style
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused
from tests.geo.conftest import PLAZA

pytestmark = pytest.mark.region


async def test_many_ask_at_once_and_each_gets_its_own_answer(service: RegionService) -> None:
    asked = ["calle mayor 12", "carrer de la unio 5", "hospital", "A-99 km 40"] * 5
    answers = await asyncio.gather(*(service.search(text, PLAZA) for text in asked))
    names = [answer[0].name for answer in answers]
    assert names == ["Calle Mayor", "Carrer de la Unió", "Hospital Comarcal de l'Alba", "A-99"] * 5


async def test_what_is_too_long_or_too_much_is_refused(service: RegionService) -> None:
    with pytest.raises(Refused, match="search_too_long"):
        await service.search("a" * 201)
    with pytest.raises(Refused, match="too_many_sources"):
        await service.times_to(PLAZA, [PLAZA] * (SOURCES_MAX + 1))


async def test_a_candidate_brings_its_warnings(service: RegionService) -> None:
    found = (await service.search("calle de la iglesia 4, Fontnova"))[0]
    far_away = Point(lat=41.89, lon=1.85)
    codes = [w.code for w in await service.warnings(found, far_away, 50)]
    assert codes == [WarningCode.FAR_FROM_CALLER, WarningCode.SAME_NAME_ELSEWHERE]


async def test_the_map_has_what_a_dispatcher_reads(service: RegionService) -> None:
    tile = service.tile(14, 8278, 6086)
    assert tile is not None
    content = gzip.decompress(tile)
    for layer in (b"road", b"building", b"address", b"facility", b"road_name", b"place"):
        assert layer in content
    assert service.tile(14, 0, 0) is None
    assert service.tile(14, -1, 0) is None
    assert service.tile(99, 0, 0) is None


async def test_an_installation_without_a_region_still_answers() -> None:
    service = RegionService.without_data()
    assert await service.search("calle mayor 12") == []
    (time,) = await service.times_to(PLAZA, [Point(lat=41.93, lon=1.91)])
    assert time.by is TravelBasis.STRAIGHT_LINE
    assert service.tile(14, 1, 1) is None
    service.close()


@pytest.mark.parametrize("theme", ["dark", "light"])
class TestStyle:
    def style(self, service: RegionService, theme: str) -> dict[str, Any]:
        return json.loads(json.dumps(map_style(service.info, theme)))

    def test_it_credits_its_data_and_names_its_version(self, service: RegionService, theme: str) -> None:
        (source,) = self.style(service, theme)["sources"].values()
        assert source["attribution"] == service.info.attribution
        assert source["tiles"] == [f"/api/geo/tiles/{{z}}/{{x}}/{{y}}.mvt?v={service.info.version}"]

    def test_it_needs_no_glyphs_and_no_sprite(self, service: RegionService, theme: str) -> None:
        style = self.style(service, theme)
        assert not {"glyphs", "sprite"} & style.keys()
        assert len({layer["id"] for layer in style["layers"]}) == len(style["layers"])

    def test_no_letter_is_smaller_than_the_reader_can_read(self, service: RegionService, theme: str) -> None:
        # 11 px only where a label first appears; the 14 px of the console's tokens hold for panels.
        for layer in self.style(service, theme)["layers"]:
            for size in sizes(layer.get("layout", {}).get("text-size", 14)):
                assert size >= 11, layer["id"]

    def test_text_stands_out_from_its_halo(self, service: RegionService, theme: str) -> None:
        palette = PALETTES[theme]
        for ink in ("text", "soft", "water_text", "hill_text", "number", "alarm"):
            assert contrast(palette[ink], palette["halo"]) >= 4.5, ink


def sizes(expression: Any) -> list[float]:
    """Every size that an expression can give."""
    match expression:
        case ["interpolate", _, _, *stops]:
            return [size for stop in stops[1::2] for size in sizes(stop)]
        case ["match", _, *cases]:
            return [*cases[1::2], cases[-1]]
        case number:
            return [number]


def test_both_themes_have_the_same_colours() -> None:
    assert PALETTES["dark"].keys() == PALETTES["light"].keys()
    assert all(re.fullmatch("#[0-9a-f]{6}", c) for palette in PALETTES.values() for c in palette.values())


def contrast(one: str, other: str) -> float:
    """Ratio of WCAG 2.2, 1.4.3."""

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_an_unknown_theme_is_refused() -> None:
    with pytest.raises(Refused, match="unknown_theme"):
        RegionService.without_data().style("pink")


async def test_without_a_way_on_foot_the_straight_line_stands_for_it_and_says_so() -> None:
    here = Point(lat=41.92, lon=1.9)
    known = [
        Facility(id="node/2", kind="defibrillator", name="far", point=Point(lat=41.94, lon=1.9)),
        Facility(
            id="node/1", kind="defibrillator", name="near", point=Point(lat=41.921, lon=1.9), hours="24/7"
        ),
    ]
    service = RegionService.without_data(ListGazetteer((), known, ()))
    (only,) = await service.on_foot(["defibrillator"], here, 3)
    assert (only.facility.name, only.facility.hours, only.by) == ("near", "24/7", TravelBasis.STRAIGHT_LINE)
    assert only.distance_m == 111


class Failing(StraightLineRoads):
    """Roads whose engine can be taken away, and comes back."""

    def __init__(self) -> None:
        super().__init__()
        self.gone: Exception | None = None

    def times_to(self, target: Point, sources: Sequence[Point]) -> list[TravelTime]:
        if self.gone is not None:
            raise self.gone
        return [TravelTime(duration_s=60.0, distance_m=800, by=TravelBasis.ROAD) for _ in sources]


@pytest.mark.parametrize("gone", [RuntimeError("no costing"), FileNotFoundError("tiles.tar")])
async def test_roads_that_cannot_answer_become_straight_lines_until_they_can(gone: Exception) -> None:
    roads = Failing()
    service = RegionService.without_data(roads=roads)
    source = Point(lat=PLAZA.lat + 0.01, lon=PLAZA.lon)
    told = []
    for state in (None, gone, gone, None):
        roads.gone = state
        (time,) = await service.times_to(PLAZA, [source])
        told.append((time.by, service.roads_lost))
    straight = (TravelBasis.STRAIGHT_LINE, True)
    assert told == [(TravelBasis.ROAD, False), straight, straight, (TravelBasis.ROAD, False)]


async def test_what_is_closed_stays_closed_for_a_straight_line() -> None:
    """Whoever falls back must not fall back to before the flood."""
    roads = Failing()
    service = RegionService.without_data(roads=roads)
    south, north = Point(lat=PLAZA.lat - 0.01, lon=PLAZA.lon), Point(lat=PLAZA.lat + 0.01, lon=PLAZA.lon)
    roads.gone = RuntimeError("gone")
    (before,) = await service.times_to(north, [south])
    corners = ((-1, -1), (-1, 1), (1, 1), (1, -1))
    ring = tuple(Point(lat=PLAZA.lat + a * 0.001, lon=PLAZA.lon + b * 0.001) for a, b in corners)
    await service.hold([RoadRestriction(ring=ring)])
    (after,) = await service.times_to(north, [south])
    assert after.duration_s > before.duration_s


@pytest.mark.parametrize("manifest", [None, "{", '{"format": 1}'])
async def test_a_region_that_cannot_be_opened_silences_nobody(
    tmp_path: Path, manifest: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "region" / "current"
    folder.mkdir(parents=True)
    if manifest is not None:
        (folder / "manifest.json").write_text(manifest)
    service = open_region(Settings(data=tmp_path, region=tmp_path / "region"))
    assert "region_lost" in caplog.text
    (time,) = await service.times_to(PLAZA, [Point(lat=41.93, lon=1.9)])
    assert (time.by, service.roads_lost) == (TravelBasis.STRAIGHT_LINE, True)
    assert await service.search("calle mayor 12") == []
    assert (await service.search("41.92, 1.90"))[0].kind is GeocodeKind.COORDINATES


def test_processes_doctor_and_case_file_find_the_region_in_one_place(tmp_path: Path, town: Path) -> None:
    settings = Settings(data=tmp_path)
    place = tmp_path / "region" / "town"
    assert region_folder(settings) is None
    place.parent.mkdir()
    place.symlink_to(town)
    found = next(one for one in examine(settings) if one.part == "region")
    assert (found.code, found.facts["folder"], region_folder(settings)) == ("region", str(place), place)
    service = open_region(settings)
    assert service.info.version == read_info(town)[1].version
    service.close()
    assert report_map(settings) is not None
    assert region_folder(msgspec.structs.replace(settings, region=town)) == town


def test_a_region_whose_map_is_gone_is_not_called_good(tmp_path: Path, town: Path) -> None:
    settings = Settings(data=tmp_path)
    copy = tmp_path / "region" / "current"
    shutil.copytree((town / "current").resolve(), copy)
    (copy / "map.mbtiles").unlink()
    assert next(one.code for one in examine(settings) if one.part == "region") == "region_broken"
    assert report_map(settings) is None
