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
_NUMBER_FIRST = re.compile(
    # «12 calle Mayor», «12, rue de la Paix»; a date in a name begins with a figure too: «2 de mayo», «9 d'octubre».
    r"(?P<number>\d{1,4}(?:\s?(?:bis|[a-f])(?![\w.º]))?)[\s,]+(?!d(?:e|el|u|es)?\b)(?P<street>[^\W\d][^,]*)(?:,(?P<rest>.*))?",
    re.IGNORECASE,
)
_READINGS = 3
_IN = r"(?:(?:en|a|al|at|on|à|au)\s+)?(?:(?:el|la|the|le)\s+|l['’]\s*)?"
_A_CROSSING = (
    r"(?:esquina|esq\.?|chafl[aá]n|cruce|intersecci[oó]n?|intersection|cantonada|xamfr[aà]|cru[iï]lla"
    r"|corner|junction|crossroads|angle|coin|croisement)"
)
_WITH = r"(?:con|amb|with|and|avec|et)"
_CORNER = re.compile(
    # «que hace esquina con», «en el cruce con», «cantonada amb», «at the corner of», «à l'angle de».
    rf"\s+(?:(?:que\s+)?(?:hace|haciendo|fa|fent|faisant)\s+|{_IN}){_A_CROSSING}\s+{_WITH}\s+"
    rf"|\s+{_IN}(?:corner|junction)\s+of\s+|\s+{_IN}(?:cantonada|angle|coin)\s+(?:de\s+|du\s+|d['’])"
    r"|\s+(?:esquina(?:\s+a)?|esq\.?|cruce|cantonada|cru[iï]lla|corner|angle)\s+"
    r"|\s+(?:con|amb)\s+|\s*/\s*(?=\D{3})|\s+&\s+|\s+×\s+",
    re.IGNORECASE,
)
# A supermarket is called «Carrefour»: without «et» it is no crossing.
_BETWEEN_BEGUN = (
    rf"^{_IN}(?:entre|between|{_A_CROSSING}|carrefour(?=.*\set\s))"
    r"(?:\s+(?:de|del|of|du|des|entre|between|con|amb|with)(?=\s))*\s+(?:d['’]\s*)?"
)
_BETWEEN = tuple(
    re.compile(rf"{_BETWEEN_BEGUN}(.+?)\s+(?:{joined})\s+(?:d['’]\s*)?(.+)$", re.IGNORECASE)
    # «Ramón y Cajal con Mayor»: the «y» of a name parts nothing while another word does.
    for joined in ("con|amb|with|avec", "y|i|e|and|et")
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
    «calle 2 de mayo 5» two, of which the street's likeness will choose. Where no number follows a street, one before it is taken."""
    said = text.strip()
    readings = []
    for found in _NUMBER.finditer(said):
        street = said[: found.start()].strip(" ,.")
        if any(c.isalpha() for c in street):
            number = " ".join(found["number"].split()).lower()
            readings.append(ParsedAddress(street, number, said[found.end() :].strip(" ,.;·-")))
    first = None if readings else _NUMBER_FIRST.fullmatch(said)
    if first is not None:
        number = " ".join(first["number"].split()).lower()
        return [ParsedAddress(first["street"].strip(" ."), number, (first["rest"] or "").strip(" ,.;·-"))]
    return readings[:_READINGS]


def corner(text: str) -> ParsedCrossing | None:
    """`mayor esquina unió`, `cruce de a y b`, `a con b`, `corner of a and b`, `angle a et b`, `a / b`."""
    said = re.sub(r"\bc/", "calle ", text.strip(), flags=re.IGNORECASE)
    if between := next(filter(None, (each.match(said) for each in _BETWEEN)), None):
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
