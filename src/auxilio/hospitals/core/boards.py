"""What screens see of hospitals: whoever sends or drives must know them, and nothing in them is of any case. Pure."""

import msgspec

from auxilio.hospitals.core.model import (
    CapacityColour,
    DeclaredCapacity,
    Hospital,
    HospitalCapability,
    HospitalDiversion,
)
from auxilio.kernel.ids import HospitalId
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode


class HospitalRow(msgspec.Struct, frozen=True, kw_only=True):
    """One hospital in a list. How old a word is, and whether a diversion still stands, the screen's clock says."""

    id: HospitalId
    mode: Mode
    name: str
    place: Point
    phone: str | None
    can: tuple[HospitalCapability, ...]
    capacity: dict[CapacityColour, DeclaredCapacity]
    diversions: tuple[HospitalDiversion, ...]


def hospital_row(hospital: Hospital) -> HospitalRow:
    """The row of a hospital."""
    return msgspec.convert(hospital, HospitalRow, from_attributes=True)
