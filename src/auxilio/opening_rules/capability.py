"""Opening rules, for the composition root."""

from typing import Protocol

from auxilio.identity.core.permissions import Permission
from auxilio.opening_rules import api, service
from auxilio.opening_rules.core.narrative import NARRATIVE
from auxilio.opening_rules.core.views import OpeningRuleList
from auxilio.opening_rules.queries import OpeningRuleQueries
from auxilio.platform.capability import Capability, RunningSystem
from auxilio.platform.database.command_executor import UnitOfWork


class OpeningRuleEnvironment(Protocol):
    """What commands to opening rules need."""

    work: UnitOfWork


CAPABILITY: Capability[OpeningRuleEnvironment, RunningSystem, object] = Capability(
    name="opening_rules",
    aggregates=(service.OPENING_RULE,),
    handlers=((service.COMMANDS, lambda env: service.OpeningRuleService(env.work).handle),),
    narratives=(NARRATIVE,),
    schemas=(OpeningRuleList,),
    routes=api.HANDLERS,
    dependencies=lambda running: {"opening_rules_": OpeningRuleQueries(running.pool, running.clock)},
    permissions=(Permission.OPENING_RULE_WRITE,),
)
