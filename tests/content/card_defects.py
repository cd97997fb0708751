"""Defects of cards of our own invention, and what the verifier says of a card with one (L40 to L49).

A defect is a change of the written form of one card; only that card is proved again, which takes milliseconds.
"""

import copy
from collections.abc import Callable
from functools import cache
from typing import Any

from auxilio.instructions.card_subject import CardSubject
from auxilio.instructions.content import CardLoadResult, compile_card, read_cards
from auxilio.instructions.verifier_acts import verify_acts
from auxilio.instructions.verifier_specifications import verify_specifications
from auxilio.platform.documents import DocumentFault, SourceDocument, check_schema
from tests.content.faulty_content import CONTENT

Raw = dict[str, Any]
Defect = Callable[[Raw], None]


@cache
def shipped() -> CardLoadResult:
    return read_cards(CONTENT)


def faults_of(id: str, defect: Defect, *, by_acts_alone: bool = False) -> list[DocumentFault]:
    """What a card with the defect is refused for; `by_acts_alone`: as a card without a specification would be."""
    reading = shipped()
    raw = copy.deepcopy(reading.documents[id].data)
    defect(raw)
    assert raw != reading.documents[id].data
    document = SourceDocument(file=reading.documents[id].file, data=raw, lines=reading.documents[id].lines)
    assert check_schema(document, "card") == []
    subject = CardSubject(compile_card(reading.memory.fill(raw)), document)
    assert reading.acts.acts is not None
    found = list(verify_acts(reading.acts.acts, subject))
    return (
        found
        if by_acts_alone
        else [*found, *verify_specifications(reading.acts, {id: subject}, complete=False)]
    )


def _at(raw: Raw, step: str) -> int:
    return next(i for i, one in enumerate(raw["steps"]) if one["id"] == step)


def move(step: str, to: int) -> Defect:
    return lambda raw: raw["steps"].insert(to, raw["steps"].pop(_at(raw, step)))


def lose(*steps: str) -> Defect:
    def defect(raw: Raw) -> None:
        raw["steps"] = [one for one in raw["steps"] if one["id"] not in steps]

    return defect


def repeat(step: str, name: str) -> Defect:
    return lambda raw: raw["steps"].append({**raw["steps"][_at(raw, step)], "id": name})


def backwards(raw: Raw) -> None:
    raw["steps"].reverse()


def of_card(**parts: Any) -> Defect:
    """Parts of the card written otherwise; None takes one out."""

    def defect(raw: Raw) -> None:
        for key, value in parts.items():
            raw.pop(key, None)
            if value is not None:
                raw[key] = value

    return defect


def of_step(step: str, **parts: Any) -> Defect:
    """Parts of a step written otherwise; None takes one out."""
    return lambda raw: of_card(**parts)(raw["steps"][_at(raw, step)])


def words(step: str, old: str, new: str, language: str = "es", part: str = "say") -> Defect:
    """Other words in one language."""

    def defect(raw: Raw) -> None:
        texts = raw["steps"][_at(raw, step)][part]
        assert old in texts[language]
        texts[language] = texts[language].replace(old, new)

    return defect


def everywhere(step: str, **texts: str) -> Defect:
    """A step said otherwise in all its languages."""
    return lambda raw: raw["steps"][_at(raw, step)].update(say=texts)


def added(spanish: str, to: int = 99, **parts: Any) -> Defect:
    """A step more."""
    step = {"id": "nuevo", "say": {"es": spanish, "en": "New."}, "wait": "confirm", **parts}
    return lambda raw: raw["steps"].insert(to, step)


def warnings(language: str, change: Callable[[list[str]], list[str]]) -> Defect:
    """The never list of one language written otherwise."""

    def defect(raw: Raw) -> None:
        raw["never"][language] = change(list(raw["never"][language]))

    return defect


def both(*defects: Defect) -> Defect:
    def defect(raw: Raw) -> None:
        for one in defects:
            one(raw)

    return defect
