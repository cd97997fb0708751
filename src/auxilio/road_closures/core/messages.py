"""What can be asked of a closure, and what can have happened to one. Closed: `ClosureCommand`, `ClosureEvent`."""

from typing import ClassVar

from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CentreId, PersonId
from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode, ShortText
from auxilio.road_closures.core.model import ClosureId, ClosureReason, ClosureRing, SpeedKmH


class DrawClosure(Command, frozen=True, kw_only=True, tag="closures.draw"):
    """Nobody drives through this area, or only slowly, until that moment."""

    permission: ClassVar[str] = Permission.ROAD_CLOSE
    object_rule: ClassVar[str] = ObjectRule.SHARED
    closure: ClosureId
    ring: ClosureRing
    reason: ClosureReason
    until: Instant
    km_h: SpeedKmH = 0
    words: ShortText = ""


class ChangeClosure(Command, frozen=True, kw_only=True, tag="closures.change"):
    """Another area, another end, another speed: what is left out stays. Whoever says so answers for it from now on."""

    permission: ClassVar[str] = Permission.ROAD_CLOSE
    object_rule: ClassVar[str] = ObjectRule.SHARED
    closure: ClosureId
    ring: ClosureRing | None = None
    until: Instant | None = None
    km_h: SpeedKmH | None = None
    words: ShortText | None = None


class LiftClosure(Command, frozen=True, kw_only=True, tag="closures.lift"):
    """The roads are open."""

    permission: ClassVar[str] = Permission.ROAD_CLOSE
    object_rule: ClassVar[str] = ObjectRule.SHARED
    closure: ClosureId


class EndClosure(Command, frozen=True, kw_only=True, tag="closures.end"):
    """Its time has come, by the clock of the server."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    closure: ClosureId


type ClosureCommand = DrawClosure | ChangeClosure | LiftClosure | EndClosure


class ClosureDrawn(Event, frozen=True, kw_only=True, tag="closures.closure.drawn"):
    """Roads are closed, or slow."""

    closure: ClosureId
    mode: Mode
    ring: tuple[Point, ...]
    km_h: int
    reason: ClosureReason
    words: ShortText
    until: Instant
    by: PersonId
    by_name: ShortText
    centre: CentreId | None


class ClosureChanged(Event, frozen=True, kw_only=True, tag="closures.closure.changed"):
    """How it is from now on, whole."""

    closure: ClosureId
    ring: tuple[Point, ...]
    km_h: int
    words: ShortText
    until: Instant
    by: PersonId
    by_name: ShortText
    centre: CentreId | None


class ClosureLifted(Event, frozen=True, kw_only=True, tag="closures.closure.lifted"):
    """Somebody opened the roads."""

    closure: ClosureId
    by_name: ShortText


class ClosureEnded(Event, frozen=True, kw_only=True, tag="closures.closure.ended"):
    """Its time came."""

    closure: ClosureId


type ClosureEvent = ClosureDrawn | ClosureChanged | ClosureLifted | ClosureEnded
