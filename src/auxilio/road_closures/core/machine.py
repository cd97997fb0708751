"""The life of a closure: drawn, changed by whoever answers for it from then on, and over, by a person or by its end.

| command | refuses |
|---|---|
| draw | closure_exists, closure_end_not_ahead, closure_too_long, closure_without_area, closure_too_large |
| change | closure_not_standing, and what drawing refuses |
| lift | closure_not_standing |
| end | closure_not_due; over already: not news |
"""

from datetime import datetime, timedelta
from typing import assert_never

import msgspec

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.ids import PersonId
from auxilio.kernel.instant import iso_us
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused
from auxilio.road_closures.core import messages as m
from auxilio.road_closures.core.model import Closure, ClosureState, area_km2

S = ClosureState
NEXT: dict[ClosureState, frozenset[ClosureState]] = {
    S.STANDING: frozenset({S.LIFTED, S.ENDED}),
    S.LIFTED: frozenset(),
    S.ENDED: frozenset(),
}
assert NEXT.keys() == set(ClosureState), "every state has its row"
CLOSURE_MAX = timedelta(days=90)
"""Longer is no closure but another map: it belongs into the region's data."""
SMALLEST_KM2 = 1e-6
"""A square metre: a slip of the hand is no area."""
LARGEST_KM2 = 10_000.0
"""About a province: more is a slip too, and would empty the map."""


def draw(known: Closure | None, command: m.DrawClosure, actor: Actor, at: datetime) -> tuple[Event, ...]:
    """The first fact. Raises `Refused` (table above)."""
    if known is not None:
        raise Refused("closure_exists")
    _require_valid_shape(command.ring, command.until, at)
    return (
        m.ClosureDrawn(
            closure=command.closure,
            mode=actor.mode,
            ring=command.ring,
            km_h=command.km_h,
            reason=command.reason,
            words=command.words.strip(),
            until=command.until,
            by=PersonId(actor.id),
            by_name=actor.name,
            centre=actor.centre,
        ),
    )


def decide(
    closure: Closure, command: m.ChangeClosure | m.LiftClosure | m.EndClosure, actor: Actor, at: datetime
) -> tuple[Event, ...]:
    """What happens to one that was drawn. Raises `Refused` (table above)."""
    match command:
        case m.ChangeClosure():
            _require_standing(closure)
            changed = m.ClosureChanged(
                closure=closure.id,
                ring=command.ring or closure.ring,
                km_h=closure.km_h if command.km_h is None else command.km_h,
                words=closure.words if command.words is None else command.words.strip(),
                until=command.until or closure.until,
                by=PersonId(actor.id),
                by_name=actor.name,
                centre=actor.centre,
            )
            _require_valid_shape(changed.ring, changed.until, at)
            same = (closure.ring, closure.km_h, closure.words, closure.until)
            return () if (changed.ring, changed.km_h, changed.words, changed.until) == same else (changed,)
        case m.LiftClosure():
            _require_standing(closure)
            return (m.ClosureLifted(closure=closure.id, by_name=actor.name),)
        case m.EndClosure():
            if closure.state is not S.STANDING:
                return ()
            if closure.until > at:
                raise Refused("closure_not_due", until=iso_us(closure.until))
            return (m.ClosureEnded(closure=closure.id),)
        case _ as never:
            assert_never(never)


def _require_standing(closure: Closure) -> None:
    if closure.state is not S.STANDING:
        raise Refused("closure_not_standing", by=closure.over_by or "")


def _require_valid_shape(ring: tuple[Point, ...], until: datetime, at: datetime) -> None:
    if until <= at:
        raise Refused("closure_end_not_ahead", until=iso_us(until))
    if until - at > CLOSURE_MAX:
        raise Refused("closure_too_long", most_days=CLOSURE_MAX.days)
    area = area_km2(ring)
    if area < SMALLEST_KM2:
        raise Refused("closure_without_area")
    if area > LARGEST_KM2:
        raise Refused("closure_too_large", km2=round(area), most=round(LARGEST_KM2))


def evolve(closure: Closure | None, event: m.ClosureEvent, at: datetime) -> Closure:
    """The closure after this fact."""
    if isinstance(event, m.ClosureDrawn):
        assert closure is None, "a closure is drawn once"
        return Closure(
            id=event.closure,
            mode=event.mode,
            ring=event.ring,
            km_h=event.km_h,
            reason=event.reason,
            words=event.words,
            until=event.until,
            drawn_at=at,
            by=event.by,
            by_name=event.by_name,
            centre=event.centre,
            changed_at=at,
        )
    assert closure is not None, "a closure begins by being drawn"
    change = msgspec.structs.replace
    match event:
        case m.ClosureChanged():
            return change(
                closure,
                ring=event.ring,
                km_h=event.km_h,
                words=event.words,
                until=event.until,
                by=event.by,
                by_name=event.by_name,
                centre=event.centre,
                changed_at=at,
            )
        case m.ClosureLifted(by_name=by):
            return change(closure, state=S.LIFTED, over_at=at, over_by=by)
        case m.ClosureEnded():
            return change(closure, state=S.ENDED, over_at=at)
        case _ as never:
            assert_never(never)
