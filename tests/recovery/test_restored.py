"""Aim: from what is kept elsewhere (a backup, the case keys, an envelope, a private key) an empty machine is the installation again."""

import shutil
from pathlib import Path

import asyncpg
import pytest

from auxilio.app.processes.supervisor import database as open_database
from auxilio.app.settings import Settings
from auxilio.app.storage import blobs_of
from auxilio.platform.clock import SystemClock
from auxilio.platform.database.command_executor import CommandExecutor
from auxilio.platform.database.connection import open_pool
from auxilio.platform.database.wakeups import Wakeups
from auxilio.platform.keys.folder import FolderKeys
from auxilio.platform.log_sealing import sealing_round
from tests.app.test_backup import backup_key, run
from tests.app.test_keys_command import Centre, SealedCase
from tests.database import Database

pytestmark = pytest.mark.database
CASES = 3


async def test_an_empty_machine_brings_back_every_photograph_and_recording_and_a_log_that_is_intact(
    open_tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AUXILIO_DATABASE_URL", raising=False)
    away, old, new = open_tmp_path / "away", open_tmp_path / "old", open_tmp_path / "new"
    away.mkdir()
    identity = await backup_key(away, monkeypatch)
    async with open_database(Settings(data=old)) as running:
        assert running.database_url is not None
        pool = await open_pool(running.database_url)
        async with Wakeups(pool, running.database_url) as wakeups:
            database = Database(
                running.database_url, pool, wakeups, CommandExecutor(pool, SystemClock(), wakeups)
            )
            FolderKeys.create(old / "keys")
            centre = Centre(database, running, away, identity)
            kept = [await centre.a_sealed_case() for _ in range(CASES)]
            await sealing_round(database.pool, SystemClock(), FolderKeys(old / "keys"))()
            was = [await one.read(running) for one in kept]
            facts = await pool.fetchval("select count(*) from event")
            spoken = old / "announcements" / "es" / "hold.wav"
            spoken.parent.mkdir(parents=True)
            spoken.write_bytes(b"hold the line")
            await centre.save("saved")
            shutil.copytree(old / "keys", away / "envelope")
        await pool.close()
    shutil.rmtree(old)  # the fire

    shutil.copytree(away / "envelope", new / "keys")
    for command in (
        ("db", "restore", "--identity", identity, away / "saved-data"),
        ("keys", "restore", "--identity", identity, away / "saved-keys.age"),
        ("log", "verify"),
    ):
        done = await run(*command, "--data", new)
        assert done.exit_code == 0, (command, done.output, done.exception)
    assert await _read(kept, Settings(data=new)) == was
    assert (new / "announcements" / "es" / "hold.wav").read_bytes() == b"hold the line"
    async with open_database(Settings(data=new)) as running:
        assert running.database_url is not None
        connection = await asyncpg.connect(running.database_url)
        assert await connection.fetchval("select count(*) from event") == facts
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("delete from event")
        await connection.close()


async def _read(kept: list[SealedCase], settings: Settings) -> list[bytes]:
    assert blobs_of(settings, FolderKeys(settings.keys))
    return [await one.read(settings) for one in kept]
