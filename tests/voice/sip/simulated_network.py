"""A network of memory and a clock of two hands: two agents speak as they would over UDP, and no test waits."""

import asyncio
import heapq
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from auxilio.voice.sip.agent import AgentSettings, IncomingCall, SipAgent
from auxilio.voice.sip.message import Request, Response, parse
from auxilio.voice.sip.transport.base import MessageSource, Receiver, TransportName, Unreachable

OFFER = b"v=0\r\no=- 1 1 IN IP4 10.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n"
ANSWER = b"v=0\r\no=- 2 1 IN IP4 10.0.0.2\r\ns=-\r\nt=0 0\r\nm=audio 5000 RTP/AVP 8\r\n"
HELD = OFFER.replace(b"- 1 1", b"- 1 2") + b"a=sendonly\r\n"

type Drops = Callable[[Request | Response], bool]
"""Whether the network loses a message."""


class HandTimers:
    """Time goes on only by `advance`."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self._order = itertools.count()
        self._waiting: list[tuple[float, int, _Handle]] = []

    def call_later(self, delay_s: float, callback: Callable[[], object], /) -> "_Handle":
        handle = _Handle(callback)
        heapq.heappush(self._waiting, (self.now_s + delay_s, next(self._order), handle))
        return handle

    async def advance(self, span_s: float) -> None:
        until_s = self.now_s + span_s
        await settle()
        while self._waiting and self._waiting[0][0] <= until_s:
            at_s, _, handle = heapq.heappop(self._waiting)
            self.now_s = max(self.now_s, at_s)
            if not handle.cancelled:
                handle.callback()
                await settle()
        self.now_s = until_s

    async def until(self, done: Callable[[], bool], span_s: float = 200) -> None:
        """Go on until it is so; fails after `span_s` of this clock."""
        until_s = self.now_s + span_s
        await settle()
        while not done():
            assert self._waiting, "it never came to be"
            assert self._waiting[0][0] <= until_s, "it did not come to be in time"
            await self.advance(self._waiting[0][0] - self.now_s)


@dataclass
class _Handle:
    callback: Callable[[], object]
    cancelled: bool = False

    def cancel(self) -> None:
        self.cancelled = True


async def settle(turns: int = 40) -> None:
    for _ in range(turns):
        await asyncio.sleep(0)


@dataclass
class Ether:
    """Carries datagrams between the sockets of one test, and loses what it is told to."""

    timers: HandTimers = field(default_factory=HandTimers)
    sockets: dict[tuple[str, int], "Socket"] = field(default_factory=dict)
    seen: list[tuple[str, Request | Response]] = field(default_factory=list)
    """Sender and message, also of those that were lost."""
    drops: Drops = lambda message: False
    twice: bool = False
    """Everything arrives twice."""

    def carry(self, data: bytes, sender: "Socket", target: MessageSource) -> None:
        message = parse(data)
        self.seen.append((sender.host, message))
        if self.drops(message):
            return
        socket = self.sockets.get((target.host, target.port))
        for _ in range(2 if self.twice else 1):
            if socket is not None:
                asyncio.get_running_loop().call_soon(socket.arrive, data, sender)

    def said(self, host: str) -> list[str]:
        """What a host sent, in short: `INVITE`, `200 INVITE`."""
        return [
            message.method if isinstance(message, Request) else f"{message.code} {message.cseq[1]}"
            for sender, message in self.seen
            if sender == host
        ]

    def last(self, host: str, what: str) -> Request | Response:
        """The last message of a host of that short form."""
        said = [message for sender, message in self.seen if sender == host]
        return next(
            message
            for message, short in zip(reversed(said), reversed(self.said(host)), strict=True)
            if short == what
        )


class Socket:
    name: TransportName = "udp"

    def __init__(self, ether: Ether, host: str, port: int = 5060) -> None:
        self.ether, self.host, self.port = ether, host, port

    async def start(self, receiver: Receiver) -> None:
        self.receiver = receiver
        self.ether.sockets[self.host, self.port] = self

    async def stop(self) -> None:
        self.ether.sockets.pop((self.host, self.port), None)

    def send(self, data: bytes, target: MessageSource) -> None:
        if target.transport != "udp":
            raise Unreachable
        self.ether.carry(data, self, target)

    def has(self, flow: int) -> bool:
        return True

    def arrive(self, data: bytes, sender: "Socket") -> None:
        source = MessageSource("udp", sender.host, sender.port)
        if self.receiver.admits(data, source):
            self.receiver.received(parse(data), source)


CENTRE, PHONE = "10.0.0.2", "10.0.0.1"


def agent_at(ether: Ether, host: str, **settings: object) -> SipAgent:
    timers = ether.timers
    given = AgentSettings(host=host, **settings)
    return SipAgent(given, timers=timers, transports={"udp": Socket(ether, host)})


@dataclass
class Line:
    """A centre and a telephone, and the calls that came to the centre."""

    ether: Ether
    centre: SipAgent
    phone: SipAgent
    calls: list[IncomingCall] = field(default_factory=list)

    @property
    def timers(self) -> HandTimers:
        return self.ether.timers


@asynccontextmanager
async def line(**centre_settings: object) -> AsyncIterator[Line]:
    ether = Ether()
    found = Line(ether, agent_at(ether, CENTRE, **centre_settings), agent_at(ether, PHONE))

    async def keep(call: IncomingCall) -> None:
        found.calls.append(call)

    found.centre.set_handlers(keep)
    await found.centre.start()
    await found.phone.start()
    try:
        yield found
    finally:
        await found.centre.stop()
        await found.phone.stop()
