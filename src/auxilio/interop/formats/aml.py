"""An AML message by whichever way it came: text of a short message, its packed data, or a form. Called by `auxilio decode`.

Source: ETSI TS 103 625; fields, units and traps are in docs/nouns/caller-data.md.
"""

import re
from collections.abc import Sequence
from enum import StrEnum

from auxilio.interop.formats.aml_form import is_form, read_form
from auxilio.interop.formats.aml_message import AmlMessage
from auxilio.interop.formats.aml_sms import find_header, read_sms, text_of
from auxilio.interop.formats.decoded import Decoded
from auxilio.interop.formats.gsm7 import readings_of_user_data

SIZE_MAX = 16 * 1024
"""A short message has 160 characters; a form with every field that is documented some 3,000."""
DATA_MAX = 280
"""Bytes of a data message: two parts of 140."""
_HEX = re.compile(rb"[0-9A-Fa-f]{2}(?:[\s:]{0,2}[0-9A-Fa-f]{2})*")


class AmlTransport(StrEnum):
    """How a message came."""

    SMS_TEXT = "sms-text"
    SMS_DATA = "sms-data"
    HTTPS_FORM = "https-form"


def aml_transport(content: bytes) -> AmlTransport | None:
    """Which transport these bytes are of; None when they are no AML that we know, or too many."""
    if len(content) > SIZE_MAX:
        return None
    if is_form(content):
        return AmlTransport.HTTPS_FORM
    if find_header(text_of(content)):
        return AmlTransport.SMS_TEXT
    return AmlTransport.SMS_DATA if _data_text(content) else None


def decode_aml(content: bytes, keys: Sequence[bytes] = ()) -> Decoded[AmlMessage]:
    """Read one message of any transport; `keys` are those that a form may be signed with.

    Never raises. No value, and the flag says why: `too_large`, `not_aml`, `unknown_version`.
    """
    if len(content) > SIZE_MAX:
        return Decoded(kind="aml", value=None, flags=("too_large",))
    if is_form(content):
        return read_form(content, keys)
    found = find_header(text_of(content)) or _data_text(content)
    if found is None:
        return Decoded(kind="aml", value=None, flags=("not_aml",))
    return read_sms(*found)


def _data_text(content: bytes) -> tuple[str, int] | None:
    """The text of a data message, as bytes or in hexadecimal, and where its header begins."""
    trimmed = content.strip()
    if _HEX.fullmatch(trimmed):
        content = bytes.fromhex(re.sub(rb"[\s:]", b"", trimmed).decode())
        if len(content) <= DATA_MAX and (found := find_header(text_of(content))):
            return found
    if len(content) > DATA_MAX:
        return None
    return next((found for text in readings_of_user_data(content) if (found := find_header(text))), None)
