"""Backups that the system makes by itself: when one is due, what a failure leaves, and how many are kept."""

import asyncio
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from auxilio.app.cli.backup_making import KEYS_FILE, make_due_backup
from auxilio.app.settings import Settings
from auxilio.app.storage import blobs_of
from auxilio.backups.core.model import BackupPlan
from auxilio.backups.service import Backups
from auxilio.kernel.ids import CaseId
from auxilio.kernel.refusal import Refused
from auxilio.platform.age_encryption import decrypt_file, protected_identity
from auxilio.platform.clock import SystemClock
from auxilio.platform.ids import new_id
from auxilio.platform.keys.folder import FolderKeys
from auxilio.readiness.backup_log import backup_runs, request_backup
from auxilio.readiness.core.backups import RETRY_AFTER, BackupRequest, BackupRun, is_due, next_due
from auxilio.readiness.core.maintenance import MaintenanceKind
from auxilio.readiness.core.model import CheckState
from auxilio.readiness.core.policy import judge_backup
from auxilio.readiness.maintenance_records import last_maintenance
from auxilio.setup.saved_settings import save_settings, saved_settings
from tests.actors import person
from tests.database import Database

ADA = person("administrator", name="Ada Mas")

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)
EVERY = timedelta(hours=12)
PASSPHRASE = "una frase larga de prueba"


def run_at(at: datetime, failure: str = "") -> BackupRun:
    return BackupRun(started_at=at, ended_at=at + timedelta(minutes=1), place="/backups", failure=failure)


@pytest.mark.parametrize(
    ("runs", "request_at", "due"),
    [
        ((), None, True),
        ((run_at(NOON - timedelta(hours=11)),), None, False),
        ((run_at(NOON - timedelta(hours=12)),), None, True),
        ((run_at(NOON - timedelta(hours=1)),), NOON, True),
        ((run_at(NOON - timedelta(hours=1)),), NOON - timedelta(hours=2), False),
        ((run_at(NOON - timedelta(minutes=5), "backup_folder_missing"),), None, False),
        ((run_at(NOON - timedelta(minutes=16), "backup_folder_missing"),), None, True),
    ],
)
def test_a_backup_is_due_by_the_clock_after_a_failure_or_when_it_is_asked_for(
    runs: tuple[BackupRun, ...], request_at: datetime | None, due: bool
) -> None:
    request = BackupRequest(at=request_at, by_name="Olga Vidal") if request_at else None
    assert is_due(runs, request, EVERY, NOON) is due


def test_one_that_failed_is_tried_again_soon() -> None:
    failed = run_at(NOON, "backup_folder_missing")
    assert next_due((failed,), EVERY, NOON) == failed.ended_at + RETRY_AFTER


def test_a_failure_is_red_until_a_backup_is_made() -> None:
    failed = run_at(NOON, "backup_folder_missing")
    assert judge_backup(NOON - EVERY, NOON, failed).state is CheckState.MISSING
    assert judge_backup(NOON - EVERY, NOON, failed).code == "backup_failed"
    assert judge_backup(NOON + EVERY, NOON + EVERY, failed).code == "backup_fresh"


# --- made -------------------------------------------------------------------------------------------


class Machine:
    """A data folder with a photograph, two folders for backups, and the private key that opens them."""

    def __init__(self, folder: Path, database: Database) -> None:
        self.data, self.place, self.for_keys = folder / "data", folder / "backups", folder / "elsewhere"
        for each in (self.data, self.place, self.for_keys):
            each.mkdir()
        file, recipient = protected_identity(PASSPHRASE)
        self.identity = folder / "auxilio-backup-key.age"
        self.identity.write_bytes(file)
        self.settings = Settings(
            data=self.data,
            database_url=database.dsn,
            database_owner_url=database.owner_dsn,
            backup_folder=self.place,
            backup_keys_folder=self.for_keys,
            backup_keep=2,
            backup_recipients=recipient,
        )

    async def photo(self) -> None:
        async def bytes_of() -> Any:
            yield b"photo"

        keys = FolderKeys.open_or_create(self.settings.keys)
        await blobs_of(self.settings, keys).put(bytes_of(), CaseId(new_id()))

    async def make(self) -> BackupRun | None:
        return await asyncio.to_thread(make_due_backup, self.settings)

    async def ask(self) -> BackupRun | None:
        request_backup(self.data, BackupRequest(at=SystemClock().now(), by_name="Olga Vidal"))
        return await self.make()


@pytest.fixture
async def machine(database: Database, tmp_path: Path) -> Machine:
    made = Machine(tmp_path, database)
    await made.photo()
    return made


@pytest.mark.database
async def test_a_due_backup_is_whole_and_leaves_the_keys_elsewhere(machine: Machine) -> None:
    run = await machine.make()
    assert run is not None
    made = Path(run.place)
    assert (made.parent, run.blobs, run.failure) == (machine.place, 1, "")
    assert run.size_bytes > (made / "database.dump.age").stat().st_size
    dump, keys = io.BytesIO(), io.BytesIO()
    decrypt_file(made / "database.dump.age", dump, machine.identity, lambda: PASSPHRASE)
    assert dump.getvalue()[:5] == b"PGDMP"
    decrypt_file(machine.for_keys / KEYS_FILE, keys, machine.identity, lambda: PASSPHRASE)
    assert b'"name":' in keys.getvalue()
    with pytest.raises(Refused, match="passphrase_wrong"):
        decrypt_file(made / "database.dump.age", dump, machine.identity, lambda: "another passphrase")
    for kind in (MaintenanceKind.BACKUP, MaintenanceKind.KEYS):
        assert last_maintenance(machine.data, kind) is not None
    assert await machine.make() is None, "the next one is due in hours"


@pytest.mark.database
async def test_so_many_are_kept_and_what_did_not_change_takes_no_room_twice(machine: Machine) -> None:
    strange = machine.place / "somebody-else"
    strange.mkdir()
    names = ["auxilio-20261101T000000Z", "auxilio-20261102T000000Z"]
    for name in names:
        (machine.place / name).mkdir()
    first = await machine.make()
    assert first is not None
    assert sorted(path.name for path in machine.place.iterdir()) == [
        names[1],
        Path(first.place).name,
        strange.name,
    ]
    # The next is of the same second at the earliest: it takes another name.
    renamed = Path(first.place).rename(machine.place / "auxilio-20261103T000000Z")
    second = await machine.ask()
    assert second is not None
    blob = next(Path(second.place).rglob("*.blob"))
    assert blob.stat().st_ino == next(renamed.rglob("*.blob")).stat().st_ino


@pytest.mark.database
async def test_a_failure_is_noted_and_leaves_nothing_half_made(machine: Machine) -> None:
    machine.place.rmdir()
    with pytest.raises(Refused, match="backup_folder_missing"):
        await machine.make()
    assert not machine.place.exists()
    [run] = backup_runs(machine.data)
    assert (run.failure, run.detail) == ("backup_folder_missing", str(machine.place))
    machine.place.mkdir()
    assert await machine.make() is None, "it is tried again in a quarter of an hour"
    assert await machine.ask() is not None
    assert [one.failure for one in backup_runs(machine.data)] == ["", "backup_folder_missing"]


# --- the form ---------------------------------------------------------------------------------------


def plan_of(settings: Settings, **changed: Any) -> BackupPlan:
    plan = BackupPlan(
        backup_folder=str(settings.backup_folder),
        backup_keys_folder=str(settings.backup_keys_folder),
        backup_every_h=6,
        backup_keep=14,
        backup_recipients=settings.backup_recipients,
    )
    return msgspec.structs.replace(plan, **changed)


def form_of(machine: Machine, *elsewhere: str) -> Backups:
    empty = BackupPlan(
        backup_folder="", backup_keys_folder="", backup_every_h=12, backup_keep=14, backup_recipients=""
    )
    return Backups(machine.data, SystemClock(), lambda: empty, elsewhere)


@pytest.mark.database
async def test_what_is_saved_stays_beside_what_another_page_saved(machine: Machine) -> None:
    save_settings(machine.data, {"centre_name": "112 Alba"})
    await form_of(machine).save(plan_of(machine.settings, backup_keys_folder=""), ADA)
    assert saved_settings(machine.data) == {
        "centre_name": "112 Alba",
        "backup_folder": str(machine.place),
        "backup_every_h": "6",
        "backup_keep": "14",
        "backup_recipients": machine.settings.backup_recipients,
    }


@pytest.mark.database
@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("backup_folder", "backups", "backup_folder_relative"),
        ("backup_folder", "{0}/nowhere", "backup_folder_missing"),
        ("backup_folder", "{0}/data", "backup_folder_in_data"),
        ("backup_folder", "{0}", "backup_folder_in_data"),
        ("backup_folder", "/proc", "backup_folder_unusable"),
        ("backup_keys_folder", "{0}/backups", "backup_keys_folder_same"),
        ("backup_recipients", "", "backup_recipient_missing"),
        ("backup_recipients", "age1nothing", "backup_recipient_wrong"),
    ],
)
async def test_what_cannot_work_is_refused_at_its_field(
    machine: Machine, field: str, value: str, code: str
) -> None:
    plan = plan_of(machine.settings, **{field: value.format(machine.data.parent)})
    with pytest.raises(Refused, match=code) as refused:
        await form_of(machine).save(plan, ADA)
    assert refused.value.facts["field"] == f"$.{field}"
    assert saved_settings(machine.data) == {}


@pytest.mark.database
async def test_backups_do_not_go_into_the_folder_of_the_keys_either(machine: Machine) -> None:
    keys = machine.data.parent / "safe"
    (keys / "backups").mkdir(parents=True)
    plan = plan_of(machine.settings, backup_folder=str(keys / "backups"), backup_keys_folder=str(keys))
    with pytest.raises(Refused, match="backup_keys_folder_same"):
        await form_of(machine).save(plan, ADA)
    assert saved_settings(machine.data) == {}


@pytest.mark.database
async def test_what_the_file_gives_is_not_changed_by_the_page(machine: Machine) -> None:
    with pytest.raises(Refused, match="setting_given_elsewhere"):
        await form_of(machine, "backup_every_h").save(plan_of(machine.settings), ADA)


@pytest.mark.database
async def test_one_is_asked_for_by_name_once_a_folder_is_set(machine: Machine) -> None:
    with pytest.raises(Refused, match="backup_not_set_up"):
        await form_of(machine).request(person("administrator"))
    form = Backups(machine.data, SystemClock(), lambda: plan_of(machine.settings), ())
    await form.request(person("administrator"))
    view = await form.view()
    assert view.request is not None
    assert view.request.by_name == person("administrator").name
    assert {one.code for one in view.warnings} >= {"same_disk", "keys_same_disk"}
    await machine.make()
    after = await form.view()
    assert (after.request, len(after.runs)) == (None, 1)
