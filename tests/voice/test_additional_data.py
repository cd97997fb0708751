"""Aim: what networks and devices say beside a call is a bounded fact of it, harmless to read, and never delays a ring.

The servers are real ones on loopback, over TLS, asked by the client that ships.
"""

import unicodedata
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.calls.core import messages as m
from auxilio.calls.core.additional_data import (
    COMMENT_MAX,
    DATA_KEPT,
    EACH_MAX,
    NAME_MAX,
    CallData,
    CallDataOrigin,
    CallDevice,
    DataComment,
    DataProvider,
    DeviceClass,
    LineEnvironment,
    LineKind,
    LineMobility,
    LineService,
    ProviderKind,
    Subscriber,
    TextMark,
)
from auxilio.calls.core.boards import call_row
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CallId
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.http.outward import OutwardAnswer, OutwardClient
from auxilio.realtime.reserved_rows import reserved_row
from auxilio.voice.control.data_references import DATA_LIMITS, DataReferences
from auxilio.voice.control.location_references import REFERENCES_MAX
from auxilio.voice.core.additional_data import PARTS_MAX, TextCleaner, data_of_parts
from auxilio.voice.sip.agent import Part
from tests.calls.factories import CALL, LUCIA
from tests.interop.formats.pidf_documents import STANDARDS, with_standards
from tests.interop.formats.test_additional_data import BLOCKS, JCARD
from tests.platform.http.test_outward import NAME, Network, Server, fixed
from tests.voice.factories import AT, PIDF, Bytes, Invite, VoiceSetup, settle

SECRET = "/data/only-who-has-this-may-ask"


def part(kind: str, content: str | bytes, **more: str) -> Part:
    body = content.encode() if isinstance(content, str) else content
    return Part(f"application/emergencycalldata.{kind.lower()}+xml", content=body, **more)


def block(kind: str, inner: str) -> str:
    name = f"EmergencyCallData.{kind}"
    return f'<{name} xmlns="urn:ietf:params:xml:ns:EmergencyCallData:{kind}">{inner}</{name}>'


def said(*parts: Part, references: Sequence[str] = (), asserted: bool = True) -> CallData:
    data = data_of_parts(parts, references, asserted=asserted, at=AT).data
    assert data is not None
    return data


# --- what the bodies of a call say ---


@with_standards
def test_the_samples_of_the_standard_are_facts_in_our_words() -> None:
    files = ("ProvInfo1", "ServiceInfo1", "DeviceInfo1", "SubInfo1", "Comment1")
    kinds = ("ProviderInfo", "ServiceInfo", "DeviceInfo", "SubscriberInfo", "Comment")
    contents = [(STANDARDS / "additional-data" / f"{name}.xml").read_bytes() for name in files]
    data = said(*map(part, kinds, contents))
    (provider,) = data.providers
    assert provider.kind is ProviderKind.TELECOM
    assert data.services == (
        LineService(
            environment=LineEnvironment.UNKNOWN, mobility=LineMobility.MOBILE, kinds=(LineKind.WIRELESS,)
        ),
    )
    assert data.devices == (
        CallDevice(classification=DeviceClass.FIXED, manufacturer="Nokia", model="Lumia 800"),
    )
    assert data.subscribers == (
        Subscriber(
            name="John Smith",
            organisation="ABC Corp.",
            addresses=("500 West St., 12345 AURORA, IL, USA",),
            telephones=("+1 630 681 5006", "+1 630 681 0001"),
            emails=("JohnSmith@gmail.com", "JohnSmith@abc.com"),
            languages=("en",),
            privacy_requested=False,
        ),
    )
    assert data.comments == (DataComment(text="This is an example of a comment.", language="en"),)
    assert (data.unread, data.unknown_blocks, data.unlisted) == (0, (), ())


@pytest.mark.parametrize(
    ("asserted", "origin"), [(True, CallDataOrigin.TRUSTED_CALL), (False, CallDataOrigin.CALL)]
)
def test_who_says_it_is_known_by_the_way_it_came_alone(asserted: bool, origin: CallDataOrigin) -> None:
    assert said(part("ServiceInfo", BLOCKS["ServiceInfo"]), asserted=asserted).origin is origin


def test_a_word_of_no_registry_is_other_and_is_kept_as_it_came() -> None:
    data = said(
        part("DeviceInfo", block("DeviceInfo", "<DeviceClassification>hover board</DeviceClassification>")),
        part("ServiceInfo", block("ServiceInfo", "<ServiceMobility>now and then</ServiceMobility>")),
        part(
            "ServiceInfo",
            block("ServiceInfo", "<ServiceType>MLTS-Local</ServiceType><ServiceType>tube</ServiceType>"),
        ),
    )
    assert data.devices == (CallDevice(classification=DeviceClass.OTHER),)
    assert data.services == (LineService(kinds=(LineKind.SWITCHBOARD_LOCAL, LineKind.OTHER)),)
    assert data.unlisted == ("hover board", "now and then", "tube")


def test_a_body_is_such_data_by_its_type_or_because_the_call_says_so() -> None:
    comment = block("Comment", "<Comment>gas en el sótano</Comment>")
    plain = Part("application/xml", content_id="c@phone", content=comment.encode())
    card = Part("application/vcard+json", content_id="v@phone", content=msgspec.json.encode(JCARD))
    assert data_of_parts([plain, card], [], asserted=True, at=AT).data is None
    found = data_of_parts([plain, card], ["cid:c@phone", "CID:v@phone"], asserted=True, at=AT)
    assert found.data is not None
    assert [one.text for one in found.data.comments] == ["gas en el sótano"]
    assert [one.name for one in found.data.subscribers] == [JCARD[1][1][3]]
    assert found.read_as == {id(plain): "additional-data", id(card): "subscriber"}


def test_what_cannot_be_read_is_counted_and_a_reference_in_vain_too() -> None:
    data = said(
        part("Comment", b"\xff<not xml"),
        part("VEDS", "<veds/>"),
        part("NENA-CallerInfo", block("NENA-CallerInfo", "")),
        references=["cid:gone@phone"],
    )
    assert (data.unread, data.unknown_blocks) == (3, ("EmergencyCallData.NENA-CallerInfo",))
    assert "part_missing" in data.flags
    assert "not_well_formed" in data.flags


@pytest.mark.parametrize("kind", ["control", "ecall.msd", "eCall.MSD"])
def test_what_a_vehicle_and_a_centre_ask_of_each_other_is_no_such_data(kind: str) -> None:
    assert data_of_parts([part(kind, "<x/>")], [], asserted=True, at=AT).data is None


# --- what is hostile ---


@pytest.mark.parametrize(
    ("text", "shown", "marks"),
    [
        ("fire\u202egnp.exe", "firegnp.exe", (TextMark.HIDDEN_CHARACTERS,)),
        ("a\u200bb\u2066c\ufeffd", "abcd", (TextMark.HIDDEN_CHARACTERS,)),
        ("one\n\ttwo\u2028three\x85", "one two three", ()),
        ("ask http://evil.example/?a", "ask http://evil.example/?a", (TextMark.LINK,)),
        ("javascript:alert(1)", "javascript:alert(1)", (TextMark.LINK,)),
        ("<b>x</b>", "<b>x</b>", ()),
        ("x" * 600, "x" * COMMENT_MAX, (TextMark.CUT,)),
        ("\u202e\u200b", None, (TextMark.HIDDEN_CHARACTERS,)),
    ],
)
def test_a_text_that_could_deceive_is_one_drawn_line_and_marked(
    text: str, shown: str | None, marks: tuple[TextMark, ...]
) -> None:
    cleaner = TextCleaner()
    assert (cleaner.line(text, COMMENT_MAX), cleaner.marks) == (shown, marks)


@given(st.text(max_size=300))
def test_no_text_keeps_a_character_that_is_not_drawn(text: str) -> None:
    line = TextCleaner().line(text) or ""
    assert all(unicodedata.category(each)[0] != "C" for each in line)
    assert len(line) <= NAME_MAX
    assert "\n" not in line


def test_a_comment_is_marked_by_itself_and_names_with_the_fact() -> None:
    data = said(
        part("Comment", block("Comment", "<Comment>a\u202eb</Comment><Comment>c</Comment>")),
        part("DeviceInfo", block("DeviceInfo", "<DeviceModelNr>m\u2067n</DeviceModelNr>")),
    )
    assert data.comments == (
        DataComment(text="ab", marks=(TextMark.HIDDEN_CHARACTERS,)),
        DataComment(text="c"),
    )
    assert (data.devices, data.marks) == ((CallDevice(model="mn"),), (TextMark.HIDDEN_CHARACTERS,))


def test_a_flood_of_blocks_is_bounded_and_says_that_there_was_more() -> None:
    comments = "".join(f"<Comment>{n}</Comment>" for n in range(40))
    data = said(*(part("Comment", block("Comment", comments)) for _ in range(2 * PARTS_MAX)))
    assert len(data.comments) == EACH_MAX
    assert data.unread == PARTS_MAX, "those beyond are not looked at"
    assert TextMark.CUT in data.marks


@given(
    st.lists(st.sampled_from([*BLOCKS.values(), "<x", "", "<!DOCTYPE x><x/>", "\x00"]), max_size=40),
    st.text(max_size=60),
)
def test_no_bodies_break_the_reading_and_what_is_kept_can_be_written(bodies: list[str], inside: str) -> None:
    parts = [part("Comment", body) for body in (*bodies, block("Comment", f"<Comment>{inside}</Comment>"))]
    data = data_of_parts(parts, ["cid:", inside], asserted=False, at=AT).data
    assert data is not None
    assert msgspec.json.decode(msgspec.json.encode(data), type=CallData) == data
    assert len(msgspec.json.encode(data)) < 16_000


# --- the call ---


async def test_the_call_has_what_its_bodies_say_and_each_body_is_kept_as_it_came() -> None:
    voice = VoiceSetup()
    parts = (
        part("ServiceInfo", BLOCKS["ServiceInfo"]),
        part("SubscriberInfo", BLOCKS["SubscriberInfo"]),
        part("Comment", b"broken"),
    )
    call, _ = await voice.calls(Invite(parts=parts))
    kept = voice.log.calls[call]
    (data,) = kept.additional_data
    assert (data.origin, data.unread) == (CallDataOrigin.TRUSTED_CALL, 1)
    assert [one.read_as for one in kept.attachments] == ["additional-data", "subscriber", None]
    assert [kind for kind in map(type, voice.log.told) if kind is not m.AttachFile][:2] == [
        m.ReceiveCall,
        m.ReportAdditionalData,
    ], "the ring comes first"


async def test_the_row_of_the_call_says_that_there_are_subscribers_and_never_who() -> None:
    voice = VoiceSetup()
    call, _ = await voice.calls(Invite(parts=(part("SubscriberInfo", BLOCKS["SubscriberInfo"]),)))
    assert voice.log.calls[call].additional_data[0].subscribers[0].name == "María Pujol"
    row = call_row(voice.log.calls[call])
    assert row.additional_data[0].subscribers == 1
    assert "Pujol" not in repr(row)
    hidden = reserved_row(row)
    assert isinstance(hidden, type(row))
    assert hidden.additional_data == (), "of a reserved case it is not shown"


async def test_what_stands_within_the_location_of_a_call_is_said_too() -> None:
    voice = VoiceSetup()
    provided = f"<gp:provided-by>{BLOCKS['ProviderInfo']}</gp:provided-by>".encode()
    content = PIDF.replace(b"</gp:geopriv>", provided + b"</gp:geopriv>")
    call, _ = await voice.calls(Invite(parts=(Part("application/pidf+xml", content=content),)))
    (data,) = voice.log.calls[call].additional_data
    assert len(data.providers) == 1
    assert data.unread == 0


async def test_facts_of_a_call_are_bounded_and_the_same_one_is_told_once() -> None:
    voice = VoiceSetup()
    call, _ = await voice.calls()
    for n in (1, 1, *range(2 * DATA_KEPT)):
        data = CallData(
            origin=CallDataOrigin.SERVER,
            received_at=AT,
            server=f"data-{n}.example",
            failed="outward_too_slow",
        )
        voice.log.do(m.ReportAdditionalData(call=call, data=data), LUCIA)
    servers = [one.server for one in voice.log.calls[call].additional_data]
    assert len(servers) == len(set(servers)) == DATA_KEPT


# --- by reference ---


@pytest.fixture
async def network(tmp_path: Path) -> AsyncIterator[Network]:
    async with AsyncExitStack() as stack:
        yield Network(tmp_path, stack)


def answer(body: bytes, status: bytes = b"200 OK", media_type: bytes = b"text/xml") -> bytes:
    head = b"HTTP/1.1 %s\r\ncontent-type: %s\r\ncontent-length: %d\r\n\r\n"
    return head % (status, media_type, len(body)) + body


def url(server: Server) -> str:
    return f"https://{NAME}:{server.port}{SECRET}"


async def dereference(servers: OutwardClient, references: Sequence[str]) -> tuple[list[Command], list[bytes]]:
    """What the call is told, and the bytes that are kept."""
    told, shelf = list[Command](), Bytes()

    async def tell(call: CallId, command: Command) -> None:
        told.append(command)

    asker = DataReferences(servers, tell, shelf, SimulatedClock(AT), Mode.REAL)
    await asker.dereference(CALL, references, Mode.REAL)
    return told, shelf.kept


async def test_a_reference_is_asked_for_by_get_and_its_answer_is_a_fact_kept_as_it_came(
    network: Network,
) -> None:
    body = BLOCKS["SubscriberInfo"].encode()
    server = await network.serves(fixed(answer(body)))
    (report, attached), kept = await dereference(
        network.client(server.port, limits=DATA_LIMITS), [url(server)]
    )
    assert isinstance(report, m.ReportAdditionalData)
    assert report.data.origin is CallDataOrigin.SERVER
    assert report.data.server == f"{NAME}:{server.port}"
    assert report.data.subscribers[0].name == "María Pujol"
    assert isinstance(attached, m.AttachFile)
    assert (attached.attachment.name, attached.attachment.read_as) == (report.data.server, "subscriber")
    assert kept == [body]
    (head,) = server.heads
    assert head.startswith(f"get {SECRET} ")
    assert "application/emergencycalldata.serviceinfo+xml" in head
    assert SECRET not in repr(report)


async def test_a_card_in_json_is_a_subscriber(network: Network) -> None:
    content = answer(msgspec.json.encode(JCARD), media_type=b"application/vcard+json")
    server = await network.serves(fixed(content))
    (report, _), _ = await dereference(network.client(server.port), [url(server)])
    assert isinstance(report, m.ReportAdditionalData)
    assert len(report.data.subscribers) == 1


@pytest.mark.parametrize(
    ("content", "failed", "reason", "kept"),
    [
        (answer(b"no", b"404 Not Found"), "data_server_refused", "HTTP 404", 0),
        (answer(b"<html>"), "data_answer_unreadable", None, 1),
        (answer(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "data_answer_unreadable", None, 1),
        (answer(b"", b"302 Found\r\nlocation: https://data.example/"), "outward_redirect", None, 0),
        (answer(b" " * (DATA_LIMITS.bytes_max + 1)), "outward_too_large", None, 0),
    ],
    ids=["not found", "no data", "entities", "redirect", "too large"],
)
async def test_what_is_not_obtained_is_a_fact_with_its_reason(
    network: Network, content: bytes, failed: str, reason: str | None, kept: int
) -> None:
    server = await network.serves(fixed(content))
    told, shelf = await dereference(network.client(server.port, limits=DATA_LIMITS), [url(server)])
    report = told[-1]
    assert isinstance(report, m.ReportAdditionalData)
    assert (report.data.failed, report.data.reason) == (failed, reason)
    assert len(shelf) == kept


async def test_only_hosts_of_the_setting_are_asked_few_of_one_call_and_parts_are_left_alone() -> None:
    asked = ["cid:a@phone", "sip:a@data.example", *(f"https://data-{n}.example/x" for n in range(100))]
    told, _ = await dereference(OutwardClient(()), [*asked, *asked])
    codes = [one.data.failed for one in told if isinstance(one, m.ReportAdditionalData)]
    assert sorted(map(str, codes)) == [
        "data_reference_unsupported",
        "data_references_excess",
        *["outward_host_unnamed"] * (REFERENCES_MAX - 1),
    ]


async def test_the_call_rings_and_is_answered_while_the_server_of_its_data_is_silent() -> None:
    voice = VoiceSetup()
    call, caller = await voice.calls(Invite(additional_data=(f"https://{NAME}{SECRET}",)))
    await settle()
    assert voice.data_servers.asked, "it was asked when the call rang"
    assert not voice.location_servers.asked, "it has places of its own"
    assert voice.hears(caller) == "waiting"
    assert voice.log.calls[call].additional_data == ()
    content = BLOCKS["DeviceInfo"].encode()
    voice.data_servers.answer = OutwardAnswer(status=200, media_type="", content=content)
    voice.data_servers.answers.set()
    await settle()
    (data,) = voice.log.calls[call].additional_data
    assert data.devices
    assert SECRET not in repr(voice.log.told)


def test_a_provider_is_reached_as_people_dial_or_write() -> None:
    inner = "<DataProviderString>Tel\u00e9fonos</DataProviderString><TypeOfProvider>Telecom Provider</TypeOfProvider>"
    data = said(part("ProviderInfo", block("ProviderInfo", f"{inner}<ContactURI>tel:+34900</ContactURI>")))
    assert data.providers == (DataProvider(name="Teléfonos", kind=ProviderKind.TELECOM, contact="+34900"),)
    assert data.marks == ()
