"""uvicorn's HTTP protocol with bounds in size and time on everything that a client sends before and while it is served.

httptools, which reads the bytes, knows no limits, and uvicorn's protocol only one of time, between two requests. Give
`BoundedHttpProtocol` to uvicorn as `http`; the application it serves carries an `ProtocolContext`.
"""

import asyncio
import ssl
from collections.abc import Callable
from typing import Any, Protocol, cast, override

import httptools
import msgspec
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from auxilio.platform.http.connections import ConnectionPhase, ConnectionRegistry
from auxilio.platform.http.problem import MEDIA_TYPE, body_of

_OF_A_BODY = frozenset({b"content-length", b"transfer-encoding"})


class ProtocolContext(msgspec.Struct, frozen=True):
    """What the protocol needs besides uvicorn's configuration, one for each process."""

    connections: ConnectionRegistry
    tls: ssl.SSLContext | None = None
    """TLS is begun here and not by the listening socket, so that a handshake is counted for its address and ends in time."""


class ServedApplication(Protocol):
    """The application that uvicorn was given."""

    edge: ProtocolContext


class _ParserStopped(Exception):
    """Raised in a callback of the parser, which then stops."""


class BoundedHttpProtocol(HttpToolsProtocol):
    """One connection of a client, until it ends or becomes a WebSocket."""

    network: str | None = None

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        served: ServedApplication = self.app
        self._edge = served.edge
        self._connections, self._limits = self._edge.connections, self._edge.connections.limits
        self._raw: asyncio.Transport | None = None
        self._early: list[bytes] | None = None
        """What came before the TLS handshake was told to us; None when it is over, or there is none."""
        self._over = False
        """It is closed or being closed, or a WebSocket now."""
        self._broken = False
        """What it sends cannot be read any more; what it asked before is still answered."""
        self._told = False
        """It was told why, and is given a moment to read it."""
        self._wait: ConnectionPhase | None = None
        self._since_s = 0.0
        """When the present wait began, by the loop's clock."""
        self._asked = self._in_head = self._in_body = False
        self._head_bytes = self._head_size = self._body_bytes = 0
        self._unsent_bytes, self._unsent_since_s = 0, 0.0
        self._code = "request_unreadable"

    # --- its life ---------------------------------------------------------------------------------

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        peer = transport.get_extra_info("peername")
        self.network = self._connections.network_of(str(peer[0])) if peer else None
        self._raw = transport
        self._wait_for(ConnectionPhase.HEAD)
        if self._edge.tls is None:
            super().connection_made(transport)
            return
        self._early = []
        # Begun at once: what the client says first is for the handshake, and would come to us in the next turn of the loop.
        shake_hands = self._await_tls_handshake(transport, self._edge.tls)
        task = asyncio.Task(shake_hands, loop=self.loop, eager_start=True)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _await_tls_handshake(self, transport: asyncio.Transport, context: ssl.SSLContext) -> None:
        try:
            async with asyncio.timeout(self._limits.head_s):
                secure = await self.loop.start_tls(transport, self, context, server_side=True)
        except (OSError, TimeoutError):  # it went, was too slow, or speaks something else
            secure = None
        if secure is None or self._over:
            self._leave()
            transport.abort()
            return
        early, self._early = self._early or [], None
        super().connection_made(secure)
        for data in early:
            self.data_received(data)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._leave()
        if self._open is not None:
            super().connection_lost(exc)

    @override
    def handle_websocket_upgrade(self) -> None:
        self._leave()
        super().handle_websocket_upgrade()

    def _leave(self) -> None:
        self._over, self._wait = True, None
        self._connections.leave(self)

    # uvicorn types as there what is None at first.

    @property
    def _open(self) -> asyncio.Transport | None:
        return cast("asyncio.Transport | None", self.transport)

    @property
    def _cycle(self) -> RequestResponseCycle | None:
        return cast("RequestResponseCycle | None", self.cycle)

    @property
    def _answering(self) -> bool:
        return self._cycle is not None and not self._cycle.response_complete

    # --- what we wait for -------------------------------------------------------------------------

    def _state(self) -> ConnectionPhase | None:
        if self._told:
            return ConnectionPhase.BODY
        if self.flow.write_paused:
            return ConnectionPhase.TAKE
        if self._in_body:
            return None if self.flow.read_paused else ConnectionPhase.BODY
        if self._answering:
            return None
        return ConnectionPhase.HEAD if self._in_head or not self._asked else ConnectionPhase.IDLE

    def _update(self) -> None:
        if not self._over and (state := self._state()) is not self._wait:
            self._wait_for(state)

    def _wait_for(self, wait: ConnectionPhase | None) -> None:
        self._since_s, self._wait = self.loop.time(), wait
        if wait is None:
            self._connections.rest(self)
        else:
            self._connections.wait(self, wait)

    def give_way(self) -> None:
        """See `WaitingConnection`."""
        self._over, self._wait = True, None
        transport = self._raw if self._open is None else self._open
        assert transport is not None, "only what is connected waits"
        transport.abort()

    def overdue(self, at_s: float) -> None:
        """See `WaitingConnection`."""
        if self._early is not None or self._over:
            return  # the handshake has a limit of its own
        self._update()
        waited_s = at_s - self._since_s
        if self._told:
            if waited_s > self._linger_s:
                self._end(None)
        elif self._wait in (ConnectionPhase.HEAD, ConnectionPhase.IDLE) and waited_s > self._limits.head_s:
            self._end("too_slow" if self._in_head else None)
        elif self._wait is ConnectionPhase.BODY and not self._answering:
            if waited_s > self._linger_s:
                self._end(None)
        elif self._wait is ConnectionPhase.BODY:
            bought_s = self._body_bytes / self._limits.body_bytes_per_s
            if waited_s > self._limits.body_s + bought_s:
                self._end("too_slow")
        self._check_unsent_response(at_s)

    @property
    def _linger_s(self) -> float:
        bought_s = self._body_bytes / self._limits.linger_bytes_per_s
        return min(self._limits.linger_s + bought_s, max(self._limits.linger_s, self._limits.linger_most_s))

    def _check_unsent_response(self, at_s: float) -> None:
        unsent_bytes = self.transport.get_write_buffer_size()
        if unsent_bytes == 0 or unsent_bytes != self._unsent_bytes:
            self._unsent_bytes, self._unsent_since_s = unsent_bytes, at_s
        elif at_s - self._unsent_since_s > self._limits.stall_s:
            self._leave()
            self.transport.abort()

    @override
    def pause_writing(self) -> None:
        super().pause_writing()
        self._update()

    @override
    def resume_writing(self) -> None:
        super().resume_writing()
        self._update()

    # --- what it sends ----------------------------------------------------------------------------

    @override
    def data_received(self, data: bytes) -> None:
        """As uvicorn's, without a line in the log for each stranger who sends what is no HTTP."""
        if self._early is not None:
            self._early.append(data)
            return
        if self._told:
            self._body_bytes += len(data)
        if self._over or self._broken:
            return
        self._unset_keepalive_if_required()
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            if self._should_upgrade():
                self.handle_websocket_upgrade()
        except httptools.HttpParserError:
            self._stop(self._code)
        self._head_bytes += len(data)
        if self._in_head and self._head_bytes > self._limits.head_bytes_max:
            self._stop("head_too_large")  # a line that never ends, of which the parser tells nothing
        self._update()

    @override
    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._asked = self._in_head = True
        self._head_bytes = self._head_size = self._body_bytes = 0
        if len(self.pipeline) >= self._limits.pipelined_max:
            self._refuse("too_many_requests")

    @override
    def on_url(self, url: bytes) -> None:
        self._count(len(url))
        super().on_url(url)
        if len(self.url) > self._limits.line_bytes_max:
            self._refuse("head_too_large")

    @override
    def on_header(self, name: bytes, value: bytes) -> None:
        # Trailers of a chunked body come here too.
        self._count(len(name) + len(value) + 4)
        if len(name) + len(value) > self._limits.line_bytes_max or (
            len(self.headers) >= self._limits.headers_max
        ):
            self._refuse("head_too_large")
        super().on_header(name, value)

    def _count(self, size: int) -> None:
        self._head_size += size
        if self._head_size > self._limits.head_bytes_max:
            self._refuse("head_too_large")

    def _refuse(self, code: str) -> None:
        self._code = code
        raise _ParserStopped

    @override
    def on_headers_complete(self) -> None:
        self._in_head, self._in_body = False, True
        super().on_headers_complete()
        if any(name in _OF_A_BODY for name, _ in self.headers):
            self.cycle.transport = cast("asyncio.Transport", _LingeringClose(self.transport, self._close))

    @override
    def on_body(self, body: bytes) -> None:
        self._body_bytes += len(body)  # what stands between chunks buys no time
        super().on_body(body)

    @override
    def on_message_complete(self) -> None:
        self._in_body = False
        super().on_message_complete()

    # --- what it is told --------------------------------------------------------------------------

    @override
    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self._told:
            self._unset_keepalive_if_required()  # it lingers as long as its own limits say
        self._since_s = self.loop.time()
        self._update()

    def _stop(self, code: str) -> None:
        """What comes next cannot be read. Requests that came whole before it are still answered."""
        if self._over or self._broken:
            return
        if self._in_body or not self._answering:
            self._end(code)
            return
        self._broken = True
        self.cycle.keep_alive = False

    def _close(self) -> None:
        """A response is whole and the connection ends with it, also where its body was refused before it came."""
        if self._in_body and not self._over and not self.transport.is_closing():
            self._linger()
        else:
            self.transport.close()

    def _linger(self) -> None:
        """With unread bytes of the client the system would close by a reset, which takes our answer with it."""
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._told = self._broken = True
        self._wait_for(ConnectionPhase.BODY)

    def _end(self, code: str | None) -> None:
        """Close, with an answer where it can still be given: none was begun, and none goes before it."""
        cycle = self._cycle if self._answering else None
        self._unset_keepalive_if_required()
        if code is not None and not self.pipeline and (cycle is None or not cycle.response_started):
            self.transport.write(_answer(code))
            self._linger()
        else:
            self._leave()
            self.transport.close()
        if cycle is not None:
            cycle.disconnected = True
            cycle.message_event.set()


class _LingeringClose:
    """Proxy of uvicorn's transport whose `close` first drains a refused body (RFC 9112, 9.6)."""

    def __init__(self, transport: asyncio.Transport, close: Callable[[], None]) -> None:
        self._transport, self.close = transport, close

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


def _answer(code: str) -> bytes:
    status, body = body_of(code)
    head = STATUS_LINE[status], f"content-type: {MEDIA_TYPE}\r\ncontent-length: {len(body)}\r\n".encode()
    return b"".join((*head, b"cache-control: no-store\r\nconnection: close\r\n\r\n", body))
