"""An installation that may be real in every line, in a database and a data folder of its own, and ways to spoil it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from auxilio.access.roster_directory import person_of_roster, unit_of_roster
from auxilio.active_content.activation import (
    ActiveContent,
    load_civil_plans,
    load_radio_plan,
    load_response_plan,
)
from auxilio.app.composition import region_info as read_region
from auxilio.app.settings import Settings
from auxilio.calls.core import messages as calls
from auxilio.calls.service import TEST_CALL
from auxilio.dispatch.response_plan.core.plan import ResponsePlan
from auxilio.geo.model import RegionInfo
from auxilio.geo.region_versions import FORMAT, MANIFEST, write_info
from auxilio.hospitals.core import messages as hospitals
from auxilio.hospitals.service import HospitalService
from auxilio.identity.core.model import Agency, Centre, Desk
from auxilio.identity.store import IdentityStore
from auxilio.identity.store.directory_transaction import DirectoryTransaction
from auxilio.kernel.ids import CommandId, HospitalId
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import Clock, SystemClock
from auxilio.platform.database.command_executor import CommandContext
from auxilio.platform.ids import new_id
from auxilio.platform.keys.folder import FolderKeys
from auxilio.readiness import checks
from auxilio.readiness.checks import CheckContext, examine_readiness
from auxilio.readiness.core.maintenance import MaintenanceKind, MaintenanceRecord
from auxilio.readiness.core.model import CheckState, ReadinessReport
from auxilio.readiness.maintenance_records import record_maintenance
from auxilio.rosters.core.shift_messages import PlanShift
from auxilio.rosters.core.shift_model import ShiftFunction
from auxilio.rosters.shift_service import ShiftService
from tests.actors import person, system
from tests.content.faulty_content import CONTENT
from tests.database import Database
from tests.proved_content import shipped_bundle
from tests.voice.certificates import certificate

ROOM_DESK, DESK_OF_SUPERVISORS = "desk-1", "desk-9"
HOSPITAL = HospitalId(new_id())
ROOM = {"lucia": "call_taker", "clara": "supervisor", "ona": "administrator", "pol": "administrator"}
"""Who works for the room, by login."""


@dataclass(frozen=True)
class ReadyInstallation:
    """What a fault is planted into."""

    settings: Settings
    live: CheckContext
    database: Database
    patch: pytest.MonkeyPatch

    async def report(self) -> ReadinessReport:
        return await examine_readiness(self.live)

    async def states(self) -> dict[str, tuple[CheckState, str]]:
        return {one.part: (one.state, one.code) for one in (await self.report()).findings}

    def with_settings(self, **changed: Any) -> "ReadyInstallation":
        settings = msgspec.structs.replace(self.settings, **changed)
        live = replace(self.live, settings=settings, region=lambda: read_region(settings))
        return replace(self, settings=settings, live=live)

    def with_plan(self, plan: ResponsePlan) -> "ReadyInstallation":
        now = self.live.content
        return self.with_content(ActiveContent(now.published, plan, now.civil, now.radio, None))

    def with_content(self, content: ActiveContent | None) -> "ReadyInstallation":
        return replace(self, live=replace(self.live, in_force=content))

    def with_clock(self, clock: Clock) -> "ReadyInstallation":
        return replace(self, live=replace(self.live, clock=clock))

    async def place(self, *places: Agency | Centre | Desk) -> None:
        async with IdentityStore(self.database.pool).change() as change:
            for each in places:
                await change.put_place(each, new_id(), SystemClock().now())

    async def leaves(self, login: str) -> None:
        """Somebody goes, as the directory says it."""
        await self.database.pool.execute("update person set active = false where login = $1", login)

    def did(self, kind: MaintenanceKind, ago: timedelta) -> None:
        record_maintenance(self.settings.data, kind, maintenance(SystemClock().now() - ago))


def maintenance(at: datetime) -> MaintenanceRecord:
    return MaintenanceRecord(at=at, place="/backups/today")


class ApartClock(SystemClock):
    """Some seconds ahead."""

    def __init__(self, ahead: timedelta) -> None:
        super().__init__()
        self._ahead = ahead

    def now(self) -> datetime:
        return super().now() + self._ahead


@cache
def own_plan() -> ResponsePlan:
    """The shipped plan, approved, of an area that is not the invented one."""
    plan = load_response_plan(CONTENT, "demo")
    area = msgspec.structs.replace(plan.area, id="own")
    return msgspec.structs.replace(plan, area=area, draft=False)


def content_of(plan: ResponsePlan, *, draft: str = "") -> ActiveContent:
    """The shipped content, each document approved but the protocol `draft`."""
    published = shipped_bundle()
    for interview in published.library.interviews.values():
        status = "draft" if interview.protocol.id == draft else "approved"
        object.__setattr__(interview, "protocol", msgspec.structs.replace(interview.protocol, status=status))
    for id, card in published.cards.cards.items():
        published.cards.cards[id] = msgspec.structs.replace(card, status="approved")  # type: ignore[index]
    civil, radio = load_civil_plans(CONTENT, "demo"), load_radio_plan(CONTENT, "demo")
    return ActiveContent(published, plan, civil, radio, None)


def region_info(**changed: Any) -> RegionInfo:
    info = RegionInfo(
        format=FORMAT, version="1", source="own.osm.pbf", source_sha256="0" * 64, data_at="2026-11-01T00:00:00Z",
        built_at="2026-11-02T00:00:00Z", bounds=(1.4, 42.4, 1.8, 42.7), centre=Point(lat=42.5, lon=1.5),
        attribution="OpenStreetMap", counts={}, tools={},
    )  # fmt: skip
    return msgspec.structs.replace(info, **changed)


def settings_of(database: Database, folder: Path) -> Settings:
    """What a centre would set, with the files that they name."""
    data = folder / "data"
    current = data / "region" / "current"
    current.mkdir(parents=True)
    write_info(current, region_info())
    assert (current / MANIFEST).exists()
    certificate(folder, days=300)
    FolderKeys.create(data / "keys")
    return Settings(
        data=data, database_url=database.dsn, host="0.0.0.0", public_url="https://112.example", area="own",
        tls_certificate=folder / "both.pem", tls_key=folder / "both.pem", sip_trunk="trunk.example",
        sip_trusted="10.0.0.0/24", duty_officer_name="Mando", duty_officer_phone="+34600000000",
    )  # fmt: skip


async def people_and_places(database: Database, plan: ResponsePlan) -> None:
    """Every centre of the plan with a desk and a dispatcher, and a room with its three functions."""
    at, centres = SystemClock().now(), plan.area.centres.values()
    async with IdentityStore(database.pool).change() as change:
        for one in centres:
            await _put(change, at, Agency(id=one.agency, service=one.services[0], name=one.name))
            await _put(change, at, Centre(id=one.id, agency=one.agency, name=one.name))
            await _put(change, at, Desk(id=f"{one.id}-desk", name=one.name, centre=one.id))
        await _put(change, at, Desk(id=ROOM_DESK, name="Puesto 1"))
        await _put(change, at, Desk(id=DESK_OF_SUPERVISORS, name="Sala", roles=("supervisor",)))
    for login, role in ROOM.items():
        await add_person(database, login, role)
    for one in centres:
        await add_person(database, f"dispatcher-{one.id}", "dispatcher", one.agency, one.id)


async def _put(change: DirectoryTransaction, at: datetime, place: Agency | Centre | Desk) -> None:
    await change.put_place(place, new_id(), at)


async def add_person(
    database: Database, login: str, role: str, agency: str | None = None, centre: str | None = None
) -> None:
    """Somebody of the directory; nobody signs in here, so the password is of no matter."""
    await database.pool.execute(
        "insert into person (id, login, name, roles, agency, centre, languages, active, password_given, password_hash)"
        " values ($1, $2, $2, array[$3], $4, $5, array['es'], true, false, '-')",
        new_id(), login, role, agency, centre,
    )  # fmt: skip


async def hospital_and_test_call(database: Database) -> None:
    """A hospital with a telephone, and a carrier that has tried its way to us."""
    add = hospitals.AddHospital(
        hospital=HOSPITAL, name="Hospital", place=Point(lat=42.5, lon=1.5), phone="+34600000001"
    )
    chief = person("supervisor")
    await HospitalService(database.work).handle(CommandId(new_id()), add, chief)
    tried = calls.TestCallAnswered(
        test_call=calls.TestCallId(new_id()), line="urn:service:test.sos", transport="UDP", code=200
    )
    told = calls.RecordTestCall(test_call=tried.test_call, line=tried.line, transport="UDP", code=200)

    async def record(attempt: CommandContext) -> None:
        attempt.create(TEST_CALL, tried.test_call)
        attempt.record(TEST_CALL, tried.test_call, (tried,))

    await database.work.run(CommandId(new_id()), told, system(), record)


def shift_service_of(database: Database) -> ShiftService:
    unit_of = unit_of_roster(database.pool, Mode.REAL)
    people = IdentityStore(database.pool)
    return ShiftService(database.work, person_of_roster(people), unit_of, "Europe/Madrid")


async def shifts_of_everybody(database: Database) -> None:
    """The whole day, yesterday to the day after tomorrow, of all but the administrators."""
    people, at, service = IdentityStore(database.pool), SystemClock().now(), shift_service_of(database)
    for one in await people.people():
        if "administrator" in one.roles:
            continue
        for days in range(-1, 4):
            command = PlanShift(
                person=one.id, day=at.date() + timedelta(days=days), starts="00:00", ends="00:00",
                function=ShiftFunction(next(iter(one.roles))),
            )  # fmt: skip
            await service.handle(CommandId(new_id()), command, person("administrator"))


async def make_ready(database: Database, folder: Path, patch: pytest.MonkeyPatch) -> ReadyInstallation:
    """All of it. What a test cannot arrange of this machine, its disk and its NTP, is said to be well."""
    patch.setattr(checks, "free_disk_gb", lambda _: 100.0)
    patch.setattr(checks, "clock_in_step", lambda: True)
    settings = settings_of(database, folder)
    await people_and_places(database, own_plan())
    await hospital_and_test_call(database)
    await shifts_of_everybody(database)
    live = CheckContext(
        settings=settings,
        clock=SystemClock(),
        pool=database.pool,
        in_force=content_of(own_plan()),
        region=lambda: read_region(settings),
    )
    ready = ReadyInstallation(settings, live, database, patch)
    for kind in (MaintenanceKind.BACKUP, MaintenanceKind.VERIFY, MaintenanceKind.KEYS):
        ready.did(kind, timedelta(hours=1))
    return ready
