"""What screens see of hospitals: whoever sends or drives must know them, and nothing in them is of any case. Pure."""

import msgspec

from auxilio.hospitals.model import Can, Capacity, Diversion, Hospital, RoomColour
from auxilio.kernel.ids import HospitalId
from auxilio.kernel.position import Point
from auxilio.kernel.words import Mode


class HospitalRow(msgspec.Struct, frozen=True, kw_only=True):
    """One hospital in a list. How old a word is, and whether a diversion still stands, the screen's clock says."""

    id: HospitalId
    mode: Mode
    name: str
    place: Point
    phone: str | None
    can: tuple[Can, ...]
    capacity: dict[RoomColour, Capacity]
    diversions: tuple[Diversion, ...]


def hospital_row(hospital: Hospital) -> HospitalRow:
    """The row of a hospital."""
    return msgspec.convert(hospital, HospitalRow, from_attributes=True)
