"""HELD: requests that a location server understands, and whatever it answers."""

from datetime import UTC, datetime

import pytest

from auxilio.interop.formats.bounded_xml import read_xml
from auxilio.interop.formats.held import (
    ERROR_CODES,
    HELD,
    HELD_ID,
    HeldError,
    HeldLocation,
    HeldLocationType,
    HeldPhoneForm,
    HeldPurpose,
    HeldRequest,
    decode_held,
    write_location_request,
)
from auxilio.interop.formats.not_writable import NotWritable
from auxilio.interop.formats.pidf import decode_pidf_lo
from tests.interop.formats.pidf_documents import WHOLE, with_standards
from tests.interop.formats.xml_schema import schema

URIS = (
    '<locationUriSet expires="2026-11-24T13:00:00.0+01:00"><locationURI>https://lis.example.com/357</locationURI>'
    "<locationURI> sip:357@lis.example.com </locationURI></locationUriSet>"
)
REQUESTS = {
    "link": HeldRequest(),
    "tel": HeldRequest(phone="+34600100200"),
    "msisdn": HeldRequest(phone="+34600100200", phone_form=HeldPhoneForm.MSISDN),
    "exact": HeldRequest(
        phone="+34600100200",
        location_types=(HeldLocationType.CIVIC, HeldLocationType.GEODETIC, HeldLocationType.CIVIC),
        exact=True,
        response_time=5_000,
    ),
    "routing": HeldRequest(response_time=HeldPurpose.ROUTING, location_types=()),
}


def response(inside: str) -> bytes:
    """A location response around its parts."""
    return f'<?xml version="1.0"?><locationResponse xmlns="{HELD}">{inside}</locationResponse>'.encode()


# --- what we ask -----------------------------------------------------------------------------------


@with_standards
@pytest.mark.parametrize("name", REQUESTS)
def test_a_request_is_valid_by_the_schemas(name: str) -> None:
    sent = write_location_request(REQUESTS[name])
    assert schema("held/held-base.xsd").errors(sent) == ""
    if REQUESTS[name].phone:
        assert schema("held/held-id.xsd").errors(sent, f"{{{HELD_ID}}}device") == ""


@pytest.mark.parametrize(
    ("name", "types", "exact", "time", "device"),
    [
        ("link", "any", None, "emergencyDispatch", None),
        ("tel", "any", None, "emergencyDispatch", ("uri", "tel:+34600100200")),
        ("msisdn", "any", None, "emergencyDispatch", ("msisdn", "34600100200")),
        ("exact", "civic geodetic", "true", "5000", ("uri", "tel:+34600100200")),
        ("routing", "any", None, "emergencyRouting", None),
    ],
)
def test_a_request_says_what_is_asked_of_whom(
    name: str, types: str, exact: str | None, time: str, device: tuple[str, str] | None
) -> None:
    root = read_xml(write_location_request(REQUESTS[name])).root
    assert root is not None
    assert (root.name, root.namespace, root.attributes) == ("locationRequest", HELD, {"responseTime": time})
    asked = root.first("locationType")
    assert asked is not None
    assert (asked.text, asked.attributes.get("exact")) == (types, exact)
    named = root.first("device")
    assert (named and (named.children[0].name, named.children[0].text)) == device


@pytest.mark.parametrize(
    "request_",
    [
        HeldRequest(phone="600100200"),
        HeldRequest(phone='+34600"/><x a="'),
        HeldRequest(response_time=-1),
        HeldRequest(response_time=10**9),
    ],
)
def test_an_invalid_request_is_not_written(request_: HeldRequest) -> None:
    with pytest.raises(NotWritable):
        write_location_request(request_)


# --- what is answered ------------------------------------------------------------------------------


def test_an_answer_by_value_is_read_as_the_document_within() -> None:
    decoded = decode_held(response(WHOLE.decode()))
    assert decoded.flags == ()
    assert decoded.value == HeldLocation(presence=decode_pidf_lo(WHOLE).value)


def test_an_answer_by_reference_is_read_with_its_expiry() -> None:
    decoded = decode_held(response(URIS))
    assert decoded.flags == ()
    assert decoded.value == HeldLocation(
        uris=("https://lis.example.com/357", "sip:357@lis.example.com"),
        expires=datetime(2026, 11, 24, 12, tzinfo=UTC),
    )


def test_an_answer_may_have_both() -> None:
    decoded = decode_held(response(URIS + WHOLE.decode()))
    assert isinstance(decoded.value, HeldLocation)
    assert decoded.flags == ()
    assert decoded.value.presence == decode_pidf_lo(WHOLE).value
    assert len(decoded.value.uris) == 2


@pytest.mark.parametrize("code", sorted(ERROR_CODES))
def test_an_error_is_read_with_its_code_and_messages(code: str) -> None:
    said = f'<error xmlns="{HELD}" code="{code}"><message xml:lang="en">Not\n here</message><message>Aquí no</message></error>'
    decoded = decode_held(said.encode())
    assert decoded.flags == ()
    assert decoded.value == HeldError(code=code, messages=("Not here", "Aquí no"))


def test_the_message_of_an_older_error_is_its_attribute() -> None:
    decoded = decode_held(f'<error xmlns="{HELD}" code="timeout" message="Too slow"/>'.encode())
    assert decoded.value == HeldError(code="timeout", messages=("Too slow",))


@pytest.mark.parametrize(
    ("content", "flags"),
    [
        (response(""), ("no_location",)),
        (response(URIS.replace("+01:00", "")), ("expires_unreadable",)),
        (response(URIS.replace("https://lis.example.com/357", "x" * 3_000)), ("reference_left_out",)),
        (
            response(URIS.replace("https://lis.example.com/357", "javascript:alert(1)")),
            ("reference_left_out",),
        ),
        (
            response(URIS.replace("https://lis.example.com/357", "file:///etc/passwd")),
            ("reference_left_out",),
        ),
        (
            response(
                f'<locationUriSet expires="2026-11-24T12:00:00Z">'
                f"{''.join(f'<locationURI>https://h/{n}</locationURI>' for n in range(9))}</locationUriSet>"
            ),
            ("reference_left_out",),
        ),
        (response(WHOLE.decode() * 2), ("several_presences",)),
        (response(URIS).replace(HELD.encode(), b"urn:x"), ("namespace_unexpected",)),
        (
            b"<h:locationResponse>" + URIS.encode() + b"</h:locationResponse>",
            ("prefix_undeclared", "namespace_unexpected"),
        ),
        (WHOLE, ("presence_without_held",)),
        (f'<error xmlns="{HELD}" code="noIdea"/>'.encode(), ("error_code_unknown",)),
        (f'<error xmlns="{HELD}"/>'.encode(), ("error_code_unknown",)),
    ],
)
def test_an_answer_that_is_not_as_the_standard_wants_it_is_read_and_flagged(
    content: bytes, flags: tuple[str, ...]
) -> None:
    decoded = decode_held(content)
    assert decoded.value is not None
    assert decoded.flags == flags


@pytest.mark.parametrize(
    ("content", "flag"),
    [
        (b"", "empty"),
        (b"502 Bad Gateway", "not_well_formed"),
        (b"<html><body>Sign in</body></html>", "not_held"),
        (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + response("&b;"), "doctype_refused"),
        (response(WHOLE.decode())[:-20], "not_well_formed"),
    ],
)
def test_an_invalid_answer_has_no_value_and_a_flag(content: bytes, flag: str) -> None:
    decoded = decode_held(content)
    assert (decoded.kind, decoded.value, decoded.flags) == ("held", None, (flag,))
