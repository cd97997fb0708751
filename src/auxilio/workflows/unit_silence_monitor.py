"""Units that have fallen silent: a look every few seconds at who was heard when, and a watch for who was not.

Positions are no facts, so no fact can begin or keep this promise (decision 0208); the watch itself is one.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from auxilio.dispatch.aggregates import UNIT
from auxilio.dispatch.tracking.core.policy import silence_limit_s, silent_since
from auxilio.dispatch.tracking.store import TrackStore
from auxilio.dispatch.units.core.model import Unit, UnitStatus
from auxilio.followup.core.messages import KeepWatch, SetWatch
from auxilio.followup.core.model import FollowupParty, Watch, WatchKind
from auxilio.followup.core.policy import moments
from auxilio.followup.service import WATCH
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CommandId, WatchId, stream_id
from auxilio.kernel.instant import after_s, iso_us
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import Clock
from auxilio.platform.ids import derived_id
from auxilio.workflows.runner import StateReader, system_actor

LOOK_S = 5.0
"""Between two looks: the shortest span is three minutes."""
_log = logging.getLogger(__name__)


@dataclass
class UnitSilenceMonitor:
    """Run by the leader. `after` replaces spans of the policy, in seconds, as the agency sets them."""

    clock: Clock
    commands: CommandPort
    states: StateReader
    tracks: TrackStore
    after: Mapping[UnitStatus, float]

    async def run(self) -> None:
        """For ever, until cancelled. Weather is the caller's."""
        while True:
            await self.look()
            await self.clock.sleep(LOOK_S)

    async def look(self) -> None:
        """Watch for who is silent; keep the watch of who is not any more."""
        heard, spoken = await self.tracks.heard()
        watches = {watch.subject: watch for watch in await self.states.live(WATCH, kind="unit_silent")}
        for unit in await self.states.live(UNIT):
            since = silent_since(
                unit, heard.get(unit.id), expected=unit.id in spoken, at=self.clock.now(), after=self.after
            )
            watch = watches.pop(stream_id("unit", unit.id), None)
            if since is not None and watch is None:
                await self._watch(unit, since)
            elif since is None and watch is not None:
                await self._keep(watch)
        for of_retired in watches.values():
            await self._keep(of_retired)

    async def _watch(self, unit: Unit, since: datetime) -> None:
        # One silence is one watch, also after somebody has said that they know: its id hangs on the last word.
        id = derived_id(unit.id, f"silent.{iso_us(since)}")
        clock = moments(WatchKind.UNIT_SILENT, None, since)
        command = SetWatch(
            watch=WatchId(id),
            kind_of=WatchKind.UNIT_SILENT,
            subject=stream_id("unit", unit.id),
            red_at=after_s(since, silence_limit_s(unit, self.after) or 0.0),
            case=unit.case,
            to=(FollowupParty(centre=unit.centre),),
            first=clock.first,
            top=clock.top,
            climb_s=clock.climb_s,
        )
        await self._do(id, command, unit.mode)

    async def _keep(self, watch: Watch) -> None:
        id = derived_id(watch.id, "heard")
        await self._do(id, KeepWatch(watch=watch.id, by="dispatch.unit.heard"), watch.mode)

    async def _do(self, id: UUID, command: Command, mode: Mode) -> None:
        try:
            await self.commands.handle(CommandId(id), command, system_actor(mode))
        except Refused as refused:
            # Said before, with another span; or somebody answered it in this moment.
            _log.debug("silence_refused", extra={"kind": type(command).__name__, "code": refused.code})
