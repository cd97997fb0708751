"""Rosters, for the composition root."""

from typing import Protocol

from auxilio.identity.core.permissions import Permission
from auxilio.platform.capability import Capability
from auxilio.platform.database.command_executor import UnitOfWork
from auxilio.platform.database.connection import Pool
from auxilio.rosters import api, qualification_service, service, shift_service, swap_service
from auxilio.rosters.core.model import OnCallTable, PeopleOnCall
from auxilio.rosters.core.narrative import NARRATIVE
from auxilio.rosters.core.qualification_model import CrewWarnings, QualificationTable
from auxilio.rosters.core.roster_views import ColleagueShifts, OwnShifts, RosterWeek, SwapNews
from auxilio.rosters.ports import (
    BarredNumberCheck,
    CurrentQualifications,
    PersonCheck,
    PersonOfRoster,
    ScopeCheck,
    UnitOfRoster,
)


class RosterEnvironment(Protocol):
    """What commands to duties, qualifications, shifts and swaps need."""

    work: UnitOfWork
    is_person: PersonCheck
    check_on_call_scope: ScopeCheck
    is_barred_number: BarredNumberCheck
    qualifications: CurrentQualifications
    person_of_roster: PersonOfRoster
    unit_of_roster: UnitOfRoster
    zone: str

    @property
    def pool(self) -> Pool:
        """Of the running system."""
        ...


CAPABILITY: Capability[RosterEnvironment, object, object] = Capability(
    name="rosters",
    aggregates=(
        service.ON_CALL_DUTY,
        qualification_service.QUALIFICATIONS,
        shift_service.PERSON_ROSTER,
        swap_service.SHIFT_SWAP,
    ),
    handlers=(
        (
            service.COMMANDS,
            lambda env: (
                service.OnCallService(
                    env.work, env.pool, env.check_on_call_scope, env.is_barred_number
                ).handle
            ),
        ),
        (
            qualification_service.COMMANDS,
            lambda env: (
                qualification_service.QualificationService(env.work, env.is_person, env.qualifications).handle
            ),
        ),
        (
            shift_service.COMMANDS,
            lambda env: (
                shift_service.ShiftService(
                    env.work, env.person_of_roster, env.unit_of_roster, env.zone
                ).handle
            ),
        ),
        (
            swap_service.COMMANDS,
            lambda env: swap_service.SwapService(env.work, env.pool, env.person_of_roster, env.zone).handle,
        ),
    ),
    narratives=(NARRATIVE,),
    schemas=(
        OnCallTable,
        PeopleOnCall,
        QualificationTable,
        CrewWarnings,
        RosterWeek,
        OwnShifts,
        ColleagueShifts,
        SwapNews,
    ),
    routes=api.HANDLERS,
    permissions=(Permission.ROSTER_ADMIN, Permission.SHIFT_PLAN, Permission.SHIFT_OWN),
    settings=(
        "duty_officer_name",
        "duty_officer_phone",
    ),
)
