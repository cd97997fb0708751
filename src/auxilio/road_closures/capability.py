"""Road closures, for the composition root."""

from typing import Protocol

from auxilio.identity.core.permissions import Permission
from auxilio.platform.capability import Capability, Table
from auxilio.platform.database.command_executor import UnitOfWork
from auxilio.road_closures import service
from auxilio.road_closures.core.boards import closure_row


class RoadClosureEnvironment(Protocol):
    """What commands to road closures need."""

    work: UnitOfWork


CAPABILITY: Capability[RoadClosureEnvironment, object, object] = Capability(
    name="road_closures",
    aggregates=(service.CLOSURE,),
    handlers=((service.COMMANDS, lambda env: service.RoadClosureService(env.work).handle),),
    tables=(Table("closures", service.CLOSURE, closure_row, ("desk", "room", "centre", "unit")),),
    permissions=(Permission.ROAD_CLOSE,),
)
