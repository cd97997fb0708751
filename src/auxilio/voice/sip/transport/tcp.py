"""SIP over TCP and TLS: connections that peers open to us, and those that we open; answers go back on the same one."""

import asyncio
import ssl

from auxilio.voice.sip.grammar import Malformed
from auxilio.voice.sip.message import parse
from auxilio.voice.sip.transport.base import Name, Receiver, Source, Unreachable, new_flow
from auxilio.voice.sip.transport.framing import PONG, Framer

CONNECTIONS_MAX = 8_192
UNSENT_BYTES_MAX = 1024 * 1024
"""A peer that reads no more is cut off, and not waited for."""
HALF_MESSAGE_S = 20.0
"""How long the rest of a message may take; it also ends those who open connections and say nothing."""
CONNECT_TIMEOUT_S = 5.0


class Tcp:
    """A listener and all its connections. With `tls` it is TLS."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        tls: ssl.SSLContext | None = None,
        client_tls: ssl.SSLContext | None = None,
    ) -> None:
        self._host, self.port, self._tls, self._client_tls = host, port, tls, client_tls
        self.name: Name = "tls" if tls else "tcp"
        self._server: asyncio.Server | None = None
        self._connections: dict[int, _Connection] = {}
        self._ours: dict[tuple[str, int], _Connection | _Opening] = {}
        """Connections that we opened, by whom we called: they are used again."""
        self._openings: set[asyncio.Task[None]] = set()

    async def start(self, receiver: Receiver) -> None:
        """Listen. Raises `OSError` when the port is taken."""
        self._receiver = receiver
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: _Connection(self, receiver), self._host, self.port, ssl=self._tls
        )
        self.port = int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Close the listener and all connections."""
        if self._server is not None:
            self._server.close()
        for opening in tuple(self._openings):
            opening.cancel()
        for connection in tuple(self._connections.values()):
            connection.close()

    def has(self, flow: int) -> bool:
        """Whether a connection still stands."""
        return flow in self._connections

    def send(self, data: bytes, target: Source) -> None:
        """Write to the target's own connection, to one we have to its address, or to a new one."""
        connection: _Connection | _Opening | None = self._connections.get(target.flow)
        if connection is None and target.flow:
            raise Unreachable
        place = (target.host, target.port)
        if connection is None:
            connection = self._ours.get(place)
        if connection is None:
            connection = self._ours[place] = _Opening()
            opening = asyncio.get_running_loop().create_task(self._open(place, target, connection))
            self._openings.add(opening)
            opening.add_done_callback(self._openings.discard)
        connection.write(data)

    async def _open(self, place: tuple[str, int], target: Source, opening: "_Opening") -> None:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(CONNECT_TIMEOUT_S):
                _, connection = await loop.create_connection(
                    lambda: _Connection(self, self._receiver, place), *place, ssl=self._client_tls
                )
        except (OSError, TimeoutError):
            self._ours.pop(place, None)
            self._receiver.closed(target)
            return
        self._ours[place] = connection
        for data in opening.unsent:
            connection.write(data)

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


class _Opening:
    """What is to be said once the connection stands."""

    def __init__(self) -> None:
        self.unsent: list[bytes] = []

    def write(self, data: bytes) -> None:
        if sum(map(len, self.unsent)) + len(data) > UNSENT_BYTES_MAX:
            raise Unreachable
        self.unsent.append(data)


class _Connection(asyncio.Protocol):
    def __init__(self, owner: Tcp, receiver: Receiver, place: tuple[str, int] | None = None) -> None:
        self._owner, self._receiver, self.place = owner, receiver, place
        self.flow = new_flow()
        self._framer = Framer()
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        host, port = (transport.get_extra_info("peername") or ("", 0))[:2]
        # What we opened answers for the address we called, so that whoever waits for it is told when it breaks.
        self.source = Source(self._owner.name, *(self.place or (host, port)), self.flow)
        if not self._owner.opened(self):
            transport.abort()
        elif self.place is None:
            self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        self._expect(more=False)
        self._owner.lost(self)

    def data_received(self, data: bytes) -> None:
        try:
            for one in self._framer.feed(data):
                self._message(one)
        except Malformed as malformed:
            self._receiver.malformed(malformed, self.source)
            self.close()
            return
        self._expect(more=self._framer.waiting)

    def _message(self, data: bytes) -> None:
        if not data:
            self.write(PONG)
        elif self._receiver.admits(data, self.source):
            try:
                message = parse(data)
            except Malformed as malformed:
                self._receiver.malformed(malformed, self.source)
            else:
                self._receiver.received(message, self.source)

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
