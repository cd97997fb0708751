"""Which words of a translation stand beside which Spanish words, learned from all texts of the same content.

A translation that has the place of another is nearer to the other's Spanish than to its own. Words are compared by their first
letters, so that endings do not matter; what a pair of texts itself adds is not counted for it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from auxilio.active_content.agreement.concepts import words_of

_STEM = 5
"""Letters by which words are compared."""
COGNATE = 0.8
"""How near two words are that begin with the same four letters («respira», "respire")."""
NEAR = 0.6
"""A pair of texts as near as this is in its place."""


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
        self._spanish: dict[str, Counter[str]] = defaultdict(Counter)
        self._other: dict[str, Counter[str]] = defaultdict(Counter)
        self._both: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
        for spanish, language, words in pairs:
            ours, theirs = stems_of(spanish), stems_of(words)
            self._spanish[language].update(ours)
            self._other[language].update(theirs)
            for one in ours:
                self._both[language][one].update(theirs)
        self._rows: dict[tuple[str, str], dict[str, float]] = {}

    def nearness(self, spanish: frozenset[str], other: frozenset[str], language: str, *, own: bool) -> float:
        """From 0 to 1, how well the words of one explain those of the other. `own`: these two stand together."""
        if not spanish or not other:
            return 0.0
        table: list[list[float]] = []
        starts = {word[:4] for word in other if len(word) >= 4} | {word for word in other if word.isdigit()}
        for word in spanish:
            row = self._own_row(word, other, language) if own else self._row(word, language)
            found = [row.get(theirs, 0.0) for theirs in other]
            if word[:4] in starts:
                found = [
                    COGNATE if theirs[:4] == word[:4] and value < COGNATE else value
                    for theirs, value in zip(other, found, strict=True)
                ]
            table.append(found)
        total: float = sum(map(max, table)) + sum(map(max, zip(*table, strict=True)))
        return total / (len(spanish) + len(other))

    def _row(self, word: str, language: str) -> dict[str, float]:
        """Dice's coefficient of a Spanish word with each word that stands beside it."""
        if (word, language) not in self._rows:
            others, alone = self._other[language], self._spanish[language][word]
            self._rows[word, language] = {
                theirs: 2 * both / (alone + others[theirs] + 1)
                for theirs, both in self._both[language][word].items()
            }
        return self._rows[word, language]

    def _own_row(self, word: str, other: Iterable[str], language: str) -> dict[str, float]:
        """As if this text were not there."""
        both, others = self._both[language][word], self._other[language]
        alone = self._spanish[language][word] - 1
        return {
            theirs: 2 * (both[theirs] - 1) / (alone + others[theirs]) for theirs in other if both[theirs] > 1
        }


def exchanged(
    texts: Sequence[tuple[str, str]], language: str, known: Associations, window: int
) -> Iterator[tuple[int, int, float]]:
    """Pairs of texts that would gain by having each other's translation, and how much. `texts`: Spanish and translation, in the
    order in which they stand. A text that is near to its own is not asked about."""
    ours = [stems_of(spanish) for spanish, _ in texts]
    theirs = [stems_of(other) for _, other in texts]
    own = [known.nearness(a, b, language, own=True) for a, b in zip(ours, theirs, strict=True)]
    for i in range(len(texts)):
        if own[i] > NEAR:
            continue
        for j in range(i + 1, min(len(texts), i + 1 + window)):
            if own[j] > NEAR or texts[i][0] == texts[j][0] or texts[i][1] == texts[j][1]:
                continue
            one = known.nearness(ours[i], theirs[j], language, own=False)
            two = known.nearness(ours[j], theirs[i], language, own=False)
            yield i, j, one + two - own[i] - own[j]
