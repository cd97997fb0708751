"""Who saved which settings by a page, with what they were before: a note beside the file (decision 0315).

A value is noted as `/admin` shows it: without the passwords of addresses.
"""

import asyncio
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Protocol

from auxilio.kernel.actor import Actor
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import Pool
from auxilio.setup.saved_settings import SettingsCheck, save_settings, saved_settings
from auxilio.setup.store import SettingsNoteStore

SETTINGS_RELATION = "saved_settings"
"""Of notes in `reference_change`. It is in the database for ever: never change it."""
SETTINGS_KEY = "saved"
MASK = "•••"
_PASSWORD = re.compile(r"^([a-z][a-z0-9+.-]*:(?://)?[^:@/?]*):.*@", re.IGNORECASE)
_PASSWORD_ASKED = re.compile(r"((?:password|passfile|sslkey)\s*=\s*)[^&\s]*", re.IGNORECASE)


def masked(value: str) -> str:
    """A value without the passwords of addresses: `postgresql://auxilio:•••@db/auxilio`."""
    return _PASSWORD_ASKED.sub(rf"\1{MASK}", _PASSWORD.sub(rf"\1:{MASK}@", value))


class SettingsSaver(Protocol):
    """Keeps what a page saves (`saved_settings.save_settings`)."""

    async def __call__(
        self,
        data: Path,
        values: Mapping[str, str],
        names: Collection[str],
        faults: SettingsCheck,
        actor: Actor,
    ) -> None:
        """Raises what `save_settings` raises."""
        ...


class SettingsRecord:
    """Saves settings, and notes who did."""

    def __init__(self, pool: Pool, clock: Clock) -> None:
        self._notes, self._clock = SettingsNoteStore(pool), clock

    async def save(
        self,
        data: Path,
        values: Mapping[str, str],
        names: Collection[str],
        faults: SettingsCheck,
        actor: Actor,
    ) -> None:
        """Keep these in place of what was saved of `names` (`save_settings`). Without the note nothing is saved; a note whose
        settings could not be saved is not kept."""
        known = await asyncio.to_thread(saved_settings, data)
        before = {name: known[name] for name in names if name in known}
        changed = sorted(
            name for name in before.keys() | values.keys() if before.get(name) != values.get(name)
        )
        async with self._notes.noting() as notes:
            if changed:
                was, now = _noted(before, changed), _noted(values, changed)
                if was == now:  # only the password within an address
                    now["password_changed"] = True
                await notes.add(SETTINGS_RELATION, SETTINGS_KEY, was, now, actor.id, self._clock.now())
            await asyncio.to_thread(save_settings, data, values, names, faults)


async def save_without_note(
    data: Path, values: Mapping[str, str], names: Collection[str], faults: SettingsCheck, actor: Actor
) -> None:
    """A `SettingsSaver` for tests: nobody is noted."""
    del actor
    await asyncio.to_thread(save_settings, data, values, names, faults)


def _noted(values: Mapping[str, str], names: Collection[str]) -> dict[str, Any]:
    return {name: masked(values.get(name, "")) for name in names}
