"""AML in a short message, versions 1 and 2: `A"ML=1;lt=+54.76397;lg=-0.18305;…`.

Source: ETSI TS 103 625 and TR 103 393 (version 1), Android's Emergency Location Service, SMS specification (both, «ELS Beta» being
version 2). In version 2 `lt` is a time and `lg` are languages: a message is read by its version, never by its keys alone.
"""

import re
from datetime import UTC, datetime
from urllib.parse import unquote_plus

from auxilio.interop.formats.aml_message import NO_METHOD, AmlMessage, FieldReader, utc_text
from auxilio.interop.formats.decoded import Decoded

HEADER = 'A"ML='
_HEADER = re.compile(r"A\"ML\s{0,4}=|(?<!\w)A\W{0,8}?ML\s{0,4}=", re.IGNORECASE)
"""Also with another quotation mark, or none, because gateways change it; then not within a word, as in `https://xaml=1`."""
_UNCHANGED_HEADER = re.compile(r"A\\?\"ML\s{0,4}=", re.IGNORECASE)
_HEADER_MAX = 16
BEFORE_MAX = 320
"""Characters before a header: what a gateway wraps a short message in. A header further on is one that a text quotes."""
_VERSION = re.compile(r"\s*0{0,8}([0-9]{1,3})\s*")
_TOP = re.compile("([0-9]{4})" + "([0-9]{2})" * 5)
_METHODS = frozenset("GWCFUN")
_RELATIVE_MAX_S = 315_360_000
"""Ten years between a position and its call: more is no time."""
_ALTITUDE_MIN_M, _ALTITUDE_MAX_M, _RADIUS_MAX_M = -12_000, 100_000, 40_000_000


def text_of(content: bytes) -> str:
    """A short message's bytes as text: UTF-8, UTF-16 (UCS-2) with or without its mark, else Latin-1."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    if b"\0" in content[:2]:
        return content.decode("utf-16-be" if content[:1] == b"\0" else "utf-16-le", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def find_header(text: str) -> tuple[str, int] | None:
    """The text, and where its header begins; None when it has none near its beginning. A percent-encoded one is decoded."""
    if found := _HEADER.search(text, 0, BEFORE_MAX + _HEADER_MAX):
        return text, found.start()
    decoded = unquote_plus(text) if "%" in text else text.replace("&quot;", '"')
    found = _HEADER.search(decoded, 0, BEFORE_MAX + _HEADER_MAX)
    return (decoded, found.start()) if found else None


def read_sms(text: str, start: int) -> Decoded[AmlMessage]:
    """The message whose header is at `start`.

    No value when its version is neither 1 nor 2, or when a second header follows: whose place it is, is then not known.
    """
    if len(_UNCHANGED_HEADER.findall(text)) > 1:
        return Decoded(kind="aml", value=None, flags=("several_messages",))
    body = text[start:].rstrip("\r\n")
    header, _, rest = body.partition("=")
    first, _, fields = rest.partition(";")
    reader = FieldReader(_pairs(fields))
    if header != HEADER[:-1]:
        reader.flag("odd_header")
    if any(letter.isprintable() and letter != " " for letter in text[:start]):
        reader.flag("text_before")
    found = _VERSION.fullmatch(first)
    version = int(found[1]) if found else 0
    if version not in (1, 2):
        return Decoded(kind="aml", value=None, flags=("unknown_version",))
    reader.values["version"] = version
    (_read_v1 if version == 1 else _read_v2)(reader)
    _read_length(reader, body)
    message = reader.message()
    return Decoded(kind="aml", value=message, flags=tuple(reader.flags))


def _pairs(fields: str) -> list[tuple[str, str]]:
    folded = fields.replace("\r", "").replace("\n", "")
    return [(key, value) for key, _, value in (field.partition("=") for field in folded.split(";"))]


def _read_v1(reader: FieldReader) -> None:
    reader.number("lat", "lt", -90, 90)
    reader.number("lon", "lg", -180, 180)
    radius = reader.take("rd")
    null = radius.upper() in NO_METHOD
    if radius and not null:
        reader.number_of("radius_m", "rd", radius, 0, _RADIUS_MAX_M)
    if top := reader.take("top"):
        _read_top(reader, top)
    reader.confidence("lc")
    null = _read_method(reader, "pm") or null
    reader.digits("imsi", "si", 14, 15)
    reader.digits("imei", "ei", 14, 16)
    reader.digits("mcc", "mcc", 3, 3)
    _read_mnc(reader)
    reader.settle_fix(null=null)


def _read_mnc(reader: FieldReader) -> None:
    """Zeros alone are a network too."""
    if text := reader.take("mnc"):
        reader.values["mnc"] = text
        if not re.fullmatch("[0-9]{2,3}", text):
            reader.flag("odd_mnc")


def _read_top(reader: FieldReader, text: str) -> None:
    """Year to second in 14 digits, UTC."""
    found = _TOP.fullmatch(text)
    try:
        year, month, day, hour, minute, second = map(int, found.groups() if found else ())
        at = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        at = None  # another form, or no such day
    if at is None or at.year < 1970:
        reader.unreadable("time", "top", text)
    else:
        reader.values["time"] = f"{at:%Y-%m-%dT%H:%M:%S}Z"


def _read_method(reader: FieldReader, key: str) -> bool:
    """Whether it says that nothing was computed."""
    method = reader.take(key).upper()
    if method:
        reader.values["method"] = method
        if method not in _METHODS:
            reader.flag("unknown_method")
    return method in NO_METHOD


def _read_v2(reader: FieldReader) -> None:
    reader.text("emergency_number", "en")
    called_ms = reader.moment("call_start", "et", in_ms=False)
    place = reader.take("lo")
    parts = place.split(",")
    if len(parts) > 3:
        reader.flag("odd_position")
    radius = parts[2].strip() if len(parts) > 2 else ""
    null = radius.upper() in NO_METHOD
    if len(parts) >= 2:
        reader.number_of("lat", "lo", parts[0], -90, 90, place)
        reader.number_of("lon", "lo", parts[1], -180, 180, place)
    if radius and not null:
        reader.number_of("radius_m", "lo", radius, 0, _RADIUS_MAX_M, place)
    _read_relative_time(reader, called_ms)
    reader.confidence("lc")
    _read_altitude(reader)
    null = _read_method(reader, "ls") or null
    reader.digits("imsi", "si", 14, 15)
    reader.digits("imei", "ei", 14, 16)
    _read_network(reader, "nc", "network")
    _read_network(reader, "hc", "home")
    reader.languages("lg")
    reader.settle_fix(null=null)


def _read_relative_time(reader: FieldReader, called_ms: int | None) -> None:
    if not (text := reader.take("lt")):
        return
    reader.number_of("time", "lt", text, -_RELATIVE_MAX_S, _RELATIVE_MAX_S)
    relative_s = reader.values.pop("time", None)
    if relative_s is None:
        return
    at_ms = (called_ms or 0) + round(relative_s * 1000)
    if called_ms is None or at_ms < 0:
        reader.unreadable("time", "lt", text)  # relative to nothing
        return
    reader.values["time"] = utc_text(at_ms)


def _read_altitude(reader: FieldReader) -> None:
    if not (text := reader.take("lz")):
        return
    altitude, _, accuracy = text.partition(",")
    reader.number_of("altitude_m", "lz", altitude, _ALTITUDE_MIN_M, _ALTITUDE_MAX_M, text)
    if accuracy:
        reader.number_of("vertical_accuracy_m", "lz", accuracy, 0, _ALTITUDE_MAX_M, text)
    if reader.values.get("vertical_accuracy_m") == 0:
        del reader.values["vertical_accuracy_m"]  # 0 is unknown


def _read_network(reader: FieldReader, key: str, whose: str) -> None:
    if not (text := reader.take(key)):
        return
    if not re.fullmatch("[0-9]{5,6}", text):
        reader.unreadable(whose, key, text)
        return
    reader.values[f"{whose}_mcc"], reader.values[f"{whose}_mnc"] = text[:3], text[3:]


def _read_length(reader: FieldReader, body: str) -> None:
    """`ml` is the length of everything, itself included; line ends that a gateway put in between do not count."""
    if not (text := reader.take("ml")):
        return
    reader.number_of("ml", "ml", text, 0, 100_000)
    said = reader.values.get("ml")
    if not isinstance(said, int):
        reader.values.pop("ml", None)
        return
    reader.values["length_ok"] = said in (len(body), len(body.replace("\r", "").replace("\n", "")))
    if not reader.values["length_ok"]:
        reader.flag("length_mismatch")
