"""The invented town, written and built once for the session; real extracts where the workplace has them."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from auxilio.geo.build.region_build import build_region
from auxilio.geo.gazetteer.finder import RegionGazetteer
from auxilio.geo.list_gazetteer import ListGazetteer
from auxilio.geo.model import Facility, GeocodeKind, GeocodeQuality, GeocodeResult, Jurisdiction
from auxilio.geo.region_versions import read_info
from auxilio.geo.roads.engine import ValhallaRoads
from auxilio.geo.service import RegionService
from auxilio.geo.straight_line_roads import StraightLineRoads
from auxilio.geo.town import write_town
from auxilio.kernel.position import Point

BUILT_AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
EXTRACTS = Path(__file__).parents[3] / "shared" / "geo" / "data"
PLAZA = Point(lat=41.92, lon=1.90)


@pytest.fixture(scope="session")
def town_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("town") / "riudalba.osm.pbf"
    write_town(path)
    return path


@pytest.fixture(scope="session")
def town(town_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built town."""
    region = tmp_path_factory.mktemp("region")
    build_region(town_file, region, BUILT_AT)
    return region


@pytest.fixture(scope="session")
def gazetteer(town: Path) -> RegionGazetteer:
    return RegionGazetteer(read_info(town)[0])


@pytest.fixture(scope="session")
def roads(town: Path) -> ValhallaRoads:
    return ValhallaRoads(read_info(town)[0] / "roads")


@pytest.fixture
def service(town: Path) -> Iterator[RegionService]:
    opened = RegionService.open(town)
    yield opened
    opened.close()


def extract(name: str) -> Path:
    """A real extract; skips, saying where it was looked for. Under CI the workplace promises it only if asked to."""
    path = EXTRACTS / f"{name}.osm.pbf"
    if not path.is_file():
        if os.environ.get("AUXILIO_EXTRACTS") == "required":
            pytest.fail(f"AUXILIO_EXTRACTS=required, and there is no {path}")
        pytest.skip(f"no real map extract at {path} (ODbL: kept outside the repository)")
    return path


@pytest.fixture(scope="session")
def andorra(tmp_path_factory: pytest.TempPathFactory) -> Path:
    region = tmp_path_factory.mktemp("andorra")
    build_region(extract("andorra"), region, BUILT_AT)
    return region


@pytest.fixture(scope="session")
def melilla(tmp_path_factory: pytest.TempPathFactory) -> Path:
    region = tmp_path_factory.mktemp("melilla")
    build_region(extract("melilla"), region, BUILT_AT)
    return region


@pytest.fixture(scope="session")
def listed() -> ListGazetteer:
    """The fake, knowing one address, one facility and one authority of the same town."""
    address = GeocodeResult(
        kind=GeocodeKind.ADDRESS,
        quality=GeocodeQuality.EXACT,
        point=PLAZA,
        name="Calle Mayor",
        number="12",
        label="Calle Mayor, 12 · Riudalba",
        municipality="Riudalba",
    )
    hospital = Facility(
        id="way/1", kind="hospital", name="Hospital Comarcal de l'Alba", point=Point(lat=41.9236, lon=1.9105)
    )
    authority = Jurisdiction(id="relation/1", kind="administrative", level=8, name="Riudalba")
    return ListGazetteer([address], [hospital], [authority])


@pytest.fixture(scope="session")
def straight() -> StraightLineRoads:
    return StraightLineRoads()
