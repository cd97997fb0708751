"""Every road of the town: motorway, main roads, old town, grid, hillside, station quarter, village, trails."""

import math
from itertools import pairwise
from random import Random

import shapely
from shapely import LineString, Point, Polygon
from shapely.ops import substring

from auxilio.geo.town import names
from auxilio.geo.town.names import StreetName
from auxilio.geo.town.network import bridged, cut_out
from auxilio.geo.town.shapes import (
    XY,
    Tags,
    TownDrawing,
    TownPoint,
    TownRoad,
    box,
    polar,
    ring,
    smooth,
    wander,
)
from auxilio.geo.town.terrain import EXTENT, RIVER, STREAM, VILLAGE_CENTRE, WATER

MOTORWAY = smooth(
    [(-5000, -1080), (-3600, -1030), (-2200, -1290), (-1000, -1420), (200, -1450), (1500, -1530),
     (2900, -1890), (5000, -2060)]
)  # fmt: skip
MOTORWAY_FIRST_KM = 36
RAILWAY = smooth(
    [(-5000, -420), (-3400, -560), (-2000, -640), (-900, -790), (0, -850), (800, -900), (1700, -1080),
     (3000, -1330), (5000, -1660)]
)  # fmt: skip
MAIN_ROAD = smooth(
    [(-420, -3600), (-330, -2600), (-210, -1900), (-170, -1640), (-160, -1450), (-150, -1250), (-110, -900),
     (-30, -640), (10, -430), (20, -290), (18, -230)]
)  # fmt: skip
NORTH_ROAD = smooth(
    [(150, 165), (300, 330), (430, 560), (560, 760), (760, 960), (1010, 1180), (1180, 1440), (1350, 1660),
     (1600, 1850), (1800, 2020), (1980, 2150), (2150, 2330), (2260, 2600), (2230, 2900), (2380, 3200), (2330, 3600)]
)  # fmt: skip
WALL_RADII = (205, 212, 226, 208, 214, 236, 226, 205, 216, 226, 216, 208, 226, 232, 214, 222)
INNER_RADII = (112, 104, 118, 122, 106, 112, 124, 110, 104, 116, 120, 108)
PLAZA: Polygon = box(4, 3, 62, 44, 14)
ROUNDABOUTS: tuple[tuple[float, float, float, str], ...] = (
    (-170, -1640, 26, "Rotonda del Sur"),
    (-152, -1275, 26, "Rotonda de la Plana"),
    (-72, -760, 17, "Rotonda de l'Estació"),
    (20, -268, 17, "Rotonda del Pont Nou"),
    (560, 760, 20, "Rotonda de l'Hospital"),
)
GRID_TURN_DEG = -9.0
GRID_ORIGIN: XY = (235.0, -285.0)
COLUMN_M, ROW_M = 116.0, 98.0


def grid_point(column: float, row: float) -> XY:
    """A corner of the grid in the plane; whole numbers are crossings."""
    c, s = math.cos(math.radians(GRID_TURN_DEG)), math.sin(math.radians(GRID_TURN_DEG))
    x, y = column * COLUMN_M, row * ROW_M
    return GRID_ORIGIN[0] + c * x - s * y, GRID_ORIGIN[1] + s * x + c * y


def grid_block(column: int, row: int, wide: int = 1, high: int = 1, inset_m: float = 9.0) -> Polygon:
    """One block of the grid, or several, without the streets around it."""
    corners = [(column, row), (column + wide, row), (column + wide, row + high), (column, row + high)]
    return Polygon([grid_point(*corner) for corner in corners]).buffer(-inset_m, join_style="mitre")


PARK = grid_block(3, 4, 2, 1)
HOSPITAL = grid_block(4, 6, 2, 2)
SCHOOL = grid_block(6, 3, 1, 1)


def draw_streets(drawing: TownDrawing, rng: Random) -> None:
    """All of them, then what the motorway and the river do to them."""
    roads: list[TownRoad] = []
    roads += _main_roads()
    roads += _old_town(rng)
    roads += _grid()
    roads += _hillside(rng)
    roads += _station_quarter()
    roads += _works()
    roads += _village(rng)
    roads += _trails(rng)
    roads += _farm_tracks(rng)
    for x, y, radius, _name in ROUNDABOUTS:
        island = Point(x, y).buffer(radius, quad_segs=6)
        roads = [part for road in roads for part in (cut_out(road, island) if _flat(road) else [road])]
    roads += [_roundabout(*r) for r in ROUNDABOUTS]
    roads += _ramps()
    over_motorway = MOTORWAY.buffer(21)
    for obstacle in (WATER.buffer(5), STREAM.buffer(7), over_motorway, RAILWAY.buffer(9)):
        roads = [part for road in roads for part in (bridged(road, obstacle) if _flat(road) else [road])]
    drawing.roads.extend(roads)
    drawing.roads.extend(_motorway())
    drawing.roads.extend(_railway())
    _posts(drawing)


def _flat(road: TownRoad) -> bool:
    return road.layer == 0


def _street(
    line: LineString, name: StreetName, kind: str = "residential", frontage: str = "", **more: str
) -> TownRoad:
    tags: Tags = {"highway": kind, **name.tags(), **more}
    tags.setdefault("surface", "asphalt")
    if kind == "residential":
        tags.setdefault("maxspeed", "30")
    return TownRoad(line, tags, frontage=frontage)


def _main_roads() -> list[TownRoad]:
    ref = {"ref": names.MAIN_ROAD}
    south = shapely.intersection(MAIN_ROAD, EXTENT)
    bridge = south.project(Point(-72, -760))
    outer = substring(south, 0, bridge)
    inner = substring(south, bridge, south.length).difference(_wall())
    north = shapely.intersection(NORTH_ROAD, EXTENT).difference(_wall())
    at = [0.0, *(north.project(Point(p)) for p in ((560, 760), (1010, 1180), (2260, 2600))), north.length]
    in_town, between, village, beyond = (substring(north, a, b) for a, b in pairwise(at))
    west = smooth([(-72, -760), (-400, -620), (-760, -520), (-1200, -260), (-1700, 60), (-2250, 260), (-2900, 760),
                   (-3700, 960), (-4700, 1320)])  # fmt: skip
    east = smooth([(*grid_point(8, 3),), (1420, 40), (1900, -60), (2600, -260), (3300, -240), (4100, -420),
                   (4700, -380)])  # fmt: skip
    village_east = smooth(
        [(2060, 2230), (2400, 2120), (2900, 1900), (3500, 1780), (4200, 1640), (4700, 1700)]
    )
    return [
        _street(outer, names.ROAD_SOUTH, "primary", maxspeed="80", **ref),
        _street(inner, names.BRIDGE_AVENUE, "primary", "block", maxspeed="50", **ref),
        _street(in_town, names.VILLAGE_AVENUE, "primary", "block", maxspeed="50", **ref),
        _street(between, names.VILLAGE_AVENUE, "primary", maxspeed="80", **ref),
        _street(village, names.VILLAGE_AVENUE, "primary", "", maxspeed="50", **ref),
        _street(beyond, names.ROAD_MOUNTAIN, "secondary", maxspeed="60", **ref),
        _street(west, names.ROAD_WEST, "tertiary", maxspeed="70", ref="BV-9901"),
        _street(east, names.ROAD_EAST, "tertiary", maxspeed="70", ref="BV-9902"),
        _street(village_east, names.ROAD_MOUNTAIN, "tertiary", maxspeed="60", ref="BV-9903"),
    ]


SETT = {"surface": "sett"}


def _old_town(rng: Random) -> list[TownRoad]:
    wall, inner = ring(WALL_RADII), ring(INNER_RADII)
    roads = [
        _street(wall, names.WALL, "tertiary", "old", maxspeed="30"),
        _street(LineString(PLAZA.exterior.coords), names.SQUARE, "living_street", "", surface="sett"),
    ]
    within, square = _wall(), PLAZA
    # Mayor is one name and one run of numbers from the west gate to the east gate, across the square.
    for name, kind, way, bend, more in (
        (names.MAYOR, "living_street", ((-260, -40), (-150, -22), (-80, -12), (-10, -2)), 5, SETT),
        (names.MAYOR, "living_street", ((20, 6), (90, 16), (150, 14), (250, 28)), 4, SETT),
        (names.UNION, "residential", ((2, 10), (6, 90), (0, 150), (8, 250)), 5, {"maxspeed": "30"}),
        (names.CHURCH, "living_street", ((20, 14), (70, 72), (110, 112), (170, 190)), 5, SETT),
    ):
        line = smooth(wander(rng, list(way), bend)).intersection(within).difference(square)
        roads.append(_street(_longest(line), name, kind, "old", **more))
    angles = (142, 212, 266, 322, 352)
    for angle, name in zip(angles, names.OLD_RADIALS, strict=True):
        points = [polar(angle + rng.uniform(-5, 5), r) for r in (12, 90, 150)] + [polar(angle, 240)]
        line = smooth(wander(rng, points, 4)).intersection(within).difference(square)
        roads.append(_street(_longest(line), name, "residential", "old", oneway="yes", maxspeed="20"))
    for k, name in enumerate(names.OLD_ARCS):
        length = inner.length / 4
        line = substring(inner, k * length, (k + 1) * length)
        roads.append(_street(line, name, "residential", "old", maxspeed="20"))
    roads += _alleys(rng, within, inner)
    old_bridge = smooth([polar(266, 205), (-40, -330), (-60, -430), (-92, -560), (-95, -660), (-74, -750)])
    roads.append(_street(old_bridge.difference(_wall()), names.OLD_RADIALS[2], "pedestrian", "", **SETT))
    return roads


def _alleys(rng: Random, within: Polygon, inner: LineString) -> list[TownRoad]:
    """Between the inner ring and the wall, too narrow for an ambulance two times out of three."""
    roads = []
    for k, name in enumerate(names.OLD_ALLEYS):
        turn = 20 + 45 * k + rng.uniform(-4, 4)
        line = smooth([polar(turn, 96), polar(turn + 7, 150), polar(turn + 3, 240)])
        inside = _longest(line.intersection(within).difference(Polygon(inner.coords)))
        roads.append(_street(inside, name, "pedestrian" if k % 3 else "residential", "old", **SETT))
    return roads


def _wall() -> Polygon:
    return Polygon(ring(WALL_RADII).coords)


def _longest(shape: shapely.Geometry) -> LineString:
    parts = [p for p in getattr(shape, "geoms", [shape]) if isinstance(p, LineString)]
    return max(parts, key=lambda part: part.length)


def _grid() -> list[TownRoad]:
    room = _grid_room()
    roads: list[TownRoad] = []
    for k, name in enumerate(names.GRID_ROWS):
        wide = k == 3
        line = LineString([grid_point(-4, k), grid_point(9 if wide else 8, k)])
        if k == 0:  # the riverside walk comes down to the roundabout at the bridge
            line = smooth([(22, -268), (120, -272), *(grid_point(c, 0) for c in range(8))])
        beyond = {0: box(130, -270, 240, 60), 3: box(1080, -40, 400, 120)}.get(k, Polygon())
        for part in _within(line, room.union(beyond)):
            one_way: Tags = {} if k in (0, 3) else {"oneway": "yes"}
            kind = "secondary" if wide else "tertiary" if k == 0 else "residential"
            turned = part if k % 2 else LineString(list(part.coords)[::-1]) if one_way else part
            roads.append(_street(turned, name, kind, "block", maxspeed="50" if wide else "30", **one_way))
    for k, name in enumerate(names.GRID_COLUMNS):
        line = LineString([grid_point(k, 0), grid_point(k, 9)])
        for part in _within(line, room.buffer(2)):
            one_way = {} if k in (3, 7) else {"oneway": "yes"}
            turned = part if k % 2 else LineString(list(part.coords)[::-1]) if one_way else part
            kind = "secondary" if k == 3 else "residential"
            roads.append(_street(turned, name, kind, "block", maxspeed="30", **one_way))
    for hole in (PARK, HOSPITAL, SCHOOL):
        roads = [part for road in roads for part in cut_out(road, hole)]
    return roads


def _grid_room() -> Polygon:
    wall = _wall()
    outline = Polygon([grid_point(-4, -0.2), grid_point(8.02, -0.2), grid_point(8.02, 6.02), grid_point(6.02, 8.05),
                       grid_point(2.2, 8.05), grid_point(-4, 8.05)])  # fmt: skip
    west_edge = Polygon([(-400, 2000), (-400, 0), (20, -230), (130, -300), (2000, -600), (2000, 2000)])
    side = Polygon(
        [
            (18, -400),
            (18, -100),
            *[(x, y) for x, y in NORTH_ROAD.coords if y < 1200],
            (2000, 1200),
            (2000, -400),
        ]
    )
    return outline.intersection(west_edge).intersection(side).difference(wall).difference(RIVER.buffer(55))


def _within(line: LineString, room: Polygon) -> list[LineString]:
    cut = line.intersection(room)
    parts = [p for p in getattr(cut, "geoms", [cut]) if isinstance(p, LineString)]
    return [part for part in parts if part.length > 45]


def _hillside(rng: Random) -> list[TownRoad]:
    roads: list[TownRoad] = []
    spans = ((97, 196), (100, 190), (104, 178), (110, 168))
    for k, (name, (start, end)) in enumerate(zip(names.HILL_ARCS, spans, strict=True)):
        steps = range(start, end + 1, 8)
        points = [polar(a, 312 + 96 * k + 20 * math.sin(a / 9 + k) + rng.uniform(-7, 7)) for a in steps]
        roads.append(_street(smooth(points), name, "residential", "house"))
    for k, name in enumerate(names.HILL_SPOKES):
        roads.append(_street(smooth(_spoke(k)).difference(_wall()), name, "residential", "house"))
    for k, name in enumerate(names.HILL_ENDS):
        angle = 106 + 19 * k
        points = [polar(angle, 604), polar(angle + 3, 668), polar(angle - 1, 736)]
        roads.append(_street(smooth(points), name, "residential", "house"))
    union_up = smooth([(10, 200), (2, 260), (-20, 330), (-30, 430), (10, 560), (90, 700), (60, 860)])
    roads.append(_street(union_up.difference(_wall()), names.UNION, "residential", "house"))
    return roads


def _spoke(k: int) -> list[XY]:
    angle, outer = 112 + 23 * k, 640 if k < 3 else 560
    return [polar(angle + 5 * math.sin(r / 70 + k), r) for r in range(204, outer, 48)]


def _station_quarter() -> list[TownRoad]:
    roads: list[TownRoad] = []
    rows = [
        smooth([(-72, -760), (60, -560), (260, -520), (480, -610), (640, -700)]),
        smooth([(-30, -640), (120, -640), (300, -640), (470, -690), (620, -760)]),
        smooth([(-72, -760), (120, -770), (320, -785), (520, -810), (760, -830)]),
    ]
    for k, (line, name) in enumerate(zip(rows, names.STATION_ROWS, strict=True)):
        roads.append(_street(line, name, "tertiary" if k == 2 else "residential", "block"))
    for k, name in enumerate(names.STATION_COLUMNS):
        x = 70 + 118 * k
        line = LineString([(x - 10, -500), (x + 14, -860)])
        lower, upper = rows[2], rows[0]
        a, b = line.intersection(upper), line.intersection(lower)
        if isinstance(a, Point) and isinstance(b, Point) and not a.is_empty and not b.is_empty:
            way = {"oneway": "yes"} if k % 2 else {}
            roads.append(_street(LineString([a, b]), name, "residential", "block", **way))
    return roads


def _works() -> list[TownRoad]:
    gate = _street(smooth([(-152, -1275), (60, -1240), (400, -1235), (800, -1270), (1080, -1300)]),
                   names.WORKS[0], "tertiary", "works", maxspeed="50")  # fmt: skip
    back = _street(
        smooth([(110, -1030), (420, -1020), (800, -1050), (1090, -1120)]),
        names.WORKS[1],
        "residential",
        "works",
    )
    across = [
        _street(LineString([(x, -1010 - (x - 110) / 12), (x - 12, -1275)]).intersection(shapely.box(-500, -1300, 2000, -1018)),
                name, "residential", "works")
        for x, name in zip((120, 600, 1075), names.WORKS[2:], strict=True)
    ]  # fmt: skip
    return [gate, back, *across]


def _village(rng: Random) -> list[TownRoad]:
    cx, cy = VILLAGE_CENTRE
    n = names.VILLAGE_STREETS

    def at(*points: XY) -> LineString:
        return smooth(wander(rng, [(cx + x, cy + y) for x, y in points], 5))

    lines = [
        (at((-178, -128), (-150, 10), (-90, 120), (20, 190), (120, 240), (215, 250)), n[0]),
        (at((-90, -62), (0, -100), (110, -90), (190, -10), (170, 100), (90, 95)), n[1]),
        (at((-150, 10), (-70, -10), (-10, 0)), n[2]),
        (at((0, -100), (-60, -190), (-170, -240), (-330, -230), (-420, -160)), n[3]),
        (at((-90, 120), (-160, 190), (-170, 280), (-90, 330), (20, 310), (20, 190)), n[4]),
        (at((110, -90), (220, -150), (340, -120), (420, -40)), n[5]),
        (at((-170, 280), (-260, 350), (-300, 440)), n[6]),
        (at((-150, 10), (-240, 30), (-330, 90), (-420, 110)), n[7]),
        (at((190, -10), (280, 0), (340, -120)), n[8]),
        (at((0, 0), (-30, 70), (-20, 130), (20, 190)), names.CHURCH),
        (at((60, 55), (130, 130), (120, 240)), names.SAINT_GEORGE),
    ]
    kinds = {"Camí del Cementiri": "unclassified"}
    return [
        _street(line, name, kinds.get(name.ca, "residential"), "" if name is n[6] else "house")
        for line, name in lines
    ]


def _trails(rng: Random) -> list[TownRoad]:
    a, b, c, d = names.TRAILS
    start = _spoke(2)[-1]
    lines = [
        (smooth(wander(rng, [start, (-720, 620), (-820, 900), (-700, 1200), (-860, 1500), (-820, 1760)], 20)), a),
        (smooth(wander(rng, [(-820, 1760), (-1050, 2080), (-1000, 2380), (-1250, 2620), (-1350, 2880), (-1750, 2800),
                             (-2200, 2700), (-2750, 2640), (-3300, 2760), (-4000, 2600)], 22)), b),
        (smooth(wander(rng, [(2230, 2900), (1800, 2860), (1350, 2760), (900, 2740), (520, 2640), (120, 2560),
                             (-380, 2740), (-800, 2700), (-1250, 2620)], 20)), c),
        (smooth(wander(rng, [(-820, 1760), (-420, 1900), (-150, 2180), (120, 2560)], 18)), d),
    ]  # fmt: skip
    hiking: Tags = {"sac_scale": "hiking", "trail_visibility": "good", "surface": "ground"}
    roads = [
        TownRoad(
            lines[0][0],
            {"highway": "track", "tracktype": "grade2", **lines[0][1].tags(), "surface": "gravel"},
        )
    ]
    roads += [TownRoad(line, {"highway": "path", **name.tags(), **hiking}) for line, name in lines[1:]]
    return roads


def _farm_tracks(rng: Random) -> list[TownRoad]:
    lines: list[list[XY]] = [
        [
            (-1200, -260),
            (-1350, -420),
            (-1700, -480),
            (-2300, -380),
            (-2900, -300),
            (-3600, 100),
            (-3700, 960),
        ],
        [(-210, -1900), (-800, -2000), (-1500, -1850), (-2300, -2050), (-3200, -1900), (-4200, -2200)],
        [(-330, -2600), (400, -2500), (1200, -2350), (2000, -2550), (2900, -2500), (3800, -2800)],
        [(1900, -60), (2050, 300), (1900, 700), (2150, 1000), (2100, 1500), (2040, 2060)],
        [(2600, -260), (2900, 150), (3300, 500), (3400, 1000), (3500, 1780)],
        [(2000, -2550), (2100, -2900), (1900, -3300)],
        [(-1500, -1850), (-1600, -2500), (-1300, -3100)],
        [_spoke(3)[-1], (-900, 330), (-1300, 420), (-1500, 760), (-1350, 1050)],
    ]
    tags: Tags = {"highway": "track", "tracktype": "grade2", "surface": "gravel"}
    return [TownRoad(smooth(wander(rng, line, 25)), tags) for line in lines]


def _roundabout(x: float, y: float, radius: float, name: str) -> TownRoad:
    circle = Point(x, y).buffer(radius, quad_segs=6).exterior
    # Shapely draws clockwise; traffic that keeps right turns anticlockwise.
    line = LineString(list(circle.coords)[::-1])
    kind = "primary" if radius > 16 else "tertiary"
    return TownRoad(
        line, {"highway": kind, "junction": "roundabout", "oneway": "yes", "name": name, "maxspeed": "40"}
    )


def _ramps() -> list[TownRoad]:
    """A dumb-bell: each side's two slip roads meet the roundabout on that side."""
    tags: Tags = {"highway": "motorway_link", "oneway": "yes", "maxspeed": "60", "surface": "asphalt"}
    at = MOTORWAY.project(Point(-160, -1450))

    def beside(offset_m: float, side: float) -> XY:
        p, q = MOTORWAY.interpolate(at + offset_m), MOTORWAY.interpolate(at + offset_m + 1)
        return p.x - side * (q.y - p.y), p.y + side * (q.x - p.x)

    def edge(x: float, y: float, radius: float, angle: float) -> XY:
        return polar(angle, radius, (x, y))

    south, north = ROUNDABOUTS[0][:3], ROUNDABOUTS[1][:3]
    lines = [
        # Eastbound carriageway lies south, at -10 m.
        (smooth([beside(-520, -10), beside(-380, -22), beside(-200, -60), edge(*south, 150)]), "exit"),
        (smooth([edge(*south, 30), beside(200, -60), beside(380, -22), beside(520, -10)]), "entry"),
        (smooth([beside(520, 10), beside(380, 22), beside(200, 60), edge(*north, -30)]), "exit"),
        (smooth([edge(*north, 210), beside(-200, 60), beside(-380, 22), beside(-520, 10)]), "entry"),
    ]
    exits = {
        "exit": {"destination": names.TOWN, "destination:ref": names.MAIN_ROAD},
        "entry": {"destination:ref": names.MOTORWAY},
    }
    # On the motorway's own layer, so that they meet it and the roundabouts' ends still fall together.
    return [TownRoad(line, {**tags, **exits[kind]}, layer=-1) for line, kind in lines]


def _motorway() -> list[TownRoad]:
    es, ca = names.MOTORWAY_NAME
    tags: Tags = {
        "highway": "motorway", "oneway": "yes", "ref": names.MOTORWAY, "name": es, "name:es": es, "name:ca": ca,
        "lanes": "2", "maxspeed": "120", "surface": "asphalt",
    }  # fmt: skip
    eastbound = MOTORWAY.offset_curve(-10).intersection(EXTENT)
    westbound = MOTORWAY.offset_curve(10).intersection(EXTENT)
    out, back = _heading(eastbound, east=True), _heading(westbound, east=False)
    # The drawing ends where other maps go on: at both edges a crossing of the median, so that each
    # carriageway can be reached, as help would by the next junction.
    median: Tags = {"highway": "motorway_link", "oneway": "yes", "maxspeed": "40", "surface": "asphalt"}
    return [
        TownRoad(out, tags, layer=-1),
        TownRoad(back, tags, layer=-1),
        TownRoad(LineString([back.coords[-1], out.coords[0]]), median, layer=-1),
        TownRoad(LineString([out.coords[-1], back.coords[0]]), median, layer=-1),
    ]


def _heading(line: LineString, *, east: bool) -> LineString:
    coords = list(line.coords)
    return line if (coords[-1][0] > coords[0][0]) == east else LineString(coords[::-1])


def _railway() -> list[TownRoad]:
    tags: Tags = {"railway": "rail", "electrified": "contact_line", "gauge": "1668", "usage": "main"}
    return [TownRoad(RAILWAY.intersection(EXTENT), tags, layer=-5)]


def _posts(drawing: TownDrawing) -> None:
    """A kilometre post each kilometre at each carriageway, numbered from the west, and on the main road."""
    axis = MOTORWAY.intersection(EXTENT)
    for k in range(int(axis.length // 1000) + 1):
        at = 300.0 + 1000.0 * k
        if at > axis.length:
            break
        for offset, direction in ((-20, "forward"), (20, "backward")):
            side = MOTORWAY.offset_curve(offset)
            p = side.interpolate(side.project(axis.interpolate(at)))
            km = str(MOTORWAY_FIRST_KM + k)
            tags: Tags = {
                "highway": "milestone",
                "distance": km,
                "ref": names.MOTORWAY,
                "direction": direction,
            }
            drawing.spots.append(TownPoint(p.x, p.y, tags))
    road = MAIN_ROAD.intersection(EXTENT)
    for k in range(4):
        p = road.interpolate(150.0 + 1000.0 * k)
        drawing.spots.append(
            TownPoint(p.x + 7, p.y, {"highway": "milestone", "distance": str(12 + k), "ref": names.MAIN_ROAD})
        )
