"""Callers' legs: how a caller comes on the line, for the first time or again, and what becomes of the call when they go."""

from functools import partial

from auxilio.calls.core.messages import EndByCaller
from auxilio.kernel.ids import CallId
from auxilio.voice.control.call_media_state import (
    CallerOwner,
    CallMediaState,
    ConnectedLeg,
    ExchangeDependencies,
)
from auxilio.voice.control.call_reporter import CallReporter
from auxilio.voice.control.leg_lifecycle import LegLifecycle
from auxilio.voice.control.recorder_adapter import finish_recording
from auxilio.voice.core.media_plan import CALLER
from auxilio.voice.sip.agent import CallLeg

CALLER_BACK_S = 15.0
"""A caller's page that is gone without a BYE is waited for this long: a reload, a tunnel, an exchange that fell."""


class CallerLegs:
    """One for each exchange."""

    def __init__(
        self, parts: ExchangeDependencies, legs: LegLifecycle, reporter: CallReporter, caller_back_s: float
    ) -> None:
        self._clock, self._recorders, self._legs = parts.clock, parts.recorders, legs
        self._states, self._reporter = legs.states, reporter
        self._caller_back_s = caller_back_s

    async def attach(self, call: CallId, leg: ConnectedLeg) -> None:
        """The caller is on the line, for the first time or again."""
        state = self._states.calls[call]
        before, state.caller = state.caller, leg
        if state.caller_awaited is not None:
            state.caller_awaited.cancel()
        await self._legs.replace(before)
        await self.register(call, state, leg)
        if leg.sip.gone.is_set():  # while it was being attached
            await self.on_leg_gone(call, leg)
            return
        await self._legs.apply_media_plan(call)

    async def register(self, call: CallId, state: CallMediaState, leg: ConnectedLeg) -> None:
        """This leg is the caller's: monitored, recorded, written through. What it hears is not changed."""
        state.caller = leg
        self._legs.attach(leg, CallerOwner(call), partial(self._on_bye, call, leg), str(call))
        self._legs.text.open_session(call, state, leg)
        if state.recorder is None:
            state.recorder = await self._recorders.begin(call)
        if state.caller is not leg:  # hung up, or another took its place: nothing of it is left to register
            if call not in self._states.calls:
                self.finish_recording(call, state)
            return
        await self._legs.attach_recorder(state, CALLER, leg)
        for desk in state.roster.desks:
            await self._legs.switch.attach_recorder_to_desk(state, desk)
        self._legs.keep(leg, call=call)

    async def on_leg_gone(self, call: CallId, leg: ConnectedLeg) -> None:
        """The far side of this leg has gone, with a BYE or without one."""
        state = self._states.calls.get(call)
        if state is None or state.caller is not leg:
            return  # another leg has taken its place
        state.caller = None
        await self._legs.release(leg)
        await self._legs.apply_media_plan(call)
        if leg.sip.gone_reason == "bye":
            await self._reporter.report(call, EndByCaller(call=call))
        else:
            self._legs.spawn(leg.sip.bye())
            self.await_page(call)

    def await_page(self, call: CallId) -> None:
        """A caller's page comes back by itself within a moment, or the call is lost."""
        state = self._states.calls[call]
        state.caller_awaited = self._legs.spawn(self._wait_for_caller(call, state))

    def reinvite_telephone(self, call: CallId, sip: CallLeg) -> None:
        """Ask a telephone whose media died with another process to speak with this one."""
        self._legs.spawn(self._reinvite(call, sip))

    def finish_recording(self, call: CallId, state: CallMediaState) -> None:
        """Make what was heard of this call durable, and report it."""
        if state.recorder is not None:
            self._legs.spawn(finish_recording(call, state.recorder, self._reporter.commands, state.mode))

    async def _on_bye(self, call: CallId, leg: ConnectedLeg, _sip: CallLeg) -> None:
        await self.on_leg_gone(call, leg)

    async def _wait_for_caller(self, call: CallId, state: CallMediaState) -> None:
        await self._clock.sleep(self._caller_back_s)
        if state.caller is None:
            await self._reporter.report(call, EndByCaller(call=call, lost=True))

    async def _reinvite(self, call: CallId, sip: CallLeg) -> None:
        leg = await self._legs.leg_media.reinvite(call, sip)
        if leg is None:
            await self._reporter.report(call, EndByCaller(call=call, lost=True))
            return
        await self.attach(call, leg)
