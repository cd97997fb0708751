"""How long a hand-over may take. Data: each agency sets its own in its plan."""

import msgspec

from auxilio.kernel.shared_types import Priority

type BySeverity = tuple[float, float, float, float]
"""Seconds for P0, P1, P2, P3; P4 goes with P3."""


class TaskTimeLimits(msgspec.Struct, frozen=True, kw_only=True):
    """The two clocks that a task carries. The defaults are ours; each agency sets its own in its plan."""

    accept_soon_s: BySeverity = (10, 20, 60, 120)
    accept_due_s: BySeverity = (20, 40, 120, 300)
    no_unit_soon_s: BySeverity = (15, 30, 300, 1200)
    no_unit_due_s: BySeverity = (30, 60, 600, 2400)

    def accept(self, priority: Priority) -> tuple[float, float]:
        """Amber and red of T6 to T7, in seconds."""
        nth = min(int(priority), 3)
        return self.accept_soon_s[nth], self.accept_due_s[nth]

    def no_unit(self, priority: Priority) -> tuple[float, float]:
        """Amber and red of T7 to T8, in seconds."""
        nth = min(int(priority), 3)
        return self.no_unit_soon_s[nth], self.no_unit_due_s[nth]
