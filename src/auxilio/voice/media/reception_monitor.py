"""What is noticed on a line: dead in one direction, back, silent. Pure: every moment is an argument.

Two things are kept apart. A *fault* is a direction in which no packet gets through although one should; *silence* is
packets that carry no sound, and is only shown. A caller who cannot speak is silent, and must never be taken for a fault.

Nothing is said to be over without a sign of it: of a line on hold we say neither that it is dead nor that it is back.
When something is expected of it again, it is looked at anew, and what is still so is said once more.
"""

from auxilio.voice.media.ports import FaultDirection, LegEventKind

DEAD_AFTER_S = 1.5
SILENT_AFTER_S = 20.0
AUDIBLE_DB = -50.0
"""Quieter than this is silence: room noise on a telephone lies near −60."""
_UNHEARD_S = 0.9
"""Two reports this far apart, with nothing received between them though we sent, are deafness."""

LineEvent = tuple[LegEventKind, FaultDirection | None]
_DUMB: LineEvent = (LegEventKind.DEAD, FaultDirection.FROM)
_DEAF: LineEvent = (LegEventKind.DEAD, FaultDirection.TO)
_SILENT: LineEvent = (LegEventKind.SILENT, None)
_OVER: dict[LineEvent, LineEvent] = {
    _DUMB: (LegEventKind.BACK, FaultDirection.FROM),
    _DEAF: (LegEventKind.BACK, FaultDirection.TO),
    _SILENT: (LegEventKind.SPEAKS, None),
}


class ReceptionMonitor:
    """One leg's line. Moments are seconds of any clock that does not go back."""

    def __init__(self) -> None:
        self._expected_since: float | None = None
        self._reach = False
        self._last_packet: float | None = None
        self._last_sound: float | None = None
        self._connected = False
        self._told: set[LineEvent] = set()
        self._again: set[LineEvent] = set()
        """Told before something was expected anew: to be said once more if it is so still."""
        self._far: tuple[float, int] | None = None
        self._deaf_since: float | None = None
        self._reached = False
        """Something of ours has arrived since it should."""
        self._nowhere_since: float | None = None

    def expect_rtp(self, now: float, *, hear: bool, reach: bool) -> None:
        """Whether packets should come from the party from now on, and ours reach it. Neither while the leg is held
        (from either side) or joined with nobody, the first not while it is muted."""
        if hear and self._expected_since is None:
            self._expected_since = now
            self._again |= self._told & {_DUMB, _SILENT}
        elif not hear:
            self._expected_since = None
        if reach and not self._reach:
            self._reached = False
            self._nowhere_since = now if self._nowhere_since is not None else None
            self._again |= self._told & {_DEAF}
        elif not reach:
            self._far = self._deaf_since = None
        self._reach = reach

    def note_packet(self, now: float) -> None:
        """A packet came from the party."""
        self._last_packet = now

    def note_sound(self, now: float) -> None:
        """What came was loud enough to be somebody."""
        self._last_sound = now

    def note_receiver_count(self, packets: int, now: float) -> None:
        """The party says how many of our packets it has received (or the highest number it has seen)."""
        if self._far is None or packets != self._far[1]:
            self._reached = self._far is not None
            self._far, self._deaf_since = (now, packets), None
        elif now - self._far[0] >= _UNHEARD_S:
            self._deaf_since = self._deaf_since or now

    def nothing_sent(self) -> None:
        """There was nothing for the party to receive, so its count says nothing."""
        self._far = self._deaf_since = None

    def set_destination_known(self, known: bool, now: float) -> None:
        """Whether there is a place to send to."""
        if known and self._nowhere_since is not None:
            self._reached = True
        self._nowhere_since = None if known else now if self._nowhere_since is None else self._nowhere_since

    def poll(self, now: float) -> list[LineEvent]:
        """What is new since the last look."""
        noticed: list[LineEvent] = []
        if self._last_packet is not None and not self._connected:
            self._connected = True
            noticed.append((LegEventKind.CONNECTED, None))
        dumb = self._dumb(now)
        for which, there in ((_DUMB, dumb), (_DEAF, self._deaf(now)), (_SILENT, self._quiet(now, dumb))):
            noticed += self._changed(which, there)
        return noticed

    def _dumb(self, now: float) -> bool | None:
        """Nothing comes. None where nothing is expected, or it is too early to say."""
        if self._expected_since is None:
            return None
        last = self._last_packet if self._last_packet is not None else self._expected_since
        if now - max(self._expected_since, last) > DEAD_AFTER_S:
            return True
        return False if self._last_packet is not None and last >= self._expected_since else None

    def _deaf(self, now: float) -> bool | None:
        """Nothing arrives there."""
        if not self._reach:
            return None
        if self._nowhere_since is not None:
            return True if now - self._nowhere_since > DEAD_AFTER_S else None
        if self._deaf_since is not None:
            return True
        return False if self._reached else None

    def _quiet(self, now: float, dumb: bool | None) -> bool | None:
        """Packets come, and nobody speaks."""
        if self._expected_since is None:
            return None
        if self._last_sound is not None and self._last_sound >= self._expected_since:
            quiet = now - self._last_sound > SILENT_AFTER_S
        elif now - self._expected_since > SILENT_AFTER_S:
            quiet = True
        else:
            return None
        return None if quiet and dumb is not False else quiet

    def _changed(self, which: LineEvent, there: bool | None) -> list[LineEvent]:
        if there is None or (there == (which in self._told) and not (there and which in self._again)):
            return []
        self._again.discard(which)
        (self._told.add if there else self._told.discard)(which)
        return [which if there else _OVER[which]]
