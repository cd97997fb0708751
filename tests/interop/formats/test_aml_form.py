"""Aim: a form of AML is read with its own keys and units, and a signature counts only by a key of ours."""

import pytest

from auxilio.interop.formats.aml import decode_aml
from auxilio.interop.formats.aml_form import form_hmac
from tests.interop.formats.test_aml import flags_of, value_of

SIGNED = (
    b"v=1&device_number=%2B33611223344&location_latitude=0.85732&location_longitude=-4.26325&location_time=1604912121000"
    b"&location_accuracy=10.4&location_source=GPS&location_certainty=83"
)
SIGNED_HMAC = b"f64c70eb238bb239e00e8ac8c023bf2b5d3c41dd"
"""By the key `AML`; both of the tests of a library of somebody else (aml-lib)."""


@pytest.mark.parametrize("version", ["7", ""])
def test_a_form_of_an_unknown_version_is_read_because_its_keys_say_what_they_are(version: str) -> None:
    form = f"v={version}&location_latitude=41.6&location_longitude=0.6"
    assert (value_of(form)["lat"], flags_of(form)) == (41.6, ("unknown_version",))


@pytest.mark.parametrize("version", ["1", "2", "3"])
def test_forms_of_three_versions_are_read_without_a_flag(version: str) -> None:
    form = f"v={version}&location_latitude=41.6&location_longitude=0.6&location_accuracy=12"
    assert value_of(form) == {"version": version, "lat": 41.6, "lon": 0.6, "radius_m": 12}
    assert flags_of(form) == ()


def test_every_field_that_android_sends_has_its_name_and_unit() -> None:
    form = (
        "v=3&emergency_number=112&source=CALL&time=1438101600123&location_latitude=37.4217845&location_longitude=-122.0847413"
        "&location_time=1438102600123&location_altitude=4&location_altitude_msl=5&location_floor=2A&location_source=wifi"
        "&location_accuracy=20&location_vertical_accuracy=2.5&location_vertical_accuracy_msl=0&location_confidence=0.6827"
        "&location_bearing=156.7&location_speed=1.2&device_number=%2B1438101600&device_model=A%26B&device_iccid=8914800000102546259"
        "&cell_home_mcc=310&cell_network_mcc=310&device_languages=en-US%2Ces&thunderbird_version=2800"
    )
    assert flags_of(form) == ()
    assert value_of(form) == {
        "version": "3", "emergency_number": "112", "activation": "CALL", "call_start": "2015-07-28T16:40:00.123Z",
        "lat": 37.4217845, "lon": -122.0847413, "time": "2015-07-28T16:56:40.123Z", "altitude_m": 4, "altitude_msl_m": 5,
        "floor": "2A", "method": "wifi", "radius_m": 20, "vertical_accuracy_m": 2.5, "confidence": 68.27,
        "bearing_deg": 156.7, "speed_m_s": 1.2, "msisdn": "+1438101600", "model": "A&B", "iccid": "8914800000102546259",
        "home_mcc": "310", "network_mcc": "310", "languages": ["en-US", "es"], "other": {"thunderbird_version": "2800"},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "number", "flags"),
    [
        ("%2B34600123456", "+34600123456", ()),
        ("%2b34600123456", "+34600123456", ()),
        ("%252B34600123456", "+34600123456", ()),
        ("+34600123456", "+34600123456", ()),
        ("34600123456", "34600123456", ("odd_msisdn",)),
        ("0034600123456", "0034600123456", ("odd_msisdn",)),
        ("unknown", "unknown", ("odd_msisdn",)),
    ],
)
def test_a_plus_of_a_number_is_found_in_each_encoding_and_its_loss_is_flagged(
    sent: str, number: str, flags: tuple[str, ...]
) -> None:
    form = f"v=1&location_latitude=41.6&location_longitude=0.6&device_number={sent}"
    assert (value_of(form)["msisdn"], flags_of(form)) == (number, flags)


def test_a_time_in_the_other_unit_is_recognised() -> None:
    form = "v=1&location_latitude=41.6&location_longitude=0.6&location_time=1604912121"
    assert (value_of(form)["time"], flags_of(form)) == ("2020-11-09T08:55:21Z", ("time_unit",))


@pytest.mark.parametrize(
    ("body", "keys", "ok", "flags"),
    [
        (SIGNED + b"&hmac=" + SIGNED_HMAC, [b"AML"], True, ()),
        (SIGNED + b"&hmac=" + SIGNED_HMAC.upper() + b"\r\n", [b"AML"], True, ()),
        (SIGNED + b"&hmac=" + SIGNED_HMAC, [b"new key", b"AML"], True, ()),
        (SIGNED + b"&hmac=" + SIGNED_HMAC, [b"aml"], False, ("hmac_false",)),
        (SIGNED.replace(b"0.857", b"0.858") + b"&hmac=" + SIGNED_HMAC, [b"AML"], False, ("hmac_false",)),
        (SIGNED + b"&location_floor=2&hmac=" + SIGNED_HMAC, [b"AML"], False, ("hmac_false",)),
        (SIGNED + b"&hmac=" + SIGNED_HMAC + b"&location_floor=2", [b"AML"], False, ("hmac_false",)),
        (SIGNED + b"&hmac=" + SIGNED_HMAC + b"&hmac=" + SIGNED_HMAC, [b"AML"], False, ("repeated_key", "hmac_false")),
        (SIGNED + b"&%68mac=" + SIGNED_HMAC, [b"AML"], False, ("hmac_false",)),
        (SIGNED + b"&hmac=\xff" + SIGNED_HMAC, [b"AML"], False, ("hmac_false",)),
        (SIGNED + b"&hmac=" + SIGNED_HMAC[:-1], [b"AML"], False, ("hmac_false",)),
        (SIGNED + b"&hmac=", [b"AML"], False, ("hmac_missing",)),
        (SIGNED, [b"AML"], False, ("hmac_missing",)),
        (SIGNED + b"&hmac=" + SIGNED_HMAC, [], None, ("hmac_unchecked",)),
        (SIGNED, [], None, ()),
    ],
)  # fmt: skip
def test_a_signature_is_of_every_byte_before_it_and_by_a_key_of_ours(
    body: bytes, keys: list[bytes], ok: bool | None, flags: tuple[str, ...]
) -> None:
    decoded = decode_aml(body, keys)
    assert decoded.value is not None
    assert (decoded.value.hmac_ok, decoded.flags) == (ok, flags)
    assert decoded.value.msisdn == "+33611223344"


def test_the_signature_is_that_of_the_library_of_somebody_else() -> None:
    assert form_hmac(SIGNED, b"AML").encode() == SIGNED_HMAC
