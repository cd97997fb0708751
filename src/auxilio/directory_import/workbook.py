"""XLSX: bytes to a table, and a table to bytes. Only the first sheet is read, and only as far as its limits.

A workbook is a zip archive of XML. Its members are measured before anything is unpacked, and none may declare a document type, so
that neither a small archive nor an entity grows (openpyxl parses with the expat of Python, without `defusedxml`). openpyxl holds a
whole row, and makes a cell for each one that is merged: a file of 20 kB took three gigabytes. So tags are counted first.
"""

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.parsers import expat

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Font
from openpyxl.utils.cell import range_boundaries

from auxilio.directory_import.core.table import (
    COLUMNS_MAX,
    ROWS_MAX,
    DateText,
    TableError,
    TableRow,
    TimeText,
    check_row,
    column_letter,
)

MAGIC = b"PK\x03\x04"
MEMBERS_MAX = 200
UNPACKED_MAX = 24 * 1024 * 1024
"""Bytes of all members together (ours): five thousand rows of twelve columns are 6 MB of XML."""
TAGS_MAX = 1_500_000
"""Of all members together (ours): five thousand rows of twelve columns are 370 000. Each is an object of the parser."""
CELLS_MAX = 16_384
"""Of a row, as of a spreadsheet: also those beyond `COLUMNS_MAX` that have a format and no text."""
_DECLARATIONS = tuple(
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
_WIDTH = 24


def read_workbook(raw: bytes) -> list[TableRow]:
    """The rows of the first sheet that are not empty. Raises `TableError`."""
    _check_archive(raw)
    try:
        return list(_rows(raw))
    except TableError:
        raise
    except Exception as wrong:
        raise TableError("workbook_unreadable") from wrong


def _check_archive(raw: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            members = archive.infolist()
            if len(members) > MEMBERS_MAX:
                raise TableError("workbook_members", facts={"max": MEMBERS_MAX})
            if sum(one.file_size for one in members) > UNPACKED_MAX:
                raise TableError("workbook_too_large", facts={"max": UNPACKED_MAX})
            tags = 0
            for one in members:
                text = archive.read(one)
                tags += text.count(b"<")
                if tags > TAGS_MAX:
                    raise TableError("workbook_too_large", facts={"max": UNPACKED_MAX})
                if any(word in text for word in _DECLARATIONS):
                    raise TableError("workbook_unreadable")
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as wrong:
        raise TableError("workbook_unreadable") from wrong


def _rows(raw: bytes) -> Iterator[TableRow]:
    """As a stream, which never holds more than a row and stops at a limit."""
    streamed = load_workbook(io.BytesIO(raw), read_only=True, data_only=False, keep_links=False)
    try:
        sheet = streamed.worksheets[0]
        merged = _check_sheet(zipfile.ZipFile(io.BytesIO(raw)).read(sheet._worksheet_path))
        sheet.reset_dimensions()  # what a file says of its own size is not taken for true
        found = list[TableRow]()
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            if number > ROWS_MAX + 1:
                raise TableError("table_rows", number, "A", {"max": ROWS_MAX})
            if len(cells) > COLUMNS_MAX and any(cell.value is not None for cell in cells[COLUMNS_MAX:]):
                raise TableError("table_columns", number, column_letter(COLUMNS_MAX), {"max": COLUMNS_MAX})
            row = check_row(
                [_text(cell, number, index) for index, cell in enumerate(cells[:COLUMNS_MAX])], number
            )
            if row is not None:
                found.append(row)
    finally:
        streamed.close()
    if merged is not None:
        column, row_number, _, _ = range_boundaries(merged)
        raise TableError("cell_merged", row_number or 1, column_letter((column or 1) - 1))
    yield from found


def _check_sheet(xml: bytes) -> str | None:
    """The first range of merged cells, `B2:C3`. Nothing of the sheet is kept. Raises `TableError` for a row of too many cells."""
    merged, number, cells = list[str](), 0, 0

    def begin(tag: str, attributes: dict[str, str]) -> None:
        nonlocal number, cells
        match tag.rpartition(":")[2]:
            case "row":
                number, cells = number + 1, 0
            case "c":
                cells += 1
                if cells > CELLS_MAX:
                    raise TableError(
                        "table_columns", number, column_letter(COLUMNS_MAX), {"max": COLUMNS_MAX}
                    )
            case "mergeCell" if not merged:
                merged.append(attributes.get("ref", ""))
            case _:
                pass

    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    parser.Parse(xml, True)
    return merged[0] if merged else None


def _text(cell: Any, number: int, index: int) -> str:
    """What a person sees in the cell; a day as `2026-11-29`. Raises `TableError`: `cell_formula`, `cell_error`, `cell_date` for a day with hours, a time with seconds and a span."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        raise TableError("cell_formula", number, column_letter(index))
    if cell.data_type == "e":
        raise TableError("cell_error", number, column_letter(index))
    match value:
        case bool():
            return "1" if value else "0"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time():
            return DateText(value.date().isoformat())
        case time() if not value.second and not value.microsecond:
            return TimeText(f"{value:%H:%M}")
        case date() | time() | timedelta():
            raise TableError("cell_date", number, column_letter(index))
        case _:
            return str(value)


def write_workbook(rows: Iterable[Sequence[str]], title: str) -> bytes:
    """The file: every cell is text, the headings are bold and stay in view."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None, "a new workbook has a sheet"
    sheet.title = title[:31]
    for number, row in enumerate(rows, start=1):
        for index, text in enumerate(row, start=1):
            cell = sheet.cell(number, index)
            assert isinstance(cell, Cell), "nothing is merged"
            cell.value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", text) or None
            cell.number_format = "@"
            if text:
                cell.data_type = "s"  # text that begins with = is no formula
            if number == 1:
                cell.font = Font(bold=True)
                sheet.column_dimensions[column_letter(index - 1)].width = _WIDTH
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
