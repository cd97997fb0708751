"""Who may mark a message about a case as read."""

from collections.abc import Mapping, Sequence
from typing import Any

from auxilio.access.actors import is_system, leads_room, must_match
from auxilio.access.cases import must_work_on
from auxilio.access.object_reader import Evaluate, ObjectReader
from auxilio.dispatch.units.core.crew_authority import is_own
from auxilio.dispatch.units.core.model import Unit
from auxilio.followup.core.model import CaseMessage
from auxilio.followup.service import MESSAGE
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.kernel.actor import Actor
from auxilio.kernel.refusal import Forbidden


def must_be_addressed(message: CaseMessage, units: Sequence[Unit], actor: Actor) -> None:
    """A message to the actor's desk, centre or unit; the room lead reads for every desk of the room.

    `units` are those that the message is addressed to. Raises `Forbidden("not_your_message")`.
    """
    if is_system(actor):
        return
    for to in message.to:
        if to.desk is not None and (to.desk == actor.desk or leads_room(actor)):
            return
        if to.centre is not None and to.centre == actor.centre:
            return
    if not any(is_own(unit, actor) for unit in units):
        raise Forbidden("not_your_message")


# --- the rules of commands -------------------------------------------------------------------------


async def _message_addressee(reader: ObjectReader, command: Any, actor: Actor) -> None:
    message = await reader.get(MESSAGE, command.message)
    must_match(actor, message.mode)
    if not leads_room(actor):
        await must_work_on(reader, await reader.case(message.case), actor)
    parties = [await reader.unit(to.unit) for to in message.to if to.unit is not None]
    must_be_addressed(message, parties, actor)


RULES: Mapping[ObjectRule, Evaluate] = {
    ObjectRule.MESSAGE_ADDRESSEE: _message_addressee,
}
