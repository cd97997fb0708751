"""Which call of the relay a leg lives in, where all legs of a centre shall be joined without us between them.

rtpengine joins parties of one of its calls only, and a desk's leg stands before anybody knows who will be spoken with. So
all live in one. It forgets little of those who left before its last party leaves (75 kB a leg, and each look at it takes
longer), so after some hundred legs a new one begins: a generation.
"""

from collections import Counter

from auxilio.platform.ids import new_id

LEGS_MAX = 500
"""About 40 MB, and 7 ms to let a leg go; the next generation begins small again."""


class RelayCallAllocator:
    """Gives names, and knows how many live under each. `together` false: every group is a call of its own."""

    def __init__(self, *, together: bool) -> None:
        self._together = together
        self._name, self._born = "", 0
        self._living = Counter[str]()

    def of(self, group: str) -> str:
        """Where a new leg of this group lives."""
        if self._together and (not self._name or self._born >= LEGS_MAX):
            self._name, self._born = f"legs-{new_id().hex}", 0  # ids grow with time
        name = self._name if self._together else group
        self._born += 1
        self._living[name] += 1
        return name

    def taken_up(self, name: str) -> None:
        """A leg of another process lives there: the newest of them is where ours go on."""
        self._living[name] += 1
        if self._together and name >= self._name:
            self._born = self._born + 1 if name == self._name else 1
            self._name = name

    def left(self, name: str) -> bool:
        """A leg has left. True when no leg is left in it: it is to be ended, and no leg is added to it."""
        self._living[name] -= 1
        if self._living[name] > 0:
            return False
        del self._living[name]
        if name == self._name:
            self._name = ""
        return True
