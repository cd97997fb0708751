"""What an INVITE says, what opens a line: read by themselves, and damaged on purpose."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.active_content.content_bundle import content_folder
from auxilio.interop import pidf_positions as reader
from auxilio.interop.formats.pidf import decode_pidf_lo
from auxilio.kernel.ids import DeskId
from auxilio.kernel.position import Point, Position
from auxilio.voice.control.sounds import AnnouncementSounds
from auxilio.voice.core.caller_info import CallerInfo, read_caller_info
from auxilio.voice.core.media_plan import ParkedSound
from auxilio.voice.media.announcements.library import Announcements
from auxilio.voice.sip.agent import Part
from auxilio.voice.tokens import TOKEN_LIFE_S, LineClaim, LineTokens

AT = datetime(2026, 11, 24, 3, 12, 45, tzinfo=UTC)
GML = 'xmlns:gml="http://www.opengis.net/gml" xmlns:gs="http://www.opengis.net/pidflo/1.0"'
METRES = 'uom="urn:ogc:def:uom:EPSG::9001"'


def pidf(shape: str, holder: str = "tuple", more: str = "") -> bytes:
    return (
        f'<presence xmlns="urn:ietf:params:xml:ns:pidf" {GML}><{holder}><status><geopriv><location-info>{shape}'
        f"</location-info></geopriv></status>{more}</{holder}></presence>"
    ).encode()


def positions(content: bytes, at: datetime) -> tuple[Position, ...]:
    document = decode_pidf_lo(content).value
    return reader.positions(document, at) if document else ()


def arrival(**said: str) -> CallerInfo:
    words = {"caller": "", "caller_name": "", "called": "sip:112@h", "service_urn": "", "user_agent": ""}
    return read_caller_info(**{**words, **said}, headers={}, parts=(), at=AT)  # type: ignore[arg-type]  # a test's own words


@pytest.mark.parametrize(
    ("session", "header", "language"),
    [
        ("m=audio 1 RTP/AVP 8\r\na=hlang-send:eu es\r\na=hlang-recv:eu es", "en", "eu"),
        (
            "m=video 1 RTP/AVP 96\r\na=hlang-send:ssp\r\nm=text 1 RTP/AVP 98\r\na=hlang-send:es-ES",
            "en",
            "es-ES",
        ),
        ("m=video 1 RTP/AVP 96\r\na=hlang-send:vsv\r\nm=text 1 RTP/AVP 98\r\na=hlang-send:es", "en", "es"),
        ("m=video 1 RTP/AVP 96\r\na=hlang-send:qaa\r\nm=text 1 RTP/AVP 98\r\na=hlang-send:es", "en", "es"),
        ("m=video 1 RTP/AVP 96\r\na=hlang-send:ssp", "en", "ssp"),
        ("m=video 1 RTP/AVP 96\r\na=hlang-send:ssp es", "en", "es"),
        ("m=audio 1 RTP/AVP 8\r\na=hlang-send:*", "en;q=0.5, ca", "ca"),
        ("m=audio 1 RTP/AVP 8", "en_GB", "en-GB"),
        ("m=audio 1 RTP/AVP 8", "de-x-a, fr", "de"),
        ("m=audio 1 RTP/AVP 8", "*", None),
    ],
)
def test_the_language_is_that_of_the_session_or_else_of_the_telephone(
    session: str, header: str, language: str | None
) -> None:
    offer = Part(content_type="application/sdp", content=f"v=0\r\n{session}\r\n".encode())
    found = read_caller_info(
        caller="",
        caller_name="",
        called="sip:112@h",
        service_urn="",
        user_agent="",
        headers={"accept-language": (header,)},
        parts=(offer,),
        at=AT,
    )
    assert found.language == language


@pytest.mark.parametrize(
    ("shape", "point", "radius_m"),
    [
        ("<gml:Point><gml:pos>41.6 0.6</gml:pos></gml:Point>", Point(41.6, 0.6), None),
        ("<gml:Point><gml:pos>41.6,0.6</gml:pos></gml:Point>", Point(41.6, 0.6), None),
        (
            '<gml:Point srsName="urn:ogc:def:crs:EPSG::4979"><gml:pos>41.6 0.6 233</gml:pos></gml:Point>',
            Point(41.6, 0.6),
            None,
        ),
        (
            f"<gs:Circle><gml:pos>41.6 0.6</gml:pos><gs:radius {METRES}>35</gs:radius></gs:Circle>",
            Point(41.6, 0.6),
            35,
        ),
        (
            f"<gs:Ellipse><gml:pos>41.6 0.6</gml:pos><gs:semiMajorAxis {METRES}>80</gs:semiMajorAxis>"
            f"<gs:semiMinorAxis {METRES}>20</gs:semiMinorAxis></gs:Ellipse>",
            Point(41.6, 0.6),
            80,
        ),
        (
            f"<gs:ArcBand><gml:pos>41.6 0.6</gml:pos><gs:innerRadius {METRES}>900</gs:innerRadius>"
            f"<gs:outerRadius {METRES}>1200</gs:outerRadius></gs:ArcBand>",
            Point(41.6, 0.6),
            1200,
        ),
    ],
)
def test_each_shape_becomes_a_point_and_a_radius_that_holds_it(
    shape: str, point: Point, radius_m: float | None
) -> None:
    [found] = positions(pidf(shape), AT)
    assert (found.point, found.uncertainty_m, found.at) == (point, radius_m, AT)


def test_a_polygon_lies_within_its_circle() -> None:
    corners = "<gml:posList>41.60 0.60 41.60 0.62 41.62 0.62 41.62 0.60</gml:posList>"
    [found] = positions(pidf(f"<gml:Polygon>{corners}</gml:Polygon>"), AT)
    assert (found.point.lat, found.point.lon) == (pytest.approx(41.61), pytest.approx(0.61))
    assert found.uncertainty_m == pytest.approx(1390, abs=20)


def test_the_moment_of_a_fix_is_the_devices_own() -> None:
    stamp = "<timestamp>2026-11-24T03:10:00Z</timestamp>"
    [found] = positions(pidf("<gml:Point><gml:pos>41.6 0.6</gml:pos></gml:Point>", more=stamp), AT)
    assert found.at == datetime(2026, 11, 24, 3, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not xml",
        b"<presence/>",
        pidf("<gml:Point><gml:pos>141.6 0.6</gml:pos></gml:Point>"),
        pidf("<gml:Point><gml:pos>forty one</gml:pos></gml:Point>"),
        b'<!DOCTYPE a [<!ENTITY b "bbbb">]>' + pidf("<gml:Point><gml:pos>41.6 0.6</gml:pos></gml:Point>"),
        pidf("<gml:Point><gml:pos>41.6 0.6</gml:pos></gml:Point>") + b" " * 70_000,
    ],
)
def test_what_is_no_position_is_none_and_no_fault(content: bytes) -> None:
    assert positions(content, AT) == ()


@given(st.binary(max_size=300))
def test_no_bytes_at_all_break_the_reading_of_a_call(content: bytes) -> None:
    parts = (Part(content_type="application/pidf+xml", content=content),)
    said = read_caller_info(
        caller="sip:x@y",
        caller_name="",
        called="",
        service_urn="",
        user_agent="",
        headers={},
        parts=parts,
        at=AT,
    )
    assert [body.content for body in said.bodies] == [content]


@pytest.mark.parametrize(
    ("uri", "phone", "name"),
    [
        ("sip:+34600100200@trunk;user=phone", "+34600100200", None),
        ("sip:+34600100200;ext=7@trunk", "+34600100200", None),
        ("sip:%2B34600100200@trunk", "+34600100200", None),
        ("tel:+34-600-100-200", "+34-600-100-200", None),
        ("sip:600100200@trunk", "600100200", None),
        ("sip:marina@phone.example", None, "marina"),
        ("sip:Anonymous@anonymous.invalid", None, None),
        ("sip:trunk", None, None),
        ("", None, None),
    ],
)
def test_a_number_is_a_number_and_a_name_a_name(uri: str, phone: str | None, name: str | None) -> None:
    said = arrival(caller=uri)
    assert (said.phone, said.caller_name) == (phone, name)


def test_words_of_a_telephone_are_cut_and_never_refused() -> None:
    said = arrival(
        user_agent="x" * 5_000, caller_name="y" * 5_000, service_urn="urn:service:sos." + "z" * 500
    )
    assert {len(said.user_agent or ""), len(said.caller_name or ""), len(said.line)} == {200}


SPOKEN = AnnouncementSounds(Announcements([content_folder() / "announcements"]))


@pytest.mark.parametrize(
    ("language", "name"), [("ca", "ca/hold"), ("en-GB", "en/hold"), (None, "es/hold"), ("uk", "es/hold")]
)
def test_who_is_held_hears_so_in_their_language_or_in_ours(language: str | None, name: str) -> None:
    sound = SPOKEN.sound_of(ParkedSound.HELD, language)
    assert sound is not None
    assert sound.name == name
    assert sound.seconds > 1


def test_every_parked_leg_hears_a_sound_or_silence_on_purpose() -> None:
    heard = {what: SPOKEN.sound_of(what, "es") for what in ParkedSound}
    assert {what for what, sound in heard.items() if sound is None} == {ParkedSound.NOTHING}
    assert len({sound.alaw for sound in heard.values() if sound}) == len(ParkedSound) - 1, (
        "none is like another"
    )


TOKENS = LineTokens(bytes(range(32)))
LINE = LineClaim(id=UUID(int=7), desk=DeskId("desk-07"))


def test_a_token_opens_the_line_that_it_was_given_for_and_for_a_minute() -> None:
    token = TOKENS.give(LINE, AT + timedelta(seconds=TOKEN_LIFE_S))
    assert TOKENS.read(token, AT) == LINE
    assert TOKENS.read(token, AT + timedelta(seconds=TOKEN_LIFE_S)) is None


@given(st.integers(min_value=0), st.characters(codec="ascii"))
def test_a_token_with_one_letter_changed_opens_nothing(place: int, letter: str) -> None:
    token = TOKENS.give(LINE, AT + timedelta(seconds=TOKEN_LIFE_S))
    place %= len(token) - 1  # the last letter holds bits that mean nothing
    changed = token[:place] + letter + token[place + 1 :]
    assert changed == token or TOKENS.read(changed, AT) is None


@pytest.mark.parametrize("token", ["", "ñ", "AAAA", "!" * 80])
def test_what_is_no_token_opens_nothing(token: str) -> None:
    assert TOKENS.read(token, AT) is None


def test_a_token_of_another_installation_opens_nothing_here() -> None:
    assert LineTokens(bytes(32)).read(TOKENS.give(LINE, AT + timedelta(seconds=9)), AT) is None


def test_a_declaration_is_refused_in_whichever_encoding_it_comes() -> None:
    told = pidf("<gml:Point><gml:pos>41.6 0.6</gml:pos></gml:Point>").decode()
    plain = told[told.index("?>") + 2 :] if told.startswith("<?xml") else told
    now = datetime(2026, 11, 25, tzinfo=UTC)
    assert positions(plain.encode("utf-16"), now), "UTF-16 alone is no fault"
    assert positions(('<!DOCTYPE a [<!ENTITY b "bbbb">]>' + plain).encode("utf-16"), now) == ()


@pytest.mark.parametrize(
    ("contact", "asserted", "imei"),
    [
        ('<sip:x@10.0.0.1>;+sip.instance="<urn:gsma:imei:90420156-025763-0>"', True, "90420156025763"),
        ('<sip:x@10.0.0.1>;+sip.instance="<urn:gsma:imei:90420156-025763-0>"', False, None),
        ('<sip:x@10.0.0.1>;+sip.instance="<urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6>"', True, None),
        ("<sip:x@10.0.0.1>", True, None),
    ],
)
def test_the_imei_of_a_telephone_is_taken_from_a_trusted_network_alone(
    contact: str, asserted: bool, imei: str | None
) -> None:
    said = read_caller_info(
        caller="sip:x@y",
        caller_name="",
        called="",
        service_urn="",
        user_agent="",
        asserted=asserted,
        headers={"contact": (contact,)},
        parts=(),
        at=AT,
    )
    assert said.imei == imei
