"""`auxilio up`: a whole centre from its settings, where it can work."""

import asyncio
from collections.abc import Callable, Coroutine

from auxilio.app.cli.start_checks import check_content, check_start, hold_data_folder
from auxilio.app.processes.supervisor import database, keep_running, processes_of
from auxilio.app.settings import Settings, given_by_environment, given_by_file, with_saved
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import Clock, SystemClock
from auxilio.platform.process import stop_event
from auxilio.setup.saved_settings import saved_settings

LOOK_EVERY_S = 1.0
"""How soon the processes start again with what a page has saved: it shows when they have."""


async def run_up(settings: Settings, announce: Callable[[Settings], Coroutine[None, None, None]]) -> None:
    """Everything, until told to stop. `announce` says where it is, once it answers. Raises `CannotStart`."""
    told, clock = stop_event(), SystemClock()
    with hold_data_folder(settings, settings.public_url or settings.address):
        await check_start(settings, clock)
        async with database(settings) as running:
            await check_content(running)
            async with asyncio.TaskGroup() as beside:
                announcing = beside.create_task(announce(running))
                while not told.is_set():
                    saved = saved_settings(running.data)
                    given = given_by_file() | given_by_environment()
                    await _run_until_saved(with_saved(running, given.keys()), saved, told, clock)
                announcing.cancel()


async def _run_until_saved(
    settings: Settings, saved: dict[str, str], told: asyncio.Event, clock: SystemClock
) -> None:
    """The processes with these settings, until others have been saved or `told` is set."""
    async with asyncio.TaskGroup() as processes:
        tasks = [
            processes.create_task(keep_running([command], settings, clock))
            for command in processes_of(settings)
        ]
        ends = [
            processes.create_task(told.wait()),
            processes.create_task(_saved_anew(settings, saved, clock)),
        ]
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        for task in (*tasks, *ends):
            task.cancel()


async def _saved_anew(settings: Settings, before: dict[str, str], clock: Clock) -> None:
    """Returns when a page has saved other settings than these. A file that cannot be read changes nothing."""
    while True:
        await clock.sleep(LOOK_EVERY_S)
        try:
            if saved_settings(settings.data) != before:
                return
        except Refused:
            continue
