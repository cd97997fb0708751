"""The eight shapes of a location in PIDF-LO (RFC 5491, 5.2; OGC 06-142r1), and the circle that contains each. Pure.

`pidf_shape_reader` reads them out of a document, `pidf_writer` writes them.
"""

import math

import msgspec

from auxilio.kernel.position import CONFIDENCE_PCT, Latitude, Longitude, Point, distance_m, radius_m_at


class Coordinate(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """WGS 84 degrees, and metres above the ellipsoid where the reference system has three axes (EPSG:4979)."""

    lat: Latitude
    lon: Longitude
    altitude_m: float | None = None

    @property
    def point(self) -> Point:
        """On the ground."""
        return Point(lat=self.lat, lon=self.lon)


class _ShapeBase(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="shape"):
    pass


class PointShape(_ShapeBase, frozen=True, tag="Point"):
    """A point: nothing is said of how far it may be off."""

    centre: Coordinate


class PolygonShape(_ShapeBase, frozen=True, tag="Polygon"):
    """An area. Its ring is closed from the last corner to the first, which is not said twice here."""

    corners: tuple[Coordinate, ...]


class CircleShape(_ShapeBase, frozen=True, tag="Circle"):
    """An area around a centre. A length that could not be read is None, in every shape."""

    centre: Coordinate
    radius_m: float | None = None


class EllipseShape(_ShapeBase, frozen=True, tag="Ellipse"):
    """Half axes in metres; `orientation_deg` is the direction of the larger one, clockwise from north."""

    centre: Coordinate
    semi_major_m: float | None = None
    semi_minor_m: float | None = None
    orientation_deg: float | None = None


class ArcBandShape(_ShapeBase, frozen=True, tag="ArcBand"):
    """Part of a ring around a mast: angles clockwise from north, from the start over the opening."""

    centre: Coordinate
    inner_radius_m: float | None = None
    outer_radius_m: float | None = None
    start_angle_deg: float | None = None
    opening_angle_deg: float | None = None


class SphereShape(_ShapeBase, frozen=True, tag="Sphere"):
    """A circle with a height: the altitude is that of its centre."""

    centre: Coordinate
    radius_m: float | None = None


class EllipsoidShape(_ShapeBase, frozen=True, tag="Ellipsoid"):
    """An ellipse with a height: `vertical_m` is its half axis upwards."""

    centre: Coordinate
    semi_major_m: float | None = None
    semi_minor_m: float | None = None
    vertical_m: float | None = None
    orientation_deg: float | None = None


class PrismShape(_ShapeBase, frozen=True, tag="Prism"):
    """A room or a floor: the corners of its base, and how high it is above it."""

    corners: tuple[Coordinate, ...]
    height_m: float | None = None


type PidfShape = (
    PointShape
    | PolygonShape
    | CircleShape
    | EllipseShape
    | ArcBandShape
    | SphereShape
    | EllipsoidShape
    | PrismShape
)


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
    shape: PidfShape, confidence_pct: float | None = None, *, rectangular: bool = False
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


def _circle(shape: PidfShape) -> tuple[Point, float | None]:
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
