"""Aim: what a telephone says of where it is, is read by whichever way it comes; what is odd is flagged, and nothing is guessed."""

import json
from pathlib import Path
from typing import Any

import pytest

from auxilio.interop.formats.aml import SIZE_MAX, AmlTransport, aml_transport, decode_aml
from auxilio.interop.formats.aml_message import KEYS_MAX, VALUE_MAX

SAMPLES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "aml_samples.json").read_text("utf-8"))
V1 = 'A"ML=1;lt=+54.76397;lg=-0.18305;rd=50;top=20130717141935;lc=90;pm=W;si=123456789012345;ei=1234567890123456;mcc=234;mnc=30;ml=128'
V2 = 'A"ML=2;en=+15555555555;et=1593187189;lo=-37.42175,-122.08461,2000.1;lt=-9999;lc=68;lz=-100.1,100.1;ls=G;ei=358239059042542;nc=310260;hc=310260;lg=en-US'
NULL_V1 = 'A"ML=1;lt=+00.00000;lg=+000.00000;rd=N;top=20220131173734;lc=0;pm=N;si=234159000000000;ei=123456789012345;mcc=234;mnc=15;ml=127'
"""Of the SMS specification of Android's Emergency Location Service, as are these packed septets."""
DATA = bytes.fromhex(
    "415193D98BEDD8F4DEECE6A2C962B7DA8E7DEEB56232990B86A3D9623B39B92783EDE86F784F068BD560B6D80C1683E568B8"
    "1D7BDCB3E176F076EFB89BA77B39DCCD56A3C966B15D39DD9BD570B2590E56CBC168B21A4DB66B8FC7BD590CB66BBBC73D99"
    "0DB66BB37B31D90C"
)
DATA_TEXT = 'A"ML=1;lt=37.42175;lg=-122.08461;rd=20;top=20150613010948;lc=68;pm=G;si=987654231;ei=358239059042542;mcc=310;mnc=260;ml=123'


def value_of(content: str | bytes) -> dict[str, Any]:
    """As JSON has it."""
    decoded = decode_aml(content.encode() if isinstance(content, str) else content)
    assert decoded.value is not None, decoded.flags
    value: dict[str, Any] = json.loads(json.dumps(decoded.plain()["value"]))
    return value


def flags_of(content: str | bytes, *keys: bytes) -> tuple[str, ...]:
    return decode_aml(content.encode() if isinstance(content, str) else content, keys).flags


def v1(**changed: str | None) -> str:
    """A message of version 1 with other values, or without a field, and its true length."""
    fields = {
        "lt": "+54.76397", "lg": "-0.18305", "rd": "50", "top": "20130717141935", "lc": "90", "pm": "W",
        "si": "123456789012345", "ei": "1234567890123456", "mcc": "234", "mnc": "30",
    } | changed  # fmt: skip
    return 'A"ML=1' + "".join(f";{key}={value}" for key, value in fields.items() if value is not None)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["id"])
def test_every_sample_is_read_as_expected_without_a_flag_and_with_nothing_else(
    sample: dict[str, Any],
) -> None:
    assert value_of(sample["raw"]) == sample["expected"]
    assert flags_of(sample["raw"]) == ()
    assert aml_transport(sample["raw"].encode()) == sample["transport"]


def test_a_packed_data_message_says_what_its_text_says() -> None:
    assert decode_aml(DATA) == decode_aml(DATA_TEXT.encode())
    assert aml_transport(DATA) is AmlTransport.SMS_DATA
    assert value_of(DATA) | {"lat": 37.42175, "lon": -122.08461, "ml": 123, "length_ok": True} == value_of(
        DATA
    )


@pytest.mark.parametrize(
    "content",
    [
        DATA.hex().encode(),
        DATA.hex(" ").upper().encode() + b"\r\n",
        bytes.fromhex("06 05 04 0B84 0000")
        + DATA,  # after a header of application ports, which needs no fill bits
        (bytes.fromhex("06 05 04 0B84 0000") + DATA).hex().encode(),
        bytes.fromhex("06 05 04 0B84 0000") + DATA_TEXT.encode(),  # one byte a character
        bytes([5, 0, 3, 7, 1, 1]) + (int.from_bytes(DATA, "little") << 1).to_bytes(len(DATA) + 1, "little"),
        DATA_TEXT.encode().hex().encode(),
    ],
    ids=["hex", "hex with blanks", "ports", "ports in hex", "ports and bytes", "a fill bit", "text in hex"],
)
def test_a_data_message_is_read_as_a_gateway_passes_it_on(content: bytes) -> None:
    assert decode_aml(content) == decode_aml(DATA)


@pytest.mark.parametrize(
    "content",
    [
        V1.encode("utf-16"),
        V1.encode("utf-16-be"),
        V1.encode("utf-16-le"),
        b"\xef\xbb\xbf" + V1.encode(),
        f"{V1}\r\n".encode(),
        f"\r\n {V1}".encode(),
        V1.replace('"', "&quot;").encode(),
        V1.replace(";", ";\r\n").encode(),
        V1.replace("234;", "23\n4;").encode(),
    ],
    ids=[
        "UTF-16",
        "UCS-2",
        "little UCS-2",
        "UTF-8 mark",
        "line end",
        "blanks before",
        "of HTML",
        "folded",
        "folded within",
    ],
)
def test_encodings_and_line_ends_of_gateways_change_nothing(content: bytes) -> None:
    assert decode_aml(content) == decode_aml(V1.encode())


@pytest.mark.parametrize(
    "header", ["A'ML=1", "A\N{RIGHT DOUBLE QUOTATION MARK}ML=1", "AML=1", 'a"ml=1', 'A"ML = 01', 'A" ML=1']
)
def test_a_header_that_a_gateway_changed_is_read_and_flagged(header: str) -> None:
    text = V1.replace('A"ML=1', header)
    assert value_of(text) | {"length_ok": True} == value_of(V1)
    assert "odd_header" in flags_of(text)


@pytest.mark.parametrize(
    "text", ["https://xaml=1;lt=1.0;lg=2.0", "data ml=1;lt=1.0;lg=2.0", "xAML=1;lt=1.0;lg=2.0;pm=G"]
)
def test_a_header_within_a_word_is_not_read(text: str) -> None:
    decoded = decode_aml(text.encode())
    assert (decoded.value, decoded.flags) == (None, ("not_aml",))


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        (f"{V1}\n{V1}", "several_messages"),
        (json.dumps([{"raw": V1}, {"raw": V2}]), "several_messages"),
        ("x" * 400 + V1, "not_aml"),
        ((Path(__file__).parent / "aml_samples.json").read_text("utf-8"), "several_messages"),
        ('[{"note": "a form"}, {"raw": "v=1&location_latitude=1.5&location_longitude=2.5"}]', "not_aml"),
    ],
    ids=["twice", "JSON", "far behind", "the samples", "a quoted form"],
)
def test_a_text_that_quotes_messages_has_no_position(text: str, flag: str) -> None:
    decoded = decode_aml(text.encode())
    assert (decoded.value, decoded.flags) == (None, (flag,))


@pytest.mark.parametrize("top", ["00010101000000", "19691231235959"])
def test_a_time_before_1970_is_unreadable(top: str) -> None:
    message = f'A"ML=1;lt=1.5;lg=2.5;top={top}'
    assert "unreadable_time" in flags_of(message)
    assert "time" not in value_of(message)


def test_a_whole_header_is_read_directly_behind_a_word() -> None:
    assert value_of(f"SMS{V1}") == value_of(V1)


@pytest.mark.parametrize(
    ("message", "percent", "odd"),
    [
        ('A"ML=1;lt=1.5;lg=2.5;lc=0.68', 68, True),
        ('A"ML=2;et=1593187189;lo=1.5,2.5,9;lc=.95', 95, True),
        ("v=1&location_latitude=1.5&location_longitude=2.5&location_certainty=0.68", 68, True),
        ("v=1&location_latitude=1.5&location_longitude=2.5&location_confidence=0.68", 68, False),
        ('A"ML=1;lt=1.5;lg=2.5;lc=1', 1, False),
        ('A"ML=1;lt=1.5;lg=2.5;lc=0', 0, False),
    ],
)
def test_a_confidence_below_one_per_cent_is_a_fraction_and_flagged(
    message: str, percent: float, odd: bool
) -> None:
    assert value_of(message)["confidence"] == percent
    assert ("confidence_odd" in flags_of(message)) is odd


def test_a_message_that_was_percent_encoded_or_has_text_before_it_is_read() -> None:
    wrapped = (
        b"from=%2B34600000000&text=" + b"A%22ML%3D1%3Blt%3D%2B54.76397%3Blg%3D-0.18305%3Brd%3D50%3Bpm%3DW"
    )
    assert value_of(wrapped) == {
        "version": 1,
        "lat": 54.76397,
        "lon": -0.18305,
        "radius_m": 50,
        "method": "W",
    }
    assert flags_of(wrapped) == ("text_before",)
    assert flags_of(f"Fwd: {V1}") == ("text_before",)


@pytest.mark.parametrize("key", ["LT", "Lt", " lt "])
def test_the_case_of_keys_and_blanks_do_not_count(key: str) -> None:
    assert value_of(v1().replace(";lt=", f";{key}="))["lat"] == 54.76397


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("54.76397", 54.76397), ("+054.76397", 54.76397), ("%2B54.76397", 54.76397), (" 54.76397", 54.76397),
        ("\N{MINUS SIGN}54.76397", -54.76397), ("54", 54), ("54.", 54), ("-.5", -0.5), ("1.0E-5", 1e-5), ("-90", -90),
    ],
)  # fmt: skip
def test_a_number_is_read_however_it_is_written(sent: str, read: float) -> None:
    assert (value_of(v1(lt=sent))["lat"], flags_of(v1(lt=sent))) == (read, ())


def test_a_decimal_comma_is_read_and_flagged() -> None:
    assert (value_of(v1(lt="54,76397"))["lat"], flags_of(v1(lt="54,76397"))) == (54.76397, ("decimal_comma",))


@pytest.mark.parametrize(
    "sent",
    [
        "north",
        "NaN",
        "inf",
        "1e999",
        "5 4",
        "0x36",
        "90.00001",
        "-91",
        "--5",
        "9" * 40,
        "+",
        "٥٤",
        "5_4",
        "1,2,3",
    ],
)
def test_a_latitude_that_is_invalid_or_out_of_range_leaves_no_fix_and_is_kept_as_it_was_sent(
    sent: str,
) -> None:
    value = value_of(v1(lt=sent))
    assert flags_of(v1(lt=sent)) == ("unreadable_lat", "no_fix")
    assert not {"lat", "lon", "radius_m"} & value.keys()
    assert value["other"] == {"lt": sent, "lg": "-0.18305", "rd": "50"}


def test_the_null_message_of_the_specification_has_no_fix_and_is_otherwise_read() -> None:
    assert flags_of(NULL_V1) == ("no_fix",)
    assert value_of(NULL_V1) == {
        "version": 1, "time": "2022-01-31T17:37:34Z", "confidence": 0, "method": "N", "imsi": "234159000000000",
        "imei": "123456789012345", "mcc": "234", "mnc": "15", "ml": 127, "length_ok": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        (v1(lt="0", lg="0"), ("no_fix",)),
        (v1(lt="-0.0000000", lg="+000.00000"), ("no_fix",)),
        (v1(lt=None), ("no_fix",)),
        (v1(lg=None), ("no_fix",)),
        (v1(lt="", lg=""), ("no_fix",)),
        (v1(rd="N"), ("no_fix", "fix_contradicted")),
        (v1(pm="n"), ("no_fix", "fix_contradicted")),
        ('A"ML=2;lo=0.00000,0.00000,0.0;ls=U', ("radius_unknown", "no_fix")),
        ('A"ML=2;et=1593187189;lc=0', ("no_fix",)),
        ('A"ML=2;lo=41.6,0.6,10;ls=N', ("no_fix", "fix_contradicted")),
        ('A"ML=2;lo=41.6;ls=G', ("no_fix",)),
        ('A"ML=1', ("no_fix",)),
        (
            "v=1&location_latitude=0.0&location_longitude=0.0&location_accuracy=0",
            ("radius_unknown", "no_fix"),
        ),
        ("v=3&location_latitude=&location_longitude=&location_time=1604912121000", ("no_fix",)),
        ("v=3&device_number=%2B34600000000", ("no_fix",)),
        (
            "v=1&location_latitude=41.6&location_longitude=0.6&location_source=none",
            ("no_fix", "fix_contradicted"),
        ),
    ],
)
def test_what_says_that_there_is_no_fix_leaves_no_position(text: str, flags: tuple[str, ...]) -> None:
    assert flags_of(text) == flags
    assert not {"lat", "lon", "radius_m"} & value_of(text).keys()


def test_on_the_equator_or_the_meridian_there_is_a_fix() -> None:
    assert value_of(v1(lt="0.00000"))["lat"] == 0
    assert value_of(v1(lg="0.00000"))["lon"] == 0


@pytest.mark.parametrize(
    "text",
    [
        v1(rd="0"),
        'A"ML=2;lo=41.6,0.6,0',
        "v=1&location_latitude=41.6&location_longitude=0.6&location_accuracy=0.0",
    ],
)
def test_a_radius_of_zero_is_unknown_and_the_position_stands(text: str) -> None:
    assert flags_of(text) == ("radius_unknown",)
    assert value_of(text)["lat"]
    assert "radius_m" not in value_of(text)


@pytest.mark.parametrize(
    ("changed", "flag", "kept"),
    [
        ({"rd": "-5"}, "unreadable_radius_m", {"rd": "-5"}),
        ({"rd": "big"}, "unreadable_radius_m", {"rd": "big"}),
        ({"lc": "101"}, "unreadable_confidence", {"lc": "101"}),
        ({"top": "20131317141935"}, "unreadable_time", {"top": "20131317141935"}),
        ({"top": "00000000000000"}, "unreadable_time", {"top": "00000000000000"}),
        ({"top": "2013-07-17T14:19"}, "unreadable_time", {"top": "2013-07-17T14:19"}),
        ({"ml": "long"}, "unreadable_ml", {"ml": "long"}),
    ],
)
def test_an_unreadable_field_costs_itself_alone(
    changed: dict[str, str], flag: str, kept: dict[str, str]
) -> None:
    assert flags_of(v1(**changed)) == (flag,)
    assert (value_of(v1(**changed))["lat"], value_of(v1(**changed))["other"]) == (54.76397, kept)


def test_a_length_that_is_not_true_is_flagged_and_the_message_stands() -> None:
    text = V1.replace("ml=128", "ml=126")
    assert flags_of(text) == ("length_mismatch",)
    assert (value_of(text)["lat"], value_of(text)["length_ok"]) == (54.76397, False)


def test_of_a_repeated_key_the_first_value_counts() -> None:
    text = v1() + ";lt=+10.00000"
    assert (value_of(text)["lat"], flags_of(text)) == (54.76397, ("repeated_key",))


def test_unknown_keys_are_kept_also_those_of_the_other_version() -> None:
    assert value_of(v1() + ";zz=new;lo=1,2,3;empty=")["other"] == {"zz": "new", "lo": "1,2,3"}
    assert value_of(V2 + ";top=20130717141935")["other"] == {"top": "20130717141935"}


def test_identities_are_kept_as_text_and_flagged_where_they_are_odd() -> None:
    text = v1(si="234159", ei="35 3472", mcc="234", mnc="01")
    value = value_of(text)
    assert (value["imsi"], value["imei"], value["mnc"]) == ("234159", "35 3472", "01")
    assert flags_of(text) == ("odd_imsi", "odd_imei")
    assert "imei" not in value_of(v1(ei="000000000000000"))
    assert value_of(v1(mnc="00"))["mnc"] == "00"


@pytest.mark.parametrize(("method", "flags"), [("g", ()), ("F", ()), ("U", ()), ("Q", ("unknown_method",))])
def test_a_method_is_a_capital_letter_and_an_unknown_one_is_kept(method: str, flags: tuple[str, ...]) -> None:
    assert (value_of(v1(pm=method))["method"], flags_of(v1(pm=method))) == (method.upper(), flags)


def test_version_2_has_a_time_where_version_1_has_a_latitude_and_languages_for_its_longitude() -> None:
    value = value_of(V2.replace("lg=en-US", "lg=es-ES,ca,en_GB").replace("lt=-9999", "lt=5"))
    assert (value["time"], value["languages"]) == ("2020-06-26T15:59:54Z", ["es-ES", "ca", "en-GB"])


@pytest.mark.parametrize(
    ("sent", "instead", "flag"),
    [
        ("et=1593187189;", "", "unreadable_time"),
        ("lt=-9999", "lt=soon", "unreadable_time"),
        ("lt=-9999", "lt=999999999999", "unreadable_time"),
        ("et=1593187189", "et=1593187189000", "time_unit"),
        ("et=1593187189", "et=0", "unreadable_call_start"),
        ("nc=310260", "nc=31", "unreadable_network"),
        ("hc=310260", "hc=310-260", "unreadable_home"),
        ("lg=en-US", "lg=en-US,!", "unreadable_languages"),
        ("lz=-100.1,100.1", "lz=high", "unreadable_altitude_m"),
        ("2000.1", "2000.1,7", "odd_position"),
        ("2000.1", "far", "unreadable_radius_m"),
    ],
)
def test_a_field_of_version_2_that_cannot_be_read_is_flagged_and_the_position_stands(
    sent: str, instead: str, flag: str
) -> None:
    text = V2.replace(sent, instead)
    assert flag in flags_of(text)
    assert value_of(text)["lat"] == -37.42175


def test_an_altitude_accuracy_of_zero_is_unknown() -> None:
    assert "vertical_accuracy_m" not in value_of(V2.replace("lz=-100.1,100.1", "lz=12.5,0"))


@pytest.mark.parametrize("version", ["3", "0", "", "x", "1x", "-1", "999999", "२"])
def test_a_short_message_of_an_unknown_version_is_kept_raw(version: str) -> None:
    decoded = decode_aml(f'A"ML={version};lt=+54.76397;lg=-0.18305'.encode())
    assert (decoded.value, decoded.flags) == (None, ("unknown_version",))


@pytest.mark.parametrize("broken", ["%", "%zz", "%E0%80", "%00"])
def test_a_value_with_a_broken_escape_costs_nothing_else(broken: str) -> None:
    assert value_of(f"v=1&location_latitude=41.6&location_longitude=0.6&device_model={broken}")["lat"] == 41.6


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0",
        b"hello",
        b"\xff" * 100,
        b"&&&&",
        b"====",
        b'{"location_latitude": 41.6}',
        b"<xml/>",
        b"0" * 600,
        b"a=b&c=d",
    ],
)
def test_an_empty_invalid_or_foreign_message_has_no_value_and_no_transport(content: bytes) -> None:
    assert (decode_aml(content).value, decode_aml(content).flags) == (None, ("not_aml",))
    assert aml_transport(content) is None


def test_what_is_too_large_is_not_looked_at() -> None:
    content = V1.encode() + b";" * SIZE_MAX
    assert (decode_aml(content).value, decode_aml(content).flags) == (None, ("too_large",))
    assert aml_transport(content) is None


@pytest.mark.parametrize("separator", [";", "&"])
def test_the_count_of_fields_and_their_length_are_bounded_and_what_came_before_stands(separator: str) -> None:
    start = V1 if separator == ";" else "v=1&location_latitude=54.76397&location_longitude=-0.18305"
    many = start + "".join(f"{separator}k{nth}=x" for nth in range(KEYS_MAX))
    assert "too_many_keys" in flags_of(many)
    assert len(value_of(many)["other"]) <= KEYS_MAX
    long = f"{start}{separator}zz={'x' * (VALUE_MAX + 1)}"
    assert flags_of(long)[0] == "too_long"
    assert (value_of(long)["lat"], len(value_of(long)["other"]["zz"])) == (54.76397, VALUE_MAX)
