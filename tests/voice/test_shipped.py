"""`auxilio voice` as it ships: its own process, its own event loop, a real database; called by every transport."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from websockets.asyncio.client import connect

from auxilio.calls.core.additional_data import COMMENT_MAX, CallDataOrigin
from auxilio.calls.core.model import Call, CallState, LocationFailure
from auxilio.calls.service import CALL, DESK
from auxilio.calls.store import TestCallQuery
from auxilio.followup.core.model import WatchKind
from auxilio.followup.service import WATCH
from auxilio.kernel.ids import DeskId
from auxilio.kernel.position import Point, PositionSource
from auxilio.platform.clock import SystemClock
from auxilio.platform.database.aggregates import AggregateRegistry
from auxilio.platform.ids import new_id
from auxilio.platform.keys.folder import FolderKeys
from auxilio.platform.postgres import EmbeddedPostgres
from auxilio.voice.sip.message import Response, parse
from auxilio.voice.tokens import LineClaim, LineTokens, line_token_master_key
from auxilio.workflows.runner import StateReader
from tests.database import Database, fresh_database
from tests.free_ports import free_port
from tests.temp_folders import open_folder
from tests.voice.certificates import certificate
from tests.voice.edge.desk_page import Desk, until
from tests.voice.edge.programs import Program

WITHIN_S = 30.0
PIDF = Path(__file__).with_name("place.xml").read_bytes()
SDP = (
    b"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    b"m=audio 4000 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n"
)


class Voice(Program):
    """One `auxilio voice` with the embedded engine, listening by itself, without an edge."""

    def __init__(self, database: Database, folder: Path) -> None:
        super().__init__("voice", folder)
        self.database = database
        self.sip, self.tls, self.ws = free_port(), free_port(), free_port()
        self.location_server = free_port()
        certificate(folder)
        self.tokens = LineTokens(line_token_master_key(FolderKeys.open_or_create(folder / "data" / "keys")))
        self.states = StateReader(database.pool, AggregateRegistry(CALL, DESK))
        self._environ = {
            "AUXILIO_AREA": "demo",
            "AUXILIO_DATA": str(folder / "data"),
            "AUXILIO_DATABASE_URL": database.dsn,
            "AUXILIO_SIP_PORT": str(self.sip),
            "AUXILIO_SIP_TLS_PORT": str(self.tls),
            "AUXILIO_SIP_TLS_CERTIFICATE": str(folder / "both.pem"),
            "AUXILIO_SIP_TLS_KEY": str(folder / "both.pem"),
            "AUXILIO_VOICE_PORT": str(self.ws),
            "AUXILIO_MODE": "exercise",
            "AUXILIO_LOCATION_HOSTS": f"127.0.0.1:{self.location_server};internal",
        }

    async def start(self, **more: str) -> None:
        await self.run_auxilio("voice", environ={**self._environ, **more})
        await self.says("voice_carries")

    async def caller(self, name: str) -> Call:
        """The call whose telephone said this name."""

        async def look() -> Call | None:
            for state in CallState:
                for call in await self.states.live(CALL, state=state.value):
                    if call.user_agent == name and call.attachments:
                        return call
            return None

        return await until(look, f"the call of {name} is in the log")


@pytest.fixture(scope="module")
async def voice(postgres_server: EmbeddedPostgres) -> AsyncIterator[Voice]:
    async with fresh_database(postgres_server) as database:
        with open_folder() as folder:
            there = Voice(database, folder)
            try:
                await there.start()
                yield there
            finally:
                await there.end()


def invite(transport: str, name: str, port: int) -> bytes:
    """9 kB: SDP, a position, and a block of additional data that is longer than any datagram of a network."""
    more = b"<EmergencyCallData.Comment>" + b"x" * 8_000 + b"</EmergencyCallData.Comment>"
    parts = (
        ("application/sdp", SDP),
        ("application/pidf+xml", PIDF),
        ("application/EmergencyCallData.Comment+xml", more),
    )
    body = b"".join(f"--b\r\nContent-Type: {kind}\r\n\r\n".encode() + one + b"\r\n" for kind, one in parts)
    body += b"--b--\r\n"
    head = (
        f"INVITE urn:service:sos SIP/2.0\r\nVia: SIP/2.0/{transport} 127.0.0.1:{port};rport;branch=z9hG4bK{name}\r\n"
        f"From: <sip:+34600100200@carrier.example>;tag={name}\r\nTo: <urn:service:sos>\r\nCall-ID: {name}\r\n"
        f"CSeq: 1 INVITE\r\nMax-Forwards: 70\r\nContact: <sip:carrier@127.0.0.1:{port}>\r\nUser-Agent: {name}\r\n"
        f"Content-Type: multipart/mixed;boundary=b\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def final_of_stream(reader: asyncio.StreamReader) -> Response:
    while True:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        read = parse(head + await reader.readexactly(length))
        assert isinstance(read, Response)
        if read.code >= 200:
            return read


async def by_datagram(voice: Voice, data: bytes, own: int) -> Response:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as phone:
        phone.setblocking(False)
        phone.bind(("127.0.0.1", own))
        phone.sendto(data, ("127.0.0.1", voice.sip))
        while True:
            read = parse(await asyncio.get_running_loop().sock_recv(phone, 65_507))
            assert isinstance(read, Response)
            if read.code >= 200:
                return read


async def by_stream(voice: Voice, data: bytes, tls: ssl.SSLContext | None) -> Response:
    port = voice.tls if tls else voice.sip
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=tls)
    for at in range(0, len(data), 1_400):  # as packets of a network
        writer.write(data[at : at + 1_400])
        await asyncio.sleep(0)
    try:
        return await final_of_stream(reader)
    finally:
        writer.close()


@pytest.mark.parametrize("transport", ["udp", "tcp", "tls"])
async def test_a_call_of_nine_kilobytes_is_answered_and_its_place_is_in_the_log(
    voice: Voice, unused_udp_port: int, transport: str
) -> None:
    data = invite(transport.upper(), transport, unused_udp_port)
    assert len(data) > 9_000
    trusting = ssl.create_default_context(cafile=voice.folder / "both.pem")
    async with asyncio.timeout(WITHIN_S):
        match transport:
            case "udp":
                answer = await by_datagram(voice, data, unused_udp_port)
            case "tcp":
                answer = await by_stream(voice, data, None)
            case _:
                answer = await by_stream(voice, data, trusting)
    assert answer.code == 200
    assert b"m=audio" in answer.body
    call = await voice.caller(transport)
    assert call.phone == "+34600100200"
    assert [fix.point for fix in call.positions] == [Point(lat=42.5463, lon=1.5033)]
    assert {one.media_type for one in call.attachments} <= {
        "application/pidf+xml",
        "application/emergencycalldata.comment+xml",
    }
    assert "AssertionError" not in voice.log
    assert "unhandled_exception" not in voice.log


async def test_a_call_with_links_to_its_location_has_what_the_named_server_gives(
    voice: Voice, unused_udp_port: int
) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"POST /3sd8 ")
        document = PIDF.replace(b"42.5463", b"42.6")
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(document) + document)
        await writer.drain()
        writer.close()

    links = f"<http://127.0.0.1:{voice.location_server}/3sd8>, <https://elsewhere.example/9>"
    data = invite("UDP", "links", unused_udp_port)
    data = data.replace(b"User-Agent:", f"Geolocation: {links}\r\nUser-Agent:".encode(), 1)
    async with await asyncio.start_server(serve, "127.0.0.1", voice.location_server):
        async with asyncio.timeout(WITHIN_S):
            assert (await by_datagram(voice, data, unused_udp_port)).code == 200

        async def located() -> Call | None:
            call = await voice.caller("links")
            return call if len(call.positions) == 2 and call.location_failures else None

        call = await until(located, "the call has the position of the server")
    assert [fix.source for fix in call.positions] == [PositionSource.SIP, PositionSource.HELD]
    assert call.positions[-1].point == Point(lat=42.6, lon=1.5033)
    assert call.location_failures == (
        LocationFailure(server="elsewhere.example", code="outward_host_unnamed"),
    )
    assert "3sd8" not in voice.log, "whoever has the link may ask"
    assert "unhandled_exception" not in voice.log


async def test_a_page_of_a_desk_has_its_line_by_a_large_invite_over_websocket(voice: Voice) -> None:
    word = voice.tokens.give(LineClaim(id=new_id(), desk=DeskId("desk-07")), Desk.until())
    data = invite("WS", "page", 5060).replace(b"urn:service:sos", b"sip:desk-07@auxilio")
    async with connect(f"ws://127.0.0.1:{voice.ws}/?t={word}", subprotocols=["sip"]) as page:
        await page.send(data.decode())
        async with asyncio.timeout(WITHIN_S):
            answer = parse(str(await page.recv()).encode())
            while isinstance(answer, Response) and answer.code < 200:
                answer = parse(str(await page.recv()).encode())
    assert isinstance(answer, Response)
    assert answer.code == 200
    assert "unhandled_exception" not in voice.log


async def test_a_test_call_is_answered_rings_nobody_and_is_a_fact(voice: Voice, unused_udp_port: int) -> None:
    tries = invite("UDP", "tries", unused_udp_port).replace(b"urn:service:sos", b"urn:service:sos.test")
    async with asyncio.timeout(WITHIN_S):
        answer = await by_datagram(voice, tries, unused_udp_port)
    assert answer.code == 200
    reads = TestCallQuery(voice.database.pool, SystemClock())

    async def told() -> bool:
        return [one.user_agent for one in (await reads.within(3600)).test_calls] == ["tries"]

    await until(told, "the test call is a fact")
    found = [call for state in CallState for call in await voice.states.live(CALL, state=state.value)]
    assert "tries" not in {call.user_agent for call in found}


async def test_without_a_usable_certificate_telephones_are_answered_and_the_room_is_told(
    postgres_server: EmbeddedPostgres, unused_udp_port: int
) -> None:
    async with fresh_database(postgres_server) as database:
        with open_folder() as folder:
            voice = Voice(database, folder)
            (folder / "both.pem").write_text("spoilt")
            try:
                await voice.start()
                async with asyncio.timeout(WITHIN_S):
                    answer = await by_datagram(
                        voice, invite("UDP", "plain", unused_udp_port), unused_udp_port
                    )
                assert answer.code == 200
                states = StateReader(database.pool, AggregateRegistry(WATCH))

                async def told() -> bool:
                    found = await states.live(WATCH, kind=WatchKind.PROCESS_FAULT.value)
                    return [one.about for one in found] == ["voice"]

                await until(told, "the room is told")
                assert "sip_tls_unusable" in voice.log
            finally:
                await voice.end()


async def test_a_call_has_the_data_of_its_bodies_and_of_the_server_that_its_call_info_names(
    voice: Voice, unused_udp_port: int
) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"GET /device ")
        document = (
            b"<EmergencyCallData.DeviceInfo><DeviceMfgr>Acme</DeviceMfgr></EmergencyCallData.DeviceInfo>"
        )
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(document) + document)
        await writer.drain()
        writer.close()

    links = (
        f"<http://127.0.0.1:{voice.location_server}/device>;purpose=EmergencyCallData.DeviceInfo, "
        "<https://elsewhere.example/9>;purpose=EmergencyCallData.ServiceInfo, <https://x.example/>;purpose=icon"
    )
    data = invite("UDP", "data", unused_udp_port)
    data = data.replace(b"User-Agent:", f"Call-Info: {links}\r\nUser-Agent:".encode(), 1)
    data = data.replace(b"<EmergencyCallData.Comment>xxxxxxxxx", b"<EmergencyCallData.Comment><Comment>", 1)
    data = data.replace(
        b"xxxxxxxxxx</EmergencyCallData.Comment>", b"</Comment></EmergencyCallData.Comment>", 1
    )
    async with await asyncio.start_server(serve, "127.0.0.1", voice.location_server):
        async with asyncio.timeout(WITHIN_S):
            assert (await by_datagram(voice, data, unused_udp_port)).code == 200

        async def told() -> Call | None:
            call = await voice.caller("data")
            return call if len(call.additional_data) == 3 else None

        call = await until(told, "the call has its data")
    in_call, *by_reference = call.additional_data
    assert in_call.origin is CallDataOrigin.CALL
    assert [one.text for one in in_call.comments] == ["x" * COMMENT_MAX]
    assert {(one.server, one.failed) for one in by_reference} == {
        (f"127.0.0.1:{voice.location_server}", None),
        ("elsewhere.example", "outward_host_unnamed"),
    }
    assert [each.manufacturer for one in by_reference for each in one.devices] == ["Acme"]
