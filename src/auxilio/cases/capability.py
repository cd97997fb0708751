"""Cases, for the composition root."""

from collections.abc import Sequence
from typing import Protocol

from auxilio.cases import api, ports, service
from auxilio.cases.core.narrative import NARRATIVE
from auxilio.identity.core.permissions import Permission
from auxilio.platform.capability import Capability, CommandHandler
from auxilio.platform.database.command_executor import UnitOfWork


class CaseEnvironment(Protocol):
    """What commands to cases need."""

    work: UnitOfWork
    open_task_checks: Sequence[ports.OpenWorkCheck]
    outcome_checks: Sequence[ports.OutcomeCheck]
    may_locate: ports.LocatePermission
    hazmat_lookup: ports.HazmatLookup
    person_name: ports.PersonName
    case_calls: ports.CaseCallCheck
    is_incident_type: ports.TypeCheck


def _handler(env: CaseEnvironment) -> CommandHandler:
    return service.CaseService(
        env.work,
        env.open_task_checks,
        env.outcome_checks,
        env.may_locate,
        env.hazmat_lookup,
        person_name=env.person_name,
        calls=env.case_calls,
        is_type=env.is_incident_type,
    ).handle


CAPABILITY: Capability[CaseEnvironment, object, object] = Capability(
    name="cases",
    aggregates=(service.CASE,),
    handlers=((service.COMMANDS, _handler),),
    narratives=(NARRATIVE,),
    routes=(api.find_duplicates,),
    permissions=(
        Permission.CASE_OPEN,
        Permission.CASE_LOCATE,
        Permission.CASE_DESCRIBE,
        Permission.CASE_LINK,
        Permission.CASE_LOOK,
        Permission.CASE_LOOK_RESERVED,
        Permission.CASE_OPEN_RESERVED,
        Permission.CASE_CLOSE,
        Permission.CASE_PRIORITY_LOWER,
        Permission.CASE_PRIORITY_LOWER_SEVERE,
    ),
)
