"""Aim: a reader never skips a fact that commits late (decision 0003), shown beside the reader that does."""

import asyncio
import os
import random

import asyncpg
import pytest

from auxilio.kernel.event import Cursor
from auxilio.platform.database import log
from auxilio.platform.database.cursors import forget_commands
from auxilio.platform.ids import new_id
from tests.database import Database

WRITERS = 16
FACTS = 60 if os.environ.get("AUXILIO_SOAK") else 15
INSERT = """insert into event (epoch, id, stream, version, kind, schema, happened_at, recorded_at, actor, actor_name,
  cause, mode, digest) values (1, $1, $2, 1, 'x', 1, now(), now(), $1, '', $1, 'real', '')"""


async def write(dsn: str, seed: int, written: set[str]) -> None:
    """Transactions that draw their number and commit some moments later, as under load."""
    chance = random.Random(seed)
    connection = await asyncpg.connect(dsn)
    try:
        for _ in range(FACTS):
            async with connection.transaction():
                id = new_id()
                await connection.execute(INSERT, id, f"x:{id}")
                await asyncio.sleep(chance.random() * 0.02)
            written.add(str(id))
    finally:
        await connection.close()


async def read_ours(database: Database, seen: list[str], stop: asyncio.Event) -> None:
    cursor = Cursor()
    while True:
        last_look = stop.is_set()
        while batch := await log.read_after(database.pool, cursor, 50):
            cursor = batch[-1].position
            seen += [str(envelope.id) for envelope in batch]
        if last_look:
            return
        await asyncio.sleep(0.002)


async def read_naively(database: Database, seen: list[str], stop: asyncio.Event) -> None:
    """ "Greater than the last number I saw": what one writes first, and what loses facts."""
    last = 0
    while True:
        last_look = stop.is_set()
        rows = await database.pool.fetch("select id, seq from event where seq > $1 order by seq", last)
        for row in rows:
            last = row["seq"]
            seen.append(str(row["id"]))
        if last_look:
            return
        await asyncio.sleep(0.002)


async def test_with_sixteen_writers_the_naive_reader_misses_facts_and_ours_none(database: Database):
    written, ours, naive, stop = set[str](), list[str](), list[str](), asyncio.Event()
    readers = [
        asyncio.create_task(read_ours(database, ours, stop)),
        asyncio.create_task(read_naively(database, naive, stop)),
    ]
    await asyncio.gather(*(write(database.owner_dsn, seed, written) for seed in range(WRITERS)))
    stop.set()
    await asyncio.gather(*readers)
    assert len(written) == WRITERS * FACTS
    assert len(ours) == len(set(ours)), "none twice"
    assert set(ours) == written, "none missed"
    assert set(naive) < written, "if the naive reader misses none, this test shows nothing: give it more load"


async def test_a_fact_that_is_still_open_holds_back_those_that_were_quicker(database: Database):
    slow = await asyncpg.connect(database.owner_dsn)
    try:
        transaction = slow.transaction()
        await transaction.start()
        first = new_id()
        await slow.execute(INSERT, first, f"x:{first}")
        second = new_id()
        await database.by_its_administrator(INSERT, second, f"x:{second}")
        assert await log.read_after(database.pool, Cursor()) == []
        await transaction.commit()
        assert [e.id for e in await log.read_after(database.pool, Cursor())] == [first, second]
    finally:
        await slow.close()


async def test_command_ids_are_forgotten_after_their_time_and_no_sooner(database: Database):
    for age in ("29 days", "31 days"):
        await database.by_its_administrator(
            "insert into command values ($1, $1, '', '{}', now() - $2::text::interval)", new_id(), age
        )
    moment = await database.pool.fetchval("select now() - interval '30 days'")
    assert await forget_commands(database.pool, moment) == 1
    assert await forget_commands(database.pool, moment) == 0
    assert await database.pool.fetchval("select count(*) from command") == 1


@pytest.mark.soak
async def test_naive_and_ours_with_larger_numbers(database: Database, monkeypatch):
    monkeypatch.setattr("tests.platform.database.test_late_commit.FACTS", 200)
    await test_with_sixteen_writers_the_naive_reader_misses_facts_and_ours_none(database)


class NoNews:
    """Nobody says that there is anything: whoever waits for it waits for ever."""

    async def wait(self, timeout_s: float = 0.0) -> None:
        await asyncio.Event().wait()


async def test_a_fact_that_was_held_back_is_read_when_the_older_transaction_ends_without_a_word(
    database: Database,
) -> None:
    older = await asyncpg.connect(database.owner_dsn)
    try:
        transaction = older.transaction()
        await transaction.start()
        await older.fetchval(
            "select pg_current_xact_id()"
        )  # as whoever moves a cursor has it: no fact, and no news
        id = new_id()
        await database.by_its_administrator(INSERT, id, f"x:{id}")
        held = await log.read_batch(database.pool, Cursor())
        assert (held.facts, held.held_back) == ([], True)
        reading = asyncio.create_task(anext(log.follow(database.pool, NoNews(), Cursor())))
        await asyncio.sleep(0.05)
        assert not reading.done()
        await transaction.rollback()
        assert [fact.id for fact in await asyncio.wait_for(reading, 10)] == [id]
    finally:
        await older.close()
