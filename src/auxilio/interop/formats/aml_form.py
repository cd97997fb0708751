"""AML by HTTPS: an URL-encoded form, versions 1 to 3, and the HMAC that its sender signed it with.

Source: ETSI TS 103 625 (HTTPS), Android's Emergency Location Service, HTTPS specification. The HMAC is HMAC-SHA1 (RFC 2104) in
hexadecimal over the bytes before `&hmac=`, which is the last field.
"""

import hmac
import re
from collections.abc import Sequence
from urllib.parse import unquote_to_bytes

from auxilio.interop.formats.aml_message import KEYS_MAX, NO_METHOD, AmlMessage, FieldReader
from auxilio.interop.formats.decoded import Decoded

TEXTS = {
    "emergency_number": "emergency_number",
    "activation": "source",
    "floor": "location_floor",
    "method": "location_source",
    "model": "device_model",
    "os": "device_os",
    "carrier": "cell_carrier",
    "home_mcc": "cell_home_mcc",
    "home_mnc": "cell_home_mnc",
    "network_mcc": "cell_network_mcc",
    "network_mnc": "cell_network_mnc",
    "cell_id": "cell_id",
}
NUMBERS = {
    "lat": ("location_latitude", -90, 90),
    "lon": ("location_longitude", -180, 180),
    "radius_m": ("location_accuracy", 0, 40_000_000),
    "altitude_m": ("location_altitude", -12_000, 100_000),
    "altitude_msl_m": ("location_altitude_msl", -12_000, 100_000),
    "vertical_accuracy_m": ("location_vertical_accuracy", 0, 100_000),
    "vertical_accuracy_msl_m": ("location_vertical_accuracy_msl", 0, 100_000),
    "bearing_deg": ("location_bearing", 0, 360),
    "speed_m_s": ("location_speed", 0, 12_000),
}
"""Key, and the least and the largest value that is one."""
IDENTITIES = {
    "imei": ("device_imei", 14, 16),
    "imsi": ("device_imsi", 14, 15),
    "iccid": ("device_iccid", 18, 22),
}
MOMENTS = {"call_start": "time", "time": "location_time"}
CONFIDENCE_KEY, LANGUAGES_KEY = "location_certainty", "device_languages"
NUMBER_KEY, VERSION_KEY = "device_number", "v"
HMAC_MARK = b"&hmac="
_TELLING = frozenset(
    {*(key for key, _, _ in NUMBERS.values()), CONFIDENCE_KEY, "location_time", NUMBER_KEY, "device_imei"}
)
"""One of these keys makes a form one of AML."""
_FIRST_KEY = re.compile(rb"[\s&]{0,16}[A-Za-z0-9_.%+-]{1,64}\s{0,4}=")
"""Else a file that quotes a form, such as one in JSON, would be one."""
_VERSIONS = frozenset({"1", "2", "3"})
_SIGNED = re.compile(rb"\+[0-9.]+")


def is_form(content: bytes) -> bool:
    """Whether these bytes begin as a form does, and have a field of AML."""
    if not _FIRST_KEY.match(content):
        return False
    keys = (pair.partition(b"=")[0].strip() for pair in content.split(b"&", KEYS_MAX))
    return any(key.decode("latin-1").casefold() in _TELLING for key in keys)


def read_form(content: bytes, keys: Sequence[bytes] = ()) -> Decoded[AmlMessage]:
    """The message of a form. With `keys` (the present one, and one before it) its HMAC is checked."""
    reader = FieldReader(_pairs(content))
    version = reader.take(VERSION_KEY)
    if version:
        reader.values["version"] = version
    if version not in _VERSIONS:
        reader.flag("unknown_version")
    for field, key in TEXTS.items():
        reader.text(field, key)
    for field, (key, low, high) in NUMBERS.items():
        reader.number(field, key, low, high)
    _read_confidence(reader)
    for field, (key, least, most) in IDENTITIES.items():
        reader.digits(field, key, least, most)
    for field, key in MOMENTS.items():
        reader.moment(field, key, in_ms=True)
    reader.languages(LANGUAGES_KEY)
    _read_number(reader)
    for field in ("vertical_accuracy_m", "vertical_accuracy_msl_m"):
        if reader.values.get(field) == 0:
            del reader.values[field]  # 0 is unknown
    reader.settle_fix(null=reader.values.get("method", "").upper() in NO_METHOD)
    _read_hmac(reader, content, keys)
    return Decoded(kind="aml", value=reader.message(), flags=tuple(reader.flags))


def form_hmac(signed: bytes, key: bytes) -> str:
    """The HMAC of the bytes before `&hmac=`, in lower-case hexadecimal."""
    return hmac.digest(key, signed, "sha1").hex()


def _pairs(content: bytes) -> list[tuple[str, str]]:
    pairs = (field.partition(b"=") for field in content.strip(b"\r\n").split(b"&", KEYS_MAX + 1))
    return [(_plain(key), _plain(value)) for key, _, value in pairs]


def _plain(text: bytes) -> str:
    """Decoded. A `+` before a number was sent as itself by mistake: as a blank it would mean nothing."""
    if _SIGNED.fullmatch(text):
        return text.decode()
    return unquote_to_bytes(text.replace(b"+", b" ")).decode("utf-8", "replace")


def _read_confidence(reader: FieldReader) -> None:
    """Android says `location_confidence`, from 0 to 1, where older senders say `location_certainty` in per cent."""
    reader.confidence(CONFIDENCE_KEY)
    text = reader.take("location_confidence")
    if not text or "confidence" in reader.values:
        return
    reader.number_of("confidence", "location_confidence", text, 0, 100)
    value = reader.values.get("confidence", 100)
    if value <= 1:
        reader.values["confidence"] = round(value * 100, 6)


def _read_number(reader: FieldReader) -> None:
    """A `+` that was encoded twice is `%2B`. A number without any is flagged, not completed."""
    text = reader.take(NUMBER_KEY).replace("%2B", "+").replace("%2b", "+")
    if not text:
        return
    reader.values["msisdn"] = text
    if not (text.startswith("+") and text[1:].isascii() and text[1:].isdigit() and 5 <= len(text) <= 16):
        reader.flag("odd_msisdn")


def _read_hmac(reader: FieldReader, content: bytes, keys: Sequence[bytes]) -> None:
    sent = reader.take("hmac")
    if not keys:
        if sent:
            reader.flag("hmac_unchecked")
        return
    signed, mark, given = content.partition(HMAC_MARK)
    digest = given.strip(b"\r\n").lower()
    # All keys are compared, so that the time tells nothing.
    matches = [hmac.compare_digest(form_hmac(signed, key).encode(), digest) for key in keys]
    reader.values["hmac_ok"] = any(matches) and bool(mark)
    if not sent:
        reader.flag("hmac_missing")
    elif not reader.values["hmac_ok"]:
        reader.flag("hmac_false")
