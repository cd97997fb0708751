"""Where one message ends and the next begins in a stream (RFC 3261, 18.3). Pure."""

from auxilio.voice.sip.grammar import Malformed
from auxilio.voice.sip.message import HEADER_BYTES_MAX, content_length_of, end_of_headers

PING = b"\r\n\r\n"
PONG = b"\r\n"
"""Keep-alives of RFC 5626, 3.5.1."""


class Framer:
    """Collects bytes and gives whole messages. After `Malformed` the stream can no longer be read: close it."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._wanted = 0
        """Bytes of the message under way, once its headers are complete: they are looked at once."""

    @property
    def waiting(self) -> bool:
        """Whether a message has begun and not ended."""
        return bool(self._buffer)

    def feed(self, data: bytes) -> list[bytes]:
        """The messages that are complete now; an empty one is a ping. Raises `Malformed`."""
        self._buffer += data
        found: list[bytes] = []
        while (one := self._next()) is not None:
            found.append(one)
        return found

    def _next(self) -> bytes | None:
        if not self._wanted:
            if self._buffer.startswith(PING):
                del self._buffer[: len(PING)]
                return b""
            if PING.startswith(self._buffer):  # also when it is empty: wait for more
                return None
            stripped = self._buffer.lstrip(b"\r\n")
            del self._buffer[: len(self._buffer) - len(stripped)]
            self._wanted = self._measure()
        if not self._wanted or len(self._buffer) < self._wanted:
            return None
        message = bytes(self._buffer[: self._wanted])
        del self._buffer[: self._wanted]
        self._wanted = 0
        return message

    def _measure(self) -> int:
        ends = end_of_headers(self._buffer)
        if ends is None or ends[0] > HEADER_BYTES_MAX:
            if len(self._buffer) > HEADER_BYTES_MAX:
                raise Malformed(513, "header_too_large")
            return 0
        return ends[1] + (content_length_of(bytes(self._buffer[: ends[0]])) or 0)
