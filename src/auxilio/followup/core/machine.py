"""The life of a watch, a message and a handover: which state may follow which, what a command makes happen."""

from datetime import datetime
from typing import assert_never

import msgspec

from auxilio.followup.core import messages as m
from auxilio.followup.core.model import (
    ATTEMPTS_MAX,
    OPEN_HANDOVER,
    OVER,
    SIGNED,
    CaseMessage,
    EscalationLevel,
    FollowupParty,
    HandoverState,
    NoticeAttempt,
    ReadReceipt,
    ShiftHandover,
    Watch,
    WatchKind,
    WatchState,
)
from auxilio.followup.core.policy import WATCH_SPANS, next_level
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Cursor, Event
from auxilio.kernel.ids import PersonId
from auxilio.kernel.instant import after_s, iso_us
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.kernel.written_words import must_say_something

S = WatchState
NEXT: dict[WatchState, frozenset[WatchState]] = {
    S.SET: frozenset({S.AMBER, S.FIRED, S.ANSWERED, S.CLOSED, S.KEPT, S.CANCELLED}),
    S.AMBER: frozenset({S.FIRED, S.ANSWERED, S.CLOSED, S.KEPT, S.CANCELLED}),
    S.FIRED: frozenset({S.ESCALATED, S.ANSWERED, S.CLOSED, S.KEPT, S.CANCELLED}),
    S.ESCALATED: frozenset({S.ESCALATED, S.ANSWERED, S.CLOSED, S.KEPT, S.CANCELLED}),
    S.ANSWERED: frozenset({S.FIRED, S.ANSWERED, S.KEPT, S.CANCELLED}),
    S.KEPT: frozenset(),
    S.CANCELLED: frozenset(),
    S.CLOSED: frozenset(),
}
assert NEXT.keys() == set(WatchState), "every state has its row"


def set_watch(watch: Watch | None, command: m.SetWatch, actor: Actor) -> tuple[Event, ...]:
    """The first fact of a watch. One that exists is not set again: its id says which fact made the promise."""
    if watch is not None:
        return ()
    if command.amber_at is None and command.red_at is None:
        raise Refused("watch_without_time")
    return (
        m.WatchSet(
            watch=command.watch,
            kind_of=command.kind_of,
            subject=command.subject,
            mode=actor.mode,
            made=command.made,
            about=command.about,
            amber_at=command.amber_at,
            red_at=command.red_at,
            case=command.case,
            call=command.call,
            priority=command.priority,
            to=command.to,
            first=command.first,
            top=command.top,
            climb_s=command.climb_s,
        ),
    )


def decide(watch: Watch, command: m.WatchCommand, actor: Actor, at: datetime) -> tuple[Event, ...]:
    """What this command makes happen to a watch that is set. To one that is over, nothing: the fact came first."""
    if watch.state in OVER:
        return ()
    match command:
        case m.SetWatch():
            return set_watch(watch, command, actor)
        case m.KeepWatch(by=by):
            return (m.WatchKept(watch=watch.id, by=by),)
        case m.CancelWatch(by=by):
            return (m.WatchCancelled(watch=watch.id, by=by),)
        case m.FireWatch(due=due) | m.EscalateWatch(due=due):
            if due != watch.due:
                return ()  # it moved while the timer was on its way
            if iso_us(at) < due:
                raise Refused("watch_not_due", due=due)
            return _fire(watch, at) if isinstance(command, m.FireWatch) else _escalate(watch)
        case m.AnswerWatch(words=words):
            return _answer(watch, words, actor, at)
        case m.TellDutyOfficer(reached=reached):
            return _tell_duty_officer(watch, reached, actor, at)
        case m.TellNotice():
            return _tell_notice(watch, command, actor, at)
        case m.ReviewNotice(stands=stands, since=since):
            return _review_notice(watch, stands, since)
        case m.MoveWatch(case=case, to=to):
            there = (case, to) == (watch.case, watch.to)
            return () if there else (m.WatchMoved(watch=watch.id, case=case, to=to),)
        case _ as never:
            assert_never(never)


def _fire(watch: Watch, at: datetime) -> tuple[Event, ...]:
    if watch.state in {S.FIRED, S.ESCALATED}:
        return ()
    late = watch.red_at is None or at >= watch.red_at
    if watch.state == S.SET and watch.amber_at is not None and (watch.red_at is None or not late):
        return (m.WatchAmber(watch=watch.id),)
    # A worker that was away while it turned amber says at once what is so now.
    return (m.WatchFired(watch=watch.id, level=watch.first),)


def _escalate(watch: Watch) -> tuple[Event, ...]:
    if watch.state not in {S.FIRED, S.ESCALATED}:
        return ()
    level = next_level(watch.level, watch.top)
    if level is None:
        return ()
    return (m.WatchEscalated(watch=watch.id, level=level, telephone=level == EscalationLevel.GUARD),)


def _answer(watch: Watch, words: str | None, actor: Actor, at: datetime) -> tuple[Event, ...]:
    if watch.state == S.ANSWERED and watch.answered_by == actor.id and words is None:
        return ()  # a repeated press is not news
    return (
        m.WatchAnswered(
            watch=watch.id,
            by=PersonId(actor.id),
            by_name=actor.name,
            words=words,
            again_at=_again_at(watch, at),
        ),
    )


def _again_at(watch: Watch, at: datetime) -> datetime | None:
    """When an answered watch fires again; None: there is nothing left to keep, as of a notice that nothing asks for."""
    spans = WATCH_SPANS[watch.kind]
    if not spans.again or watch.red_at is None or not watch.stands:
        return None
    # Before red an answer quiets the amber alone: red is what others wait for, the next centre among them.
    return watch.red_at if at < watch.red_at else after_s(at, spans.again_s)


def _tell_duty_officer(watch: Watch, reached: bool, actor: Actor, at: datetime) -> tuple[Event, ...]:
    """Once they know, so does the person who told them: the alarm is quiet, and fires again if the promise is not kept."""
    if watch.state != S.ESCALATED or watch.level != EscalationLevel.GUARD:
        raise Refused("not_for_duty_officer")
    called = m.DutyOfficerCalled(watch=watch.id, reached=reached, by=PersonId(actor.id), by_name=actor.name)
    return (called, *_answer(watch, None, actor, at)) if reached else (called,)


def _notice(watch: Watch) -> str:
    """The code of a notice. Raises `Refused("not_a_notice")`."""
    if watch.kind is not WatchKind.NOTICE or watch.about is None:
        raise Refused("not_a_notice", kind=watch.kind)
    return watch.about


def _tell_notice(watch: Watch, command: m.TellNotice, actor: Actor, at: datetime) -> tuple[Event, ...]:
    """Reached, it is given. Not reached, it is quiet until red, or for a minute, and rings again: also when nothing asks for
    it any more, because who was tried may call back and must be told so."""
    code = _notice(watch)
    must_say_something(command.whom)
    told = m.NoticeAttempted(
        watch=watch.id,
        notice=code,
        whom=command.whom.strip(),
        reached=command.reached,
        by=PersonId(actor.id),
        by_name=actor.name,
        words=command.words,
        again_at=None if command.reached else _tried_again_at(watch, at),
    )
    return (told, m.WatchKept(watch=watch.id, by=told.kind())) if command.reached else (told,)


def _tried_again_at(watch: Watch, at: datetime) -> datetime:
    if watch.red_at is not None and at < watch.red_at:
        return watch.red_at
    return after_s(at, WATCH_SPANS[watch.kind].again_s)


def _review_notice(watch: Watch, stands: bool, since: Cursor) -> tuple[Event, ...]:
    code = _notice(watch)
    if stands == watch.stands:
        return ()
    return (m.NoticeReviewed(watch=watch.id, notice=code, stands=stands, since=since),)


def evolve(watch: Watch | None, event: m.WatchEvent, at: datetime) -> Watch:
    """The watch after this fact."""
    if isinstance(event, m.WatchSet):
        first_due = min(moment for moment in (event.amber_at, event.red_at) if moment is not None)
        return Watch(
            id=event.watch,
            kind=event.kind_of,
            state=S.SET,
            mode=event.mode,
            subject=event.subject,
            made=event.made,
            about=event.about,
            set_at=at,
            due=iso_us(first_due),
            amber_at=event.amber_at,
            red_at=event.red_at,
            case=event.case,
            call=event.call,
            priority=event.priority,
            to=event.to,
            level=event.first,
            first=event.first,
            top=event.top,
            climb_s=event.climb_s,
        )
    assert watch is not None, "a watch begins by being set"
    change = msgspec.structs.replace
    match event:
        case m.WatchMoved(case=case, to=to):
            return change(watch, case=case, to=to)
        case m.WatchAmber():
            return change(watch, state=S.AMBER, due=iso_us(watch.red_at) if watch.red_at else None)
        case m.WatchFired(level=level):
            due = _climbs_at(watch, level, at)
            return change(
                watch,
                state=S.FIRED,
                level=level,
                due=due,
                fired_at=watch.fired_at or at,
                fired=watch.fired + 1,
            )
        case m.WatchEscalated(level=level):
            return change(watch, state=S.ESCALATED, level=level, due=_climbs_at(watch, level, at))
        case m.WatchAnswered(by=by, by_name=name, words=words, again_at=again):
            return change(
                watch,
                state=S.ANSWERED if again else S.CLOSED,
                due=iso_us(again) if again else None,
                answered_at=at,
                answered_by=by,
                answered_by_name=name,
                words=words or watch.words,
                over_at=None if again else at,
                over_by=None if again else event.kind(),
            )
        case m.DutyOfficerCalled(reached=reached):
            calls = 0 if reached else watch.duty_officer_calls + 1
            return change(watch, duty_officer_calls=calls)
        case m.NoticeAttempted():
            return _told(watch, event, at)
        case m.NoticeReviewed(stands=stands, since=since):
            return change(watch, withdrawn=None if stands else since)
        case m.WatchKept(by=by):
            return change(watch, state=S.KEPT, due=None, over_at=at, over_by=by)
        case m.WatchCancelled(by=by):
            return change(watch, state=S.CANCELLED, due=None, over_at=at, over_by=by)
        case _ as never:
            assert_never(never)


def _told(watch: Watch, event: m.NoticeAttempted, at: datetime) -> Watch:
    attempt = NoticeAttempt(
        whom=event.whom, reached=event.reached, at=at, by_name=event.by_name, words=event.words
    )
    known = msgspec.structs.replace(watch, attempts=(*watch.attempts, attempt)[-ATTEMPTS_MAX:])
    if event.again_at is None:
        return known
    return msgspec.structs.replace(
        known,
        state=S.ANSWERED,
        due=iso_us(event.again_at),
        answered_at=at,
        answered_by=event.by,
        answered_by_name=event.by_name,
    )


def _climbs_at(watch: Watch, level: EscalationLevel, at: datetime) -> str | None:
    return iso_us(after_s(at, watch.climb_s)) if next_level(level, watch.top) else None


# --- messages -------------------------------------------------------------------------------------


def party_of(actor: Actor) -> FollowupParty | None:
    """Where the actor sits: the desk, else the centre; a crew speaks for its unit."""
    if actor.desk is not None:
        return FollowupParty(desk=actor.desk)
    return FollowupParty(centre=actor.centre) if actor.centre is not None else None


def send(command: m.SendMessage, actor: Actor, mode: Mode) -> tuple[Event, ...]:
    """Words go out, in the mode of their case. Raises `Refused("words_missing")` for words that nobody can see."""
    must_say_something(command.words)
    return (
        m.MessageSent(
            message=command.message,
            case=command.case,
            mode=mode,
            by=PersonId(actor.id),
            by_name=actor.name,
            sender=party_of(actor),
            to=tuple(dict.fromkeys(command.to)),
            words=command.words,
        ),
    )


def read(message: CaseMessage, actor: Actor) -> tuple[Event, ...]:
    """Somebody read them; once for each person, and the sender's own reading is no news."""
    if actor.id == message.by or any(reading.person == actor.id for reading in message.read):
        return ()
    return (
        m.MessageRead(message=message.id, by=PersonId(actor.id), by_name=actor.name, party=party_of(actor)),
    )


def move(message: CaseMessage, command: m.MoveMessage) -> tuple[Event, ...]:
    """Words that wait to be read go where their reader works; what was read stays in the story that it is part of."""
    if message.read or message.case == command.case:
        return ()
    return (m.MessageMoved(message=message.id, case=command.case),)


def evolve_message(message: CaseMessage | None, event: m.MessageEvent, at: datetime) -> CaseMessage:
    """The message after this fact."""
    match event:
        case m.MessageSent():
            return CaseMessage(
                id=event.message,
                case=event.case,
                mode=event.mode,
                by=event.by,
                by_name=event.by_name,
                sender=event.sender,
                to=event.to,
                words=event.words,
                sent_at=at,
            )
        case m.MessageMoved(case=case):
            assert message is not None, "a message begins by being sent"
            return msgspec.structs.replace(message, case=case)
        case m.MessageRead(by=by, by_name=name, party=party):
            assert message is not None, "a message begins by being sent"
            reading = ReadReceipt(person=by, name=name, at=at, party=party)
            return msgspec.structs.replace(message, read=(*message.read, reading))
        case _ as never:
            assert_never(never)


# --- handovers ------------------------------------------------------------------------------------


def hand_over(command: m.OfferShiftHandover, actor: Actor) -> tuple[Event, ...]:
    """A desk is offered to its next person."""
    if actor.desk is None:
        raise Refused("no_desk")
    if command.to == actor.id:
        raise Refused("handover_to_oneself")
    return (
        m.HandoverOffered(
            handover=command.handover,
            desk=actor.desk,
            mode=actor.mode,
            by=PersonId(actor.id),
            by_name=actor.name,
            to=command.to,
            items=command.items,
            words=command.words,
        ),
    )


def decide_handover(
    handover: ShiftHandover, command: m.AcceptHandover | m.WithdrawHandover, actor: Actor
) -> tuple[Event, ...]:
    """Accept or withdraw."""
    match command:
        case m.AcceptHandover():
            if handover.state in SIGNED and handover.accepted_by == actor.id:
                return ()
            if handover.state != HandoverState.OFFERED:
                raise Refused("handover_over", now=handover.state, by=handover.accepted_by_name)
            if actor.id == handover.by:
                raise Refused("handover_to_oneself")
            if handover.to is not None and handover.to != actor.id:
                raise Refused("handover_for_another")
            unknown = set(command.refused) - {item.subject for item in handover.items}
            if unknown:
                raise Refused("handover_without_item", subject=min(unknown))
            by, name = PersonId(actor.id), actor.name
            refused = tuple(item.subject for item in handover.items if item.subject in command.refused)
            return (m.HandoverAccepted(handover=handover.id, by=by, by_name=name, refused=refused),)
        case m.WithdrawHandover():
            if handover.state == HandoverState.WITHDRAWN:
                return ()
            if handover.state not in OPEN_HANDOVER:
                raise Refused("handover_over", now=handover.state, by=handover.accepted_by_name)
            if actor.id != handover.by:
                raise Refused("handover_for_another")
            return (m.HandoverWithdrawn(handover=handover.id),)
        case _ as never:
            assert_never(never)


def evolve_handover(handover: ShiftHandover | None, event: m.HandoverEvent, at: datetime) -> ShiftHandover:
    """The handover after this fact."""
    if isinstance(event, m.HandoverOffered):
        return ShiftHandover(
            id=event.handover,
            desk=event.desk,
            mode=event.mode,
            state=HandoverState.OFFERED,
            by=event.by,
            by_name=event.by_name,
            offered_at=at,
            to=event.to,
            items=event.items,
            words=event.words,
        )
    assert handover is not None, "a handover begins by being offered"
    match event:
        case m.HandoverAccepted(by=by, by_name=name, refused=refused):
            return msgspec.structs.replace(
                handover,
                state=HandoverState.RETURNED if refused else HandoverState.ACCEPTED,
                accepted_at=at,
                accepted_by=by,
                accepted_by_name=name,
                refused=refused,
            )
        case m.HandoverWithdrawn():
            return msgspec.structs.replace(handover, state=HandoverState.WITHDRAWN)
        case _ as never:
            assert_never(never)
