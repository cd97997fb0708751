"""Lent to a preventive operation and home again: commands and facts of a unit."""

from typing import ClassVar

from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CentreId, OperationId, UnitId
from auxilio.kernel.shared_types import ShortText


class LendUnit(Command, frozen=True, kw_only=True, tag="dispatch.lend_unit"):
    """It goes to the command post of an operation: at once when it is free, else when its run ends."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    unit: UnitId
    operation: OperationId
    name: ShortText
    post: CentreId
    lender: CentreId


class BringUnitHome(Command, frozen=True, kw_only=True, tag="dispatch.bring_unit_home"):
    """It goes back to its own centre: at once when it is free, else when its run ends."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    unit: UnitId
    operation: OperationId


type UnitLoanCommand = LendUnit | BringUnitHome


class UnitLent(Event, frozen=True, kw_only=True, tag="dispatch.unit.lent"):
    """It is lent to an operation. `waits`: at work, it goes to the command post when its run ends."""

    unit: UnitId
    operation: OperationId
    name: ShortText
    post: CentreId
    lender: CentreId
    waits: bool = False


class UnitAtPost(Event, frozen=True, kw_only=True, tag="dispatch.unit.at_post"):
    """Its run has ended: it is of the command post from now on."""

    unit: UnitId
    operation: OperationId
    post: CentreId


class UnitReturning(Event, frozen=True, kw_only=True, tag="dispatch.unit.homeward"):
    """It is wanted at home, and goes there when its run ends."""

    unit: UnitId
    operation: OperationId


class UnitReturnedHome(Event, frozen=True, kw_only=True, tag="dispatch.unit.came_home"):
    """It is of its own centre again."""

    unit: UnitId
    operation: OperationId
    centre: CentreId


type UnitLoanEvent = UnitLent | UnitAtPost | UnitReturning | UnitReturnedHome
