"""Rosters as they are read: the week of a place, and one's own shifts with their swaps."""

from datetime import date

import msgspec

from auxilio.kernel.ids import AgencyId, CentreId, PersonId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import ShortText
from auxilio.rosters.core.shift_model import (
    PlannablePerson,
    PlannedShift,
    RosterUnit,
    ShiftFunction,
    ShiftWarning,
)
from auxilio.rosters.core.swap_model import ShiftSwapId, SwapState


class ShownSwap(msgspec.Struct, frozen=True, kw_only=True):
    """A swap as it is shown, with the moments of its shifts."""

    swap: ShiftSwapId
    state: SwapState
    by_name: ShortText
    given: PlannedShift
    """Of who asks."""
    in_return: PlannedShift | None
    colleague: PersonId
    colleague_name: ShortText
    waits: bool
    """It is open, and its shifts have not begun and are as they were: it can still be answered."""
    at: Instant
    """When the first of its shifts starts."""


class RosterWeek(msgspec.Struct, frozen=True, kw_only=True):
    """The roster of one place in one week, as who plans it reads it."""

    agency: AgencyId | None
    centre: CentreId | None
    first: date
    """A Monday."""
    today: date
    now: tuple[PlannedShift, ...]
    """Who is on at the moment of the question."""
    shifts: tuple[PlannedShift, ...]
    warnings: tuple[ShiftWarning, ...]
    people: tuple[PlannablePerson, ...]
    units: tuple[RosterUnit, ...]
    swaps: tuple[ShownSwap, ...]
    """That wait for the colleague or for a decision, whatever the week."""


class SwapNews(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody is told of swaps, whatever page they look at."""

    swaps: tuple[ShownSwap, ...]
    """Whose last step was somebody else's, and concerns the one who asks this."""
    decisions: tuple[ShiftSwapId, ...]
    """Swaps that wait for them as who plans the roster."""


class SwapColleague(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of the same place with a function of one's own shifts."""

    person: PersonId
    name: ShortText
    functions: tuple[ShiftFunction, ...]


class OwnShifts(msgspec.Struct, frozen=True, kw_only=True):
    """What everybody reads of themselves: the shift of now and those to come, the swaps they take part in, and who could take a shift."""

    shifts: tuple[PlannedShift, ...]
    swaps: tuple[ShownSwap, ...]
    colleagues: tuple[SwapColleague, ...]


class ColleagueShifts(msgspec.Struct, frozen=True, kw_only=True):
    """The shifts of a colleague that could be taken in return."""

    shifts: tuple[PlannedShift, ...]
