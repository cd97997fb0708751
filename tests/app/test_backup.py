"""Aim: a house that is brought back from its backup is whole, and everybody who knew it goes on: windows and reactions.

The facts that came after the backup are gone, and no window may go on showing them.
"""

import asyncio
import contextlib
import json
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import msgspec
import pytest
from click.testing import CliRunner, Result

from auxilio.app.cli import commands
from auxilio.app.house import all_nouns
from auxilio.app.work import seal_rounds
from auxilio.calls import messages as calls
from auxilio.calls.model import Channel
from auxilio.kernel.event import Cursor
from auxilio.kernel.ids import CallId, CommandId
from auxilio.platform.blobs.folder import FolderBlobs
from auxilio.platform.clock import SystemClock
from auxilio.platform.database.connection import open_pool
from auxilio.platform.database.wakeups import Wakeups
from auxilio.platform.database.work import Work
from auxilio.platform.ids import new_id
from auxilio.platform.keys.folder import FolderKeys
from auxilio.platform.postgres import EmbeddedPostgres
from auxilio.process import answered
from auxilio.realtime.catalogue import boards_for
from auxilio.realtime.hub import Hub
from tests.app.test_log_command import Kept
from tests.database import Database
from tests.people import citizen, person
from tests.process.conftest import Room, make_room
from tests.realtime.screen import Screen

PATIENCE_S = 60


async def run(*arguments: str | Path) -> Result:
    return await asyncio.to_thread(CliRunner().invoke, commands, [str(a) for a in arguments])


def centre(database: Database) -> Room:
    """What a worker does with calls, told to catch up by the test."""
    return make_room(database, SystemClock(), answered.reactions())  # type: ignore[arg-type]  # time passes by itself


async def ring(room: Room) -> CallId:
    call = CallId(new_id())
    await room.door.handle(CommandId(new_id()), calls.Ring(call=call, channel=Channel.CHAT), citizen(call))
    await room.runner.catch_up()
    return call


async def watches_set(database: Database) -> dict[Any, int]:
    rows = await database.pool.fetch(
        "select call_id, count(*) as n from event where kind = 'followup.watch.set' group by call_id"
    )
    return {row["call_id"]: row["n"] for row in rows}


@asynccontextmanager
async def empty_house(server: EmbeddedPostgres) -> AsyncIterator[str]:
    """The DSN of a database with nothing in it, not even our tables."""
    admin, name = await asyncpg.connect(server.dsn("postgres", "postgres")), f"restored_{new_id().hex}"
    try:
        await admin.execute(f"create database {name} owner auxilio")
        yield server.dsn(name)
        await admin.execute(f"drop database {name} with (force)")
    finally:
        await admin.close()


@asynccontextmanager
async def opened(dsn: str) -> AsyncIterator[Database]:
    pool = await open_pool(dsn)
    async with Wakeups(pool, dsn) as wakeups:
        yield Database(dsn, pool, wakeups, Work(pool, SystemClock(), wakeups))
    await pool.close()


@asynccontextmanager
async def boards(database: Database) -> AsyncIterator[Hub]:
    hub = Hub(database.pool, all_nouns(), database.wakeups, SystemClock(), boards_for({}))
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


async def test_a_restored_house_is_whole_and_windows_and_reactions_go_on(
    database: Database, postgres_server: EmbeddedPostgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new, saved = tmp_path / "old", tmp_path / "new", tmp_path / "saved"
    monkeypatch.setenv("AUXILIO_DATABASE_URL", database.dsn)
    keys, case = FolderKeys.create(old / "keys"), new_id()
    photo = await FolderBlobs(old / "blobs", keys).put(_bytes(b"a photo"), case)
    (old / "blobs" / str(case) / "half.partial").write_bytes(b"never finished")
    room, operator = centre(database), person("call_taker", "desk-1")
    kept = [await ring(room) for _ in range(3)]
    await seal_rounds(Kept(database, keys))()  # type: ignore[arg-type]  # what sealing needs of a house

    done = await run("db", "backup", "--data", old, "--out", saved)
    assert done.exit_code == 0, done.output
    assert "1 blobs; no keys" in done.output
    assert not list(saved.rglob("*.partial"))
    assert not [one for one in saved.rglob("*") if "signing" in one.name or "master" in one.name]

    lost = [await ring(room) for _ in range(2)]  # life goes on, until the disk breaks
    window = Window()
    async with boards(database) as hub:
        await hub.open("desk", {}, operator, None, window.take)
        assert window.calls() == {f"call:{one}" for one in [*kept, *lost]}
    before = window.at

    async with empty_house(postgres_server) as dsn:
        monkeypatch.setenv("AUXILIO_DATABASE_URL", dsn)
        done = await run("db", "restore", "--data", new, saved)
        assert done.exit_code == 0, done.output
        shutil.copytree(
            old / "keys", new / "keys"
        )  # kept apart, brought back by hand (docs/operations/keys.md)
        assert (await run("db", "check", "--data", new)).exit_code == 0
        again = await run("db", "restore", "--data", new, saved)
        assert "database_not_empty" in str(again.exception)
        opened_again = FolderBlobs(new / "blobs", FolderKeys(new / "keys")).get(photo, case)
        assert b"".join([piece async for piece in opened_again]) == b"a photo"

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
            await seal_rounds(Kept(restored, FolderKeys(new / "keys")))()
        verified = await run("log", "verify", "--json", "--data", new)
        assert verified.exit_code == 0, verified.output
        assert json.loads(verified.stdout)["sealed"] > 0


async def test_two_lives_of_one_backup_are_two_epochs(
    database: Database, postgres_server: EmbeddedPostgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUXILIO_DATABASE_URL", database.dsn)
    await ring(centre(database))
    done = await run("db", "backup", "--data", tmp_path, "--out", tmp_path / "saved")
    assert "no blobs; no keys" in done.output
    assert not (tmp_path / "saved" / "blobs").exists()
    epochs = []
    for nth in range(2):
        async with empty_house(postgres_server) as dsn:
            monkeypatch.setenv("AUXILIO_DATABASE_URL", dsn)
            assert (
                await run("db", "restore", "--data", tmp_path / str(nth), tmp_path / "saved")
            ).exit_code == 0
            connection = await asyncpg.connect(dsn)
            epochs.append(await connection.fetchval("select epoch from log_epoch"))
            await connection.close()
            await asyncio.sleep(1.1)  # nobody restores twice within a second
    assert epochs[0] < epochs[1]


async def _bytes(data: bytes) -> AsyncIterator[bytes]:
    yield data
