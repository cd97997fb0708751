"""Aim: a note has an owner and an end, and who has seen it in a case is recorded once."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import AgencyId, CaseId
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.premise_notes.core import machine, views
from auxilio.premise_notes.core import messages as m
from auxilio.premise_notes.core.model import PremiseNote, PremiseNoteId, PremiseNoteKind

AT = datetime(2026, 12, 2, tzinfo=UTC)
ID = PremiseNoteId(UUID(int=7))
ANA = Actor(id=UUID(int=1), kind="person", name="Ana", agency=AgencyId("fire"))
PLACE = Point(41.6, 0.6)
THERE = ("calle mayor 1", "Lleida", PLACE)


def entered(kind: PremiseNoteKind = PremiseNoteKind.DOG, until: datetime | None = None) -> PremiseNote:
    command = m.EnterPremiseNote(
        note=ID, note_kind=kind, text=" Perro suelto ", address="Calle Mayor, 1", municipality="Lleida",
        point=PLACE, expires_at=until,
    )  # fmt: skip
    [event] = machine.enter(None, command, ANA, AT)
    assert isinstance(event, m.PremiseNoteEntered)
    return machine.evolve(None, event, AT)


def test_a_note_stands_for_a_year_and_its_agency_owns_it() -> None:
    note = entered()
    assert (note.text, note.agency, note.expires_at) == ("Perro suelto", "fire", AT + timedelta(days=365))


@pytest.mark.parametrize(
    ("kind", "days"), [(PremiseNoteKind.VIOLENCE, 365), (PremiseNoteKind.OXYGEN, 5 * 365)]
)
def test_a_note_of_violence_stands_a_year_at_most_and_others_five(kind: PremiseNoteKind, days: int) -> None:
    assert entered(kind, AT + timedelta(days=days)).kind is kind
    with pytest.raises(Refused) as refusal:
        entered(kind, AT + timedelta(days=days + 2))
    assert refusal.value.code == "premise_note_too_long"


def test_an_expired_note_is_shown_to_nobody() -> None:
    note = entered()
    assert len(views.notes_at([note], THERE, AT, owners=True).notes) == 1
    assert views.notes_at([note], THERE, note.expires_at, owners=True).notes == ()


def test_a_crew_is_not_told_who_answers_for_a_note() -> None:
    assert views.notes_at([entered()], THERE, AT, owners=False).notes[0].owner is None


def test_the_same_words_in_another_town_are_another_address() -> None:
    other = ("calle mayor 1", "Tremp", Point(42.1, 0.9))
    assert views.notes_at([entered()], other, AT, owners=False).notes == ()


def near_m(metres: float) -> Point:
    return Point(PLACE.lat + metres / 111_195, PLACE.lon)


@pytest.mark.parametrize(
    "place",
    [
        ("Calle Mayor, 1", "Lleida", None),
        ("Calle Mayor, 1 · Lleida", "Lleida", None),
        ("Calle Mayor, 1 · Lleida", "", None),
        ("CALLE  MÁYOR 1", "lleida", None),
        ("Calle Mayor 1", "", near_m(400)),
        ("Calle Mayor 1, Lleida", "", near_m(400)),
    ],
)
def test_a_note_concerns_its_address_however_it_is_written(place: tuple[str, str, Point | None]) -> None:
    assert len(views.notes_at([entered()], place, AT, owners=False).notes) == 1


@pytest.mark.parametrize(
    "place",
    [
        ("Calle Mayor 1", "", None),
        ("Calle Mayor 1", "Tremp", None),
        ("Calle Mayor 11", "Lleida", near_m(400)),
        ("Calle Mayor 1", "Lleida", near_m(600)),
    ],
)
def test_a_note_concerns_no_other_address(place: tuple[str, str, Point | None]) -> None:
    assert views.notes_at([entered()], place, AT, owners=False).notes == ()


def test_a_warning_of_violence_is_not_buried_under_other_notes() -> None:
    oxygen = [
        msgspec.structs.replace(entered(PremiseNoteKind.OXYGEN), id=PremiseNoteId(UUID(int=n)))
        for n in range(200)
    ]
    last = msgspec.structs.replace(entered(PremiseNoteKind.VIOLENCE), id=PremiseNoteId(UUID(int=2**127)))
    found = views.notes_at([*oxygen, last], THERE, AT, owners=False)
    assert found.notes[0].kind is PremiseNoteKind.VIOLENCE
    assert len(found.notes) + found.more == 201


@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\x07"])
def test_a_note_has_no_characters_that_are_not_drawn(hidden: str) -> None:
    command = m.EnterPremiseNote(
        note=ID, note_kind=PremiseNoteKind.DOG, text=f"3.º{hidden} B", address="Calle Mayor, 1",
        municipality="Lleida", point=PLACE,
    )  # fmt: skip
    with pytest.raises(Refused) as refusal:
        machine.enter(None, command, ANA, AT)
    assert refusal.value.code == "malformed"


def test_a_renewal_never_brings_the_end_forward() -> None:
    until = AT + timedelta(days=4 * 365)
    note = entered(until=until)
    [event] = machine.decide(note, m.RenewPremiseNote(note=ID, expires_at=AT + timedelta(days=365)), ANA, AT)
    assert isinstance(event, m.PremiseNoteRenewed)
    assert event.expires_at == until


def test_a_look_and_a_renewal_leave_the_version_that_was_read() -> None:
    note = entered()
    [looked] = machine.decide(note, m.OpenPremiseNote(note=ID), ANA, AT)
    [renewed] = machine.decide(note, m.RenewPremiseNote(note=ID), ANA, AT + timedelta(days=1))
    assert isinstance(looked, m.PremiseNoteOpened)
    assert isinstance(renewed, m.PremiseNoteRenewed)
    after = machine.evolve(machine.evolve(note, looked, AT), renewed, AT)
    assert after != note
    assert after.version == note.version


@pytest.mark.parametrize(
    "stated",
    [{"text": "Dos perros"}, {"note_kind": PremiseNoteKind.OTHER}, {"point": near_m(5)}, {"detail": "2.º"}, {"radius_m": 0}],
)  # fmt: skip
def test_whatever_a_change_states_makes_another_version(stated: dict[str, Any]) -> None:
    note = entered()
    said: dict[str, Any] = {"note_kind": note.kind, "text": note.text, "address": note.address, "municipality": note.municipality, "point": note.point} | stated  # fmt: skip
    change = m.ChangePremiseNote(note=ID, read_version=note.version, **said)
    [event] = machine.decide(note, change, ANA, AT)
    assert isinstance(event, m.PremiseNoteChanged)
    after = machine.evolve(note, event, AT)
    assert after.version != note.version
    assert machine.decide(after, change, ANA, AT) == (), "said twice it changes nothing"
    other = m.ChangePremiseNote(note=ID, read_version=note.version, **said | {"text": "Nada"})
    with pytest.raises(Refused) as refusal:
        machine.decide(after, other, ANA, AT)
    assert (refusal.value.code, refusal.value.facts) == ("premise_note_changed_meanwhile", {"by": "Ana"})


def test_a_look_is_recorded_once_for_each_person_note_and_case() -> None:
    look = m.RecordPremiseLook(case=CaseId(UUID(int=9)), notes=(ID, ID))
    [event] = machine.record_look(None, look, ANA, Mode.REAL)
    assert isinstance(event, m.PremiseNotesShown)
    assert event.notes == (ID,)
    looks = machine.evolve_looks(None, event, AT)
    assert machine.record_look(looks, look, ANA, Mode.REAL) == ()
