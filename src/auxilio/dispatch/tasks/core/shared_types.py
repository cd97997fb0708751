"""Words that tasks, units and assignments share: codes, critical changes, services."""

from enum import StrEnum
from typing import Annotated, NewType
from uuid import UUID

import msgspec

from auxilio.kernel.ids import CaseId, CentreId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import ShortText

Code = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_.-]{1,60}$")]
"""A word of a table: a service (`HEALTH`), a capability (`als`), a reason."""
Capabilities = Annotated[tuple[Code, ...], msgspec.Meta(max_length=40)]
"""Capabilities asked for, repeated for more than one: `("als", "als", "bls")`."""
Words = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
ChangeId = NewType("ChangeId", UUID)


class ChangeKind(StrEnum):
    """What interrupts a centre and its crews after they have the task."""

    PRIORITY_RAISED = "priority_raised"
    LOCATION_CORRECTED = "location_corrected"
    HAZARD = "hazard"
    WAIT_FOR_POLICE = "wait_for_police"
    CANCELLED = "cancelled"
    DIVERTED = "diverted"
    """Of a crew alone: it goes to something more severe, and not where it was going."""
    MORE_ASKED = "more_asked"
    """The proof has grown and asks this centre for more than it was offered."""
    STAND_BY = "stand_by"
    """To a crew without work: go to this place and wait there."""
    STAND_BY_OVER = "stand_by_over"
    """And from there back to the base."""


class Acknowledgement(msgspec.Struct, frozen=True, kw_only=True):
    """Who said that they know, and when; `told_to` when it was said to them by telephone or radio."""

    by: UUID
    by_name: ShortText
    at: Instant
    told_to: ShortText | None = None
    for_centre: CentreId | None = None
    """A desk of the room entered it for this centre."""


class CriticalChange(msgspec.Struct, frozen=True, kw_only=True):
    """One critical change. The old value stays beside the new one, also after it was acknowledged."""

    id: ChangeId
    case: CaseId | None = None
    """The case that it tells of: a crew may hold an order of a case that it has left."""
    kind: ChangeKind
    new: ShortText
    old: ShortText | None = None
    at: Instant
    acknowledged: Acknowledgement | None = None


def previous_cases(was_in: tuple[CaseId, ...], left: CaseId, to: CaseId) -> tuple[CaseId, ...]:
    """The cases that something was of before, after it went from one to another: back to one of them is no step on."""
    return was_in[: was_in.index(to)] if to in was_in else (*was_in, left)


def unacknowledged(changes: tuple[CriticalChange, ...]) -> tuple[CriticalChange, ...]:
    """Those that nobody has acknowledged yet, oldest first."""
    return tuple(change for change in changes if change.acknowledged is None)
