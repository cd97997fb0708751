"""The handler of imports of units, hospitals, qualifications and shifts: one command that consists of many (decision 0282)."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID

import msgspec

from auxilio.directory_import.core.entry_commands import (
    PartCommand,
    add_hospital,
    change_hospital,
    hospital_entry,
    plan_shift,
    qualification_entry,
    qualification_id,
    record_qualification,
    register_unit,
    remove_shift,
    shift_entry,
    shift_id,
    unit_entry,
    withdraw_qualification,
)
from auxilio.directory_import.core.messages import ApplyImport, DirectoryImportCommand, TakeBackImport
from auxilio.directory_import.core.model import (
    CrewEntry,
    HospitalEntry,
    ImportKind,
    LogEntry,
    QualificationEntry,
    RosterEntry,
    UnitEntry,
    key_of_entry,
)
from auxilio.dispatch.ports import UnitDirectory
from auxilio.dispatch.service import UNIT
from auxilio.dispatch.units.core.messages import RegisterUnit
from auxilio.dispatch.units.core.model import Unit
from auxilio.hospitals.core.messages import RetireHospital
from auxilio.hospitals.core.model import Hospital
from auxilio.hospitals.service import HOSPITAL
from auxilio.identity.core import imports
from auxilio.identity.core.imports import ImportedChange
from auxilio.identity.import_log import IMPORT
from auxilio.kernel.actor import Actor
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.event import CommandResult
from auxilio.kernel.ids import CommandId, HospitalId, PersonId, UnitId
from auxilio.kernel.refusal import Conflict
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.command_executor import CommandContext, UnitOfWork
from auxilio.platform.ids import new_id
from auxilio.rosters.core.qualification_messages import RecordQualification, WithdrawQualification
from auxilio.rosters.core.shift_messages import PlanShift, RemoveShift
from auxilio.rosters.qualification_service import QUALIFICATIONS
from auxilio.rosters.shift_service import PERSON_ROSTER

type PartBus = Callable[[CommandContext], CommandPort]
"""A command bus over the services of units, hospitals, qualifications and shifts, whose commands are parts of this attempt."""
type LoginsOfPeople = Callable[[], Awaitable[Mapping[PersonId, str]]]
"""The login of everybody, also of those who have left. People belong to `identity`."""


type CallsignsOfUnits = Callable[[], Awaitable[Mapping[UUID, str]]]
"""The callsign of every unit, also of those that are retired."""


class NamesOfEntries(msgspec.Struct, frozen=True):
    """What a file calls people and units."""

    logins: Mapping[PersonId, str]
    callsigns: Mapping[UUID, str]


class UnitsOfAttempt:
    """A `UnitDirectory` that is read once, and shows the units of an attempt as it has left them."""

    def __init__(self, units: UnitDirectory, attempt: CommandContext) -> None:
        self._units, self._attempt = units, attempt
        self._read: dict[UnitId, Unit] | None = None

    async def units(self) -> list[Unit]:
        """Every unit, also those that are retired."""
        if self._read is None:
            self._read = {unit.id: unit for unit in await self._units.units()}
        return list((self._read | {unit.id: unit for unit in self._attempt.states_of(UNIT)}).values())


class ImportCommandService:
    """Applies imports of units, hospitals, qualifications and shifts, and takes them back."""

    def __init__(
        self, work: UnitOfWork, parts: PartBus, logins: LoginsOfPeople, callsigns: CallsignsOfUnits
    ) -> None:
        self._work, self._parts, self._logins, self._callsigns = work, parts, logins, callsigns

    async def handle(
        self, command_id: CommandId, command: DirectoryImportCommand, actor: Actor
    ) -> CommandResult:
        """Raises `Refused`: what a part is refused with, `import_changed_meanwhile`, `unknown_import`, `import_taken_back`,
        `import_changed_since`."""

        async def decide(attempt: CommandContext) -> None:
            if isinstance(command, ApplyImport):
                await self._apply(attempt, command, actor)
            else:
                await self._take_back(attempt, command, actor)

        return await self._work.run(command_id, command, actor, decide)

    async def _apply(self, attempt: CommandContext, command: ApplyImport, actor: Actor) -> None:
        await attempt.load(*(_aggregate_of(part.command) for part in command.parts))
        known = await attempt.find(IMPORT, command.record.id)
        changes, commands = list[ImportedChange](), self._parts(attempt)
        names = await self._names()
        for part in command.parts:
            before = await _entry(attempt, part.command, names)
            if entry_json(before) != part.before:
                raise Conflict("import_changed_meanwhile", key=_name(part.command, names))
            await commands.handle(CommandId(new_id()), part.command, actor)
            after = await _entry(attempt, part.command, names)
            assert after is not None, "an import retires nothing"
            changes.append(_change(part.command, before, after))
        record = msgspec.structs.replace(command.record, changes=tuple(changes))
        attempt.record(IMPORT, record.id, imports.record_import(known, record))

    async def _take_back(self, attempt: CommandContext, command: TakeBackImport, actor: Actor) -> None:
        one = await attempt.get(IMPORT, command.id)
        ended = imports.take_back(one, actor.id, actor.name)
        names = await self._names()
        units = {callsign: unit for unit, callsign in names.callsigns.items()}
        # The last first: what one row made room for, the next one took.
        changes = one.record.changes[::-1]
        parts = [_restoring(one.record.kind, change, actor, units) for change in changes]
        await attempt.load(*map(_aggregate_of, parts))
        commands = self._parts(attempt)
        for part, change in zip(parts, changes, strict=True):
            now = await _entry(attempt, part, names)
            if now is None or now != msgspec.json.decode(change.after, type=type(now)):
                raise Conflict("import_changed_since", key=change.key)
            await commands.handle(CommandId(new_id()), part, actor)
        attempt.record(IMPORT, one.id, ended)

    async def _names(self) -> NamesOfEntries:
        return NamesOfEntries(await self._logins(), await self._callsigns())


def _aggregate_of(part: PartCommand) -> tuple[Aggregate[Any], UUID]:
    match part:
        case RegisterUnit():
            return UNIT, part.unit
        case RecordQualification() | WithdrawQualification():
            return QUALIFICATIONS, part.person
        case PlanShift() | RemoveShift():
            return PERSON_ROSTER, part.person
        case _:
            return HOSPITAL, part.hospital


async def _entry(attempt: CommandContext, part: PartCommand, names: NamesOfEntries) -> LogEntry | None:
    """What the directory has now; None for what is not there, or is retired."""
    if isinstance(part, RecordQualification | WithdrawQualification):
        known = await attempt.find(QUALIFICATIONS, part.person)
        held = next((one for one in known.held if one.code == part.code), None) if known else None
        return qualification_entry(names.logins.get(part.person, ""), held) if held is not None else None
    if isinstance(part, PlanShift | RemoveShift):
        roster = await attempt.find(PERSON_ROSTER, part.person)
        mine = roster.shifts if roster is not None else ()
        shift = next((one for one in mine if one.begins(part.day, part.starts)), None)
        login = names.logins.get(part.person, "")
        return shift_entry(login, shift, names.callsigns) if shift is not None else None
    found: Unit | Hospital | None
    if isinstance(part, RegisterUnit):
        found = await attempt.find(UNIT, part.unit)
    else:
        found = await attempt.find(HOSPITAL, part.hospital)
    if found is None or found.retired:
        return None
    return unit_entry(found) if isinstance(found, Unit) else hospital_entry(found)


def entry_json(entry: LogEntry | None) -> str | None:
    """An entry as an import keeps it."""
    return msgspec.json.encode(entry).decode() if entry is not None else None


def _name(part: PartCommand, names: NamesOfEntries) -> str:
    match part:
        case RegisterUnit():
            return part.callsign
        case RecordQualification() | WithdrawQualification():
            return f"{names.logins.get(part.person, '')} {part.code}"
        case PlanShift() | RemoveShift():
            return f"{names.logins.get(part.person, '')} {part.day} {part.starts}"
        case _:
            return getattr(part, "name", None) or ""


def _change(part: PartCommand, before: LogEntry | None, after: LogEntry) -> ImportedChange:
    return ImportedChange(
        id=_id_of(part),
        key=after.name if isinstance(after, HospitalEntry) else key_of_entry(after),
        before=entry_json(before),
        after=msgspec.json.encode(after).decode(),
    )


def _id_of(part: PartCommand) -> str:
    match part:
        case RegisterUnit():
            return str(part.unit)
        case RecordQualification() | WithdrawQualification():
            return qualification_id(part.person, part.code)
        case PlanShift() | RemoveShift():
            return shift_id(part.person, part.day, part.starts)
        case _:
            return str(part.hospital)


def _restoring(kind: str, change: ImportedChange, actor: Actor, units: Mapping[str, UUID]) -> PartCommand:
    """The command that makes an entry what it was before."""
    stated = change.before or change.after
    if kind == ImportKind.UNITS:
        unit = msgspec.json.decode(stated, type=UnitEntry)
        return register_unit(UUID(change.id), unit, actor.mode, retired=change.before is None)
    if kind == ImportKind.QUALIFICATIONS:
        if change.before is None:
            return withdraw_qualification(change.id)
        return record_qualification(change.id, msgspec.json.decode(stated, type=QualificationEntry))
    if kind in {ImportKind.ROSTERS, ImportKind.CREWS}:
        if change.before is None:
            return remove_shift(change.id)
        if kind == ImportKind.ROSTERS:
            return _planning(change.id, msgspec.json.decode(change.before, type=RosterEntry), units)
        return _planning(change.id, msgspec.json.decode(change.before, type=CrewEntry), units)
    if change.before is None:
        return RetireHospital(hospital=HospitalId(UUID(change.id)))
    return change_hospital(UUID(change.id), msgspec.json.decode(stated, type=HospitalEntry))


def _planning(id: str, entry: RosterEntry | CrewEntry, units: Mapping[str, UUID]) -> PlanShift:
    unit = UnitId(units[entry.unit]) if isinstance(entry, CrewEntry) else None
    return plan_shift(id, entry, unit)


def applying(id: str, entry: LogEntry, actor: Actor, *, new: bool, units: Mapping[str, UUID]) -> PartCommand:
    """The command that makes an entry what a file states. `units`: those that a crew can be of, by callsign."""
    match entry:
        case UnitEntry():
            return register_unit(UUID(id), entry, actor.mode)
        case QualificationEntry():
            return record_qualification(id, entry)
        case RosterEntry() | CrewEntry():
            return _planning(id, entry, units)
        case _:
            return add_hospital(UUID(id), entry) if new else change_hospital(UUID(id), entry)
