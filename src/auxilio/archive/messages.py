"""What can be asked of a case file, and what can have happened to one."""

from typing import Annotated, ClassVar

import msgspec

from auxilio.archive.model import KeyId, SealMark
from auxilio.identity.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CaseId, PersonId
from auxilio.kernel.words import LongText, Mode, ShortText

Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Words = Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]


class SealCase(Command, frozen=True, kw_only=True, tag="archive.seal_case"):
    """Seal what is known. `mark` is of a bundle that has been written from the facts up to now."""

    permission: ClassVar[str] = Permission.CASE_FILE_SEAL
    case: CaseId
    number: int
    mark: SealMark


class AddAddendum(Command, frozen=True, kw_only=True, tag="archive.add_addendum"):
    """Something came to be known after sealing."""

    permission: ClassVar[str] = Permission.CASE_FILE_ADD
    case: CaseId
    words: Words


class ReopenFile(Command, frozen=True, kw_only=True, tag="archive.reopen"):
    """The case goes on. What was sealed stays sealed; a new seal follows."""

    permission: ClassVar[str] = Permission.CASE_FILE_REOPEN
    case: CaseId
    reason: Reason


type FileCommand = SealCase | AddAddendum | ReopenFile


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


type FileEvent = FileSealed | AddendumAdded | FileReopened
"""Closed: `machine` and the boards match every one."""
