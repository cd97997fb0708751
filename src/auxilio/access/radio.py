"""Who may write into the radio log, and mark a line of it as seen."""

from collections.abc import Mapping
from typing import Any

from auxilio.access.actors import leads_room, must_match
from auxilio.access.cases import must_work_on
from auxilio.access.object_reader import Evaluate, ObjectReader
from auxilio.access.units import must_be_of_centre
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.kernel.actor import Actor
from auxilio.kernel.refusal import Forbidden
from auxilio.radio.service import ENTRY


async def _radio_unit(reader: ObjectReader, command: Any, actor: Actor) -> None:
    if (case_id := getattr(command, "case", None)) is not None:
        await must_work_on(reader, await reader.case(case_id), actor)
    if command.unit is None:
        return
    unit = await reader.unit(command.unit)
    must_match(actor, unit.mode)
    must_be_of_centre(unit, actor)


async def _radio_entry(reader: ObjectReader, command: Any, actor: Actor) -> None:
    entry = await reader.get(ENTRY, command.entry)
    must_match(actor, entry.mode)
    if entry.centre is not None and not leads_room(actor) and entry.centre != actor.centre:
        raise Forbidden("not_your_centre", centre=entry.centre)
    if entry.case is not None:
        await must_work_on(reader, await reader.case(entry.case), actor)


RULES: Mapping[ObjectRule, Evaluate] = {
    ObjectRule.RADIO_UNIT: _radio_unit,
    ObjectRule.RADIO_ENTRY: _radio_entry,
}
