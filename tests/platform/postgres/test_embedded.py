"""An embedded PostgreSQL starts as whoever we are, survives its own death, and finds its data again."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import asyncpg
import pytest

from auxilio.kernel.refusal import Refused
from auxilio.platform.postgres import EmbeddedPostgres, ExternalPostgres, find_binaries, postgres_for
from auxilio.platform.postgres.service_account import server_account

pytestmark = pytest.mark.database


async def ask(dsn: str, question: str):
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


@pytest.fixture
def folder(open_tmp_path: Path) -> Path:
    return open_tmp_path / "postgres"


async def test_a_first_start_makes_a_database_of_ours_and_is_ready(folder: Path) -> None:
    async with EmbeddedPostgres(folder) as server:
        dsn = server.dsn()
        assert await ask(dsn, "select current_user || '@' || current_database()") == "auxilio@auxilio"
        assert await ask(dsn, "select current_setting('server_version_num')::int >= 170000")
        assert server.pid is not None
    assert server.pid is None


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("full_page_writes", "on"),
        ("data_checksums", "on"),
        ("listen_addresses", ""),
        ("TimeZone", "UTC"),
        ("log_parameter_max_length", "0"),
        ("log_error_verbosity", "terse"),
    ],
)
async def test_it_is_durable_local_and_tells_its_log_nothing_personal(
    running, setting: str, value: str
) -> None:
    assert await ask(running.dsn(), f"select current_setting('{setting}')") == value


async def test_its_order_of_text_never_changes_with_the_machine(running) -> None:
    of_ours = "from pg_database where datname = 'auxilio'"
    provider = await ask(running.dsn(), f"select datlocprovider::text {of_ours}")
    locale = await ask(running.dsn(), f"select datlocale {of_ours}")
    assert (provider, locale) == ("b", "C.UTF-8")


@pytest.fixture
def running(postgres_server: EmbeddedPostgres) -> EmbeddedPostgres:
    return postgres_server


async def test_another_account_of_the_machine_is_not_let_in(running) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can become another account")
    nobody = 65534
    said = subprocess.run(
        [sys.executable, "-c", f"""
import os, socket
os.setgid({nobody}); os.setuid({nobody})
s = socket.socket(socket.AF_UNIX); s.connect({str(running.socket_path)!r})
body = b"\\0\\3\\0\\0user\\0auxilio\\0database\\0auxilio\\0\\0"
s.sendall((len(body) + 4).to_bytes(4, "big") + body)
print(s.recv(1000))
"""],
        capture_output=True,
        text=True,
    )  # fmt: skip
    assert "Peer authentication failed" in said.stdout or "Permission denied" in said.stderr, said


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another account")
async def test_the_server_of_another_account_does_not_keep_ours_from_starting(
    running, open_tmp_path: Path
) -> None:
    assert running.pid is not None
    theirs = open_tmp_path / "cluster"
    theirs.mkdir()
    nobody = 65534
    os.chown(theirs, nobody, nobody)
    asked = "from pathlib import Path; import sys; from auxilio.platform.postgres.postmaster import has_running_process; print(has_running_process(Path(sys.argv[1])))"
    said = subprocess.run(
        [sys.executable, "-c", asked, theirs], capture_output=True, text=True, user=nobody, group=nobody, extra_groups=[]
    )  # fmt: skip
    assert said.stdout.strip() == "False", said.stderr


async def test_a_second_start_finds_what_the_first_one_kept(folder: Path) -> None:
    async with EmbeddedPostgres(folder) as server:
        await ask(server.owner_dsn, "create table kept (word text)")
        await ask(server.owner_dsn, "insert into kept values ('here')")
    async with EmbeddedPostgres(folder) as server:
        assert await ask(server.owner_dsn, "select word from kept") == "here"


async def test_killed_in_the_middle_it_comes_back_by_itself_with_all_that_was_acknowledged(
    folder: Path,
) -> None:
    async with EmbeddedPostgres(folder) as server:
        dsn = server.owner_dsn
        await ask(dsn, "create table kept (n int)")
        watch = asyncio.create_task(server.watch())
        try:
            for n in range(3):
                await ask(dsn, f"insert into kept values ({n})")
                before = server.pid
                assert before is not None
                os.kill(before, signal.SIGKILL)
                async with asyncio.timeout(60):
                    while server.restarts <= n:
                        await asyncio.sleep(0.01)
                assert server.pid not in (None, before)
                assert await ask(dsn, "select count(*) from kept") == n + 1
        finally:
            watch.cancel()


async def test_a_disk_that_goes_away_is_no_first_start_and_its_data_come_back_with_it(folder: Path) -> None:
    async with EmbeddedPostgres(folder) as server:
        await ask(server.dsn(), "select 1 from pg_class where pg_notify('x', '') is null")
        pid, away = server.pid, server.cluster.with_name("away")
        assert pid is not None
        server.cluster.rename(away)
        os.kill(pid, signal.SIGKILL)
        while (Path("/proc") / str(pid) / "cwd").exists():
            server._reap()
            await asyncio.sleep(0.05)
        with pytest.raises(Refused, match="postgres_data_gone"):
            await server.start()
        assert not server.cluster.exists(), "no empty database was made in its place"
        away.rename(server.cluster)
        await server.start()
        assert await ask(server.dsn(), "select current_database()") == "auxilio"


async def test_a_second_process_adopts_the_running_server_and_leaves_it_running(folder: Path) -> None:
    async with EmbeddedPostgres(folder) as first:
        async with EmbeddedPostgres(folder) as second:
            assert second.pid == first.pid
            assert not second.owned
            assert await ask(second.dsn(), "select 1") == 1
        assert await ask(first.dsn(), "select 2") == 2


OWNER = """
import asyncio, sys, os
from pathlib import Path
from auxilio.platform.postgres import EmbeddedPostgres
async def main():
    server = EmbeddedPostgres(Path(sys.argv[1])); await server.start()
    print(server.pid, flush=True); await asyncio.sleep(600)
asyncio.run(main())
"""


async def test_when_its_owner_is_killed_it_shuts_down_and_the_next_owner_starts_it(folder: Path) -> None:
    owner = subprocess.Popen([sys.executable, "-c", OWNER, str(folder)], stdout=subprocess.PIPE)
    try:
        assert owner.stdout is not None
        first = int(await asyncio.to_thread(owner.stdout.readline))
    finally:
        owner.kill()
        owner.wait()
        owner.stdout.close()
    async with EmbeddedPostgres(folder) as server:
        assert server.owned
        async with asyncio.timeout(60):
            watch = asyncio.create_task(server.watch())
            while server.pid in (None, first):  # it may have been adopted while it went down
                await asyncio.sleep(0.01)
            watch.cancel()
        assert await ask(server.dsn(), "select 1") == 1


async def test_a_lock_file_that_names_another_living_program_does_not_keep_it_down(folder: Path) -> None:
    async with EmbeddedPostgres(folder) as server:
        cluster = server.cluster
    # What a container finds after a restart: the pid of the dead one now belongs to somebody else of that account.
    account = server_account()
    other = subprocess.Popen(["/bin/sleep", "600"], **account.run_as())
    try:
        (cluster / "postmaster.pid").write_text(f"{other.pid}\n{cluster}\n0\n5432\n\n\n\nready\n")
        async with asyncio.timeout(60), EmbeddedPostgres(folder) as server:
            assert await ask(server.dsn(), "select 1") == 1
    finally:
        other.kill()
        other.wait()


async def test_a_zombie_that_nobody_reaps_does_not_keep_it_down(folder: Path) -> None:
    async with EmbeddedPostgres(folder) as server:
        cluster = server.cluster
    account = server_account()
    zombie = subprocess.Popen(["/bin/true"], **account.run_as())
    async with asyncio.timeout(10):
        while Path(f"/proc/{zombie.pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
            await asyncio.sleep(0.01)
    (cluster / "postmaster.pid").write_text(f"{zombie.pid}\n{cluster}\n0\n5432\n\n\n\nready\n")
    try:
        async with asyncio.timeout(60), EmbeddedPostgres(folder) as server:
            assert await ask(server.dsn(), "select 1") == 1
    finally:
        zombie.wait()


async def test_a_folder_with_a_very_long_path_gets_a_short_socket(open_tmp_path: Path) -> None:
    folder = open_tmp_path / ("long" * 20) / ("path" * 20)
    async with EmbeddedPostgres(folder) as server:
        assert len(os.fsencode(server.socket_path)) <= 107
        assert await ask(server.dsn(), "select 1") == 1


async def test_a_folder_that_the_service_account_cannot_reach_is_not_opened_to_the_world(
    open_tmp_path: Path,
) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root hands the server to another account")
    private = open_tmp_path / "private"
    private.mkdir(mode=0o700)
    async with EmbeddedPostgres(private / "postgres") as server:
        await ask(server.owner_dsn, "create table kept as select 'here' as word")
        place = server.cluster.parent
    try:
        assert private.stat().st_mode & 0o777 == 0o700
        async with EmbeddedPostgres(private / "postgres") as server:
            assert await ask(server.owner_dsn, "select word from kept") == "here"
    finally:
        assert place.parent == Path(tempfile.gettempdir()) / "auxilio", (
            "what was meant to be temporary stays so"
        )
        subprocess.run(["rm", "-rf", place], check=True)


async def test_binaries_that_the_service_account_cannot_reach_are_copied_whole(open_tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root hands the server to another account")
    wheel = next(found for found in find_binaries() if found.source != "system")
    hidden = open_tmp_path / "hidden"
    hidden.mkdir(mode=0o700)
    subprocess.run(["cp", "-a", wheel.package, hidden], check=True)
    libraries = wheel.package.parent / f"{wheel.package.name}.libs"
    if libraries.exists():
        subprocess.run(["cp", "-a", libraries, hidden], check=True)
    package = hidden / wheel.package.name
    candidate = type(wheel)(wheel.source, package / "pginstall" / "bin", package, wheel.major, wheel.minor)
    async with EmbeddedPostgres(open_tmp_path / "postgres", candidates=[candidate]) as server:
        assert open_tmp_path / "postgres" / "dist" in server.binaries.bin.parents
        assert await ask(server.dsn(), "select 1") == 1
    assert hidden.stat().st_mode & 0o777 == 0o700


async def test_each_wheel_starts_and_a_folder_keeps_to_the_major_that_made_it(open_tmp_path: Path) -> None:
    by_major = {found.major: found for found in find_binaries()}
    assert {17, 18} <= by_major.keys(), "both wheels are in the lock"
    async with EmbeddedPostgres(open_tmp_path / "postgres", candidates=[by_major[18]]) as server:
        assert await ask(server.dsn(), "select current_setting('server_version_num')::int / 10000") == 18
    # 17 is preferred for a new folder; this one is no longer new.
    async with EmbeddedPostgres(open_tmp_path / "postgres") as server:
        assert server.binaries.major == 18
    with pytest.raises(Refused) as refusal:
        await EmbeddedPostgres(open_tmp_path / "postgres", candidates=[by_major[17]]).start()
    assert refusal.value.code == "postgres_major_missing"
    assert refusal.value.facts["needed"] == 18
    assert refusal.value.facts["package"] == "postgresql-18"


async def test_without_any_postgresql_the_refusal_names_what_to_install(folder: Path) -> None:
    with pytest.raises(Refused) as refusal:
        await EmbeddedPostgres(folder, candidates=[]).start()
    assert refusal.value.code == "postgres_missing"
    assert refusal.value.facts["package"] == "postgresql-17"


async def test_a_setting_that_postgresql_refuses_is_told_in_its_own_words(folder: Path) -> None:
    server = EmbeddedPostgres(folder, settings={"shared_buffers": "'a lot'"})
    with pytest.raises(Refused) as refusal:
        await server.start()
    assert refusal.value.code == "postgres_start_failed"
    assert "shared_buffers" in refusal.value.facts["reason"]
    assert not server.owned


def test_a_command_without_a_loop_uses_it_as_a_block(folder: Path) -> None:
    with EmbeddedPostgres(folder).blocking() as dsn:
        assert asyncio.run(ask(dsn, "select 1")) == 1


async def test_an_address_in_the_environment_means_that_nothing_is_started(folder: Path) -> None:
    server = postgres_for(folder, {"AUXILIO_DATABASE_URL": "postgresql://elsewhere/auxilio"})
    assert isinstance(server, ExternalPostgres)
    assert await server.start() == "postgresql://elsewhere/auxilio"
    await server.stop()
    assert not folder.exists()
    assert isinstance(postgres_for(folder, {}), EmbeddedPostgres)
