"""Test calls of carriers (RFC 6881, 15) and of vehicles (RFC 8147, 8): answered by the exchange, recorded as an event, and rung at no desk."""

import logging

from auxilio.calls.core import messages as m
from auxilio.kernel.shared_types import Mode
from auxilio.platform.background_tasks import BackgroundTasks
from auxilio.platform.ids import new_id
from auxilio.voice.control.call_media_state import ConnectedLeg, ExchangeDependencies
from auxilio.voice.control.command_reporter import CommandReporter
from auxilio.voice.control.leg_media import LegMedia
from auxilio.voice.control.vehicle_messages import vehicle_answer
from auxilio.voice.core.caller_info import CallerInfo
from auxilio.voice.core.media_plan import ParkedSound
from auxilio.voice.sip.agent import IncomingCall

TEST_CALL_S = 8.0
"""A test call hears us for this long."""
TEST_CALLS_MAX = 4
"""A PSAP may limit test calls (RFC 6881). It also bounds how many facts strangers make: a place is free again after
`TEST_CALL_S`, whatever became of the call."""
BUSY_CODE, CANCELLED_CODE = 486, 487
BODIES_MAX = 16
_log = logging.getLogger(__name__)


class CarrierTests:
    """One for each exchange."""

    def __init__(
        self,
        parts: ExchangeDependencies,
        commands: CommandReporter,
        leg_media: LegMedia,
        tasks: BackgroundTasks,
    ) -> None:
        self._parts, self._commands, self._leg_media, self._tasks = parts, commands, leg_media, tasks
        self._now = 0

    async def answer(self, incoming: IncomingCall, arrival: CallerInfo) -> None:
        """Answer, play the announcement, hang up, and report the test."""
        if self._now >= TEST_CALLS_MAX:
            await incoming.reject(BUSY_CODE)
            _log.warning("test_call_refused", extra={"source": incoming.source.transport})
            return
        self._now += 1
        try:
            await self._run_test_call(incoming, arrival)
        finally:
            self._now -= 1

    async def _run_test_call(self, incoming: IncomingCall, arrival: CallerInfo) -> None:
        leg = await self._leg_media.answer(incoming, incoming.id, vehicle_answer(arrival))
        command = _test_call_command(incoming, arrival, leg)
        self._tasks.spawn(self._commands.report(command, Mode.TEST))
        if leg is not None:
            await self._parts.media.park(leg.id, self._parts.sounds.sound_of(ParkedSound.WAITING, None))
        await self._parts.clock.sleep(TEST_CALL_S)
        if leg is not None:
            await leg.sip.bye()
            await self._parts.media.detach(leg.id)


def _test_call_command(
    incoming: IncomingCall, arrival: CallerInfo, leg: ConnectedLeg | None
) -> m.RecordTestCall:
    kinds = [part.content_type[:200] or "unknown" for part in incoming.parts[:BODIES_MAX]]
    located = arrival.msd is not None and arrival.msd.has_position
    return m.RecordTestCall(
        test_call=m.TestCallId(new_id()),
        line=arrival.line,
        phone=arrival.phone,
        user_agent=arrival.user_agent,
        transport=incoming.source.transport,
        code=200 if leg is not None else incoming.refused or CANCELLED_CODE,
        positions=len(arrival.positions) + located,
        bodies=tuple(kinds),
    )
