"""Reads `data/easy_steps.yaml`: a pictogram and one short order for each step of a life card (decision 0370).

`read_cards` reads it and `verifier_easy` proves it. A set that was published before the file existed has none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from auxilio.instructions.core.model import CardContent
from auxilio.kernel.caller_guidance import EasyText
from auxilio.kernel.localized_text import text_language
from auxilio.kernel.partial_languages import NO_PARTIAL_LANGUAGES, PartialLanguages
from auxilio.kernel.pictograms import Pictogram
from auxilio.platform.documents import DocumentFault, SourceDocument, check_schema, read_yaml

EASY_STEPS = "data/easy_steps.yaml"
LANGUAGES = ("es", "ca", "en", "fr")


class EasyStep(CardContent, frozen=True, kw_only=True):
    """One order in easy language, in each language, and what its drawing shows."""

    pictogram: str
    es: str
    ca: str
    en: str
    fr: str

    @property
    def words(self) -> dict[str, str]:
        """The order by language."""
        return {"es": self.es, "ca": self.ca, "en": self.en, "fr": self.fr}

    def text_in(self, language: str, partial: PartialLanguages = NO_PARTIAL_LANGUAGES) -> EasyText | None:
        """As it is sent to a caller's page; None in a partial language that does not have it."""
        (words,) = partial.together([self.words])
        if language in partial.languages and language not in words:
            return None
        return EasyText(words=words[text_language(words, language)], pictogram=Pictogram(self.pictogram))


class EasySteps(CardContent, frozen=True, kw_only=True):
    """The whole file."""

    format: str
    version: str
    status: str
    texts: dict[str, EasyStep]
    cards: dict[str, dict[str, str]]
    """By card and step, the text of `texts`."""

    def easy_card(
        self, card: str, partial: PartialLanguages = NO_PARTIAL_LANGUAGES
    ) -> "EasyCardTexts | None":
        """A card as it is sent; None for one without texts."""
        texts = self.of_card(card)
        return EasyCardTexts(texts, partial) if texts else None

    def of_card(self, card: str) -> Mapping[str, EasyStep]:
        """The texts of a card by step; empty for a card without any."""
        return {
            step: self.texts[text] for step, text in self.cards.get(card, {}).items() if text in self.texts
        }


class EasyCardTexts:
    """Implements `core.ports.EasyCard`."""

    def __init__(
        self, texts: Mapping[str, EasyStep], partial: PartialLanguages = NO_PARTIAL_LANGUAGES
    ) -> None:
        self._texts, self._partial = texts, partial

    def text(self, step: str, language: str) -> EasyText | None:
        """The text and drawing of a step; None for a step without any."""
        found = self._texts.get(step)
        return found.text_in(language, self._partial) if found is not None else None


@dataclass(frozen=True, kw_only=True)
class EasyStepsReading:
    """The file as read; `steps` is None where the folder has none or it does not have its form."""

    steps: EasySteps | None = None
    document: SourceDocument | None = None
    faults: list[DocumentFault] = field(default_factory=list)


def read_easy_steps(folder: Path) -> EasyStepsReading:
    """Read the file of a folder, and what is wrong with its form."""
    path = folder / EASY_STEPS
    if not path.exists():
        return EasyStepsReading()
    documents, faults = read_yaml(path, EASY_STEPS)
    if not faults and len(documents) != 1:
        faults = [DocumentFault(rule="S01", code="not_one_document", file=EASY_STEPS, line=1)]
    faults = faults or check_schema(documents[0], "easy-steps")
    if faults:
        return EasyStepsReading(faults=faults)
    return EasyStepsReading(steps=msgspec.convert(documents[0].data, EasySteps), document=documents[0])
