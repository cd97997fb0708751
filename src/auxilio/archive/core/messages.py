"""What can be asked of a case file, and what can have happened to one."""

from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from auxilio.archive.core.model import KeyId, SealMark
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CaseId, PersonId
from auxilio.kernel.shared_types import LongText, Mode, ShortText

Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Words = Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]


class SealCase(Command, frozen=True, kw_only=True, tag="archive.seal_case"):
    """Seal what is known. Only the system seals: `mark` is of a bundle that it has written from the facts up to now.

    `asked_by` is the person on whose request it does so (`POST /api/case-files/{case}/seal`).
    """

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    case: CaseId
    number: int
    mark: SealMark
    asked_by: ShortText | None = None


class AddAddendum(Command, frozen=True, kw_only=True, tag="archive.add_addendum"):
    """Something came to be known after sealing."""

    permission: ClassVar[str] = Permission.CASE_FILE_ADD
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_CASE
    case: CaseId
    words: Words


class ReopenFile(Command, frozen=True, kw_only=True, tag="archive.reopen"):
    """The case goes on. What was sealed stays sealed; a new seal follows."""

    permission: ClassVar[str] = Permission.CASE_FILE_REOPEN
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_CASE
    case: CaseId
    reason: Reason


class RecordDestruction(Command, frozen=True, kw_only=True, tag="archive.record_destruction"):
    """The keys of a case were destroyed by a command of the machine (`auxilio keys destroy`). Only the system records it."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    case: CaseId
    reason: Reason
    by: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    """The account of the machine."""
    owners: tuple[UUID, ...]
    """The case, those that were merged into it, and its calls: whose keys they were."""


type FileCommand = SealCase | AddAddendum | ReopenFile | RecordDestruction


class FileSealed(Event, frozen=True, kw_only=True, tag="archive.case.sealed"):
    """From here on what is known late is an addendum."""

    case: CaseId
    number: int
    mode: Mode
    mark: SealMark
    by: ShortText


class AddendumAdded(Event, frozen=True, kw_only=True, tag="archive.case.addendum_added"):
    """A late fact, signed."""

    case: CaseId
    number: int
    words: LongText
    by: ShortText
    person: PersonId
    key: KeyId
    signature: str
    """Ed25519 over `model.addendum_text`, in hexadecimal."""


class FileReopened(Event, frozen=True, kw_only=True, tag="archive.case.reopened"):
    """The case goes on."""

    case: CaseId
    reason: ShortText
    by: ShortText


class KeysDestroyed(Event, frozen=True, kw_only=True, tag="archive.case.keys_destroyed"):
    """No recording, photograph or track of the case can be read any more. Its facts, and the digests in them, stay."""

    case: CaseId
    reason: ShortText
    by: ShortText
    owners: tuple[UUID, ...]


class PhoneSearched(Event, frozen=True, kw_only=True, tag="archive.search.made"):
    """It was done. The envelope says by whom and from where."""

    search: UUID
    phone: ShortText
    by: ShortText


type FileEvent = FileSealed | AddendumAdded | FileReopened | KeysDestroyed
"""Closed: `machine` and the boards match every one."""
