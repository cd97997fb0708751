"""What all legs have in common from the 200 to the BYE: their hooks, their owner, what is heard of them, their release."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass

from auxilio.kernel.ids import CallId, DeskId
from auxilio.platform.background_tasks import BackgroundTasks
from auxilio.voice.control.absent_desks import AbsentDesks
from auxilio.voice.control.call_media_state import CallMediaState, CallStates, ConnectedLeg, LegOwner
from auxilio.voice.control.leg_media import LegMedia
from auxilio.voice.control.leg_writer import LegWriter
from auxilio.voice.control.live_text import TelephoneText
from auxilio.voice.control.media_monitor import MediaMonitor
from auxilio.voice.control.media_switch import MediaSwitch
from auxilio.voice.core.media_plan import PartyKey
from auxilio.voice.media.ports import MediaEngine
from auxilio.voice.sip.agent import CallLeg

REPLACED = 'SIP;cause=410;text="replaced"'
"""Why a page's leg ends when another of the same desk or call has come: it must not take the line back at once."""

type OnGone = Callable[[CallLeg], Coroutine[None, None, None]]


@dataclass(frozen=True, kw_only=True)
class LegLifecycle:
    """One for each exchange; `caller_legs`, `desk_legs` and `guest_legs` work through it."""

    media: MediaEngine
    states: CallStates
    tasks: BackgroundTasks
    leg_media: LegMedia
    monitor: MediaMonitor
    text: TelephoneText
    writer: LegWriter
    switch: MediaSwitch
    absent_desks: AbsentDesks

    def attach(self, leg: ConnectedLeg, owner: LegOwner, on_gone: OnGone, group: str) -> None:
        """This leg is its owner's from now on. `on_gone` is told once when its far side has gone."""
        self.states.owners[leg.id] = owner
        leg.sip.on_bye = on_gone
        self.leg_media.subscribe(leg, group)
        self.monitor.listen(leg)

    async def release(self, leg: ConnectedLeg) -> None:
        """End the media of a leg, and forget what was kept of it for another process."""
        self.states.owners.pop(leg.id, None)
        self.text.ended(leg)
        leg.sip.on_bye = None
        await self.media.detach(leg.id)
        self.writer.forget(leg)

    async def replace(self, before: ConnectedLeg | None) -> None:
        """Release the leg whose place another has taken."""
        if before is not None:
            await self.release(before)
            self.spawn(before.sip.bye(REPLACED))

    async def hang_up(self, leg: ConnectedLeg) -> None:
        """Release a leg, and say BYE to its far side."""
        await self.release(leg)
        self.spawn(leg.sip.bye())

    def keep(
        self,
        leg: ConnectedLeg,
        *,
        call: CallId | None = None,
        desk: DeskId | None = None,
        seat: PartyKey | None = None,
    ) -> None:
        """Write this leg through, so that another process can take it up (decision 0171)."""
        self.writer.keep(leg, call=call, desk=desk, seat=seat)

    async def apply_media_plan(self, call: CallId) -> None:
        """Make what is heard in a call what its state says, with the legs that are there now."""
        await self.switch.apply_media_plan(call)
        self.absent_desks.watch(call, self.states.calls[call])

    async def attach_recorder(self, state: CallMediaState, seat: PartyKey, leg: ConnectedLeg) -> None:
        """Let the recorder hear a leg, where the call is recorded."""
        if state.recorder is not None:
            await self.media.attach_sink(leg.id, state.recorder.sink_of(seat))

    def spawn(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        """Do it in a task of the exchange."""
        return self.tasks.spawn(work)
