"""Scenes and situations of civil plans, for the composition root."""

from typing import Protocol

from auxilio.identity.core.permissions import Permission
from auxilio.mass_casualty import ports, service
from auxilio.mass_casualty.api import civil_plans
from auxilio.mass_casualty.core.civil_plan import CivilPlans
from auxilio.mass_casualty.core.narrative import NARRATIVE
from auxilio.platform.capability import Capability, CommandHandler
from auxilio.platform.database.command_executor import UnitOfWork


class MassCasualtyEnvironment(Protocol):
    """What commands to scenes and situations need."""

    work: UnitOfWork
    civil_plans: ports.CivilPlansSource
    case_mode: ports.CaseModeCheck
    merged_case: ports.MergedCaseLookup


class MassCasualtySystem(Protocol):
    """What routes of civil plans need."""

    def civil_plans(self) -> CivilPlans:
        """The civil plans in force."""
        ...


def _handler(env: MassCasualtyEnvironment) -> CommandHandler:
    return service.MassCasualtyService(env.work, env.civil_plans, env.case_mode, env.merged_case).handle


CAPABILITY: Capability[MassCasualtyEnvironment, MassCasualtySystem, object] = Capability(
    name="mass_casualty",
    aggregates=(service.SCENE, service.SITUATION),
    handlers=((service.COMMANDS, _handler),),
    narratives=(NARRATIVE,),
    routes=(civil_plans,),
    dependencies=lambda running: {"civil_plans_": running.civil_plans},
    permissions=(
        Permission.SCENE_REPORT,
        Permission.SITUATION_DECLARE,
    ),
)
