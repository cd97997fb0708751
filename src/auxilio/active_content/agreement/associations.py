"""Which words of a translation stand beside which Spanish words, learned from all texts of the same content.

A translation that has the place of another is nearer to the other's Spanish than to its own. Words are compared by their first
letters, so that endings do not matter; what a pair of texts itself adds is not counted for it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from auxilio.active_content.agreement.concepts import words_of

_STEM = 5
"""Letters by which words are compared."""


def stems_of(text: str) -> frozenset[str]:
    """The words of a text, each cut to its stem; a digit is told as it is."""
    return frozenset(word if word[0].isdigit() else word[:_STEM] for word in words_of(text))


class Associations:
    """How often two words stand in the Spanish and in the translation of one text."""

    def __init__(self, texts: Iterable[Mapping[str, str]]) -> None:
        pairs = {
            (text["es"], language, words)
            for text in texts
            for language, words in text.items()
            if language != "es" and "es" in text
        }
        self._spanish: dict[str, Counter[str]] = {}
        self._other: dict[str, Counter[str]] = {}
        self._both: dict[str, Counter[tuple[str, str]]] = {}
        for spanish, language, words in pairs:
            ours, theirs = stems_of(spanish), stems_of(words)
            self._spanish.setdefault(language, Counter()).update(ours)
            self._other.setdefault(language, Counter()).update(theirs)
            self._both.setdefault(language, Counter()).update((a, b) for a in ours for b in theirs)

    def nearness(
        self, spanish: frozenset[str], other: frozenset[str], language: str, *, own: bool
    ) -> float:
        """From 0 to 1, how well the words of one explain those of the other. `own`: these two stand together."""
        if not spanish or not other or language not in self._both:
            return 0.0
        best_ours = dict.fromkeys(spanish, 0.0)
        best_theirs = dict.fromkeys(other, 0.0)
        for ours in spanish:
            for theirs in other:
                found = self._together(ours, theirs, language, own=own)
                best_ours[ours] = max(best_ours[ours], found)
                best_theirs[theirs] = max(best_theirs[theirs], found)
        return (sum(best_ours.values()) + sum(best_theirs.values())) / (len(spanish) + len(other))

    def _together(self, ours: str, theirs: str, language: str, *, own: bool) -> float:
        """Dice's coefficient; words that begin alike are cognates."""
        less = 1 if own else 0
        both = self._both[language][ours, theirs] - less
        alone = self._spanish[language][ours] + self._other[language][theirs] - 2 * less
        learned = 2 * both / (alone + 1) if both > 0 else 0.0
        return max(learned, 0.8 if ours[:4] == theirs[:4] and (len(ours) > 3 or ours == theirs) else 0.0)


def exchanged(
    texts: Sequence[tuple[str, str]], language: str, known: Associations, window: int
) -> Iterable[tuple[int, int, float]]:
    """Pairs of texts that would gain by having each other's translation, and how much. `texts`: Spanish and translation, in the
    order in which they stand."""
    ours = [stems_of(spanish) for spanish, _ in texts]
    theirs = [stems_of(other) for _, other in texts]
    own = [known.nearness(a, b, language, own=True) for a, b in zip(ours, theirs, strict=True)]
    for i in range(len(texts)):
        for j in range(i + 1, min(len(texts), i + 1 + window)):
            if texts[i][0] == texts[j][0] or texts[i][1] == texts[j][1]:
                continue
            one = known.nearness(ours[i], theirs[j], language, own=False)
            two = known.nearness(ours[j], theirs[i], language, own=False)
            yield i, j, one + two - own[i] - own[j]
