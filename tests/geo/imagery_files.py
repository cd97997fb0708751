"""Invented aerial photographs: fields, woods and roofs computed from where they lie, cut into the tiles of an MBTiles file.

python -m tests.geo.imagery_files FILE.mbtiles      those of the invented town
"""

import math
import sqlite3
import struct
import sys
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import numpy as np

SIDE = 256
CREDIT = "© Ayuntamiento de Riudalba (inventado)"
TOWN = (1.86, 41.89, 1.95, 41.95)
"""West, south, east, north of the invented town."""
PLAZA_TILE = (14, 8278, 6086)


def png(pixels: np.ndarray) -> bytes:
    """A PNG of rows of red, green and blue."""
    height, width, _ = pixels.shape
    rows = b"".join(b"\0" + row.tobytes() for row in pixels.astype(np.uint8))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows, 1)),
        (b"IEND", b""),
    )
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def plain(side: int = SIDE) -> bytes:
    """A small tile of one colour."""
    return png(np.full((side, side, 3), (96, 112, 72)))


def photographed(z: int, x: int, y: int) -> bytes:
    """What lies there, the same at every zoom."""
    step = 2.0 ** (22 - z - 8)
    columns, rows = np.meshgrid(
        x * SIDE * step + np.arange(SIDE) * step, y * SIDE * step + np.arange(SIDE) * step
    )
    u, v = columns / 2**5, rows / 2**5
    hills = np.sin(u / 9.1) * np.cos(v / 7.3) + np.sin((u + v) / 23.0)
    fields = ((np.floor(u / 6) * 7 + np.floor(v / 4) * 13) % 11) / 11
    roofs = ((u % 3) < 1.4) & ((v % 2.2) < 1.1) & (hills > 0.3)
    grain = (np.floor(columns * 1.7) * 31 + np.floor(rows * 1.3) * 17) % 23 - 11
    colour = np.stack(
        (90 + 70 * fields + 20 * hills, 105 + 45 * fields + 25 * hills, 62 + 40 * fields + 8 * hills), axis=-1
    )
    colour[hills < -0.7] = (44, 66, 38)
    colour[roofs] = (186, 112, 84)
    return png(np.clip(colour + grain[..., None], 0, 255))


def tiles_over(bounds: tuple[float, float, float, float], zooms: range) -> Iterator[tuple[int, int, int]]:
    """Every tile over these bounds."""
    west, south, east, north = bounds
    for z in zooms:
        (left, top), (right, bottom) = _tile(west, north, z), _tile(east, south, z)
        yield from ((z, x, y) for x in range(left, right + 1) for y in range(top, bottom + 1))


def _tile(lon: float, lat: float, z: int) -> tuple[int, int]:
    row = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    return int((lon + 180) / 360 * 2**z), int(row * 2**z)


def write_mbtiles(
    path: Path, tiles: Mapping[tuple[int, int, int], bytes | str], metadata: Mapping[str, str] | None = None
) -> Path:
    """A file of these tiles, by `z, x, y` as browsers count."""
    said = {"name": path.stem, "format": "png", "attribution": CREDIT} if metadata is None else metadata
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("create table metadata (name text, value text)")
        db.execute(
            "create table tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob)"
        )
        db.executemany("insert into metadata values (?, ?)", said.items())
        db.executemany(
            "insert into tiles values (?, ?, ?, ?)",
            ((z, x, 2**z - 1 - y, tile) for (z, x, y), tile in tiles.items()),
        )
    return path


def write_photographs(
    path: Path, bounds: tuple[float, float, float, float] = TOWN, zooms: range = range(11, 17)
) -> Path:
    """Photographs of a piece of the world."""
    return write_mbtiles(path, {each: photographed(*each) for each in tiles_over(bounds, zooms)})


if __name__ == "__main__":
    print(write_photographs(Path(sys.argv[1])))
