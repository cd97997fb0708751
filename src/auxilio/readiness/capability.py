"""Readiness of the installation, for the composition root."""

from typing import Protocol

from auxilio.identity.core.permissions import Permission
from auxilio.platform.capability import Capability
from auxilio.platform.database.command_executor import UnitOfWork
from auxilio.readiness import api, service
from auxilio.readiness.core.model import ReadinessView
from auxilio.readiness.core.narrative import NARRATIVE


class ReadinessEnvironment(Protocol):
    """What the acceptance of red lines needs."""

    work: UnitOfWork


CAPABILITY: Capability[ReadinessEnvironment, object, object] = Capability(
    name="readiness",
    aggregates=(service.RISK_ACCEPTANCE,),
    handlers=((service.COMMANDS, lambda env: service.RiskAcceptanceService(env.work).handle),),
    narratives=(NARRATIVE,),
    schemas=(ReadinessView,),
    routes=api.HANDLERS,
    permissions=(
        Permission.READINESS_READ,
        Permission.RISK_ACCEPT,
    ),
)
