"""Takes a file of photographs (MBTiles 1.3, raster) into an installation: every tile is looked at, and only the tiles are kept.

What else a file may hold (views, triggers, a missing index, a journal beside it) stays behind. What is in force changes when all of
the new one is on disk; whatever goes wrong before, it stays.
"""

import fcntl
import hashlib
import html
import math
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from auxilio.geo.imagery.imagery_folder import (
    CREDIT_MAX,
    MANIFEST,
    ZOOM_MAX,
    ImageryInfo,
    read_imagery,
    tiles_of,
)
from auxilio.geo.imagery.raster_tiles import TILE_BYTES_MAX, TILE_PIXELS, is_vector_tile, read_tile_head
from auxilio.geo.imagery.store import DiskFull, GivenTiles, TileRow, open_given, write_tiles
from auxilio.kernel.instant import iso_us
from auxilio.kernel.refusal import Refused
from auxilio.platform.files import PARTIAL, make_folder, sync_folder, write_durably

COARSE_TILES_MAX = 64
"""Tiles of the coarsest zoom: of more, somebody who looks at a whole town sees no photograph. (ours)"""
_LOCK = ".lock"
_TELL_EVERY = 500
_TAG = re.compile(r"<[^>]*>")
_TAKEN = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
type TileProgress = Callable[[int, int], None]
"""How many tiles of how many."""
type ImageryBounds = tuple[float, float, float, float]


class GivenCredit(msgspec.Struct, frozen=True, kw_only=True):
    """What who gives a file says of it; what is not said is taken from the file."""

    credit: str = ""
    taken: str = ""


def check_imagery(
    file: Path, given: GivenCredit, at: datetime, progress: TileProgress = lambda done, of: None
) -> ImageryInfo:
    """What `add_imagery` would keep of this file; nothing is written. Raises `Refused`, as it does."""
    with open_given(file) as source:
        seen = _Seen(source.metadata(), given)
        for _ in seen.each(source, progress):
            pass
        return seen.info(file, at, kept_bytes=file.stat().st_size)


def add_imagery(
    file: Path, folder: Path, given: GivenCredit, at: datetime, progress: TileProgress = lambda done, of: None
) -> ImageryInfo:
    """Keep the tiles of this file in `folder`, in force from then on.

    Raises `Refused`: `imagery_file_missing`, `imagery_not_mbtiles`, `imagery_not_raster`, `imagery_empty`, `imagery_tile_wrong`,
    `imagery_levels_missing`, `imagery_bounds_wrong`, `imagery_no_credit`, `imagery_credit_too_long`, `imagery_taken_wrong`,
    `imagery_no_room`, `imagery_folder_unwritable`, `imagery_going_on`.
    """
    with open_given(file) as source, _alone_in(folder):
        seen = _Seen(source.metadata(), given)
        needed, free = file.stat().st_size * 1.2, shutil.disk_usage(folder).free
        if free < needed:
            raise Refused("imagery_no_room", needed_gb=_gb(needed), free_gb=_gb(free))
        partial = folder / f"new{PARTIAL}"
        try:
            write_tiles(partial, seen.each(source, progress))
            info = seen.info(file, at, kept_bytes=partial.stat().st_size)
            partial.replace(tiles_of(folder, info.version))
        except DiskFull as wrong:
            raise Refused("imagery_no_room", needed_gb=_gb(needed), free_gb=_gb(free)) from wrong
        finally:
            partial.unlink(missing_ok=True)
        sync_folder(folder)
        written = msgspec.json.format(msgspec.json.encode(info), indent=2) + b"\n"
        write_durably(folder / MANIFEST, written, mode=0o644)
        _drop_others(folder, info.version)
    return info


def remove_imagery(folder: Path) -> ImageryInfo | None:
    """Take the photographs away; what they were, or None where none could be read. Raises `Refused("imagery_going_on")`."""
    with _alone_in(folder):
        try:
            before = read_imagery(folder)
        except Refused:
            before = None
        (folder / MANIFEST).unlink(missing_ok=True)
        sync_folder(folder)
        _drop_others(folder, "")
    return before


def coarse_tiles(info: ImageryInfo) -> int:
    """Over how many tiles the coarsest zoom spreads, or 0 where it is coarse enough (`COARSE_TILES_MAX`)."""
    west, south, east, north = info.bounds
    side = 2**info.min_zoom
    count = math.ceil((east - west) / 360 * side) * math.ceil((_row(south) - _row(north)) * side)
    return count if count > COARSE_TILES_MAX else 0


def _row(lat: float) -> float:
    return (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2


def _drop_others(folder: Path, version: str) -> None:
    for old in folder.glob("*.mbtiles"):
        if old.stem != version:
            old.unlink()


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    with ExitStack() as open_:
        try:
            make_folder(folder)
            lock = open_.enter_context((folder / _LOCK).open("w"))
        except OSError as wrong:
            raise Refused(
                "imagery_folder_unwritable", folder=str(folder), reason=wrong.strerror or ""
            ) from wrong
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            raise Refused("imagery_going_on", folder=str(folder)) from busy
        for left in folder.glob(f"*{PARTIAL}*"):  # by one that was killed
            left.unlink(missing_ok=True)
        yield


class _Seen:
    """What the tiles of a file are, as they go by. Zooms and bounds are counted, not believed."""

    def __init__(self, said: dict[str, str], given: GivenCredit) -> None:
        if said.get("format", "") == "pbf":
            raise Refused("imagery_not_raster", format="pbf")
        self._said_bounds = _said_bounds(said.get("bounds", ""))
        self._credit = _credit(given.credit or said.get("attribution", ""))
        if given.taken and not _TAKEN.fullmatch(given.taken):
            raise Refused("imagery_taken_wrong", taken=given.taken[:40])
        self._taken = given.taken
        self._digest = hashlib.sha256()
        self._pixels = 0
        self._count = 0
        self._extent: dict[int, list[int]] = {}
        """By zoom: first and last column, first and last row, as browsers count."""

    def each(self, source: GivenTiles, progress: TileProgress) -> Iterator[TileRow]:
        """Each tile, when it has been looked at."""
        total = source.count()
        for row in source.rows():
            yield self._look(row)
            if self._count % _TELL_EVERY == 0:
                progress(self._count, total)
        progress(total, total)

    def _look(self, row: tuple[Any, ...]) -> TileRow:
        z, x, south, tile = row
        if not all(isinstance(each, int) for each in (z, x, south)) or not isinstance(tile, bytes):
            raise _wrong_tile(row, "no numbers and a picture")
        if not (0 <= z <= ZOOM_MAX and 0 <= x < 2**z and 0 <= south < 2**z):
            raise _wrong_tile(row, "outside of the grid")
        if is_vector_tile(tile):
            raise Refused("imagery_not_raster", format="pbf")
        if len(tile) > TILE_BYTES_MAX:
            raise _wrong_tile(row, f"{len(tile)} bytes > {TILE_BYTES_MAX}")
        try:
            head = read_tile_head(tile)
        except ValueError as wrong:
            raise _wrong_tile(row, str(wrong)) from wrong
        side = self._pixels or head.width
        if (head.width, head.height) != (side, side) or side not in TILE_PIXELS:
            raise _wrong_tile(row, f"{head.width} x {head.height}")
        self._pixels = side
        self._digest.update(b"%d/%d/%d/%d:" % (z, x, south, len(tile)) + tile)
        self._count += 1
        y = 2**z - 1 - south
        seen = self._extent.setdefault(z, [x, x, y, y])
        seen[0], seen[1] = min(seen[0], x), max(seen[1], x)
        seen[2], seen[3] = min(seen[2], y), max(seen[3], y)
        return z, x, south, tile

    def info(self, file: Path, at: datetime, *, kept_bytes: int) -> ImageryInfo:
        """What was seen. Raises `Refused`: `imagery_empty`, `imagery_levels_missing`, `imagery_bounds_wrong`."""
        if not self._extent:
            raise Refused("imagery_empty", file=file.name)
        low, high = min(self._extent), max(self._extent)
        if gaps := [z for z in range(low, high) if z not in self._extent]:
            raise Refused("imagery_levels_missing", levels=", ".join(map(str, gaps)), low=low, high=high)
        return ImageryInfo(
            version=self._digest.hexdigest()[:16],
            credit=self._credit,
            taken=self._taken,
            source=file.name,
            tile_pixels=self._pixels,
            min_zoom=low,
            max_zoom=high,
            bounds=self._bounds(high),
            tiles=self._count,
            bytes=kept_bytes,
            added_at=iso_us(at),
        )

    def _bounds(self, z: int) -> ImageryBounds:
        first, last, north, south = self._extent[z]
        counted = (_lon(first, z), _lat(south + 1, z), _lon(last + 1, z), _lat(north, z))
        if self._said_bounds is None:
            return counted
        west, south_at, east, north_at = (
            max(counted[0], self._said_bounds[0]), max(counted[1], self._said_bounds[1]),
            min(counted[2], self._said_bounds[2]), min(counted[3], self._said_bounds[3]),
        )  # fmt: skip
        if west >= east or south_at >= north_at:
            raise Refused(
                "imagery_bounds_wrong", bounds=", ".join(f"{each:.5f}" for each in self._said_bounds)
            )
        return west, south_at, east, north_at


def _said_bounds(said: str) -> ImageryBounds | None:
    if not said.strip():
        return None
    try:
        west, south, east, north = (float(each) for each in said.split(","))
    except ValueError as wrong:
        raise Refused("imagery_bounds_wrong", bounds=said[:80]) from wrong
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise Refused("imagery_bounds_wrong", bounds=said[:80])
    return west, south, east, north


def _credit(said: str) -> str:
    """Words alone: files bring links with them, and the map shows what is written."""
    plain = html.unescape(_TAG.sub(" ", said))
    words = " ".join("".join(each for each in plain if each.isprintable() or each.isspace()).split())
    if not words:
        raise Refused("imagery_no_credit")
    if len(words) > CREDIT_MAX:
        raise Refused("imagery_credit_too_long", max=CREDIT_MAX)
    return words


def _wrong_tile(row: tuple[Any, ...], reason: str) -> Refused:
    return Refused("imagery_tile_wrong", tile="/".join(str(each)[:12] for each in row[:3]), reason=reason)


def _lon(x: int, z: int) -> float:
    return x / 2.0**z * 360 - 180


def _lat(y: int, z: int) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / 2.0**z))))


def _gb(size: float) -> float:
    return round(size / 1e9, 1)
