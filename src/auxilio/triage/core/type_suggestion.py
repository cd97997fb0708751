"""Proposes incident types from free words, in Spanish, Catalan or English, mixed and misspelt.

It proposes, with the words it heard, and a person chooses. A phrase people say counts by how rare its words
are and how much of it was said; of equals the more severe comes first, because doubt counts as danger.
"""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set

import msgspec
from rapidfuzz import fuzz, process

from auxilio.kernel.shared_types import Priority
from auxilio.triage.core.model import IncidentType

WORDS_MAX = 40
"""The last words count; a longer text is a story that has been told."""
_STEM = 5
"""Letters by which words of one family agree: desmayo, desmayado, desmayada."""
_STEM_CREDIT = 0.85
_PREFIX_LETTERS_MIN = 3
_PREFIX_CREDIT = 0.7
"""The last word may still be being typed."""
_TYPO_MIN = 82.0
"""Least similarity (0 to 100, rapidfuzz ratio) of a misspelt word."""
_FUZZY_LETTERS_MIN = 4
_SCORE_MIN = 0.9
"""Below this only small words agreed."""
_NAMED = ("es", "ca", "en")
"""Languages whose names of types are listened for; the synonyms are in the same three."""


class TypeSuggestion(msgspec.Struct, frozen=True, kw_only=True):
    """A type, and why: the phrase it is known by and the words that were heard of it."""

    type: str
    score: float
    phrase: str
    language: str
    words: tuple[str, ...]
    priority: Priority


class _Phrase(msgspec.Struct, frozen=True):
    type: str
    said: str
    language: str
    words: tuple[str, ...]


class TypeSuggester:
    """Made once for the typology in force; `suggest` takes about a millisecond."""

    def __init__(self, types: Mapping[str, IncidentType], small: Set[str]) -> None:
        """`small` are words that carry no meaning (`story_lexicon.StoryWords`)."""
        self._types, self._small = types, small
        self._phrases = [phrase for type_ in types.values() for phrase in _phrases_of(type_, small)]
        self._with: dict[str, list[int]] = defaultdict(list)
        self._family: dict[str, list[str]] = defaultdict(list)
        spread: Counter[str] = Counter()
        types_of: dict[str, set[str]] = defaultdict(set)
        for i, phrase in enumerate(self._phrases):
            for word in set(phrase.words):
                self._with[word].append(i)
                types_of[word].add(phrase.type)
        for word, found in types_of.items():
            spread[word] = len(found)
            if len(word) >= _STEM:
                self._family[word[:_STEM]].append(word)
        self._vocabulary = sorted(self._with)
        self._worth = {word: math.log(1 + len(types) / n) for word, n in spread.items()}

    def suggest(self, text: str, limit: int = 3) -> tuple[TypeSuggestion, ...]:
        """The likeliest types, best first; none when nothing was recognised."""
        heard = self._hear(words_of(text, self._small)[-WORDS_MAX:])
        touched = {i for known in heard for i in self._with[known]}
        best: dict[str, TypeSuggestion] = {}
        for i in touched:
            phrase = self._phrases[i]
            score, words = self._score(phrase, heard)
            known = best.get(phrase.type)
            if score >= _SCORE_MIN and (known is None or score > known.score):
                best[phrase.type] = TypeSuggestion(
                    type=phrase.type,
                    score=round(score, 3),
                    phrase=phrase.said,
                    language=phrase.language,
                    words=words,
                    priority=self._types[phrase.type].priority,
                )
        ranked = sorted(best.values(), key=lambda s: (-s.score, s.priority, s.type))
        return tuple(ranked[:limit])

    def knows(self, word: str) -> bool:
        """Whether a word (as `words_of` gives it) stands in a phrase of some type: it then tells of the kind."""
        return word in self._with

    def _hear(self, said: Iterable[str]) -> dict[str, tuple[float, str]]:
        """Known word -> (how surely it was heard, as it was said)."""
        heard: dict[str, tuple[float, str]] = {}
        words = list(said)
        for i, word in enumerate(words):
            for known, sure in self._known_words(word, typing=i == len(words) - 1):
                if sure > heard.get(known, (0.0, ""))[0]:
                    heard[known] = (sure, word)
        return heard

    def _known_words(self, word: str, *, typing: bool) -> list[tuple[str, float]]:
        own = [(word, 1.0)] if word in self._with else []
        family = self._family.get(word[:_STEM], ()) if len(word) >= _STEM else ()
        own += [(known, _STEM_CREDIT) for known in family if known != word]
        if not own and typing and len(word) >= _PREFIX_LETTERS_MIN:
            own = [(known, _PREFIX_CREDIT) for known in self._vocabulary if known.startswith(word)]
        if not own and len(word) >= _FUZZY_LETTERS_MIN:
            close = process.extract(
                word, self._vocabulary, scorer=fuzz.ratio, score_cutoff=_TYPO_MIN, limit=3
            )
            own = [(known, similarity / 100 * _STEM_CREDIT) for known, similarity, _ in close]
        return own

    def _score(
        self, phrase: _Phrase, heard: Mapping[str, tuple[float, str]]
    ) -> tuple[float, tuple[str, ...]]:
        """Rareness of what was heard of the phrase, times the share of the phrase that it is."""
        whole = sum(self._worth[word] for word in phrase.words)
        got = [(word, *heard[word]) for word in phrase.words if word in heard]
        worth = sum(self._worth[word] * sure for word, sure, _ in got)
        return worth * (worth / whole), tuple(dict.fromkeys(said for _, _, said in got))


def words_of(text: str, small: Set[str]) -> list[str]:
    """The words of a text without accents or capitals, and without the small ones."""
    flat = unicodedata.normalize("NFKD", text.lower().replace("·", ""))
    letters = "".join(c for c in flat if not unicodedata.combining(c))
    return [word for word in re.findall(r"[a-z0-9]+", letters) if word not in small]


def _phrases_of(type_: IncidentType, small: Set[str]) -> Iterable[_Phrase]:
    named = [(language, type_.name[language]) for language in _NAMED if language in type_.name]
    said = [(language, phrase) for language, phrases in type_.words.items() for phrase in phrases]
    for language, phrase in (*named, *said):
        words = tuple(words_of(phrase, small))
        if words:
            yield _Phrase(type_.code, phrase, language, words)
