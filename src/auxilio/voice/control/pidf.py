"""A position that came with the call: PIDF-LO by value (RFC 4119, 5491), read tolerantly. Pure.

What cannot be read is kept raw with the call by whoever got it; nothing here ever costs a call. Of several positions
each is told: the smallest circle is chosen where it is shown. Shapes become a point and a radius that holds them.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from xml.etree import ElementTree

import msgspec

from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Point, Position, PositionSource, distance_m

SIZE_MAX = 64 * 1024
_DECLARES = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_NUMBERS = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
type _Element = ElementTree.Element


def positions(content: bytes, at: datetime) -> tuple[Position, ...]:
    """Every position of the document, in its order; empty when there is none that can be read. `at`: when it came."""
    # In UTF-16 every other byte of a declaration is nought, and the parser reads it all the same.
    if len(content) > SIZE_MAX or _DECLARES.search(content.replace(b"\0", b"")):
        return ()
    try:
        root = ElementTree.fromstring(content)  # noqa: S314  no document type: nothing can be expanded
    except (ElementTree.ParseError, LookupError, ValueError):
        return ()
    found = []
    for holder in _holders(root):
        taken = _taken(holder, at)
        for info in _named(holder, "location-info"):
            width = _width(info)
            found += [fix for shape in info.iter() if (fix := _shape(shape, width, taken))]
    return tuple(dict.fromkeys(found))


def _local(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _named(element: _Element, name: str) -> Iterator[_Element]:
    return (one for one in element.iter() if _local(one) == name)


def _holders(root: _Element) -> list[_Element]:
    """What a position can be of: device, then tuple, then person (RFC 5491, 3.4); or the whole, where they are missing."""
    ranked = [one for name in ("device", "tuple", "person") for one in _named(root, name)]
    return ranked or [root]


def _taken(holder: _Element, at: datetime) -> datetime:
    said = next((one.text for one in _named(holder, "timestamp") if one.text), None)
    try:
        return msgspec.convert((said or "").strip(), Instant)
    except msgspec.ValidationError:
        return at


def _points(text: str | None, width: int) -> list[Point]:
    """Latitude, longitude and perhaps height, however they are set apart."""
    numbers = [float(one) for one in _NUMBERS.findall(text or "")]
    rows = [numbers[n : n + width] for n in range(0, len(numbers) - width + 1, width)]
    return [Point(lat=row[0], lon=row[1]) for row in rows if -90 <= row[0] <= 90 and -180 <= row[1] <= 180]


def _width(info: _Element) -> int:
    """How many numbers make a point; the outermost shape says it for those within."""
    srs = next((one.get("srsName") or "" for one in info.iter() if one.get("srsName")), "")
    return 3 if "4979" in srs else 2


def _corners(shape: _Element, width: int) -> list[Point]:
    single = [point for one in _named(shape, "pos") for point in _points(one.text, width)[:1]]
    listed = [point for one in _named(shape, "posList") for point in _points(one.text, width)]
    return single + listed


def _length_m(shape: _Element, *names: str) -> float | None:
    for name in names:
        for one in _named(shape, name):
            if number := _NUMBERS.search(one.text or ""):
                return abs(float(number[0]))
    return None


def _shape(shape: _Element, width: int, at: datetime) -> Position | None:
    corners = _corners(shape, width)
    if not corners:
        return None
    match _local(shape):
        case "Point":
            return _fix(corners[0], None, at)
        case "Circle" | "Sphere":
            return _fix(corners[0], _length_m(shape, "radius"), at)
        case "Ellipse" | "Ellipsoid":
            return _fix(corners[0], _length_m(shape, "semiMajorAxis"), at)
        case "ArcBand":
            return _fix(corners[0], _length_m(shape, "outerRadius"), at)
        case "Polygon":
            lat = sum(one.lat for one in corners) / len(corners)
            lon = sum(one.lon for one in corners) / len(corners)
            middle = Point(lat=lat, lon=lon)
            return _fix(middle, max(distance_m(middle, one) for one in corners), at)
        case _:
            return None


def _fix(point: Point, uncertainty_m: float | None, at: datetime) -> Position | None:
    if uncertainty_m is not None and uncertainty_m > 1_000_000:
        return None
    return Position(point=point, source=PositionSource.SIP, uncertainty_m=uncertainty_m, at=at)
