"""The words of what somebody says, as types are told apart by them: without accents, with their beginnings and what is denied.

One table serves Spanish, Catalan, English and French, mixed as people mix them. The words that deny are grammar, not content:
«no respira» and «respira» must never count as the same.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import lru_cache

STEM_LETTERS = 5
"""Letters by which words of one family agree: desmayo, desmayado, desmayada."""
WORD_LETTERS_MAX = 40
"""Letters of a word that are looked at. What is kept of each grows with them, and no language here has longer words."""
_PIECE_LETTERS = 4
_PIECE_WEIGHT = 0.3
"""A piece of a word counts less than the word: pieces are what is left of one that is misspelt."""
_DENIED_WORDS = 3
"""So many words after a denial are denied: «no se mueve ni respira»."""
_DENIALS = frozenset(
    {"no", "not", "sin", "sense", "without", "never", "nunca", "mai", "sans", "nadie", "cap", "ningun"}
    | {"ninguna", "tampoco", "ni", "ne", "pas", "jamais", "plus", "cannot"}
)
_DENIAL_WEIGHT = 2.0
"""A word that is denied counts more than one that is said: it turns what the others tell (decision 0350)."""
_TURNS = frozenset({"pero", "aunque", "sino", "encara", "but", "though", "mais", "quoique"})
"""Words after which nothing is denied any more: in «no reacciona pero respira» he breathes."""
_CONTRACTED = re.compile(r"\b(is|does|wo|do|did|has|have|are|was|were|could|would)n'?t\b")
_CANNOT = re.compile(r"\bcan'?t\b|\bcannot\b")


def plain(text: str) -> str:
    """Small letters without accents."""
    small = text.lower()
    if small.isascii():
        return small
    flat = unicodedata.normalize("NFKD", small.replace("·", "").replace("’", "'"))
    return "".join(c for c in flat if not unicodedata.combining(c))


def words_of(text: str, small: Set[str] = frozenset()) -> list[str]:
    """The words of a text without accents or capitals, and without the small ones."""
    return [word for word in re.findall(r"[a-z0-9]+", plain(text)) if word not in small]


def spoken_words(text: str) -> list[str]:
    """Every word, the English denials written out: «isn't breathing» is «is not breathing»."""
    flat = _CANNOT.sub("can not", _CONTRACTED.sub(r"\1 not", plain(text)))
    return [word[:WORD_LETTERS_MAX] for word in re.findall(r"[a-z0-9]+", flat)]


def features_of(words: Sequence[str]) -> Mapping[str, float]:
    """What is counted of words: each as it is, its stem, its pieces, the pair that it makes with the one before it, and whether
    it is denied."""
    found: dict[str, float] = defaultdict(float)
    before, denied = "", 0
    for word in words:
        for feature, weight in _of_word(word):
            found[feature] += weight
        if word in _DENIALS:
            denied = _DENIED_WORDS
        elif word in _TURNS:
            denied = 0
        elif denied:
            found[f"~{word[:STEM_LETTERS]}"] += _DENIAL_WEIGHT
            denied -= 1
        if before:
            found[f"{before}_{word}"] += 1.0
        before = word
    return found


@lru_cache(maxsize=20_000)
def _of_word(word: str) -> tuple[tuple[str, float], ...]:
    return tuple(_features_of_word(word))


def _features_of_word(word: str) -> Iterator[tuple[str, float]]:
    yield f"={word}", 1.0
    if len(word) > STEM_LETTERS:
        yield f"^{word[:STEM_LETTERS]}", 1.0
    if len(word) >= _PIECE_LETTERS:
        whole = f"<{word}>"
        for i in range(len(whole) - _PIECE_LETTERS + 1):
            yield whole[i : i + _PIECE_LETTERS], _PIECE_WEIGHT
