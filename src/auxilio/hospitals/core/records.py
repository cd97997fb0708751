"""What an administrator reads of hospitals: their fixed data, and nothing of what they declared or of whom they await. Pure."""

from collections.abc import Iterable

import msgspec

from auxilio.hospitals.core.model import Hospital, HospitalCapability
from auxilio.kernel.ids import HospitalId
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode


class HospitalRecord(msgspec.Struct, frozen=True, kw_only=True):
    """The fixed data of a hospital."""

    id: HospitalId
    mode: Mode
    name: str
    place: Point
    phone: str | None
    can: tuple[HospitalCapability, ...]


class HospitalRegister(msgspec.Struct, frozen=True, kw_only=True):
    """The hospitals there are, by name, and the abilities that one can have."""

    hospitals: tuple[HospitalRecord, ...]
    abilities: tuple[HospitalCapability, ...]


def hospital_register(hospitals: Iterable[Hospital]) -> HospitalRegister:
    """Hospitals as they are read."""
    records = (msgspec.convert(each, HospitalRecord, from_attributes=True) for each in hospitals)
    return HospitalRegister(
        hospitals=tuple(sorted(records, key=lambda one: (one.name.casefold(), str(one.id)))),
        abilities=tuple(HospitalCapability),
    )
