"""What an AML message says of height, floor and movement stands in the fix of its telephone."""

from datetime import UTC, datetime, timedelta

import pytest

from auxilio.calls.core.positions import taken_at
from auxilio.interop.aml_fix import arrived_fix
from auxilio.interop.formats.aml_message import AmlMessage
from auxilio.interop.formats.decoded import Decoded
from auxilio.kernel.position import Altitude, AltitudeReference, DeviceMovement, Position, PositionFlag

AREA = (35.0, -10.0, 44.5, 5.0)
AT = datetime(2026, 12, 2, 9, tzinfo=UTC)
SEA, ELLIPSOID = AltitudeReference.SEA_LEVEL, AltitudeReference.ELLIPSOID


def position(message: AmlMessage) -> Position:
    found = arrived_fix(b"v=1", Decoded(kind="aml", value=message, flags=()), AT, "ES", AREA)
    assert found is not None
    assert found.position is not None
    return found.position


def message(**said: object) -> AmlMessage:
    return AmlMessage(msisdn="+34600111222", lat=42.5, lon=1.5, **said)  # type: ignore[arg-type]  # a test's own words


@pytest.mark.parametrize(
    ("said", "altitude"),
    [
        ({}, None),
        ({"altitude_m": 871.0}, Altitude(metres=871, above=ELLIPSOID)),
        (
            {"altitude_m": 871.0, "vertical_accuracy_m": 4.0},
            Altitude(metres=871, above=ELLIPSOID, uncertainty_m=4),
        ),
        (
            {"altitude_m": 871.0, "vertical_accuracy_m": 4.0, "altitude_msl_m": 820.0},
            Altitude(metres=820, above=SEA),
        ),
    ],
)
def test_the_altitude_is_above_the_sea_where_the_message_has_it(
    said: dict[str, float], altitude: Altitude | None
) -> None:
    assert position(message(**said)).altitude == altitude


def test_floor_and_movement_are_those_of_the_message() -> None:
    moving = position(message(floor="-1", speed_m_s=3.0, bearing_deg=90.0))
    assert (moving.floor, moving.movement) == ("-1", DeviceMovement(speed_m_s=3, bearing_deg=90))
    still = position(message())
    assert (still.floor, still.movement) == (None, None)


def test_a_floor_has_only_characters_that_can_be_kept() -> None:
    assert position(message(floor="3\x00\u202e")).floor == "3"
    assert position(message(floor="\x00")).floor is None


def test_exchanged_figures_are_flagged_only_where_the_area_decides_it_and_have_no_radius() -> None:
    def placed(lat: float, lon: float) -> Position:
        return position(AmlMessage(msisdn="+34600111222", lat=lat, lon=lon, radius_m=12.0))

    exchanged = placed(1.5, 42.5)
    assert (exchanged.flags, exchanged.uncertainty_m) == ((PositionFlag.EXCHANGED,), None)
    assert (exchanged.point.lat, exchanged.point.lon) == (1.5, 42.5), "shown as it was sent"
    for lat, lon in ((42.5, 1.5), (48.8, 2.3), (0.5, -42.5)):
        here = placed(lat, lon)
        assert (here.flags, here.uncertainty_m) == ((), 12)


@pytest.mark.parametrize(("ahead_s", "flags"), [(-5, ()), (10, ()), (11, (PositionFlag.CLOCK_AHEAD,))])
def test_a_fix_that_is_dated_ahead_is_flagged_and_its_age_counts_from_when_it_came(
    ahead_s: int, flags: tuple[PositionFlag, ...]
) -> None:
    at = AT + timedelta(seconds=ahead_s)
    found = position(message(time=at.isoformat()))
    assert found.flags == flags
    assert found.at == at
    assert taken_at(found) == min(at, AT)
