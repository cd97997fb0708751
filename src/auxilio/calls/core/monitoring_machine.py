"""A supervisor who listens to a call, whispers to its desk, or joins it. Pure, like `machine`."""

from typing import assert_never

import msgspec

from auxilio.calls.core import messages as m
from auxilio.calls.core.model import (
    CONNECTED_STATES,
    Call,
    CallState,
    MonitoringSupervisor,
)
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.ids import PersonId
from auxilio.kernel.refusal import Refused

S = CallState


def decide(call: Call, command: m.MonitoringCommand, actor: Actor) -> tuple[Event, ...]:
    """What a command makes happen to who monitors the call."""
    desk = command.desk if isinstance(command, m.ReportMonitorGone) else actor.desk
    if desk is None:
        raise Refused("no_desk")
    there = next((each for each in call.listeners if each.desk == desk), None)
    if not isinstance(command, m.MonitorCall):
        if there is None:
            return ()
        return (m.MonitoringEnded(call=call.id, desk=desk, person_name=there.person_name),)
    if there is not None and there.way == command.way:
        return ()
    if call.state not in CONNECTED_STATES and call.state != S.TRANSFERRED:
        raise Refused("call_not_answered")
    if desk == call.desk or any(each.desk == desk for each in call.parties):
        raise Refused("desk_in_call", desk=desk, call=str(call.id))
    came = m.MonitoringStarted(
        call=call.id, desk=desk, person=PersonId(actor.id), person_name=actor.name, way=command.way
    )
    return (came,)


def evolve(call: Call, event: m.MonitoringEvent) -> Call:
    """The call after a fact about who monitors it."""
    change = msgspec.structs.replace
    match event:
        case m.MonitoringStarted(desk=desk, person=person, person_name=name, way=way):
            others = (each for each in call.listeners if each.desk != desk)
            here = MonitoringSupervisor(desk=desk, person=person, person_name=name, way=way)
            return change(call, listeners=(*others, here))
        case m.MonitoringEnded(desk=desk):
            return change(call, listeners=tuple(each for each in call.listeners if each.desk != desk))
        case _ as never:
            assert_never(never)
