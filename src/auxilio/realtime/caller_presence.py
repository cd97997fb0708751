"""Since when the page of a caller is away, for the desk of the call. In memory only, and in no log.

A page answers each beat of its socket. Each process tells the others what it heard, and shows its own windows when a
page falls silent and when it is back. Called by the socket of the boards.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

import msgspec

from auxilio.calls.core import messages as m
from auxilio.kernel.event import Envelope
from auxilio.kernel.ids import CallId
from auxilio.kernel.instant import Instant, iso_us, seconds_between
from auxilio.platform.clock import Clock
from auxilio.platform.database.ephemeral_channel import EphemeralChannel

AWAY_AFTER_S = 8.5
"""Without an answer for so long a page is away: one beat (5 s) was missed, and the next answer had time to come."""
LOOK_S = 1.0
FORGOTTEN_S = 43_200.0
"""A page that was not heard for so long: its call ended while this process did not follow the log."""
TOPIC = "heard"
_OVER = frozenset({m.CallEnded.kind(), m.CallAbandoned.kind()})
type ShowAway = Callable[[bytes], None]


class PageHeard(msgspec.Struct, frozen=True):
    """What one process tells the others."""

    call: CallId
    at: Instant


@dataclass
class _Page:
    heard_at: datetime
    away: bool = False


class CallerPresence:
    """One for each process that has windows. `run` must be running for anything to be shown."""

    def __init__(self, passing: EphemeralChannel, clock: Clock) -> None:
        self._passing, self._clock = passing, clock
        self._pages = dict[CallId, _Page]()
        self._watching = dict[CallId, dict[int, ShowAway]]()
        passing.set_listener(self._on_remote_answer, TOPIC)

    async def run(self) -> None:
        """Look, for ever, which pages have fallen silent."""
        while True:
            await self._clock.sleep(LOOK_S)
            self.look()

    def heartbeat_received(self, call: CallId) -> None:
        """A page here has answered a heartbeat; the caller has checked that its call is live."""
        heard = PageHeard(call, self._clock.now())
        self._hear(heard)
        self._passing.tell(str(call), msgspec.json.encode(heard).decode(), TOPIC)

    def look(self) -> None:
        """Show which pages are away from now on, and forget those that nobody asks for any more."""
        now = self._clock.now()
        for call, page in list(self._pages.items()):
            silent_s = seconds_between(page.heard_at, now)
            if not page.away and silent_s >= AWAY_AFTER_S:
                page.away = True
                self._show(call)
            if silent_s >= FORGOTTEN_S:
                del self._pages[call]

    def told(self, batch: Iterable[Envelope]) -> None:
        """What the log tells: the page of a call that is over may go."""
        for fact in batch:
            if fact.call is not None and fact.kind in _OVER and self._pages.pop(fact.call, None) is not None:
                self._show(fact.call)

    def watch(self, call: CallId, show: ShowAway) -> "PresenceSubscription":
        """Begin to be shown since when the page of a call is away."""
        self._watching.setdefault(call, {})[id(show)] = show
        show(self._frame(call))
        return PresenceSubscription(self, call, show)

    def unwatch(self, call: CallId, show: ShowAway) -> None:
        """Look no more."""
        watching = self._watching.get(call, {})
        watching.pop(id(show), None)
        if not watching:
            self._watching.pop(call, None)

    def _on_remote_answer(self, word: str) -> None:
        self._hear(msgspec.json.decode(word, type=PageHeard))

    def _hear(self, heard: PageHeard) -> None:
        page = self._pages.setdefault(heard.call, _Page(heard.at))
        was_away = page.away
        page.heard_at, page.away = max(page.heard_at, heard.at), False
        if was_away:
            self._show(heard.call)

    def _show(self, call: CallId) -> None:
        frame = self._frame(call)
        for show in list(self._watching.get(call, {}).values()):
            show(frame)

    def _frame(self, call: CallId) -> bytes:
        page = self._pages.get(call)
        return b'"away":' + msgspec.json.encode(iso_us(page.heard_at) if page and page.away else None)


class PresenceSubscription:
    """A window that is shown whether a caller's page is away."""

    def __init__(self, presence: CallerPresence, call: CallId, show: ShowAway) -> None:
        self._presence, self._call, self._show = presence, call, show

    def close(self) -> None:
        """Look no more."""
        self._presence.unwatch(self._call, self._show)
