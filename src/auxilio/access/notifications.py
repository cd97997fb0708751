"""Who may act on a notification: who works on its case."""

from collections.abc import Mapping
from typing import Any

from auxilio.access.cases import must_work_on
from auxilio.access.object_reader import Evaluate, ObjectReader
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.kernel.actor import Actor
from auxilio.notifications.aggregates import NOTIFICATION


async def _notification(reader: ObjectReader, command: Any, actor: Actor) -> None:
    found = await reader.get(NOTIFICATION, command.notification)
    await must_work_on(reader, await reader.living_case(found.case), actor)


RULES: Mapping[ObjectRule, Evaluate] = {ObjectRule.NOTIFICATION: _notification}
