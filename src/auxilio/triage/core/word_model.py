"""How well the words of a text fit each type: naive Bayes over the features of the phrases that people say for it (decision 0317).

Made from the phrases in about a second, without chance: the same phrases give the same figures.
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
"""What a feature counts in a type of which nobody has said it; chosen by cross-validation (decision 0317)."""
_RARE_POWER = 0.5
"""How much more a rare feature counts than a common one, as a power of its inverse document frequency; chosen likewise."""
_BEGUN_LETTERS_MIN = 3
_MISSPELT_LETTERS_MIN = 5
_MISSPELT_MIN = 84.0
"""Least similarity (0 to 100, rapidfuzz ratio) of a misspelt word."""


class WordModel:
    """Types are numbers here, from 0."""

    def __init__(self, phrases: Iterable[tuple[int, str]], types: int) -> None:
        counted = [(type_, features_of(spoken_words(said))) for type_, said in phrases]
        spread = Counter(feature for _, features in counted for feature in features)
        self._worth = {f: math.log(1 + len(counted) / n) ** _RARE_POWER for f, n in spread.items()}
        self._known: dict[str, int] = {
            f[1:]: n for f, n in sorted(spread.items()) if f.startswith("=") and len(f) > 1
        }
        self._vocabulary = list(self._known)
        self._totals = np.zeros(types)
        rows: dict[str, dict[int, float]] = {}
        for type_, features in counted:
            length = math.sqrt(sum(n * n for n in features.values())) or 1.0
            for feature, n in features.items():
                worth = n / length * self._worth[feature]
                row = rows.setdefault(feature, {})
                row[type_] = row.get(type_, 0.0) + worth
                self._totals[type_] += worth
        self._fit(rows)

    def _fit(self, rows: Mapping[str, Mapping[int, float]]) -> None:
        """Of each feature: by how much it speaks for a type that has it, beyond what it says of one that has it not."""
        room = _SMOOTHING * len(rows)
        self._absent = np.log(_SMOOTHING / (self._totals + room))
        self._everywhere: dict[str, float] = {}
        self._rows: dict[str, tuple[NDArray[np.int32], NDArray[np.float32]]] = {}
        whole = float(self._totals.sum()) + room
        for feature, row in rows.items():
            self._everywhere[feature] = math.log((sum(row.values()) + _SMOOTHING) / whole)
            extra = np.log1p(np.fromiter(row.values(), np.float64) / _SMOOTHING)
            self._rows[feature] = (np.fromiter(row, np.int32), extra.astype(np.float32))

    def scores(self, words: Sequence[str]) -> NDArray[np.float64]:
        """For each type how much more likely these words are said of it than of any."""
        found, base = np.zeros(len(self._totals)), 0.0
        absent = 0.0
        for feature, n in features_of(list(words)).items():
            row = self._rows.get(feature)
            if row is None:
                continue
            weight = n * self._worth[feature]
            found[row[0]] += weight * row[1]
            absent += weight
            base += weight * self._everywhere[feature]
        return found + absent * self._absent - base

    def heard(self, words: Sequence[str]) -> list[str]:
        """The words of a text as phrases know them: the last one may be half typed, and one that nobody says misspelt."""
        return [self._as_known(word, last=i == len(words) - 1) for i, word in enumerate(words)]

    def knows_any(self, words: Iterable[str]) -> bool:
        """Whether one of the words stands in a phrase."""
        return any(word in self._known for word in words)

    def _as_known(self, word: str, *, last: bool) -> str:
        if word in self._known or word.isdigit():
            return word
        if last and len(word) >= _BEGUN_LETTERS_MIN:
            first = bisect_left(self._vocabulary, word)
            begun = []
            for known in self._vocabulary[first:]:
                if not known.startswith(word):
                    break
                begun.append(known)
            if begun:
                return max(begun, key=lambda known: (self._known[known], known))
        if len(word) >= _MISSPELT_LETTERS_MIN:
            close = process.extractOne(word, self._vocabulary, scorer=fuzz.ratio, score_cutoff=_MISSPELT_MIN)
            if close is not None:
                return str(close[0])
        return word
