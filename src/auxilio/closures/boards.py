"""What screens see of closures: who drives must know them all, and there is nothing of any case in them. Pure."""

import msgspec

from auxilio.closures.model import Closure, ClosureId, Reason
from auxilio.kernel.ids import CentreId
from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Point
from auxilio.kernel.words import Mode


class ClosureRow(msgspec.Struct, frozen=True, kw_only=True):
    """One closure on a map and in its list."""

    id: ClosureId
    mode: Mode
    ring: tuple[Point, ...]
    km_h: int
    reason: Reason
    words: str
    until: Instant
    drawn_at: Instant
    by_name: str
    centre: CentreId | None
    changed_at: Instant


def closure_row(closure: Closure) -> ClosureRow:
    """The row of a closure."""
    return msgspec.convert(closure, ClosureRow, from_attributes=True)
