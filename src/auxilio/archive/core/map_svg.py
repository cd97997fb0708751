"""The map of a report: our own geometry as an SVG that reads well on paper, in black and white too. Pure.

A plain local projection (equirectangular about the middle) is true to a metre over the few kilometres shown.
"""

import math
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

import msgspec

from auxilio.kernel.position import EARTH_RADIUS_M, Point, distance_m

WIDTH, HEIGHT = 520.0, 360.0
_MARGIN = 56.0
_SPAN_MIN_M = 400.0
"""A single point is shown with at least this much around it."""


class MapPath(msgspec.Struct, frozen=True, kw_only=True):
    """A line or, for `water`, `park` and `building`, an area. `route` is the way a unit took."""

    kind: str
    points: tuple[Point, ...]


class MapMark(msgspec.Struct, frozen=True, kw_only=True):
    """Something with a name: `unit`, `former` (a place that was corrected) or `facility`."""

    kind: str
    point: Point
    label: str


class MapData(msgspec.Struct, frozen=True, kw_only=True):
    """What is drawn. `place` is where help had to go; `caller` where the device was: two things."""

    place: Point | None = None
    place_label: str = ""
    caller: Point | None = None
    caller_uncertainty_m: float | None = None
    paths: tuple[MapPath, ...] = ()
    marks: tuple[MapMark, ...] = ()
    credit: str = ""
    """Whose data the ground is, and of which date: owed wherever it is shown."""


_STYLES = {
    "water": 'fill="#DCE6EC" stroke="#8FA3B0" stroke-width="0.8"',
    "park": 'fill="#E1E8DA" stroke="none"',
    "building": 'fill="#DEDEDA" stroke="#BDBDB8" stroke-width="0.5"',
    "river": 'fill="none" stroke="#B5C7D2" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"',
    "rail": 'fill="none" stroke="#8A8A86" stroke-width="1.4" stroke-dasharray="5 3"',
    "boundary": 'fill="none" stroke="#6B6B68" stroke-width="1" stroke-dasharray="8 3 2 3"',
    "path": 'fill="none" stroke="#A9A9A4" stroke-width="1" stroke-dasharray="2 2"',
    "route": 'fill="none" stroke="#000" stroke-width="2.6" stroke-linejoin="round" stroke-dasharray="1 4.5" '
    'stroke-linecap="round"',
}
_ROADS = {"street": (0.5, 4.2), "main": (1.6, 6.0), "motorway": (2.4, 8.0)}
"""How broad each is drawn at the least and at the most, the broader above."""
_LETTER, _LINE = 7.2, 14.0
"""What a letter and a line of words take."""
type _Box = tuple[float, float, float, float]
_FULL_SCALE = 0.4
"""From here on, in units of the drawing a metre, roads are at their broadest: a frame of a kilometre."""
_FINE = frozenset({"building", "path"})
_FINE_SHARE = 0.25
"""In a frame four times as wide houses and footpaths would be a grey ground."""
_AREAS = ("park", "water", "building")
_LINES = ("river", "path", "rail", "boundary")


class _Frame:
    """Degrees to the millimetres of the drawing."""

    def __init__(self, points: Sequence[Point]) -> None:
        lats, lons = [p.lat for p in points], [p.lon for p in points]
        self.lat, self.lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
        self._per_lon = math.cos(math.radians(self.lat))
        width_m = max(_SPAN_MIN_M, self._east(max(lons)) - self._east(min(lons)))
        height_m = max(_SPAN_MIN_M, self._north(max(lats)) - self._north(min(lats)))
        self.scale = min((WIDTH - 2 * _MARGIN) / width_m, (HEIGHT - 2 * _MARGIN) / height_m)

    def _east(self, lon: float) -> float:
        return math.radians(lon - self.lon) * EARTH_RADIUS_M * self._per_lon

    def _north(self, lat: float) -> float:
        return math.radians(lat - self.lat) * EARTH_RADIUS_M

    def at(self, point: Point) -> tuple[float, float]:
        return WIDTH / 2 + self._east(point.lon) * self.scale, HEIGHT / 2 - self._north(
            point.lat
        ) * self.scale

    def degrees(self, x: float, y: float) -> tuple[float, float]:
        """Latitude and longitude of a place on the paper."""
        north_m, east_m = (HEIGHT / 2 - y) / self.scale, (x - WIDTH / 2) / self.scale
        return (
            self.lat + math.degrees(north_m / EARTH_RADIUS_M),
            self.lon + math.degrees(east_m / (EARTH_RADIUS_M * self._per_lon)),
        )

    def line(self, points: Iterable[Point], *, closed: bool) -> str:
        steps = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(self.at, points))
        return f"M{steps.replace(' ', ' L')}{' Z' if closed else ''}"


FAR_M = 20_000.0
"""A phone further off than this is told in words: drawn to scale, the street would be a dot."""


def _frame(data: MapData) -> _Frame | None:
    corners = [p for p in (data.place, data.caller) if p] + [m.point for m in data.marks]
    if data.place:
        corners = [p for p in corners if distance_m(data.place, p) <= FAR_M]
    if not corners:
        return None
    return _Frame(corners + [point for path in data.paths if path.kind == "route" for point in path.points])


def bounds(data: MapData) -> tuple[float, float, float, float] | None:
    """What the drawing will show: south, west, north, east in degrees; None when there is nothing to place."""
    frame = _frame(data)
    if frame is None:
        return None
    south, west = frame.degrees(0, HEIGHT)
    north, east = frame.degrees(WIDTH, 0)
    return south, west, north, east


def map_svg(data: MapData) -> str | None:
    """The drawing, or None when there is nothing to place."""
    frame = _frame(data)
    if frame is None:
        return None
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" width="{WIDTH:g}" '
        f'height="{HEIGHT:g}" font-family="Atkinson Hyperlegible" font-size="13">',
        f'<rect width="{WIDTH:g}" height="{HEIGHT:g}" fill="#F0F0EC"/>',
        *_ground(frame, data.paths),
        *_caller(frame, data),
        *(_mark(frame, mark) for mark in data.marks),
        *_place(frame, data),
        *_words(frame, data),
        _scale_bar(frame),
        _north(),
        "</svg>",
    ]
    return "".join(parts)


def _ground(frame: _Frame, paths: Sequence[MapPath]) -> Iterable[str]:
    share = min(1.0, frame.scale / _FULL_SCALE)
    for kind in (*_AREAS, *_LINES):
        for path in paths:
            if path.kind == kind and (share >= _FINE_SHARE or kind not in _FINE):
                yield f'<path d="{frame.line(path.points, closed=kind in _AREAS)}" {_STYLES[kind]}/>'
    # Casing first and filling after, so that crossings open into one another.
    for width, colour in ((max(0.6, 1.4 * share), "#A8A8A3"), (0.0, "#FFFFFF")):
        for kind, (least, most) in _ROADS.items():
            for path in paths:
                if path.kind == kind:
                    yield (
                        f'<path d="{frame.line(path.points, closed=False)}" fill="none" stroke="{colour}" '
                        f'stroke-width="{max(least, most * share) + width:.3g}" stroke-linecap="round" stroke-linejoin="round"/>'
                    )
    for path in paths:
        if path.kind == "route":
            yield f'<path d="{frame.line(path.points, closed=False)}" {_STYLES["route"]}/>'


def _caller(frame: _Frame, data: MapData) -> Iterable[str]:
    if data.caller is None:
        return
    x, y = frame.at(data.caller)
    if data.caller_uncertainty_m:
        r = data.caller_uncertainty_m * frame.scale
        yield (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" fill="#1F5FA8" fill-opacity="0.10" '
            'stroke="#1F5FA8" stroke-width="1.4" stroke-dasharray="4 3"/>'
        )
    yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="#fff" stroke="#1F5FA8" stroke-width="2.4"/>'


def _place(frame: _Frame, data: MapData) -> Iterable[str]:
    if data.place is None:
        return
    x, y = frame.at(data.place)
    yield (
        f'<path d="M{x:.1f},{y:.1f} l-8,-13 a9.4,9.4 0 1 1 16,0 z" fill="#B3121D" stroke="#fff" '
        f'stroke-width="1.4"/><circle cx="{x:.1f}" cy="{y - 17.6:.1f}" r="3.4" fill="#fff"/>'
    )


def _mark(frame: _Frame, mark: MapMark) -> str:
    x, y = frame.at(mark.point)
    match mark.kind:
        case "unit":
            shape = (
                f'<rect x="{x - 5:.1f}" y="{y - 5:.1f}" width="10" height="10" fill="#000" stroke="#fff"/>'
            )
        case "former":
            shape = (
                f'<path d="M{x - 5:.1f},{y - 5:.1f} l10,10 m0,-10 l-10,10" stroke="#B3121D" stroke-width="2" '
                'fill="none"/>'
            )
        case _:
            shape = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#fff" stroke="#000" stroke-width="1.4"/>'
    return shape


def _words(frame: _Frame, data: MapData) -> Iterable[str]:
    """What stands beside each sign, the place's first: where there is room, and to the right where there is none."""
    said = [(mark.point, mark.label, 9.0, 4.5, mark.kind) for mark in data.marks]
    if data.place and data.place_label:
        said.insert(0, (data.place, data.place_label, 14.0, -14.0, "place"))
    taken = [(x - 6, y - 6, x + 6, y + 6) for x, y in (frame.at(point) for point, *_ in said)]
    for point, words, right, down, kind in said:
        x, y = frame.at(point)
        long = _LETTER * len(words)
        boxes = [
            (left, low - _LINE, left + long, low)
            for low in (y + down, y + down - _LINE, y + down + _LINE, y + down + 2 * _LINE)
            for left in (x + right, x - right - long)
            if 0 <= left <= WIDTH - long and _LINE <= low <= HEIGHT
        ] or [(x + right, y + down - _LINE, WIDTH, y + down)]
        box = next((box for box in boxes if not any(_overlap(box, other) for other in taken)), boxes[0])
        taken.append(box)
        on_left = box[0] < x
        at = box[2] if on_left else box[0]
        yield _text(at, box[3], words, bold=kind == "place", struck=kind == "former", to_the_left=on_left)


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _text(
    x: float, y: float, words: str, *, bold: bool = False, struck: bool = False, to_the_left: bool = False
) -> str:
    anchor = ' text-anchor="end"' if to_the_left else ""
    weight = ' font-weight="700"' if bold else ""
    line = ' text-decoration="line-through"' if struck else ""
    said = escape(words)
    # Paper round the letters, so that they stand on any ground.
    halo = f'<text x="{x:.1f}" y="{y:.1f}"{weight}{anchor} stroke="#F0F0EC" stroke-width="3.4" stroke-linejoin="round">{said}</text>'
    return halo + f'<text x="{x:.1f}" y="{y:.1f}"{weight}{anchor}{line}>{said}</text>'


def _scale_bar(frame: _Frame) -> str:
    """The largest round length that takes at most a quarter of the width."""
    room_m = WIDTH / 4 / frame.scale
    power = 10.0 ** math.floor(math.log10(room_m))
    length_m = max(step * power for step in (1, 2, 5) if step * power <= room_m)
    long = length_m * frame.scale
    words = f"{length_m / 1000:g} km" if length_m >= 1000 else f"{length_m:g} m"
    y = HEIGHT - 14
    return (
        f'<rect x="6" y="{y - 18:g}" width="{long + 70:.1f}" height="26" fill="#F0F0EC"/>'
        f'<path d="M14,{y - 5:g} v5 h{long:.1f} v-5" fill="none" stroke="#000" stroke-width="1.4"/>'
        f"{_text(20 + long, y, words)}"
    )


def _north() -> str:
    x, y = WIDTH - 20, HEIGHT - 34
    return (
        f'<path d="M{x:g},{y:g} l5.5,18 l-5.5,-4.4 l-5.5,4.4 z" fill="#000"/>'
        f'<text x="{x:g}" y="{y - 4:g}" text-anchor="middle" font-weight="700">N</text>'
    )
