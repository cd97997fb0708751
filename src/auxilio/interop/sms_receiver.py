"""Takes short messages from a gateway: what is AML reaches the calls of its telephone, a text is a call (decisions 0392, 0405).

Called by `POST /api/sms` and by the line to a message centre.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from auxilio.calls.location_messages import LocationMessages
from auxilio.calls.text_messages import IncomingText, TextMessages, TextOutcome
from auxilio.interop.aml_fix import sender_number, sms_fix
from auxilio.interop.formats.msd import BoundingBox
from auxilio.interop.rejections import RejectionAudit
from auxilio.interop.short_message import (
    ShortMessage,
    SmsOutcome,
    content_of,
    read_aml,
    text_in,
    without_null,
)
from auxilio.platform.database.shared_limits import RateAllowance

NOT_TAKEN_OF_GATEWAY = RateAllowance("sms_not_taken", 12, 3_600.0)
NOT_TAKEN_IN_ALL = RateAllowance("sms_not_taken_in_all", 40, 3_600.0)
"""Facts of the log about short messages of which nothing was taken."""
type TakeSmsReply = Callable[[str, str], Awaitable[bool]]
"""Number (E.164) and words; whether they answer a message that was sent to this number: then they are no call."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SmsReceiver:
    """One for each process. `country` (ISO 3166): where a number without its country's code is dialled.

    `area`: where callers of this centre can be, as far as it is known.
    """

    messages: LocationMessages
    texts: TextMessages
    take_reply: TakeSmsReply
    audit: RejectionAudit
    country: str
    area: BoundingBox | None = None

    async def receive(self, message: ShortMessage, gateway: str) -> SmsOutcome:
        """What became of one message that this gateway (its name in the log) handed over.

        Raises `Refused("malformed")` where it has not one readable content, and what the database raises.
        """
        message = without_null(message)
        content = content_of(message)
        decoded = read_aml(content)
        if decoded is None:
            return await self._take_text(message, content, gateway)
        if decoded.value is None:
            return await self._reject(gateway, SmsOutcome.AML_UNREADABLE)
        fix = sms_fix(message, content, decoded, self.messages.clock.now(), self.country, self.area)
        if fix is None:
            return await self._reject(gateway, SmsOutcome.AML_WITHOUT_TELEPHONE)
        await self.messages.receive(fix)
        return SmsOutcome.AML_TAKEN

    async def _take_text(self, message: ShortMessage, content: bytes, gateway: str) -> SmsOutcome:
        phone = sender_number(message, self.country)
        text = message.text if message.text is not None else text_in(content)
        if text is None or phone is None:
            return await self._reject(gateway, SmsOutcome.TEXTS_NOT_TAKEN)
        if await self.take_reply(phone, text):
            return SmsOutcome.REPLY_TAKEN
        key = f"{gateway}\0{message.id}\0{phone}\0{text}"
        taken = await self.texts.receive(IncomingText(key=key, phone=phone, words=text))
        if taken is TextOutcome.TOO_MANY:
            return await self._reject(gateway, SmsOutcome.TOO_MANY_TEXTS)
        return SmsOutcome.TEXT_TAKEN

    async def _reject(self, gateway: str, outcome: SmsOutcome) -> SmsOutcome:
        if await self.audit.record(f"sms {gateway}", outcome):
            _log.warning("sms_not_taken", extra={"partner": gateway, "code": outcome})
        return outcome
