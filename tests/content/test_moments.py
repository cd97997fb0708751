"""Aim: a moment of a card has words at the desk and on the caller's page, in every language."""

import json
from pathlib import Path

import pytest

from auxilio.instructions.content import read_cards
from tests.content.faulty_content import CONTENT

LOCALE = Path(__file__).parents[2] / "locale"


@pytest.mark.parametrize("language", ["es", "ca", "en", "fr"])
def test_a_moment_has_words_for_who_dictates_and_for_who_does_it(language: str) -> None:
    words = json.loads((LOCALE / f"{language}.json").read_text("utf-8"))
    steps = [step for card in read_cards(CONTENT).cards.values() for step in card.steps if step.mark]
    assert len(steps) > 10
    keys = {f"{where}.mark.{step.mark}" for step in steps for where in ("call", "instructions")}
    assert {key for key in keys if key not in words} == set()
