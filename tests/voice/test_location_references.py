"""Aim: a location that a call refers to is asked for beside the ring, comes as positions, and its absence is said.

The servers are real ones on loopback, over TLS, asked by the client that ships.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from auxilio.calls.core import messages as m
from auxilio.calls.core.boards import call_row
from auxilio.calls.core.kept_message import CUT, kept_message
from auxilio.calls.core.messages.positions import RAW_MAX
from auxilio.calls.core.model import LocationFailure
from auxilio.calls.core.position_machine import FAILURES_KEPT
from auxilio.interop.formats.held import HELD
from auxilio.interop.held_answer import server_of
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CallId
from auxilio.kernel.position import Point, PositionSource
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.http.outward import OutwardAnswer, OutwardClient, parse_outward_hosts
from auxilio.realtime.reserved_rows import reserved_row
from auxilio.voice.control.location_references import (
    HEADER,
    LIMITS,
    REFERENCES_MAX,
    LocationReferences,
    SentReferences,
)
from tests.calls.factories import CALL, LUCIA
from tests.platform.http.test_outward import NAME, Network, Server, fixed
from tests.voice.factories import AT, PIDF, Invite, VoiceSetup, settle

LINK = b"<locationUriSet expires='2027-01-01T00:00:00Z'><locationURI>https://lis.example/2</locationURI></locationUriSet>"
CIVIC = b"""<presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:gp="urn:ietf:params:xml:ns:pidf:geopriv10"
 xmlns:ca="urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr" entity="pres:a@example"><tuple id="a"><status><gp:geopriv>
 <gp:location-info><ca:civicAddress><ca:country>ES</ca:country><ca:A3>Vigo</ca:A3></ca:civicAddress></gp:location-info>
 </gp:geopriv></status></tuple></presence>"""
SECRET = "/loc/3sd8-only-who-has-this-may-ask"


def held(inner: bytes) -> bytes:
    return b'<locationResponse xmlns="%s">%s</locationResponse>' % (HELD.encode(), inner)


def answer(body: bytes, status: bytes = b"200 OK", media_type: bytes = b"application/held+xml") -> bytes:
    head = b"HTTP/1.1 %s\r\ncontent-type: %s\r\ncontent-length: %d\r\n\r\n"
    return head % (status, media_type, len(body)) + body


def url(server: Server) -> str:
    return f"https://{NAME}:{server.port}{SECRET}"


@pytest.fixture
async def network(tmp_path: Path) -> AsyncIterator[Network]:
    async with AsyncExitStack() as stack:
        yield Network(tmp_path, stack)


async def dereference(
    servers: OutwardClient, references: Sequence[str], mode: Mode = Mode.REAL
) -> list[Command]:
    """What the call is told."""
    told = list[Command]()

    async def tell(call: CallId, command: Command) -> None:
        told.append(command)

    await LocationReferences(servers, tell, SimulatedClock(AT), mode).dereference(
        CALL, SentReferences(uris=tuple(references)), mode
    )
    return told


async def answered(network: Network, content: bytes) -> list[Command]:
    server = await network.serves(fixed(content))
    return await dereference(network.client(server.port, limits=LIMITS), [url(server)])


def failures(told: Sequence[Command]) -> list[LocationFailure]:
    return [one.failure for one in told if isinstance(one, m.ReportLocationFailure)]


def codes(told: Sequence[Command]) -> list[str]:
    return [one.code for one in failures(told)]


# --- what is asked, and what comes ---


async def test_a_reference_is_asked_for_by_held_and_its_document_is_a_position_kept_as_it_came(
    network: Network,
) -> None:
    server = await network.serves(fixed(answer(held(PIDF))))
    (report,) = await dereference(network.client(server.port), [url(server)])
    assert isinstance(report, m.ReportLocationMessage)
    assert report.position is not None
    assert (report.position.point, report.position.uncertainty_m) == (Point(lat=41.61, lon=0.62), 35)
    assert report.position.source is report.message.source is PositionSource.HELD
    assert report.position.received_at == report.message.received_at == AT
    assert report.message.raw == held(PIDF).decode(), "raw and whole"
    (head,), (body,) = server.heads, server.bodies
    assert head.startswith(f"post {SECRET} ")
    assert "content-type: application/held+xml" in head
    assert b'responseTime="6000"' in body
    assert b"<device" not in body, "the reference says which telephone"


async def test_a_server_that_takes_no_post_is_asked_by_get(network: Network) -> None:
    async def serve(writer: asyncio.StreamWriter) -> None:
        got = server.heads[-1].startswith("get ")
        document = answer(PIDF, media_type=b"application/pidf+xml")
        writer.write(document if got else answer(b"", b"405 Method Not Allowed"))
        await writer.drain()

    server = await network.serves(serve)
    (report,) = await dereference(network.client(server.port), [url(server)])
    assert isinstance(report, m.ReportLocationMessage)
    assert report.position is not None
    assert [head.partition(" ")[0] for head in server.heads] == ["post", "get"]
    assert "application/pidf+xml" in server.heads[-1]
    assert report.message.flags[0] == "presence_without_held"


async def test_each_location_of_a_document_is_a_position(network: Network) -> None:
    both = PIDF.replace(b"</presence>", PIDF.partition(b">")[2].replace(b"41.61", b"41.99"))
    (report,) = await answered(network, answer(held(both)))
    assert isinstance(report, m.ReportLocationMessage)
    assert report.position is not None
    assert [one.point.lat for one in (report.position, *report.further)] == [41.61, 41.99]


# --- what is not obtained ---


@pytest.mark.parametrize(
    ("content", "code", "reason"),
    [
        (
            answer(f'<error xmlns="{HELD}" code="locationUnknown"/>'.encode()),
            "location_server_refused",
            "locationUnknown",
        ),
        (answer(f'<error xmlns="{HELD}"/>'.encode()), "location_server_refused", "error"),
        (answer(b"<html/>", b"404 Not Found", b"text/html"), "location_server_refused", "HTTP 404"),
        (answer(held(PIDF), b"503 Service Unavailable"), "location_server_refused", "HTTP 503"),
        (answer(b""), "location_answer_unreadable", None),
        (answer(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "location_answer_unreadable", None),
        (answer(held(LINK)), "location_answer_is_link", None),
        (answer(held(CIVIC)), "location_answer_no_point", None),
    ],
    ids=[
        "held error",
        "held error without a code",
        "not found",
        "unavailable",
        "empty",
        "entities",
        "link",
        "civic alone",
    ],
)
async def test_an_answer_without_a_position_is_kept_and_its_reason_is_said(
    network: Network, content: bytes, code: str, reason: str | None
) -> None:
    kept, failed = await answered(network, content)
    assert isinstance(kept, m.ReportLocationMessage)
    assert kept.position is None
    assert kept.message.raw == content.partition(b"\r\n\r\n")[2].decode()
    assert isinstance(failed, m.ReportLocationFailure)
    assert failed.failure.server.partition(":")[0] == NAME
    assert (failed.failure.code, failed.failure.reason) == (code, reason)


async def test_what_the_bounded_client_refuses_is_said_with_its_code(network: Network) -> None:
    server = await network.serves(fixed(answer(b" " * (RAW_MAX + 1))))
    moved = await network.serves(fixed(answer(b"", b"302 Found\r\nlocation: https://lis.example/")))
    assert codes(await dereference(network.client(server.port, limits=LIMITS), [url(server)])) == [
        "outward_too_large"
    ]
    assert codes(await dereference(network.client(moved.port), [url(moved)])) == ["outward_redirect"]
    assert codes(await dereference(network.client(server.port, flags=""), [url(server)])) == [
        "outward_address_refused"
    ]


async def test_without_a_setting_no_server_is_asked_and_the_desk_is_told(network: Network) -> None:
    server = await network.serves(fixed(answer(held(PIDF))))
    told = await dereference(OutwardClient(parse_outward_hosts("", "location_hosts")), [url(server)])
    assert codes(told) == ["outward_host_unnamed"]
    assert server.heads == []


async def test_references_of_presence_are_said_to_be_unsupported_and_parts_of_the_invite_are_left_alone() -> (
    None
):
    told = await dereference(
        OutwardClient(()),
        ["cid:here@phone", "sips:3sd8@lis.example", "pres:a@lis.example?x", "PRES:", "junk"],
    )
    assert codes(told) == ["location_reference_unsupported"] * 4
    assert [one.server for one in failures(told)] == ["lis.example", "lis.example", "PRES", "junk"]


async def test_an_invite_with_many_references_asks_few_and_says_so() -> None:
    asked = [f"https://lis-{n}.example/" for n in range(100)]
    told = codes(await dereference(OutwardClient(()), [*asked, *asked]))
    assert sorted(told) == ["location_references_excess", *["outward_host_unnamed"] * REFERENCES_MAX]


async def test_a_header_that_cannot_be_read_is_said_and_the_readable_references_are_asked_for() -> None:
    voice = VoiceSetup()
    call, _ = await voice.calls(Invite(geolocation=(f"https://{NAME}{SECRET}",), geolocation_unreadable=True))
    voice.location_servers.answers.set()
    await settle()
    assert [(one.server, one.code) for one in voice.log.calls[call].location_failures] == [
        (HEADER, "location_reference_malformed"),
        (NAME, "outward_too_slow"),
    ]
    assert len(voice.location_servers.asked) == 1


@pytest.mark.parametrize(
    ("reference", "server"),
    [
        ("https://lis.example:8443/3sd8?a=b", "lis.example:8443"),
        ("https://who:secret@lis.example?3sd8", "lis.example"),
        ("https://lis.example#3sd8", "lis.example"),
        ("sip:3sd8@lis.example;transport=tls", "lis.example"),
        ("https://[2001:db8::7]:8443/a", "[2001:db8::7]:8443"),
        ("https:secret-token", "https"),
        ("cid:secret-token", "cid"),
        ("https://a\x00\u202eb/", "ab"),
        ("https://" + "a" * 900, "a" * 200),
        ("", ""),
    ],
)
def test_of_a_reference_only_the_host_is_shown(reference: str, server: str) -> None:
    assert server_of(reference) == server


# --- the call ---


async def test_the_call_rings_and_is_answered_while_its_location_server_is_silent() -> None:
    voice = VoiceSetup()
    call, caller = await voice.calls(Invite(geolocation=(f"https://{NAME}{SECRET}",)))
    await settle()
    assert voice.location_servers.asked, "it was asked when the call rang"
    assert voice.hears(caller) == "waiting"
    assert voice.log.calls[call].positions == ()
    voice.location_servers.answer = OutwardAnswer(status=200, media_type="", content=held(PIDF))
    voice.location_servers.answers.set()
    await settle()
    (fix,) = voice.log.calls[call].positions
    assert fix.source is PositionSource.HELD


async def test_a_call_whose_caller_gave_up_still_gets_its_position() -> None:
    voice = VoiceSetup()
    invite = Invite(geolocation=(f"https://{NAME}{SECRET}",))
    call, caller = await voice.calls(invite)
    await caller.hangs_up()
    voice.location_servers.answer = OutwardAnswer(status=200, media_type="", content=held(PIDF))
    voice.location_servers.answers.set()
    await settle()
    assert len(voice.log.calls[call].positions) == 1


async def test_the_desk_sees_which_server_gave_no_position_and_nobody_sees_the_reference() -> None:
    voice = VoiceSetup()
    call, _ = await voice.calls(Invite(geolocation=(f"https://{NAME}{SECRET}",)))
    voice.location_servers.answers.set()
    await settle()
    row = call_row(voice.log.calls[call])
    assert row.location_failures == (LocationFailure(server=NAME, code="outward_too_slow"),)
    assert SECRET not in repr(voice.log.told)
    hidden = reserved_row(row)
    assert isinstance(hidden, type(row))
    assert hidden.location_failures == (), "of a reserved case it is not shown"


async def test_failures_of_a_call_are_bounded_and_the_same_one_is_told_once() -> None:
    voice = VoiceSetup()
    call, _ = await voice.calls()

    def fails(n: int) -> None:
        failure = LocationFailure(server=f"lis-{n}.example", code="outward_too_slow")
        voice.log.do(m.ReportLocationFailure(call=call, failure=failure), LUCIA)

    fails(1)
    fails(1)
    assert len(voice.log.calls[call].location_failures) == 1
    for n in range(2 * FAILURES_KEPT):
        fails(n)
    assert len(voice.log.calls[call].location_failures) == FAILURES_KEPT


def test_a_message_that_is_longer_than_what_is_kept_is_flagged() -> None:
    kept = kept_message(b"\xff" * RAW_MAX, PositionSource.HELD, AT, ["odd"])
    assert (len(kept.raw), kept.flags) == (RAW_MAX, ("odd", CUT))
    whole = kept_message(b"a" * RAW_MAX, PositionSource.HELD, AT, ["odd"])
    assert (len(whole.raw), whole.flags) == (RAW_MAX, ("odd",))
