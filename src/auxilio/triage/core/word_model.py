"""How well the words of a text fit each type: naive Bayes over features of the phrases that callers say for it (decision 0317).

Built in about a second of CPU. Deterministic: the same phrases give the same scores.
"""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from auxilio.triage.core.phrase_words import features_of, spoken_words

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

    def __init__(self, phrases: Iterable[tuple[int, str]], types: int) -> None:
        counted = [(type_, features_of(spoken_words(said))) for type_, said in phrases]
        document_frequency = Counter(feature for _, features in counted for feature in features)
        self._idf = {f: math.log(1 + len(counted) / n) ** _IDF_POWER for f, n in document_frequency.items()}
        self._known: dict[str, int] = {
            f[1:]: n for f, n in sorted(document_frequency.items()) if f.startswith("=") and len(f) > 1
        }
        self._vocabulary = list(self._known)
        self._totals = np.zeros(types)
        rows: dict[str, dict[int, float]] = {}
        for type_, features in counted:
            length = math.sqrt(sum(n * n for n in features.values())) or 1.0
            for feature, n in features.items():
                weighted = n / length * self._idf[feature]
                row = rows.setdefault(feature, {})
                row[type_] = row.get(type_, 0.0) + weighted
                self._totals[type_] += weighted
        self._fit(rows)

    def _fit(self, rows: Mapping[str, Mapping[int, float]]) -> None:
        """Log likelihoods of a feature: for a type without it (`_absent`), and what is added for each type that has it (`_rows`)."""
        smoothing = _SMOOTHING * len(rows)
        self._absent = np.log(_SMOOTHING / (self._totals + smoothing))
        self._rows: dict[str, tuple[NDArray[np.int32], NDArray[np.float32]]] = {}
        for feature, row in rows.items():
            extra = np.log1p(np.fromiter(row.values(), np.float64) / _SMOOTHING)
            self._rows[feature] = (np.fromiter(row, np.int32), extra.astype(np.float32))

    def scores(self, words: Sequence[str]) -> NDArray[np.float64]:
        """For each type the log likelihood of these words: comparable among types, not among texts."""
        found = np.zeros(len(self._totals))
        absent = 0.0
        for feature, n in features_of(list(words)).items():
            row = self._rows.get(feature)
            if row is None:
                continue
            weight = n * self._idf[feature]
            found[row[0]] += weight * row[1]
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
