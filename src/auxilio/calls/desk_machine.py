"""The life of a desk towards the queue."""

from datetime import datetime
from typing import assert_never

import msgspec

from auxilio.calls import messages as m
from auxilio.calls.model import Desk, HousePause, Stand
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.ids import CallId, DeskId, PersonId
from auxilio.kernel.refusal import Refused

S = Stand
NEXT: dict[Stand, frozenset[Stand]] = {
    S.OFF: frozenset({S.READY, S.PAUSE, S.BUSY}),
    # Ready again: somebody else sat down where the one before left without signing off.
    S.READY: frozenset({S.READY, S.OFFERED, S.BUSY, S.PAUSE, S.OFF}),
    S.OFFERED: frozenset({S.BUSY, S.READY, S.PAUSE}),
    # Pause: its line went in the middle of a call, and nobody knows whether somebody sits there.
    S.BUSY: frozenset({S.WRAP_UP, S.BUSY, S.PAUSE}),
    S.WRAP_UP: frozenset({S.READY, S.PAUSE, S.OFF, S.BUSY}),
    S.PAUSE: frozenset({S.READY, S.BUSY, S.OFF}),
}
assert NEXT.keys() == set(Stand), "every stand has its row"


def stand_of(desk: Desk | None) -> Stand:
    """A desk without history is off."""
    return desk.stand if desk else S.OFF


def step(desk: Desk | None, wanted: Stand) -> None:
    """Refuse a step that the table does not allow."""
    now = stand_of(desk)
    if wanted not in NEXT[now]:
        raise Refused("no_such_transition", now=now, wanted=wanted)


def decide(desk: Desk | None, command: m.DeskCommand, actor: Actor) -> tuple[Event, ...]:
    """What the person at the desk asks for. The desk is the actor's own."""
    if actor.desk is None:
        raise Refused("no_desk")
    match command:
        case m.StandReady(languages=languages):
            if desk and desk.stand == S.READY and desk.person == actor.id:
                return ()
            step(desk, S.READY)
            ready = m.DeskReady(
                desk=actor.desk, person=PersonId(actor.id), person_name=actor.name, languages=languages
            )
            return (ready,)
        case m.Pause(reason=reason):
            if desk and desk.stand == S.PAUSE and desk.reason == reason:
                return ()
            if desk and desk.stand == S.BUSY:
                raise Refused("no_such_transition", now=desk.stand, wanted=S.PAUSE)
            step(desk, S.PAUSE)
            return (m.DeskPaused(desk=actor.desk, reason=reason),)
        case m.SignOff():
            if stand_of(desk) == S.OFF:
                return ()
            step(desk, S.OFF)
            return (m.DeskSignedOff(desk=actor.desk),)
        case m.AskHelp():
            return (m.DeskAskedHelp(desk=actor.desk),)
        case _ as never:
            assert_never(never)


def offered(desk: Desk | None, call: CallId) -> tuple[Event, ...]:
    """A call rings here. Raises `Refused("desk_not_ready")`: two offers to one desk is the race this stops."""
    if desk is None or desk.stand != S.READY or desk.joined is not None:
        raise Refused("desk_not_ready", stand=stand_of(desk))
    return (m.DeskOffered(desk=desk.id, call=call),)


def busy(desk: Desk | None, id: DeskId, call: CallId, person: PersonId, name: str) -> tuple[Event, ...]:
    """The desk takes a call, also one that nobody offered it."""
    if desk and desk.stand == S.BUSY and desk.call == call:
        return ()
    need_free(desk, call)
    step(desk, S.BUSY)
    return (m.DeskBusy(desk=id, person=person, person_name=name, call=call),)


def need_free(desk: Desk | None, call: CallId) -> None:
    """One voice at a time: a desk in another call is in no second. Raises `Refused("desk_in_call")`."""
    there = {desk.call if desk.stand == S.BUSY else None, desk.joined} - {None, call} if desk else set()
    if there:
        raise Refused("desk_in_call", call=str(*there))


def need_line(desk: Desk | None, id: DeskId, call: CallId) -> None:
    """Who is asked into a call needs an ear. Raises `Refused`: `desk_has_no_line`, `desk_in_call`."""
    if desk is None or not desk.line:
        raise Refused("desk_has_no_line", desk=id)
    need_free(desk, call)


def joined(desk: Desk | None, id: DeskId, call: CallId) -> tuple[Event, ...]:
    """The desk takes part in a call that it does not have. How it stands towards the queue is not touched."""
    need_line(desk, id, call)
    return () if desk and desk.joined == call else (m.DeskJoined(desk=id, call=call),)


def takes_over(desk: Desk | None, id: DeskId, call: CallId, person: PersonId, name: str) -> tuple[Event, ...]:
    """It has the call from here on. A desk of the queue is busy with it; one that stands apart stays joined."""
    return () if stand_of(desk) == S.OFF else busy(desk, id, call, person, name)


def let_go(desk: Desk | None, call: CallId) -> tuple[Event, ...]:
    """The call at this desk is over, or goes on without it."""
    if desk is not None and desk.joined == call:
        return (m.DeskParted(desk=desk.id),)
    if desk is None or desk.call != call:
        return ()
    if desk.stand == S.BUSY:
        return (m.DeskWrapsUp(desk=desk.id),)
    if desk.stand == S.OFFERED and desk.person is not None:
        # The caller left while it rang: the desk did nothing wrong and stays ready.
        return (
            m.DeskReady(
                desk=desk.id, person=desk.person, person_name=desk.person_name or "", languages=desk.languages
            ),
        )
    return ()


def did_not_answer(desk: Desk | None, call: CallId) -> tuple[Event, ...]:
    """The offer lapsed here: to pause, so that the next call does not ring at an empty chair."""
    if desk is None or desk.stand != S.OFFERED or desk.call != call:
        return ()
    return (m.DeskPaused(desk=desk.id, reason=HousePause.DID_NOT_ANSWER),)


def line_lost(desk: Desk | None, call: CallId) -> tuple[Event, ...]:
    """Its line went in the middle of this call: to pause, so that the next caller is not given to silence."""
    if desk is not None and desk.joined == call:
        return (m.DeskParted(desk=desk.id),)
    if desk is None or desk.stand != S.BUSY or desk.call != call:
        return ()
    return (m.DeskPaused(desk=desk.id, reason=HousePause.LINE_LOST),)


def line_changed(desk: Desk | None, id: DeskId, up: bool) -> tuple[Event, ...]:
    """Its leg stands, or does not. Whoever is ready without a line still takes what is written."""
    if (desk.line if desk else False) == up:
        return ()
    return (m.DeskLineChanged(desk=id, up=up),)


def evolve(desk: Desk | None, event: m.DeskEvent, at: datetime) -> Desk:
    """The desk after this fact."""
    known = desk or Desk(id=event.desk, stand=S.OFF, since=at)
    change = msgspec.structs.replace
    match event:
        case m.DeskReady(person=person, person_name=name, languages=languages):
            return change(
                known,
                stand=S.READY,
                since=at,
                person=person,
                person_name=name,
                languages=languages,
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
        case m.DeskWrapsUp():
            return change(known, stand=S.WRAP_UP, since=at, call=None, help_asked_at=None)
        case m.DeskPaused(reason=reason):
            return change(known, stand=S.PAUSE, since=at, call=None, reason=reason)
        case m.DeskSignedOff():
            return change(known, stand=S.OFF, since=at, person=None, person_name=None, call=None, reason=None)
        case m.DeskAskedHelp():
            return change(known, help_asked_at=at)
        case m.DeskLineChanged(up=up):
            return change(known, line=up)
        case m.DeskJoined(call=call):
            return change(known, joined=call)
        case m.DeskParted():
            return change(known, joined=None)
        case _ as never:
            assert_never(never)
