"""Extracts of OpenStreetMap in `DATA/region/incoming`: put there by hand, or sent by a page in pieces.

One upload at a time. It can break off and go on: what has come stays in one file beside the others, and on the disk.
"""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import msgspec

from auxilio.kernel.refusal import Conflict, NotFound, Refused
from auxilio.platform.files import sync_folder, write_durably
from auxilio.platform.ids import new_id
from auxilio.setup.core.region_setup import (
    FILES_MAX,
    HEADER_BYTES_MAX,
    NAME_MAX,
    ExtractFile,
    ExtractUpload,
    NewExtractUpload,
    begins_as_extract,
    block_of,
    check_room,
    check_size,
    extract_name,
)

BLOCKS_MAX = 2_000_000
"""The planet has about a million (8,000 elements in each); more are a file that would hold the folder for an hour."""
LOCK, UPLOAD, PARTIAL = ".lock", ".upload.json", ".upload.partial"


def free_bytes_of(folder: Path) -> int:
    """Free for us on the disk of this folder, or of the nearest above it that exists."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


class ExtractFolder:
    """The folder of extracts of one installation, for all its processes. Every call may read or write a disk."""

    def __init__(self, data: Path, free_bytes: Callable[[Path], int] = free_bytes_of) -> None:
        self.folder = data / "region" / "incoming"
        self._free_bytes = free_bytes
        self._about, self._partial = self.folder / UPLOAD, self.folder / PARTIAL

    def free_bytes(self) -> int:
        """On its disk."""
        return self._free_bytes(self.folder)

    def files(self) -> tuple[ExtractFile, ...]:
        """Those that are whole, by name."""
        found = []
        for path in sorted(self.folder.glob("*.pbf")):
            if path.is_file() and not path.name.startswith(".") and len(path.name) <= NAME_MAX:
                found.append(ExtractFile(name=path.name, size_bytes=path.stat().st_size))
        return tuple(found[:FILES_MAX])

    def upload(self) -> ExtractUpload | None:
        """The one that is going on, or broke off."""
        try:
            about = msgspec.json.decode(self._about.read_bytes(), type=ExtractUpload)
            received = self._partial.stat().st_size
        except (FileNotFoundError, msgspec.MsgspecError):
            return None
        return msgspec.structs.replace(about, received_bytes=min(received, about.size_bytes))

    def begin(self, new: NewExtractUpload) -> ExtractUpload:
        """Begin an upload; one of the same file that broke off goes on.

        Raises `Refused`: `region_file_name`, `region_file_too_large`, `region_no_room`, `region_upload_going_on`.
        """
        name = extract_name(new.name)
        check_size(new.size_bytes)
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._held():
            going_on = self.upload()
            if going_on is not None and going_on.is_of(new):
                return going_on
            if going_on is not None:
                raise Conflict("region_upload_going_on", file=going_on.name)
            check_room(self.free_bytes(), new.size_bytes, upload=True)
            fresh = ExtractUpload(
                id=new_id(), name=name, size_bytes=new.size_bytes, modified_ms=new.modified_ms
            )
            self._partial.write_bytes(b"")
            write_durably(self._about, msgspec.json.encode(fresh))
            return fresh

    def append(self, id: UUID, offset: int, piece: bytes) -> ExtractUpload:
        """One more piece, durable when this returns; with the last one the file is among the others.

        A file that is no extract ends its upload: `region_file_not_osm` with the first piece, `region_file_truncated` with the last.
        Raises `Refused` also: `unknown_region_upload`, `region_upload_offset`, `disk_full`; then what had come before stays.
        """
        with self._held(), self._unless_spoiled():
            upload = self._upload_of(id)
            if offset != upload.received_bytes or offset + len(piece) > upload.size_bytes or not piece:
                raise Conflict("region_upload_offset", received_bytes=upload.received_bytes)
            self._write(offset, piece)
            if offset < HEADER_BYTES_MAX:
                self._check_start(upload.name, offset + len(piece) == upload.size_bytes)
            now = msgspec.structs.replace(upload, received_bytes=offset + len(piece))
            if now.is_whole:
                check_blocks(self._partial, upload.name)
                self._partial.replace(self.folder / upload.name)
                self._about.unlink()
                sync_folder(self.folder)
            return now

    def discard(self, id: UUID) -> None:
        """Give an upload up. Raises `NotFound("unknown_region_upload")`."""
        with self._held():
            self._upload_of(id)
            self._forget()

    def delete(self, name: str) -> None:
        """An extract that is needed no more. Raises `NotFound("unknown_region_file")`."""
        self._known(name).unlink(missing_ok=True)

    def checked(self, name: str) -> ExtractFile:
        """An extract that a region can be built from, as far as can be seen without reading all of it.

        Raises `Refused`: `unknown_region_file`, `region_file_not_osm`, `region_file_truncated`, `region_no_room`.
        """
        path = self._known(name)
        check_blocks(path, name)
        size = path.stat().st_size
        check_room(self.free_bytes(), size, upload=False)
        return ExtractFile(name=name, size_bytes=size)

    def _known(self, name: str) -> Path:
        if name not in {each.name for each in self.files()}:
            raise NotFound("unknown_region_file", file=name, field="$.file")
        return self.folder / name

    def _upload_of(self, id: UUID) -> ExtractUpload:
        upload = self.upload()
        if upload is None or upload.id != id:
            raise NotFound("unknown_region_upload")
        return upload

    def _write(self, offset: int, piece: bytes) -> None:
        try:
            with self._partial.open("r+b") as file:
                file.seek(offset)
                file.write(piece)
                file.truncate()
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            os.truncate(self._partial, offset)  # half a piece is none
            raise

    def _check_start(self, name: str, whole: bool) -> None:
        with self._partial.open("rb") as file:
            first = file.read(HEADER_BYTES_MAX)
        if (whole or len(first) == HEADER_BYTES_MAX) and not begins_as_extract(first):
            raise Refused("region_file_not_osm", file=name)

    def _forget(self) -> None:
        self._about.unlink(missing_ok=True)
        self._partial.unlink(missing_ok=True)

    @contextmanager
    def _unless_spoiled(self) -> Iterator[None]:
        try:
            yield
        except Refused as refused:
            if refused.code in {"region_file_not_osm", "region_file_truncated"}:
                self._forget()
            raise

    @contextmanager
    def _held(self) -> Iterator[None]:
        """No other process writes here meanwhile."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / LOCK).open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def check_blocks(path: Path, name: str) -> None:
    """Walk from block to block without reading what is in them.

    Raises `Refused`: `region_file_not_osm`, and `region_file_truncated` for one that ends within a block or goes on with what is none.
    """
    with path.open("rb") as file:
        if not begins_as_extract(file.read(HEADER_BYTES_MAX)):
            raise Refused("region_file_not_osm", file=name)
        size, at, count = path.stat().st_size, 0, 0
        while at < size:
            if (count := count + 1) > BLOCKS_MAX:
                raise Refused("region_file_not_osm", file=name)
            file.seek(at)
            length = int.from_bytes(file.read(4))
            header = file.read(length) if 0 < length <= HEADER_BYTES_MAX else b""
            try:
                _, block = block_of(header)
            except ValueError:
                raise Refused("region_file_truncated", file=name) from None
            at += 4 + length + block
        if at != size:
            raise Refused("region_file_truncated", file=name)
