"""A worker as a process of its own, so that a test can kill it: `python -m tests.workflows.worker_process DSN`."""

import asyncio
import sys

from auxilio.followup.store import WatchStore
from auxilio.platform.clock import SystemClock
from auxilio.platform.database.command_executor import CommandExecutor
from auxilio.platform.database.connection import open_pool
from auxilio.platform.database.wakeups import Wakeups
from auxilio.workflows import call_answering as answered
from auxilio.workflows.leader_worker import Worker
from tests.database import Database
from tests.workflows.conftest import AGGREGATES, make_room


class Saying(Worker):
    """Says when it leads."""

    async def work(self) -> None:
        print("leading", flush=True)
        await super().work()


async def main(dsn: str) -> None:
    pool, clock = await open_pool(dsn, size_max=8), SystemClock()
    async with Wakeups(pool, dsn) as wakeups:
        room = make_room(Database(dsn, pool, wakeups, CommandExecutor(pool, clock, wakeups)), clock, ())
        worker = Saying(
            pool,
            AGGREGATES,
            wakeups,
            clock,
            room.commands,
            answered.reactions(),
            WatchStore(pool),
            span_s=1.0,
        )
        await worker.run()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
