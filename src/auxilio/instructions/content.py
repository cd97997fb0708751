"""Reads instruction cards from a content folder; faults carry file and line and nothing is raised for them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from auxilio.instructions.card_specifications import CardActsReading, read_card_acts
from auxilio.instructions.core.model import Card
from auxilio.instructions.easy_steps import EasyCardTexts, EasySteps, EasyStepsReading, read_easy_steps
from auxilio.kernel.condition import read_condition
from auxilio.kernel.partial_languages import NO_PARTIAL_LANGUAGES, PartialLanguages
from auxilio.platform.documents import (
    DocumentFault,
    SourceDocument,
    as_signed,
    check_schema,
    read_yaml,
    signed_digest,
)
from auxilio.platform.translations import TranslationMemory, read_memory


@dataclass(kw_only=True)
class CardLoadResult:
    """The cards of a folder as read, where each part stands, and what is wrong."""

    memory: TranslationMemory
    cards: dict[str, Card] = field(default_factory=dict)
    documents: dict[str, SourceDocument] = field(default_factory=dict)
    faults: list[DocumentFault] = field(default_factory=list)
    acts: CardActsReading = field(default_factory=CardActsReading)
    """What each card is to make a caller do, written apart from it."""
    easy: EasyStepsReading = field(default_factory=EasyStepsReading)
    """The steps of life cards in easy language."""


def read_cards(folder: Path) -> CardLoadResult:
    """Read every card; one with a fault is left out and the others are read."""
    memory, _ = read_memory(folder)  # its faults are told once, by who reads the protocols
    acts, easy = read_card_acts(folder), read_easy_steps(folder)
    reading = CardLoadResult(memory=memory, acts=acts, easy=easy, faults=[*acts.faults, *easy.faults])
    for path in sorted((folder / "cards").glob("*.yaml")):
        _read_file(path, reading)
    if not reading.cards:
        reading.faults.append(DocumentFault(rule="S01", code="no_cards", file="cards", line=1))
    return reading


def _read_file(path: Path, reading: CardLoadResult) -> None:
    documents, wrong = read_yaml(path, f"cards/{path.name}")
    for document in documents:
        wrong += check_schema(document, "card")
    reading.faults.extend(wrong)
    for document in documents if not wrong else ():
        id = str(document.data["id"])
        if id in reading.cards:
            line = document.line("id")
            reading.faults.append(
                DocumentFault(rule="L02", code="document_twice", file=document.file, line=line, document=id)
            )
            continue
        reading.cards[id] = compile_card(reading.memory.fill(document.data))
        reading.documents[id] = document


def compile_card(raw: Mapping[str, Any]) -> Card:
    """A card from its written form, which has already passed its schema."""
    steps = [
        {**step, "show_if": msgspec.to_builtins(read_condition(step["show_if"]))}
        if "show_if" in step
        else step
        for step in raw["steps"]
    ]
    card = msgspec.convert({**{k: v for k, v in raw.items() if v is not None}, "steps": steps}, Card)
    return msgspec.structs.replace(card, digest=signed_digest(card))


class PublishedCards:
    """Implements `core.ports.CardLibrary`. `publish` swaps everything at once."""

    def __init__(
        self,
        cards: Mapping[str, Card],
        easy: EasySteps | None = None,
        partial: PartialLanguages = NO_PARTIAL_LANGUAGES,
    ) -> None:
        self._by_digest: dict[str, Card] = {}
        self._kept: dict[str, tuple[str, str]] = {}
        self.publish(cards, easy, partial)

    def publish(
        self,
        cards: Mapping[str, Card],
        easy: EasySteps | None = None,
        partial: PartialLanguages = NO_PARTIAL_LANGUAGES,
    ) -> None:
        """Put verified cards in force, with their steps in easy language. Runs that began with an older version go on with it."""
        self._easy, self._partial = easy, partial
        self._by_digest.update({card.digest: card for card in cards.values()})
        self._in_force = dict(cards)

    @property
    def known(self) -> frozenset[str]:
        """The digest of every version that can be found."""
        return frozenset(self._by_digest) | frozenset(self._kept)

    def remember(self, digest: str, signed: str, signing: str) -> None:
        """A version that a card may have been dictated in, as it was signed. It is read when somebody asks for it."""
        self._kept.setdefault(digest, (signed, signing))

    @property
    def cards(self) -> Mapping[str, Card]:
        """Every card in force, by id."""
        return self._in_force

    def card(self, id: str) -> Card | None:
        """The version in force, or None."""
        return self._in_force.get(id)

    def card_of(self, digest: str) -> Card | None:
        """The version with that digest, or None."""
        found = self._by_digest.get(digest)
        if found is None and digest in self._kept:
            found = self._by_digest[digest] = as_signed(*self._kept[digest], Card)
        return found

    def easy(self, card: Card) -> EasyCardTexts | None:
        """This version in easy language; None for a card without it, and for a version that is not in force: its steps were others."""
        in_force = self._in_force.get(card.id)
        if self._easy is None or in_force is None or in_force.digest != card.digest:
            return None
        return self._easy.easy_card(card.id, self._partial)

    @property
    def partial(self) -> PartialLanguages:
        """The languages in which life cards are said beside those of the cards."""
        return self._partial
