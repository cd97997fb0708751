"""The life of a premise note: entered, changed, renewed, ended by its owner; and who looked.

| command | refuses |
|---|---|
| enter | premise_note_exists, premise_note_without_words, premise_note_end_not_ahead, premise_note_too_long |
| change | premise_note_ended, premise_note_changed_meanwhile, and what entering refuses |
| renew, open | premise_note_ended, and what entering refuses |
| end | ended already: not news |
"""

from datetime import datetime, timedelta
from typing import assert_never

import msgspec

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.ids import PersonId
from auxilio.kernel.instant import iso_us, seconds_between
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.kernel.written_words import must_have_no_hidden_characters
from auxilio.premise_notes.core import messages as m
from auxilio.premise_notes.core.model import (
    DEFAULT_TERM,
    PremiseLooks,
    PremiseNote,
    PremiseNoteKind,
    PremiseNoteState,
    address_keys,
    longest_term,
)

OPENED_AGAIN_AFTER_S = 600.0
"""One look of one person within this time is one event, as looks at cases are."""


def enter(
    known: PremiseNote | None, command: m.EnterPremiseNote, actor: Actor, at: datetime
) -> tuple[Event, ...]:
    """The first event. Raises `Refused` (table above)."""
    if known is not None:
        raise Refused("premise_note_exists")
    return (
        m.PremiseNoteEntered(
            note=command.note,
            mode=actor.mode,
            note_kind=command.note_kind,
            text=_words(command.text, "text"),
            address=_words(command.address, "address"),
            municipality=command.municipality.strip(),
            point=command.point,
            detail=command.detail.strip(),
            radius_m=command.radius_m,
            expires_at=_valid_end(command.expires_at, command.note_kind, at),
            agency=actor.agency,
            centre=actor.centre,
            by=PersonId(actor.id),
            by_name=actor.name,
        ),
    )


def decide(
    note: PremiseNote, command: m.PremiseNoteChange | m.OpenPremiseNote, actor: Actor, at: datetime
) -> tuple[Event, ...]:
    """What happens to one that was entered. Raises `Refused` (table above)."""
    if note.state is PremiseNoteState.ENDED:
        if isinstance(command, m.EndPremiseNote):
            return ()
        raise Refused("premise_note_ended")
    person = PersonId(actor.id)
    match command:
        case m.ChangePremiseNote():
            return _change(note, command, actor, at)
        case m.RenewPremiseNote():
            end = max(note.expires_at, _valid_end(command.expires_at, note.kind, at))
            return (m.PremiseNoteRenewed(note=note.id, expires_at=end, by=person, by_name=actor.name),)
        case m.EndPremiseNote():
            return (m.PremiseNoteEnded(note=note.id, by_name=actor.name),)
        case m.OpenPremiseNote():
            last = note.opened.get(str(person))
            if last is not None and seconds_between(last, at) < OPENED_AGAIN_AFTER_S:
                return ()
            return (m.PremiseNoteOpened(note=note.id, person=person, by_name=actor.name),)
        case _ as never:
            assert_never(never)


def _change(note: PremiseNote, command: m.ChangePremiseNote, actor: Actor, at: datetime) -> tuple[Event, ...]:
    """A note that becomes one of violence expires within the shorter term of that kind.

    What somebody else wrote meanwhile is not overwritten unread; who states what stands already changes nothing.
    """
    changed = m.PremiseNoteChanged(
        note=note.id,
        note_kind=command.note_kind,
        text=_words(command.text, "text"),
        address=_words(command.address, "address"),
        municipality=command.municipality.strip(),
        point=command.point,
        detail=command.detail.strip(),
        radius_m=command.radius_m,
        expires_at=min(note.expires_at, at + longest_term(command.note_kind)),
        by=PersonId(actor.id),
        by_name=actor.name,
    )
    same = evolve(note, changed, at)
    before = msgspec.structs.replace(same, changed_at=note.changed_at, by=note.by, by_name=note.by_name)
    if before == note:
        return ()
    if command.read_version != note.version:
        raise Refused("premise_note_changed_meanwhile", by=note.by_name)
    return (changed,)


def record_look(
    looks: PremiseLooks | None, command: m.RecordPremiseLook, actor: Actor, mode: Mode
) -> tuple[Event, ...]:
    """Once for each person, note and case: a page that draws itself again is no new look."""
    known = looks.shown.get(str(actor.id), ()) if looks else ()
    new = tuple(note for note in dict.fromkeys(command.notes) if note not in known)
    if not new:
        return ()
    person = PersonId(actor.id)
    return (m.PremiseNotesShown(case=command.case, mode=mode, person=person, by_name=actor.name, notes=new),)


def _words(text: str, field: str) -> str:
    words = text.strip()
    must_have_no_hidden_characters(**{field: words.replace("\n", " ")})
    if not words:
        raise Refused("premise_note_without_words", field=field)
    return words


def _valid_end(wanted: datetime | None, kind: PremiseNoteKind, at: datetime) -> datetime:
    end = at + DEFAULT_TERM if wanted is None else wanted
    if end <= at:
        raise Refused("premise_note_end_not_ahead", until=iso_us(end))
    longest = longest_term(kind)
    # The page counts whole days: the last of them is over at midnight.
    if end - at > longest + timedelta(days=1):
        raise Refused("premise_note_too_long", most_days=longest.days)
    return end


def evolve(note: PremiseNote | None, event: m.PremiseNoteEvent, at: datetime) -> PremiseNote:
    """The note after this event."""
    if isinstance(event, m.PremiseNoteEntered):
        assert note is None, "a note is entered once"
        return PremiseNote(
            id=event.note,
            mode=event.mode,
            kind=event.note_kind,
            text=event.text,
            address=event.address,
            municipality=event.municipality,
            address_key=address_keys(event.address, event.municipality).whole,
            point=event.point,
            detail=event.detail,
            radius_m=event.radius_m,
            agency=event.agency,
            centre=event.centre,
            expires_at=event.expires_at,
            entered_at=at,
            changed_at=at,
            by=event.by,
            by_name=event.by_name,
        )
    assert note is not None, "a note begins by being entered"
    change = msgspec.structs.replace
    match event:
        case m.PremiseNoteChanged():
            return change(
                note,
                kind=event.note_kind,
                text=event.text,
                address=event.address,
                municipality=event.municipality,
                address_key=address_keys(event.address, event.municipality).whole,
                point=event.point,
                detail=event.detail,
                radius_m=event.radius_m,
                expires_at=event.expires_at,
                changed_at=at,
                by=event.by,
                by_name=event.by_name,
            )
        case m.PremiseNoteRenewed():
            return change(
                note, expires_at=event.expires_at, changed_at=at, by=event.by, by_name=event.by_name
            )
        case m.PremiseNoteEnded():
            return change(note, state=PremiseNoteState.ENDED, changed_at=at, by_name=event.by_name)
        case m.PremiseNoteOpened():
            return change(note, opened={**note.opened, str(event.person): at})
        case _ as never:
            assert_never(never)


def evolve_looks(looks: PremiseLooks | None, event: m.PremiseLookEvent, _at: datetime) -> PremiseLooks:
    """The looks of a case after some more."""
    looks = looks or PremiseLooks(case=event.case, mode=event.mode)
    person = str(event.person)
    return msgspec.structs.replace(
        looks, shown={**looks.shown, person: (*looks.shown.get(person, ()), *event.notes)}
    )
