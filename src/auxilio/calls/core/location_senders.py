"""Who sent messages about places that no key of ours signed: a stream of its own for each network. Pure."""

from typing import Annotated, ClassVar

import msgspec

from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import ShortText

SenderKey = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
"""The network of the sender, as limits count it."""


class RecordRejectedSender(Command, frozen=True, kw_only=True, tag="calls.record_rejected_sender"):
    """A message about a place came that no key of ours signed."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    sender: SenderKey
    code: ShortText
    """What was wrong with its signature: `hmac_missing`, `hmac_false`."""


class LocationSenderRejected(Event, frozen=True, kw_only=True, tag="calls.location_sender.rejected"):
    """Nothing was taken of what this network sent."""

    sender: SenderKey
    code: ShortText


class LocationSender(msgspec.Struct, frozen=True, kw_only=True):
    """One network that was rejected, and how often that was told."""

    sender: SenderKey
    count: int


def decide(command: RecordRejectedSender) -> tuple[LocationSenderRejected, ...]:
    """The fact; who sends the command bounds how many there are."""
    return (LocationSenderRejected(sender=command.sender, code=command.code),)


def evolve(sender: LocationSender | None, event: LocationSenderRejected, at: Instant) -> LocationSender:
    """The network after this fact."""
    del at
    return LocationSender(sender=event.sender, count=1 if sender is None else sender.count + 1)
