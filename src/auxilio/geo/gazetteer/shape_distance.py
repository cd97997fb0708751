"""Distances between a point and a shape in degrees, by the great circle at their nearest points. Pure."""

import math

from shapely import Geometry
from shapely import Point as ShapelyPoint
from shapely.affinity import scale
from shapely.ops import nearest_points

from auxilio.geo.gazetteer.store import Bounds
from auxilio.kernel.position import EARTH_RADIUS_M, Point, distance_m

_M_PER_DEGREE = math.pi * EARTH_RADIUS_M / 180


def around(point: Point, radius_m: float) -> Bounds:
    """The box around a circle."""
    dlat = radius_m / _M_PER_DEGREE
    dlon = dlat / max(0.01, math.cos(math.radians(point.lat)))
    return point.lon - dlon, point.lat - dlat, point.lon + dlon, point.lat + dlat


def circle(point: Point, radius_m: float) -> Geometry:
    """A circle in degrees, wider than high as degrees of longitude shrink."""
    dlat = max(radius_m, 0.1) / _M_PER_DEGREE
    return scale(
        ShapelyPoint(point.lon, point.lat).buffer(dlat),
        xfact=1 / max(0.01, math.cos(math.radians(point.lat))),
    )


def nearest(point: Point, shape: Geometry) -> tuple[Point, float]:
    """The point of `shape` nearest to `point`, and the metres between.

    Nearest is judged in even degrees after shrinking longitude, so that it is right away from the equator.
    """
    shrink = math.cos(math.radians(point.lat))
    flat = scale(shape, xfact=shrink, yfact=1, origin=(0, 0))
    on, _ = nearest_points(flat, ShapelyPoint(point.lon * shrink, point.lat))
    found = Point(lat=on.y, lon=on.x / shrink)
    return found, distance_m(point, found)


def length_m(shape: Geometry) -> float:
    """Length of a line in metres, near enough for a street."""
    middle = shape.centroid
    return float(
        scale(shape, xfact=math.cos(math.radians(middle.y)), yfact=1, origin=(0, 0)).length * _M_PER_DEGREE
    )
