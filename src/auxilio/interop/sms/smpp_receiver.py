"""Takes what a message centre delivers by SMPP: receipts to their message, parts together, messages to `SmsReceiver`."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from auxilio.interop.formats.smpp import (
    ACKNOWLEDGEMENT_KINDS,
    RECEIPT_KINDS,
    DeliveredMessage,
    MessageState,
    Receipt,
    SmppStatus,
    part_of_delivery,
    read_receipt,
)
from auxilio.interop.formats.sms_parts import UserData, read_text, without_header
from auxilio.interop.short_message import DATA_MAX, TEXT_MAX, ShortMessage
from auxilio.interop.sms.sending import SmsSender, SmsState
from auxilio.interop.sms.smpp_client import GATEWAY
from auxilio.interop.sms.store import KeptPart, MessageParts
from auxilio.interop.sms_receiver import SmsReceiver
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import TRANSIENT_ERRORS
from auxilio.platform.ids import new_id

UNKNOWN = "unknown"
"""For a sender or a recipient that the message centre does not give."""
PART_BYTES_MAX = 2_048
LEFT_OUT = " […] "
"""Where a part of a text did not come."""
_FINAL = {
    MessageState.DELIVERED: SmsState.DELIVERED,
    MessageState.EXPIRED: SmsState.FAILED,
    MessageState.DELETED: SmsState.FAILED,
    MessageState.UNDELIVERABLE: SmsState.FAILED,
    MessageState.REJECTED: SmsState.FAILED,
}
"""What a receipt ends with. ACCEPTED was read by somebody on the telephone's behalf, and UNKNOWN says nothing."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SmppReceiver:
    """One for the line to a message centre."""

    messages: SmsReceiver
    parts: MessageParts
    sender: SmsSender
    clock: Clock

    async def take(self, message: DeliveredMessage) -> SmppStatus:
        """What the message centre is answered: OK once it is taken, and to be sent again where it could not be."""
        try:
            await self._take(message)
        except TRANSIENT_ERRORS:
            return SmppStatus.TEMPORARY
        except Refused as refused:
            _log.warning("smpp_not_taken", extra={"code": refused.code})
            return SmppStatus.TEMPORARY if refused.code == "too_busy" else SmppStatus.PERMANENT
        return SmppStatus.OK

    async def _take(self, message: DeliveredMessage) -> None:
        if message.kind in RECEIPT_KINDS:
            await self._take_receipt(read_receipt(message))
            return
        if message.kind in ACKNOWLEDGEMENT_KINDS:
            return
        sender, recipient = message.sender or UNKNOWN, message.recipient or UNKNOWN
        part = part_of_delivery(message)
        if part is None:
            await self._hand_over(sender, recipient, message.coding, [message.data])
            return
        content = without_header(message.data)[:PART_BYTES_MAX]
        kept = KeptPart(sender=sender, recipient=recipient, coding=message.coding, part=part, content=content)
        parts = await self.parts.keep(kept, self.clock.now())
        if len(parts) == part.total:
            await self._join(parts)

    async def _take_receipt(self, receipt: Receipt | None) -> None:
        if receipt is None:
            _log.warning("smpp_receipt_unreadable")
        elif (state := _FINAL.get(receipt.state)) is not None:
            failed = receipt.code or receipt.state.name.lower()
            code = failed if state is SmsState.FAILED else ""
            await self.sender.receipt(receipt.id, state, self.clock.now(), code)

    async def tidy(self) -> None:
        """Take messages whose last parts do not come, and forget receipts that are old. Run by the leading worker."""
        now = self.clock.now()
        for parts in await self.parts.incomplete(now):
            await self._join_late(parts)
        await self.sender.sent.forget(now)

    async def _join_late(self, parts: Sequence[KeptPart]) -> None:
        """One message alone: what cannot be taken keeps nobody else's, and is tried again until its parts are too old."""
        try:
            await self._join(parts)
        except TRANSIENT_ERRORS:
            raise
        except Refused as refused:
            _log.warning("smpp_parts_not_taken", extra={"code": refused.code})
            if refused.code != "too_busy":
                await self.parts.remove(parts[0])
        except Exception:  # noqa: BLE001  a defect in one message is logged, and the others go on
            _log.exception("smpp_parts_not_taken")

    async def _join(self, parts: Sequence[KeptPart]) -> None:
        first = parts[0]
        by_number = {one.part.number: one.content for one in parts}
        pieces = [UserData(content=by_number.get(nth, b"")) for nth in range(1, first.part.total + 1)]
        await self._hand_over(first.sender, first.recipient, first.coding, pieces)
        await self.parts.remove(first)

    async def _hand_over(self, sender: str, recipient: str, coding: int, pieces: Sequence[UserData]) -> None:
        """As a gateway hands it over: a text where the coding and the bytes say so, else data with its header."""
        message = ShortMessage(id=str(new_id()), sender=sender, recipient=recipient)
        text = _text_of(coding, pieces)
        if text is not None:
            message = msgspec.structs.replace(message, text=text[:TEXT_MAX])
        else:
            data = b"".join(piece.content for piece in pieces)
            message = msgspec.structs.replace(message, hex=data.hex()[:DATA_MAX])
        await self.messages.receive(message, GATEWAY)


def _text_of(coding: int, pieces: Sequence[UserData]) -> str | None:
    """Each run of parts that came is read as one, because a character may lie across two."""
    runs, gap = [b""], False
    for piece in pieces:
        content = without_header(piece)
        if content and gap:
            runs.append(b"")
        gap = not content
        runs[-1] += content
    texts = [read_text(run, coding) for run in runs]
    if any(text is None for text in texts):
        return None
    text = LEFT_OUT.join(text or "" for text in texts)
    return text + LEFT_OUT if gap and len(pieces) > 1 else text
