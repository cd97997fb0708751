"""Which of a caller's fixes is shown (decision 0232, docs/nouns/location.md). Pure."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from math import inf

import msgspec

from auxilio.kernel.actor import Actor
from auxilio.kernel.instant import seconds_between
from auxilio.kernel.position import (
    CONFIDENCE_PCT,
    Position,
    PositionFlag,
    PositionSource,
    distance_m,
    is_null_island,
    radius_m_at,
)

CIRCLE_GROWTH_M_S = 1.5
"""By so much a circle grows with each second of its age: the pace of somebody who walks fast. Ours, not measured."""

FIXES_LISTED = 8
"""Fixes of a call that a desk lists: they travel with each change of its row (ours); the log has every one."""
AML_DISTANCE_M, AML_TIME_S, AML_RADIUS_M = 2.0, 1.0, 1.0
"""By so much two tellings of one fix differ at most: the fifth decimal of both degrees cut off is 1.6 m; a time and a radius are
cut to whole seconds and metres."""


def stamp_received(position: Position, actor: Actor, at: datetime | None) -> Position:
    """The fix with the moment at which it reached us: `at`, or what a process of ours says that had to wait before it
    could tell. What a page says of that moment, of its source, and what only networks and telephones state, is left out."""
    if actor.kind != "system":
        browser = PositionSource.BROWSER
        return msgspec.structs.replace(
            position, source=browser, received_at=at, flags=(), shape=None, floor=None
        )
    return position if position.received_at is not None else msgspec.structs.replace(position, received_at=at)


def same_fix(one: Position, other: Position) -> bool:
    """Whether these are one fix, whenever each of them reached us.

    AML tells the same fix by short message and by HTTPS, and the short message rounds it: five decimals of a degree,
    whole seconds, whole metres (ETSI TS 103 625; decision 0391). How sure it is, is not compared: the two say it differently.
    """
    if one.source is PositionSource.AML and other.source is PositionSource.AML:
        return _same_aml_fix(one, other)
    return msgspec.structs.replace(one, received_at=other.received_at, flags=other.flags) == other


def _same_aml_fix(one: Position, other: Position) -> bool:
    near, far = one.uncertainty_m, other.uncertainty_m
    same_radius = near == far if near is None or far is None else abs(near - far) <= AML_RADIUS_M
    return (
        same_radius
        and abs(seconds_between(one.at, other.at)) <= AML_TIME_S
        and distance_m(one.point, other.point) <= AML_DISTANCE_M
    )


def taken_at(position: Position) -> datetime:
    """When the fix was taken: by its own clock, but never after it reached us. A clock that is ahead is set aside."""
    reached = position.received_at
    return position.at if reached is None else min(position.at, reached)


class FixReason(StrEnum):
    """Why a fix is the one that is shown."""

    ONLY = "only"
    SMALLEST = "smallest"
    """Its circle is the smallest, each grown by its age."""
    NEWEST = "newest"
    """None states how sure it is: it is the latest."""


class KnownFix(msgspec.Struct, frozen=True, kw_only=True):
    """One fix of a call as a desk lists it, with its circle at 95 % confidence."""

    position: Position
    shown: FixReason | None
    """None: another one is shown."""


def best_position(positions: Sequence[Position]) -> Position | None:
    """The fix to show, with its circle at 95 % confidence. None when there is none.

    The smallest circle counts once each has grown by its age; of two alike the later. A fix that does not state its
    uncertainty is shown only when none does; 0° 0° and where a vehicle was before, never.
    """
    best = _best(positions)
    return _at_shown_confidence(best) if best is not None else None


def known_fixes(positions: Sequence[Position]) -> tuple[KnownFix, ...]:
    """The newest fixes of a call, oldest first, and among them always the one that is shown, with the reason."""
    best = _best(positions)
    kept = list(positions[-FIXES_LISTED:])
    if best is not None and best not in kept:
        kept[0] = best
    reason = (
        FixReason.ONLY
        if len(positions) == 1
        else FixReason.NEWEST
        if best is None or _radius_m(best) is None
        else FixReason.SMALLEST
    )
    return tuple(
        KnownFix(position=_at_shown_confidence(fix), shown=reason if fix is best else None) for fix in kept
    )


def _best(positions: Sequence[Position]) -> Position | None:
    known = [
        position
        for position in positions
        if not is_null_island(position.point) and PositionFlag.EARLIER not in position.flags
    ]
    if not known:
        return None
    now = max(position.received_at or position.at for position in known)
    return min(known, key=lambda position: (_aged_radius_m(position, now), -taken_at(position).timestamp()))


def _at_shown_confidence(fix: Position) -> Position:
    stated = fix.confidence_pct is not None
    return msgspec.structs.replace(
        fix, uncertainty_m=_radius_m(fix), confidence_pct=CONFIDENCE_PCT if stated else None
    )


def _radius_m(position: Position) -> float | None:
    return radius_m_at(position.uncertainty_m, position.confidence_pct, CONFIDENCE_PCT)


def _aged_radius_m(position: Position, now: datetime) -> float:
    radius_m = _radius_m(position)
    age_s = seconds_between(taken_at(position), now)
    return inf if radius_m is None else radius_m + CIRCLE_GROWTH_M_S * max(0.0, age_s)
