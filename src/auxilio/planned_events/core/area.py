"""The area of an operation: checked before it is kept, and asked whether a place lies in it. Pure."""

import math

from shapely import Point as ShapelyPoint
from shapely import Polygon, is_valid_reason
from shapely.prepared import prep

from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused

SMALLEST_KM2 = 1e-6
"""A square metre: a slip of the hand is no area."""
LARGEST_KM2 = 2_000.0
"""A marathon with its surroundings, a stage of a race; a province is no operation."""
_KM_A_DEGREE_LAT, _KM_A_DEGREE_LON = 110.574, 111.320


def normalized_ring(ring: tuple[Point, ...]) -> tuple[Point, ...]:
    """The ring without doubled corners and without its first corner again at the end.

    Raises `Refused`: `area_crosses_itself` with the place, `area_too_small`, `area_too_large`.
    """
    corners = tuple(point for nth, point in enumerate(ring) if nth == 0 or point != ring[nth - 1])
    if len(corners) > 1 and corners[0] == corners[-1]:
        corners = corners[:-1]
    if len(corners) < 3 or area_km2(corners) < SMALLEST_KM2:
        # A bow tie of two equal halves has no area either: say what is wrong with it, not that it is small.
        if len(corners) > 3:
            _require_simple(corners)
        raise Refused("area_too_small")
    _require_simple(corners)
    if (area := area_km2(corners)) > LARGEST_KM2:
        raise Refused("area_too_large", km2=round(area), most=round(LARGEST_KM2))
    return corners


def _require_simple(corners: tuple[Point, ...]) -> None:
    reason: str = is_valid_reason(_polygon(corners))
    if reason == "Valid Geometry":
        return
    # `Self-intersection[1.9 41.92]`
    place = reason.partition("[")[2].rstrip("]").split()
    lon, lat = (float(part) for part in place) if len(place) == 2 else (corners[0].lon, corners[0].lat)
    raise Refused("area_crosses_itself", lat=round(lat, 5), lon=round(lon, 5))


def inside(ring: tuple[Point, ...], point: Point) -> bool:
    """Whether a place lies in the area; on its edge counts as in."""
    return bool(prep(_polygon(ring)).covers(ShapelyPoint(point.lon, point.lat)))


def area_km2(ring: tuple[Point, ...]) -> float:
    """The area in km², on a plane that touches the globe at its middle: within 1 % up to a degree across."""
    scale = math.cos(math.radians(sum(point.lat for point in ring) / len(ring)))
    flat = [(p.lon * _KM_A_DEGREE_LON * scale, p.lat * _KM_A_DEGREE_LAT) for p in ring]
    return float(Polygon(flat).area)


def _polygon(ring: tuple[Point, ...]) -> Polygon:
    return Polygon([(point.lon, point.lat) for point in ring])
