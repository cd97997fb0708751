"""Who may take part in a shift handover."""

from collections.abc import Mapping
from typing import Any

from auxilio.access.actors import is_system, leads_room, must_match
from auxilio.access.desks import must_be_at_desk
from auxilio.access.object_reader import Evaluate, ObjectReader
from auxilio.cases.service import CASE
from auxilio.followup.core.model import ShiftHandover
from auxilio.followup.service import HANDOVER
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import aggregate_name, key_of
from auxilio.kernel.refusal import Forbidden


def must_be_handover_party(handover: ShiftHandover, actor: Actor) -> None:
    """A shift handover of the actor's desk, or one that was offered by or to the actor.

    Raises `Forbidden("not_your_desk")`.
    """
    if is_system(actor) or leads_room(actor) or actor.id in {handover.by, handover.to}:
        return
    if handover.to is not None or handover.desk != actor.desk:
        raise Forbidden("not_your_desk", desk=handover.desk)


# --- the rules of commands -------------------------------------------------------------------------


async def _own_shift(reader: ObjectReader, command: Any, actor: Actor) -> None:
    must_be_at_desk(actor)
    for item in command.items:
        case = (
            await reader.find(CASE, key_of(item.subject))
            if aggregate_name(item.subject) == CASE.name
            else None
        )
        must_match(actor, case.mode if case else actor.mode)


async def _handover_party(reader: ObjectReader, command: Any, actor: Actor) -> None:
    handover = await reader.get(HANDOVER, command.handover)
    must_match(actor, handover.mode)
    must_be_handover_party(handover, actor)


RULES: Mapping[ObjectRule, Evaluate] = {
    ObjectRule.OWN_SHIFT: _own_shift,
    ObjectRule.HANDOVER_PARTY: _handover_party,
}
