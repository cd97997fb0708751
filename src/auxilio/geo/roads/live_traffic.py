"""Closed and slow roads, written where Valhalla reads them without a restart.

`traffic.tar` is mapped into memory by the engine and holds one 64-bit word for each directed edge (Valhalla,
`baldr/traffictile.h`). Zero means that nothing is known. A request sees it only when it carries `date_time`.

Each process has a sheet of its own, in memory: what one that was killed had written is nowhere, two installations on one machine
may share a region, and its folder may be read-only.
"""

import math
import mmap
import os
import struct
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfileobj

import shapely
from shapely import LineString, Polygon, STRtree
from valhalla._valhalla import GraphId
from valhalla.baldr.utils import GraphUtils

from auxilio.geo.model import RoadRestriction
from auxilio.geo.roads.config import config_file, road_config

_HEADER = struct.Struct("<QQIIII")
_WORD = struct.Struct("<Q")
_WHOLE_EDGE = 255
_TILE_DEGREES = {0: 4.0, 1: 1.0, 2: 0.25}
"""How wide a tile of each level is: main roads, roads, streets (Valhalla, `docs/tiles.md`)."""


@dataclass(frozen=True)
class _Tile:
    """Where the words of a tile begin in the file, how many there are, and which piece of the world it covers."""

    id: int
    offset: int
    count: int
    box: tuple[float, float, float, float]


class LiveTraffic:
    """What holds now, in the file. Ids of edges change with each build: shapes are kept elsewhere, and held again."""

    def __init__(self, folder: Path) -> None:
        empty = folder / "traffic.tar"
        with tarfile.open(empty) as archive:
            offsets = [member.offset_data for member in archive.getmembers() if member.name.endswith(".gph")]
        self._file = os.fdopen(os.memfd_create("auxilio-roads"), "w+b")
        with empty.open("rb") as source:
            copyfileobj(source, self._file)
        self._file.flush()
        self._memory = mmap.mmap(self._file.fileno(), 0)
        self._words: dict[int, int] = {}
        with config_file(road_config(folder)) as config:
            self._graph = GraphUtils(config)
        self._tiles = [self._tile(offset) for offset in offsets]
        self._trees: dict[int, STRtree] = {}

    @property
    def path(self) -> str:
        """Where the engines of this process find the sheet."""
        return f"/proc/self/fd/{self._file.fileno()}"

    @property
    def holds(self) -> bool:
        """Whether anything is closed or slow."""
        return bool(self._words)

    def hold(self, held: Sequence[RoadRestriction]) -> int:
        """From now on these areas are closed or slow, and nothing else is; how many directed edges that touches.

        What stays closed is never written open in between: somebody may be asking. Where areas overlap, the slowest
        counts.
        """
        words: dict[int, int] = {}
        for one in sorted(held, key=lambda each: -each.km_h):
            words |= dict.fromkeys(self._touched(one), _word(one.km_h))
        for place, word in words.items():
            _WORD.pack_into(self._memory, place, word)
        for place in self._words.keys() - words.keys():
            _WORD.pack_into(self._memory, place, 0)
        self._words = words
        return len(words)

    def _touched(self, held: RoadRestriction) -> Iterator[int]:
        """Where the words of the edges that an area touches stand."""
        ring = [(point.lon, point.lat) for point in held.ring]
        # A ring that crosses itself is drawn in a hurry, and still means what it covers.
        area = shapely.make_valid(Polygon(ring))
        shapely.prepare(area)
        west, south, east, north = area.bounds
        for tile in self._tiles:
            # An edge lies in the tile it begins in, and may reach into the next.
            width = tile.box[2] - tile.box[0]
            if (
                west <= tile.box[2] + width
                and east >= tile.box[0] - width
                and south <= tile.box[3] + width
                and north >= tile.box[1] - width
            ):
                for index in self._tree(tile).query(area, predicate="intersects"):
                    yield tile.offset + _HEADER.size + _WORD.size * int(index)

    def _tile(self, offset: int) -> _Tile:
        id, _, count, *_ = _HEADER.unpack_from(self._memory, offset)
        graph_id = GraphId(id)
        width = _TILE_DEGREES[graph_id.level()]
        row, column = divmod(graph_id.tileid(), math.ceil(360 / width))
        west, south = column * width - 180, row * width - 90
        return _Tile(id, offset, count, (west, south, west + width, south + width))

    def _tree(self, tile: _Tile) -> STRtree:
        """The shapes of its edges; read when the first area comes near, for a country has millions."""
        if tile.id not in self._trees:
            base = GraphId(tile.id)
            shapes = (
                self._graph.get_edge_shape(GraphId(base.tileid(), base.level(), index))
                for index in range(tile.count)
            )
            self._trees[tile.id] = STRtree(
                [LineString(shape if len(shape) > 1 else shape * 2) for shape in shapes]
            )
        return self._trees[tile.id]


def _word(km_h: int) -> int:
    """Zero is closed; the format counts in steps of 2 km/h up to 250."""
    half = 0 if km_h == 0 else max(1, min(125, km_h // 2))
    return half | half << 7 | 127 << 14 | 127 << 21 | _WHOLE_EDGE << 28
