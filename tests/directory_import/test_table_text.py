"""CSV: encodings, delimiters, limits, and cells that a spreadsheet would run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.directory_import.core.table import CELL_MAX, ROWS_MAX, TableError
from auxilio.directory_import.core.table_text import guarded, read_text_table, write_text_table
from tests.directory_import.files import table

LINES = ("Clave,Nombre", "a,Peñarroya")


def cells(raw: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in read_text_table(raw)]


def refused(raw: bytes) -> tuple[str, int, str]:
    with pytest.raises(TableError) as wrong:
        read_text_table(raw)
    finding = wrong.value.finding
    return finding.code, finding.row, finding.column


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_file_is_read_in_the_encodings_and_delimiters_of_spreadsheets(
    encoding: str, delimiter: str
) -> None:
    raw = table(*(line.replace(",", delimiter) for line in LINES), encoding=encoding)
    assert cells(raw) == [("Clave", "Nombre"), ("a", "Peñarroya")]


def test_rows_are_numbered_as_a_spreadsheet_numbers_them() -> None:
    assert [row.number for row in read_text_table(table("a;b", ";", "1;2"))] == [1, 3]


def test_a_file_in_another_encoding_is_refused_where_it_cannot_be_read() -> None:
    assert refused("Clave;Nombre\na;Peña\n".encode("utf-16"))[0] == "table_encoding"
    mixed = table("Clave;Nombre", "a;Peñarroya") + b"b;Pe\xf1a\r\n"
    assert refused(mixed) == ("table_encoding", 3, "B")


@pytest.mark.parametrize("character", ["\x0b", "\x0c", "\x1e", "\x85", "\u2028"])
def test_a_character_that_ends_a_line_for_python_alone_is_refused_in_its_cell(character: str) -> None:
    with pytest.raises(TableError) as wrong:
        read_text_table(f"login;name\r\nanna;A{character}B\r\n".encode())
    finding = wrong.value.finding
    assert (finding.code, finding.row, finding.column) == ("cell_control", 2, "B")


def test_what_is_too_much_is_refused_with_its_row_and_column() -> None:
    assert refused(table("a;b", *["1;2"] * 50_000)) == ("table_rows", ROWS_MAX + 2, "A")
    assert refused(table(";".join("a" * 60), "1")) == ("table_columns", 1, "AO")
    assert refused(table("a;b", f"1;{'x' * (CELL_MAX + 1)}")) == ("cell_too_long", 2, "B")
    assert refused(table("a;b", '1;"2\n3"')) == ("cell_control", 2, "B")
    assert refused(table("a;b", "1;=1+1")) == ("cell_formula", 2, "B")
    assert refused(table("a;b", '1;"2')) == ("table_quotes", 2, "A")


@pytest.mark.parametrize(
    "cell", ["=1+1", "+34600000000", "-x", "@SUM(A1)", "\tx", "'=x", "'", " =1", "\u00a0=1", "＝1", " '=1"]
)
def test_a_written_cell_never_begins_as_a_formula(cell: str) -> None:
    assert guarded(cell).startswith("'")


@given(
    st.lists(
        st.lists(st.text(max_size=40).filter(str.isprintable).map(str.strip), min_size=1, max_size=4),
        min_size=1,
        max_size=5,
    )
)
def test_what_is_written_reads_back_by_value(rows: list[list[str]]) -> None:
    kept = [tuple(row) for row in rows]
    read = [row.cells for row in read_text_table(write_text_table(kept))]
    trimmed = [row[: max((n for n, cell in enumerate(row, 1) if cell), default=0)] for row in kept]
    assert read == [row for row in trimmed if row]
