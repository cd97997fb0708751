"""Aim: one leads, and when it dies without a word another follows within seconds."""

import asyncio
import sys

import pytest

from auxilio.platform.database.leases import Lease, lead
from auxilio.platform.ids import new_id
from tests.database import Database


def lease(database: Database, span_s: float = 6.0) -> Lease:
    return Lease(database.pool, "worker", new_id(), span_s=span_s)


async def test_one_has_it_and_may_renew_it_and_the_other_waits(database: Database):
    one, other = lease(database), lease(database)
    assert await one.take()
    assert await one.take()
    assert not await other.take()
    assert await other.current() == one.holder


async def test_given_back_it_is_free_at_once(database: Database):
    one, other = lease(database), lease(database)
    await one.take()
    await other.give_back()
    assert await other.current() == one.holder, "nobody gives back what another has"
    await one.give_back()
    assert await other.take()


async def test_of_many_that_ask_at_once_one_gets_it(database: Database):
    asked = [lease(database) for _ in range(16)]
    got = await asyncio.gather(*(one.take() for one in asked))
    assert sum(got) == 1


async def test_a_leader_stops_working_when_its_lease_went_to_another(database: Database):
    one, other = lease(database, 0.4), lease(database)
    began, stopped = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()

    leading = asyncio.create_task(lead(one, work))
    try:
        async with asyncio.timeout(30):
            await began.wait()
            await database.pool.execute("update lease set holder = $1", other.holder)
            await stopped.wait()
        assert await other.take()
    finally:
        leading.cancel()
        await asyncio.gather(leading, return_exceptions=True)


async def test_who_is_told_to_stop_gives_the_lease_back(database: Database):
    one, began = lease(database), asyncio.Event()

    async def work() -> None:
        began.set()
        await asyncio.Event().wait()

    leading = asyncio.create_task(lead(one, work))
    async with asyncio.timeout(30):
        await began.wait()
    leading.cancel()
    await asyncio.gather(leading, return_exceptions=True)
    assert await one.current() is None


async def test_a_defect_in_the_work_ends_the_leader_and_frees_the_lease(database: Database):
    one = lease(database)

    async def work() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await lead(one, work)
    assert await one.current() is None


LEADER = """
import asyncio, sys
from uuid import UUID
from auxilio.platform.database.connection import open_pool
from auxilio.platform.database.leases import Lease, lead

async def main():
    pool = await open_pool(sys.argv[1], size_max=2)
    async def work():
        print("leading", flush=True)
        await asyncio.Event().wait()
    await lead(Lease(pool, "worker", UUID(sys.argv[2]), span_s=1.0), work)

asyncio.run(main())
"""


async def start(database: Database) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-c", LEADER, database.dsn, str(new_id()), stdout=asyncio.subprocess.PIPE
    )


async def test_a_leader_killed_without_a_word_is_followed_by_the_warm_one(database: Database):
    first = await start(database)
    second = None
    try:
        async with asyncio.timeout(60):
            assert await first.stdout.readline() == b"leading\n"
            second = await start(database)
            told = asyncio.create_task(second.stdout.readline())
            # It is warm, and it waits: for twice the span nothing is heard of it.
            done, _ = await asyncio.wait({told}, timeout=2.0)
            assert not done
            first.kill()
            assert await told == b"leading\n"
    finally:
        for process in (first, second):
            if process is not None and process.returncode is None:
                process.kill()
                await process.wait()
