"""Frames that are the same bytes for many windows are made once and handed to each socket as they are (decision 0123).

A server that speaks ASGI makes a frame anew for each window, in a task of its own: for a board that 500 windows look
at that was most of what a fact cost. `FrameProtocol` is uvicorn's own WebSocket with one more way out, told to the
application as the ASGI extension `EXTENSION`; without it the application sends as everybody does.
"""

import struct
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request
from websockets.protocol import State

EXTENSION = "auxilio.frames"
MESSAGE_BYTES_MAX = 32_768
"""Of what anybody sends, before it is known who they are: more ends the connection (1009) before it is held in memory."""
_WHOLE_TEXT = 0x81
"""A text message in one frame (RFC 6455, 5.2): FIN, opcode 1. What a server sends is not masked."""

_NO_HANDSHAKE = b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


def text_frame(payload: bytes) -> bytes:
    """A text message as it stands on the wire; `payload` is UTF-8."""
    size = len(payload)
    if size < 126:
        return struct.pack("!BB", _WHOLE_TEXT, size) + payload
    if size < 1 << 16:
        return struct.pack("!BBH", _WHOLE_TEXT, 126, size) + payload
    return struct.pack("!BBQ", _WHOLE_TEXT, 127, size) + payload


class FrameProtocol(WebSocketsSansIOProtocol):
    """Give it to uvicorn as `ws`. Only without extensions such as compression, which would change the bytes."""

    def data_received(self, data: bytes) -> None:
        """As always; but a handshake that the library cannot read is ended, where uvicorn leaves it open for ever."""
        super().data_received(data)
        if not self.handshake_initiated and self.conn.handshake_exc is not None:
            self.transport.write(_NO_HANDSHAKE)
            self.transport.close()

    def handle_connect(self, event: Request) -> None:
        """As always; the application, which begins in the next turn of the loop, finds us in its scope."""
        super().handle_connect(event)
        if not self.close_sent:
            extensions: dict[str, Any] = self.scope["extensions"]
            extensions[EXTENSION] = self

    def write_frame(self, frame: bytes) -> bool:
        """Hand a whole frame to the socket. False when it cannot take one now: send it as everybody does, and wait."""
        if (
            not self.writable.is_set()
            or not self.handshake_complete
            or self.close_sent
            or self.conn.state is not State.OPEN
            or self.transport.is_closing()
        ):
            return False
        assert not self.conn.extensions, "an extension would have to change the bytes"
        self.transport.write(frame)
        return True
