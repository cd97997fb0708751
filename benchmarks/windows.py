"""The clients of the benchmarks, as light as they can be: what they cost is not the installation's, but takes its CPU.

`Line` speaks HTTP/1.1 over one connection; `watch` opens many boards over WebSockets (RFC 6455) and parses each message.
"""

import asyncio
import base64
import os
import struct
import time
from collections.abc import Sequence
from functools import partial
from multiprocessing.connection import Connection
from typing import Any, Self
from urllib.parse import urlsplit

import msgspec

OPEN_BOARD = b'{"open":"desk","key":"desk","params":{}}'
TEXT, CLOSE, PING, PONG = 0x81, 0x88, 0x89, 0x8A
OPENING_AT_ONCE = 25


class Line:
    """One desk's connection, or a machine's."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
        self._reader, self._writer, self._head = reader, writer, head

    @classmethod
    async def open(cls, base: str, headers: dict[str, str], path: str = "/api/commands") -> Self:
        """Connect; nothing is sent yet. `path`: where each order is posted."""
        at = urlsplit(base)
        lines = [
            f"POST {path} HTTP/1.1\r\nhost: {at.netloc}",
            *(f"{k}: {v}" for k, v in headers.items()),
        ]
        return cls(*await asyncio.open_connection(at.hostname, at.port), "\r\n".join(lines).encode())

    async def command(self, order: bytes) -> bytes:
        """Send one command and read the whole answer, which must be a success."""
        self._writer.write(self._head + b"\r\ncontent-length: %d\r\n\r\n" % len(order) + order)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        assert b" 200 " in answer[:20], answer
        length = int(answer.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        return await self._reader.readexactly(length)

    def close(self) -> None:
        """Hang up."""
        self._writer.close()


class Window(asyncio.Protocol):
    """One open board. `arrivals` are when each case first came; `snapshot` is set once there is one."""

    def __init__(self, base: str, cookie: str) -> None:
        self._base, self._cookie = base, cookie
        self._buffer, self._upgraded = b"", False
        self.arrivals: dict[str, float] = {}
        self.snapshot = asyncio.Event()

    def connection_made(self, transport: Any) -> None:
        """Ask for the upgrade."""
        self._transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        transport.write(
            f"GET /api/boards HTTP/1.1\r\nhost: {urlsplit(self._base).netloc}\r\nupgrade: websocket\r\n"
            f"connection: Upgrade\r\nsec-websocket-key: {key}\r\nsec-websocket-version: 13\r\n"
            f"origin: {self._base}\r\ncookie: {self._cookie}\r\n\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        """Bytes; whole frames are taken out of them."""
        self._buffer = self._buffer + data if self._buffer else data
        if not self._upgraded:
            head, found, rest = self._buffer.partition(b"\r\n\r\n")
            if not found:
                return
            assert head.startswith(b"HTTP/1.1 101"), head
            self._buffer, self._upgraded = rest, True
            self._send(TEXT, OPEN_BOARD)
        while (frame := self._frame()) is not None:
            self._take(*frame)

    def _frame(self) -> tuple[int, bytes] | None:
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        length, start = buffer[1] & 0x7F, 2
        if length >= 126:
            start = 4 if length == 126 else 10
            if len(buffer) < start:
                return None
            length = int.from_bytes(buffer[2:start])
        end = start + length
        if len(buffer) < end:
            return None
        opcode, body = buffer[0], buffer[start:end]
        self._buffer = buffer[end:]
        return opcode, body

    def _send(self, opcode: int, body: bytes) -> None:
        # A client masks (RFC 6455 5.3); a mask of zeros changes nothing, and no proxy is between us.
        assert len(body) < 126, "only short messages are sent"
        self._transport.write(struct.pack("!BB4x", opcode, 0x80 | len(body)) + body)

    def _take(self, opcode: int, body: bytes) -> None:
        if opcode == PING:
            self._send(PONG, body)
        if opcode != TEXT:
            assert opcode != CLOSE, f"the server closed a window: {body!r}"
            return
        said = msgspec.json.decode(body)
        if "snapshot" in said:
            self.snapshot.set()
        self.read(said.get("set", {}))

    def read(self, changed: dict[str, Any]) -> None:
        """Rows that a message set, by table."""
        for row in changed.get("cases", {}).values():
            self.arrivals.setdefault(row["id"], time.time())

    def close(self) -> None:
        """Close the window."""
        self._transport.close()


async def open_windows[Kind: Window](
    kind: type[Kind], base: str, cookies: Sequence[str], boards: int
) -> list[Kind]:
    """So many windows, shared among the people of the cookies, each with its snapshot."""
    loop, at = asyncio.get_running_loop(), urlsplit(base)
    assert at.hostname is not None
    assert at.port is not None
    windows: list[Kind] = []
    while len(windows) < boards:
        more = min(OPENING_AT_ONCE, boards - len(windows))
        made = [
            await loop.create_connection(
                partial(kind, base, cookies[(len(windows) + nth) % len(cookies)]), at.hostname, at.port
            )
            for nth in range(more)
        ]
        windows += [window for _, window in made]
        await asyncio.gather(*(window.snapshot.wait() for window in windows[-more:]))
    return windows


async def watch(base: str, cookies: Sequence[str], boards: int, told: Connection, late_s: float) -> None:
    """Open `boards` windows, say when all are open, and tell for each case how many had it and when the last.

    The parent says which cases there were; who has not got them `late_s` later does not get them.
    """
    begun = time.perf_counter()
    windows = await open_windows(Window, base, cookies, boards)
    told.send(time.perf_counter() - begun)
    used_s = time.process_time()
    cases: list[str] = await asyncio.to_thread(told.recv)
    until = time.perf_counter() + late_s
    while time.perf_counter() < until:
        if all(case in window.arrivals for window in windows for case in cases):
            break
        await asyncio.sleep(0.2)
    used_s = time.process_time() - used_s
    times = {case: [w.arrivals[case] for w in windows if case in w.arrivals] for case in cases}
    told.send({case: (len(those), max(those, default=0.0)) for case, those in times.items()})
    told.send(used_s)
    for window in windows:
        window.close()
