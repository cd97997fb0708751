"""How well the words of a text fit each type: naive Bayes over features of the phrases that callers say for it (decision 0317).

Built from 42,000 phrases in some seconds of a core. Deterministic: the same phrases give the same scores.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import count

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from auxilio.triage.core.phrase_words import features_of

_SMOOTHING = 0.05
"""Additive smoothing: what a feature counts for a type whose phrases lack it; chosen by cross-validation (decision 0317)."""
_IDF_POWER = 1.0
"""A feature is weighted by this power of its inverse document frequency; chosen likewise, beside the meaning (decision 0350)."""
_PREFIX_LETTERS_MIN = 3
_MISSPELT_LETTERS_MIN = 5
_MISSPELT_MIN = 84.0
"""Least similarity (0 to 100, rapidfuzz ratio) of a misspelt word."""


class WordModel:
    """Types are indices here, from 0."""

    def __init__(self, phrases: Iterable[tuple[int, Sequence[str]]], types: int) -> None:
        """`phrases`: the type of each, and its words (`phrase_words.spoken_words`)."""
        self._features: dict[str, int] = defaultdict(count().__next__)
        of_type: list[int] = []
        sizes: list[int] = []
        numbers: list[int] = []
        weights: list[float] = []
        for type_, words in phrases:
            features = features_of(words)
            of_type.append(type_)
            sizes.append(len(features))
            numbers.extend(map(self._features.__getitem__, features))
            weights.extend(features.values())
        self._features = dict(self._features)
        self._fit(
            np.repeat(np.array(of_type, np.int64), sizes),
            np.repeat(np.arange(len(sizes)), sizes),
            np.array(numbers, np.int64),
            np.array(weights, np.float64),
            types,
        )

    def _fit(
        self,
        types: NDArray[np.int64],
        phrases: NDArray[np.int64],
        features: NDArray[np.int64],
        weights: NDArray[np.float64],
        types_n: int,
    ) -> None:
        """Of each feature of each phrase its type, its phrase, its number and its weight there.

        Made of them: the logarithm of a feature's likelihood for a type without it (`_absent`), and what is added to that for
        each type that has it (`_having` and `_extra`, those of feature `i` from `_begins[i]` to `_begins[i + 1]`).
        """
        frequency = np.bincount(features, minlength=len(self._features))
        self._idf = np.log(1 + (phrases[-1] + 1 if len(phrases) else 0) / frequency) ** _IDF_POWER
        self._known = {
            word: int(frequency[self._features[f"={word}"]])
            for word in sorted(name[1:] for name in self._features if name.startswith("=") and len(name) > 1)
        }
        self._vocabulary = list(self._known)
        lengths = np.sqrt(np.bincount(phrases, weights * weights))
        weighted = weights / lengths[phrases] * self._idf[features]
        totals = np.bincount(types, weighted, minlength=types_n)
        pairs, inverse = np.unique(features * types_n + types, return_inverse=True)
        self._having = (pairs % types_n).astype(np.int32)
        self._extra = np.log1p(np.bincount(inverse, weighted) / _SMOOTHING).astype(np.float32)
        self._begins = np.searchsorted(pairs, np.arange(len(self._features) + 1) * types_n)
        self._absent = np.log(_SMOOTHING / (totals + _SMOOTHING * len(self._features)))

    def scores(self, words: Sequence[str]) -> NDArray[np.float64]:
        """For each type the log likelihood of these words: comparable among types, not among texts."""
        found = np.zeros(len(self._absent))
        absent = 0.0
        for feature, n in features_of(words).items():
            i = self._features.get(feature)
            if i is None:
                continue
            weight = n * self._idf[i]
            having = slice(self._begins[i], self._begins[i + 1])
            found[self._having[having]] += weight * self._extra[having]
            absent += weight
        return found + absent * self._absent

    def corrected(self, words: Sequence[str]) -> list[str]:
        """The words of a text as they stand in phrases: the last one completed where it is half typed, misspelt ones corrected."""
        return [self._corrected(word, last=i == len(words) - 1) for i, word in enumerate(words)]

    def knows_any(self, words: Iterable[str]) -> bool:
        """Whether one of the words stands in a phrase."""
        return any(word in self._known for word in words)

    def _corrected(self, word: str, *, last: bool) -> str:
        if word in self._known or word.isdigit():
            return word
        if last and len(word) >= _PREFIX_LETTERS_MIN:
            first = bisect_left(self._vocabulary, word)
            completions = []
            for known in self._vocabulary[first:]:
                if not known.startswith(word):
                    break
                completions.append(known)
            if completions:
                return max(completions, key=lambda known: (self._known[known], known))
        if len(word) >= _MISSPELT_LETTERS_MIN:
            close = process.extractOne(word, self._vocabulary, scorer=fuzz.ratio, score_cutoff=_MISSPELT_MIN)
            if close is not None:
                return str(close[0])
        return word
