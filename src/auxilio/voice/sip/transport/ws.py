"""SIP over WebSocket (RFC 7118): browsers. A frame is a message; requests to a browser go out where it came in."""

import asyncio
import contextlib
import ssl
from http import HTTPStatus
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request as HandshakeRequest
from websockets.http11 import Response as HandshakeResponse
from websockets.typing import Subprotocol

from auxilio.platform.background_tasks import BackgroundTasks
from auxilio.voice.sip.message import BODY_BYTES_MAX, HEADER_BYTES_MAX
from auxilio.voice.sip.transport.base import (
    AdmitConnection,
    MessageSource,
    PeerIdentity,
    Receiver,
    TransportName,
    Unreachable,
    deliver,
    new_flow,
)
from auxilio.voice.sip.transport.framing import PING, PONG

SUBPROTOCOL = Subprotocol("sip")
QUEUE_MAX = 256
"""Messages that may wait for a slow browser; beyond it the connection is closed, and the page opens a new one."""
PING_EVERY_S = 10.0
PING_TIMEOUT_S = 10.0


class WebSocketTransport:
    """A listener for browsers. `admit` is asked before the socket opens; without it every page of ours may."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        origins: frozenset[str] = frozenset(),
        admit: AdmitConnection | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._host, self.port, self._tls = host, port, tls
        self._origins, self._admit = origins, admit
        self.name: TransportName = "wss" if tls else "ws"
        self._server: Server | None = None
        self._browsers: dict[int, _Browser] = {}
        self._identities: WeakKeyDictionary[ServerConnection, PeerIdentity] = WeakKeyDictionary()

    async def start(self, receiver: Receiver) -> None:
        """Listen. Raises `OSError` when the port is taken."""
        self._receiver = receiver
        self._server = await serve(
            self._serve,
            self._host,
            self.port,
            ssl=self._tls,
            subprotocols=[SUBPROTOCOL],
            process_request=self._admit_request,
            compression=None,
            max_size=HEADER_BYTES_MAX + BODY_BYTES_MAX,
            ping_interval=PING_EVERY_S,
            ping_timeout=PING_TIMEOUT_S,
            server_header=None,
        )
        self.port = int(next(iter(self._server.sockets)).getsockname()[1])

    async def stop(self) -> None:
        """Close the listener and all sockets."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    def has(self, flow: int) -> bool:
        """Whether a browser is still there."""
        return flow in self._browsers

    def send(self, data: bytes, target: MessageSource) -> None:
        """Send on the browser's own socket; there is no other way to a browser."""
        browser = self._browsers.get(target.flow)
        if browser is None:
            raise Unreachable
        browser.put(data)

    async def _admit_request(
        self, connection: ServerConnection, opening: HandshakeRequest
    ) -> HandshakeResponse | None:
        headers = {name.lower(): value for name, value in opening.headers.raw_items()}
        if not self._our_page(headers):
            return connection.respond(HTTPStatus.FORBIDDEN, "origin\n")
        if self._admit is None:
            return None
        identity = await self._admit(opening.path, headers)
        if identity is None:
            return connection.respond(HTTPStatus.FORBIDDEN, "token\n")
        self._identities[connection] = identity
        return None

    def _our_page(self, headers: dict[str, str]) -> bool:
        """A page of another site may not speak for a person who is signed in here (RFC 6455, 10.2)."""
        origin = headers.get("origin")
        if origin is None or origin in self._origins:
            return True  # not a browser: it could write any origin anyway
        host = urlsplit(f"//{headers.get('host', '')}").hostname
        return host is not None and urlsplit(origin).hostname == host

    async def _serve(self, connection: ServerConnection) -> None:
        if connection.subprotocol != SUBPROTOCOL:
            await connection.close(1002, "subprotocol")
            return
        host, port = connection.remote_address[:2]
        source = MessageSource(self.name, host, port, new_flow(), self._identities.get(connection))
        browser = self._browsers[source.flow] = _Browser(connection)
        try:
            with contextlib.suppress(ConnectionClosed, Unreachable):
                async for frame in connection:
                    self._frame(frame.encode() if isinstance(frame, str) else frame, source, browser)
        finally:
            del self._browsers[source.flow]
            browser.stop()
            self._receiver.closed(source)

    def _frame(self, data: bytes, source: MessageSource, browser: "_Browser") -> None:
        if data == PING:
            browser.put(PONG)
        elif data.strip():
            deliver(self._receiver, data, source)


class _Browser:
    def __init__(self, connection: ServerConnection) -> None:
        self._connection = connection
        self._queue: asyncio.Queue[bytes] = asyncio.Queue(QUEUE_MAX)
        self._tasks = BackgroundTasks("sip_browser")
        self._tasks.spawn(self._write())

    def put(self, data: bytes) -> None:
        try:
            self._queue.put_nowait(data)
        except asyncio.QueueFull:
            self._connection.transport.abort()
            raise Unreachable from None

    async def _write(self) -> None:
        with contextlib.suppress(ConnectionClosed):
            while True:
                data = await self._queue.get()
                # Text, as JsSIP reads it; a body that is no text goes in a binary frame.
                try:
                    await self._connection.send(data.decode())
                except UnicodeDecodeError:
                    await self._connection.send(data)

    def stop(self) -> None:
        self._tasks.cancel()
