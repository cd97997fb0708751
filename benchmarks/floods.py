"""The floods of `attack.py`: what one address of citizens can send at an installation. Each is one function.

A flood runs in a process of its own, from a loopback address of its own, until it is cancelled. It counts what it was
answered in `tally`: an HTTP status, or what became of a socket. A new flood is one more function in `FLOODS`.
"""

import asyncio
import contextlib
import os
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import msgspec
from voice_hostile import shapes
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

from auxilio.platform.ids import new_id

SOCKETS, BOARDS_EACH, SAY_PER_S = 300, 15, 10
FRAMES_EACH_S = 0.5
"""Seconds between two frames of one socket."""
RINGS_PER_S, UPLOADS_PER_S = 120, 30
DATAGRAM_MAX = 65_000
PHOTO_BYTES = 256 * 1024
HALF_OPEN, HALF_PIECE_EVERY_S = 600, 1.0
PASSWORDS_PER_S, BOTS = 60, 40
BOT = "127.0.1.{}"
"""Addresses of which each guesses a little, beside the flooding one that guesses much."""
JUNK_PER_S, INVITES_PER_S, SIP_HALF_OPEN = 300, 20, 100
EARLIER = "127.0.0.4"
"""From where the tokens of the floods were rung for, in peace."""
JSON = {"content-type": "application/json"}


@dataclass
class Target:
    """An installation, and the loopback address from which it is asked."""

    base: str
    source: str
    sip_port: int = 0
    logins: tuple[str, ...] = ()
    """Of people who work there."""
    tally: Counter[str] = field(default_factory=Counter)


type Flood = Callable[[Target], Awaitable[None]]


class Http:
    """HTTP/1.1 over one connection that is opened again when it was closed."""

    def __init__(self, base: str, source: str) -> None:
        at = urlsplit(base)
        self._host, self._port, self._source = at.hostname, at.port, source
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] = JSON
    ) -> tuple[int, Any]:
        """Status and decoded JSON; 0 when the connection was cut. One that was cut while idle is opened again."""
        idle = self._streams is not None
        status, said = await self._ask(method, path, body, headers)
        return await self._ask(method, path, body, headers) if idle and status == 0 else (status, said)

    async def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, Any]:
        try:
            if self._streams is None:
                self._streams = await asyncio.open_connection(
                    self._host, self._port, local_addr=(self._source, 0)
                )
            reader, writer = self._streams
            lines = [f"{method} {path} HTTP/1.1", f"host: {self._host}:{self._port}"]
            lines += [f"{name}: {value}" for name, value in headers.items()]
            writer.write("\r\n".join([*lines, f"content-length: {len(body)}", "", ""]).encode() + body)
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
            said = await reader.readexactly(length)
            if b"connection: close" in head:
                self.close()
            return int(head.split(b" ", 2)[1]), msgspec.json.decode(said) if said else None
        except (OSError, RuntimeError, asyncio.IncompleteReadError, IndexError, msgspec.DecodeError):
            self.close()
            return 0, None

    def close(self) -> None:
        """Hang up."""
        if self._streams is not None:
            self._streams[1].close()
        self._streams = None


async def ring(http: Http, **more: Any) -> tuple[str, str]:
    """A citizen's call and its token, asked for again as a page does until it is there."""
    need = {"id": str(new_id()), "call": str(new_id()), **more}
    for pause_s in (0.5, 1, 2, 4, 4, 4, 4, 4, 4, 4):
        status, said = await http.ask("POST", "/api/caller", msgspec.json.encode(need))
        if status == 201:
            return need["call"], said["token"]
        await asyncio.sleep(pause_s)
    raise TimeoutError("no token was given")


async def _at_pace(per_s: float, act: Callable[[], Awaitable[None]]) -> None:
    """So many a second at most, one after another."""
    loop = asyncio.get_running_loop()
    due = loop.time()
    while True:
        due = max(due + 1 / per_s, loop.time())
        await act()
        await asyncio.sleep(max(0.0, due - loop.time()))


# --- sockets --------------------------------------------------------------------------------------


async def sockets(target: Target) -> None:
    """Hundreds of sockets of one token, each with many boards under meaningless parameters, and words for all of them."""
    http = Http(target.base, target.source)
    call, token = await ring(Http(target.base, EARLIER))
    headers = {**JSON, "authorization": f"Bearer {token}"}

    async def say() -> None:
        command = {"kind": "calls.say", "call": call, "words": "x" * 200}
        body = msgspec.json.encode({"id": new_id(), "command": command})
        status, _ = await http.ask("POST", "/api/commands", body, headers)
        target.tally[f"say {status}"] += 1

    async with asyncio.TaskGroup() as group:
        group.create_task(_at_pace(SAY_PER_S, say))
        for nth in range(SOCKETS):
            group.create_task(_one_socket(target, call, token, nth))


async def _one_socket(target: Target, call: str, token: str, nth: int) -> None:
    url = target.base.replace("http", "ws", 1) + "/api/boards"
    who = [Subprotocol("auxilio"), Subprotocol(f"bearer.{token}")]
    while True:
        try:
            async with connect(
                url, subprotocols=who, local_addr=(target.source, 0), compression=None, proxy=None
            ) as socket:
                target.tally["opened"] += 1
                await _keep_busy(socket, call, nth)
        except (WebSocketException, OSError, TimeoutError) as cut:
            target.tally[f"cut {type(cut).__name__}"] += 1
        await asyncio.sleep(1.0)


async def _keep_busy(socket: ClientConnection, call: str, nth: int) -> None:
    async def read() -> None:
        async for _ in socket:
            pass

    reading = asyncio.create_task(read())
    try:
        for board in range(BOARDS_EACH):
            params = {"call": call, "note": f"{nth}.{board}"}
            ask = {"open": "call", "key": f"k{board}", "params": params}
            await socket.send(msgspec.json.encode(ask).decode())
        while True:
            await socket.send('{"close":"%s"}' % ("x" * 150))
            await asyncio.sleep(FRAMES_EACH_S)
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)


# --- rings ----------------------------------------------------------------------------------------


async def rings(target: Target) -> None:
    """New calls without end: half by the token of one call, through the route of commands, half without any token."""
    _, token = await ring(Http(target.base, EARLIER))
    headers = {**JSON, "authorization": f"Bearer {token}"}
    shared = 8

    async def by_token(http: Http) -> None:
        command = {"kind": "calls.ring", "call": str(new_id()), "channel": "ecall", "phone": "+34600100200"}
        body = msgspec.json.encode({"id": new_id(), "command": command})
        status, _ = await http.ask("POST", "/api/commands", body, headers)
        target.tally[f"by token {status}"] += 1

    async def anonymous(http: Http) -> None:
        need = {"id": new_id(), "call": new_id(), "phone": "+34600100200", "words": "x" * 500}
        status, _ = await http.ask("POST", "/api/caller", msgspec.json.encode(need))
        target.tally[f"anonymous {status}"] += 1

    async with asyncio.TaskGroup() as group:
        for act in (by_token, anonymous):
            for _ in range(shared):
                http = Http(target.base, target.source)
                group.create_task(_at_pace(RINGS_PER_S / 2 / shared, lambda act=act, http=http: act(http)))


# --- uploads --------------------------------------------------------------------------------------


async def uploads(target: Target) -> None:
    """Files of one token without end, names of files that do not exist, and the same after hanging up."""
    http = Http(target.base, target.source)
    call, token = await ring(Http(target.base, EARLIER))
    bearer = {"authorization": f"Bearer {token}"}
    over = False

    async def upload(http: Http) -> None:
        headers = {**bearer, "content-type": "image/jpeg", "x-auxilio-command": str(new_id())}
        photo = os.urandom(32) * (PHOTO_BYTES // 32)
        status, _ = await http.ask("POST", "/api/caller/attachments?name=photo.jpg", photo, headers)
        target.tally[f"{'after the end' if over else 'upload'} {status}"] += 1

    async def invent(http: Http) -> None:
        attachment = {"digest": os.urandom(32).hex(), "media_type": "image/jpeg", "name": "x" * 200}
        command = {"kind": "calls.attach", "call": call, "attachment": attachment}
        body = msgspec.json.encode({"id": new_id(), "command": command})
        status, _ = await http.ask("POST", "/api/commands", body, {**JSON, **bearer})
        target.tally[f"invented {status}"] += 1

    async def hang_up() -> None:
        nonlocal over
        await asyncio.sleep(8)
        command = {"kind": "calls.leave", "call": call}
        body = msgspec.json.encode({"id": new_id(), "command": command})
        status, _ = await http.ask("POST", "/api/commands", body, {**JSON, **bearer})
        over = status == 200

    async with asyncio.TaskGroup() as group:
        group.create_task(hang_up())
        for act, connections in ((upload, 4), (invent, 2)):
            for _ in range(connections):
                line = Http(target.base, target.source)
                pace = UPLOADS_PER_S / 2 / connections
                group.create_task(_at_pace(pace, lambda act=act, line=line: act(line)))


# --- half requests --------------------------------------------------------------------------------


async def half_requests(target: Target) -> None:
    """Connections that send a head, or a body, a few bytes a second, and never end it; opened again when cut."""
    at = urlsplit(target.base)
    starts = {
        "head": b"GET /api/health HTTP/1.1\r\nhost: x\r\n",
        "body": b"POST /api/caller HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
        b"content-length: 60000\r\n\r\n{",
        "nothing": b"",
    }

    async def one(kind: str, start: bytes) -> None:
        while True:
            with contextlib.suppress(OSError, RuntimeError):
                reader, writer = await asyncio.open_connection(
                    at.hostname, at.port, local_addr=(target.source, 0)
                )
                target.tally[f"opened {kind}"] += 1
                await _in_pieces(reader, writer, start, b"x-a: b\r\n" if kind == "head" else b" ")
                target.tally[f"cut {kind}"] += 1
            await asyncio.sleep(1.0)

    async with asyncio.TaskGroup() as group:
        for nth in range(HALF_OPEN):
            kind = list(starts)[nth % len(starts)]
            group.create_task(one(kind, starts[kind]))


async def _in_pieces(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, start: bytes, piece: bytes
) -> None:
    """Until the other side has closed."""
    ended = asyncio.create_task(reader.read())
    try:
        writer.write(start)
        while not ended.done():
            await asyncio.wait([ended], timeout=HALF_PIECE_EVERY_S)
            if start and not writer.is_closing():
                writer.write(piece)
    finally:
        ended.cancel()
        writer.close()


# --- wrong passwords ------------------------------------------------------------------------------


async def passwords(target: Target) -> None:
    """Wrong passwords for the logins of those who work there, from one address and from many; and logins that are none."""
    lines = [Http(target.base, target.source) for _ in range(4)]
    lines += [Http(target.base, BOT.format(nth + 1)) for nth in range(BOTS)]

    async def guess(line: Http) -> None:
        login = random.choice([*target.logins, f"nobody-{random.randrange(10_000)}"])
        body = msgspec.json.encode({"login": login, "password": f"wrong-{random.randrange(10**9)}"})
        status, said = await line.ask("POST", "/api/session", body)
        target.tally[f"{status} {(said or {}).get('code', '')}"] += 1

    async with asyncio.TaskGroup() as group:
        for line in lines:
            group.create_task(_at_pace(PASSWORDS_PER_S / len(lines), lambda line=line: guess(line)))


# --- SIP ------------------------------------------------------------------------------------------


async def sip(target: Target) -> None:
    """Datagrams of chance, hostile INVITEs of up to 64 kB by UDP and TCP, and TCP connections with half a message."""
    loop, there = asyncio.get_running_loop(), ("127.0.0.1", target.sip_port)
    transport, _ = await loop.create_datagram_endpoint(
        asyncio.DatagramProtocol, local_addr=(target.source, 0)
    )
    hostile = [data for _, data in shapes() if len(data) < DATAGRAM_MAX]
    sent = 0

    async def junk() -> None:
        transport.sendto(os.urandom(random.randrange(1, 1400)), there)
        transport.sendto(b"INVITE sip:112@x SIP/2.0\r\n" + os.urandom(200), there)
        target.tally["junk"] += 2

    def fresh() -> bytes:
        nonlocal sent
        sent += 1
        data, name = random.choice(hostile), f"{os.getpid()}-{sent}".encode()
        return data.replace(b"z9hG4bK0", b"z9hG4bK" + name, 1).replace(b"Call-ID: 0", b"Call-ID: " + name, 1)

    async def by_datagram() -> None:
        transport.sendto(fresh(), there)
        target.tally["INVITE by UDP"] += 1

    async def by_stream() -> None:
        with contextlib.suppress(OSError):
            _, writer = await asyncio.open_connection(*there, local_addr=(target.source, 0))
            writer.write(fresh())
            await writer.drain()
            writer.close()
            target.tally["INVITE by TCP"] += 1

    async def half() -> None:
        while True:
            with contextlib.suppress(OSError, RuntimeError):
                reader, writer = await asyncio.open_connection(*there, local_addr=(target.source, 0))
                await _in_pieces(reader, writer, b"INVITE sip:112@x SIP/2.0\r\n", b"X-A: b\r\n")
                target.tally["TCP cut"] += 1
            await asyncio.sleep(1.0)

    async with asyncio.TaskGroup() as group:
        group.create_task(_at_pace(JUNK_PER_S / 2, junk))
        group.create_task(_at_pace(INVITES_PER_S / 2, by_datagram))
        group.create_task(_at_pace(INVITES_PER_S / 2, by_stream))
        for _ in range(SIP_HALF_OPEN):
            group.create_task(half())


FLOODS: dict[str, Flood] = {
    "sockets": sockets,
    "rings": rings,
    "uploads": uploads,
    "half_requests": half_requests,
    "passwords": passwords,
    "sip": sip,
}


async def run_flood(name: str, target: Target, seconds: float) -> dict[str, int]:
    """One flood for so long; what it was answered."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await FLOODS[name](target)
    return dict(sorted(target.tally.items()))
