"""PDUs of SMPP 3.4 that a transceiver exchanges with a message centre: read and written. Pure; used by `smpp_connection`.

Source: Short Message Peer to Peer Protocol Specification v3.4, issue 1.2: 3.2 header, 4 PDUs, 5.2 fields, 5.3 optional
parameters, appendix B receipts.
"""

import re
from enum import IntEnum

import msgspec

from auxilio.interop.formats.sms_parts import PartOf, UserData, checked_part, part_of

HEADER_BYTES = 16
PDU_BYTES_MAX = 8_192
"""A message of ten parts in a message_payload has some 1,600 bytes (ours)."""
ADDRESS_MAX = 40
SYSTEM_ID_MAX, PASSWORD_MAX = 15, 8
"""Characters, beside the byte that ends them."""
RESPONSE = 0x8000_0000
VERSION = 0x34
SEQUENCE_MAX = 0x7FFF_FFFF
_PARAMETERS_MAX = 64
_MESSAGE_PAYLOAD = 0x0424
_RECEIPTED_MESSAGE_ID, _MESSAGE_STATE = 0x001E, 0x0427
_REFERENCE, _TOTAL, _NUMBER = 0x020C, 0x020E, 0x020F
_REFERENCE_MAX = 0xFFFF
_WITH_HEADER = 0x40
RECEIPT_KINDS = (1, 8)
"""Kinds of message (bits 5 to 2 of esm_class): the last word on a message, and one on its way."""
ACKNOWLEDGEMENT_KINDS = (2, 6)
"""What a telephone sends by itself: that a message was read, and that a session ended (5.2.12). A person's answer (4) is a text."""


class SmppUnreadable(Exception):
    """A PDU that is not what the standard says."""


class SmppCommand(IntEnum):
    """Of a PDU. A response has `RESPONSE` added."""

    GENERIC_NACK = 0
    SUBMIT_SM = 0x04
    DELIVER_SM = 0x05
    UNBIND = 0x06
    BIND_TRANSCEIVER = 0x09
    OUTBIND = 0x0B
    ENQUIRE_LINK = 0x15
    ALERT_NOTIFICATION = 0x102


WITHOUT_RESPONSE = frozenset({SmppCommand.OUTBIND, SmppCommand.ALERT_NOTIFICATION})
"""Requests that are not answered (4.1.7, 4.12)."""


class SmppStatus(IntEnum):
    """Of a response, as far as one is sent or told apart (5.1.3)."""

    OK = 0x00
    INVALID_COMMAND = 0x03
    WRONG_BIND_STATE = 0x04
    SYSTEM_ERROR = 0x08
    QUEUE_FULL = 0x14
    SUBMIT_FAILED = 0x45
    THROTTLED = 0x58
    TEMPORARY = 0x64
    """The receiver cannot take the message now: it is sent again."""
    PERMANENT = 0x65
    """The receiver never takes this message."""
    UNKNOWN_ERROR = 0xFF


TRY_AGAIN = frozenset(
    {
        SmppStatus.WRONG_BIND_STATE, SmppStatus.SYSTEM_ERROR, SmppStatus.QUEUE_FULL, SmppStatus.SUBMIT_FAILED,
        SmppStatus.THROTTLED, SmppStatus.TEMPORARY, SmppStatus.UNKNOWN_ERROR,
    }
)  # fmt: skip
"""Answers that say nothing of the message: it is sent again. Every other one, also a vendor's own, refuses it."""


class Pdu(msgspec.Struct, frozen=True, kw_only=True):
    """One PDU. `command` and `status` may be of another version, or a vendor's own."""

    command: int
    sequence: int
    status: int = SmppStatus.OK
    body: bytes = b""


class DeliveredMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A deliver_sm: a message of a telephone, or a receipt."""

    sender: str
    """With `+` where its type of number says international."""
    recipient: str
    kind: int
    """One of `RECEIPT_KINDS` or `ACKNOWLEDGEMENT_KINDS`, or a message."""
    coding: int
    data: UserData
    parameters: dict[int, bytes]
    """Optional parameters by tag; of a repeated one the first."""


class MessageState(IntEnum):
    """What became of a message that was sent (5.2.28)."""

    ENROUTE = 1
    DELIVERED = 2
    EXPIRED = 3
    DELETED = 4
    UNDELIVERABLE = 5
    ACCEPTED = 6
    UNKNOWN = 7
    REJECTED = 8


_STATES = {
    "ENROUTE": MessageState.ENROUTE, "DELIVRD": MessageState.DELIVERED, "EXPIRED": MessageState.EXPIRED,
    "DELETED": MessageState.DELETED, "UNDELIV": MessageState.UNDELIVERABLE, "ACCEPTD": MessageState.ACCEPTED,
    "UNKNOWN": MessageState.UNKNOWN, "REJECTD": MessageState.REJECTED,
}  # fmt: skip
"""As the text of a receipt has them (appendix B)."""


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a message that was sent."""

    id: str
    """The message centre's name for the message, as its answer to submit_sm had it."""
    state: MessageState
    code: str = ""
    """The network's error, as the receipt has it."""


def write_pdu(pdu: Pdu) -> bytes:
    """The PDU in bytes."""
    fields = (HEADER_BYTES + len(pdu.body), pdu.command, pdu.status, pdu.sequence)
    return b"".join(field.to_bytes(4) for field in fields) + pdu.body


def body_bytes(header: bytes) -> int:
    """How many bytes follow this header. Raises `SmppUnreadable` for a length that cannot be."""
    length = int.from_bytes(header[:4])
    if len(header) != HEADER_BYTES or not HEADER_BYTES <= length <= PDU_BYTES_MAX:
        raise SmppUnreadable("length")
    return length - HEADER_BYTES


def read_pdu(header: bytes, body: bytes) -> Pdu:
    """The PDU of a header and what followed it."""
    command, status, sequence = (int.from_bytes(header[at : at + 4]) for at in (4, 8, 12))
    return Pdu(command=command, status=status, sequence=sequence, body=body)


def write_bind(system_id: str, password: str) -> bytes:
    """The body of a bind_transceiver (4.1.5), for every address that the message centre gives us."""
    head = f"{system_id}\0{password}\0\0".encode("ascii", "replace")
    return head + bytes([VERSION, 0, 0, 0])


def write_submit(sender: str, to: str, coding: int, data: UserData) -> bytes:
    """The body of a submit_sm (4.4.1) that asks for a receipt of what becomes of it in the end."""
    esm_class = _WITH_HEADER if data.header else 0
    return b"".join(
        (
            b"\0",  # service_type
            _address(sender),
            _address(to),
            bytes([esm_class, 0, 0]),  # protocol_id, priority_flag
            b"\0\0",  # at once, and valid as long as the message centre keeps one
            bytes([1, 0, coding, 0, len(data.content)]),  # registered_delivery: a final receipt
            data.content,
        )
    )


def _address(number: str) -> bytes:
    """Type of number, numbering plan and digits: international, as dialled, or a name."""
    if number.startswith("+"):
        return b"\x01\x01" + number[1:].encode("ascii", "replace") + b"\0"
    kind = b"\x00\x01" if number.isdecimal() else b"\x05\x00"
    return kind + number.encode("ascii", "replace") + b"\0"


def read_message_id(body: bytes) -> str:
    """The message centre's name for the message, of a submit_sm_resp."""
    return body.partition(b"\0")[0][:64].decode("latin-1")


class _Reader:
    """Reads the fields of a body in turn. Raises `SmppUnreadable` at its end."""

    def __init__(self, body: bytes) -> None:
        self._body, self._at = body, 0

    @property
    def left(self) -> int:
        return len(self._body) - self._at

    def take(self, count: int) -> bytes:
        if count > self.left:
            raise SmppUnreadable("ends early")
        self._at += count
        return self._body[self._at - count : self._at]

    def number(self, width: int = 1) -> int:
        return int.from_bytes(self.take(width))

    def text(self) -> str:
        """Up to a null byte."""
        end = self._body.find(b"\0", self._at)
        if not 0 <= end - self._at <= ADDRESS_MAX:
            raise SmppUnreadable("a text that does not end")
        return self.take(end - self._at + 1)[:-1].decode("latin-1")


def read_delivery(body: bytes) -> DeliveredMessage:
    """A deliver_sm (4.6.1). Raises `SmppUnreadable`."""
    read = _Reader(body)
    read.text()  # service_type
    sender, recipient = _read_address(read), _read_address(read)
    esm_class = read.number()
    read.take(2)  # protocol_id, priority_flag
    read.text(), read.text()  # schedule_delivery_time, validity_period
    read.take(2)  # registered_delivery, replace_if_present_flag
    coding = read.number()
    read.take(1)  # sm_default_msg_id
    content = read.take(read.number())
    parameters = _read_parameters(read)
    return DeliveredMessage(
        sender=sender,
        recipient=recipient,
        kind=esm_class >> 2 & 0xF,
        coding=coding,
        data=UserData(
            content=content or parameters.get(_MESSAGE_PAYLOAD, b""), header=bool(esm_class & _WITH_HEADER)
        ),
        parameters=parameters,
    )


def _read_address(read: _Reader) -> str:
    kind = read.number()
    read.take(1)  # numbering plan
    number = read.text()
    return f"+{number}" if kind == 1 and number.isdecimal() and len(number) < ADDRESS_MAX else number


def _read_parameters(read: _Reader) -> dict[int, bytes]:
    found = dict[int, bytes]()
    while read.left >= 4 and len(found) < _PARAMETERS_MAX:
        tag, length = read.number(2), read.number(2)
        if length > read.left:
            break  # the mandatory fields are whole: what is cut off is left out
        found.setdefault(tag, read.take(length))
    return found


def part_of_delivery(message: DeliveredMessage) -> PartOf | None:
    """Which part of a message it is, by its header or by optional parameters (5.3.2.22 to 24).

    Of a reference that is longer than its two bytes the last two count.
    """
    found = [message.parameters.get(tag) for tag in (_REFERENCE, _TOTAL, _NUMBER)]
    given = [int.from_bytes(one[-4:]) for one in found if one is not None]
    if len(given) == len(found):
        reference, total, number = given
        return checked_part(reference & _REFERENCE_MAX, total, number)
    return part_of(message.data)


def read_receipt(message: DeliveredMessage) -> Receipt | None:
    """The receipt, by optional parameters before the text, whose form is each message centre's own; None where it is none."""
    if message.kind not in RECEIPT_KINDS:
        return None
    words = message.data.content.decode("latin-1")
    named = message.parameters.get(_RECEIPTED_MESSAGE_ID, b"").partition(b"\0")[0].decode("latin-1")
    id = named or _word(words, "id")
    try:
        state = MessageState(int.from_bytes(message.parameters[_MESSAGE_STATE][:1]))
    except (KeyError, ValueError):
        state = _STATES.get(_word(words, "stat").upper(), MessageState.UNKNOWN)
    return Receipt(id=id[:64], state=state, code=_word(words, "err")[:20]) if id else None


def _word(text: str, name: str) -> str:
    found = re.search(rf"(?:^|\s){name}:(\S+)", text[:400], re.IGNORECASE)
    return found[1] if found else ""
