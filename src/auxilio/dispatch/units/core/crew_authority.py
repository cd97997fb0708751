"""For which unit a crew may act."""

from uuid import UUID

from auxilio.dispatch.units.core.model import Unit
from auxilio.kernel.actor import Actor
from auxilio.kernel.refusal import Refused


def is_own(unit: Unit, actor: Actor) -> bool:
    """Whether this crew is the unit's: the callsign is its desk, or it has signed on by name."""
    return actor.kind == "crew" and is_of_crew(unit, actor.id, actor.desk)


def is_of_crew(unit: Unit, person: UUID, desk: str | None) -> bool:
    """Whether a person has signed on to the unit by name, or sits at the desk that is its callsign."""
    if any(member.person == person for member in unit.crew):
        return True
    return (desk or "").casefold() in {unit.callsign.casefold(), str(unit.id)}


def in_crew(unit: Unit, actor: Actor) -> None:
    """A crew acts for its own unit only; desks act by their permission. Raises `Refused("not_your_unit")`."""
    if actor.kind == "crew" and not is_own(unit, actor):
        raise Refused("not_your_unit", callsign=unit.callsign)
