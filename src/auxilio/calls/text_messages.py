"""Takes a short message to 112 as a call of its own, or as the next line of the one that its number has (decision 0405).

Called by the ways in of short messages. The answer of a desk leaves by `sms_answers`.
"""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

import msgspec

from auxilio.calls.core.messages import ReceiveCall, SendCallerText
from auxilio.calls.core.model import CONNECTED_STATES, FINISHED_STATES, Call, CallChannel, NumberSource
from auxilio.calls.service import CALL
from auxilio.calls.store import TextingNumbers
from auxilio.kernel.actor import Actor
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.ids import CallId, CommandId
from auxilio.kernel.shared_types import Phone
from auxilio.platform.database.shared_limits import RateAllowance, SharedRateLimiter
from auxilio.platform.ids import derived_id

TEXTS_OF_NUMBER = RateAllowance("texts_of_number", 40, 600.0)
"""Texts of one number that are taken: four a minute for ten minutes (ours). Beyond them the desk could read no other's."""
TEXTS_OF_ANSWERED = RateAllowance("texts_of_answered", 200, 600.0)
"""Of a number whose call a desk has: who writes fast is read, a telephone that writes without end is not (ours)."""
TEXT_CALLS_FIRST = RateAllowance("text_calls_first", 20, 60.0)
"""Calls by text in a minute that stand before who speaks (ours). Numbers of texts can be forged by the thousand: those beyond
ring too, behind who speaks."""
_TEXTS = UUID("5d0c8f3a-6c43-5a0e-9d43-2f6f7f1a9b11")
"""What ids of texts are derived from: never change it."""


class IncomingText(msgspec.Struct, frozen=True, kw_only=True):
    """A text of a telephone, by the word of its network."""

    key: str
    """The same for a message that its gateway hands over again."""
    phone: Phone
    words: str


class TextOutcome(StrEnum):
    """What became of a text."""

    TAKEN = "taken"
    TOO_MANY = "too_many"


@dataclass(frozen=True)
class TextMessages:
    """One for each process. `system`: Auxilio itself, in the mode of the installation."""

    numbers: TextingNumbers
    limits: SharedRateLimiter
    commands: CommandPort
    system: Actor

    async def receive(self, text: IncomingText) -> TextOutcome:
        """Ring with it, or say it in the living call of its number. Raises `Refused`, and what the database raises."""
        id = derived_id(_TEXTS, text.key)
        async with self.numbers.one_at_a_time(text.phone):
            if await self.numbers.was_taken(CommandId(id), _ring_of(CallId(id))):
                return TextOutcome.TAKEN  # handed over again
            living = await self._living(text.phone)
            answered = living is not None and living.state in CONNECTED_STATES
            allowance = TEXTS_OF_ANSWERED if answered else TEXTS_OF_NUMBER
            if await self.limits.take((allowance, text.phone)) > 0:
                return TextOutcome.TOO_MANY
            if living is None:
                await self._ring(CallId(id), text)
            elif text.words:
                said = SendCallerText(call=living.id, words=text.words)
                await self.commands.handle(CommandId(id), said, self.system)
        return TextOutcome.TAKEN

    async def _living(self, phone: Phone) -> Call | None:
        """The newest call by text of this number that is not over."""
        found = await self.numbers.live_calls(CALL, phone, self.system.mode)
        open_ = [call for call in found if call.state not in FINISHED_STATES]
        return max(open_, key=lambda call: call.number, default=None)

    async def _ring(self, call: CallId, text: IncomingText) -> None:
        """Who writes to 112 is taken as one who cannot speak: they are not behind every voice, and are written to before they are
        rung."""
        ring = ReceiveCall(
            call=call,
            channel=CallChannel.SMS,
            phone=text.phone,
            phone_known_by=NumberSource.NETWORK_ASSERTED,
            cannot_speak=True,
            words=text.words or None,
            after_voice=await self.limits.take((TEXT_CALLS_FIRST, "")) > 0,
        )
        await self.commands.handle(_ring_of(call), ring, self.system)


def _ring_of(call: CallId) -> CommandId:
    """The command by which a text begins this call."""
    return CommandId(derived_id(call, "text.ring"))
