"""Drawing in metres: the town's plane, smooth lines, and the three things a map is made of."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

import numpy as np
from shapely import LineString, Polygon

from auxilio.kernel.position import EARTH_RADIUS_M, Point

ORIGIN = Point(lat=41.92, lon=1.90)
"""The middle of the main square. The plane is flat and small enough (10 km) for degrees to be even."""

_M_PER_DEGREE = math.pi * EARTH_RADIUS_M / 180
_LON_SHRINK = math.cos(math.radians(ORIGIN.lat))

Tags = dict[str, str]
XY = tuple[float, float]


@dataclass(frozen=True, slots=True)
class TownRoad:
    """A line of the road network. Lines of one `layer` that cross share a node there."""

    line: LineString
    tags: Tags
    layer: int = 0
    frontage: str = ""
    """How it is built up: `old`, `block`, `house`, `works`, or not at all."""


@dataclass(frozen=True, slots=True)
class TownArea:
    """A closed outline: a field, a house, water."""

    shape: Polygon
    tags: Tags


@dataclass(frozen=True, slots=True)
class TownPoint:
    """A point with tags."""

    x: float
    y: float
    tags: Tags


@dataclass(slots=True)
class TownDrawing:
    """Everything drawn so far."""

    roads: list[TownRoad] = field(default_factory=list)
    areas: list[TownArea] = field(default_factory=list)
    spots: list[TownPoint] = field(default_factory=list)


def to_degrees(x: float, y: float) -> Point:
    """The plane's metres as WGS84, rounded to the centimetre that the file format keeps."""
    return Point(
        lat=round(ORIGIN.lat + y / _M_PER_DEGREE, 7),
        lon=round(ORIGIN.lon + x / (_M_PER_DEGREE * _LON_SHRINK), 7),
    )


def smooth(points: Sequence[XY], step_m: float = 14.0) -> LineString:
    """A centripetal Catmull-Rom curve through `points`: roads bend, they do not break."""
    if len(points) < 3:
        return LineString(points)
    p = [np.array(q, float) for q in points]
    p = [2 * p[0] - p[1], *p, 2 * p[-1] - p[-2]]
    out: list[XY] = []
    for a, b, c, d in zip(p, p[1:], p[2:], p[3:], strict=False):
        count = max(1, round(float(np.linalg.norm(c - b)) / step_m))
        out.extend(_bend(a, b, c, d, i / count) for i in range(count))
    out.append((float(p[-2][0]), float(p[-2][1])))
    return LineString(out)


def _bend(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray, t: float) -> XY:
    v = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    return float(v[0]), float(v[1])


def polar(angle_deg: float, radius: float, centre: XY = (0.0, 0.0)) -> XY:
    """A point at an angle counted from east, anticlockwise."""
    a = math.radians(angle_deg)
    return centre[0] + radius * math.cos(a), centre[1] + radius * math.sin(a)


def ring(radii: Sequence[float], centre: XY = (0.0, 0.0), step_m: float = 12.0) -> LineString:
    """A closed smooth curve whose radius follows `radii` at even angles."""
    n = len(radii)
    closed = [polar(360 * i / n, radii[i % n], centre) for i in range(-1, n + 2)]
    line = smooth(closed, step_m)
    # Keep one turn: drop the two lead-in spans that only shape the seam.
    first, last = closed[1], closed[n + 1]
    coords = list(line.coords)
    start = min(range(len(coords) // 2), key=lambda i: math.dist(coords[i], first))
    end = max(range(len(coords) // 2, len(coords)), key=lambda i: -math.dist(coords[i], last))
    return LineString([*coords[start:end], coords[start]])


def wander(rng: Random, points: Sequence[XY], by_m: float) -> list[XY]:
    """The same points, each but the ends moved a little: no street in an old town is straight."""
    moved = [(x + rng.uniform(-by_m, by_m), y + rng.uniform(-by_m, by_m)) for x, y in points[1:-1]]
    return [points[0], *moved, points[-1]]


def box(x: float, y: float, width: float, height: float, turn_deg: float = 0.0) -> Polygon:
    """A rectangle around its middle."""
    c, s = math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg))
    corners = [(-1, -1), (1, -1), (1, 1), (-1, 1)]
    return Polygon(
        [
            (
                x + c * i * width / 2 - s * j * height / 2,
                y + s * i * width / 2 + c * j * height / 2,
            )
            for i, j in corners
        ]
    )
