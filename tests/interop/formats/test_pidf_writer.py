"""PIDF-LO that we send: valid by the schemas, read back as it was, and refused where it would say less than it should."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.interop.formats.not_writable import NotWritable
from auxilio.interop.formats.pidf import Movement, PidfLo, PidfLocation, PresenceElement, decode_pidf_lo
from auxilio.interop.formats.pidf_shapes import containing_circle
from auxilio.interop.formats.pidf_writer import write_pidf_lo
from auxilio.kernel.civic_address import CivicAddress, CivicExtra
from auxilio.kernel.location_shape import (
    ArcBandShape,
    CircleShape,
    Coordinate,
    EllipseShape,
    EllipsoidShape,
    LocationShape,
    PointShape,
    PolygonShape,
    PrismShape,
    SphereShape,
)
from tests.interop.formats.pidf_documents import SHAPES, WHOLE, located, with_standards
from tests.interop.formats.xml_schema import schema


def document(content: bytes) -> PidfLo:
    """What a document of tests says."""
    value = decode_pidf_lo(content).value
    assert value is not None
    return value


def changed(**fields: Any) -> PidfLo:
    """A whole document, the location of which has other fields."""
    whole = document(WHOLE)
    location = msgspec.structs.replace(whole.locations[0], **fields)
    return msgspec.structs.replace(whole, locations=(location,))


SENT = {
    **{name: document(located(shape)) for name, shape in SHAPES.items()},
    "whole": document(WHOLE),
    "tuple": changed(holder=PresenceElement.TUPLE),
    "person": changed(holder=PresenceElement.PERSON, device_id=None),
    "civic": changed(shapes=(), circle=None, confidence_pct=None, confidence_pdf=None),
    "extension": changed(
        civic=(
            CivicAddress(
                elements={"country": "ES", "STP": "Calle", "HNP": "A"},
                landmark_parts=("Museo", "Sala 3"),
                extras=(CivicExtra(namespace="http://example.com/canal", name="lock", value="A & <B>"),),
                language="es",
            ),
        )
    ),
    "escaped": changed(method='"<&>"', provided_by="<Ñ & 网>"),
    "still": changed(movement=Movement(speed_m_s=0.0)),
}


@pytest.mark.parametrize("name", SENT)
def test_what_is_written_is_read_back_as_it_was_without_a_flag(name: str) -> None:
    decoded = decode_pidf_lo(write_pidf_lo(SENT[name]))
    assert decoded.flags == ()
    assert decoded.value == SENT[name]


@with_standards
@pytest.mark.parametrize("name", SENT)
def test_what_is_written_is_valid_by_the_schemas(name: str) -> None:
    assert schema("_authored/pidf-lo/pidf-lo.xsd").errors(write_pidf_lo(SENT[name])) == ""


@with_standards
def test_a_document_that_the_schemas_refuse_is_found() -> None:
    sent = write_pidf_lo(SENT["whole"]).replace(b' id="d1"', b"")
    assert "'id' is required" in schema("_authored/pidf-lo/pidf-lo.xsd").errors(sent)


def test_a_tuple_is_written_before_a_device_as_the_schema_asks() -> None:
    device, other = SENT["whole"].locations[0], SENT["tuple"].locations[0]
    both = PidfLo(entity="pres:x@example.com", locations=(device, msgspec.structs.replace(other, id="t1")))
    sent = write_pidf_lo(both)
    assert sent.index(b"<tuple") < sent.index(b"<dm:device ")
    assert document(sent) == both


PLACE = Coordinate(lat=42.5, lon=1.5)
HIGH = Coordinate(lat=42.5, lon=1.5, altitude_m=900)


@pytest.mark.parametrize(
    ("sent", "what"),
    [
        (PidfLo(entity=None, locations=SENT["whole"].locations), "entity"),
        (PidfLo(entity="pres:x@example.com"), "location"),
        (changed(id=None), "id"),
        (changed(id="1"), "id"),
        (PidfLo(entity="pres:x@example.com", locations=SENT["whole"].locations * 2), "id"),
        (changed(device_id=None), "device_id"),
        (changed(holder=PresenceElement.PERSON), "device_id"),
        (changed(holder=PresenceElement.NONE), "location"),
        (changed(shapes=(), civic=()), "location"),
        (changed(shapes=(CircleShape(centre=PLACE, radius_m=1),) * 2), "several_shapes"),
        (changed(shapes=(CircleShape(centre=PLACE),)), "length"),
        (changed(shapes=(CircleShape(centre=PLACE, radius_m=0),)), "length"),
        (changed(shapes=(CircleShape(centre=HIGH, radius_m=1),)), "altitude"),
        (changed(shapes=(SphereShape(centre=PLACE, radius_m=1),)), "altitude"),
        (changed(shapes=(PrismShape(corners=(PLACE, PLACE, PLACE), height_m=1),)), "altitude"),
        (changed(shapes=(PolygonShape(corners=(PLACE, HIGH)),)), "altitude"),
        (changed(shapes=(PolygonShape(corners=(PLACE, PLACE, PLACE)),)), "ring"),
        (changed(confidence_pct=0.0), "confidence"),
        (changed(confidence_pct=0.95), "confidence"),
        (changed(shapes=(), confidence_pct=95.0), "confidence"),
        (changed(references=("https://lis.example.com/1",)), "references"),
        (changed(civic=(CivicAddress(elements={}),)), "civic_elements"),
        (changed(civic=(CivicAddress(elements={"STREET": "x"}),)), "civic_elements"),
        (changed(civic=(CivicAddress(elements={"LMKP": "x"}),)), "civic_elements"),
        (changed(civic=(CivicAddress(elements={"country": "Spain"}),)), "country"),
        (
            changed(
                civic=(CivicAddress(elements={}, extras=(CivicExtra(namespace="", name="lock", value="x"),)),)
            ),
            "civic_extra",
        ),
    ],
)
def test_what_would_say_less_than_it_should_is_refused(sent: PidfLo, what: str) -> None:
    with pytest.raises(NotWritable) as refused:
        write_pidf_lo(sent)
    assert refused.value.what == what


@pytest.mark.parametrize("fields", [{"method": "a\x00b"}, {"provided_by": "\ud800"}, {"device_id": "\x1b"}])
def test_characters_that_xml_has_not_are_refused(fields: dict[str, str]) -> None:
    with pytest.raises(NotWritable) as refused:
        write_pidf_lo(changed(**fields))
    assert refused.value.what == "text"


@pytest.mark.parametrize("metres", [float("inf"), float("nan")])
def test_numbers_that_are_not_finite_are_refused(metres: float) -> None:
    with pytest.raises(NotWritable) as refused:
        write_pidf_lo(changed(shapes=(CircleShape(centre=PLACE, radius_m=metres),)))
    assert refused.value.what in ("number", "length")


def test_a_location_of_our_own_needs_only_its_place() -> None:
    own = PidfLocation(
        holder=PresenceElement.TUPLE, id="t1", shapes=(CircleShape(centre=PLACE, radius_m=12.5),)
    )
    sent = write_pidf_lo(PidfLo(entity="pres:112@example.com", locations=(own,)))
    assert b"<gp:usage-rules></gp:usage-rules>" in sent
    assert document(sent).locations[0].shapes == own.shapes


def decimals(least: float, most: float) -> st.SearchStrategy[float]:
    """Numbers with at most nine decimals."""
    return st.floats(least, most).map(lambda value: round(value, 9))


lengths, angles = decimals(0.001, 1e6), decimals(-360, 360)
places = st.builds(Coordinate, lat=decimals(0.001, 90), lon=decimals(-180, 180))
high_places = st.builds(
    Coordinate, lat=decimals(-90, -0.001), lon=decimals(-180, 180), altitude_m=decimals(-500, 9000)
)


def rings(corners: st.SearchStrategy[Coordinate]) -> st.SearchStrategy[tuple[Coordinate, ...]]:
    """Three to eleven corners, each another place."""
    return st.lists(corners, min_size=3, max_size=11, unique_by=lambda one: (one.lat, one.lon)).map(tuple)


axes = {"semi_major_m": lengths, "semi_minor_m": lengths, "orientation_deg": angles}
arcs = {
    "inner_radius_m": decimals(0, 1e6),
    "outer_radius_m": lengths,
    "start_angle_deg": angles,
    "opening_angle_deg": angles,
}
shapes: st.SearchStrategy[LocationShape] = st.one_of(
    st.builds(PointShape, centre=st.one_of(places, high_places)),
    st.builds(PolygonShape, corners=st.one_of(rings(places), rings(high_places))),
    st.builds(CircleShape, centre=places, radius_m=lengths),
    st.builds(EllipseShape, centre=places, **axes),
    st.builds(ArcBandShape, centre=places, **arcs),
    st.builds(SphereShape, centre=high_places, radius_m=lengths),
    st.builds(EllipsoidShape, centre=high_places, vertical_m=lengths, **axes),
    st.builds(PrismShape, corners=rings(high_places), height_m=lengths),
)


@given(shape=shapes, confidence_pct=st.one_of(st.none(), decimals(1, 100)))
def test_any_shape_is_read_back_as_it_was_written(shape: LocationShape, confidence_pct: float | None) -> None:
    location = PidfLocation(
        holder=PresenceElement.TUPLE,
        id="t1",
        shapes=(shape,),
        circle=containing_circle(shape, confidence_pct),
        confidence_pct=confidence_pct,
    )
    sent = PidfLo(entity="pres:112@example.com", locations=(location,))
    decoded = decode_pidf_lo(write_pidf_lo(sent))
    assert decoded.flags == ()
    assert decoded.value == sent
