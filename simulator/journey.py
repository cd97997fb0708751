"""Where a vehicle is on its way. Pure."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise

import msgspec

from auxilio.kernel.position import Point, distance_m


class Journey(msgspec.Struct, frozen=True, kw_only=True):
    """A way along a road, and how long it takes in all."""

    line: tuple[Point, ...]
    duration_s: float

    def __post_init__(self) -> None:
        if not self.line or self.duration_s < 0:
            raise ValueError("a journey has points and takes no less than no time")


def length_m(line: Sequence[Point]) -> float:
    """Metres along a line."""
    return sum(distance_m(a, b) for a, b in pairwise(line))


def place_at(journey: Journey, gone_s: float) -> Point:
    """Where it is after `gone_s` seconds at an even pace; at its end when they are over."""
    if gone_s >= journey.duration_s or len(journey.line) == 1:
        return journey.line[-1]
    reached = list(accumulate((distance_m(a, b) for a, b in pairwise(journey.line)), initial=0.0))
    gone_m = reached[-1] * max(0.0, gone_s) / journey.duration_s
    nth = min(bisect_right(reached, gone_m), len(reached) - 1)
    before, after = journey.line[nth - 1], journey.line[nth]
    step_m = reached[nth] - reached[nth - 1]
    share = (gone_m - reached[nth - 1]) / step_m if step_m else 0.0
    return Point(
        round(before.lat + share * (after.lat - before.lat), 7),
        round(before.lon + share * (after.lon - before.lon), 7),
    )


def left_m(journey: Journey, gone_s: float) -> float:
    """Metres that are still to go."""
    share = 1.0 if journey.duration_s == 0 else min(1.0, max(0.0, gone_s / journey.duration_s))
    return length_m(journey.line) * (1.0 - share)
