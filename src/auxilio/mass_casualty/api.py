"""The plans of this centre over HTTP: their phases and what proposes them. Every change is a command and goes through the command bus."""

from litestar import get
from litestar.di import NamedDependency

from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.mass_casualty.core.civil_plan import CivilPlans
from auxilio.mass_casualty.ports import CivilPlansSource


@get("/api/major/plans", summary="The civil protection plans in force here, with their phases")
async def civil_plans(
    actor: NamedDependency[Actor], civil_plans_: NamedDependency[CivilPlansSource]
) -> CivilPlans:
    """For whoever works on cases."""
    require(actor, Permission.CASE_LOOK)
    return civil_plans_()
