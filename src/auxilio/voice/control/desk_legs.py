"""Desks' legs: each stands as long as the desk's page, in silence between calls."""

from functools import partial

from auxilio.kernel.ids import DeskId
from auxilio.voice.control.call_media_state import ConnectedLeg, DeskOwner
from auxilio.voice.control.call_reporter import CallReporter
from auxilio.voice.control.leg_lifecycle import LegLifecycle
from auxilio.voice.sip.agent import CallLeg


class DeskLegs:
    """One for each exchange."""

    def __init__(self, legs: LegLifecycle, reporter: CallReporter) -> None:
        self._legs, self._states, self._reporter = legs, legs.states, reporter

    async def attach(self, desk: DeskId, leg: ConnectedLeg) -> None:
        """The desk is on the line, for the first time or again."""
        before = self._states.desks.get(desk)
        self._states.desks[desk] = leg
        self._legs.attach(leg, DeskOwner(desk), partial(self._on_bye, desk, leg), desk)
        await self._legs.replace(before)
        self._legs.keep(leg, desk=desk)
        if leg.sip.gone.is_set():  # while it was being attached
            await self.on_leg_gone(desk, leg)
            return
        for call in self._states.calls_at(desk):
            await self._legs.switch.attach_recorder_to_desk(self._states.calls[call], desk)
            await self._legs.apply_media_plan(call)
        await self._reporter.report_desk_line(desk)

    async def on_leg_gone(self, desk: DeskId, leg: ConnectedLeg) -> None:
        """The far side of this leg has gone, or its desk was signed off."""
        if self._states.desks.get(desk) is not leg:
            return
        del self._states.desks[desk]
        await self._legs.release(leg)
        if leg.sip.gone_reason != "bye":
            self._legs.spawn(leg.sip.bye())
        for call in self._states.calls_at(desk):
            await self._legs.apply_media_plan(call)
        await self._reporter.report_desk_line(desk)

    async def release_desk(self, desk: DeskId) -> None:
        """End the leg of a desk that was signed off."""
        leg = self._states.desks.get(desk)
        if leg is not None:
            await self.on_leg_gone(desk, leg)

    async def report_missing_lines(self, said_up: frozenset[DeskId]) -> None:
        """Report each desk that the log believes to have a line and that has none, after a start."""
        for desk in said_up - self._states.desks.keys():
            await self._reporter.report_desk_line(desk)

    async def _on_bye(self, desk: DeskId, leg: ConnectedLeg, _sip: CallLeg) -> None:
        await self.on_leg_gone(desk, leg)
