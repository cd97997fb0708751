"""How long the desk's read at the ring takes over many calls and incidents: earlier calls, repeated calls, cases at the address, rule.

    python benchmarks/ring_read.py --json [--calls N] [--questions N]

A real PostgreSQL with every migration. Two years of calls: one of 20 is of one of 40 numbers that ring often, one of 25 is of a telephone
without SIM, one of five has an incident, a tenth of those reserved; 200 opening rules. Asked in turn: a number that rings often, one that
rang once, a telephone without SIM, a number that never rang. The aim (ours, for decisions 0402 and 0403): 95 of 100 reads within 50 ms,
of each kind, with 100,000 calls. The ring waits for none of them.
"""

import argparse
import asyncio
import json
import statistics
import time
from datetime import UTC, datetime
from typing import Any

import asyncpg

from auxilio.calls.core.earlier_contacts import AskedContacts
from auxilio.calls.earlier_contacts.store import EarlierContactStore
from auxilio.kernel.ids import CallId, CaseId
from auxilio.kernel.shared_types import Mode
from auxilio.opening_rules.core.model import OpeningRuleScope
from auxilio.opening_rules.store import OpeningRuleStore
from auxilio.platform.database.connection import Pool, open_pool
from auxilio.platform.database.migrate import upgrade
from auxilio.platform.ids import new_id
from auxilio.platform.postgres import temporary_postgres
from auxilio.platform.postgres.roles import APP_ROLE, OWNER_ROLE

P95_MS = 50.0
OFTEN, TELEPHONES, RULES = 40, 300, 200
FILL = """
with made as (
  select n, gen_random_uuid() as call, gen_random_uuid() as case_id,
    to_char((now() - n * interval '2 years' / $1::int) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at
  from generate_series(1, $1::int) n
), cases as (
  insert into stream (id, noun, version, head, state, live, case_id, mode, changed_at)
  select 'case:' || case_id, 'case', 1, '', jsonb_build_object(
    'id', case_id, 'number', n, 'mode', 'real', 'state', 'sealed', 'opened_at', at, 'reserved', n % 50 = 0,
    'owner_person', gen_random_uuid(), 'location', jsonb_build_object(
      'words', 'Carrer ' || n % 3000 || ', ' || n % 40, 'municipality', 'Vila',
      'point', jsonb_build_object('lat', 41 + (n % 2000) * 0.0005, 'lon', 1 + (n % 1777) * 0.0005))),
    false, case_id, 'real', now() from made where n % 5 = 0
)
insert into stream (id, noun, version, head, state, live, case_id, mode, changed_at)
select 'call:' || call, 'call', 1, '', jsonb_build_object(
  'id', call, 'number', n, 'channel', 'voice', 'state', 'ended', 'mode', 'real', 'rang_at', at, 'meant_for', null,
  'phone', case when n % 25 = 0 then null when n % 20 = 1 then '+3460000' || 1000 + n % $2::int else '+346' || 10000000 + n end,
  'phone_known_by', 'network_asserted', 'imei', case when n % 25 = 0 then (35000000000000 + n % $3::int)::text end,
  'case', case when n % 5 = 0 then case_id end,
  'disposition', case when n % 20 = 1 or n % 25 = 0 then 'silent' when n % 5 = 0 then 'case' else 'information' end),
  false, case when n % 5 = 0 then case_id end, 'real', now() from made
"""
FILL_RULES = """
insert into stream (id, noun, version, head, state, live, mode, changed_at)
select 'opening_rule:' || id, 'opening_rule', 1, '', jsonb_build_object('id', id, 'mode', 'real', 'scope', 'telephone',
  'subject', (35000000000000 + n)::text, 'ground', 'mudas', 'by', gen_random_uuid(), 'by_name', 'Eva',
  'set_at', '2026-01-01T00:00:00Z', 'expires_at', '2999-01-01T00:00:00Z'), true, 'real', now()
from (select n, gen_random_uuid() as id from generate_series(1, $1::int) n) made
"""


def asked(phone: str | None = None, imei: str | None = None) -> AskedContacts:
    return AskedContacts(
        call=CallId(new_id()),
        case=CaseId(new_id()),
        mode=Mode.REAL,
        practice_of=None,
        phone=phone,
        imei=imei,
        at=datetime.now(UTC),
        person=str(new_id()),
        all_reserved=False,
    )


def questions(nth: int, calls: int) -> dict[str, AskedContacts]:
    """One of each kind."""
    return {
        "rings_often": asked(f"+3460000{1000 + (1 + 20 * nth) % OFTEN}"),
        "rang_once": asked(f"+346{10_000_000 + (nth * 97) % calls}"),
        "without_sim": asked(imei=str(35_000_000_000_000 + 25 * nth % TELEPHONES)),
        "never_rang": asked(f"+34700{nth:06}"),
    }


async def measure(pool: Pool, calls: int, rounds: int) -> dict[str, Any]:
    store, rules = EarlierContactStore(pool), OpeningRuleStore(pool)
    taken: dict[str, list[float]] = {}
    found: dict[str, int] = {}
    for nth in range(rounds):
        lat, lon = 41 + (nth * 5 % 2000) * 0.0005, 1 + (nth * 5 % 1777) * 0.0005
        box = (lon - 0.002, lat - 0.0005, lon + 0.002, lat + 0.0005)
        for kind, of in questions(nth, calls).items():
            began = time.perf_counter()
            earlier = await store.calls(of) if of.phone else []
            repeated, _ = await store.repeated(of)
            assert of.case is not None
            await store.cases(of, of.case, f"Carrer {nth}, {nth % 40}", box)
            subject = {OpeningRuleScope.TELEPHONE: of.imei or "", OpeningRuleScope.NUMBER: of.phone or ""}
            await rules.about(Mode.REAL, subject, of.at)
            taken.setdefault(kind, []).append((time.perf_counter() - began) * 1000)
            found[kind] = max(found.get(kind, 0), len(earlier), repeated.month)
    assert all(found[kind] for kind in ("rings_often", "without_sim", "rang_once")), found
    assert not found["never_rang"]
    return {kind: figures(times) for kind, times in taken.items()}


def figures(times: list[float]) -> dict[str, float]:
    return {
        "p50_ms": round(statistics.median(times), 2),
        "p95_ms": round(statistics.quantiles(times, n=20)[-1], 2),
        "most_ms": round(max(times), 2),
        "reads": len(times),
    }


async def fill(dsn: str, calls: int) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute("set session_replication_role = replica")
        await connection.execute(FILL, calls, OFTEN, TELEPHONES, timeout=900)
        await connection.execute(FILL_RULES, RULES)
        await connection.execute("analyze stream")
    finally:
        await connection.close()


async def run(calls: int, rounds: int) -> dict[str, Any]:
    async with temporary_postgres() as server:
        pool: Pool = await open_pool(server.dsn("postgres", "postgres"), size_max=2)
        await pool.execute(f'create database rings owner "{OWNER_ROLE}"')
        await pool.close()
        owner = await open_pool(server.dsn("rings", OWNER_ROLE), size_max=2)
        await upgrade(owner, APP_ROLE)
        await owner.close()
        await fill(server.dsn("rings", "postgres"), calls)
        pool = await open_pool(server.dsn("rings"), size_max=2)
        try:
            by_kind = await measure(pool, calls, rounds)
        finally:
            await pool.close()
    within = all(one["p95_ms"] <= P95_MS for one in by_kind.values())
    return {"calls": calls, "bound_p95_ms": P95_MS, "within": within, "by_kind": by_kind}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--calls", type=int, default=100_000)
    parser.add_argument("--questions", type=int, default=100, help="of each kind")
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    result = asyncio.run(run(wanted.calls, wanted.questions))
    print(json.dumps(result, indent=2) if wanted.json else result)
    raise SystemExit(0 if result["within"] else 1)


if __name__ == "__main__":
    main()
