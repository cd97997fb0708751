"""Aim: what people are qualified for comes from one file: by name or code, with days as spreadsheets write them, whole or not at all, and back."""

from datetime import date

import msgspec
import pytest

from auxilio.directory_import.core.model import ImportKind
from auxilio.kernel.refusal import Conflict, Refused
from auxilio.kernel.shared_types import Mode
from tests.directory_import.conftest import Office
from tests.directory_import.files import book, table

Q = ImportKind.QUALIFICATIONS
HEAD = "Usuario;Habilitación;Desde;Hasta"


async def test_a_file_is_applied_once_exported_by_value_renewed_and_taken_back(office: Office) -> None:
    empty = await office.export(Q)
    first = table(
        HEAD,
        "CREW;Permiso de conducir C;31/01/2024;30.1.2029",
        "crew;nurse;2024-01-31;",
        "dispatcher;Nurses;1/2/2024;",
    )
    preview = await office.preview(Q, first)
    assert [one.code for one in preview.findings] == ["qualification_unknown"]
    first = first.replace(b"Nurses", b"Emergency  NURSE")
    preview = await office.preview(Q, first)
    assert (preview.new, preview.refused, preview.findings) == (3, 0, ())
    brought = await office.apply(Q, first)
    exported = await office.export(Q)
    assert exported.decode("utf-8-sig").splitlines()[1:] == [
        "crew;driving_c;2024-01-31;2029-01-30",
        "crew;nurse;2024-01-31;",
        "dispatcher;nurse;2024-02-01;",
    ]
    assert (await office.apply(Q, first)).summary is None
    assert (await office.preview(Q, exported)).unchanged == 3
    renewed = await office.apply(Q, table(HEAD, "crew;driving_c;2024-01-31;2034-01-30"))
    assert renewed.summary is not None
    assert brought.summary is not None
    assert (renewed.summary.new, renewed.summary.changed) == (0, 1)
    with pytest.raises(Conflict, match="import_changed_since"):
        await office.imports.take_back(brought.summary.id, office.actor)
    await office.imports.take_back(renewed.summary.id, office.actor)
    assert await office.export(Q) == exported
    await office.imports.take_back(brought.summary.id, office.actor)
    assert await office.export(Q) == empty


async def test_days_of_a_workbook_are_read_as_days_and_nowhere_else(office: Office) -> None:
    rows = (("login", "qualification", "since", "until"), ("crew", "nurse", date(2024, 1, 31), "1/3/2030"))
    await office.apply(Q, book(*rows))
    assert b"crew;nurse;2024-01-31;2030-03-01" in await office.export(Q)
    slipped = book(rows[0], (date(2024, 5, 1), "nurse", date(2024, 1, 31), ""))
    preview = await office.preview(Q, slipped)
    assert [(one.row, one.column, one.code) for one in preview.findings] == [(2, "login", "cell_date")]


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        ("nobody;nurse;2024-01-31;", "Usuario", "not_in_directory"),
        ("crew;piloting;2024-01-31;", "Habilitación", "qualification_unknown"),
        ("dispatcher;nurse;2024-01-31;2024-01-30", "Hasta", "qualification_days_reversed"),
        ("crew;nurse;31/13/2024;", "Desde", "cell_malformed"),
        ("crew;nurse;;", "Desde", "cell_required"),
        ("crew;Enfermería de urgencias;2024-01-31;", "Usuario", "row_twice"),
    ],
)
async def test_a_spoiled_row_is_told_by_row_and_column_and_nothing_is_written(
    office: Office, line: str, column: str, code: str
) -> None:
    raw = table(HEAD, "crew;nurse;2024-01-31;", line)
    found = (await office.preview(Q, raw)).findings
    assert [(one.row, one.column, one.code) for one in found] == [(3, column, code)]
    with pytest.raises(Refused, match="import_refused"):
        await office.apply(Q, raw)
    assert b"nurse" not in await office.export(Q)


async def test_a_training_changes_nothing_of_what_people_are_qualified_for(office: Office) -> None:
    trainer = msgspec.structs.replace(office.actor, mode=Mode.TRAINING)
    with pytest.raises(Conflict, match="session_mode_differs"):
        await office.imports.apply(
            Q, table(HEAD, "crew;nurse;2024-01-31;"), trainer, file="f.csv", language="es"
        )
