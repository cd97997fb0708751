"""The exchange: the modules of the path of an INVITE, put together, and what the process asks of them.

Everything asked of a call is done one after another; calls do not wait for one another. What a leg does by itself is
reported to `calls` as a command, and tried again until the database is there: a caller is never lost for want of a
disk. docs/nouns/leg.md follows one INVITE through these modules.
"""

import asyncio
from collections.abc import AsyncIterator, Coroutine

from auxilio.kernel.ids import CallId, DeskId
from auxilio.platform.background_tasks import BackgroundTasks
from auxilio.voice.control.absent_desks import DESK_BACK_S, AbsentDesks
from auxilio.voice.control.admission import CallAdmission
from auxilio.voice.control.call_media_state import CallStates, ExchangeDependencies
from auxilio.voice.control.call_reporter import CallReporter
from auxilio.voice.control.call_updates import CallUpdates
from auxilio.voice.control.caller_legs import CALLER_BACK_S, CallerLegs
from auxilio.voice.control.carrier_tests import CarrierTests
from auxilio.voice.control.command_reporter import CommandReporter
from auxilio.voice.control.desk_legs import DeskLegs
from auxilio.voice.control.failover import AdoptLeg, LegFailover
from auxilio.voice.control.guest_legs import GuestLegs
from auxilio.voice.control.leg_lifecycle import LegLifecycle
from auxilio.voice.control.leg_media import LegMedia
from auxilio.voice.control.leg_writer import LegWriter
from auxilio.voice.control.live_text import TelephoneText
from auxilio.voice.control.media_events import MediaEvents
from auxilio.voice.control.media_monitor import MediaMonitor
from auxilio.voice.control.media_switch import MediaSwitch
from auxilio.voice.control.outbound_dialling import OutboundDialler
from auxilio.voice.control.vehicle_messages import VehicleMessages
from auxilio.voice.core.media_plan import CarriedCall
from auxilio.voice.media.ports import LegEvent
from auxilio.voice.sip.agent import IncomingCall


class TelephoneExchange:
    """One for each process. Implements `calls.ports.CallControl` and `log_follower.DeskLines`."""

    def __init__(
        self,
        parts: ExchangeDependencies,
        *,
        desk_back_s: float = DESK_BACK_S,
        caller_back_s: float = CALLER_BACK_S,
    ) -> None:
        self.states = CallStates()
        self._tasks = tasks = BackgroundTasks("exchange_task")
        commands = CommandReporter(parts.commands, parts.clock)
        self.text = TelephoneText(parts.media, commands, parts.clock)
        reporter = CallReporter(commands, self.states, parts.mode)
        self._vehicles = vehicles = VehicleMessages(parts, self.states, reporter)
        writer = LegWriter(parts.media, parts.legs, commands)
        legs = LegLifecycle(
            media=parts.media,
            states=self.states,
            tasks=tasks,
            leg_media=LegMedia(parts.media, parts.clock),
            monitor=MediaMonitor(parts, self.states, reporter, tasks, vehicles),
            text=self.text,
            writer=writer,
            switch=MediaSwitch(parts, self.states, writer.changed),
            absent_desks=AbsentDesks(self.states, reporter, tasks, parts.clock, desk_back_s),
        )
        callers = CallerLegs(parts, legs, reporter, caller_back_s)
        guests, self._desks = GuestLegs(legs, reporter), DeskLegs(legs, reporter)
        dialler = OutboundDialler(parts, legs, callers, guests, reporter)
        carrier_tests = CarrierTests(parts, commands, legs.leg_media, tasks)
        self._admission = CallAdmission(parts, legs, callers, self._desks, carrier_tests, reporter)
        self._updates = CallUpdates(self.states, legs, callers, dialler)
        self._events = MediaEvents(legs, callers, self._desks, guests)
        self._failover = LegFailover(parts, self.states, callers, self._desks, guests, tasks)

    async def incoming(self, call: IncomingCall) -> None:
        """An INVITE (`on_call` of `SipAgent.set_handlers`)."""
        await self._admission.admit(call)

    async def apply_call(self, call: CarriedCall) -> None:
        """Let media be as this call stands."""
        await self._updates.apply_call(call)

    def ask_vehicle(self, call: CallId) -> None:
        """A desk asks the vehicle of this call for its data again."""
        self.spawn(self._vehicles.ask_again(call))

    async def release_desk(self, desk: DeskId) -> None:
        """End the line of a desk that was signed off."""
        await self._desks.release_desk(desk)

    async def report_missing_lines(self, said_up: frozenset[DeskId]) -> None:
        """Report each of these desks that has no line, after a start."""
        await self._desks.report_missing_lines(said_up)

    async def recover_legs(self, adopt: AdoptLeg) -> None:
        """Take up legs that stood when the last process died. Before the log is followed."""
        await self._failover.run(adopt)
        await self._updates.resume_calls()

    async def handle_media_events(self, events: AsyncIterator[LegEvent]) -> None:
        """Read what the media engine tells, for ever."""
        await self._events.run(events)

    async def on_page_gone(self, user: str) -> None:
        """The connection of a page closed."""
        await self._events.on_page_gone(user)

    async def on_flow_gone(self, flow: str) -> None:
        """The edge lost the connection of a page."""
        await self._events.on_flow_gone(flow)

    def spawn(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        """Do it in a task of the exchange."""
        return self._tasks.spawn(work)
