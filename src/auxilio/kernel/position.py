"""Where a device is, or a place: WGS84 degrees, metres of uncertainty. A position is not a location (docs/nouns/location.md)."""

import math
from enum import StrEnum
from typing import Annotated

import msgspec

from auxilio.kernel.instant import Instant
from auxilio.kernel.location_shape import LocationShape
from auxilio.kernel.point import Latitude as Latitude
from auxilio.kernel.point import Longitude as Longitude
from auxilio.kernel.point import Point as Point
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import ShortText

EARTH_RADIUS_M = 6_371_008.8
"""Mean Earth radius, IUGG 1980, in metres."""


def point_from_parts(lat: float | None, lon: float | None) -> Point | None:
    """The point of two figures that came apart, as in an address; None where either is missing.

    Raises `Refused("not_a_point")`.
    """
    if lat is None or lon is None:
        return None
    try:
        return msgspec.convert({"lat": lat, "lon": lon}, Point)
    except msgspec.ValidationError as wrong:
        raise Refused("not_a_point", text=f"{lat},{lon}") from wrong


class PositionSource(StrEnum):
    """How a device's position was learnt; AML as in ETSI TS 103 625."""

    AML = "aml"
    CELL = "cell"
    ECALL = "ecall"
    BROWSER = "browser"
    SIP = "sip"
    SAID = "said"
    HELD = "held"
    """A location server of the network says so: asked (RFC 5985, RFC 6753), or by itself."""


class PositionMethod(StrEnum):
    """By what a device worked out where it is; the letters of AML (ETSI TS 103 625, `pm`)."""

    GNSS = "gnss"
    WIFI = "wifi"
    CELL = "cell"
    FUSED = "fused"
    """Of several of them."""


class PositionFlag(StrEnum):
    """Why a fix may be of another device, moment or place than the call it stands in."""

    SHARED_NUMBER = "shared_number"
    """Several calls of its number were in progress: each has it."""
    BEFORE_CALL = "before_call"
    """It reached us more than a minute before the call rang."""
    UNTRUSTED = "untrusted"
    """A vehicle says that its position cannot be trusted: less than 95 % within 150 m (EN 15722, `positionCanBeTrusted`)."""
    EXCHANGED = "exchanged"
    """Outside the map as it was sent, and inside with latitude and longitude exchanged. It is shown as it was sent."""
    CLOCK_AHEAD = "clock_ahead"
    """It is dated after it reached us: its age counts from then."""
    EARLIER = "earlier"
    """Where a vehicle was shortly before (EN 15722, `recentVehicleLocation`): a direction, and no place to drive to."""


class AltitudeReference(StrEnum):
    """From where an altitude is counted; in Spain the two differ by about 50 m."""

    SEA_LEVEL = "sea_level"
    """Mean sea level, as maps and people count."""
    ELLIPSOID = "ellipsoid"
    """WGS 84 (EPSG:4979), as satellites do."""


ALTITUDE_MIN_M, ALTITUDE_MAX_M = -12_000, 100_000
"""No telephone is deeper, or higher, than this (ours)."""


class Altitude(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How high a device is, in metres, and by how much that may be off; None: not stated."""

    metres: Annotated[float, msgspec.Meta(ge=ALTITUDE_MIN_M, le=ALTITUDE_MAX_M)]
    above: AltitudeReference
    uncertainty_m: Annotated[float, msgspec.Meta(ge=0, le=ALTITUDE_MAX_M)] | None = None


class DeviceMovement(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How fast a device moves, and where to in degrees clockwise from north (RFC 5962; ETSI TS 103 625)."""

    speed_m_s: Annotated[float, msgspec.Meta(ge=0, le=12_000)] | None = None
    bearing_deg: Annotated[float, msgspec.Meta(ge=0, le=360)] | None = None


class Position(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One fix of a caller's device. Every fix is kept; the best is chosen, never overwritten."""

    point: Point
    source: PositionSource
    uncertainty_m: Annotated[float, msgspec.Meta(ge=0, le=1_000_000)] | None = None
    confidence_pct: Annotated[float, msgspec.Meta(ge=0, le=100)] | None = None
    at: Instant
    """When the fix was taken, by the device's or network's clock."""
    received_at: Instant | None = None
    """When it reached us, by our clock. None in what a device sends, and in facts of before: then by their record."""
    method: PositionMethod | None = None
    """None: not stated, or not one that we know."""
    flags: Annotated[tuple[PositionFlag, ...], msgspec.Meta(max_length=8)] = ()
    """Ours; what a page sends here is left out."""
    shape: LocationShape | None = None
    """The area as its document stated it; `point` and `uncertainty_m` are the circle that contains it. None: only the circle is
    known. What a page sends here is left out."""
    altitude: Altitude | None = None
    floor: ShortText | None = None
    """The label of the lift's button (AML). What a page sends here is left out."""
    movement: DeviceMovement | None = None


NULL_ISLAND_DEG = 1e-6
"""A tenth of a metre around 0° 0°, in the Gulf of Guinea."""
CONFIDENCE_PCT = 95.0
"""What circles are compared and shown at; also what one means that states none (RFC 7459, W3C Geolocation)."""


def is_null_island(point: Point) -> bool:
    """0° 0° is what devices say that do not know where they are."""
    return abs(point.lat) < NULL_ISLAND_DEG and abs(point.lon) < NULL_ISLAND_DEG


def radius_m_at(uncertainty_m: float | None, confidence_pct: float | None, wanted_pct: float) -> float | None:
    """The radius of the circle that holds the device with another confidence, its error being normal in both directions:
    `r = sigma * sqrt(-2 ln(1 - p))`. None when nothing is known: a radius or a confidence of nought says so too (AML).

    A confidence of 100 % has no finite normal radius; its circle is used unchanged.
    """
    if not uncertainty_m or confidence_pct == 0:
        return None
    if confidence_pct is None or confidence_pct == wanted_pct or confidence_pct >= 100:
        return uncertainty_m
    return uncertainty_m * math.sqrt(math.log1p(-wanted_pct / 100) / math.log1p(-confidence_pct / 100))


def distance_m(a: Point, b: Point) -> float:
    """Great-circle distance in metres (haversine)."""
    phi1, phi2 = math.radians(a.lat), math.radians(b.lat)
    dphi, dlam = phi2 - phi1, math.radians(b.lon - a.lon)
    h = math.sin(dphi / 2) ** 2 + math.cos(phi1) * math.cos(phi2) * math.sin(dlam / 2) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(h)))
