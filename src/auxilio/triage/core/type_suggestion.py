"""Ranks incident types by free text in Spanish, Catalan, English or French, mixed, misspelt and half typed.

Used by F3, by the recognition of duplicate incidents and by the simulated operators. The words (`word_model`) and the meaning
(`meaning_model`) of the text are compared with the phrases that callers say for each type. Where the P0 types together have a
small share of the probability (`_SEVERE_MIN`), the likeliest of them leads, because doubt counts as danger (decision 0317). Who
is said not to breathe is an arrest before anybody unconscious who breathes.
"""

from collections.abc import Callable, Iterator, Mapping, Set

import msgspec
import numpy as np
from numpy.typing import NDArray

from auxilio.kernel.shared_types import Priority
from auxilio.triage.core.meaning_model import MeaningModel
from auxilio.triage.core.model import IncidentType
from auxilio.triage.core.not_breathing import says_not_breathing
from auxilio.triage.core.phrase_words import spoken_words, words_of
from auxilio.triage.core.word_model import WordModel

WORDS_MAX = 40
"""The last words count; a longer text is a story that has been told."""
SUGGESTIONS_MAX = 8
_WORDS_WEIGHT = 0.013
"""Weight of the score of the words against that of the meaning; chosen by cross-validation (decision 0350)."""
_SCALE, _SCALE_OF_WORDS = 1.0, 1.6
"""Inverse temperatures of the softmax, with the meaning and by words alone: the probabilities are calibrated by them; fitted likewise."""
_SURE_MIN = 0.12
"""A likeliest type that is less probable is merely the nearest (ours)."""
_SEVERE_MIN, _SEVERE_MIN_OF_WORDS = 0.06, 0.2
"""From this probability of all P0 types together on, the likeliest of them leads; with the meaning and by words alone; chosen likewise."""

_BEGUN_NAME_FACTOR = 20.0
"""How much likelier a type is whose name begins as what was typed: who knows the names types them (ours)."""
_BEGUN_NAME_LETTERS_MIN = 4
_SAID_FACTOR = 50.0
"""How much likelier a type is for which exactly these words are written down (ours)."""

_ARREST, _BREATHES = "SAN-01", "SAN-02"
"""Of two types that are told with the same words, the second says of the patient that they breathe."""

type TypePhrases = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Code of a type -> language -> phrases."""


class TypeSuggestion(msgspec.Struct, frozen=True, kw_only=True):
    """A type, and how probably it is meant."""

    type: str
    score: float
    """Its probability, 0 to 1, among all types."""
    sure: bool
    """Whether anything was recognised; otherwise this is one of the nearest, and nobody takes it unasked."""


class TypeSuggester:
    """Made once for the content in force."""

    def __init__(
        self,
        types: Mapping[str, IncidentType],
        small: Set[str],
        phrases: TypePhrases,
        meaning: MeaningModel | None = None,
        in_spanish: Callable[[str], str] = str,
    ) -> None:
        """`small` are words that carry no meaning (`story_lexicon.StoryWords`). Without `meaning` words alone are compared.
        What `in_spanish` makes of a text is compared beside its own words (`catalan_words`)."""
        self._types, self._codes, self._small = types, sorted(types), small
        self._in_spanish = in_spanish
        self._priorities = np.array([types[code].priority for code in self._codes])
        self._keywords = {
            word for code in types for said in _keywords_of(types[code]) for word in words_of(said, small)
        }
        self._names = [
            tuple({" ".join(spoken_words(name)) for name in types[code].name.values()})
            for code in self._codes
        ]
        numbers = {code: i for i, code in enumerate(self._codes)}
        told = phrases_by_type(types, phrases)
        self._said: dict[str, set[int]] = {}
        compared: list[tuple[int, list[str]]] = []
        for code, some in told.items():
            for said in some:
                words, spanish = spoken_words(said), in_spanish(said)
                self._said.setdefault(" ".join(words), set()).add(numbers[code])
                compared.append(
                    (numbers[code], words if spanish == said else [*words, *spoken_words(spanish)])
                )
        self._words = WordModel(compared, len(self._codes))
        self.meaning = meaning
        """Set by a thread as soon as the model is loaded; until then words alone are compared."""

    def suggest(self, text: str, limit: int = 3) -> tuple[TypeSuggestion, ...]:
        """The likeliest types, best first; none when nothing was said."""
        words = spoken_words(text)[-WORDS_MAX:]
        if not self._codes or not any(len(word) > 1 and word not in self._small for word in words):
            return ()
        corrected = self._words.corrected(words)
        said = text.lower().split()[-WORDS_MAX:]
        # The meaning of half a word is none: it is asked with the word that was begun.
        whole = " ".join([*said[:-1], corrected[-1]] if corrected[-1] != words[-1] else said)
        spanish = self._in_spanish(whole)
        compared = corrected if spanish == whole else [*corrected, *spoken_words(spanish)]
        scores = _WORDS_WEIGHT * self._words.scores(compared)
        if self.meaning is not None:
            scores += self._meaning_scores(self.meaning, whole)
        probabilities = _probabilities(scores, _SCALE_OF_WORDS if self.meaning is None else _SCALE)
        typed = " ".join(words)
        named = {i for i, names in enumerate(self._names) if typed in names}
        begun = self._begun(typed)
        factors = np.where(begun, _BEGUN_NAME_FACTOR, 1.0)
        factors[list(self._said.get(typed, ()))] *= _SAID_FACTOR
        probabilities = probabilities * factors / (probabilities * factors).sum()
        # The meaning of letters that are no words is as near to some type as that of words.
        told = self._words.knows_any(word for word in compared if word not in self._small)
        sure = bool(named) or bool(begun.any()) or (told and bool(probabilities.max() >= _SURE_MIN))
        return tuple(
            TypeSuggestion(
                type=self._codes[i],
                score=round(float(probabilities[i]), 4),
                sure=sure,
            )
            for i in self._breathing_considered(self._ranked(probabilities, named), words)[:limit]
        )

    def knows(self, word: str) -> bool:
        """Whether a word (as `words_of` gives it) names a type or is one of its keywords: it then tells of the kind."""
        return word in self._keywords

    def _meaning_scores(self, meaning: MeaningModel, said: str) -> NDArray[np.float64]:
        found = meaning.scores(said)
        usual = float(np.median([found[code] for code in self._codes if code in found] or [0.0]))
        return np.array([found.get(code, usual) for code in self._codes])

    def _begun(self, typed: str) -> NDArray[np.bool_]:
        """Of which types the name begins as what was typed."""
        if len(typed) < _BEGUN_NAME_LETTERS_MIN:
            return np.zeros(len(self._codes), dtype=np.bool_)
        return np.array([any(name.startswith(typed) for name in names) for names in self._names])

    def _ranked(self, probabilities: NDArray[np.float64], named: Set[int]) -> list[int]:
        """By probability, after what was called by its whole name; the likeliest of the most severe priority leads where that
        priority is likely enough."""
        order = [int(i) for i in np.lexsort((self._priorities, -probabilities))]
        if named:
            return sorted(order, key=lambda i: i not in named)
        severe = self._priorities == int(Priority.P0)
        least = _SEVERE_MIN_OF_WORDS if self.meaning is None else _SEVERE_MIN
        if float(probabilities[severe].sum()) >= least:
            lead = next(i for i in order if severe[i])
            order.remove(lead)
            order.insert(0, lead)
        return order

    def _breathing_considered(self, order: list[int], words: list[str]) -> list[int]:
        """With the arrest in the place of the unconscious person who breathes, where the words say that nobody breathes."""
        if not {_ARREST, _BREATHES} <= set(self._codes) or not says_not_breathing(words):
            return order
        arrest, breathes = self._codes.index(_ARREST), self._codes.index(_BREATHES)
        if order.index(arrest) < order.index(breathes):
            return order
        order.remove(arrest)
        order.insert(order.index(breathes), arrest)
        return order


def phrases_by_type(types: Mapping[str, IncidentType], phrases: TypePhrases) -> dict[str, list[str]]:
    """All by which each type is known, once each: its names, its keywords, and what people say."""
    return {
        code: list(
            dict.fromkeys(
                said.lower()
                for said in (
                    *_keywords_of(type_),
                    *(said for some in phrases.get(code, {}).values() for said in some),
                )
            )
        )
        for code, type_ in types.items()
    }


def _keywords_of(type_: IncidentType) -> Iterator[str]:
    yield from type_.name.values()
    for said in type_.words.values():
        yield from said


def _probabilities(scores: NDArray[np.float64], scale: float) -> NDArray[np.float64]:
    """Softmax of the scaled scores."""
    odds = np.exp(scale * (scores - scores.max()))
    return np.asarray(odds / odds.sum())
