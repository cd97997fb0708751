"""Where a device is, or a place: WGS84 degrees, metres of uncertainty. A position is not a location (docs/nouns/location.md)."""

import math
from enum import StrEnum
from typing import Annotated

import msgspec

from auxilio.kernel.instant import Instant
from auxilio.kernel.refusal import Refused

Latitude = Annotated[float, msgspec.Meta(ge=-90, le=90)]
Longitude = Annotated[float, msgspec.Meta(ge=-180, le=180)]
EARTH_RADIUS_M = 6_371_008.8
"""Mean Earth radius, IUGG 1980, in metres."""


class Point(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A point in WGS84 degrees, latitude first as people say it (EPSG:4326 axis order)."""

    lat: Latitude
    lon: Longitude

    def __post_init__(self) -> None:
        # NaN passes every comparison of a schema; it must not pass us.
        if not (math.isfinite(self.lat) and math.isfinite(self.lon)):
            raise ValueError("position is not finite")


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
    """A location server was asked (RFC 5985, RFC 6753)."""


class PositionMethod(StrEnum):
    """By what a device worked out where it is; the letters of AML (ETSI TS 103 625, `pm`)."""

    GNSS = "gnss"
    WIFI = "wifi"
    CELL = "cell"
    FUSED = "fused"
    """Of several of them."""


class PositionFlag(StrEnum):
    """Why a fix may be of another device or moment than the call it stands in."""

    SHARED_NUMBER = "shared_number"
    """Several calls of its number were in progress: each has it."""
    BEFORE_CALL = "before_call"
    """It reached us more than a minute before the call rang."""


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
    flags: Annotated[tuple[PositionFlag, ...], msgspec.Meta(max_length=4)] = ()
    """Ours; what a page sends here is left out."""


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
