"""What happened on the lines of a call, reported to `calls` as commands, each call's in the order in which it happened.

This is the only way back from the exchange to the calls: media follow the log, and what a leg does becomes a command.
"""

import asyncio
from collections import defaultdict

from auxilio.calls.core.messages import ReportLine
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CallId, DeskId
from auxilio.kernel.shared_types import Mode
from auxilio.voice.control.call_media_state import CallMediaState, CallStates
from auxilio.voice.control.command_reporter import CommandReporter


class CallReporter:
    """One for each exchange. `mode` is that of the centre; an exercise call has its own."""

    def __init__(self, commands: CommandReporter, states: CallStates, mode: Mode) -> None:
        self.commands = commands
        self._states, self._mode = states, mode
        self._lines = defaultdict[DeskId, asyncio.Lock](asyncio.Lock)

    async def report(self, call: CallId, command: Command) -> None:
        """Return when the command is durable or refused."""
        # What came with a call may be written down when the call is over: it gets no state any more.
        state = self._states.calls.get(call) or CallMediaState(mode=self._mode)
        async with state.telling:
            await self.commands.report(command, state.mode)

    async def report_desk_line(self, desk: DeskId) -> None:
        """Report the line as it is when it can be told: a page that reloads is down and up again while the database is
        away."""
        async with self._lines[desk]:
            await self.commands.report(ReportLine(desk=desk, up=desk in self._states.desks), self._mode)
