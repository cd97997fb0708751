"""Aim: a plate is read as people read it out, and its digits mean the same in four languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.active_content.content_bundle import content_folder
from auxilio.hazmat.content import read_hazmat
from auxilio.hazmat.core import plate
from auxilio.platform.i18n import LANGUAGES

TABLES = read_hazmat(content_folder()).tables
assert TABLES is not None
SIGNS = TABLES.signs


@pytest.mark.parametrize(
    ("said", "top"),
    [("33", "33"), (" x 423 ", "X423"), ("x-423", "X423"), ("268", "268"), ("539", "539"), ("90", "90")],
)
def test_a_hazard_number_is_read_with_blanks_and_small_letters(said: str, top: str) -> None:
    assert plate.read_hazard_number(said) == top


@pytest.mark.parametrize("said", ["", None, "3", "1203", "13", "X", "3X", "03", "33?", "ABC"])
def test_what_is_no_hazard_number_is_none(said: str | None) -> None:
    assert plate.read_hazard_number(said) is None


@pytest.mark.parametrize("said", ["1203", "UN1203", "un 1203", "ONU 1203", "12 03", "1203."])
def test_a_number_is_four_digits_however_it_is_said(said: str) -> None:
    assert plate.read_un_number(said) == "1203"


@pytest.mark.parametrize("said", ["120", "12034", "I203", "", None, "UN"])
def test_what_is_no_number_is_none(said: str | None) -> None:
    assert plate.read_un_number(said) is None


@given(st.text(max_size=20))
def test_nothing_that_somebody_types_falls_over(said: str) -> None:
    top = plate.read_hazard_number(said)
    plate.read_un_number(said)
    plate.read_class(said)
    if top is not None:
        assert plate.hazard_number_words(top, SIGNS)["es"]
        assert plate.class_of(top)


@given(st.from_regex(r"X?[2-9][02-9]{1,2}", fullmatch=True))
def test_every_hazard_number_means_something_in_four_languages(top: str) -> None:
    words = plate.hazard_number_words(top, SIGNS)
    assert words.keys() == set(LANGUAGES)
    assert all(words.values())
    guide = SIGNS.class_guides
    assert plate.class_of(top) in guide or plate.class_of(top)[0] in guide


@pytest.mark.parametrize(
    ("top", "language", "words"),
    [
        ("33", "es", "Líquido inflamable · Cifra repetida: peligro mayor"),
        ("30", "en", "Flammable liquid"),
        ("268", "fr", "Gaz qui s'échappe par pression ou réaction · Toxique ou infectieux · Corrosif"),
        ("X423", "ca", "Sòlid que reacciona perillosament amb l'aigua i fa gas inflamable: NO tirar-hi aigua"),
        ("X88", "es", "Reacciona peligrosamente con el agua: NO echar agua · Corrosivo · Cifra repetida: peligro mayor"),
        ("225", "en", "Refrigerated gas · Oxidising: feeds fire"),
        ("606", "es", "Infeccioso"),
    ],
)  # fmt: skip
def test_digits_repeated_digits_and_the_letter_are_said_in_words(top: str, language: str, words: str) -> None:
    assert plate.hazard_number_words(top, SIGNS)[language] == words


@given(st.from_regex(r"X[2-9][02-9]{1,2}", fullmatch=True))
def test_the_letter_always_says_no_water(top: str) -> None:
    assert plate.forbids_water(top)
    assert "NO echar agua" in plate.hazard_number_words(top, SIGNS)["es"]


@pytest.mark.parametrize(
    ("top", "class_"),
    [("33", "3"), ("23", "2.1"), ("268", "2.3"), ("20", "2.2"), ("X423", "4.3"), ("539", "5.2"), ("606", "6.2"),
     ("80", "8"), ("X333", "4.2"), ("X323", "4.3"), ("40", "4.1"), ("70", "7"), ("90", "9"), ("60", "6.1")],
)  # fmt: skip
def test_a_hazard_number_alone_stands_for_a_class(top: str, class_: str) -> None:
    assert plate.class_of(top) == class_


@pytest.mark.parametrize(
    ("top", "classes", "wrong"),
    [
        ("33", ("3",), False),
        ("80", ("3",), True),
        ("265", ("2.3", "5.1", "8"), False),
        ("X333", ("4.2", "4.3"), False),
        ("33", ("2.1",), True),
        ("886", ("8", "6.1"), False),
        ("33", (), False),
    ],
)
def test_a_top_that_does_not_fit_the_class_below_is_seen(
    top: str, classes: tuple[str, ...], wrong: bool
) -> None:
    assert plate.contradicts_classes(top, classes) is wrong
