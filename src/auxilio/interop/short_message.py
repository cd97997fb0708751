"""One short message as an SMS gateway hands it over, and how its content is read. Pure; used by `sms_receiver`."""

import binascii
from base64 import b64decode
from enum import StrEnum
from typing import Annotated

import msgspec

from auxilio.interop.formats.aml import AmlTransport, aml_transport, decode_aml
from auxilio.interop.formats.aml_message import AmlMessage
from auxilio.interop.formats.decoded import Decoded
from auxilio.kernel.instant import Instant
from auxilio.kernel.refusal import Refused

TEXT_MAX = 1_600
"""Characters: ten parts of a concatenated message."""
DATA_MAX = 1_120
"""Characters of a data message: four parts of 140 bytes in hexadecimal, as UCS-2 needs for the text of one in GSM 7 bit."""
SmsNumber = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
SmsData = Annotated[str, msgspec.Meta(min_length=1, max_length=DATA_MAX)]


class ShortMessage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One message, with its content in exactly one of `text`, `hex` and `base64`. All of it is kept with a fix."""

    id: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    """The gateway's own name for the message; it comes back in the answer."""
    sender: SmsNumber
    """The number of the telephone, as its network asserts it: E.164, also without `+`, or as it is dialled in the centre's country."""
    recipient: SmsNumber
    """The number that the message was sent to."""
    received_at: Instant | None = None
    """When the gateway received it: says whether it was late, and never which call it belongs to."""
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=TEXT_MAX)] | None = None
    hex: SmsData | None = None
    """The bytes of a data message, with or without its user data header, packed in GSM 7 bit or one a character."""
    base64: SmsData | None = None


class SmsOutcome(StrEnum):
    """What became of a short message. The code is public: it does not change."""

    AML_TAKEN = "aml_taken"
    AML_UNREADABLE = "aml_unreadable"
    """AML of an unknown version, or several messages in one."""
    AML_WITHOUT_TELEPHONE = "aml_without_telephone"
    """Neither the sender's number nor an IMEI can be read."""
    TEXT_TAKEN = "text_taken"
    """No AML: it began a call, or stands in the one that its number has."""
    REPLY_TAKEN = "reply_taken"
    """Of somebody on call, with the code of a notification."""
    TOO_MANY_TEXTS = "too_many_texts"
    """Its number has sent so many that no more are taken for some minutes."""
    TEXTS_NOT_TAKEN = "texts_not_taken"
    """No AML, and data, or of a sender without a number: nobody could read it, or answer."""


class SmsReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a gateway: the message `id` was read, and `code` says what became of it."""

    id: str
    code: SmsOutcome


def content_of(message: ShortMessage) -> bytes:
    """The bytes of the message; of a text in UTF-8.

    Raises `Refused("malformed")` where it has none or several contents, or one that is not in its encoding.
    """
    given = [name for name in ("text", "hex", "base64") if getattr(message, name) is not None]
    if len(given) != 1:
        raise Refused("malformed", field="$", reason="one_of_text_hex_base64")
    try:
        if message.hex is not None:
            return bytes.fromhex(message.hex)
        if message.base64 is not None:
            return b64decode(message.base64, validate=True)
    except (ValueError, binascii.Error):
        raise Refused("malformed", field=f"$.{given[0]}", reason="not_in_its_encoding") from None
    return (message.text or "").encode("utf-8", "surrogatepass")


def text_in(data: bytes) -> str | None:
    """The words of data that a centre did not declare as text, as UTF-8 or Windows-1252; None where they are none. Message centres
    pass on Latin-1 as their own alphabet (SMPP 3.4, 5.2.19, data coding 0)."""
    for encoding in ("utf-8", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text and all(character.isprintable() or character in "\r\n\t" for character in text):
            return text
    return None


def without_null(message: ShortMessage) -> ShortMessage:
    """The same with U+FFFD, as a person sees it, for each U+0000: no database keeps that one, and who sent it needs help."""
    given = {
        name: value.replace("\0", "\ufffd")
        for name in message.__struct_fields__
        if isinstance(value := getattr(message, name), str) and "\0" in value
    }
    return msgspec.structs.replace(message, **given)


def read_aml(content: bytes) -> Decoded[AmlMessage] | None:
    """The AML in it, with no value where it cannot be read; None where it is none. A form is none: no key signed it here."""
    transport = aml_transport(content)
    if transport is None or transport is AmlTransport.HTTPS_FORM:
        return None
    return decode_aml(content)
