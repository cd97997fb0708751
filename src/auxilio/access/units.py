"""Who may act on a unit: its crew, its centre (or the one that lent it), the room lead."""

from collections.abc import Mapping
from typing import Any

from auxilio.access.actors import in_room, is_system, leads_room, must_match
from auxilio.access.cases import must_work_on
from auxilio.access.object_reader import Evaluate, ObjectReader
from auxilio.access.tasks import (
    admitted_task,
    is_reached_by_telephone,
    must_name_centre,
)
from auxilio.dispatch.service import UNIT
from auxilio.dispatch.units.core.crew_authority import is_own
from auxilio.dispatch.units.core.messages import EnterUnit
from auxilio.dispatch.units.core.model import Unit
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.kernel.actor import Actor
from auxilio.kernel.refusal import Forbidden


def is_of_centre(unit: Unit, actor: Actor) -> bool:
    """Whether the unit belongs to, or was lent by, the actor's centre; without a centre, the actor's agency."""
    if is_system(actor) or leads_room(actor):
        return True
    if actor.centre is not None:
        return actor.centre in {unit.centre, unit.lent_by}
    return actor.agency is not None and unit.agency == actor.agency


def stands_on_board(unit: Unit, actor: Actor) -> bool:
    """Whether a unit stands on the actor's board of a centre: of their centre, or lent by it; for the room, every unit."""
    return in_room(actor) or is_of_centre(unit, actor)


def must_be_of_centre(unit: Unit, actor: Actor) -> None:
    """Raises `Forbidden("not_your_centre")`."""
    if not is_of_centre(unit, actor):
        raise Forbidden("not_your_centre", centre=unit.centre)


def must_be_crew(unit: Unit, actor: Actor) -> None:
    """Raises `Forbidden("not_your_unit")`."""
    if not (is_system(actor) or is_own(unit, actor)):
        raise Forbidden("not_your_unit", callsign=unit.callsign)


def must_be_relief(unit: Unit, actor: Actor) -> None:
    """Those who may crew a unit: its own crew, and the relief from the same centre. Raises `Forbidden("not_your_unit")`."""
    if actor.centre not in {unit.centre, unit.lent_by}:
        must_be_crew(unit, actor)


def must_be_crew_or_centre(unit: Unit, actor: Actor) -> None:
    """Raises `Forbidden`: `not_your_unit` to a crew, `not_your_centre` to a desk."""
    if actor.kind == "crew":
        must_be_crew(unit, actor)
    else:
        must_be_of_centre(unit, actor)


# --- the rules of commands -------------------------------------------------------------------------


async def matching_unit(reader: ObjectReader, command: Any, actor: Actor) -> Unit:
    """The unit, where its mode is that of the session; with the task that the command gives it, if it does."""
    unit = await reader.unit(command.unit)
    must_match(actor, unit.mode)
    if getattr(command, "task", None) is not None:
        await admitted_task(reader, command, actor)
    return unit


async def must_work_on_case_of(reader: ObjectReader, unit: Unit, actor: Actor) -> None:
    """Who orders, diverts or releases a unit at work is admitted to the case that it works on."""
    if unit.case is not None:
        await must_work_on(reader, await reader.case(unit.case), actor)


async def _centre_unit(reader: ObjectReader, command: Any, actor: Actor) -> None:
    unit = await matching_unit(reader, command, actor)
    must_be_of_centre(unit, actor)
    await must_work_on_case_of(reader, unit, actor)


async def _centre_crew(reader: ObjectReader, command: Any, actor: Actor) -> None:
    must_be_of_centre(await matching_unit(reader, command, actor), actor)


async def _crew_unit(reader: ObjectReader, command: Any, actor: Actor) -> None:
    must_be_crew(await matching_unit(reader, command, actor), actor)


async def _crew_or_centre_unit(reader: ObjectReader, command: Any, actor: Actor) -> None:
    must_be_crew_or_centre(await matching_unit(reader, command, actor), actor)


async def _crew_or_centre_work(reader: ObjectReader, command: Any, actor: Actor) -> None:
    unit = await matching_unit(reader, command, actor)
    must_be_crew_or_centre(unit, actor)
    await must_work_on_case_of(reader, unit, actor)


async def _relief_unit(reader: ObjectReader, command: Any, actor: Actor) -> None:
    unit = await matching_unit(reader, command, actor)
    if actor.kind == "crew":
        must_be_relief(unit, actor)
    else:
        must_be_of_centre(unit, actor)


async def _telephone_unit(reader: ObjectReader, command: Any, actor: Actor) -> None:
    unit = await matching_unit(reader, command, actor)
    await _must_be_reached_by_telephone(reader, command, unit, actor)
    await must_work_on_case_of(reader, unit, actor)


async def _must_be_reached_by_telephone(reader: ObjectReader, command: Any, unit: Unit, actor: Actor) -> None:
    if is_of_centre(unit, actor) and not in_room(actor):
        return
    task_id = command.task if isinstance(command, EnterUnit) else unit.task
    task = await reader.task(task_id) if task_id is not None else None
    if not in_room(actor) or task is None or not (is_reached_by_telephone(task) or leads_room(actor)):
        must_be_of_centre(unit, actor)
    must_name_centre(command, unit.centre)


async def _unit_record(reader: ObjectReader, command: Any, actor: Actor) -> None:
    must_match(actor, command.mode)
    if (unit := await reader.find(UNIT, command.unit)) is not None:
        must_match(actor, unit.mode)


RULES: Mapping[ObjectRule, Evaluate] = {
    ObjectRule.CENTRE_UNIT: _centre_unit,
    ObjectRule.CENTRE_CREW: _centre_crew,
    ObjectRule.CREW_UNIT: _crew_unit,
    ObjectRule.CREW_OR_CENTRE_UNIT: _crew_or_centre_unit,
    ObjectRule.CREW_OR_CENTRE_WORK: _crew_or_centre_work,
    ObjectRule.RELIEF_UNIT: _relief_unit,
    ObjectRule.UNIT_RECORD: _unit_record,
    ObjectRule.TOLD_UNIT: _telephone_unit,
}
