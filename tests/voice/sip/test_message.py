"""Reading and writing messages: whatever comes, either a message or `Malformed`, and never slower than its length."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from auxilio.voice.sip.grammar import (
    PARAMS_MAX,
    Malformed,
    address_text,
    parse_address,
    parse_params,
    parse_uri,
    parse_via,
    quoted,
    split_list,
    unquoted,
)
from auxilio.voice.sip.message import (
    BODY_BYTES_MAX,
    HEADER_BYTES_MAX,
    VALUES_MAX,
    Request,
    Response,
    Unanswerable,
    new_request,
    parse,
    respond,
)
from auxilio.voice.sip.multipart import PARTS_MAX, RUNS_IN, TOO_MANY, Part, compose, parts_of, resolve
from auxilio.voice.sip.transport.framing import Framer

INVITE = (
    b"INVITE urn:service:sos.fire SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.1:5062;branch=z9hG4bK1;rport\r\n"
    b'From: "A, B" <sip:+34600@example.org;user=phone>;tag=1\r\nTo: <urn:service:sos.fire>\r\nCall-ID: x\r\n'
    b"CSeq: 1 INVITE\r\nContact: <sip:a@10.0.0.1:5062>\r\nContent-Type: application/sdp\r\nContent-Length: 3\r\n\r\nv=0"
)


def spoilt(data: bytes) -> st.SearchStrategy[bytes]:
    """A message with bytes of it changed, lost, doubled."""
    places = st.integers(0, len(data))
    return st.lists(st.tuples(places, places, st.binary(max_size=8)), min_size=1, max_size=6).map(
        lambda cuts: _cut(data, cuts)
    )


def _cut(data: bytes, cuts: list[tuple[int, int, bytes]]) -> bytes:
    for begin, length, put in cuts:
        data = data[:begin] + put + data[begin + length % 9 :]
    return data


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.binary(max_size=300), spoilt(INVITE)))
@example(b"\r\n\r\n")
@example(b"SIP/2.0 \xb2\xb2\xb2 OK\r\n\r\n")
@example(b"INVITE sip:a SIP/2.0\r\nCSeq: \xb2 INVITE\r\n\r\n")
def test_any_bytes_are_a_message_or_malformed(data: bytes) -> None:
    try:
        message = parse(data)
    except Unanswerable as malformed:
        bytes(respond(malformed.request, malformed.code, tag="t"))
        return
    except Malformed:
        return
    again = parse(bytes(message))
    assert (again.call_id, again.cseq, again.body) == (message.call_id, message.cseq, message.body)
    assert (again.from_, again.to) == (message.from_, message.to)
    parts_of(message)
    if isinstance(message, Request):
        bytes(respond(message, 200, tag="t"))


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_an_address_a_uri_a_via_or_malformed(text: str) -> None:
    for read in (parse_address, parse_uri, parse_via):
        try:
            read(text)
        except Malformed:
            continue
    parse_params(text)
    split_list(text)


@given(st.text())
def test_a_quoted_name_comes_back_without_what_cannot_be_printed(name: str) -> None:
    printable = "".join(letter for letter in name if letter.isprintable())
    assert unquoted(quoted(name)) == printable
    assert parse_address(address_text("sip:a@b", name or "x", "t")).tag == "t"


@pytest.mark.parametrize(
    "hostile", ["<", '"', '"\\', "\\", ";", ",", " ", "; a", " <", "=", "a@", "%", '"<', ";=", '";"']
)
def test_a_hostile_header_costs_no_more_than_its_length(hostile: str) -> None:
    """Anything quadratic in here would take minutes; the run would be seen to hang."""
    text = hostile * (1_000_000 // len(hostile))
    for read in (parse_address, parse_uri, parse_via, parse_params, split_list):
        try:
            read(text)
        except Malformed:
            continue


def test_headers_and_bodies_have_limits() -> None:
    long_header = INVITE.replace(b"Call-ID: x", b"Call-ID: x\r\nX: " + b"a" * HEADER_BYTES_MAX)
    with pytest.raises(Malformed) as told:
        parse(long_header)
    assert told.value.code == 513
    long_body = INVITE.replace(b"Length: 3", b"Length: %d" % (BODY_BYTES_MAX + 1)) + b"a" * BODY_BYTES_MAX
    with pytest.raises(Unanswerable) as answered:
        parse(long_body)
    assert answered.value.code == 513


@pytest.mark.parametrize(
    "many",
    [b"X: y\r\n" * (VALUES_MAX + 1), b"Supported: a" + b",b" * VALUES_MAX + b"\r\n"],
    ids=["lines", "values"],
)
def test_headers_of_endless_values_are_refused_before_they_are_taken_apart(many: bytes) -> None:
    with pytest.raises(Malformed) as told:
        parse(INVITE.replace(b"Call-ID: x", many + b"Call-ID: x"))
    assert (told.value.code, told.value.what) == (513, "header_too_large")


@pytest.mark.parametrize("noughts", [1, 4_301, 30_000])
def test_a_number_behind_noughts_is_that_number_and_no_fault(noughts: int) -> None:
    """Python turns no numeral of more than 4,300 digits into a number, and says so by an exception."""
    message = parse(INVITE.replace(b"CSeq: 1 ", b"CSeq: " + b"0" * noughts + b"1 "))
    assert message.cseq == (1, "INVITE")


def test_a_port_that_is_none_is_not_one() -> None:
    assert parse_via("SIP/2.0/UDP a.example:99999;branch=z9hG4bKx").port is None


def test_of_endless_parameters_the_first_are_read() -> None:
    read = parse_params("".join(f";p{n}=v" for n in range(10_000)))
    assert len(read) == PARAMS_MAX
    assert read["p0"] == "v"


def test_a_short_body_is_kept_and_known_to_be_cut() -> None:
    message = parse(INVITE.replace(b"Length: 3", b"Length: 300"))
    assert isinstance(message, Request)
    assert (message.body, message.cut) == (b"v=0", True)


def test_what_stands_behind_the_body_is_not_of_it() -> None:
    assert parse(INVITE + b"INVITE sip:more").body == b"v=0"


def test_no_header_of_ours_smuggles_in_a_line() -> None:
    with pytest.raises(ValueError):
        new_request("INVITE", "sip:a@b", [("Subject", "x\r\nEvil: yes")])
    with pytest.raises(ValueError):
        new_request("INVITE", "sip:a@b SIP/2.0\r\nEvil: yes", [])


def test_an_answer_carries_back_what_it_must() -> None:
    request = parse(INVITE.replace(b"Call-ID", b"Record-Route: <sip:p;lr>\r\nCall-ID"))
    assert isinstance(request, Request)
    answer = parse(bytes(respond(request, 200, tag="mine")))
    assert isinstance(answer, Response)
    assert (answer.to.tag, answer.get("record-route"), answer.via) == ("mine", "<sip:p;lr>", request.via)
    assert not parse(bytes(respond(request, 486, tag="mine"))).all("record-route")


@given(st.lists(st.integers(1, 40)))
def test_a_stream_is_cut_the_same_however_it_arrives(sizes: list[int]) -> None:
    stream, framer, found = b"\r\n\r\n" + INVITE + b"\r\n" + INVITE, Framer(), list[bytes]()
    at = 0
    for size in sizes:
        found += framer.feed(stream[at : at + size])
        at += size
    found += framer.feed(stream[at:])
    assert found == [b"", INVITE, INVITE]


# --- bodies ---------------------------------------------------------------------------------------

BODY = (
    b"preamble\r\n--outer\r\nContent-Type: multipart/alternative;boundary=inner\r\n\r\n"
    b"--inner\r\nContent-Type: text/plain\r\n\r\nhelp\r\n--inner\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n\r\n--inner--\r\n"
    b"--outer\r\nContent-Type: application/pidf+xml\r\nContent-ID: <here@x>\r\nContent-Disposition: render; handling=optional\r\n"
    b"\r\n<presence/>\r\n--outer\r\nContent-Type: application/EmergencyCallData.eCall.MSD\r\nContent-ID: <msd@x>\r\n\r\n\x01\x00\r\n\xff"
    b"\r\n--outer\r\n\r\nbare\r\n--outer--\r\nepilogue"
)


def carrying(body: bytes, kind: str = "multipart/mixed;boundary=outer") -> Request:
    request = new_request("INVITE", "urn:service:sos", [])
    request.carry(body, kind)
    return request


def test_nested_bodies_are_found_in_their_order_and_kept_to_the_byte() -> None:
    parts = parts_of(carrying(BODY))
    assert [(part.content_type, part.content) for part in parts] == [
        ("text/plain", b"help"),
        ("application/sdp", b"v=0\r\n"),
        ("application/pidf+xml", b"<presence/>"),
        ("application/emergencycalldata.ecall.msd", b"\x01\x00\r\n\xff"),
        ("", b"bare"),
    ]
    here = resolve(parts, "cid:here@x")
    assert here is not None
    assert (here.disposition, here.content) == ("render", b"<presence/>")
    assert resolve(parts, "cid:elsewhere@x") is None


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"no boundary in here", "multipart/mixed;boundary=outer"),
        (BODY, "multipart/mixed"),
        (BODY, "multipart/mixed;boundary=another"),
        (b"\x00\xff", ""),
    ],
)
def test_a_body_that_cannot_be_taken_apart_is_one_part_with_all_its_bytes(body: bytes, kind: str) -> None:
    (part,) = parts_of(carrying(body, kind))
    assert part.content == body


def test_a_body_that_ends_too_early_keeps_what_came() -> None:
    parts = parts_of(carrying(BODY[: BODY.index(b"\x01\x00") + 1]))
    assert parts[-1].content == b"\x01"
    assert [part.content_type for part in parts][1] == "application/sdp"


@settings(max_examples=300, deadline=None)
@given(st.one_of(spoilt(BODY), st.binary(max_size=200)))
def test_no_body_costs_the_call(body: bytes) -> None:
    parts_of(carrying(body))


RUN_IN = (
    b"--b\r\nContent-Type: application/pidf+xml\r\nContent-ID: <here@x>\r\n<?xml version='1.0'?>\r\n<presence\r\nxmlns:a='b'/>\r\n"
    b"--b\r\nContent-Type: application/sdp\r\nv=0\r\no=- 1 1 IN IP4 x\r\n--b--\r\n"
)


def test_headers_of_a_part_that_run_into_its_content_are_parted_from_it() -> None:
    place, offer = parts_of(carrying(RUN_IN, "multipart/mixed;boundary=b"))
    assert (place.content_type, place.content_id) == ("application/pidf+xml", "here@x")
    assert place.content.startswith(b"<?xml")
    assert offer.content == b"v=0\r\no=- 1 1 IN IP4 x"
    for part in (place, offer):
        assert part.flaw == RUNS_IN
        assert part.as_it_came == part.raw
        assert part.raw in RUN_IN


@pytest.mark.parametrize(
    ("part", "content"),
    [
        (b"Help: he has no pulse\r\nSend: an ambulance", b""),
        (b"he has no pulse: hurry", b"he has no pulse: hurry"),
        (b"Content-Type: text/plain\r\nX-Y: z\r\n\r\nbody", b"body"),
        (b"Content-Type: text/plain\r\nHelp: me\r\nnow", b"Help: me\r\nnow"),
        (b"Content-Type: text/plain", b""),
        (b"\r\nContent-Type: no header", b"Content-Type: no header"),
        (b"Content-Type:\r\n text/plain\r\n\r\nfolded", b"folded"),
    ],
)
def test_what_is_no_header_of_a_body_is_content(part: bytes, content: bytes) -> None:
    (read,) = parts_of(carrying(b"--b\r\n" + part + b"\r\n--b--", "multipart/mixed;boundary=b"))
    assert read.content == content


def test_of_a_body_of_endless_parts_the_whole_is_kept() -> None:
    body = b"--b\r\n\r\nx\r\n" * 500 + b"--b--"
    parts = parts_of(carrying(body, "multipart/mixed;boundary=b"))
    assert len(parts) == PARTS_MAX
    assert parts[-1].flaw == TOO_MANY
    assert parts[-1].as_it_came == body


def test_a_part_of_endless_headers_is_one_with_all_its_bytes() -> None:
    head = b"a:\r\n" * 10_000
    (part,) = parts_of(carrying(b"--b\r\n" + head + b"\r\nx\r\n--b--", "multipart/mixed;boundary=b"))
    assert head.strip() in part.content


def test_nesting_without_end_ends() -> None:
    body = b"".join(
        b"--b%d\r\nContent-Type: multipart/mixed;boundary=b%d\r\n\r\n" % (depth, depth + 1)
        for depth in range(200)
    )
    assert len(parts_of(carrying(body, "multipart/mixed;boundary=b0"))) == 1


@given(st.lists(st.binary(max_size=50), min_size=1, max_size=5))
def test_what_is_composed_is_read_again(contents: list[bytes]) -> None:
    parts = [Part("application/octet-stream", f"{at}@x", "", content) for at, content in enumerate(contents)]
    kind, body = compose(parts, "boundary-of-ours")
    read = parts_of(carrying(body, kind))
    assert [(part.content_id, part.content) for part in read] == [
        (part.content_id, part.content) for part in parts
    ]
