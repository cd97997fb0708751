"""Applies the media plan: the steps of `core.media_plan`, taken in the media engine on the legs that are there."""

import logging
from collections.abc import Callable

from auxilio.calls.core.model import MonitoringMode
from auxilio.kernel.ids import CallId, DeskId
from auxilio.kernel.refusal import Refused
from auxilio.voice.control.call_media_state import CallMediaState, CallStates, ExchangeDependencies
from auxilio.voice.core.media_plan import BridgeLegs, CallRoster, MediaStep, MixLegs, ParkLeg, plan_media
from auxilio.voice.media.ports import RoomId

_log = logging.getLogger(__name__)


class MediaSwitch:
    """One for each exchange."""

    def __init__(
        self, parts: ExchangeDependencies, states: CallStates, on_changed: Callable[..., None]
    ) -> None:
        """`on_changed` is told of every leg that may hear something else now."""
        self._media, self._sounds, self._states = parts.media, parts.sounds, states
        self._on_changed = on_changed

    async def apply_change(self, call: CallId, before: CallRoster) -> None:
        """Silence desks that have left the call, record those that have come, and settle what all of them hear."""
        state = self._states.calls[call]
        for desk in before.desks - state.roster.desks:
            await self._silence_desk(desk)
        for desk in state.roster.desks:
            await self.attach_recorder_to_desk(state, desk)
        await self.apply_media_plan(call)

    async def apply_media_plan(self, call: CallId) -> None:
        """Make what is heard in this call what the plan says. Done twice it changes nothing."""
        state = self._states.calls[call]
        async with state.lock:
            wanted = plan_media(
                state.roster, {seat: leg.id for seat, leg in self._states.legs_of(state).items()}
            )
            id = RoomId(f"call-{call.hex}")
            if state.mixed and not any(isinstance(step, MixLegs) for step in wanted):
                state.mixed = False
                await self._media.mix(id, {})
            for step in wanted:
                try:
                    await self._apply_step(step, id, state)
                except Refused as refused:
                    # The leg went in this moment; its own end says what becomes of the call.
                    _log.info("leg_not_joined", extra={"code": refused.code, "call": call})
            self._on_changed(*self._states.legs_of(state).values())

    async def attach_recorder_to_desk(self, state: CallMediaState, desk: DeskId) -> None:
        """Let the recorder hear this desk, if it has a say in this call. A desk that only listens says nothing."""
        leg = self._states.desks.get(desk)
        if leg is None or state.recorder is None or (desk, MonitoringMode.LISTEN) in state.roster.listeners:
            return
        await self._media.attach_sink(leg.id, state.recorder.sink_of(desk))

    async def _apply_step(self, step: MediaStep, id: RoomId, state: CallMediaState) -> None:
        match step:
            case BridgeLegs(one=one, other=other):
                await self._media.bridge(one, other)
            case ParkLeg(leg=leg, heard=heard, held=held):
                await self._media.park(leg, self._sounds.sound_of(heard, state.language), held=held)
            case MixLegs(gains=gains):
                state.mixed = True
                await self._media.mix(id, gains)

    async def _silence_desk(self, desk: DeskId) -> None:
        """A desk between calls hears nothing, and nothing is recorded of it."""
        leg = self._states.desks.get(desk)
        if leg is not None and not self._states.calls_at(desk):
            await self._media.attach_sink(leg.id, None)
            await self._media.park(leg.id)
            self._on_changed(leg)
