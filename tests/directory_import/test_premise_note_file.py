"""Aim: a CSV of premise notes says of each row what it would enter or what is wrong with it, whatever is in it, and writes nothing."""

from datetime import timedelta

import pytest

from auxilio.directory_import.core.premise_note_rows import NOTES_MAX
from auxilio.directory_import.premise_note_file import NoteFilePreview, PremiseNoteFiles
from auxilio.geo.list_gazetteer import ListGazetteer
from auxilio.geo.model import GeocodeKind, GeocodeQuality, GeocodeResult
from auxilio.geo.service import RegionService
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CommandId
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import SystemClock
from auxilio.platform.database import log
from auxilio.platform.ids import new_id
from auxilio.premise_notes.core.messages import EndPremiseNote, EnterPremiseNote
from auxilio.premise_notes.core.model import PremiseNoteKind
from auxilio.premise_notes.service import PremiseNoteService
from tests.actors import person
from tests.database import Database

HEAD = "Clase;Dirección;Municipio;Qué hay que saber;Latitud;Longitud"
ROW = "Perro;Calle Mayor, 12;Riudalba;Perro suelto;41,92;1.90"
MARTA = person("dispatcher", "san-desk-1", agency="san", centre="san-1")
MAYOR_12 = GeocodeResult(
    kind=GeocodeKind.ADDRESS,
    quality=GeocodeQuality.EXACT,
    point=Point(41.5, 1.5),
    name="Calle Mayor",
    label="Calle Mayor, 12, Riudalba",
    number="12",
    municipality="Riudalba",
)


@pytest.fixture
def files(database: Database) -> PremiseNoteFiles:
    region = RegionService.without_data(ListGazetteer([MAYOR_12]))
    return PremiseNoteFiles(database.pool, SystemClock(), region)


async def read(files: PremiseNoteFiles, *lines: str, by: Actor = MARTA, head: str = HEAD) -> NoteFilePreview:
    return await files.preview("\r\n".join((head, *lines)).encode(), by)


def codes(preview: NoteFilePreview) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.code) for one in preview.findings]


async def test_a_row_says_what_it_would_enter(files: PremiseNoteFiles) -> None:
    [note] = (await read(files, ROW)).notes
    assert (note.note_kind, note.text, note.point) == (
        PremiseNoteKind.DOG,
        "Perro suelto",
        Point(41.92, 1.9),
    )
    assert (note.radius_m, note.known) == (30, False)
    assert note.expires_at > SystemClock().now() + timedelta(days=364)


async def test_a_row_without_coordinates_is_looked_for_and_an_unknown_address_is_a_fault(
    files: PremiseNoteFiles,
) -> None:
    found = await read(
        files, "dog;Calle Mayor, 12;Riudalba;Perro;;", "dog;Calle Menor, 3;Riudalba;Perro;;", "dog;Mayor;;x;;"
    )
    assert [note.point for note in found.notes] == [MAYOR_12.point]
    assert codes(found) == [(n, "Dirección", "note_address_unknown") for n in (3, 4)]
    assert found.refused == 2


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("Gato;Calle Mayor, 12;;x;1;1", "Clase", "cell_malformed"),
        (";Calle Mayor, 12;;x;1;1", "Clase", "cell_required"),
        ("Perro;;;x;1;1", "Dirección", "cell_required"),
        ("Perro;Calle;; ;1;1", "Qué hay que saber", "cell_required"),
        ("Perro;Calle;;x;91;1", "Latitud", "cell_malformed"),
        ("Perro;Calle;;x;1e5;1", "Latitud", "cell_number"),
        ("Perro;Calle;;x;nan;1", "Latitud", "cell_number"),
        ("Perro;Calle;;x;1;", "Longitud", "cell_number"),
        ("Perro;Calle;;x;1;1;more", "G", "column_without_heading"),
        (f"Perro;{'a' * 401};;x;1;1", "Dirección", "cell_too_long"),
        # of the whole file:
        ("Perro;Calle;;=1+1;1;1", "D", "cell_formula"),
        ("Perro;Calle;;a\u200bb;1;1", "D", "cell_control"),
        ("Perro;Calle;;a\u202eb;1;1", "D", "cell_control"),
        ('Perro;Calle;;"a\r\nb";1;1', "D", "cell_control"),
        (f"Perro;Calle;;{'x' * 501};1;1", "D", "cell_too_long"),
        ('Perro;Calle;;"x;1;1', "A", "table_quotes"),
    ],
)
async def test_what_is_wrong_with_a_row_has_its_column_and_code(
    files: PremiseNoteFiles, row: str, column: str, code: str
) -> None:
    found = await read(files, row)
    assert [(each, said) for _, each, said in codes(found)] == [(column, code)]
    assert found.notes == ()


@pytest.mark.parametrize(
    ("head", "cell", "code"),
    [
        ("Último día", "2020-01-01", "premise_note_end_not_ahead"),
        ("Último día", "9999-12-31", "premise_note_too_long"),
        ("Último día", "2027-02-30", "cell_malformed"),
        ("Metros alrededor", "501", "cell_malformed"),
        ("Metros alrededor", "²", "cell_malformed"),
    ],
)
async def test_an_end_and_a_radius_have_bounds(
    files: PremiseNoteFiles, head: str, cell: str, code: str
) -> None:
    assert codes(await read(files, f"{ROW};{cell}", head=f"{HEAD};{head}")) == [(2, head, code)]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "table_empty"),
        (HEAD.encode(), "table_empty"),
        (b"Clase;Nada\r\nPerro;x", "column_unknown"),
        (b"Clase;Clase\r\nPerro;x", "column_twice"),
        ("Clase;Dirección\r\nPerro;x".encode(), "column_missing"),
        (f"{HEAD}\r\n{ROW}".encode("utf-16"), "table_encoding"),
        (f"{HEAD}\r\n{ROW}".encode() + b"\xff\xfe", "table_encoding"),
        ("\r\n".join([HEAD, *[ROW] * (NOTES_MAX + 1)]).encode(), "table_rows"),
    ],
)
async def test_a_file_that_is_no_table_of_notes_is_one_finding(
    files: PremiseNoteFiles, raw: bytes, code: str
) -> None:
    found = await files.preview(raw, MARTA)
    assert [one.code for one in found.findings] == [code]
    assert found.notes == ()


async def test_the_same_row_twice_is_a_fault_of_the_second(files: PremiseNoteFiles) -> None:
    found = await read(files, ROW, ROW.replace("Calle Mayor, 12", "calle mayor 12"))
    assert (len(found.notes), codes(found)) == (1, [(3, "Dirección", "row_twice")])


async def test_a_file_in_the_latin_1_of_spreadsheets_is_read(files: PremiseNoteFiles) -> None:
    [note] = (await files.preview(f"{HEAD}\r\n{ROW}".encode("cp1252"), MARTA)).notes
    assert note.address == "Calle Mayor, 12"


async def test_a_note_that_stands_is_known_and_one_that_was_withdrawn_can_be_entered_again(
    files: PremiseNoteFiles, database: Database
) -> None:
    async def mode_of(_: object) -> None:
        raise AssertionError("of no case")

    service = PremiseNoteService(database.work, mode_of)  # type: ignore[arg-type]
    before = await log.readable_position(database.pool)
    [note] = (await read(files, ROW)).notes
    assert await log.read_after(database.pool, before) == [], "a preview writes nothing"
    enter = EnterPremiseNote(
        note=note.note, note_kind=note.note_kind, text=note.text, address=note.address, point=note.point
    )
    await service.handle(CommandId(new_id()), enter, MARTA)
    [again] = (await read(files, ROW)).notes
    assert (again.note, again.known) == (note.note, True)
    other = person("dispatcher", "bom-desk-1", agency="bom", centre="bom-1")
    assert not (await read(files, ROW, by=other)).notes[0].known
    await service.handle(CommandId(new_id()), EndPremiseNote(note=note.note), MARTA)
    [fresh] = (await read(files, ROW)).notes
    assert fresh.note != note.note
    assert not fresh.known


async def test_the_template_reads_back_in_every_language(files: PremiseNoteFiles) -> None:
    for language in ("es", "ca", "en", "fr"):
        found = await files.preview(await files.template(language, MARTA), MARTA)
        assert [note.note_kind for note in found.notes] == [PremiseNoteKind.OXYGEN], language


async def test_only_who_maintains_notes_may_ask(files: PremiseNoteFiles) -> None:
    with pytest.raises(Refused) as refusal:
        await read(files, ROW, by=person("call_taker", "desk-01"))
    assert refusal.value.code == "not_permitted"
