"""Positions in PIDF-LO: what is understood, what is refused, and how little a hostile document is looked at."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from auxilio.interop.formats.bounded_xml import DEPTH_MAX, ELEMENTS_MAX, read_xml
from auxilio.interop.formats.pidf_shape_reader import NUMBERS_MAX
from auxilio.kernel.civic_address import ADDRESSES_MAX, LANGUAGES_MAX
from auxilio.kernel.location_shape import (
    CORNERS_MAX,
    CORNERS_MIN,
    ArcBandShape,
    CircleShape,
    EllipseShape,
    EllipsoidShape,
    LocationShape,
    PointShape,
    PolygonShape,
    PrismShape,
    SphereShape,
)
from auxilio.kernel.position import AltitudeReference, DeviceMovement, Point, Position, PositionMethod
from auxilio.voice.core.caller_info import PIDF, CallerInfo, read_caller_info
from auxilio.voice.sip.multipart import Part
from tests.voice.test_invite_parsing import AT, METRES, pidf, positions

CIRCLE = f"<gs:Circle><gml:pos>41.6 0.6</gml:pos><gs:radius {METRES}>35</gs:radius></gs:Circle>"
SAMPLES = Path(__file__).parents[3] / "shared" / "standards" / "pidf-lo"


def point(text: str, srs: str = "") -> str:
    return f"<gml:Point{f' srsName="{srs}"' if srs else ''}><gml:pos>{text}</gml:pos></gml:Point>"


def whole(document: bytes) -> bool:
    return read_xml(document).root is not None


def found(shape: str) -> list[tuple[float, float, float | None]]:
    return [(one.point.lat, one.point.lon, one.uncertainty_m) for one in positions(pidf(shape), AT)]


# --- what is no place (decision 0232) ---


@pytest.mark.parametrize(
    "text",
    [
        "41.6abc 0.6",
        "41.6 0.6 m",
        "N41.6 E0.6",
        "41.6° 0.6°",
        "41,6 0,6",
        "41,6 0.6",
        "41,6",
        "41.6",
        "41.6 0.6 100 7",
        "0x29 0.6",
        "1e400 0.6",
        "nan 0.6",
        "INF 0.6",
        ". 0.6",
        "41.6 e1",
        "41.6.1 0.6",
        "--41.6 0.6",
        "٤١.٦ ٠.٦",
    ],
)
def test_numbers_with_anything_else_in_them_are_no_place(text: str) -> None:
    assert found(point(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "41.6 0.6",
        "41.6,0.6",
        "41.6, 0.6",
        " 41.6\n0.6 ",
        "+41.6 0.60",
        "41.6 0.6 233",
        "4.16e1 6e-1",
        "+41.6 .6",
        "4.16E1 .6",
    ],
)
def test_the_ways_in_which_people_write_two_numbers_are_read(text: str) -> None:
    assert found(point(text)) == [(41.6, 0.6, None)]


@pytest.mark.parametrize(
    ("srs", "text"),
    [
        ("urn:ogc:def:crs:EPSG::4326", "41.6 0.6"),
        ("EPSG:4326", "41.6 0.6"),
        ("urn:ogc:def:crs:OGC::CRS84", "0.6 41.6"),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", "0.6 41.6"),
        ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", "0.6 41.6"),
        ("urn:ogc:def:crs:EPSG::4979", "41.6 0.6 233"),
    ],
)
def test_a_point_is_read_in_the_order_of_its_reference_system(srs: str, text: str) -> None:
    assert found(point(text, srs)) == [(41.6, 0.6, None)]


@pytest.mark.parametrize(
    "srs", ["urn:ogc:def:crs:EPSG::25831", "EPSG:3857", "urn:ogc:def:crs:EPSG::32631", "x"]
)
def test_a_reference_system_that_we_do_not_know_is_no_place(srs: str) -> None:
    assert found(point("41.6 0.6", srs)) == []


def test_the_reference_system_of_a_shape_is_that_of_what_stands_in_it() -> None:
    corners = "0.60 41.60 0.62 41.60 0.62 41.62 0.60 41.62 0.60 41.60"
    shape = f'<gml:Polygon srsName="urn:ogc:def:crs:OGC::CRS84"><gml:posList>{corners}</gml:posList></gml:Polygon>'
    [(lat, lon, _)] = found(shape)
    assert (lat, lon) == (pytest.approx(41.61), pytest.approx(0.61))


@pytest.mark.parametrize("text", ["0 0", "0.0 0.0", "-0.0 0", "0.0000001 0.0000001"])
def test_zero_degrees_are_no_place(text: str) -> None:
    assert found(point(text)) == []
    assert found(f"<gs:Circle><gml:pos>{text}</gml:pos><gs:radius {METRES}>5</gs:radius></gs:Circle>") == []


@pytest.mark.parametrize(
    ("radius", "metres"),
    [
        ('uom="urn:ogc:def:uom:EPSG::9001">35', 35),
        (">35", 35),
        ('uom="m">35', 35),
        ('uom="urn:ogc:def:uom:EPSG::9036">2', 2000),
        ('uom="km">2.5', 2500),
        ('uom="urn:ogc:def:uom:EPSG::9002">35', None),
        ('uom="furlong">35', None),
        (">35.", 35),
        (">.5", 0.5),
        (">3.5E1", 35),
        (">NaN", None),
        (">INF", None),
        (">35 m", None),
        (">3,5", None),
        (">-35", None),
        (">0", None),
    ],
)
def test_a_radius_is_in_metres_or_unknown_and_the_place_stays(radius: str, metres: float | None) -> None:
    shape = f"<gs:Circle><gml:pos>41.6 0.6</gml:pos><gs:radius {radius}</gs:radius></gs:Circle>"
    assert found(shape) == [(41.6, 0.6, metres)]


def test_a_ring_counts_the_corner_that_closes_it_once() -> None:
    open_ = "41.60 0.60 41.60 0.62 41.62 0.62 41.62 0.60"
    for ring in (open_, f"{open_} 41.60 0.60"):
        [(lat, lon, radius_m)] = found(f"<gml:Polygon><gml:posList>{ring}</gml:posList></gml:Polygon>")
        assert (lat, lon) == (pytest.approx(41.61), pytest.approx(0.61))
        assert radius_m == pytest.approx(1390, abs=20)


def test_a_ring_with_a_corner_that_cannot_be_read_is_no_place() -> None:
    corners = ["41.60 0.60", "41.60 0,62", "41.62 0.62", "41.62 0.60"]
    inside = "".join(f"<gml:pos>{corner}</gml:pos>" for corner in corners)
    assert found(f"<gml:Polygon><gml:exterior>{inside}</gml:exterior></gml:Polygon>") == []


def test_a_ring_across_the_180th_meridian_lies_there() -> None:
    ring = "-17.0 179.9 -17.0 -179.9 -16.8 -179.9 -16.8 179.9"
    [(lat, lon, _)] = found(f"<gml:Polygon><gml:posList>{ring}</gml:posList></gml:Polygon>")
    assert lat == pytest.approx(-16.9)
    assert abs(lon) == pytest.approx(180)


@pytest.mark.parametrize(
    ("said", "percent"),
    [
        ('pdf="normal">68', 68),
        (">95", 95),
        (">unknown", None),
        (">0", None),
        (">140", None),
        (">68%", None),
        (">0.68", 68),
    ],
)
def test_the_confidence_of_a_circle_is_kept(said: str, percent: float | None) -> None:
    [one] = positions(pidf(f"{CIRCLE}<con:confidence {said}</con:confidence>"), AT)
    assert (one.uncertainty_m, one.confidence_pct) == (35, percent)


def test_of_two_shapes_of_one_place_the_first_that_can_be_read_is_the_position() -> None:
    assert found(point("41.6 0.6") + point("42.6 1.6")) == [(41.6, 0.6, None)]
    assert found(point("41,6 0,6") + point("42.6 1.6")) == [(42.6, 1.6, None)]
    huge = f"<gs:Circle><gml:pos>41.6 0.6</gml:pos><gs:radius {METRES}>9000000</gs:radius></gs:Circle>"
    assert found(huge + point("42.6 1.6")) == [(42.6, 1.6, None)]


def test_when_it_was_received_stands_beside_when_it_was_taken() -> None:
    stamp = "<timestamp>2050-05-15T12:30:00Z</timestamp>"
    [one] = positions(pidf(CIRCLE, more=stamp), AT)
    assert one.at == datetime(2050, 5, 15, 12, 30, tzinfo=UTC)
    assert one.received_at == AT


def test_a_device_comes_before_a_tuple_and_a_tuple_before_a_person() -> None:
    each = [(name, lat) for name, lat in (("person", 41.1), ("tuple", 41.2), ("device", 41.3))]
    inside = "".join(
        f"<{name}><geopriv><location-info>{point(f'{lat} 0.6')}</location-info></geopriv></{name}>"
        for name, lat in each
    )
    document = f'<presence xmlns:gml="http://www.opengis.net/gml">{inside}</presence>'.encode()
    assert [one.point.lat for one in positions(document, AT)] == [41.3, 41.2, 41.1]


def test_a_middle_that_is_said_as_a_point_is_the_circles() -> None:
    shape = f"<gs:Circle>{point('41.6 0.6')}<gs:radius>35</gs:radius></gs:Circle>"
    assert found(shape) == [(41.6, 0.6, 35)]


@pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="shared: the examples of the RFCs are not beside the checkout"
)
@pytest.mark.parametrize(
    ("name", "lat", "lon", "radius_m"),
    [
        ("DeviceCircleLocation", 41.7605, -88.2619, 50),
        ("RFC5491TupleArcBandLocation", -43.5723, 153.2176, 4148),
        ("RFC5491TupleCircleLocation", 42.5463, -73.2512, 850.24),
        ("RFC5491TupleEllipseLocation", 42.5463, -73.2512, 1275),
        ("RFC5491TupleSphereLocation", 42.5463, -73.2512, 850.24),
        # The mean of the ring's corners as the example draws them: five, of which the file says one twice.
        ("RFC5491TuplePolygonLocation", 43.2777, -73.2720, 18_970.58),
        ("RFC5491TuplePolygonCompactLocation", 43.2777, -73.2720, 18_970.58),
    ],
)
def test_the_examples_of_the_standards_are_read(name: str, lat: float, lon: float, radius_m: float) -> None:
    [one] = positions((SAMPLES / f"{name}.xml").read_bytes(), AT)
    assert (one.point.lat, one.point.lon) == (pytest.approx(lat, abs=1e-4), pytest.approx(lon, abs=1e-4))
    assert one.uncertainty_m == pytest.approx(radius_m, abs=0.01)


# --- what a position keeps beside its circle (decision 0396) ---

CENTRE, HIGH = "<gml:pos>41.6 0.6</gml:pos>", "<gml:pos>41.6 0.6 233</gml:pos>"
FLOOR = "41.6 0.6 233 41.6 0.61 233 41.61 0.61 233"
SRS_3D = 'srsName="urn:ogc:def:crs:EPSG::4979"'
AXES = f"<gs:semiMajorAxis {METRES}>80</gs:semiMajorAxis><gs:semiMinorAxis {METRES}>20</gs:semiMinorAxis>"
SHAPES: list[tuple[str, type[object], tuple[float, float | None] | None]] = [
    (f"<gml:Point>{CENTRE}</gml:Point>", PointShape, None),
    (f"<gml:Point {SRS_3D}>{HIGH}</gml:Point>", PointShape, (233, None)),
    (CIRCLE, CircleShape, None),
    (f"<gs:Ellipse>{CENTRE}{AXES}</gs:Ellipse>", EllipseShape, None),
    (f"<gs:ArcBand>{CENTRE}<gs:outerRadius {METRES}>9</gs:outerRadius></gs:ArcBand>", ArcBandShape, None),
    ("<gml:Polygon><gml:posList>41.6 0.6 41.6 0.61 41.61 0.61</gml:posList></gml:Polygon>", PolygonShape, None),
    (f"<gs:Sphere {SRS_3D}>{HIGH}<gs:radius {METRES}>9</gs:radius></gs:Sphere>", SphereShape, (233, 9)),
    (
        f"<gs:Ellipsoid {SRS_3D}>{HIGH}{AXES}<gs:verticalAxis {METRES}>5</gs:verticalAxis></gs:Ellipsoid>",
        EllipsoidShape,
        (233, 5),
    ),
    (
        f"<gs:Prism {SRS_3D}><gs:base><gml:Polygon><gml:posList>{FLOOR}</gml:posList></gml:Polygon></gs:base>"
        f"<gs:height {METRES}>4</gs:height></gs:Prism>",
        PrismShape,
        (235, 2),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("said", "kind", "altitude"), SHAPES, ids=lambda one: getattr(one, "__name__", ""))
def test_a_position_keeps_its_shape_and_altitude_through_the_log(
    said: str, kind: type[LocationShape], altitude: tuple[float, float | None] | None
) -> None:
    [one] = positions(pidf(said), AT)
    assert isinstance(one.shape, kind)
    high = one.altitude and (one.altitude.metres, one.altitude.uncertainty_m)
    assert (high, one.altitude and one.altitude.above) == (altitude, altitude and AltitudeReference.ELLIPSOID)
    assert msgspec.json.decode(msgspec.json.encode(one), type=Position) == one


@pytest.mark.parametrize(
    ("corners", "kept"), [(CORNERS_MIN - 1, False), (CORNERS_MAX, True), (CORNERS_MAX + 1, False)]
)
def test_an_area_of_too_many_or_too_few_corners_keeps_its_circle_alone(corners: int, kept: bool) -> None:
    ring = " ".join(f"41.{n:03} 0.{n * n}" for n in range(1, corners + 1))
    [one] = positions(pidf(f"<gml:Polygon><gml:posList>{ring}</gml:posList></gml:Polygon>"), AT)
    assert ((one.shape is not None), one.uncertainty_m is not None) == (kept, True)


def test_movement_and_method_of_a_document_are_those_of_its_position() -> None:
    moving = "<Dynamic><heading>-90</heading><speed>24.5</speed></Dynamic><method>A-GPS</method>"
    [one] = positions(pidf(CIRCLE + moving), AT)
    assert (one.movement, one.method) == (
        DeviceMovement(speed_m_s=24.5, bearing_deg=270),
        PositionMethod.GNSS,
    )
    [still] = positions(pidf(CIRCLE + "<method>Wiremap</method>"), AT)
    assert (still.movement, still.method) == (None, None)


def test_a_position_of_before_is_still_read() -> None:
    old = b'{"point":{"lat":41.6,"lon":0.6},"source":"sip","at":"2026-11-24T03:12:45Z"}'
    read = msgspec.json.decode(old, type=Position)
    assert (read.shape, read.altitude, read.floor, read.movement) == (None, None, None, None)


@pytest.mark.parametrize(
    "part",
    [
        b'"altitude":{"metres":1e9,"above":"ellipsoid"}',
        b'"movement":{"speed_m_s":-1}',
        b'"shape":{"shape":"Polygon","corners":[]}',
        b'"shape":{"shape":"Polygon","corners":[%s{"lat":1,"lon":1}]}' % (b'{"lat":1,"lon":1},' * 256),
        b'"shape":{"shape":"Star"}',
    ],
)
def test_what_cannot_be_is_refused_in_a_position(part: bytes) -> None:
    sent = b'{"point":{"lat":41.6,"lon":0.6},"source":"sip","at":"2026-11-24T03:12:45Z",%s}' % part
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(sent, type=Position)


def civic(of: str, language: str = "es") -> str:
    space = "urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr"
    return f'<civicAddress xmlns="{space}" xml:lang="{language}">{of}</civicAddress>'


def invited(*documents: bytes) -> CallerInfo:
    parts = [Part(content_type=PIDF, content=one) for one in documents]
    nobody = dict.fromkeys(("caller", "caller_name", "called", "service_urn", "user_agent"), "")
    return read_caller_info(**nobody, headers={}, parts=parts, at=AT)  # type: ignore[arg-type]  # the words of nobody


def test_an_address_without_a_shape_comes_with_the_call_in_each_of_its_languages() -> None:
    said = invited(pidf(civic("<RD>Mayor</RD><HNO>12</HNO>") + civic("<RD>Major</RD>", "ca")))
    [address] = said.addresses
    assert [one.language for one in address.civic] == ["es", "ca"]
    assert address.civic[0].elements == {"RD": "Mayor", "HNO": "12"}
    assert (address.at, said.positions) == (AT, ())
    assert said.bodies[0].read_as == "pidf-lo"


def test_a_compound_location_gives_its_fix_and_its_address() -> None:
    said = invited(pidf(CIRCLE + civic("<RD>Mayor</RD>")))
    assert (len(said.positions), len(said.addresses)) == (1, 1)


def test_the_addresses_of_a_call_have_an_end() -> None:
    one = f"<status><geopriv><location-info>{civic('<RD>Mayor</RD>')}</location-info></geopriv></status>"
    many = f'<presence xmlns="urn:ietf:params:xml:ns:pidf">{f"<tuple>{one}</tuple>" * 6}</presence>'.encode()
    assert len(invited(many, many).addresses) == ADDRESSES_MAX
    languages = pidf("".join(civic("<RD>x</RD>") for _ in range(LANGUAGES_MAX + 2)))
    assert [len(each.civic) for each in invited(languages).addresses] == [LANGUAGES_MAX]


# --- how much is looked at (decision 0231) ---

POS = "<gml:pos>41.6 0.6</gml:pos>"


def nested(name: str, depth: int) -> str:
    return f"<{name}>" * depth + POS + f"</{name}>" * depth


@pytest.mark.parametrize(
    "inside",
    [
        nested("a", 9_000),
        nested("gml:Polygon", 2_300),
        "<tuple><location-info><gml:Point>" * 900 + POS + "</gml:Point></location-info></tuple>" * 900,
        "<a/>" * 16_000,
        f"<gml:Point>{POS}</gml:Point>" * 1_200,
        f"<gml:Polygon>{POS * 2_000}</gml:Polygon>",
        "<timestamp>2026-11-24T03:12:40Z</timestamp>" * 1_400,
    ],
    ids=["deep", "deep_shapes", "deep_holders", "wide", "points", "corners", "timestamps"],
)
def test_of_a_hostile_document_no_more_is_looked_at_than_of_the_largest_honest_one(inside: str) -> None:
    document = pidf(inside)
    assert len(document) < 65_536
    seen = read_xml(document)
    assert seen.flaw in ("too_deep", "too_many_elements")
    assert positions(document, AT) == ()


def test_the_bounds_are_where_they_are_said_to_be() -> None:
    outer = 5  # presence, tuple, status, geopriv, location-info
    assert whole(pidf("<a/>" * (ELEMENTS_MAX - outer)))
    assert not whole(pidf("<a/>" * (ELEMENTS_MAX - outer + 1)))
    assert whole(pidf("<a>" * (DEPTH_MAX - outer) + "</a>" * (DEPTH_MAX - outer)))
    assert not whole(pidf("<a>" * (DEPTH_MAX - outer + 1) + "</a>" * (DEPTH_MAX - outer + 1)))


@pytest.mark.parametrize("corners", [NUMBERS_MAX // 2, NUMBERS_MAX // 2 + 1])
def test_a_list_of_corners_has_an_end(corners: int) -> None:
    ring = " ".join(f"41.{n:03} 0.6" for n in range(corners))
    assert len(found(f"<gml:Polygon><gml:posList>{ring}</gml:posList></gml:Polygon>")) == (
        corners * 2 <= NUMBERS_MAX
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le"])
@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE a [<!ENTITY b "41.6 0.6">]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1/x.dtd">',
        "<!DOCTYPE a [" + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9)) + "]>",
        "<!DOCTYPE a>",
    ],
    ids=["entity", "external", "laughs", "bare"],
)
def test_a_document_that_declares_anything_is_not_read(declared: str, encoding: str) -> None:
    document = (declared + pidf(CIRCLE).decode()).encode(encoding)
    assert positions(document, AT) == ()
    assert read_xml(document).flaw == "doctype_refused"


def test_names_with_an_undeclared_prefix_are_read_all_the_same() -> None:
    document = (
        b"<presence><x:location-info><y:Point><z:pos>41.6 0.6</z:pos></y:Point></x:location-info></presence>"
    )
    [one] = positions(document, AT)
    assert one.point == Point(lat=41.6, lon=0.6)
