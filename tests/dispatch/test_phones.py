"""The doors for phones as the apps knock at them, against PostgreSQL and behind the real guard."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
import pytest
from litestar import Litestar
from litestar.di import Provide

from auxilio.dispatch.model.unit import Unit
from auxilio.dispatch.tracking.api import HANDLERS
from auxilio.dispatch.tracking.model import DeviceKind, OnRoad
from auxilio.dispatch.tracking.service import STRANGER_PER_MINUTE, Tracking
from auxilio.dispatch.tracking.setup import link_of, picture_of
from auxilio.dispatch.tracking.store import DOUBTS_MAX, TRACK_S
from auxilio.geo.fakes import ListGazetteer, StraightLineRoads
from auxilio.geo.service import RegionService
from auxilio.identity.api import http_parts
from auxilio.kernel.position import Point
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.keys.typed import new_typed_secret, typed_digest
from tests.dispatch.made import Room
from tests.dispatch.test_formats import FEATURE, OVERLAND, OWNTRACKS, TRACCAR_JSON, TRACCAR_QUERY
from tests.people import person
from tests.web import client_of, routes_of, seeded_identity

ADMINISTRATOR, DESK, CHIEF = person("administrator"), person("call_taker"), person("room_chief")
SENT = datetime(2026, 11, 26, 22, 15, 2, tzinfo=UTC)
"""The moment of all messages in test_formats."""
HERE = Point(41.9203, 1.9004)


class Land(ListGazetteer):
    """A list of places that ends at the sea, south of the equator."""

    def covers(self, point: Point, radius_m: float = 0.0) -> bool:
        return point.lat > 10


class OneRoad(StraightLineRoads):
    """A road along a parallel, until it breaks."""

    def __init__(self) -> None:
        self.broken = False

    def on_road(self, points: Sequence[Point], courses: Sequence[float | None]) -> list[Point | None]:
        if self.broken:
            raise RuntimeError("no tiles")
        return [Point(41.92, point.lon) for point in points]


@dataclass
class Doors:
    """A unit with a phone, the doors, and a clock that only the test moves."""

    unit: Unit
    tracking: Tracking
    clock: SimulatedClock
    client: httpx.AsyncClient
    app: Litestar
    token: str
    roads: OneRoad
    room: Room

    async def traccar(self, token: str | None = None, **changed: Any) -> httpx.Response:
        fields = dict(parse_qsl(TRACCAR_QUERY)) | {"id": token or self.token} | changed
        return await self.client.post(f"/api/position/traccar?{urlencode(fields)}")

    async def at(self) -> Point | None:
        found = await self.tracking.seen(DESK)
        return found[0].point if found else None

    async def verdict(self) -> str | None:
        found = await self.tracking.doubts(DESK)
        return found[0].verdict.value if found else None

    async def points(self) -> int:
        return int(await self.room.database.pool.fetchval("select count(*) from unit_track"))


@asynccontextmanager
async def doors_of(room: Room) -> AsyncIterator[Doors]:
    clock, roads = SimulatedClock(SENT + timedelta(seconds=2)), OneRoad()
    tracking = Tracking(room.database.pool, clock, RegionService.fake(Land(), roads))
    unit = await room.unit("A-1")
    _, token, _ = await tracking.add_device(unit.id, "Móvil 1", DeviceKind.TRACCAR, ADMINISTRATOR)
    parts = http_parts(await seeded_identity(room.database.pool), https=False)
    given = {"tracking": Provide(lambda: tracking, sync_to_thread=False)}
    app = Litestar(HANDLERS, openapi_config=None, **{**parts, "dependencies": parts["dependencies"] | given})
    async with client_of(app) as client:
        yield Doors(unit, tracking, clock, client, app, token, roads, room)


@pytest.fixture
async def doors(room: Room) -> AsyncIterator[Doors]:
    async with doors_of(room) as them:
        yield them


def basic(token: str) -> tuple[str, str]:
    return ("a-1", token)


async def send(doors: Doors, app: str, token: str) -> httpx.Response:
    """As the app sends it."""
    ask, query = doors.client, TRACCAR_QUERY.replace("h3ka-97rm", token)
    headers = {"authorization": f"Bearer {token}"}
    match app:
        case "traccar 8":
            return await ask.post(f"/api/position/traccar?{query}")
        case "osmand":
            return await ask.get(f"/api/position/traccar?{query}")
        case "a form":
            form = {"content-type": "application/x-www-form-urlencoded"}
            return await ask.post("/api/position/traccar", content=query, headers=form)
        case "traccar 9":
            return await ask.post("/api/position/traccar", json=TRACCAR_JSON | {"device_id": token})
        case "owntracks":
            names = {
                "x-limit-u": "a-1",
                "x-limit-d": "telefono",
                "user-agent": "Owntracks-Android/gms/420500000",
            }
            return await ask.post("/api/position/owntracks", json=OWNTRACKS, auth=basic(token), headers=names)
        case "overland":
            return await ask.post("/api/position/geojson", json=OVERLAND, headers=headers)
        case _:
            return await ask.post("/api/position/geojson", json=FEATURE, headers=headers)


APPS = {
    "traccar 8": "", "osmand": "", "a form": "", "traccar 9": "", "owntracks": "[]", "geojson": '{"result":"ok"}',
    "overland": '{"result":"ok"}',
}  # fmt: skip
"""Each app with the answer that it waits for."""


@pytest.mark.parametrize("app", APPS)
async def test_a_message_as_the_app_sends_it_moves_the_unit(doors: Doors, app: str) -> None:
    answer = await send(doors, app, doors.token)
    assert (answer.status_code, answer.text) == (200, APPS[app])
    [seen] = await doors.tracking.seen(DESK)
    assert (seen.unit, seen.point, seen.at) == (doors.unit.id, HERE, SENT)
    assert seen.speed_m_s == pytest.approx(11.1, abs=0.12)
    [device] = await doors.tracking.devices(doors.unit.id, ADMINISTRATOR)
    assert (device.battery_pct, device.seen_at) == (83, doors.clock.now())


@pytest.mark.parametrize("app", APPS)
async def test_a_wrong_and_a_revoked_token_are_told_the_same_and_move_nothing(doors: Doors, app: str) -> None:
    [device] = await doors.tracking.devices(doors.unit.id, ADMINISTRATOR)
    wrong = await send(doors, app, new_typed_secret())
    await doors.tracking.revoke_device(device.id, ADMINISTRATOR)
    revoked = await send(doors, app, doors.token)
    assert (wrong.status_code, revoked.status_code) == (401, 401)
    assert wrong.json() == revoked.json(), "whoever guesses learns nothing of which unit there is"
    assert await doors.at() is None
    told = {(one.device, one.unit, one.count) for one in await doors.tracking.knocking(CHIEF)}
    assert told == {(None, None, 1), ("Móvil 1", doors.unit.id, 1)}


@pytest.mark.parametrize(
    "authorization", ["", "Basic", "Basic %%%", "Basic YTpi=", "Digest x", "Bearer ", "Basic YQ=="]
)
async def test_whoever_shows_no_token_is_refused_whatever_they_send(doors: Doors, authorization: str) -> None:
    for path in ("owntracks", "geojson", "traccar"):
        headers = {"authorization": authorization} if authorization else {}
        answer = await doors.client.post(f"/api/position/{path}", content=b"", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "token_refused"), path


async def test_a_token_is_typed_with_or_without_hyphens_and_capitals(doors: Doors) -> None:
    assert (await doors.traccar(doors.token.replace("-", "").upper())).status_code == 200
    assert typed_digest(" ABCD-efgh ") == typed_digest("abcdefgh")


async def test_a_guesser_is_slowed_and_a_crew_behind_the_same_address_is_not(doors: Doors) -> None:
    answers = [(await doors.traccar(f"wrong-{nth}")).status_code for nth in range(STRANGER_PER_MINUTE + 3)]
    assert answers[:STRANGER_PER_MINUTE] == [401] * STRANGER_PER_MINUTE
    assert set(answers[STRANGER_PER_MINUTE:]) == {429}
    assert (await doors.traccar()).status_code == 200
    [stranger] = await doors.tracking.knocking(CHIEF)
    assert stranger.count == STRANGER_PER_MINUTE + 3, "the slowed ones are counted too"


@pytest.mark.parametrize(
    ("changed", "verdict"),
    [
        ({"lat": "0", "lon": "0"}, "null_island"),
        ({"lat": "-12.0", "lon": "-40.0"}, "outside"),
        ({"timestamp": str(int(SENT.timestamp()) + 3600)}, "future"),
        ({"timestamp": str(int(SENT.timestamp()) - 90_000)}, "too_old"),
        ({"timestamp": "yesterday"}, "no_fix"),
        ({"accuracy": "3000"}, "coarse"),
        ({"mock": "true"}, "invented"),
        ({"lat": "NaN"}, "no_fix"),
        ({"valid": "false"}, "no_fix"),
        ({"lat": "43.9203", "timestamp": str(int(SENT.timestamp()) + 1)}, "too_fast"),
    ],
)
async def test_what_cannot_be_is_thanked_for_moves_nothing_and_is_shown_with_its_reason(
    doors: Doors, changed: dict[str, str], verdict: str
) -> None:
    await doors.traccar()
    await doors.clock.advance(1)
    assert (await doors.traccar(**changed)).status_code == 200, (
        "an app that is refused sends it again for ever"
    )
    assert await doors.at() == HERE
    [doubt] = await doors.tracking.doubts(DESK)
    assert (doubt.verdict.value, doubt.unit, doubt.device) == (verdict, doors.unit.id, "Móvil 1")
    assert [one.point for one in await doors.room.store.latest()] == [HERE], "decisions do not see it"
    await doors.clock.advance(9)
    await doors.traccar(timestamp=str(int(SENT.timestamp()) + 11), lat="41.9204")
    assert await doors.verdict() is None, "a good one is the end of the doubt"


async def test_a_parked_unit_is_not_moved_by_the_phone_that_lies_in_it(doors: Doors, room: Room) -> None:
    parked = await room.unit("A-9", crewed=False)
    _, token, _ = await doors.tracking.add_device(parked.id, "Guantera", DeviceKind.TRACCAR, ADMINISTRATOR)
    assert (await doors.traccar(token)).status_code == 200
    assert await doors.at() is None
    assert await doors.verdict() == "not_signed_on"


async def test_ten_a_second_are_one_point_of_the_track_and_the_newest_is_the_position(doors: Doors) -> None:
    for nth in range(40):
        stamp = str(int(SENT.timestamp() * 1000) + nth * 100)
        await doors.traccar(timestamp=stamp, lon=str(1.9004 + nth * 1e-5))
        await doors.clock.advance(0.1)
    assert await doors.at() == Point(41.9203, 1.9004 + 39e-5)
    assert await doors.points() == 1, "four seconds"
    await doors.clock.advance(TRACK_S)
    await doors.traccar(timestamp=str(int(SENT.timestamp()) + TRACK_S))
    assert await doors.points() == 2


async def test_what_an_app_kept_without_network_is_taken_in_any_order(doors: Doors) -> None:
    def at(after_s: int, lat: float) -> dict[str, Any]:
        place = {"type": "Point", "coordinates": [1.9, lat]}
        says = {"timestamp": (SENT + timedelta(seconds=after_s)).isoformat()}
        return {"type": "Feature", "geometry": place, "properties": says}

    features = [at(-30, 41.921), at(-60, 41.920), at(-10, 41.923), at(-60, 41.920), at(-20, 41.922)]
    body = {"type": "FeatureCollection", "features": features}
    for _ in range(2):  # the answer was lost: the app sends the queue again
        answer = await doors.client.post(
            "/api/position/geojson", json=body, headers={"authorization": f"bearer {doors.token}"}
        )
        assert answer.status_code == 200
    assert await doors.at() == Point(41.923, 1.9)
    assert await doors.points() == 4
    late = str(int(SENT.timestamp()) - 45)
    await doors.traccar(timestamp=late, lat="41.9205")
    assert (await doors.at(), await doors.points()) == (Point(41.923, 1.9), 5)


async def test_messages_of_one_phone_at_once_leave_the_newest(doors: Doors) -> None:
    stamp = int(SENT.timestamp())
    await asyncio.gather(
        *(doors.traccar(timestamp=str(stamp - nth), lat=str(41.9203 + nth * 1e-4)) for nth in range(20))
    )
    assert await doors.at() == HERE


async def test_doubtful_fixes_are_bounded(doors: Doors) -> None:
    for nth in range(DOUBTS_MAX + 15):
        await doors.traccar(lat="0", lon="0", timestamp=str(int(SENT.timestamp()) - nth))
    kept = await doors.room.database.pool.fetchval("select count(*) from unit_doubt")
    assert kept == DOUBTS_MAX


async def test_whatever_else_owntracks_sends_is_thanked_for(doors: Doors) -> None:
    for kind in ("status", "waypoint", "transition", "lwt"):
        body = {"_type": kind, "tst": int(SENT.timestamp()), "lat": 1.0, "lon": 1.0}
        answer = await doors.client.post("/api/position/owntracks", json=body, auth=basic(doors.token))
        assert (answer.status_code, answer.json()) == (200, [])
    assert await doors.at() is None
    [device] = await doors.tracking.devices(doors.unit.id, ADMINISTRATOR)
    assert device.seen_at == doors.clock.now()
    body = {"_type": "encrypted", "data": "x"}
    assert (
        await doors.client.post("/api/position/owntracks", json=body, auth=basic(doors.token))
    ).json() == []
    assert await doors.verdict() == "no_fix", "somebody must change the setting"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"type":"Feature"}', b"\xff\xfe", b"{" * 9000])
async def test_what_cannot_be_read_says_where(doors: Doors, body: bytes) -> None:
    for path in ("owntracks", "geojson"):
        answer = await doors.client.post(
            f"/api/position/{path}", content=body, headers={"authorization": f"Bearer {doors.token}"}
        )
        if (path, body) != ("owntracks", b"[]"):
            assert (answer.status_code, answer.json()["code"]) == (422, "malformed"), (
                path,
                body[:9],
                answer.text,
            )
    assert await doors.at() is None


# --- the road -------------------------------------------------------------------------------------


async def test_a_moving_unit_is_put_on_its_road_and_the_raw_fix_stays(doors: Doors) -> None:
    await doors.traccar()
    [before] = await doors.tracking.seen(DESK)
    assert (before.road, before.on_road) == (None, None), "the phone has its answer first"
    await doors.tracking.roadside.turn()
    [seen] = await doors.tracking.seen(DESK)
    assert (seen.road, seen.on_road, seen.point) == (Point(41.92, 1.9004), OnRoad.MOVED, HERE)
    await doors.traccar(timestamp=str(int(SENT.timestamp()) + 1), speed="0")
    await doors.tracking.roadside.turn()
    [seen] = await doors.tracking.seen(DESK)
    assert (seen.road, seen.on_road) == (None, OnRoad.STANDING)


async def test_without_a_road_engine_the_raw_fix_is_shown_and_that_is_said(doors: Doors) -> None:
    doors.roads.broken = True
    await doors.traccar()
    await doors.tracking.roadside.turn()
    [seen] = await doors.tracking.seen(DESK)
    assert (seen.road, seen.on_road, seen.point) == (None, OnRoad.NO_ENGINE, HERE)
    doors.roads.broken = False
    await doors.clock.advance(3)
    await doors.traccar(timestamp=str(int(SENT.timestamp()) + 3), lon="1.9010")
    await doors.tracking.roadside.turn()
    [seen] = await doors.tracking.seen(DESK)
    assert seen.on_road is OnRoad.MOVED


# --- administration -------------------------------------------------------------------------------


async def test_a_token_is_told_once_and_only_its_digest_is_kept(doors: Doors) -> None:
    rows = await doors.room.database.pool.fetch("select d::text as kept from unit_device d")
    notes = await doors.room.database.pool.fetch("select r::text as kept from reference_change r")
    plain = doors.token.replace("-", "")
    for row in (*rows, *notes):
        assert doors.token not in row["kept"]
        assert plain not in row["kept"]
    changed = [row["kept"] for row in notes if "unit_device" in row["kept"]]
    assert len(changed) == 1


async def test_a_lost_phone_is_revoked_in_one_step_and_revoking_again_changes_nothing(doors: Doors) -> None:
    [device] = await doors.tracking.devices(doors.unit.id, ADMINISTRATOR)
    first = await doors.tracking.revoke_device(device.id, ADMINISTRATOR)
    await doors.clock.advance(60)
    assert await doors.tracking.revoke_device(device.id, person("administrator", name="Otra")) == first
    assert (first.revoked_by, (await doors.traccar()).status_code) == (ADMINISTRATOR.name, 401)


@pytest.mark.parametrize("who", [DESK, person("dispatcher"), person("crew"), CHIEF])
async def test_phones_are_for_administrators(doors: Doors, who: Any) -> None:
    [device] = await doors.tracking.devices(doors.unit.id, ADMINISTRATOR)
    for asked in (
        doors.tracking.devices(doors.unit.id, who),
        doors.tracking.add_device(doors.unit.id, "x", DeviceKind.TRACCAR, who),
        doors.tracking.revoke_device(device.id, who),
    ):
        with pytest.raises(Exception, match="not_permitted"):
            await asked


async def test_the_doors_for_phones_are_the_only_public_ones(doors: Doors) -> None:
    public = {f"{method} {path}" for method, path, audience in routes_of(doors.app) if audience == "public"}
    assert public - {"HEAD /api/position/traccar"} == {
        "GET /api/position/traccar",
        "POST /api/position/traccar",
        "POST /api/position/owntracks",
        "POST /api/position/geojson",
    }


async def test_what_is_old_is_forgotten(doors: Doors) -> None:
    await doors.traccar()
    await doors.traccar(lat="0", lon="0")
    await doors.traccar("wrong")
    assert await doors.tracking.store.forget(doors.clock.now() - timedelta(days=1)) == 0
    assert await doors.tracking.store.forget(doors.clock.now() + timedelta(seconds=61)) == 3
    assert await doors.at() == HERE, "where a unit is, is no track"


@pytest.mark.parametrize("kind", DeviceKind)
async def test_an_app_is_set_up_by_a_link_that_it_understands(kind: DeviceKind) -> None:
    link = link_of(kind, "https://112.example:8443", "h3ka-97rm", "A-1")
    if kind is DeviceKind.GEOJSON:
        assert link is None
        return
    assert link is not None
    parts = urlsplit(link)
    says = dict(parse_qsl(parts.query))
    if kind is DeviceKind.TRACCAR:  # the app takes the address without the query, and settings from the query
        assert (
            f"{parts.scheme}://{parts.netloc}{parts.path}" == "https://112.example:8443/api/position/traccar"
        )
        assert says["id"] == "h3ka-97rm"
    else:
        configuration = json.loads(base64.b64decode(says["inline"]))
        assert (configuration["_type"], configuration["mode"]) == ("configuration", 3)
        assert (configuration["url"], configuration["password"]) == (
            "https://112.example:8443/api/position/owntracks",
            "h3ka-97rm",
        )
    assert picture_of(link).startswith("data:image/svg+xml")
