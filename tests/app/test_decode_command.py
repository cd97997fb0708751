"""Aim: `auxilio decode` says by its exit code whether a message was understood, and never passes a stranger's text to a terminal raw."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auxilio.app.cli.decode import INPUT_MAX, KINDS, decode

SMS = b'A"ML=2;en=+15555555555;et=1593187189;lo=-37.42175,-122.08461,2000.1;lt=-9999;lc=68;ls=G;lg=en-US,es;zz=\x07x'
FORM = b"v=1&location_latitude=0.85732&location_longitude=-4.26325&hmac="


def run(*arguments: str, given: bytes | None = None) -> Result:
    return CliRunner().invoke(decode, arguments, input=given)


def test_a_message_that_is_understood_ends_with_0_and_json_has_kind_value_and_flags() -> None:
    result = run("aml", "-", "--json", given=SMS)
    told = json.loads(result.stdout)
    assert (result.exit_code, set(told), told["kind"], told["flags"]) == (
        0,
        {"kind", "value", "flags"},
        "aml",
        [],
    )
    assert (told["value"]["lat"], told["value"]["languages"]) == (-37.42175, ["en-US", "es"])


def test_a_message_of_which_only_the_bytes_are_of_use_ends_with_2() -> None:
    result = run("aml", "-", "--json", given=b"good morning")
    assert result.exit_code == 2
    assert json.loads(result.stdout) == {"kind": "aml", "value": None, "flags": ["not_aml"]}
    assert "not understood" in run("aml", "-", given=b"good morning").stdout


def test_for_a_person_each_field_has_a_line_without_control_characters() -> None:
    lines = run("aml", "-", given=SMS).stdout.splitlines()
    assert lines[0] == "aml"
    assert [line.split() for line in lines if "languages" in line] == [["languages", "en-US,", "es"]]
    assert lines[-3:] == ["  other", f"    {'zz':<24} \N{REPLACEMENT CHARACTER}x", "flags: none"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("nothing", "-"),
        ("aml",),
        ("aml", "/nowhere/at/all"),
        ("aml", "/"),
        ("aml", "-", "--unknown"),
        ("msd", "-", "--area", "44", "-10", "36", "5"),
        ("msd", "-", "--area", "36", "-10", "91", "5"),
        ("msd", "-", "--area", "nan", "-10", "44", "5"),
    ],
)
def test_a_wrong_command_and_a_file_that_cannot_be_read_end_with_1(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 1
    assert result.stderr


def test_a_line_end_within_a_value_is_shown_as_a_stroke() -> None:
    card = (
        b'["vcard", [["adr", {"label": "Mayor 12\\nLleida"}, "text", ["", "", "Mayor 12", "", "", "", ""]]]]'
    )
    assert f"    {'label':<24} Mayor 12 / Lleida" in run("jcard", "-", given=card).stdout.splitlines()


def test_the_help_says_of_every_kind_what_it_is() -> None:
    shown = " ".join(run("--help").stdout.split())
    for name, kind in KINDS.items():
        assert f"{name} {kind.meaning}" in shown


def test_more_than_is_read_of_a_file_ends_with_1(tmp_path: Path) -> None:
    file = tmp_path / "large"
    file.write_bytes(b"x" * (INPUT_MAX + 1))
    assert run("aml", str(file)).exit_code == 1
    file.write_bytes(b"x" * INPUT_MAX)
    assert run("aml", str(file)).exit_code == 2


@pytest.mark.parametrize(
    ("keys", "flags"),
    [
        ((), ["hmac_unchecked"]),
        (("wrong",), ["hmac_false"]),
        (("wrong", "AML\n"), []),
    ],
)
def test_a_form_is_checked_by_every_key_that_is_given(
    keys: tuple[str, ...], flags: list[str], tmp_path: Path
) -> None:
    given = list[str]()
    for nth, key in enumerate(keys):
        file = tmp_path / f"{nth}.key"
        file.write_text(key)
        given += ["--key-file", str(file)]
    body = FORM + b"90b9f93d76030edfc242563273682293a33e80a8"
    by_option = [word for key in keys for word in ("--key", key.strip())]
    for options in (given, by_option):
        result = run("aml", "-", "--json", *options, given=body)
        assert (result.exit_code, json.loads(result.stdout)["flags"]) == (0, flags)


def test_a_key_on_the_command_line_need_not_be_text() -> None:
    result = run("aml", "-", "--json", "--key", os.fsdecode(b"\xff\xfe"), given=FORM + b"90b9f93d")
    assert (result.exit_code, json.loads(result.stdout)["flags"]) == (0, ["hmac_false"])


MSD = b"02251C0680E30A51439E2955D43800800437F80A3105669023F8A71166932185B004150043C040"
CONTROL = b'<EmergencyCallData.Control xmlns="urn:ietf:params:xml:ns:EmergencyCallData:control"><ack ref="a@b" received="true"/><request action="lamp" supported-values="head;hazard"/></EmergencyCallData.Control>'


def test_an_msd_is_read_and_an_area_finds_that_its_figures_are_exchanged() -> None:
    told = json.loads(run("msd", "-", "--json", given=MSD).stdout)
    assert (told["kind"], told["value"]["vin"], told["flags"]) == ("msd", "ECALLEXAMPLE02013", [])
    told = json.loads(
        run("msd", "-", "--json", "--area", "34", "-25", "72", "45", given=bytes.fromhex(MSD.decode())).stdout
    )
    assert told["flags"] == ["latitude_longitude_exchanged"]
    assert run("msd", "-", given=b"\x08" + MSD).exit_code == 2
    assert run("msd", "-", "--area", "34", "-25", given=MSD).exit_code == 1


def test_a_control_block_is_read_and_its_parts_stand_under_their_names() -> None:
    assert json.loads(run("ecall-control", "-", "--json", given=CONTROL).stdout)["value"] == {
        "ack": {"ref": "a@b", "received": True},
        "requests": [{"action": "lamp", "supported_values": ["head", "hazard"]}],
    }
    assert run("ecall-control", "-", given=CONTROL).stdout.splitlines() == [
        "ecall-control",
        "  ack",
        f"    {'ref':<24} a@b",
        f"    {'received':<24} True",
        "  requests 1",
        f"    {'action':<24} lamp",
        f"    {'supported_values':<24} head, hazard",
        "flags: none",
    ]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_ends_with_2_for_an_empty_or_invalid_message(kind: str) -> None:
    for content in (b"", b"\0\xff", b"hello"):
        result = run(kind, "-", "--json", given=content)
        told = json.loads(result.stdout)
        assert (result.exit_code, told["kind"], told["value"]) == (2, kind, None)
        assert told["flags"]


@pytest.mark.parametrize(
    ("kind", "given", "value"),
    [
        (
            "pidf",
            b"<presence><location-info><Point><pos>42.5 1.5</pos></Point></location-info></presence>",
            {
                "locations": [
                    {
                        "holder": "none",
                        "shapes": [{"shape": "Point", "centre": {"lat": 42.5, "lon": 1.5}}],
                        "circle": {"lat": 42.5, "lon": 1.5},
                    }
                ]
            },
        ),
        ("held", b'<error code="timeout"/>', {"answer": "error", "code": "timeout"}),
        (
            "additional-data",
            b"<EmergencyCallData.Comment><Comment>Dog</Comment></EmergencyCallData.Comment>",
            {"blocks": [{"block": "Comment", "comments": [{"text": "Dog"}]}]},
        ),
        ("jcard", b'["vcard", [["fn", {}, "text", "Ana"]]]', {"name": "Ana"}),
        (
            "sdp-languages",
            b"m=audio 49170 RTP/AVP 0\r\na=hlang-send:ca\r\n",
            {"preferences": [{"tag": "ca", "modality": "spoken", "sends": True}]},
        ),
    ],
)
def test_each_other_format_is_read_by_its_name(kind: str, given: bytes, value: dict[str, object]) -> None:
    result = run(kind, "-", "--json", given=given)
    told = json.loads(result.stdout)
    assert (result.exit_code, told["kind"], told["value"]) == (0, kind, value)
