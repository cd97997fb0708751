"""Real sockets on loopback: the same call over UDP, TCP, TLS and WebSocket, and what strangers write into them."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import websockets
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from websockets.asyncio.client import connect
from websockets.typing import Origin, Subprotocol

from auxilio.voice.sip.agent import AgentSettings, CallFailed, Identity, IncomingCall, SipAgent
from auxilio.voice.sip.message import Request, Response, parse, respond
from auxilio.voice.sip.transport.framing import PING, PONG
from auxilio.voice.sip.transport.udp import RECEIVED_BYTES
from tests.voice.sip.ether import ANSWER, OFFER

PATIENCE_S = 30


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's context, and that of a client who trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path = folder / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    ours = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    ours.load_cert_chain(path)
    theirs = ssl.create_default_context(cafile=path)
    theirs.check_hostname = False
    return ours, theirs


async def admit(path: str, headers: Mapping[str, str]) -> Identity | None:
    if path != "/?token=good":
        return None
    return Identity("desk-7", "desk", frozenset({"sip:desk-7@auxilio"}))


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
            agent.on_call = self.answer
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
