"""Aim: a point is the same point in every form that people say it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.geo.gazetteer.coordinates import parse
from auxilio.kernel.position import Point, distance_m

GOVERNMENT = Point(lat=42.5063, lon=1.5218)
MELILLA = Point(lat=35.2925, lon=-2.93833)


@pytest.mark.parametrize(
    ("text", "where", "within_m"),
    [
        ("42.5063, 1.5218", GOVERNMENT, 1),
        ("42.5063 1.5218", GOVERNMENT, 1),
        ("42,5063 1,5218", GOVERNMENT, 1),
        ("geo:42.5063,1.5218;u=30", GOVERNMENT, 1),
        ("42°30'22.7\"N 1°31'18.5\"E", GOVERNMENT, 5),
        ("42º 30' 23'' norte 1º 31' 18'' este", GOVERNMENT, 20),
        ("42 grados 30 minutos 23 segundos norte 1 grados 31 minutos 18 segundos este", GOVERNMENT, 20),
        ("35°17'33\"N 2°56'18\"O", MELILLA, 5),
        ("31T 378554 4707051", GOVERNMENT, 10),
        ("UTM huso 31 X=378554 Y=4707051", GOVERNMENT, 10),
        ("31TCH7855407051", GOVERNMENT, 10),
        ("8FJ3GG4C+GP", Point(lat=42.50631, lon=1.52181), 15),
        ("GG4C+GP Andorra la Vella", Point(lat=42.50631, lon=1.52181), 15),
    ],
)
def test_a_form_is_read(text: str, where: Point, within_m: float) -> None:
    found = parse(text, GOVERNMENT)
    assert found is not None
    assert distance_m(found, where) <= within_m, found


@pytest.mark.parametrize(
    "text",
    [
        "calle mayor 12",
        "2 de mayo 5",
        "91.5, 10.25",
        "42.5, 400.25",
        "12",
        "",
        "UTM huso 99 X=378600 Y=4706800",
    ],
)
def test_what_is_no_point_of_the_earth_is_none(text: str) -> None:
    assert parse(text) is None


def test_a_short_plus_code_means_nothing_without_a_place() -> None:
    assert parse("GG4C+GP") is None


@given(st.floats(-89, 89), st.floats(-179, 179))
def test_a_decimal_point_comes_back(lat: float, lon: float) -> None:
    found = parse(f"{lat:.6f}, {lon:.6f}")
    assert found is not None
    assert distance_m(found, Point(lat=lat, lon=lon)) < 1


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    assert parse(text, GOVERNMENT) is None or isinstance(parse(text, GOVERNMENT), Point)
