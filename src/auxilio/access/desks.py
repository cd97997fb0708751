"""Who may act at a desk: the person who is signed in there, and for its seat also the room lead."""

from collections.abc import Mapping
from typing import Any

from auxilio.access.actors import is_system, leads_room, must_match
from auxilio.access.object_reader import Evaluate, ObjectReader
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.seats import Seat
from auxilio.identity.log_service import SEAT
from auxilio.kernel.actor import Actor
from auxilio.kernel.refusal import Conflict, Forbidden


def must_be_at_desk(actor: Actor) -> None:
    """Raises `Conflict("no_desk")`."""
    if actor.desk is None and not is_system(actor):
        raise Conflict("no_desk")


def must_hold_seat(seat: Seat | None, actor: Actor) -> None:
    """The person at that desk, or a supervisor. Raises `Forbidden("not_your_desk")`."""
    if leads_room(actor):
        return
    if seat is None or seat.person != actor.id or actor.desk != seat.desk:
        raise Forbidden("not_your_desk", desk=seat.desk if seat else "")


# --- the rules of commands -------------------------------------------------------------------------


async def _own_desk(_reader: ObjectReader, _command: Any, actor: Actor) -> None:
    must_be_at_desk(actor)


async def _seat_holder(reader: ObjectReader, command: Any, actor: Actor) -> None:
    seat = await reader.find(SEAT, command.desk)
    must_match(actor, seat.mode if seat else actor.mode)
    must_hold_seat(seat, actor)


RULES: Mapping[ObjectRule, Evaluate] = {
    ObjectRule.OWN_DESK: _own_desk,
    ObjectRule.SEAT_HOLDER: _seat_holder,
}
