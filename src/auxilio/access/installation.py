"""Object rules of what belongs to everybody: the system's own commands, the room, road closures, hospitals, duties,
qualifications and practice sessions."""

from collections.abc import Mapping
from typing import Any

from auxilio.access.actors import is_system, leads_room, must_match
from auxilio.access.object_reader import Evaluate, ObjectReader
from auxilio.hospitals.service import HOSPITAL
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import PersonId
from auxilio.kernel.refusal import Forbidden
from auxilio.road_closures.service import CLOSURE
from auxilio.rosters.qualification_service import COMMANDS as QUALIFICATION_COMMANDS
from auxilio.rosters.service import ON_CALL_DUTY
from auxilio.training.core.policy import is_alone, takes_part
from auxilio.training.service import PRACTICE_SESSION


async def _system(_reader: ObjectReader, command: Any, actor: Actor) -> None:
    if not is_system(actor):
        raise Forbidden("not_permitted", permission=command.permission)


async def _shared(reader: ObjectReader, command: Any, actor: Actor) -> None:
    if (key := getattr(command, "closure", None)) is not None:
        closure = await reader.find(CLOSURE, key)
        must_match(actor, closure.mode if closure else actor.mode)
    if (key := getattr(command, "hospital", None)) is not None:
        hospital = await reader.find(HOSPITAL, key)
        must_match(actor, hospital.mode if hospital else actor.mode)
    if (key := getattr(command, "duty", None)) is not None:
        duty = await reader.find(ON_CALL_DUTY, key)
        must_match(actor, duty.mode if duty else actor.mode)
    if isinstance(command, QUALIFICATION_COMMANDS):
        must_match(
            actor, reader.installed
        )  # people are of no mode: an exercise does not change what real crews lack
    if (key := getattr(command, "training", None)) is not None:
        training = await reader.find(PRACTICE_SESSION, key)
        must_match(actor, training.mode if training else actor.mode)


async def _own_practice(reader: ObjectReader, command: Any, actor: Actor) -> None:
    practice = await reader.get(PRACTICE_SESSION, command.training)
    must_match(actor, practice.mode)
    if not is_alone(practice) or not takes_part(practice, PersonId(actor.id)):
        raise Forbidden("not_own_practice")


async def _room(_reader: ObjectReader, _command: Any, actor: Actor) -> None:
    if not leads_room(actor):
        raise Forbidden("only_room")


RULES: Mapping[ObjectRule, Evaluate] = {
    ObjectRule.SYSTEM: _system,
    ObjectRule.SHARED: _shared,
    ObjectRule.ROOM: _room,
    ObjectRule.OWN_PRACTICE: _own_practice,
}
