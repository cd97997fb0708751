"""Imports of the directory: preview, apply, list, take back; export and templates (docs/nouns/directory-import.md)."""

import asyncio
import hashlib
from collections.abc import Sequence
from typing import Literal
from uuid import UUID

import msgspec

from auxilio.directory_import.access_letters import LetterOfAccess, letters_pdf
from auxilio.directory_import.core.columns import ColumnNames, cells_of, headings_of, read_rows
from auxilio.directory_import.core.comparison import (
    ComparedEntry,
    EntryChange,
    ImportComparison,
    compare_import,
    is_exported,
    plain_name,
)
from auxilio.directory_import.core.messages import ApplyImport, ImportPart, TakeBackImport
from auxilio.directory_import.core.model import (
    ENTRY_OF,
    EXAMPLES,
    Entry,
    ImportKind,
    LogEntry,
    TableKind,
    UnitEntry,
    key_of_entry,
)
from auxilio.directory_import.core.table import BYTES_MAX, FINDINGS_MAX, FileFinding, TableError, TableRow
from auxilio.directory_import.core.table_text import read_text_table, write_text_table
from auxilio.directory_import.directory_reader import OF_PEOPLE, DirectoryReader
from auxilio.directory_import.import_handler import applying, entry_json
from auxilio.directory_import.restoring import restored_accounts, restored_places, stated_place
from auxilio.directory_import.store import ImportStore, ImportSummary, summary_of
from auxilio.directory_import.workbook import MAGIC, read_workbook, write_workbook
from auxilio.hospitals.core.model import HospitalCapability
from auxilio.identity.core.gate import require
from auxilio.identity.core.imports import DirectoryImport, ImportedChange, ImportRecord
from auxilio.identity.core.model import Person, PersonData
from auxilio.identity.core.permissions import Permission
from auxilio.identity.directory_batch import AccountChange, DirectoryBatch, NotedImport
from auxilio.identity.passwords import first_password
from auxilio.kernel.actor import Actor
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.ids import CommandId, PersonId
from auxilio.kernel.refusal import Conflict, NotFound, Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import Clock
from auxilio.platform.i18n import Catalogues, catalogues
from auxilio.platform.ids import derived_id, new_id
from auxilio.rosters.core.shift_model import ShiftFunction

FileFormat = Literal["csv", "xlsx"]
_UNITS = UUID("7d0b5d7e-6a53-5d0e-8f5c-0c6a1f3b9e21")
"""Names units that a file brought. It is in their ids for ever: never change it."""
ENTRIES_SHOWN = 500
"""Entries that a preview lists; its counts are of all."""
PERMISSION_OF: dict[ImportKind, Permission] = {
    ImportKind.AGENCIES: Permission.PEOPLE_ADMIN,
    ImportKind.CENTRES: Permission.PEOPLE_ADMIN,
    ImportKind.DESKS: Permission.PEOPLE_ADMIN,
    ImportKind.PEOPLE: Permission.PEOPLE_ADMIN,
    ImportKind.UNITS: Permission.UNIT_ADMIN,
    ImportKind.HOSPITALS: Permission.HOSPITAL_ADMIN,
    ImportKind.QUALIFICATIONS: Permission.ROSTER_ADMIN,
    ImportKind.CONTACTS: Permission.PEOPLE_ADMIN,
    ImportKind.ROSTERS: Permission.SHIFT_PLAN,
    ImportKind.CREWS: Permission.SHIFT_PLAN,
}
"""Beside that of administering people, which every import needs."""
OF_THE_LOG = OF_PEOPLE | {ImportKind.UNITS, ImportKind.HOSPITALS}
"""Kinds whose entries are aggregates of the log; those of the others stand in tables of identity."""

UNREFERENCED = frozenset({ImportKind.DESKS, ImportKind.CONTACTS})
"""Kinds whose entries no unit and no task names."""


class PreviewedEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the preview; `fields`: the columns that differ."""

    row: int
    key: str
    change: EntryChange
    fields: tuple[str, ...]


class ImportPreview(msgspec.Struct, frozen=True, kw_only=True):
    """What a file would change. With a finding it changes nothing; `refused` counts the rows that have one."""

    new: int
    changed: int
    unchanged: int
    refused: int
    findings: tuple[FileFinding, ...]
    entries: tuple[PreviewedEntry, ...]


class AppliedImport(msgspec.Struct, frozen=True, kw_only=True):
    """What was applied. `summary` is None where the file changed nothing. `letters`: a PDF with the first passwords (base64 in
    JSON), given this once."""

    summary: ImportSummary | None
    unchanged: int
    letters: bytes | None = None


class DirectoryImports:
    """Imports of one installation. `texts`: the catalogues, which name the columns in each language."""

    def __init__(
        self,
        clock: Clock,
        commands: CommandPort,
        batch: DirectoryBatch,
        reader: DirectoryReader,
        store: ImportStore,
        texts: Catalogues,
    ) -> None:
        self._clock, self._commands, self._batch = clock, commands, batch
        self._reader, self._store, self._catalogues = reader, store, texts
        self._names = column_names(texts)

    async def preview(self, kind: ImportKind, raw: bytes, actor: Actor) -> ImportPreview:
        """What this file would change; nothing is written. Raises `Refused("not_permitted")`."""
        return _preview(await self._compare(kind, raw, actor))

    async def apply(
        self, kind: ImportKind, raw: bytes, actor: Actor, *, file: str, language: str
    ) -> AppliedImport:
        """All of the file, or nothing.

        Raises `Refused`: `not_permitted`; `import_refused` with the first finding; `import_running` while another process imports;
        `import_changed_meanwhile` and what a command is refused with, where somebody changed the directory in the same moment.
        """
        async with self._store.alone():
            return await self._apply(kind, raw, actor, file, language)

    async def _apply(
        self, kind: ImportKind, raw: bytes, actor: Actor, file: str, language: str
    ) -> AppliedImport:
        compared = await self._compare(kind, raw, actor)
        if compared.findings:
            first = compared.findings[0]
            raise Refused(
                "import_refused",
                row=first.row,
                column=first.column,
                reason=self._catalogues.text(f"refusal.{first.code}", language, **first.facts),
                count=len(compared.findings),
            )
        unchanged = compared.count(EntryChange.UNCHANGED)
        if not compared.changes:
            return AppliedImport(summary=None, unchanged=unchanged)
        record = ImportRecord(
            id=new_id(),
            kind=kind.value,
            file=_shown_name(file),
            digest=hashlib.sha256(raw).hexdigest(),
            mode=actor.mode,
            by=actor.id,
            by_name=actor.name,
            changes=(),
        )
        letters = None
        if kind in OF_THE_LOG:
            await self._apply_parts(record, compared.changes, actor)
        elif kind is ImportKind.PEOPLE:
            letters = await self._apply_people(record, compared.changes, actor, language)
        else:
            places = [stated_place(one) for one in compared.changes]
            noted = NotedImport(record=_with_changes(record, compared.changes))
            await self._batch.write_places(places, noted, actor)
        summary = summary_of(await self._import(record.id))
        return AppliedImport(summary=summary, unchanged=unchanged, letters=letters)

    async def _compare(self, kind: ImportKind, raw: bytes, actor: Actor) -> ImportComparison:
        _check_permitted(kind, actor)
        try:
            rows = await asyncio.to_thread(read_table, raw)
        except TableError as wrong:
            return ImportComparison(entries=(), findings=(wrong.finding,))
        read = read_rows(kind, rows, self._names)
        state = await self._reader.state(kind, actor)
        return compare_import(kind, read, state, actor, self._clock.now())

    async def _apply_parts(
        self, record: ImportRecord, changes: Sequence[ComparedEntry], actor: Actor
    ) -> None:
        parts, callsigns = [], await self._reader.callsigns()
        units = await self._reader.units_of_crews(actor)
        for one in changes:
            assert isinstance(one.after, LogEntry.__value__), "these are of the log"
            new = one.new_id or str(new_id())
            if isinstance(one.after, UnitEntry):
                same = _unit_id(one.key, actor.mode)
                new = str(same) if callsigns.get(same, one.key) == one.key else new
            part = applying(
                one.before.id if one.before else new, one.after, actor, new=one.before is None, units=units
            )
            known = one.before.entry if one.before else None
            assert known is None or isinstance(known, LogEntry.__value__), "the same kind"
            parts.append(ImportPart(command=part, before=entry_json(known)))
        command = ApplyImport(record=record, parts=tuple(parts))
        await self._commands.handle(CommandId(record.id), command, actor)

    async def _apply_people(
        self, record: ImportRecord, changes: Sequence[ComparedEntry], actor: Actor, language: str
    ) -> bytes | None:
        accounts, letters = list[AccountChange](), list[LetterOfAccess]()
        for one in changes:
            person, before = one.after, one.before.source if one.before else None
            assert isinstance(person, PersonData), "a row of people"
            assert before is None or isinstance(before, Person), "a person is compared with a person"
            enters = person.active and (before is None or not before.active)
            password = first_password() if enters or before is None else None
            id = before.id if before else PersonId(new_id())
            accounts.append(AccountChange(id=id, before=before, after=person, password=password))
            if enters and password is not None:
                letters.append(LetterOfAccess(name=person.name, login=person.login, password=password))
        pdf = None
        if letters:  # before anything is written: without letters nobody could enter
            pdf = await asyncio.to_thread(letters_pdf, letters, self._catalogues, language, self._clock.now())
        ids = {one.after.login.casefold(): str(one.id) for one in accounts}
        noted = NotedImport(record=_with_changes(record, changes, ids))
        await self._batch.write_people(accounts, noted, actor)
        return pdf

    async def imports(self, actor: Actor) -> list[ImportSummary]:
        """The newest first. Raises `Refused("not_permitted")`."""
        require(actor, Permission.PEOPLE_ADMIN)
        return await self._store.latest()

    async def take_back(self, id: UUID, actor: Actor) -> ImportSummary:
        """Everything of an import is again as it was, or nothing changes.

        Places that it made are removed, units and hospitals retired; people stay, cannot enter, and have no roles.
        Raises `Refused`: `not_permitted`, `unknown_import`, `import_taken_back`, `import_changed_since` and `import_in_use`
        with the `key` of the entry.
        """
        require(actor, Permission.PEOPLE_ADMIN)
        one = await self._import(id)
        kind = ImportKind(one.record.kind)
        _check_permitted(kind, actor)
        if one.taken_back_at is not None:
            raise Conflict("import_taken_back", by=one.taken_back_by or "")
        if kind in OF_THE_LOG:
            await self._commands.handle(CommandId(new_id()), TakeBackImport(id=id), actor)
        else:
            await self._restore(kind, one.record, actor)
        return summary_of(await self._import(id))

    async def _restore(self, kind: ImportKind, record: ImportRecord, actor: Actor) -> None:
        state = await self._reader.state(kind, actor)
        now = {one.id: one for one in state.known.values()}
        for change in record.changes:
            known = now.get(change.id)
            if known is None or known.entry != msgspec.json.decode(change.after, type=ENTRY_OF[kind]):
                raise Conflict("import_changed_since", key=change.key)
        noted = NotedImport(record=record, taken_back=True)
        if kind is ImportKind.PEOPLE:
            await self._batch.write_people(restored_accounts(record, now), noted, actor)
            return
        gone = [change.id for change in record.changes if change.before is None]
        if kind not in UNREFERENCED and (used := await self._store.find_reference(gone)):
            place, by = used
            raise Conflict("import_in_use", key=place, by=by)
        await self._batch.write_places(restored_places(record, now), noted, actor)

    async def _import(self, id: UUID) -> DirectoryImport:
        found = await self._store.find(id)
        if found is None:
            raise NotFound("unknown_import", id=str(id))
        return found

    async def export(self, kind: ImportKind, form: FileFormat, language: str, actor: Actor) -> bytes:
        """What is in use, as a file that reads back to the same entries; shifts of the places that the actor plans. Raises `Refused("not_permitted")`."""
        _check_permitted(kind, actor)
        state = await self._reader.state(kind, actor)
        entries = [one.entry for one in state.known.values() if is_exported(one.entry, state, actor)]
        active = [one for one in entries if not isinstance(one, PersonData) or one.active]
        rows = sorted(active, key=key_of_entry)
        return await asyncio.to_thread(write_file, kind, rows, form, language, self._catalogues)


def column_names(texts: Catalogues) -> ColumnNames:
    """The names of every column, from the catalogues."""
    fields = sorted({field for entry in ENTRY_OF.values() for field in entry.__struct_fields__})
    return ColumnNames(
        headings={
            language: {field: texts.text(f"import.column.{field}", language) for field in fields}
            for language in texts.languages
        },
        yes={language: texts.text("import.yes", language) for language in texts.languages},
        no={language: texts.text("import.no", language) for language in texts.languages},
        hospital_capabilities={
            language: {one.value: texts.text(f"hospitals.can.{one}", language) for one in HospitalCapability}
            for language in texts.languages
        },
    )


def function_names(texts: Catalogues) -> dict[str, str]:
    """Codes of functions of shifts by what they are called in any language, as `plain_name` writes it, and by themselves."""
    codes = [one.value for one in ShiftFunction if one is not ShiftFunction.CREW]
    named = {
        plain_name(texts.text(f"role.{code}", language)): code
        for code in codes
        for language in texts.languages
    }
    return named | {code: code for code in codes}


def write_file(
    kind: TableKind, entries: Sequence[Entry], form: FileFormat, language: str, texts: Catalogues
) -> bytes:
    """The headings and these entries."""
    names = column_names(texts)
    rows = [headings_of(kind, names, language)]
    rows += [cells_of(one, names, language) for one in entries]
    if form == "csv":
        return write_text_table(rows)
    return write_workbook(rows, texts.text(f"import.kind.{kind.value}", language))


def write_template(kind: TableKind, form: FileFormat, language: str) -> bytes:
    """A file with the headings of a kind and an example row."""
    return write_file(kind, [EXAMPLES[kind]], form, language, catalogues())


def read_table(raw: bytes) -> list[TableRow]:
    """The rows of a CSV or XLSX file. Raises `TableError`."""
    if len(raw) > BYTES_MAX:
        raise TableError("table_bytes", facts={"max": BYTES_MAX})
    return read_workbook(raw) if raw.startswith(MAGIC) else read_text_table(raw)


def _unit_id(callsign: str, mode: Mode) -> UUID:
    """A file that brings a callsign again, after its unit was retired, means that unit; not one that has been renamed since."""
    return derived_id(_UNITS, f"{mode.value}:{callsign}")


def _shown_name(file: str) -> str:
    """The name of a file as it is kept and listed, also on terminals: no control characters."""
    return "".join(one for one in file if one.isprintable()).strip()[:200]


def _check_permitted(kind: ImportKind, actor: Actor) -> None:
    require(actor, Permission.PEOPLE_ADMIN)
    require(actor, PERMISSION_OF[kind])


def _with_changes(
    record: ImportRecord, changes: Sequence[ComparedEntry], ids: dict[str, str] | None = None
) -> ImportRecord:
    """`ids`: those of people who are new, by login."""
    return msgspec.structs.replace(
        record,
        changes=tuple(
            ImportedChange(
                id=one.before.id if one.before else (ids or {}).get(one.key, one.key),
                key=one.key,
                before=msgspec.json.encode(one.before.entry).decode() if one.before else None,
                after=msgspec.json.encode(one.after).decode(),
            )
            for one in changes
        ),
    )


def _preview(compared: ImportComparison) -> ImportPreview:
    wrong = {finding.row for finding in compared.findings}
    right = [one for one in compared.entries if one.row not in wrong]
    shown = sorted(right, key=lambda one: one.change is EntryChange.UNCHANGED)[:ENTRIES_SHOWN]
    counts = {change: sum(one.change is change for one in right) for change in EntryChange}
    return ImportPreview(
        new=counts[EntryChange.NEW],
        changed=counts[EntryChange.CHANGED],
        unchanged=counts[EntryChange.UNCHANGED],
        refused=len(wrong),
        findings=compared.findings[:FINDINGS_MAX],
        entries=tuple(
            PreviewedEntry(row=one.row, key=one.key, change=one.change, fields=one.fields) for one in shown
        ),
    )
