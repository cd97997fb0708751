"""Aim: messages are read as the apps really send them, and nothing that anybody sends is more than a reading or a refusal."""

import math
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.dispatch.tracking.core import position_formats as formats
from auxilio.dispatch.tracking.core.model import PositionReading
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused

AT = datetime(2026, 11, 26, 22, 15, 2, tzinfo=UTC)
EPOCH = 1_795_731_302
"""`AT` in seconds since 1970."""

# As Traccar Client 8 for Android writes it (traccar-client-android, ProtocolFormatter): speed in knots.
TRACCAR_QUERY = (
    f"id=h3ka-97rm&timestamp={EPOCH}&lat=41.9203&lon=1.9004&speed=21.598272&bearing=87.5&altitude=312.0"
    "&accuracy=6.4&batt=83.0"
)
# As Traccar Client 9 posts it (traccar-client, location template of the background location SDK): speed in m/s.
TRACCAR_JSON: dict[str, Any] = {
    "location": {
        "timestamp": "2026-11-26T22:15:02.000Z",
        "coords": {
            "latitude": 41.9203, "longitude": 1.9004, "accuracy": 6.4, "speed": 11.11, "heading": 87.5, "altitude": 312.0,
        },
        "is_moving": True,
        "odometer": 5120.3,
        "event": "motionchange",
        "battery": {"level": 0.83, "is_charging": False},
        "activity": {"type": "in_vehicle"},
        "extras": {},
        "_": "&id=h3ka-97rm&lat=41.9203&lon=1.9004&timestamp=2026-11-26T22:15:02.000Z&",
    },
    "device_id": "h3ka-97rm",
}  # fmt: skip
# As OwnTracks for Android posts it in HTTP mode (booklet, tech/json): velocity in km/h.
OWNTRACKS: dict[str, Any] = {
    "_type": "location", "BSSID": "02:00:00:00:00:00", "SSID": "parque", "_id": "b5c3f4c1", "acc": 6, "alt": 312, "batt": 83,
    "bs": 1, "cog": 88, "conn": "m", "created_at": EPOCH + 1, "lat": 41.9203, "lon": 1.9004, "m": 2, "t": "t", "tid": "a1",
    "topic": "owntracks/a-1/telefono", "tst": EPOCH, "vac": 3, "vel": 40,
}  # fmt: skip
FEATURE: dict[str, Any] = {
    "type": "Feature",
    "geometry": {"type": "Point", "coordinates": [1.9004, 41.9203, 312.0]},
    "properties": {
        "timestamp": "2026-11-26T22:15:02Z",
        "accuracy": 6.4,
        "speed": 11.1,
        "course": 87.5,
        "battery": 83,
    },
}
# As Overland for iOS posts it (Overland-iOS, README).
OVERLAND: dict[str, Any] = {
    "locations": [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [1.9004, 41.9203]},
            "properties": {
                "timestamp": "2026-11-26T22:15:02Z", "altitude": 312, "speed": 11, "horizontal_accuracy": 6,
                "vertical_accuracy": 3, "motion": ["driving"], "course": 88, "battery_state": "unplugged",
                "battery_level": 0.83, "device_id": "a-1",
            },
        }
    ]
}  # fmt: skip


def test_the_moment_of_these_messages_is_one() -> None:
    assert datetime.fromtimestamp(EPOCH, UTC) == AT


def all_of_them() -> list[tuple[str, PositionReading]]:
    return [
        ("traccar 8", formats.traccar_query(dict(parse_qsl(TRACCAR_QUERY))).readings[0]),
        ("traccar 9", formats.traccar_json(TRACCAR_JSON).readings[0]),
        ("owntracks", formats.owntracks(OWNTRACKS)[0]),
        ("geojson", formats.geojson(FEATURE)[0]),
        ("overland", formats.geojson(OVERLAND)[0]),
    ]


@pytest.mark.parametrize(("app", "reading"), all_of_them(), ids=lambda it: it if isinstance(it, str) else "")
def test_each_app_says_the_same_of_the_same_car(app: str, reading: PositionReading) -> None:
    assert (reading.point, reading.at, reading.battery_pct) == (Point(41.9203, 1.9004), AT, 83.0)
    assert reading.accuracy_m == pytest.approx(6.2, abs=0.25)
    assert reading.speed_m_s == pytest.approx(11.1, abs=0.12), "knots, m/s and km/h are one speed"
    assert reading.course_deg == pytest.approx(87.75, abs=0.26)
    assert not reading.invented


def test_the_phone_is_named_by_its_token_in_either_format_of_traccar() -> None:
    assert formats.traccar_query(dict(parse_qsl(TRACCAR_QUERY))).token == "h3ka-97rm"
    assert formats.traccar_query({"deviceid": "x", "lat": "1", "lon": "1"}).token == "x"
    assert formats.traccar_json(TRACCAR_JSON).token == "h3ka-97rm"
    assert formats.traccar_json({"location": {}}).token is None


@pytest.mark.parametrize(
    "kind", ["status", "waypoint", "waypoints", "transition", "lwt", "steps", "card", "cmd", "dump"]
)
def test_what_is_no_location_of_owntracks_says_nothing_of_where_it_is(kind: str) -> None:
    assert formats.owntracks({"_type": kind, "lat": 41.9, "lon": 1.9, "tst": EPOCH}) == []


def test_an_encrypted_message_is_a_phone_without_a_fix_so_that_somebody_sees_it() -> None:
    [reading] = formats.owntracks({"_type": "encrypted", "data": "bm90aGluZw=="})
    assert reading.point is None


@pytest.mark.parametrize(
    "changed",
    [
        {"lat": "nan"}, {"lat": "91"}, {"lon": "-181"}, {"lat": ""}, {"lat": "41,92"}, {"lon": "inf"}, {"valid": "false"},
        {"valid": "0"}, {"timestamp": "yesterday"}, {"timestamp": "-5"}, {"timestamp": "1e300"},
    ],
)  # fmt: skip
def test_what_is_no_place_or_no_moment_is_no_fix(changed: dict[str, str]) -> None:
    told = formats.traccar_query(dict(parse_qsl(TRACCAR_QUERY)) | changed)
    assert told.readings[0].point is None
    assert told.token == "h3ka-97rm"


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        (str(EPOCH), AT),
        (str(EPOCH * 1000), AT),
        ("2026-11-26T22:15:02Z", AT),
        ("2026-11-26T23:15:02+01:00", AT),
        ("2026-11-26 22:15:02", AT),
    ],
)
def test_a_moment_is_read_as_traccar_reads_it(said: str, moment: datetime) -> None:
    fields = dict(parse_qsl(TRACCAR_QUERY)) | {"timestamp": said}
    assert formats.traccar_query(fields).readings[0].at == moment


def test_a_telephone_that_makes_its_place_up_says_so_itself() -> None:
    assert formats.traccar_query(dict(parse_qsl(TRACCAR_QUERY + "&mock=true"))).readings[0].invented


def test_what_the_receiver_does_not_know_is_not_known() -> None:
    coords = TRACCAR_JSON["location"]["coords"] | {"speed": -1, "heading": -1, "accuracy": -1}
    [reading] = formats.traccar_json({"location": {"coords": coords}}).readings
    assert (reading.speed_m_s, reading.course_deg, reading.accuracy_m, reading.at) == (None, None, None, None)


def test_a_queue_comes_in_one_message() -> None:
    assert len(formats.geojson({"type": "FeatureCollection", "features": [FEATURE] * 3})) == 3
    assert len(formats.owntracks([OWNTRACKS, {"_type": "lwt", "tst": 1}, OWNTRACKS])) == 2
    assert (
        len(formats.traccar_json({"location": [TRACCAR_JSON["location"]] * 3, "device_id": "x"}).readings)
        == 3
    )


@pytest.mark.parametrize(
    ("read", "body"),
    [
        (formats.geojson, []),
        (formats.geojson, {"type": "Feature"}),
        (formats.geojson, {"type": "FeatureCollection", "features": [{"geometry": {"type": "LineString"}}]}),
        (formats.geojson, {"type": "FeatureCollection", "features": [FEATURE] * (formats.BATCH_MAX + 1)}),
        (formats.owntracks, {}),
        (formats.owntracks, "location"),
        (formats.traccar_json, []),
    ],
)
def test_what_is_no_message_is_refused_with_its_place(read: Any, body: Any) -> None:
    with pytest.raises(Refused, match="malformed") as refused:
        read(body)
    assert str(refused.value.facts["field"]).startswith("$")


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(
        ["_type", "type", "lat", "lon", "tst", "location", "locations", "features", "geometry", "coordinates", "properties",
         "coords", "latitude", "longitude", "timestamp", "speed", "battery", "level", "device_id", "accuracy"]
    ), inner, max_size=6),
    max_leaves=25,
)  # fmt: skip


def tolerated(read: Callable[[Any], Sequence[PositionReading]], body: Any) -> Sequence[PositionReading]:
    """What was read of it; nothing, when it was refused as it may be."""
    try:
        return read(body)
    except Refused as refused:
        if refused.code != "malformed":
            raise
        return ()


@given(anything)
def test_whatever_is_sent_is_readings_or_a_refusal_and_never_a_defect(body: Any) -> None:
    for read in (formats.geojson, formats.owntracks, lambda it: formats.traccar_json(it).readings):
        readings = tolerated(read, body)
        for reading in readings:
            for number in (reading.accuracy_m, reading.speed_m_s, reading.course_deg, reading.battery_pct):
                assert number is None or (math.isfinite(number) and number >= 0)
            assert reading.at is None or reading.at.tzinfo is not None


@given(
    st.dictionaries(
        st.sampled_from(["id", "lat", "lon", "timestamp", "speed", "accuracy", "batt", "location"]), st.text()
    )
)
def test_whatever_stands_in_a_query_is_one_reading(fields: dict[str, str]) -> None:
    assert len(formats.traccar_query(fields).readings) == 1
