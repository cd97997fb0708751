"""Houses along the streets, numbered as towns do: odd on the left, even on the right, from the street's start."""

import math
from collections import defaultdict
from dataclasses import dataclass, field
from random import Random

import shapely
from shapely import LineString, Point, Polygon

from auxilio.geo.town import names
from auxilio.geo.town.shapes import XY, Tags, TownArea, TownDrawing, TownRoad, box


@dataclass(frozen=True, slots=True)
class BuildingStyle:
    """How a kind of street is built up; metres. `keep` is the share of plots with a house."""

    width: tuple[float, float]
    depth: tuple[float, float]
    setback: float
    gap: tuple[float, float]
    keep: float
    levels: tuple[int, int]


BUILDING_STYLES = {
    "old": BuildingStyle((6, 10), (11, 15), 4.0, (0, 0), 0.97, (2, 4)),
    "block": BuildingStyle((11, 18), (13, 16), 9.0, (0, 0.4), 0.94, (3, 6)),
    "house": BuildingStyle((9, 14), (9, 12), 8.5, (6, 13), 0.86, (1, 2)),
    "works": BuildingStyle((34, 62), (32, 52), 15.0, (9, 22), 0.9, (1, 1)),
}
_UNNUMBERED = 0.12
"""The share of houses whose number is missing, as in every real extract: it is what interpolation is for."""
_ALWAYS = {("Calle Mayor", 12), ("Carrer de la Unió", 5)}
"""Numbers that must stand in the data: the addresses that the project is judged by."""
POSTCODE = {names.TOWN: "99001", names.VILLAGE: "99002"}


@dataclass(slots=True)
class _Builder:
    """Remembers what stands where, in a coarse grid, so that no two houses overlap."""

    lanes: shapely.STRtree
    cells: dict[tuple[int, int], list[Polygon]] = field(default_factory=lambda: defaultdict(list))
    cell_m: float = 60.0

    def free(self, shape: Polygon, own: LineString) -> bool:
        for k in self.lanes.query(shape, predicate="intersects"):
            del k
            return False
        return not any(shape.intersects(other) for other in self._near(shape)) and own.distance(shape) > 2.5

    def put(self, shape: Polygon) -> None:
        for cell in self._cells(shape):
            self.cells[cell].append(shape.buffer(-0.15))

    def _near(self, shape: Polygon) -> list[Polygon]:
        return [other for cell in self._cells(shape) for other in self.cells.get(cell, ())]

    def _cells(self, shape: Polygon) -> list[tuple[int, int]]:
        x0, y0, x1, y1 = (math.floor(v / self.cell_m) for v in shape.bounds)
        return [(x, y) for x in range(x0, x1 + 1) for y in range(y0, y1 + 1)]


def draw_houses(drawing: TownDrawing, rng: Random, keep_out: list[Polygon], village: Polygon) -> None:
    """Houses and their numbers along every road that has a `frontage`."""
    clearance = {
        "motorway": 24.0,
        "primary": 8.0,
        "secondary": 7.5,
        "tertiary": 5.5,
        "pedestrian": 2.2,
        "living_street": 2.8,
    }
    lanes = [
        road.line.buffer(clearance.get(road.tags.get("highway", ""), 9.0 if "waterway" in road.tags else 3.2))
        for road in drawing.roads
    ]
    builder = _Builder(shapely.STRtree([*lanes, *keep_out]))
    counters: dict[tuple[str, str], list[int]] = defaultdict(lambda: [1, 2])
    for road in _from_the_middle(drawing.roads):
        town = names.VILLAGE if village.contains(road.line.interpolate(0.5, normalized=True)) else names.TOWN
        _build_up(drawing, builder, rng, road, town, counters[road.tags["name"], town])


def _from_the_middle(roads: list[TownRoad]) -> list[TownRoad]:
    """Roads with houses, the parts of one street one after another from its end nearest the square."""
    parts: dict[str, list[TownRoad]] = defaultdict(list)
    for road in roads:
        if road.frontage and road.layer == 0 and "name" in road.tags:
            parts[road.tags["name"]].append(road)
    return [road for street in parts.values() for road in sorted(street, key=_order)]


def _order(road: TownRoad) -> float:
    # Calle Mayor runs from the west gate across the square; all others start where they are nearest to it.
    if road.tags["name"] == names.MAYOR.es:
        return float(road.line.centroid.x)
    return float(road.line.distance(Point(0, 0)))


def _build_up(
    drawing: TownDrawing, builder: _Builder, rng: Random, road: TownRoad, town: str, counter: list[int]
) -> None:
    manner = BUILDING_STYLES[road.frontage]
    line = _outward(road)
    for side in (0, 1):
        along = rng.uniform(3, 8)
        while True:
            width = rng.uniform(*manner.width)
            if along + width > line.length - 2:
                break
            plot = _plot(line, along, width, rng.uniform(*manner.depth), manner.setback, left=side == 0)
            along += width + rng.uniform(*manner.gap)
            number = counter[side]
            wanted = (road.tags["name"], number) in _ALWAYS
            if (rng.random() < manner.keep or wanted) and builder.free(plot, line):
                builder.put(plot)
                counter[side] += 2
                drawing.areas.append(TownArea(plot, _tags(rng, road, town, number, manner, wanted=wanted)))


def _outward(road: TownRoad) -> LineString:
    coords = list(road.line.coords)
    if road.tags["name"] == names.MAYOR.es:
        return road.line if coords[0][0] < coords[-1][0] else LineString(coords[::-1])
    near, far = math.hypot(*coords[0]), math.hypot(*coords[-1])
    return road.line if near <= far else LineString(coords[::-1])


def _plot(
    line: LineString, along: float, width: float, depth: float, setback: float, *, left: bool
) -> Polygon:
    a, b = line.interpolate(along), line.interpolate(along + width)
    turn = math.degrees(math.atan2(b.y - a.y, b.x - a.x))
    away = math.radians(turn + (90 if left else -90))
    reach = setback + depth / 2
    middle: XY = ((a.x + b.x) / 2 + reach * math.cos(away), (a.y + b.y) / 2 + reach * math.sin(away))
    return box(*middle, math.dist((a.x, a.y), (b.x, b.y)), depth, turn)


def _tags(
    rng: Random, road: TownRoad, town: str, number: int, manner: BuildingStyle, *, wanted: bool
) -> Tags:
    kind = {"old": "house", "block": "apartments", "house": "detached", "works": "industrial"}[road.frontage]
    tags: Tags = {"building": kind, "building:levels": str(rng.randint(*manner.levels))}
    if wanted or rng.random() > _UNNUMBERED:
        tags |= {
            "addr:street": road.tags["name"],
            "addr:housenumber": str(number),
            "addr:city": town,
            "addr:postcode": POSTCODE[town],
        }
    return tags
