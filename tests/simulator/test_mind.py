"""Callers answer what is asked, in their own words, and never more than they know."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as some

from simulator.mind import follow, reply, topics_of, typing_s
from simulator.model import Caller
from simulator.operators import disposition_of, place_words
from simulator.plan import incident
from simulator.stories import read_stories
from tests.simulator.factories import SPOTS

STORIES = read_stories()
TOPICS = STORIES.topics


def caller_of(kind: str, language: str) -> Caller:
    for seed in range(200):
        for caller in incident(seed, 0, SPOTS, STORIES, kinds=(kind,)).callers:
            if caller.language == language:
                return caller
    raise AssertionError(f"{kind} is told in {language}")


@pytest.mark.parametrize(
    ("asked", "topic"),
    [
        ("112, ¿dónde es la emergencia?", "where"),
        ("¿Está usted en el lugar?", "there"),
        ("És vostè al lloc?", "there"),
        ("Is he breathing?", "breathing"),
        ("Il respire ?", "breathing"),
        ("¿Está consciente?", "conscious"),
        ("Hi ha algú ferit?", "hurt"),
        ("How many people are hurt?", "many"),
        ("Hi ha flames?", "danger"),
        ("¿Cómo se llama usted?", "name"),
        ("Quina edat té?", "age"),
        ("¿Está apretando?", "pressing"),
        ("Are you pushing?", "pressing"),
        ("¿Hay alguien más dentro?", "inside"),
        ("¿Están ahí ahora?", "present"),
        ("¿Puede hablar sin que le oigan?", "speak"),
        ("¿En qué planta y cuántas tiene el edificio?", "floor"),
    ],
)
def test_a_question_is_understood_in_four_languages(asked: str, topic: str) -> None:
    assert topics_of(asked, TOPICS)[0] == topic


def test_an_arrest_is_told_as_it_is() -> None:
    son = caller_of("cardiac_arrest", "es")
    assert reply(son, "¿Respira?", 0, TOPICS) in son.answers["breathing"]
    assert reply(son, "¿Dónde están?", 0, TOPICS) == son.answers["where"][0]
    assert reply(son, "¿De qué color es el coche?", 0, TOPICS) in son.unknown
    assert reply(son, "Envío ayuda.", 0, TOPICS) in son.thanks


@pytest.mark.parametrize("language", ["es", "ca", "en", "fr"])
def test_who_was_told_to_press_says_that_they_do_and_answers_so_from_then_on(language: str) -> None:
    son = caller_of("cardiac_arrest", language)
    asked = {
        "es": "¿Está apretando?",
        "ca": "Està prement?",
        "en": "Are you pushing?",
        "fr": "Vous appuyez ?",
    }
    before = reply(son, asked[language], 0, TOPICS, ("suelo",))
    assert before in son.answers["pressing"]
    assert follow(son, "comprimir", 5) in son.does["comprimir"].says
    after = reply(son, asked[language], 0, TOPICS, ("suelo", "comprimir"))
    assert after in son.does["comprimir"].answers["pressing"]
    assert follow(son, "a step of another card", 0) in son.done


def test_the_steps_that_callers_follow_in_their_own_words_are_steps_of_cards() -> None:
    card = yaml.safe_load(Path("content/cards/rcp-adulto.yaml").read_text("utf-8"))
    steps = {one["id"]: one for one in card["steps"]}
    son = caller_of("cardiac_arrest", "es")
    assert set(son.does) == set(steps)
    awaited = {step: one.awaits for step, one in son.does.items() if one.awaits}
    assert awaited == {step: one["mark"] for step, one in steps.items() if "mark" in one}


def test_who_reads_the_place_back_is_told_yes() -> None:
    """Three readers heard «No lo sé, perdone» of the place that the caller had just named."""
    son = caller_of("cardiac_arrest", "es")
    for asked in (f"¿{son.place}, es correcto?", f"Le leo la dirección: {son.place.upper()}. ¿Sí o no?"):
        assert reply(son, asked, 0, TOPICS) in son.agrees
    assert reply(son, "¿Calle de Otra Parte, 99?", 0, TOPICS) not in son.agrees


def test_two_questions_in_one_line_get_two_answers() -> None:
    son = caller_of("cardiac_arrest", "es")
    said = reply(son, "¿Respira? ¿Está consciente?", 0, TOPICS)
    assert said == ". ".join((son.answers["breathing"][0], son.answers["conscious"][0]))


def test_who_cannot_speak_answers_with_one_word() -> None:
    silent = caller_of("silent_chat", "es")
    for asked in ("¿Está usted en peligro?", "¿Hay alguien herido?", "¿Está usted ahí?"):
        assert reply(silent, asked, 0, TOPICS) in {"Sí", "No"}


@given(words=some.text(max_size=200), heard=some.integers(0, 50))
def test_whatever_is_written_gets_an_answer_of_the_story(words: str, heard: int) -> None:
    hiker = caller_of("lost_hiker", "fr")
    known = {line for lines in hiker.answers.values() for line in lines}
    said = reply(hiker, words, heard, TOPICS)
    parts = {said, *said.split(". ")}
    assert said in {*hiker.agrees, *hiker.unknown, *hiker.thanks} or all(
        any(part == line.rstrip(".") for line in known) for part in parts - {said}
    )
    assert typing_s(said) > 0


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("Estamos en Calle Mayor 12", "Calle Mayor 12"),
        ("Som a Carrer Nou 3", "Carrer Nou 3"),
        ("She lives at Carrer Nou 3", "Carrer Nou 3"),
        (" near C-59 km 12", "C-59 km 12"),
        ("C'est à Carrer Nou 3", "Carrer Nou 3"),
    ],
)
def test_a_stand_in_takes_the_address_out_of_a_sentence(said: str, place: str) -> None:
    assert place_words(said) == place


@pytest.mark.parametrize(("kind", "code"), [("prank", "prank"), ("information", "information")])
def test_a_stand_in_opens_no_case_for_who_says_that_nobody_needs_help(kind: str, code: str) -> None:
    for language in ("es", "ca", "en"):
        caller = caller_of(kind, language)
        assert disposition_of([*caller.lines, *caller.answers["where"]]) == code


def test_a_stand_in_never_takes_an_emergency_for_a_joke() -> None:
    for kind in STORIES.kinds.keys() - {"prank", "information"}:
        for seed in range(30):
            for caller in incident(seed, 0, SPOTS, STORIES, kinds=(kind,)).callers:
                said = [*caller.lines, *(line for lines in caller.answers.values() for line in lines)]
                assert disposition_of(said) is None, said
