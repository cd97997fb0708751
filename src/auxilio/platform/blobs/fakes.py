"""Blobs in memory; they can be damaged on purpose."""

from collections.abc import AsyncIterable, AsyncIterator
from hashlib import sha256
from uuid import UUID

from auxilio.kernel.refusal import Refused
from auxilio.platform.blobs.ports import Digest


class MemoryBlobs:
    """The port `Blobs` in memory."""

    def __init__(self) -> None:
        self._kept: dict[tuple[UUID, Digest], bytes] = {}

    async def put(self, data: AsyncIterable[bytes], case: UUID) -> Digest:
        """Keep the bytes."""
        whole = b"".join([piece async for piece in data])
        digest = Digest(sha256(whole).hexdigest())
        self._kept[(case, digest)] = whole
        return digest

    async def get(self, digest: Digest, case: UUID) -> AsyncIterator[bytes]:
        """The bytes again."""
        whole = self._kept.get((case, digest))
        if whole is None:
            raise Refused("blob_missing", digest=digest, case=str(case))
        if sha256(whole).hexdigest() != digest:
            raise Refused("blob_damaged", digest=digest, case=str(case))
        if whole:
            yield whole

    async def exists(self, digest: Digest, case: UUID) -> bool:
        """Is it there?"""
        return (case, digest) in self._kept

    async def delete(self, digest: Digest, case: UUID) -> bool:
        """Remove it."""
        return self._kept.pop((case, digest), None) is not None

    async def forget(self, case: UUID) -> int:
        """Remove all of a case."""
        gone = [key for key in self._kept if key[0] == case]
        for key in gone:
            del self._kept[key]
        return len(gone)

    def damage(self, digest: Digest, case: UUID) -> None:
        """Alter a byte behind everybody's back."""
        whole = self._kept[(case, digest)]
        self._kept[(case, digest)] = bytes([whole[0] ^ 1]) + whole[1:]
