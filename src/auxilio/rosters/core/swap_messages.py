"""What can be asked about swaps of shifts, and what has happened."""

from datetime import date
from typing import ClassVar

from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import PersonId
from auxilio.kernel.shared_types import ShortText
from auxilio.rosters.core.model import ClockTime
from auxilio.rosters.core.shift_model import RosterShift
from auxilio.rosters.core.swap_model import ShiftSwapId


class AskShiftSwap(Command, frozen=True, kw_only=True, tag="rosters.ask_swap"):
    """Ask a colleague to take the own shift that begins on this day at this time, for one of theirs or for none."""

    permission: ClassVar[str] = Permission.SHIFT_OWN
    object_rule: ClassVar[str] = ObjectRule.OWN_SWAP
    swap: ShiftSwapId
    day: date
    starts: ClockTime
    colleague: PersonId
    return_day: date | None = None
    return_starts: ClockTime | None = None


class AnswerShiftSwap(Command, frozen=True, kw_only=True, tag="rosters.answer_swap"):
    """The colleague accepts or declines."""

    permission: ClassVar[str] = Permission.SHIFT_OWN
    object_rule: ClassVar[str] = ObjectRule.OWN_SWAP
    swap: ShiftSwapId
    accepts: bool


class WithdrawShiftSwap(Command, frozen=True, kw_only=True, tag="rosters.withdraw_swap"):
    """Who asked asks no more."""

    permission: ClassVar[str] = Permission.SHIFT_OWN
    object_rule: ClassVar[str] = ObjectRule.OWN_SWAP
    swap: ShiftSwapId


class DecideShiftSwap(Command, frozen=True, kw_only=True, tag="rosters.decide_swap"):
    """Who plans the roster confirms, which changes it, or refuses."""

    permission: ClassVar[str] = Permission.SHIFT_PLAN
    object_rule: ClassVar[str] = ObjectRule.ROSTER
    swap: ShiftSwapId
    confirms: bool


type SwapCommand = AskShiftSwap | AnswerShiftSwap | WithdrawShiftSwap | DecideShiftSwap


class ShiftSwapAsked(Event, frozen=True, kw_only=True, tag="rosters.swap.asked"):
    """Who asks whom for what."""

    swap: ShiftSwapId
    person: PersonId
    name: ShortText
    shift: RosterShift
    colleague: PersonId
    colleague_name: ShortText
    in_return: RosterShift | None


class ShiftSwapAnswered(Event, frozen=True, kw_only=True, tag="rosters.swap.answered"):
    """By the colleague."""

    swap: ShiftSwapId
    accepted: bool
    by_name: ShortText


class ShiftSwapWithdrawn(Event, frozen=True, kw_only=True, tag="rosters.swap.withdrawn"):
    """By who asked."""

    swap: ShiftSwapId
    by_name: ShortText


class ShiftSwapDecided(Event, frozen=True, kw_only=True, tag="rosters.swap.decided"):
    """By who plans the roster."""

    swap: ShiftSwapId
    confirmed: bool
    by_name: ShortText


type SwapEvent = ShiftSwapAsked | ShiftSwapAnswered | ShiftSwapWithdrawn | ShiftSwapDecided
