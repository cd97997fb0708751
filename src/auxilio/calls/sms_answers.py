"""What a desk writes in a call that came as a short message leaves as one, by the outbox (decision 0405).

Only what a person sends: a line, a question, a step. Auxilio itself sends nothing to who may be hiding.
"""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from auxilio.calls.core.messages import DeskTextSent
from auxilio.calls.core.messages.guidance import QuestionSent, StepSent
from auxilio.calls.core.model import Call, CallChannel
from auxilio.calls.core.policy import SMS_WORDS_MAX, asserted_phone
from auxilio.kernel.event import Event
from auxilio.kernel.shared_types import Phone
from auxilio.platform.database.command_executor import CommandContext

CHANNEL = "sms"
ANSWERS = (DeskTextSent, QuestionSent, StepSent)
"""What a desk says to the caller in writing."""


class SmsAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the outbox. `id` is the command that wrote it."""

    id: UUID
    to: Phone
    text: str


def send_answers(attempt: CommandContext, call: Call, facts: Sequence[Event]) -> None:
    """Put what these facts say to the caller into the outbox, where the call is one by short message."""
    phone = asserted_phone(call)
    if call.channel is not CallChannel.SMS or phone is None:
        return
    for fact in facts:
        if isinstance(fact, ANSWERS):
            attempt.send(CHANNEL, SmsAnswer(id=attempt.command, to=phone, text=sms_words(fact)))


def sms_words(said: DeskTextSent | QuestionSent | StepSent) -> str:
    """The text of the message: of a question with its answers below it, unless they have no room beside it."""
    if not isinstance(said, QuestionSent) or not said.choices:
        return said.words
    with_choices = f"{said.words}\n{' / '.join(choice.label for choice in said.choices)}"
    return with_choices if len(with_choices) <= SMS_WORDS_MAX else said.words
