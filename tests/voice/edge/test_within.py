"""Requests within a call, from outside: they reach the exchange and nobody else, wherever they ask to go (decision 0234)."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator

import pytest

from auxilio.calls.core import messages as m
from auxilio.calls.core.model import CallState
from auxilio.kernel.position import Point
from auxilio.platform.ids import new_id
from auxilio.voice.core.caller_info import PIDF as PIDF_TYPE
from auxilio.voice.sip.agent import AgentSettings, Part, SipAgent
from auxilio.voice.sip.message import Response, parse
from tests.voice.edge.desk_page import Desk, until
from tests.voice.edge.programs import Exchange
from tests.voice.media.engine_lines import hears
from tests.voice.media.peers import CALLER
from tests.voice.test_shipped import PIDF, SDP
from tests.voice.test_together import calls, telephone

WITHIN_S = 20.0


class Victim:
    """Somebody on the network whom a stranger cannot reach, by datagrams and by connections."""

    def __init__(self) -> None:
        while not self._bound():
            self.close()
        self.connections.listen()
        for one in (self.datagrams, self.connections):
            one.setblocking(False)

    def _bound(self) -> bool:
        self.datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.connections = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.datagrams.bind(("127.0.0.1", 0))
        self.port = int(self.datagrams.getsockname()[1])
        try:
            self.connections.bind(("127.0.0.1", self.port))
        except OSError:  # somebody else's connection has it: another port
            return False
        return True

    def reached(self) -> bool:
        with contextlib.suppress(BlockingIOError):
            self.datagrams.recv(65_507)
            return True
        with contextlib.suppress(BlockingIOError):
            self.connections.accept()
            return True
        return False

    def close(self) -> None:
        self.datagrams.close()
        self.connections.close()


@pytest.fixture
def victim() -> Iterator[Victim]:
    found = Victim()
    yield found
    found.close()


async def answer_to(exchange: Exchange, method: str, uri: str, routes: list[str]) -> Response:
    """What a stranger is told who never called, and writes as if within a call."""
    loop = asyncio.get_running_loop()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
        stranger.setblocking(False)
        stranger.bind(("127.0.0.1", 0))
        own = stranger.getsockname()[1]
        head = [
            f"{method} {uri} SIP/2.0",
            f"Via: SIP/2.0/UDP 127.0.0.1:{own};branch=z9hG4bK{new_id().hex};rport",
            "Max-Forwards: 70",
            "From: <sip:stranger@x>;tag=1",
            "To: <sip:112@y>;tag=made-up",
            f"Call-ID: {new_id()}",
            f"CSeq: 2 {method}",
            *(f"Route: {route}" for route in routes),
            f"Contact: <sip:stranger@127.0.0.1:{own}>",
            "Content-Length: 0",
        ]
        stranger.sendto("\r\n".join([*head, "", ""]).encode(), ("127.0.0.1", exchange.edge.sip))
        while True:
            async with asyncio.timeout(WITHIN_S):
                read = parse(await loop.sock_recv(stranger, 65_507))
            assert isinstance(read, Response)
            if read.code >= 200:
                return read


@pytest.mark.parametrize("method", ["BYE", "INFO", "MESSAGE", "INVITE", "NOTIFY", "REFER"])
@pytest.mark.parametrize(
    ("uri", "routes"),
    [
        ("sip:victim@127.0.0.1:{victim}", ["<sip:127.0.0.1:{edge};lr>"]),
        ("sip:victim@127.0.0.1:{victim};transport=tcp", ["<sip:127.0.0.1:{edge};lr>"]),
        ("sip:x@127.0.0.1:{voice}", ["<sip:127.0.0.1:{edge};lr>", "<sip:127.0.0.1:{victim};lr>"]),
        ("sip:x@127.0.0.1:{voice}", ["<sip:127.0.0.1:{edge};lr>,<sip:127.0.0.1:{victim};lr;transport=tcp>"]),
        ("sip:x@127.0.0.1:{voice};maddr=127.0.0.2", ["<sip:127.0.0.1:{edge};lr>"]),
        ("sip:x@127.0.0.1:{voice};alias=127.0.0.1~{victim}~1", ["<sip:127.0.0.1:{edge};lr>"]),
        ("sip:victim@127.0.0.1:{victim}", ["<sip:127.0.0.1:{edge}>"]),
    ],
    ids=["uri", "uri_tcp", "route", "route_tcp", "maddr", "alias", "strict"],
)
async def test_a_stranger_within_no_call_reaches_the_exchange_and_nobody_else(
    exchange: Exchange, victim: Victim, method: str, uri: str, routes: list[str]
) -> None:
    places = {"victim": victim.port, "edge": exchange.edge.sip, "voice": exchange.carrying.port}
    answer = await answer_to(
        exchange, method, uri.format(**places), [route.format(**places) for route in routes]
    )
    assert answer.code in (404, 481), f"{answer.code} {answer.reason}"
    assert not victim.reached()


async def test_a_call_is_hung_up_also_by_who_writes_another_address_over_the_exchanges(
    exchange: Exchange, desk: Desk, victim: Victim
) -> None:
    async with telephone() as (theirs, phone), desk.line():
        leg = await calls(theirs, phone, exchange.edge.sip)
        call = await desk.takes()
        await hears(desk.phone, CALLER)
        leg.dialog.remote_target = f"sip:x@127.0.0.1:{victim.port}"
        leg.dialog.route_set.append(f"<sip:127.0.0.1:{victim.port};lr>")
        await leg.bye()

        async def over() -> bool | None:
            return (await desk.state(call)).state is CallState.ENDED or None

        await until(over, "the call is over")
    assert not victim.reached()


async def test_an_invite_larger_than_a_datagram_of_a_network_comes_through_whole(
    exchange: Exchange, desk: Desk
) -> None:
    agent = SipAgent(AgentSettings(udp_port=None, tcp_port=0))
    await agent.start()
    try:
        out = await agent.invite(
            f"sip:112@127.0.0.1:{exchange.edge.sip};transport=tcp",
            SDP,
            from_="sip:+34600100209@trunk",
            parts=[Part(PIDF_TYPE, content=PIDF), Part("application/x-more", content=b"x" * 9_000)],
        )
        async with asyncio.timeout(WITHIN_S):
            leg = await out.answered()

        async def kept() -> bool | None:
            return len((await desk.state((await desk.waiting()).id)).attachments) == 2 or None

        await until(kept, "what came with it is kept")
        call = await desk.state((await desk.waiting()).id)
        assert [fix.point for fix in call.positions] == [Point(lat=42.5463, lon=1.5033)]
        await leg.bye()

        async def over() -> bool | None:
            return (await desk.state(call.id)).state is CallState.ABANDONED or None

        await until(over, "the caller has left")
    finally:
        await agent.stop()


async def test_a_call_that_the_desk_ends_is_ended_at_the_telephone(exchange: Exchange, desk: Desk) -> None:
    """The other way nothing is held back: where a telephone said that it is, there it is told."""
    async with telephone() as (theirs, phone), desk.line():
        leg = await calls(theirs, phone, exchange.edge.sip)
        call = await desk.takes()
        await hears(desk.phone, CALLER)
        await desk.press(m.HangUp(call=call))
        async with asyncio.timeout(WITHIN_S):
            await leg.gone.wait()
        assert leg.gone_reason == "bye"
