"""A worker as a process of its own, so that a test can kill it: `python -m tests.workflows.worker_process DSN PORT`.

PORT: of the partner of its one way out, `line`."""

import asyncio
import sys
from functools import partial

from auxilio.followup.store import WatchStore
from auxilio.platform.clock import SystemClock
from auxilio.platform.database.command_executor import CommandExecutor
from auxilio.platform.database.connection import open_pool
from auxilio.platform.database.wakeups import Wakeups
from auxilio.workflows import call_answering as answered
from auxilio.workflows.leader_worker import Worker
from tests.database import Database
from tests.workflows.conftest import AGGREGATES, make_room
from tests.workflows.line_channel import deliver_line


class Saying(Worker):
    """Says when it leads."""

    async def work(self) -> None:
        print("leading", flush=True)
        await super().work()


async def main(dsn: str, line_port: int) -> None:
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
            channels={"line": partial(deliver_line, line_port)},
        )
        await worker.run()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
