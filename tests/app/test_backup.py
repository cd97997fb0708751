"""Aim: an installation that is restored from its backup is whole, and windows and reactions go on.

The facts that came after the backup are gone, and no window may go on showing them.
"""

import asyncio
import contextlib
import io
import json
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import msgspec
import psutil
import pytest
from click.testing import CliRunner, Result

from auxilio.app.capabilities import all_aggregates, tables
from auxilio.app.cli import commands
from auxilio.app.composition import standalone_identity
from auxilio.app.settings import Settings
from auxilio.app.storage import blobs_of
from auxilio.calls.core import messages as calls
from auxilio.calls.core.model import CallChannel
from auxilio.identity.core.model import PersonData
from auxilio.identity.service import SYSTEM
from auxilio.kernel.event import Cursor
from auxilio.kernel.ids import CallId, CaseId, CommandId
from auxilio.platform.age_encryption import decrypt_file
from auxilio.platform.blobs.ports import Digest
from auxilio.platform.clock import SystemClock
from auxilio.platform.database.command_executor import CommandExecutor
from auxilio.platform.database.connection import open_pool
from auxilio.platform.database.wakeups import Wakeups
from auxilio.platform.ids import new_id
from auxilio.platform.keys.folder import FolderKeys
from auxilio.platform.log_sealing import sealing_round
from auxilio.platform.postgres import EmbeddedPostgres
from auxilio.platform.postgres.roles import OWNER_ROLE
from auxilio.readiness.core.maintenance import MaintenanceKind
from auxilio.readiness.maintenance_records import last_maintenance
from auxilio.realtime.board_catalogue import boards_for
from auxilio.realtime.hub import Hub
from auxilio.setup.saved_settings import save_settings, saved_settings
from auxilio.workflows import call_answering
from tests.actors import citizen, person
from tests.database import Database
from tests.realtime.board_client import Screen
from tests.workflows.conftest import WorkflowSetup, make_room

PATIENCE_S = 60


PRIVATE = "backup-key.txt"


async def run(*arguments: str | Path) -> Result:
    return await asyncio.to_thread(CliRunner().invoke, commands, [str(a) for a in arguments])


def serve_from(monkeypatch: pytest.MonkeyPatch, database: Database) -> None:
    """The settings of an installation over this database: the running system's role, and the owner's for `db`."""
    monkeypatch.setenv("AUXILIO_DATABASE_URL", database.dsn)
    monkeypatch.setenv("AUXILIO_DATABASE_OWNER_URL", database.owner_dsn)


async def backup_key(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The private key that opens backups, in a file; its public key is in the settings."""
    made = await run("db", "backup-key", folder / PRIVATE)
    assert made.exit_code == 0, made.output
    monkeypatch.setenv("AUXILIO_BACKUP_RECIPIENTS", made.output.strip())
    return folder / PRIVATE


def opened_dump(saved: Path, identity: Path) -> bytes:
    plain = io.BytesIO()
    decrypt_file(saved / "database.dump.age", plain, identity)
    return plain.getvalue()


def centre(database: Database) -> WorkflowSetup:
    """What a worker does with calls, told to catch up by the test."""
    return make_room(database, SystemClock(), call_answering.reactions())  # type: ignore[arg-type]  # time passes by itself


async def ring(room: WorkflowSetup) -> CallId:
    call = CallId(new_id())
    await room.commands.handle(
        CommandId(new_id()), calls.ReceiveCall(call=call, channel=CallChannel.CHAT), citizen(call)
    )
    await room.runner.catch_up()
    return call


async def watches_set(database: Database) -> dict[Any, int]:
    rows = await database.pool.fetch(
        "select call_id, count(*) as n from event where kind = 'followup.watch.set' group by call_id"
    )
    return {row["call_id"]: row["n"] for row in rows}


@asynccontextmanager
async def empty_installation(server: EmbeddedPostgres) -> AsyncIterator[str]:
    """The DSN of a database with nothing in it, not even our tables."""
    admin, name = await asyncpg.connect(server.dsn("postgres", "postgres")), f"restored_{new_id().hex}"
    try:
        await admin.execute(f"create database {name} owner auxilio_owner")
        yield server.dsn(name, OWNER_ROLE)
        await admin.execute(f"drop database {name} with (force)")
    finally:
        await admin.close()


@asynccontextmanager
async def opened(dsn: str) -> AsyncIterator[Database]:
    pool = await open_pool(dsn)
    async with Wakeups(pool, dsn) as wakeups:
        yield Database(dsn, pool, wakeups, CommandExecutor(pool, SystemClock(), wakeups))
    await pool.close()


@asynccontextmanager
async def boards(database: Database) -> AsyncIterator[Hub]:
    hub = Hub(database.pool, all_aggregates(), database.wakeups, SystemClock(), boards_for({}, tables()))
    following = asyncio.create_task(hub.run())
    await hub.ready.wait()
    try:
        yield hub
    finally:
        following.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await following


async def until(true: Callable[[], bool | Awaitable[bool]]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not true():
            await asyncio.sleep(0.02)


class Window(Screen):
    """A screen that remembers how far it came, and whether it was given everything anew."""

    def __init__(self) -> None:
        super().__init__()
        self.at, self.snapshots = Cursor(), 0

    def take(self, frame: bytes) -> None:
        said = msgspec.json.decode(b"{" + frame + b"}")
        self.snapshots += "snapshot" in said
        self.at = msgspec.convert(said["at"], Cursor)
        self.fold(said)

    def calls(self) -> set[str]:
        return set(self.seen().get("calls", {}))


PHOTO = b"a photo"


def recorded(data: Path) -> list[str]:
    """What is said to have been done with this folder."""
    return [kind.value for kind in MaintenanceKind if last_maintenance(data, kind) is not None]


async def with_a_photo(data: Path) -> tuple[FolderKeys, CaseId, Digest]:
    """Keys, and a case with a photo, in this folder."""
    keys, case = FolderKeys.create(data / "keys"), CaseId(new_id())
    return keys, case, await blobs_of(Settings(data=data), keys).put(_bytes(PHOTO), case)


async def test_a_backup_holds_every_blob_and_no_key(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, saved = tmp_path / "old", tmp_path / "saved"
    serve_from(monkeypatch, database)
    identity = await backup_key(tmp_path, monkeypatch)
    _, case, _ = await with_a_photo(old)
    key_of_the_case = (old / "case-keys" / str(case)[-2:] / f"{case}.key").read_bytes()
    (old / "blobs" / str(case) / "half.partial").write_bytes(b"never finished")
    done = await run("db", "backup", "--data", old, "--out", saved)
    assert done.exit_code == 0, done.output
    assert "1 blobs; no keys" in done.output
    assert not list(saved.rglob("*.partial"))
    plain = [path.read_bytes() for path in saved.rglob("*.blob")] + [opened_dump(saved, identity)]
    secrets = [key_of_the_case, *(path.read_bytes()[:32] for path in (old / "keys").glob("*-*.key"))]
    assert not [
        secret for secret in secrets for each in plain if secret in each or secret.hex().encode() in each
    ]
    assert not [one for one in saved.rglob("*") if "key" in one.name]


async def test_a_restored_installation_is_whole_and_windows_and_reactions_go_on(
    database: Database, postgres_server: EmbeddedPostgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new, saved = tmp_path / "old", tmp_path / "new", tmp_path / "saved"
    serve_from(monkeypatch, database)
    identity = await backup_key(tmp_path, monkeypatch)
    keys, case, photo = await with_a_photo(old)
    room, operator = centre(database), person("call_taker", "desk-1")
    kept = [await ring(room) for _ in range(3)]
    await sealing_round(database.pool, SystemClock(), keys)()
    save_settings(old, {"centre_name": "112 Alba"})
    assert (await run("db", "backup", "--data", old, "--out", saved)).exit_code == 0
    assert (await run("keys", "backup", "--data", old, "--out", tmp_path / "case-keys.age")).exit_code == 0

    lost = [await ring(room) for _ in range(2)]  # life goes on, until the disk breaks
    window = Window()
    async with boards(database) as hub:
        await hub.open("desk", {}, operator, None, window.take)
        assert window.calls() == {f"call:{one}" for one in [*kept, *lost]}
    before = window.at

    async with empty_installation(postgres_server) as dsn:
        monkeypatch.setenv("AUXILIO_DATABASE_URL", dsn)
        monkeypatch.delenv("AUXILIO_DATABASE_OWNER_URL")
        done = await run("db", "restore", "--identity", identity, "--data", new, saved)
        assert (done.exit_code, recorded(old), recorded(new)) == (0, ["backup", "keys"], ["restore"])
        assert saved_settings(new) == {"centre_name": "112 Alba"}
        shutil.copytree(old / "keys", new / "keys")  # by hand (docs/operations/keys.md)
        back = await run("keys", "restore", "--identity", identity, "--data", new, tmp_path / "case-keys.age")
        assert back.exit_code == 0, back.output
        assert (await run("db", "check", "--data", new)).exit_code == 0
        again = await run("db", "restore", "--identity", identity, "--data", new, saved)
        assert "database_not_empty" in str(again.exception)
        opened_again = blobs_of(Settings(data=new), FolderKeys(new / "keys")).get(photo, case)
        assert b"".join([piece async for piece in opened_again]) == PHOTO

        async with opened(dsn) as restored:
            epoch = await restored.pool.fetchval("select epoch from log_epoch")
            assert epoch > before.epoch
            assert await watches_set(restored) == dict.fromkeys(kept, 1)
            room = centre(restored)
            async with boards(restored) as hub:
                other = Window()
                await hub.open("desk", {}, operator, None, other.take)
                fresh = await ring(
                    room
                )  # so that there is something to go on from, which must not tempt the hub
                await until(lambda: f"call:{fresh}" in other.calls())
                window.snapshots = 0
                await hub.open("desk", {}, operator, before, window.take)
                assert window.snapshots == 1, "a cursor of a life that is over is given everything anew"
                assert window.calls() == other.calls() == {f"call:{one}" for one in [*kept, fresh]}
                last = await ring(room)
                await until(lambda: window.calls() == {f"call:{one}" for one in [*kept, fresh, last]})
            await room.runner.catch_up()
            assert await watches_set(restored) == dict.fromkeys([*kept, fresh, last], 1), "done once, by each"
            await sealing_round(restored.pool, SystemClock(), FolderKeys(new / "keys"))()
        verified = await run("log", "verify", "--json", "--data", new)
        assert verified.exit_code == 0, verified.output
        assert json.loads(verified.stdout)["sealed"] > 0


async def test_a_backup_is_tried_in_a_database_of_its_own_and_one_that_was_changed_is_not_recorded(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve_from(monkeypatch, database)
    identity = await backup_key(tmp_path, monkeypatch)
    keys, _, _ = await with_a_photo(tmp_path)
    await ring(centre(database))
    await sealing_round(database.pool, SystemClock(), keys)()
    assert (await run("db", "backup", "--data", tmp_path, "--out", tmp_path / "good")).exit_code == 0
    await database.by_its_administrator(
        "update event set actor_name = 'nobody' where kind = 'calls.call.rang'"
    )
    assert (await run("db", "backup", "--data", tmp_path, "--out", tmp_path / "changed")).exit_code == 0
    asked = ("db", "verify", "--data", tmp_path, "--identity", identity)
    changed = await run(*asked, tmp_path / "changed")
    assert changed.exit_code == 1, changed.output
    assert last_maintenance(tmp_path, MaintenanceKind.VERIFY) is None
    good = await run(*asked, tmp_path / "good")
    assert good.exit_code == 0, good.output
    done = last_maintenance(tmp_path, MaintenanceKind.VERIFY)
    assert done is not None
    assert done.place == str(tmp_path / "good")
    assert await database.pool.fetchval("select count(*) from event where actor_name = 'nobody'") > 0


async def test_a_backup_that_cannot_be_recorded_is_made_all_the_same(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve_from(monkeypatch, database)
    await backup_key(tmp_path, monkeypatch)
    (tmp_path / "maintenance").write_text("in the way")
    done = await run("db", "backup", "--data", tmp_path, "--out", tmp_path / "saved")
    assert done.exit_code == 0, done.output
    assert "not recorded" in done.output
    assert (tmp_path / "saved" / "database.dump.age").exists()


async def test_two_lives_of_one_backup_are_two_epochs(
    database: Database, postgres_server: EmbeddedPostgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve_from(monkeypatch, database)
    identity = await backup_key(tmp_path, monkeypatch)
    await ring(centre(database))
    done = await run("db", "backup", "--data", tmp_path, "--out", tmp_path / "saved")
    assert "no blobs; no keys" in done.output
    assert not (tmp_path / "saved" / "blobs").exists()
    epochs = []
    for nth in range(2):
        async with empty_installation(postgres_server) as dsn:
            monkeypatch.setenv("AUXILIO_DATABASE_URL", dsn)
            monkeypatch.delenv("AUXILIO_DATABASE_OWNER_URL", raising=False)
            data = tmp_path / str(nth)
            done = await run("db", "restore", "--identity", identity, "--data", data, tmp_path / "saved")
            assert done.exit_code == 0, done.output
            connection = await asyncpg.connect(dsn)
            epochs.append(await connection.fetchval("select epoch from log_epoch"))
            await connection.close()
            await asyncio.sleep(1.1)  # nobody restores twice within a second
    assert epochs[0] < epochs[1]


async def _bytes(data: bytes) -> AsyncIterator[bytes]:
    yield data


async def test_without_a_public_key_nothing_is_saved_in_the_clear(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve_from(monkeypatch, database)
    refused = await run("db", "backup", "--data", tmp_path, "--out", tmp_path / "saved")
    assert "backup_recipient_missing" in str(refused.exception)
    monkeypatch.setenv("AUXILIO_BACKUP_RECIPIENTS", "age1nonsense")
    refused = await run("db", "backup", "--data", tmp_path, "--out", tmp_path / "saved")
    assert "backup_recipient_wrong" in str(refused.exception)
    assert not (tmp_path / "saved").exists()


async def test_a_dump_says_nothing_without_the_private_key_and_a_damaged_one_leaves_the_database_empty(
    database: Database, postgres_server: EmbeddedPostgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve_from(monkeypatch, database)
    identity = await backup_key(tmp_path, monkeypatch)
    await ring(centre(database))
    assert (await run("db", "backup", "--data", tmp_path, "--out", tmp_path / "saved")).exit_code == 0
    dump = tmp_path / "saved" / "database.dump.age"
    assert dump.read_bytes().startswith(b"age-encryption.org/v1\n")
    assert b"calls.call.rang" not in dump.read_bytes()
    other = tmp_path / "other.txt"
    await run("db", "backup-key", other)
    monkeypatch.delenv("AUXILIO_DATABASE_OWNER_URL")
    async with empty_installation(postgres_server) as dsn:
        monkeypatch.setenv("AUXILIO_DATABASE_URL", dsn)
        asked = ("db", "restore", "--data", tmp_path / "new", tmp_path / "saved")
        assert "backup_identity_missing" in str((await run(*asked)).exception)
        assert "backup_identity_wrong" in str((await run(*asked, "--identity", other)).exception)
        whole = dump.read_bytes()
        for spoilt in (whole[: len(whole) // 2], whole[:-30_000] + bytes(30_000)):
            dump.write_bytes(spoilt)
            assert "Refused" in repr((await run(*asked, "--identity", identity)).exception)
        dump.write_bytes(whole)
        done = await run(*asked, "--identity", identity)
        assert done.exit_code == 0, done.output


async def test_nobody_is_signed_in_after_a_restore(
    database: Database, postgres_server: EmbeddedPostgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve_from(monkeypatch, database)
    identity = await backup_key(tmp_path, monkeypatch)
    people = standalone_identity(database.pool, SystemClock())
    await people.add_person(
        PersonData(login="lucia", name="Lucía", roles=("administrator",)), "una frase muy larga", SYSTEM
    )
    await people.sign_in("lucia", "una frase muy larga")
    assert await database.pool.fetchval("select count(*) from session") == 1
    assert (await run("db", "backup", "--data", tmp_path, "--out", tmp_path / "saved")).exit_code == 0
    assert b"token_hash" in opened_dump(tmp_path / "saved", identity)  # the table is there; its rows are not
    monkeypatch.delenv("AUXILIO_DATABASE_OWNER_URL")
    async with empty_installation(postgres_server) as dsn:
        monkeypatch.setenv("AUXILIO_DATABASE_URL", dsn)
        data = tmp_path / "new"
        done = await run("db", "restore", "--identity", identity, "--data", data, tmp_path / "saved")
        assert done.exit_code == 0, done.output
        connection = await asyncpg.connect(dsn)
        assert await connection.fetchval("select count(*) from session") == 0
        assert await connection.fetchval("select count(*) from person") == 1
        await connection.close()


async def test_the_password_of_the_database_is_in_no_argument_of_a_process(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = f"secret-{new_id().hex}"
    monkeypatch.setenv("AUXILIO_DATABASE_URL", database.dsn)
    owner = database.owner_dsn.replace("auxilio_owner@", f"auxilio_owner:{secret}@")
    assert secret in owner
    monkeypatch.setenv("AUXILIO_DATABASE_OWNER_URL", owner)
    await backup_key(tmp_path, monkeypatch)
    held = await asyncpg.connect(database.owner_dsn)
    lock = held.transaction()
    await lock.start()
    await held.execute("lock table event in access exclusive mode")  # pg_dump waits here, and is looked at
    saving = asyncio.create_task(run("db", "backup", "--data", tmp_path, "--out", tmp_path / "saved"))
    waits = "select count(*) from pg_locks where not granted and relation = 'event'::regclass"
    async with asyncio.timeout(PATIENCE_S):
        while not await held.fetchval(waits):
            await asyncio.sleep(0.02)
    told = command_lines()
    assert any("pg_dump" in line for line in told)
    assert not [line for line in told if secret in line]
    await lock.rollback()
    await held.close()
    done = await saving
    assert done.exit_code == 0, done.output


def command_lines() -> list[str]:
    lines = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            lines.append(" ".join(process.cmdline()))
    return lines


async def test_a_backup_of_before_that_was_not_encrypted_is_still_brought_back(
    database: Database, postgres_server: EmbeddedPostgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve_from(monkeypatch, database)
    identity = await backup_key(tmp_path, monkeypatch)
    await ring(centre(database))
    assert (await run("db", "backup", "--data", tmp_path, "--out", tmp_path / "saved")).exit_code == 0
    (tmp_path / "saved" / "database.dump").write_bytes(opened_dump(tmp_path / "saved", identity))
    (tmp_path / "saved" / "database.dump.age").unlink()
    monkeypatch.delenv("AUXILIO_DATABASE_OWNER_URL")
    async with empty_installation(postgres_server) as dsn:
        monkeypatch.setenv("AUXILIO_DATABASE_URL", dsn)
        done = await run("db", "restore", "--data", tmp_path / "new", tmp_path / "saved")
        assert done.exit_code == 0, done.output
