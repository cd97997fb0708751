"""Rosters, for the composition root."""

from typing import Protocol

from auxilio.identity.core.permissions import Permission
from auxilio.platform.capability import Capability
from auxilio.platform.database.command_executor import UnitOfWork
from auxilio.platform.database.connection import Pool
from auxilio.rosters import api, service
from auxilio.rosters.core.model import OnCallTable, PeopleOnCall
from auxilio.rosters.core.narrative import NARRATIVE


class RosterEnvironment(Protocol):
    """What commands to duties need."""

    work: UnitOfWork

    @property
    def pool(self) -> Pool:
        """Of the running system."""
        ...


CAPABILITY: Capability[RosterEnvironment, object, object] = Capability(
    name="rosters",
    aggregates=(service.ON_CALL_DUTY,),
    handlers=((service.COMMANDS, lambda env: service.RosterService(env.work, env.pool).handle),),
    narratives=(NARRATIVE,),
    schemas=(OnCallTable, PeopleOnCall),
    routes=api.HANDLERS,
    permissions=(Permission.ROSTER_ADMIN,),
    settings=(
        "duty_officer_name",
        "duty_officer_phone",
    ),
)
