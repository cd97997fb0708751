"""PIDF-LO as strangers send it: every shape and address, what is odd about it, and what is no place for sure."""

import math
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from auxilio.interop.formats.civic_address import CivicAddress
from auxilio.interop.formats.pidf import ConfidencePdf, LocationHolder, PidfLo, PidfLocation, decode_pidf_lo
from auxilio.interop.formats.pidf_shape_reader import NUMBERS_MAX
from auxilio.interop.formats.pidf_shapes import (
    ArcBandShape,
    CircleShape,
    Coordinate,
    EllipseShape,
    EllipsoidShape,
    PidfShape,
    PointShape,
    PolygonShape,
    PrismShape,
    SphereShape,
    containing_circle,
)
from auxilio.kernel.position import EARTH_RADIUS_M, Point, distance_m
from tests.interop.formats.pidf_documents import (
    CIRCLE,
    CIVIC,
    DEGREES,
    FLAT,
    HIGH,
    METRES,
    RING,
    RING_3D,
    SHAPES,
    STANDARDS,
    WHOLE,
    located,
    presence,
    ring,
    with_standards,
)

PLACE = Coordinate(lat=42.5, lon=1.5)
HIGH_PLACE = Coordinate(lat=42.5, lon=1.5, altitude_m=1023.5)
POS = "<gml:pos>42.5 1.5</gml:pos>"


def read(content: bytes) -> tuple[PidfLo, tuple[str, ...]]:
    """What was understood, and the flags."""
    decoded = decode_pidf_lo(content)
    assert decoded.value is not None, decoded.flags
    return decoded.value, decoded.flags


def only(content: bytes) -> PidfLocation:
    """The one location of a document that is as the standard wants it."""
    value, flags = read(content)
    assert flags == ()
    [one] = value.locations
    return one


def flagged(content: bytes, *flags: str) -> PidfLocation:
    """The first location of a document, which has exactly these flags."""
    value, found = read(content)
    assert found == flags
    return value.locations[0]


# --- shapes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("Point", PointShape(centre=PLACE)),
        ("Circle", CircleShape(centre=PLACE, radius_m=35)),
        (
            "Ellipse",
            EllipseShape(centre=PLACE, semi_major_m=77.5, semi_minor_m=30, orientation_deg=43.2),
        ),
        (
            "ArcBand",
            ArcBandShape(
                centre=PLACE,
                inner_radius_m=0,
                outer_radius_m=4148,
                start_angle_deg=20,
                opening_angle_deg=120,
            ),
        ),
        ("Sphere", SphereShape(centre=HIGH_PLACE, radius_m=12)),
        (
            "Ellipsoid",
            EllipsoidShape(
                centre=HIGH_PLACE, semi_major_m=7.7, semi_minor_m=3.3, vertical_m=28.7, orientation_deg=90
            ),
        ),
        (
            "Polygon",
            PolygonShape(
                corners=tuple(
                    Coordinate(lat=lat, lon=lon)
                    for lat, lon in [(42.50, 1.50), (42.52, 1.50), (42.52, 1.52), (42.50, 1.52)]
                )
            ),
        ),
        (
            "Prism",
            PrismShape(
                corners=tuple(
                    Coordinate(lat=lat, lon=lon, altitude_m=900)
                    for lat, lon in [(42.50, 1.50), (42.52, 1.50), (42.52, 1.52)]
                ),
                height_m=2.4,
            ),
        ),
    ],
)
def test_each_shape_is_kept_as_a_shape(name: str, shape: PidfShape) -> None:
    assert only(located(SHAPES[name])).shapes == (shape,)


def around(point: Point, bearing_deg: float, metres: float) -> Point:
    """A point so far from another, near enough for some kilometres."""
    north = metres * math.cos(math.radians(bearing_deg)) / EARTH_RADIUS_M
    east = metres * math.sin(math.radians(bearing_deg)) / EARTH_RADIUS_M
    lon = point.lon + math.degrees(east / math.cos(math.radians(point.lat)))
    return Point(lat=point.lat + math.degrees(north), lon=lon)


def edge_points(shape: PidfShape) -> list[Point]:
    """Points on the edge of a shape, in its own terms."""
    turns = [n * 15.0 for n in range(24)]
    match shape:
        case PointShape():
            return [shape.centre.point]
        case CircleShape() | SphereShape():
            assert shape.radius_m is not None
            return [around(shape.centre.point, turn, shape.radius_m) for turn in turns]
        case EllipseShape() | EllipsoidShape():
            assert shape.semi_major_m is not None
            assert shape.semi_minor_m is not None
            return [
                around(
                    shape.centre.point,
                    (shape.orientation_deg or 0)
                    + math.degrees(math.atan2(minor * shape.semi_minor_m, major * shape.semi_major_m)),
                    math.hypot(major * shape.semi_major_m, minor * shape.semi_minor_m),
                )
                for turn in turns
                for major, minor in [(math.cos(math.radians(turn)), math.sin(math.radians(turn)))]
            ]
        case ArcBandShape():
            return [
                around(shape.centre.point, (shape.start_angle_deg or 0) + part * 12.0, metres)
                for part in range(11)
                for metres in (shape.inner_radius_m or 0, shape.outer_radius_m or 0)
            ]
        case PolygonShape() | PrismShape():
            pairs = zip(shape.corners, shape.corners[1:] + shape.corners[:1], strict=True)
            return [
                Point(lat=a.lat + (b.lat - a.lat) * part / 4, lon=a.lon + (b.lon - a.lon) * part / 4)
                for a, b in pairs
                for part in range(4)
            ]


@pytest.mark.parametrize("name", SHAPES)
def test_the_circle_of_a_shape_contains_all_of_its_edge(name: str) -> None:
    location = only(located(SHAPES[name]))
    assert location.circle is not None
    reach_m = (location.circle.radius_m or 0.0) * 1.001 + 0.01
    for point in edge_points(location.shapes[0]):
        assert distance_m(location.circle.point, point) <= reach_m


@pytest.mark.parametrize(
    ("confidence", "radius_95_m"),
    [
        ("", 35),
        ("<con:confidence>95</con:confidence>", 35),
        ("<con:confidence>100</con:confidence>", 35),
        ('<con:confidence pdf="normal">68</con:confidence>', 56.75),
        ("<con:confidence>68</con:confidence>", 56.75),
        ('<con:confidence pdf="rectangular">68</con:confidence>', 41.37),
        ('<con:confidence pdf="normal">99</con:confidence>', 28.23),
    ],
)
def test_the_radius_is_brought_to_95_percent(confidence: str, radius_95_m: float) -> None:
    circle = only(located(CIRCLE + confidence)).circle
    assert circle is not None
    assert circle.radius_m == 35
    assert circle.radius_95_m == pytest.approx(radius_95_m, abs=0.01)


def test_the_larger_of_two_exchanged_half_axes_contains_the_ellipse() -> None:
    shape = EllipseShape(centre=PLACE, semi_major_m=10, semi_minor_m=40)
    assert containing_circle(shape).radius_m == 40


@pytest.mark.parametrize(
    ("said", "flag"),
    [
        ("unknown", "confidence_unknown"),
        ("68%", "confidence_unreadable"),
        ("0", "confidence_unreadable"),
        ("140", "confidence_unreadable"),
        ("NaN", "confidence_unreadable"),
        ("-5", "confidence_unreadable"),
    ],
)
def test_a_confidence_that_states_nothing_is_flagged_and_unknown(said: str, flag: str) -> None:
    location = flagged(located(f"{CIRCLE}<con:confidence>{said}</con:confidence>"), flag)
    assert location.confidence_pct is None


# --- reference systems and numbers -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("system", "text", "place"),
    [
        ("", "42.5 1.5", PLACE),
        ("urn:ogc:def:crs:EPSG::4326", "42.5 1.5", PLACE),
        ("urn:ogc:def:crs:EPSG:6.9:4326", "42.5 1.5", PLACE),
        ("EPSG:4326", "42.5,1.5", PLACE),
        ("epsg::4326", "42.5, 1.5", PLACE),
        ("4326", "\r\n42.5\t1.5\r\n", PLACE),
        (" urn:ogc:def:crs:EPSG::4326 ", "42.5 1.5", PLACE),
        ("http://www.opengis.net/gml/srs/epsg.xml#4326", "42.5 1.5", PLACE),
        ("http://www.opengis.net/def/crs/EPSG/0/4326", "42.5 1.5", PLACE),
        ("urn:ogc:def:crs:EPSG::4258", "42.5 1.5", PLACE),
        ("WGS 84", "42.5 1.5", PLACE),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", "1.5 42.5", PLACE),
        ("urn:ogc:def:crs:EPSG::4979", "42.5 1.5 1023.5", HIGH_PLACE),
        ("urn:ogc:def:crs:EPSG::4937", "42.5 1.5 1023.5", HIGH_PLACE),
        ("urn:ogc:def:crs:OGC::CRS84h", "1.5 42.5 1023.5", HIGH_PLACE),
    ],
)
def test_a_point_is_read_in_the_order_of_its_reference_system(
    system: str, text: str, place: Coordinate
) -> None:
    said = f' srsName="{system}"' if system else ""
    assert only(located(f"<gml:Point{said}><gml:pos>{text}</gml:pos></gml:Point>")).shapes == (
        PointShape(centre=place),
    )


@pytest.mark.parametrize(
    "inner", [f"<gml:pos {FLAT}>42.5 1.5</gml:pos>", f"<gml:Point {FLAT}>{POS}</gml:Point>"]
)
def test_a_reference_system_within_a_shape_counts_for_what_it_stands_on(inner: str) -> None:
    shape = f'<gs:Circle srsName="urn:x">{inner}<gs:radius>5</gs:radius></gs:Circle>'
    assert flagged(located(shape), "srs_unknown").shapes == (CircleShape(centre=PLACE, radius_m=5),)


def test_degrees_minutes_and_seconds_of_the_first_standard_are_read() -> None:
    point = "<gml:Point><gml:coordinates>37:46:30N 122:25:10W</gml:coordinates></gml:Point>"
    [shape] = only(located(f"<gml:location>{point}</gml:location>")).shapes
    assert isinstance(shape, PointShape)
    assert shape.centre.lat == pytest.approx(37.775)
    assert shape.centre.lon == pytest.approx(-122.419444)


@pytest.mark.parametrize(
    ("inside", "flags"),
    [
        ("<gml:pos>42.5 1.5 m</gml:pos>", ("position_unreadable",)),
        ("<gml:pos>42,5 1,5</gml:pos>", ("position_unreadable",)),
        ("<gml:pos>NaN NaN</gml:pos>", ("position_unreadable",)),
        ("<gml:pos>inf 1.5</gml:pos>", ("position_unreadable",)),
        ("<gml:pos>1e999 1.5</gml:pos>", ("position_unreadable",)),
        ("<gml:pos>42.5 1.5 3 4</gml:pos>", ("position_unreadable",)),
        (f"<gml:pos>{'9' * 4_000} 1.5</gml:pos>", ("position_unreadable",)),
        ("<gml:pos/>", ("position_unreadable",)),
        ("<gml:coordinates>37:46:30N</gml:coordinates>", ("position_unreadable",)),
        ("<gml:pos>1.5 142.5</gml:pos><gml:pos>142.5 1.5</gml:pos>", ("out_of_the_world",)),
        ("<gml:pos>42.5 181</gml:pos>", ("out_of_the_world",)),
        ("<gml:pos>0.0 0.0</gml:pos>", ("null_island",)),
        ("", ("position_missing",)),
        ('<gml:pos srsName="EPSG:25831">42.5 1.5</gml:pos>', ("srs_unknown",)),
    ],
)
def test_a_place_that_is_not_known_for_sure_is_left_out(inside: str, flags: tuple[str, ...]) -> None:
    value, found = read(located(f"<gml:Point>{inside}</gml:Point>"))
    assert found == (*flags, "no_location")
    assert value.locations[0].shapes == ()
    assert value.locations[0].circle is None


@pytest.mark.parametrize(
    ("system", "text", "altitude_m", "flags"),
    [
        (FLAT, "42.5 1.5 1023.5", 1023.5, ("dimension_mismatch",)),
        (HIGH, "42.5 1.5", None, ("dimension_mismatch",)),
        (HIGH, "42.5 1.5 1e7", None, ("altitude_implausible",)),
        ("", "42.5 1.5 1023.5", 1023.5, ()),
    ],
)
def test_a_height_too_many_or_too_few_is_flagged(
    system: str, text: str, altitude_m: float | None, flags: tuple[str, ...]
) -> None:
    location = flagged(located(f"<gml:Point {system}><gml:pos>{text}</gml:pos></gml:Point>"), *flags)
    assert location.shapes == (PointShape(centre=Coordinate(lat=42.5, lon=1.5, altitude_m=altitude_m)),)


@pytest.mark.parametrize(
    ("numbers", "system", "corners", "flags"),
    [
        (RING_3D, FLAT, 3, ("dimension_mismatch",)),
        (RING, HIGH, 4, ("dimension_mismatch",)),
        (RING.removesuffix(" 42.50 1.50"), FLAT, 4, ("ring_not_closed",)),
        ("42.5 1.5 42.6 1.6 42.5 1.5", FLAT, 2, ("polygon_degenerate",)),
        (
            " ".join(f"{42 + n / 100} {1 + n * n / 1000}" for n in range(20)) + " 42.0 1.0",
            FLAT,
            20,
            ("polygon_of_many_corners",),
        ),
    ],
)
def test_a_ring_that_is_not_as_the_standard_wants_it_is_read_and_flagged(
    numbers: str, system: str, corners: int, flags: tuple[str, ...]
) -> None:
    [shape] = flagged(located(ring(numbers, system)), *flags).shapes
    assert isinstance(shape, PolygonShape)
    assert len(shape.corners) == corners


@pytest.mark.parametrize(
    ("numbers", "flag"),
    [
        ("42.5 1.5 42.6", "position_unreadable"),
        ("42.5 1.5 142.6 1.6 42.5 1.5", "out_of_the_world"),
        (" ".join(["42.5 1.5"] * (NUMBERS_MAX // 2 + 1)), "position_unreadable"),
        ("0 0 0 0 0 0 0 0", "null_island"),
    ],
)
def test_a_ring_of_which_a_corner_is_not_known_is_no_place(numbers: str, flag: str) -> None:
    value, flags = read(located(ring(numbers)))
    assert flag in flags
    assert value.locations[0].shapes == ()


def test_a_hole_in_an_area_is_not_taken_for_its_corners() -> None:
    hole = "<gml:interior><gml:LinearRing><gml:posList>10 10 11 11 10 10</gml:posList></gml:LinearRing></gml:interior>"
    shape = ring(RING).replace("</gml:Polygon>", f"{hole}</gml:Polygon>")
    [found] = flagged(located(shape), "polygon_with_hole").shapes
    assert isinstance(found, PolygonShape)
    assert len(found.corners) == 4


@pytest.mark.parametrize(
    ("length", "metres", "flags"),
    [
        (f"<gs:radius {METRES}>35</gs:radius>", 35, ()),
        ("<gs:radius>35</gs:radius>", 35, ()),
        ('<gs:radius uom="urn:ogc:def:uom:EPSG::9036">2</gs:radius>', 2000, ()),
        ('<gs:radius uom="urn:ogc:def:uom:EPSG::9002">35</gs:radius>', None, ("length_unit_unknown",)),
        ('<gs:radius uom="ft">35</gs:radius>', None, ("length_unit_unknown",)),
        ("<gs:radius>-35</gs:radius>", None, ("length_not_positive",)),
        ("<gs:radius>0</gs:radius>", None, ("length_not_positive",)),
        ("<gs:radius>NaN</gs:radius>", None, ("length_unreadable",)),
        ("<gs:radius>INF</gs:radius>", None, ("length_unreadable",)),
        ("<gs:radius>35 m</gs:radius>", None, ("length_unreadable",)),
        ("<gs:radius/>", None, ("length_unreadable",)),
        ("", None, ()),
    ],
)
def test_a_length_is_in_metres_or_unknown_and_the_place_stays(
    length: str, metres: float | None, flags: tuple[str, ...]
) -> None:
    location = flagged(located(f"<gs:Circle {FLAT}>{POS}{length}</gs:Circle>"), *flags)
    assert location.shapes == (CircleShape(centre=PLACE, radius_m=metres),)


@pytest.mark.parametrize(
    ("angle", "degrees", "flags"),
    [
        (f"{DEGREES}>30", 30, ()),
        (">30", 30, ()),
        ('uom="urn:ogc:def:uom:EPSG::9101">1', 57.29578, ()),
        ('uom="grad">30', None, ("angle_unit_unknown",)),
        (">720", None, ("angle_out_of_range",)),
        (">thirty", None, ("angle_unreadable",)),
    ],
)
def test_an_angle_is_in_degrees_or_unknown(angle: str, degrees: float | None, flags: tuple[str, ...]) -> None:
    shape = (
        f"<gs:ArcBand {FLAT}>{POS}<gs:innerRadius>-1</gs:innerRadius><gs:outerRadius>9</gs:outerRadius>"
        f"<gs:startAngle {angle}</gs:startAngle></gs:ArcBand>"
    )
    [found] = flagged(located(shape), "length_not_positive", *flags).shapes
    assert isinstance(found, ArcBandShape)
    assert (found.inner_radius_m, found.outer_radius_m) == (None, 9)
    assert found.start_angle_deg == (degrees and pytest.approx(degrees))


# --- the document ----------------------------------------------------------------------------------


def test_everything_that_a_document_says_is_read() -> None:
    assert only(WHOLE) == PidfLocation(
        holder=LocationHolder.DEVICE,
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


def test_of_several_shapes_in_one_place_the_first_is_meant() -> None:
    location = flagged(located(CIRCLE + SHAPES["Point"]), "several_shapes")
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
def test_what_is_no_such_document_has_no_value_and_a_code(content: bytes, flag: str) -> None:
    decoded = decode_pidf_lo(content)
    assert (decoded.kind, decoded.value, decoded.flags) == ("pidf-lo", None, (flag,))


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
    assert only(presence(info)).holder is LocationHolder.NONE
