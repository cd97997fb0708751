"""Aim: the address box and the map over HTTP, for those who may, and a coded answer to whatever else arrives."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from litestar import Litestar, Request
from litestar.di import Provide

from auxilio.geo.api import GeoController
from auxilio.geo.imagery.imagery_folder import Imagery
from auxilio.geo.imagery.imagery_import import GivenCredit, add_imagery
from auxilio.geo.service import ON_FOOT_MAX_M, RegionService
from auxilio.identity.core.permissions import permissions_of
from auxilio.kernel.actor import Actor
from auxilio.platform.http.problem import exception_handlers
from tests.geo.conftest import PLAZA
from tests.geo.imagery_files import PLAZA_TILE, plain, write_mbtiles

pytestmark = pytest.mark.region


@pytest.fixture
async def client(service: RegionService, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    def actor(request: Request) -> Actor:
        roles = frozenset(request.headers.get("x-roles", "call_taker").split())
        return Actor(
            id=UUID(int=1), kind="person", name="Ana", roles=roles, permissions=permissions_of(roles)
        )

    photographs = Imagery(tmp_path / "imagery")
    app = Litestar(
        [GeoController],
        dependencies={
            "actor": Provide(actor, sync_to_thread=False),
            "region": Provide(lambda: service, sync_to_thread=False),
            "imagery": Provide(lambda: photographs, sync_to_thread=False),
        },
        exception_handlers=exception_handlers(),
        openapi_config=None,
    )
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://auxilio.test") as client:
        yield client


async def test_the_address_box_finds_and_warns(client: httpx.AsyncClient) -> None:
    answer = await client.get(
        "/api/geo/search", params={"q": "calle de la iglesia 4", "lat": 41.92, "lon": 1.9, "radius_m": 100}
    )
    assert answer.status_code == 200
    first, second = answer.json()["candidates"]
    assert first["found"]["municipality"] == "Riudalba", "the nearer one first"
    assert [w["code"] for w in first["warnings"]] == ["same_name_elsewhere"]
    assert [w["code"] for w in second["warnings"]] == ["far_from_caller", "same_name_elsewhere"]


async def test_a_click_tells_what_is_there(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/geo/reverse", params={"lat": 41.92, "lon": 1.9, "radius_m": 20})
    assert answer.json()["municipality"] == "Riudalba"


async def test_a_route_and_the_facilities(client: httpx.AsyncClient) -> None:
    route = (await client.get("/api/geo/route", params={"from": "41.9393,1.9239", "to": "41.92,1.90"})).json()
    assert route["by"] == "road"
    assert len(route["line"]) > 10
    hospitals = await client.get(
        "/api/geo/facilities", params={"kinds": "hospital,helipad", "lat": 41.92, "lon": 1.9}
    )
    assert {f["kind"] for f in hospitals.json()["facilities"]} == {"hospital", "helipad"}


async def test_what_can_be_fetched_on_foot_stands_by_its_way_and_not_by_the_line(
    client: httpx.AsyncClient,
) -> None:
    asked = {"kinds": "defibrillator", "lat": PLAZA.lat, "lon": PLAZA.lon, "limit": 8}
    near = (await client.get("/api/geo/on-foot", params=asked)).json()["near"]
    assert near[0]["facility"]["name"] == "DEA Plaza Mayor"
    assert {each["by"] for each in near} == {"road"}
    ways = [each["distance_m"] for each in near]
    assert ways == sorted(ways)
    assert max(ways) <= ON_FOOT_MAX_M
    far = (await client.get("/api/geo/on-foot", params={**asked, "lat": 41.95, "lon": 1.85})).json()
    assert far["near"] == []


async def test_a_tile_is_kept_under_its_version_and_asked_again_without(
    client: httpx.AsyncClient, service: RegionService
) -> None:
    versioned = await client.get(f"/api/geo/tiles/14/8278/6086.mvt?v={service.info.version}")
    assert versioned.status_code == 200
    assert versioned.headers["content-encoding"] == "gzip"
    assert versioned.headers["content-type"].startswith("application/vnd.mapbox-vector-tile")
    assert "immutable" in versioned.headers["cache-control"]
    other = await client.get("/api/geo/tiles/14/8278/6086.mvt?v=older")
    assert other.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path", ["14/0/0.mvt", "14/99999/0.mvt", "99/0/0.mvt", "14/1/abc.mvt", "14/1/²².mvt"]
)
async def test_no_tile_is_an_empty_answer(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(f"/api/geo/tiles/{path}")
    assert answer.status_code == 204
    assert answer.content == b""


async def test_a_tile_of_the_photographs_is_kept_under_its_version_and_asked_again_without(
    client: httpx.AsyncClient, tmp_path: Path
) -> None:
    """What is given while pages are served is served at once."""
    path = "/api/geo/imagery/14/8278/6086"
    assert "imagery" not in (await client.get("/api/geo/style.json")).json()["sources"]
    none = await client.get(path)
    assert (none.status_code, none.content, none.headers["cache-control"]) == (204, b"", "no-cache")

    file = write_mbtiles(tmp_path / "one.mbtiles", {PLAZA_TILE: plain()})
    info = add_imagery(file, tmp_path / "imagery", GivenCredit(), datetime(2026, 1, 2, tzinfo=UTC))
    source = (await client.get("/api/geo/style.json")).json()["sources"]["imagery"]
    (address,) = source["tiles"]
    found = await client.get(address.format(z=14, x=8278, y=6086))
    assert (found.status_code, found.content) == (200, plain())
    assert found.headers["content-type"] == "image/png"
    assert "immutable" in found.headers["cache-control"]
    assert "private" in found.headers["cache-control"]
    again = await client.get(f"{path}?v=older", headers={"if-none-match": found.headers["etag"]})
    assert (again.status_code, again.content, again.headers["cache-control"]) == (304, b"", "no-cache")
    beside = await client.get(f"/api/geo/imagery/14/8279/6086?v={info.version}")
    assert (beside.status_code, beside.content) == (204, b"")
    for wrong in (
        "14/8278/..%2f..%2fimagery.json",
        "14/8278/²²",
        "14/8278/6086.png",
        "99/0/0",
        "14/8278/9999999999",
    ):
        answer = await client.get(f"/api/geo/imagery/{wrong}")
        assert (answer.status_code, answer.content) in [(204, b""), (404, answer.content)], wrong
        assert b"version" not in answer.content
    (tmp_path / "imagery" / f"{info.version}.mbtiles").unlink()
    style = (await client.get("/api/geo/style.json")).json()
    assert style["metadata"] == {"auxilio:imagery": {"state": "lost"}}
    assert "imagery" not in style["sources"]


async def test_the_style_and_the_date_of_the_data(client: httpx.AsyncClient, service: RegionService) -> None:
    for theme in ("dark", "light"):
        answer = await client.get(f"/api/geo/style.json?theme={theme}", headers={"accept-encoding": "gzip"})
        assert answer.json()["version"] == 8
        assert answer.headers["content-encoding"] == "gzip"
        kept = {"accept-encoding": "gzip", "if-none-match": answer.headers["etag"]}
        again = await client.get(f"/api/geo/style.json?theme={theme}", headers=kept)
        assert (again.status_code, again.content) == (304, b"")
    assert (await client.get("/api/geo/info")).json()["data_at"] == service.info.data_at


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/geo/search", 422, "malformed"),
        ("/api/geo/search?q=" + "a" * 201, 422, "malformed"),
        ("/api/geo/search?q=mayor&lat=91&lon=0", 422, "not_a_point"),
        ("/api/geo/search?q=mayor&lat=nan&lon=0", 422, "not_a_point"),
        ("/api/geo/search?q=mayor&lat=north&lon=0", 422, "malformed"),
        ("/api/geo/reverse?lat=41.9&lon=181", 422, "not_a_point"),
        ("/api/geo/search?q=mayor&limit=0", 422, "malformed"),
        ("/api/geo/reverse?lat=41.9", 422, "malformed"),
        ("/api/geo/reverse?lat=41.9&lon=1.9&radius_m=-1", 422, "malformed"),
        ("/api/geo/route?from=here&to=there", 422, "not_a_point"),
        ("/api/geo/route?from=nan,0&to=1,1", 422, "not_a_point"),
        ("/api/geo/facilities?kinds=dragon", 404, "unknown_facility_kind"),
        ("/api/geo/around?lat=91&lon=0", 422, "not_a_point"),
        ("/api/geo/on-foot?kinds=dragon&lat=41.9&lon=1.9", 404, "unknown_facility_kind"),
        ("/api/geo/style.json?theme=pink", 404, "unknown_theme"),
    ],
)
async def test_what_is_wrong_gets_a_code(
    client: httpx.AsyncClient, path: str, status: int, code: str
) -> None:
    answer = await client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize(
    ("path", "roles", "may"),
    [
        ("/api/geo/search?q=mayor", "call_taker", True),
        ("/api/geo/search?q=mayor", "crew", False),
        ("/api/geo/search?q=mayor", "citizen", False),
        ("/api/geo/search?q=mayor", "administrator", True),  # where a vehicle has its base
        ("/api/geo/search?q=mayor", "content_author", True),  # where a response plan is tried
        ("/api/geo/search?q=mayor", "records_officer", False),
        ("/api/geo/reverse?lat=41.92&lon=1.9", "crew", False),
        ("/api/geo/route?from=41.93,1.91&to=41.92,1.90", "crew", True),
        ("/api/geo/route?from=41.93,1.91&to=41.92,1.90", "citizen", False),
        ("/api/geo/facilities?kinds=hospital", "crew", True),
        ("/api/geo/facilities?kinds=hospital", "citizen", False),
        ("/api/geo/style.json", "crew", True),
        ("/api/geo/around?lat=41.92&lon=1.9", "crew", True),
        ("/api/geo/around?lat=41.92&lon=1.9", "records_officer", True),  # the archive has a map too
    ],
)
async def test_who_may_ask_what(client: httpx.AsyncClient, path: str, roles: str, may: bool) -> None:
    answer = await client.get(path, headers={"x-roles": roles})
    assert answer.status_code == (200 if may else 403)
