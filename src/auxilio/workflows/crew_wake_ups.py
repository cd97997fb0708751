"""What wakes the telephones of a crew: it is alerted, or ordered something (decision 0416)."""

from collections.abc import Iterable

from auxilio.dispatch.push.core.model import WakeCrew, WakeUpReason
from auxilio.dispatch.service import UNIT
from auxilio.dispatch.units.core.messages import UnitAlerted, UnitOrdered
from auxilio.workflows.runner import Reaction, ReactionCommand, RecordedEvent, StateReader


async def _alerted(fact: RecordedEvent[UnitAlerted], states: StateReader) -> Iterable[ReactionCommand]:
    del states
    alert = fact.event
    return (
        WakeCrew(
            unit=alert.unit, reason=WakeUpReason.ALERT, about=alert.task, waits=alert.assignment, at=fact.at
        ),
    )


async def _ordered(fact: RecordedEvent[UnitOrdered], states: StateReader) -> Iterable[ReactionCommand]:
    """About the task, where there is one: what is shown of it is then the newest."""
    unit = await states.state(UNIT, fact.event.unit)
    order = fact.event.order.id
    about = unit.task if unit is not None and unit.task is not None else order
    return (WakeCrew(unit=fact.event.unit, reason=WakeUpReason.ORDER, about=about, waits=order, at=fact.at),)


def reactions() -> tuple[Reaction, ...]:
    """What a crew with a dark screen must hear of."""
    return (
        Reaction("wake.alerted", (UnitAlerted,), _alerted),
        Reaction("wake.ordered", (UnitOrdered,), _ordered),
    )
