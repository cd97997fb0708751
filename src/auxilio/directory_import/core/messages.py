"""Commands of imports whose entries are aggregates of the log: units, hospitals, qualifications, rosters. Routes make them; no client sends them."""

from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from auxilio.directory_import.core.entry_commands import PartCommand
from auxilio.identity.core.imports import CHANGES_MAX, ImportRecord
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, union_members


class ImportPart(msgspec.Struct, frozen=True, kw_only=True):
    """A command, and the entry that it was decided on, as JSON: None where it makes a new one."""

    command: PartCommand
    before: str | None


class ApplyImport(Command, frozen=True, kw_only=True, tag="directory_import.apply"):
    """Every part is decided by the service of its own command, and all of them are committed together, or none.

    `record` has no changes yet: they are those that the parts make.
    """

    permission: ClassVar[str] = Permission.PEOPLE_ADMIN
    object_rule: ClassVar[str] = ObjectRule.SHARED
    record: ImportRecord
    parts: Annotated[tuple[ImportPart, ...], msgspec.Meta(min_length=1, max_length=CHANGES_MAX)]


class TakeBackImport(Command, frozen=True, kw_only=True, tag="directory_import.take_back"):
    """Every unit, hospital, qualification or shift of the import is again as it was before; one that it made is retired or withdrawn."""

    permission: ClassVar[str] = Permission.PEOPLE_ADMIN
    object_rule: ClassVar[str] = ObjectRule.SHARED
    id: UUID


type DirectoryImportCommand = ApplyImport | TakeBackImport
COMMANDS: tuple[type[Command], ...] = union_members(DirectoryImportCommand)
