"""Planned events, for the composition root."""

from typing import Protocol

from auxilio.identity.core.permissions import Permission
from auxilio.planned_events import api, service
from auxilio.planned_events.core.boards import operation_row
from auxilio.platform.capability import Capability, CommandHandler, Table
from auxilio.platform.database.command_executor import UnitOfWork


class PlannedEventEnvironment(Protocol):
    """What commands to planned events need."""

    work: UnitOfWork
    lendable_unit: service.LendableUnitLookup
    live_operations: service.LiveOperations
    remaining_work: service.RemainingWorkCount
    agencies: service.KnownAgencies


def _handler(env: PlannedEventEnvironment) -> CommandHandler:
    return service.PlannedEventService(
        env.work, env.lendable_unit, env.live_operations, env.remaining_work, env.agencies
    ).handle


BOARDS = ("desk", "room", "centre", "unit", "preventive")
CAPABILITY: Capability[PlannedEventEnvironment, object, object] = Capability(
    name="planned_events",
    aggregates=(service.OPERATION,),
    handlers=((service.COMMANDS, _handler),),
    tables=(Table("operations", service.OPERATION, operation_row, BOARDS),),
    routes=api.HANDLERS,
    permissions=(
        Permission.PREVENTIVE_WATCH,
        Permission.PREVENTIVE_PLAN,
        Permission.PREVENTIVE_LEND,
        Permission.PREVENTIVE_RETURN,
    ),
)
