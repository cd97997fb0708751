"""Real-time text of telephones: letters of the caller become lines, and what the desk types goes out letter by letter.

What is being typed travels as between windows (`calls.core.live_text`, over `EphemeralChannel`); a line is an event. A
line of the desk is taken from the log, so that what the caller has read is what the log has.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import msgspec

from auxilio.calls.core import messages as m
from auxilio.calls.core.live_text import LETTERS_MAX, TYPING_IDLE_S, UnfinishedLine, clip_line
from auxilio.calls.core.model import LineSide
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CallId, CommandId
from auxilio.kernel.instant import seconds_between
from auxilio.kernel.refusal import Refused
from auxilio.platform.background_tasks import BackgroundTasks, report_fault
from auxilio.platform.clock import Clock
from auxilio.platform.ids import new_id
from auxilio.voice.control.call_media_state import CallMediaState, ConnectedLeg
from auxilio.voice.control.command_reporter import CommandReporter
from auxilio.voice.core.rtt_edits import NEW_LINE, TextLineBuffer, edit_sequence
from auxilio.voice.media.ports import LegEvent, LegEventKind, LegId
from auxilio.voice.media.sdp import offered_media

POLL_S = 0.5
FINISHED_LINES_MAX = 16
"""Finished lines of the desk that are remembered: what was typed of them may arrive after they did."""
_log = logging.getLogger(__name__)


class TextWriter(Protocol):
    """As much of `MediaEngine` as text needs."""

    async def write(self, leg: LegId, text: str) -> None:
        """Letters to the party."""
        ...


@dataclass
class _TextSession:
    """One caller's leg."""

    call: CallId
    state: CallMediaState
    leg: ConnectedLeg
    described: bytes = b""
    """What the party last said of itself; a later INVITE may add text."""
    open: bool = False
    """Whether it reads and writes."""
    letters: TextLineBuffer = field(default_factory=TextLineBuffer)
    line: CommandId = field(default_factory=lambda: CommandId(new_id()))
    typed_at: datetime | None = None
    """The caller's last letter of a line that is not finished."""
    read: str = ""
    """What the caller sees of the desk's unfinished line."""
    done: deque[CommandId] = field(default_factory=lambda: deque(maxlen=FINISHED_LINES_MAX))
    writing: asyncio.Lock = field(default_factory=asyncio.Lock)


class TelephoneText:
    """One for each exchange. While `run` runs, text that rests becomes a line."""

    def __init__(self, media: TextWriter, commands: CommandReporter, clock: Clock) -> None:
        self._media, self._commands, self._clock = media, commands, clock
        self._talks = dict[LegId, _TextSession]()
        self._tasks = BackgroundTasks("telephone_text")
        self._pass_on: Callable[[str, str], None] = lambda *_: None
        """Passes on to windows what a caller is typing (`EphemeralChannel.tell`)."""

    def pass_typing_to(self, tell: Callable[[str, str], None]) -> None:
        """From here on `tell` gets what telephones type: what it is about, and the unfinished line as JSON."""
        self._pass_on = tell

    async def run(self) -> None:
        """End lines that rest, until cancelled: a telephone may have no key for it."""
        while True:
            await self._clock.sleep(POLL_S)
            now = self._clock.now()
            for talk in self._talks.values():
                try:
                    self._detect_text(talk)
                    if talk.typed_at is not None and seconds_between(talk.typed_at, now) >= TYPING_IDLE_S:
                        self._finish(talk)
                except Exception as defect:  # noqa: BLE001  one caller's text stops no other's
                    report_fault("telephone_text", defect)

    # --- the caller's letters ---------------------------------------------------------------------

    def open_session(self, call: CallId, state: CallMediaState, leg: ConnectedLeg) -> None:
        """This leg is the caller's."""
        talk = self._talks[leg.id] = _TextSession(call, state, leg)
        self._detect_text(talk)

    def _detect_text(self, talk: _TextSession) -> None:
        said = talk.leg.sip.remote_sdp
        if talk.open or said is talk.described:
            return
        talk.described, talk.open = said, offered_media(said)[1]
        if talk.open:
            self._report(talk, m.OpenText(call=talk.call), CommandId(new_id()))

    def on_leg_event(self, event: LegEvent) -> None:
        """Read letters of a caller; other events are ignored."""
        talk = self._talks.get(event.leg)
        if event.kind is not LegEventKind.TEXT or talk is None:
            return
        self._detect_text(talk)
        for line in talk.letters.read(event.said):
            self._report_line(talk, line)
        talk.typed_at = self._clock.now() if talk.letters.text else None
        if len(talk.letters.text) >= LETTERS_MAX:
            self._finish(talk)
        else:
            self._publish_typing(talk)

    def ended(self, leg: ConnectedLeg) -> None:
        """The leg has ended: what was typed becomes a line."""
        talk = self._talks.pop(leg.id, None)
        if talk is not None:
            self._finish(talk)

    def _finish(self, talk: _TextSession) -> None:
        talk.typed_at = None
        if line := talk.letters.finish():
            self._report_line(talk, line)

    def _report_line(self, talk: _TextSession, words: str) -> None:
        line, talk.line = talk.line, CommandId(new_id())
        self._report(talk, m.SendCallerText(call=talk.call, words=words), line)

    def _report(self, talk: _TextSession, command: Command, id: CommandId) -> None:
        """Report under the id by which windows already show the line, in the order of the call's events."""

        async def in_order() -> None:
            async with talk.state.telling:
                await self._commands.report(command, talk.state.mode, id)

        self._spawn(in_order())

    def _publish_typing(self, talk: _TextSession) -> None:
        typed = UnfinishedLine(
            call=talk.call, side=LineSide.CALLER, line=talk.line, text=clip_line(talk.letters.text)
        )
        self._pass_on(f"{talk.call} {talk.line}", msgspec.json.encode(typed).decode())

    # --- the desk's -------------------------------------------------------------------------------

    def receive_typing(self, word: str) -> None:
        """Another process tells what is being typed in a window: send it to the telephones of that call."""
        typed = msgspec.json.decode(word, type=UnfinishedLine)
        if typed.side is LineSide.DESK:
            for talk in self._open_sessions(typed.call):
                self._spawn(self._send_typing(talk, typed))

    def send_desk_line(self, call: CallId, line: CommandId, words: str) -> None:
        """Send a line of the desk that the log has."""
        for talk in self._open_sessions(call):
            self._spawn(self._send_line(talk, line, words))

    def _open_sessions(self, call: CallId) -> list[_TextSession]:
        return [talk for talk in self._talks.values() if talk.call == call and talk.open]

    async def _send_line(self, talk: _TextSession, line: CommandId, words: str) -> None:
        async with talk.writing:
            talk.done.append(line)
            await self._write(talk, edit_sequence(talk.read, words) + NEW_LINE)
            talk.read = ""

    async def _send_typing(self, talk: _TextSession, typed: UnfinishedLine) -> None:
        async with talk.writing:
            if typed.line not in talk.done:
                await self._write(talk, edit_sequence(talk.read, typed.text))
                talk.read = typed.text

    async def _write(self, talk: _TextSession, letters: str) -> None:
        if not letters:
            return
        try:
            await self._media.write(talk.leg.id, letters)
        except Refused as refused:  # it goes in this moment, or has said meanwhile that it reads no more
            _log.info("text_not_written", extra={"code": refused.code})

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        self._tasks.spawn(work)
