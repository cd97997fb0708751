"""A position that came with the call: PIDF-LO by value (RFC 4119, 5491, 7459), read tolerantly and in one pass. Pure.

Bounded against hostile documents (decision 0231). A shape becomes a point and the radius of a circle that holds it. What
cannot be understood for sure is no position: whoever has the document keeps it raw with the call.
"""

import math
import re
from dataclasses import dataclass, field
from datetime import datetime
from xml.parsers import expat

import msgspec

from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Point, Position, PositionSource, distance_m, is_null_island

SIZE_MAX = 64 * 1024
ELEMENTS_MAX = 500
"""The longest example of the standards has 60."""
DEPTH_MAX = 32
"""Those of the standards are nine deep."""
ATTRIBUTES_MAX = 64
"""Of one element."""
NUMBERS_MAX = 512
"""Of one list: 170 corners with heights. RFC 5491 asks for no more than 16."""
UNCERTAINTY_MAX_M = 1_000_000
_NUMBER = re.compile(r"[-+]?[0-9]{1,12}(?:\.[0-9]{1,24})?(?:[eE][-+]?[0-9]{1,2})?")
_HOLDERS = ("device", "tuple", "person")
"""What a position can be of, the best first (RFC 5491, 3.4)."""
_LENGTHS = {
    "Circle": "radius",
    "Sphere": "radius",
    "Ellipse": "semiMajorAxis",
    "Ellipsoid": "semiMajorAxis",
    "ArcBand": "outerRadius",
}
"""Which length of a shape holds all of it."""
_SHAPES = frozenset({"Point", "Polygon", *_LENGTHS})
_TEXTS = frozenset({"pos", "posList", "timestamp", "confidence", *_LENGTHS.values()})
_METRES = {"9001": 1.0, "m": 1.0, "metre": 1.0, "metres": 1.0, "meter": 1.0, "meters": 1.0}
_UNITS_M = {**_METRES, "9036": 1000.0, "km": 1000.0, "kilometre": 1000.0, "kilometer": 1000.0}
"""By the last word of a unit's name: `urn:ogc:def:uom:EPSG::9001`."""


class _DocumentRefused(Exception):
    """Too large, too deep, or with a declaration: not read on."""


@dataclass(slots=True)
class _Axes:
    """How the numbers of a point are to be read."""

    lat_first: bool = True
    count: int = 2


@dataclass(slots=True)
class _Shape:
    """One that is open: what was read of it so far."""

    name: str
    corners: list[Point] = field(default_factory=list)
    unread: bool = False
    """A corner of it could not be read: then none of it is known."""
    lengths: dict[str, float | None] = field(default_factory=dict)


@dataclass(slots=True)
class _LocationInfo:
    """One `location-info`."""

    found: list[tuple[Point, float | None]] = field(default_factory=list)
    confidence_pct: float | None = None


@dataclass(slots=True)
class _Holder:
    """Whose positions these are."""

    rank: int
    infos: list[_LocationInfo] = field(default_factory=list)
    timestamp: str | None = None


@dataclass(slots=True)
class _OpenElement:
    """An element that is open. `axes`: None where its reference system is not one that we know."""

    name: str
    axes: _Axes | None
    uom: str
    text: list[str] = field(default_factory=list)


@dataclass(slots=True)
class PidfReader:
    """Takes the parser's events. `elements` is how many were looked at; `whole`, whether the document was read to its end."""

    elements: int = 0
    whole: bool = False
    _open: list[_OpenElement] = field(default_factory=list)
    _shapes: list[_Shape] = field(default_factory=list)
    _infos: list[_LocationInfo] = field(default_factory=list)
    _within: list[_Holder] = field(default_factory=list)
    holders: list[_Holder] = field(default_factory=lambda: [_Holder(len(_HOLDERS))])

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        """An element. Raises when it is one too many, too deep, or names too much."""
        self.elements += 1
        if self.elements > ELEMENTS_MAX or len(self._open) >= DEPTH_MAX or len(attributes) > ATTRIBUTES_MAX:
            raise _DocumentRefused
        name = _local(tag)
        above = self._open[-1].axes if self._open else _Axes()
        said = {_local(key): value for key, value in attributes.items()}
        self._open.append(_OpenElement(name, _axes(said, above), said.get("uom", "")))
        if name in _HOLDERS:
            self._within.append(_Holder(_HOLDERS.index(name)))
            self.holders.append(self._within[-1])
        elif name == "location-info":
            self._infos.append(_LocationInfo())
            (self._within[-1] if self._within else self.holders[0]).infos.append(self._infos[-1])
        elif name in _SHAPES and self._infos:
            self._shapes.append(_Shape(name))

    def write(self, data: str) -> None:
        """Text of the innermost element."""
        if self._open and self._open[-1].name in _TEXTS:
            self._open[-1].text.append(data)

    def end(self, tag: str) -> None:
        """The innermost element is over."""
        closed = self._open.pop()
        name, text = closed.name, "".join(closed.text).strip()
        if name in _HOLDERS:
            self._within.pop()
        elif name == "location-info":
            self._infos.pop()
        elif name == "timestamp":
            holder = self._within[-1] if self._within else self.holders[0]
            holder.timestamp = holder.timestamp or text or None
        elif name == "confidence" and self._infos:
            self._infos[-1].confidence_pct = _percent(text)
        elif name in _SHAPES and self._infos:
            self._end_shape(self._shapes.pop())
        elif self._shapes:
            self._end_part(self._shapes[-1], closed, text)

    def _end_part(self, shape: _Shape, closed: _OpenElement, text: str) -> None:
        if closed.name in ("pos", "posList"):
            found = _points(text, closed.axes, listed=closed.name == "posList") if closed.axes else []
            shape.corners += found
            shape.unread = shape.unread or not found
        elif closed.name in _TEXTS:
            shape.lengths.setdefault(closed.name, _length_m(text, closed.uom))

    def _end_shape(self, shape: _Shape) -> None:
        if self._shapes:  # a point within a circle is the circle's middle
            outer = self._shapes[-1]
            outer.corners = outer.corners or shape.corners
            outer.unread = outer.unread or shape.unread
            return
        point, radius_m = _circle(shape)
        if point is not None and not is_null_island(point) and (radius_m or 0.0) <= UNCERTAINTY_MAX_M:
            self._infos[-1].found.append((point, radius_m))


def read_pidf(content: bytes) -> PidfReader:
    """The document, as far as it is looked at."""
    reader, parser = PidfReader(), expat.ParserCreate()
    if len(content) > SIZE_MAX:
        return reader
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.begin, reader.end
    parser.CharacterDataHandler = reader.write
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse_doctype
    try:
        parser.Parse(content, True)
        reader.whole = True
    except (expat.ExpatError, _DocumentRefused, LookupError, ValueError):
        pass  # `whole` says so
    return reader


def positions(content: bytes, at: datetime) -> tuple[Position, ...]:
    """Every position of the document, those of a device first; empty when there is none. `at`: when it was received."""
    reader = read_pidf(content)
    if not reader.whole:
        return ()
    found = [
        _position(point, radius_m, info.confidence_pct, _taken_at(holder, at), at)
        for holder in sorted(reader.holders, key=lambda one: one.rank)
        for info in holder.infos
        for point, radius_m in info.found
    ]
    return tuple(dict.fromkeys(found))


def _refuse_doctype(*_: object) -> None:
    raise _DocumentRefused  # without a document type nothing can be expanded


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _axes(said: dict[str, str], above: _Axes | None) -> _Axes | None:
    """Of an element: its own reference system, or that of what it stands in. None: one that we do not know."""
    system, dimension = said.get("srsName", ""), said.get("srsDimension", "")
    if system:
        if "CRS84" in system.upper():  # longitude first (OGC 06-042)
            above = _Axes(lat_first=False, count=3 if system.upper().endswith("CRS84H") else 2)
        elif (code := re.split(r"[:/#]", system)[-1]) in ("4326", "4979"):
            above = _Axes(count=3 if code == "4979" else 2)
        else:
            above = None
    if dimension in ("2", "3") and above is not None:
        above = _Axes(above.lat_first, int(dimension))
    return above


def _numbers(text: str) -> list[float] | None:
    """All numbers of a text; None when there is anything else in it, or a comma that may be a decimal one."""
    found = list[str]()
    for word in text.split(None, NUMBERS_MAX):
        word = word.strip(",")  # «41.6, 0.6»
        pieces = word.split(",")
        # «41.6,0.6» are two, «41,6» is one of a country that writes so, and not ours to guess.
        found += pieces if all("." in piece for piece in pieces) else [word]
    found = [one for one in found if one]
    if len(found) > NUMBERS_MAX or not all(_NUMBER.fullmatch(one) for one in found):
        return None
    return [float(one) for one in found]


def _points(text: str, axes: _Axes, *, listed: bool) -> list[Point]:
    """One point, or those of a list; none when anything of it cannot be read, or lies outside the world."""
    numbers = _numbers(text)
    if numbers is None:
        return []
    count = axes.count if listed else len(numbers)
    if count not in (2, 3) or not numbers or len(numbers) % count:
        return []
    rows = [numbers[n : n + 2] for n in range(0, len(numbers), count)]
    pairs = [(one, two) if axes.lat_first else (two, one) for one, two in rows]
    if not all(-90 <= lat <= 90 and -180 <= lon <= 180 for lat, lon in pairs):
        return []
    return [Point(lat=lat, lon=lon) for lat, lon in pairs]


def _length_m(text: str, uom: str) -> float | None:
    """In metres. None when it cannot be read, is nought (which is how some say that they do not know), or is in a unit
    that we do not know."""
    scale = _UNITS_M.get(re.split(r"[:/#]", uom.strip().lower())[-1]) if uom.strip() else 1.0
    if scale is None or not _NUMBER.fullmatch(text):
        return None
    length_m = float(text) * scale
    return length_m if 0 < length_m < math.inf else None


def _percent(text: str) -> float | None:
    value = float(text) if _NUMBER.fullmatch(text) else 0.0
    return value if 0 < value <= 100 else None  # `unknown` is a value of the standard


def _circle(shape: _Shape) -> tuple[Point | None, float | None]:
    corners = shape.corners
    if not corners or shape.unread:
        return None, None
    if shape.name != "Polygon":
        return corners[0], shape.lengths.get(_LENGTHS.get(shape.name, ""))
    if len(corners) > 1 and corners[0] == corners[-1]:
        corners = corners[:-1]  # the ring is closed by saying its first corner again
    middle = _middle(corners)
    return middle, max(distance_m(middle, corner) for corner in corners) or None


def _middle(corners: list[Point]) -> Point:
    """The mean of the corners, also where they lie on both sides of the 180th meridian."""
    first = corners[0].lon
    lat = sum(one.lat for one in corners) / len(corners)
    east = sum((one.lon - first + 180) % 360 - 180 for one in corners) / len(corners)
    return Point(lat=lat, lon=(first + east + 180) % 360 - 180)


def _taken_at(holder: _Holder, at: datetime) -> datetime:
    try:
        return msgspec.convert(holder.timestamp or "", Instant)
    except msgspec.ValidationError:
        return at


def _position(
    point: Point, radius_m: float | None, confidence_pct: float | None, taken: datetime, at: datetime
) -> Position:
    return Position(
        point=point,
        source=PositionSource.SIP,
        uncertainty_m=radius_m,
        confidence_pct=confidence_pct,
        at=taken,
        received_at=at,
    )
