"""What the log says of a call, applied to its state, its legs and its media."""

from auxilio.kernel.ids import CallId
from auxilio.voice.control.call_media_state import CallStates
from auxilio.voice.control.caller_legs import CallerLegs
from auxilio.voice.control.leg_lifecycle import LegLifecycle
from auxilio.voice.control.outbound_dialling import OutboundDialler
from auxilio.voice.core.media_plan import CallRoster, CarriedCall, MediaStage, roster_of


class CallUpdates:
    """One for each exchange."""

    def __init__(
        self, states: CallStates, legs: LegLifecycle, callers: CallerLegs, dialler: OutboundDialler
    ) -> None:
        self._states, self._legs, self._callers, self._dialler = states, legs, callers, dialler

    async def apply_call(self, call: CarriedCall) -> None:
        """Let media be as this call stands (`calls.ports.CallControl`). Done twice it changes nothing."""
        roster = roster_of(call)
        if roster.stage is MediaStage.OVER:
            await self._end_call(call.id)
            return
        before, state = self._states.calls[call.id].roster, self._states.state_of(call)
        if before != roster:
            await self._dialler.follow(call.id, state)
            await self._legs.switch.apply_change(call.id, before)
            self._legs.absent_desks.watch(call.id, state)

    async def resume_calls(self) -> None:
        """After legs were recovered: ring and settle each call once, when all who were in it are there again."""
        for call, state in list(self._states.calls.items()):
            await self._dialler.follow(call, state)
            await self._legs.apply_media_plan(call)

    async def _end_call(self, call: CallId) -> None:
        """Every leg but the desks' ends; theirs stay, in silence. What was heard is made durable."""
        state = self._states.calls.get(call)
        if state is None:
            return
        before, state.roster = state.roster, CallRoster(MediaStage.OVER)
        await self._dialler.follow(call, state)
        await self._legs.switch.apply_change(call, before)
        del self._states.calls[call]
        state.cancel_timers()
        self._legs.monitor.forget(call)
        if state.caller is not None:
            await self._legs.hang_up(state.caller)
        self._callers.finish_recording(call, state)
