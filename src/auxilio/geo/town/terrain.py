"""The land under the town: river, stream, woods, fields, hills, and the line between the municipalities."""

from random import Random

import shapely
from shapely import LineString, MultiPoint, MultiPolygon, Polygon
from shapely.ops import split

from auxilio.geo.town import names
from auxilio.geo.town.shapes import XY, Tags, TownArea, TownDrawing, TownPoint, TownRoad, smooth

EAST, NORTH = 4700.0, 3500.0
EXTENT = shapely.box(-EAST, -NORTH, EAST, NORTH)

RIVER = smooth(
    [
        (-5000, 2050), (-4300, 1750), (-3600, 1330), (-2900, 1210), (-2350, 760), (-1850, 610), (-1500, 210),
        (-1000, -20), (-640, -330), (-150, -395), (250, -420), (700, -600), (1000, -690), (1450, -610),
        (1900, -760), (2500, -980), (3000, -840), (3600, -930), (4200, -1210), (5000, -1260),
    ]
)  # fmt: skip
RIVER_WIDTH_M = 36.0
STREAM = smooth(
    [
        (1150, 3600), (1290, 3050), (1480, 2650), (1560, 2250), (1420, 1850), (1280, 1450), (1330, 1000),
        (1230, 600), (1290, 200), (1220, -150), (1330, -420), (1340, -640),
    ]
)  # fmt: skip
WATER = RIVER.buffer(RIVER_WIDTH_M / 2)
_BORDER = smooth(
    [(-5000, 2600), (-3300, 2250), (-1900, 1900), (-700, 1560), (300, 1330), (1280, 1320), (2300, 1250),
     (3300, 980), (4000, 560), (5000, 420)]
)  # fmt: skip
_TREELINE: list[XY] = [
    (-4700, 2350), (-3700, 2000), (-2900, 1850), (-2200, 1500), (-1500, 1180), (-900, 1080), (-400, 1250),
    (100, 1500), (700, 1750), (1150, 2350), (1500, 2900), (2150, 2950), (2750, 2500), (3000, 1850),
    (3600, 1500), (4700, 1250),
]  # fmt: skip
VILLAGE_CENTRE: XY = (1980.0, 2150.0)
PEAKS = (
    ("Puig de l'Àliga", -1350.0, 2880.0, 1012),
    ("Turó de la Guilla", -2750.0, 2640.0, 874),
    ("Roca Foradada", 120.0, 2560.0, 921),
    ("La Carena", 3600.0, 2620.0, 866),
)


def municipalities() -> tuple[tuple[str, str, Polygon], ...]:
    """Name, invented official code and outline of both, sharing one border to the metre."""
    parts = split(EXTENT, _BORDER).geoms
    south, north = sorted(parts, key=lambda part: part.centroid.y)
    return ((names.TOWN, "99001", south), (names.VILLAGE, "99002", north))


def draw_water(drawing: TownDrawing) -> None:
    """The river as a line and as a surface, the stream, a weir pond and two springs."""
    es, ca = names.RIVER
    river = RIVER.intersection(EXTENT)
    drawing.roads.append(_waterway(river, {"waterway": "river", "name": es, "name:es": es, "name:ca": ca}))
    stream: Tags = {"waterway": "stream", "name": "Torrent de la Guilla", "name:ca": "Torrent de la Guilla"}
    drawing.roads.append(_waterway(STREAM.intersection(EXTENT), stream))
    drawing.areas.append(
        TownArea(WATER.intersection(EXTENT), {"natural": "water", "water": "river", "name": es})
    )
    pond = Polygon(
        smooth([(-2450, 420), (-2330, 470), (-2230, 400), (-2290, 300), (-2420, 310), (-2450, 420)])
    )
    drawing.areas.append(TownArea(pond, {"natural": "water", "water": "pond", "name": "Bassa del Molí"}))


def _waterway(line: LineString, tags: Tags) -> TownRoad:
    # Layer -9: no road shares a node with water.
    return TownRoad(line, tags, layer=-9)


def draw_land(drawing: TownDrawing, rng: Random, built_up: Polygon, grounds: list[Polygon]) -> None:
    """Woods above the treeline, a riverside wood, and a patchwork of fields between everything else."""
    upper = Polygon([*smooth(_TREELINE, 30).coords, (EAST, NORTH), (-EAST, NORTH)]).buffer(0)
    village = built_up.buffer(90).intersection(shapely.box(1200, 1400, 3000, 3000))
    meadow = shapely.Point(1950, 2200).buffer(620, quad_segs=12)
    banks = RIVER.buffer(62).intersection(shapely.box(-EAST, -NORTH, -900, NORTH))
    wood = upper.difference(village).difference(meadow).union(banks.difference(built_up.buffer(20)))
    wood = wood.difference(WATER).intersection(EXTENT)
    for k, part in enumerate(_polygons(wood)):
        if part.area > 4000:
            tags: Tags = {"natural": "wood"} if k else {"landuse": "forest", "name": "Bosc de la Serra"}
            drawing.areas.append(TownArea(part.simplify(3), tags))
    for name, x, y, ele in PEAKS:
        drawing.spots.append(TownPoint(x, y, {"natural": "peak", "name": name, "ele": str(ele)}))
        rock = Polygon([(x + rng.uniform(60, 190) * c, y + rng.uniform(40, 130) * s) for c, s in _compass()])
        drawing.areas.append(TownArea(rock.buffer(30).simplify(4), {"natural": "bare_rock"}))
    taken = [built_up.buffer(26), wood.buffer(4), WATER.buffer(10), *(ground.buffer(8) for ground in grounds)]
    _draw_fields(drawing, rng, shapely.union_all(taken))


def _compass() -> list[XY]:
    return [(1, 0), (0.7, 0.7), (0, 1), (-0.7, 0.7), (-1, 0), (-0.7, -0.7), (0, -1), (0.7, -0.7)]


def _draw_fields(drawing: TownDrawing, rng: Random, taken: Polygon) -> None:
    seeds = MultiPoint([(rng.uniform(-EAST, EAST), rng.uniform(-NORTH, NORTH)) for _ in range(420)])
    cells = shapely.voronoi_polygons(seeds, extend_to=EXTENT)
    lanes = shapely.union_all([road.line for road in drawing.roads if "highway" in road.tags]).buffer(11)
    kinds = ["farmland"] * 6 + ["vineyard"] * 2 + ["orchard"] * 2 + ["meadow"] * 3
    for cell in cells.geoms:
        kind = rng.choice(kinds)
        if rng.random() < 0.12:
            continue
        field = cell.intersection(EXTENT).difference(taken).difference(lanes).buffer(-3).buffer(-9).buffer(9)
        for part in _polygons(field):
            if part.area > 2500:
                drawing.areas.append(TownArea(part.simplify(1.5), {"landuse": kind}))


def _polygons(shape: Polygon | MultiPolygon) -> list[Polygon]:
    """The simple outlines in a shape, largest first, without their holes: a way has none."""
    parts = [p for p in getattr(shape, "geoms", [shape]) if isinstance(p, Polygon) and not p.is_empty]
    return sorted(parts, key=lambda part: -part.area)
