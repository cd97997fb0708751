"""SIP over TCP and TLS: connections that peers open to us, and those that we open; answers go back on the same one."""

import asyncio
import contextlib
import ssl
from typing import cast

from auxilio.platform.background_tasks import BackgroundTasks
from auxilio.voice.sip.grammar import Malformed
from auxilio.voice.sip.transport.base import (
    MessageSource,
    Receiver,
    TransportName,
    Unreachable,
    deliver,
    new_flow,
)
from auxilio.voice.sip.transport.framing import PONG, Framer

CONNECTIONS_MAX = 8_192
UNSENT_BYTES_MAX = 1024 * 1024
"""A peer that reads no more is cut off, and not waited for."""
HALF_MESSAGE_S = 20.0
"""How long the rest of a message may take; it also ends those who open connections and say nothing."""
CONNECT_TIMEOUT_S = 5.0
HANDSHAKE_TIMEOUT_S = 10.0
"""How long a peer may take to agree on TLS."""


class TcpTransport:
    """A listener and all its connections. With `tls` it is TLS."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        tls: ssl.SSLContext | None = None,
        client_tls: ssl.SSLContext | None = None,
    ) -> None:
        """`client_tls`: whom we trust when we open a TLS connection; the machine's authorities when not given."""
        self._host, self.port, self._tls = host, port, tls
        self._client_tls = client_tls or ssl.create_default_context() if tls else None
        self.name: TransportName = "tls" if tls else "tcp"
        self._server: asyncio.Server | None = None
        self._connections: dict[int, _Connection] = {}
        self._ours: dict[tuple[str, int], _Connection | _PendingConnection] = {}
        """Connections that we opened, by whom we called: they are used again."""
        self._openings = BackgroundTasks("sip_connection")

    async def start(self, receiver: Receiver) -> None:
        """Listen. Raises `OSError` when the port is taken."""
        self._receiver = receiver
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: _Connection(self, receiver),
            self._host,
            self.port,
            ssl=self._tls,
            ssl_handshake_timeout=HANDSHAKE_TIMEOUT_S if self._tls else None,
        )
        self.port = int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Close the listener and all connections."""
        if self._server is not None:
            self._server.close()
        self._openings.cancel()
        for connection in tuple(self._connections.values()):
            connection.close()

    def has(self, flow: int) -> bool:
        """Whether a connection still stands."""
        return flow in self._connections

    def send(self, data: bytes, target: MessageSource) -> None:
        """Write to the target's own connection, to one we have to its address, or to a new one."""
        connection: _Connection | _PendingConnection | None = self._connections.get(target.flow)
        if connection is None and target.flow:
            raise Unreachable
        place = (target.host, target.port)
        if connection is None:
            connection = self._ours.get(place)
        if connection is None:
            connection = self._ours[place] = _PendingConnection()
            self._openings.spawn(self._open(place, target, connection))
        connection.write(data)

    async def _open(
        self, place: tuple[str, int], target: MessageSource, opening: "_PendingConnection"
    ) -> None:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(CONNECT_TIMEOUT_S):
                _, connection = await loop.create_connection(
                    lambda: _Connection(self, self._receiver, place),
                    *place,
                    ssl=self._client_tls,
                    server_hostname=(target.server_name or target.host) if self._client_tls else None,
                )
            self._ours[place] = connection
            for data in opening.unsent:
                connection.write(data)
        except (OSError, TimeoutError, Unreachable):
            self._ours.pop(place, None)
            self._receiver.closed(target)

    def opened(self, connection: "_Connection") -> bool:
        """A connection stands; false: there are too many."""
        if len(self._connections) >= CONNECTIONS_MAX:
            return False
        self._connections[connection.flow] = connection
        return True

    def lost(self, connection: "_Connection") -> None:
        """A connection has gone."""
        if self._connections.pop(connection.flow, None) is None:
            return
        if connection.place is not None and self._ours.get(connection.place) is connection:
            del self._ours[connection.place]
        self._receiver.closed(connection.source)


class _PendingConnection:
    """What is to be said once the connection stands."""

    def __init__(self) -> None:
        self.unsent: list[bytes] = []

    def write(self, data: bytes) -> None:
        if sum(map(len, self.unsent)) + len(data) > UNSENT_BYTES_MAX:
            raise Unreachable
        self.unsent.append(data)


class _Connection(asyncio.Protocol):
    def __init__(self, owner: TcpTransport, receiver: Receiver, place: tuple[str, int] | None = None) -> None:
        self._owner, self._receiver, self.place = owner, receiver, place
        self.flow = new_flow()
        self._framer = Framer()
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is no subclass of it
        host, port = (transport.get_extra_info("peername") or ("", 0))[:2]
        # What we opened answers for the address we called, so that whoever waits for it is told when it breaks.
        self.source = MessageSource(self._owner.name, *(self.place or (host, port)), self.flow)
        if not self._owner.opened(self):
            self._transport.abort()
        elif self.place is None:
            self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        self._expect(more=False)
        self._owner.lost(self)

    def data_received(self, data: bytes) -> None:
        try:
            messages = self._framer.feed(data)
        except Malformed as malformed:
            self._receiver.malformed(malformed, self.source)
            self.close()
            return
        if b"" in messages:
            with contextlib.suppress(Unreachable):
                self.write(PONG)  # one answers all pings that came together
        for one in filter(None, messages):
            deliver(self._receiver, one, self.source)
        self._expect(more=self._framer.waiting)

    def _expect(self, *, more: bool = True) -> None:
        if more and self._deadline is None:
            self._deadline = asyncio.get_running_loop().call_later(HALF_MESSAGE_S, self.close)
        elif not more and self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def write(self, data: bytes) -> None:
        if self._transport.is_closing():
            raise Unreachable
        self._transport.write(data)
        if self._transport.get_write_buffer_size() > UNSENT_BYTES_MAX:
            self._transport.abort()

    def close(self) -> None:
        self._transport.close()
