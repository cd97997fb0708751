"""What is being typed in a call, between the windows of this house: seen at once, durable when it rests (decision 0187).

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

from auxilio.calls import messages as m
from auxilio.calls.live_text import REST_S, Typed
from auxilio.calls.model import Side
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Envelope
from auxilio.kernel.ids import CallId, CommandId
from auxilio.kernel.instant import seconds_between
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import WEATHER
from auxilio.platform.database.passing import PACE_S, Passing
from auxilio.platform.ids import new_id
from auxilio.process.runner import Door

LONGEST_S = 20.0
"""Who types on and on is kept this often all the same."""
LOOK_S = 0.5
LINES_MAX = 4
"""Unfinished lines of one call and one side: the one that is typed, and those whose facts are on their way."""
DONE_MAX = 16
"""Finished lines of a call that are remembered: their last letters may arrive after their facts."""
FORGOTTEN_S = 600.0
"""A line of another process that nobody has touched for so long: the process died with it."""
_FINISHED = frozenset({m.CallerSaid.kind(), m.DeskWrote.kind()})
_OVER = frozenset({m.CallEnded.kind(), m.CallAbandoned.kind()})
_ANOTHER_DESK = frozenset({m.CallQueued.kind(), m.CallAnswered.kind(), m.CallTransferred.kind()})
_log = logging.getLogger(__name__)
type Show = Callable[[bytes], None]


@dataclass
class _Line:
    typed: Typed
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
        rested = seconds_between(self.changed_at, now) >= REST_S
        return self.left or rested or seconds_between(self.unkept_since, now) >= LONGEST_S


class LiveText:
    """One for each process that has windows. `run` must be running for anything to be shown or kept."""

    def __init__(self, passing: Passing, door: Door, clock: Clock) -> None:
        self._passing, self._door, self._clock = passing, door, clock
        self._lines = dict[tuple[CallId, CommandId], _Line]()
        self._now = dict[tuple[CallId, Side], CommandId]()
        self._done = dict[CallId, deque[CommandId]]()
        self._watching = dict[CallId, dict[int, Show]]()
        self._changed = set[CallId]()
        self._news = asyncio.Event()
        passing.on_word = self._overheard

    async def run(self) -> None:
        """Show and keep, for ever."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._show())
            group.create_task(self._mind())

    async def close(self) -> None:
        """The process ends: what stands in its lines becomes durable."""
        for line in self._own():
            line.left = True
        await self.keep()

    # --- looking ----------------------------------------------------------------------------------

    def watch(self, call: CallId, show: Show) -> "Watching":
        """Begin to be shown what is typed in a call, beginning with what stands there."""
        self._watching.setdefault(call, {})[id(show)] = show
        show(self._frame(call))
        return Watching(self, call, show)

    def unwatch(self, call: CallId, show: Show) -> None:
        """Look no more."""
        watching = self._watching.get(call, {})
        watching.pop(id(show), None)
        if not watching:
            self._watching.pop(call, None)

    def _frame(self, call: CallId) -> bytes:
        now = {side: self._lines[call, line].typed for side in Side if (line := self._now.get((call, side)))}
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

    def typed(self, window: object, by: Actor, typed: Typed, whole: str) -> None:
        """Somebody at a window here has typed. Whether they may was asked by who calls."""
        key = (typed.call, typed.line)
        if key not in self._lines and len(self._of(typed.call, typed.side)) >= LINES_MAX:
            return  # the next letter finds room: what stands there is kept and goes
        self._take(typed)
        if (line := self._lines.get(key)) is not None:
            line.by, line.window, line.whole, line.left = by, window, whole, False
            line.unkept_since = line.unkept_since or line.changed_at
        self._pass(typed)

    def gone(self, window: object) -> None:
        """A window went, with or without a word."""
        for line in self._own():
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
                self._leave(fact.call, *Side)
            elif fact.kind in _ANOTHER_DESK:
                self._leave(fact.call, Side.DESK)

    def _leave(self, call: CallId, *sides: Side) -> None:
        for line in (line for side in sides for line in self._of(call, side)):
            line.left = True

    def _overheard(self, word: str) -> None:
        typed = msgspec.json.decode(word, type=Typed)
        self._take(typed)
        if (line := self._lines.get((typed.call, typed.line))) is not None:
            line.by = line.window = line.unkept_since = None  # whoever typed it here types it there now

    def _take(self, typed: Typed) -> None:
        if not typed.text or typed.line in self._done.get(typed.call, ()):
            self._drop(typed.call, typed.line)
            return
        now = self._clock.now()
        line = self._lines.setdefault((typed.call, typed.line), _Line(typed, now))
        line.typed, line.changed_at = typed, now
        self._now[typed.call, typed.side] = typed.line
        self._changes(typed.call)

    def _drop(self, call: CallId, line: CommandId) -> _Line | None:
        gone = self._lines.pop((call, line), None)
        if gone is not None and self._now.get((call, gone.typed.side)) == line:
            del self._now[call, gone.typed.side]
            self._changes(call)
        return gone

    def _pass(self, typed: Typed) -> None:
        self._passing.tell(f"{typed.call} {typed.line}", msgspec.json.encode(typed).decode())

    def _of(self, call: CallId, side: Side) -> list[_Line]:
        return [line for line in self._lines.values() if (line.typed.call, line.typed.side) == (call, side)]

    def _own(self) -> list[_Line]:
        return [line for line in self._lines.values() if line.by is not None]

    # --- keeping ----------------------------------------------------------------------------------

    async def _mind(self) -> None:
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
                self._let_go(line)

    async def _keep(self, line: _Line) -> None:
        kept, whole, by = line.typed, line.whole, line.by
        assert by is not None, "only who types here is kept here"
        kind = m.KeepCallerTyped if kept.side is Side.CALLER else m.KeepDeskTyped
        try:
            command = kind(call=kept.call, line=kept.line, words=whole)
            await self._door.handle(CommandId(new_id()), command, by)
        except Refused as refused:
            _log.warning("half_line_refused", extra={"call": kept.call, "code": refused.code})
        except WEATHER as lost:
            _log.warning("half_line_waits", extra={"call": kept.call, "error": type(lost).__name__})
            return
        line.unkept_since = None if line.typed is kept else self._clock.now()

    def _let_go(self, line: _Line) -> None:
        typed = line.typed
        if self._drop(typed.call, typed.line) is not None and line.by is not None:
            self._pass(msgspec.structs.replace(typed, text=""))


class Watching:
    """A window that is shown a call."""

    def __init__(self, live: LiveText, call: CallId, show: Show) -> None:
        self._live, self._call, self._show = live, call, show

    def close(self) -> None:
        """Look no more."""
        self._live.unwatch(self._call, self._show)
