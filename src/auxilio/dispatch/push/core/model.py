"""Subscriptions of crews' telephones, what wakes them, and what became of it (docs/nouns/push-subscription.md)."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, ClassVar, NewType
from uuid import UUID

import msgspec

from auxilio.dispatch.units.core.crew_authority import is_of_crew
from auxilio.dispatch.units.core.model import Unit, UnitStatus
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command
from auxilio.kernel.ids import PersonId, UnitId
from auxilio.kernel.instant import Instant, seconds_between

CHANNEL = "push"
TTL_S = 120
"""How long a push service keeps a message for a telephone that it does not reach (RFC 8030, 5.2; ours): after that the crew
has been called by other ways, and an alert that comes late is a fright for nothing."""
SUBSCRIPTIONS_MAX = 12
"""Telephones of one unit: as many as a crew has people. The oldest goes."""
CODE_MAX = 40
PushSubscriptionId = NewType("PushSubscriptionId", UUID)
Endpoint = Annotated[str, msgspec.Meta(pattern=r"^https://[!-~]+$", max_length=1024)]


class PushState(StrEnum):
    """What became of the last message to a telephone; worded as `wake.<code>`."""

    NONE = "none"
    """Nothing was sent yet."""
    ACCEPTED = "accepted"
    """The push service took it (RFC 8030, 5): it is no word of the telephone."""
    FAILED = "failed"


class WakeUpReason(StrEnum):
    """Why a crew is woken; worded as `wake.title.<code>`."""

    ALERT = "alert"
    ORDER = "order"


class PushSubscription(msgspec.Struct, frozen=True, kw_only=True):
    """One telephone, with whose session it is."""

    id: PushSubscriptionId
    unit: UnitId
    endpoint: str
    p256dh: bytes
    """The browser's public key, an uncompressed point of P-256."""
    auth: bytes
    person: PersonId
    desk: str | None
    language: str
    state: PushState
    code: str = ""


class WakeCrew(Command, frozen=True, kw_only=True, tag="dispatch.wake_crew"):
    """By Auxilio itself: wake the telephones of a crew."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    unit: UnitId
    reason: WakeUpReason
    about: UUID
    """The task, or the order: what is said of it later replaces what was said earlier."""
    waits: UUID
    """The assignment, or the order, that the crew has not answered."""
    at: Instant


class PushMessage(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the outbox: one telephone, once."""

    subscription: PushSubscriptionId
    reason: WakeUpReason
    about: UUID
    waits: UUID
    at: Instant


class PushPayload(msgspec.Struct, frozen=True, kw_only=True):
    """What the telephone decrypts: nothing of a case, of a person or of a place."""

    title: str
    about: UUID
    lang: str


def is_awaited(unit: Unit, subscription: PushSubscription, message: PushMessage) -> bool:
    """Whether this telephone is still of the crew, and the crew has not yet answered what it is woken for."""
    if not is_of_crew(unit, subscription.person, subscription.desk):
        return False
    match message.reason:
        case WakeUpReason.ALERT:
            return unit.assignment == message.waits and unit.status is UnitStatus.ALERTED
        case WakeUpReason.ORDER:
            return any(one.id == message.waits and one.acknowledged is None for one in unit.orders)


def seconds_left(message: PushMessage, now: datetime) -> int:
    """Of its time to live; never more than all of it."""
    return min(TTL_S, TTL_S - int(seconds_between(message.at, now)))
