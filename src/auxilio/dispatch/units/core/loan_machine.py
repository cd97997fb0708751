"""Lent to a preventive operation and home again. A unit is of exactly one centre at every moment: its own, or the command
post's. While it is at work it stays with the centre that sent it, and moves in the command that ends its run.
"""

from typing import assert_never

import msgspec

from auxilio.dispatch.units.core import loan_messages as m
from auxilio.dispatch.units.core.model import Unit, UnitLoan, own_centre
from auxilio.kernel.event import Event
from auxilio.kernel.ids import CentreId
from auxilio.kernel.refusal import Refused


def decide(unit: Unit, command: m.UnitLoanCommand) -> tuple[Event, ...]:
    """Lend it, or bring it home.

    Raises `Refused`: `unit_lent` to another operation, `unit_of_another_centre` for a lender whose unit it is not,
    `unit_retired`.
    """
    match command:
        case m.LendUnit():
            return _lend(unit, command)
        case m.BringUnitHome():
            return _bring_home(unit, command)
        case _ as never:
            assert_never(never)


def _lend(unit: Unit, command: m.LendUnit) -> tuple[Event, ...]:
    if unit.lent is not None and unit.lent.operation != command.operation:
        raise Refused("unit_lent", callsign=unit.callsign, operation=unit.lent.name)
    if unit.lent is not None and not unit.lent.homeward:
        return ()
    if own_centre(unit) != command.lender:
        raise Refused("unit_of_another_centre", callsign=unit.callsign, centre=own_centre(unit))
    if unit.retired:
        raise Refused("unit_retired", callsign=unit.callsign)
    # One that was to go home and is wanted again is still of the post: it stays there.
    waits = unit.assignment is not None and unit.centre != command.post
    return (
        m.UnitLent(
            unit=unit.id,
            operation=command.operation,
            name=command.name,
            post=command.post,
            lender=command.lender,
            waits=waits,
        ),
    )


def _bring_home(unit: Unit, command: m.BringUnitHome) -> tuple[Event, ...]:
    if unit.lent is None or unit.lent.operation != command.operation:
        return ()
    if unit.lent.waits or unit.assignment is None:
        return (_home(unit, unit.lent),)
    if unit.lent.homeward:
        return ()
    return (m.UnitReturning(unit=unit.id, operation=command.operation),)


def run_ended(unit: Unit) -> tuple[Event, ...]:
    """What the end of its run means for where it belongs."""
    match unit.lent:
        case UnitLoan(waits=True) as lent:
            return (m.UnitAtPost(unit=unit.id, operation=lent.operation, post=lent.post),)
        case UnitLoan(homeward=True) as lent:
            return (_home(unit, lent),)
        case _:
            return ()


def _home(unit: Unit, lent: UnitLoan) -> m.UnitReturnedHome:
    return m.UnitReturnedHome(unit=unit.id, operation=lent.operation, centre=own_centre(unit))


def evolve(unit: Unit, event: m.UnitLoanEvent) -> Unit:
    """The unit after a fact of its loan."""
    change = msgspec.structs.replace
    match event:
        case m.UnitLent(waits=waits):
            lent = UnitLoan(operation=event.operation, name=event.name, post=event.post, waits=waits)
            lent_unit = change(unit, lent_by=event.lender, lent=lent)
            return lent_unit if waits else _moved(lent_unit, event.post)
        case m.UnitAtPost(post=post):
            assert unit.lent is not None, "it was lent"
            return _moved(change(unit, lent=change(unit.lent, waits=False)), post)
        case m.UnitReturning():
            assert unit.lent is not None, "it was lent"
            return change(unit, lent=change(unit.lent, homeward=True))
        case m.UnitReturnedHome(centre=centre):
            return _moved(change(unit, lent_by=None, lent=None), centre)
        case _ as never:
            assert_never(never)


def _moved(unit: Unit, centre: CentreId) -> Unit:
    """Where its old centre had told it to wait holds no longer for another."""
    waits = unit.stand_by if centre == unit.centre else None
    return msgspec.structs.replace(unit, centre=centre, stand_by=waits)
