"""Waiting where it helps: a crew without work is told where, until it has work, goes back or is called back."""

from datetime import datetime
from typing import assert_never

import msgspec

from auxilio.dispatch.machine.place import at_centre, in_crew
from auxilio.dispatch.messages import units as m
from auxilio.dispatch.model.shared import Change, ChangeKind
from auxilio.dispatch.model.unit import StandBy, Unit
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.refusal import Refused

type StandByCommand = m.OrderStandBy | m.WithdrawStandBy | m.LeaveStandBy | m.DeclineStandBy


def decide(
    unit: Unit, command: StandByCommand, actor: Actor, at: datetime, why_not: str | None
) -> tuple[Event, ...]:
    """What the command makes happen. `why_not`: why this unit could be given no work now.

    Raises `Refused`: `not_your_centre`, `not_your_unit`, `unit_not_available`, `no_stand_by`.
    """
    match command:
        case m.OrderStandBy():
            at_centre(unit.centre, actor)
            return _ordered(unit, command, actor, at, why_not)
        case m.WithdrawStandBy(why=why):
            at_centre(unit.centre, actor)
            stands = _standing(unit)
            news = Change(id=command.change, kind=ChangeKind.STAND_BY_OVER, new=why, old=stands, at=at)
            return (
                m.StandByOver(unit=unit.id, by=actor.name, why=why),
                m.UnitOrdered(unit=unit.id, order=news, by=actor.name),
            )
        case m.LeaveStandBy():
            in_crew(unit, actor)
            _standing(unit)
            return (m.StandByOver(unit=unit.id, by=actor.name),)
        case m.DeclineStandBy():
            at_centre(unit.centre, actor)
            return (
                m.StandByDeclined(
                    unit=unit.id,
                    place=command.place,
                    name=command.name,
                    by=actor.name,
                    why=command.why,
                    gain=command.gain,
                ),
            )
        case _ as never:
            assert_never(never)


def _ordered(
    unit: Unit, command: m.OrderStandBy, actor: Actor, at: datetime, why_not: str | None
) -> tuple[Event, ...]:
    before = unit.stand_by
    if before is not None and before.place == command.place:
        return ()
    if why_not is not None:
        raise Refused(
            "unit_not_available", callsign=unit.callsign, reason=why_not, status=unit.status, case=None
        )
    news = Change(
        id=command.change,
        kind=ChangeKind.STAND_BY,
        new=command.name,
        old=before.name if before is not None else None,
        at=at,
    )
    return (
        m.StandByOrdered(
            unit=unit.id, place=command.place, name=command.name, by=actor.name, gain=command.gain
        ),
        m.UnitOrdered(unit=unit.id, order=news, by=actor.name),
    )


def _standing(unit: Unit) -> str:
    if unit.stand_by is None:
        raise Refused("no_stand_by", callsign=unit.callsign)
    return unit.stand_by.name


def evolve(unit: Unit, event: m.StandByOrdered | m.StandByOver | m.StandByDeclined, at: datetime) -> Unit:
    """The unit after this fact."""
    if isinstance(event, m.StandByDeclined):
        return unit
    waits = None
    if isinstance(event, m.StandByOrdered):
        waits = StandBy(place=event.place, name=event.name, at=at, by_name=event.by, gain=event.gain)
    return msgspec.structs.replace(unit, stand_by=waits)
