"""The positions and addresses of a call out of a PIDF-LO: of its INVITE, or of a location server (`interop.formats.pidf` reads
it). Pure.

A shape is kept as it was stated, beside the circle that contains it. What cannot be understood for sure is no position; the
document is kept raw with the call.
"""

from datetime import datetime

from auxilio.interop.formats.pidf import ConfidencePdf, Movement, PidfLo, PidfLocation
from auxilio.interop.formats.pidf_shapes import LocationCircle, containing_circle
from auxilio.kernel.civic_address import LANGUAGES_MAX, StatedAddress
from auxilio.kernel.location_shape import (
    CORNERS_MAX,
    CORNERS_MIN,
    EllipsoidShape,
    LocationShape,
    PolygonShape,
    PrismShape,
    SphereShape,
)
from auxilio.kernel.position import (
    ALTITUDE_MAX_M,
    ALTITUDE_MIN_M,
    CONFIDENCE_PCT,
    Altitude,
    AltitudeReference,
    DeviceMovement,
    Position,
    PositionMethod,
    PositionSource,
    is_null_island,
)

UNCERTAINTY_MAX_M = 1_000_000
_METHODS = {
    "gps": PositionMethod.GNSS,
    "a-gps": PositionMethod.GNSS,
    "gnss": PositionMethod.GNSS,
    "a-gnss": PositionMethod.GNSS,
    "802.11": PositionMethod.WIFI,
    "wifi": PositionMethod.WIFI,
    "cell": PositionMethod.CELL,
    "triangulation": PositionMethod.CELL,
}
"""The tokens of RFC 4119, 6.1 that say by what, and what senders write for them; in small letters."""


def positions(
    document: PidfLo, at: datetime, source: PositionSource = PositionSource.SIP
) -> tuple[Position, ...]:
    """The position of each location of the document, those of a device first; empty when there is none. `at`: when it was received."""
    fixes = (_fix(location, source, at) for location in document.locations)
    return tuple(dict.fromkeys(fix for fix in fixes if fix))


def addresses(document: PidfLo, at: datetime) -> tuple[StatedAddress, ...]:
    """The address of each location of the document that has one, those of a device first. `at`: when it was received."""
    return tuple(
        StatedAddress(
            civic=location.civic[:LANGUAGES_MAX],
            provided_by=location.provided_by,
            at=location.timestamp or at,
        )
        for location in document.locations
        if location.civic
    )


def _fix(location: PidfLocation, source: PositionSource, at: datetime) -> Position | None:
    """The position of the first shape that has one: a second in one place breaks RFC 5491, 3.4, and the first is meant.

    A position states a radius and its confidence, and is compared as a normal error: where the document says that every
    point of the area is equally likely, its radius at 95 % is stated.
    """
    rectangular = location.confidence_pdf is ConfidencePdf.RECTANGULAR
    for shape in location.shapes:
        circle = containing_circle(shape, location.confidence_pct, rectangular=rectangular)
        radius_m = circle.radius_95_m if rectangular else circle.radius_m
        if is_null_island(circle.point) or (radius_m or 0.0) > UNCERTAINTY_MAX_M:
            continue
        return _position(location, shape, circle, radius_m, source, at)
    return None


def _position(
    location: PidfLocation,
    shape: LocationShape,
    circle: LocationCircle,
    radius_m: float | None,
    source: PositionSource,
    at: datetime,
) -> Position:
    rectangular = location.confidence_pdf is ConfidencePdf.RECTANGULAR
    return Position(
        point=circle.point,
        source=source,
        uncertainty_m=radius_m,
        confidence_pct=CONFIDENCE_PCT if rectangular and radius_m else location.confidence_pct,
        at=location.timestamp or at,
        received_at=at,
        method=_METHODS.get((location.method or "").lower()),
        shape=_kept(shape),
        altitude=_altitude(shape),
        movement=_movement(location.movement),
    )


def _kept(shape: LocationShape) -> LocationShape | None:
    """As it was stated; None for an area of more corners, or fewer, than a position keeps."""
    match shape:
        case PolygonShape(corners=corners) | PrismShape(corners=corners):
            return shape if CORNERS_MIN <= len(corners) <= CORNERS_MAX else None
        case _:
            return shape


def _altitude(shape: LocationShape) -> Altitude | None:
    """Of its centre, or of the first corner; of a prism halfway up, which may be off by half its height."""
    match shape:
        case PrismShape(corners=corners, height_m=height_m):
            base_m, half_m = corners[0].altitude_m, (height_m or 0.0) / 2
            return _above_ellipsoid(None if base_m is None else base_m + half_m, half_m)
        case PolygonShape(corners=corners):
            return _above_ellipsoid(corners[0].altitude_m, None)
        case SphereShape(centre=centre, radius_m=off_m) | EllipsoidShape(centre=centre, vertical_m=off_m):
            return _above_ellipsoid(centre.altitude_m, off_m)
        case _:
            return _above_ellipsoid(shape.centre.altitude_m, None)


def _above_ellipsoid(metres: float | None, uncertainty_m: float | None) -> Altitude | None:
    if metres is None or not ALTITUDE_MIN_M <= metres <= ALTITUDE_MAX_M:
        return None
    known = uncertainty_m if uncertainty_m and uncertainty_m <= ALTITUDE_MAX_M else None
    return Altitude(metres=metres, above=AltitudeReference.ELLIPSOID, uncertainty_m=known)


def _movement(stated: Movement | None) -> DeviceMovement | None:
    """Speed, and where it moves to: to where it points is left out."""
    if stated is None or (stated.speed_m_s is None and stated.heading_deg is None):
        return None
    return DeviceMovement(speed_m_s=stated.speed_m_s, bearing_deg=stated.heading_deg)
