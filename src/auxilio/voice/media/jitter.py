"""A small buffer that turns packets as they come into a frame each 20 ms.

It holds as little as the line allows: two frames, more when packets wander, and gives the surplus back when they stop.
Packets of any length that is a whole number of 10 ms are taken. Pure: it knows no clock but its own pops.
"""

from auxilio.voice.media.g711 import SILENCE
from auxilio.voice.media.rtp import WRAP32, signed_difference

_CELL = 80
_LEAST_CELLS, _MOST_CELLS = 4, 12
"""What is waited for before the first frame: 40 ms on a quiet line, 120 on a bad one."""
_BOUND_CELLS = 25
"""More than 250 ms is a conversation by radio: the oldest goes."""
_JUMP_CELLS = 200
"""A timestamp two seconds away is a new beginning, not jitter."""
_LOOK_POPS = 100
_QUIET = SILENCE[:_CELL]


class JitterBuffer:
    """Packets in, frames out."""

    def __init__(self) -> None:
        self._cells: dict[int, bytes] = {}
        self._ssrc: int | None = None
        self._base = self._newest = self._next = 0
        self._primed = False
        self._least, self._pops = _BOUND_CELLS, 0
        self.target = _LEAST_CELLS
        self.late = 0

    def put(self, ssrc: int, timestamp: int, payload: bytes) -> None:
        """A packet of A-law."""
        place = self._newest + _cells(timestamp - self._base - self._newest * _CELL)
        if ssrc != self._ssrc or abs(place - self._newest) > _JUMP_CELLS:
            self._cells.clear()
            self._ssrc, self._base, self._primed = ssrc, timestamp, False
            place = self._newest = 0
        if self._primed and place < self._next:
            self.late += 1
            self.target = min(_MOST_CELLS, self.target + 1)
            return
        for start in range(0, len(payload) - _CELL + 1, _CELL):
            self._cells[place] = payload[start : start + _CELL]
            place += 1
        self._newest = max(self._newest, place)
        if self._newest - min(self._cells, default=self._newest) > _BOUND_CELLS:
            self._skip_to(self._newest - self.target)

    def pop(self) -> bytes | None:
        """The next frame; None when nobody speaks."""
        if not self._primed and not self._prime():
            return None
        cells, place = self._cells, self._next
        first, second = cells.pop(place, None), cells.pop(place + 1, None)
        self._next = place + 2
        if first is None and second is None:
            if not cells:
                self._primed = False
                return None
            if (ahead := min(cells)) - self._next > 2 * _MOST_CELLS:
                self._next = ahead  # the sender left something out: there is nothing to wait for
        self._give_back(self._newest - self._next)
        return (first or _QUIET) + (second or _QUIET)

    def clear(self) -> None:
        """Forget what waits: it is too late to be played."""
        self._cells.clear()
        self._primed = False

    def _prime(self) -> bool:
        if not self._cells:
            return False
        first = min(self._cells)
        if self._newest - first < self.target:
            return False
        self._next, self._primed = first, True
        self._least, self._pops = _BOUND_CELLS, 0
        return True

    def _give_back(self, waiting: int) -> None:
        """Whoever's clock runs faster than ours would be heard later and later."""
        self._least, self._pops = min(self._least, waiting), self._pops + 1
        if self._pops < _LOOK_POPS:
            return
        if self._least > self.target:
            self._skip_to(self._next + 1)
        elif self.target > _LEAST_CELLS and self._least > _LEAST_CELLS:
            self.target -= 1
        self._least, self._pops = _BOUND_CELLS, 0

    def _skip_to(self, place: int) -> None:
        for old in [old for old in self._cells if old < place]:
            del self._cells[old]
        self._next = max(self._next, place) if self._primed else self._next


def _cells(samples: int) -> int:
    """How many cells away, also across the end of the counter."""
    return round(signed_difference(samples, WRAP32) / _CELL)
