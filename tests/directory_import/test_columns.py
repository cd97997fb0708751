"""Columns are found by their names in four languages, and an entry reads back from the cells that it is written to."""

import pytest

from auxilio.directory_import.core.columns import cells_of, headings_of, read_rows
from auxilio.directory_import.core.model import ENTRY_OF, EXAMPLES, ImportKind
from auxilio.directory_import.core.table import TableRow
from auxilio.directory_import.service import FileFormat, column_names, read_table, write_template
from auxilio.platform.i18n import LANGUAGES, catalogues

NAMES = column_names(catalogues())


def findings(kind: ImportKind, *rows: tuple[str, ...]) -> list[tuple[int, str, str]]:
    read = read_rows(kind, [TableRow(n, row) for n, row in enumerate(rows, 1)], NAMES)
    return [(one.row, one.column, one.code) for one in read.findings]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ImportKind)
def test_a_template_reads_back_to_its_example(kind: ImportKind, language: str, form: FileFormat) -> None:
    read = read_rows(kind, read_table(write_template(kind, form, language)), NAMES)
    assert not read.findings
    [row] = read.rows
    assert ENTRY_OF[kind](**row.values) == EXAMPLES[kind]


@pytest.mark.parametrize("kind", ImportKind)
def test_no_two_columns_of_a_kind_have_one_name(kind: ImportKind) -> None:
    for language in LANGUAGES:
        headings = headings_of(kind, NAMES, language)
        fields = [NAMES.field_of(heading, ENTRY_OF[kind].__struct_fields__) for heading in headings]
        assert fields == list(ENTRY_OF[kind].__struct_fields__)


def test_a_heading_is_found_without_regard_to_capitals_and_accents() -> None:
    head = ("clave", "TELEFONO", "Nombre", "servicio")
    assert findings(ImportKind.AGENCIES, head, ("a", "+34600000000", "A", "health")) == []


@pytest.mark.parametrize(
    ("head", "column", "code"),
    [
        (("Clave", "Nombre"), "Servicio", "column_missing"),
        (("Key", "Name"), "Service", "column_missing"),
        (("Clave", "Nombre", "Servicio", "Telefon0"), "Telefon0", "column_unknown"),
        (("Clave", "Nombre", "Servicio", "clave"), "clave", "column_twice"),
    ],
)
def test_headings_that_are_no_headings_are_refused(head: tuple[str, ...], column: str, code: str) -> None:
    assert findings(ImportKind.AGENCIES, head, ("a", "A", "HEALTH")) == [(1, column, code)]


@pytest.mark.parametrize(
    ("cell", "column", "code"),
    [
        ("", "latitude", "cell_required"),
        ("norte", "latitude", "cell_number"),
        ("nan", "latitude", "cell_number"),
        ("142.5", "latitude", "cell_malformed"),
        ("600", "phone", "cell_malformed"),
    ],
)
def test_a_cell_that_is_no_value_of_its_column_is_refused(cell: str, column: str, code: str) -> None:
    head = ("name", "latitude", "longitude", "phone")
    row = ["H", "42,5", "1,5", ""]
    row[head.index(column)] = cell
    assert findings(ImportKind.HOSPITALS, head, tuple(row)) == [(2, column, code)]


def test_a_cell_beside_the_headings_is_refused() -> None:
    assert findings(ImportKind.HOSPITALS, ("name", "latitude", "longitude"), ("H", "1", "1", "x")) == [
        (2, "D", "column_without_heading")
    ]


def test_numbers_are_written_without_exponents() -> None:
    entry = EXAMPLES[ImportKind.HOSPITALS]
    small = type(entry)(name="H", latitude=1e-7, longitude=-0.1)
    assert cells_of(small, NAMES, "en")[1:3] == ["0.0000001", "-0.1"]
