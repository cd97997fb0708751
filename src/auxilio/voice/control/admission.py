"""Admission: what becomes of an INVITE. A desk, a citizen's page, a telephone and a test call are each let in here, or
refused."""

from uuid import UUID

from auxilio.calls.core.model import CallRejection
from auxilio.kernel.ids import CallId, DeskId
from auxilio.platform.ids import new_id
from auxilio.voice.control.call_intake import caller_info_of, report_incoming_call
from auxilio.voice.control.call_media_state import ExchangeDependencies
from auxilio.voice.control.call_reporter import CallReporter
from auxilio.voice.control.caller_legs import CallerLegs
from auxilio.voice.control.carrier_tests import CarrierTests
from auxilio.voice.control.data_references import DataReferences
from auxilio.voice.control.desk_legs import DeskLegs
from auxilio.voice.control.hold_limit import unanswered_command
from auxilio.voice.control.leg_lifecycle import LegLifecycle
from auxilio.voice.control.location_references import LocationReferences, SentReferences
from auxilio.voice.control.vehicle_messages import is_test_call, vehicle_answer
from auxilio.voice.core.caller_info import CallerInfo
from auxilio.voice.core.media_plan import MediaStage, roster_of
from auxilio.voice.sip.agent import IncomingCall

DESK, CITIZEN = "desk", "citizen"
"""What the WebSocket of a page says of it (`PeerIdentity.kind`)."""
UNKNOWN_CODE, OVER_CODE = 404, 410


class CallAdmission:
    """One for each exchange."""

    def __init__(
        self,
        parts: ExchangeDependencies,
        legs: LegLifecycle,
        callers: CallerLegs,
        desks: DeskLegs,
        carrier_tests: CarrierTests,
        reporter: CallReporter,
    ) -> None:
        self._parts, self._legs, self._states = parts, legs, legs.states
        self._callers, self._desks, self._carrier_tests = callers, desks, carrier_tests
        self._reporter = reporter
        self._locations = LocationReferences(parts.location_servers, reporter.report, parts.clock, parts.mode)
        self._data = DataReferences(parts.data_servers, reporter.report, parts.blobs, parts.clock, parts.mode)

    async def admit(self, incoming: IncomingCall) -> None:
        """Let in what an INVITE asks for: the line of a desk, the line of a citizen's page, or a telephone's call."""
        who = incoming.source.identity
        if who is not None and who.kind == DESK:
            await self._admit_desk(incoming, DeskId(who.name))
        elif who is not None and who.kind == CITIZEN:
            await self._admit_page(incoming, CallId(UUID(who.name)))
        else:
            arrival = caller_info_of(incoming, self._parts.clock.now(), self._parts.ecall_area)
            if is_test_call(incoming.test_call, arrival):
                await self._carrier_tests.answer(incoming, arrival)
            else:
                await self._admit_telephone(incoming, arrival)

    async def _admit_desk(self, incoming: IncomingCall, desk: DeskId) -> None:
        leg = await self._legs.leg_media.answer(incoming, desk)
        if leg is not None:
            await self._desks.attach(desk, leg)

    async def _admit_page(self, incoming: IncomingCall, id: CallId) -> None:
        call = await self._parts.calls.call(id)
        if call is None or roster_of(call).stage is MediaStage.OVER:
            await incoming.reject(UNKNOWN_CODE if call is None else OVER_CODE)
            return
        leg = await self._legs.leg_media.answer(incoming, str(id))
        if leg is None:
            return
        self._states.state_of(call)
        await self._callers.attach(id, leg)

    async def _admit_telephone(self, incoming: IncomingCall, arrival: CallerInfo) -> None:
        call = CallId(new_id())
        limit = self._parts.hold_limit
        if limit.full(state.roster.stage for state in self._states.calls.values()):
            await limit.turn_away(incoming)
            await self._report(call, arrival, limit.refusal)
            return
        state = self._states.calls[call]
        state.language, state.mode, state.channel = arrival.language, self._parts.mode, arrival.channel
        # It rings while it is answered: neither the log nor the media engine waits for the other.
        ringing = self._legs.spawn(self._ring(call, arrival, incoming))
        leg = await self._legs.leg_media.answer(incoming, str(call), vehicle_answer(arrival))
        if leg is None:
            await ringing
            await self._reporter.report(call, unanswered_command(call, incoming))
            return
        await self._callers.attach(call, leg)
        await ringing
        await self._legs.monitor.take_info_bodies(call, incoming.early)

    async def _ring(self, call: CallId, arrival: CallerInfo, incoming: IncomingCall) -> None:
        await self._report(call, arrival)
        references = SentReferences(uris=incoming.geolocation, unreadable=incoming.geolocation_unreadable)
        # It waits for others: neither the call nor what came with it waits for that.
        mode = self._parts.mode
        self._legs.spawn(self._locations.dereference(call, references, mode))
        self._legs.spawn(self._data.dereference(call, incoming.additional_data, mode))

    async def _report(self, call: CallId, arrival: CallerInfo, refused: CallRejection | None = None) -> None:
        await report_incoming_call(call, arrival, self._reporter.report, self._parts.blobs, refused)
