"""Catalan is compared in Spanish, and what is said in another language stays as it is."""

import re

import pytest

from auxilio.triage.catalan_table import catalan_words, read_rows
from auxilio.triage.core.catalan_words import CatalanRow, CatalanWords, Standing


@pytest.mark.parametrize(
    ("said", "spanish"),
    [
        ("el meu pare ha caigut", "mi padre ha caído"),
        ("la meua iaia no respon", "mi abuela no responde"),
        ("ma güela s'ha ofegat", "mi abuela se ha ahogado"),
        ("el cap li fa mal", "la cabeza le duele"),
        ("L’avi s’ha ennuegat amb un tros de carn", "el abuelo se ha atragantado con un trozo de carne"),
        ("hi ha foc a la cuina", "hay fuego a la cocina"),
        ("una al·lota s'ha tallat", "una chica se ha cortado"),
        ("no hi ha cap ferit", "no hay ningún herido"),
        # Without accents, as in a message.
        ("esta cremant el pis", "está quemando el piso"),
        # Mixed as people mix: the Spanish words stay.
        (
            "hay foc en la cuina y los vecinos están dentro",
            "hay fuego en la cocina y los vecinos están dentro",
        ),
    ],
)
def test_catalan_is_said_in_spanish(said: str, spanish: str) -> None:
    assert catalan_words().in_spanish(said) == spanish


@pytest.mark.parametrize(
    "said",
    [
        "mi padre no respira, está en la cama",
        "no para de sangrar por la nariz",
        "se ha dado un golpe con la mesa y está muy mal",
        "He's not breathing, come to the port",
        "she is sent home with a bad front tooth",
        "il est tombé sur la tête, du sang partout",
        "ma mère ne respire pas, son lit est plein de sang",
        "la porte est fermée et on sent le gaz",
        "",
        "…?",
    ],
)
def test_what_is_not_catalan_stays_as_it_is(said: str) -> None:
    assert catalan_words().in_spanish(said) == said


def test_each_form_stands_once_and_is_a_word_as_it_is_looked_up() -> None:
    rows = list(read_rows())
    assert len({row.form for row in rows}) == len(rows) >= 2_500
    assert [row for row in rows if not re.fullmatch(r"[\w·]+( [\w·]+){0,4}", row.form)] == []
    assert [row for row in rows if row.form != row.form.lower() or row.form == row.spanish] == []
    assert [row.form for row in rows] == sorted(row.form for row in rows)


def test_a_shared_form_follows_the_words_around_it() -> None:
    words = CatalanWords(
        [
            CatalanRow("cama", "pierna", Standing.SHARED),
            CatalanRow("trencat", "roto", Standing.CATALAN),
            CatalanRow("dona", "mujer", Standing.MOSTLY),
        ]
    )
    assert words.in_spanish("la cama") == "la cama"
    assert words.in_spanish("la cama s ha trencat") == "la pierna s ha roto"
    assert words.in_spanish("la dona") == "la mujer"
    assert words.in_spanish("mi vecina dona sangre y está muy mal") == "mi vecina dona sangre y está muy mal"
