"""Partners and their API keys, for the composition root."""

from typing import Protocol

from auxilio.identity.core.permissions import Permission
from auxilio.kernel.command_port import CommandPort
from auxilio.partners import service
from auxilio.partners.api import Partners
from auxilio.partners.core.narrative import NARRATIVE
from auxilio.partners.core.views import NewApiKey, PartnerRegister
from auxilio.partners.issuing import ApiKeyRequest, ApiKeyRotation, KeyIssuer
from auxilio.partners.queries import PartnerQueries
from auxilio.platform.capability import Capability, RunningSystem
from auxilio.platform.database.command_executor import UnitOfWork
from auxilio.platform.database.connection import Pool


class PartnerEnvironment(Protocol):
    """What commands to partners need."""

    work: UnitOfWork
    pool: Pool
    agencies: service.AgencyRegister


class PartnerSystem(RunningSystem, Protocol):
    """What the routes of partners need."""

    @property
    def commands(self) -> CommandPort:
        """The command bus."""
        ...


CAPABILITY: Capability[PartnerEnvironment, PartnerSystem, object] = Capability(
    name="partners",
    aggregates=(service.PARTNER, service.API_KEY, service.KEY_REFUSALS),
    handlers=(
        (service.COMMANDS, lambda env: service.PartnerService(env.work, env.pool, env.agencies).handle),
    ),
    routed_handlers=(
        (
            service.SECRET_COMMANDS,
            lambda env: service.PartnerService(env.work, env.pool, env.agencies).handle,
        ),
    ),
    narratives=(NARRATIVE,),
    schemas=(PartnerRegister, NewApiKey, ApiKeyRequest, ApiKeyRotation),
    routes=(Partners,),
    dependencies=lambda running: {
        "partners_": PartnerQueries(running.pool, running.clock),
        "key_issuer": KeyIssuer(running.pool, running.commands),
    },
    permissions=(Permission.PARTNER_KEY_MANAGE,),
)
