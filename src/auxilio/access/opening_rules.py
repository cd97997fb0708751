"""Who sets and ends an opening rule: who leads the room, in the rule's mode."""

from collections.abc import Mapping
from typing import Any

from auxilio.access.actors import leads_room, must_match
from auxilio.access.object_reader import Evaluate, ObjectReader
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.kernel.actor import Actor
from auxilio.kernel.refusal import Forbidden
from auxilio.opening_rules.service import OPENING_RULE


async def _opening_rule(reader: ObjectReader, command: Any, actor: Actor) -> None:
    if not leads_room(actor):
        raise Forbidden("only_room")
    rule = await reader.find(OPENING_RULE, command.rule)
    if rule is not None:
        must_match(actor, rule.mode)


RULES: Mapping[ObjectRule, Evaluate] = {ObjectRule.OPENING_RULE: _opening_rule}
