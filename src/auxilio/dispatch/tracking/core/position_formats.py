"""Messages as the apps send them, read into readings. Pure, and tolerant of everything but their sense.

Traccar Client up to 8 and OsmAnd: `GET|POST /?id=…&lat=…&lon=…&timestamp=…&speed=…&bearing=…&accuracy=…&batt=…`, speed in
knots. Traccar Client from 9 on: JSON of its background location SDK, `{"location": {...}, "device_id": …}`, speed in m/s
(traccar.org/osmand). OwnTracks in HTTP mode: JSON with `_type`, velocity in km/h (owntracks.org/booklet, tech/json and
tech/http). GeoJSON: RFC 7946 Points, longitude first; Overland's `{"locations": […]}` are such features.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from auxilio.dispatch.tracking.core.model import PositionReading
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused

KNOT_M_S = 1852 / 3600
"""Metres a second in a knot (SI brochure, 8th edition, table 8)."""
KM_H_M_S = 1 / 3.6
BATCH_MAX = 500
"""Fixes in one message: more are sent again by the app, in parts. 64 KiB hold fewer."""
_SECONDS_UNTIL = 1e11
"""A larger number of seconds lies in the year 5138: it is milliseconds."""
_LATEST = 253_402_300_799
"""The last second that a date can hold."""


class DeviceMessage:
    """A message that was read: whose it says it is (a token, or None) and what it says, in the order it says it."""

    def __init__(self, token: str | None, readings: Sequence[PositionReading]) -> None:
        self.token, self.readings = token, tuple(readings)


# --- Traccar Client and OsmAnd ----------------------------------------------------------------------


def traccar_query(fields: Mapping[str, str]) -> DeviceMessage:
    """One fix in a query string or a form."""
    lat, lon = fields.get("lat"), fields.get("lon")
    if lat is None and "," in (pair := fields.get("location", "")):
        lat, _, lon = pair.partition(",")
    speed = _number(fields.get("speed"))
    reading = PositionReading(
        point=None if fields.get("valid") in {"false", "0"} else _point(lat, lon, fields.get("timestamp")),
        at=_moment(fields.get("timestamp")),
        accuracy_m=_positive(fields.get("accuracy")),
        speed_m_s=None if speed is None or speed < 0 else speed * KNOT_M_S,
        course_deg=_course(fields.get("bearing", fields.get("heading"))),
        battery_pct=_percent(fields.get("batt")),
        invented=fields.get("mock") in {"true", "1"},
    )
    return DeviceMessage(fields.get("id") or fields.get("deviceid"), (reading,))


def traccar_json(body: Any) -> DeviceMessage:
    """What Traccar Client sends from version 9 on; several fixes in a list where it was long without network.

    Raises `Refused("malformed")`.
    """
    if not isinstance(body, dict):
        raise Refused("malformed", field="$", reason="not_an_object")
    location = body.get("location")
    places = location if isinstance(location, list) else [location]
    token = body.get("device_id")
    return DeviceMessage(
        token if isinstance(token, str) else str(token) if isinstance(token, int) else None,
        [_sdk_reading(one) for one in _limited_list(places, "$.location")],
    )


def _sdk_reading(location: Any) -> PositionReading:
    known = location if isinstance(location, dict) else {}
    coords, battery = _object(known.get("coords")), _object(known.get("battery"))
    level = _number(battery.get("level"))
    return PositionReading(
        point=_point(coords.get("latitude"), coords.get("longitude"), known.get("timestamp")),
        at=_moment(known.get("timestamp")),
        accuracy_m=_positive(coords.get("accuracy")),
        speed_m_s=_positive(coords.get("speed")),  # -1 where the receiver does not know it
        course_deg=_course(coords.get("heading")),
        battery_pct=None if level is None else _percent(level * 100),
        invented=known.get("mock") is True,
    )


# --- OwnTracks --------------------------------------------------------------------------------------


def owntracks(body: Any) -> list[PositionReading]:
    """What an OwnTracks app posts: one message or a list. Whatever is no location says nothing of where it is.

    An encrypted one cannot be read: it counts as a phone without a fix, so that somebody sees it and changes the setting.
    Raises `Refused("malformed")`.
    """
    messages = _limited_list(body if isinstance(body, list) else [body], "$")
    return [reading for one in messages for reading in _owntracks_readings(one)]


def _owntracks_readings(message: Any) -> Iterator[PositionReading]:
    if not isinstance(message, dict) or not isinstance(message.get("_type"), str):
        raise Refused("malformed", field="$._type", reason="missing")
    if message["_type"] == "encrypted":
        yield PositionReading(point=None)
    if message["_type"] != "location":
        return
    speed = _positive(message.get("vel"))
    yield PositionReading(
        point=_point(message.get("lat"), message.get("lon"), message.get("tst")),
        at=_moment(message.get("tst")),
        accuracy_m=_positive(message.get("acc")),
        speed_m_s=None if speed is None else speed * KM_H_M_S,
        course_deg=_course(message.get("cog")),
        battery_pct=_percent(message.get("batt")),
    )


# --- GeoJSON ----------------------------------------------------------------------------------------


def geojson(body: Any) -> list[PositionReading]:
    """A Feature, a FeatureCollection, or Overland's `locations`: Points alone. Raises `Refused("malformed")`."""
    if not isinstance(body, dict):
        raise Refused("malformed", field="$", reason="not_an_object")
    if body.get("type") == "Feature":
        return [_feature_reading(body, "$")]
    name = "locations" if isinstance(body.get("locations"), list) else "features"
    features = body.get(name)
    if not isinstance(features, list):
        raise Refused("malformed", field="$.type", reason="no_feature")
    found = _limited_list(features, f"$.{name}")
    return [_feature_reading(one, f"$.{name}[{nth}]") for nth, one in enumerate(found)]


def _feature_reading(feature: Any, field: str) -> PositionReading:
    geometry = _object(_object(feature).get("geometry"))
    if geometry.get("type") != "Point" or not isinstance(geometry.get("coordinates"), list):
        raise Refused("malformed", field=f"{field}.geometry", reason="not_a_point")
    says = _object(feature.get("properties"))
    lon, lat = [*geometry["coordinates"], None, None][:2]
    said_at = _first(says, "timestamp", "time", "at")
    level = _number(says.get("battery_level"))  # Overland: 0 to 1
    return PositionReading(
        point=_point(lat, lon, said_at),
        at=_moment(said_at),
        accuracy_m=_positive(_first(says, "accuracy", "horizontal_accuracy")),
        speed_m_s=_positive(says.get("speed")),
        course_deg=_course(_first(says, "course", "heading", "bearing")),
        battery_pct=_percent(says.get("battery")) if level is None else _percent(level * 100),
    )


# --- what any of them may say ------------------------------------------------------------------------


def _limited_list(found: list[Any], field: str) -> list[Any]:
    if len(found) > BATCH_MAX:
        raise Refused("malformed", field=field, reason="too_many")
    return found


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _first(fields: Mapping[str, Any], *names: str) -> Any:
    return next((fields[name] for name in names if fields.get(name) is not None), None)


def _number(value: Any) -> float | None:
    """A finite number; a decimal comma, a bool, words and infinity are none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _positive(value: Any) -> float | None:
    number = _number(value)
    return number if number is not None and 0 <= number <= 1_000_000 else None


def _percent(value: Any) -> float | None:
    number = _number(value)
    return number if number is not None and 0 <= number <= 100 else None


def _course(value: Any) -> float | None:
    number = _number(value)
    return number if number is not None and 0 <= number <= 360 else None


def _point(lat: Any, lon: Any, said_at: Any) -> Point | None:
    north, east = _number(lat), _number(lon)
    if north is None or east is None or abs(north) > 90 or abs(east) > 180:
        return None
    if said_at is not None and _moment(said_at) is None:
        return None  # a time that cannot be read may be last week's: taken for now, it would move the unit
    return Point(north, east)


def _moment(value: Any) -> datetime | None:
    """Seconds or milliseconds since 1970, or ISO 8601; without a zone it is UTC, as Traccar takes it."""
    number = _number(value)
    if number is not None:
        seconds = number / 1000 if abs(number) >= _SECONDS_UNTIL else number
        return datetime.fromtimestamp(seconds, UTC) if 0 <= seconds <= _LATEST else None
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None  # no moment that anybody knows
