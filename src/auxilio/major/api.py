"""The plans of this centre over HTTP: their phases and what proposes them. What changes something goes by the one door."""

from litestar import get
from litestar.di import NamedDependency

from auxilio.identity.gate import require
from auxilio.identity.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.major.model.plans import CivilPlans
from auxilio.major.ports import Plans


@get("/api/major/plans", summary="The civil protection plans in force here, with their phases")
async def civil_plans(actor: NamedDependency[Actor], civil_plans_: NamedDependency[Plans]) -> CivilPlans:
    """For whoever works on cases."""
    require(actor, Permission.CASE_LOOK)
    return civil_plans_()
