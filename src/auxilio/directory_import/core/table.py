"""A table as it was read from a file, and what can be wrong with one."""

from collections.abc import Mapping

import msgspec

from auxilio.identity.core.imports import CHANGES_MAX

BYTES_MAX = 2 * 1024 * 1024
"""Of a file (our choice). Five thousand people with every column filled are 700 kB of text."""
ROWS_MAX = CHANGES_MAX
"""Rows below the headings."""
COLUMNS_MAX = 40
"""Our choice; the widest kind has nine."""
CELL_MAX = 500
"""Characters (our choice): twenty radios or capabilities of a unit are fewer."""
FINDINGS_MAX = 200
"""At most this many findings are listed; all are counted."""


class FileFinding(msgspec.Struct, frozen=True, kw_only=True):
    """Why a file is not applied: the row as a spreadsheet counts it, the column by its heading or letter, a code with facts.

    Worded at the edge as `refusal.<code>`.
    """

    row: int
    column: str
    code: str
    facts: dict[str, str] = {}


class DateText(str):
    """A day, `2026-11-29`, that a workbook holds as a date and not as text."""

    __slots__ = ()


class TimeText(str):
    """An hour, `08:00`, that a workbook holds as a time and not as text."""

    __slots__ = ()


class TableRow(msgspec.Struct, frozen=True):
    """The cells of one row, as text. `number` as a spreadsheet counts it, from 1."""

    number: int
    cells: tuple[str, ...]


class TableError(Exception):
    """The file cannot be read as a table."""

    def __init__(
        self, code: str, row: int = 1, column: str = "A", facts: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(code)
        shown = {name: str(value) for name, value in (facts or {}).items()}
        self.finding = FileFinding(row=row, column=column, code=code, facts=shown)


def column_letter(index: int) -> str:
    """`A` of 0, `AA` of 26."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def check_cell(text: str, row: int, index: int) -> str:
    """The text of a cell without surrounding blanks. Raises `TableError`: `cell_too_long`, `cell_control`."""
    text = text if isinstance(text, DateText | TimeText) else text.strip()
    if len(text) > CELL_MAX:
        raise TableError("cell_too_long", row, column_letter(index), {"max": CELL_MAX})
    if not text.isprintable():
        raise TableError("cell_control", row, column_letter(index))
    return text


def check_row(cells: list[str], number: int) -> TableRow | None:
    """A row with its cells checked; None for an empty one. Raises `TableError`."""
    while cells and not cells[-1].strip():
        cells.pop()
    if not cells:
        return None
    if number > ROWS_MAX + 1:
        raise TableError("table_rows", number, "A", {"max": ROWS_MAX})
    if len(cells) > COLUMNS_MAX:
        raise TableError("table_columns", number, column_letter(COLUMNS_MAX), {"max": COLUMNS_MAX})
    return TableRow(number, tuple(check_cell(cell, number, index) for index, cell in enumerate(cells)))
