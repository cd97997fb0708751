"""What people name when they tell of something, whatever their language: things, persons, and a hint of the type.

A small table beside the typology's phrases (`type_suggestion.py`), so that «camión», “camió”, “lorry” and “poids lourd” are
one thing. It proposes nothing by itself: two stories are compared by it (`cases/core/duplicate_incidents.py`). The table is
reviewed content (`content/data/story_words.yaml`, decision 0271).
"""

import re
from collections.abc import Iterator, Mapping

import msgspec

from auxilio.triage.core.phrase_words import words_of

PERSONS = ("baby", "child", "elder", "man", "woman")
"""Whom a story may be about: the desk has words for these."""
_PREFIX = 5
"""A form of so many letters also stands for the words that begin with it; a shorter one only for itself and its plural."""
_LETTERS_MIN = 4
"""Shorter words are mostly grammar of a language whose small words we do not list."""
_STEM = 6
"""Letters by which the words of one family agree: volcado, volcada."""


class StoryWords(msgspec.Struct, frozen=True, kw_only=True):
    """The table: forms as words are compared, each set under what it stands for."""

    things: Mapping[str, tuple[str, ...]] = {}
    persons: Mapping[str, tuple[str, ...]] = {}
    types: Mapping[str, tuple[str, ...]] = {}
    """Words that hint at a type of incident."""
    common: frozenset[str] = frozenset()
    """What every call says: it tells no two events apart."""
    small: frozenset[str] = frozenset()
    """Small words and greetings, which are left out of every text before it is compared."""


class StoryTerms(msgspec.Struct, frozen=True, kw_only=True):
    """What a story names. `things` as they were said; `words` are what else was said, by its stem."""

    things: dict[str, str]
    persons: frozenset[str]
    types: frozenset[str]
    words: dict[str, str]


class _ConceptIndex:
    """Which concepts a word may stand for."""

    def __init__(self, table: Mapping[str, tuple[str, ...]]) -> None:
        self._whole: dict[str, list[str]] = {}
        self._begins: dict[str, list[tuple[str, str]]] = {}
        for concept, forms in table.items():
            for form in forms:
                self._whole.setdefault(form, []).append(concept)
                if len(form) >= _PREFIX:
                    self._begins.setdefault(form[:_PREFIX], []).append((form, concept))

    def of(self, word: str) -> Iterator[str]:
        """Every concept of a word, in the order of the table. A form that is the whole word goes before one with which the
        word begins: "señora" is no "señor"."""
        known = [*self._whole.get(word, ()), *self._whole.get(word.removesuffix("s"), ())]
        longer = [concept for form, concept in self._begins.get(word[:_PREFIX], ()) if word.startswith(form)]
        yield from dict.fromkeys(known or longer)


class StoryLexicon:
    """Made once for the table in force."""

    def __init__(self, words: StoryWords) -> None:
        self._small, self._common = words.small, words.common
        self._things, self._persons = _ConceptIndex(words.things), _ConceptIndex(words.persons)
        self._types = _ConceptIndex(words.types)

    def words_of(self, text: str) -> list[str]:
        """The words that carry meaning, without accents or capitals."""
        return words_of(text, self._small)

    def terms(self, text: str) -> StoryTerms:
        """What a text names."""
        things: dict[str, str] = {}
        persons: set[str] = set()
        types: set[str] = set()
        words: dict[str, str] = {}
        for word, said in self._words_as_said(text):
            found = list(self._things.of(word))
            who, what = list(self._persons.of(word)), list(self._types.of(word))
            for thing in found:
                things.setdefault(thing, said)
            persons.update(who)
            types.update(what)
            named = found or who or what
            if not named and len(word) >= _LETTERS_MIN and word not in self._common:
                words.setdefault(word[:_STEM], said)
        return StoryTerms(things=things, persons=frozenset(persons), types=frozenset(types), words=words)

    def _words_as_said(self, text: str) -> Iterator[tuple[str, str]]:
        """Each word that carries meaning as it is compared, and as it was said."""
        for said in re.findall(r"[^\W_]+", text.replace("·", "")):
            for word in self.words_of(said):
                yield word, said.lower()
