"""Where the photographs of an installation lie, and the tiles that the map asks of them.

    DATA/imagery/imagery.json            what is in force: zooms, bounds, credit, how large
    DATA/imagery/<version>.mbtiles       its tiles, never changed while they lie there

`imagery.json` is replaced in one step, and looked at by each question: processes that run take what is new without a new start.
"""

import asyncio
import logging
import threading
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

import msgspec

from auxilio.geo.imagery.raster_tiles import TILE_BYTES_MAX, media_type_of
from auxilio.geo.imagery.store import KeptTiles
from auxilio.kernel.refusal import Refused

_log = logging.getLogger(__name__)
MANIFEST = "imagery.json"
CREDIT_MAX = 200
"""Characters of a credit: two lines of a map. (ours)"""
ZOOM_MAX = 22
"""Beyond it a tile of 256 pixels shows ten metres. (ours)"""


class ImageryInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the photographs in force."""

    version: str
    """Of the tiles themselves: the same photographs have the same."""
    credit: str
    """Who made them, as the map says it."""
    taken: str = ""
    """When, as far as it is known: `2024`, `2024-06` or `2024-06-30`."""
    source: str
    """The name of the file that was given."""
    tile_pixels: int
    min_zoom: int
    max_zoom: int
    bounds: tuple[float, float, float, float]
    """West, south, east, north."""
    tiles: int
    bytes: int
    """Of the file that is kept."""
    added_at: str


class ImageryState(StrEnum):
    """Whether there are photographs."""

    NONE = "none"
    LOST = "lost"
    """They were given, and cannot be read now."""
    THERE = "there"


class ImageryTile(NamedTuple):
    """One picture."""

    data: bytes
    media_type: str


def tiles_of(folder: Path, version: str) -> Path:
    """The file of this version: named by digits and letters alone, so that it lies in the folder."""
    if not (version.isascii() and version.isalnum()):
        raise ValueError("a version is digits and letters")
    return folder / f"{version}.mbtiles"


def read_imagery(folder: Path) -> ImageryInfo | None:
    """What is in force; None where nothing was given. Raises `Refused("imagery_lost")` where it cannot be read any more."""
    try:
        written = (folder / MANIFEST).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as wrong:
        raise _lost(folder, wrong) from wrong
    try:
        info = msgspec.json.decode(written, type=ImageryInfo)
        size = tiles_of(folder, info.version).stat().st_size
    except (msgspec.DecodeError, ValueError, OSError) as wrong:
        raise _lost(folder, wrong) from wrong
    if size != info.bytes:
        raise Refused("imagery_lost", folder=str(folder), reason=f"{size} != {info.bytes} bytes")
    return info


def _lost(folder: Path, wrong: Exception) -> Refused:
    reason = (wrong.strerror if isinstance(wrong, OSError) else None) or str(wrong)
    return Refused("imagery_lost", folder=str(folder), reason=reason)


class Imagery:
    """The photographs of one installation, for its pages. Nothing of it waits on the event loop."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._opened: tuple[str, KeptTiles] | None = None
        self._told_lost = False

    async def look(self) -> tuple[ImageryState, ImageryInfo | None]:
        """Whether there are photographs now, and which."""
        return await asyncio.to_thread(self._look)

    async def tile(self, z: int, x: int, y: int) -> tuple[str, ImageryTile | None]:
        """The version in force, and the picture at `z/x/y` as browsers count; None where nothing was photographed."""
        return await asyncio.to_thread(self._tile, z, x, y)

    def _look(self) -> tuple[ImageryState, ImageryInfo | None]:
        try:
            info = read_imagery(self._folder)
            if info is not None:
                self._store(info)
        except (Refused, ValueError) as wrong:
            if not self._told_lost:
                _log.error("imagery_lost", extra={"error": type(wrong).__name__})
            self._told_lost = True
            return ImageryState.LOST, None
        self._told_lost = False
        return (ImageryState.NONE, None) if info is None else (ImageryState.THERE, info)

    def _tile(self, z: int, x: int, y: int) -> tuple[str, ImageryTile | None]:
        state, info = self._look()
        if state is not ImageryState.THERE or info is None or not info.min_zoom <= z <= info.max_zoom:
            return info.version if info else "", None
        try:
            data = self._store(info).tile(z, x, y)
        except ValueError as wrong:  # the disk went, or the file was taken away between two looks
            _log.warning("imagery_tile_unreadable", extra={"error": type(wrong).__name__})
            return info.version, None
        if data is None or len(data) > TILE_BYTES_MAX:
            return info.version, None
        kind = media_type_of(data)
        return info.version, None if kind is None else ImageryTile(data, kind)

    def _store(self, info: ImageryInfo) -> KeptTiles:
        with self._lock:
            if self._opened is None or self._opened[0] != info.version:
                self._opened = info.version, KeptTiles(tiles_of(self._folder, info.version))
            return self._opened[1]
