"""A kilometre of a road as a point, and a point beside a road as a kilometre."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import shapely
from shapely import LineString
from shapely import Point as ShapelyPoint

from auxilio.geo.gazetteer.shape_distance import length_m, nearest
from auxilio.geo.gazetteer.store import PostRow, RoadRow
from auxilio.kernel.position import Point

_BEYOND_KM = 1.0
"""How far past the last post a kilometre is still believed: posts stand each kilometre."""


@dataclass(frozen=True, slots=True)
class KilometrePoint:
    """A place on a road."""

    point: Point
    km: float
    measured: bool
    """True when no posts stand in the data, so the figure is counted from the end of the line."""


def point_at(road: RoadRow, posts: Sequence[PostRow], km: float) -> KilometrePoint | None:
    """Where kilometre `km` of the road is; None when the road does not have it."""
    axis: LineString = shapely.from_wkb(road.axis)
    scale = _scale(axis, posts, road.km)
    along = _interpolate([(post_km, at) for post_km, at in scale], km)
    if along is None:
        return None
    dot = axis.interpolate(along)
    return KilometrePoint(Point(lat=dot.y, lon=dot.x), km, len(posts) < 2)


def kilometre_of(
    road: RoadRow, posts: Sequence[PostRow], point: Point
) -> tuple[KilometrePoint, float] | None:
    """The kilometre beside `point`, and the metres to the road."""
    axis: LineString = shapely.from_wkb(road.axis)
    on, distance = nearest(point, axis)
    along = axis.project(ShapelyPoint(on.lon, on.lat))
    km = _interpolate([(at, post_km) for post_km, at in _scale(axis, posts, road.km)], along)
    return None if km is None else (KilometrePoint(on, round(km, 1), len(posts) < 2), distance)


def nearest_post(posts: Sequence[PostRow], km: float) -> str:
    """The element that a kilometre rests on most; empty where no post does."""
    return min(posts, key=lambda post: abs(post.km - km)).source if len(posts) >= 2 else ""


def _scale(axis: LineString, posts: Sequence[PostRow], km: float) -> list[tuple[float, float]]:
    """Pairs of kilometre and distance along the axis, in order of the axis."""
    if len(posts) < 2:
        return [(0.0, 0.0), (km, axis.length)]
    by_km: dict[float, list[float]] = {}
    for post in posts:
        by_km.setdefault(post.km, []).append(axis.project(ShapelyPoint(post.lon, post.lat)))
    # Both carriageways have a post for the same kilometre: their middle is the kilometre of the axis.
    pairs = sorted(
        ((at, sum(alongs) / len(alongs)) for at, alongs in by_km.items()), key=lambda pair: pair[1]
    )
    return _extended(pairs, axis)


def _extended(pairs: list[tuple[float, float]], axis: LineString) -> list[tuple[float, float]]:
    """One kilometre more at each end, at the pace of the nearest two posts."""
    metres_per_unit = length_m(axis) / axis.length
    step = _BEYOND_KM * 1000 / metres_per_unit
    sign = 1 if pairs[-1][0] >= pairs[0][0] else -1
    head = (pairs[0][0] - sign * _BEYOND_KM, pairs[0][1] - step)
    tail = (pairs[-1][0] + sign * _BEYOND_KM, pairs[-1][1] + step)
    return [head, *pairs, tail]


def _interpolate(scale: list[tuple[float, float]], x: float) -> float | None:
    for (x0, y0), (x1, y1) in pairwise(scale):
        if min(x0, x1) <= x <= max(x0, x1) and x0 != x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return None
