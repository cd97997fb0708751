"""Who sent messages about places, or short messages, of which nothing was taken: a stream of its own for each sender. Pure."""

from typing import Annotated, ClassVar

import msgspec

from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import ShortText

SenderKey = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
"""Of AML by HTTPS the network of the sender, as limits count it; of short messages `sms` and the name of the gateway."""


class RecordRejectedSender(Command, frozen=True, kw_only=True, tag="calls.record_rejected_sender"):
    """A message about a place came that no key of ours signed, or a short message of which nothing can be used."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    sender: SenderKey
    code: ShortText
    """Why: `hmac_missing`, `hmac_false`, or of a short message `texts_not_taken`, `too_many_texts`, `aml_unreadable`,
    `aml_without_telephone`."""


class LocationSenderRejected(Event, frozen=True, kw_only=True, tag="calls.location_sender.rejected"):
    """Nothing was taken of what this sender sent."""

    sender: SenderKey
    code: ShortText


class LocationSender(msgspec.Struct, frozen=True, kw_only=True):
    """One sender that was rejected, and how often that was told."""

    sender: SenderKey
    count: int


def decide(command: RecordRejectedSender) -> tuple[LocationSenderRejected, ...]:
    """The fact; who sends the command bounds how many there are."""
    return (LocationSenderRejected(sender=command.sender, code=command.code),)


def evolve(sender: LocationSender | None, event: LocationSenderRejected, at: Instant) -> LocationSender:
    """The sender after this fact."""
    del at
    return LocationSender(sender=event.sender, count=1 if sender is None else sender.count + 1)
