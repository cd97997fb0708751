"""Official house numbers: rows of street, number and place."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from auxilio.geo.build.extract import LonLat, HouseNumber
from auxilio.geo.build.official.findings import RowOutcome, ImportReport
from auxilio.geo.build.official.georeferencing import point_of
from auxilio.geo.build.official.records import Columns
from auxilio.geo.build.official.rows import PlacedRecord
from auxilio.geo.gazetteer.name_keys import keys
from auxilio.kernel.position import Point, distance_m

TYPES: dict[str, str] = {
    "CL": "Calle", "C": "Calle", "CALLE": "Calle", "AV": "Avenida", "AVDA": "Avenida", "AVENIDA": "Avenida", "PZ": "Plaza",
    "PL": "Plaza", "PLAZA": "Plaza", "PS": "Paseo", "PO": "Paseo", "PASEO": "Paseo", "CR": "Carretera", "CT": "Carretera",
    "CTRA": "Carretera", "CM": "Camino", "CMNO": "Camino", "CAMINO": "Camino", "TR": "Travesía", "TRVA": "Travesía",
    "RD": "Ronda", "GL": "Glorieta", "GTA": "Glorieta", "PJ": "Pasaje", "PJE": "Pasaje", "CJ": "Callejón", "CU": "Cuesta",
    "UR": "Urbanización", "URB": "Urbanización", "PG": "Polígono", "POL": "Polígono", "RB": "Rambla", "BO": "Barrio",
}  # fmt: skip
"""Kinds of street as INE, the Catastro and city halls abbreviate them; others are kept as they are written."""
_NUMBER = re.compile(r"0*(\d{1,5})\s*[-.]?\s*([A-Za-z]{0,3})\b.*")
_SMALL = frozenset("de del la las el los y i d l a en da do das dos e les els dels al als".split())
_SAME_M = 300.0
"""One number twice: nearer than this it is one house with two doors, farther one of both is wrong."""


def numbers_of(placed: Iterable[PlacedRecord], columns: Columns, source: str, report: ImportReport) -> Iterator[HouseNumber]:
    """What can be found by street and number. Raises `FileRefused("columns_missing")`."""
    columns.need("street", "number")
    seen: dict[tuple[str, str], list[LonLat]] = defaultdict(list)
    for row in placed:
        record, at = row.record, (row.shape.centroid.x, row.shape.centroid.y)
        street = street_name(*(columns.get(record, one) for one in ("street_type", "particle", "street")))
        said = columns.get(record, "number")
        number = house_number(said, columns.get(record, "suffix"))
        where = point_of(row.shape)
        if not street or keys(street).words == "":
            report.add("no_street", RowOutcome.REFUSED, record.line, at=where)
        elif number is None:
            bare = said.upper().strip("0 ./-") in {"", "SN", "S/N", "S"}
            code, outcome = (
                ("without_number", RowOutcome.LEFT_OUT) if bare else ("number_unreadable", RowOutcome.REFUSED)
            )
            report.add(code, outcome, record.line, street, where, number=said[:40])
        else:
            before = seen[keys(street).sound, number.casefold()]
            apart = min((_metres(at, other) for other in before), default=None)
            before.append(at)
            if apart is not None and apart < _SAME_M:
                report.add("there_twice", RowOutcome.LEFT_OUT, record.line, f"{street}, {number}", where)
                continue
            postcode = columns.get(record, "postcode")
            if postcode.isdigit():
                postcode = postcode.zfill(5)
            yield HouseNumber(street, number, at, postcode, f"{source}/{record.line}", official=True)


def street_name(kind: str, particle: str, name: str) -> str:
    """`CL`, `DE LA`, `PRINCESA` -> `Calle de la Princesa`. What is not in capitals only is kept as it is written."""
    if name.endswith(")") and "(" in name:  # «PRINCESA (DE LA)», as INE turns it round
        name, _, turned = name[:-1].rpartition("(")
        particle = particle or turned
    words = " ".join(
        part.strip() for part in (TYPES.get(kind.strip(" .").upper(), kind), particle, name) if part.strip()
    )
    return _cased(words) if name == name.upper() else words


def _cased(words: str) -> str:
    out = [
        word.lower()
        if nth and word.lower() in _SMALL
        else word.upper()
        if _is_roman(word)
        else word.capitalize()
        for nth, word in enumerate(words.split())
    ]
    return " ".join(re.sub(r"(['’])(\w)", lambda found: found[1] + found[2].upper(), word) for word in out)


def _is_roman(word: str) -> bool:
    return len(word) > 1 and re.fullmatch(r"[IVX]+", word.upper()) is not None


def house_number(text: str, suffix: str = "") -> str | None:
    """`0012`, `12 B`, `12` and `BIS` -> `12`, `12B`, `12BIS`; None when there is no number."""
    found = _NUMBER.fullmatch(text.strip().removesuffix(".0"))
    if found is None or int(found[1]) == 0:
        return None
    more = found[2] or re.sub(r"[^A-Za-z]", "", suffix)[:3]
    return f"{int(found[1])}{more.upper()}"


def _metres(a: LonLat, b: LonLat) -> float:
    return distance_m(Point(lat=a[1], lon=a[0]), Point(lat=b[1], lon=b[0]))
