"""Who may act on a planned event, and on a unit that is lent to it."""

from collections.abc import Mapping
from typing import Any

from auxilio.access.actors import is_system, must_match
from auxilio.access.object_reader import Evaluate, ObjectReader
from auxilio.access.units import matching_unit, must_be_of_centre
from auxilio.identity.core.gate import holds
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.refusal import Forbidden
from auxilio.planned_events.core.messages import (
    AnswerLoan,
    OfferUnitLoan,
    RecallUnit,
    RefuseRecall,
    ReturnLentUnit,
)
from auxilio.planned_events.service import OPERATION


async def _operation(reader: ObjectReader, command: Any, actor: Actor) -> None:
    operation = await reader.find(OPERATION, command.operation)
    if operation is None:
        return  # it begins with this command, or the command is refused for want of it
    must_match(actor, operation.mode)
    if isinstance(command, AnswerLoan | OfferUnitLoan | RecallUnit):
        must_be_of_centre(await matching_unit(reader, command, actor), actor)
    elif isinstance(command, ReturnLentUnit | RefuseRecall):
        planner = holds(actor, Permission.PREVENTIVE_PLAN)
        if not planner and not is_system(actor) and actor.centre != operation.details.post.centre:
            raise Forbidden("not_your_centre", centre=operation.details.post.centre)


RULES: Mapping[ObjectRule, Evaluate] = {
    ObjectRule.OPERATION: _operation,
}
