"""What an operator types while the caller speaks, and the type the desk should offer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auxilio.kernel.shared_types import Priority
from auxilio.triage.core.not_breathing import says_not_breathing
from auxilio.triage.core.phrase_words import features_of, spoken_words
from auxilio.triage.core.type_suggestion import SUGGESTIONS_MAX, WORDS_MAX
from tests.triage.shipped_content import reading, suggester

FIRST = [
    ("mi marido no respira", "SAN-01"),
    ("mi padre se ha desmayado y no respira", "SAN-01"),
    ("un hombre no respira, se ha caido", "SAN-01"),
    ("está inconsciente, no respira", "SAN-01"),
    ("està inconscient i no respira", "SAN-01"),
    ("she's unconscious and not breathing", "SAN-01"),
    ("il est inconscient et ne respire pas", "SAN-01"),
    ("accidente, no respira", "SAN-01"),
    ("me duele mucho el pecho y sudo", "SAN-05"),
    ("la boca torcida y no mueve el brazo", "SAN-06"),
    ("convulsones", "SAN-07"),
    ("s'ha ennuegat amb un tros de carn", "SAN-03"),
    ("mi mujer está de parto", "SAN-20"),
    ("fuego en la cocina", "INC-01"),
    ("incendio forestal cerca de las casas", "INC-09"),
    ("han atropellado a un niño", "TRA-04"),
    ("huele a gas en la escalera", "PCV-16"),
    ("están disparando", "SEG-07"),
    ("robo en casa ahora", "SEG-10"),
    ("atrop", "TRA-04"),
    ("convul", "SAN-07"),
    ("choque coches", "TRA-01"),
    ("xoc de cotxes", "TRA-01"),
    ("se ha caído y no responde", "SAN-02"),
    ("mi tía se ha caído y no me responde", "SAN-02"),
    ("ha caigut i no respon", "SAN-02"),
]
AMONG = [
    ("CAR ON FIRE!!", {"INC-05"}),
    ("my neighbour fell down the stairs and cannot get up", {"SAN-23"}),
    ("accidente de coche con heridos en la autopista", {"TRA-01"}),
    ("hay un coche en el rio", {"RES-02"}),
    ("nos hemos perdido en la montaña", {"RES-06"}),
    ("no habla nadie", {"GES-03"}),
    ("hi ha foc a la cuina i surt fum", {"INC-01"}),
    ("mi ex está en la puerta con un cuchillo", {"SEG-06"}),
    ("se está ahogando con un caramelo", {"SAN-03"}),
    ("persona en el agua", {"RES-04"}),
]
LAY = [
    ("fuego en un piso", {"INC-01"}),
    ("choque en cadena", {"TRA-02", "TRA-03", "TRA-01"}),
    ("accidente en cadena", {"TRA-02", "TRA-03", "TRA-01"}),
    ("hay gente atrapada", {"TRA-02", "RES-05", "RES-09", "INC-02", "RES-01"}),
    ("se ha desmayado", {"SAN-08", "SAN-02"}),
    ("no respira el bebé", {"SAN-01"}),
    ("ha roto aguas", {"SAN-20"}),
    ("se ha tirado por el balcón", {"SAN-16", "SAN-22"}),
    ("me están siguiendo", {"SEG-21", "SEG-12", "SEG-20"}),
    ("ahogado en la piscina", {"SAN-28"}),
    ("se ha quemado la cocina", {"INC-01"}),
]
"""What F3 found nothing for when it searched for pieces of words (issue 15)."""


@pytest.mark.parametrize(("said", "type_"), FIRST)
def test_what_is_said_is_offered_first(said: str, type_: str) -> None:
    assert suggester().suggest(said)[0].type == type_


@pytest.mark.parametrize(("said", "types"), [*AMONG, *LAY])
def test_what_may_be_meant_is_among_the_three(said: str, types: set[str]) -> None:
    assert types & {one.type for one in suggester().suggest(said)}


@pytest.mark.parametrize(
    ("said", "denied"), [("respira bien", "no respira"), ("is breathing", "is not breathing")]
)
def test_what_is_denied_is_not_what_is_said(said: str, denied: str) -> None:
    shares = [
        {one.type: one.score for one in suggester().suggest(text, SUGGESTIONS_MAX)} for text in (said, denied)
    ]
    assert shares[1]["SAN-01"] > shares[0].get("SAN-01", 0.0)


def test_each_type_is_first_by_its_own_name() -> None:
    named = [(name, code) for code, type_ in reading().content.types.items() for name in type_.name.values()]
    assert [(name, code) for name, code in named if suggester().suggest(name)[0].type != code] == []


@pytest.mark.parametrize(
    ("typed", "type_"),
    [
        ("parada", "SAN-01"),
        ("inundación", "PCV-01"),
        ("accidente de tráfico con her", "TRA-01"),
        ("ahogam", "SAN-28"),
    ],
)
def test_a_name_that_is_begun_is_first(typed: str, type_: str) -> None:
    assert suggester().suggest(typed)[0].type == type_


@pytest.mark.parametrize("said", ["isn't breathing", "he isn’t breathing", "no respira", "ne respire plus"])
def test_a_denial_is_heard_in_each_language(said: str) -> None:
    best = suggester().suggest(said)[0].type
    assert reading().content.types[best].priority is Priority.P0


@pytest.mark.parametrize(
    ("said", "denied"), [("no reacciona pero respira", False), ("no reacciona ni respira", True)]
)
def test_a_denial_ends_where_the_sentence_turns(said: str, denied: bool) -> None:
    assert ("~respi" in features_of(spoken_words(said))) is denied


@pytest.mark.parametrize("said", ["", "   ", "¿¡!?", "la de el que", "\x00\u200b"])
def test_nothing_said_suggests_nothing(said: str) -> None:
    assert suggester().suggest(said) == ()


@pytest.mark.parametrize("said", ["xqzw", "aaa", "kjhgfd wertyuiop"])
def test_what_nobody_says_is_never_sure_and_never_empty(said: str) -> None:
    found = suggester().suggest(said)
    assert len(found) == 3
    assert not any(one.sure for one in found)


@settings(max_examples=30)
@given(st.text(max_size=400))
def test_any_text_is_borne(said: str) -> None:
    found = suggester().suggest(said, SUGGESTIONS_MAX)
    assert len(found) in {0, SUGGESTIONS_MAX}
    assert found == suggester().suggest(said, SUGGESTIONS_MAX)
    assert {one.type for one in found} <= reading().content.types.keys()
    assert all(0 <= one.score <= 1 for one in found)


def test_only_the_last_words_of_a_long_story_count() -> None:
    story = "ruido de los vecinos " * 100 + "qq " * WORDS_MAX + "no respira"
    assert suggester().suggest(story)[0].type == "SAN-01"


def test_keywords_tell_of_the_kind_and_phrases_do_not() -> None:
    assert suggester().knows("infarto")
    assert not suggester().knows("cuñada")


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("se ha caído y no respira", True),
        ("no se mueve ni respira", True),
        ("ha dejado de respirar", True),
        ("no està respirant", True),
        ("he isn't breathing", True),
        ("il ne respire plus", True),
        ("respira mal", False),
        ("casi no respira", False),
        ("no respira bien", False),
        ("no puede respirar", False),
        ("no reacciona pero respira", False),
        ("no respira gaire bé", False),
        ("she is not breathing well", False),
        ("il ne respire pas bien", False),
        ("il n'arrive pas à respirer", False),
        ("I can't breathe", False),
        ("he is not breathing right now", True),
        ("he's not breathing right", False),
        ("no respira, con sangre en la boca", True),
        ("no respira con normalidad", False),
        ("casi se ahoga en la piscina, ahora no respira", True),
        ("he almost drowned, not breathing", True),
        ("gairebé ja no respira", False),
        ("dejó de respirar hace un minuto", True),
        ("ha parado de respirar", True),
        ("no ha dejado de respirar", False),
        ("arrête de respirer la fumée", False),
        ("il a arrêté de respirer", True),
    ],
)
def test_who_breathes_badly_is_not_said_not_to_breathe(said: str, says: bool) -> None:
    assert says_not_breathing(spoken_words(said)) is says
