"""The life of an embedded PostgreSQL: start, adopt, watch, restart, stop.

One supervisor owns a data folder (an advisory lock says which); another process that starts meanwhile adopts
the running server and leaves it running. If the owner is killed, the server shuts down cleanly by itself.
"""

import asyncio
import fcntl
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Protocol, Self
from urllib.parse import quote

import asyncpg

from auxilio.kernel.refusal import Refused
from auxilio.platform.postgres import cluster, launch, postmaster
from auxilio.platform.postgres.binaries import Binaries, choose, find_binaries, major_of
from auxilio.platform.postgres.roles import (
    APP_DATABASE,
    APP_ROLE,
    OWNER_ROLE,
    create_roles,
    logins_of,
    write_access,
)
from auxilio.platform.postgres.service_account import ServiceAccount, copy_for, server_account

log = logging.getLogger(__name__)

LOOK_EVERY_S = 0.05
RECOVERY_S = 600.0
"""Crash recovery of a large database takes minutes; giving up sooner would kill it in the middle, again and again."""
STOP_S = 60.0
RETRY_MAX_S = 5.0


class Postgres(Protocol):
    """A PostgreSQL, ours or somebody else's."""

    @property
    def owner_dsn(self) -> str:
        """The DSN of the role that owns the tables, for migrations, backups and repairs. Known after `start`."""
        ...

    async def start(self) -> str:
        """Make it ready; the DSN for asyncpg."""
        ...

    async def watch(self) -> None:
        """Keep it running until cancelled."""
        ...

    async def stop(self) -> None:
        """Give it back."""
        ...


class ExternalPostgres:
    """A server that somebody else runs: we neither start, nor watch, nor stop it."""

    def __init__(self, dsn: str, owner_dsn: str = "") -> None:
        self._dsn = dsn
        self.owner_dsn = owner_dsn or dsn

    async def start(self) -> str:
        """The DSN, as given."""
        return self._dsn

    async def watch(self) -> None:
        """Waits for ever: its keepers watch it."""
        await asyncio.Event().wait()

    async def stop(self) -> None:
        """Nothing to do."""


@asynccontextmanager
async def temporary_postgres(settings: Mapping[str, str] | None = None) -> AsyncIterator["EmbeddedPostgres"]:
    """A server in a folder of its own that is gone afterwards, for tests and trials. As durable as any other."""
    made = await asyncio.to_thread(tempfile.mkdtemp, prefix="auxilio-")
    os.chmod(made, 0o711)  # noqa: S103 - the server runs as another account and must pass; it cannot list
    try:
        async with EmbeddedPostgres(Path(made, "postgres"), settings=settings, superuser=True) as server:
            yield server
    finally:
        await asyncio.to_thread(shutil.rmtree, made)


def postgres_for(data_dir: Path, environ: Mapping[str, str] = os.environ) -> Postgres:
    """The external server of `AUXILIO_DATABASE_URL` (its owner by `…_OWNER_URL`), otherwise an embedded one in `data_dir`."""
    url, owner = (environ.get(f"AUXILIO_DATABASE_{name}", "") for name in ("URL", "OWNER_URL"))
    return ExternalPostgres(url, owner) if url else EmbeddedPostgres(data_dir)


def runnable_binaries(chosen: Binaries, place: Path, account: ServiceAccount) -> Binaries:
    """The same programs, copied beside the data where the account cannot run them from where they are."""
    if chosen.source == "system" or account.runs(chosen.bin / "postgres"):
        return chosen
    dist = place / "dist"
    dist.mkdir(mode=0o755, exist_ok=True)
    package = copy_for(account, chosen.package, dist / f"{chosen.source}-{chosen.version}")
    return Binaries(chosen.source, package / "pginstall" / "bin", package, chosen.major, chosen.minor)


class EmbeddedPostgres:
    """A PostgreSQL in `data_dir`, a folder wholly its own.

    `candidates` are the installations it may use (found by default); `settings` are added to `auxilio.conf`;
    `superuser`: our account may also connect as the superuser, for tests and trials alone.
    Also an async context manager. `start` must be called from a thread that lives as long as the server: the
    kernel ties the server's life to the thread that made it (PR_SET_PDEATHSIG, prctl(2)).
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        candidates: Sequence[Binaries] | None = None,
        settings: Mapping[str, str] | None = None,
        superuser: bool = False,
    ) -> None:
        self.data_dir = Path(data_dir).absolute()
        self.restarts = 0
        self._served = False
        self._candidates = candidates
        self._settings = dict(settings or {})
        self._superuser = superuser
        self._account: ServiceAccount | None = None
        self._binaries: Binaries | None = None
        self._place: Path | None = None
        self._sockets: Path | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._lock: IO[str] | None = None

    # --- what others ask -------------------------------------------------------------------------

    @property
    def binaries(self) -> Binaries:
        """The installation in use; its `bin` also holds `pg_dump` and `pg_restore`. Known after `start`."""
        assert self._binaries is not None, "start comes first"
        return self._binaries

    @property
    def cluster(self) -> Path:
        """The data folder itself (PGDATA). Known after `start`."""
        assert self._place is not None, "start comes first"
        return self._place / "cluster"

    @property
    def socket_path(self) -> Path:
        """The socket it listens on. Known after `start`."""
        assert self._sockets is not None, "start comes first"
        return self._sockets / f".s.PGSQL.{cluster.PORT}"

    @property
    def owned(self) -> bool:
        """Whether this supervisor runs the server, rather than having found it running."""
        return self._lock is not None

    @property
    def pid(self) -> int | None:
        """The postmaster, if it lives."""
        alive = postmaster.read(self.cluster)
        return alive.pid if alive else None

    def dsn(self, database: str = APP_DATABASE, role: str = APP_ROLE) -> str:
        """A DSN over the socket, for asyncpg and libpq alike."""
        assert self._sockets is not None, "start comes first"
        return (
            f"postgresql://{role}@/{database}?host={quote(str(self._sockets), safe='/')}&port={cluster.PORT}"
        )

    @property
    def owner_dsn(self) -> str:
        """The DSN of the role that owns the tables."""
        return self.dsn(role=OWNER_ROLE)

    async def start(self) -> str:
        """Start it, or adopt the one that runs; the DSN of our database once it answers.

        Raises `Refused` with `postgres_missing`, `postgres_major_missing`, `postgres_folder_unreachable`,
        `postgres_start_failed`, or `postgres_data_gone` when there was data before.
        """
        await asyncio.to_thread(self._prepare)
        async with asyncio.timeout(RECOVERY_S):
            # Polled: a postmaster tells its state in a file, and an adopted one is no child of this process.
            while not (await self._start_step() and await self._answers()):  # noqa: ASYNC110 - no event to wait for
                await asyncio.sleep(LOOK_EVERY_S)
        self._served = True
        return self.dsn()

    async def stop(self) -> None:
        """Stop the server cleanly if it is ours: sessions end, what is committed is on disk."""
        if not self.owned:
            return
        alive = postmaster.read(self.cluster)
        if alive is not None:
            os.kill(alive.pid, signal.SIGINT)  # "fast": roll back what is open, checkpoint, end
            try:
                await self._gone(STOP_S)
            except TimeoutError:
                log.warning("postgres_slow_stop", extra={"pid": alive.pid})
                os.kill(alive.pid, signal.SIGQUIT)  # "immediate": nothing is lost, the next start recovers
                await self._gone(STOP_S)
        self._child = None
        if self._place is not None and self._sockets is not None and self._place not in self._sockets.parents:
            shutil.rmtree(
                self._sockets, ignore_errors=True
            )  # a short folder elsewhere; made anew at each start
        self._release()

    async def watch(self) -> None:
        """Start it again whenever it dies, until cancelled. An adopted server is taken over when its owner goes."""
        wait_s = LOOK_EVERY_S
        while True:
            await asyncio.sleep(wait_s)
            self._reap()
            if postmaster.read(self.cluster) is not None:
                wait_s = LOOK_EVERY_S
                continue
            log.error("postgres_lost", extra={"restarts": self.restarts})
            try:
                await self.start()
            except (Refused, TimeoutError, OSError, asyncpg.PostgresError) as error:
                wait_s = min(RETRY_MAX_S, max(wait_s, 0.25) * 2)
                log.error("postgres_not_back", extra={"error": type(error).__name__, "retry_s": wait_s})  # noqa: TRY400
            else:
                self.restarts += 1
                wait_s = LOOK_EVERY_S
                log.warning("postgres_back", extra={"restarts": self.restarts})

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    @contextmanager
    def blocking(self) -> Iterator[str]:
        """For commands without a loop: `with EmbeddedPostgres(folder).blocking() as dsn:`."""
        dsn = asyncio.run(self.start())
        try:
            yield dsn
        finally:
            asyncio.run(self.stop())

    # --- how -------------------------------------------------------------------------------------

    def _prepare(self) -> None:
        """Find account, place and binaries. Changes nothing that a running server would mind."""
        account = self._account = server_account()
        place = self._place = cluster.cluster_folder(self.data_dir, account)
        self._sockets = cluster.socket_folder(place, account)
        candidates = find_binaries() if self._candidates is None else self._candidates
        self._binaries = runnable_binaries(choose(candidates, major_of(self.cluster)), place, account)

    async def _start_step(self) -> bool:
        """One step towards a server that answers; True when it says that it does."""
        self._raise_if_refused(self._reap())
        alive = postmaster.read(self.cluster)
        if alive is not None:
            return alive.status in ("ready", "standby")
        if self._child is not None or not self._acquire() or postmaster.has_running_process(self.cluster):
            return False  # starting, somebody else's turn, or backends of a dead one still leaving
        await asyncio.to_thread(self._make_ready)
        self._spawn()
        return False

    def _make_ready(self) -> None:
        assert self._account is not None
        assert self._sockets is not None
        if major_of(self.cluster) is None:
            if self._served or list(self.cluster.parent.glob("cluster.[0-9n]*")):
                # A disk that went away, or a change of major that was cut off between two names (`db upgrade` finishes
                # it), must not be taken for a first start: an empty installation would start.
                raise Refused("postgres_data_gone", folder=str(self.cluster))
            cluster.initialise(self.cluster, self.binaries, self._account)
        cluster.write_settings(self.cluster, self._sockets, self._account, self._settings)
        write_access(self.cluster, self._account, logins_of(self._account, superuser=self._superuser))
        postmaster.clear_stale_locks(self.cluster, self._sockets / f".s.PGSQL.{cluster.PORT}.lock")
        try:
            create_roles(self.cluster, self.binaries, self._account)
        except Refused:
            self._release()
            raise

    @property
    def _start_log(self) -> Path:
        assert self._place is not None
        return self._place / "start.log"

    def _spawn(self) -> None:
        assert self._account is not None
        account = self._account
        uid, gid = (account.uid, account.gid) if account.dropped else (-1, -1)
        surroundings = account.run_as()
        with self._start_log.open("wb") as out:
            self._child = subprocess.Popen(  # noqa: S603 - our own script, a server we found ourselves
                [
                    sys.executable, "-I", "-S", launch.__file__, str(os.getpid()), str(uid), str(gid),
                    str(self.binaries.bin / "postgres"), "-D", str(self.cluster),
                ],
                stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                start_new_session=True,  # Ctrl-C in a terminal is for us, we pass it on in our order
                cwd=surroundings["cwd"], env=surroundings["env"],
            )  # fmt: skip

    def _reap(self) -> int | None:
        """The exit code of our child if it has ended."""
        code = self._child.poll() if self._child is not None else None
        if code is not None:
            self._child = None
        return code

    def _raise_if_refused(self, code: int | None) -> None:
        """A start that PostgreSQL itself refused is told in its own words; what passes by itself is tried again."""
        if code != 1:
            return
        said = self._start_log.read_text(errors="replace").strip()
        if "shared memory block" in said or "lock file" in said:
            return
        self._release()
        raise Refused("postgres_start_failed", reason=said[-600:], log=str(self._start_log))

    async def _gone(self, within_s: float) -> None:
        async with asyncio.timeout(within_s):
            while self._reap() is None and postmaster.read(self.cluster) is not None:  # noqa: ASYNC110 - a file
                await asyncio.sleep(LOOK_EVERY_S)

    async def _answers(self) -> bool:
        """Whether it takes our role to our database; False while it comes or goes."""
        try:
            connection = await asyncpg.connect(self.dsn())
        except (OSError, asyncpg.CannotConnectNowError, asyncpg.ConnectionDoesNotExistError):
            return False  # for example adopted while it shuts down
        await connection.close()
        return True

    def _acquire(self) -> bool:
        """Whether this supervisor may run the server of this folder."""
        if self._lock is None:
            assert self._place is not None
            lock = (self._place / "owner.lock").open("w")
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.close()
                return False
            self._lock = lock
        return True

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None
