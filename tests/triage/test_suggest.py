"""What an operator types while the caller speaks, and the type the desk should offer."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.triage.core.type_suggestion import WORDS_MAX
from tests.triage.shipped_content import suggester

FIRST = [
    ("mi marido no respira", "SAN-01"),
    ("mi padre se ha desmayado y no respira", "SAN-01"),
    ("me duele mucho el pecho y sudo", "SAN-05"),
    ("la boca torcida y no mueve el brazo", "SAN-06"),
    ("convulsones", "SAN-07"),
    ("s'ha ennuegat amb un tros de carn", "SAN-03"),
    ("my neighbour fell down the stairs and cannot get up", "SAN-23"),
    ("mi mujer está de parto", "SAN-20"),
    ("fuego en la cocina", "INC-01"),
    ("CAR ON FIRE!!", "INC-05"),
    ("incendio forestal cerca de las casas", "INC-07"),
    ("accidente de coche con heridos en la autopista", "TRA-01"),
    ("han atropellado a un niño", "TRA-04"),
    ("huele a gas en la escalera", "PCV-16"),
    ("hay un coche en el rio", "RES-02"),
    ("nos hemos perdido en la montaña", "RES-06"),
    ("están disparando", "SEG-07"),
    ("robo en casa ahora", "SEG-10"),
    ("no habla nadie", "GES-03"),
    ("atrop", "TRA-04"),
    ("convul", "SAN-07"),
]


@pytest.mark.parametrize(("said", "type_"), FIRST)
def test_what_is_said_is_offered_first(said: str, type_: str) -> None:
    assert suggester().suggest(said)[0].type == type_


@pytest.mark.parametrize(
    ("said", "type_"),
    [
        ("hi ha foc a la cuina i surt fum", "INC-01"),
        ("mi ex está en la puerta con un cuchillo", "SEG-06"),
        ("se está ahogando con un caramelo", "SAN-03"),
        ("persona en el agua", "RES-04"),
    ],
)
def test_what_may_be_meant_is_among_the_three(said: str, type_: str) -> None:
    assert type_ in {suggestion.type for suggestion in suggester().suggest(said)}


def test_a_suggestion_says_which_words_it_heard() -> None:
    first = suggester().suggest("fuego en la cocina")[0]
    assert set(first.words) == {"fuego", "cocina"}
    assert first.phrase == "fuego en la cocina"
    assert first.language == "es"


def test_of_equals_the_more_severe_comes_first() -> None:
    found = suggester().suggest("atrapados", limit=10)
    pairs = list(pairwise(found))
    assert all(a.score > b.score or (a.score == b.score and a.priority <= b.priority) for a, b in pairs)


@pytest.mark.parametrize("said", ["", "hola", "aaa", "   ", "¿¡!?", "la de el que", "\x00\u200b"])
def test_nothing_recognised_suggests_nothing(said: str) -> None:
    assert suggester().suggest(said) == ()


@given(st.text(max_size=400))
def test_any_text_is_borne(said: str) -> None:
    found = suggester().suggest(said)
    assert len(found) <= 3
    assert found == suggester().suggest(said)
    assert len({suggestion.type for suggestion in found}) == len(found)


def test_only_the_last_words_of_a_long_story_count() -> None:
    story = "ruido de los vecinos " * 100 + "x " * WORDS_MAX + "no respira"
    assert suggester().suggest(story)[0].type == "SAN-01"
