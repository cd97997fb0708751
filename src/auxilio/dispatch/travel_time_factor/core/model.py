"""A response-speed factor of one agency: what was learnt, and what is in force."""

from typing import NewType

import msgspec

from auxilio.kernel.ids import AgencyId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import Mode, ShortText

TravelTimeFactorId = NewType("TravelTimeFactorId", str)
"""One for each mode and agency, named by both: an exercise never slows a real ambulance."""
SLOWEST, FASTEST = 1.5, 0.5
"""No factor lies beyond: it would not be driving that was measured (ours)."""
NO_FACTOR = 1.0


def travel_time_factor_id(mode: Mode, agency: AgencyId) -> TravelTimeFactorId:
    """The name of an agency's pace in a mode."""
    return TravelTimeFactorId(f"{mode}.{agency}")


class LearntFactor(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the runs of an agency say: driven time over the time by the road, of those that can be compared."""

    runs: int
    left_out: int
    """Runs whose times cannot be a drive: a press forgotten, a vehicle that stood there already."""
    median: float | None = None
    quarter: float | None = None
    three_quarters: float | None = None
    """The ratio of one run in four, and of three in four: how far single runs lie from the median."""
    factor: float | None = None
    """Drawn towards 1 by how few runs there are, within the bounds. None: too few to say anything."""
    since: Instant
    until: Instant


class FactorVersion(msgspec.Struct, frozen=True, kw_only=True):
    """A factor from a moment on, by whom, and what it was learnt from; `learnt` is None where there was none any more."""

    version: int
    factor: float
    at: Instant
    by: ShortText
    words: ShortText | None
    learnt: LearntFactor | None


class TravelTimeFactor(msgspec.Struct, frozen=True, kw_only=True):
    """The factors of one agency, oldest first; the last is in force."""

    id: TravelTimeFactorId
    agency: AgencyId
    mode: Mode
    versions: tuple[FactorVersion, ...] = ()

    def at(self, moment: Instant) -> float:
        """What was in force then."""
        return next((one.factor for one in reversed(self.versions) if one.at <= moment), NO_FACTOR)
