"""A ZIP file in which every byte is decided (APPNOTE 6.3, stored entries only, no extra fields).

Any tool opens it. But for given names, contents and one moment there is exactly one such file, so reading it
means writing it again and comparing: no byte between, behind or inside the entries can hide or change.
Contents are stored, not packed: what packs well differs between versions of zlib, and recordings do not pack.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from struct import Struct
from typing import Protocol
from zlib import crc32

import msgspec

_LOCAL = Struct("<4sHHHHHIIIHH")
_CENTRAL = Struct("<4sHHHHHHIIIHHHHHII")
_END = Struct("<4sHHHHIIH")
_LOCAL_SIGN, _CENTRAL_SIGN, _END_SIGN = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_VERSION, _UTF8_NAMES, _STORED = 20, 0x0800, 0
_MADE_BY_UNIX, _READABLE_FILE = 3 << 8, 0o100644 << 16

_NAME = re.compile(r"[A-Za-z0-9._/-]{1,160}")

BYTES_MAX = 2**32 - 1
"""Classic ZIP ends here, and so does a bundle: over a hundred hours of telephone speech."""
ENTRIES_MAX = 65_535


class Sliceable(Protocol):
    """Bytes, or a file mapped into memory."""

    def __len__(self) -> int: ...

    def __getitem__(self, part: slice, /) -> bytes: ...


class ContainerEntry(msgspec.Struct, frozen=True):
    """A name and its bytes."""

    name: str
    data: bytes


class BrokenContainer(Exception):
    """The file is not one of ours from here on."""

    def __init__(self, place: str, entry: str | None) -> None:
        super().__init__(place)
        self.place, self.entry = place, entry


def _dos(at: datetime) -> tuple[int, int]:
    """A ZIP's idea of time and date: UTC here, two seconds coarse."""
    u = at.astimezone(UTC)
    return u.hour << 11 | u.minute << 5 | u.second // 2, max(0, u.year - 1980) << 9 | u.month << 5 | u.day


def _local_header(entry: ContainerEntry, at: datetime) -> bytes:
    name = entry.name.encode()
    size = len(entry.data)
    return (
        _LOCAL.pack(
            _LOCAL_SIGN,
            _VERSION,
            _UTF8_NAMES,
            _STORED,
            *_dos(at),
            crc32(entry.data),
            size,
            size,
            len(name),
            0,
        )
        + name
    )


def _central_header(entry: ContainerEntry, at: datetime, offset: int) -> bytes:
    name = entry.name.encode()
    size = len(entry.data)
    return (
        _CENTRAL.pack(
            _CENTRAL_SIGN,
            _MADE_BY_UNIX | _VERSION,
            _VERSION,
            _UTF8_NAMES,
            _STORED,
            *_dos(at),
            crc32(entry.data),
            size,
            size,
            len(name),
            0,
            0,
            0,
            0,
            _READABLE_FILE,
            offset,
        )
        + name
    )


def write(entries: Sequence[ContainerEntry], at: datetime) -> Iterator[bytes]:
    """The file, in pieces. The same entries and moment always give the same bytes."""
    assert len({e.name for e in entries}) == len(entries) <= ENTRIES_MAX, "each name once"
    assert all(_NAME.fullmatch(e.name) for e in entries), "names that every system can keep"
    offset, directory = 0, list[bytes]()
    for entry in entries:
        header = _local_header(entry, at)
        directory.append(_central_header(entry, at, offset))
        yield header
        yield entry.data
        offset += len(header) + len(entry.data)
    size = sum(map(len, directory))
    assert offset + size < BYTES_MAX, "a bundle fits a classic ZIP (checked before sealing)"
    yield from directory
    yield _END.pack(_END_SIGN, 0, 0, len(entries), len(entries), size, offset, 0)


def read(file: Sliceable) -> list[ContainerEntry]:
    """The entries, as far as sizes can be followed; raises Broken where they cannot."""
    entries: list[ContainerEntry] = []
    here = 0
    while file[here : here + 4] != _CENTRAL_SIGN:
        last = entries[-1].name if entries else None
        header = file[here : here + _LOCAL.size]
        if header[:4] == _END_SIGN and not entries:
            break
        if len(header) < _LOCAL.size or header[:4] != _LOCAL_SIGN:
            raise BrokenContainer("header", last)
        *_, size, also_size, name_size, extra_size = _LOCAL.unpack(header)
        start = here + _LOCAL.size + name_size
        name = file[here + _LOCAL.size : start].decode("ascii", errors="replace")
        if not _NAME.fullmatch(name):
            raise BrokenContainer("header", last)
        if size != also_size or extra_size or start + size > len(file):
            raise BrokenContainer("header", name)
        entries.append(ContainerEntry(name, file[start : start + size]))
        here = start + size
        if len(entries) > ENTRIES_MAX:
            raise BrokenContainer("directory", None)
    return entries


def compare(file: Sliceable, entries: Sequence[ContainerEntry], at: datetime) -> BrokenContainer | None:
    """Where the file differs from the one we would write of these entries; None when nowhere."""
    here = 0
    for entry in entries:
        header = _local_header(entry, at)
        if file[here : here + len(header)] != header:
            return BrokenContainer("header", entry.name)
        here += len(header) + len(entry.data)
    offset = 0
    for entry in entries:
        line = _central_header(entry, at, offset)
        if file[here : here + len(line)] != line:
            return BrokenContainer("directory", entry.name)
        here += len(line)
        offset += len(_local_header(entry, at)) + len(entry.data)
    end = _END.pack(_END_SIGN, 0, 0, len(entries), len(entries), here - offset, offset, 0)
    if file[here : here + len(end)] != end:
        return BrokenContainer("end", None)
    if len(file) != here + len(end):
        return BrokenContainer("behind", None)
    return None
