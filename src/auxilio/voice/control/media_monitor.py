"""What the lines of a call show, reported to `calls`: audio that is dead, a caller who is silent, keys (decision 0185).

A fault is reported at once; its end only when it has lasted for a moment, so that a line that flaps is one fault and not
many. Reports of one call are bounded, here and in `calls` (which outlives this process).
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from auxilio.calls.core import messages as m
from auxilio.calls.core.model import AudioDirection, Call, PartyId
from auxilio.calls.core.policy import AUDIO_FAULTS_MAX, KEYS_MAX, SILENCES_MAX
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CallId, DeskId
from auxilio.kernel.instant import after_s
from auxilio.kernel.refusal import Refused
from auxilio.platform.background_tasks import BackgroundTasks
from auxilio.voice.control.call_intake import store_bodies
from auxilio.voice.control.call_media_state import (
    CallerOwner,
    CallStates,
    ConnectedLeg,
    DeskOwner,
    ExchangeDependencies,
    GuestOwner,
)
from auxilio.voice.control.call_reporter import CallReporter
from auxilio.voice.control.vehicle_messages import VehicleMessages
from auxilio.voice.core.caller_info import raw_body, read_as
from auxilio.voice.media.ports import LegEvent, LegEventKind, LegId
from auxilio.voice.media.reception_monitor import AUDIBLE_DB, SILENT_AFTER_S
from auxilio.voice.sip.agent import Part

RECOVERY_S = 3.0
"""Sound that came back counts as back when it has stayed for this long: as long as it takes to notice that it has not."""
PACKET_COUNT_TYPE = "application/vnd.auxilio.received"
"""The body of a page's INFO each second: how many packets it has received, in decimal."""
_COUNT_DIGITS = 18
INFO_NAME = "info"
INFO_BODIES_MAX = 32
"""Of one call. A vehicle sends its data again when it is asked, a video telephone asks for a picture now and then."""
_NOTHING = Counter[str]()


@dataclass(frozen=True)
class MonitoredLine:
    """A line of a call: of a desk in it, of a number that was asked in, of its caller where neither is named."""

    call: CallId
    desk: DeskId | None = None
    party: PartyId | None = None

    @property
    def is_caller(self) -> bool:
        """Whether it is the caller's: only callers are watched for silence and keys."""
        return self.desk is None and self.party is None

    def report(self, way: AudioDirection, *, dead: bool) -> m.ReportAudio:
        """How it is in this direction."""
        return m.ReportAudio(call=self.call, desk=self.desk, party=self.party, way=way, dead=dead)


class MediaMonitor:
    """One for each exchange."""

    def __init__(
        self,
        parts: ExchangeDependencies,
        states: CallStates,
        reporter: CallReporter,
        tasks: BackgroundTasks,
        vehicles: VehicleMessages,
    ) -> None:
        self._media, self._calls, self._clock = parts.media, parts.calls, parts.clock
        self._blobs = parts.blobs
        self._states, self._reporter, self._tasks, self._vehicles = states, reporter, tasks, vehicles
        self._told = dict[CallId, Counter[str]]()
        self._easing = dict[tuple[MonitoredLine, AudioDirection], asyncio.Task[None]]()

    def listen(self, leg: ConnectedLeg) -> None:
        """Read what comes by INFO: keys of telephones that have no other way, and the packet count of a page."""
        leg.sip.on_dtmf = partial(self._on_dtmf, leg.id)
        leg.sip.on_info = partial(self._on_info, leg.id)
        leg.sip.takes_info = partial(self._accepts_info, leg.id)
        if not isinstance(self._states.owners.get(leg.id), DeskOwner):  # a desk's bodies are not kept
            leg.sip.info_answer = self._vehicles.info_answer

    def forget(self, call: CallId) -> None:
        """Forget the reports of a call that is over."""
        self._told.pop(call, None)
        for key in [key for key in self._easing if key[0].call == call]:
            self._easing.pop(key).cancel()

    def on_leg_event(self, event: LegEvent) -> None:
        """Report an event of the media engine on each call of the leg."""
        for line in self._lines_of(event.leg):
            match event.kind:
                case LegEventKind.CONNECTED:
                    begins = partial(self._reset_reports, line, event.leg)
                    self._tasks.spawn(self._reporter.commands.retry_transient(begins))
                case LegEventKind.DEAD if event.way is not None:
                    self._report_dead(line, AudioDirection(event.way))
                case LegEventKind.BACK if event.way is not None:
                    self._schedule_recovery(line, AudioDirection(event.way))
                case LegEventKind.SILENT if line.is_caller:
                    since = after_s(event.at, -SILENT_AFTER_S)
                    self._report(line.call, m.ReportSilence(call=line.call, since=since), SILENCES_MAX)
                case LegEventKind.SPEAKS if line.is_caller:
                    self._report(line.call, m.ReportSilence(call=line.call, since=None))
                case LegEventKind.DTMF if line.is_caller:
                    press = m.PressKey(call=line.call, key=event.said, pressed_at=event.at)
                    self._report(line.call, press, KEYS_MAX)
                case _:
                    pass

    def _lines_of(self, leg: LegId) -> list[MonitoredLine]:
        match self._states.owners.get(leg):
            case GuestOwner(call=call, seat=seat):
                return [MonitoredLine(call, party=PartyId(UUID(seat)))]
            case CallerOwner(call=call):
                return [MonitoredLine(call)]
            case DeskOwner(desk=desk):
                return [MonitoredLine(call, desk=desk) for call in self._states.calls_at(desk)]
            case None:
                return []

    def _report_dead(self, line: MonitoredLine, way: AudioDirection) -> None:
        if (easing := self._easing.pop((line, way), None)) is not None:
            easing.cancel()
        # Half of them may be what the log knows: what is still so after a hold is said again.
        self._report(line.call, line.report(way, dead=True), 2 * AUDIO_FAULTS_MAX)

    def _schedule_recovery(self, line: MonitoredLine, way: AudioDirection) -> None:
        if (line, way) not in self._easing:
            self._easing[line, way] = self._tasks.spawn(self._report_recovered(line, way))

    async def _report_recovered(self, line: MonitoredLine, way: AudioDirection) -> None:
        await self._clock.sleep(RECOVERY_S)
        del self._easing[line, way]
        self._report(line.call, line.report(way, dead=False))

    async def _reset_reports(self, line: MonitoredLine, leg: LegId) -> None:
        """Packets come on a new leg: what the log says of the one before it holds no longer, unless it is said again."""
        call = await self._calls.call(line.call)
        if not isinstance(call, Call):
            return  # of a call for a case nothing is noticed
        for one in call.dead:
            if (one.desk, one.party) == (line.desk, line.party):
                self._schedule_recovery(line, one.way)
        if line.is_caller and call.silent_since is not None:
            self._tasks.spawn(self._wait_for_speech(line.call, leg))

    async def _wait_for_speech(self, call: CallId, leg: LegId) -> None:
        """Their leg does not know that they were silent before it, and would not tell that they speak."""
        with contextlib.suppress(Refused):  # the leg is gone
            while self._media.levels(leg).said_db <= AUDIBLE_DB:
                await self._clock.sleep(1)
            self._report(call, m.ReportSilence(call=call, since=None))

    def _report(self, call: CallId, command: Command, at_most: int | None = None) -> None:
        told = self._told.setdefault(call, Counter())
        name = type(command).__name__
        if at_most is not None:
            told[name] += 1
            if told[name] > at_most:
                return
        self._tasks.spawn(self._reporter.report(call, command))

    # --- by INFO ----------------------------------------------------------------------------------

    async def _on_dtmf(self, leg: LegId, key: str, _lasted_ms: int) -> None:
        self.on_leg_event(LegEvent(leg=leg, kind=LegEventKind.DTMF, at=self._clock.now(), said=key))

    def _accepts_info(self, leg: LegId, parts: Sequence[Part]) -> bool:
        """Whether its bodies will be kept, or are of a kind that is not: of a call there is an end to them."""
        to_keep = [part for part in parts if part.content_type != PACKET_COUNT_TYPE]
        calls = [line.call for line in self._lines_of(leg) if line.desk is None]
        return all(
            self._told.get(call, _NOTHING)[INFO_NAME] + len(to_keep) <= INFO_BODIES_MAX for call in calls
        )

    async def _on_info(
        self, leg: LegId, parts: Sequence[Part], _headers: Mapping[str, tuple[str, ...]]
    ) -> None:
        for part in parts:
            if (
                part.content_type == PACKET_COUNT_TYPE
                and (packets := _packet_count(part.content)) is not None
            ):
                with contextlib.suppress(Refused):  # the leg went in this moment
                    await self._media.note_receiver_report(leg, packets)
        others = [part for part in parts if part.content_type != PACKET_COUNT_TYPE]
        for line in self._lines_of(leg):
            if line.desk is None:
                await self.take_info_bodies(line.call, others)

    async def take_info_bodies(self, call: CallId, parts: Sequence[Part]) -> None:
        """Bodies that came by INFO or MESSAGE, before the answer or after it: kept raw with the call, and an MSD is read."""
        told = self._told.setdefault(call, Counter())
        left = max(0, INFO_BODIES_MAX - told[INFO_NAME])
        taken = parts[:left]
        told[INFO_NAME] += len(taken)
        msd = await self._vehicles.receive(call, taken)
        bodies = [raw_body(part, INFO_NAME, read_as(part, msd)) for part in taken]
        await store_bodies(call, bodies, self._reporter.report, self._blobs)


def _packet_count(content: bytes) -> int | None:
    said = content.strip()
    return int(said) if said.isdigit() and len(said) <= _COUNT_DIGITS else None
