"""`auxilio up`: a whole centre from its settings, where it can work."""

import asyncio
from collections.abc import Callable, Coroutine

from auxilio.app.cli.start_checks import check_content, check_start, hold_data_folder
from auxilio.app.processes.supervisor import database, keep_running, processes_of
from auxilio.app.settings import Settings
from auxilio.platform.clock import SystemClock
from auxilio.platform.process import stop_event


async def run_up(settings: Settings, announce: Callable[[Settings], Coroutine[None, None, None]]) -> None:
    """Everything, until told to stop. `announce` says where it is, once it answers. Raises `CannotStart`."""
    told = stop_event()
    with hold_data_folder(settings, settings.public_url or settings.address):
        await check_start(settings, SystemClock())
        async with database(settings) as running:
            await check_content(running)
            async with asyncio.TaskGroup() as processes:
                tasks = [
                    processes.create_task(keep_running([command], running, SystemClock()))
                    for command in processes_of(running)
                ]
                tasks.append(processes.create_task(announce(running)))
                await told.wait()
                for task in tasks:
                    task.cancel()
