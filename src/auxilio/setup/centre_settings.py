"""What the centre is called and where it is, as `/setup` reads and saves it."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import available_timezones

import msgspec

from auxilio.calls.core.policy import COUNTRIES
from auxilio.calls.open_work import count_open_calls
from auxilio.kernel.actor import Actor
from auxilio.kernel.refusal import Conflict, Refused
from auxilio.platform.database.connection import Pool
from auxilio.setup.core.model import CentreIdentity, CentreIdentityView
from auxilio.setup.saved_settings import (
    CENTRE_NAMES,
    SettingsCheck,
    check_given_elsewhere,
    saved_settings,
)
from auxilio.setup.settings_record import SettingsSaver, save_without_note

NO_PLACES = frozenset({"Factory", "localtime"})
"""Entries of the zone database that name no place: no browser and no other machine knows them, and pages would not load."""


class CentreSettings:
    """Over the data folder of this installation. `elsewhere`: settings that the file, the environment or the start gives."""

    def __init__(
        self,
        data: Path,
        in_force: CentreIdentity,
        elsewhere: Sequence[str],
        pool: Pool,
        faults: SettingsCheck = lambda _: (),
        saver: SettingsSaver = save_without_note,
    ) -> None:
        self._saver, self._faults, self._data, self._in_force, self._pool = (
            saver,
            faults,
            data,
            in_force,
            pool,
        )
        self._elsewhere = tuple(name for name in CENTRE_NAMES if name in elsewhere)
        self._zones = tuple(sorted(available_timezones() - NO_PLACES))

    async def view(self) -> CentreIdentityView:
        """As they are in force here, and as the processes have them at the next start."""
        return CentreIdentityView(
            saved=msgspec.structs.replace(self._in_force, **await self._saved()),
            in_force=self._in_force,
            given_elsewhere=self._elsewhere,
            countries=COUNTRIES,
            zones=self._zones,
        )

    async def save(self, centre: CentreIdentity, actor: Actor) -> None:
        """Keep them for the next start.

        Raises `Refused`: `setting_given_elsewhere`, `unknown_zone`, `unknown_country`, `setting_unusable`; `calls_go_on`, because the exchange
        starts again too.
        """
        if centre.zone not in self._zones:
            raise Refused("unknown_zone", zone=centre.zone, field="$.zone")
        if centre.country not in COUNTRIES:
            raise Refused("unknown_country", country=centre.country, field="$.country")
        wanted, now = msgspec.structs.asdict(centre), msgspec.structs.asdict(self._in_force)
        check_given_elsewhere(self._elsewhere, wanted, now)
        new = {name: wanted[name] for name in CENTRE_NAMES if name not in self._elsewhere}
        if new == await self._saved():
            return
        if going_on := await count_open_calls(self._pool):
            raise Conflict("calls_go_on", count=going_on)
        await self._saver(self._data, new, CENTRE_NAMES, self._faults, actor)

    async def _saved(self) -> dict[str, str]:
        found = await asyncio.to_thread(saved_settings, self._data)
        mine = [name for name in CENTRE_NAMES if name not in self._elsewhere]
        return {name: found[name] for name in mine if name in found}
