"""An import of the directory from a file: recorded once, with what each entry was before and after (decision 0283).

`directory_import` reads the file and decides what it changes. An import of people or places is noted in `reference_change`
with its changes and becomes an event right after it, as every change of identity; one of units or hospitals is recorded in
the transaction of their events. Taking it back needs what each entry was before.
"""

from typing import Annotated, ClassVar, assert_never
from uuid import UUID

import msgspec

from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event, union_members
from auxilio.kernel.instant import Instant
from auxilio.kernel.refusal import Conflict
from auxilio.kernel.shared_types import Mode, ShortText

CHANGES_MAX = 5_000
"""Rows of one file (ours): eight times the people of a large centre; its record stays a few megabytes."""


class ImportedChange(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the directory that an import made or changed. `before` and `after` are JSON of its columns."""

    id: ShortText
    """What it is kept under: an id that people chose, or that of a person, unit or hospital."""
    key: ShortText
    """By which the file names it."""
    before: str | None = None
    """None where the import made it."""
    after: str


ImportedChanges = Annotated[tuple[ImportedChange, ...], msgspec.Meta(max_length=CHANGES_MAX)]


class ImportRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of one import. `kind` is a `directory_import.core.model.ImportKind`."""

    id: UUID
    kind: ShortText
    file: ShortText
    digest: ShortText
    """SHA-256 of the file, in hexadecimal."""
    mode: Mode = Mode.REAL
    by: UUID
    by_name: ShortText
    changes: ImportedChanges


class DirectoryImport(msgspec.Struct, frozen=True, kw_only=True):
    """An import as the log knows it."""

    id: UUID
    record: ImportRecord
    at: Instant
    new: int
    changed: int
    taken_back_at: Instant | None = None
    taken_back_by: ShortText | None = None


class RecordImport(Command, frozen=True, kw_only=True, tag="identity.record_import"):
    """The note of an import becomes an event."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    record: ImportRecord


class RecordImportTakenBack(Command, frozen=True, kw_only=True, tag="identity.record_import_taken_back"):
    """The note that an import was taken back becomes an event."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    id: UUID
    by: UUID
    by_name: ShortText


type ImportCommand = RecordImport | RecordImportTakenBack


class DirectoryImported(Event, frozen=True, kw_only=True, tag="identity.import.applied"):
    """A file changed the directory."""

    record: ImportRecord


class ImportTakenBack(Event, frozen=True, kw_only=True, tag="identity.import.taken_back"):
    """Every entry is again as it was before the import."""

    id: UUID
    by: UUID
    by_name: ShortText


type ImportEvent = DirectoryImported | ImportTakenBack


def record_import(known: DirectoryImport | None, record: ImportRecord) -> tuple[ImportEvent, ...]:
    """The first event of an import; nothing when it is recorded already."""
    return (DirectoryImported(record=record),) if known is None else ()


def take_back(known: DirectoryImport, by: UUID, by_name: str) -> tuple[ImportEvent, ...]:
    """The event that ends it. Raises `Conflict("import_taken_back")` where it was taken back before."""
    if known.taken_back_at is not None:
        raise Conflict("import_taken_back", by=known.taken_back_by or "")
    return (ImportTakenBack(id=known.id, by=by, by_name=by_name),)


def evolve(known: DirectoryImport | None, event: ImportEvent, at: Instant) -> DirectoryImport:
    """The import after this event."""
    match event:
        case DirectoryImported(record=record):
            new = sum(change.before is None for change in record.changes)
            changed = len(record.changes) - new
            return DirectoryImport(id=record.id, record=record, at=at, new=new, changed=changed)
        case ImportTakenBack(by_name=by_name):
            assert known is not None, "an import begins by being applied"
            return msgspec.structs.replace(known, taken_back_at=at, taken_back_by=by_name)
        case _ as never:
            assert_never(never)


COMMANDS: tuple[type[Command], ...] = union_members(ImportCommand)
