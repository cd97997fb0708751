"""A whole installation for a benchmark, in a folder of its own: embedded PostgreSQL, one `serve`, one `worker`, and one `voice`
where it is asked for, as `auxilio up`.

It can be filled with the past before it opens; it tells what its processes use; it leaves nothing behind.
"""

import asyncio
import contextlib
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import socket
from typing import Any

import httpx
import msgspec
import psutil

from auxilio.app.cli.demo_people import PASSWORD, demo_seed
from auxilio.app.composition import standalone_identity
from auxilio.app.processes.supervisor import database, processes_of
from auxilio.app.settings import Settings, environment_of
from auxilio.cases.core.messages import CloseCase, MarkSealed, OpenCase
from auxilio.cases.core.model import CaseEnding, ClosingData
from auxilio.cases.service import CaseService
from auxilio.identity.core.model import Desk, PersonData, Seed, SeedPerson
from auxilio.identity.core.permissions import permissions_of
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CaseId, CommandId, DeskId
from auxilio.platform.clock import SystemClock
from auxilio.platform.database.command_executor import CommandExecutor
from auxilio.platform.database.connection import Pool, open_pool
from auxilio.platform.ids import new_id
from auxilio.platform.postgres.roles import APP_ROLE, OWNER_ROLE
from auxilio.workflows.runner import system_actor

TEMPLATES = 100
VIEWER, BOARDS_PER_PERSON = "viewer-", 25
START_S, STOP_S, SETTLE_S = 120.0, 15.0, 60.0
HOW_FILLED = (
    f"{TEMPLATES} cases opened, closed and marked sealed by the real commands; the others are copies of their rows"
    " (stream, event, command) made in SQL with ids of their own, whose digests were not computed again"
)
_COPY = """
create temporary table copied on commit drop as
  select s.id as old, s.case_id as old_case, gen_random_uuid() as new_case, nextval('case_number') as number
  from generate_series(1, $1::integer) as nth
  join (select id, case_id, row_number() over (order by id) - 1 as place from stream where noun = 'case') s
    on s.place = nth % $2::integer
"""
_COPIES = (
    """insert into stream (id, noun, version, head, state, live, case_id, call_id, mode, changed_at)
       select 'case:' || c.new_case, s.noun, s.version, s.head,
              s.state || jsonb_build_object('id', c.new_case, 'number', c.number), s.live, c.new_case, null,
              s.mode, s.changed_at
       from copied c join stream s on s.id = c.old""",
    """insert into event (epoch, id, stream, version, kind, schema, happened_at, recorded_at, actor, actor_name,
                          desk, cause, case_id, mode, body, salt, digest)
       select e.epoch, gen_random_uuid(), 'case:' || c.new_case, e.version, e.kind, e.schema, e.happened_at,
              e.recorded_at, e.actor, e.actor_name, e.desk, gen_random_uuid(), c.new_case, e.mode,
              replace(e.body, c.old_case::text, c.new_case::text), e.salt, e.digest
       from copied c join event e on e.stream = c.old order by c.number, e.version""",
    """insert into command (id, actor, body_hash, answer, at)
       select e.cause, k.actor, k.body_hash, k.answer, k.at
       from copied c join event e on e.stream = 'case:' || c.new_case
       join event t on t.stream = c.old and t.version = e.version join command k on k.id = t.cause""",
)


@dataclass(frozen=True)
class Installation:
    """One that is open."""

    base: str
    dsn: str
    processes: dict[str, psutil.Process]
    headers: dict[str, str]
    settings: Settings
    started_s: float
    """From starting `serve` and `worker` until `serve` says that it can work."""
    viewers: tuple[str, ...] = ()
    """The cookies of people who only look: a person may have no more than so many windows open."""

    def memory_mb(self) -> dict[str, int]:
        """What each process holds; PostgreSQL's backends share theirs, so their proportional sizes are added."""
        return {
            name: round(sum(map(_held_bytes, _with_children(one))) / 1e6)
            for name, one in self.processes.items()
        }

    def cpu_s(self) -> dict[str, float]:
        """CPU seconds of each process and of its living children, since each began."""
        spent = {}
        for name, one in self.processes.items():
            times = [child.cpu_times() for child in _with_children(one)]
            spent[name] = sum(t.user + t.system for t in times)
        return spent


def _with_children(process: psutil.Process) -> list[psutil.Process]:
    alive = []
    for one in [process, *process.children(recursive=True)]:
        with contextlib.suppress(psutil.Error):
            one.cpu_times()
            alive.append(one)
    return alive


def _held_bytes(process: psutil.Process) -> int:
    with contextlib.suppress(psutil.Error):
        held: int = process.memory_full_info().pss
        return held
    return 0


def free_port() -> int:
    """A port that nobody has at this moment."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@asynccontextmanager
async def open_installation(
    cases: int = 0, *, voice: bool = False, seed: Seed | None = None, boards: int = 0, **settings: Any
) -> AsyncIterator[Installation]:
    """An installation with so many cases of the past; closed, stopped and deleted at the end.

    `seed`: other people than the demo's, who then sign in by themselves; `boards`: how many will be open, so that enough people
    are signed in to look at them; `settings`: those of the installation.
    """
    with tempfile.TemporaryDirectory(prefix="auxilio-bench-") as folder:
        os.chmod(folder, 0o711)
        ports = {"voice_port": free_port(), "sip_port": free_port()} if voice else {"voice_port": 0}
        wanted = Settings(
            data=Path(folder) / "data", **{"area": "demo", "port": free_port(), **ports, **settings}
        )
        async with database(wanted) as running:
            assert running.database_url is not None
            pool = await open_pool(running.database_url, size_max=4)
            people = seed or _with_viewers(demo_seed(), -(-boards // BOARDS_PER_PERSON))
            services = frozenset(agency.service for agency in people.agencies)
            await standalone_identity(pool, SystemClock(), services=lambda: services).seed(people)
            await fill(pool, running.database_url, cases)
            async with _processes(running) as (started, started_s):
                processes = {**started, "postgres": _postmaster(running.database_url)}
                await settle(pool)
                base = f"http://127.0.0.1:{running.port}"
                headers = (
                    await asyncio.to_thread(_signed_in, base, "lucia", "desk-01") if seed is None else {}
                )
                viewers = await asyncio.to_thread(_viewers, base, people)
                yield Installation(
                    base, running.database_url, processes, headers, running, started_s, viewers
                )
            await pool.close()


@asynccontextmanager
async def _processes(running: Settings) -> AsyncIterator[tuple[dict[str, psutil.Process], float]]:
    environ, began = {**os.environ, **environment_of(running)}, time.perf_counter()
    started = {
        command: await asyncio.create_subprocess_exec(sys.executable, "-m", "auxilio", command, env=environ)
        for command in processes_of(running)
    }
    try:
        await _until_open(f"http://127.0.0.1:{running.port}/api/health")
        if running.voice_port:
            await _until_listening(running.voice_port)
        yield {name: psutil.Process(one.pid) for name, one in started.items()}, time.perf_counter() - began
    finally:
        for one in started.values():
            with contextlib.suppress(ProcessLookupError):
                one.terminate()
        for one in started.values():
            try:
                await asyncio.wait_for(one.wait(), STOP_S)
            except TimeoutError:
                one.kill()
                await one.wait()


async def _until_open(address: str) -> None:
    until = time.perf_counter() + START_S
    async with httpx.AsyncClient() as client:
        while time.perf_counter() < until:
            with contextlib.suppress(httpx.TransportError):
                if (await client.get(address)).json().get("status") == "ok":
                    return
            await asyncio.sleep(0.02)
    raise TimeoutError("the installation did not open")


async def _until_listening(port: int) -> None:
    async with asyncio.timeout(START_S):
        while True:
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            await asyncio.sleep(0.02)


def _postmaster(dsn: str) -> psutil.Process:
    sockets = Path(dsn.partition("host=")[2].partition("&")[0])
    return psutil.Process(int((sockets.parent / "cluster" / "postmaster.pid").read_text().split()[0]))


def _with_viewers(seed: Seed, count: int) -> Seed:
    logins = [f"{VIEWER}{nth:02}" for nth in range(count)]
    return msgspec.structs.replace(
        seed,
        desks=(*seed.desks, *(Desk(id=login, name=login) for login in logins)),
        people=(
            *seed.people,
            *(
                SeedPerson(data=PersonData(login=login, name=login, roles=("call_taker",)), password=PASSWORD)
                for login in logins
            ),
        ),
    )


def _viewers(base: str, seed: Seed) -> tuple[str, ...]:
    logins = [one.data.login for one in seed.people if one.data.login.startswith(VIEWER)]
    return tuple(_signed_in(base, login, login)["cookie"] for login in logins)


def _signed_in(base: str, login: str, desk: str) -> dict[str, str]:
    who = {"login": login, "password": PASSWORD, "desk": desk}
    reply = httpx.post(base + "/api/session", json=who, timeout=30)
    reply.raise_for_status()
    return {
        "cookie": f"auxilio_session={reply.cookies['auxilio_session']}",
        "x-auxilio-csrf": reply.json()["csrf"],
        "content-type": "application/json",
    }


async def fill(pool: Pool, dsn: str, cases: int) -> None:
    """So many sealed cases, before anybody is there; the worker begins after them, as after a day's work."""
    if cases == 0:
        return
    service = CaseService(CommandExecutor(pool, SystemClock()))
    roles = frozenset({"call_taker"})
    taker = Actor(
        id=new_id(),
        kind="person",
        name="Fill",
        desk=DeskId("desk-01"),
        roles=roles,
        permissions=permissions_of(roles),
    )

    async def live_through() -> None:
        case = CaseId(new_id())
        await service.handle(CommandId(new_id()), OpenCase(case=case), taker)
        closing = ClosingData(disposition=CaseEnding.NO_HELP_NEEDED)
        await service.handle(CommandId(new_id()), CloseCase(case=case, closing=closing), taker)
        await service.handle(CommandId(new_id()), MarkSealed(case=case), system_actor())

    real = min(cases, TEMPLATES)
    await asyncio.gather(*(live_through() for _ in range(real)))
    owner = await open_pool(dsn.replace(f"//{APP_ROLE}@", f"//{OWNER_ROLE}@"), size_max=1)
    async with owner.acquire() as connection, connection.transaction():
        await connection.execute("set local statement_timeout = 0")
        await connection.execute(_COPY.replace("$1", str(cases - real)).replace("$2", str(real)), timeout=600)
        for copy in _COPIES:
            await connection.execute(copy, timeout=600)
    await pool.execute(
        "insert into reader_cursor (name, epoch, tx, seq)"
        " select 'process', epoch, tx, seq from event order by epoch desc, tx desc, seq desc limit 1"
    )
    await owner.execute("vacuum analyze", timeout=600)
    await owner.close()


async def settle(pool: Pool) -> float:
    """Wait until the worker has reacted to every case; how long that was."""
    began = time.perf_counter()
    while time.perf_counter() - began < SETTLE_S:
        if await behind(pool) == 0:
            break
        await asyncio.sleep(0.2)
    return time.perf_counter() - began


async def behind(pool: Pool, kinds: str = "cases.case.opened") -> int:
    """Facts of these kinds (`like`) that the worker has not reacted to yet: opened cases whose watch is not set."""
    count: int = await pool.fetchval(
        "select count(*) from event e, reader_cursor c where c.name = 'process'"
        " and e.kind like $1 and (e.epoch, e.tx, e.seq) > (c.epoch, c.tx, c.seq)",
        kinds,
    )
    return count


def machine() -> dict[str, Any]:
    """What it was measured on."""
    with tempfile.TemporaryFile() as file:
        took_ms = []
        for _ in range(50):
            os.pwrite(file.fileno(), b"x" * 8192, 0)
            begun = time.perf_counter()
            os.fdatasync(file.fileno())
            took_ms.append((time.perf_counter() - begun) * 1000)
    return {
        "cores": os.cpu_count(),
        "memory_mb": round(psutil.virtual_memory().total / 1e6),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "python": platform.python_version(),
        "fdatasync_p50_ms": round(statistics.median(took_ms), 3),
        "load": os.getloadavg()[0],
    }
