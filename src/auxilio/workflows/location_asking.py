"""Asks the location server of the network where the telephones of calls are: at ring, when a desk asks, and until the call ends.

Run by the leading worker, so that one process asks; what it has asked is not kept, and the next leader begins with a question
about each call (decision 0401). Nothing of a call waits for it.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from auxilio.calls.core.location_answer import LocationAnswer, reports_of
from auxilio.calls.core.location_asking import LocatableCall, is_awaited, next_questions
from auxilio.calls.core.messages import EndLocationRequest
from auxilio.calls.core.model import LocationFailure
from auxilio.calls.ports import LocationSource
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CallId, CommandId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, may_leave
from auxilio.platform.background_tasks import BackgroundTasks
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import TRANSIENT_ERRORS
from auxilio.platform.ids import new_id
from auxilio.workflows.runner import system_actor

LOOK_S = 1.0
"""A call that rings is asked about within so long."""
_log = logging.getLogger(__name__)


class LocationAsker:
    """One for each leading worker. `mode`: of the installation."""

    def __init__(
        self,
        clock: Clock,
        commands: CommandPort,
        calls: Callable[[], Awaitable[Sequence[LocatableCall]]],
        source: LocationSource,
        mode: Mode,
    ) -> None:
        self._clock, self._commands, self._calls = clock, commands, calls
        self._source, self._mode = source, mode
        self._answered_at = dict[CallId, datetime]()
        self._in_progress = set[CallId]()
        self._questions = BackgroundTasks("location_question")

    @property
    def in_progress(self) -> int:
        """Questions that have no answer yet."""
        return len(self._in_progress)

    async def run(self) -> None:
        """Until cancelled. Raises what the database raises; the questions in progress end with it."""
        try:
            while True:
                await self.look()
                await self._clock.sleep(LOOK_S)
        finally:
            self._questions.cancel()

    async def look(self) -> None:
        """Begin the questions that are due. A call of another mode is not asked about, and its desk is told so."""
        calls = await self._calls()
        known = {call.id for call in calls}
        self._answered_at = {call: at for call, at in self._answered_at.items() if call in known}
        wanted = [call for call in calls if may_leave(call.mode, self._mode) or is_awaited(call)]
        free = self._source.at_once - self.in_progress
        for call in next_questions(wanted, self._answered_at, self._in_progress, self._clock.now(), free):
            self._in_progress.add(call.id)
            self._questions.spawn(self._ask(call))

    async def _ask(self, call: LocatableCall) -> None:
        try:
            await self._report(call, await self._answer_about(call))
        except TRANSIENT_ERRORS as lost:
            _log.warning("location_not_told", extra={"call": call.id, "error": type(lost).__name__})
        finally:
            self._in_progress.discard(call.id)
            self._answered_at[call.id] = self._clock.now()

    async def _answer_about(self, call: LocatableCall) -> LocationAnswer:
        if may_leave(call.mode, self._mode):
            return await self._source.locate(call.phone)
        return LocationAnswer(failure=LocationFailure(server=self._source.server, code="location_not_asked"))

    async def _report(self, call: LocatableCall, answer: LocationAnswer) -> None:
        """Tell the call; at last that a request of its desk has ended, also one that came while we asked."""
        for report in reports_of(call.id, answer):
            await self._tell(call, report)
        await self._tell(call, EndLocationRequest(call=call.id, failure=answer.failure))

    async def _tell(self, call: LocatableCall, command: Command) -> None:
        try:
            await self._commands.handle(CommandId(new_id()), command, system_actor(call.mode))
        except Refused as refused:
            _log.warning("location_refused", extra={"call": call.id, "code": refused.code})
