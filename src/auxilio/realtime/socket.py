"""One WebSocket for a window carries all its boards: open, close, resume, beat.

Plain ASGI: a board's frame is the same bytes for everybody, and nothing between us and the wire may copy it.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import msgspec

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Cursor
from auxilio.kernel.instant import iso_us
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import WEATHER
from auxilio.realtime.hub import Hub, Opened

BEAT_S = 5.0
QUEUE_MAX = 1_000
"""Frames that may wait for a slow window; beyond it the window is told to begin anew."""
MESSAGE_BYTES_MAX = 4_096
BOARDS_MAX = 16
TRY_AGAIN_CLOSE = 1013  # RFC 6455 registry: try again later
NOT_SIGNED_IN_CLOSE = 4401
BEGIN_ANEW_CLOSE = 1012  # service restart: come back at once, with other permissions
SUBPROTOCOL = "auxilio"
type Message = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type SendMessage = Callable[[Message], Awaitable[None]]
type ActorOf = Callable[[Any], Awaitable[Actor]]
"""Who opens this window; raises `Refused` when nobody we know, also later when the session has ended."""
type Looked = Callable[[Actor, str, dict[str, str]], Awaitable[None]]


class Ask(msgspec.Struct, forbid_unknown_fields=True):
    """What a window says: open a board under a key of its own, or close one."""

    open: str | None = None
    key: str = ""
    params: dict[str, str] = {}
    since: Cursor | None = msgspec.field(default=None, name="from")
    close: str | None = None


class BoardSocket:
    """The ASGI application of `/api/boards`."""

    def __init__(self, hub: Hub, clock: Clock, actor_of: ActorOf, looked: Looked) -> None:
        self._hub, self._clock, self._actor_of, self._looked = hub, clock, actor_of, looked

    async def __call__(self, scope: Any, receive: Receive, send: SendMessage) -> None:
        """Serve one window until it goes."""
        connect = await receive()
        assert connect["type"] == "websocket.connect"
        try:
            actor = await self._actor_of(scope)
        except Refused:
            await send({"type": "websocket.close", "code": NOT_SIGNED_IN_CLOSE})
            return
        chosen = {"subprotocol": SUBPROTOCOL} if SUBPROTOCOL in scope.get("subprotocols", ()) else {}
        await send({"type": "websocket.accept", **chosen})
        window = _Window(self, send, actor, scope)
        try:
            await window.serve(receive)
        finally:
            await window.stop()


class _Window:
    def __init__(self, server: BoardSocket, send: SendMessage, actor: Actor, scope: Any) -> None:
        self._server, self._send, self._actor, self._scope = server, send, actor, scope
        self._queue: asyncio.Queue[bytes] = asyncio.Queue(QUEUE_MAX)
        self._open: dict[str, Opened] = {}
        self._overrun = asyncio.Event()
        self._tasks = [asyncio.create_task(self._write()), asyncio.create_task(self._beat())]

    def _put(self, frame: bytes) -> None:
        try:
            self._queue.put_nowait(frame)
        except asyncio.QueueFull:
            self._overrun.set()

    async def serve(self, receive: Receive) -> None:
        while not self._overrun.is_set():
            message = await receive()
            if message["type"] == "websocket.disconnect":
                return
            raw = message.get("text") or message.get("bytes") or ""
            if len(raw) > MESSAGE_BYTES_MAX:
                self._refuse("", Refused("too_large"))
                continue
            try:
                await self._answer(msgspec.json.decode(raw, type=Ask))
            except msgspec.DecodeError:
                self._refuse("", Refused("malformed"))

    async def _answer(self, ask: Ask) -> None:
        if ask.close is not None and (opened := self._open.pop(ask.close, None)):
            opened.close()
        if ask.open is None:
            return
        try:
            await self._begin(ask.open, ask)
        except Refused as refused:
            self._refuse(ask.key, refused)

    async def _begin(self, board: str, ask: Ask) -> None:
        if len(self._open) >= BOARDS_MAX:
            raise Refused("too_many_boards", limit=BOARDS_MAX)
        if ask.key in self._open:
            self._open.pop(ask.key).close()
        prefix = b'{"key":%s,' % msgspec.json.encode(ask.key)
        self._open[ask.key] = await self._server._hub.open(
            board, ask.params, self._actor, ask.since, lambda frame: self._put(prefix + frame + b"}")
        )
        await self._server._looked(self._actor, board, ask.params)

    def _refuse(self, key: str, refused: Refused) -> None:
        self._put(msgspec.json.encode({"key": key, "refused": refused.code, "facts": refused.facts}))

    async def _write(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                frame = await self._queue.get()
                await self._send({"type": "websocket.send", "text": frame.decode()})

    async def _beat(self) -> None:
        while True:
            at, now = self._server._hub.cursor, iso_us(self._server._clock.now())
            lost = self._server._hub.database_lost
            self._put(msgspec.json.encode({"beat": now, "at": at, "database": "lost" if lost else "ok"}))
            await self._server._clock.sleep(BEAT_S)
            if (code := await self._over()) is not None:
                await self._send({"type": "websocket.close", "code": code})
                return

    async def _over(self) -> int | None:
        """Why this window must go: too slow, signed out, or its person may now see more or less than before."""
        if self._overrun.is_set():
            return TRY_AGAIN_CLOSE
        try:
            now = await self._server._actor_of(self._scope)
        except Refused:
            return NOT_SIGNED_IN_CLOSE
        except WEATHER:
            return None
        return BEGIN_ANEW_CLOSE if now.permissions != self._actor.permissions else None

    async def stop(self) -> None:
        for opened in self._open.values():
            opened.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
