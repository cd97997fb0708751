"""Shapes out of GML as people send it: reference systems in many spellings, commas, missing units. Pure; `pidf` calls it.

What cannot be understood for sure is no place: half a number, an unknown reference system, a corner out of the world. A
length that cannot be understood is unknown, and the place stays.
"""

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from auxilio.interop.formats.bounded_xml import XmlElement
from auxilio.interop.formats.decoded import Flag
from auxilio.interop.formats.scalars import read_number
from auxilio.kernel.location_shape import (
    ArcBandShape,
    CircleShape,
    Coordinate,
    EllipseShape,
    EllipsoidShape,
    LocationShape,
    PointShape,
    PolygonShape,
    PrismShape,
    SphereShape,
)
from auxilio.kernel.position import Point, is_null_island

NUMBERS_MAX = 512
"""Of one list: 170 corners with heights. RFC 5491 asks for no more than 16."""
SHAPES_MAX = 2
"""Of one location: RFC 5491 has one, and the first is meant."""
CORNERS_USUAL = 16
"""RFC 5491, 5.2.2: more are flagged."""
ALTITUDE_MAX_M = 100_000.0
"""No telephone is higher, or deeper, than this."""
LENGTH_USUAL_MAX_M = 20_000_000.0
"""Half the way around the earth: a longer one is kept and flagged, because an unknown radius would look more exact."""
_SEXAGESIMAL = re.compile(r"([0-9]{1,3}):([0-9]{1,2}):([0-9]{1,2}(?:\.[0-9]{1,10})?)([NSEW])")
"""As the first example of RFC 4119 writes: `37:46:30N 122:25:10W`."""
_METRES = {"9001": 1.0, "m": 1.0, "metre": 1.0, "metres": 1.0, "meter": 1.0, "meters": 1.0}
_LENGTH_UNITS = {**_METRES, "9036": 1000.0, "km": 1000.0, "kilometre": 1000.0, "kilometer": 1000.0}
"""By the last word of a unit's name: `urn:ogc:def:uom:EPSG::9001`."""
_DEGREES = dict.fromkeys(("9102", "9122", "deg", "degree", "degrees"), 1.0)
_ANGLE_UNITS = {**_DEGREES, "9101": math.degrees(1), "rad": math.degrees(1), "radian": math.degrees(1)}
_CRS_2D, _CRS_3D = ("4326", "4258"), ("4979", "4937")
"""WGS 84 with two axes and with three; the second of each is ETRS89, which lies within a metre of it in Europe."""
_WITHIN = ("pos", "posList", "coordinates")


@dataclass(frozen=True, slots=True)
class ReferenceSystem:
    """How the numbers of a point are to be read."""

    lat_first: bool = True
    count: int = 2
    stated: bool = False
    """The document names the reference system."""


def read_shapes(info: XmlElement, flag: Flag) -> list[LocationShape]:
    """The first shapes within an element, at most `SHAPES_MAX`, in the order of the document.

    What is odd is flagged: `srs_unknown`, `position_unreadable`, `out_of_the_world`, `null_island`, `dimension_mismatch` …
    A shape whose place is not known for sure is left out.
    """
    return list(islice(_shapes(info, ReferenceSystem(), flag), SHAPES_MAX))


def is_shape(name: str) -> bool:
    """Whether an element of this name is one of the shapes."""
    return name in _READERS


def _shapes(element: XmlElement, above: ReferenceSystem | None, flag: Flag) -> Iterator[LocationShape]:
    axes = _axes(element, above, flag)
    reader = _READERS.get(element.name)
    if reader is None:
        for child in element.children:
            yield from _shapes(child, axes, flag)
    elif (shape := reader(element, axes, flag)) is not None:
        yield shape


# --- the reference system --------------------------------------------------------------------------


def _axes(element: XmlElement, above: ReferenceSystem | None, flag: Flag) -> ReferenceSystem | None:
    """Of an element: its own reference system, or that of what it stands in. None: one that we do not know."""
    system = element.attributes.get("srsName", "")
    if system:
        above = _system(system.upper())
        if above is None:
            flag("srs_unknown")
    dimension = element.attributes.get("srsDimension", "")
    return replace(above, count=int(dimension)) if dimension in ("2", "3") and above else above


def _system(name: str) -> ReferenceSystem | None:
    if "CRS84" in name:  # longitude first (OGC 06-042)
        return ReferenceSystem(lat_first=False, count=3 if name.endswith("CRS84H") else 2, stated=True)
    code = re.split(r"[:/#]", name)[-1]
    if code in _CRS_2D or name.replace(" ", "") in ("WGS84", "WGS-84"):
        return ReferenceSystem(stated=True)
    return ReferenceSystem(count=3, stated=True) if code in _CRS_3D else None


# --- numbers ---------------------------------------------------------------------------------------


def _numbers(text: str) -> list[float] | None:
    """All numbers of a text; None when there is anything else in it, or a comma that may be a decimal one."""
    found = text.split(None, NUMBERS_MAX)
    if "," in text:
        found = [piece for word in found for piece in _pieces(word.strip(",")) if piece]  # «41.6, 0.6»
    if len(found) > NUMBERS_MAX:
        return None
    numbers = [number for one in found if (number := read_number(one)) is not None]
    return numbers if len(numbers) == len(found) else None


def _pieces(word: str) -> list[str]:
    """«41.6,0.6» are two, «41,6» is one of a country that writes so, and not ours to guess."""
    pieces = word.split(",")
    return pieces if all("." in piece for piece in pieces) else [word]


def _sexagesimal(text: str) -> list[float] | None:
    """Latitude and longitude in degrees out of degrees, minutes and seconds with N, S, E, W; None when it is no such."""
    said = [_SEXAGESIMAL.fullmatch(word) for word in re.split(r"[\s,]+", text, maxsplit=2)]
    sides = [one[4] if one else "" for one in said]
    if len(said) != 2 or not (sides[0] in ("N", "S") and sides[1] in ("E", "W")):
        return None
    return [
        round((int(one[1]) + int(one[2]) / 60 + float(one[3]) / 3600) * (-1 if one[4] in "SW" else 1), 7)
        for one in said
        if one
    ]


def _rows(element: XmlElement, axes: ReferenceSystem, flag: Flag) -> list[list[float]] | None:
    """The numbers of a `pos`, `posList` or `coordinates`, a row for each point; None when they are no points."""
    text = element.text
    numbers = _sexagesimal(text) if element.name == "coordinates" else None
    numbers = numbers or _numbers(text)
    if not numbers:
        return None
    count = len(numbers) if element.name != "posList" else _row_length(numbers, axes.count)
    if count not in (2, 3) or len(numbers) % count:
        return None
    if axes.stated and count != axes.count:
        flag("dimension_mismatch")
    return [numbers[n : n + count] for n in range(0, len(numbers), count)]


def _row_length(numbers: list[float], said: int) -> int:
    """2 or 3. A ring that closes only with the other number of axes than the document says has the other number."""

    def closes(count: int) -> bool:
        return len(numbers) % count == 0 and numbers[:count] == numbers[-count:]

    other = 5 - said
    return other if closes(other) and not closes(said) and len(numbers) > other else said


# --- places ----------------------------------------------------------------------------------------


def _points(element: XmlElement, axes: ReferenceSystem | None, flag: Flag) -> list[Coordinate] | None:
    """All points within an element, whose axes these are; None when any of them is not known for sure."""
    if element.name in _WITHIN:
        return _listed_points(element, axes, flag) if axes else None
    found = list[Coordinate]()
    for child in element.children:
        if child.name == "interior":
            flag("polygon_with_hole")  # the whole area is looked at
            continue
        inside = _points(child, _axes(child, axes, flag), flag)
        if inside is None:
            return None
        found += inside
    return found


def _listed_points(element: XmlElement, axes: ReferenceSystem, flag: Flag) -> list[Coordinate] | None:
    rows = _rows(element, axes, flag)
    if rows is None:
        flag("position_unreadable")
        return None
    read = [_coordinate(row, axes, flag) for row in rows]
    known = [one for one in read if one is not None]
    return known if len(known) == len(read) else None


def _coordinate(row: list[float], axes: ReferenceSystem, flag: Flag) -> Coordinate | None:
    lat, lon = row[:2] if axes.lat_first else (row[1], row[0])
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        flag("out_of_the_world")
        return None
    altitude_m = row[2] if len(row) == 3 else None
    if altitude_m is not None and abs(altitude_m) > ALTITUDE_MAX_M:
        flag("altitude_implausible")
        altitude_m = None
    return Coordinate(lat=lat, lon=lon, altitude_m=altitude_m)


def _centre(element: XmlElement, axes: ReferenceSystem | None, flag: Flag) -> Coordinate | None:
    """The first point of a shape; 0° 0° is what devices say that do not know where they are."""
    points = _points(element, axes, flag)
    if not points:
        if points == [] and axes:
            flag("position_missing")
        return None
    if is_null_island(Point(lat=points[0].lat, lon=points[0].lon)):
        flag("null_island")
        return None
    return points[0]


def _ring(element: XmlElement, axes: ReferenceSystem | None, flag: Flag) -> tuple[Coordinate, ...]:
    corners = _points(element, axes, flag)
    if not corners:
        return ()
    if len(corners) > 1 and corners[0] == corners[-1]:
        corners = corners[:-1]  # the ring is closed by saying its first corner again
    else:
        flag("ring_not_closed")
    if len({(one.lat, one.lon) for one in corners}) < 3:
        flag("polygon_degenerate")
    if len(corners) >= CORNERS_USUAL:
        flag("polygon_of_many_corners")
    if all(is_null_island(one.point) for one in corners):
        flag("null_island")
        return ()
    return tuple(corners)


# --- lengths and angles ----------------------------------------------------------------------------


def _number_of(
    element: XmlElement, name: str, units: dict[str, float], flag: Flag, code: str
) -> float | None:
    """A number in the unit that has the scale 1; None when it is absent, cannot be read or is in an unknown unit."""
    said = element.first(name)
    if said is None:
        return None
    uom = said.attributes.get("uom", "").lower()
    scale = units.get(re.split(r"[:/#]", uom)[-1]) if uom else 1.0
    if scale is None:
        flag(f"{code}_unit_unknown")
        return None
    value = read_number(said.text)
    if value is None:
        flag(f"{code}_unreadable")
        return None
    return value * scale


def _length_m(element: XmlElement, name: str, flag: Flag) -> float | None:
    """In metres; some senders write 0 for an unknown length."""
    value = _number_of(element, name, _LENGTH_UNITS, flag, "length")
    if value is not None and value <= 0:
        flag("length_not_positive")
        return None
    if value is not None and value > LENGTH_USUAL_MAX_M:
        flag("length_implausible")
    return value


def _angle_deg(element: XmlElement, name: str, flag: Flag) -> float | None:
    value = _number_of(element, name, _ANGLE_UNITS, flag, "angle")
    if value is not None and not -360 <= value <= 360:
        flag("angle_out_of_range")
        return None
    return value


# --- the shapes ------------------------------------------------------------------------------------


def _point(element: XmlElement, axes: ReferenceSystem | None, flag: Flag) -> LocationShape | None:
    centre = _centre(element, axes, flag)
    return PointShape(centre=centre) if centre else None


def _polygon(element: XmlElement, axes: ReferenceSystem | None, flag: Flag) -> LocationShape | None:
    corners = _ring(element, axes, flag)
    return PolygonShape(corners=corners) if corners else None


def _circle(element: XmlElement, axes: ReferenceSystem | None, flag: Flag) -> LocationShape | None:
    centre = _centre(element, axes, flag)
    return CircleShape(centre=centre, radius_m=_length_m(element, "radius", flag)) if centre else None


def _sphere(element: XmlElement, axes: ReferenceSystem | None, flag: Flag) -> LocationShape | None:
    centre = _centre(element, axes, flag)
    return SphereShape(centre=centre, radius_m=_length_m(element, "radius", flag)) if centre else None


def _ellipse(element: XmlElement, axes: ReferenceSystem | None, flag: Flag) -> LocationShape | None:
    centre = _centre(element, axes, flag)
    if centre is None:
        return None
    return EllipseShape(
        centre=centre,
        semi_major_m=_length_m(element, "semiMajorAxis", flag),
        semi_minor_m=_length_m(element, "semiMinorAxis", flag),
        orientation_deg=_angle_deg(element, "orientation", flag),
    )


def _ellipsoid(element: XmlElement, axes: ReferenceSystem | None, flag: Flag) -> LocationShape | None:
    centre = _centre(element, axes, flag)
    if centre is None:
        return None
    return EllipsoidShape(
        centre=centre,
        semi_major_m=_length_m(element, "semiMajorAxis", flag),
        semi_minor_m=_length_m(element, "semiMinorAxis", flag),
        vertical_m=_length_m(element, "verticalAxis", flag),
        orientation_deg=_angle_deg(element, "orientation", flag),
    )


def _arc_band(element: XmlElement, axes: ReferenceSystem | None, flag: Flag) -> LocationShape | None:
    centre = _centre(element, axes, flag)
    if centre is None:
        return None
    inner_m = _number_of(element, "innerRadius", _LENGTH_UNITS, flag, "length")
    if inner_m is not None and inner_m < 0:
        flag("length_not_positive")
        inner_m = None
    return ArcBandShape(
        centre=centre,
        inner_radius_m=inner_m,
        outer_radius_m=_length_m(element, "outerRadius", flag),
        start_angle_deg=_angle_deg(element, "startAngle", flag),
        opening_angle_deg=_angle_deg(element, "openingAngle", flag),
    )


def _prism(element: XmlElement, axes: ReferenceSystem | None, flag: Flag) -> LocationShape | None:
    corners = _ring(element, axes, flag)
    return PrismShape(corners=corners, height_m=_length_m(element, "height", flag)) if corners else None


_READERS: dict[str, Callable[[XmlElement, ReferenceSystem | None, Flag], LocationShape | None]] = {
    "Point": _point,
    "Polygon": _polygon,
    "PolygonPatch": _polygon,
    "Circle": _circle,
    "CircleByCenterPoint": _circle,
    "Ellipse": _ellipse,
    "ArcBand": _arc_band,
    "Sphere": _sphere,
    "Ellipsoid": _ellipsoid,
    "Prism": _prism,
}
"""By the name of the element, in any namespace: strangers mix up the two of RFC 5491."""
