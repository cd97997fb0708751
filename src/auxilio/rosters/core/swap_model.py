"""A swap: somebody asks a colleague to take a shift, or to exchange it for one of theirs (docs/nouns/shift-swap.md)."""

from enum import StrEnum
from typing import NewType
from uuid import UUID

import msgspec

from auxilio.kernel.ids import PersonId
from auxilio.kernel.shared_types import ShortText
from auxilio.rosters.core.shift_model import RosterShift

ShiftSwapId = NewType("ShiftSwapId", UUID)


class SwapState(StrEnum):
    """How far it is; worded as `shifts.swap.<code>`."""

    ASKED = "asked"
    """The colleague has not answered."""
    ACCEPTED = "accepted"
    """It waits for who plans the roster."""
    DECLINED = "declined"
    """By the colleague."""
    WITHDRAWN = "withdrawn"
    """By who asked."""
    CONFIRMED = "confirmed"
    """The roster is changed."""
    REFUSED = "refused"
    """By who plans the roster."""


OPEN_STATES = frozenset({SwapState.ASKED, SwapState.ACCEPTED})


class ShiftSwap(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks whom for what. The shifts are as they were then: a swap of one that has changed since is confirmed no more."""

    id: ShiftSwapId
    person: PersonId
    name: ShortText
    shift: RosterShift
    colleague: PersonId
    colleague_name: ShortText
    in_return: RosterShift | None
    """Of the colleague; None: they take the shift and give none."""
    state: SwapState
    by_name: ShortText
    """Who did the last step."""
