"""One party's channel: packets in any order become sound in its place. Pure: moments are arguments.

Within a source the RTP timestamp tells the place, exact to the sample; the wall tells where a source begins, and when
the two have come apart (a sender that stopped counting, a clock that drifts for an hour), the wall is right.
"""

from auxilio.voice.media.g711 import RATE, SILENCE
from auxilio.voice.media.rtp import WRAP32, signed_difference

_APART = RATE * 3 // 10
_BOUND = RATE * 10


class AudioTrack:
    """An `AudioSink` with a window of what is not yet written."""

    def __init__(self, began_s: float, written: int = 0) -> None:
        """`began_s`: the moment of the recording's first sample, on the clock of `receive_rtp`. `written`: what is past."""
        self._began_s = began_s
        self._from = written
        self._window = bytearray()
        self._source: tuple[int, int, int] | None = None
        self.late = 0
        """Packets that came after their place was written."""

    def receive_rtp(self, ssrc: int, timestamp: int, alaw: bytes, at_s: float) -> None:
        """See `AudioSink`."""
        place = wall = int((at_s - self._began_s) * RATE)
        if self._source is not None and self._source[0] == ssrc:
            counted = self._source[2] + signed_difference(timestamp - self._source[1], WRAP32)
            place = counted if abs(counted - wall) <= _APART else wall
        # Measured from the packet before, so that a call may outlast what a timestamp can count.
        self._source = (ssrc, timestamp, place)
        start = place - self._from
        if start < 0:
            self.late += 1
            return
        if start > _BOUND:
            return
        end = start + len(alaw)
        if end > len(self._window):
            self._window += SILENCE[:1] * (end - len(self._window))
        self._window[start:end] = alaw

    def take(self, until: int) -> bytes:
        """Everything up to the sample `until`, with silence where nothing came."""
        length = until - self._from
        assert length >= 0, "time does not go back"
        taken = bytes(self._window[:length]).ljust(length, SILENCE[:1])
        del self._window[:length]
        self._from = until
        return taken
