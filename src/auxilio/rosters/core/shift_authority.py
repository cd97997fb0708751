"""Whose shifts somebody may plan."""

from auxilio.identity.core.gate import holds
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import AgencyId, CentreId
from auxilio.kernel.refusal import Forbidden


def may_plan(actor: Actor, agency: AgencyId | None, centre: CentreId | None) -> bool:
    """Whether the people of this place are the actor's to plan: for an administrator those of every place, or of their agency where
    they are of one; for a supervisor those of the own centre, agency or room."""
    if holds(actor, Permission.ROSTER_ADMIN):
        return actor.agency is None or agency == actor.agency
    if actor.centre is not None:
        return centre == actor.centre
    if actor.agency is not None:
        return agency == actor.agency
    return agency is None and centre is None


def must_plan(actor: Actor, agency: AgencyId | None, centre: CentreId | None) -> None:
    """Raises `Forbidden("roster_elsewhere")`."""
    if not may_plan(actor, agency, centre):
        raise Forbidden("roster_elsewhere")
