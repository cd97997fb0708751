"""Legs of numbers outside that were asked into a call."""

from functools import partial

from auxilio.calls.core.messages import ReportPartyGone
from auxilio.calls.core.model import PartyEndReason
from auxilio.kernel.ids import CallId
from auxilio.voice.control.call_media_state import ConnectedLeg, GuestOwner
from auxilio.voice.control.call_reporter import CallReporter
from auxilio.voice.control.leg_lifecycle import LegLifecycle
from auxilio.voice.core.media_plan import PartyKey
from auxilio.voice.sip.agent import CallLeg


class GuestLegs:
    """One for each exchange."""

    def __init__(self, legs: LegLifecycle, reporter: CallReporter) -> None:
        self._legs, self._states, self._reporter = legs, legs.states, reporter

    async def attach(self, call: CallId, seat: PartyKey, leg: ConnectedLeg) -> None:
        """A number that was rung is on the line."""
        state = self._states.calls[call]
        state.outside[seat] = leg
        self._legs.attach(leg, GuestOwner(call, seat), partial(self._on_bye, call, seat, leg), str(call))
        self._legs.keep(leg, call=call, seat=seat)
        await self._legs.attach_recorder(state, seat, leg)
        if leg.sip.gone.is_set():  # while it was being attached
            await self.on_leg_gone(call, seat, leg)

    async def on_leg_gone(self, call: CallId, seat: PartyKey, leg: ConnectedLeg) -> None:
        """The far side of this leg has gone."""
        state = self._states.calls.get(call)
        if state is None or state.outside.get(seat) is not leg:
            return
        del state.outside[seat]
        await self._legs.release(leg)
        if leg.sip.gone_reason != "bye":
            self._legs.spawn(leg.sip.bye())
        await self._legs.apply_media_plan(call)
        reason = PartyEndReason.LEFT if leg.sip.gone_reason == "bye" else PartyEndReason.LOST
        for guest in state.roster.guests:
            if guest.seat == seat:
                gone = ReportPartyGone(call=call, party=guest.party, reason=reason)
                await self._reporter.report(call, gone)

    async def _on_bye(self, call: CallId, seat: PartyKey, leg: ConnectedLeg, _sip: CallLeg) -> None:
        await self.on_leg_gone(call, seat, leg)
