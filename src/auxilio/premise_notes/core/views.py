"""What is shown of premise notes: to who works on a case, and to who maintains them. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from auxilio.kernel.ids import AgencyId
from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Point, distance_m
from auxilio.premise_notes.core.messages import SHOWN_AT_ONCE_MAX
from auxilio.premise_notes.core.model import PremiseNote, PremiseNoteId, PremiseNoteKind, address_keys

SAME_ADDRESS_REACH_M = 500.0
"""Two points of one address are no farther apart; else the same words are of two places (ours)."""
DANGERS = (
    PremiseNoteKind.VIOLENCE,
    PremiseNoteKind.DANGEROUS_GOODS,
    PremiseNoteKind.OXYGEN,
    PremiseNoteKind.DOG,
)
"""Shown before the others, in this order: they may hurt people who go in."""


class NoteOwner(msgspec.Struct, frozen=True, kw_only=True):
    """Who answers for a note; crews are not told."""

    agency: AgencyId | None
    by_name: str
    expires_at: Instant


class ShownPremiseNote(msgspec.Struct, frozen=True, kw_only=True):
    """A note as who works on a case reads it."""

    id: PremiseNoteId
    kind: PremiseNoteKind
    text: str
    address: str
    detail: str
    away_m: int | None
    """From the place of the case, metres; None at the same address, or where the case has no point."""
    owner: NoteOwner | None


class CasePremiseNotes(msgspec.Struct, frozen=True, kw_only=True):
    """The notes about the place of a case, dangers first, then the nearest."""

    notes: tuple[ShownPremiseNote, ...]
    more: int
    """How many stand there besides."""


class ListedPremiseNote(msgspec.Struct, frozen=True, kw_only=True):
    """A note in the list of its owner: where it is and until when. Its words are read by opening it, which is an event."""

    id: PremiseNoteId
    kind: PremiseNoteKind
    address: str
    municipality: str
    detail: str
    expires_at: Instant
    changed_at: Instant
    by_name: str


class PremiseNoteList(msgspec.Struct, frozen=True, kw_only=True):
    """The notes of one owner, those that expire first at the head."""

    notes: tuple[ListedPremiseNote, ...]
    total: int


class PremiseNoteRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A note whole, as its owner maintains it."""

    id: PremiseNoteId
    version: str
    """A change states it as `read_version`."""
    by_name: str
    kind: PremiseNoteKind
    text: str
    address: str
    municipality: str
    point: Point
    detail: str
    radius_m: int
    expires_at: Instant


def away(note: PremiseNote, address: str, municipality: str, point: Point | None) -> float | None:
    """Metres from a place to the place of a note that concerns it: 0 at the same address; None where it does not concern it."""
    between = None if point is None else distance_m(note.point, point)
    own, theirs = address_keys(note.address, note.municipality), address_keys(address, municipality)
    if between is None:  # then only the municipality tells one High Street from another
        stated = (note.municipality + municipality).strip() != ""
        return 0.0 if stated and own.whole == theirs.whole else None
    if between <= SAME_ADDRESS_REACH_M and not set(own).isdisjoint(theirs):
        return 0.0
    return between if between <= note.radius_m else None


def notes_at(
    notes: Iterable[PremiseNote],
    place: tuple[str, str, Point | None],
    at: datetime,
    *,
    owners: bool,
) -> CasePremiseNotes:
    """The notes that concern a place (address, municipality, point) and have not expired. `owners`: say who answers for each."""
    near = [
        (metres, note)
        for note in notes
        if not note.has_expired(at) and (metres := away(note, *place)) is not None
    ]
    near.sort(key=lambda one: (_rank(one[1]), one[0], str(one[1].id)))
    shown = tuple(_shown(note, metres, owners=owners) for metres, note in near[:SHOWN_AT_ONCE_MAX])
    return CasePremiseNotes(notes=shown, more=len(near) - len(shown))


def _rank(note: PremiseNote) -> int:
    return DANGERS.index(note.kind) if note.kind in DANGERS else len(DANGERS)


def _shown(note: PremiseNote, metres: float, *, owners: bool) -> ShownPremiseNote:
    owner = NoteOwner(agency=note.agency, by_name=note.by_name, expires_at=note.expires_at)
    return ShownPremiseNote(
        id=note.id,
        kind=note.kind,
        text=note.text,
        address=note.address,
        detail=note.detail,
        away_m=round(metres) or None,
        owner=owner if owners else None,
    )


def listed(notes: Sequence[PremiseNote], total: int) -> PremiseNoteList:
    """Notes as their owner's list shows them."""
    return PremiseNoteList(
        notes=tuple(msgspec.convert(note, ListedPremiseNote, from_attributes=True) for note in notes),
        total=total,
    )


def record_of(note: PremiseNote) -> PremiseNoteRecord:
    """A note as the form of its owner shows it."""
    return msgspec.convert(note, PremiseNoteRecord, from_attributes=True)
