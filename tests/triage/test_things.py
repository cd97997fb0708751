"""What people name, in four languages: one thing is one thing."""

import pytest

from auxilio.triage.things import KINDS, PERSONS, THINGS, named_in
from tests.triage.shipped import reading


@pytest.mark.parametrize(
    ("said", "thing"),
    [
        ("hay un camión atravesado", "truck"),
        ("hi ha un camió bolcat", "truck"),
        ("A LORRY on the hard shoulder", "truck"),
        ("un camion en travers", "truck"),
        ("ha caído un árbol", "tree"),
        ("un arbre tombé", "tree"),
        ("en el baño", "bathroom"),
        ("junto a la gasolinera", "petrol"),
    ],
)
def test_a_thing_is_heard_in_any_of_the_four_languages(said: str, thing: str) -> None:
    assert thing in named_in(said).things


def test_a_person_has_an_age_and_a_sex_as_far_as_they_are_said() -> None:
    assert named_in("mi abuela").persons == {"elder", "woman"}
    assert named_in("an elderly man").persons == {"elder", "man"}
    assert named_in("un enfant").persons == {"child"}


def test_words_that_every_call_says_tell_nothing() -> None:
    assert named_in("vengan rápido por favor, hay mucha gente en la calle").words == {}


def test_what_else_is_said_is_kept_by_its_stem_and_told_as_it_was_said() -> None:
    assert named_in("delante de Repsol").words == {"repsol": "repsol"}


def test_every_hint_of_a_kind_is_a_type_of_the_typology() -> None:
    assert KINDS.keys() <= reading().content.types.keys()


def test_every_form_is_written_as_words_are_read() -> None:
    for table in (THINGS, PERSONS, KINDS):
        for forms in table.values():
            assert forms == forms.lower()
            assert forms.isascii()
