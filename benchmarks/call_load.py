"""How long the figures of calls take over many calls: the first answer of a process, and each after its short memory.

    python benchmarks/call_load.py --json [--calls N] [--rounds N]

A real PostgreSQL with every migration; calls of nine weeks with a state as wide as that of a call with positions and words (about 1.5 kB).
The bound is ours: a wall that asks each half minute must not be seen in the database.
"""

import argparse
import asyncio
import json
import statistics
import time
from datetime import timedelta
from typing import Any

import asyncpg

from auxilio.identity.core.permissions import permissions_of
from auxilio.kernel.actor import Actor
from auxilio.platform.clock import SystemClock
from auxilio.platform.database.connection import Pool, open_pool
from auxilio.platform.database.migrate import upgrade
from auxilio.platform.ids import new_id
from auxilio.platform.postgres import temporary_postgres
from auxilio.platform.postgres.roles import APP_ROLE, OWNER_ROLE
from auxilio.reporting.call_figures import CallFigures

P95_MS = 250.0
FILL = """
insert into stream (id, noun, version, head, state, live, call_id, mode, changed_at)
select 'call:' || id, 'call', 1, '', jsonb_build_object(
  'id', id, 'number', n, 'mode', 'real', 'channel', 'voice', 'state', 'ended', 'phone', '+346' || lpad((n % 99999999)::text, 8, '0'),
  'rang_at', to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
  'answered_at', case when n % 20 > 0 then to_char((at + (n % 23) * interval '1 second') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') end,
  'ended_at', to_char((at + interval '4 minutes') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
  'said', (select string_agg(md5((n * 100 + k)::text), ' ') from generate_series(1, 32) k)),
  false, id, 'real', at
from (
  select n, gen_random_uuid() as id, now() - (n::float8 / $1) * interval '63 days' as at from generate_series(1, $1::int) n
) made
"""


async def fill(dsn: str, calls: int) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute("set session_replication_role = replica")
        await connection.execute(FILL, calls, timeout=900)
        await connection.execute("vacuum analyze stream", timeout=900)
    finally:
        await connection.close()


async def measure(pool: Pool, rounds: int) -> dict[str, Any]:
    clock = _Ahead()
    actor = Actor(id=new_id(), kind="person", name="", permissions=permissions_of(frozenset({"supervisor"})))
    first, again, kept = [], [], []
    for _ in range(rounds):
        figures = CallFigures(pool, clock, "Europe/Madrid")
        first.append(await _timed(figures, actor))
        kept.append(await _timed(figures, actor))
        clock.ahead += timedelta(seconds=20)
        again.append(await _timed(figures, actor))
    load = await CallFigures(pool, clock, "Europe/Madrid").of(actor)
    return {
        "first": shown(first),
        "again": shown(again),
        "kept": shown(kept),
        "weeks": load.weeks,
        "calls_told": sum(slot.calls for slot in load.slots),
    }


class _Ahead(SystemClock):
    ahead = timedelta()

    def now(self):
        return super().now() + self.ahead


async def _timed(figures: CallFigures, actor: Actor) -> float:
    began = time.perf_counter()
    await figures.of(actor)
    return (time.perf_counter() - began) * 1000


def shown(times: list[float]) -> dict[str, float]:
    return {
        "p50_ms": round(statistics.median(times), 2),
        "p95_ms": round(statistics.quantiles(times, n=20)[-1], 2),
        "most_ms": round(max(times), 2),
    }


async def run(calls: int, rounds: int) -> dict[str, Any]:
    async with temporary_postgres() as server:
        pool: Pool = await open_pool(server.dsn("postgres", "postgres"), size_max=2)
        await pool.execute(f'create database load owner "{OWNER_ROLE}"')
        await pool.close()
        owner = await open_pool(server.dsn("load", OWNER_ROLE), size_max=2)
        await upgrade(owner, APP_ROLE)
        await owner.close()
        await fill(server.dsn("load", "postgres"), calls)
        pool = await open_pool(server.dsn("load"), size_max=2)
        try:
            found = await measure(pool, rounds)
        finally:
            await pool.close()
    return {"calls": calls, "bound_p95_ms": P95_MS, "within": found["first"]["p95_ms"] <= P95_MS, **found}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--calls", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=30)
    given = parser.parse_args()
    result = asyncio.run(run(given.calls, given.rounds))
    print(json.dumps(result, indent=None if given.json else 2))


if __name__ == "__main__":
    main()
