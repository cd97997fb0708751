"""Whose centre, whose unit: the permission word says what one may do, this says for whom."""

from auxilio.dispatch.model.task import Task
from auxilio.dispatch.model.unit import Unit
from auxilio.identity.gate import holds
from auxilio.identity.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CentreId
from auxilio.kernel.refusal import Refused


def at_centre(centre: CentreId, actor: Actor) -> None:
    """The house itself, somebody of that centre, or the room. Raises `Refused("not_your_centre")`."""
    if actor.kind == "system" or actor.centre == centre or holds(actor, Permission.ROOM_WATCH):
        return
    raise Refused("not_your_centre", centre=centre)


def speaks_for(task: Task, actor: Actor) -> None:
    """Whoever may end or answer for a task: its centre; any desk where it is told by telephone."""
    if not task.by_telephone and task.told is None:
        at_centre(task.centre, actor)


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


def may_join(unit: Unit, actor: Actor) -> None:
    """Whoever may crew a unit: its own crew, and the relief from the same centre. Raises `Refused("not_your_unit")`."""
    if actor.kind == "crew" and actor.centre not in {unit.centre, unit.lent_by}:
        in_crew(unit, actor)
