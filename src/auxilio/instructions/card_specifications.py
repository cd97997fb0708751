"""Reads `data/card_acts.yaml`: what each card is to make a caller do, written apart from the card (decision 0361).

`read_cards` reads it and the verifier compares. A set that was published before the table existed has none and is not
compared.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from auxilio.instructions.core.model import CardContent, Risk, StepCheck, StepWait
from auxilio.platform.documents import DocumentFault, SourceDocument, check_schema, read_yaml

SPECIFICATIONS = "data/card_acts.yaml"
Words = tuple[str, ...]
_WORD = re.compile(r"[^\W_]+")


class SpecifiedStep(CardContent, frozen=True, kw_only=True):
    """One act of a card, and what the step that does it must have."""

    id: str
    says: Words
    """Beginnings of words, or of phrases, without which the Spanish step is another act."""
    write_says: Words = ()
    numbers: Words = ()
    write_numbers: Words = ()
    wait: StepWait = StepWait.NONE
    every_s: tuple[int, int] | None = None
    """From and to how many seconds a step that repeats may wait."""
    mark: str | None = None
    skip_if: str | None = None
    requires: str | None = None
    by_voice: bool = False
    own_medication: bool = False
    check: StepCheck | None = None
    when: dict[str, Any] | None = None
    """The condition as a card writes it."""


class CardSpecification(CardContent, frozen=True, kw_only=True):
    """The acts of one card in their order, and what must never be done."""

    risk: Risk
    title: Words
    sources: Words
    steps: tuple[SpecifiedStep, ...]
    never: tuple[dict[str, Words], ...]
    note: Words = ()
    marks: Words = ()
    weak_because: str | None = None
    """Why only press or shops carry a life card; without it, it is refused."""
    medication: bool = False
    pace: tuple[int, int] | None = None


class CardAct(CardContent, frozen=True, kw_only=True):
    """A kind of act, known by its Spanish words in whatever card it stands."""

    words: Words
    proof: dict[str, Words] = msgspec.field(default_factory=dict)
    """Answers of which every way to show the step has one; doubt counts only where it is written here."""
    waits: bool = False
    """Its step is not read before it is proved (`needs_proof`)."""
    forbidden: Words = ()
    """What a warning says that forbids the act; with such a warning, and no condition in it, no step of the card does it."""
    never: Words = ()
    """A card with the act warns of one of these, in its list or in a step."""
    by_voice: bool = False
    skip_if: str | None = None
    paced: bool = False
    """Only in a card with a pace."""


class ActConflict(CardContent, frozen=True, kw_only=True):
    """Two acts of which one card never has both without a condition."""

    acts: tuple[str, str]
    because: str


class PromiseWords(CardContent, frozen=True, kw_only=True):
    """How a language promises help: somebody who comes with a word of coming, or a phrase by itself."""

    helpers: Words
    coming: Words
    phrases: Words
    not_with: Words = ()
    """A sentence with one of these only says until when (until help arrives)."""


class LifeCards(CardContent, frozen=True, kw_only=True):
    """Which cards a life hangs on (rule L73)."""

    acts: Words
    """Acts of which one makes its card a life card, without exception."""
    below: dict[str, str] = msgspec.field(default_factory=dict)
    """Cards that a P0 says and that are none, each with the reason."""


class Edition(CardContent, frozen=True, kw_only=True):
    """A guideline as an edition that ends."""

    year: int
    superseded_by: str | None = None


class CardActs(CardContent, frozen=True, kw_only=True):
    """The whole table."""

    format: str
    version: str
    negations: dict[str, Words]
    acts: dict[str, CardAct]
    excludes: tuple[ActConflict, ...]
    intervals: dict[str, tuple[int, int]]
    leads: dict[str, Words]
    """Where the check of each question may lead."""
    promises: dict[str, PromiseWords]
    editions: dict[str, Edition]
    weak_sources: Words
    """Press, shops and pages without an author: none of them carries a life card."""
    cards: dict[str, CardSpecification]
    life: LifeCards | None = None
    """None in a set that was published before it was written."""


@dataclass(frozen=True, kw_only=True)
class CardActsReading:
    """The table as read; `acts` is None where the folder has none or it has a fault."""

    acts: CardActs | None = None
    document: SourceDocument | None = None
    faults: list[DocumentFault] = field(default_factory=list)


def read_card_acts(folder: Path) -> CardActsReading:
    """Read the table of a folder, and what is wrong with it."""
    path = folder / SPECIFICATIONS
    if not path.exists():
        return CardActsReading()
    documents, faults = read_yaml(path, SPECIFICATIONS)
    if not faults and len(documents) != 1:
        faults = [DocumentFault(rule="S01", code="not_one_document", file=SPECIFICATIONS, line=1)]
    faults = faults or check_schema(documents[0], "card-acts")
    if faults:
        return CardActsReading(faults=faults)
    acts = msgspec.convert(documents[0].data, CardActs)
    faults = list(_loose_ends(acts, documents[0]))
    return CardActsReading(acts=None if faults else acts, document=documents[0], faults=faults)


def _loose_ends(acts: CardActs, document: SourceDocument) -> Iterator[DocumentFault]:
    """L02: conflicts name acts that exist; each act of a card stands there once, and bounds go upwards."""

    def fault(rule: str, code: str, *where: str | int, **facts: str) -> DocumentFault:
        return DocumentFault(
            rule=rule, code=code, file=SPECIFICATIONS, line=document.line(*where), facts={**facts}
        )

    for i, conflict in enumerate(acts.excludes):
        for name in conflict.acts:
            if name not in acts.acts:
                yield fault("L02", "unknown_act", "excludes", i, name=name)
    for name in acts.life.acts if acts.life is not None else ():
        if name not in acts.acts:
            yield fault("L02", "unknown_act", "life", "acts", name=name)
    for id, specification in acts.cards.items():
        seen: set[str] = set()
        for i, step in enumerate(specification.steps):
            if step.id in seen:
                yield fault("L02", "step_twice", "cards", id, "steps", i, name=step.id)
            seen.add(step.id)
            if step.every_s is not None and step.every_s[0] > step.every_s[1]:
                yield fault("L45", "bounds_reversed", "cards", id, "steps", i, step=step.id)


@lru_cache(maxsize=16_384)
def as_words(text: str) -> str:
    """A text as it is compared: small letters, words and nothing between them but one space."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def says(text: str, phrase: str) -> bool:
    """Whether a text has the words, of which the last may go on."""
    return f" {phrase}" in as_words(text)


def missing_words(text: str, phrases: Words) -> list[str]:
    """The phrases that a text does not say."""
    return [phrase for phrase in phrases if not says(text, phrase)]


def canonical(condition: Mapping[str, Any] | None) -> str:
    """A condition without the order in which it was written."""
    return repr(_sorted(condition))


def _sorted(part: Any) -> Any:
    if isinstance(part, Mapping):
        return sorted(
            (key, _sorted([value] if isinstance(value, str) else value)) for key, value in part.items()
        )
    if isinstance(part, list):
        return sorted((_sorted(one) for one in part), key=repr)
    return part
