"""The commands that a row of units, hospitals, qualifications or shifts stands for, and the entries that these are."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from auxilio.directory_import.core.model import (
    CrewEntry,
    HospitalEntry,
    QualificationEntry,
    RosterEntry,
    UnitEntry,
)
from auxilio.dispatch.units.core.messages import RegisterUnit
from auxilio.dispatch.units.core.model import Unit, own_centre
from auxilio.hospitals.core.messages import AddHospital, ChangeHospital, RetireHospital
from auxilio.hospitals.core.model import Hospital
from auxilio.kernel.ids import AgencyId, CentreId, HospitalId, PersonId, UnitId
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode
from auxilio.rosters.core.qualification_messages import RecordQualification, WithdrawQualification
from auxilio.rosters.core.qualification_model import HeldQualification
from auxilio.rosters.core.shift_messages import PlanShift, RemoveShift
from auxilio.rosters.core.shift_model import RosterShift, ShiftFunction

type PartCommand = (
    RegisterUnit
    | AddHospital
    | ChangeHospital
    | RetireHospital
    | RecordQualification
    | WithdrawQualification
    | PlanShift
    | RemoveShift
)
"""A command that is a part of an import, or of taking one back."""


def register_unit(id: UUID, entry: UnitEntry, mode: Mode, *, retired: bool = False) -> RegisterUnit:
    """A unit with these fixed data."""
    return RegisterUnit(
        unit=UnitId(id),
        callsign=entry.callsign,
        agency=AgencyId(entry.agency),
        centre=CentreId(entry.centre),
        capabilities=entry.capabilities,
        home=Point(entry.latitude, entry.longitude),
        mode=mode,
        talk_group=entry.talk_group,
        phone=entry.phone,
        radios=entry.radios,
        retired=retired,
    )


def unit_entry(unit: Unit) -> UnitEntry:
    """The row of a unit, also while another centre directs it."""
    return UnitEntry(
        callsign=unit.callsign,
        agency=unit.agency,
        centre=own_centre(unit),
        capabilities=unit.capabilities,
        latitude=unit.home.lat,
        longitude=unit.home.lon,
        talk_group=unit.talk_group,
        phone=unit.phone,
        radios=unit.radios,
    )


def add_hospital(id: UUID, entry: HospitalEntry) -> AddHospital:
    """A new hospital."""
    return AddHospital(
        hospital=HospitalId(id),
        name=entry.name,
        place=Point(entry.latitude, entry.longitude),
        phone=entry.phone,
        can=entry.capabilities,
    )


def change_hospital(id: UUID, entry: HospitalEntry) -> ChangeHospital:
    """A hospital with these fixed data, stated whole."""
    return ChangeHospital(
        hospital=HospitalId(id),
        name=entry.name,
        place=Point(entry.latitude, entry.longitude),
        phone=entry.phone,
        no_phone=entry.phone is None,
        can=entry.capabilities,
    )


def hospital_entry(hospital: Hospital) -> HospitalEntry:
    """The row of a hospital."""
    return HospitalEntry(
        name=hospital.name,
        latitude=hospital.place.lat,
        longitude=hospital.place.lon,
        phone=hospital.phone,
        capabilities=hospital.can,
    )


def qualification_id(person: PersonId, code: str) -> str:
    """Under which an import keeps what somebody holds."""
    return f"{person} {code}"


def record_qualification(id: str, entry: QualificationEntry) -> RecordQualification:
    """Recorded, or renewed. `id`: as `qualification_id` makes it."""
    person, _, code = id.partition(" ")
    return RecordQualification(person=PersonId(UUID(person)), code=code, since=entry.since, until=entry.until)


def withdraw_qualification(id: str) -> WithdrawQualification:
    """As it was before a file brought it."""
    person, _, code = id.partition(" ")
    return WithdrawQualification(person=PersonId(UUID(person)), code=code)


def qualification_entry(login: str, held: HeldQualification) -> QualificationEntry:
    """The row of what somebody holds."""
    return QualificationEntry(
        login=login.casefold(), qualification=held.code, since=held.since, until=held.until
    )


def shift_id(person: PersonId, day: date, starts: str) -> str:
    """Under which an import keeps a shift."""
    return f"{person} {day} {starts}"


def plan_shift(id: str, entry: RosterEntry | CrewEntry, unit: UnitId | None) -> PlanShift:
    """Planned, or planned anew. `id`: as `shift_id` makes it; `unit`: that of a crew."""
    return PlanShift(
        person=PersonId(UUID(id.partition(" ")[0])),
        day=entry.day,
        starts=entry.starts,
        ends=entry.ends,
        function=ShiftFunction(entry.function) if isinstance(entry, RosterEntry) else ShiftFunction.CREW,
        unit=unit,
    )


def remove_shift(id: str) -> RemoveShift:
    """As it was before a file brought it."""
    person, day, starts = id.split(" ")
    return RemoveShift(person=PersonId(UUID(person)), day=date.fromisoformat(day), starts=starts)


def shift_entry(login: str, shift: RosterShift, callsigns: Mapping[UUID, str]) -> RosterEntry | CrewEntry:
    """The row of a shift. `callsigns`: of every unit, also of those that are retired."""
    login, day, starts, ends = login.casefold(), shift.day, shift.starts, shift.ends
    if shift.unit is not None:
        return CrewEntry(login=login, day=day, starts=starts, ends=ends, unit=callsigns.get(shift.unit, "?"))
    return RosterEntry(login=login, day=day, starts=starts, ends=ends, function=shift.function.value)
