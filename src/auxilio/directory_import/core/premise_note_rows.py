"""The rows of a file of premise notes: what each states, and what is wrong with it. Pure; read by `premise_note_file`."""

import math
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from datetime import date as Date

import msgspec

from auxilio.directory_import.core.columns import ColumnNames
from auxilio.directory_import.core.table import FileFinding, TableRow, column_letter
from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Point
from auxilio.premise_notes.core.model import (
    DEFAULT_RADIUS_M,
    DEFAULT_TERM,
    PremiseNoteKind,
    address_keys,
    longest_term,
)

FIELDS = ("kind", "address", "municipality", "detail", "text", "radius_m", "expires", "lat", "lon")
REQUIRED = ("kind", "address", "text")
NOTES_MAX = 200
"""Rows of one file (ours): so many are read through before they are accepted."""
RADIUS_MAX_M = 500
ADDRESS_MAX, DETAIL_MAX = 400, 200
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_FIGURES = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{1,12})?", re.ASCII)


class NoteRow(msgspec.Struct, frozen=True, kw_only=True):
    """What one row states. Without a point its address is looked for in the region."""

    row: int
    note_kind: PremiseNoteKind
    text: str
    address: str
    municipality: str
    detail: str
    radius_m: int
    expires_at: Instant
    point: Point | None


class NoteRows(msgspec.Struct, frozen=True):
    """The rows that can be read, and what is wrong with the others."""

    rows: tuple[NoteRow, ...]
    findings: tuple[FileFinding, ...]
    address_heading: str = ""


class _NoteRowFault(Exception):
    def __init__(self, field: str, code: str, **facts: object) -> None:
        super().__init__(code)
        self.field, self.code = field, code
        self.facts = {name: str(value) for name, value in facts.items()}


def read_note_rows(
    table: Sequence[TableRow],
    names: ColumnNames,
    kinds: Mapping[str, PremiseNoteKind],
    at: datetime,
) -> NoteRows:
    """The rows below the headings, at most `NOTES_MAX`. `kinds`: by their codes and names, in small letters."""
    if len(table) < 2:
        return NoteRows((), (FileFinding(row=1, column="A", code="table_empty"),))
    head = table[0]
    columns, wrong_heads = _columns(head, names)
    if wrong_heads:
        return NoteRows((), tuple(wrong_heads))
    if len(table) - 1 > NOTES_MAX:
        facts = {"max": str(NOTES_MAX)}
        at_row = table[NOTES_MAX + 1].number
        return NoteRows((), (FileFinding(row=at_row, column="A", code="table_rows", facts=facts),))
    rows, findings = list[NoteRow](), list[FileFinding]()
    known = dict[tuple[str, ...], int]()
    for row in table[1:]:
        try:
            read = _row(row, columns, kinds, at)
            _check_new(read, known)
            rows.append(read)
        except _NoteRowFault as wrong:
            heading = head.cells[columns[wrong.field]] if wrong.field in columns else wrong.field
            findings.append(FileFinding(row=row.number, column=heading, code=wrong.code, facts=wrong.facts))
    return NoteRows(tuple(rows), tuple(findings), head.cells[columns["address"]])


def _columns(head: TableRow, names: ColumnNames) -> tuple[dict[str, int], list[FileFinding]]:
    columns, findings = dict[str, int](), list[FileFinding]()
    for index, heading in enumerate(head.cells):
        if not heading:
            continue
        field = names.field_of(heading, FIELDS)
        if field is None:
            findings.append(FileFinding(row=head.number, column=heading, code="column_unknown"))
        elif field in columns:
            findings.append(FileFinding(row=head.number, column=heading, code="column_twice"))
        else:
            columns[field] = index
    missing = [field for field in REQUIRED if field not in columns]
    if missing and not findings:
        heading = names.headings[names.language_of(head.cells)][missing[0]]
        findings.append(FileFinding(row=head.number, column=heading, code="column_missing"))
    return columns, findings


def _row(
    row: TableRow, columns: Mapping[str, int], kinds: Mapping[str, PremiseNoteKind], at: datetime
) -> NoteRow:
    extra = next((n for n, cell in enumerate(row.cells) if cell and n not in columns.values()), None)
    if extra is not None:
        raise _NoteRowFault(column_letter(extra), "column_without_heading")
    cells = {field: row.cells[index] if index < len(row.cells) else "" for field, index in columns.items()}
    for field in REQUIRED:
        if not cells[field]:
            raise _NoteRowFault(field, "cell_required")
    for field, most in (("address", ADDRESS_MAX), ("municipality", DETAIL_MAX), ("detail", DETAIL_MAX)):
        if len(cells.get(field, "")) > most:
            raise _NoteRowFault(field, "cell_too_long", max=most)
    kind = kinds.get(cells["kind"].casefold())
    if kind is None:
        raise _NoteRowFault("kind", "cell_malformed", value=cells["kind"])
    return NoteRow(
        row=row.number,
        note_kind=kind,
        text=cells["text"],
        address=cells["address"],
        municipality=cells.get("municipality", ""),
        detail=cells.get("detail", ""),
        radius_m=_radius(cells.get("radius_m", "")),
        expires_at=_end(cells.get("expires", ""), kind, at),
        point=_point(cells.get("lat", ""), cells.get("lon", "")),
    )


def _check_new(read: NoteRow, known: dict[tuple[str, ...], int]) -> None:
    stated = (read.note_kind, address_keys(read.address, read.municipality).whole, read.detail, read.text)
    first = known.setdefault(stated, read.row)
    if first != read.row:
        raise _NoteRowFault("address", "row_twice", row=first)


def _radius(said: str) -> int:
    if not said:
        return DEFAULT_RADIUS_M
    if not (said.isascii() and said.isdigit()) or int(said) > RADIUS_MAX_M:
        raise _NoteRowFault("radius_m", "cell_malformed", value=said)
    return int(said)


def _end(said: str, kind: PremiseNoteKind, at: datetime) -> datetime:
    """The end of that day in UTC; without one, a year ahead."""
    if not said:
        return at + DEFAULT_TERM
    if not _DAY.fullmatch(said):
        raise _NoteRowFault("expires", "cell_malformed", value=said)
    try:
        day = Date.fromisoformat(said)
    except ValueError as wrong:
        raise _NoteRowFault("expires", "cell_malformed", value=said) from wrong
    last = at + longest_term(kind)
    if day > last.date():
        raise _NoteRowFault("expires", "premise_note_too_long", most_days=longest_term(kind).days)
    end = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
    if end <= at:
        raise _NoteRowFault("expires", "premise_note_end_not_ahead", until=said)
    return end


def _point(lat: str, lon: str) -> Point | None:
    if not lat and not lon:
        return None
    return Point(lat=_degrees("lat", lat, 90), lon=_degrees("lon", lon, 180))


def _degrees(field: str, said: str, most: float) -> float:
    if not _FIGURES.fullmatch(said):
        raise _NoteRowFault(field, "cell_number", value=said)
    value = float(said.replace(",", "."))
    if not math.isfinite(value) or abs(value) > most:
        raise _NoteRowFault(field, "cell_malformed", value=said)
    return value
