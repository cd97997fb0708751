"""Aim: a control block is read as vehicles write it, written as the schema wants it, and no document costs more than its bounds."""

import json
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.interop.formats import bounded_xml
from auxilio.interop.formats.ecall_control import (
    INT_ID_MAX,
    NAMESPACE,
    ROOT,
    VALUES_MAX,
    ActionResult,
    ControlAck,
    ControlBlock,
    ControlRequest,
    decode_control,
    write_control,
)
from auxilio.interop.formats.not_writable import NotWritable


def block(inside: str, attributes: str = "", namespace: str = NAMESPACE) -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?>\n<{ROOT} xmlns="{namespace}"{attributes}>{inside}</{ROOT}>'.encode()


def value_of(content: bytes) -> dict[str, Any]:
    """As JSON has it."""
    decoded = decode_control(content)
    assert decoded.value is not None, decoded.flags
    value: dict[str, Any] = json.loads(json.dumps(decoded.plain()["value"]))
    return value


# The examples of RFC 8147, 9.1 and RFC 8148, 9.2 to 9.4.
EXAMPLES: list[tuple[str, dict[str, Any]]] = [
    (
        '<ack received="true" ref="1234567890@atlanta.example.com"/>',
        {"ack": {"received": True, "ref": "1234567890@atlanta.example.com"}},
    ),
    (
        '<capabilities><request action="send-data" supported-values="eCall.MSD"/></capabilities>',
        {"capabilities": [{"action": "send-data", "supported_values": ["eCall.MSD"]}]},
    ),
    (
        '<request action="send-data" datatype="eCall.MSD"/>',
        {"requests": [{"action": "send-data", "datatype": "eCall.MSD"}]},
    ),
    (
        '<request action="send-data" datatype="VEDS"/>\n<request action="lamp" element-id="hazard" requested-state="flash"'
        ' persistence="PT1H"/><request action="msg-static" int-id="1"/><request action="msg-dynamic"><text>Remain calm. Help is'
        " on the way.</text></request>",
        {
            "requests": [
                {"action": "send-data", "datatype": "VEDS"},
                {"action": "lamp", "element_id": "hazard", "requested_state": "flash", "persistence": "PT1H"},
                {"action": "msg-static", "int_id": 1},
                {"action": "msg-dynamic", "texts": ["Remain calm. Help is on the way."]},
            ]
        },
    ),
    (
        '<ack ref="1234567890@atlanta.example.com"><actionResult action="msg-dynamic" success="true"/><actionResult action="lamp"'
        ' success="false" reason="unable"\n details="The requested lamp is inoperable"/></ack>',
        {
            "ack": {
                "ref": "1234567890@atlanta.example.com",
                "action_results": [
                    {"action": "msg-dynamic", "success": True},
                    {
                        "action": "lamp",
                        "success": False,
                        "reason": "unable",
                        "details": "The requested lamp is inoperable",
                    },
                ],
            }
        },
    ),
    (
        '<capabilities><request action="lamp" supported-values="head;interior;fog-front"/><request action="msg-static" int-id="3"/>'
        '<request action="enable-camera" supported-values="backup; interior"/><request action="door-lock"/></capabilities>',
        {
            "capabilities": [
                {"action": "lamp", "supported_values": ["head", "interior", "fog-front"]},
                {"action": "msg-static", "int_id": 3},
                {"action": "enable-camera", "supported_values": ["backup", "interior"]},
                {"action": "door-lock"},
            ]
        },
    ),
]


@pytest.mark.parametrize(("inside", "value"), EXAMPLES, ids=["9.1.1", "9.1.2", "9.1.3", "9.2", "9.3", "9.4"])
def test_every_example_is_read_and_is_read_back_when_written(inside: str, value: dict[str, Any]) -> None:
    decoded = decode_control(block(inside))
    assert (value_of(block(inside)), decoded.flags) == (value, ())
    assert decoded.value is not None
    assert decode_control(write_control(decoded.value)) == decoded


@pytest.mark.parametrize(
    ("inside", "flags"),
    [
        ("", ("nothing_asked_or_said",)),
        ('<ack received="true"/>', ("ack_without_ref",)),
        ('<ack ref="a" received="perhaps"/>', ("unreadable_received",)),
        ('<ack ref="a"/><ack ref="b"/>', ("repeated_ack",)),
        ('<ack ref="a"><actionResult success="true"/></ack>', ("result_without_action",)),
        ('<ack ref="a"><other/></ack>', ("unknown_element",)),
        ('<ack ref="a"/><other/>', ("unknown_element",)),
        ('<request datatype="eCall.MSD"/>', ("request_without_action", "nothing_asked_or_said")),
        ('<request action="lamp" brightness="3"/>', ("unknown_attribute",)),
        ('<request action="msg-static" int-id="one"/>', ("unreadable_int_id",)),
        ('<request action="msg-static" int-id="-1"/>', ("unreadable_int_id",)),
        ('<request action="msg-static" int-id="9999999999"/>', ("unreadable_int_id",)),
        ('<request action="lamp" persistence="an hour"/>', ("odd_persistence",)),
        (f'<request action="lamp" supported-values="{"a;" * (VALUES_MAX + 1)}"/>', ("too_many_values",)),
        ("<capabilities><other/></capabilities>", ("unknown_element",)),
    ],
)
def test_what_is_odd_is_flagged_and_the_rest_is_read(inside: str, flags: tuple[str, ...]) -> None:
    decoded = decode_control(block(inside))
    assert decoded.value is not None
    assert decoded.flags == flags


def test_of_two_acknowledgements_the_first_counts() -> None:
    assert value_of(block('<ack ref="a"/><ack ref="b"/>')) == {"ack": {"ref": "a"}}


def test_another_namespace_a_prefix_and_blanks_before_are_read() -> None:
    assert decode_control(block('<ack ref="a"/>', namespace="urn:other")).flags == ("unknown_namespace",)
    prefixed = f'<c:{ROOT} xmlns:c="{NAMESPACE}"><c:ack ref="a" received="1"/></c:{ROOT}>'.encode()
    for content in (
        prefixed,
        b"\r\n  " + prefixed,
        b"\xef\xbb\xbf" + prefixed,
        prefixed.decode().encode("utf-16"),
    ):
        assert value_of(content) == {"ack": {"ref": "a", "received": True}}
        assert decode_control(content).flags == ()


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>'
    f'<{ROOT} xmlns="{NAMESPACE}"><request action="x"><text>&c;</text></request></{ROOT}>'
)
FETCHING = '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'


@pytest.mark.parametrize(
    ("content", "flag"),
    [
        (b"", "empty"),
        (BOMB.encode(), "doctype_refused"),
        (FETCHING.encode(), "doctype_refused"),
        (block("<text>&undeclared;</text>"), "not_well_formed"),
        (block("<ack"), "not_well_formed"),
        (b"<?xml version='1.0' encoding='no-such'?><x>", "encoding_unknown"),
        (b"<other/>", "not_control"),
        (b"hello", "not_well_formed"),
        (b"\0" * 100, "empty"),
        (block("<a>" * bounded_xml.DEPTH_MAX + "</a>" * bounded_xml.DEPTH_MAX), "too_deep"),
        (block("<a/>" * bounded_xml.ELEMENTS_MAX), "too_many_elements"),
        (
            block("", "".join(f' a{nth}="x"' for nth in range(bounded_xml.ATTRIBUTES_MAX))),
            "too_many_attributes",
        ),
        (block("x" * bounded_xml.SIZE_MAX), "too_large"),
    ],
)
def test_an_invalid_block_has_no_value_and_a_flag(content: bytes, flag: str) -> None:
    decoded = decode_control(content)
    assert (decoded.value, decoded.flags[-1]) == (None, flag)


def test_as_much_as_the_bounds_allow_is_read() -> None:
    assert decode_control(block("<request action='x'/>" * (bounded_xml.ELEMENTS_MAX - 1))).value is not None


def test_the_parts_are_written_in_the_order_and_with_the_names_of_the_schema() -> None:
    written = write_control(
        ControlBlock(
            ack=ControlAck(
                ref="1@example.com", received=False, action_results=(ActionResult(action="x", success=True),)
            ),
            requests=(ControlRequest(action="msg-dynamic", texts=("Stay <calm> & wait", "Español")),),
            capabilities=(ControlRequest(action="lamp", supported_values=("head", "hazard")),),
        )
    )
    root = ET.fromstring(written)
    names = [child.tag.removeprefix(f"{{{NAMESPACE}}}") for child in root]
    assert names == ["capabilities", "request", "ack"]
    assert root.tag == f"{{{NAMESPACE}}}{ROOT}"
    assert root[2].attrib == {"ref": "1@example.com", "received": "false"}
    assert root[0][0].attrib == {"action": "lamp", "supported-values": "head;hazard"}
    assert [text.text for text in root[1]] == ["Stay <calm> & wait", "Español"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (ControlBlock(), "nothing to say"),
        (ControlBlock(capabilities=()), "capabilities"),
        (ControlBlock(ack=ControlAck(received=True)), "ref"),
        (ControlBlock(ack=ControlAck(ref="a b")), "ref"),
        (ControlBlock(ack=ControlAck(ref='a"><x')), "ref"),
        (ControlBlock(ack=ControlAck(ref="a", action_results=(ActionResult(action="x"),))), "success"),
        (
            ControlBlock(ack=ControlAck(ref="a", action_results=(ActionResult(action="x", success=False),))),
            "reason",
        ),
        (ControlBlock(requests=(ControlRequest(action=""),)), "action"),
        (ControlBlock(requests=(ControlRequest(action=" x"),)), "action"),
        (ControlBlock(requests=(ControlRequest(action="x", int_id=INT_ID_MAX + 1),)), "int-id"),
        (ControlBlock(requests=(ControlRequest(action="x", persistence="P"),)), "persistence"),
        (ControlBlock(requests=(ControlRequest(action="x", persistence="PT"),)), "persistence"),
        (ControlBlock(requests=(ControlRequest(action="x", supported_values=("a;b",)),)), "supported-values"),
        (ControlBlock(requests=(ControlRequest(action="x", texts=("\0",)),)), "text"),
    ],
)
def test_what_the_schema_or_the_standard_refuses_is_not_written(wrong: ControlBlock, field: str) -> None:
    with pytest.raises(NotWritable, match=field):
        write_control(wrong)


TOKENS = st.text("aZ0<>&\"'-", min_size=1, max_size=12)
OPTIONAL = st.none() | TOKENS
REQUESTS = st.builds(
    ControlRequest,
    action=TOKENS,
    datatype=OPTIONAL,
    supported_values=st.lists(TOKENS, max_size=4).map(tuple),
    element_id=OPTIONAL,
    requested_state=OPTIONAL,
    int_id=st.none() | st.integers(0, INT_ID_MAX),
    persistence=st.none() | st.sampled_from(["PT1H", "P1DT2M", "PT0.5S", "-P1Y"]),
    texts=st.lists(st.text("aé<>&\"' x€", max_size=20).map(str.strip), max_size=2).map(tuple),
)
RESULTS = st.builds(ActionResult, action=TOKENS, success=st.booleans(), reason=TOKENS, details=OPTIONAL)
ACKS = st.builds(
    ControlAck,
    ref=st.text("az09.@", min_size=1, max_size=12),
    received=st.none() | st.booleans(),
    action_results=st.lists(RESULTS, max_size=3).map(tuple),
)


@given(st.builds(ControlBlock, ack=ACKS, requests=st.lists(REQUESTS, max_size=3).map(tuple)))
def test_whatever_is_written_is_read_back_by_value(written: ControlBlock) -> None:
    decoded = decode_control(write_control(written))
    assert (decoded.value, decoded.flags) == (written, ())
