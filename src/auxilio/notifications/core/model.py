"""A notification as it stands (docs/nouns/notification.md)."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, NewType
from uuid import UUID

import msgspec

from auxilio.kernel.email_address import EmailAddress
from auxilio.kernel.ids import CaseId, CentreId, WatchId
from auxilio.kernel.instant import Instant
from auxilio.kernel.on_call import NotificationWay, OnCallFunction
from auxilio.kernel.shared_types import Language, Mode, Phone, ShortText

NotificationId = NewType("NotificationId", UUID)
CONTACTS_MAX = 10
"""Persons of the table that one round of a notification goes to, one after the other (ours)."""
ROUNDS_MAX = 10
"""Rounds of one notification (ours)."""
ContactIndex = Annotated[int, msgspec.Meta(ge=0, lt=CONTACTS_MAX * ROUNDS_MAX)]
ToldName = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
"""Who was told otherwise than by a message, as it is written down."""
Words = Annotated[str, msgspec.Meta(min_length=1, max_length=160)]
"""What the sender adds, at most the length of one short message."""


class NotificationState(StrEnum):
    """Where a notification stands."""

    STANDING = "standing"
    """Somebody was sent a message, and has not acknowledged it."""
    ACKNOWLEDGED = "acknowledged"
    EXHAUSTED = "exhausted"
    """Every person of this round was sent a message by every way, and nobody has acknowledged one."""
    STOPPED = "stopped"
    """Nobody needs to be told any more."""


OPEN_STATES = frozenset({NotificationState.STANDING, NotificationState.EXHAUSTED})
"""It can still be acknowledged."""


class AttemptState(StrEnum):
    """How far one message came. A later state replaces an earlier one, and never the reverse."""

    QUEUED = "queued"
    """Put into the outbox."""
    HELD = "held"
    """Of an exercise or a training: nothing was sent."""
    SENT = "sent"
    """The way out took it; of a spoken call, it was answered."""
    DELIVERED = "delivered"
    """It reached the device; of a spoken call, the key was pressed."""
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    """Taken back while it waited: the notification was over, or its case became reserved. Auxilio says so itself, and no way out."""


RANK = {
    AttemptState.QUEUED: 0,
    AttemptState.HELD: 0,
    AttemptState.SENT: 1,
    AttemptState.DELIVERED: 2,
    AttemptState.FAILED: 2,
    AttemptState.WITHDRAWN: 2,
}


class AcknowledgedHow(StrEnum):
    """How it is known that a person knows."""

    DESK = "desk"
    """Somebody at a page says that they spoke with them by telephone."""
    RADIO = "radio"
    """Somebody at a page says that they told them by radio."""
    REPLY = "reply"
    """They answered the message with its code."""
    KEY = "key"
    """They pressed the key in the call that spoke the message."""


class ToldBy(StrEnum):
    """How a person at a page told somebody."""

    TELEPHONE = "telephone"
    RADIO = "radio"


class NotifiedContact(msgspec.Struct, frozen=True, kw_only=True):
    """A person of the table of people on call, with the ways that reach them, in order."""

    name: ShortText
    phone: Phone
    ways: tuple[NotificationWay, ...]
    language: Language
    email: EmailAddress | None = None

    def address_by(self, way: NotificationWay) -> str:
        """Where a message by this way goes: the number, in E.164, or the address of e-mail."""
        if way is not NotificationWay.EMAIL:
            return self.phone
        assert self.email is not None, "the table gives nobody the way without an address"
        return self.email


class NotifiedPlan(msgspec.Struct, frozen=True, kw_only=True):
    """Where a civil protection plan stands, as its party is told. Names are the plan's own, by language."""

    plan: ShortText
    name: dict[str, ShortText]
    phase: dict[str, ShortText]
    party: dict[str, ShortText]
    """Who is told, as the plan names them."""
    area: ShortText


class NotificationFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What the message tells of the case or of the plan, as it was when it was asked for. Of a reserved case its number alone."""

    number: int | None
    """Of the case; None of a plan."""
    type: ShortText | None = None
    """The code of the incident type."""
    place: ShortText | None = None
    reserved: bool = False
    """The number is all that may leave, and that somebody must telephone."""
    plan: NotifiedPlan | None = None


class NotifiedCase(msgspec.Struct, frozen=True, kw_only=True):
    """The open case of which somebody is told."""

    mode: Mode
    facts: NotificationFacts


class NotifiedParty(msgspec.Struct, frozen=True, kw_only=True):
    """Who is told: a function of the table; of a notice its code and its watch; of a station its centre."""

    function: OnCallFunction
    notice: str | None = None
    watch: WatchId | None = None
    centre: CentreId | None = None


class NotificationAttempt(msgspec.Struct, frozen=True, kw_only=True):
    """One message to one person by one way."""

    message: UUID
    """Its id in the outbox's body, by which receipts come."""
    contact: int
    way: NotificationWay
    at: Instant
    state: AttemptState
    code: ShortText = ""
    """Of a failure, the way's own code."""


class Notification(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a person on call must be told about a case, or of where a plan stands."""

    id: NotificationId
    case: CaseId | None
    situation: ShortText | None = None
    """The plan in its mode (`mass_casualty.core.situation`), where it is of a plan and of no case."""
    filed: bool = False
    """Its plan stands in another phase, or has ended: it is no more on boards."""
    mode: Mode
    function: OnCallFunction
    notice: ShortText | None
    """The code of the notice that is given, or of the party of a plan; None: of another function."""
    watch: WatchId | None
    """The watch of that notice, which an acknowledgement keeps."""
    centre: CentreId | None = None
    """Of a station, the centre whose task it is called out for."""
    facts: NotificationFacts
    words: ShortText | None
    reply: ShortText
    """The digits that an answer by message must contain."""
    contacts: tuple[NotifiedContact, ...]
    by_name: ShortText
    asked_at: Instant
    state: NotificationState = NotificationState.STANDING
    attempts: tuple[NotificationAttempt, ...] = ()
    rounds: int = 1
    """How often they were told, one after the other, from the first."""
    order: tuple[int, ...] = ()
    """The persons of this round, by their places in `contacts`; empty: all of them."""
    tried_before: int = 0
    """Messages of the rounds before this one."""
    replies: int = 0
    """Answers by text that were kept."""
    due: Instant | None = None
    """When the next way or person is tried; None once it is not standing."""
    over_at: Instant | None = None
    over_by: ShortText | None = None
    how: AcknowledgedHow | None = None
    acknowledged_by: ShortText | None = None
    """The person of the table who knows."""

    def plan(self) -> Iterator[tuple[int, NotificationWay]]:
        """Every person of this round by every way of theirs, in order."""
        for nth in self.order or range(len(self.contacts)):
            for way in self.contacts[nth].ways:
                yield nth, way
