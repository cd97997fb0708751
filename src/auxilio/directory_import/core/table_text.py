"""CSV: bytes to a table, and a table to bytes that a spreadsheet opens without running anything (CWE-1236).

Read: UTF-8 with or without a byte order mark, or the Latin-1 of western Europe as spreadsheets write it (Windows-1252);
comma or semicolon, whichever stands more often in the headings. Written: UTF-8 with its mark, semicolons, CRLF.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence

from auxilio.directory_import.core.table import ROWS_MAX, TableError, TableRow, check_row, column_letter
from auxilio.kernel.spreadsheet import BLANKS, FORMULA_STARTS

BOM = b"\xef\xbb\xbf"
_OTHER_MARKS = (b"\xff\xfe", b"\xfe\xff")
_MULTIBYTE = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
"""What UTF-8 looks like where it is read as another encoding; in western text of Latin-1 it is next to impossible."""
_ACTIVE = (*FORMULA_STARTS, "'")
"""How a cell begins that a spreadsheet may run, and the apostrophe by which one is kept as text."""
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def read_text_table(raw: bytes) -> list[TableRow]:
    """The rows that are not empty. Raises `TableError`."""
    return list(_rows(_decoded(raw)))


def _decoded(raw: bytes) -> str:
    if raw.startswith(_OTHER_MARKS) or b"\0" in raw:
        raise _encoding_error(raw, raw.find(b"\0") if b"\0" in raw else 0)
    try:
        return raw.removeprefix(BOM).decode("utf-8")
    except UnicodeDecodeError as wrong:
        place = wrong.start + (len(BOM) if raw.startswith(BOM) else 0)
    if raw.startswith(BOM) or _MULTIBYTE.search(raw):
        raise _encoding_error(raw, place)
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError as wrong:
        raise _encoding_error(raw, wrong.start) from wrong


def _encoding_error(raw: bytes, place: int) -> TableError:
    before = raw[: max(place, 0)]
    line = before.rpartition(b"\n")[2]
    index = max(line.count(b";"), line.count(b","))
    return TableError("table_encoding", before.count(b"\n") + 1, column_letter(index))


def _rows(text: str) -> Iterator[TableRow]:
    reader = csv.reader(_lines(text), delimiter=_delimiter(text), strict=True)
    number = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as wrong:
            raise TableError("table_quotes", number + 1) from wrong
        number += 1
        formula = next((index for index, cell in enumerate(cells) if cell.lstrip().startswith("=")), None)
        if formula is not None:
            raise TableError("cell_formula", number, column_letter(formula))
        row = check_row([_without_guard(cell) for cell in cells], number)
        if row is not None:
            yield row
        elif number > ROWS_MAX * 2:
            raise TableError("table_rows", number, "A", {"max": ROWS_MAX})


def _lines(text: str) -> list[str]:
    """As spreadsheets see them: other characters that end a line for Python are part of a cell, and refused there."""
    return re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$", text)


def _delimiter(text: str) -> str:
    """What stands more often, outside quotation marks, in the first line that has either."""
    for line in text.splitlines():
        bare = _QUOTED.sub("", line)
        if semicolons := bare.count(";"):
            return ";" if semicolons >= bare.count(",") else ","
        if "," in bare:
            break
    return ","


def _without_guard(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _is_active(cell[1:]) else cell


def _is_active(cell: str) -> bool:
    return cell.lstrip(BLANKS).startswith(_ACTIVE)


def guarded(cell: str) -> str:
    """The cell as it is written: an apostrophe before what a spreadsheet could run. Reading takes it away again."""
    return f"'{cell}" if _is_active(cell) and not _NUMBER.fullmatch(cell) else cell


def write_text_table(rows: Iterable[Sequence[str]]) -> bytes:
    """The file."""
    lines = [";".join(_quoted(guarded(cell)) for cell in row) for row in rows]
    return BOM + ("\r\n".join(lines) + "\r\n").encode()


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if re.search(r'[;,"\r\n]', cell) else cell
