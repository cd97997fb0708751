"""A refused attempt at a reserved case, by command, board or route, becomes an event of that case."""

from uuid import UUID

from auxilio.access.authorisation import RecordRefusal
from auxilio.identity.core.messages import RecordRefusedAccess
from auxilio.kernel.actor import Actor
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.ids import CaseId, CommandId
from auxilio.platform.ids import new_id
from auxilio.workflows.runner import system_actor


def refused_access_recorder(commands: CommandPort) -> RecordRefusal:
    """Sends `RecordRefusedAccess` for each attempt (`identity.access_audit`)."""

    async def record(case: UUID, actor: Actor, what: str) -> None:
        refused = RecordRefusedAccess(
            case=CaseId(case), person=str(actor.id), by=actor.name, desk=actor.desk, what=what
        )
        await commands.handle(CommandId(new_id()), refused, system_actor(actor.mode))

    return record
