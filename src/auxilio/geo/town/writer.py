"""The whole drawing as an `.osm.pbf`: the same seed gives the same bytes."""

from pathlib import Path
from random import Random

import osmium
import shapely
from osmium.osm import Box, Location
from osmium.osm.mutable import Node, Relation, Way
from shapely import Polygon

from auxilio.geo.town import terrain
from auxilio.geo.town.houses import draw_houses
from auxilio.geo.town.network import join_crossings
from auxilio.geo.town.places import draw_places, grounds
from auxilio.geo.town.shapes import XY, Tags, TownArea, TownDrawing, to_degrees
from auxilio.geo.town.streets import draw_streets

DEFAULT_SEED = 112
GENERATOR = "auxilio-town"
"""Written in the file's header: how a region build knows that it owes OpenStreetMap no credit for it."""
DATA_AT = "2026-01-01T00:00:00Z"
"""The drawing's date. A constant, because the same seed must give the same bytes."""


def draw(seed: int = DEFAULT_SEED) -> TownDrawing:
    """The town in metres."""
    rng = Random(seed)  # noqa: S311 -- a drawing, not a secret
    drawing = TownDrawing()
    terrain.draw_water(drawing)
    draw_streets(drawing, rng)
    built_up = _built_up(drawing)
    (_, _, _), (_, _, village) = terrain.municipalities()
    keep_out = [*grounds(), terrain.WATER.buffer(14)]
    draw_houses(drawing, rng, keep_out, village)
    draw_places(drawing, rng)
    terrain.draw_land(drawing, rng, built_up, grounds())
    return drawing


def _built_up(drawing: TownDrawing) -> Polygon:
    """The outline of town and village, as residential land."""
    streets = [
        road.line.buffer(46, quad_segs=4)
        for road in drawing.roads
        if road.frontage in {"old", "block", "house"}
    ]
    union = shapely.union_all([*streets, *(g.buffer(14) for g in grounds()[:4])]).buffer(16).buffer(-22)
    dry = union.difference(terrain.WATER.buffer(12))

    for part in getattr(dry, "geoms", [dry]):
        drawing.areas.append(TownArea(Polygon(part.exterior).simplify(2), {"landuse": "residential"}))
    return dry.union(shapely.box(60, -1330, 1140, -990))


def write_town(path: Path, seed: int = DEFAULT_SEED) -> None:
    """Write the invented town to `path`, replacing what stands there."""
    drawing = draw(seed)
    header = osmium.io.Header()
    header.set("generator", f"{GENERATOR} seed={seed}")
    header.set("osmosis_replication_timestamp", DATA_AT)
    low, high = to_degrees(-terrain.EAST, -terrain.NORTH), to_degrees(terrain.EAST, terrain.NORTH)
    header.add_box(Box(low.lon, low.lat, high.lon, high.lat))
    sheet = _OsmWriter()
    for spot in drawing.spots:
        sheet.spot((spot.x, spot.y), spot.tags)
    for coords, road in zip(join_crossings(drawing.roads), drawing.roads, strict=True):
        sheet.line(coords, road.tags)
    for area in drawing.areas:
        sheet.line(_ring(area.shape), area.tags)
    _borders(sheet)
    with osmium.SimpleWriter(str(path), header=header, overwrite=True) as writer:
        sheet.write(writer)


def _ring(shape: Polygon) -> list[XY]:
    return [(x, y) for x, y in shape.exterior.coords]


def _borders(sheet: "_OsmWriter") -> None:
    """Each municipality as a boundary relation; the ways between them are drawn once and shared."""
    (_, _, south), (_, _, north) = terrain.municipalities()
    shared = shapely.line_merge(south.exterior.intersection(north.exterior))
    shared_way = sheet.line(
        [(x, y) for x, y in shared.coords], {"boundary": "administrative", "admin_level": "8"}
    )
    for name, code, shape in terrain.municipalities():
        rest = shapely.line_merge(shape.exterior.difference(shared.buffer(0.01)))
        coords = [(x, y) for x, y in rest.coords]
        ends = [shared.coords[0], shared.coords[-1]]
        for which in (0, -1):
            coords[which] = min(
                ends, key=lambda end: shapely.Point(end).distance(shapely.Point(coords[which]))
            )
        outer = sheet.line(coords, {"boundary": "administrative", "admin_level": "8"})
        tags: Tags = {
            "type": "boundary", "boundary": "administrative", "admin_level": "8", "name": name, "ine:municipio": code,
        }  # fmt: skip
        sheet.relation([shared_way, outer], tags)


class _OsmWriter:
    """Elements with their ids. One place is one node: that is what makes a crossing a crossing."""

    def __init__(self) -> None:
        self.nodes: list[tuple[XY, Tags]] = []
        self.ways: list[tuple[list[int], Tags]] = []
        self.relations: list[tuple[list[int], Tags]] = []
        self._at: dict[tuple[int, int], int] = {}

    def spot(self, at: XY, tags: Tags) -> int:
        self.nodes.append((at, tags))
        return len(self.nodes)

    def line(self, coords: list[XY], tags: Tags) -> int:
        refs = [self._node(at) for at in coords]
        kept = [ref for k, ref in enumerate(refs) if k == 0 or ref != refs[k - 1]]
        self.ways.append((kept, tags))
        return len(self.ways)

    def relation(self, ways: list[int], tags: Tags) -> None:
        self.relations.append((ways, tags))

    def _node(self, at: XY) -> int:
        key = (round(at[0] * 10), round(at[1] * 10))
        if key not in self._at:
            self._at[key] = self.spot(at, {})
        return self._at[key]

    def write(self, writer: osmium.SimpleWriter) -> None:
        for k, (at, tags) in enumerate(self.nodes):
            point = to_degrees(*at)
            writer.add_node(Node(id=k + 1, version=1, location=Location(point.lon, point.lat), tags=tags))
        for k, (refs, tags) in enumerate(self.ways):
            writer.add_way(Way(id=k + 1, version=1, nodes=refs, tags=tags))
        for k, (ways, tags) in enumerate(self.relations):
            members = [("w", ref, "outer") for ref in ways]
            writer.add_relation(Relation(id=k + 1, version=1, members=members, tags=tags))


__all__ = ["DATA_AT", "DEFAULT_SEED", "GENERATOR", "draw", "write_town"]
