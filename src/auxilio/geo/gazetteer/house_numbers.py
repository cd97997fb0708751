"""A house number on a street: exact, between two neighbours of its side, the nearest, or the street alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from shapely import LineString
from shapely import Point as ShapelyPoint

from auxilio.geo.gazetteer.shape_distance import length_m, nearest
from auxilio.geo.gazetteer.store import DocRow, HouseRow
from auxilio.geo.model import GeocodeQuality
from auxilio.kernel.position import Point, distance_m

_DOOR_M = 15.0
"""An address point is the middle of a house or its door: within this."""


@dataclass(frozen=True, slots=True)
class HousePoint:
    """Where a number is, as well as is known."""

    point: Point
    quality: GeocodeQuality
    uncertainty_m: float
    postcode: str = ""
    source: str = ""


def locate(street: DocRow, houses: Sequence[HouseRow], number: str) -> HousePoint:
    """The door of `number` on this street."""
    wanted = normalise_number(number)
    figure = int(re.match(r"\d+", wanted)[0])  # type: ignore[index]  # a number begins with a figure (reading)
    same = [house for house in houses if house.figure == figure]
    for house in [
        *(h for h in same if normalise_number(h.text) == wanted),
        *(h for h in same if normalise_number(h.text) == str(figure)),
    ]:
        return _at(house, GeocodeQuality.EXACT, _DOOR_M)
    if same:  # 12A is known, 12 was asked for
        return _at(same[0], GeocodeQuality.NEAREST, _DOOR_M * 2)
    side = [h for h in houses if h.figure is not None and h.figure % 2 == figure % 2]
    before = max((h for h in side if _figure(h) < figure), key=_figure, default=None)
    after = min((h for h in side if _figure(h) > figure), key=_figure, default=None)
    if before and after:
        return _between(street, before, after, figure)
    known = before or after or min(houses, key=lambda h: abs(_figure(h) - figure), default=None)
    if known is not None:
        # Numbers rise by two about every plot of 8 to 15 m.
        return _at(
            known, GeocodeQuality.NEAREST, min(500.0, max(50.0, abs(_figure(known) - figure) / 2 * 15.0))
        )
    return street_alone(street)


def street_alone(street: DocRow) -> HousePoint:
    """The middle of the street."""
    reach = length_m(shapely.from_wkb(street.geom)) / 2 if street.geom else 200.0
    return HousePoint(
        Point(lat=street.lat, lon=street.lon),
        GeocodeQuality.STREET,
        round(reach),
        street.postcode,
        street.source,
    )


def _between(street: DocRow, before: HouseRow, after: HouseRow, figure: int) -> HousePoint:
    share = (figure - _figure(before)) / (_figure(after) - _figure(before))
    a, b = Point(lat=before.lat, lon=before.lon), Point(lat=after.lat, lon=after.lon)
    straight = Point(lat=a.lat + (b.lat - a.lat) * share, lon=a.lon + (b.lon - a.lon) * share)
    point = _along(street, a, b, share, straight)
    return HousePoint(
        point,
        GeocodeQuality.INTERPOLATED,
        round(max(_DOOR_M, distance_m(a, b) / 2)),
        before.postcode,
        before.source,
    )


def _along(street: DocRow, a: Point, b: Point, share: float, straight: Point) -> Point:
    """On the street between its neighbours: along its curve where it is one line, else beside the straight."""
    if street.geom is None:
        return straight
    shape = shapely.from_wkb(street.geom)
    if isinstance(shape, LineString):
        from_m, to_m = shape.project(ShapelyPoint(a.lon, a.lat)), shape.project(ShapelyPoint(b.lon, b.lat))
        dot = shape.interpolate(from_m + (to_m - from_m) * share)
        return Point(lat=dot.y, lon=dot.x)
    return nearest(straight, shape)[0]


def _at(house: HouseRow, quality: GeocodeQuality, uncertainty_m: float) -> HousePoint:
    return HousePoint(
        Point(lat=house.lat, lon=house.lon), quality, uncertainty_m, house.postcode, house.source
    )


def _figure(house: HouseRow) -> int:
    return house.figure or 0


def normalise_number(number: str) -> str:
    """`12 B`, `12-b` and `12B` are one number."""
    return re.sub(r"[^0-9a-z]", "", number.lower())
