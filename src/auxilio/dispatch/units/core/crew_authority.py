"""For which unit a crew may act."""

from auxilio.dispatch.units.core.model import Unit
from auxilio.kernel.actor import Actor
from auxilio.kernel.refusal import Refused


def is_own(unit: Unit, actor: Actor) -> bool:
    """Whether this crew is the unit's: the callsign is its desk, or it has signed on by name."""
    if actor.kind != "crew":
        return False
    if any(member.person == actor.id for member in unit.crew):
        return True
    return (actor.desk or "").casefold() in {unit.callsign.casefold(), str(unit.id)}


def in_crew(unit: Unit, actor: Actor) -> None:
    """A crew acts for its own unit only; desks act by their permission. Raises `Refused("not_your_unit")`."""
    if actor.kind == "crew" and not is_own(unit, actor):
        raise Refused("not_your_unit", callsign=unit.callsign)
