"""What can be asked of a factor, and what has happened to one."""

from typing import Annotated, ClassVar

import msgspec

from auxilio.dispatch.pace.model import FASTEST, SLOWEST, Learnt, PaceId
from auxilio.identity.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import AgencyId
from auxilio.kernel.words import Mode, ShortText

Factor = Annotated[float, msgspec.Meta(ge=FASTEST, le=SLOWEST)]


class AdoptPace(Command, frozen=True, kw_only=True, tag="dispatch.adopt_pace"):
    """Put a learnt factor in force, as it was shown to whoever reviewed it."""

    permission: ClassVar[str] = Permission.PACE_ADOPT
    agency: AgencyId
    factor: Factor
    words: ShortText | None = None


class DropPace(Command, frozen=True, kw_only=True, tag="dispatch.drop_pace"):
    """From now on the road's own time counts for this agency."""

    permission: ClassVar[str] = Permission.PACE_ADOPT
    agency: AgencyId
    words: ShortText | None = None


type PaceCommand = AdoptPace | DropPace


class PaceAdopted(Event, frozen=True, kw_only=True, tag="dispatch.pace.adopted"):
    """A factor is in force, with all that it was learnt from."""

    pace: PaceId
    agency: AgencyId
    mode: Mode
    version: int
    factor: float
    learnt: Learnt
    by: ShortText
    words: ShortText | None = None


class PaceDropped(Event, frozen=True, kw_only=True, tag="dispatch.pace.dropped"):
    """None is."""

    pace: PaceId
    version: int
    by: ShortText
    words: ShortText | None = None


type PaceEvent = PaceAdopted | PaceDropped
