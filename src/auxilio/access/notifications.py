"""Who may act on a notification: who works on its case; of a plan, who watches the room."""

from collections.abc import Mapping
from typing import Any

from auxilio.access.actors import must_match
from auxilio.access.cases import must_work_on
from auxilio.access.object_reader import Evaluate, ObjectReader
from auxilio.identity.core.gate import require
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.notifications.aggregates import NOTIFICATION


async def _notification(reader: ObjectReader, command: Any, actor: Actor) -> None:
    found = await reader.get(NOTIFICATION, command.notification)
    if found.case is None:
        # Of a plan, which stands in the room.
        must_match(actor, found.mode)
        require(actor, Permission.ROOM_WATCH)
        return
    await must_work_on(reader, await reader.living_case(found.case), actor)


RULES: Mapping[ObjectRule, Evaluate] = {ObjectRule.NOTIFICATION: _notification}
