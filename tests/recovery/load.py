"""People at work over HTTP while something dies: each keeps its command ids and asks again until it is answered.

What a console does (console/src/state/outbox.ts and boards.ts) in a few lines: the same id until there is an
answer, and boards that dial again and go on from the last place they folded.
"""

import asyncio
import itertools
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Self
from uuid import UUID

import httpx
import msgspec
import websockets
from websockets.typing import Subprotocol

from auxilio.app.cli.demo_people import PASSWORD
from auxilio.calls.api import stored_ring
from auxilio.kernel.ids import CommandId
from auxilio.platform.ids import new_id
from tests.realtime.board_client import Screen

AGAIN_S = 0.1
IN_DOUBT = frozenset({502, 503, 504})
KINDS = {
    "cases.open": "cases.case.opened",
    "cases.note": "cases.case.noted",
    "calls.record": "calls.call.answered",
    "calls.note": "calls.call.noted",
    "calls.say": "calls.call.caller_said",
    "calls.ring": "calls.call.rang",
    "calls.sign_off": "calls.desk.signed_off",
    "calls.stand_ready": "calls.desk.ready",
}
"""For each command of the load, the fact that it leaves behind exactly once."""


@dataclass
class Ledger:
    """Every command that was acknowledged, by id, and what it was."""

    acknowledged: dict[UUID, str] = field(default_factory=dict)
    doubts: Counter[str] = field(default_factory=Counter)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def note(self, id: UUID, kind: str) -> None:
        self.acknowledged[id] = kind
        self.news.set()

    async def until(self, count: int) -> None:
        """Until so many more were acknowledged than now."""
        wanted = len(self.acknowledged) + count
        while len(self.acknowledged) < wanted:
            self.news.clear()
            await self.news.wait()


class Somebody:
    """Whoever sends commands: a seat with a session, or a citizen with a token."""

    def __init__(self, address: str, ledger: Ledger) -> None:
        self.client, self.ledger = httpx.AsyncClient(base_url=address, timeout=20), ledger

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.client.aclose()

    async def post(self, path: str, body: dict[str, Any]) -> httpx.Response:
        """The same words again until there is an answer; an answer that is no success fails the test."""
        while True:
            try:
                reply = await self.client.post(path, json=body)
            except httpx.TransportError as lost:
                self.ledger.doubts[type(lost).__name__] += 1
            else:
                if reply.status_code not in IN_DOUBT:
                    assert reply.is_success, (body, reply.text)
                    return reply
                assert reply.json()["code"] in {"database_unavailable", "too_busy", "not_ready"}, reply.text
                assert reply.headers["retry-after"]
                self.ledger.doubts[reply.json()["code"]] += 1
            await asyncio.sleep(AGAIN_S)

    async def send(self, kind: str, **more: Any) -> dict[str, Any]:
        """A command, acknowledged; the versions that it made."""
        id = new_id()
        reply = await self.post("/api/commands", {"id": str(id), "command": {"kind": kind, **more}})
        self.ledger.note(id, kind)
        answer: dict[str, Any] = reply.json()
        return answer


class Seat(Somebody):
    """A call taker."""

    async def sit(self, login: str, desk: str, mode: str = "real") -> Self:
        body = {"login": login, "password": PASSWORD, "desk": desk, "mode": mode}
        session = await self.post("/api/session", body)
        self.client.headers["x-auxilio-csrf"] = session.json()["csrf"]
        return self

    @property
    def cookie(self) -> dict[str, str]:
        return {"cookie": "; ".join(f"{one.name}={one.value}" for one in self.client.cookies.jar)}

    async def work(self) -> None:
        """Cases, and notes in them, until cancelled."""
        for nth in itertools.count():
            case = str(new_id())
            await self.send("cases.open", case=case, summary=f"Caso {nth}")
            for line in range(3):
                await self.send("cases.note", case=case, words=f"Nota {line}")


class Citizen(Somebody):
    """A person who writes from a telephone."""

    async def call(self, name: str) -> Self:
        id, call = new_id(), new_id()
        need = {"id": str(id), "call": str(call), "caller_name": name, "words": "Hay humo"}
        reply = await self.post("/api/caller", need)
        self.ledger.note(stored_ring(CommandId(id)), "calls.ring")
        self.call_id, self.token = str(call), str(reply.json()["token"])
        self.client.headers["authorization"] = f"Bearer {self.token}"
        return self

    async def work(self) -> None:
        """Line after line, until cancelled."""
        for nth in itertools.count():
            await self.send("calls.say", call=self.call_id, words=f"Línea {nth}")
            await asyncio.sleep(0.02)


class Window:
    """A board over the real WebSocket, which comes back by itself and goes on where it was."""

    def __init__(
        self,
        address: str,
        board: str,
        headers: dict[str, str],
        params: dict[str, str] | None = None,
        *,
        token: str | None = None,
    ) -> None:
        self.address, self.board, self.headers, self.params = address, board, headers, params or {}
        self.token = token
        self.screen, self.at, self.dialled = Screen(), None, 0
        self.ready = asyncio.Event()

    async def run(self) -> None:
        """Look, and look again whenever the line is lost, until cancelled."""
        while True:
            try:
                async with self._dial() as line:
                    self.dialled += 1
                    ask = {"open": self.board, "key": "b", "params": self.params, "from": self.at}
                    await line.send(msgspec.json.encode(ask).decode())
                    async for word in line:
                        self._take(word)
            except (OSError, websockets.WebSocketException, EOFError):
                pass  # the line is lost: dial again below
            await asyncio.sleep(AGAIN_S)

    def _dial(self) -> websockets.connect:
        spoken = [Subprotocol(one) for one in ("auxilio", f"bearer.{self.token}")] if self.token else None
        url = self.address.replace("http", "ws", 1) + "/api/boards"
        return websockets.connect(url, additional_headers=self.headers, subprotocols=spoken)

    def _take(self, word: str | bytes) -> None:
        said = msgspec.json.decode(word)
        if said.get("refused") == "not_ready":
            raise EOFError("not ready yet: dial again")
        assert "refused" not in said, said
        if not said.keys() & {"beat", "live", "away"}:
            self.screen.fold(said)
            self.at = said["at"]
            self.ready.set()


async def look(window: Window) -> dict[str, dict[str, Any]]:
    """What somebody who comes only now is shown."""
    looking = asyncio.create_task(window.run())
    try:
        await window.ready.wait()
    finally:
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)
    return window.screen.seen()
