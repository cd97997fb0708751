"""The ways one text can be read: as an address, a crossing, a kilometre of a road, or just a name. Pure.

A text may be read in several ways («2 de mayo 5», «alfonso 13»); the finder scores each and keeps the best.
"""

import re
from dataclasses import dataclass

from auxilio.geo.gazetteer.name_keys import plain, unaccented
from auxilio.geo.gazetteer.vocabulary import NUMBER_WORDS, ROAD_WORDS

_NUMBER = re.compile(
    r"(?:\s*,\s*|\s+)(?:numero|num|núm|n\.?º|nº|n°|no\.|n\.)?\s*"
    r"(?P<number>\d{1,4}(?:\s?(?:bis|[a-fA-F])(?![\w.º]))?)(?=[\s,.;·-]|$)",
    re.IGNORECASE,
)
_READINGS = 3
_CORNER = re.compile(
    r"\s+(?:esquina(?:\s+(?:con|a))?|esq\.?|cruce con|interseccion con|intersección con|cantonada(?:\s+(?:amb|de))?"
    r"|con|amb|cruïlla amb)\s+|\s*/\s*(?=\D{3})|\s+&\s+|\s+×\s+",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"^(?:entre|cruce(?:\s+de|\s+entre)?|esquina(?:\s+de)?|interseccion(?:\s+de)?|cantonada(?:\s+de)?|cruilla(?:\s+de)?)"
    r"\s+(.+?)\s+(?:y|i|con|amb)\s+(.+)$",
    re.IGNORECASE,
)
_KM = re.compile(
    r"\b(?:punto kilometrico|punt quilometric|hito kilometrico|hito|kilometro|quilometre|p\.?\s?k\.?|km)\b\.?"
)
_HEADING = re.compile(
    r"\b(?:(?:en\s+)?(?:sentido|direcci[oó]n|sentit|direcci[oó]|sens|direction)(?:\s+(?:de|a|d['’]))?|hacia|cap a|towards|vers)"
    r"\s+(?P<to>[^\d,.;()]{2,60}?)\s*(?:[,.;()]|$)",
    re.IGNORECASE,
)
_ROAD_KM = re.compile(
    r"\b([a-z]{1,3})\s*-?\s*(\d{1,4})\s*([a-z]?)\b.*?\bKM\s*(?:numero|num|n)?\s*(\d{1,4})"
    r"(?:\s*([.,+]|coma|punto)\s*(\d{1,3}))?"
)


@dataclass(frozen=True, slots=True)
class ParsedAddress:
    """A street, the number on it, and what else was said."""

    street: str
    number: str
    rest: str


@dataclass(frozen=True, slots=True)
class ParsedCrossing:
    """Two streets."""

    one: str
    other: str


@dataclass(frozen=True, slots=True)
class ParsedKilometre:
    """A road and a kilometre of it."""

    ref: str
    km: float


def addresses(text: str) -> list[ParsedAddress]:
    """Every way to take one number of `text` for the house's: `C/ Mayor, 12 3º B` has one, «2 de mayo 5» one,
    «calle 2 de mayo 5» two, of which the street's likeness will choose."""
    said = text.strip()
    readings = []
    for found in _NUMBER.finditer(said):
        street = said[: found.start()].strip(" ,.")
        if any(c.isalpha() for c in street):
            number = " ".join(found["number"].split()).lower()
            readings.append(ParsedAddress(street, number, said[found.end() :].strip(" ,.;·-")))
    return readings[:_READINGS]


def corner(text: str) -> ParsedCrossing | None:
    """`mayor esquina unió`, `cruce de a y b`, `a / b`."""
    said = re.sub(r"\bc/", "calle ", text.strip(), flags=re.IGNORECASE)
    if between := _BETWEEN.match(said):
        return ParsedCrossing(between[1], between[2])
    # «C/ Mayor» has a stroke and is no crossing: it was spelt out above.
    parts = [part.strip() for part in _CORNER.split(said)]
    if len(parts) == 2 and all(len(plain(part)) > 2 for part in parts):
        return ParsedCrossing(parts[0], parts[1])
    return None


def road_km(text: str) -> ParsedKilometre | None:
    """`CG-1 km 5`, `n2 pk 3+200`, `autovia noventa y nueve kilometro 38,5`."""
    said = _KM.sub(" KM ", unaccented(text))
    said = re.sub(r"\b([a-z]+)\s+y\s+([a-z]+)\b", _tens, said)
    for words, letters in ROAD_WORDS:
        named = re.search(rf"\b{words}\s+(\w+)", said)
        if named:
            said = said.replace(named[0], f"{letters.lower()}-{_as_figure(named[1])}")
    found = _ROAD_KM.search(said)
    if not found:
        return None
    letters, figure, suffix, whole, sign, part = found.groups()
    km = float(whole)
    if part:
        # «3+200» is metres; «10,5» is a decimal.
        km += int(part) / 1000 if sign == "+" or len(part) == 3 else int(part) / 10 ** len(part)
    return ParsedKilometre(f"{letters}{figure}{suffix}".upper(), km)


def heading(text: str) -> str:
    """Towards where somebody drives, as it was said: `A-99 km 40 sentido Fontnova`; empty where nobody says it."""
    found = _HEADING.search(text)
    return " ".join(found["to"].split()) if found else ""


def road_key(ref: str) -> str:
    """One spelling for a road: `CG-1`, `CG 1` and `cg1` are `CG1`."""
    return re.sub(r"[^0-9A-Z]", "", unaccented(ref).upper())


def _tens(said: re.Match[str]) -> str:
    tens, unit = NUMBER_WORDS.get(said[1], 0), NUMBER_WORDS.get(said[2], 0)
    return str(tens + unit) if tens >= 30 and 0 < unit < 10 else said[0]


def _as_figure(word: str) -> str:
    return str(NUMBER_WORDS.get(word, word))
