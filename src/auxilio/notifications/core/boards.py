"""What screens see of a notification: names, ways and how far each message came, and no telephone number. Pure."""

import msgspec

from auxilio.kernel.ids import CaseId, CentreId, WatchId
from auxilio.kernel.instant import Instant
from auxilio.kernel.on_call import NotificationWay, OnCallFunction
from auxilio.kernel.shared_types import Mode
from auxilio.notifications.core.model import (
    AcknowledgedHow,
    AttemptState,
    Notification,
    NotificationId,
    NotificationState,
)


class NotificationAttemptRow(msgspec.Struct, frozen=True, kw_only=True):
    """One message."""

    contact: int
    """The person's place in `contacts`."""
    way: NotificationWay
    at: Instant
    state: AttemptState
    code: str


class NotificationRow(msgspec.Struct, frozen=True, kw_only=True):
    """One notification of a case."""

    id: NotificationId
    case: CaseId | None
    situation: str | None
    """Of a plan, which one in which mode."""
    party: dict[str, str] | None
    """Of a plan, who is told, by language."""
    mode: Mode
    state: NotificationState
    function: OnCallFunction
    notice: str | None
    watch: WatchId | None
    centre: CentreId | None
    """Of a station, the centre whose task it is called out for."""
    words: str | None
    contacts: tuple[str, ...]
    """Names, in the order in which they are tried."""
    attempts: tuple[NotificationAttemptRow, ...]
    by_name: str
    asked_at: Instant
    due: Instant | None
    over_at: Instant | None
    over_by: str | None
    how: AcknowledgedHow | None
    acknowledged_by: str | None


def notification_row(one: Notification) -> NotificationRow:
    """The row of a notification."""
    return NotificationRow(
        id=one.id,
        case=one.case,
        situation=one.situation,
        party=one.facts.plan.party if one.facts.plan is not None else None,
        mode=one.mode,
        state=one.state,
        function=one.function,
        notice=one.notice,
        watch=one.watch,
        centre=one.centre,
        words=one.words,
        contacts=tuple(each.name for each in one.contacts),
        attempts=msgspec.convert(one.attempts, tuple[NotificationAttemptRow, ...], from_attributes=True),
        by_name=one.by_name,
        asked_at=one.asked_at,
        due=one.due,
        over_at=one.over_at,
        over_by=one.over_by,
        how=one.how,
        acknowledged_by=one.acknowledged_by,
    )
