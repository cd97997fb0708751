"""Who may open a case and work on it.

A case that is not reserved is open to the room, and to every centre or agency that has or had a task of it. A reserved
case is for named persons (`cases.core.model.Case.named`), who are put on the list by its owner, a supervisor, or the system
when work brings them to it, each time with an event that its owner is told of (`workflows.reserved_cases`). Besides the list:
supervisors of the room, the operator who speaks with its caller now, the crew of a unit that works on it, and whoever
opened it with a reason within the shift. Having a task, sitting at a desk or taking the case over opens nothing.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from auxilio.access.actors import (
    in_room,
    is_machine,
    is_system,
    leads_room,
    must_be_of_room,
    must_match,
    must_match_to_read,
    sees_reserved,
    watches,
)
from auxilio.access.case_context import CaseContext
from auxilio.access.object_reader import Evaluate, ObjectReader
from auxilio.calls.core.model import CONNECTED_STATES, Call
from auxilio.cases.core.messages import MergeCase, UnmergeCase
from auxilio.cases.core.model import Case
from auxilio.dispatch.tasks.core.model import Task
from auxilio.dispatch.units.core.crew_authority import is_own
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CaseId
from auxilio.kernel.refusal import Conflict, Forbidden


def has_part(actor: Actor, tasks: Sequence[Task], calls: Sequence[Call] = ()) -> bool:
    """Whether the actor's centre or agency has or had a task, or the actor's desk takes part in a call.

    The room has a part in every case that has a task.
    """
    if any(watches(actor, task.centre, task.agency) for task in tasks):
        return True
    return any(takes_part(call, actor) for call in calls)


def takes_part(call: Call, actor: Actor) -> bool:
    """Whether this desk has a call, was asked into it, or was the last to have it."""
    desks = {call.desk, *(party.desk for party in call.parties)}
    return actor.desk is not None and actor.desk in desks


def is_named(actor: Actor, context: CaseContext) -> bool:
    """Whether a reserved case is open to this person. To the system of another organisation none ever is (decision 0386)."""
    case = context.case
    return not is_machine(actor) and (
        sees_reserved(actor)
        or context.opened
        or case.names(actor.id)
        or any(_speaks(call, actor) for call in context.calls)
        or any(unit.case == case.id and is_own(unit, actor) for unit in context.units)
    )


def _speaks(call: Call, actor: Actor) -> bool:
    """Whether the actor speaks with the caller at this moment: has the call, or was asked into it and is on the line."""
    if call.state in CONNECTED_STATES and call.operator == actor.id:
        return True
    return any(party.person == actor.id and party.joined_at is not None for party in call.parties)


def refusal(actor: Actor, context: CaseContext) -> str | None:
    """Why this actor may not open this case, as a code; None where it may."""
    if is_system(actor):
        return None
    if context.case.reserved and not is_named(actor, context):
        return "case_reserved"
    if actor.kind == "crew":
        return None if any(is_own(unit, actor) for unit in context.units) else "not_your_case"
    if in_room(actor) or has_part(actor, context.tasks, context.calls):
        return None
    return "no_task_here"


def admit(actor: Actor, context: CaseContext) -> None:
    """Refuse who may not open this case. Raises `Forbidden`: `case_reserved`, `no_task_here`, `not_your_case`."""
    if (code := refusal(actor, context)) is not None:
        raise Forbidden(code)


def owns(actor: Actor, case: Case) -> bool:
    """Whether the actor decides who is named in this case: its owner, or the room lead."""
    return is_system(actor) or case.owner_person == actor.id or leads_room(actor)


def must_own(actor: Actor, case: Case) -> None:
    """Raises `Forbidden("not_case_owner")`."""
    if not owns(actor, case):
        raise Forbidden("not_case_owner", number=case.number)


def must_take_over(actor: Actor, case: Case) -> None:
    """Who becomes the owner of a reserved case is on its list, or leads the room: an opening with a reason, or a caller on
    the line, makes nobody its owner. Raises `Forbidden("case_reserved")`."""
    if case.reserved and not (case.names(actor.id) or sees_reserved(actor)):
        raise Forbidden("case_reserved", case=str(case.id))


# --- the rules of commands -------------------------------------------------------------------------


async def must_work_on(reader: ObjectReader, case: Case, actor: Actor) -> None:
    """Who works on a case. Raises `Forbidden`: `case_reserved`, `no_task_here`, `not_your_case`; `session_mode_differs`."""
    must_match(actor, case.mode)
    await must_read(reader, case, actor)


async def must_read(reader: ObjectReader, case: Case, actor: Actor) -> None:
    """Who reads a case; raises as `must_work_on` does."""
    must_match_to_read(actor, case.mode)
    try:
        admit(actor, await reader.context(case, actor))
    except Forbidden as refused:
        # A reserved case shows no number.
        known = {} if refused.code == "case_reserved" else {"number": case.number}
        raise Forbidden(refused.code, case=str(case.id), **known) from None


async def _admitted_case(reader: ObjectReader, command: Any, actor: Actor) -> None:
    await must_work_on(reader, await reader.case(command.case), actor)


async def _read_case(reader: ObjectReader, command: Any, actor: Actor) -> None:
    await must_read(reader, await reader.case(command.case), actor)


async def _both_cases(reader: ObjectReader, command: Any, actor: Actor) -> None:
    found = [await reader.case(command.case)]
    if isinstance(command, UnmergeCase):
        if found[0].merged_into is not None:
            found.append(await reader.living_case(found[0].merged_into))
    else:
        other: CaseId = command.other if hasattr(command, "other") else command.into
        found.append(await reader.case(other))
    for case in found:
        await must_work_on(reader, case, actor)
    for case in found:  # the list of the one grows by that of the other, which is for their owners to decide
        if isinstance(command, MergeCase) and case.reserved:
            must_own(actor, case)


async def _case_owner(reader: ObjectReader, command: Any, actor: Actor) -> None:
    case = await reader.case(command.case)
    await must_work_on(reader, case, actor)
    must_own(actor, case)


async def _room_case(reader: ObjectReader, command: Any, actor: Actor) -> None:
    case = await reader.case(command.case)
    await must_work_on(reader, case, actor)
    must_be_of_room(actor)
    must_take_over(actor, case)


async def _reserved_case(reader: ObjectReader, command: Any, actor: Actor) -> None:
    case = await reader.case(command.case)
    must_match(actor, case.mode)
    if not case.reserved:
        raise Conflict("case_not_reserved", number=case.number)


RULES: Mapping[ObjectRule, Evaluate] = {
    ObjectRule.ADMITTED_CASE: _admitted_case,
    ObjectRule.READ_CASE: _read_case,
    ObjectRule.BOTH_CASES: _both_cases,
    ObjectRule.CASE_OWNER: _case_owner,
    ObjectRule.ROOM_CASE: _room_case,
    ObjectRule.RESERVED_CASE: _reserved_case,
}
