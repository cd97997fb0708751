"""The kinds of the directory that a file can bring, and the columns of each.

An entry holds what its file states: no state, no work, no history. Two entries are equal when a file would say the same.
For places and people that is what an administrator states on a form, so their types are those of `identity.core.model`. Units,
hospitals, qualifications and shifts have entries of their own: a base is two columns, and retirement, state and diversion are not in a file.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated

import msgspec

from auxilio.dispatch.tasks.core.shared_types import Code
from auxilio.dispatch.units.core.model import Callsign
from auxilio.hospitals.core.model import HospitalCapability, StatedText
from auxilio.identity.core.model import Agency, Centre, Contact, Desk, Key, Login, PersonData
from auxilio.kernel.position import Latitude, Longitude
from auxilio.kernel.shared_types import Phone, ShortText
from auxilio.kernel.tsi import Tsi
from auxilio.radio.core.model import TalkGroupUse
from auxilio.rosters.core.model import ClockTime


class ImportKind(StrEnum):
    """What one file holds."""

    AGENCIES = "agencies"
    CENTRES = "centres"
    DESKS = "desks"
    PEOPLE = "people"
    UNITS = "units"
    HOSPITALS = "hospitals"
    QUALIFICATIONS = "qualifications"
    CONTACTS = "contacts"
    ROSTERS = "rosters"
    """Shifts in a function."""
    CREWS = "crews"
    """Shifts on a unit."""


class FormKind(StrEnum):
    """What one file holds that fills a form of content, and changes no directory (decision 0313)."""

    TALK_GROUPS = "talk_groups"


type TableKind = ImportKind | FormKind


class UnitEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A row of units, with their base, their talk group and their radios."""

    callsign: Callsign
    agency: Key
    centre: Key
    capabilities: Annotated[tuple[Code, ...], msgspec.Meta(min_length=1, max_length=20)]
    latitude: Latitude
    longitude: Longitude
    talk_group: ShortText | None = None
    phone: Phone | None = None
    radios: Annotated[tuple[Tsi, ...], msgspec.Meta(max_length=20)] = ()


class HospitalEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A row of hospitals."""

    name: StatedText
    latitude: Latitude
    longitude: Longitude
    phone: Phone | None = None
    capabilities: tuple[HospitalCapability, ...] = ()


class QualificationEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A row of qualifications: what one person holds, from the first day to the last."""

    login: Login
    qualification: ShortText
    """Its code; a file may write its name in any language instead."""
    since: date
    until: date | None = None


class TalkGroupEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A row of talk groups of a radio plan."""

    gssi: Tsi
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    use: TalkGroupUse
    agency: Key | None = None
    """Whose working group it is."""


class RosterEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A row of rosters: a shift of one person, by the clock on the wall."""

    login: Login
    day: date
    starts: ClockTime
    ends: ClockTime
    function: ShortText
    """Its code; a file may write its name in any language instead."""


class CrewEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A row of crews: a shift of one person on a unit."""

    login: Login
    day: date
    starts: ClockTime
    ends: ClockTime
    unit: Callsign


type Entry = (
    Agency
    | Centre
    | Desk
    | Contact
    | PersonData
    | UnitEntry
    | HospitalEntry
    | QualificationEntry
    | TalkGroupEntry
    | RosterEntry
    | CrewEntry
)
type LogEntry = UnitEntry | HospitalEntry | QualificationEntry | RosterEntry | CrewEntry
"""Of aggregates of the log."""

ENTRY_OF: dict[TableKind, type[Entry]] = {
    ImportKind.AGENCIES: Agency,
    ImportKind.CENTRES: Centre,
    ImportKind.DESKS: Desk,
    ImportKind.PEOPLE: PersonData,
    ImportKind.UNITS: UnitEntry,
    ImportKind.HOSPITALS: HospitalEntry,
    ImportKind.QUALIFICATIONS: QualificationEntry,
    ImportKind.CONTACTS: Contact,
    FormKind.TALK_GROUPS: TalkGroupEntry,
    ImportKind.ROSTERS: RosterEntry,
    ImportKind.CREWS: CrewEntry,
}
UNORDERED = frozenset({"roles"})
"""Lists whose order says nothing. That of languages, radios and capabilities does: the first is preferred."""

EXAMPLES: dict[TableKind, Entry] = {
    ImportKind.AGENCIES: Agency(id="sanidad", service="HEALTH", name="Sanidad", phone="+34900000001"),
    ImportKind.CENTRES: Centre(
        id="sanidad-1", agency="sanidad", name="Centro coordinador", phone="+34900000002"
    ),
    ImportKind.DESKS: Desk(id="desk-01", name="1", roles=("call_taker", "supervisor")),
    ImportKind.PEOPLE: PersonData(
        login="a.font",
        name="Anna Font",
        roles=("call_taker",),
        languages=("ca", "es"),
        phone="+34600000021",
        staff_number="A1021",
    ),
    ImportKind.UNITS: UnitEntry(
        callsign="A-12",
        agency="sanidad",
        centre="sanidad-1",
        capabilities=("bls",),
        latitude=42.5063,
        longitude=1.5218,
        talk_group="Sanidad 1",
        phone="+34600000012",
        radios=("214-1-2001",),
    ),
    ImportKind.HOSPITALS: HospitalEntry(
        name="Hospital de la Vall",
        latitude=42.5105,
        longitude=1.5332,
        phone="+34900000003",
        capabilities=(HospitalCapability.TRAUMA, HospitalCapability.HELIPAD),
    ),
    ImportKind.QUALIFICATIONS: QualificationEntry(
        login="a.font", qualification="nurse", since=date(2024, 1, 31), until=date(2029, 1, 30)
    ),
    ImportKind.CONTACTS: Contact(
        id="gas",
        name="Gas, averías",
        phone="+34900000004",
        organisation="Compañía de gas",
        purpose="Cortar el gas, olor a gas",
        hours="24 h",
    ),
    FormKind.TALK_GROUPS: TalkGroupEntry(
        gssi="214-1-6000101", name="Sanidad 1", use=TalkGroupUse.WORKING, agency="sanidad"
    ),
    ImportKind.ROSTERS: RosterEntry(
        login="a.font", day=date(2026, 12, 1), starts="20:00", ends="08:00", function="call_taker"
    ),
    ImportKind.CREWS: CrewEntry(
        login="a.font", day=date(2026, 12, 1), starts="20:00", ends="08:00", unit="A-12"
    ),
}
"""The row of each template. Every value is invented."""


def key_field(entry_type: type[Entry]) -> str:
    """The column at which a key that is wrong is told: the first one."""
    return entry_type.__struct_fields__[0]


def key_of_entry(entry: Entry) -> str:
    """By which an entry is known again; that of a person and of a hospital without regard to capitals. A qualification is known
    by whose it is and which, a shift by whose it is, its day and its start."""
    if isinstance(entry, RosterEntry | CrewEntry):
        return f"{entry.login.casefold()} {entry.day} {entry.starts}"
    if isinstance(entry, QualificationEntry):
        return f"{entry.login.casefold()} {entry.qualification}"
    key: str = getattr(entry, key_field(type(entry)))
    return key.casefold() if isinstance(entry, PersonData | HospitalEntry) else key
