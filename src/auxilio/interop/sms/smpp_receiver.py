"""Takes what a message centre delivers by SMPP: receipts to their message, parts together, messages to `SmsReceiver`."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

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
from auxilio.interop.formats.sms_parts import (
    NO_SHIFT,
    NationalShift,
    national_shift,
    read_text,
    without_header,
)
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
class TextPiece:
    """What one part says, without its header; nothing where it did not come."""

    content: bytes
    shift: NationalShift = NO_SHIFT


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
        content, shift = without_header(message.data), national_shift(message.data)
        part = part_of_delivery(message)
        if part is None:
            text = _text_of(message.coding, [TextPiece(content, shift)])
            await self._hand_over(sender, recipient, text, message.data.content)
            return
        kept = KeptPart(
            sender=sender,
            recipient=recipient,
            coding=message.coding,
            part=part,
            content=content[:PART_BYTES_MAX],
            shift=shift,
        )
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
        came = {one.part.number: TextPiece(one.content, one.shift) for one in parts}
        pieces = [came.get(nth, TextPiece(b"")) for nth in range(1, first.part.total + 1)]
        data = b"".join(piece.content for piece in pieces)
        await self._hand_over(first.sender, first.recipient, _text_of(first.coding, pieces), data)
        await self.parts.remove(first)

    async def _hand_over(self, sender: str, recipient: str, text: str | None, data: bytes) -> None:
        """As a gateway hands it over: a text where the coding and the bytes say so, else data with its header."""
        message = ShortMessage(id=str(new_id()), sender=sender, recipient=recipient)
        if text is not None:
            message = msgspec.structs.replace(message, text=text[:TEXT_MAX])
        else:
            message = msgspec.structs.replace(message, hex=data.hex()[:DATA_MAX])
        await self.messages.receive(message, GATEWAY)


def _text_of(coding: int, pieces: Sequence[TextPiece]) -> str | None:
    """Each run of parts that came is read as one, because a character may lie across two."""
    texts = []
    for (came, shift), run in groupby(pieces, lambda piece: (bool(piece.content), piece.shift)):
        text = read_text(b"".join(piece.content for piece in run), coding, shift)
        if text is None:
            return None
        texts.append(text if came or len(pieces) == 1 else LEFT_OUT)
    return "".join(texts)
