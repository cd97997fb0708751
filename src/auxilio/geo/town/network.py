"""From drawn lines to a network: bridges over what they cross, and one shared node at each crossing."""

import math
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise

import shapely
from shapely import LineString, Point, Polygon, STRtree
from shapely.ops import substring

from auxilio.geo.town.shapes import XY, TownRoad

_SNAP_M = 3.0
"""A line that ends this near another one meets it."""


def bridged(road: TownRoad, obstacle: Polygon, layer: int = 1) -> list[TownRoad]:
    """The road cut where it passes over `obstacle`, the parts above it as bridges."""
    inside = road.line.intersection(obstacle)
    if inside.is_empty:
        return [road]
    cuts = {0.0, road.line.length}
    for part in getattr(inside, "geoms", [inside]):
        if isinstance(part, LineString):
            cuts.update(road.line.project(Point(end)) for end in (part.coords[0], part.coords[-1]))
    out: list[TownRoad] = []
    ordered = sorted(cuts)
    for a, b in pairwise(ordered):
        if b - a < 0.5:
            continue
        line = substring(road.line, a, b)
        over = obstacle.buffer(0.2).contains(line.interpolate(0.5, normalized=True))
        tags = {**road.tags, "bridge": "yes", "layer": str(layer)} if over else road.tags
        out.append(replace(road, line=line, tags=tags, layer=layer if over else road.layer))
    return out


def cut_out(road: TownRoad, hole: Polygon, keep_m: float = 12.0) -> list[TownRoad]:
    """The parts of the road outside `hole`: a park, a roundabout's island, a hospital's ground."""
    rest = road.line.difference(hole)
    parts = [p for p in getattr(rest, "geoms", [rest]) if isinstance(p, LineString) and p.length > keep_m]
    return [replace(road, line=part) for part in parts]


def join_crossings(roads: list[TownRoad]) -> list[list[XY]]:
    """The points of each road, with a common point wherever two of one layer cross or meet.

    Ends of different layers that fall together are one node too: that is where a bridge lands.
    """
    lines = [road.line for road in roads]
    tree = STRtree(lines)
    extra: dict[int, list[XY]] = defaultdict(list)
    ends: dict[int, dict[int, XY]] = defaultdict(dict)
    for i, road in enumerate(roads):
        for j in sorted(int(k) for k in tree.query(road.line.buffer(_SNAP_M))):
            if j == i or roads[j].layer != road.layer:
                continue
            _meet(i, j, lines, extra, ends)
    return [_woven(lines[i], extra[i], ends[i]) for i in range(len(roads))]


def _meet(
    i: int,
    j: int,
    lines: list[LineString],
    extra: dict[int, list[XY]],
    ends: dict[int, dict[int, XY]],
) -> None:
    a, b = lines[i], lines[j]
    if i < j:
        for point in _points(a.intersection(b)):
            extra[i].append(point)
            extra[j].append(point)
    for which in (0, -1):
        end = Point(a.coords[which])
        if a.is_ring or (a.intersects(b) and a.intersection(b).distance(end) < _SNAP_M):
            continue
        if b.distance(end) < _SNAP_M:
            near = b.interpolate(b.project(end))
            ends[i][which] = (near.x, near.y)
            extra[j].append((near.x, near.y))


def _points(shape: shapely.Geometry) -> list[XY]:
    parts = getattr(shape, "geoms", [shape])
    return [(p.x, p.y) for p in parts if isinstance(p, Point) and not p.is_empty]


def _woven(line: LineString, extra: list[XY], ends: dict[int, XY]) -> list[XY]:
    coords: list[XY] = [(c[0], c[1]) for c in line.coords]
    for which, point in ends.items():
        coords[which] = point
    at = [(line.project(Point(c)), c) for c in coords[1:-1]]
    crossings = [(line.project(Point(c)), c) for c in extra]
    # A vertex nearer than a metre to a crossing gives way to it, so that no two nodes stand on one spot.
    kept = [(d, c) for d, c in at if all(abs(d - e) > 1.0 for e, _ in crossings)]
    middle = [c for _, c in sorted([*kept, *crossings], key=lambda pair: pair[0])]
    woven: list[XY] = []
    for c in [coords[0], *middle, coords[-1]]:
        if not woven or math.dist(woven[-1], c) > 0.3:
            woven.append(c)
    return woven
