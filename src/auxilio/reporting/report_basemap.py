"""The ground under a report's map: roads, water and houses out of the region's own vector tiles. Pure.

Reads the Mapbox Vector Tile format, version 2.1 (a small protocol buffer), as far as our own tiles use it; a tile
that cannot be read gives no ground, for a report must not fail for its map.
"""

import gzip
import math
import zlib
from collections.abc import Callable, Iterator, Sequence

import msgspec

from auxilio.archive.core.map_svg import MapPath
from auxilio.kernel.position import Point

type TileAt = Callable[[int, int, int], bytes | None]
"""`tile(z, x, y)` as browsers count, gzipped or plain; None where nothing is drawn."""

ZOOM_MAX, TILES_MAX = 14, 12
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_MOVE_TO, _LINE_TO = 1, 2
_TILE_BYTES_MAX = 16 * 1024 * 1024

_ROADS = {
    **dict.fromkeys(("motorway", "motorway_link", "trunk", "trunk_link"), "motorway"),
    **dict.fromkeys(
        ("primary", "primary_link", "secondary", "secondary_link", "tertiary", "tertiary_link"), "main"
    ),
    **dict.fromkeys(("path", "track", "footway", "steps", "cycleway", "bridleway", "pedestrian"), "path"),
}
_GREEN = frozenset({"park", "wood", "forest", "grass", "garden", "meadow", "scrub"})


class Bounds(msgspec.Struct, frozen=True):
    """What the drawing shows, in degrees."""

    south: float
    west: float
    north: float
    east: float

    def meets(self, points: Sequence[Point]) -> bool:
        """Whether anything drawn through these points can be seen."""
        return (
            max(p.lat for p in points) >= self.south
            and min(p.lat for p in points) <= self.north
            and max(p.lon for p in points) >= self.west
            and min(p.lon for p in points) <= self.east
        )


def basemap_paths(tile_at: TileAt, bounds: Bounds) -> tuple[MapPath, ...]:
    """All that lies in the frame, from the finest tiles of which a dozen suffice."""
    paths: list[MapPath] = []
    for z, x, y in _tiles(bounds):
        tile = tile_at(z, x, y)
        if tile is None:
            continue
        try:
            found = list(_paths(tile, z, x, y))
        except (ValueError, IndexError, EOFError, OSError, zlib.error):
            continue
        paths += [path for path in found if bounds.meets(path.points)]
    return tuple(paths)


def _tiles(bounds: Bounds) -> list[tuple[int, int, int]]:
    for z in range(ZOOM_MAX, -1, -1):
        left, top = _tile_of(bounds.north, bounds.west, z)
        right, bottom = _tile_of(bounds.south, bounds.east, z)
        if (right - left + 1) * (bottom - top + 1) <= TILES_MAX:
            return [(z, x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]
    return []


def _tile_of(lat: float, lon: float, z: int) -> tuple[int, int]:
    """The tile of a point in Web Mercator (EPSG:3857)."""
    side, phi = 2**z, math.radians(max(-85.0, min(85.0, lat)))
    x = int((lon + 180) / 360 * side)
    y = int((1 - math.asinh(math.tan(phi)) / math.pi) / 2 * side)
    return min(max(x, 0), side - 1), min(max(y, 0), side - 1)


def _paths(tile: bytes, z: int, x: int, y: int) -> Iterator[MapPath]:
    plain = gzip.decompress(tile) if tile[:2] == b"\x1f\x8b" else tile
    if len(plain) > _TILE_BYTES_MAX:
        raise ValueError("a tile is not that large")
    for number, value in _fields(plain):
        if number == 3 and isinstance(value, bytes):
            yield from _layer_paths(value, z, x, y)


def _layer_paths(layer: bytes, z: int, x: int, y: int) -> Iterator[MapPath]:
    name, extent, keys, values, features = "", 4096, list[str](), list[str | None](), list[bytes]()
    for number, value in _fields(layer):
        match number, value:
            case 1, bytes():
                name = value.decode()
            case 2, bytes():
                features.append(value)
            case 3, bytes():
                keys.append(value.decode())
            case 4, bytes():
                values.append(_text(value))
            case 5, int():
                extent = value
            case _:
                pass
    side = 2**z

    def place(px: int, py: int) -> Point:
        lon = (x + px / extent) / side * 360 - 180
        lat = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * (y + py / extent) / side))))
        return Point(lat=lat, lon=lon)

    for feature in features:
        tags, kind, geometry = _feature(feature)
        properties = {keys[k]: values[v] for k, v in zip(tags[::2], tags[1::2], strict=True)}
        drawn = _drawn_as(name, kind, properties.get("class"))
        if drawn:
            for line in _lines(geometry):
                if len(line) > 1:
                    yield MapPath(kind=drawn, points=tuple(place(px, py) for px, py in line))


def _drawn_as(layer: str, kind: int, class_: str | None) -> str | None:
    match layer, kind:
        case "road", 2:
            return _ROADS.get(class_ or "", "street")
        case "water", 3:
            return "water"
        case "waterway", 2:
            return "river" if class_ in {"river", "canal"} else None
        case "building", 3:
            return "building"
        case (("landcover" | "landuse"), 3):
            return "park" if class_ in _GREEN else None
        case "rail", 2:
            return "rail"
        case _:
            return None


def _feature(feature: bytes) -> tuple[list[int], int, list[int]]:
    tags, kind, geometry = list[int](), 0, list[int]()
    for number, value in _fields(feature):
        match number, value:
            case 2, bytes():
                tags = list(_varints(value))
            case 3, int():
                kind = value
            case 4, bytes():
                geometry = list(_varints(value))
            case _:
                pass
    return tags, kind, geometry


def _lines(geometry: Sequence[int]) -> Iterator[list[tuple[int, int]]]:
    """The parts of a geometry: a pen that moves, draws, and closes rings of itself."""
    here, px, py, line = 0, 0, 0, list[tuple[int, int]]()
    while here < len(geometry):
        command, count = geometry[here] & 7, geometry[here] >> 3
        here += 1
        if command == _MOVE_TO and line:
            yield line
            line = []
        if command in {_MOVE_TO, _LINE_TO}:
            for _ in range(count):
                px += _signed(geometry[here])
                py += _signed(geometry[here + 1])
                here += 2
                line.append((px, py))
    if line:
        yield line


def _signed(value: int) -> int:
    return (value >> 1) ^ -(value & 1)


def _text(value: bytes) -> str | None:
    return next((v.decode() for n, v in _fields(value) if n == 1 and isinstance(v, bytes)), None)


def _varint(data: bytes, here: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[here]
        here += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, here
        shift += 7


def _varints(data: bytes) -> Iterator[int]:
    here = 0
    while here < len(data):
        value, here = _varint(data, here)
        yield value


def _fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """The fields of a protocol buffer: number, and a number or bytes."""
    here = 0
    while here < len(data):
        key, here = _varint(data, here)
        number, wire = key >> 3, key & 7
        if wire == _VARINT:
            value, here = _varint(data, here)
            yield number, value
        elif wire in {_FIXED64, _FIXED32}:
            here += 8 if wire == _FIXED64 else 4
        elif wire == _BYTES:
            size, here = _varint(data, here)
            if here + size > len(data):
                raise ValueError("cut off")
            yield number, data[here : here + size]
            here += size
        else:
            raise ValueError(f"no wire type {wire}")
