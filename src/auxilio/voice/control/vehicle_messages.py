"""What a vehicle says within its call, and what it is answered (RFC 8147; decision 0408).

Called by `admission` and `carrier_tests` for an INVITE, and by `media_monitor` for an INFO.
"""

from collections.abc import Sequence
from dataclasses import replace

from auxilio.interop.formats.msd import BoundingBox
from auxilio.kernel.ids import CallId
from auxilio.platform.clock import Clock
from auxilio.platform.ids import new_id
from auxilio.voice.control.call_intake import report_of_msd
from auxilio.voice.control.call_reporter import CallReporter
from auxilio.voice.core.caller_info import CallerInfo
from auxilio.voice.core.vehicle_data import (
    ECALL_HEADERS,
    NOTHING_MORE,
    ControlMessage,
    SentMsd,
    acknowledgement,
    sent_msd,
)
from auxilio.voice.sip.agent import Part
from auxilio.voice.sip.message import Header


def new_content_id() -> str:
    """A Content-ID of ours (RFC 2392): it names one body, and no host."""
    return f"{new_id().hex}@auxilio"


def is_vehicle_test(arrival: CallerInfo) -> bool:
    """Whether a trusted network brings an eCall whose own message says that it is a test."""
    return arrival.asserted and arrival.is_ecall and arrival.msd is not None and arrival.msd.is_test


def vehicle_answer(arrival: CallerInfo) -> ControlMessage:
    """What the final answer to an INVITE tells the vehicle; nothing where none calls."""
    if arrival.msd is None and not arrival.is_ecall:
        return NOTHING_MORE
    said = (arrival.msd and acknowledgement(arrival.msd, new_content_id())) or NOTHING_MORE
    return replace(said, headers=(*ECALL_HEADERS, *said.headers))


class VehicleMessages:
    """One for each exchange. `area`: where vehicles of this centre can be."""

    def __init__(self, clock: Clock, reporter: CallReporter, area: BoundingBox | None) -> None:
        self._clock, self._reporter, self._area = clock, reporter, area

    def info_answer(self, parts: Sequence[Part]) -> tuple[Sequence[Part], Sequence[Header]]:
        """What the 200 to an INFO carries: that its MSD was received, or could not be read."""
        msd = sent_msd(parts, self._area)
        said = (msd and acknowledgement(msd, new_content_id())) or NOTHING_MORE
        return said.parts, said.headers

    async def receive(self, call: CallId, parts: Sequence[Part]) -> SentMsd | None:
        """Report the MSD of an INFO to its call, and return it; None where the INFO has none."""
        msd = sent_msd(parts, self._area)
        if msd is not None:
            await self._reporter.report(call, report_of_msd(call, msd, self._clock.now()))
        return msd
