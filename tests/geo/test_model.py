"""Aim: a place that must not be trusted yet says why, and a good one says nothing."""

import pytest
from msgspec.structs import replace

from auxilio.geo.model import (
    GeocodeKind,
    GeocodeQuality,
    GeocodeResult,
    Jurisdiction,
    WarningCode,
    warnings_of,
)
from auxilio.kernel.position import Point

PLACE = Point(lat=41.92, lon=1.90)
DOOR = GeocodeResult(
    kind=GeocodeKind.ADDRESS,
    quality=GeocodeQuality.EXACT,
    point=PLACE,
    name="Calle Mayor",
    number="12",
    label="",
)


def codes(found: GeocodeResult, **more: object) -> list[WarningCode]:
    return [warning.code for warning in warnings_of(found, **more)]  # type: ignore[arg-type]  # facts of each test


def with_(**changes: object) -> GeocodeResult:
    return replace(DOOR, **changes)


def test_a_door_beside_the_telephone_has_no_warning() -> None:
    assert codes(DOOR, caller=PLACE, caller_radius_m=30) == []


def test_a_place_far_from_the_telephone_says_how_far() -> None:
    (warning,) = warnings_of(DOOR, caller=Point(lat=42.05, lon=1.90), caller_radius_m=300)
    assert warning.code is WarningCode.FAR_FROM_CALLER
    assert warning.distance_m == pytest.approx(14_455, rel=0.01)


def test_the_callers_circle_has_a_margin() -> None:
    a_little_off = Point(lat=41.9265, lon=1.90)  # 723 m
    assert codes(DOOR, caller=a_little_off, caller_radius_m=300) == []
    assert codes(DOOR, caller=a_little_off, caller_radius_m=100) == [WarningCode.FAR_FROM_CALLER]


def test_a_name_in_two_towns_names_the_other() -> None:
    (warning,) = warnings_of(with_(same_name_elsewhere=("Fontnova",)))
    assert (warning.code, warning.names) == (WarningCode.SAME_NAME_ELSEWHERE, ("Fontnova",))


@pytest.mark.parametrize(
    "quality", [GeocodeQuality.INTERPOLATED, GeocodeQuality.NEAREST, GeocodeQuality.STREET]
)
def test_a_number_that_is_not_in_the_data_is_said(quality: GeocodeQuality) -> None:
    assert codes(with_(quality=quality, uncertainty_m=40.0)) == [WarningCode.NOT_THE_NUMBER]


def test_a_street_that_was_asked_for_without_a_number_is_what_was_asked_for() -> None:
    assert codes(with_(quality=GeocodeQuality.STREET, number="")) == []


def test_a_border_and_the_edge_of_the_map_are_said() -> None:
    ours = Jurisdiction(id="1", kind="administrative", level=8, name="Riudalba", whole=False)
    theirs = Jurisdiction(id="2", kind="administrative", level=8, name="Fontnova", whole=False)
    (warning,) = warnings_of(DOOR, jurisdictions=(ours, theirs))
    assert (warning.code, warning.names) == (WarningCode.BORDER, ("Riudalba", "Fontnova"))
    assert codes(DOOR, inside=False) == [WarningCode.OUTSIDE_REGION]
