"""Who may write down clinical facts of a patient: those of health agencies and of the room."""

from collections.abc import Mapping, Sequence
from typing import Any

from auxilio.access.actors import in_room, is_system, must_match
from auxilio.access.cases import must_work_on
from auxilio.access.object_reader import Evaluate, ObjectReader
from auxilio.access.units import is_of_centre, must_be_of_centre
from auxilio.cases.core.model import Case
from auxilio.dispatch.core.boards import ServiceFamily, service_family
from auxilio.dispatch.service import PATIENT
from auxilio.dispatch.units.core.crew_authority import is_own
from auxilio.dispatch.units.core.model import Unit
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.kernel.actor import Actor
from auxilio.kernel.refusal import Conflict, Forbidden


def is_health(services: Sequence[str]) -> bool:
    """Whether an agency with these services, by the response plan, is a health service."""
    return bool(services) and service_family(services[0]) is ServiceFamily.HEALTH


def must_answer_for_medicines(actor: Actor, services: Sequence[str]) -> None:
    """A health service, or the room: whoever else may be a clinician authorises no medicine here.

    `services` are those of the actor's agency. Whether the actor is admitted to the case is asked apart, and the permission too.
    Raises `Forbidden`: `not_your_medicine`.
    """
    if not (is_system(actor) or in_room(actor) or is_health(services)):
        raise Forbidden("not_your_medicine")


def must_see_patient(actor: Actor, services: Sequence[str], unit: Unit | None) -> None:
    """A crew at the place, the room, a health centre.

    Of a patient whom a unit has: that unit's crew and other crews of health services, the room, and of the centres only
    that unit's own. `services` are those of the actor's agency by the response plan; `unit` is the one that has the
    patient. Whether the actor is admitted to the case is asked apart. Raises `Forbidden`: `not_your_patient`.
    """
    if is_system(actor) or in_room(actor):
        return
    health = is_health(services)
    if actor.kind == "crew":
        if not health and unit is not None and not is_own(unit, actor):
            raise Forbidden("not_your_patient")
        return
    if not health or (unit is not None and not is_of_centre(unit, actor)):
        raise Forbidden("not_your_patient")


# --- the rules of commands -------------------------------------------------------------------------


async def _case_patient(reader: ObjectReader, command: Any, actor: Actor) -> None:
    case_id = getattr(command, "case", None)
    patient = None if case_id is not None else await reader.get(PATIENT, command.patient)
    of = case_id or (patient.case if patient else None)
    assert of is not None, "a patient has a case"
    case = await reader.case(of)
    await must_work_on(reader, case, actor)
    unit = await reader.unit(patient.unit) if patient is not None and patient.unit is not None else None
    must_see_patient(actor, reader.services_of(actor), unit)
    if (key := getattr(command, "unit", None)) is not None and (unit is None or key != unit.id):
        await _may_be_given(reader, case, await reader.unit(key), actor)


async def _may_be_given(reader: ObjectReader, case: Case, unit: Unit, actor: Actor) -> None:
    """A patient is with a unit that works, or has worked, on the case; a desk of a centre says so of its own units.

    Raises `Conflict("unit_not_on_case")`, `Forbidden("not_your_centre")`.
    """
    must_match(actor, unit.mode)
    if unit.id not in {one.id for one in await reader.units_of(case)}:
        raise Conflict("unit_not_on_case", callsign=unit.callsign)
    if actor.centre is not None and actor.kind != "crew":
        must_be_of_centre(unit, actor)


RULES: Mapping[ObjectRule, Evaluate] = {
    ObjectRule.CASE_PATIENT: _case_patient,
}
