"""`auxilio worker` as a process: the wiring of `app.worker`, until told to stop."""

import asyncio
import contextlib

from auxilio.app.house import open_shell, reactions
from auxilio.app.settings import Settings
from auxilio.app.supervisor import until_told
from auxilio.app.worker import Worker, run_worker


async def run_work(settings: Settings) -> None:
    """Lead or stay warm, until told to stop."""
    told = until_told()
    async with open_shell(settings) as shell:
        worker = Worker(
            pool=shell.pool,
            nouns=shell.nouns,
            wakeups=shell.wakeups,
            clock=shell.clock,
            door=shell.door,
            reactions=reactions(),
            offer_s=settings.offer_s,
        )
        working = asyncio.create_task(run_worker(worker))
        stopping = asyncio.create_task(told.wait())
        await asyncio.wait([working, stopping], return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            working.result()  # a defect ends the process loudly; it is started again
        working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await working
