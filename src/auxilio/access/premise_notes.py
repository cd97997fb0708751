"""Who maintains a premise note: its owner."""

from collections.abc import Mapping
from typing import Any

from auxilio.access.actors import must_match
from auxilio.access.object_reader import Evaluate, ObjectReader
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.kernel.actor import Actor
from auxilio.kernel.refusal import Forbidden
from auxilio.premise_notes.core.model import owns_note
from auxilio.premise_notes.service import PREMISE_NOTE


async def _premise_note(reader: ObjectReader, command: Any, actor: Actor) -> None:
    note = await reader.find(PREMISE_NOTE, command.note)
    if note is None:
        return
    must_match(actor, note.mode)
    if not owns_note(note, actor):
        raise Forbidden("not_your_premise_note")


RULES: Mapping[ObjectRule, Evaluate] = {ObjectRule.PREMISE_NOTE: _premise_note}
