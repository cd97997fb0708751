"""Blobs in a folder of their own.

    BLOBS/<case>/<sha256>.blob       one blob (frames), under the key of the case (platform.keys.case_keys)
    BLOBS/<case>/*.partial           a blob that was being written when the light went out; swept at start

Disk and encryption work is done in threads, so that a long recording delays no request.
"""

import asyncio
import errno
import os
import re
import shutil
from collections.abc import AsyncIterable, AsyncIterator
from hashlib import sha256
from io import BufferedReader, BufferedWriter
from pathlib import Path
from secrets import token_hex
from uuid import UUID

from auxilio.kernel.refusal import Refused
from auxilio.platform.blobs.frames import (
    HEADER_BYTES,
    SEALED_FRAME_BYTES,
    DamagedBlob,
    FrameDecryptor,
    FrameEncryptor,
)
from auxilio.platform.blobs.ports import Digest
from auxilio.platform.files import PARTIAL, make_folder, sync_folder
from auxilio.platform.keys.ports import CaseKeys

_DIGEST = re.compile(r"[0-9a-f]{64}")


def sweep(folder: Path) -> int:
    """Remove from a folder of blobs what was never finished: whoever wrote it is dead. Returns how many.

    For the one that starts all who write, before it starts them: it needs no key, and looks at no blob.
    """
    left = list(folder.glob(f"*/*{PARTIAL}"))
    for path in left:
        path.unlink()
    return len(left)


class FolderBlobs:
    """The port `Blobs` over a folder."""

    def __init__(self, folder: Path, keys: CaseKeys) -> None:
        self._folder, self._keys = folder, keys

    def sweep(self) -> int:
        """Remove what was never finished; once, at start, before anybody writes. Returns how many."""
        return sweep(self._folder)

    async def put(self, data: AsyncIterable[bytes], case: UUID) -> Digest:
        """Keep the bytes, durably, under their digest."""
        try:
            key = await asyncio.to_thread(self._keys.key_of, case)
            await asyncio.to_thread(make_folder, self._folder / str(case))
            return await self._write(data, case, key)
        except OSError as wrong:
            if wrong.errno in {errno.ENOSPC, errno.EDQUOT}:
                raise Refused("disk_full") from wrong
            reason = errno.errorcode.get(wrong.errno or 0, "EIO")
            raise Refused("blob_not_written", case=str(case), reason=reason) from wrong

    async def _write(self, data: AsyncIterable[bytes], case: UUID, key: bytes) -> Digest:
        folder = self._folder / str(case)
        partial = folder / f"{token_hex(8)}{PARTIAL}"
        sealing, plain = FrameEncryptor(key, case), sha256()
        file = await asyncio.to_thread(_create, partial)
        try:
            await asyncio.to_thread(file.write, sealing.header)
            async for piece in data:
                plain.update(piece)
                await asyncio.to_thread(_feed, file, sealing, piece)
            await asyncio.to_thread(file.write, sealing.finish())
            digest = Digest(plain.hexdigest())
            await asyncio.to_thread(_finish, file, partial, folder / f"{digest}.blob")
        except BaseException:
            file.close()
            partial.unlink(missing_ok=True)
            raise
        return digest

    async def get(self, digest: Digest, case: UUID) -> AsyncIterator[bytes]:
        """The bytes again, each frame checked before it is handed out, the whole at the end."""
        try:
            file = await asyncio.to_thread(self._path(digest, case).open, "rb")
        except FileNotFoundError as wrong:
            raise Refused("blob_missing", digest=digest, case=str(case)) from wrong
        plain = sha256()
        try:
            opening = await asyncio.to_thread(self._opening, file, case)
            frame = await asyncio.to_thread(file.read, SEALED_FRAME_BYTES)
            last = False
            while not last:
                following = await asyncio.to_thread(file.read, SEALED_FRAME_BYTES)
                last = not following
                piece = await asyncio.to_thread(opening.open, frame, last)
                plain.update(piece)
                if piece:
                    yield piece
                frame = following
            opening.end(plain.hexdigest() == digest)
        except DamagedBlob as wrong:
            raise Refused("blob_damaged", digest=digest, case=str(case)) from wrong
        finally:
            file.close()

    async def exists(self, digest: Digest, case: UUID) -> bool:
        """Is it there?"""
        return await asyncio.to_thread(self._path(digest, case).is_file)

    async def delete(self, digest: Digest, case: UUID) -> bool:
        """Remove it, durably."""
        return await asyncio.to_thread(_remove, self._path(digest, case))

    async def forget(self, case: UUID) -> int:
        """Remove the key first: from then on the rest is noise."""
        return await asyncio.to_thread(self._forget, case)

    def _forget(self, case: UUID) -> int:
        folder = self._folder / str(case)
        self._keys.remove(case)
        if not folder.is_dir():
            return 0
        count = len(list(folder.glob("*.blob")))
        shutil.rmtree(folder)
        sync_folder(self._folder)
        return count

    def _path(self, digest: Digest, case: UUID) -> Path:
        # A digest comes from an event, but a path must never be made of what was not looked at.
        if not _DIGEST.fullmatch(digest):
            raise Refused("blob_missing", digest=digest, case=str(case))
        return self._folder / str(case) / f"{digest}.blob"

    def _opening(self, file: BufferedReader, case: UUID) -> FrameDecryptor:
        return FrameDecryptor(self._keys.open(case), case, file.read(HEADER_BYTES))


def _feed(file: BufferedWriter, sealing: FrameEncryptor, piece: bytes) -> None:
    file.writelines(sealing.feed(piece))


def _create(path: Path) -> BufferedWriter:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _finish(file: BufferedWriter, partial: Path, path: Path) -> None:
    file.flush()
    os.fsync(file.fileno())
    file.close()
    partial.replace(path)
    sync_folder(path.parent)


def _remove(path: Path) -> bool:
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    sync_folder(path.parent)
    return True
