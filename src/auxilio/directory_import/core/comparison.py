"""What a file would change in the directory as it is: new, changed and unchanged entries, and why it is not applied.

The rules of units and hospitals are those of their machines, those of people of `identity.core`: the preview refuses what
the commands would refuse.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from auxilio.directory_import.core.columns import ReadRows, StatedRow
from auxilio.directory_import.core.entry_commands import (
    change_hospital,
    plan_shift,
    qualification_id,
    record_qualification,
    register_unit,
    shift_id,
)
from auxilio.directory_import.core.model import (
    ENTRY_OF,
    CrewEntry,
    Entry,
    HospitalEntry,
    ImportKind,
    QualificationEntry,
    RosterEntry,
    UnitEntry,
    key_field,
    key_of_entry,
)
from auxilio.directory_import.core.table import FileFinding
from auxilio.dispatch.units.core import machine as unit_machine
from auxilio.dispatch.units.core.model import Unit
from auxilio.hospitals.core import machine as hospital_machine
from auxilio.hospitals.core.model import Hospital, HospitalCapability
from auxilio.identity.core.model import Agency, Centre, Contact, Desk, Person, PersonData
from auxilio.identity.core.policy import check_roles, check_roles_known, check_service
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import PersonId
from auxilio.kernel.instant import Instant
from auxilio.kernel.refusal import Refused
from auxilio.rosters.core import qualification_machine, shift_machine
from auxilio.rosters.core.shift_authority import may_plan, must_plan
from auxilio.rosters.core.shift_model import PersonRoster, RosterPerson, RosterUnit

type EntrySource = Agency | Centre | Desk | Contact | Person | Unit | Hospital
type Wrong = tuple[str, str, dict[str, str]]
"""Field, code and facts."""


class KnownEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry as the directory has it. `source` is what it was made of, where its machine is asked."""

    id: str
    entry: Entry
    source: EntrySource | None = None


class RosterState(msgspec.Struct, frozen=True, kw_only=True):
    """What shifts are compared with: everybody, their shifts of every kind, and units by callsign."""

    people: Mapping[PersonId, RosterPerson]
    shifts: Mapping[PersonId, PersonRoster]
    units: Mapping[str, RosterUnit]
    zone: ZoneInfo


class DirectoryState(msgspec.Struct, frozen=True, kw_only=True):
    """The directory as it is, as far as a file of one kind is compared with it."""

    known: Mapping[str, KnownEntry]
    """Entries of the kind of the file, by their keys."""
    ambiguous: frozenset[str] = frozenset()
    """Keys that two entries have, so that a file cannot say which it means."""
    agencies: frozenset[str] = frozenset()
    centres: Mapping[str, str] = {}
    """The agency of each centre."""
    services: frozenset[str] = frozenset()
    capabilities: frozenset[str] = frozenset()
    people: Mapping[str, PersonId] = {}
    """By login, without regard to capitals; only for qualifications and shifts."""
    functions: Mapping[str, str] = {}
    """Codes of functions of shifts by what they are called in any language, and by themselves."""
    rosters: RosterState | None = None
    """Only for rosters and crews."""
    qualifications: Mapping[str, str] = {}
    """Codes of qualifications by what they are called in any language, as `plain_name` writes it, and by themselves."""


def is_exported(entry: Entry, state: DirectoryState, actor: Actor) -> bool:
    """Whether an actor who may export entries of this kind is given this one: shifts are of the places that they plan."""
    if state.rosters is None or not isinstance(entry, RosterEntry | CrewEntry):
        return True
    person = state.rosters.people[state.people[entry.login.casefold()]]
    return may_plan(actor, person.agency, person.centre)


class EntryChange(StrEnum):
    """What becomes of an entry."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class ComparedEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A row and what it does. `fields`: the columns that differ."""

    row: int
    key: str
    change: EntryChange
    fields: tuple[str, ...]
    after: Entry
    before: KnownEntry | None = None
    new_id: str | None = None
    """Under which a new one is kept, where the row says it."""


class ImportComparison(msgspec.Struct, frozen=True, kw_only=True):
    """What a file would change. With a finding nothing of it is applied."""

    entries: tuple[ComparedEntry, ...]
    findings: tuple[FileFinding, ...]

    def count(self, change: EntryChange) -> int:
        """How many entries."""
        return sum(one.change is change for one in self.entries)

    @property
    def changes(self) -> list[ComparedEntry]:
        """Those that are new or changed."""
        return [one for one in self.entries if one.change is not EntryChange.UNCHANGED]


def compare_import(
    kind: ImportKind, read: ReadRows, state: DirectoryState, actor: Actor, at: Instant
) -> ImportComparison:
    """Compare each row with the directory, and with the other rows."""
    findings, entries = list(read.findings), list[ComparedEntry]()
    wrong_rows = {finding.row for finding in findings}
    seen, radios = dict[str, int](), _radios_of(state)
    shifts = dict(state.rosters.shifts) if state.rosters else {}
    for row in read.rows:
        if row.number in wrong_rows:
            continue
        one = _compared(kind, row, state)
        found = list(_wrong(one, state, seen, radios, actor, at))
        if not found:
            found = list(_wrong_shift(one, state, shifts, actor, at))
        seen.setdefault(one.key, one.row)
        for field, code, facts in found:
            column = read.headings.get(field, field)
            findings.append(FileFinding(row=row.number, column=column, code=code, facts=facts))
        entries.append(one)
    findings.sort(key=lambda finding: finding.row)
    return ImportComparison(entries=tuple(entries), findings=tuple(findings))


def _compared(kind: ImportKind, row: StatedRow, state: DirectoryState) -> ComparedEntry:
    entry_type = ENTRY_OF[kind]
    stated = {"active": True, **row.values} if entry_type is PersonData else row.values
    values = {name: value for name, value in stated.items() if name in entry_type.__struct_fields__}
    if entry_type is QualificationEntry:
        said = values["qualification"]
        values["qualification"] = state.qualifications.get(plain_name(said), said)
    if entry_type is RosterEntry:
        said = values["function"]
        values["function"] = state.functions.get(plain_name(said), said)
    key = key_of_entry(entry_type(**values))
    before = state.known.get(key)
    after: Entry = msgspec.structs.replace(before.entry, **values) if before else entry_type(**values)
    if isinstance(after, HospitalEntry):
        in_order = tuple(one for one in HospitalCapability if one in after.capabilities)
        after = msgspec.structs.replace(after, capabilities=in_order)
    assert key_of_entry(after) == key, "a key is the same in the file and in the directory"
    fields = tuple(
        name
        for name in after.__struct_fields__
        if before is None or getattr(before.entry, name) != getattr(after, name)
    )
    change = EntryChange.NEW if before is None else EntryChange.CHANGED if fields else EntryChange.UNCHANGED
    new_id = _new_id(after, state) if before is None else None
    return ComparedEntry(
        row=row.number, key=key, change=change, fields=fields, after=after, before=before, new_id=new_id
    )


def _new_id(after: Entry, state: DirectoryState) -> str | None:
    if not isinstance(after, QualificationEntry | RosterEntry | CrewEntry):
        return None
    person = state.people.get(after.login)
    if person is None:
        return None
    if isinstance(after, QualificationEntry):
        return qualification_id(person, after.qualification)
    return shift_id(person, after.day, after.starts)


def plain_name(name: str) -> str:
    """Without regard to capitals and blanks."""
    return " ".join(name.casefold().split())


def _radios_of(state: DirectoryState) -> dict[str, str]:
    """The callsign of each radio."""
    units = (one.entry for one in state.known.values())
    return {radio: unit.callsign for unit in units if isinstance(unit, UnitEntry) for radio in unit.radios}


def _wrong(
    one: ComparedEntry,
    state: DirectoryState,
    seen: Mapping[str, int],
    radios: dict[str, str],
    actor: Actor,
    at: Instant,
) -> Iterator[Wrong]:
    key_name = key_field(type(one.after))
    if one.key in seen:
        yield key_name, "row_twice", {"row": str(seen[one.key])}
        return
    if one.key in state.ambiguous:
        yield key_name, "row_ambiguous", {"key": one.key}
        return
    if one.change is EntryChange.UNCHANGED:
        return
    yield from _unknown_places(one.after, state)
    match one.after:
        case Agency():
            yield from _refused("service", check_service, one.after, state.services)
        case Desk(roles=roles):
            yield from _refused("roles", check_roles_known, frozenset(roles))
        case PersonData():
            yield from _wrong_roles(one, one.after, actor)
        case UnitEntry():
            yield from _wrong_unit(one, one.after, state, radios, actor)
        case HospitalEntry():
            yield from _wrong_hospital(one, one.after, actor, at)
        case QualificationEntry():
            yield from _wrong_qualification(one, one.after, state)
        case RosterEntry() | CrewEntry() if one.before is None and one.new_id is None:
            yield "login", "not_in_directory", {"id": one.after.login}
        case _:
            pass


def _unknown_places(entry: Entry, state: DirectoryState) -> Iterator[Wrong]:
    agency: str | None = getattr(entry, "agency", None)
    centre: str | None = getattr(entry, "centre", None)
    if agency is not None and agency not in state.agencies:
        yield "agency", "not_in_directory", {"id": agency}
        return
    if centre is not None and centre not in state.centres:
        yield "centre", "not_in_directory", {"id": centre}
        return
    if agency is not None and centre is not None and state.centres[centre] != agency:
        yield "centre", "centre_of_other_agency", {"centre": centre, "agency": state.centres[centre]}


def _refused(field: str, check: object, *given: object) -> Iterator[Wrong]:
    assert callable(check), "a rule"
    try:
        check(*given)
    except Refused as refused:
        yield field, refused.code, {name: str(fact) for name, fact in refused.facts.items()}


def _wrong_roles(one: ComparedEntry, person: PersonData, actor: Actor) -> Iterator[Wrong]:
    yield from _refused("roles", check_roles, frozenset(person.roles))
    if one.before is not None and one.before.id == str(actor.id):
        for field in ("roles", "active"):
            if field in one.fields:
                yield field, "own_roles", {}


def _wrong_unit(
    one: ComparedEntry, unit: UnitEntry, state: DirectoryState, radios: dict[str, str], actor: Actor
) -> Iterator[Wrong]:
    for capability in unit.capabilities:
        if state.capabilities and capability not in state.capabilities:
            codes = " ".join(sorted(state.capabilities))
            yield "capabilities", "capability_unknown", {"capability": capability, "known": codes}
    for radio in unit.radios:
        if (holder := radios.setdefault(radio, unit.callsign)) != unit.callsign:
            yield "radios", "radio_taken", {"address": radio, "callsign": holder}
    known = one.before.source if one.before else None
    assert known is None or isinstance(known, Unit), "a unit is compared with a unit"
    command = register_unit(UUID(one.before.id) if one.before else UUID(int=0), unit, actor.mode)
    yield from _refused("callsign", unit_machine.register, known, command, actor)


def _wrong_hospital(
    one: ComparedEntry, hospital: HospitalEntry, actor: Actor, at: Instant
) -> Iterator[Wrong]:
    if one.before is None:
        return
    known = one.before.source
    assert isinstance(known, Hospital), "a hospital is compared with a hospital"
    yield from _refused(
        "name", hospital_machine.decide, known, change_hospital(known.id, hospital), actor, at
    )


def _wrong_qualification(
    one: ComparedEntry, entry: QualificationEntry, state: DirectoryState
) -> Iterator[Wrong]:
    if one.before is None and one.new_id is None:
        yield "login", "not_in_directory", {"id": entry.login}
        return
    if one.before is None and entry.qualification not in state.qualifications.values():
        yield "qualification", "qualification_unknown", {"qualification": entry.qualification}
        return
    command = record_qualification(one.before.id if one.before else one.new_id or "", entry)
    yield from _refused("until", qualification_machine.check_days, command)


_SHIFT_FIELDS = {
    "shift_function_not_held": "function",
    "shift_unit_elsewhere": "unit",
    "shift_day_far": "day",
    "shift_person_left": "login",
    "roster_elsewhere": "login",
    "shifts_full": "login",
}
"""At which column a refusal of a shift is told; the others at its start."""


def _wrong_shift(
    one: ComparedEntry,
    state: DirectoryState,
    shifts: dict[PersonId, PersonRoster],
    actor: Actor,
    at: Instant,
) -> Iterator[Wrong]:
    """What its machine refuses, with the shifts of the rows before it, which `shifts` holds."""
    entry, known = one.after, state.rosters
    if known is None or not isinstance(entry, RosterEntry | CrewEntry) or one.change is EntryChange.UNCHANGED:
        return
    person = known.people[state.people[entry.login.casefold()]]
    unit = known.units.get(entry.unit) if isinstance(entry, CrewEntry) else None
    if isinstance(entry, CrewEntry) and unit is None:
        yield "unit", "not_in_directory", {"id": entry.unit}
        return
    if isinstance(entry, RosterEntry) and entry.function not in state.functions.values():
        yield "function", "not_in_directory", {"id": entry.function}
        return
    command = plan_shift(one.before.id if one.before else one.new_id or "", entry, unit.id if unit else None)
    mine, today = shifts.get(person.id), at.astimezone(known.zone).date()
    try:
        must_plan(actor, person.agency, person.centre)
        shift = shift_machine.stated(command, person, unit)
        if one.before is None:
            shift_machine.check_free(mine, shift, person)
        for event in shift_machine.plan(mine, shift, person, today, known.zone):
            shifts[person.id] = mine = shift_machine.evolve(mine, event, at)
    except Refused as refused:
        field = _SHIFT_FIELDS.get(refused.code, "starts")
        if field == "function" and isinstance(entry, CrewEntry):
            field = "login"
        yield field, refused.code, {name: str(fact) for name, fact in refused.facts.items()}
