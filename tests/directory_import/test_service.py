"""A file changes the directory as a whole, changes nothing the second time, and is taken back as one."""

import asyncio
from datetime import timedelta
from uuid import UUID

import msgspec
import pytest

from auxilio.app.composition import standalone_identity
from auxilio.directory_import.core.entry_commands import register_unit, unit_entry
from auxilio.directory_import.core.model import ImportKind
from auxilio.directory_import.core.table import FINDINGS_MAX
from auxilio.directory_import.store import LEASE
from auxilio.dispatch.store import DispatchStore
from auxilio.dispatch.units.core.messages import RegisterUnit
from auxilio.identity.core.imports import ImportRecord
from auxilio.identity.core.model import PersonData
from auxilio.identity.directory_batch import AccountChange, DirectoryBatch, NotedImport
from auxilio.identity.row_audit import audit_directory_rows
from auxilio.kernel.ids import CommandId
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import SystemClock
from auxilio.platform.database.leases import Lease
from auxilio.platform.ids import new_id
from tests.database import by_the_administrator
from tests.directory_import.conftest import Office
from tests.directory_import.files import UNITS, table, unit
from tests.http_client import PASSWORD

SOON = SystemClock().now().date() + timedelta(days=3)
PEOPLE = table(
    "login;name;roles;agency;centre;languages;phone;staff_number",
    "anna;Anna Font;call_taker,content_author;;;ca es;+34600000021;A1021",
    "berta;Berta Mas;dispatcher;san;san-1;es;;0042",
)
HOSPITALS = table(
    "Nombre,Latitud,Longitud,Teléfono,Capacidades", "Clínico,42.5,1.5,+34900000009,trauma", "Sur,42.6,1.6,,"
)
FILES = {
    ImportKind.AGENCIES: table("id;service;name", "fire;FIRE;Bomberos", "san;HEALTH;Sanidad 061"),
    ImportKind.CENTRES: table("id;agency;name;zone", "san-1;san;Otro nombre;valle", "san-9;san;Nueve;"),
    ImportKind.DESKS: table("id;name;centre;roles", "desk-7;Puesto 7;san-1;dispatcher"),
    ImportKind.PEOPLE: PEOPLE,
    ImportKind.UNITS: table(UNITS, unit("A-1", radios="214-0001-02001"), unit("A-2", centre="san-2")),
    ImportKind.HOSPITALS: HOSPITALS,
    ImportKind.QUALIFICATIONS: table(
        "login;qualification;since", "crew;nurse;2024-01-31", "crew;driving_c;1/2/2024"
    ),
    ImportKind.CONTACTS: table(
        "id;name;phone;organisation;purpose;hours;languages;agency",
        "gas;Gas;+34900000031;Compañía;Fugas;24 h;;san",
        "ar;Intérprete;+34600000032;;;;ar ber;",
    ),
    ImportKind.ROSTERS: table(
        "login;day;starts;ends;function",
        f"call_taker;{SOON};8:00;20.00;Call taker",
        f"dispatcher;{SOON};20:00;08:00;dispatcher",
    ),
    ImportKind.CREWS: table("login;day;starts;ends;unit", f"crew;{SOON};08:00;08:00;a-1"),
}


def refused_with(error: Refused) -> tuple[str, object]:
    return error.code, error.facts.get("key")


@pytest.mark.parametrize("kind", ImportKind)
async def test_a_file_is_applied_once_exported_by_value_and_taken_back(
    office: Office, kind: ImportKind
) -> None:
    await office.with_places()
    if kind is ImportKind.CREWS:
        await office.apply(ImportKind.UNITS, FILES[ImportKind.UNITS])
    before, raw = await office.directory(), FILES[kind]
    preview = await office.preview(kind, raw)
    assert not preview.findings
    assert await office.directory() == before, "looking changes nothing"
    done = await office.apply(kind, raw)
    assert done.summary is not None
    assert (done.summary.new, done.summary.changed) == (preview.new, preview.changed)
    assert preview.new > 0

    again = await office.preview(kind, raw)
    assert (again.new, again.changed, again.refused) == (0, 0, 0)
    assert again.unchanged == preview.new + preview.changed
    assert (await office.apply(kind, raw)).summary is None, "an import that changes nothing is none"
    exported = await office.preview(kind, await office.export(kind))
    assert (exported.new, exported.changed, exported.findings) == (0, 0, ())

    assert await office.directory() != before
    back = await office.imports.take_back(done.summary.id, office.actor)
    assert back.taken_back_by == office.actor.name
    assert await office.directory() == before
    latest = await office.imports.imports(office.actor)
    assert latest[0].taken_back_by is not None
    with pytest.raises(Refused, match="import_taken_back"):
        await office.imports.take_back(done.summary.id, office.actor)
    async with office.runtime.pool.acquire() as connection:
        assert await audit_directory_rows(connection) == [], "tables are as their events leave them"


async def test_an_export_of_what_was_imported_holds_the_same_values_elsewhere(office: Office) -> None:
    await office.with_places()
    done = [(kind, await office.apply(kind, raw)) for kind, raw in FILES.items()]
    exported = await office.directory()
    for _, one in reversed(done):
        assert one.summary is not None
        await office.imports.take_back(one.summary.id, office.actor)
    for kind in ImportKind:
        await office.apply(kind, exported[kind])
    assert await office.directory() == exported


async def test_people_get_letters_once_and_wait_for_the_second_person(office: Office) -> None:
    await office.with_places()
    done = await office.apply(ImportKind.PEOPLE, PEOPLE)
    assert done.letters is not None
    assert done.letters.startswith(b"%PDF")
    assert done.letters.count(b"/Type /Page\n") == 2 or done.letters.count(b"/Type/Page") >= 2
    people = {one.login: one for one in await office.identity.people(office.actor)}
    assert people["anna"].roles == {"content_author"}, "what needs no second person is given at once"
    assert people["anna"].password_given
    assert people["berta"].roles == frozenset()
    waiting = await office.identity.grants(office.actor)
    assert {(one.login, one.roles) for one in waiting} == {
        ("anna", ("call_taker",)),
        ("berta", ("dispatcher",)),
    }
    assert PASSWORD.encode() not in await office.export(ImportKind.PEOPLE)


async def test_people_taken_back_cannot_enter_and_come_back_with_a_new_letter(office: Office) -> None:
    await office.with_places()
    done = await office.apply(ImportKind.PEOPLE, PEOPLE)
    assert done.summary is not None
    await office.imports.take_back(done.summary.id, office.actor)
    people = {one.login: one for one in await office.identity.people(office.actor)}
    assert not people["anna"].active
    assert people["anna"].roles == frozenset()
    assert await office.identity.grants(office.actor) == []
    again = await office.apply(ImportKind.PEOPLE, PEOPLE)
    assert again.letters is not None
    assert {one.login: one for one in await office.identity.people(office.actor)}["anna"].active


async def test_nobody_changes_their_own_roles_by_a_file(office: Office) -> None:
    raw = table("login;name;roles", "administrator;Persona administrator;content_author")
    [finding] = (await office.preview(ImportKind.PEOPLE, raw)).findings
    assert (finding.row, finding.column, finding.code) == (2, "roles", "own_roles")


async def test_a_changed_unit_stops_the_import_from_being_taken_back(office: Office) -> None:
    await office.with_places()
    done = await office.apply(ImportKind.UNITS, FILES[ImportKind.UNITS])
    assert done.summary is not None
    one = next(unit for unit in await DispatchStore(office.runtime.pool).units() if unit.callsign == "A-2")
    command = RegisterUnit(
        unit=one.id,
        callsign=one.callsign,
        agency=one.agency,
        centre=one.centre,
        capabilities=one.capabilities,
        home=Point(41.0, 1.0),
    )
    await office.runtime.commands.handle(CommandId(new_id()), command, office.actor)
    before = await office.directory()
    with pytest.raises(Refused) as wrong:
        await office.imports.take_back(done.summary.id, office.actor)
    assert refused_with(wrong.value) == ("import_changed_since", "A-2")
    assert await office.directory() == before, "A-1, which had not changed, is still there"


async def test_a_place_in_use_stops_the_import_from_being_taken_back(office: Office) -> None:
    await office.with_places()
    done = await office.apply(ImportKind.CENTRES, FILES[ImportKind.CENTRES])
    assert done.summary is not None
    await office.apply(ImportKind.UNITS, table(UNITS, unit("A-1", centre="san-9")))
    with pytest.raises(Refused, match="import_in_use") as wrong:
        await office.imports.take_back(done.summary.id, office.actor)
    assert wrong.value.facts == {"key": "san-9", "by": "unit A-1"}
    data = PersonData(login="c", name="C", centre="san-9", agency="san")
    await office.identity.add_person(data, PASSWORD, office.actor)
    before = await office.directory()
    with pytest.raises(Refused, match="import_in_use"):
        await office.imports.take_back(done.summary.id, office.actor)
    assert await office.directory() == before


async def test_agencies_of_every_service_of_the_catalogue_are_taken(office: Office) -> None:
    services = sorted(office.runtime.content.library.catalog.services)
    rows = [f"{service.lower()};{service};{service}" for service in services]
    done = await office.apply(ImportKind.AGENCIES, table("id;service;name", *rows))
    assert done.summary is not None
    assert done.summary.new == len(services)


async def test_more_findings_than_are_listed_are_all_counted(office: Office) -> None:
    rows = [f"a{each};CIRCUS;A" for each in range(FINDINGS_MAX + 7)]
    told = await office.imports.preview(ImportKind.AGENCIES, table("id;service;name", *rows), office.actor)
    assert (told.new, told.refused, len(told.findings)) == (0, FINDINGS_MAX + 7, FINDINGS_MAX)


async def test_a_column_that_a_file_lacks_leaves_what_is_there(office: Office) -> None:
    await office.with_places()
    await office.apply(ImportKind.AGENCIES, table("id;service;name", "san;HEALTH;Otro"))
    [agency] = (await office.identity.directory()).agencies
    assert (agency.name, agency.phone) == ("Otro", "+34900000001")
    await office.apply(ImportKind.AGENCIES, table("id;service;name;phone", "san;HEALTH;Otro;"))
    assert (await office.identity.directory()).agencies[0].phone is None, (
        "an empty cell says that there is none"
    )


@pytest.mark.parametrize("kind", [ImportKind.UNITS, ImportKind.HOSPITALS, ImportKind.PEOPLE])
async def test_two_administrators_who_bring_one_file_at_once_bring_it_once(
    office: Office, kind: ImportKind
) -> None:
    await office.with_places()
    had, raw = len((await office.export(kind)).splitlines()), FILES[kind]
    done = await asyncio.gather(office.apply(kind, raw), office.apply(kind, raw))
    assert sorted(one.summary is None for one in done) == [False, True], "the later one finds it there"
    assert len((await office.export(kind)).splitlines()) == had + len(raw.splitlines()) - 1
    assert len(await office.imports.imports(office.actor)) == 3


async def test_a_file_gives_back_no_role_that_was_taken_away_since_it_was_compared(office: Office) -> None:
    data = PersonData(login="clara", name="Clara", roles=("content_author",))
    made = await office.identity.add_person(data, PASSWORD, office.actor)
    seen = next(one for one in await office.identity.people(office.actor) if one.id == made.id)
    await office.identity.change_person(made.id, msgspec.structs.replace(data, roles=()), office.actor)
    named = msgspec.structs.replace(data, name="Clara Vila")
    runtime = office.runtime
    batch = DirectoryBatch(
        runtime.pool, runtime.clock, runtime.commands, office.identity.revoke_all, frozenset
    )
    record = ImportRecord(
        id=new_id(), kind="people", file="", digest="0" * 64, mode=office.actor.mode, by=office.actor.id,
        by_name=office.actor.name, changes=(),
    )  # fmt: skip
    change = AccountChange(id=made.id, before=seen, after=named)
    with pytest.raises(Refused, match="import_changed_meanwhile"):
        await batch.write_people([change], NotedImport(record=record), office.actor)


async def test_while_another_process_imports_a_file_is_refused(office: Office) -> None:
    other = Lease(office.runtime.pool, LEASE, new_id())
    assert await other.take()
    with pytest.raises(Refused, match="import_running"):
        await office.apply(ImportKind.PEOPLE, PEOPLE)
    await other.give_back()
    assert (await office.apply(ImportKind.PEOPLE, PEOPLE)).summary is not None


async def test_a_callsign_is_free_again_when_the_unit_that_a_file_brought_was_renamed(office: Office) -> None:
    await office.with_places()
    raw = table(UNITS, unit("A-1"))
    await office.apply(ImportKind.UNITS, raw)
    [one] = await DispatchStore(office.runtime.pool).units()
    command = register_unit(
        one.id, msgspec.structs.replace(unit_entry(one), callsign="A-9"), office.actor.mode
    )
    await office.runtime.commands.handle(CommandId(new_id()), command, office.actor)
    await office.apply(ImportKind.UNITS, raw)
    units = {each.callsign: each.id for each in await DispatchStore(office.runtime.pool).units()}
    assert units.keys() == {"A-1", "A-9"}
    assert units["A-9"] == one.id


async def test_the_name_of_a_file_is_kept_without_what_a_terminal_or_the_database_would_take_amiss(
    office: Office,
) -> None:
    done = await office.imports.apply(
        ImportKind.PEOPLE, PEOPLE, office.actor, file="\x1b[2J\0gente\u202e.csv", language="es"
    )
    assert done.summary is not None
    assert done.summary.file == "[2Jgente.csv"


async def test_a_note_that_a_crash_left_becomes_the_import(office: Office) -> None:
    done = await office.apply(ImportKind.AGENCIES, FILES[ImportKind.AGENCIES])
    assert done.summary is not None
    await by_the_administrator(
        office.runtime.dsn, "update reference_change set recorded_at = null where relation = 'import'"
    )
    standalone = standalone_identity(office.runtime.pool, SystemClock())
    assert await standalone.records.catch_up(SystemClock().now()) == 1
    assert [one.id for one in await office.imports.imports(office.actor)] == [done.summary.id]


async def test_only_an_administrator_imports(office: Office) -> None:
    _, session = await office.identity.sign_in("supervisor", PASSWORD)
    for kind in ImportKind:
        with pytest.raises(Refused, match="not_permitted"):
            await office.imports.preview(kind, b"", session.actor)
        with pytest.raises(Refused, match="not_permitted"):
            await office.imports.export(kind, "csv", "es", session.actor)
    with pytest.raises(Refused, match="not_permitted"):
        await office.imports.take_back(UUID(int=1), session.actor)
