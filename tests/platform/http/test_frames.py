"""Frames made once are the frames that the library makes, and one that a socket cannot take goes the usual way."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from socket import socket
from typing import Any

import pytest
import uvicorn
from websockets.asyncio.client import connect
from websockets.frames import Frame, Opcode

from auxilio.platform.http.websocket_frames import EXTENSION, FrameProtocol, text_frame

PIECES = [f"{n} ".encode() + b"x" * 20_000 for n in range(400)]
"""More than a socket and its buffer hold."""


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536, 70_000])
def test_a_frame_is_what_the_library_makes_of_it(size: int) -> None:
    payload = b"a" * size
    assert text_frame(payload) == Frame(Opcode.TEXT, payload).serialize(mask=False)


class Telling:
    """An application that tells everything at once, and remembers what the socket took."""

    def __init__(self) -> None:
        self.taken: list[bool] = []
        self.told, self.gone = asyncio.Event(), asyncio.Event()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await receive()
        wire: FrameProtocol = scope["extensions"][EXTENSION]
        assert not wire.write_frame(text_frame(b"too early")), "nobody is there before the handshake"
        await send({"type": "websocket.accept"})
        for piece in PIECES:
            self.taken.append(wire.write_frame(text_frame(piece)))
            if not self.taken[-1]:
                await send({"type": "websocket.send", "text": piece.decode()})
        self.told.set()
        while (await receive())["type"] != "websocket.disconnect":
            pass
        self.taken.append(wire.write_frame(text_frame(b"too late")))
        self.gone.set()


@asynccontextmanager
async def served(app: Any) -> AsyncIterator[str]:
    """The application on a port of its own."""
    with socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        config = uvicorn.Config(
            app, ws=FrameProtocol, ws_per_message_deflate=False, lifespan="off", log_config=None
        )
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve([listening]))
        yield f"ws://127.0.0.1:{listening.getsockname()[1]}/"
        server.should_exit = True
        await serving


async def test_a_window_that_does_not_read_is_waited_for_and_gets_everything_in_order() -> None:
    telling = Telling()
    async with served(telling) as address:
        async with connect(address, max_queue=1, max_size=None, compression=None) as window:
            heard = [(await window.recv(decode=False)) for _ in PIECES]
            assert heard == PIECES
        await asyncio.wait_for(telling.gone.wait(), 10)
    assert True in telling.taken[:-1]
    assert False in telling.taken[:-1], "the socket was never full: this test shows nothing"
    assert telling.taken[-1] is False
