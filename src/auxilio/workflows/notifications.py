"""Notifications and watches: nobody answered, the room is alarmed; they are told again, and it is not; somebody knows, the notice is
given; given by telephone, or the case is closed, and nobody else is sent a message."""

from collections.abc import Iterable
from uuid import UUID

from auxilio.cases.core import messages as cases
from auxilio.followup.core.messages import WatchAnswered, WatchCancelled, WatchKept
from auxilio.followup.core.model import WatchKind
from auxilio.followup.service import WATCH
from auxilio.kernel.ids import CaseId
from auxilio.notifications.aggregates import NOTIFICATION
from auxilio.notifications.core import messages as m
from auxilio.notifications.core.model import OPEN_STATES, Notification
from auxilio.workflows.case_merging import merge_chain
from auxilio.workflows.runner import NamedCommand, Reaction, ReactionCommand, RecordedEvent, StateReader
from auxilio.workflows.watches import cancel_watches, keep_watches, pending_watches, set_watch

UNANSWERED = WatchKind.NOTIFICATION_UNANSWERED


async def _exhausted(
    fact: RecordedEvent[m.NotificationExhausted], states: StateReader
) -> Iterable[ReactionCommand]:
    about = fact.event.notice or fact.event.function.value
    if fact.envelope.case is None:
        return (set_watch(fact, UNANSWERED, about=about),)
    chain = await merge_chain(states, fact.envelope.case)
    case = chain[-1].id if chain else fact.envelope.case
    return (set_watch(fact, UNANSWERED, about=about, case=case),)


async def _acknowledged(
    fact: RecordedEvent[m.NotificationAcknowledged], states: StateReader
) -> Iterable[ReactionCommand]:
    found = await states.state(NOTIFICATION, fact.event.notification)
    kept = await pending_watches(fact, states, UNANSWERED)
    if found is not None and found.watch is not None:
        watch = await states.state(WATCH, found.watch)
        kept += [watch] if watch is not None else []
    return keep_watches(fact, kept)


async def _alarm_over(
    fact: RecordedEvent[m.NotificationRepeated | m.NotificationStopped], states: StateReader
) -> Iterable[ReactionCommand]:
    return cancel_watches(fact, await pending_watches(fact, states, UNANSWERED))


async def _notice_over(
    fact: RecordedEvent[WatchKept | WatchCancelled | WatchAnswered], states: StateReader
) -> Iterable[ReactionCommand]:
    """Given by telephone, or ended by a person: who was not sent a message yet is sent none."""
    if isinstance(fact.event, WatchAnswered) and fact.event.again_at is not None:
        return ()
    watch = fact.event.watch
    return _stop(one for one in await states.live(NOTIFICATION, watch=str(watch)))


async def _case_closed(
    fact: RecordedEvent[cases.CaseClosed], states: StateReader
) -> Iterable[ReactionCommand]:
    """The duty officer is told of no case that is over. A notice is given all the same, as its watch is."""
    return _stop(one for one in await _open_in(states, fact.event.case) if one.watch is None)


async def _open_in(states: StateReader, case: UUID) -> list[Notification]:
    found = await states.in_case(NOTIFICATION, CaseId(case))
    return [one for one in found if one.state in OPEN_STATES]


def _stop(found: Iterable[Notification]) -> list[NamedCommand]:
    return [NamedCommand(f"stop.{one.id}", m.StopNotification(notification=one.id)) for one in found]


def reactions() -> tuple[Reaction, ...]:
    """What follows from notifications, and what ends them."""
    return (
        Reaction("notified.exhausted", (m.NotificationExhausted,), _exhausted),
        Reaction("notified.acknowledged", (m.NotificationAcknowledged,), _acknowledged),
        Reaction("notified.repeated", (m.NotificationRepeated,), _alarm_over),
        Reaction("notified.stopped", (m.NotificationStopped,), _alarm_over),
        Reaction("notified.notice_over", (WatchKept, WatchCancelled, WatchAnswered), _notice_over),
        Reaction("notified.case_closed", (cases.CaseClosed,), _case_closed),
    )
