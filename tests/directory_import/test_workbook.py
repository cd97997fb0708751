"""XLSX: what a person sees is read; formulas, merged cells, hours and archives made to grow are refused."""

from datetime import time

import pytest

from auxilio.directory_import.core.table import ROWS_MAX, TableError
from auxilio.directory_import.workbook import (
    CELLS_MAX,
    MEMBERS_MAX,
    TAGS_MAX,
    UNPACKED_MAX,
    read_workbook,
    write_workbook,
)
from tests.directory_import.files import book, packed, repacked

SHEET = "xl/worksheets/sheet1.xml"


def refused(raw: bytes) -> tuple[str, int, str]:
    with pytest.raises(TableError) as wrong:
        read_workbook(raw)
    finding = wrong.value.finding
    return finding.code, finding.row, finding.column


def test_numbers_and_text_are_read_as_they_are_seen() -> None:
    raw = book(["Clave", "Nombre", "n"], ["a", "Peña", 34], [], ["b", None, 1.5])
    assert [(row.number, row.cells) for row in read_workbook(raw)] == [
        (1, ("Clave", "Nombre", "n")),
        (2, ("a", "Peña", "34")),
        (4, ("b", "", "1.5")),
    ]


def test_what_is_no_plain_text_is_refused_with_row_and_column() -> None:
    assert refused(book(["a", "b"], ["1", "=1+1"])) == ("cell_formula", 2, "B")
    assert refused(book(["a", "b"], ["1", time(8, 0, 30)])) == ("cell_date", 2, "B")
    assert refused(book(["a", "b"], ["1", "#REF!"])) == ("cell_error", 2, "B")
    assert refused(book(["a", "b"], ["1", "2"], ["3", "4"], merge="B2:B3")) == ("cell_merged", 2, "B")
    assert refused(book(["a"], *[["1"]] * (ROWS_MAX + 10))) == ("table_rows", ROWS_MAX + 2, "A")
    assert refused(book(["a"] * 60)) == ("table_columns", 1, "AO")


def test_a_sheet_that_claims_a_huge_size_is_read_as_far_as_it_goes() -> None:
    raw = repacked(book(["a"], ["1"]), SHEET, b'ref="A1:A2"', b'ref="A1:XFD1048576"')
    assert len(read_workbook(raw)) == 2
    far = repacked(book(["a"], ["1"]), SHEET, b'r="2"', b'r="1048576"')
    assert refused(far)[0] == "table_rows"


def test_a_small_file_that_would_fill_the_memory_is_refused_before_it_does() -> None:
    def with_rows(rows: bytes, after: bytes = b"") -> bytes:
        end = b"</sheetData>"
        return repacked(book(["a"], ["1"]), SHEET, end, rows + end + after)

    empty_cells = with_rows(b'<row r="3">' + b"<c/>" * (CELLS_MAX + 1) + b"</row>")
    assert refused(empty_cells) == ("table_columns", 3, "AO")
    every_cell = b'<mergeCells count="1"><mergeCell ref="B2:XFD1048576"/></mergeCells>'
    assert refused(with_rows(b"", every_cell)) == ("cell_merged", 2, "B")
    assert refused(with_rows(b"<row/>" * TAGS_MAX))[0] == "workbook_too_large"


def test_an_archive_that_is_no_workbook_or_would_grow_is_refused() -> None:
    assert refused(b"PK\x03\x04 and no more")[0] == "workbook_unreadable"
    assert refused(packed({"a.txt": b"text"}))[0] == "workbook_unreadable"
    assert refused(packed({"xl/a.xml": b"0" * (UNPACKED_MAX + 1)}))[0] == "workbook_too_large"
    many = {f"xl/{each}.xml": b"" for each in range(MEMBERS_MAX + 1)}
    assert refused(packed(many))[0] == "workbook_members"
    entity = repacked(book(["a"]), SHEET, b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet')
    assert refused(entity)[0] == "workbook_unreadable"


def test_a_written_cell_is_text_and_reads_back() -> None:
    rows = [["Clave", "Nombre"], ["a", "=1+1"], ["+34600", "-x"]]
    raw = write_workbook(rows, "Personas")
    assert [list(row.cells) for row in read_workbook(raw)] == rows
