"""Aim: a roster comes from one file, in functions or on units: hours as spreadsheets write them, whole or not at all, and back."""

from datetime import time, timedelta

import msgspec
import pytest

from auxilio.directory_import.core.model import ImportKind
from auxilio.kernel.ids import AgencyId
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import SystemClock
from tests.directory_import.conftest import Office
from tests.directory_import.files import UNITS, book, table, unit

R, C = ImportKind.ROSTERS, ImportKind.CREWS
HEAD = "Usuario;Día;Hora de inicio;Hora de fin;Función"
DAY = SystemClock().now().date() + timedelta(days=3)
NEXT = DAY + timedelta(days=1)


async def test_a_shift_that_makes_room_for_another_is_taken_back_with_it(office: Office) -> None:
    await office.apply(R, table(HEAD, f"CALL_TAKER;{DAY:%d/%m/%Y};08:00;20:00;Operación de llamadas"))
    before = await office.export(R)
    halves = table(
        HEAD, f"call_taker;{DAY};8:00;14h00;call_taker", f"call_taker;{DAY};14:00;20:00;call_taker"
    )
    preview = await office.preview(R, halves)
    assert (preview.new, preview.changed, preview.findings) == (1, 1, ())
    done = await office.apply(R, halves)
    assert (await office.apply(R, halves)).summary is None
    assert done.summary is not None
    await office.imports.take_back(done.summary.id, office.actor)
    assert await office.export(R) == before


async def test_hours_of_a_workbook_are_read_as_hours_and_nowhere_else(office: Office) -> None:
    head = ("login", "day", "starts", "ends", "function")
    await office.apply(R, book(head, ("call_taker", DAY, time(8), time(20, 30), "call_taker")))
    assert f"call_taker;{DAY};08:00;20:30;call_taker".encode() in await office.export(R)
    slipped = await office.preview(R, book(head, ("call_taker", time(8), time(8), time(20), "call_taker")))
    assert [(one.column, one.code) for one in slipped.findings] == [("day", "cell_date")]
    seconds = await office.preview(R, book(head, ("call_taker", DAY, time(8, 0, 30), time(20), "call_taker")))
    assert [one.code for one in seconds.findings] == ["cell_date"]


async def test_a_crew_is_brought_on_a_unit_and_meets_no_shift_of_another_kind(office: Office) -> None:
    await office.with_places()
    await office.apply(ImportKind.UNITS, table(UNITS, unit("B-9")))
    await office.apply(C, table("login;day;starts;ends;unit", f"crew;{DAY};08:00;08:00;B-9"))
    assert f"crew;{DAY};08:00;08:00;B-9".encode() in await office.export(C)
    assert b"crew" not in await office.export(R)
    wrong = table(
        "login;day;starts;ends;unit", f"crew;{NEXT};07:59;20:00;B-9", f"crew;{NEXT};20:00;21:00;X-1"
    )
    assert [(one.row, one.column, one.code) for one in (await office.preview(C, wrong)).findings] == [
        (2, "starts", "shift_overlap"),
        (3, "unit", "not_in_directory"),
    ]


async def test_an_administrator_of_an_agency_brings_and_exports_the_shifts_of_that_agency_alone(
    office: Office,
) -> None:
    raw = table(HEAD, f"call_taker;{DAY};09:00;10:00;call_taker")
    everybody = office.actor
    office.actor = msgspec.structs.replace(everybody, agency=AgencyId("san"))
    preview = await office.preview(R, raw)
    assert [(one.column, one.code) for one in preview.findings] == [("Usuario", "roster_elsewhere")]
    office.actor = everybody
    await office.apply(R, raw)
    assert b"call_taker" in await office.export(R)
    office.actor = msgspec.structs.replace(everybody, agency=AgencyId("san"))
    assert b"call_taker" not in await office.export(R)


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        (f"nobody;{DAY};08:00;20:00;call_taker", "Usuario", "not_in_directory"),
        (f"call_taker;{DAY};08:00;20:00;dispatcher", "Función", "shift_function_not_held"),
        (f"call_taker;{DAY};08:00;20:00;piloto", "Función", "not_in_directory"),
        (f"call_taker;{DAY};08:00;20:00;crew", "Función", "not_in_directory"),
        (f"call_taker;{DAY};25:00;20:00;call_taker", "Hora de inicio", "cell_malformed"),
        ("call_taker;2020-01-01;08:00;20:00;call_taker", "Día", "shift_day_far"),
        (f"call_taker;{DAY};09:00;10:00;call_taker", "Usuario", "row_twice"),
        (f"call_taker;{DAY};09:30;11:00;call_taker", "Hora de inicio", "shift_overlap"),
    ],
)
async def test_a_spoiled_row_is_told_by_row_and_column_and_nothing_is_written(
    office: Office, line: str, column: str, code: str
) -> None:
    raw = table(HEAD, f"call_taker;{DAY};09:00;10:00;call_taker", line)
    assert [(one.row, one.column, one.code) for one in (await office.preview(R, raw)).findings] == [
        (3, column, code)
    ]
    with pytest.raises(Refused, match="import_refused"):
        await office.apply(R, raw)
    assert b"call_taker" not in await office.export(R)
