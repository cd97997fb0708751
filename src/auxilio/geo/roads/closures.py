"""Closed and slow roads, written where Valhalla reads them without a restart.

`traffic.tar` is mapped into memory by the engine and holds one 64-bit word for each directed edge (Valhalla,
`baldr/traffictile.h`). Zero means that nothing is known. A request sees it only when it carries `date_time`.
"""

import mmap
import struct
import tarfile
from pathlib import Path

import shapely
from shapely import Geometry, LineString, STRtree
from valhalla._valhalla import GraphId
from valhalla.baldr.utils import GraphUtils

from auxilio.geo.roads.config import road_config

_HEADER = struct.Struct("<QQIIII")
_WORD = struct.Struct("<Q")
_TILE_BITS = 25
"""The lower bits of an edge's id name its tile (level and number), the rest its place in it."""
_WHOLE_EDGE = 255


class Closures:
    """Writes what holds now. Ids of edges change with each build: keep the shapes, and apply them again."""

    def __init__(self, folder: Path) -> None:
        path = folder / "traffic.tar"
        with tarfile.open(path) as archive:
            offsets = [member.offset_data for member in archive.getmembers() if member.name.endswith(".gph")]
        with path.open("r+b") as file:
            self._memory = mmap.mmap(file.fileno(), 0)
        self._tiles: dict[int, int] = {}
        self._edges: list[int] = []
        lines: list[LineString] = []
        graph = GraphUtils(road_config(folder))
        for offset in offsets:
            tile, _, count, *_ = _HEADER.unpack_from(self._memory, offset)
            self._tiles[tile] = offset
            base = GraphId(tile)
            for index in range(count):
                edge = GraphId(base.tileid(), base.level(), index)
                shape = graph.get_edge_shape(edge)
                lines.append(LineString(shape if len(shape) > 1 else shape * 2))
                self._edges.append(int(edge.value))
        self._tree = STRtree(lines)

    def close(self, area: Geometry) -> int:
        """Close every road that `area` (WGS84, longitude first) touches; how many directed edges."""
        return self._write(area, 0)

    def slow(self, area: Geometry, km_h: int) -> int:
        """Nobody drives faster than `km_h` (2 to 250) there: snow, smoke, water on the road."""
        return self._write(area, max(2, min(250, km_h)))

    def clear(self) -> None:
        """Nothing is known any more: all roads as the map has them."""
        for edge in self._edges:
            self._put(edge, 0)

    def _write(self, area: Geometry, km_h: int) -> int:
        shapely.prepare(area)
        touched = [self._edges[int(k)] for k in self._tree.query(area, predicate="intersects")]
        half = km_h // 2
        word = half | half << 7 | 127 << 14 | 127 << 21 | _WHOLE_EDGE << 28
        for edge in touched:
            self._put(edge, word)
        return len(touched)

    def _put(self, edge: int, word: int) -> None:
        offset = self._tiles[edge & ((1 << _TILE_BITS) - 1)]
        _WORD.pack_into(self._memory, offset + _HEADER.size + _WORD.size * (edge >> _TILE_BITS), word)
