"""The life of a desk towards the queue."""

from datetime import datetime
from typing import assert_never

import msgspec

from auxilio.calls.core import messages as m
from auxilio.calls.core.model import AgentDesk, AgentState, AutomaticPause
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.ids import CallId, DeskId, PersonId
from auxilio.kernel.refusal import Refused

S = AgentState
NEXT: dict[AgentState, frozenset[AgentState]] = {
    S.OFF: frozenset({S.READY, S.PAUSE, S.BUSY}),
    # Ready again: another person sat down after one who left without signing off.
    S.READY: frozenset({S.READY, S.OFFERED, S.BUSY, S.PAUSE, S.OFF}),
    S.OFFERED: frozenset({S.BUSY, S.READY, S.PAUSE}),
    # Pause: its line broke during a call, and it is unknown whether a person sits there.
    S.BUSY: frozenset({S.WRAP_UP, S.BUSY, S.PAUSE}),
    S.WRAP_UP: frozenset({S.READY, S.PAUSE, S.OFF, S.BUSY}),
    S.PAUSE: frozenset({S.READY, S.BUSY, S.OFF}),
}
assert NEXT.keys() == set(AgentState), "every stand has its row"


def agent_state_of(desk: AgentDesk | None) -> AgentState:
    """A desk without history is off."""
    return desk.stand if desk else S.OFF


def check_transition(desk: AgentDesk | None, wanted: AgentState) -> None:
    """Refuse a step that the table does not allow."""
    now = agent_state_of(desk)
    if wanted not in NEXT[now]:
        raise Refused("no_such_transition", now=now, wanted=wanted)


def decide(desk: AgentDesk | None, command: m.DeskCommand, actor: Actor) -> tuple[Event, ...]:
    """What the person at the desk asks for. The desk is the actor's own."""
    if actor.desk is None:
        raise Refused("no_desk")
    match command:
        case m.SetDeskReady(languages=languages):
            if desk and (desk.stand, desk.person, desk.mode) == (S.READY, actor.id, actor.mode):
                return ()
            check_transition(desk, S.READY)
            ready = m.DeskReady(
                desk=actor.desk,
                person=PersonId(actor.id),
                person_name=actor.name,
                languages=languages,
                mode=actor.mode,
            )
            return (ready,)
        case m.PauseDesk(reason=reason):
            if desk and desk.stand == S.PAUSE and desk.reason == reason:
                return ()
            if desk and desk.stand == S.BUSY:
                raise Refused("no_such_transition", now=desk.stand, wanted=S.PAUSE)
            check_transition(desk, S.PAUSE)
            return (m.DeskPaused(desk=actor.desk, reason=reason),)
        case m.SignOff():
            if agent_state_of(desk) == S.OFF:
                return ()
            check_transition(desk, S.OFF)
            return (m.DeskSignedOff(desk=actor.desk),)
        case m.RequestHelp():
            return (m.DeskRequestedHelp(desk=actor.desk, mode=actor.mode),)
        case _ as never:
            assert_never(never)


def vacate(desk: AgentDesk | None, command: m.VacateDesk) -> tuple[Event, ...]:
    """The person at this desk is no longer on duty. A call that rings or is spoken at the desk stays there."""
    if desk is None or desk.person != command.person or desk.stand in {S.OFF, S.OFFERED, S.BUSY}:
        return ()
    return (m.DeskVacated(desk=command.desk),)


def offer(desk: AgentDesk | None, call: CallId) -> tuple[Event, ...]:
    """A call rings here. Raises `Refused("desk_not_ready")`: two offers to one desk is the race this stops."""
    if desk is None or desk.stand != S.READY or desk.joined is not None:
        raise Refused("desk_not_ready", stand=agent_state_of(desk))
    return (m.DeskOffered(desk=desk.id, call=call),)


def occupy(
    desk: AgentDesk | None, id: DeskId, call: CallId, person: PersonId, name: str
) -> tuple[Event, ...]:
    """The desk takes a call, also one that was not offered to it."""
    if desk and desk.stand == S.BUSY and desk.call == call:
        return ()
    require_free_desk(desk, call)
    check_transition(desk, S.BUSY)
    return (m.DeskBusy(desk=id, person=person, person_name=name, call=call),)


def require_free_desk(desk: AgentDesk | None, call: CallId) -> None:
    """One voice at a time: a desk in another call is in no second. Raises `Refused("desk_in_call")`."""
    there = {desk.call if desk.stand == S.BUSY else None, desk.joined} - {None, call} if desk else set()
    if there:
        raise Refused("desk_in_call", call=str(*there))


def require_desk_line(desk: AgentDesk | None, id: DeskId, call: CallId) -> None:
    """Who is asked into a call needs an ear. Raises `Refused`: `desk_has_no_line`, `desk_in_call`."""
    if desk is None or not desk.line:
        raise Refused("desk_has_no_line", desk=id)
    require_free_desk(desk, call)


def joined(desk: AgentDesk | None, id: DeskId, call: CallId) -> tuple[Event, ...]:
    """The desk takes part in a call that it does not have. How it stands towards the queue is not touched."""
    require_desk_line(desk, id, call)
    return () if desk and desk.joined == call else (m.DeskJoinedCall(desk=id, call=call),)


def take_over(
    desk: AgentDesk | None, id: DeskId, call: CallId, person: PersonId, name: str
) -> tuple[Event, ...]:
    """It has the call from here on. A desk of the queue is busy with it; one that stands apart stays joined."""
    return () if agent_state_of(desk) == S.OFF else occupy(desk, id, call, person, name)


def dial_from(
    desk: AgentDesk | None, id: DeskId, call: CallId, person: PersonId, name: str
) -> tuple[Event, ...]:
    """The desk calls a number for a case. A desk of the queue is busy with it and gets no call meanwhile.

    Raises `Refused`: `desk_has_no_line`, `desk_in_call`; the latter too while a caller rings here.
    """
    require_desk_line(desk, id, call)
    assert desk is not None, "it has a line"
    if desk.stand == S.OFFERED:
        raise Refused("desk_in_call", call=str(desk.call))
    return joined(desk, id, call) if desk.stand == S.OFF else occupy(desk, id, call, person, name)


def release_desk(desk: AgentDesk | None, call: CallId) -> tuple[Event, ...]:
    """The call at this desk is over, or goes on without it."""
    if desk is not None and desk.joined == call:
        return (m.DeskLeftCall(desk=desk.id),)
    if desk is None or desk.call != call:
        return ()
    if desk.stand == S.BUSY:
        return (m.DeskWrapUpStarted(desk=desk.id),)
    if desk.stand == S.OFFERED and desk.person is not None:
        # The caller left while it rang: the desk did nothing wrong and stays ready.
        return (
            m.DeskReady(
                desk=desk.id,
                person=desk.person,
                person_name=desk.person_name or "",
                languages=desk.languages,
                mode=desk.mode,
            ),
        )
    return ()


def pause_unanswered(desk: AgentDesk | None, call: CallId) -> tuple[Event, ...]:
    """The offer lapsed here: to pause, so that the next call does not ring at an empty chair."""
    if desk is None or desk.stand != S.OFFERED or desk.call != call:
        return ()
    return (m.DeskPaused(desk=desk.id, reason=AutomaticPause.DID_NOT_ANSWER),)


def pause_line_lost(desk: AgentDesk | None, call: CallId) -> tuple[Event, ...]:
    """Its line went in the middle of this call: to pause, so that the next caller is not given to silence."""
    if desk is not None and desk.joined == call:
        return (m.DeskLeftCall(desk=desk.id),)
    if desk is None or desk.stand != S.BUSY or desk.call != call:
        return ()
    return (m.DeskPaused(desk=desk.id, reason=AutomaticPause.LINE_LOST),)


def change_line(desk: AgentDesk | None, id: DeskId, up: bool) -> tuple[Event, ...]:
    """Its leg stands, or does not. A desk that is ready without a line still takes written calls."""
    if (desk.line if desk else False) == up:
        return ()
    return (m.DeskLineChanged(desk=id, up=up),)


def evolve(desk: AgentDesk | None, event: m.DeskEvent, at: datetime) -> AgentDesk:
    """The desk after this fact."""
    known = desk or AgentDesk(id=event.desk, stand=S.OFF, since=at)
    change = msgspec.structs.replace
    match event:
        case m.DeskReady(person=person, person_name=name, languages=languages, mode=mode):
            return change(
                known,
                stand=S.READY,
                since=at,
                person=person,
                person_name=name,
                languages=languages,
                mode=mode,
                call=None,
                reason=None,
            )
        case m.DeskOffered(call=call):
            return change(known, stand=S.OFFERED, call=call)
        case m.DeskBusy(person=person, person_name=name, call=call):
            return change(
                known,
                stand=S.BUSY,
                since=at,
                person=person,
                person_name=name,
                call=call,
                reason=None,
                joined=None,
            )
        case m.DeskWrapUpStarted():
            return change(known, stand=S.WRAP_UP, since=at, call=None, help_asked_at=None)
        case m.DeskPaused(reason=reason):
            return change(known, stand=S.PAUSE, since=at, call=None, reason=reason)
        case m.DeskSignedOff() | m.DeskVacated():
            # Nothing of who sat here is left to the next: not their mode, not their languages.
            return change(
                known,
                stand=S.OFF,
                since=at,
                person=None,
                person_name=None,
                languages=(),
                mode=None,
                call=None,
                reason=None,
            )
        case m.DeskRequestedHelp(mode=mode):
            return change(known, help_asked_at=at, mode=mode or known.mode)
        case m.DeskLineChanged(up=up):
            return change(known, line=up)
        case m.DeskJoinedCall(call=call):
            return change(known, joined=call)
        case m.DeskLeftCall():
            return change(known, joined=None)
        case _ as never:
            assert_never(never)
