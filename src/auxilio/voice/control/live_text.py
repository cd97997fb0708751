"""Real-time text of telephones: letters of the caller become lines, and what the desk types goes out letter by letter.

What is being typed travels as between windows (`calls.live_text`, over `Passing`); a line is a fact like any other. A
line of the desk is taken from the log, so that what the caller has read is what is written, whatever was lost between.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import msgspec

from auxilio.calls import messages as m
from auxilio.calls.live_text import LETTERS_MAX, REST_S, Typed, shown
from auxilio.calls.model import Side
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CallId, CommandId
from auxilio.kernel.instant import seconds_between
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import Clock
from auxilio.platform.ids import new_id
from auxilio.voice.control.letters import NEW_LINE, Letters, edits
from auxilio.voice.control.rooms import Leg, Room
from auxilio.voice.control.telling import Teller
from auxilio.voice.media.ports import Kind, LegId, LegMedia
from auxilio.voice.media.sdp import speaks

LOOK_S = 0.5
DONE_MAX = 16
"""Finished lines of the desk that are remembered: what was typed of them may arrive after they did."""
_log = logging.getLogger(__name__)


class Writes(Protocol):
    """As much of `MediaEngine` as text needs."""

    async def write(self, leg: LegId, text: str) -> None:
        """Letters to the party."""
        ...


@dataclass
class _Talk:
    """One caller's leg."""

    call: CallId
    room: Room
    leg: Leg
    described: bytes = b""
    """What the party last said of itself; a later INVITE may add text."""
    open: bool = False
    """Whether it reads and writes."""
    letters: Letters = field(default_factory=Letters)
    line: CommandId = field(default_factory=lambda: CommandId(new_id()))
    typed_at: datetime | None = None
    """The caller's last letter of a line that is not finished."""
    read: str = ""
    """What the caller sees of the desk's unfinished line."""
    done: deque[CommandId] = field(default_factory=lambda: deque(maxlen=DONE_MAX))
    writing: asyncio.Lock = field(default_factory=asyncio.Lock)


class TelephoneText:
    """One for each exchange. `run` must be running for what has rested to become a line."""

    def __init__(self, media: Writes, teller: Teller, clock: Clock) -> None:
        self._media, self._teller, self._clock = media, teller, clock
        self._talks = dict[LegId, _Talk]()
        self._tasks = set[asyncio.Task[None]]()
        self.pass_on: Callable[[str, str], None] = lambda *_: None
        """Tells the windows of the house what a caller is typing (`Passing.tell`)."""

    async def run(self) -> None:
        """For ever: a telephone may have no key that ends a line."""
        while True:
            await self._clock.sleep(LOOK_S)
            now = self._clock.now()
            for talk in self._talks.values():
                self._look(talk)
                if talk.typed_at is not None and seconds_between(talk.typed_at, now) >= REST_S:
                    self._finish(talk)

    # --- the caller's letters ---------------------------------------------------------------------

    def began(self, call: CallId, room: Room, leg: Leg) -> None:
        """This leg is the caller's."""
        talk = self._talks[leg.id] = _Talk(call, room, leg)
        self._look(talk)

    def _look(self, talk: _Talk) -> None:
        said = talk.leg.sip.remote_sdp
        if talk.open or said is talk.described:
            return
        talk.described, talk.open = said, speaks(said)[1]
        if talk.open:
            self._tell(talk, m.OpenText(call=talk.call), CommandId(new_id()))

    def take(self, fact: LegMedia) -> None:
        """Something was noticed on a leg; here, letters of a caller."""
        talk = self._talks.get(fact.leg)
        if fact.kind is not Kind.TEXT or talk is None:
            return
        self._look(talk)
        for line in talk.letters.read(fact.said):
            self._say(talk, line)
        talk.typed_at = self._clock.now() if talk.letters.text else None
        if len(talk.letters.text) >= LETTERS_MAX:
            self._finish(talk)
        else:
            self._show(talk)

    def ended(self, leg: Leg) -> None:
        """It has left the call: half a sentence is a line."""
        talk = self._talks.pop(leg.id, None)
        if talk is not None:
            self._finish(talk)

    def _finish(self, talk: _Talk) -> None:
        talk.typed_at = None
        if line := talk.letters.finish():
            self._say(talk, line)

    def _say(self, talk: _Talk, words: str) -> None:
        line, talk.line = talk.line, CommandId(new_id())
        self._tell(talk, m.Say(call=talk.call, words=words), line)

    def _tell(self, talk: _Talk, command: Command, id: CommandId) -> None:
        """Under this id, which who sees a line grow knows already; in the order in which it happened to the call."""

        async def in_order() -> None:
            async with talk.room.telling:
                await self._teller.tell(command, talk.room.mode, id)

        self._soon(in_order())

    def _show(self, talk: _Talk) -> None:
        typed = Typed(call=talk.call, side=Side.CALLER, line=talk.line, text=shown(talk.letters.text))
        self.pass_on(f"{talk.call} {talk.line}", msgspec.json.encode(typed).decode())

    # --- the desk's -------------------------------------------------------------------------------

    def overheard(self, word: str) -> None:
        """Another process tells what is typed in its windows."""
        typed = msgspec.json.decode(word, type=Typed)
        if typed.side is Side.DESK:
            for talk in self._reading(typed.call):
                self._soon(self._typed(talk, typed))

    def wrote(self, call: CallId, line: CommandId, words: str) -> None:
        """The log has a line of the desk."""
        for talk in self._reading(call):
            self._soon(self._wrote(talk, line, words))

    def _reading(self, call: CallId) -> list[_Talk]:
        return [talk for talk in self._talks.values() if talk.call == call and talk.open]

    async def _wrote(self, talk: _Talk, line: CommandId, words: str) -> None:
        async with talk.writing:
            talk.done.append(line)
            await self._write(talk, edits(talk.read, words) + NEW_LINE)
            talk.read = ""

    async def _typed(self, talk: _Talk, typed: Typed) -> None:
        async with talk.writing:
            if typed.line not in talk.done:
                await self._write(talk, edits(talk.read, typed.text))
                talk.read = typed.text

    async def _write(self, talk: _Talk, letters: str) -> None:
        if not letters:
            return
        try:
            await self._media.write(talk.leg.id, letters)
        except Refused as refused:  # it goes in this moment, or has said meanwhile that it reads no more
            _log.info("text_not_written", extra={"code": refused.code})

    def _soon(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
