"""One WebSocket for a window carries all its boards: open, close, resume, beat.

Plain ASGI: a board's frame is the same bytes for everybody, and nothing between us and the wire may copy it.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import msgspec

from auxilio.calls.caller_limits import CallerLimits
from auxilio.calls.core.live_text import UnfinishedLine, clip_line
from auxilio.calls.core.model import LineSide
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Cursor
from auxilio.kernel.ids import CallId, CommandId
from auxilio.kernel.instant import iso_us
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import LongText
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import TRANSIENT_ERRORS
from auxilio.platform.http.rate_limit import network_of_client
from auxilio.platform.http.site_guard import Receive, Send
from auxilio.platform.http.websocket_frames import EXTENSION, FrameProtocol, text_frame
from auxilio.realtime.caller_presence import CallerPresence, PresenceSubscription
from auxilio.realtime.hub import Hub
from auxilio.realtime.live_text import LiveText, LiveTextSubscription
from auxilio.realtime.socket_limits import FrameMeter, SocketLimits
from auxilio.realtime.viewers import OpenBoard, SendFrame

BEAT_S = 5.0
QUEUE_MAX = 1_000
"""Frames that may wait for a slow window; beyond it the window is told to begin anew."""
BOARDS_MAX = 16
TRY_AGAIN_CLOSE = 1013  # RFC 6455 registry: try again later
NOT_SIGNED_IN_CLOSE = 4401
BEGIN_ANEW_CLOSE = 1012  # service restart: come back at once, with other permissions
SUBPROTOCOL = "auxilio"
type ActorOf = Callable[[Any], Awaitable[Actor]]
"""Who opens this window; raises `Refused` when nobody we know, also later when the session has ended."""
type RecordBoardView = Callable[[Actor, str, dict[str, str]], Awaitable[None]]


type BoardKey = Annotated[str, msgspec.Meta(max_length=200)]
"""What a window calls a board of its own: an id and a word, and it comes back with every frame."""


class Typing(msgspec.Struct, forbid_unknown_fields=True):
    """What stands in a line of the call whose board has this key; `line` is the command that will finish it."""

    key: BoardKey
    line: CommandId
    text: LongText


class WindowMessage(msgspec.Struct, forbid_unknown_fields=True):
    """What a window says: open a board under a key of its own, or close one; what is typed there just now; an answer to a beat."""

    open: BoardKey | None = None
    key: BoardKey = ""
    params: dict[str, str] = {}
    since: Cursor | None = msgspec.field(default=None, name="from")
    close: BoardKey | None = None
    typing: Typing | None = None
    here: bool = False
    """A caller's page has heard a beat."""


class SocketFrame:
    """One message to a window, or to many: as text, and as it stands on the wire."""

    __slots__ = ("payload", "wire")

    def __init__(self, payload: bytes) -> None:
        self.payload, self.wire = payload, text_frame(payload)


class BoardSocket:
    """The ASGI application of `/api/boards`."""

    def __init__(
        self,
        hub: Hub,
        clock: Clock,
        actor_of: ActorOf,
        looked: RecordBoardView,
        live: LiveText | None = None,
        callers: CallerLimits | None = None,
        roads_lost: Callable[[], bool] = lambda: False,
        presence: CallerPresence | None = None,
    ) -> None:
        """`roads_lost`: whether ways and times are straight lines now; every window is told."""
        self._roads_lost, self._presence = roads_lost, presence
        self._hub, self._clock, self._actor_of, self._looked = hub, clock, actor_of, looked
        self._live, self._callers, self.limits = live, callers, SocketLimits(clock)
        self._frame, self._said = b"", dict[str, SocketFrame]()

    def said(self, key: str, frame: bytes) -> "SocketFrame":
        """A frame under a window's key. All who look at a board get it one after another: it is made once."""
        if frame is not self._frame:
            self._frame, self._said = frame, {}
        said = self._said.get(key)
        if said is None:
            said = self._said[key] = SocketFrame(b'{"key":%s,%s}' % (msgspec.json.encode(key), frame))
        return said

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        """Serve one window until it goes."""
        connect = await receive()
        assert connect["type"] == "websocket.connect"
        try:
            actor = await self._actor_of(scope)
        except Refused:
            await send({"type": "websocket.close", "code": NOT_SIGNED_IN_CLOSE})
            return
        given_up, network = asyncio.Event(), network_of_client(scope)
        try:
            await self._may_open(actor, network)
            seat = self.limits.enter(actor, network, given_up.set)
        except Refused:
            await send({"type": "websocket.close", "code": TRY_AGAIN_CLOSE})
            return
        try:
            chosen = {"subprotocol": SUBPROTOCOL} if SUBPROTOCOL in scope.get("subprotocols", ()) else {}
            await send({"type": "websocket.accept", **chosen})
            window = _Window(self, send, actor, scope, given_up)
            try:
                await window.serve(receive)
            finally:
                await window.stop()
        finally:
            self.limits.leave(seat)

    async def _may_open(self, actor: Actor, network: str) -> None:
        """Whether a page opens sockets at a sane pace. While the database is away nobody counts, and the page sees that."""
        if actor.kind == "citizen" and self._callers is not None:
            with contextlib.suppress(*TRANSIENT_ERRORS):
                await self._callers.socket(actor, network)


class _Window:
    def __init__(
        self, server: BoardSocket, send: Send, actor: Actor, scope: Any, given_up: asyncio.Event
    ) -> None:
        self._given_up, self._meter = given_up, FrameMeter(server._clock, actor)
        self._server, self._send, self._actor, self._scope = server, send, actor, scope
        self._wire: FrameProtocol | None = scope.get("extensions", {}).get(EXTENSION)
        self._queue: asyncio.Queue[SocketFrame] = asyncio.Queue(QUEUE_MAX)
        self._behind = False
        """Something waits in the queue or is being sent: whatever comes now goes behind it."""
        self._open: dict[str, OpenBoard] = {}
        self._watching: dict[str, list[LiveTextSubscription | PresenceSubscription]] = {}
        self._overrun = asyncio.Event()
        work = (self._write(), self._send_heartbeats(), self._close_when_replaced())
        self._tasks = [asyncio.create_task(each) for each in work]

    def _enqueue(self, said: SocketFrame) -> None:
        if not self._behind and self._wire is not None and self._wire.write_frame(said.wire):
            return
        self._behind = True
        try:
            self._queue.put_nowait(said)
        except asyncio.QueueFull:
            self._overrun.set()

    async def serve(self, receive: Receive) -> None:
        while not self._overrun.is_set():
            message = await receive()
            if message["type"] == "websocket.disconnect":
                return
            text = message.get("text")
            raw = text.encode() if text is not None else message.get("bytes") or b""
            if len(raw) > self._meter.bytes_max:
                self._refuse("", Refused("too_large"))
            else:
                try:
                    await self._handle_message(msgspec.json.decode(raw, type=WindowMessage))
                except (msgspec.DecodeError, UnicodeDecodeError):
                    self._refuse("", Refused("malformed"))
            await self._meter.next()

    async def _close_when_replaced(self) -> None:
        """Another socket of the same caller, or of a page that had none, has come for this one."""
        await self._given_up.wait()
        with contextlib.suppress(OSError):
            await self._send({"type": "websocket.close", "code": TRY_AGAIN_CLOSE})

    async def _handle_message(self, ask: WindowMessage) -> None:
        if ask.close is not None:
            self._close(ask.close)
        if ask.typing is not None:
            self._handle_typing(ask.typing)
        if ask.here:
            self._handle_heartbeat_reply()
        if ask.open is None:
            return
        try:
            await self._open_board(ask.open, ask)
        except Refused as refused:
            self._refuse(ask.key, refused)

    async def _open_board(self, board: str, ask: WindowMessage) -> None:
        if len(self._open) >= BOARDS_MAX:
            raise Refused("too_many_boards", limit=BOARDS_MAX)
        self._server.limits.opens_board(self._actor)
        self._close(ask.key)
        key, said = ask.key, self._server.said

        def show(frame: bytes) -> None:
            self._enqueue(said(key, frame))

        opened = await self._server._hub.open(board, ask.params, self._actor, ask.since, show)
        self._open[key] = opened
        opened.revoked = lambda: self._close(key)
        await self._server._looked(self._actor, board, ask.params)
        if opened.call is not None:
            self._watching[key] = self._watch(opened.call, show)

    def _watch(self, call: CallId, show: SendFrame) -> list[LiveTextSubscription | PresenceSubscription]:
        live, presence = self._server._live, self._server._presence
        watching: list[LiveTextSubscription | PresenceSubscription] = []
        if live is not None:
            watching.append(live.watch(call, show))
        if presence is not None and self._actor.kind != "citizen":
            watching.append(presence.watch(call, show))
        return watching

    def _close(self, key: str) -> None:
        for watching in self._watching.pop(key, ()):
            watching.close()
        opened = self._open.pop(key, None)
        if opened is not None:
            opened.close()

    def _handle_typing(self, typing: Typing) -> None:
        """Letters of who is not, or no longer, at an end of this call are nobody's: they go nowhere."""
        opened, live = self._open.get(typing.key), self._server._live
        if opened is None or opened.call is None or live is None:
            return
        side = self._server._hub.side_of(self._actor, opened.call)
        if side is not None:
            typed = UnfinishedLine(call=opened.call, side=side, line=typing.line, text=clip_line(typing.text))
            live.typed(self, self._actor, typed, typing.text)

    def _handle_heartbeat_reply(self) -> None:
        """Record that the caller's page answered a heartbeat; ignored once the call is over."""
        presence, call = self._server._presence, CallId(self._actor.id)
        if presence is not None and self._server._hub.side_of(self._actor, call) is LineSide.CALLER:
            presence.heartbeat_received(call)

    def _refuse(self, key: str, refused: Refused) -> None:
        self._enqueue(
            SocketFrame(msgspec.json.encode({"key": key, "refused": refused.code, "facts": refused.facts}))
        )

    async def _write(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                said = await self._queue.get()
                await self._send({"type": "websocket.send", "text": said.payload.decode()})
                self._behind = not self._queue.empty()

    async def _send_heartbeats(self) -> None:
        while True:
            at, now = self._server._hub.cursor, iso_us(self._server._clock.now())
            hub = self._server._hub
            beat = {
                "beat": now,
                "at": at,
                "database": _state(hub.database_lost),
                "roads": _state(self._server._roads_lost()),
            }
            self._enqueue(SocketFrame(msgspec.json.encode(beat)))
            await self._server._clock.sleep(BEAT_S)
            if (code := await self._close_code()) is not None:
                await self._send({"type": "websocket.close", "code": code})
                return

    async def _close_code(self) -> int | None:
        """Why this window must go: too slow, signed out, or its person may now see more or less than before."""
        if self._overrun.is_set():
            return TRY_AGAIN_CLOSE
        try:
            now = await self._server._actor_of(self._scope)
        except Refused:
            return NOT_SIGNED_IN_CLOSE
        except TRANSIENT_ERRORS:
            return None
        return BEGIN_ANEW_CLOSE if now.permissions != self._actor.permissions else None

    async def stop(self) -> None:
        for key in list(self._open):
            self._close(key)
        if self._server._live is not None:
            self._server._live.gone(self)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


def _state(lost: bool) -> str:
    return "lost" if lost else "ok"
