"""Real sockets on loopback: the same call over UDP, TCP, TLS and WebSocket, and what strangers write into them."""

import asyncio
import contextlib
import socket
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path

import pytest
import websockets
from websockets.asyncio.client import connect
from websockets.typing import Origin, Subprotocol

from auxilio.voice.sip.agent import AgentSettings, CallFailed, IncomingCall, PeerIdentity, SipAgent
from auxilio.voice.sip.message import Request, Response, parse, respond
from auxilio.voice.sip.transport.base import MessageSource
from auxilio.voice.sip.transport.framing import PING, PONG
from auxilio.voice.sip.transport.udp import RECEIVED_BYTES
from auxilio.voice.sip.trunk import SipTrunk
from tests.event_loop import reported
from tests.voice.certificates import certificate
from tests.voice.sip.simulated_network import ANSWER, OFFER

PATIENCE_S = 30


async def admit(path: str, headers: Mapping[str, str]) -> PeerIdentity | None:
    if path != "/?token=good":
        return None
    return PeerIdentity("desk-7", "desk", frozenset({"sip:desk-7@auxilio"}))


class Centre:
    def __init__(self, folder: Path) -> None:
        ours, theirs = certificate(folder)
        self.agent = SipAgent(
            AgentSettings(
                udp_port=0,
                tcp_port=0,
                tls_port=0,
                tls=ours,
                client_tls=theirs,
                domains=frozenset({"auxilio"}),
            ),
            admit=admit,
        )
        self.plain_ws = SipAgent(
            AgentSettings(udp_port=None, tcp_port=None, ws_port=0, domains=frozenset({"auxilio"})),
            admit=admit,
        )
        for agent in (self.agent, self.plain_ws):
            agent.set_handlers(self.answer)
        self.calls: list[IncomingCall] = []

    async def answer(self, call: IncomingCall) -> None:
        self.calls.append(call)
        await call.answer(ANSWER)


@pytest.fixture
async def centre(tmp_path: Path) -> AsyncIterator[Centre]:
    found = Centre(tmp_path)
    await found.agent.start()
    await found.plain_ws.start()
    yield found
    await found.agent.stop()
    await found.plain_ws.stop()


async def until(done: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not done():
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("name", ["udp", "tcp", "tls"])
async def test_a_call_is_the_same_over_every_transport(centre: Centre, tmp_path: Path, name: str) -> None:
    (tmp_path / "phone").mkdir()
    ours, _ = certificate(tmp_path / "phone")
    trusting = ssl.create_default_context(cafile=tmp_path / "both.pem")
    trusting.check_hostname = False
    phone = SipAgent(AgentSettings(udp_port=0, tcp_port=0, tls_port=0, tls=ours, client_tls=trusting))
    await phone.start()
    try:
        call = await phone.invite(f"sip:112@127.0.0.1:{centre.agent.ports[name]};transport={name}", OFFER)
        theirs = await call.answered()
        ours_leg = centre.agent.legs[0]
        async with asyncio.timeout(PATIENCE_S):
            await ours_leg.acknowledged.wait()
        assert centre.calls[0].source.transport == name
        await ours_leg.info("text/plain", b"help is on its way")
        await ours_leg.bye()
        assert theirs.gone_reason == "bye"
    finally:
        await phone.stop()


def large(transport: str, port: int = 5060) -> bytes:
    """An INVITE of 9 kB, as a carrier sends it with a position, a civic address and additional data."""
    pidf = b'<?xml version="1.0"?><presence>' + b"<note>far more than a datagram of 1,500 bytes</note>" * 160
    body = (
        b"--b\r\nContent-Type: application/sdp\r\n\r\n" + OFFER + b"\r\n--b\r\n"
        b"Content-Type: application/pidf+xml\r\nContent-ID: <place>\r\n\r\n"
        + pidf
        + b"</presence>\r\n--b--\r\n"
    )
    head = (
        f"INVITE urn:service:sos SIP/2.0\r\nVia: SIP/2.0/{transport} 127.0.0.1:{port};rport;branch=z9hG4bKlarge\r\n"
        "From: <sip:+34600100200@carrier.example>;tag=1\r\nTo: <urn:service:sos>\r\nCall-ID: large\r\nCSeq: 1 INVITE\r\n"
        f"Contact: <sip:carrier@127.0.0.1:{port}>\r\nContent-Type: multipart/mixed;boundary=b\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def answered_on_stream(port: int, tls: ssl.SSLContext | None, invite: bytes) -> Response:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=tls)
    for at in range(0, len(invite), 1_000):
        writer.write(invite[at : at + 1_000])
        await asyncio.sleep(0)
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
            read = parse(head + await reader.readexactly(length))
            assert isinstance(read, Response)
            if read.code >= 200:
                return read
    finally:
        writer.close()


async def answered_by_datagram(port: int, own: int, invite: bytes) -> Response:
    loop = asyncio.get_running_loop()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as phone:
        phone.setblocking(False)
        phone.bind(("127.0.0.1", own))
        phone.sendto(invite, ("127.0.0.1", port))
        while True:
            read = parse(await loop.sock_recv(phone, 65_507))
            assert isinstance(read, Response)
            if read.code >= 200:
                return read


async def answered_on_page(address: str, invite: bytes) -> Response:
    async with connect(address, subprotocols=SIP) as page:
        while True:
            if invite:
                await page.send(invite.decode())
                invite = b""
            read = parse(str(await page.recv()).encode())
            assert isinstance(read, Response)
            if read.code >= 200:
                return read


@pytest.mark.parametrize("name", ["udp", "tcp", "tls", "ws"])
async def test_an_invite_of_nine_kilobytes_is_a_call_over_every_transport(
    centre: Centre, tmp_path: Path, unused_udp_port: int, name: str
) -> None:
    invite = large(name.upper(), unused_udp_port)
    assert len(invite) > 8_500
    trusting = ssl.create_default_context(cafile=tmp_path / "both.pem")
    trusting.check_hostname = False
    async with asyncio.timeout(PATIENCE_S):
        match name:
            case "udp":
                answer = await answered_by_datagram(centre.agent.ports["udp"], unused_udp_port, invite)
            case "ws":
                answer = await answered_on_page(url(centre), invite)
            case _:
                answer = await answered_on_stream(
                    centre.agent.ports[name], trusting if name == "tls" else None, invite
                )
    assert (answer.code, answer.body) == (200, ANSWER)
    (call,) = centre.calls
    assert call.source.transport == name
    assert call.sdp == OFFER
    assert [part.content_type for part in call.parts] == ["application/sdp", "application/pidf+xml"]
    assert call.parts[1].content.endswith(b"</presence>")


@pytest.mark.parametrize("name", ["udp", "tcp", "tls", "ws"])
async def test_a_defect_in_one_message_is_reported_and_the_next_is_answered_on_the_same_way(
    centre: Centre, tmp_path: Path, unused_udp_port: int, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    agent = centre.plain_ws if name == "ws" else centre.agent
    welcome = agent.ingress._welcome

    def broken(request: Request, source: MessageSource) -> bool:
        if request.get("subject") == "two":
            raise RuntimeError("a defect of ours")
        return welcome(request, source)

    monkeypatch.setattr(agent.ingress, "_welcome", broken)
    trusting = ssl.create_default_context(cafile=tmp_path / "both.pem")
    trusting.check_hostname = False
    bad, good = options(name.upper(), "Subject: two\r\n"), options(name.upper())
    with reported() as faults:
        async with asyncio.timeout(PATIENCE_S):
            match name:
                case "udp":
                    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as phone:
                        phone.setblocking(False)
                        phone.bind(("127.0.0.1", unused_udp_port))
                        for data in (bad, good):
                            phone.sendto(data, ("127.0.0.1", agent.ports["udp"]))
                        answer = await asyncio.get_running_loop().sock_recv(phone, 65_507)
                case "ws":
                    async with connect(url(centre), subprotocols=SIP) as page:
                        await page.send(bad.decode())
                        await page.send(good.decode())
                        answer = str(await page.recv()).encode()
                case _:
                    tls = trusting if name == "tls" else None
                    reader, writer = await asyncio.open_connection("127.0.0.1", agent.ports[name], ssl=tls)
                    writer.write(bad + good)
                    answer = await reader.readuntil(b"\r\n\r\n")
                    writer.close()
    assert answer.startswith(b"SIP/2.0 200")
    assert faults == [("sip_message", "RuntimeError")]


async def test_strangers_who_speak_no_tls_are_no_fault_of_ours(centre: Centre) -> None:
    with reported() as faults:
        for said in (b"", b"INVITE urn:service:sos SIP/2.0\r\n\r\n", b"\x16\x03\x01\x00\x05junk!"):
            reader, writer = await asyncio.open_connection("127.0.0.1", centre.agent.ports["tls"])
            writer.write(said)
            if not said:
                writer.close()
            async with asyncio.timeout(PATIENCE_S):
                with contextlib.suppress(ConnectionError):
                    await reader.read()
            writer.close()
    assert faults == []


async def test_a_carrier_whose_certificate_is_not_trusted_is_not_called(
    centre: Centre, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    ours, _ = certificate(tmp_path / "other")
    carrier = SipAgent(AgentSettings(udp_port=None, tcp_port=None, tls_port=0, tls=ours))
    await carrier.start()
    try:
        call = await centre.agent.invite(f"sip:x@127.0.0.1:{carrier.ports['tls']};transport=tls", OFFER)
        with pytest.raises(CallFailed) as told:
            await call.answered()
        assert told.value.code == 503
    finally:
        await carrier.stop()


async def test_a_carrier_that_must_show_a_certificate_is_let_in_with_it_alone(tmp_path: Path) -> None:
    ours, theirs = certificate(tmp_path)
    ours.load_verify_locations(tmp_path / "both.pem")
    ours.verify_mode = ssl.CERT_REQUIRED
    centre = SipAgent(AgentSettings(udp_port=None, tcp_port=None, tls_port=0, tls=ours, client_tls=theirs))
    await centre.start()
    try:
        for shows in (False, True):
            if shows:
                theirs.load_cert_chain(tmp_path / "both.pem")
            answer = b""
            async with asyncio.timeout(PATIENCE_S):
                with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                    reader, writer = await asyncio.open_connection(
                        "127.0.0.1", centre.ports["tls"], ssl=theirs
                    )
                    writer.write(options("TLS"))
                    answer = await reader.readuntil(b"\r\n\r\n")
                    writer.close()
            assert answer.startswith(b"SIP/2.0 200") is shows
    finally:
        await centre.stop()


async def test_numbers_outside_are_rung_over_tls_where_the_trunk_says_so(
    centre: Centre, tmp_path: Path
) -> None:
    (tmp_path / "own").mkdir()
    ours, _ = certificate(tmp_path / "own")
    trusting = ssl.create_default_context(cafile=tmp_path / "both.pem")
    settings = AgentSettings(udp_port=0, tcp_port=None, tls_port=0, tls=ours, client_tls=trusting)
    exchange = SipAgent(settings)
    await exchange.start()
    try:
        trunk = SipTrunk(exchange, f"127.0.0.1:{centre.agent.ports['tls']};transport=tls")
        async with asyncio.timeout(PATIENCE_S):
            await (await trunk.dial("+34600700800", OFFER)).answered()
    finally:
        await exchange.stop()
    assert [call.source.transport for call in centre.calls] == ["tls"]
    assert centre.calls[0].called.startswith("sip:+34600700800@127.0.0.1")


@pytest.mark.parametrize(("stated", "code"), [("localhost", 486), ("elsewhere.example", 503)])
async def test_a_certificate_must_state_the_name_that_was_called(
    tmp_path: Path, stated: str, code: int
) -> None:
    ours, theirs = certificate(tmp_path, stated)
    theirs.check_hostname = True
    settings = AgentSettings(udp_port=None, tcp_port=None, tls_port=0, tls=ours, client_tls=theirs)
    carrier, centre = SipAgent(settings), SipAgent(settings)
    carrier.set_handlers(lambda call: call.reject(486))
    await carrier.start()
    await centre.start()
    try:
        call = await centre.invite(f"sip:x@localhost:{carrier.ports['tls']};transport=tls", OFFER)
        with pytest.raises(CallFailed) as told:
            await call.answered()
        assert told.value.code == code
    finally:
        await centre.stop()
        await carrier.stop()


async def test_a_connection_refused_is_told_at_once(centre: Centre, unused_tcp_port: int) -> None:
    call = await centre.agent.invite(f"sip:x@127.0.0.1:{unused_tcp_port};transport=tcp", OFFER)
    with pytest.raises(CallFailed) as told:
        await call.answered()
    assert told.value.code == 503


def options(transport: str, more: str = "") -> bytes:
    return (
        f"OPTIONS sip:112@auxilio SIP/2.0\r\nVia: SIP/2.0/{transport} 127.0.0.1;rport;branch=z9hG4bK{transport}{len(more)}\r\n"
        f"From: <sip:a@b.example>;tag=1\r\nTo: <sip:112@auxilio>\r\nCall-ID: {transport}{len(more)}\r\nCSeq: 1 OPTIONS\r\n"
        f"{more}Content-Length: 0\r\n\r\n"
    ).encode()


async def test_a_stream_is_cut_where_its_messages_end(centre: Centre) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", centre.agent.ports["tcp"])
    both = PING + options("TCP") + options("TCP", "Subject: two\r\n")
    for at in range(0, len(both), 7):
        writer.write(both[at : at + 7])
        await asyncio.sleep(0)
    async with asyncio.timeout(PATIENCE_S):
        assert await reader.readexactly(2) == PONG
        first = parse(await reader.readuntil(b"\r\n\r\n"))
        second = parse(await reader.readuntil(b"\r\n\r\n"))
    assert isinstance(first, Response)
    assert (first.code, first.call_id, second.call_id) == (200, "TCP0", "TCP14")
    writer.close()


@pytest.mark.parametrize(
    "bad", [b"OPTIONS x\r\nContent-Length: -1\r\n\r\n", b"A" * 40_000], ids=["length", "endless"]
)
async def test_a_stream_that_cannot_be_cut_is_closed(centre: Centre, bad: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", centre.agent.ports["tcp"])
    writer.write(bad)
    async with asyncio.timeout(PATIENCE_S):
        await reader.read()
    writer.close()
    assert centre.calls == []


def url(centre: Centre, token: str = "good") -> str:
    return f"ws://127.0.0.1:{centre.plain_ws.ports['ws']}/?token={token}"


SIP = [Subprotocol("sip")]


@pytest.mark.parametrize(
    ("token", "origin"), [("bad", None), ("good", "https://elsewhere.example")], ids=["token", "origin"]
)
async def test_a_page_that_is_not_ours_does_not_get_in(
    centre: Centre, token: str, origin: str | None
) -> None:
    with pytest.raises(websockets.InvalidStatus) as refused:
        await connect(url(centre, token), subprotocols=SIP, origin=Origin(origin) if origin else None)
    assert refused.value.response.status_code == 403


def register(aor: str) -> str:
    return (
        "REGISTER sip:auxilio SIP/2.0\r\nVia: SIP/2.0/WS x.invalid;branch=z9hG4bKr1\r\n"
        f"From: <{aor}>;tag=1\r\nTo: <{aor}>\r\nCall-ID: r\r\nCSeq: 1 REGISTER\r\n"
        "Contact: <sip:abc@x.invalid;transport=ws>;expires=600\r\nContent-Length: 0\r\n\r\n"
    )


async def test_a_desk_is_rung_where_it_registered_and_gone_with_its_page(centre: Centre) -> None:
    agent = centre.plain_ws
    async with connect(url(centre), subprotocols=SIP, origin=Origin("http://127.0.0.1")) as page:
        await page.send(register("sip:desk-8@auxilio"))
        refused = parse(str(await page.recv()).encode())
        assert isinstance(refused, Response)
        assert refused.code == 403, "another's address"
        await page.send(
            register("sip:desk-7@auxilio").replace("r1", "r2").replace("Call-ID: r", "Call-ID: r2")
        )
        taken = parse(str(await page.recv()).encode())
        assert isinstance(taken, Response)
        assert taken.code == 200
        (contact,) = agent.registrar.contacts_of("sip:desk-7@auxilio")
        assert contact.source.identity is not None

        call = await agent.invite("sip:desk-7@auxilio", OFFER, from_name='Caller "A"')
        invite = parse(str(await page.recv()).encode())
        assert isinstance(invite, Request)
        assert invite.uri == "sip:abc@x.invalid;transport=ws"
        assert invite.from_.name == 'Caller "A"'
        ok = respond(invite, 200, tag="page", headers=[("Contact", "<sip:abc@x.invalid;transport=ws>")])
        ok.carry(ANSWER, "application/sdp")
        await page.send(bytes(ok).decode())
        leg = await call.answered()
        ack = parse(str(await page.recv()).encode())
        assert isinstance(ack, Request)
        assert ack.method == "ACK"
        assert leg.remote_sdp == ANSWER
    await until(lambda: agent.registrar.contacts_of("sip:desk-7@auxilio") == ())
    with pytest.raises(CallFailed) as told:
        await agent.invite("sip:desk-7@auxilio", OFFER)
    assert told.value.code == 480
    await leg.bye()
    assert leg.gone.is_set(), "a browser that died is hung up without waiting"


BURST = 1_000


async def test_what_comes_while_we_are_kept_from_the_processor_is_answered(unused_udp_port: int) -> None:
    if int(Path("/proc/sys/net/core/rmem_max").read_text()) < RECEIVED_BYTES:
        pytest.skip("this machine lets no socket keep so much (net.core.rmem_max)")
    agent = SipAgent(AgentSettings(udp_port=0, tcp_port=None, trusted=("127.0.0.0/8",)))
    await agent.start()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as phone:
        phone.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVED_BYTES)
        phone.bind(("127.0.0.1", unused_udp_port))
        for nth in range(BURST):  # nothing is read meanwhile: this is one step of the loop
            asked = (
                f"OPTIONS sip:112@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{unused_udp_port};branch=z9hG4bK{nth}\r\n"
                f"From: <sip:a@b>;tag=1\r\nTo: <sip:112@b>\r\nCall-ID: {nth}\r\nCSeq: 1 OPTIONS\r\n"
                "Max-Forwards: 70\r\nContent-Length: 0\r\n\r\n"
            )
            phone.sendto(asked.encode(), ("127.0.0.1", agent.ports["udp"]))
        phone.setblocking(False)
        answered = set[bytes]()
        async with asyncio.timeout(PATIENCE_S):
            while len(answered) < BURST:
                answer = await asyncio.get_running_loop().sock_recv(phone, 65_507)
                assert answer.startswith(b"SIP/2.0 200")
                answered.add(answer.partition(b"branch=")[2].partition(b"\r\n")[0].partition(b";")[0])
    await agent.stop()
