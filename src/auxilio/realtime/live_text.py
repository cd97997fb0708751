"""What is being typed in a call, between the windows of this installation: seen at once, durable when it rests (decision 0187).

In memory only, and in no log. Whoever types owns the line in the process that their socket ends in; that process
makes it a fact when it has rested, when its window goes, and when the process ends.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

import msgspec

from auxilio.calls.core import messages as m
from auxilio.calls.core.live_text import TYPING_IDLE_S, UnfinishedLine
from auxilio.calls.core.model import LineSide
from auxilio.kernel.actor import Actor
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.event import Envelope
from auxilio.kernel.ids import CallId, CommandId
from auxilio.kernel.instant import seconds_between
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import TRANSIENT_ERRORS
from auxilio.platform.database.ephemeral_channel import PACE_S, EphemeralChannel
from auxilio.platform.ids import new_id

LONGEST_S = 20.0
"""Who types on and on is kept this often all the same."""
LOOK_S = 0.5
LINES_MAX = 4
"""Unfinished lines of one call and one side: the one that is typed, and those whose facts are on their way."""
DONE_MAX = 16
"""Finished lines of a call that are remembered: their last letters may arrive after their facts."""
FORGOTTEN_S = 600.0
"""A line of another process that nobody has touched for so long: the process died with it."""
_FINISHED = frozenset({m.CallerTextSent.kind(), m.DeskTextSent.kind()})
_OVER = frozenset({m.CallEnded.kind(), m.CallAbandoned.kind()})
_ANOTHER_DESK = frozenset({m.CallQueued.kind(), m.CallAnswered.kind(), m.CallTransferred.kind()})
_log = logging.getLogger(__name__)
type Show = Callable[[bytes], None]


@dataclass
class _TypedLine:
    typed: UnfinishedLine
    changed_at: datetime
    whole: str = ""
    """All of it, where it is typed; what travels is its end."""
    by: Actor | None = None
    """Who types it here; None when another process answers for it."""
    window: object = None
    unkept_since: datetime | None = None
    left: bool = False
    """Nobody types it any more: it is kept and goes."""

    def due(self, now: datetime) -> bool:
        """Whether it is time to make it durable."""
        if self.by is None or self.unkept_since is None:
            return False
        rested = seconds_between(self.changed_at, now) >= TYPING_IDLE_S
        return self.left or rested or seconds_between(self.unkept_since, now) >= LONGEST_S


class LiveText:
    """One for each process that has windows. `run` must be running for anything to be shown or kept."""

    def __init__(self, passing: EphemeralChannel, commands: CommandPort, clock: Clock) -> None:
        self._passing, self._commands, self._clock = passing, commands, clock
        self._lines = dict[tuple[CallId, CommandId], _TypedLine]()
        self._now = dict[tuple[CallId, LineSide], CommandId]()
        self._done = dict[CallId, deque[CommandId]]()
        self._watching = dict[CallId, dict[int, Show]]()
        self._changed = set[CallId]()
        self._news = asyncio.Event()
        passing.set_listener(self._on_remote_text)

    async def run(self) -> None:
        """Show and keep, for ever."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._show())
            group.create_task(self._keep_periodically())

    async def close(self) -> None:
        """The process ends: what stands in its lines becomes durable."""
        for line in self._local_lines():
            line.left = True
        await self.keep()

    # --- looking ----------------------------------------------------------------------------------

    def watch(self, call: CallId, show: Show) -> "LiveTextSubscription":
        """Begin to be shown what is typed in a call, beginning with what stands there."""
        self._watching.setdefault(call, {})[id(show)] = show
        show(self._frame(call))
        return LiveTextSubscription(self, call, show)

    def unwatch(self, call: CallId, show: Show) -> None:
        """Look no more."""
        watching = self._watching.get(call, {})
        watching.pop(id(show), None)
        if not watching:
            self._watching.pop(call, None)

    def _frame(self, call: CallId) -> bytes:
        now = {
            side: self._lines[call, line].typed for side in LineSide if (line := self._now.get((call, side)))
        }
        return b'"live":' + msgspec.json.encode(now)

    async def _show(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            changed, self._changed = self._changed, set()
            for call in changed:
                frame = self._frame(call)
                for show in list(self._watching.get(call, {}).values()):
                    show(frame)
            await self._clock.sleep(PACE_S)  # a flood of letters is twenty frames a second, no more

    def _changes(self, call: CallId) -> None:
        self._changed.add(call)
        self._news.set()

    # --- typing -----------------------------------------------------------------------------------

    def typed(self, window: object, by: Actor, typed: UnfinishedLine, whole: str) -> None:
        """Somebody at a window here has typed. Whether they may was asked by who calls."""
        key = (typed.call, typed.line)
        if key not in self._lines and len(self._lines_of(typed.call, typed.side)) >= LINES_MAX:
            return  # the next letter finds room: what stands there is kept and goes
        self._update_line(typed)
        if (line := self._lines.get(key)) is not None:
            line.by, line.window, line.whole, line.left = by, window, whole, False
            line.unkept_since = line.unkept_since or line.changed_at
        self._broadcast(typed)

    def gone(self, window: object) -> None:
        """A window went, with or without a word."""
        for line in self._local_lines():
            if line.window is window:
                line.left = True

    def told(self, batch: Iterable[Envelope]) -> None:
        """What the log tells: a line that is a fact is not being typed any more, nor any of a call that is over."""
        for fact in batch:
            if fact.call is None:
                continue
            if fact.kind in _FINISHED:
                done = self._done.setdefault(fact.call, deque(maxlen=DONE_MAX))
                done.append(CommandId(fact.cause))
                self._drop(fact.call, done[-1])
            elif fact.kind in _OVER:
                self._done.pop(fact.call, None)
                self._mark_left(fact.call, *LineSide)
            elif fact.kind in _ANOTHER_DESK:
                self._mark_left(fact.call, LineSide.DESK)

    def _mark_left(self, call: CallId, *sides: LineSide) -> None:
        for line in (line for side in sides for line in self._lines_of(call, side)):
            line.left = True

    def _on_remote_text(self, word: str) -> None:
        typed = msgspec.json.decode(word, type=UnfinishedLine)
        self._update_line(typed)
        if (line := self._lines.get((typed.call, typed.line))) is not None:
            line.by = line.window = line.unkept_since = None  # whoever typed it here types it there now

    def _update_line(self, typed: UnfinishedLine) -> None:
        if not typed.text or typed.line in self._done.get(typed.call, ()):
            self._drop(typed.call, typed.line)
            return
        now = self._clock.now()
        line = self._lines.setdefault((typed.call, typed.line), _TypedLine(typed, now))
        line.typed, line.changed_at = typed, now
        self._now[typed.call, typed.side] = typed.line
        self._changes(typed.call)

    def _drop(self, call: CallId, line: CommandId) -> _TypedLine | None:
        gone = self._lines.pop((call, line), None)
        if gone is not None and self._now.get((call, gone.typed.side)) == line:
            del self._now[call, gone.typed.side]
            self._changes(call)
        return gone

    def _broadcast(self, typed: UnfinishedLine) -> None:
        self._passing.tell(f"{typed.call} {typed.line}", msgspec.json.encode(typed).decode())

    def _lines_of(self, call: CallId, side: LineSide) -> list[_TypedLine]:
        return [line for line in self._lines.values() if (line.typed.call, line.typed.side) == (call, side)]

    def _local_lines(self) -> list[_TypedLine]:
        return [line for line in self._lines.values() if line.by is not None]

    # --- keeping ----------------------------------------------------------------------------------

    async def _keep_periodically(self) -> None:
        while True:
            await self._clock.sleep(LOOK_S)
            await self.keep()

    async def keep(self) -> None:
        """Make durable what is due, and let go of what nobody types."""
        now = self._clock.now()
        for line in list(self._lines.values()):
            if line.due(now):
                await self._keep(line)
            lost = line.by is None and seconds_between(line.changed_at, now) >= FORGOTTEN_S
            if lost or (line.left and line.unkept_since is None):
                self._discard_line(line)

    async def _keep(self, line: _TypedLine) -> None:
        kept, whole, by = line.typed, line.whole, line.by
        assert by is not None, "only who types here is kept here"
        kind = m.KeepCallerDraft if kept.side is LineSide.CALLER else m.KeepDeskDraft
        try:
            command = kind(call=kept.call, line=kept.line, words=whole)
            await self._commands.handle(CommandId(new_id()), command, by)
        except Refused as refused:
            _log.warning("half_line_refused", extra={"call": kept.call, "code": refused.code})
        except TRANSIENT_ERRORS as lost:
            _log.warning("half_line_waits", extra={"call": kept.call, "error": type(lost).__name__})
            return
        line.unkept_since = None if line.typed is kept else self._clock.now()

    def _discard_line(self, line: _TypedLine) -> None:
        typed = line.typed
        if self._drop(typed.call, typed.line) is not None and line.by is not None:
            self._broadcast(msgspec.structs.replace(typed, text=""))


class LiveTextSubscription:
    """A window that is shown a call."""

    def __init__(self, live: LiveText, call: CallId, show: Show) -> None:
        self._live, self._call, self._show = live, call, show

    def close(self) -> None:
        """Look no more."""
        self._live.unwatch(self._call, self._show)
