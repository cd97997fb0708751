"""Whose shifts somebody may plan, and whose swap somebody may answer."""

from collections.abc import Mapping
from typing import Any

from auxilio.access.actors import must_match
from auxilio.access.object_reader import Evaluate, ObjectReader
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import PersonId
from auxilio.kernel.refusal import Forbidden, NotFound
from auxilio.rosters.core.shift_authority import must_plan
from auxilio.rosters.core.shift_messages import CopyRosterWeek, PlanShift
from auxilio.rosters.core.swap_messages import AnswerShiftSwap, AskShiftSwap, DecideShiftSwap
from auxilio.rosters.shift_service import PERSON_ROSTER
from auxilio.rosters.swap_service import SHIFT_SWAP

# --- the rules of commands -------------------------------------------------------------------------


async def _roster(reader: ObjectReader, command: Any, actor: Actor) -> None:
    # People are of no mode: an exercise changes nothing of who works when.
    must_match(actor, reader.installed)
    match command:
        case DecideShiftSwap():
            swap = await reader.get(SHIFT_SWAP, command.swap)
            for shift in (swap.shift, swap.in_return):
                if shift is not None:
                    must_plan(actor, shift.agency, shift.centre)
            if actor.id in {swap.person, swap.colleague}:
                raise Forbidden("swap_own")
        case CopyRosterWeek():
            for person in dict.fromkeys(command.people):
                await _must_plan_for(reader, person, actor)
        case _:
            await _must_plan_for(reader, command.person, actor)
            await _must_have_planned(reader, command, actor)


async def _must_plan_for(reader: ObjectReader, person: PersonId, actor: Actor) -> None:
    known = await reader.person_of_roster(person)
    if known is None:
        raise NotFound("unknown_person", id=str(person))
    must_plan(actor, known.agency, known.centre)


async def _must_have_planned(reader: ObjectReader, command: Any, actor: Actor) -> None:
    """What was planned where somebody worked before stays that place's to change."""
    roster = await reader.find(PERSON_ROSTER, command.person)
    replaced = command.instead_of if isinstance(command, PlanShift) else None
    for shift in roster.shifts if roster is not None else ():
        if shift.begins(command.day, command.starts) or (
            replaced is not None and shift.begins(replaced.day, replaced.starts)
        ):
            must_plan(actor, shift.agency, shift.centre)


async def _own_swap(reader: ObjectReader, command: Any, actor: Actor) -> None:
    must_match(actor, reader.installed)
    if isinstance(command, AskShiftSwap):
        return  # its shift is looked for among those of the actor alone
    swap = await reader.get(SHIFT_SWAP, command.swap)
    asked = swap.colleague if isinstance(command, AnswerShiftSwap) else swap.person
    if asked != actor.id:
        raise Forbidden("swap_of_others")


RULES: Mapping[ObjectRule, Evaluate] = {
    ObjectRule.ROSTER: _roster,
    ObjectRule.OWN_SWAP: _own_swap,
}
