"""Aim: a ready installation is green in every line; each planted fault changes its own alone; page and command give the same."""

import asyncio
import json
import re
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest
from click.testing import CliRunner
from litestar import Router
from litestar.di import Provide

from auxilio.app.cli.doctor import doctor
from auxilio.app.cli.doctor_live import report_by_itself
from auxilio.app.composition import open_runtime, readiness_reports
from auxilio.app.settings import Settings, environment_of
from auxilio.dispatch.response_plan.core.plan import PlanCentre
from auxilio.geo.model import TOWN_ATTRIBUTION
from auxilio.geo.region_versions import write_info
from auxilio.hospitals.core import messages as hospitals
from auxilio.hospitals.service import HospitalService
from auxilio.identity.api import CONTROLLERS
from auxilio.identity.core.model import Agency, Centre, Desk
from auxilio.identity.store import IdentityStore
from auxilio.kernel.ids import AgencyId, CentreId, CommandId
from auxilio.kernel.on_call import OnCallFunction
from auxilio.kernel.shared_types import Mode
from auxilio.platform.i18n import LANGUAGES, catalogues
from auxilio.platform.ids import new_id
from auxilio.readiness import checks
from auxilio.readiness.api import HANDLERS
from auxilio.readiness.backup_log import note_backup_run
from auxilio.readiness.checks import CHECKS, GUIDE
from auxilio.readiness.core import policy
from auxilio.readiness.core.backups import BackupRun
from auxilio.readiness.core.maintenance import MaintenanceKind
from auxilio.readiness.core.model import CheckState
from auxilio.readiness.maintenance_records import FOLDER
from auxilio.rosters.core.messages import SetOnCallDuty
from auxilio.rosters.core.model import OnCallContact, OnCallDutyId, OnCallHours
from auxilio.rosters.core.shift_messages import RemoveShift
from auxilio.rosters.service import OnCallService
from tests.actors import person
from tests.database import Database
from tests.http_client import app_of, client_of, seeded_identity, sign_in
from tests.readiness.planted_faults import AMBER, FAULTS, RED, plants
from tests.readiness.ready_installation import (
    HOSPITAL,
    ROOM_DESK,
    ApartClock,
    ReadyInstallation,
    content_of,
    make_ready,
    own_plan,
    region_info,
    shift_service_of,
)
from tests.voice.certificates import certificate

ROOT = Path(__file__).parents[2]


@pytest.fixture
async def ready(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ReadyInstallation:
    return await make_ready(database, tmp_path, monkeypatch)


# --- the faults -------------------------------------------------------------------------------------


@plants("region", RED, "region_missing")
async def the_map_is_gone(ready: ReadyInstallation) -> ReadyInstallation:
    shutil.rmtree(ready.settings.data / "region")
    return ready


@plants("region", RED, "region_invented")
async def the_map_is_of_the_invented_town(ready: ReadyInstallation) -> ReadyInstallation:
    write_info(ready.settings.data / "region" / "current", region_info(attribution=TOWN_ATTRIBUTION))
    return ready


@plants("plan", RED, "plan_invented")
async def the_plan_is_of_the_invented_town(ready: ReadyInstallation) -> ReadyInstallation:
    plan = own_plan()
    return ready.with_plan(msgspec.structs.replace(plan, area=msgspec.structs.replace(plan.area, id="demo")))


@plants("plan", AMBER, "plan_draft")
async def the_plan_is_a_draft(ready: ReadyInstallation) -> ReadyInstallation:
    return ready.with_plan(msgspec.structs.replace(own_plan(), draft=True))


@plants("directory", RED, "centres_unregistered")
async def the_plan_names_a_centre_that_nobody_registered(ready: ReadyInstallation) -> ReadyInstallation:
    plan = own_plan()
    new = PlanCentre(id=CentreId("sea-1"), agency=AgencyId("sea"), services=("SEA",), name="Salvamento")
    area = msgspec.structs.replace(plan.area, centres={**plan.area.centres, new.id: new})
    return ready.with_plan(msgspec.structs.replace(plan, area=area))


@plants("directory", RED, "centres_unreachable")
async def an_agency_has_neither_console_nor_telephone(ready: ReadyInstallation) -> ReadyInstallation:
    centre = next(iter(own_plan().area.centres.values()))
    service = centre.services[0]
    await ready.place(Agency(id=centre.agency, service=service, name=centre.name, has_console=False))
    return ready


@plants("directory", RED, "centres_of_other_agency")
async def a_centre_of_the_plan_belongs_to_another_agency(ready: ReadyInstallation) -> ReadyInstallation:
    plan = own_plan()
    moved = msgspec.structs.replace(next(iter(plan.area.centres.values())), agency=AgencyId("other"))
    area = msgspec.structs.replace(plan.area, centres={**plan.area.centres, moved.id: moved})
    return ready.with_plan(msgspec.structs.replace(plan, area=area))


@plants("hospitals", RED, "hospitals_missing")
async def the_only_hospital_closes(ready: ReadyInstallation) -> ReadyInstallation:
    retire = hospitals.RetireHospital(hospital=HOSPITAL)
    await HospitalService(ready.database.work).handle(CommandId(new_id()), retire, person("supervisor"))
    return ready


@plants("on_call", RED, "duty_officer_unknown")
async def nobody_is_on_call(ready: ReadyInstallation) -> ReadyInstallation:
    return ready.with_settings(duty_officer_phone="")


async def _on_call(ready: ReadyInstallation, hours: OnCallHours) -> ReadyInstallation:
    """The duty officer by the table alone."""
    command = SetOnCallDuty(
        duty=OnCallDutyId(new_id()),
        function=OnCallFunction.DUTY_OFFICER,
        hours=hours,
        contacts=(OnCallContact(name="Mando", phone="4711"),),
    )
    check = IdentityStore(ready.database.pool).check_scope
    await OnCallService(ready.database.work, ready.database.pool, check, lambda _: False).handle(
        CommandId(new_id()), command, person("administrator")
    )
    return ready.with_settings(duty_officer_phone="")


def _daily(starts: datetime, ends: datetime, first: datetime) -> OnCallHours:
    return OnCallHours(
        days=(1, 2, 3, 4, 5, 6, 7), starts=f"{starts:%H:%M}", ends=f"{ends:%H:%M}", first_day=first.date()
    )


@plants("on_call", RED, "duty_officer_off")
async def the_only_duty_begins_in_a_month(ready: ReadyInstallation) -> ReadyInstallation:
    now = ready.live.clock.now()
    return await _on_call(ready, _daily(now, now, now + timedelta(days=30)))


@plants("on_call", AMBER, "duty_officer_gap")
async def a_duty_ends_within_the_shift_and_nobody_follows(ready: ReadyInstallation) -> ReadyInstallation:
    now = ready.live.clock.now().astimezone(ZoneInfo(ready.settings.zone))
    hours = _daily(now - timedelta(hours=3), now + timedelta(hours=3), now - timedelta(days=9))
    return await _on_call(ready, hours)


async def _nobody_dispatches(ready: ReadyInstallation, days: int) -> ReadyInstallation:
    """The dispatcher of a centre does not work on this day."""
    login = f"dispatcher-{next(iter(own_plan().area.centres))}"
    one = next(each for each in await ready.live.people() if each.login == login)
    today = ready.live.clock.now().astimezone(ZoneInfo(ready.settings.zone)).date()
    remove = RemoveShift(person=one.id, day=today + timedelta(days=days), starts="00:00")
    await shift_service_of(ready.database).handle(CommandId(new_id()), remove, person("administrator"))
    return ready


@plants("shifts", RED, "shifts_uncovered")
async def nobody_of_a_centre_works_today(ready: ReadyInstallation) -> ReadyInstallation:
    return await _nobody_dispatches(ready, 0)


@plants("shifts", AMBER, "shifts_gap")
async def nobody_of_a_centre_works_tomorrow(ready: ReadyInstallation) -> ReadyInstallation:
    return await _nobody_dispatches(ready, 1)


@plants("shifts", AMBER, "shifts_none")
async def no_roster_is_kept(ready: ReadyInstallation) -> ReadyInstallation:
    await ready.database.by_its_administrator("delete from stream where noun = 'roster'")
    return ready


@plants("content", RED, "content_draft")
async def a_protocol_is_not_signed(ready: ReadyInstallation) -> ReadyInstallation:
    return ready.with_content(content_of(own_plan(), draft="san-pcr"))


@plants("trunk", RED, "trunk_missing")
async def there_is_no_trunk(ready: ReadyInstallation) -> ReadyInstallation:
    return ready.with_settings(sip_trunk=None)


@plants("trunk", AMBER, "voice_numbers_said")
async def no_network_is_trusted(ready: ReadyInstallation) -> ReadyInstallation:
    return ready.with_settings(sip_trusted="")


@plants("test_call", AMBER, "telephone_not_heard")
async def no_telephone_was_ever_heard(ready: ReadyInstallation) -> ReadyInstallation:
    await ready.database.by_its_administrator("delete from stream where noun = 'test_call'")
    return ready


@plants("callouts", RED, "callouts_speech_missing")
async def the_program_that_speaks_is_not_installed(ready: ReadyInstallation) -> ReadyInstallation:
    ready.patch.setattr(checks, "speech_program", lambda: None)
    return ready.with_settings(callout_lines=2)


@plants("tls", RED, "web_tls_expired")
async def the_certificate_has_expired(ready: ReadyInstallation) -> ReadyInstallation:
    certificate(ready.settings.data.parent, days=-1)
    return ready


@plants("tls", RED, "web_in_the_clear")
async def pages_are_served_in_the_clear(ready: ReadyInstallation) -> ReadyInstallation:
    return ready.with_settings(tls_certificate=None, tls_key=None, public_url="http://112.example")


@plants("clock", RED, "clock_apart")
async def the_clocks_are_apart(ready: ReadyInstallation) -> ReadyInstallation:
    return ready.with_clock(ApartClock(timedelta(seconds=20)))


@plants("clock", AMBER, "clock_not_in_step")
async def the_clock_is_not_synchronised(ready: ReadyInstallation) -> ReadyInstallation:
    ready.patch.setattr(checks, "clock_in_step", lambda: False)
    return ready


@plants("disk", RED, "disk")
async def the_disk_is_full(ready: ReadyInstallation) -> ReadyInstallation:
    ready.patch.setattr(checks, "free_disk_gb", lambda _: 1.0)
    return ready


@plants("backup", RED, "backup_old")
async def the_backup_is_of_the_day_before_yesterday(ready: ReadyInstallation) -> ReadyInstallation:
    ready.did(MaintenanceKind.BACKUP, timedelta(hours=49))
    return ready


@plants("backup", RED, "backup_failed")
async def the_backup_of_this_hour_failed(ready: ReadyInstallation) -> ReadyInstallation:
    now = ready.live.clock.now()
    failed = BackupRun(started_at=now, ended_at=now, place="/backups", failure="backup_folder_missing")
    note_backup_run(ready.settings.data, failed)
    return ready


@plants("restore", RED, "restore_never")
async def no_backup_was_ever_brought_back(ready: ReadyInstallation) -> ReadyInstallation:
    (ready.settings.data / FOLDER / "verify.json").unlink()
    return ready


@plants("restore", AMBER, "restore_old")
async def the_last_restore_is_of_another_quarter(ready: ReadyInstallation) -> ReadyInstallation:
    ready.did(MaintenanceKind.VERIFY, timedelta(days=100))
    return ready


@plants("restore", AMBER, "not_known")
async def the_record_of_a_restore_is_broken(ready: ReadyInstallation) -> ReadyInstallation:
    (ready.settings.data / FOLDER / "verify.json").write_text("{")
    return ready


@plants("keys", RED, "keys_never_copied")
async def the_keys_were_never_copied(ready: ReadyInstallation) -> ReadyInstallation:
    (ready.settings.data / FOLDER / "keys.json").unlink()
    return ready


@plants("keys", RED, "key_open")
async def others_can_read_a_key(ready: ReadyInstallation) -> ReadyInstallation:
    next(ready.settings.keys.glob("master-*")).chmod(0o644)
    return ready


@plants("call_takers", RED, "call_takers_missing")
async def the_only_call_taker_leaves(ready: ReadyInstallation) -> ReadyInstallation:
    await ready.leaves("lucia")
    return ready


@plants("call_takers", RED, "call_takers_without_desk")
async def no_desk_of_the_room_is_for_call_takers(ready: ReadyInstallation) -> ReadyInstallation:
    await ready.place(Desk(id=ROOM_DESK, name="Puesto 1", roles=("supervisor",)))
    return ready


@plants("supervisors", RED, "supervisors_missing")
async def the_only_supervisor_leaves(ready: ReadyInstallation) -> ReadyInstallation:
    await ready.leaves("clara")
    return ready


@plants("dispatchers", RED, "dispatchers_missing")
async def a_centre_has_no_dispatcher(ready: ReadyInstallation) -> ReadyInstallation:
    await ready.leaves(f"dispatcher-{next(iter(own_plan().area.centres))}")
    return ready


@plants("dispatchers", RED, "dispatchers_missing")
async def a_new_centre_has_no_desk(ready: ReadyInstallation) -> ReadyInstallation:
    agency = next(iter(own_plan().area.centres.values())).agency
    await ready.place(Centre(id="new-1", agency=agency, name="Centro nuevo"))
    return ready


@plants("administrators", RED, "administrators_few")
async def one_administrator_is_left(ready: ReadyInstallation) -> ReadyInstallation:
    await ready.leaves("pol")
    return ready


# --- the tests --------------------------------------------------------------------------------------


async def test_an_installation_that_is_ready_is_green_in_every_line(ready: ReadyInstallation) -> None:
    report = await ready.report()
    assert [one.part for one in report.findings] == [check.part for check in CHECKS]
    assert [one for one in report.findings if one.state is not CheckState.OK] == []


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_planted_fault_changes_its_own_line_and_no_other(
    ready: ReadyInstallation, fault: str
) -> None:
    part, state, code, plant = FAULTS[fault]
    before = await ready.states()
    after = await (await plant(ready)).states()
    assert {one: after[one] for one in after if after[one] != before[one]} == {part: (state, code)}


def test_each_line_has_a_fault() -> None:
    assert {part for part, *_ in FAULTS.values()} == {check.part for check in CHECKS}


async def test_in_an_exercise_the_invented_town_is_no_fault(ready: ReadyInstallation) -> None:
    exercise = (await the_map_is_of_the_invented_town(ready)).with_settings(mode=Mode.EXERCISE)
    exercise = await the_plan_is_of_the_invented_town(exercise)
    states = await exercise.states()
    assert (states["region"][0], states["plan"][0]) == (CheckState.OK, CheckState.OK)


async def test_what_cannot_be_asked_is_amber_and_every_line_stays(ready: ReadyInstallation) -> None:
    blind = ready.with_content(None)
    states = await blind.states()
    assert {part for part, (_, code) in states.items() if code == "not_known"} == {
        "plan",
        "directory",
        "content",
    }
    await ready.database.pool.close()
    states = await ready.states()
    assert list(states) == [check.part for check in CHECKS]
    asked = {part for part, (state, code) in states.items() if (state, code) == (AMBER, "not_known")}
    assert {"directory", "hospitals", "clock", "call_takers", "administrators"} <= asked
    assert states["backup"][0] is CheckState.OK


async def test_a_data_folder_with_nothing_in_it_is_told_of_and_stays_empty(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    report = await report_by_itself(settings)
    assert not settings.data.exists()
    red_parts = {one.part for one in report.findings if one.state is CheckState.MISSING}
    assert {"backup", "restore", "keys", "region"} <= red_parts


async def test_the_page_and_the_command_give_the_same_list(
    ready: ReadyInstallation, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = msgspec.structs.replace(ready.settings, area="demo")
    identity = await seeded_identity(ready.database.pool)
    async with open_runtime(settings) as runtime:
        reports = Provide(lambda: readiness_reports(settings, runtime), sync_to_thread=False)
        routes = Router("/", route_handlers=HANDLERS, dependencies={"readiness_reports": reports})
        app = app_of(identity, [*CONTROLLERS, routes])
        async with client_of(app) as client:
            await sign_in(client, "administrator")
            page = (await client.get("/api/readiness?fresh=true")).json()
            await sign_in(client, "call_taker")
            assert (await client.get("/api/readiness")).status_code == 403
    for name, value in environment_of(settings).items():
        monkeypatch.setenv(name, value)
    command = await asyncio.to_thread(CliRunner().invoke, doctor, ["--live", "--json"])
    assert json.loads(command.stdout) == page["report"]["findings"]
    assert {one["part"] for one in page["report"]["findings"] if one["state"] == "missing"} == {
        "plan",
        "content",
    }
    assert command.exit_code == 1
    assert page["acceptance"] is None


def test_every_code_has_words_and_every_part_a_name_and_a_chapter() -> None:
    sources = Path(policy.__file__).read_text() + Path(checks.__file__).read_text()
    codes = set(re.findall(r'(?:green|amber|red)\)?\(\s*"(\w+)"', sources)) | {
        code for _, _, code, _ in FAULTS.values()
    }
    assert len(codes) > 40, "the sources were read"
    words, guide = catalogues(), (ROOT / GUIDE).read_text("utf-8")
    keys = [f"doctor.{code}" for code in codes] + [f"readiness.part.{check.part}" for check in CHECKS]
    for language in LANGUAGES:
        assert [key for key in keys if words.text(key, language) == key] == []
    assert [check.part for check in CHECKS if f"\n## {check.part}\n" not in guide] == []


def test_a_line_leads_to_a_section_that_is_there() -> None:
    links = {check.part: check.link for check in CHECKS}
    assert links["hospitals"] == "/admin?section=hospitals"
    assert links["on_call"] == "/admin?section=on_call"
    assert (links["trunk"], links["tls"]) == ("/admin?section=telephone", "/admin?section=tls")
    page = (ROOT / "console/src/features/admin/sections.ts").read_text("utf-8")
    declared = re.search(r"TABLE = \{(.+?)\n\}", page, re.DOTALL)
    assert declared is not None
    led_to = {link.partition("section=")[2] for link in links.values() if "section=" in link}
    assert led_to <= set(re.findall(r"^  (\w+):", declared[1], re.MULTILINE))


def test_the_command_tells_the_lines_their_words_and_where_they_are_repaired(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUXILIO_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("AUXILIO_DATABASE_URL", raising=False)
    monkeypatch.setenv("LC_ALL", "es_ES.UTF-8")
    told = CliRunner().invoke(doctor, ["--live"])
    assert told.exit_code == 1
    assert "No se ha hecho ninguna copia" in told.stdout
    assert f"{GUIDE}#clock" in told.stdout
    said = json.loads(CliRunner().invoke(doctor, ["--live", "--json"]).stdout)
    assert [one["part"] for one in said] == [check.part for check in CHECKS]
    assert {"part", "state", "code", "facts", "link"} == said[0].keys()
