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
    return _recognise(content)[0] if len(content) <= SIZE_MAX else None


def decode_aml(content: bytes, keys: Sequence[bytes] = ()) -> Decoded[AmlMessage]:
    """Read one message of any transport; `keys` are those that a form may be signed with.

    Never raises. No value, and the flag says why: `too_large`, `not_aml`, `unknown_version`, `several_messages`.
    """
    if len(content) > SIZE_MAX:
        return Decoded(kind="aml", value=None, flags=("too_large",))
    transport, text, start = _recognise(content)
    if transport is None:
        return Decoded(kind="aml", value=None, flags=("not_aml",))
    return read_form(content, keys) if transport is AmlTransport.HTTPS_FORM else read_sms(text, start)


def _recognise(content: bytes) -> tuple[AmlTransport | None, str, int]:
    """The transport, and of a short message its text and where the header in it begins."""
    if is_form(content):
        return AmlTransport.HTTPS_FORM, "", 0
    if found := find_header(text_of(content)):
        return AmlTransport.SMS_TEXT, *found
    if found := _data_text(content):
        return AmlTransport.SMS_DATA, *found
    return None, "", 0


def _data_text(content: bytes) -> tuple[str, int] | None:
    """The text of a data message, as bytes or in hexadecimal, and where its header begins."""
    trimmed = content.strip()
    if _HEX.fullmatch(trimmed):
        content = bytes.fromhex(re.sub(rb"[\s:]", b"", trimmed).decode())
        if len(content) <= DATA_MAX and (found := find_header(text_of(content))):
            return found
    if len(content) > DATA_MAX:
        return None
    best: tuple[str, int] | None = None
    for text in readings_of_user_data(content):
        found = find_header(text)
        if found and (best is None or found[1] < best[1]):
            best = found
        if best and best[1] == 0:
            break
    return best
