"""Aim: what sounds alike, or is abbreviated alike, has one key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.geo.gazetteer.name_keys import keys, plain, readings

SAME = [
    ("C/ Mayor", "calle mayor"),
    ("Avda. Constitución", "avenida de la constitucion"),
    ("Pza. Mayor", "Plaza Mayor"),
    ("Alfonso XIII", "alfonso trece"),
    ("Carrer de l'Onze de Setembre", "carrer onze setembre"),
    ("Calle Dos de Mayo", "calle 2 de mayo"),
    ("Gral. Marina", "General Marina"),
    ("Rúa do Vilar", "rua vilar"),
    ("San Juan kalea", "san juan kalea"),
    ("Ntra. Sra. del Pilar", "nuestra señora del pilar"),
    ("Balmes", "valmes"),
    ("Huelva", "uelva"),
    ("Ibáñez", "ivañes"),
    ("Zaragoza", "saragosa"),
    ("Queipo", "keipo"),
    ("Valladolid", "balladoliz"[:-1] + "d"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_ways_of_saying_it_have_one_sound(one: str, other: str) -> None:
    assert keys(one).sound == keys(other).sound


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("carrer de la unio", "calle"),
        ("caye mayor", "calle"),
        ("abinguda meritxell", "avenida"),
        ("plasa major", "plaza"),
        ("ctra. de ponent", "carretera"),
        ("etorbidea nagusia", "avenida"),
        ("unio", ""),
    ],
)
def test_the_kind_of_street_is_heard_in_four_languages(text: str, kind: str) -> None:
    assert keys(text).kind == kind


def test_a_kind_typed_in_a_hurry_is_a_second_reading_never_the_first() -> None:
    said, meant = readings("carrteear del forn")
    assert (said.kind, said.words) == ("", "carrteear forn")
    assert (meant.kind, meant.words) == ("carretera", "forn")
    for plainly in ("carretera del forn", "forn", "hospital del forn"):
        assert len(readings(plainly)) == 1


def test_a_single_letter_that_is_the_name_is_kept() -> None:
    assert keys("Calle A").words == "a"
    assert keys("Calle de la O").words == "o"


def test_a_word_still_being_typed_is_no_abbreviation() -> None:
    assert keys("calle de alf").words == "alf"
    assert keys("c/ alf. guerrero").words == "alferez guerrero"


@given(st.text(max_size=80))
def test_no_text_breaks_it_and_its_keys_are_stable(text: str) -> None:
    first = keys(text)
    assert keys(text) == first
    assert plain(first.plain) == first.plain
