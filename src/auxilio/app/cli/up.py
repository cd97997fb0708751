"""`auxilio up`: a whole centre from its settings, where it can work."""

import asyncio
import logging
from collections.abc import Callable, Collection, Coroutine

from auxilio.app.cli.backup_schedule import make_backups
from auxilio.app.cli.region_builder import build_regions
from auxilio.app.cli.start_checks import check_content, check_start, hold_data_folder
from auxilio.app.cli.upgrading.database import finish_way_back
from auxilio.app.processes.supervisor import database, keep_running, processes_of
from auxilio.app.settings import (
    BUILDS_REGIONS,
    Settings,
    faults_of_saved,
    given_by_environment,
    given_by_file,
    with_saved,
)
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import Clock, SystemClock
from auxilio.platform.process import stop_event
from auxilio.setup.saved_settings import LIVE_NAMES, saved_settings

_log = logging.getLogger(__name__)
LOOK_EVERY_S = 1.0
"""How soon the processes start again with what a page has saved: it shows when they have."""


async def run_up(settings: Settings, announce: Callable[[Settings], Coroutine[None, None, None]]) -> None:
    """Everything, until told to stop. `announce` says where it is, once it answers. Raises `CannotStart`."""
    told, clock = stop_event(), SystemClock()
    with hold_data_folder(settings, settings.public_url or settings.address):
        await check_start(settings, clock)
        if await finish_way_back(settings):
            _log.warning("way_back_finished")
        async with database(settings) as running:
            await check_content(running)
            # Once: a file that is being written while a page saves must not end a centre that runs.
            given, saved = given_by_file() | given_by_environment(), saved_settings(running.data)
            async with asyncio.TaskGroup() as beside:
                renewed = asyncio.Event()
                side_tasks = [
                    beside.create_task(announce(running)),
                    beside.create_task(build_regions(running, clock, renewed)),
                    beside.create_task(make_backups(settings, given.keys(), clock)),
                ]
                while not told.is_set():
                    in_force = with_saved(running, saved, given.keys())
                    saved = await _run_until_changed(in_force, saved, given.keys(), told, renewed, clock)
                for task in side_tasks:
                    task.cancel()


async def _run_until_changed(
    settings: Settings,
    saved: dict[str, str],
    given: Collection[str],
    told: asyncio.Event,
    renewed: asyncio.Event,
    clock: SystemClock,
) -> dict[str, str]:
    """The processes with these settings, until others have been saved, a region is new or `told` is set; what is saved then."""
    renewed.clear()
    async with asyncio.TaskGroup() as processes:
        tasks = [
            processes.create_task(keep_running([command], settings, clock, {BUILDS_REGIONS: "1"}))
            for command in processes_of(settings)
        ]
        waiting = [processes.create_task(event.wait()) for event in (told, renewed)]
        saving = processes.create_task(saved_anew(settings, saved, given, clock))
        await asyncio.wait((*waiting, saving), return_when=asyncio.FIRST_COMPLETED)
        for task in (*tasks, *waiting, saving):
            task.cancel()
    return saved if saving.cancelled() else saving.result()


async def saved_anew(
    settings: Settings, before: dict[str, str], given: Collection[str], clock: Clock
) -> dict[str, str]:
    """What a page has saved, once it is other settings than these of those for which processes start again.

    A file that cannot be read, or with which no process would start, changes nothing.
    """
    told = list[str]()
    while True:
        await clock.sleep(LOOK_EVERY_S)
        try:
            found = saved_settings(settings.data)
        except Refused:
            continue
        if faults := faults_of_saved(settings, given, found):
            if faults != told:
                _log.error(
                    "saved_settings_unusable", extra={"code": "settings_malformed", "source": faults[0]}
                )
            told = faults
            continue
        if _of_processes(found) != _of_processes(before):
            return found


def _of_processes(saved: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in saved.items() if name not in LIVE_NAMES}
