"""The eight shapes by which a document states a location (RFC 5491, 5.2; OGC 06-142r1). A position keeps the one it came with.

`interop.formats` reads and writes them and knows the circle that contains each.
"""

from typing import Annotated

import msgspec

from auxilio.kernel.point import Latitude, Longitude, Point


class Coordinate(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """WGS 84 degrees, and metres above the ellipsoid where the reference system has three axes (EPSG:4979)."""

    lat: Latitude
    lon: Longitude
    altitude_m: float | None = None

    @property
    def point(self) -> Point:
        """On the ground."""
        return Point(lat=self.lat, lon=self.lon)


CORNERS_MIN, CORNERS_MAX = 3, 64
"""Of a shape that is kept with a position: at most four times what RFC 5491, 5.2.2 asks for (ours)."""
type Corners = Annotated[tuple[Coordinate, ...], msgspec.Meta(min_length=1, max_length=256)]
"""As a document states them, which may be too few for an area: a reader flags that and keeps them (bound: ours)."""


class _ShapeBase(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    tag_field="shape",
):
    pass


class PointShape(_ShapeBase, frozen=True, tag="Point"):
    """A point: nothing is said of how far it may be off."""

    centre: Coordinate


class PolygonShape(_ShapeBase, frozen=True, tag="Polygon"):
    """An area. Its ring is closed from the last corner to the first, which is not said twice here."""

    corners: Corners


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

    corners: Corners
    height_m: float | None = None


type LocationShape = (
    PointShape
    | PolygonShape
    | CircleShape
    | EllipseShape
    | ArcBandShape
    | SphereShape
    | EllipsoidShape
    | PrismShape
)
