"""The routes for phones as the apps call them, against PostgreSQL and behind the real guard."""

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

from auxilio.dispatch.tracking.api import HANDLERS
from auxilio.dispatch.tracking.core.model import DeviceKind, RoadMatchResult
from auxilio.dispatch.tracking.device_setup import qr_picture, setup_link
from auxilio.dispatch.tracking.service import UNKNOWN_DEVICE_PER_MINUTE, TrackingService
from auxilio.dispatch.tracking.store import DOUBTS_MAX, TRACK_S
from auxilio.dispatch.units.core.model import Unit
from auxilio.geo.list_gazetteer import ListGazetteer
from auxilio.geo.service import RegionService
from auxilio.geo.straight_line_roads import StraightLineRoads
from auxilio.identity.api import http_parts
from auxilio.kernel.position import Point
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.keys.device_secrets import device_secret_digest, new_device_secret
from tests.actors import person
from tests.dispatch.factories import DispatchSetup
from tests.dispatch.test_formats import FEATURE, OVERLAND, OWNTRACKS, TRACCAR_JSON, TRACCAR_QUERY
from tests.http_client import client_of, routes_of, seeded_identity

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
class PhoneSetup:
    """A unit with a phone, the routes, and a clock that only the test moves."""

    unit: Unit
    tracking: TrackingService
    clock: SimulatedClock
    client: httpx.AsyncClient
    app: Litestar
    token: str
    roads: OneRoad
    room: DispatchSetup

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
async def phone_setup(room: DispatchSetup) -> AsyncIterator[PhoneSetup]:
    clock, roads = SimulatedClock(SENT + timedelta(seconds=2)), OneRoad()
    tracking = TrackingService(room.database.pool, clock, RegionService.without_data(Land(), roads))
    unit = await room.unit("A-1")
    _, token, _ = await tracking.add_device(unit.id, "Móvil 1", DeviceKind.TRACCAR, ADMINISTRATOR)
    parts = http_parts(await seeded_identity(room.database.pool), https=False)
    given = {"tracking": Provide(lambda: tracking, sync_to_thread=False)}
    app = Litestar(HANDLERS, openapi_config=None, **{**parts, "dependencies": parts["dependencies"] | given})
    async with client_of(app) as client:
        yield PhoneSetup(unit, tracking, clock, client, app, token, roads, room)


@pytest.fixture
async def phones(room: DispatchSetup) -> AsyncIterator[PhoneSetup]:
    async with phone_setup(room) as them:
        yield them


def basic(token: str) -> tuple[str, str]:
    return ("a-1", token)


async def send(phones: PhoneSetup, app: str, token: str) -> httpx.Response:
    """As the app sends it."""
    ask, query = phones.client, TRACCAR_QUERY.replace("h3ka-97rm", token)
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
async def test_a_message_as_the_app_sends_it_moves_the_unit(phones: PhoneSetup, app: str) -> None:
    answer = await send(phones, app, phones.token)
    assert (answer.status_code, answer.text) == (200, APPS[app])
    [seen] = await phones.tracking.seen(DESK)
    assert (seen.unit, seen.point, seen.at) == (phones.unit.id, HERE, SENT)
    assert seen.speed_m_s == pytest.approx(11.1, abs=0.12)
    [device] = await phones.tracking.devices(phones.unit.id, ADMINISTRATOR)
    assert (device.battery_pct, device.seen_at) == (83, phones.clock.now())


@pytest.mark.parametrize("app", APPS)
async def test_a_wrong_and_a_revoked_token_are_told_the_same_and_move_nothing(
    phones: PhoneSetup, app: str
) -> None:
    [device] = await phones.tracking.devices(phones.unit.id, ADMINISTRATOR)
    wrong = await send(phones, app, new_device_secret())
    await phones.tracking.revoke_device(device.id, ADMINISTRATOR)
    revoked = await send(phones, app, phones.token)
    assert (wrong.status_code, revoked.status_code) == (401, 401)
    assert wrong.json() == revoked.json(), "whoever guesses learns nothing of which unit there is"
    assert await phones.at() is None
    told = {(one.device, one.unit, one.count) for one in await phones.tracking.knocking(CHIEF)}
    assert told == {(None, None, 1), ("Móvil 1", phones.unit.id, 1)}


@pytest.mark.parametrize(
    "authorization", ["", "Basic", "Basic %%%", "Basic YTpi=", "Digest x", "Bearer ", "Basic YQ=="]
)
async def test_whoever_shows_no_token_is_refused_whatever_they_send(
    phones: PhoneSetup, authorization: str
) -> None:
    for path in ("owntracks", "geojson", "traccar"):
        headers = {"authorization": authorization} if authorization else {}
        answer = await phones.client.post(f"/api/position/{path}", content=b"", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "token_refused"), path


async def test_a_token_is_typed_with_or_without_hyphens_and_capitals(phones: PhoneSetup) -> None:
    assert (await phones.traccar(phones.token.replace("-", "").upper())).status_code == 200
    assert device_secret_digest(" ABCD-efgh ") == device_secret_digest("abcdefgh")


async def test_a_guesser_is_slowed_and_a_crew_behind_the_same_address_is_not(phones: PhoneSetup) -> None:
    answers = [
        (await phones.traccar(f"wrong-{nth}")).status_code for nth in range(UNKNOWN_DEVICE_PER_MINUTE + 3)
    ]
    assert answers[:UNKNOWN_DEVICE_PER_MINUTE] == [401] * UNKNOWN_DEVICE_PER_MINUTE
    assert set(answers[UNKNOWN_DEVICE_PER_MINUTE:]) == {429}
    assert (await phones.traccar()).status_code == 200
    [stranger] = await phones.tracking.knocking(CHIEF)
    assert stranger.count == UNKNOWN_DEVICE_PER_MINUTE + 3, "the slowed ones are counted too"


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
    phones: PhoneSetup, changed: dict[str, str], verdict: str
) -> None:
    await phones.traccar()
    await phones.clock.advance(1)
    assert (await phones.traccar(**changed)).status_code == 200, (
        "an app that is refused sends it again for ever"
    )
    assert await phones.at() == HERE
    [doubt] = await phones.tracking.doubts(DESK)
    assert (doubt.verdict.value, doubt.unit, doubt.device) == (verdict, phones.unit.id, "Móvil 1")
    assert [one.point for one in await phones.room.store.latest()] == [HERE], "decisions do not see it"
    await phones.clock.advance(9)
    await phones.traccar(timestamp=str(int(SENT.timestamp()) + 11), lat="41.9204")
    assert await phones.verdict() is None, "a good one is the end of the doubt"


async def test_a_parked_unit_is_not_moved_by_the_phone_that_lies_in_it(
    phones: PhoneSetup, room: DispatchSetup
) -> None:
    parked = await room.unit("A-9", crewed=False)
    _, token, _ = await phones.tracking.add_device(parked.id, "Guantera", DeviceKind.TRACCAR, ADMINISTRATOR)
    assert (await phones.traccar(token)).status_code == 200
    assert await phones.at() is None
    assert await phones.verdict() == "not_signed_on"


async def test_ten_a_second_are_one_point_of_the_track_and_the_newest_is_the_position(
    phones: PhoneSetup,
) -> None:
    for nth in range(40):
        stamp = str(int(SENT.timestamp() * 1000) + nth * 100)
        await phones.traccar(timestamp=stamp, lon=str(1.9004 + nth * 1e-5))
        await phones.clock.advance(0.1)
    assert await phones.at() == Point(41.9203, 1.9004 + 39e-5)
    assert await phones.points() == 1, "four seconds"
    await phones.clock.advance(TRACK_S)
    await phones.traccar(timestamp=str(int(SENT.timestamp()) + TRACK_S))
    assert await phones.points() == 2


async def test_what_an_app_kept_without_network_is_taken_in_any_order(phones: PhoneSetup) -> None:
    def at(after_s: int, lat: float) -> dict[str, Any]:
        place = {"type": "Point", "coordinates": [1.9, lat]}
        says = {"timestamp": (SENT + timedelta(seconds=after_s)).isoformat()}
        return {"type": "Feature", "geometry": place, "properties": says}

    features = [at(-30, 41.921), at(-60, 41.920), at(-10, 41.923), at(-60, 41.920), at(-20, 41.922)]
    body = {"type": "FeatureCollection", "features": features}
    for _ in range(2):  # the answer was lost: the app sends the queue again
        answer = await phones.client.post(
            "/api/position/geojson", json=body, headers={"authorization": f"bearer {phones.token}"}
        )
        assert answer.status_code == 200
    assert await phones.at() == Point(41.923, 1.9)
    assert await phones.points() == 4
    late = str(int(SENT.timestamp()) - 45)
    await phones.traccar(timestamp=late, lat="41.9205")
    assert (await phones.at(), await phones.points()) == (Point(41.923, 1.9), 5)


async def test_messages_of_one_phone_at_once_leave_the_newest(phones: PhoneSetup) -> None:
    stamp = int(SENT.timestamp())
    await asyncio.gather(
        *(phones.traccar(timestamp=str(stamp - nth), lat=str(41.9203 + nth * 1e-4)) for nth in range(20))
    )
    assert await phones.at() == HERE


async def test_doubtful_fixes_are_bounded(phones: PhoneSetup) -> None:
    for nth in range(DOUBTS_MAX + 15):
        await phones.traccar(lat="0", lon="0", timestamp=str(int(SENT.timestamp()) - nth))
    kept = await phones.room.database.pool.fetchval("select count(*) from unit_doubt")
    assert kept == DOUBTS_MAX


async def test_whatever_else_owntracks_sends_is_thanked_for(phones: PhoneSetup) -> None:
    for kind in ("status", "waypoint", "transition", "lwt"):
        body = {"_type": kind, "tst": int(SENT.timestamp()), "lat": 1.0, "lon": 1.0}
        answer = await phones.client.post("/api/position/owntracks", json=body, auth=basic(phones.token))
        assert (answer.status_code, answer.json()) == (200, [])
    assert await phones.at() is None
    [device] = await phones.tracking.devices(phones.unit.id, ADMINISTRATOR)
    assert device.seen_at == phones.clock.now()
    body = {"_type": "encrypted", "data": "x"}
    assert (
        await phones.client.post("/api/position/owntracks", json=body, auth=basic(phones.token))
    ).json() == []
    assert await phones.verdict() == "no_fix", "somebody must change the setting"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"type":"Feature"}', b"\xff\xfe", b"{" * 9000])
async def test_what_cannot_be_read_says_where(phones: PhoneSetup, body: bytes) -> None:
    for path in ("owntracks", "geojson"):
        answer = await phones.client.post(
            f"/api/position/{path}", content=body, headers={"authorization": f"Bearer {phones.token}"}
        )
        if (path, body) != ("owntracks", b"[]"):
            assert (answer.status_code, answer.json()["code"]) == (422, "malformed"), (
                path,
                body[:9],
                answer.text,
            )
    assert await phones.at() is None


# --- the road -------------------------------------------------------------------------------------


async def test_a_moving_unit_is_put_on_its_road_and_the_raw_fix_stays(phones: PhoneSetup) -> None:
    await phones.traccar()
    [before] = await phones.tracking.seen(DESK)
    assert (before.road, before.on_road) == (None, None), "the phone has its answer first"
    await phones.tracking.roadside.turn()
    [seen] = await phones.tracking.seen(DESK)
    assert (seen.road, seen.on_road, seen.point) == (Point(41.92, 1.9004), RoadMatchResult.MOVED, HERE)
    await phones.traccar(timestamp=str(int(SENT.timestamp()) + 1), speed="0")
    await phones.tracking.roadside.turn()
    [seen] = await phones.tracking.seen(DESK)
    assert (seen.road, seen.on_road) == (None, RoadMatchResult.STANDING)


async def test_without_a_road_engine_the_raw_fix_is_shown_and_that_is_said(phones: PhoneSetup) -> None:
    phones.roads.broken = True
    await phones.traccar()
    await phones.tracking.roadside.turn()
    [seen] = await phones.tracking.seen(DESK)
    assert (seen.road, seen.on_road, seen.point) == (None, RoadMatchResult.NO_ENGINE, HERE)
    phones.roads.broken = False
    await phones.clock.advance(3)
    await phones.traccar(timestamp=str(int(SENT.timestamp()) + 3), lon="1.9010")
    await phones.tracking.roadside.turn()
    [seen] = await phones.tracking.seen(DESK)
    assert seen.on_road is RoadMatchResult.MOVED


# --- administration -------------------------------------------------------------------------------


async def test_a_token_is_told_once_and_only_its_digest_is_kept(phones: PhoneSetup) -> None:
    rows = await phones.room.database.pool.fetch("select d::text as kept from unit_device d")
    notes = await phones.room.database.pool.fetch("select r::text as kept from reference_change r")
    plain = phones.token.replace("-", "")
    for row in (*rows, *notes):
        assert phones.token not in row["kept"]
        assert plain not in row["kept"]
    changed = [row["kept"] for row in notes if "unit_device" in row["kept"]]
    assert len(changed) == 1


async def test_a_lost_phone_is_revoked_in_one_step_and_revoking_again_changes_nothing(
    phones: PhoneSetup,
) -> None:
    [device] = await phones.tracking.devices(phones.unit.id, ADMINISTRATOR)
    first = await phones.tracking.revoke_device(device.id, ADMINISTRATOR)
    await phones.clock.advance(60)
    assert await phones.tracking.revoke_device(device.id, person("administrator", name="Otra")) == first
    assert (first.revoked_by, (await phones.traccar()).status_code) == (ADMINISTRATOR.name, 401)


@pytest.mark.parametrize("who", [DESK, person("dispatcher"), person("crew"), CHIEF])
async def test_phones_are_for_administrators(phones: PhoneSetup, who: Any) -> None:
    [device] = await phones.tracking.devices(phones.unit.id, ADMINISTRATOR)
    for asked in (
        phones.tracking.devices(phones.unit.id, who),
        phones.tracking.add_device(phones.unit.id, "x", DeviceKind.TRACCAR, who),
        phones.tracking.revoke_device(device.id, who),
    ):
        with pytest.raises(Exception, match="not_permitted"):
            await asked


async def test_the_routes_for_phones_are_the_only_public_ones(phones: PhoneSetup) -> None:
    public = {f"{method} {path}" for method, path, audience in routes_of(phones.app) if audience == "public"}
    assert public - {"HEAD /api/position/traccar"} == {
        "GET /api/position/traccar",
        "POST /api/position/traccar",
        "POST /api/position/owntracks",
        "POST /api/position/geojson",
    }


async def test_what_is_old_is_forgotten(phones: PhoneSetup) -> None:
    await phones.traccar()
    await phones.traccar(lat="0", lon="0")
    await phones.traccar("wrong")
    assert await phones.tracking.store.forget(phones.clock.now() - timedelta(days=1)) == 0
    assert await phones.tracking.store.forget(phones.clock.now() + timedelta(seconds=61)) == 3
    assert await phones.at() == HERE, "where a unit is, is no track"


@pytest.mark.parametrize("kind", DeviceKind)
async def test_an_app_is_set_up_by_a_link_that_it_understands(kind: DeviceKind) -> None:
    link = setup_link(kind, "https://112.example:8443", "h3ka-97rm", "A-1")
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
    assert qr_picture(link).startswith("data:image/svg+xml")
