"""What a vehicle says within its call, and what it is answered (RFC 8147; decision 0408).

Called by `admission` and `carrier_tests` for an INVITE, by `media_monitor` for an INFO, and by the exchange when a desk asks.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace

from auxilio.calls.core import messages as m
from auxilio.calls.core.ecall_machine import MSD_WAIT_S
from auxilio.calls.core.ecall_model import MsdFailure
from auxilio.kernel.ids import CallId
from auxilio.kernel.shared_types import may_leave
from auxilio.platform.ids import new_id
from auxilio.voice.control.call_intake import report_of_msd
from auxilio.voice.control.call_media_state import CallStates, ExchangeDependencies
from auxilio.voice.control.call_reporter import CallReporter
from auxilio.voice.core.caller_info import CallerInfo
from auxilio.voice.core.vehicle_data import (
    ECALL_HEADERS,
    NOTHING_MORE,
    ControlMessage,
    SentMsd,
    acknowledgement,
    is_unable,
    msd_request,
    sent_msd,
)
from auxilio.voice.sip.agent import CallFailed, Part
from auxilio.voice.sip.message import Header
from auxilio.voice.sip.multipart import compose

AUTOMATIC = ".automatic"
"""Ends the service that a vehicle asks for by itself (RFC 8147, 3)."""
_log = logging.getLogger(__name__)


def new_content_id() -> str:
    """A Content-ID of ours (RFC 2392): it names one body, and no host."""
    return f"{new_id().hex}@auxilio"


def is_test_call(asked: bool, arrival: CallerInfo) -> bool:
    """Whether a call is a test, so that no desk rings. `asked`: it asks for a service of tests.

    Where the service asked for and the vehicle's own message contradict each other, it is none (decision 0408): a test that rings
    costs a minute. Without a test service a trusted network must bring it.
    """
    msd = arrival.msd
    if asked:
        return msd is None or not msd.denies_test
    by_itself = arrival.line.lower().endswith(AUTOMATIC)
    return arrival.asserted and arrival.is_ecall and not by_itself and msd is not None and msd.is_test


def vehicle_answer(arrival: CallerInfo) -> ControlMessage:
    """What the final answer to an INVITE tells the vehicle; nothing where none calls."""
    if arrival.msd is None and not arrival.is_ecall:
        return NOTHING_MORE
    said = (arrival.msd and acknowledgement(arrival.msd, new_content_id())) or NOTHING_MORE
    return replace(said, headers=(*ECALL_HEADERS, *said.headers))


class VehicleMessages:
    """One for each exchange."""

    def __init__(self, parts: ExchangeDependencies, states: CallStates, reporter: CallReporter) -> None:
        self._clock, self._mode, self._area = parts.clock, parts.mode, parts.ecall_area
        self._states, self._reporter = states, reporter
        self._awaited = dict[CallId, object]()
        """The question whose answer a call waits for."""

    def info_answer(self, parts: Sequence[Part]) -> tuple[Sequence[Part], Sequence[Header]]:
        """What the 200 to an INFO carries: that its MSD was received, or could not be read."""
        msd = sent_msd(parts, self._area)
        said = (msd and acknowledgement(msd, new_content_id())) or NOTHING_MORE
        return said.parts, said.headers

    async def receive(self, call: CallId, parts: Sequence[Part]) -> SentMsd | None:
        """Report the MSD of an INFO to its call, and return it; None where the INFO has none."""
        msd = sent_msd(parts, self._area)
        if msd is not None:
            self._awaited.pop(call, None)
            await self._reporter.report(call, report_of_msd(call, msd, self._clock.now()))
        elif is_unable(parts) and self._awaited.pop(call, None):
            await self._report_failure(call, MsdFailure.UNABLE)
        return msd

    async def ask_again(self, call: CallId) -> None:
        """Ask the vehicle of a call for its data, and report why none comes. Ends when it has come, or its time is over."""
        question = self._awaited[call] = object()
        failure = await self._send_question(call)
        if failure is None:
            await self._clock.sleep(MSD_WAIT_S)
            failure = MsdFailure.SILENT
        if self._awaited.get(call) is question:  # neither answered nor asked anew meanwhile
            del self._awaited[call]
            await self._report_failure(call, failure)

    async def _send_question(self, call: CallId) -> MsdFailure | None:
        state = self._states.calls.get(call)
        if state is None or state.caller is None:
            return MsdFailure.LINE_GONE
        if not may_leave(state.mode, self._mode):
            return MsdFailure.NOT_FROM_HERE
        asked = msd_request(new_content_id())
        kind, content = compose(asked.parts, new_id().hex)
        try:
            await state.caller.sip.info(kind, content, headers=asked.headers)
        except CallFailed as failed:
            _log.warning("vehicle_not_asked", extra={"call": call, "code": failed.code})
            return MsdFailure.REFUSED
        return None

    async def _report_failure(self, call: CallId, failure: MsdFailure) -> None:
        await self._reporter.report(call, m.ReportMsdNotSent(call=call, failure=failure))
