"""The circle on the ground that contains a shape of a location (`kernel.location_shape`; RFC 5491, RFC 7459). Pure.

`pidf_shape_reader` reads the shapes out of a document, `pidf_writer` writes them.
"""

import math

import msgspec

from auxilio.kernel.location_shape import (
    ArcBandShape,
    CircleShape,
    EllipseShape,
    EllipsoidShape,
    LocationShape,
    PointShape,
    PolygonShape,
    PrismShape,
    SphereShape,
)
from auxilio.kernel.position import CONFIDENCE_PCT, Latitude, Longitude, Point, distance_m, radius_m_at


class LocationCircle(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A circle on the ground that contains a shape. `radius_m` None: how large it is, is not known.

    `radius_95_m` is the radius at 95 % confidence, by which circles are compared and shown.
    """

    lat: Latitude
    lon: Longitude
    radius_m: float | None = None
    radius_95_m: float | None = None

    @property
    def point(self) -> Point:
        """Its centre."""
        return Point(lat=self.lat, lon=self.lon)


def containing_circle(
    shape: LocationShape, confidence_pct: float | None = None, *, rectangular: bool = False
) -> LocationCircle:
    """The circle that contains a shape, in metres, of the confidence that is stated for it (None: 95 %, RFC 7459, 4).

    Circle, sphere: their own. Ellipse, ellipsoid: the larger half axis. Arc band: around its mast, the outer radius.
    Polygon, prism: around the mean of the corners, as far as the farthest corner; that contains the edges too, because a
    circle is convex. Heights are left out. At 95 %: as a normal error (`radius_m_at`), or where the document says that
    every point of the area is equally likely, by the area: `r * sqrt(0.95 / p)` (RFC 7459, 5.4).
    """
    centre, radius_m = _circle(shape)
    return LocationCircle(
        lat=centre.lat,
        lon=centre.lon,
        radius_m=radius_m,
        radius_95_m=_radius_95_m(radius_m, confidence_pct, rectangular),
    )


def _radius_95_m(radius_m: float | None, confidence_pct: float | None, rectangular: bool) -> float | None:
    if rectangular and radius_m and confidence_pct:
        return radius_m * math.sqrt(CONFIDENCE_PCT / confidence_pct)
    return radius_m_at(radius_m, confidence_pct, CONFIDENCE_PCT)


def _circle(shape: LocationShape) -> tuple[Point, float | None]:
    match shape:
        case PointShape():
            return shape.centre.point, None
        case CircleShape() | SphereShape():
            return shape.centre.point, shape.radius_m
        case EllipseShape() | EllipsoidShape():
            both = (shape.semi_major_m, shape.semi_minor_m or 0.0)
            return shape.centre.point, None if both[0] is None else max(both[0], both[1])
        case ArcBandShape():
            both = (shape.outer_radius_m, shape.inner_radius_m or 0.0)
            return shape.centre.point, None if both[0] is None else max(both[0], both[1])
        case PolygonShape() | PrismShape():
            corners = [corner.point for corner in shape.corners]
            middle = _mean(corners)
            return middle, max(distance_m(middle, corner) for corner in corners) or None


def _mean(corners: list[Point]) -> Point:
    """The mean of the corners, also where they lie on both sides of the 180th meridian."""
    first = corners[0].lon
    lat = sum(one.lat for one in corners) / len(corners)
    east = sum((one.lon - first + 180) % 360 - 180 for one in corners) / len(corners)
    return Point(lat=round(max(-90.0, min(90.0, lat)), 7), lon=round((first + east + 180) % 360 - 180, 7))
