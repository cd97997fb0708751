"""A clock for tests that cross hours."""

from datetime import datetime

from auxilio.kernel.instant import after_s
from auxilio.platform.clock import SystemClock


class Later(SystemClock):
    """It stands but for a microsecond a look, and goes on when the test says so: a slow machine changes no moment."""

    def __init__(self) -> None:
        super().__init__()
        self._began, self._looks, self.ahead_s = super().now(), 0, 0.0

    def now(self) -> datetime:
        """When it began, and what the test has put it ahead."""
        self._looks += 1
        return after_s(self._began, self.ahead_s + self._looks / 1e6)
