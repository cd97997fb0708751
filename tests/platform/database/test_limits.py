"""Aim: what a key may have in a span is counted once, whichever process is asked."""

import asyncio

import pytest

from auxilio.platform.clock import SimulatedClock, SystemClock
from auxilio.platform.database import shared_limits as module
from auxilio.platform.database.connection import open_pool
from auxilio.platform.database.shared_limits import RateAllowance, SharedRateLimiter
from tests.database import Database

LONG = RateAllowance("test", 5, 36_000.0)
"""So slow to refill that nothing comes back while a test runs."""
ROOMY = RateAllowance("roomy", 1_000, 10.0)


async def rows(database: Database) -> dict[str, float]:
    found = await database.pool.fetch("select key, extract(epoch from due)::float8 as due from allowance")
    return {row["key"]: row["due"] for row in found}


async def later(database: Database, span_s: float) -> None:
    """As if that much time had passed for all that is counted."""
    await database.pool.execute("update allowance set due = due - make_interval(secs => $1)", span_s)


async def test_a_key_has_so_many_at_once_and_one_more_for_each_part_of_the_span(database: Database) -> None:
    clock = SimulatedClock()
    limits = SharedRateLimiter(database.pool, clock)
    for _ in range(5):
        assert await limits.take((LONG, "a")) == 0.0
    wait_s = await limits.take((LONG, "a"))
    assert 7_000 < wait_s <= 7_200
    assert await limits.take((LONG, "b")) == 0.0, "another key has its own"
    await later(database, 7_200)
    await clock.advance(wait_s)
    assert await limits.take((LONG, "a")) == 0.0
    assert await limits.take((LONG, "a")) > 0.0


async def test_who_is_refused_is_not_counted(database: Database) -> None:
    clock = SimulatedClock()
    limits = SharedRateLimiter(database.pool, clock)
    for _ in range(5):
        await limits.take((LONG, "a"))
    before = await rows(database)
    for _ in range(10):
        assert await limits.take((LONG, "a")) > 0.0
        await clock.advance(7_201)  # it is asked anew each time
    assert await rows(database) == before


async def test_two_processes_that_are_asked_at_once_give_no_more_than_one_would(database: Database) -> None:
    other = await open_pool(database.dsn)
    try:
        both = [SharedRateLimiter(pool, SystemClock()) for pool in (database.pool, other)]
        waits = await asyncio.gather(*(both[nth % 2].take((LONG, "a"), (ROOMY, "n")) for nth in range(60)))
        assert sum(wait_s == 0.0 for wait_s in waits) == 5
    finally:
        await other.close()


async def test_a_flood_over_its_limit_does_not_reach_the_database(database: Database) -> None:
    limits = SharedRateLimiter(database.pool, SimulatedClock())
    for _ in range(6):
        await limits.take((LONG, "a"))
    await database.by_its_administrator("drop table allowance cascade")
    assert await limits.take((LONG, "a")) > 0.0


async def test_what_is_remembered_of_those_over_their_limit_is_bounded(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "OVER_MAX", 3)
    limits = SharedRateLimiter(database.pool, SimulatedClock())
    one = RateAllowance("one", 1, 36_000.0)
    for key in "abcdefgh":
        await limits.take((one, key))
        await limits.take((one, key))
    assert len(limits._over) == 3


async def test_keys_that_have_all_of_their_allowance_again_are_forgotten(database: Database) -> None:
    clock = SimulatedClock()
    limits = SharedRateLimiter(database.pool, clock)
    await limits.take((LONG, "a"))
    await later(database, 36_001)
    await limits.take((LONG, "b"))
    assert len(await rows(database)) == 2, "not looked at each time"
    await clock.advance(module.SWEEP_EVERY_S)
    await limits.take((LONG, "c"))
    assert list(await rows(database)) == ["test b", "test c"]


async def test_counting_writes_nothing_that_waits_for_the_disk(database: Database) -> None:
    kind = await database.pool.fetchval("select relpersistence from pg_class where relname = 'allowance'")
    assert kind == b"u", "unlogged: forgotten after a crash, to the good of those who ask"
