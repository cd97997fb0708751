"""A recording on disk while it goes on: encrypted blocks, each readable as soon as it is written.

    "AUXSPOO2" ‖ case (16) ‖ length (2) ‖ salt ‖ block₀ ‖ block₁ ‖ …
    block = length (4) ‖ AES-256-GCM(HKDF(key of the case, salt), nonce = number, msgpack)

Blobs are sealed whole and exist only when they are finished (platform.blobs); a call must outlive its process. So it
waits here, under a key of this one file that hangs on the key of its case, and becomes a blob at the end. A block that was
being written during a power cut is cut off; those before it hold. Files of before decision 0235 begin with "AUXSPOOL"
and hold a wrapped key of their own in the place of the salt.
"""

import errno
import os
import struct
from collections.abc import Iterator
from datetime import datetime
from io import FileIO, RawIOBase
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from auxilio.platform.keys.ports import CaseKeys
from auxilio.platform.keys.wrap import derive, new_salt

_MAGIC, _WRAPPED = b"AUXSPOO2", b"AUXSPOOL"
_PURPOSE = b"auxilio spool 1"
_HEAD = struct.Struct("!8s16sH")
_LENGTH = struct.Struct("!I")
_LONGEST = 8 * 1024 * 1024


class SpoolBlock(msgspec.Struct, frozen=True, array_like=True):
    """A stretch of time: its first sample, how many there are, and so much A-law for each party."""

    start: int
    length: int
    channels: dict[str, bytes]
    began_at: datetime
    """The wall clock at the recording's sample 0."""
    last: bool = False
    """The recording was ended, and did not merely stop."""


def _nonce(number: int) -> bytes:
    return number.to_bytes(12)


class SpoolWriter:
    """Adds blocks to a new file."""

    def __init__(self, path: Path, case: UUID, keys: CaseKeys) -> None:
        salt = new_salt()
        self._cipher = AESGCM(derive(keys.key_of(case), _PURPOSE, salt=salt))
        self._number = 0
        self._file = FileIO(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        head = _HEAD.pack(_MAGIC, case.bytes, len(salt)) + salt
        _write_whole(self._file, head)
        self._end = len(head)

    def add(self, block: SpoolBlock) -> None:
        """Write a block. OSError leaves the file as it was before."""
        sealed = self._cipher.encrypt(_nonce(self._number), msgspec.msgpack.encode(block), None)
        data = _LENGTH.pack(len(sealed)) + sealed
        try:
            _write_whole(self._file, data)
        except OSError:
            self._file.truncate(self._end)
            self._file.seek(self._end)
            raise
        self._end += len(data)
        self._number += 1

    def sync(self) -> None:
        """From here on a power cut takes nothing of it."""
        os.fdatasync(self._file.fileno())

    def close(self) -> None:
        """No more blocks."""
        self._file.close()


def _write_whole(file: RawIOBase, data: bytes) -> None:
    if file.write(data) != len(data):
        raise OSError(errno.ENOSPC, "only a part was written")


def case_of(path: Path) -> UUID | None:
    """Whose recording it is; None for a file that was not even begun."""
    with path.open("rb") as file:
        head = file.read(_HEAD.size)
    if len(head) < _HEAD.size or head[: len(_MAGIC)] not in (_MAGIC, _WRAPPED):
        return None
    return UUID(bytes=head[8:24])


def has_own_key(path: Path) -> bool:
    """Whether it was begun by an older release: it opens only as long as the master of then is there."""
    with path.open("rb") as file:
        return file.read(len(_WRAPPED)) == _WRAPPED


def read(path: Path, keys: CaseKeys) -> Iterator[SpoolBlock]:
    """The blocks, up to the first that does not hold."""
    with path.open("rb") as file:
        magic, case, length = _HEAD.unpack(file.read(_HEAD.size))
        assert magic in (_MAGIC, _WRAPPED), "asked by case_of first"
        owner, given = UUID(bytes=case), file.read(length)
        if magic == _WRAPPED:
            cipher = AESGCM(derive(keys.open_wrapped(owner, given), _PURPOSE))
        else:
            cipher = AESGCM(derive(keys.open(owner), _PURPOSE, salt=given))
        number = 0
        while (sealed := _next(file)) is not None:
            try:
                plain = cipher.decrypt(_nonce(number), sealed, None)
            except InvalidTag:
                return
            yield msgspec.msgpack.decode(plain, type=SpoolBlock)
            number += 1


def _next(file: BinaryIO) -> bytes | None:
    head = file.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    sealed = file.read(length) if length <= _LONGEST else b""
    return sealed if len(sealed) == length else None
