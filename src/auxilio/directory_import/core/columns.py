"""Columns: found by their names in four languages, read into typed values, and written back to the same cells."""

import re
import typing
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin

import msgspec

from auxilio.directory_import.core.model import ENTRY_OF, UNORDERED, Entry, ImportKind, TableKind
from auxilio.directory_import.core.table import DateText, FileFinding, TableRow, TimeText, column_letter
from auxilio.hospitals.core.model import HospitalCapability
from auxilio.kernel.tsi import tsi_of
from auxilio.rosters.core.model import ClockTime

type CellShape = Literal["text", "list", "number", "flag", "date", "time"]
REFERENCE = "es"
_SEPARATORS = re.compile(r"[\s,;|]+")
_LOWER = frozenset({"id", "login", "agency", "centre", "zone", "roles", "languages", "use"})
"""Columns whose values have no capitals: one that a spreadsheet wrote with one is a slip. Of a language only whole tags."""
_UPPER = frozenset({"callsign", "service", "unit"})


class ColumnNames(msgspec.Struct, frozen=True):
    """What columns are called, by language and field, and how yes and no are written."""

    headings: Mapping[str, Mapping[str, str]]
    yes: Mapping[str, str]
    no: Mapping[str, str]
    hospital_capabilities: Mapping[str, Mapping[str, str]] = {}
    """What each code is called, by language."""

    def field_of(self, heading: str, fields: Iterable[str]) -> str | None:
        """The field that a heading names, in any language or by its own name."""
        wanted = _plain(heading)
        for field in fields:
            names = [field, *(language[field] for language in self.headings.values())]
            if wanted in map(_plain, names):
                return field
        return None

    def language_of(self, headings: Sequence[str]) -> str:
        """The language in which most of these headings are; the reference where none is."""
        plain = set(map(_plain, headings))
        counts = {
            language: len(plain & set(map(_plain, names.values())))
            for language, names in self.headings.items()
        }
        return max(sorted(counts, key=lambda language: language != REFERENCE), key=lambda one: counts[one])


def _plain(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]", "", bare)


def types_of(kind: TableKind) -> dict[str, Any]:
    """The type of each column."""
    return typing.get_type_hints(ENTRY_OF[kind], include_extras=True)


def shape_of(annotation: Any) -> CellShape:
    """How a cell of this type is written."""
    base = get_args(annotation)[0] if hasattr(annotation, "__metadata__") else annotation
    if get_origin(base) is tuple:
        return "list"
    if base is bool:
        return "flag"
    if annotation == ClockTime:
        return "time"
    if base is date or date in get_args(base):
        return "date"
    return "number" if base is float else "text"


def required_fields(kind: TableKind) -> frozenset[str]:
    """Columns without which there is no entry."""
    entry = ENTRY_OF[kind]
    return frozenset(entry.__struct_fields__[: len(entry.__struct_fields__) - len(entry.__struct_defaults__)])


class StatedRow(msgspec.Struct, frozen=True):
    """What one row states, by field; a column that the file lacks is not in it."""

    number: int
    values: dict[str, Any]


class ReadRows(msgspec.Struct, frozen=True):
    """The rows of a file, the heading of each field as the file writes it, and what is wrong."""

    rows: tuple[StatedRow, ...]
    headings: dict[str, str]
    findings: tuple[FileFinding, ...]


def read_rows(kind: TableKind, rows: Sequence[TableRow], names: ColumnNames) -> ReadRows:
    """Typed rows. The first row holds the headings; a finding for each thing that is wrong."""
    if not rows:
        return ReadRows((), {}, (FileFinding(row=1, column="A", code="table_empty"),))
    head, types = rows[0], types_of(kind)
    columns, findings = _columns(kind, head, names)
    if findings:
        return ReadRows((), {}, tuple(findings))
    headings = {field: head.cells[index] for index, field in columns.items()}
    language = names.language_of(head.cells)
    stated = list[StatedRow]()
    for row in rows[1:]:
        values = dict[str, Any]()
        extra = next((n for n, cell in enumerate(row.cells) if cell and n not in columns), None)
        if extra is not None:
            findings.append(
                FileFinding(row=row.number, column=column_letter(extra), code="column_without_heading")
            )
        for index, field in columns.items():
            cell = row.cells[index] if index < len(row.cells) else ""
            try:
                values[field] = _value(field, cell, types[field], kind, names, language)
            except _WrongCell as wrong:
                findings.append(
                    FileFinding(row=row.number, column=headings[field], code=wrong.code, facts=wrong.facts)
                )
        stated.append(StatedRow(row.number, values))
    return ReadRows(tuple(stated), headings, tuple(findings))


def _columns(kind: TableKind, head: TableRow, names: ColumnNames) -> tuple[dict[int, str], list[FileFinding]]:
    columns, findings = dict[int, str](), list[FileFinding]()
    fields = ENTRY_OF[kind].__struct_fields__
    for index, heading in enumerate(head.cells):
        if not heading:
            continue
        field = names.field_of(heading, fields)
        if field is None:
            findings.append(FileFinding(row=head.number, column=heading, code="column_unknown"))
        elif field in columns.values():
            findings.append(FileFinding(row=head.number, column=heading, code="column_twice"))
        else:
            columns[index] = field
    for field in fields:
        if field in required_fields(kind) and field not in columns.values() and not findings:
            heading = names.headings[names.language_of(head.cells)][field]
            findings.append(FileFinding(row=head.number, column=heading, code="column_missing"))
    return columns, findings


class _WrongCell(Exception):
    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


def _value(field: str, cell: str, annotation: Any, kind: TableKind, names: ColumnNames, language: str) -> Any:
    shape, text = shape_of(annotation), _cased(field, cell)
    if not text:
        if field in required_fields(kind):
            raise _WrongCell("cell_required")
        default: Any = msgspec.structs.fields(ENTRY_OF[kind])[
            ENTRY_OF[kind].__struct_fields__.index(field)
        ].default
        return default
    if (isinstance(cell, DateText) and shape != "date") or (isinstance(cell, TimeText) and shape != "time"):
        raise _WrongCell("cell_date")
    read = {"text": _text, "list": _list, "number": _number, "flag": _flag, "date": _date, "time": _time}[
        shape
    ]
    value = read(field, text, names)
    if kind is ImportKind.HOSPITALS and field == "capabilities" and isinstance(value, list):
        _check_hospital_capabilities(value, names, language)
    try:
        return msgspec.convert(value, annotation)
    except msgspec.ValidationError as wrong:
        raise _WrongCell("cell_malformed", value=text[:60]) from wrong


def _cased(field: str, cell: str) -> str:
    if field in _UPPER:
        return cell.upper()
    return cell.casefold() if field in _LOWER and field != "languages" else cell


def _text(field: str, text: str, _names: ColumnNames) -> str:
    return tsi_of(text) or text if field == "gssi" else text


def _list(field: str, text: str, _names: ColumnNames) -> list[str]:
    parts = list(dict.fromkeys(part for part in _SEPARATORS.split(text) if part))
    if field == "radios":
        return [tsi_of(part) or part for part in parts]
    return sorted(parts) if field in UNORDERED else parts


def _check_hospital_capabilities(stated: Sequence[str], names: ColumnNames, language: str) -> None:
    """The refusal names what could have been written, with what each code is called in the language of the file."""
    codes = [each.value for each in HospitalCapability]
    if unknown := [each for each in stated if each not in codes]:
        called = names.hospital_capabilities.get(language, {})
        known = ", ".join(f"{code} ({called[code]})" if code in called else code for code in codes)
        raise _WrongCell("unknown_hospital_ability", ability=unknown[0][:60], known=known)


def _number(_field: str, text: str, _names: ColumnNames) -> float:
    written = text.replace(",", ".") if "." not in text else text
    if not re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", written):
        raise _WrongCell("cell_number", value=text[:60])
    return float(written)


def _flag(_field: str, text: str, names: ColumnNames) -> bool:
    said = _plain(text)
    if said in {"1", "true", "x", *map(_plain, names.yes.values())}:
        return True
    if said in {"0", "false", *map(_plain, names.no.values())}:
        return False
    raise _WrongCell("cell_flag", value=text[:60])


def _date(_field: str, text: str, _names: ColumnNames) -> str:
    """`2026-11-29`, or day, month and year: `29/11/2026`, `29.11.2026`, `29-11-2026`."""
    found = re.fullmatch(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})", text)
    return f"{found[3]}-{found[2]:>02}-{found[1]:>02}" if found else text


def _time(_field: str, text: str, _names: ColumnNames) -> str:
    """`08:00`, `8:00`, `8.00`, `8h00`."""
    found = re.fullmatch(r"([0-9]{1,2})[:.h]([0-9]{2})", text)
    return f"{found[1]:>02}:{found[2]}" if found else text


def headings_of(kind: TableKind, names: ColumnNames, language: str) -> list[str]:
    """The first row of a file in this language."""
    return [names.headings[language][field] for field in ENTRY_OF[kind].__struct_fields__]


def cells_of(entry: Entry, names: ColumnNames, language: str) -> list[str]:
    """The row of an entry."""
    return [_cell(getattr(entry, field), names, language) for field in entry.__struct_fields__]


def _cell(value: Any, names: ColumnNames, language: str) -> str:
    match value:
        case None:
            return ""
        case bool():
            return (names.yes if value else names.no)[language]
        case float():
            return format(Decimal(repr(value)), "f")
        case tuple():
            return " ".join(str(part) for part in value)
        case _:
            return str(value)
