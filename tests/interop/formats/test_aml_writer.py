"""Aim: what is written as AML is read back as the same value by every transport, and what has no place in it is refused."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from auxilio.interop.formats.aml import decode_aml
from auxilio.interop.formats.aml_message import AmlMessage, utc_text
from auxilio.interop.formats.aml_writer import write_form, write_sms
from auxilio.interop.formats.gsm7 import ALPHABET, pack_septets, unpack_septets
from auxilio.interop.formats.not_writable import NotWritable

SAMPLES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "aml_samples.json").read_text("utf-8"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["id"])
def test_every_sample_is_written_as_a_message_of_the_same_value(sample: dict[str, Any]) -> None:
    value = decode_aml(sample["raw"].encode()).value
    assert value is not None
    written = write_form(value) if sample["transport"] == "https-form" else write_sms(value).encode()
    read = decode_aml(written).value
    assert read is not None
    assert replace(read, ml=value.ml) == value  # one sample leaves out the sign of its latitude


def test_the_example_of_the_standard_is_written_letter_by_letter() -> None:
    text = next(sample["raw"] for sample in SAMPLES if sample["id"] == "aml-sms-v1-etsi-1")
    value = decode_aml(text.encode()).value
    assert value is not None
    assert write_sms(value) == text


def test_a_message_without_a_position_is_written_as_the_null_one() -> None:
    text = write_sms(
        AmlMessage(version=1, time="2022-01-31T17:37:34Z", confidence=0, method="N", mcc="234", mnc="15")
    )
    assert text == 'A"ML=1;lt=+00.00000;lg=+000.00000;rd=N;top=20220131173734;lc=0;pm=N;mcc=234;mnc=15;ml=88'
    assert len(text) == 88
    assert decode_aml(text.encode()).flags == ("no_fix",)


def test_a_signed_form_holds_by_its_key_alone() -> None:
    body = write_form(AmlMessage(version="1", lat=41.6, lon=0.6), b"key")
    assert decode_aml(body, [b"key"]).flags == ()
    assert decode_aml(body, [b"other"]).flags == ("hmac_false",)


@pytest.mark.parametrize(
    "message",
    [
        AmlMessage(version=3, lat=41.6, lon=0.6),
        AmlMessage(version=1, lat=41.6),
        AmlMessage(version=1, lat=91, lon=0.6),
        AmlMessage(version=1, lat=41.600001, lon=0.6),
        AmlMessage(version=1, lat=41.6, lon=0.6, languages=("es",)),
        AmlMessage(version=1, lat=41.6, lon=0.6, method="GPS"),
        AmlMessage(version=1, lat=41.6, lon=0.6, imei="12"),
        AmlMessage(version=1, lat=41.6, lon=0.6, time="yesterday"),
        AmlMessage(version=1, lat=41.6, lon=0.6, time="2026-12-02T00:00:00"),
        AmlMessage(version=1, lat=41.6, lon=0.6, time="2026-12-02T00:00:00.500Z"),
        AmlMessage(version=1, lat=41.6, lon=0.6, mcc="1;lt=2"),
        AmlMessage(version=2, lat=41.6, lon=0.6, mcc="214"),
        AmlMessage(version=2, lat=41.6, lon=0.6, time="2026-12-02T00:00:00Z"),
        AmlMessage(version=2, emergency_number="1" * 200),
        AmlMessage(version=2, lat=41.6, lon=0.6, other={"zz": "1"}),
    ],
)
def test_what_has_no_place_in_a_short_message_is_refused(message: AmlMessage) -> None:
    with pytest.raises(NotWritable):
        write_sms(message)


@pytest.mark.parametrize(
    "message",
    [
        AmlMessage(version="9", lat=41.6, lon=0.6),
        AmlMessage(version=1, lat=41.6, lon=0.6),
        AmlMessage(version="1", lat=41.6, lon=181),
        AmlMessage(version="1", lat=41.6, lon=0.6, mcc="214"),
        AmlMessage(version="1", lat=41.6, lon=0.6, msisdn="600"),
        AmlMessage(version="1", lat=41.6, lon=0.6, hmac_ok=True),
    ],
)
def test_what_has_no_place_in_a_form_is_refused(message: AmlMessage) -> None:
    with pytest.raises(NotWritable):
        write_form(message)


DIGITS = "0123456789"
SECONDS = st.integers(1_000_000_000, 4_000_000_000)
MOMENTS = SECONDS.map(lambda seconds: utc_text(seconds * 1000))
IMEIS = st.text(DIGITS, min_size=15, max_size=15).filter(lambda text: text.strip("0"))
LATS = st.integers(-9_000_000, 9_000_000).filter(bool).map(lambda micro: micro / 100_000)
LONS = st.integers(-18_000_000, 18_000_000).map(lambda micro: micro / 100_000)
COMMON = {
    "lat": LATS,
    "lon": LONS,
    "radius_m": st.none() | st.integers(1, 100_000) | st.integers(1, 999).map(lambda tenths: tenths / 10),
    "confidence": st.none() | st.integers(0, 100),
    "imei": st.none() | IMEIS,
}
V1 = st.builds(
    AmlMessage,
    version=st.just(1),
    time=st.none() | MOMENTS,
    method=st.none() | st.sampled_from("GWCU"),
    imsi=st.none() | IMEIS,
    mcc=st.none() | st.text("123456789", min_size=3, max_size=3),
    mnc=st.none() | st.text(DIGITS, min_size=2, max_size=3),
    **COMMON,
)
V2 = st.builds(
    AmlMessage,
    version=st.just(2),
    emergency_number=st.none() | st.sampled_from(["112", "+15555555555"]),
    call_start=MOMENTS,
    method=st.none() | st.sampled_from("GWCUF"),
    languages=st.lists(st.sampled_from(["es-ES", "ca", "zh-Hant-TW"]), unique=True, max_size=2).map(tuple),
    network_mcc=st.just("214"),
    network_mnc=st.sampled_from(["01", "007"]),
    **COMMON,
)
FORMS = st.builds(
    AmlMessage,
    version=st.sampled_from("123"),
    msisdn=st.none() | st.text(DIGITS, min_size=8, max_size=15).map(lambda digits: f"+{digits}"),
    time=st.none() | st.integers(10**12, 4 * 10**12).map(utc_text),
    model=st.none() | st.text("aé&=+%; ñ€", min_size=1, max_size=20).map(str.strip).filter(bool),
    floor=st.none() | st.sampled_from(["5", "-1", "3A"]),
    **COMMON,
)


@given(V1 | V2)
def test_a_short_message_is_read_back_by_value_as_text_and_as_packed_data(message: AmlMessage) -> None:
    text = write_sms(message)
    for content in (text.encode(), pack_septets(text), pack_septets(text).hex().encode()):
        decoded = decode_aml(content)
        assert decoded.value is not None
        assert replace(decoded.value, ml=None, length_ok=None) == message
        unknown = ("radius_unknown",) if message.version == 2 and message.radius_m is None else ()
        assert decoded.flags == unknown


@given(FORMS)
def test_a_form_is_read_back_by_value(message: AmlMessage) -> None:
    decoded = decode_aml(write_form(message, b"key"), [b"key"])
    assert (decoded.value, decoded.flags) == (replace(message, hmac_ok=True), ())


@given(st.text(ALPHABET.replace("@", "").replace("\r", ""), max_size=160))
def test_every_text_is_unpacked_as_it_was_packed(text: str) -> None:
    assert unpack_septets(pack_septets(text)) == text


@pytest.mark.parametrize("text", ["x" * 161, "ç", "\N{EURO SIGN}"])
def test_a_text_that_is_too_long_or_outside_the_alphabet_is_not_packed(text: str) -> None:
    with pytest.raises(NotWritable):
        pack_septets(text)
