"""The short location report, against values of the field's and against another encoder."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.radio.core.lip import read_short_report

AT = datetime(2026, 11, 24, 3, 12, tzinfo=UTC)


def encoded(
    lat: float,
    lon: float,
    *,
    elapsed: int = 0,
    error: int = 1,
    speed: int = 0,
    sector: int = 0,
    type: int = 0,
) -> str:
    """A report as a radio sends it: fields one after another, to full octets."""
    fields = (
        (type, 2), (elapsed, 2), (round(lon * 2**25 / 360) % 2**25, 25), (round(lat * 2**24 / 180) % 2**24, 24),
        (error, 3), (speed, 7), (sector, 4), (0, 1), (0, 8),
    )  # fmt: skip
    bits = "".join(f"{value:0{width}b}" for value, width in fields)
    return f"{int(bits + '0000', 2):020x}"


def test_degrees_are_those_of_the_standards_coding():
    # 0x0CE6C98 of 25 bits and 0xCA1959 of 24: published with 145.142012 and -37.899131 (tetra-kit, cmce_sds_lip.cc).
    bits = f"{0:02b}{0:02b}{0x0CE6C98:025b}{0xCA1959:024b}{7:03b}{127:07b}{4:04b}0{0:08b}0000"
    place = read_short_report(f"{int(bits, 2):020x}", AT)
    assert place is not None
    assert (place.point.lon, place.point.lat) == pytest.approx((145.142012, -37.899131), abs=1e-5)
    assert (place.accuracy_m, place.speed_m_s, place.course_deg) == (None, None, 90.0)


@given(st.floats(-89.9, 89.9), st.floats(-179.9, 179.9))
def test_every_place_of_the_earth_comes_back_within_two_metres(lat: float, lon: float):
    place = read_short_report(encoded(lat, lon), AT)
    assert place is not None
    assert (place.point.lat, place.point.lon) == pytest.approx((lat, lon), abs=2e-5)


@pytest.mark.parametrize(("code", "km_h"), [(0, 0), (28, 28), (29, 29.06), (50, 63.6), (126, 1_083)])
def test_speed_is_even_to_28_and_then_grows_by_steps(code: int, km_h: float):
    place = read_short_report(encoded(41, 2, speed=code), AT)
    assert place is not None
    assert place.speed_m_s is not None
    assert place.speed_m_s * 3.6 == pytest.approx(km_h, rel=0.005)


def test_a_place_counts_as_the_oldest_that_it_can_be():
    place = read_short_report(encoded(41, 2, elapsed=1), AT)
    assert place is not None
    assert place.at == AT - timedelta(minutes=5)


@pytest.mark.parametrize("text", ["", "zz", "00", "0" * 24, encoded(41, 2, type=1)])
def test_what_is_no_short_report_is_no_place(text: str):
    assert read_short_report(text, AT) is None
