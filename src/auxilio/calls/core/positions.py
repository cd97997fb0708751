"""Which of a caller's fixes is shown (decision 0232, docs/nouns/location.md). Pure."""

from collections.abc import Sequence
from datetime import datetime
from math import inf

import msgspec

from auxilio.kernel.actor import Actor
from auxilio.kernel.instant import seconds_between
from auxilio.kernel.position import CONFIDENCE_PCT, Position, is_null_island, radius_m_at

CIRCLE_GROWTH_M_S = 1.5
"""By so much a circle grows with each second of its age: the pace of somebody who walks fast. Ours, not measured."""


def stamp_received(position: Position, actor: Actor, at: datetime | None) -> Position:
    """The fix with the moment at which it reached us: `at`, or what a process of ours says that had to wait before it
    could tell. What a device says of that moment is left out."""
    if actor.kind == "system" and position.received_at is not None:
        return position
    return msgspec.structs.replace(position, received_at=at)


def same_fix(one: Position, other: Position) -> bool:
    """Whether these are one fix, whenever each of them reached us."""
    return msgspec.structs.replace(one, received_at=other.received_at) == other


def taken_at(position: Position) -> datetime:
    """When the fix was taken: by its own clock, but never after it reached us. A clock that is ahead is set aside."""
    reached = position.received_at
    return position.at if reached is None else min(position.at, reached)


def best_position(positions: Sequence[Position]) -> Position | None:
    """The fix to show, with its circle at 95 % confidence. None when there is none.

    The smallest circle counts once each has grown by its age; of two alike the later. A fix that does not state its
    uncertainty is shown only when none does, and 0° 0° never.
    """
    known = [position for position in positions if not is_null_island(position.point)]
    if not known:
        return None
    now = max(position.received_at or position.at for position in known)
    best = min(known, key=lambda position: (_aged_radius_m(position, now), -taken_at(position).timestamp()))
    stated = best.confidence_pct is not None
    return msgspec.structs.replace(
        best, uncertainty_m=_radius_m(best), confidence_pct=CONFIDENCE_PCT if stated else None
    )


def _radius_m(position: Position) -> float | None:
    return radius_m_at(position.uncertainty_m, position.confidence_pct, CONFIDENCE_PCT)


def _aged_radius_m(position: Position, now: datetime) -> float:
    radius_m = _radius_m(position)
    age_s = seconds_between(taken_at(position), now)
    return inf if radius_m is None else radius_m + CIRCLE_GROWTH_M_S * max(0.0, age_s)
