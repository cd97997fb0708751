"""Who may act on a call, and the object rules of calls."""

from collections.abc import Mapping
from typing import Any

from auxilio.access.actors import (
    is_system,
    leads_room,
    must_be_of_room,
    must_match,
    must_match_to_read,
)
from auxilio.access.cases import must_own as must_own_case
from auxilio.access.cases import must_read, must_work_on, takes_part
from auxilio.access.object_reader import Evaluate, ObjectReader
from auxilio.calls.core.model import FINISHED_STATES, WAITING_STATES, Call, CallState
from auxilio.calls.service import OUTGOING_CALL
from auxilio.cases.core.messages import LinkCall
from auxilio.cases.core.model import Case
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.kernel.actor import Actor
from auxilio.kernel.refusal import Conflict, Forbidden

_WITHOUT_DESK = WAITING_STATES | {CallState.ABANDONED}


def is_own(call: Call, actor: Actor) -> bool:
    """Whether the call is at the actor's desk, or the actor was its last operator; the room lead has every call.

    A call that is over belongs to the operator who had it, not to the person at that desk now.
    """
    if is_system(actor) or leads_room(actor):
        return True
    if call.operator == actor.id:
        return True
    return call.state not in FINISHED_STATES and actor.desk is not None and call.desk == actor.desk


def must_own(call: Call, actor: Actor) -> None:
    """Raises `Forbidden("not_your_call")`."""
    if not is_own(call, actor):
        raise Forbidden("not_your_call")


def must_be_free(call: Call, actor: Actor) -> None:
    """An own call, or one that no desk has now. Raises `Forbidden("not_your_call")`."""
    if call.state not in _WITHOUT_DESK:
        must_own(call, actor)


def must_take_part(call: Call, actor: Actor) -> None:
    """An own call, or one in which the actor's desk was asked. Raises `Forbidden("not_your_call")`."""
    if not takes_part(call, actor):
        must_own(call, actor)


def must_be_caller(call_id: object, actor: Actor) -> None:
    """The caller's own page. Raises `Forbidden("not_your_call")`."""
    if actor.kind == "citizen" and actor.id == call_id:
        return
    if not is_system(actor):
        raise Forbidden("not_your_call")


# --- the rules of commands -------------------------------------------------------------------------


async def _caller(reader: ObjectReader, command: Any, actor: Actor) -> None:
    must_be_caller(command.call, actor)
    if (call := await reader.find_call(command.call)) is not None:
        must_match(actor, call.mode)


async def _own_call(reader: ObjectReader, command: Any, actor: Actor) -> None:
    call = await reader.call(command.call)
    must_match(actor, call.mode)
    must_own(call, actor)
    await _admit_to_reserved(reader, call, actor)


async def _admit_to_reserved(reader: ObjectReader, call: Call, actor: Actor) -> None:
    """Who has a call of a reserved case is admitted to that case, or does nothing with the call."""
    if call.case is not None and (case := await reader.case(call.case)).reserved:
        await must_work_on(reader, case, actor)


async def _unattended_call(reader: ObjectReader, command: Any, actor: Actor) -> None:
    await _admit_to_free_call(reader, await reader.call(command.call), actor)


async def _admit_to_free_call(reader: ObjectReader, call: Call, actor: Actor) -> None:
    """An own call, or one that no desk has, by somebody who is admitted to its case."""
    must_match(actor, call.mode)
    must_be_free(call, actor)
    if is_own(call, actor):
        await _admit_to_reserved(reader, call, actor)
        return
    must_be_of_room(actor)
    _must_be_meant_for(call, actor)
    if call.case is not None:
        await must_work_on(reader, await reader.case(call.case), actor)


def _must_be_meant_for(call: Call, actor: Actor) -> None:
    """A call that somebody practises alone is answered, rung back, and put into a case by nobody else. Raises `Forbidden`."""
    if call.meant_for not in {None, actor.id}:
        raise Forbidden("call_of_practice")


async def _outgoing_call(reader: ObjectReader, command: Any, actor: Actor) -> None:
    call = await reader.get(OUTGOING_CALL, command.call)
    must_match(actor, call.mode)
    at_own_desk = actor.desk is not None and call.desk == actor.desk
    if not (is_system(actor) or leads_room(actor) or call.operator == actor.id or at_own_desk):
        raise Forbidden("not_your_call")


async def _outgoing_case(reader: ObjectReader, command: Any, actor: Actor) -> None:
    call = await reader.get(OUTGOING_CALL, command.call)
    must_match_to_read(actor, call.mode)
    await must_read(reader, await reader.case(call.case), actor)


async def _queued_call(reader: ObjectReader, command: Any, actor: Actor) -> None:
    call = await reader.call(command.call)
    must_match(actor, call.mode)
    must_be_of_room(actor)
    _must_be_meant_for(call, actor)
    if call.state is CallState.RINGING_BACK:
        must_own(call, actor)


async def _call_party(reader: ObjectReader, command: Any, actor: Actor) -> None:
    call = await reader.call(command.call)
    must_match(actor, call.mode)
    must_take_part(call, actor)
    if is_own(call, actor):
        await _admit_to_reserved(reader, call, actor)


async def _any_call(reader: ObjectReader, command: Any, actor: Actor) -> None:
    call = await reader.call(command.call)
    must_match(actor, call.mode)
    must_be_of_room(actor)
    if call.case is not None:
        await must_work_on(reader, await reader.case(call.case), actor)


async def _called_case(reader: ObjectReader, command: Any, actor: Actor) -> None:
    call = await reader.call(command.call)
    must_match_to_read(actor, call.mode)
    if call.case is None:
        must_own(call, actor)
    else:
        await must_read(reader, await reader.case(call.case), actor)


async def _call_and_case(reader: ObjectReader, command: Any, actor: Actor) -> None:
    call = await reader.call(command.call)
    must_match(actor, call.mode)
    if call.state not in FINISHED_STATES:
        must_be_free(call, actor)
    if not is_system(actor):
        _must_be_meant_for(call, actor)
    for case_id in dict.fromkeys((command.case, call.case)):
        if case_id is not None:
            await must_work_on(reader, await reader.living_case(case_id), actor)
    if is_system(actor):
        return
    to = await reader.living_case(command.case) if isinstance(command, LinkCall) else None
    await _must_stay_reserved(reader, call, actor, to)


async def _must_stay_reserved(reader: ObjectReader, call: Call, actor: Actor, to: Case | None) -> None:
    """Refuse to take a call out of a reserved case into one that the whole room reads (decision 0353).

    Only the owner of the reserved case may move its call to another reserved case, or unlink it.
    Raises `Conflict("call_case_reserved")`, `Forbidden("not_case_owner")`.
    """
    if call.case is None or not (home := await reader.living_case(call.case)).reserved:
        return
    if to is None:
        must_own_case(actor, home)
    elif to.id != home.id:
        if not to.reserved:
            raise Conflict("call_case_reserved", number=home.number)
        must_own_case(actor, home)


async def _new_case(reader: ObjectReader, command: Any, actor: Actor) -> None:
    if command.call is not None and (call := await reader.find_call(command.call)) is not None:
        await _admit_to_free_call(reader, call, actor)
        if call.case is not None and (home := await reader.living_case(call.case)).reserved:
            raise Conflict("call_case_reserved", number=home.number)  # a new case is everybody's


RULES: Mapping[ObjectRule, Evaluate] = {
    ObjectRule.CALLER: _caller,
    ObjectRule.OWN_CALL: _own_call,
    ObjectRule.UNATTENDED_CALL: _unattended_call,
    ObjectRule.QUEUED_CALL: _queued_call,
    ObjectRule.CALL_PARTY: _call_party,
    ObjectRule.OUTGOING_CALL: _outgoing_call,
    ObjectRule.OUTGOING_CASE: _outgoing_case,
    ObjectRule.ANY_CALL: _any_call,
    ObjectRule.CALLED_CASE: _called_case,
    ObjectRule.CALL_AND_CASE: _call_and_case,
    ObjectRule.NEW_CASE: _new_case,
}
