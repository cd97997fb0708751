"""The life of a notification: way by way and person by person until one acknowledges it, or nobody is left.

| command | refuses |
|---|---|
| request | notification_exists, notification_standing, nobody_to_notify |
| acknowledge | notification_over, unknown_contact |
| reply | unknown_contact; over already: its words are kept, and nothing follows |
| call_out_station | nothing: nobody is listed, or they are being told: not news |
| tell_plan_party, file | nothing |
| report_told | notification_over |
| repeat | notification_not_exhausted, notification_rounds_over, nobody_to_notify |
| stop | over already: not news |
| advance | notification_not_due; moved meanwhile: not news |
| receipt | of no message of this notification, or older than what is known: not news |
"""

from datetime import datetime
from typing import assert_never
from uuid import UUID

import msgspec

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.ids import WatchId
from auxilio.kernel.instant import after_s, iso_us
from auxilio.kernel.on_call import NotificationWay, OnCallFunction
from auxilio.kernel.refusal import Conflict, Refused
from auxilio.kernel.written_words import must_say_something
from auxilio.notifications.core import messages as m
from auxilio.notifications.core.model import (
    CONTACTS_MAX,
    OPEN_STATES,
    RANK,
    ROUNDS_MAX,
    AcknowledgedHow,
    AttemptState,
    Notification,
    NotificationAttempt,
    NotificationFacts,
    NotificationState,
    NotifiedCase,
    NotifiedContact,
    NotifiedParty,
    ToldBy,
)
from auxilio.notifications.core.plain_yes import is_plain_yes

WAIT_S = 90.0
"""A message that is not acknowledged this long after it was sent is followed by the next (decision 0410; ours)."""
LISTENING_S = 130.0
"""Who has answered a spoken call is listening for at most so long; only then does the next follow (a call lasts 120 s, 0411)."""
DUTY_OFFICER_NOTICE = "duty_officer"
"""The code of the notice that is given to the duty officer."""
REPLIES_MAX = 20
"""Answers by text of one notification that are kept; more are no news (ours)."""
_HOW = {ToldBy.TELEPHONE: AcknowledgedHow.DESK, ToldBy.RADIO: AcknowledgedHow.RADIO}
_CAME_TO_NOTHING = frozenset({AttemptState.FAILED, AttemptState.WITHDRAWN})
S = NotificationState
NEXT: dict[NotificationState, frozenset[NotificationState]] = {
    S.STANDING: frozenset({S.ACKNOWLEDGED, S.EXHAUSTED, S.STOPPED}),
    S.EXHAUSTED: frozenset({S.STANDING, S.ACKNOWLEDGED, S.STOPPED}),
    S.ACKNOWLEDGED: frozenset(),
    S.STOPPED: frozenset(),
}
assert NEXT.keys() == set(NotificationState), "every state has its row"


def party_of(notice: str | None, watch: WatchId | None) -> NotifiedParty:
    """Who answers for a notice; without one, the duty officer."""
    if notice in {None, DUTY_OFFICER_NOTICE}:
        return NotifiedParty(function=OnCallFunction.DUTY_OFFICER, notice=notice, watch=watch)
    return NotifiedParty(function=OnCallFunction.NOTICE, notice=notice, watch=watch)


class NextMessage(msgspec.Struct, frozen=True, kw_only=True):
    """What the next message would be."""

    id: UUID
    leaves: bool
    """Whether what is of the notification's mode may reach a telephone."""


def request(
    command: m.RequestNotification | m.CallOutStation,
    case: NotifiedCase,
    party: NotifiedParty,
    contacts: tuple[NotifiedContact, ...],
    actor: Actor,
) -> tuple[Event, ...]:
    """The first fact; `next_attempt` follows. `contacts`: only those whom a way reaches.

    Raises `Refused("nobody_to_notify")` where there are none.
    """
    words = command.words if isinstance(command, m.RequestNotification) else None
    if words is not None:
        must_say_something(words)
    if not contacts:
        raise Conflict("nobody_to_notify", function=party.function, notice=party.notice or "")
    return (
        m.NotificationRequested(
            notification=command.notification,
            case=command.case,
            mode=case.mode,
            function=party.function,
            notice=party.notice,
            watch=party.watch,
            centre=party.centre,
            facts=case.facts,
            words=words.strip() if words is not None else None,
            reply=f"{command.notification.int % 9000 + 1000}",
            contacts=contacts[:CONTACTS_MAX],
            by_name=actor.name if isinstance(command, m.RequestNotification) else command.by,
        ),
    )


def may_repeat(known: Notification) -> bool:
    """Whether they may be told again."""
    return known.state is S.EXHAUSTED and known.rounds < ROUNDS_MAX


def tell_party(command: m.TellPlanParty, contacts: tuple[NotifiedContact, ...]) -> tuple[Event, ...]:
    """The first fact; `next_attempt` follows. Without contacts that says at once that nobody is left."""
    return (
        m.NotificationRequested(
            notification=command.notification,
            case=None,
            situation=command.situation,
            mode=command.mode,
            function=OnCallFunction.PLAN_PARTY,
            notice=command.party,
            watch=None,
            facts=NotificationFacts(number=None, plan=command.plan),
            words=None,
            reply=f"{command.notification.int % 9000 + 1000}",
            contacts=contacts[:CONTACTS_MAX],
            by_name=command.by,
        ),
    )


def repeat(
    known: Notification, command: m.RepeatNotification, contacts: tuple[NotifiedContact, ...], actor: Actor
) -> tuple[Event, ...]:
    """The fact that they are told again; `next_attempt` follows. Raises `Refused` (table above)."""
    if known.state is not S.EXHAUSTED:
        # Two who press at once: the first has them told, and the second is told so.
        raise Conflict("notification_not_exhausted", state=known.state)
    if known.rounds >= ROUNDS_MAX:
        raise Conflict("notification_rounds_over", rounds=ROUNDS_MAX)
    if command.words is not None:
        must_say_something(command.words)
    if not contacts:
        raise Conflict("nobody_to_notify", function=known.function, notice=known.notice or "")
    return (
        m.NotificationRepeated(
            notification=known.id,
            function=known.function,
            notice=known.notice,
            contacts=contacts[:CONTACTS_MAX],
            words=command.words.strip() if command.words is not None else known.words,
            by_name=actor.name,
        ),
    )


def next_attempt(known: Notification, at: datetime, sending: NextMessage) -> tuple[Event, ...]:
    """The next way or person, or the same again where their message was taken back; nobody left, it is exhausted."""
    this_round = known.attempts[known.tried_before :]
    nth = sum(one.state is not AttemptState.WITHDRAWN for one in this_round)
    coming = list(known.plan())[nth:]
    if not coming:
        return (m.NotificationExhausted(notification=known.id, function=known.function, notice=known.notice),)
    contact, way = coming[0]
    return (
        m.NotificationAttempted(
            notification=known.id,
            message=sending.id,
            contact=contact,
            name=known.contacts[contact].name,
            way=way,
            held=not sending.leaves,
            until=after_s(at, WAIT_S),
        ),
    )


def decide(
    known: Notification, command: m.NotificationCommand, actor: Actor, at: datetime, sending: NextMessage
) -> tuple[Event, ...]:
    """What happens to one that was asked for. Raises `Refused` (table above)."""
    match command:
        case m.RequestNotification() | m.CallOutStation() | m.TellPlanParty():
            raise Conflict("notification_exists")
        case m.RepeatNotification():
            raise AssertionError("repeat() decides it, with the table")
        case m.AcknowledgeNotification(contact=contact):
            return _acknowledge(known, contact, AcknowledgedHow.DESK, actor)
        case m.ReportTold():
            return _told(known, command, actor)
        case m.TakeReply():
            return _reply(known, command, actor)
        case m.FileNotification():
            stopped = m.NotificationStopped(notification=known.id, by_name=actor.name)
            filed = m.NotificationFiled(notification=known.id)
            return () if known.filed else ((stopped, filed) if known.state in OPEN_STATES else (filed,))
        case m.StopNotification():
            if known.state not in OPEN_STATES:
                return ()
            return (m.NotificationStopped(notification=known.id, by_name=actor.name),)
        case m.AdvanceNotification(due=due):
            if known.due != due:
                return ()
            if at < due:
                raise Refused("notification_not_due", due=iso_us(due))
            return next_attempt(known, at, sending)
        case m.ReportReceipt():
            return _receipt(known, command, at, sending)
        case _ as never:
            assert_never(never)


def _told(known: Notification, command: m.ReportTold, actor: Actor) -> tuple[Event, ...]:
    must_say_something(command.whom)
    if not _is_news(known):
        return ()
    return (
        m.NotificationAcknowledged(
            notification=known.id, how=_HOW[command.by], name=command.whom.strip(), by_name=actor.name
        ),
    )


def _is_news(known: Notification) -> bool:
    """That somebody knows; the second press, and the second answer, are none. Raises `Refused("notification_over")`."""
    if known.state is S.ACKNOWLEDGED:
        return False
    if known.state not in OPEN_STATES:
        raise Conflict("notification_over", by=known.over_by or "")
    return True


def _acknowledge(known: Notification, contact: int, how: AcknowledgedHow, actor: Actor) -> tuple[Event, ...]:
    if not _is_news(known):
        return ()
    if contact >= len(known.contacts):
        raise Refused("unknown_contact", contact=contact)
    name = known.contacts[contact].name
    by_name = actor.name if how is AcknowledgedHow.DESK else name
    return (m.NotificationAcknowledged(notification=known.id, how=how, name=name, by_name=by_name),)


def _reply(known: Notification, command: m.TakeReply, actor: Actor) -> tuple[Event, ...]:
    """Kept in its words, also when it is too late. Only a plain yes acknowledges; after any other the clock goes on."""
    if command.contact >= len(known.contacts):
        raise Refused("unknown_contact", contact=command.contact)
    kept: tuple[Event, ...] = ()
    if command.words and known.replies < REPLIES_MAX:
        name = known.contacts[command.contact].name
        kept = (m.ReplyReceived(notification=known.id, name=name, words=command.words),)
    plain_yes = is_plain_yes(command.words, {known.reply, *command.other_codes})
    if known.state not in OPEN_STATES or command.doubtful or not plain_yes:
        return kept
    how = AcknowledgedHow.KEY if command.by_key else AcknowledgedHow.REPLY
    return (*kept, *_acknowledge(known, command.contact, how, actor))


def _receipt(
    known: Notification, command: m.ReportReceipt, at: datetime, sending: NextMessage
) -> tuple[Event, ...]:
    """A newest message that came to nothing is followed by the next at once."""
    attempt = next((one for one in known.attempts if one.message == command.message), None)
    if attempt is None or RANK[command.state] <= RANK[attempt.state]:
        return ()
    told = m.ReceiptReceived(
        notification=known.id,
        message=attempt.message,
        name=known.contacts[attempt.contact].name,
        way=attempt.way,
        state=command.state,
        code=command.code,
    )
    newest = attempt is known.attempts[-1]
    if command.state in _CAME_TO_NOTHING and newest and known.state is S.STANDING:
        return (told, *next_attempt(evolve(known, told, at), at, sending))
    return (told,)


def evolve(known: Notification | None, event: m.NotificationEvent, at: datetime) -> Notification:
    """The notification after this fact."""
    if isinstance(event, m.NotificationRequested):
        return Notification(
            id=event.notification,
            case=event.case,
            situation=event.situation,
            mode=event.mode,
            function=event.function,
            notice=event.notice,
            watch=event.watch,
            centre=event.centre,
            facts=event.facts,
            words=event.words,
            reply=event.reply,
            contacts=event.contacts,
            by_name=event.by_name,
            asked_at=at,
        )
    assert known is not None, "a notification begins by being asked for"
    change = msgspec.structs.replace
    match event:
        case m.NotificationAttempted():
            attempt = NotificationAttempt(
                message=event.message,
                contact=event.contact,
                way=event.way,
                at=at,
                state=AttemptState.HELD if event.held else AttemptState.QUEUED,
            )
            return change(known, attempts=(*known.attempts, attempt), due=event.until)
        case m.ReceiptReceived(message=message, state=state, code=code):
            attempts = tuple(
                change(one, state=state, code=code) if one.message == message else one
                for one in known.attempts
            )
            listens = event.way is NotificationWay.VOICE and state is AttemptState.SENT
            newest = any(one.message == message for one in known.attempts[-1:])
            if listens and newest and known.state is S.STANDING:
                return change(known, attempts=attempts, due=after_s(at, LISTENING_S))
            return change(known, attempts=attempts)
        case m.ReplyReceived():
            return change(known, replies=known.replies + 1)
        case m.NotificationAcknowledged(how=how, name=name, by_name=by):
            return change(
                known,
                state=S.ACKNOWLEDGED,
                due=None,
                over_at=at,
                over_by=by,
                how=how,
                acknowledged_by=name,
            )
        case m.NotificationExhausted():
            return change(known, state=S.EXHAUSTED, due=None)
        case m.NotificationRepeated(contacts=named, words=words):
            contacts = (*known.contacts, *(one for one in named if one not in known.contacts))
            return change(
                known,
                state=S.STANDING,
                words=words,
                contacts=contacts,
                order=tuple(contacts.index(one) for one in named),
                rounds=known.rounds + 1,
                tried_before=len(known.attempts),
            )
        case m.NotificationFiled():
            return change(known, filed=True)
        case m.NotificationStopped(by_name=by):
            return change(known, state=S.STOPPED, due=None, over_at=at, over_by=by)
        case _ as never:
            assert_never(never)
