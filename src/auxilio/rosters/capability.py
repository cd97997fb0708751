"""Rosters, for the composition root."""

from typing import Protocol

from auxilio.identity.core.permissions import Permission
from auxilio.platform.capability import Capability
from auxilio.platform.database.command_executor import UnitOfWork
from auxilio.platform.database.connection import Pool
from auxilio.rosters import api, qualification_service, service
from auxilio.rosters.core.model import OnCallTable, PeopleOnCall
from auxilio.rosters.core.narrative import NARRATIVE
from auxilio.rosters.core.qualification_model import CrewWarnings, QualificationTable
from auxilio.rosters.ports import CurrentQualifications, PersonCheck, ScopeCheck


class RosterEnvironment(Protocol):
    """What commands to duties and qualifications need."""

    work: UnitOfWork
    is_person: PersonCheck
    check_on_call_scope: ScopeCheck
    qualifications: CurrentQualifications

    @property
    def pool(self) -> Pool:
        """Of the running system."""
        ...


CAPABILITY: Capability[RosterEnvironment, object, object] = Capability(
    name="rosters",
    aggregates=(service.ON_CALL_DUTY, qualification_service.QUALIFICATIONS),
    handlers=(
        (
            service.COMMANDS,
            lambda env: service.RosterService(env.work, env.pool, env.check_on_call_scope).handle,
        ),
        (
            qualification_service.COMMANDS,
            lambda env: (
                qualification_service.QualificationService(env.work, env.is_person, env.qualifications).handle
            ),
        ),
    ),
    narratives=(NARRATIVE,),
    schemas=(OnCallTable, PeopleOnCall, QualificationTable, CrewWarnings),
    routes=api.HANDLERS,
    permissions=(Permission.ROSTER_ADMIN,),
    settings=(
        "duty_officer_name",
        "duty_officer_phone",
    ),
)
