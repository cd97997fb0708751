"""Who may change what other systems may do: sessions of the mode of this installation."""

from collections.abc import Mapping
from typing import Any

from auxilio.access.actors import must_match
from auxilio.access.object_reader import Evaluate, ObjectReader
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.kernel.actor import Actor


async def _partner(reader: ObjectReader, _command: Any, actor: Actor) -> None:
    must_match(actor, reader.installed)


RULES: Mapping[ObjectRule, Evaluate] = {
    ObjectRule.PARTNER: _partner,
}
