"""How the rules of tables read a file and tell a fault."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from auxilio.platform.documents import (
    DocumentFault,
    SourceDocument,
    check_schema,
    errors_of,
    read_table,
    read_yaml,
)

TYPOLOGY = "data/typology.csv"
CATALOG = "data/catalog.yaml"
NEEDS = "plans/needs.yaml"
AREAS = "plans/areas"
PRIORITIES = ("P0", "P1", "P2", "P3", "P4")
LANGUAGES = ("es", "ca", "en", "fr")


def read_one(folder: Path, name: str, schema: str) -> SourceDocument | None:
    """The one document of a file; None where the file is not there or its own reader tells what is wrong with it."""
    if not (folder / name).is_file():
        return None
    documents, faults = read_yaml(folder / name, name)
    if len(documents) != 1 or errors_of(faults) or check_schema(documents[0], schema):
        return None
    return documents[0]


def schema_faults(folder: Path, name: str, schema: str) -> list[DocumentFault]:
    """S01 of a file that no other reader reads; none where the file is not there."""
    if not (folder / name).is_file():
        return []
    documents, faults = read_yaml(folder / name, name)
    if len(documents) != 1:
        return faults or [DocumentFault(rule="S01", code="not_one_document", file=name, line=1)]
    return [*faults, *check_schema(documents[0], schema)]


def read_rows(folder: Path, name: str, *columns: str) -> list[tuple[int, dict[str, str]]]:
    """The rows of a table with their lines; none where it is not there or broken."""
    return read_table(folder / name, name, columns)[0] if (folder / name).is_file() else []


def fault(
    rule: str, code: str, document: SourceDocument, *where: str | int, row: str, **facts: str | int
) -> DocumentFault:
    """A fault at a part of a document. `row` names what it is about; an exception names it too."""
    return row_fault(rule, code, document.file, document.line(*where), row=row, **facts)


def row_fault(rule: str, code: str, file: str, line: int, *, row: str, **facts: str | int) -> DocumentFault:
    """A fault at a line of a table."""
    return DocumentFault(rule=rule, code=code, file=file, line=line, facts={"row": row, **facts})


def items(document: SourceDocument, *where: str) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Each item of a list of the document with its path; none where it has no such list."""
    data: Any = document.data
    for key in where:
        data = data.get(key, ()) if isinstance(data, dict) else ()
    for nth, item in enumerate(data):
        yield (*where, nth), item
