"""The change of PostgreSQL's major that a data folder is of: `pg_upgrade`, whole or not at all (decision 0040).

<place>/cluster          of the old major until everything is done, then of the new one
<place>/cluster.new      being made; removed when it fails
<place>/cluster.<old>    the old one afterwards, for whoever must go back; to be deleted by hand

Both majors' programs must be here. Nothing is done while a server runs in the folder.
"""

import asyncio
import fcntl
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import asyncpg

from auxilio.kernel.refusal import Refused
from auxilio.platform.files import sync_folder
from auxilio.platform.postgres import postmaster
from auxilio.platform.postgres.binaries import Binaries, choose, find_binaries, major_of
from auxilio.platform.postgres.cluster import SUPERUSER, cluster_folder, initialise
from auxilio.platform.postgres.roles import mark_roles_created, write_access
from auxilio.platform.postgres.service_account import ServiceAccount, server_account
from auxilio.platform.postgres.supervisor import EmbeddedPostgres, runnable_binaries

_NEW, _CONTROL = "cluster.new", Path("global") / "pg_control"


async def upgrade_major(
    data_dir: Path, major: int, *, link: bool = False, candidates: Sequence[Binaries] | None = None
) -> Path | None:
    """Bring the data folder to `major`; where the old cluster lies now, or None when there was nothing to do.

    `link`: share the files instead of copying them: seconds for any size, and no way back. Raises `Refused`:
    `postgres_data_gone`, `postgres_major_missing`, `database_running`, `postgres_upgrade_failed`.
    """
    found = find_binaries() if candidates is None else candidates
    account = server_account()
    place = await asyncio.to_thread(cluster_folder, data_dir, account)
    cluster = place / "cluster"
    if not cluster.exists() and (place / _NEW).exists():
        return await asyncio.to_thread(_finish_renaming, place)
    old_major = major_of(cluster)
    if old_major is None:
        raise Refused("postgres_data_gone", folder=str(cluster))
    if old_major == major:
        return None
    old, new = (runnable_binaries(choose(found, wanted), place, account) for wanted in (old_major, major))
    # Started and stopped once more by its own major: `pg_upgrade` takes only what was shut down cleanly.
    async with EmbeddedPostgres(data_dir, candidates=[old]) as server:
        if not server.owned:
            raise Refused("database_running", folder=str(cluster))
    with _owned(place, cluster):
        await asyncio.to_thread(_upgrade, place, old, new, account, link)
    aside = await asyncio.to_thread(_rename, place, old_major)
    async with EmbeddedPostgres(data_dir, candidates=[new]) as server:
        connection = await asyncpg.connect(server.owner_dsn)
        await connection.execute("analyze")  # plans are made by what is known of the data
        await connection.close()
    return aside


@contextmanager
def _owned(place: Path, cluster: Path) -> Iterator[None]:
    with (place / "owner.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused("database_running", folder=str(cluster)) from None
        if postmaster.read(cluster) is not None:
            raise Refused("database_running", folder=str(cluster))
        yield


def _upgrade(place: Path, old: Binaries, new: Binaries, account: ServiceAccount, link: bool) -> None:
    cluster, fresh = place / "cluster", place / _NEW
    shutil.rmtree(fresh, ignore_errors=True)
    initialise(fresh, new, account)
    for each in (cluster, fresh):  # the server's own account, and for as long as this lasts
        write_access(each, account, {account.name: (SUPERUSER,)})
    # Its working folder is where its sockets are: short, and of its account alone.
    work = Path(tempfile.mkdtemp(prefix="auxilio-"))
    try:
        account.give(work)
        done = subprocess.run(  # noqa: S603  a path we found ourselves
            [
                new.bin / "pg_upgrade", "--old-bindir", old.bin, "--new-bindir", new.bin,
                "--old-datadir", cluster, "--new-datadir", fresh, "--username", SUPERUSER,
                "--socketdir", work, "--link" if link else "--copy",
            ],
            capture_output=True, text=True, check=False, **account.run_as() | {"cwd": work},
        )  # fmt: skip
    finally:
        shutil.rmtree(work)
    if done.returncode != 0:
        said = (done.stdout + done.stderr).strip()[-600:]
        shutil.rmtree(fresh, ignore_errors=True)
        # With shared files it puts the old one out of use first. The new one was never started: it may be used again.
        if (disabled := cluster / f"{_CONTROL}.old").exists():
            disabled.rename(cluster / _CONTROL)
        raise Refused("postgres_upgrade_failed", reason=said)
    mark_roles_created(fresh, account)  # the roles came with everything else


def _rename(place: Path, old_major: int) -> Path:
    names = (f"cluster.{old_major}", *(f"cluster.{old_major}-{n}" for n in range(2, 1_000)))
    aside = next(place / name for name in names if not (place / name).exists())
    (place / "cluster").rename(aside)
    _finish_renaming(place)
    return aside


def _finish_renaming(place: Path) -> Path:
    """The second of two renames; between them a machine may stop, and there is no `cluster`."""
    (place / _NEW).rename(place / "cluster")
    sync_folder(place)
    return next(iter(sorted(place.glob("cluster.[0-9]*"), reverse=True)), place / "cluster")
