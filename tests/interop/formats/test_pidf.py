"""PIDF-LO documents as strangers send them: what is read, what is odd about it, and what is refused."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from auxilio.interop.formats.pidf import ConfidencePdf, PidfLocation, PresenceElement, decode_pidf_lo
from auxilio.interop.formats.pidf_shapes import containing_circle
from auxilio.kernel.civic_address import CivicAddress
from auxilio.kernel.location_shape import (
    CircleShape,
    PointShape,
)
from tests.interop.formats.pidf_documents import (
    CIRCLE,
    CIVIC,
    PLACE,
    SHAPES,
    STANDARDS,
    WHOLE,
    device,
    flagged,
    located,
    only,
    presence,
    read,
    with_standards,
)


def test_everything_that_a_document_says_is_read() -> None:
    assert only(WHOLE) == PidfLocation(
        holder=PresenceElement.DEVICE,
        id="d1",
        device_id="mac:00-0d-4b-30-72-df",
        shapes=(CircleShape(centre=PLACE, radius_m=35),),
        circle=containing_circle(CircleShape(centre=PLACE, radius_m=35), 68),
        civic=(
            CivicAddress(
                elements={
                    "country": "ES",
                    "A1": "Cataluña",
                    "A3": "Lleida",
                    "RD": "Mayor",
                    "STS": "Calle",
                    "HNO": "12",
                    "PC": "25001",
                    "MP": "40",
                },
                language="es",
            ),
        ),
        confidence_pct=68,
        confidence_pdf=ConfidencePdf.NORMAL,
        movement=only(WHOLE).movement,
        method="A-GPS",
        provided_by="Telefonía del Valle",
        timestamp=datetime(2026, 11, 24, 3, 12, 40, tzinfo=UTC),
        retransmission_allowed=False,
        retention_expiry=datetime(2026, 11, 25, 3, 12, 40, tzinfo=UTC),
    )
    movement = only(WHOLE).movement
    assert movement is not None
    assert (movement.heading_deg, movement.orientation_deg, movement.speed_m_s) == (278, 357, 24)


@pytest.mark.parametrize(
    "beside",
    [
        "<gp:usage-rules/><gp:method>A-GPS</gp:method>",
        "<gp:method> A-GPS\n</gp:method><gp:usage-rules/>",
    ],
)
def test_rules_and_method_stand_in_any_order_and_before_the_place_too(beside: str) -> None:
    after = only(located(CIRCLE, beside))
    swapped = located(CIRCLE).replace(b"<gp:geopriv>", f"<gp:geopriv>{beside}".encode())
    assert after.method == "A-GPS"
    assert only(swapped) == after


def test_a_device_comes_before_a_tuple_and_a_tuple_before_a_person_and_else_the_first() -> None:
    def of(name: str, id_: str, lat: float) -> str:
        info = f"<gml:Point><gml:pos>{lat} 1.5</gml:pos></gml:Point>"
        inside = f"<gp:geopriv><gp:location-info>{info}</gp:location-info></gp:geopriv>"
        return f'<{name} id="{id_}">{inside}<dm:deviceID>urn:x</dm:deviceID></{name}>'

    inside = of("dm:person", "p", 42.1) + of("tuple", "t", 42.2) + of("dm:device", "d", 42.3)
    value, flags = read(presence(inside + of("dm:device", "e", 42.4)))
    assert flags == ("several_locations",)
    assert [one.id for one in value.locations] == ["d", "e", "t", "p"]
    assert [one.holder for one in value.locations] == ["device", "device", "tuple", "person"]


def test_of_very_many_locations_the_best_eight_are_read() -> None:
    value, flags = read(presence("<tuple id='t'/>" + device(CIRCLE, id_="d") * 9 + device(CIRCLE, id_="x")))
    assert flags == ("too_many_locations", "several_locations")
    assert [one.id for one in value.locations] == ["d"] * 8


def test_of_several_shapes_in_one_place_the_first_is_meant() -> None:
    location = flagged(located(CIRCLE + SHAPES["Point"] * 9), "several_shapes")
    assert [type(one) for one in location.shapes] == [CircleShape, PointShape]
    assert location.circle == containing_circle(location.shapes[0])


def test_links_to_a_location_are_kept_and_those_of_other_schemes_are_not() -> None:
    info = (
        "<h:locationURI xmlns:h='urn:ietf:params:xml:ns:geopriv:held'>https://lis.example.com/357</h:locationURI>"
        '<gml:Point xlink:href="sips:357@lis.example.com"/>'
        "<locationURI>javascript:alert(1)</locationURI><locationURI>file:///etc/passwd</locationURI>"
    )
    location = flagged(located(info), "position_missing", "reference_left_out")
    assert location.references == ("https://lis.example.com/357", "sips:357@lis.example.com")


def test_at_most_eight_links_are_kept() -> None:
    info = "".join(f"<locationURI>https://lis.example.com/{n}</locationURI>" for n in range(9))
    assert len(flagged(located(info), "reference_left_out").references) == 8


@pytest.mark.parametrize(
    ("old", "new", "flags"),
    [
        ('entity="pres:caller@example.com"', "", ("entity_missing",)),
        ('entity="pres:caller@example.com"', 'entity=""', ("entity_missing",)),
        ('id="d1"', "", ("id_missing",)),
        ('id="d1"', 'id="12345"', ("id_not_a_name",)),
        ("<dm:deviceID>mac:00-0d-4b-30-72-df</dm:deviceID>", "", ("device_id_missing",)),
        (
            'xmlns="urn:ietf:params:xml:ns:pidf"',
            'xmlns="urn:ietf:params:xml:ns:pidf:1"',
            ("namespace_unexpected",),
        ),
        ("xmlns:gs=", "xmlns:other=", ("prefix_undeclared",)),
        ("http://www.opengis.net/pidflo/1.0", "http://www.opengis.net/gml", ()),
        ("http://www.opengis.net/gml", "http://www.opengis.net/gml/3.2", ()),
        ("gs:", "circle-shapes:", ("prefix_undeclared",)),
        ("2026-11-24T03:12:40Z", "2026-11-24T03:12:40", ("timestamp_unreadable",)),
        ("2026-11-24T03:12:40Z", "yesterday", ("timestamp_unreadable",)),
        ("2026-11-24T03:12:40Z", "9999-12-31T23:59:59-14:00", ("timestamp_unreadable",)),
        ("2026-11-25T03:12:40Z", "soon", ("retention_expiry_unreadable",)),
        ('pdf="normal"', 'pdf="gaussian"', ("confidence_pdf_unknown",)),
        (">24<", ">fast<", ("movement_unreadable",)),
        (">24<", ">-1<", ("movement_unreadable",)),
        (">278<", ">9999<", ("movement_unreadable",)),
        ("</ca:civicAddress>", "</ca:civicAddress><x>1</x>", ("location_unknown",)),
        ("<gs:Circle", "<gml:LineString/><gs:Circle", ("location_unknown",)),
    ],
)
def test_what_is_not_as_the_standard_wants_it_is_flagged_and_the_place_is_read(
    old: str, new: str, flags: tuple[str, ...]
) -> None:
    document = WHOLE.decode().replace(old, new)
    assert document != WHOLE.decode()
    location = flagged(document.encode(), *flags)
    assert location.shapes == (CircleShape(centre=PLACE, radius_m=35),)


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode("utf-16"),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace("><", ">\r\n<").encode(),
        lambda text: ('<?xml version="1.0" encoding="ISO-8859-1"?>' + text).encode("latin-1"),
        lambda text: b"\r\n" + text.encode() + b"\x00",
    ],
    ids=["utf16", "bom", "crlf", "latin1", "padded"],
)
def test_the_same_document_in_another_encoding_says_the_same(encode: Any) -> None:
    assert only(encode(WHOLE.decode())) == only(WHOLE)


@pytest.mark.parametrize(
    ("content", "flag"),
    [
        (b"", "empty"),
        (b"lat=42.5", "not_well_formed"),
        (WHOLE[:-30], "not_well_formed"),
        (b'<!DOCTYPE presence [<!ENTITY p "42.5 1.5">]>' + WHOLE, "doctype_refused"),
        (b"<a>" * 40 + b"</a>" * 40, "too_deep"),
        (b"<html><body/></html>", "not_pidf_lo"),
    ],
)
def test_an_invalid_document_has_no_value_and_a_flag(content: bytes, flag: str) -> None:
    decoded = decode_pidf_lo(content)
    assert (decoded.kind, decoded.value, decoded.flags) == ("pidf", None, (flag,))


def test_a_presence_without_a_place_says_so() -> None:
    value, flags = read(presence(""))
    assert (value.locations, flags) == ((), ("no_location",))


def test_what_was_decoded_is_plain_json() -> None:
    built = msgspec.json.decode(msgspec.json.encode(decode_pidf_lo(WHOLE).plain()))
    [location] = built["value"]["locations"]
    assert location["shapes"] == [{"shape": "Circle", "centre": {"lat": 42.5, "lon": 1.5}, "radius_m": 35.0}]
    assert location["civic"][0]["elements"]["RD"] == "Mayor"
    assert "references" not in location


# --- the samples of the standards ------------------------------------------------------------------


@with_standards
@pytest.mark.parametrize("path", sorted((STANDARDS / "pidf-lo").glob("*.xml")), ids=lambda path: path.stem)
def test_a_sample_of_the_standards_is_read_and_its_flaws_alone_are_flagged(path: Any) -> None:
    value, flags = read(path.read_bytes())
    assert flags == FLAWS.get(path.stem, ())
    [location] = value.locations
    if "Civic" in path.stem or "6848" in path.stem:
        assert location.civic
        assert location.circle is None
    else:
        name = path.stem.removeprefix("RFC5491Tuple").removeprefix("Device").removesuffix("Location")
        assert [type(one).__name__ for one in location.shapes] == [f"{name.removesuffix('Compact')}Shape"]
        assert location.circle is not None


FLAWS = {
    "DeviceCircleLocation": ("id_not_a_name", "device_id_missing", "entity_missing"),
    "DevicePointLocation": ("id_not_a_name", "device_id_missing", "entity_missing"),
    "DeviceCivicLocation": ("entity_missing",),
}


def test_a_compound_place_has_its_shape_and_its_address_in_one() -> None:
    location = only(located(CIRCLE + CIVIC))
    assert (len(location.shapes), len(location.civic)) == (1, 1)


def test_a_place_that_nothing_holds_is_read_too() -> None:
    info = f"<gp:geopriv><gp:location-info>{CIRCLE}</gp:location-info></gp:geopriv>"
    assert only(presence(info)).holder is PresenceElement.NONE
