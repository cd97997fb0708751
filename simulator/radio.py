"""A radio network that is not there: the bridge of a gateway, speaking Auxilio's protocol, and a port for the test or demo that plays it.

It knows Auxilio by the protocol alone (docs/operations/radio.md), as the bridge of a vendor would, and so proves that the
page is enough to write one. What is played comes by a second port: a line of JSON is something that a radio does. No radio
wave, no TETRA, no vendor is in it.
"""

import asyncio
import contextlib
import hashlib
import hmac
import json
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from auxilio.platform.clock import Clock
from auxilio.platform.ids import new_id

PROTOCOL = "auxilio-radio/1"
KEPT_MAX = 10_000
"""Messages kept for an installation that is away. Older ones are gone, and that they are is told."""
ALIVE_S = 5.0
SILENT_S = 15.0
LINE_MAX = 64 * 1024
ON_AIR = frozenset({"status", "text", "alarm", "call_began", "call_ended", "registered", "lost", "position"})
_log = logging.getLogger(__name__)


class Network:
    """One gateway with its bridge. `play` is what a radio does; `orders` what Auxilio has had sent."""

    def __init__(self, gateway: str, secret: bytes, clock: Clock, *, kept_max: int = KEPT_MAX) -> None:
        self._gateway, self._secret, self._clock = gateway, secret, clock
        self.epoch = new_id().hex
        self._seq = 0
        self._kept: deque[dict[str, Any]] = deque()
        self._kept_max, self._dropped = kept_max, 0
        self._news = asyncio.Event()
        self.orders: list[dict[str, Any]] = []
        self._done: dict[str, dict[str, Any]] = {}
        self._cut_until: float = 0.0
        self._writers: set[asyncio.StreamWriter] = set()
        self._servers: list[asyncio.Server] = []
        self.deaf: set[str] = set()
        """Addresses that nothing can be delivered to."""

    # --- what radios do ---------------------------------------------------------------------------

    def play(self, said: dict[str, Any], at: str | None = None) -> int:
        """Something is said on the air; its number. Raises `ValueError` for what no radio does."""
        if said.get("kind") not in ON_AIR:
            raise ValueError(str(said.get("kind")))
        return self._keep(said, at)

    def _keep(self, said: dict[str, Any], at: str | None = None) -> int:
        self._seq += 1
        at = at or self._clock.now().isoformat().replace("+00:00", "Z")
        self._kept.append({"kind": "event", "seq": self._seq, "at": at, "said": said})
        while len(self._kept) > self._kept_max:
            self._kept.popleft()
            self._dropped += 1
        self._news.set()
        return self._seq

    def cut(self, span_s: float) -> None:
        """The line to Auxilio breaks, and nobody is let in again for so long. What is said meanwhile is kept."""
        self._cut_until = asyncio.get_running_loop().time() + span_s
        for writer in list(self._writers):
            writer.transport.abort()

    # --- listening --------------------------------------------------------------------------------

    async def listen(self, host: str, port: int, played_at: int | None = None) -> int:
        """Listen for Auxilio, and at `played_at` for whoever plays; the port for Auxilio (0 asks for a free one)."""
        server = await asyncio.start_server(self._centre, host, port, limit=LINE_MAX)
        self._servers.append(server)
        if played_at is not None:
            self._servers.append(await asyncio.start_server(self._player, host, played_at, limit=LINE_MAX))
        bound: int = server.sockets[0].getsockname()[1]
        return bound

    async def close(self) -> None:
        """Nobody listens any more."""
        for server in self._servers:
            server.close()
        for writer in list(self._writers):
            writer.transport.abort()

    # --- Auxilio --------------------------------------------------------------------------------

    async def _centre(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if asyncio.get_running_loop().time() < self._cut_until:
            writer.transport.abort()
            return
        self._writers.add(writer)
        try:
            since = await self._meet(reader, writer)
            if since is not None:
                await self._serve(reader, writer, since)
        except (OSError, ValueError, TimeoutError, KeyError) as lost:
            _log.info("house_lost", extra={"error": type(lost).__name__})
        finally:
            self._writers.discard(writer)
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    def _mac(self, whose: str, ours: str, theirs: str) -> str:
        text = "\n".join((PROTOCOL, whose, self._gateway, ours, theirs))
        return hmac.new(self._secret, text.encode(), hashlib.sha256).hexdigest()

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> int | None:
        """Both prove who they are; the last number that Auxilio has, None where it could not prove it."""
        nonce = new_id().hex
        _write(writer, {"kind": "hello", "protocol": PROTOCOL, "gateway": self._gateway, "nonce": nonce})
        proof = await _read(reader)
        if not hmac.compare_digest(str(proof.get("mac", "")), self._mac("house", nonce, str(proof["nonce"]))):
            _write(writer, {"kind": "refused", "code": "not_proved"})
            await writer.drain()
            return None
        mac = self._mac("bridge", nonce, str(proof["nonce"]))
        _write(writer, {"kind": "welcome", "mac": mac, "epoch": self.epoch})
        return int(proof.get("seq", 0)) if proof.get("epoch") == self.epoch else 0

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, since: int) -> None:
        telling = asyncio.create_task(self._tell(writer, since))
        try:
            while True:
                said = await _read(reader)
                match said["kind"]:
                    case "ack":
                        while self._kept and self._kept[0]["seq"] <= said["seq"]:
                            self._kept.popleft()
                    case "order":
                        _write(writer, self._obey(said))
                    case _:
                        pass  # it lives
        finally:
            telling.cancel()

    async def _tell(self, writer: asyncio.StreamWriter, told: int) -> None:
        if self._dropped:
            dropped, self._dropped = self._dropped, 0
            self._keep({"kind": "gap", "count": dropped})
        while True:
            self._news.clear()
            for message in [one for one in self._kept if one["seq"] > told]:
                _write(writer, message)
                told = message["seq"]
            await writer.drain()
            try:
                async with asyncio.timeout(ALIVE_S):
                    await self._news.wait()
            except TimeoutError:
                _write(writer, {"kind": "alive"})

    def _obey(self, said: dict[str, Any]) -> dict[str, Any]:
        """An id is done once, however often it is ordered."""
        id, order = str(said["id"]), said["order"]
        if id not in self._done:
            self.orders.append(order)
            delivered = order["to"] not in self.deaf
            why = {} if delivered else {"why": "not_reachable"}
            self._done[id] = {"kind": "done", "id": id, "delivered": delivered, **why}
        return self._done[id]

    # --- whoever plays ----------------------------------------------------------------------------

    async def _player(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """A line is what a radio does, `{"kind": "cut", "span_s": 20}`, or `{"kind": "orders"}`; each is answered."""
        try:
            while line := await reader.readline():
                try:
                    answer = self._played(json.loads(line))
                except (ValueError, KeyError, TypeError, AttributeError) as wrong:
                    answer = {"refused": str(wrong)}
                _write(writer, answer)
                await writer.drain()
        except OSError:
            pass  # they went
        finally:
            writer.close()

    def _played(self, said: dict[str, Any]) -> dict[str, Any]:
        match said.get("kind"):
            case "cut":
                self.cut(float(said["span_s"]))
                return {"cut_s": float(said["span_s"])}
            case "orders":
                return {"orders": self.orders}
            case _:
                at = said.pop("at", None)
                return {"seq": self.play(said, at)}


class Handset:
    """Plays one network from outside: what crews of the city do with their radios."""

    def __init__(self, port: int, host: str = "127.0.0.1") -> None:
        self._host, self._port, self._calls = host, port, 0

    async def press(self, radio: str, code: int) -> bool:
        """A status key; whether there is a network to hear it."""
        return await self._say({"kind": "status", "radio": radio, "code": code})

    async def talk(
        self, radio: str, group: str, rest: Callable[[float], Awaitable[None]], span_s: float
    ) -> None:
        """Press to talk for so long."""
        self._calls += 1
        call = f"{radio}.{self._calls}.{new_id().hex}"
        if await self._say({"kind": "call_began", "call": call, "radio": radio, "to": group}):
            await rest(span_s)
            await self._say({"kind": "call_ended", "call": call})

    async def _say(self, said: dict[str, Any]) -> bool:
        try:
            reader, writer = await asyncio.open_connection(self._host, self._port)
            _write(writer, said)
            answer = json.loads(await reader.readline())
            writer.close()
        except (OSError, ValueError):
            return False
        return "seq" in answer


def _write(writer: asyncio.StreamWriter, said: dict[str, Any]) -> None:
    writer.write(json.dumps(said).encode() + b"\n")


async def _read(reader: asyncio.StreamReader) -> dict[str, Any]:
    async with asyncio.timeout(SILENT_S):
        line = await reader.readline()
    if not line.endswith(b"\n"):
        raise ValueError("closed")
    said: dict[str, Any] = json.loads(line)
    return said


async def live(gateway: str, secret: bytes, clock: Clock, *, port: int, played_at: int) -> None:
    """The network, until cancelled."""
    network = Network(gateway, secret, clock)
    await network.listen("127.0.0.1", port, played_at)
    await asyncio.Event().wait()
