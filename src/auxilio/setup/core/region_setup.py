"""The map of an installation as the set-up sees it: extracts that were brought, one upload, one build. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import msgspec

from auxilio.kernel.refusal import Refused

GIB = 1024**3
UPLOAD_BYTES_MAX = 8 * GIB
"""Of one extract: the largest of one European country has 5 GiB (Geofabrik, 2025)."""
PIECE_BYTES = 4 * 1024**2
"""Of an upload. One that breaks off is sent again, and at 1 Mbit/s takes half a minute (ours)."""
FILES_MAX = 100
"""So many extracts are listed (ours)."""
WORK_FACTOR = 15
"""A build of Andorra had 13 times its extract on the disk at once (measured, 2026)."""
RESERVE_BYTES = 2 * GIB
"""Stays free for the database: below it readiness is red (`readiness.core.policy.DISK_FREE_GB_MIN`)."""
NAME_MAX = 120
SUFFIX = ".osm.pbf"
HEADER_BYTES_MAX = 64 * 1024
"""Of the header of one block, and of what is looked at to know a file (OSM wiki, PBF Format: 64 KiB)."""
BLOCK_BYTES_MAX = 32 * 1024**2
"""Of one block (OSM wiki, PBF Format: 32 MiB)."""

ExtractName = Annotated[str, msgspec.Meta(min_length=1, max_length=NAME_MAX)]


class RegionBuildState(StrEnum):
    """Where a build stands."""

    WAITING = "waiting"
    BUILDING = "building"
    BUILT = "built"
    FAILED = "failed"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"
    """Its process ended without an outcome: it was killed, or the machine went down."""


OPEN_STATES = frozenset({RegionBuildState.WAITING, RegionBuildState.BUILDING})


class RegionBuild(msgspec.Struct, frozen=True, kw_only=True):
    """The latest build that a page asked for."""

    id: UUID
    file: str
    asked_at: str
    asked_by: str
    state: RegionBuildState
    step: str = ""
    """One of `geo.build.region_build.STEPS`."""
    nth: int = 0
    """Of `steps`, from 1."""
    steps: int = 0
    version: str = ""
    """Of the region that was built."""
    counts: dict[str, int] = {}
    thin: tuple[str, ...] = ()
    """What the region has none of (`thin_spots`)."""
    code: str = ""
    """Of the refusal of a build that failed."""
    facts: dict[str, Any] = {}
    forced_by: str = ""
    """Who put the region in force without waiting until no call goes on."""
    forced_at: str = ""

    @property
    def is_open(self) -> bool:
        """It waits or goes on."""
        return self.state in OPEN_STATES


class ExtractFile(msgspec.Struct, frozen=True, kw_only=True):
    """An extract in the folder of extracts."""

    name: str
    size_bytes: int


class NewExtractUpload(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file that is going to be sent in pieces. Name, size and date say whether it is one that broke off."""

    name: ExtractName
    size_bytes: Annotated[int, msgspec.Meta(ge=1, le=2**53)]
    modified_ms: Annotated[int, msgspec.Meta(ge=0, le=2**53)]


class ExtractUpload(msgspec.Struct, frozen=True, kw_only=True):
    """An upload, and how far it is."""

    id: UUID
    name: str
    size_bytes: int
    modified_ms: int
    received_bytes: int = 0

    @property
    def is_whole(self) -> bool:
        """All of it is here."""
        return self.received_bytes == self.size_bytes

    def is_of(self, new: NewExtractUpload) -> bool:
        """It is the same file."""
        same = (self.size_bytes, self.modified_ms) == (new.size_bytes, new.modified_ms)
        return same and self.name == extract_name(new.name)


class ChosenExtract(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The extract that a region is built from."""

    file: ExtractName


class RegionInForce(msgspec.Struct, frozen=True, kw_only=True):
    """The region that this process answers with."""

    version: str
    source: str
    data_at: str
    """The date of the data; empty where the extract has none."""
    is_invented: bool


class RegionSetupView(msgspec.Struct, frozen=True, kw_only=True):
    """What the step of the map shows."""

    in_force: RegionInForce | None
    files: tuple[ExtractFile, ...]
    upload: ExtractUpload | None
    build: RegionBuild | None
    can_build: bool
    """`auxilio up` runs this process; another start builds on a command line only."""
    folder: str
    """Where a file can be put by hand."""
    free_bytes: int
    open_calls: int = 0
    """What a region that is built waits for."""
    piece_bytes: int = PIECE_BYTES
    upload_bytes_max: int = UPLOAD_BYTES_MAX


def extract_name(given: str) -> str:
    """The name under which it is kept: no folder, no character that a command line would trip over.

    Raises `Refused("region_file_name")` for one that does not end in `.osm.pbf`.
    """
    base = given.replace("\\", "/").rpartition("/")[2]
    stem = base.lower().removesuffix(".pbf").removesuffix(".osm")
    if not base.lower().endswith(".pbf") or not stem.strip("."):
        raise Refused("region_file_name", file=given, field="$.name")
    kept = "".join(each if each.isascii() and (each.isalnum() or each in "._-") else "-" for each in stem)
    return kept.strip(".-")[: NAME_MAX - len(SUFFIX)] + SUFFIX if kept.strip(".-") else f"region{SUFFIX}"


def bytes_wanted(size_bytes: int, *, upload: bool) -> int:
    """Free room for building from an extract of this size, and for keeping it where it is still to come."""
    return size_bytes * (WORK_FACTOR + upload) + RESERVE_BYTES


def check_room(free_bytes: int, size_bytes: int, *, upload: bool) -> None:
    """Raises `Refused("region_no_room")`."""
    wanted = bytes_wanted(size_bytes, upload=upload)
    if free_bytes < wanted:
        raise Refused("region_no_room", free_gb=_gb(free_bytes), wanted_gb=_gb(wanted))


def check_size(size_bytes: int) -> None:
    """Raises `Refused("region_file_too_large")`."""
    if size_bytes > UPLOAD_BYTES_MAX:
        raise Refused("region_file_too_large", size_gb=_gb(size_bytes), max_gb=_gb(UPLOAD_BYTES_MAX))


def _gb(size_bytes: int) -> float:
    return round(size_bytes / GIB, 1)


WANTED_COUNTS = ("streets", "house_numbers", "jurisdictions", "facilities")


def thin_spots(counts: Mapping[str, int]) -> tuple[str, ...]:
    """What a region should have and has none of; wording is `setup.region_thin.<name>`."""
    return tuple(name for name in WANTED_COUNTS if not counts.get(name))


def block_of(header: bytes) -> tuple[bytes, int]:
    """Type and length of the block that its header announces (OSM wiki, PBF Format). Raises `ValueError`."""
    kind, length, at = b"", -1, 0
    while at < len(header):
        tag, at = _varint(header, at)
        value, at = _varint(header, at)
        if tag & 7 == 2:  # of a known length
            if at + value > len(header):
                raise ValueError("cut off")
            kind, at = (header[at : at + value] if tag >> 3 == 1 else kind), at + value
        elif tag & 7 != 0:
            raise ValueError("no field of a header")
        elif tag >> 3 == 3:
            length = value
    if not kind or not 0 <= length <= BLOCK_BYTES_MAX:
        raise ValueError("no header of a block")
    return kind, length


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(data) and shift < 35:
        byte = data[at]
        value, at, shift = value | (byte & 0x7F) << shift, at + 1, shift + 7
        if byte < 0x80:
            return value, at
    raise ValueError("no number")


def begins_as_extract(first: bytes) -> bool:
    """Whether a file with these first bytes is OpenStreetMap data as PBF. `first`: all of it, or `HEADER_BYTES_MAX` at least."""
    length = int.from_bytes(first[:4])
    if len(first) < 4 or not 0 < length <= HEADER_BYTES_MAX - 4 or len(first) < 4 + length:
        return False
    try:
        return block_of(first[4 : 4 + length])[0] == b"OSMHeader"
    except ValueError:
        return False
