"""What can be asked of premise notes, and what can have happened to one. Closed: `PremiseNoteCommand`, `PremiseNoteEvent`."""

from typing import Annotated, ClassVar

import msgspec

from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import AgencyId, CaseId, CentreId, PersonId
from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode, ShortText
from auxilio.premise_notes.core.model import (
    DEFAULT_RADIUS_M,
    PremiseAddress,
    PremiseNoteId,
    PremiseNoteKind,
    PremiseNoteText,
    PremiseNoteVersion,
    PremiseRadius,
)

SHOWN_AT_ONCE_MAX = 100
"""Notes that one case is shown: more would be read by nobody."""


class EnterPremiseNote(Command, frozen=True, kw_only=True, tag="premise_notes.enter"):
    """What crews must know of an address. Without `expires_at` it stands for a year."""

    permission: ClassVar[str] = Permission.PREMISE_NOTE_WRITE
    object_rule: ClassVar[str] = ObjectRule.PREMISE_NOTE
    note: PremiseNoteId
    note_kind: PremiseNoteKind
    text: PremiseNoteText
    address: PremiseAddress
    municipality: ShortText = ""
    point: Point
    detail: ShortText = ""
    radius_m: PremiseRadius = DEFAULT_RADIUS_M
    expires_at: Instant | None = None


class ChangePremiseNote(Command, frozen=True, kw_only=True, tag="premise_notes.change"):
    """Other words, another place, another kind: the note is stated whole, and expires when it would have."""

    permission: ClassVar[str] = Permission.PREMISE_NOTE_WRITE
    object_rule: ClassVar[str] = ObjectRule.PREMISE_NOTE
    note: PremiseNoteId
    read_version: PremiseNoteVersion
    """`PremiseNoteRecord.version` of what the author of this change had read."""
    note_kind: PremiseNoteKind
    text: PremiseNoteText
    address: PremiseAddress
    municipality: ShortText = ""
    point: Point
    detail: ShortText = ""
    radius_m: PremiseRadius = DEFAULT_RADIUS_M


class RenewPremiseNote(Command, frozen=True, kw_only=True, tag="premise_notes.renew"):
    """Somebody has made sure that it still holds. Without `expires_at`, for a year from now; also of one that has expired."""

    permission: ClassVar[str] = Permission.PREMISE_NOTE_WRITE
    object_rule: ClassVar[str] = ObjectRule.PREMISE_NOTE
    note: PremiseNoteId
    expires_at: Instant | None = None


class EndPremiseNote(Command, frozen=True, kw_only=True, tag="premise_notes.end"):
    """It holds no more."""

    permission: ClassVar[str] = Permission.PREMISE_NOTE_WRITE
    object_rule: ClassVar[str] = ObjectRule.PREMISE_NOTE
    note: PremiseNoteId


class OpenPremiseNote(Command, frozen=True, kw_only=True, tag="premise_notes.open"):
    """Somebody of its owner reads it whole, to maintain it. Made by the read route."""

    permission: ClassVar[str] = Permission.PREMISE_NOTE_WRITE
    object_rule: ClassVar[str] = ObjectRule.PREMISE_NOTE
    note: PremiseNoteId


class RecordPremiseLook(Command, frozen=True, kw_only=True, tag="premise_notes.record_look"):
    """Somebody who works on a case is shown these notes. Made by the read route."""

    permission: ClassVar[str] = Permission.PREMISE_NOTE_READ
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_CASE
    case: CaseId
    notes: Annotated[tuple[PremiseNoteId, ...], msgspec.Meta(min_length=1, max_length=SHOWN_AT_ONCE_MAX)]


type PremiseNoteChange = ChangePremiseNote | RenewPremiseNote | EndPremiseNote
type PremiseNoteCommand = EnterPremiseNote | PremiseNoteChange
type PremiseLookCommand = OpenPremiseNote | RecordPremiseLook


class PremiseNoteEntered(Event, frozen=True, kw_only=True, tag="premise_notes.note.entered"):
    """A note stands."""

    note: PremiseNoteId
    mode: Mode
    note_kind: PremiseNoteKind
    text: PremiseNoteText
    address: PremiseAddress
    municipality: ShortText
    point: Point
    detail: ShortText
    radius_m: int
    expires_at: Instant
    agency: AgencyId | None
    centre: CentreId | None
    by: PersonId
    by_name: ShortText


class PremiseNoteChanged(Event, frozen=True, kw_only=True, tag="premise_notes.note.changed"):
    """How it is from now on, whole."""

    note: PremiseNoteId
    note_kind: PremiseNoteKind
    text: PremiseNoteText
    address: PremiseAddress
    municipality: ShortText
    point: Point
    detail: ShortText
    radius_m: int
    expires_at: Instant
    by: PersonId
    by_name: ShortText


class PremiseNoteRenewed(Event, frozen=True, kw_only=True, tag="premise_notes.note.renewed"):
    """It holds until another day."""

    note: PremiseNoteId
    expires_at: Instant
    by: PersonId
    by_name: ShortText


class PremiseNoteEnded(Event, frozen=True, kw_only=True, tag="premise_notes.note.ended"):
    """It holds no more."""

    note: PremiseNoteId
    by_name: ShortText


class PremiseNoteOpened(Event, frozen=True, kw_only=True, tag="premise_notes.note.opened"):
    """Somebody of its owner read it whole."""

    note: PremiseNoteId
    person: PersonId
    by_name: ShortText


class PremiseNotesShown(Event, frozen=True, kw_only=True, tag="premise_notes.looks.shown"):
    """Notes were shown to somebody who works on a case, each for the first time there."""

    case: CaseId
    mode: Mode
    person: PersonId
    by_name: ShortText
    notes: tuple[PremiseNoteId, ...]


type PremiseNoteEvent = (
    PremiseNoteEntered | PremiseNoteChanged | PremiseNoteRenewed | PremiseNoteEnded | PremiseNoteOpened
)
type PremiseLookEvent = PremiseNotesShown
