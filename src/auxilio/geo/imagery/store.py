"""MBTiles files of photographs: one that was given is read through, and what is kept of it is written (specification 1.3)."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

from auxilio.geo.tiles.store import TileStore
from auxilio.kernel.refusal import Refused

_TILES = "select zoom_level, tile_column, tile_row, tile_data from tiles"
_KEPT = (
    "create table tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob)",
    "create unique index tile_index on tiles (zoom_level, tile_column, tile_row)",
)

type TileRow = tuple[int, int, int, bytes]
"""Zoom, column, row from the south, picture."""


class DiskFull(Exception):
    """There was no room for the tiles."""


class GivenTiles:
    """A file that somebody gave."""

    def __init__(self, source: sqlite3.Connection) -> None:
        self._source = source

    def metadata(self) -> dict[str, str]:
        """Those values of the file that we ask for; a file without any is one that says nothing of itself."""
        try:
            rows = self._source.execute(
                "select name, substr(value, 1, 2000) from metadata where name in ('format', 'bounds', 'attribution')"
            ).fetchall()
        except sqlite3.OperationalError:
            return {}
        return {str(name): str(value) for name, value in rows if value is not None}

    def count(self) -> int:
        """How many tiles it has."""
        return int(self._source.execute("select count(*) from tiles").fetchone()[0])

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Each tile as it stands there, whatever it is."""
        yield from self._source.execute(_TILES)


@contextmanager
def open_given(file: Path) -> Iterator[GivenTiles]:
    """Read a file that was given. Raises `Refused`: `imagery_file_missing`, and, also while it is read, `imagery_not_mbtiles`."""
    if not file.is_file():
        raise Refused("imagery_file_missing", file=str(file))
    with ExitStack() as open_:
        try:
            address = f"{file.resolve().as_uri()}?mode=ro"
            source = open_.enter_context(closing(sqlite3.connect(address, uri=True)))
            source.execute("pragma trusted_schema = off")
            source.execute(f"{_TILES} limit 1").fetchone()
            yield GivenTiles(source)
        except sqlite3.Error as wrong:
            raise Refused("imagery_not_mbtiles", file=file.name, reason=str(wrong)) from wrong


def write_tiles(path: Path, rows: Iterator[TileRow]) -> None:
    """A file of these tiles and of nothing else. Raises `DiskFull`."""
    with closing(sqlite3.connect(path, isolation_level=None)) as kept:
        kept.execute("pragma journal_mode = off")  # a file that is not whole is thrown away
        kept.execute("pragma synchronous = full")
        kept.execute("begin")
        for statement in _KEPT:
            kept.execute(statement)
        try:
            kept.executemany("insert or ignore into tiles values (?, ?, ?, ?)", rows)
            kept.execute("commit")
        except sqlite3.OperationalError as wrong:
            if wrong.sqlite_errorcode != sqlite3.SQLITE_FULL:
                raise
            raise DiskFull from wrong


class KeptTiles(TileStore):
    """Those in force, read as the map's own."""

    def tile(self, z: int, x: int, y: int) -> bytes | None:
        """The picture at `z/x/y` as browsers count, or None. Raises `ValueError` where the file cannot be read."""
        try:
            return super().tile(z, x, y)
        except sqlite3.Error as wrong:
            raise ValueError(str(wrong)) from wrong
