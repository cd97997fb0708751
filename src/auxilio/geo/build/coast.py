"""The sea: an extract has coastlines, never the water. It lies on the right-hand side of each line
(OpenStreetMap wiki, `natural=coastline`). Pure.
"""

from collections.abc import Sequence

import shapely
from shapely import LineString, Point, Polygon
from shapely.ops import polygonize

_EPSILON = 2e-6
"""Degrees to step aside of a line when asking which side it is; about 20 cm."""

_GAP = 0.005
"""Degrees, about 500 m: a harbour's mouth that is not drawn, or the extract's own cut."""


def sea(coast: Sequence[LineString], bounds: tuple[float, float, float, float]) -> list[Polygon]:
    """The water inside `bounds` (west, south, east, north); empty where there is no coast.

    A line that ends inside the box, because the extract was cut there, is joined to the next one that begins
    near, or else led straight to the nearest edge.
    """
    box = shapely.box(*bounds)
    lines = _clipped(coast, box)
    if not lines:
        return []
    lines = _bridged(lines)
    closed = lines + [_to_edge(end, box) for end in _loose_ends(lines, box)]
    cells = list(polygonize(shapely.union_all([box.boundary, *closed])))
    return [cell for cell in cells if _votes(cell, lines) > 0]


def _clipped(coast: Sequence[LineString], box: Polygon) -> list[LineString]:
    merged = shapely.line_merge(shapely.union_all(list(coast)), directed=True) if coast else Polygon()
    cut = merged.intersection(box)
    return [part for part in getattr(cut, "geoms", [cut]) if isinstance(part, LineString) and not part.is_empty]


def _bridged(lines: list[LineString]) -> list[LineString]:
    """The lines with the gaps between an end and a beginning closed."""
    open_lines = [line for line in lines if not line.is_ring]
    gaps = []
    for line in open_lines:
        end = Point(line.coords[-1])
        start = min((Point(other.coords[0]) for other in open_lines), key=end.distance)
        if 0 < end.distance(start) < _GAP:
            gaps.append(LineString([end, start]))
    if not gaps:
        return lines
    joined = shapely.line_merge(shapely.union_all([*lines, *gaps]), directed=True)
    return [part for part in getattr(joined, "geoms", [joined]) if isinstance(part, LineString)]


def _loose_ends(lines: list[LineString], box: Polygon) -> list[Point]:
    ends = [Point(c) for line in lines if not line.is_ring for c in (line.coords[0], line.coords[-1])]
    return [
        end
        for end in ends
        if box.boundary.distance(end) > 1e-9 and sum(other.equals(end) for other in ends) == 1
    ]


def _to_edge(end: Point, box: Polygon) -> LineString:
    edge = box.boundary.interpolate(box.boundary.project(end))
    return LineString([end, edge])


def _votes(cell: Polygon, lines: list[LineString]) -> int:
    """How many more stretches of coast have this cell on their right than on their left."""
    votes = 0
    for line in lines:
        if cell.boundary.distance(line) > 1e-9:
            continue
        coords = list(line.coords)
        for (ax, ay), (bx, by) in list(zip(coords, coords[1:], strict=False))[::3]:
            dx, dy = bx - ax, by - ay
            length = (dx * dx + dy * dy) ** 0.5
            if length == 0:
                continue
            mx, my, nx, ny = (ax + bx) / 2, (ay + by) / 2, dy / length * _EPSILON, -dx / length * _EPSILON
            votes += int(cell.contains(Point(mx + nx, my + ny))) - int(cell.contains(Point(mx - nx, my - ny)))
    return votes
