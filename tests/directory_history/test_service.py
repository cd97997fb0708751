"""The history of rows that were changed by a page, by an import and by taking one back."""

from pathlib import Path
from uuid import UUID

import pytest

from auxilio.directory_history.core.model import HistoryKind, ImportOfChange, RowAct, RowHistory
from auxilio.directory_history.service import PAGE, DirectoryHistory
from auxilio.directory_import.core.model import ImportKind
from auxilio.dispatch.store import DispatchStore
from auxilio.dispatch.units.core.messages import RegisterUnit
from auxilio.identity.contacts.book import ContactBook
from auxilio.identity.core.model import Agency, Contact, PersonData
from auxilio.kernel.ids import AgencyId, CentreId, CommandId, UnitId
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import SystemClock
from auxilio.platform.ids import new_id
from auxilio.setup.saved_settings import SAVED_NAMES
from auxilio.setup.settings_record import SettingsRecord
from tests.actors import person
from tests.directory_import.conftest import Office
from tests.directory_import.files import UNITS, table, unit
from tests.http_client import PASSWORD

pytestmark = pytest.mark.database


async def history(office: Office, kind: HistoryKind, key: object, before: int | None = None) -> RowHistory:
    return await DirectoryHistory(office.runtime.pool).history(kind, str(key), before, office.actor)


async def test_a_place_tells_who_changed_which_field_the_newest_first_page_by_page(office: Office) -> None:
    for number in range(PAGE + 2):
        agency = Agency(id="tow", service="HEALTH", name=f"Grúas {number}")
        await office.identity.put_place(agency, office.actor)
    page = await history(office, HistoryKind.AGENCIES, "tow")
    newest = page.changes[0]
    assert (newest.by_name, newest.act, [one.field for one in newest.fields]) == (
        office.actor.name,
        RowAct.CHANGED,
        ["name"],
    )
    assert newest.fields[0].before == f'"Grúas {PAGE}"'
    assert len(page.changes) == PAGE
    rest = await history(office, HistoryKind.AGENCIES, "tow", page.next_before)
    assert [one.act for one in rest.changes] == [RowAct.CHANGED, RowAct.ADDED]
    assert rest.next_before is None


async def test_a_contact_tells_its_changes_also_after_it_was_removed(office: Office) -> None:
    book = ContactBook(office.runtime.pool, SystemClock(), office.runtime.commands)
    for phone in ("+34900000031", "+34900000032"):
        await book.put(Contact(id="gas", name="Gas", phone=phone), office.actor)
    await book.remove("gas", office.actor)
    removed, changed, added = (await history(office, HistoryKind.CONTACTS, "gas")).changes
    assert [one.act for one in (removed, changed, added)] == [RowAct.REMOVED, RowAct.CHANGED, RowAct.ADDED]
    assert [(one.field, one.before) for one in changed.fields] == [("phone", '"+34900000031"')]


async def test_a_person_shows_no_password_and_the_import_that_changed_them(office: Office) -> None:
    raw = table("login;name;phone", "anna;Anna Font;+34600000021")
    await office.apply(ImportKind.PEOPLE, raw)
    anna = next(one for one in await office.identity.people(office.actor) if one.login == "anna")
    data = PersonData(login="anna", name="Anna Font", languages=anna.languages)
    await office.identity.change_person(anna.id, data, office.actor, password=PASSWORD)
    changed, added = (await history(office, HistoryKind.PEOPLE, anna.id)).changes
    assert (changed.password_changed, changed.imported) == (True, None)
    assert [one.field for one in changed.fields] == ["phone"]
    assert added.imported == ImportOfChange(file="file.csv")
    assert PASSWORD not in str((changed, added))


async def test_a_unit_tells_its_imports_and_leaves_out_its_work(office: Office) -> None:
    await office.with_places()
    done = await office.apply(ImportKind.UNITS, table(UNITS, unit("A-1")))
    one = next(each for each in await DispatchStore(office.runtime.pool).units() if each.callsign == "A-1")
    command = RegisterUnit(
        unit=UnitId(one.id),
        callsign="A-9",
        agency=AgencyId("san"),
        centre=CentreId("san-1"),
        capabilities=("bls",),
        home=Point(lat=42.5, lon=1.5),
        mode=office.actor.mode,
    )
    await office.runtime.commands.handle(CommandId(new_id()), command, office.actor)
    renamed, added = (await history(office, HistoryKind.UNITS, one.id)).changes
    assert (added.act, added.imported) == (RowAct.ADDED, ImportOfChange(file="file.csv"))
    assert renamed.imported is None
    assert "callsign" in {each.field for each in renamed.fields}
    assert done.summary is not None


async def test_a_hospital_that_an_import_made_is_removed_by_taking_it_back(office: Office) -> None:
    raw = table("Nombre,Latitud,Longitud,Teléfono,Capacidades", "Clínico,42.5,1.5,,trauma")
    done = await office.apply(ImportKind.HOSPITALS, raw)
    assert done.summary is not None
    await office.imports.take_back(done.summary.id, office.actor)
    id = await office.runtime.pool.fetchval("select state->>'id' from stream where noun = 'hospital'")
    removed, added = (await history(office, HistoryKind.HOSPITALS, UUID(id))).changes
    assert (removed.act, removed.imported) == (
        RowAct.REMOVED,
        ImportOfChange(file="file.csv", taken_back=True),
    )
    assert added.imported == ImportOfChange(file="file.csv")


async def test_saved_settings_are_noted_without_the_passwords_of_addresses(
    office: Office, tmp_path: Path
) -> None:
    record = SettingsRecord(office.runtime.pool, SystemClock())

    async def save(**values: str) -> None:
        await record.save(tmp_path, values, SAVED_NAMES, lambda _: (), office.actor)

    await save(organ="A1", sip_trunk="sip:user:geheim@carrier.example")
    await save(organ="A1", sip_trunk="sip:user:another@carrier.example")
    await save(organ="A1", sip_trunk="sip:user:another@carrier.example")
    password, first = (await history(office, HistoryKind.SETTINGS, "saved")).changes
    assert (password.password_changed, password.fields) == (True, ())
    assert {one.field for one in first.fields} == {"organ", "sip_trunk"}
    notes = await office.runtime.pool.fetch("select after::text from reference_change")
    assert "geheim" not in str(notes)
    with pytest.raises(Refused, match="setting_unusable"):
        await record.save(tmp_path, {"zone": "Nowhere"}, ("zone",), lambda _: (), office.actor)
    assert len((await history(office, HistoryKind.SETTINGS, "saved")).changes) == 2, "nor is it noted"


async def test_what_never_was_has_no_history_and_others_see_none(office: Office) -> None:
    assert (await history(office, HistoryKind.UNITS, new_id())).changes == ()
    assert (await history(office, HistoryKind.UNITS, "no-uuid")).changes == ()
    stranger = person("call_taker")
    for kind in HistoryKind:
        with pytest.raises(Refused, match="not_permitted"):
            await DirectoryHistory(office.runtime.pool).history(kind, "san", None, stranger)
