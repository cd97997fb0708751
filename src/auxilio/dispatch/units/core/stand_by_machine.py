"""Waiting where it helps: a crew without work is told where, until it has work, goes back or is called back."""

from datetime import datetime
from typing import assert_never

import msgspec

from auxilio.dispatch.tasks.core.centre_authority import require_centre
from auxilio.dispatch.tasks.core.shared_types import ChangeKind, CriticalChange
from auxilio.dispatch.units.core import messages as m
from auxilio.dispatch.units.core.model import StandBy, Unit
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.refusal import Refused

type StandByCommand = m.OrderStandBy | m.WithdrawStandBy | m.LeaveStandBy | m.DeclineStandBy


def decide(
    unit: Unit, command: StandByCommand, actor: Actor, at: datetime, why_not: str | None
) -> tuple[Event, ...]:
    """What the command makes happen. `why_not`: why this unit could be given no work now.

    Raises `Refused`: `not_your_centre`, `unit_not_available`, `no_stand_by`.
    """
    match command:
        case m.OrderStandBy():
            require_centre(unit.centre, actor, unit.agency)
            return _ordered(unit, command, actor, at, why_not)
        case m.WithdrawStandBy(why=why):
            require_centre(unit.centre, actor, unit.agency)
            stands = _standing(unit)
            news = CriticalChange(
                id=command.change, kind=ChangeKind.STAND_BY_OVER, new=why, old=stands, at=at
            )
            return (
                m.StandByEnded(unit=unit.id, by=actor.name, why=why),
                m.UnitOrdered(unit=unit.id, order=news, by=actor.name),
            )
        case m.LeaveStandBy():
            _standing(unit)
            return (m.StandByEnded(unit=unit.id, by=actor.name),)
        case m.DeclineStandBy():
            require_centre(unit.centre, actor, unit.agency)
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
    news = CriticalChange(
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


def evolve(unit: Unit, event: m.StandByOrdered | m.StandByEnded | m.StandByDeclined, at: datetime) -> Unit:
    """The unit after this fact."""
    if isinstance(event, m.StandByDeclined):
        return unit
    waits = None
    if isinstance(event, m.StandByOrdered):
        waits = StandBy(place=event.place, name=event.name, at=at, by_name=event.by, gain=event.gain)
    return msgspec.structs.replace(unit, stand_by=waits)
