"""The port `Blobs`."""

from collections.abc import AsyncIterable, AsyncIterator
from typing import NewType, Protocol, runtime_checkable
from uuid import UUID

Digest = NewType("Digest", str)
"""SHA-256 of the plain bytes, 64 hexadecimal letters: what an event keeps, and `sha256sum` prints."""


@runtime_checkable  # the web framework asks whether it was given one
class Blobs(Protocol):
    """Large bytes of a case. `case` is the case, or the call while it belongs to none.

    The same bytes put twice into one case are one blob; in two cases they are two, so that removing one case
    leaves the other whole.
    """

    async def put(self, data: AsyncIterable[bytes], case: UUID) -> Digest:
        """Keep the bytes; when this returns they are durable. `disk_full` and `blob_not_written`
        (reason) leave nothing behind."""
        ...

    def get(self, digest: Digest, case: UUID) -> AsyncIterator[bytes]:
        """The bytes again. `blob_missing`, or `blob_damaged` before any altered byte is handed out.

        Bytes that are whole but of another blob are noticed at the end: consume to the end before trusting.
        """
        ...

    async def exists(self, digest: Digest, case: UUID) -> bool:
        """Is it there?"""
        ...

    async def delete(self, digest: Digest, case: UUID) -> bool:
        """Remove it; False when it was not there."""
        ...

    async def forget(self, case: UUID) -> int:
        """Remove all of a case and the key that opened it; how many blobs there were."""
        ...
