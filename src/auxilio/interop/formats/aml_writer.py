"""Write AML strictly, as a telephone does: for tests, simulated telephones and proofs of the readers.

Source: as in `aml_sms` and `aml_form`. What is written is read back as the same value without a flag, else it is refused.
"""

from collections.abc import Iterator
from urllib.parse import urlencode

from msgspec.structs import replace

from auxilio.interop.formats.aml_form import (
    CONFIDENCE_KEY,
    IDENTITIES,
    LANGUAGES_KEY,
    MOMENTS,
    NUMBER_KEY,
    NUMBERS,
    TEXTS,
    VERSION_KEY,
    form_hmac,
    read_form,
)
from auxilio.interop.formats.aml_message import AmlMessage, milliseconds_of
from auxilio.interop.formats.aml_sms import HEADER, read_sms
from auxilio.interop.formats.decoded import Decoded
from auxilio.interop.formats.gsm7 import TEXT_MAX
from auxilio.interop.formats.not_writable import NotWritable

_NULL_FIX = "lt=+00.00000;lg=+000.00000;rd=N"


def write_sms(message: AmlMessage) -> str:
    """The text of a short message of version 1 or 2; `gsm7.pack_septets` makes a data message of it.

    `ml` and `length_ok` are worked out. A message without position is written as one without a fix. Raises `NotWritable` when a
    field has no place in its version, has more digits than the format (five decimals of a degree), or when the text is
    longer than a short message.
    """
    fields = _v1_fields(message) if message.version == 1 else _v2_fields(message)
    text = f"{HEADER}{message.version};{';'.join(fields)}"
    if message.version == 1:
        text += f";ml={_length_with_itself(len(text) + len(';ml='))}"
        message = replace(message, ml=len(text), length_ok=True)
    if len(text) > TEXT_MAX:
        raise NotWritable(f"{len(text)} characters are more than one short message has")
    _compare(message, read_sms(text, 0))
    return text


def write_form(message: AmlMessage, key: bytes | None = None) -> bytes:
    """The body of a form, signed with `key` where there is one.

    Raises `NotWritable` when a field has no place in a form or is out of its range.
    """
    body = urlencode(list(_form_fields(message))).encode()
    if key is not None:
        body += f"&hmac={form_hmac(body, key)}".encode()
        message = replace(message, hmac_ok=True)
    _compare(message, read_form(body, [key] if key is not None else []))
    return body


def _compare(message: AmlMessage, read: Decoded[AmlMessage]) -> None:
    odd = [flag for flag in read.flags if flag not in ("no_fix", "radius_unknown")]
    if read.value != message or odd:
        raise NotWritable(f"not written as AML: {', '.join(odd) or 'a field has no place in this version'}")


def _v1_fields(message: AmlMessage) -> Iterator[str]:
    if message.lat is None or message.lon is None:
        yield _NULL_FIX
    else:
        yield f"lt={message.lat:+.5f};lg={message.lon:+.5f}"
        if message.radius_m is not None:
            yield f"rd={message.radius_m}"
    if message.time is not None:
        yield f"top={''.join(letter for letter in message.time if letter.isdigit())}"
    yield from _named(message, {"confidence": "lc", "method": "pm", "imsi": "si", "imei": "ei"})
    yield from _named(message, {"mcc": "mcc", "mnc": "mnc"})


def _v2_fields(message: AmlMessage) -> Iterator[str]:
    yield from _named(message, {"emergency_number": "en"})
    called_ms = None if message.call_start is None else _milliseconds(message.call_start)
    if called_ms is not None:
        yield f"et={called_ms // 1000}"
    if message.lat is not None and message.lon is not None:
        yield f"lo={message.lat:.5f},{message.lon:.5f},{message.radius_m or 0}"
    if message.time is not None:
        yield f"lt={(_milliseconds(message.time) - (called_ms or 0)) // 1000}"
    yield from _named(message, {"confidence": "lc"})
    if message.altitude_m is not None:
        yield f"lz={message.altitude_m},{message.vertical_accuracy_m or 0}"
    yield from _named(message, {"method": "ls", "imsi": "si", "imei": "ei"})
    if message.network_mcc is not None:
        yield f"nc={message.network_mcc}{message.network_mnc or ''}"
    if message.home_mcc is not None:
        yield f"hc={message.home_mcc}{message.home_mnc or ''}"
    if message.languages:
        yield f"lg={','.join(message.languages)}"


def _milliseconds(moment: str) -> int:
    try:
        return milliseconds_of(moment)
    except ValueError as wrong:
        raise NotWritable(str(wrong)) from wrong


def _named(message: AmlMessage, keys: dict[str, str]) -> Iterator[str]:
    for field, key in keys.items():
        if (value := getattr(message, field)) is not None:
            yield f"{key}={value}"


def _length_with_itself(length: int) -> int:
    """The length of a text of `length` and its own digits."""
    return next(total for total in range(length, length + 8) if total == length + len(str(total)))


def _form_fields(message: AmlMessage) -> Iterator[tuple[str, object]]:
    keys = {"version": VERSION_KEY, "msisdn": NUMBER_KEY, "confidence": CONFIDENCE_KEY, **TEXTS}
    keys |= {field: key for field, (key, _, _) in (NUMBERS | IDENTITIES).items()}
    for field, key in keys.items():
        if (value := getattr(message, field)) is not None:
            yield key, value
    for field, key in MOMENTS.items():
        if (at := getattr(message, field)) is not None:
            yield key, _milliseconds(at)
    if message.languages:
        yield LANGUAGES_KEY, ",".join(message.languages)
