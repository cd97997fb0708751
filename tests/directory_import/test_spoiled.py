"""Twenty spoiled files: each refused with row, column and reason, and nothing of it written."""

import io
from collections.abc import Callable

import pytest

from auxilio.directory_import.core.model import ImportKind
from auxilio.kernel.refusal import Refused
from tests.directory_import.conftest import Office
from tests.directory_import.files import UNITS, book, table, unit

K = ImportKind
HEAD = "login;name;roles;agency;centre"
SPOILED: dict[str, tuple[ImportKind, Callable[[], bytes], int, str, str]] = {
    "encoding": (
        K.PEOPLE,
        lambda: table(HEAD, "a;Núria").decode().encode("utf-16"),
        1,
        "A",
        "table_encoding",
    ),
    "two encodings": (
        K.PEOPLE,
        lambda: table("login;name", "a;Núria") + b"b;N\xfaria\r\n",
        3,
        "B",
        "table_encoding",
    ),
    "formula": (K.PEOPLE, lambda: table(HEAD, "a;=cmd()"), 2, "B", "cell_formula"),
    "formula in a workbook": (
        K.PEOPLE,
        lambda: book(["login", "name"], ["a", "=1+1"]),
        2,
        "B",
        "cell_formula",
    ),
    "merged cell": (
        K.PEOPLE,
        lambda: book(["login", "name"], ["a", "A"], ["b", "B"], merge="B2:B3"),
        2,
        "B",
        "cell_merged",
    ),
    "50,000 rows": (K.UNITS, lambda: table(UNITS, *[unit("A-1")] * 50_000), 5_002, "A", "table_rows"),
    "no workbook": (K.UNITS, lambda: b"PK\x03\x04" + bytes(100), 1, "A", "workbook_unreadable"),
    "empty": (K.UNITS, lambda: b"", 1, "A", "table_empty"),
    "quotes": (K.PEOPLE, lambda: table("login;name", 'a;"A'), 2, "A", "table_quotes"),
    "unknown column": (
        K.PEOPLE,
        lambda: table("login;name;contraseña", "a;A;x"),
        1,
        "contraseña",
        "column_unknown",
    ),
    "missing column": (K.UNITS, lambda: table("callsign;agency", "A-1;san"), 1, "Centre", "column_missing"),
    "two persons with one key": (K.PEOPLE, lambda: table(HEAD, "a;A", "b;B", "A;C"), 4, "login", "row_twice"),
    "unit of an unknown agency": (
        K.UNITS,
        lambda: table(UNITS, unit("A-1"), "A-2;nobody;san-1;bls;1;1;"),
        3,
        "agency",
        "not_in_directory",
    ),
    "unknown centre": (
        K.UNITS,
        lambda: table(UNITS, unit("A-1", centre="san-8")),
        2,
        "centre",
        "not_in_directory",
    ),
    "unknown capability": (
        K.UNITS,
        lambda: table(UNITS, unit("A-1", capabilities="flying")),
        2,
        "capabilities",
        "capability_unknown",
    ),
    "radio of two units": (
        K.UNITS,
        lambda: table(UNITS, unit("A-1", radios="214-1-1"), unit("A-2", radios="214-1-1")),
        3,
        "radios",
        "radio_taken",
    ),
    "callsign": (K.UNITS, lambda: table(UNITS, unit("ambulancia doce")), 2, "callsign", "cell_malformed"),
    "role": (K.PEOPLE, lambda: table(HEAD, "a;A;jefe"), 2, "roles", "no_such_role"),
    "roles apart": (
        K.PEOPLE,
        lambda: table(HEAD, "a;A;administrator call_taker"),
        2,
        "roles",
        "roles_apart",
    ),
    "service": (K.AGENCIES, lambda: table("id;service;name", "x;CIRCUS;X"), 2, "service", "no_such_service"),
    "place": (
        K.HOSPITALS,
        lambda: table("name;latitude;longitude", "H;142;1"),
        2,
        "latitude",
        "cell_malformed",
    ),
    "hospital capability": (
        K.HOSPITALS,
        lambda: table("name;latitude;longitude;capabilities", "H;42;1;helipad ictus"),
        2,
        "capabilities",
        "unknown_hospital_ability",
    ),
    "line break": (
        K.HOSPITALS,
        lambda: table("name;latitude;longitude", '"H\n2";42;1'),
        2,
        "A",
        "cell_control",
    ),
}


async def test_each_spoiled_file_is_refused_with_row_and_column_and_writes_nothing(office: Office) -> None:
    assert len(SPOILED) >= 20
    await office.with_places()
    before = await office.directory()
    facts = await office.runtime.pool.fetchval("select count(*) from event")
    for name, (kind, make, row, column, code) in SPOILED.items():
        raw = make()
        preview = await office.preview(kind, raw)
        first = preview.findings[0]
        assert (first.row, first.column, first.code) == (row, column, code), name
        with pytest.raises(Refused) as wrong:
            await office.apply(kind, raw)
        said = wrong.value
        assert (said.code, said.facts["row"], said.facts["column"]) == ("import_refused", row, column), name
    assert await office.directory() == before
    assert await office.runtime.pool.fetchval("select count(*) from event") == facts
    assert (
        await office.runtime.pool.fetchval("select count(*) from reference_change where recorded_at is null")
        == 0
    )


async def test_a_code_that_there_is_not_is_refused_with_those_that_there_are(office: Office) -> None:
    await office.with_places()
    for name, one in {"service": "HEALTH", "role": "call_taker", "unknown capability": "bls"}.items():
        kind, make, *_ = SPOILED[name]
        [finding] = (await office.preview(kind, make())).findings
        assert one in str(finding.facts["known"]).split(), name


async def test_a_file_that_is_too_large_is_not_looked_at(office: Office) -> None:
    raw = io.BytesIO(b"x" * 3_000_000).getvalue()
    [finding] = (await office.preview(ImportKind.PEOPLE, raw)).findings
    assert finding.code == "table_bytes"
