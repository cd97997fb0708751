"""Of several processes exactly one does a thing, and who waits has it when that one is gone, hangs, or lets go."""

import asyncio

import asyncpg

from auxilio.platform.database.advisory_lock import AdvisoryLock
from tests.database import Database

WITHIN_S = 20


async def taken(wish: AdvisoryLock) -> None:
    async with asyncio.timeout(WITHIN_S):
        await wish.wait()


async def sessions(database: Database, *, end: bool = False) -> int:
    """How many hold a lock of that kind; or end them, as the death of their process would."""
    what = "pg_terminate_backend(pid)" if end else "pid"
    asked = f"select {what} from pg_locks where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())"
    return len(await database.pool.fetch(asked))


async def test_one_has_it_and_the_others_wait_until_it_lets_go(database: Database) -> None:
    first, *others = (AdvisoryLock(database.dsn, "voice") for _ in range(4))
    await taken(first)
    waiting = [asyncio.create_task(one.wait()) for one in others]
    await asyncio.sleep(0.5)
    assert not any(task.done() for task in waiting)
    assert await sessions(database) == 1
    await first.let_go()
    async with asyncio.timeout(WITHIN_S):
        done, pending = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    assert (len(done), await sessions(database)) == (1, 1)
    for task in pending:
        task.cancel()
    for one in others:
        await one.let_go()


async def test_another_name_is_another_thing(database: Database) -> None:
    voice, other = AdvisoryLock(database.dsn, "voice"), AdvisoryLock(database.dsn, "other")
    await taken(voice)
    await taken(other)
    await voice.let_go()
    await other.let_go()


async def test_who_hangs_is_taken_for_dead_by_the_database_and_learns_it_when_it_wakes(
    database: Database,
) -> None:
    hangs, next_ = AdvisoryLock(database.dsn, "voice", silent_s=1.0), AdvisoryLock(database.dsn, "voice")
    await taken(hangs)  # and says nothing more: it hangs
    await taken(next_)
    async with asyncio.timeout(WITHIN_S):
        await hangs.wait_until_lost()
    await hangs.let_go()
    await next_.let_go()


async def test_who_lost_its_connection_has_it_again_when_nobody_took_it(database: Database) -> None:
    keeps = AdvisoryLock(database.dsn, "voice", silent_s=1.0)
    await taken(keeps)
    keeping = asyncio.create_task(keeps.wait_until_lost())
    await sessions(database, end=True)
    async with asyncio.timeout(WITHIN_S):
        while await sessions(database) == 0:
            await asyncio.sleep(0.02)
    assert not keeping.done()
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)
    await keeps.let_go()


async def test_a_database_that_is_away_is_waited_for(database: Database) -> None:
    async def nobody(*_: object, **__: object) -> asyncpg.Connection:
        raise ConnectionRefusedError

    wish, connect = AdvisoryLock(database.dsn, "voice"), asyncpg.connect
    asyncpg.connect = nobody
    try:
        waiting = asyncio.create_task(wish.wait())
        await asyncio.sleep(0.3)
        assert not waiting.done()
    finally:
        asyncpg.connect = connect
    async with asyncio.timeout(WITHIN_S):
        await waiting
    await wish.let_go()
