"""What may be said to a frightened person: short, plain, and no more than is true.

Shared by protocols and cards. Which words to avoid is reviewed content (`content/data/plain_language.yaml`, decision 0271).
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

import msgspec

SENTENCE_WORDS_MAX = 20
TEXT_WORDS_MAX = 40
"""Longer and a caller under stress loses it: spoken steps average 12 words."""
ANY_WORD = "*"
"""In a phrase it stands for one word."""

UNSEEN = frozenset({"Cc", "Cf"})
"""Categories of control and format characters (Unicode 16, table 4-4): with one inside, a phrase would match no text."""


class PlainLanguage(msgspec.Struct, frozen=True, kw_only=True):
    """Words to avoid, by language."""

    jargon: Mapping[str, tuple[str, ...]] = {}
    """Words of the trade, which a caller does not use."""
    promises: Mapping[str, tuple[str, ...]] = {}
    """Help is "on its way" only after a unit has acknowledged, and then the console says so."""


def find_unclear_wording(
    words: str, language: str, avoided: PlainLanguage
) -> list[tuple[str, dict[str, str | int]]]:
    """What makes a text hard to take in: `(code, facts)` for each."""
    found: list[tuple[str, dict[str, str | int]]] = []
    longest = max((len(sentence.split()) for sentence in re.split(r"[.!?…:]\s*", words)), default=0)
    if longest > SENTENCE_WORDS_MAX:
        found.append(("long_sentence", {"words": longest}))
    if len(words.split()) > TEXT_WORDS_MAX:
        found.append(("long_text", {"words": len(words.split())}))
    jargon = avoided.jargon.get(language, ())
    rows = {match.lastindex for match in _find_phrases(jargon, words)}
    found += [("jargon", {"word": word}) for nth, word in enumerate(jargon, start=1) if nth in rows]
    return found


def find_promises(words: str, language: str, avoided: PlainLanguage) -> list[str]:
    """Each phrase that says help is coming before anybody knows that it is."""
    return [match.group(0) for match in _find_phrases(avoided.promises.get(language, ()), words)]


def phrase_as_read(phrase: str) -> str:
    """A phrase as it must stand in the table: as `_normalised`, one space between words, no full stop."""
    return re.sub(r"[^\w*]+$", "", " ".join(_normalised(phrase).split()))


@lru_cache(
    maxsize=8192
)  # a set has 3,000 texts, each is looked at for two tables and again with every change
def _normalised(text: str) -> str:
    """As the table has it: composed letters, the straight apostrophe ("we’ll" is "we'll"), no character that nobody sees."""
    seen = "".join(c for c in text if c.isspace() or unicodedata.category(c) not in UNSEEN)
    return unicodedata.normalize("NFC", seen).replace("’", "'")


# A set has 3,000 texts, looked at with two tables, and most are the same in its next version.
@lru_cache(maxsize=16_384)
def _find_phrases(phrases: tuple[str, ...], words: str) -> tuple[re.Match[str], ...]:
    """Each phrase that a text says; `lastindex` is its place in the row, from 1."""
    return tuple(_pattern(phrases).finditer(_normalised(words))) if phrases else ()


@lru_cache(maxsize=64)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Any phrase of a row, where whole words agree; each is a group."""
    return re.compile("|".join(f"({_phrase_pattern(one)})" for one in phrases), re.IGNORECASE)


def _phrase_pattern(phrase: str) -> str:
    """Whole words: a phrase such as `'ll arrive` begins with the end of one."""
    words = r"\s+".join(r"\w+" if word == ANY_WORD else re.escape(word) for word in phrase.split())
    return rf"\b{words}\b" if phrase[0].isalnum() or phrase[0] == ANY_WORD else rf"{words}\b"
