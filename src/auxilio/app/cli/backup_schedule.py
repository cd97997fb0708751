"""The task of `up` that has a backup made when one is due, in a process of its own (decision 0294)."""

import asyncio
import logging
import os
from collections.abc import Collection
from datetime import timedelta

import msgspec

from auxilio.app.settings import Settings, environment_of, with_saved
from auxilio.app.settings_in_force import passed_on
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import Clock
from auxilio.platform.forked_process import ForkedProcess
from auxilio.readiness.backup_log import backup_request, backup_runs
from auxilio.readiness.core.backups import is_due
from auxilio.setup.saved_settings import saved_settings

LOOK_EVERY_S = 2.0
"""How soon one begins that a person asked for."""
REST_S = 60.0
"""After one that ended badly: it may not even have noted that it failed."""
STOP_S = 20.0
_log = logging.getLogger(__name__)


async def make_backups(settings: Settings, given: Collection[str], clock: Clock) -> None:
    """Until cancelled. `settings` as `up` read them, with the owner of the database; `given`: those that no page may change.

    Pages may save others meanwhile: they are read at each look.
    """
    settings = msgspec.structs.replace(settings, data=settings.data.absolute())
    while True:
        await clock.sleep(LOOK_EVERY_S)
        try:
            now = with_saved(settings, saved_settings(settings.data), given)
            due = _due(now, clock)
        except (Refused, msgspec.ValidationError):
            continue  # readiness says so
        if due and (status := await _make(now)) != 0:
            _log.warning("backup_failed", extra={"status": status})
            await clock.sleep(REST_S)


def _due(settings: Settings, clock: Clock) -> bool:
    if settings.backup_folder is None:
        return False
    every = timedelta(hours=settings.backup_every_h)
    return is_due(backup_runs(settings.data), backup_request(settings.data), every, clock.now())


async def _make(settings: Settings) -> int:
    environ = {**os.environ, **environment_of(settings), **passed_on(settings)}
    arguments = ("db", "backup", "--due")
    child = ForkedProcess("auxilio backup", "auxilio.app.cli:run_command", arguments, environ)
    try:
        await child.start()
        return await child.wait()
    except asyncio.CancelledError:
        await child.stop(STOP_S)
        raise
