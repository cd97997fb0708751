"""What is noticed on the lines of a call, told to `calls`: audio that is dead, a caller who is silent, keys (decision 0185).

A fault is told at once; that it is over only when it has stayed over for a moment, so that a line that flaps is one
fault and not many. What may be told in one call has an end, here and in `calls` (which outlives this process).
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from auxilio.calls import messages as m
from auxilio.calls.model import PartyId, Way
from auxilio.calls.policy import DEATHS_MAX, KEYS_MAX, SILENCES_MAX
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CallId, DeskId
from auxilio.kernel.instant import after_s
from auxilio.kernel.refusal import Refused
from auxilio.voice.control.outside import Staff
from auxilio.voice.control.rooms import Leg, Parts
from auxilio.voice.control.telling import Teller
from auxilio.voice.media.ports import Kind, LegId, LegMedia
from auxilio.voice.media.watch import AUDIBLE_DB, SILENT_AFTER_S
from auxilio.voice.sip.agent import Part

STEADY_S = 3.0
"""Sound that came back counts as back when it has stayed for this long: as long as it takes to notice that it has not."""
COUNT = "application/vnd.auxilio.received"
"""The body of a page's INFO each second: how many packets it has received, in decimal."""
_COUNT_DIGITS = 18


@dataclass(frozen=True)
class Line:
    """A line of a call: of a desk in it, of a number that was asked in, of its caller where neither is named."""

    call: CallId
    desk: DeskId | None = None
    party: PartyId | None = None

    @property
    def callers(self) -> bool:
        """Only a caller is silent, and answers by keys."""
        return self.desk is None and self.party is None

    def report(self, way: Way, *, dead: bool) -> m.ReportAudio:
        """How it is in this direction."""
        return m.ReportAudio(call=self.call, desk=self.desk, party=self.party, way=way, dead=dead)


class Noticing:
    """One for each exchange. `lines_of` says whose a leg is."""

    def __init__(
        self, parts: Parts, staff: Staff, teller: Teller, lines_of: Callable[[LegId], Sequence[Line]]
    ) -> None:
        self._media, self._calls, self._clock = parts.media, parts.calls, parts.clock
        self._staff, self._teller, self._lines_of = staff, teller, lines_of
        self._told = dict[CallId, Counter[str]]()
        self._easing = dict[tuple[Line, Way], asyncio.Task[None]]()

    def listen(self, leg: Leg) -> None:
        """Also what comes by INFO: keys of telephones that have no other way, and a page's own count."""
        leg.sip.on_dtmf = partial(self._pressed, leg.id)
        leg.sip.on_info = partial(self._informed, leg.id)

    def forget(self, call: CallId) -> None:
        """The call is over."""
        self._told.pop(call, None)
        for key in [key for key in self._easing if key[0].call == call]:
            self._easing.pop(key).cancel()

    def take(self, fact: LegMedia) -> None:
        """Something was noticed on a leg."""
        for line in self._lines_of(fact.leg):
            match fact.kind:
                case Kind.CONNECTED:
                    begins = partial(self._begins_anew, line, fact.leg)
                    self._staff.soon(self._teller.through_weather(begins))
                case Kind.DEAD if fact.way is not None:
                    self._dies(line, Way(fact.way))
                case Kind.BACK if fact.way is not None:
                    self._eases(line, Way(fact.way))
                case Kind.SILENT if line.callers:
                    since = after_s(fact.at, -SILENT_AFTER_S)
                    self._say(line.call, m.ReportSilence(call=line.call, since=since), SILENCES_MAX)
                case Kind.SPEAKS if line.callers:
                    self._say(line.call, m.ReportSilence(call=line.call, since=None))
                case Kind.DTMF if line.callers:
                    press = m.PressKey(call=line.call, key=fact.said, pressed_at=fact.at)
                    self._say(line.call, press, KEYS_MAX)
                case _:
                    pass

    def _dies(self, line: Line, way: Way) -> None:
        if (easing := self._easing.pop((line, way), None)) is not None:
            easing.cancel()
        # Half of them may be what the log knows: what is still so after a hold is said again.
        self._say(line.call, line.report(way, dead=True), 2 * DEATHS_MAX)

    def _eases(self, line: Line, way: Way) -> None:
        if (line, way) not in self._easing:
            self._easing[line, way] = self._staff.soon(self._back(line, way))

    async def _back(self, line: Line, way: Way) -> None:
        await self._clock.sleep(STEADY_S)
        del self._easing[line, way]
        self._say(line.call, line.report(way, dead=False))

    async def _begins_anew(self, line: Line, leg: LegId) -> None:
        """Packets come on a new leg: what the log says of the one before it holds no longer, unless it is said again."""
        call = await self._calls.call(line.call)
        if call is None:
            return
        for one in call.dead:
            if (one.desk, one.party) == (line.desk, line.party):
                self._eases(line, one.way)
        if line.callers and call.silent_since is not None:
            self._staff.soon(self._until_heard(line.call, leg))

    async def _until_heard(self, call: CallId, leg: LegId) -> None:
        """Their leg does not know that they were silent before it, and would not tell that they speak."""
        with contextlib.suppress(Refused):  # the leg is gone
            while self._media.levels(leg).said_db <= AUDIBLE_DB:
                await self._clock.sleep(1)
            self._say(call, m.ReportSilence(call=call, since=None))

    def _say(self, call: CallId, command: Command, at_most: int | None = None) -> None:
        told = self._told.setdefault(call, Counter())
        name = type(command).__name__
        if at_most is not None:
            told[name] += 1
            if told[name] > at_most:
                return
        self._staff.soon(self._staff.tell(call, command))

    # --- by INFO ----------------------------------------------------------------------------------

    async def _pressed(self, leg: LegId, key: str, _lasted_ms: int) -> None:
        self.take(LegMedia(leg=leg, kind=Kind.DTMF, at=self._clock.now(), said=key))

    async def _informed(
        self, leg: LegId, parts: Sequence[Part], _headers: Mapping[str, tuple[str, ...]]
    ) -> None:
        for part in parts:
            if part.content_type == COUNT and (packets := _counted(part.content)) is not None:
                with contextlib.suppress(Refused):  # the leg went in this moment
                    await self._media.heard(leg, packets)


def _counted(content: bytes) -> int | None:
    said = content.strip()
    return int(said) if said.isdigit() and len(said) <= _COUNT_DIGITS else None
