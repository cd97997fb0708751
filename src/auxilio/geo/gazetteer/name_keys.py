"""What was said, made comparable: accents, abbreviations, Roman numerals, and mistakes of hearing.

Two keys of every name are compared, the plain words and their sound, because each catches what the other
misses (measured: 94.3 % of the first answers right with both, 91.2 % with the sound alone; decision 0022).
Pure.
"""

import re
import unicodedata
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from auxilio.geo.gazetteer.vocabulary import (
    ABBREVIATIONS,
    AMBIGUOUS_NUMBERS,
    NAMED_BY_KIND,
    NUMBER_WORDS,
    PARTICLES,
    STREET_TYPES,
)

_ROMAN = re.compile(r"(?=[ivxl]{2,})x{0,4}(?:ix|iv|v?i{0,3})|v|x")
_TYPE_OF = {word: kind for kind, words in reversed(STREET_TYPES.items()) for word in words}


@dataclass(frozen=True, slots=True)
class NameKeys:
    """One name, ready to compare."""

    kind: str
    """The kind of street, `calle`, or empty when none was said."""
    words: str
    """The words that carry the name: no kind, no particles, numbers as figures."""
    sound: str
    """The same by their sound in Spanish and Catalan ears."""
    plain: str
    """The whole name without accents or signs."""


def unaccented(text: str) -> str:
    """Lower case without accents; ñ and ç stay, for they are letters."""
    kept = text.lower().replace("l·l", "ll").replace("ñ", "\x01").replace("ç", "\x02")
    bare = "".join(c for c in unicodedata.normalize("NFKD", kept) if not unicodedata.combining(c))
    return bare.replace("\x01", "ñ").replace("\x02", "ç")


def plain(text: str) -> str:
    """Letters and figures only, single spaces: `C/ Mayor, 12` is `c mayor 12`."""
    return " ".join(re.sub(r"[^0-9a-zñç]+", " ", unaccented(text)).split())


def keys(text: str) -> NameKeys:
    """Every key of a name or of what was said."""
    tokens = plain(text).split()
    return _keys(tokens, _kind_of(tokens[0]) if len(tokens) > 1 else "")


def side(text: str) -> tuple[str, str]:
    """One street of a crossing as its name alone (`de la calle mayor` is `calle mayor`), and which kind of street was said
    instead of a name: `la ronda` is a `ronda`, of which the other street tells which."""
    tokens = plain(text).split()
    named = next((k for k, word in enumerate(tokens) if word not in PARTICLES and word != "the"), 0)
    own = tokens[named:]
    if len(own) == 1 and _TYPE_OF.get(own[0]) in NAMED_BY_KIND:
        return text, _TYPE_OF[own[0]]
    return (" ".join(own) if len(own) > 1 and _kind_of(own[0]) else text), ""


def readings(text: str) -> list[NameKeys]:
    """What was said, and how else it can be read: «carrteear del forn» may be a road whose kind was typed in a hurry."""
    first = keys(text)
    tokens = plain(text).split()
    meant = "" if first.kind or len(tokens) < 2 else _kind_meant(tokens[0])
    return [first, _keys([meant, *tokens[1:]], _TYPE_OF[meant])] if meant else [first]


def _keys(tokens: list[str], kind: str) -> NameKeys:
    words = _words(tokens, kind)
    return NameKeys(kind, " ".join(words), " ".join(sound(word) for word in words), " ".join(tokens))


def _kind_meant(token: str) -> str:
    """The kind of street that a misspelt word stands for: two letters wrong of six or more, one of four or five."""
    best = process.extractOne(
        token, _LONG_TYPES, scorer=OSA.distance, score_cutoff=2 if len(token) > 5 else 1
    )
    return best[0] if best and len(token) > 3 else ""


def _words(tokens: list[str], kind: str) -> list[str]:
    own = tokens[1:] if kind else tokens
    # The last word may still be being typed: «calle alf» is not yet a lieutenant (alférez).
    rest = [
        _word(token, len(tokens) > 1, k == len(own) - 1 and len(tokens) > 1) for k, token in enumerate(own)
    ]
    flat = [part for word in rest for part in word.split()]
    body = [
        token
        for k, token in enumerate(flat)
        # «Calle A» and «Calle de la O» keep their letter.
        if token not in PARTICLES or (len(token) == 1 and k == len(flat) - 1)
    ]
    return body or ([] if kind else flat)


def _kind_of(token: str) -> str:
    if token in _TYPE_OF:
        return _TYPE_OF[token]
    # Heard, not read: «caye», «abinguda», «plasa».
    return _TYPE_BY_SOUND.get(sound(token), "") if len(token) > 3 else ""


def _word(token: str, inside: bool, last: bool) -> str:
    if not last:
        token = ABBREVIATIONS.get(token, token)
    if inside and token in NUMBER_WORDS and token not in AMBIGUOUS_NUMBERS:
        return str(NUMBER_WORDS[token])
    if inside and _ROMAN.fullmatch(token):
        return str(_roman(token))
    return token


def _roman(numeral: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10, "l": 50}[c] for c in numeral]
    later = [*values[1:], 0]
    return sum(-a if b > a else a for a, b in zip(values, later, strict=True))


_SOUNDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"ñ|ny|gn", "N"),
        (r"ç|tz", "s"),
        (r"ph", "f"),
        (r"tx|ch|ig$", "X"),
        (r"h", ""),
        (r"gu(?=[ei])", "G"),
        (r"g(?=[ei])", "j"),
        (r"G", "g"),
        (r"qu(?=[ei])|q", "k"),
        (r"sc(?=[ei])|c(?=[ei])", "s"),
        (r"c", "k"),
        (r"z|ss", "s"),
        (r"v", "b"),
        (r"w|^u(?=[aeio])", "gu"),
        (r"ll", "y"),
        (r"ks|x", "s"),
        (r"X", "x"),
        (r"^i(?=[aeou])", "y"),
        (r"y$", "i"),
        (r"m(?=[bp])", "n"),
        (r"(.)\1+", r"\1"),
        (r"(?<=...)d$", ""),
    )
)
"""In order: what sounds alike is written alike. The capital letters are marks for this table only."""


def sound(word: str) -> str:
    """One word by ear: h mute, b is v, ll is y, z and soft c are s, a final d is lost."""
    if word.isdigit():
        return word
    for pattern, by in _SOUNDS:
        word = pattern.sub(by, word)
    return word


_LONG_TYPES = [word for word in _TYPE_OF if len(word) > 3]
_TYPE_BY_SOUND = {sound(word): kind for word, kind in _TYPE_OF.items() if len(word) > 3}
