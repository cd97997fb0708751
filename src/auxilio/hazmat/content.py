"""Reads the tables of dangerous goods from a content folder. What is wrong comes back as faults with file and line."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from auxilio.hazmat.core.model import DistanceRow, EverydayName, HazardCodes, HazmatTables, Substance
from auxilio.hazmat.core.plate import read_class
from auxilio.platform.documents import DocumentFault, SourceDocument, check_schema, read_table, read_yaml

NUMBERS = "data/un_numbers.csv"
DISTANCES = "data/erg2016_distances.csv"
NAMES = "data/goods_names.csv"
SIGNS = "data/hin.yaml"
LANGUAGES = ("es", "ca", "en", "fr")
FARTHEST_M = 20_000
"""No distance of the guidebook is larger: a figure that is, has a slipped digit."""
_METRES = (
    *("small_iso_m", "small_day_m", "small_night_m"),
    *("large_iso_m", "large_day_m", "large_night_m", "fire_iso_m"),
)
_FLAGS = {"": False, "Yes": True}
_NUMBER, _GUIDE = re.compile(r"[0-9]{4}"), re.compile(r"1[1-7][0-9]")


@dataclass(kw_only=True)
class HazmatReadResult:
    """The tables, and what is wrong. `tables` is None when there is anything wrong: half a table misleads."""

    tables: HazmatTables | None = None
    faults: list[DocumentFault] = field(default_factory=list)


def read_hazmat(folder: Path) -> HazmatReadResult:
    """Read the four files of a folder; nothing is raised for what is wrong in them."""
    reading = HazmatReadResult()
    faults = reading.faults
    signs = _signs(folder, faults)
    substances = _substances(folder, faults)
    rows = _distances(folder, faults)
    everyday = _everyday(folder, faults)
    if faults or signs is None:
        return reading
    guides = {row.guide: row for _, row in rows if not row.un}
    _check_references(faults, substances, rows, everyday, signs, guides)
    if not faults:
        reading.tables = HazmatTables(
            substances=substances,
            rows=_by_number(row for _, row in rows if row.un),
            guides=guides,
            everyday={un: one for un, (_, one) in everyday.items()},
            signs=signs[1],
        )
    return reading


def _by_number(rows: Any) -> Mapping[str, tuple[DistanceRow, ...]]:
    found: dict[str, list[DistanceRow]] = {}
    for row in rows:
        found.setdefault(row.un, []).append(row)
    return {un: tuple(of) for un, of in found.items()}


def _signs(folder: Path, faults: list[DocumentFault]) -> tuple[SourceDocument, HazardCodes] | None:
    documents, wrong = read_yaml(folder / SIGNS, SIGNS)
    if not wrong and len(documents) != 1:
        wrong = [DocumentFault(rule="S01", code="not_one_document", file=SIGNS, line=1)]
    if not wrong:
        wrong = check_schema(documents[0], "hin")
    faults.extend(wrong)
    if wrong:
        return None
    told = {name: value for name, value in documents[0].data.items() if name != "format"}
    told["class_guides"] = told.pop("class_fallback_guide")
    return documents[0], msgspec.convert(told, HazardCodes)


def _table[T](
    folder: Path,
    name: str,
    columns: tuple[str, ...],
    faults: list[DocumentFault],
    read: Callable[[dict[str, str]], T],
) -> list[tuple[int, T]]:
    """Each row as `read` makes it; a row that it refuses with ValueError is a fault that names the cell."""
    rows, wrong = read_table(folder / name, name, columns)
    faults.extend(wrong)
    found = []
    for line, row in rows:
        try:
            found.append((line, read(row)))
        except _InvalidCell as cell:
            facts: dict[str, str | int] = {"column": cell.column, "value": cell.value[:60]}
            faults.append(DocumentFault(rule="S01", code="goods_cell", file=name, line=line, facts=facts))
    if not rows and not wrong:
        faults.append(DocumentFault(rule="S01", code="goods_table_empty", file=name, line=1))
    return found


class _InvalidCell(ValueError):
    """A cell that cannot mean what its column says."""

    def __init__(self, column: str, value: str) -> None:
        super().__init__(column)
        self.column, self.value = column, value


def _cell(row: dict[str, str], column: str, fits: bool) -> str:
    if not fits:
        raise _InvalidCell(column, row[column])
    return row[column]


def _number(row: dict[str, str], column: str = "un") -> str:
    return _cell(row, column, bool(_NUMBER.fullmatch(row[column])))


def _substances(folder: Path, faults: list[DocumentFault]) -> dict[str, Substance]:
    columns = ("un", "names_en", "class", "labels")
    found: dict[str, Substance] = {}
    for line, one in _table(folder, NUMBERS, columns, faults, _substance):
        if one.un in found:
            faults.append(_duplicate_fault(NUMBERS, line, one.un))
        found[one.un] = one
    return found


def _substance(row: dict[str, str]) -> Substance:
    names = tuple(name for each in row["names_en"].split("|") if (name := each.strip()))
    _cell(row, "names_en", bool(names))
    classes = _divisions(row["class"])
    _cell(row, "class", bool(classes) or not row["class"])
    return Substance(un=_number(row), names=names, classes=classes, labels=_divisions(row["labels"]))


def _divisions(said: str) -> tuple[str, ...]:
    """`1.1D|ORM-D` is 1.1: what the rules of one country add is no class."""
    return tuple(dict.fromkeys(found for one in said.split("|") if (found := read_class(one))))


def _distances(folder: Path, faults: list[DocumentFault]) -> list[tuple[int, DistanceRow]]:
    columns = ("un", "guide", "material", *_METRES, "polymerizes", "bleve", "table3")
    return _table(folder, DISTANCES, columns, faults, _row)


def _row(row: dict[str, str]) -> DistanceRow:
    for flag in ("polymerizes", "bleve", "table3"):
        _cell(row, flag, row[flag] in _FLAGS)
    return DistanceRow(
        un=_number(row) if row["un"] else "",
        guide=_cell(row, "guide", bool(_GUIDE.fullmatch(row["guide"]))),
        material=_cell(row, "material", bool(row["material"].strip())),
        polymerizes=_FLAGS[row["polymerizes"]],
        bleve=_FLAGS[row["bleve"]],
        table_3=_FLAGS[row["table3"]],
        **{column: _metres(row, column) for column in _METRES},
    )


def _metres(row: dict[str, str], column: str) -> int:
    said = row[column]
    return int(_cell(row, column, said.isascii() and said.isdigit() and int(said) <= FARTHEST_M))


def _everyday(folder: Path, faults: list[DocumentFault]) -> dict[str, tuple[int, EverydayName]]:
    columns = ("un", *LANGUAGES, "guide", "basis")
    found: dict[str, tuple[int, EverydayName]] = {}
    for line, (un, one) in _table(folder, NAMES, columns, faults, _everyday_names):
        if un in found:
            faults.append(_duplicate_fault(NAMES, line, un))
        found[un] = (line, one)
    return found


def _everyday_names(row: dict[str, str]) -> tuple[str, EverydayName]:
    for language in LANGUAGES:
        _cell(row, language, all(name.strip() for name in row[language].split("|")))
    _cell(row, "basis", row["basis"] in ("table", "memory", "excerpt"))
    _cell(row, "guide", not row["guide"] or bool(_GUIDE.fullmatch(row["guide"])))
    names = {language: tuple(row[language].split("|")) for language in LANGUAGES}
    return _number(row), EverydayName(
        names=names, guide=row["guide"] or None, checked=row["basis"] != "memory"
    )


def _duplicate_fault(file: str, line: int, un: str) -> DocumentFault:
    return DocumentFault(rule="L02", code="goods_twice", file=file, line=line, facts={"name": un})


def _check_references(
    faults: list[DocumentFault],
    substances: Mapping[str, Substance],
    rows: list[tuple[int, DistanceRow]],
    everyday: Mapping[str, tuple[int, EverydayName]],
    signs: tuple[SourceDocument, HazardCodes],
    guides: Mapping[str, DistanceRow],
) -> None:
    """L02: every number is in the list of numbers, every guide has its own row."""

    def missing(file: str, line: int, code: str, name: str) -> None:
        faults.append(DocumentFault(rule="L02", code=code, file=file, line=line, facts={"name": name}))

    for line, row in rows:
        if row.un and row.un not in substances:
            missing(DISTANCES, line, "unknown_un", row.un)
        if row.guide not in guides:
            missing(DISTANCES, line, "unknown_guide", row.guide)
    for un, (line, one) in everyday.items():
        if un not in substances:
            missing(NAMES, line, "unknown_un", un)
        if one.guide and one.guide not in guides:
            missing(NAMES, line, "unknown_guide", one.guide)
    document, read = signs
    for name, guide in read.class_guides.items():
        if guide not in guides:
            missing(SIGNS, document.line("class_fallback_guide", name), "unknown_guide", guide)
    for guide in read.all_round_guides:
        if guide not in guides:
            missing(SIGNS, document.line("all_round_guides"), "unknown_guide", guide)
