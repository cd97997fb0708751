"""Steps for a caller who reads: what needs a voice is left out or has other words, and what is left of the card goes with it."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from auxilio.instructions.core import messages as m
from auxilio.instructions.core.machine import decide, evolve
from auxilio.instructions.core.model import InstructionRun
from auxilio.instructions.core.written_steps import step_text
from auxilio.kernel.ids import CallId, CaseId, RunId
from auxilio.kernel.partial_languages import PartialLanguages
from auxilio.kernel.refusal import Refused
from tests.actors import person
from tests.instructions.test_dictation import cards

ANA, AT = person("call_taker", "desk-1"), datetime(2026, 11, 29, 12, tzinfo=UTC)
RUN, CASE, CALL = RunId(UUID(int=1)), CaseId(UUID(int=2)), CallId(UUID(int=3))


def opened(card: str = "rcp-adulto", language: str = "es") -> InstructionRun:
    command = m.OpenCard(run=RUN, case=CASE, card=card, language=language)
    (fact,) = decide(None, command, ANA, AT, cards(), {})
    return evolve(None, fact, AT)


def send(run: InstructionRun, step: str, language: str = "ca") -> InstructionRun:
    command = m.SendStep(run=RUN, step=step, call=CALL, language=language)
    for fact in decide(run, command, ANA, AT, cards(), {}):
        run = evolve(run, fact, AT)
    return run


def test_a_step_that_needs_a_voice_is_not_sent() -> None:
    with pytest.raises(Refused, match="step_needs_voice"):
        send(opened(), "altavoz")


def test_what_is_sent_is_not_said_and_marks_nothing() -> None:
    run = send(send(opened(), "suelo"), "comprimir")
    assert (run.said, run.marks, run.current) == ((), (), "contar")


@pytest.mark.parametrize(
    ("card", "step", "asks", "only"),
    [
        ("sin-hablar", "codigo", True, True),
        ("violencia-seguridad", "sino", True, False),
        ("pozo-nadie", "arriba", True, True),
        ("menor-llama", "quien", False, False),
        ("ansiedad", "vigilar", False, False),
        ("cordon-fuera", "vigilar", False, False),
        ("rcp-adulto", "suelo", False, False),
    ],
)
def test_a_step_that_one_yes_or_no_answers_is_sent_as_a_question(
    card: str, step: str, asks: bool, only: bool
) -> None:
    found = cards().card(card)
    assert found is not None
    text = step_text(found, opened(card), step, {}, "ca")
    assert (text.yes_no, text.only_asks) == (asks, only)


def test_the_words_are_the_contents_in_the_language_of_the_caller_with_what_is_left() -> None:
    run = send(opened(), "suelo")
    card = cards().card("rcp-adulto")
    assert card is not None
    text = step_text(card, run, "suelo", {}, "ca")
    assert (text.language, text.words) == ("ca", card.steps[1].say["ca"])
    assert [each.step for each in text.rest] == [
        "dea", "rodillas", "manos", "comprimir", "contar", "relevo", "seguir", "vuelve",
    ]  # fmt: skip
    comprimir = card.step("comprimir")
    assert comprimir is not None
    assert comprimir.write is not None
    assert text.rest[3].words == comprimir.write["ca"]
    assert "amb mi" not in text.rest[3].words
    assert (text.bpm, text.marks) == (110, ("first_compression",))


def test_a_card_whose_steps_are_all_of_the_conversation_says_that_it_ends_with_the_call() -> None:
    for card, step, of_call in (("sin-hablar", "codigo", True), ("rcp-adulto", "suelo", False)):
        found = cards().card(card)
        assert found is not None
        assert step_text(found, opened(card), step, {}, "es").of_call is of_call


@pytest.mark.parametrize(
    ("wanted", "held", "read"), [("ro", "ca", "ca"), ("fr-BE", "es", "fr"), ("ro", "ar", "es")]
)
def test_a_language_without_words_is_read_in_the_one_of_the_card(wanted: str, held: str, read: str) -> None:
    card = cards().card("rcp-adulto")
    assert card is not None
    text = step_text(card, opened(language=held), "suelo", {}, wanted)
    assert text.words == card.steps[1].say[read]


def test_a_card_is_in_a_partial_language_when_all_that_is_left_of_it_is_and_else_in_spanish() -> None:
    card = cards().card("rcp-adulto")
    assert card is not None
    known = {
        words["es"]: f"ro: {words['es']}"
        for step in card.steps
        for words in (step.say, step.write or step.say)
    }
    run = opened(language="fr")
    whole = step_text(card, run, "suelo", {}, "ro-RO", partial=PartialLanguages({"ro": known}))
    assert (whole.language, whole.words) == ("ro", f"ro: {card.steps[1].say['es']}")
    assert all(each.words.startswith("ro: ") for each in whole.rest)
    known.pop(card.steps[-1].say["es"])
    half = step_text(card, run, "suelo", {}, "ro-RO", partial=PartialLanguages({"ro": known}))
    assert (half.language, half.words) == ("es", card.steps[1].say["es"])
