"""How a blob lies on a disk: an encrypted stream of frames, each authenticated with its place.

    "AUXBLOB1" ‖ case (16 bytes) ‖ salt (16) ‖ frame₀ ‖ frame₁ ‖ … ‖ last frame
    frame = AES-256-GCM(HKDF(case key, salt), nonce = number ‖ last?, 64 KiB of plain bytes, aad = header)

Only the last frame may be shorter. A frame cannot be moved, dropped, repeated or cut off without notice, nor
borrowed from another blob, for each has a key of its own (the STREAM construction of Hoang et al., 2015).
"""

from collections.abc import Iterator
from secrets import token_bytes
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from auxilio.platform.keys.wrap import derive

MAGIC = b"AUXBLOB1"
_SALT_BYTES, _TAG_BYTES = 16, 16
HEADER_BYTES = len(MAGIC) + 16 + _SALT_BYTES
FRAME_BYTES = 64 * 1024
SEALED_FRAME_BYTES = FRAME_BYTES + _TAG_BYTES


class DamagedBlob(ValueError):
    """The bytes are not what was written."""


class _Frames:
    def __init__(self, key: bytes, header: bytes) -> None:
        self.header = header
        self._cipher = AESGCM(derive(key, b"auxilio blob 1", salt=header[-_SALT_BYTES:]))
        self._number = 0

    def _nonce(self, *, last: bool) -> bytes:
        nonce = self._number.to_bytes(11, "big") + bytes([last])
        self._number += 1
        return nonce


class FrameEncryptor(_Frames):
    """Turns plain bytes of any sizes into frames."""

    def __init__(self, key: bytes, case: UUID) -> None:
        super().__init__(key, MAGIC + case.bytes + token_bytes(_SALT_BYTES))
        self._waiting = bytearray()

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The frames that are full; the last one is held back, for it must say that it is the last."""
        self._waiting += data
        while len(self._waiting) > FRAME_BYTES:
            plain = bytes(self._waiting[:FRAME_BYTES])
            del self._waiting[:FRAME_BYTES]
            yield self._cipher.encrypt(self._nonce(last=False), plain, self.header)

    def finish(self) -> bytes:
        """The last frame."""
        return self._cipher.encrypt(self._nonce(last=True), bytes(self._waiting), self.header)


class FrameDecryptor(_Frames):
    """Turns frames back into plain bytes; raises Damaged at the first that does not hold."""

    def __init__(self, key: bytes, case: UUID, header: bytes) -> None:
        if len(header) != HEADER_BYTES or header[: len(MAGIC)] != MAGIC or header[8:24] != case.bytes:
            raise DamagedBlob
        super().__init__(key, header)

    def open(self, frame: bytes, last: bool) -> bytes:
        """The plain bytes of the next frame."""
        try:
            return self._cipher.decrypt(self._nonce(last=last), frame, self.header)
        except (InvalidTag, ValueError) as wrong:
            raise DamagedBlob from wrong

    @staticmethod
    def end(whole: bool) -> None:
        """Every frame held; was it also the blob that was asked for?"""
        if not whole:
            raise DamagedBlob
