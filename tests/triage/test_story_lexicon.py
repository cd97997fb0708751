"""What people name, in four languages: one thing is one thing."""

import pytest

from auxilio.triage.core.story_lexicon import StoryLexicon, StoryWords
from tests.triage.shipped_content import lexicon


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
    assert thing in lexicon().terms(said).things


def test_a_person_has_an_age_and_a_sex_as_far_as_they_are_said() -> None:
    assert lexicon().terms("mi abuela").persons == {"elder", "woman"}
    assert lexicon().terms("an elderly man").persons == {"elder", "man"}
    assert lexicon().terms("un señor").persons == {"man"}
    assert lexicon().terms("dos señoras y una senyora").persons == {"woman"}
    assert lexicon().terms("un enfant").persons == {"child"}


def test_a_whole_word_goes_before_one_with_which_it_begins() -> None:
    assert lexicon().terms("une camionnette").things.keys() == {"van"}
    assert lexicon().terms("unos camioneros").things.keys() == {"truck"}


def test_words_that_every_call_says_tell_nothing() -> None:
    assert lexicon().terms("vengan rápido por favor, hay mucha gente en la calle").words == {}


def test_what_else_is_said_is_kept_by_its_stem_and_told_as_it_was_said() -> None:
    assert lexicon().terms("delante de Repsol").words == {"repsol": "repsol"}


def test_a_word_of_another_table_is_heard_and_a_shipped_one_no_longer() -> None:
    other = StoryLexicon(StoryWords(things={"kite": ("cometa",)}, common=frozenset({"playa"})))
    named = other.terms("dos cometas y un camión en la playa")
    assert named.things == {"kite": "cometas"}
    assert named.words == {"camion": "camión"}
