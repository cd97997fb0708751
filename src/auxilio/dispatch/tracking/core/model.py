"""What a phone of a unit is, what it says, and what is thought of that (docs/nouns/device.md)."""

from enum import StrEnum
from typing import Annotated, NewType
from uuid import UUID

import msgspec

from auxilio.kernel.ids import UnitId
from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import ShortText

DeviceId = NewType("DeviceId", UUID)
Percent = Annotated[float, msgspec.Meta(ge=0, le=100)]


class DeviceKind(StrEnum):
    """The app that it runs: which settings are typed into it. A token is valid on every route for phones."""

    TRACCAR = "traccar"
    OWNTRACKS = "owntracks"
    GEOJSON = "geojson"


class Device(msgspec.Struct, frozen=True, kw_only=True):
    """A phone or a receiver that speaks for one unit. Its token was told once; only the digest is kept."""

    id: DeviceId
    unit: UnitId
    name: ShortText
    kind: DeviceKind
    added_at: Instant
    added_by: ShortText
    revoked_at: Instant | None = None
    revoked_by: ShortText | None = None
    seen_at: Instant | None = None
    """When it last said anything, by our clock."""
    battery_pct: float | None = None


class PositionReading(msgspec.Struct, frozen=True, kw_only=True):
    """One fix as a device told it, in our units. What it does not know is None."""

    point: Point | None
    """None: the receiver says that it has no fix, or what it sent is no point of the Earth."""
    at: Instant | None = None
    """By the device's clock; None where it does not say: then it is of the moment it arrives."""
    accuracy_m: float | None = None
    speed_m_s: float | None = None
    course_deg: float | None = None
    battery_pct: float | None = None
    invented: bool = False
    """The telephone itself says that another app made this position up."""


class FixVerdict(StrEnum):
    """What is thought of a fix. The first three are trusted; the others move nothing and are shown as doubtful."""

    GOOD = "good"
    LATE = "late"
    """Older than what is known: part of the track in its own time, it never moves the unit back."""
    REPEATED = "repeated"
    """The same moment again: nothing new."""
    NO_FIX = "no_fix"
    NULL_ISLAND = "null_island"
    FUTURE = "future"
    TOO_OLD = "too_old"
    INVENTED = "invented"
    OUTSIDE = "outside"
    """Where the region's data knows nothing: at sea, or another country."""
    COARSE = "coarse"
    TOO_FAST = "too_fast"
    NOT_SIGNED_ON = "not_signed_on"


TRUSTED_VERDICTS = frozenset({FixVerdict.GOOD, FixVerdict.LATE, FixVerdict.REPEATED})


class JudgedFix(msgspec.Struct, frozen=True, kw_only=True):
    """A fix with its verdict. `facts` are for the words: `{"speed_km_h": "720"}`."""

    reading: PositionReading
    at: Instant
    """The moment it counts from: a clock that runs a little ahead reports now."""
    verdict: FixVerdict
    facts: dict[str, str] = {}

    @property
    def doubtful(self) -> bool:
        """Whether it moves nothing and is shown as doubtful."""
        return self.verdict not in TRUSTED_VERDICTS


class ConflictingPosition(msgspec.Struct, frozen=True, kw_only=True):
    """A place that contradicts the last good one, and how many fixes in a row agreed on it."""

    point: Point
    at: Instant
    count: int


class KnownPosition(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of where a unit is when the next fix comes."""

    point: Point
    at: Instant
    accuracy_m: float | None = None
    elsewhere: ConflictingPosition | None = None


class RoadMatchResult(StrEnum):
    """What became of moving a position onto the road; the raw one is kept in every case."""

    MOVED = "moved"
    STANDING = "standing"
    COARSE = "coarse"
    NO_ROAD = "no_road"
    """None within reach: a yard, a field, the air."""
    NO_ENGINE = "no_engine"
    """The road engine could not answer: what is shown is as the receiver said."""


class UnitLocation(msgspec.Struct, frozen=True, kw_only=True):
    """Where a unit was last seen, as maps and lists show it."""

    unit: UnitId
    point: Point
    """As the receiver said it; decisions use this one."""
    at: Instant
    accuracy_m: float | None = None
    speed_m_s: float | None = None
    course_deg: float | None = None
    road: Point | None = None
    """On the road it is driven on, for the map."""
    on_road: RoadMatchResult | None = None
    """None until the road was looked for."""


class ImplausibleFix(msgspec.Struct, frozen=True, kw_only=True):
    """The newest fix of a unit that was not believed, where no good one has come since."""

    unit: UnitId
    verdict: FixVerdict
    facts: dict[str, str]
    point: Point | None
    at: Instant
    received_at: Instant
    device: ShortText | None
    """The name of the phone; None: the crew's page."""


class RejectedDevice(msgspec.Struct, frozen=True, kw_only=True):
    """Messages with a token that opens nothing: of a revoked or unknown phone."""

    count: int
    last_at: Instant
    unit: UnitId | None = None
    device: ShortText | None = None
    """Named where the token was a revoked phone's; both None where it was never ours."""
