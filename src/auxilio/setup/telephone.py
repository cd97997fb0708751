"""The line to the network as a page reads, saves and tries it, and the calls that came by it."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from ipaddress import ip_network
from pathlib import Path

import msgspec

from auxilio.calls.open_work import count_open_calls
from auxilio.kernel.actor import Actor
from auxilio.kernel.refusal import Conflict, Refused
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import Pool
from auxilio.platform.ip_address import IpNetwork, cover_everybody
from auxilio.setup.core.telephone import TelephoneView, Trunk, TrunkTrialAsk, TrunkTrialReport
from auxilio.setup.saved_settings import (
    TRUNK_NAMES,
    SettingsCheck,
    check_given_elsewhere,
    saved_settings,
)
from auxilio.setup.settings_record import SettingsSaver, save_without_note
from auxilio.setup.store import TelephoneStore
from auxilio.setup.trunk_trial import TrunkTrial, dialled, is_short, place_of
from auxilio.voice.sip.agent import AgentSettings

_log = logging.getLogger(__name__)


class Telephone:
    """Over the data folder of this installation. `speaks`: how this machine speaks SIP when it calls on trial; None: it carries
    no voice."""

    def __init__(
        self,
        data: Path,
        in_force: Trunk,
        elsewhere: Sequence[str],
        address: str,
        speaks: Callable[[], AgentSettings] | None,
        pool: Pool,
        clock: Clock,
        faults: SettingsCheck = lambda _: (),
        saver: SettingsSaver = save_without_note,
    ) -> None:
        self._data, self._in_force, self._address = data, in_force, address
        self._elsewhere = tuple(name for name in TRUNK_NAMES if name in elsewhere)
        self._speaks, self._pool, self._clock, self._faults = speaks, pool, clock, faults
        self._saver, self._trial = saver, asyncio.Lock()

    async def view(self) -> TelephoneView:
        """As it is in force here, and as the processes have it at the next start."""
        return TelephoneView(
            saved=await self._saved(),
            in_force=self._in_force,
            given_elsewhere=self._elsewhere,
            voice=self._speaks is not None,
            address=self._address,
            calls=await TelephoneStore(self._pool).newest_calls(),
        )

    async def save(self, trunk: Trunk, actor: Actor) -> None:
        """Keep it for the next start.

        Raises `Refused`: `setting_given_elsewhere`, `trunk_malformed`, `networks_malformed`, `setting_unusable`; `calls_go_on`, because the
        exchange starts again.
        """
        if trunk.sip_trunk:
            place_of(trunk.sip_trunk)
        _check_networks(trunk.sip_trusted)
        wanted, now = msgspec.structs.asdict(trunk), msgspec.structs.asdict(self._in_force)
        check_given_elsewhere(self._elsewhere, wanted, now)
        if trunk == await self._saved():
            return
        if going_on := await count_open_calls(self._pool):
            raise Conflict("calls_go_on", count=going_on)
        mine = [name for name in TRUNK_NAMES if name not in self._elsewhere]
        values = {name: wanted[name] for name in mine if wanted[name]}
        await self._saver(self._data, values, mine, self._faults, actor)

    async def _saved(self) -> Trunk:
        found = await asyncio.to_thread(saved_settings, self._data)
        mine = {name: found.get(name, "") for name in TRUNK_NAMES if name not in self._elsewhere}
        return msgspec.structs.replace(self._in_force, **mine)

    async def call_on_trial(self, ask: TrunkTrialAsk) -> TrunkTrialReport:
        """Dial a number by what is saved, and say how far it got. One at a time in a process.

        Raises `Refused`: `voice_off`, `trunk_not_set`, `trial_number_wrong`, `trial_number_short`, `trunk_trial_runs`.
        """
        trunk = (await self._saved()).sip_trunk
        if self._speaks is None:
            raise Refused("voice_off")
        if not trunk:
            raise Refused("trunk_not_set")
        number = dialled(ask.number)
        if is_short(number) and not ask.short_allowed:
            raise Refused("trial_number_short", number=number, field="$.number")
        if self._trial.locked():
            raise Conflict("trunk_trial_runs")
        async with self._trial:
            _log.info("trunk_trial")
            return TrunkTrialReport(steps=await TrunkTrial(trunk, self._speaks(), self._clock).call(number))


def _check_networks(text: str) -> None:
    found = list[IpNetwork]()
    for one in (each.strip() for each in text.split(",") if each.strip()):
        try:
            found.append(ip_network(one))
        except ValueError:
            raise Refused("networks_malformed", network=one[:60], field="$.sip_trusted") from None
        if cover_everybody(found):  # everybody on earth would be believed who they say they are
            raise Refused("networks_malformed", network=one[:60], field="$.sip_trusted")
