"""Aim: what an MSD says reaches calls in our words, with its three positions, and nothing that arrived is lost."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from auxilio.calls.core.ecall_model import Propulsion, VehicleCategory
from auxilio.calls.core.fix_matching import ArrivedFix
from auxilio.calls.core.positions import best_position
from auxilio.interop.ecall_fix import TRUSTED_RADIUS_M, arrived_msd, vehicle_category
from auxilio.interop.formats.msd import PROPULSIONS, VEHICLE_TYPES, BoundingBox, decode_msd
from auxilio.kernel.position import PositionFlag

PHONE = "+34600111222"
EXAMPLE = "0324101A01C614A2873C52ABA870010010089AF166285C59A4C86408FE29C16C01054010F010"
"""EN 15722:2020, A.3."""
INCIDENT = datetime(2020, 1, 25, 22, 45, 31, tzinfo=UTC)
AT = INCIDENT + timedelta(seconds=9)
SAMPLES = json.loads((Path(__file__).parent / "formats" / "msd_samples.json").read_text())
SWAPPED: BoundingBox = (4.0, 51.0, 7.0, 53.0)
"""South, west, north, east of a box that holds the example's place with its two figures exchanged."""


def arrived(text: str = EXAMPLE, at: datetime = AT, area: BoundingBox | None = None) -> ArrivedFix:
    return arrived_msd(PHONE, text, decode_msd(text.encode(), area), at)


def with_bits(text: str, changes: dict[int, int]) -> str:
    """The message with bits set or cleared, counted from its first."""
    number, bits = int(text, 16), len(text) * 4
    for place, value in changes.items():
        mask = 1 << (bits - 1 - place)
        number = number | mask if value else number & ~mask
    return f"{number:0{len(text)}X}"


BODY = 16
"""Bits of version and length. After it: extended, additional, structure extended, occupants, 8 of the identifier."""
AUTOMATIC, TEST_CALL, TRUSTED = BODY + 12, BODY + 13, BODY + 14


def test_the_example_of_the_standard_says_what_a_desk_needs() -> None:
    fix = arrived()
    assert fix.msd is not None
    assert (fix.msd.vin, fix.msd.occupants, fix.msd.direction_deg) == ("ECALLEXAMPLE02020", 2, 90)
    assert fix.msd.propulsion == (Propulsion.PETROL, Propulsion.ELECTRIC)
    assert (fix.msd.vehicle, fix.msd.automatic, fix.msd.test) == (VehicleCategory.M1, True, False)
    assert fix.msd.incident_at == INCIDENT
    assert (fix.identity, fix.message.raw) == (PHONE, EXAMPLE)


def test_its_three_positions_are_fixes_and_those_of_before_are_never_the_one_that_is_shown() -> None:
    fix = arrived()
    assert fix.position is not None
    assert (fix.position.point.lat, fix.position.point.lon) == (52.22123, 5.2387)
    assert (fix.position.uncertainty_m, fix.position.at, fix.position.received_at) == (
        TRUSTED_RADIUS_M,
        INCIDENT,
        AT,
    )
    assert [one.flags for one in fix.earlier] == [(PositionFlag.EARLIER,)] * 2
    oldest, before = (one.point.lon for one in fix.earlier)
    assert oldest > before > fix.position.point.lon
    shown = best_position((*fix.earlier, fix.position))
    assert shown is not None
    assert shown.point == fix.position.point
    assert best_position(fix.earlier) is None


def test_a_position_that_its_vehicle_does_not_vouch_for_has_no_circle() -> None:
    fix = arrived(with_bits(EXAMPLE, {TRUSTED: 0}))
    assert fix.position is not None
    assert (fix.position.flags, fix.position.uncertainty_m) == ((PositionFlag.UNTRUSTED,), None)


def test_exchanged_latitude_and_longitude_are_flagged_and_not_exchanged_back() -> None:
    fix = arrived(area=SWAPPED)
    assert fix.position is not None
    assert fix.position.flags == (PositionFlag.EXCHANGED,)
    assert fix.position.point.lat == 52.22123
    assert "latitude_longitude_exchanged" in fix.message.flags


def test_the_bit_of_a_test_is_read() -> None:
    fix = arrived(with_bits(EXAMPLE, {TEST_CALL: 1}))
    assert fix.msd is not None
    assert fix.msd.test


@pytest.mark.parametrize("text", ["zz", "", "09FFFF", "03", "\u00f1\0" * 20, EXAMPLE[:9]])
def test_what_cannot_be_read_is_kept_with_the_reason(text: str) -> None:
    fix = arrived(text)
    assert (fix.msd, fix.position, fix.earlier) == (None, None, ())
    assert fix.message.flags
    assert fix.message.raw == text.encode("ascii", "backslashreplace").decode().replace("\0", "\\x00")


def test_junk_after_the_message_changes_nothing_and_is_told() -> None:
    fix, whole = arrived(f"{EXAMPLE}FFAA"), arrived()
    assert fix.msd == whole.msd
    assert "junk_after" in fix.message.flags
    assert fix.message.id != whole.message.id


def test_the_fix_of_a_vehicle_whose_clock_is_wrong_is_of_when_it_arrived() -> None:
    late = AT + timedelta(days=400)
    fix = arrived(at=late)
    assert fix.position is not None
    assert fix.position.at == late


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["id"])
def test_every_sample_becomes_facts_of_a_call(sample: dict[str, str]) -> None:
    fix = arrived(sample["hex"])
    assert fix.msd is not None
    assert fix.msd.vin is not None


def test_every_name_of_the_standard_has_a_word_of_ours() -> None:
    told = {name for names in VEHICLE_TYPES.values() for name in names}
    assert {vehicle_category(name) for name in told} == set(VehicleCategory)
    assert vehicle_category("unknown 14") is vehicle_category("unknown extension 0") is None
    assert len(PROPULSIONS) == len(Propulsion)
