"""What screens see of closures: who drives must know them all, and there is nothing of any case in them. Pure."""

import msgspec

from auxilio.kernel.ids import CentreId
from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode
from auxilio.road_closures.core.model import Closure, ClosureId, ClosureReason


class ClosureRow(msgspec.Struct, frozen=True, kw_only=True):
    """One closure on a map and in its list."""

    id: ClosureId
    mode: Mode
    ring: tuple[Point, ...]
    km_h: int
    reason: ClosureReason
    words: str
    until: Instant
    drawn_at: Instant
    by_name: str
    centre: CentreId | None
    changed_at: Instant


def closure_row(closure: Closure) -> ClosureRow:
    """The row of a closure."""
    return msgspec.convert(closure, ClosureRow, from_attributes=True)
