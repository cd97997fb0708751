"""What can be asked of a notification, and what can have happened to one."""

from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CaseId, CentreId, WatchId
from auxilio.kernel.instant import Instant
from auxilio.kernel.on_call import NotificationWay, OnCallFunction
from auxilio.kernel.shared_types import Mode, ShortText
from auxilio.notifications.core.model import (
    AcknowledgedHow,
    AttemptState,
    ContactIndex,
    NotificationFacts,
    NotificationId,
    NotifiedContact,
    NotifiedPlan,
    ToldBy,
    ToldName,
    Words,
)

OTHER_CODES_MAX = 20
"""Codes in one text (ours)."""


class RequestNotification(Command, frozen=True, kw_only=True, tag="notifications.request"):
    """Tell who is on call about a case: the duty officer, or with `watch` the party of that notice."""

    permission: ClassVar[str] = Permission.NOTIFY
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_CASE
    notification: NotificationId
    case: CaseId
    watch: WatchId | None = None
    words: Words | None = None


class CallOutStation(Command, frozen=True, kw_only=True, tag="notifications.call_out_station"):
    """A centre is asked for help: tell its station, if the table names one. Says nothing while it is being told."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    notification: NotificationId
    case: CaseId
    centre: CentreId
    by: ShortText
    """Who asked the centre."""


class TellPlanParty(Command, frozen=True, kw_only=True, tag="notifications.tell_plan_party"):
    """A plan stands in a phase of which it says that this party must be told. With nobody listed the room is alarmed at once."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    notification: NotificationId
    situation: ShortText
    mode: Mode
    party: ShortText
    """By its code, as the duty names it."""
    plan: NotifiedPlan
    by: ShortText
    """Who declared it."""


class FileNotification(Command, frozen=True, kw_only=True, tag="notifications.file"):
    """Its plan stands in another phase, or has ended: nobody else is sent a message, and it leaves the boards."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    notification: NotificationId


class AcknowledgeNotification(Command, frozen=True, kw_only=True, tag="notifications.acknowledge"):
    """Somebody spoke with this person of the table, who knows now."""

    permission: ClassVar[str] = Permission.NOTIFY
    object_rule: ClassVar[str] = ObjectRule.NOTIFICATION
    notification: NotificationId
    contact: ContactIndex


class ReportTold(Command, frozen=True, kw_only=True, tag="notifications.report_told"):
    """Somebody who answers for it was told by telephone or by radio, also one whom the table does not name."""

    permission: ClassVar[str] = Permission.NOTIFY
    object_rule: ClassVar[str] = ObjectRule.NOTIFICATION
    notification: NotificationId
    whom: ToldName
    by: ToldBy


class RepeatNotification(Command, frozen=True, kw_only=True, tag="notifications.repeat"):
    """Nobody has acknowledged it: tell those whom the table names now, from the first. Without `words` those of before stay."""

    permission: ClassVar[str] = Permission.NOTIFY
    object_rule: ClassVar[str] = ObjectRule.NOTIFICATION
    notification: NotificationId
    words: Words | None = None


class StopNotification(Command, frozen=True, kw_only=True, tag="notifications.stop"):
    """Nobody needs to be told any more."""

    permission: ClassVar[str] = Permission.NOTIFY
    object_rule: ClassVar[str] = ObjectRule.NOTIFICATION
    notification: NotificationId


class AdvanceNotification(Command, frozen=True, kw_only=True, tag="notifications.advance"):
    """The timer: not acknowledged by `due`. Says nothing when it has moved meanwhile."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    notification: NotificationId
    due: Instant


class ReportReceipt(Command, frozen=True, kw_only=True, tag="notifications.report_receipt"):
    """The way out says how far a message came."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    notification: NotificationId
    message: UUID
    state: AttemptState
    code: ShortText = ""


class TakeReply(Command, frozen=True, kw_only=True, tag="notifications.take_reply"):
    """This person of the table answered: the message with its code, or with `by_key` the spoken call with the key."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    notification: NotificationId
    contact: ContactIndex
    by_key: bool = False
    words: ShortText = ""
    """Of a text, as far as they are kept."""
    other_codes: Annotated[tuple[ShortText, ...], msgspec.Meta(max_length=OTHER_CODES_MAX)] = ()
    """Of other notifications that the same text answers."""
    doubtful: bool = False
    """So many wrong codes came from this number that this one may have been found by trying."""


type NotificationCommand = (
    RequestNotification
    | CallOutStation
    | TellPlanParty
    | FileNotification
    | AcknowledgeNotification
    | ReportTold
    | RepeatNotification
    | StopNotification
    | AdvanceNotification
    | ReportReceipt
    | TakeReply
)


class NotificationRequested(Event, frozen=True, kw_only=True, tag="notifications.notification.requested"):
    """Somebody on call must be told; whom the table named at that moment, in order."""

    notification: NotificationId
    case: CaseId | None
    situation: ShortText | None = None
    mode: Mode
    function: OnCallFunction
    notice: ShortText | None
    watch: WatchId | None
    centre: CentreId | None = None
    facts: NotificationFacts
    words: ShortText | None
    reply: ShortText
    contacts: tuple[NotifiedContact, ...]
    by_name: ShortText


class NotificationAttempted(Event, frozen=True, kw_only=True, tag="notifications.notification.attempted"):
    """A message to one person by one way, put into the outbox; `held`: of a mode of which nothing leaves."""

    notification: NotificationId
    message: UUID
    contact: int
    name: ShortText
    way: NotificationWay
    held: bool
    until: Instant
    """Not acknowledged by then, the next is tried."""


class ReceiptReceived(Event, frozen=True, kw_only=True, tag="notifications.notification.receipt"):
    """How far a message came, by the word of its way."""

    notification: NotificationId
    message: UUID
    name: ShortText
    way: NotificationWay
    state: AttemptState
    code: ShortText


class ReplyReceived(Event, frozen=True, kw_only=True, tag="notifications.notification.replied"):
    """A person of the table wrote back, with the code. What follows from it is a fact of its own."""

    notification: NotificationId
    name: ShortText
    words: ShortText


class NotificationAcknowledged(
    Event, frozen=True, kw_only=True, tag="notifications.notification.acknowledged"
):
    """A person of the table knows. `by_name`: who says so, for one that a page reports."""

    notification: NotificationId
    how: AcknowledgedHow
    name: ShortText
    by_name: ShortText


class NotificationExhausted(Event, frozen=True, kw_only=True, tag="notifications.notification.exhausted"):
    """Nobody is left to be tried: the room is alarmed."""

    notification: NotificationId
    function: OnCallFunction
    notice: ShortText | None


class NotificationRepeated(Event, frozen=True, kw_only=True, tag="notifications.notification.repeated"):
    """They are told again, from the first; whom the table named at that moment, in order."""

    notification: NotificationId
    function: OnCallFunction
    notice: ShortText | None
    contacts: tuple[NotifiedContact, ...]
    words: ShortText | None
    by_name: ShortText


class NotificationFiled(Event, frozen=True, kw_only=True, tag="notifications.notification.filed"):
    """Its plan stands in another phase, or has ended."""

    notification: NotificationId


class NotificationStopped(Event, frozen=True, kw_only=True, tag="notifications.notification.stopped"):
    """It is not needed any more."""

    notification: NotificationId
    by_name: ShortText


type NotificationEvent = (
    NotificationRequested
    | NotificationAttempted
    | ReceiptReceived
    | ReplyReceived
    | NotificationAcknowledged
    | NotificationExhausted
    | NotificationRepeated
    | NotificationFiled
    | NotificationStopped
)
