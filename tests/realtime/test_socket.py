"""Aim: a window gets its frames in order and once, whether the socket takes them at once or is full for a while."""

import asyncio
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Cursor
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.http.websocket_frames import EXTENSION
from auxilio.realtime.socket import BEAT_S, QUEUE_MAX, TRY_AGAIN_CLOSE, BoardSocket
from tests.actors import person


class OneBoard:
    """A hub that hands out its only board's way to the window."""

    call = None

    def __init__(self) -> None:
        self.cursor, self.database_lost, self.closed = Cursor(), False, False
        self.roads: list[bool] = []

    def roads_lost(self) -> bool:
        return bool(self.roads)

    async def open(self, _name: str, _params: Any, _actor: Actor, _since: Any, send: Any) -> "OneBoard":
        self.send = send
        return self

    def close(self) -> None:
        self.closed = True


class Socket:
    """The server's side of a window: `full` refuses frames, and what is sent the usual way waits until it is not."""

    def __init__(self) -> None:
        self.out: list[dict[str, Any]] = []
        self.beats: list[dict[str, Any]] = []
        self.codes: list[int] = []
        self.room = asyncio.Event()
        self.room.set()
        self.asked: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    def write_frame(self, frame: bytes) -> bool:
        if self.room.is_set():
            self._take(frame[2 if frame[1] < 126 else 4 :])
        return self.room.is_set()

    async def send(self, message: dict[str, Any]) -> None:
        if message["type"] == "websocket.send":
            await self.room.wait()
            self._take(message["text"].encode())
        elif message["type"] == "websocket.close":
            self.codes.append(message["code"])

    def _take(self, payload: bytes) -> None:
        said = msgspec.json.decode(payload)
        if "n" in said:
            self.out.append(said)
        elif "beat" in said:
            self.beats.append(said)


async def nothing(*_: Any) -> None:
    """Nobody records this look."""


async def window(board: OneBoard, socket: Socket, clock: SimulatedClock) -> "asyncio.Task[None]":
    async def who(_: Any) -> Actor:
        return person("call_taker", "desk-1")

    app = BoardSocket(board, clock, who, nothing, roads_lost=board.roads_lost)  # type: ignore[arg-type]  # a hub with one board
    for asked in (
        {"type": "websocket.connect"},
        {"type": "websocket.receive", "text": '{"open":"desk","key":"k"}'},
    ):
        socket.asked.put_nowait(asked)
    scope = {"extensions": {EXTENSION: socket}}
    task = asyncio.create_task(app(scope, socket.asked.get, socket.send))
    while not hasattr(board, "send"):
        await asyncio.sleep(0)
    return task


def frame(n: int) -> bytes:
    return b'"n":%d' % n


@given(st.lists(st.sampled_from(["tell", "fill", "drain", "turn"]), max_size=60))
def test_frames_arrive_once_and_in_order_however_often_the_socket_is_full(steps: list[str]) -> None:
    async def play() -> None:
        board, socket, told = OneBoard(), Socket(), 0
        task = await window(board, socket, SimulatedClock())
        for step in steps:
            match step:
                case "tell":
                    board.send(frame(told))
                    told += 1
                case "fill":
                    socket.room.clear()
                case "drain":
                    socket.room.set()
                case "turn":
                    await asyncio.sleep(0)
        socket.room.set()
        for _ in range(4 * len(steps) + 8):
            await asyncio.sleep(0)
        assert socket.out == [{"key": "k", "n": n} for n in range(told)]
        socket.asked.put_nowait({"type": "websocket.disconnect"})
        await task
        assert board.closed

    asyncio.run(play())


async def test_a_window_that_stays_behind_is_told_to_begin_anew() -> None:
    board, socket, clock = OneBoard(), Socket(), SimulatedClock()
    task = await window(board, socket, clock)
    socket.room.clear()
    for n in range(QUEUE_MAX + 2):
        board.send(frame(n))
    await clock.advance(10)
    assert socket.codes == [TRY_AGAIN_CLOSE]
    socket.asked.put_nowait({"type": "websocket.disconnect"})
    await task


async def test_every_beat_says_what_the_installation_goes_without() -> None:
    board, socket, clock = OneBoard(), Socket(), SimulatedClock()
    task = await window(board, socket, clock)
    for database, roads in ((False, []), (True, []), (False, [True]), (False, [])):
        board.database_lost, board.roads = database, roads
        await clock.advance(BEAT_S)
    heard = [(beat["database"], beat["roads"]) for beat in socket.beats]
    assert heard[-4:] == [("ok", "ok"), ("lost", "ok"), ("ok", "lost"), ("ok", "ok")]
    socket.asked.put_nowait({"type": "websocket.disconnect"})
    await task
