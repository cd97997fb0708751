"""Aim: whoever runs Auxilio connects as a role that appends to the log and can neither rewrite it nor become another."""

import os
import subprocess
from pathlib import Path

import asyncpg
import pytest

from auxilio.kernel.refusal import Refused
from auxilio.platform.database.connection import open_pool
from auxilio.platform.database.migrate import upgrade
from auxilio.platform.database.privileges import SEQUENCES, TABLES
from auxilio.platform.postgres import EmbeddedPostgres
from auxilio.platform.postgres.roles import APP_ROLE, OWNER_ROLE
from auxilio.platform.postgres.service_account import server_account
from tests.database import Database

pytestmark = pytest.mark.database
EVENT = """insert into event (epoch, id, stream, version, kind, schema, happened_at, recorded_at, actor, actor_name,
  cause, mode, body, salt, digest) values (1, gen_random_uuid(), 'a:1', 1, 'a', 1, now(), now(), gen_random_uuid(), 'a',
  gen_random_uuid(), 'real', '{}', '', '')"""


async def test_the_applications_connection_is_no_superuser_and_may_become_no_other_role(
    open_tmp_path: Path,
) -> None:
    async with EmbeddedPostgres(open_tmp_path / "postgres") as server:
        connection = await asyncpg.connect(server.dsn())
        try:
            row = await connection.fetchrow("select * from pg_roles where rolname = current_user")
            assert row is not None
            assert not any(row[name] for name in ("rolsuper", "rolcreaterole", "rolcreatedb", "rolbypassrls"))
            for role in (OWNER_ROLE, "postgres"):
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await connection.execute(f"set role {role}")
        finally:
            await connection.close()


async def test_the_account_of_the_machine_that_runs_auxilio_is_not_let_in_as_the_superuser(
    open_tmp_path: Path,
) -> None:
    async with EmbeddedPostgres(open_tmp_path / "postgres") as server:
        with pytest.raises(asyncpg.InvalidAuthorizationSpecificationError):
            await asyncpg.connect(server.dsn("postgres", "postgres"))


@pytest.mark.parametrize(
    "hand",
    [
        "update event set body = 'x'",
        "delete from event",
        "truncate event",
        EVENT,
        "update stream set state = '{}'",
        "delete from stream",
        "insert into stream select * from stream",
        "update seal_head set size = 0",
        "delete from seal_head",
        "delete from seal_leaf",
        "update seal_node set hash = ''",
        "update log_epoch set epoch = 9",
        "delete from reference_change",
        "update reference_change set after = '{}'",
        "update migration set digest = ''",
        "alter table event disable trigger all",
        "drop table event",
        "create table mine (a int)",
        "create or replace function append_together() returns void language sql as 'select 1'",
        "alter function append_together security invoker",
        "delete from person",
    ],
)
async def test_the_application_cannot_rewrite_what_was_recorded(database: Database, hand: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await database.pool.execute(hand)


async def test_a_fact_is_added_through_the_one_function_that_states_its_version(database: Database) -> None:
    owner = await database.pool.fetchval(
        "select pg_get_userbyid(proowner) from pg_proc where proname = 'append_together' and prosecdef"
    )
    assert owner == OWNER_ROLE
    path = await database.pool.fetchval(
        "select proconfig::text from pg_proc where proname = 'append_together'"
    )
    assert "search_path=public, pg_temp" in path


async def test_every_table_has_its_rights_and_the_application_has_no_others(database: Database) -> None:
    tables = await database.pool.fetch("select tablename from pg_tables where schemaname = 'public'")
    assert {row["tablename"] for row in tables} == set(TABLES), "a table needs a line in database/rights.py"
    held = await database.pool.fetch(
        "select table_name, privilege_type from information_schema.role_table_grants where grantee = current_user"
    )
    assert {(row["table_name"], row["privilege_type"]) for row in held} == {
        (table, right) for table, rights in TABLES.items() for right in rights
    }
    sequences = await database.pool.fetch(
        "select c.relname from pg_class c, aclexplode(c.relacl) a where c.relkind = 'S' and a.grantee = $1::regrole",
        APP_ROLE,
    )
    assert {row["relname"] for row in sequences} == set(SEQUENCES)


async def test_a_data_folder_of_before_goes_on_and_its_tables_change_hands(open_tmp_path: Path) -> None:
    folder = open_tmp_path / "postgres"
    await _cluster_of_before(folder)
    async with EmbeddedPostgres(folder) as server:
        before = await open_pool(server.dsn(), size_max=1)
        # An older process that still runs, or a look before the migrations: what it could do, it can.
        assert await before.fetchval("select count(*) from event") == 1
        await before.close()
        pool = await open_pool(server.owner_dsn, size_max=2)
        assert (await upgrade(pool, APP_ROLE))[-1] >= "0020_rights.sql"
        await pool.close()
        app = await asyncpg.connect(server.dsn())
        try:
            assert await app.fetchval("select count(*) from event") == 1
            owners = await app.fetch("select distinct tableowner from pg_tables where schemaname = 'public'")
            assert [row["tableowner"] for row in owners] == [OWNER_ROLE]
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await app.execute("delete from event")
        finally:
            await app.close()
    async with EmbeddedPostgres(folder) as server:  # and once more, with nothing left to do
        assert server.pid is not None


async def _cluster_of_before(folder: Path) -> None:
    """As release 0.1.0 made it until decision 0237: one role, which owns everything; the account is the superuser too."""
    async with EmbeddedPostgres(folder, superuser=True) as server:
        admin = await asyncpg.connect(server.dsn("auxilio", "postgres"))
        await admin.execute(f"reassign owned by {OWNER_ROLE} to {APP_ROLE}; drop role {OWNER_ROLE}")
        await admin.close()
        (server.cluster / "auxilio.roles").unlink()
        pool = await open_pool(server.dsn(), size_max=2)
        await upgrade(pool)
        await pool.execute(
            "alter function append_together security invoker; delete from migration where number = 20"
        )
        await pool.execute(EVENT)
        await pool.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives the server an account of its own")
async def test_as_root_the_servers_own_account_administers_it(open_tmp_path: Path) -> None:
    async with EmbeddedPostgres(open_tmp_path / "postgres") as server:
        said = subprocess.run(
            [server.binaries.bin / "psql", "-h", server.socket_path.parent, "-U", "postgres", "-Atc", "select 7", "auxilio"],
            capture_output=True, text=True, **server_account().run_as(),
        )  # fmt: skip
        assert said.stdout.strip() == "7", said.stderr


async def test_a_change_that_is_missing_and_is_not_ours_to_make_is_told_as_that(database: Database) -> None:
    assert await upgrade(database.pool, APP_ROLE) == [], "where nothing is missing, any role may ask"
    await database.by_its_administrator("delete from migration where number = 20")
    with pytest.raises(Refused, match="database_owner_missing"):
        await upgrade(database.pool, APP_ROLE)
