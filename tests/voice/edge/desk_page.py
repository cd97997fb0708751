"""A desk's page as little of it as SIP needs, on the WebSocket of the edge; and what is asked of the log."""

import asyncio
import itertools
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from auxilio.calls.core import messages as m
from auxilio.calls.core.model import Call, CallState
from auxilio.calls.service import CALL, DESK, CallService
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CallId, CommandId, DeskId
from auxilio.platform.clock import SystemClock
from auxilio.platform.database.aggregates import AggregateRegistry
from auxilio.platform.ids import new_id
from auxilio.voice.tokens import TOKEN_LIFE_S, LineClaim
from auxilio.workflows.runner import StateReader
from tests.actors import person
from tests.voice.edge.programs import Exchange
from tests.voice.media.peers import Phone

_seats = itertools.count(1)
"""A desk of her own for each test: what one leaves behind is nothing to the next."""
WITHIN_S = 20.0


async def until[T](look: Callable[[], Awaitable[T | None]], what: str) -> T:
    """What `look` finds at last."""
    try:
        async with asyncio.timeout(WITHIN_S):
            while not (seen := await look()):
                await asyncio.sleep(0.02)
    except TimeoutError:
        raise AssertionError(f"never came: {what}") from None
    return seen


class Desk:
    """Somebody at a desk: her page's line, her sound, her keys."""

    def __init__(self, exchange: Exchange, phone: Phone) -> None:
        self._exchange, self.phone = exchange, phone
        self.seat = DeskId(f"desk-{next(_seats):02}")
        self.lucia = person("call_taker", self.seat)
        self._calls = CallService(exchange.database.work)
        self.states = StateReader(exchange.database.pool, AggregateRegistry(CALL, DESK))

    async def press(self, command: Command) -> None:
        """A key."""
        await self._calls.handle(CommandId(new_id()), command, self.lucia)

    async def waiting(self) -> Call:
        """The call that waits."""

        async def look() -> Call | None:
            found = await self.states.live(CALL, state=CallState.QUEUED.value)
            return found[0] if found else None

        return await until(look, "a call waits")

    async def seated(self) -> None:
        """The log knows that the desk has a line."""

        async def look() -> bool | None:
            desk = await self.states.state(DESK, self.seat)
            return bool(desk and desk.line) or None

        await until(look, "the desk has a line")

    async def takes(self) -> CallId:
        """Answers whoever waits."""
        call = await self.waiting()
        await self.seated()
        await self.press(m.AnswerCall(call=call.id))
        return call.id

    async def state(self, call: CallId) -> Call:
        found = await self.states.state(CALL, call)
        assert found is not None, "a call stays in the log"
        return found

    def invite(self, word: str | None) -> tuple[list[str], str]:
        """Head and body of the INVITE of a page."""
        body = self.phone.description()
        head = [
            f"INVITE sip:{self.seat}@auxilio SIP/2.0",
            "Via: SIP/2.0/WS page.invalid;branch=z9hG4bK" + new_id().hex,
            "Max-Forwards: 70",
            f"From: <sip:{self.seat}@auxilio>;tag=page",
            f"To: <sip:{self.seat}@auxilio>",
            f"Call-ID: {new_id()}",
            "CSeq: 1 INVITE",
            f"Contact: <sip:{self.seat}@page.invalid;transport=ws>",
            *([f"X-Auxilio-Line: {word}"] if word is not None else []),
            "Content-Type: application/sdp",
            f"Content-Length: {len(body.encode())}",
        ]
        return head, body

    def word(self) -> str:
        """What `serve` gives a page."""
        return self._exchange.tokens.give(LineClaim(id=new_id(), desk=self.seat), self.until())

    @staticmethod
    def until() -> datetime:
        """How long a word is good that is given now."""
        return SystemClock().now() + timedelta(seconds=TOKEN_LIFE_S)

    async def asked_again(self, socket: ClientConnection) -> None:
        """Her page is asked to speak with another address, and does."""
        asked = ""
        while not asked.startswith("INVITE "):
            said = await asyncio.wait_for(socket.recv(), WITHIN_S)
            asked = said if isinstance(said, str) else said.decode()
        head, _, offer = asked.partition("\r\n\r\n")
        self.phone.connect(offer)
        body = self.phone.description()
        kept = [
            line
            for line in head.split("\r\n")
            if line.startswith(("Via", "From", "To", "Call-ID", "CSeq", "Record"))
        ]
        answer = [
            "SIP/2.0 200 OK",
            *kept,
            f"Contact: <sip:{self.seat}@page.invalid;transport=ws>",
            "Content-Type: application/sdp",
            f"Content-Length: {len(body.encode())}",
        ]
        await socket.send("\r\n".join([*answer, "", body]))

    @asynccontextmanager
    async def socket(self, *, secure: bool = False, **more: Any) -> AsyncIterator[ClientConnection]:
        edge = self._exchange.edge
        address = f"wss://127.0.0.1:{edge.wss}/" if secure else f"ws://127.0.0.1:{edge.ws}/"
        if secure:
            more["ssl"] = ssl.create_default_context(cafile=edge.folder / "tls" / "certificate.pem")
        async with connect(address, subprotocols=["sip"], **more) as socket:
            yield socket

    @asynccontextmanager
    async def line(self, *, secure: bool = False) -> AsyncIterator[ClientConnection]:
        """Her page opens its line."""
        async with self.socket(secure=secure, origin="https://127.0.0.1:8112") as socket:
            head, body = self.invite(self.word())
            await socket.send("\r\n".join([*head, "", body]))
            answer = await final(socket)
            assert answer.startswith("SIP/2.0 200"), answer
            self.phone.connect(answer.partition("\r\n\r\n")[2])
            await socket.send(ack(head, answer))
            yield socket


async def final(socket: ClientConnection) -> str:
    """The last answer to what was sent."""
    answer = "SIP/2.0 100"
    while answer.startswith("SIP/2.0 1"):
        said = await asyncio.wait_for(socket.recv(), WITHIN_S)
        answer = said if isinstance(said, str) else said.decode()
    return answer


def ack(invite: list[str], answer: str) -> str:
    """The ACK of a 2xx, along the way that it names."""
    lines = answer.partition("\r\n\r\n")[0].split("\r\n")

    def values(name: str) -> list[str]:
        return [line.partition(": ")[2] for line in lines if line.lower().startswith(f"{name}: ")]

    target = values("contact")[0].strip("<>")
    routes = [route for value in values("record-route") for route in value.split(",")][::-1]
    kept = [line for line in invite[1:] if line.startswith(("Max-", "From", "Call-ID", "CSeq"))]
    head = [
        f"ACK {target} SIP/2.0",
        "Via: SIP/2.0/WS page.invalid;branch=z9hG4bK" + new_id().hex,
        *(f"Route: {route.strip()}" for route in routes),
        f"To: {values('to')[0]}",
        *(line.replace("INVITE", "ACK") for line in kept),
    ]
    return "\r\n".join([*head, "Content-Length: 0", "", ""])
