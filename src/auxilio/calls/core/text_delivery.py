"""How far the answers of a call by short message came, by what their gateway says. Pure; of `text_machine`."""

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from auxilio.kernel.ids import CommandId

DELIVERIES_KEPT = 100
"""Answers of one call whose state is kept, the newest (ours): so many are not written while one receipt is on its way."""


class TextDelivery(StrEnum):
    """How far one answer came. The last two are final."""

    SENT = "sent"
    """The gateway took it."""
    DELIVERED = "delivered"
    """The telephone has it."""
    FAILED = "failed"


class DeliveredText(msgspec.Struct, frozen=True, kw_only=True):
    """An answer, named by the command that wrote it, and how far it came."""

    line: CommandId
    state: TextDelivery


def is_news(kept: Sequence[DeliveredText], told: DeliveredText) -> bool:
    """Whether this is further than is known: a state is told once, and none goes back."""
    known = next((one.state for one in kept if one.line == told.line), None)
    return known is None or (known is TextDelivery.SENT and told.state is not TextDelivery.SENT)


def keep_delivery(kept: Sequence[DeliveredText], told: DeliveredText) -> tuple[DeliveredText, ...]:
    """The answers with this state of one of them, the newest last; the oldest beyond `DELIVERIES_KEPT` go."""
    others = [one for one in kept if one.line != told.line]
    return (*others, told)[-DELIVERIES_KEPT:]
