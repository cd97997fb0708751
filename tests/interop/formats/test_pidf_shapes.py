"""The shapes of PIDF-LO as strangers write them: reference systems, numbers, lengths, and the circle that contains each."""

import math

import pytest

from auxilio.interop.formats.pidf_shape_reader import NUMBERS_MAX
from auxilio.interop.formats.pidf_shapes import containing_circle
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
from auxilio.kernel.position import EARTH_RADIUS_M, Point, distance_m
from tests.interop.formats.pidf_documents import (
    CIRCLE,
    DEGREES,
    FLAT,
    HIGH,
    METRES,
    PLACE,
    RING,
    RING_3D,
    SHAPES,
    flagged,
    located,
    only,
    read,
    ring,
)

HIGH_PLACE = Coordinate(lat=42.5, lon=1.5, altitude_m=1023.5)
POS = "<gml:pos>42.5 1.5</gml:pos>"


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
def test_each_shape_is_kept_as_a_shape(name: str, shape: LocationShape) -> None:
    assert only(located(SHAPES[name])).shapes == (shape,)


def around(point: Point, bearing_deg: float, metres: float) -> Point:
    """A point so far from another, near enough for some kilometres."""
    north = metres * math.cos(math.radians(bearing_deg)) / EARTH_RADIUS_M
    east = metres * math.sin(math.radians(bearing_deg)) / EARTH_RADIUS_M
    lon = point.lon + math.degrees(east / math.cos(math.radians(point.lat)))
    return Point(lat=point.lat + math.degrees(north), lon=lon)


def edge_points(shape: LocationShape) -> list[Point]:
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


@pytest.mark.parametrize(("said", "percent"), [("0.95", 95), (".68", 68), ("1", 1), ("1.0", 1)])
def test_a_confidence_below_one_is_a_fraction_of_a_hundred_and_flagged(said: str, percent: float) -> None:
    flags = ("confidence_odd",) if percent > 1 else ()
    location = flagged(located(f"{CIRCLE}<con:confidence>{said}</con:confidence>"), *flags)
    assert location.confidence_pct == percent


def test_degrees_that_are_computed_have_seven_decimals() -> None:
    circle = only(located(ring("42 1 42 2 43 2 42 1"))).circle
    assert circle is not None
    assert (circle.lat, circle.lon) == (42.3333333, 1.6666667)


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
        ("<gs:radius>.5</gs:radius>", 0.5, ()),
        ("<gs:radius>1e30</gs:radius>", 1e30, ("length_implausible",)),
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
