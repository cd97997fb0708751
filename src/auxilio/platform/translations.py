"""Translations kept apart from the documents, by the Spanish words they stand for (`content/i18n/memory.*.yaml`).

The same answer ("No sabe") stands in a hundred places and is translated once. A memory fills what a text
leaves out; it never replaces what an author wrote.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from auxilio.platform.documents import DocumentFault, check_schema, read_yaml

REFERENCE = "es"


class TranslationMemory:
    """What is known of each Spanish text, and which of it was of use."""

    def __init__(
        self, strings: Mapping[str, Mapping[str, str]], places: Mapping[str, tuple[str, int]]
    ) -> None:
        self._strings = strings
        self.places = places
        """File and line of each Spanish text."""
        self.used: set[str] = set()

    def fill(self, value: Any) -> Any:
        """A copy of plain data in which every text (a mapping with Spanish words) has the languages that are known."""
        if isinstance(value, list):
            return [self.fill(one) for one in value]
        if not isinstance(value, dict):
            return value
        spanish = value.get(REFERENCE)
        if isinstance(spanish, str):
            return {**self._known(spanish), **value}
        if isinstance(spanish, list):  # a list in each language, such as what must never be done
            return {**self._known_list(spanish), **value}
        return {key: self.fill(one) for key, one in value.items()}

    def _known(self, spanish: str) -> Mapping[str, str]:
        if spanish in self._strings:
            self.used.add(spanish)
        return self._strings.get(spanish, {})

    def _known_list(self, spanish: list[str]) -> dict[str, list[str]]:
        """The list in each language that has all of it: half a list of warnings is worse than one in Spanish."""
        known = [self._known(one) for one in spanish]
        everywhere = set.intersection(*(set(one) for one in known)) if known else set()
        return {language: [one[language] for one in known] for language in sorted(everywhere)}


def read_memory(folder: Path) -> tuple[TranslationMemory, list[DocumentFault]]:
    """Every memory of a content folder, as one. What is wrong comes back as faults."""
    strings: dict[str, dict[str, str]] = {}
    places: dict[str, tuple[str, int]] = {}
    faults: list[DocumentFault] = []
    for path in sorted((folder / "i18n").glob("memory.*.yaml")):
        name = f"i18n/{path.name}"
        documents, wrong = read_yaml(path, name)
        for document in documents:
            wrong += check_schema(document, "memory")
        faults += wrong
        for document in documents if not wrong else ():
            for spanish, texts in document.data["strings"].items():
                strings.setdefault(spanish, {}).update(texts)
                places[spanish] = (name, document.line("strings", spanish))
    return TranslationMemory(strings, places), faults
