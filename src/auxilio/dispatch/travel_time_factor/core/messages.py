"""What can be asked of a factor, and what has happened to one."""

from typing import Annotated, ClassVar

import msgspec

from auxilio.dispatch.travel_time_factor.core.model import FASTEST, SLOWEST, LearntFactor, TravelTimeFactorId
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import AgencyId
from auxilio.kernel.shared_types import Mode, ShortText

Factor = Annotated[float, msgspec.Meta(ge=FASTEST, le=SLOWEST)]


class AdoptTravelTimeFactor(Command, frozen=True, kw_only=True, tag="dispatch.adopt_pace"):
    """Put a learnt factor in force, as it was shown to whoever reviewed it."""

    permission: ClassVar[str] = Permission.PACE_ADOPT
    object_rule: ClassVar[str] = ObjectRule.SHARED
    agency: AgencyId
    factor: Factor
    words: ShortText | None = None


class DropTravelTimeFactor(Command, frozen=True, kw_only=True, tag="dispatch.drop_pace"):
    """From now on the road's own time counts for this agency."""

    permission: ClassVar[str] = Permission.PACE_ADOPT
    object_rule: ClassVar[str] = ObjectRule.SHARED
    agency: AgencyId
    words: ShortText | None = None


type TravelTimeFactorCommand = AdoptTravelTimeFactor | DropTravelTimeFactor


class TravelTimeFactorAdopted(Event, frozen=True, kw_only=True, tag="dispatch.pace.adopted"):
    """A factor is in force, with all that it was learnt from."""

    pace: TravelTimeFactorId
    agency: AgencyId
    mode: Mode
    version: int
    factor: float
    learnt: LearntFactor
    by: ShortText
    words: ShortText | None = None


class TravelTimeFactorDropped(Event, frozen=True, kw_only=True, tag="dispatch.pace.dropped"):
    """None is."""

    pace: TravelTimeFactorId
    version: int
    by: ShortText
    words: ShortText | None = None


type TravelTimeFactorEvent = TravelTimeFactorAdopted | TravelTimeFactorDropped
