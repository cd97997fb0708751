"""Desks of a call whose line is gone: each is waited for, once and not for long (decision 0172)."""

import asyncio

from auxilio.calls.core import messages as m
from auxilio.calls.core.model import PartyEndReason
from auxilio.kernel.ids import CallId, DeskId
from auxilio.platform.background_tasks import BackgroundTasks
from auxilio.platform.clock import Clock
from auxilio.voice.control.call_media_state import CallMediaState, CallStates
from auxilio.voice.control.call_reporter import CallReporter

DESK_BACK_S = 4.0
"""A page that is opened anew has its line back within this; meanwhile its caller hears a tone."""


class AbsentDesks:
    """One for each exchange."""

    def __init__(
        self,
        states: CallStates,
        reporter: CallReporter,
        tasks: BackgroundTasks,
        clock: Clock,
        desk_back_s: float,
    ) -> None:
        self._states, self._reporter, self._tasks = states, reporter, tasks
        self._clock, self._desk_back_s = clock, desk_back_s

    def watch(self, call: CallId, state: CallMediaState) -> None:
        """Begin to wait for each desk of this call that has no line, and stop waiting for those that have one."""
        away = state.roster.desks - self._states.desks.keys() if state.has_sound else frozenset[DeskId]()
        for desk in state.desks_awaited.keys() - away:
            state.desks_awaited.pop(desk).cancel()
        for desk in away - state.desks_awaited.keys():
            state.desks_awaited[desk] = self._spawn_wait(call, state, desk)

    def _spawn_wait(self, call: CallId, state: CallMediaState, desk: DeskId) -> asyncio.Task[None]:
        return self._tasks.spawn(self._wait_for_desk(call, state, desk))

    async def _wait_for_desk(self, call: CallId, state: CallMediaState, desk: DeskId) -> None:
        await self._clock.sleep(self._desk_back_s)
        if desk in self._states.desks:
            return
        if state.roster.desk == desk:
            await self._reporter.report(call, m.LoseDeskLine(call=call, desk=desk))
        for guest in state.roster.guests:
            if guest.desk == desk:
                gone = m.ReportPartyGone(call=call, party=guest.party, reason=PartyEndReason.LOST)
                await self._reporter.report(call, gone)
        if any(desk == listener for listener, _ in state.roster.listeners):
            await self._reporter.report(call, m.ReportMonitorGone(call=call, desk=desk))
