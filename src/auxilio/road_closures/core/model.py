"""A closure as it stands."""

from enum import StrEnum
from itertools import pairwise
from math import cos, radians
from typing import Annotated, NewType
from uuid import UUID

import msgspec

from auxilio.kernel.ids import CentreId, PersonId
from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode

ClosureId = NewType("ClosureId", UUID)
ClosureRing = Annotated[tuple[Point, ...], msgspec.Meta(min_length=3, max_length=200)]
"""The corners of an area; it closes by itself."""
SpeedKmH = Annotated[int, msgspec.Meta(ge=0, le=120)]
"""0: nobody drives there. Else nobody drives faster."""


class ClosureReason(StrEnum):
    """What keeps people from driving there."""

    FLOOD = "flood"
    FIRE = "fire"
    SNOW = "snow"
    ACCIDENT = "accident"
    COLLAPSE = "collapse"
    WORKS = "works"
    EVENT = "event"
    POLICE = "police"
    OTHER = "other"


class ClosureState(StrEnum):
    """Whether it stands."""

    STANDING = "standing"
    LIFTED = "lifted"
    """A person opened the roads."""
    ENDED = "ended"
    """Its time came."""


class Closure(msgspec.Struct, frozen=True, kw_only=True):
    """One area. Whoever drew it or changed it last answers for it."""

    id: ClosureId
    mode: Mode
    ring: tuple[Point, ...]
    km_h: int
    reason: ClosureReason
    words: str
    until: Instant
    drawn_at: Instant
    by: PersonId
    by_name: str
    centre: CentreId | None
    changed_at: Instant
    state: ClosureState = ClosureState.STANDING
    over_at: Instant | None = None
    over_by: str | None = None


def area_km2(ring: tuple[Point, ...]) -> float:
    """The area of a ring in km², on a plane that touches the globe at its middle: within 1 % up to a degree across."""
    middle = radians(sum(point.lat for point in ring) / len(ring))
    at = [(point.lon * 111.320 * cos(middle), point.lat * 110.574) for point in ring]
    twice = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise([*at, at[0]]))
    return abs(twice) / 2
