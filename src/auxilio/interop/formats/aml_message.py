"""An AML message as it was read, by whichever way it came, and the careful reading of its fields.

Source: ETSI TS 103 625 (Advanced Mobile Location), before it TR 103 393; the specifications of Android's Emergency Location
Service for SMS and HTTPS, which write the same fields. Used by `aml_sms` and `aml_form`.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from auxilio.interop.formats.scalars import LANGUAGE_TAG_PATTERN, read_number

KEYS_MAX = 128
"""Fields of one message; the longest that is documented has some sixty."""
KEY_MAX, VALUE_MAX = 64, 1000
"""Characters of one key and of one value that are looked at."""
LANGUAGES_MAX = 16
_WHOLE = re.compile(r"[-+]?[0-9]{1,15}")
_DECIMAL_COMMA = re.compile(r"[-+]?[0-9]{1,3},[0-9]{1,24}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TIME_END_MS = 253_402_300_800_000
"""The year 10000."""
_SECONDS_END = 100_000_000_000
"""A moment since 1970 that is larger is one in milliseconds (in seconds it were after the year 5100)."""
NULL_ISLAND_DEG = 1e-6
"""A tenth of a metre around 0° 0°, which telephones send that do not know where they are."""
NO_METHOD = frozenset({"N", "NONE", "NULL"})
"""How a message says that nothing was computed; also in place of a radius."""


class AmlMessage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One message. A field that is None was not sent, or not in a form that can be read (a flag says so).

    Positions are WGS84 degrees, both or none; moments are ISO 8601 in UTC, with milliseconds where there are any.
    Identities are text: their leading zeros count.
    """

    version: int | str | None = None
    """A number in a short message; in a form its text."""
    emergency_number: str | None = None
    """The number that was dialled."""
    call_start: str | None = None
    activation: str | None = None
    """What the telephone sent for: a call, a text."""
    msisdn: str | None = None
    """The telephone's number as it believes it to be: E.164 where it begins with `+`."""
    lat: float | None = None
    lon: float | None = None
    radius_m: float | None = None
    """None where it is unknown, which is sent as 0 too."""
    time: str | None = None
    """When the position was computed."""
    confidence: float | None = None
    """Per cent that the telephone is within the radius."""
    method: str | None = None
    """As it was sent: `G`, `W`, `C`, `F`, `U`, `N` in a short message; in a form `GPS`, `wifi`, `cell`, …"""
    altitude_m: float | None = None
    altitude_msl_m: float | None = None
    """Above mean sea level; `altitude_m` is above the ellipsoid."""
    vertical_accuracy_m: float | None = None
    vertical_accuracy_msl_m: float | None = None
    floor: str | None = None
    """The label of the lift's button."""
    bearing_deg: float | None = None
    speed_m_s: float | None = None
    imsi: str | None = None
    imei: str | None = None
    iccid: str | None = None
    model: str | None = None
    os: str | None = None
    mcc: str | None = None
    mnc: str | None = None
    """Version 1: of the network that the telephone is in."""
    home_mcc: str | None = None
    home_mnc: str | None = None
    network_mcc: str | None = None
    network_mnc: str | None = None
    carrier: str | None = None
    cell_id: str | None = None
    languages: tuple[str, ...] = ()
    """BCP 47, the preferred one first."""
    ml: int | None = None
    """Length of the whole message as it says itself."""
    length_ok: bool | None = None
    """Whether `ml` is true; None where it was not sent."""
    hmac_ok: bool | None = None
    """Whether a key of ours signed the form; None where no key was given. Attach nothing when it is False."""
    other: dict[str, str] = {}
    """Fields that we do not know, and those that could not be read, as they were sent."""


class FieldReader:
    """Takes the fields of one message one by one; what was not taken is in the message's `other`.

    `flags` are codes of what was odd, each once, in order. Of a key that is repeated the first value counts.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self.flags: dict[str, None] = {}
        self.values: dict[str, Any] = {}
        self._sent: dict[str, str] = {}
        self._taken: dict[str, tuple[str, str]] = {}
        self._unread: dict[str, str] = {}
        for nth, (key, value) in enumerate(pairs):
            if nth == KEYS_MAX:
                self.flag("too_many_keys")
                break
            self._add(key.strip().casefold(), value.strip())

    def _add(self, key: str, value: str) -> None:
        if not key:
            if value:
                self.flag("value_without_key")
            return
        if len(key) > KEY_MAX or len(value) > VALUE_MAX:
            self.flag("too_long")
            key, value = key[:KEY_MAX], value[:VALUE_MAX]
        if key in self._sent:
            self.flag("repeated_key")
        elif value:
            self._sent[key] = value

    def flag(self, code: str) -> None:
        """Say that something was odd."""
        self.flags[code] = None

    def take(self, key: str) -> str:
        """The text under a key; empty when it was not sent."""
        return self._sent.pop(key, "")

    def unreadable(self, field: str, key: str, text: str) -> None:
        """Keep a text that `field` cannot be read from."""
        self.flag(f"unreadable_{field}")
        self._unread[key] = text

    def text(self, field: str, key: str) -> None:
        """A field that is any text."""
        if text := self.take(key):
            self.values[field] = text

    def number(self, field: str, key: str, low: float, high: float) -> None:
        """A field that is a number from `low` to `high`."""
        if text := self.take(key):
            self.number_of(field, key, text, low, high)

    def number_of(
        self, field: str, key: str, text: str, low: float, high: float, whole: str | None = None
    ) -> None:
        """The same of a text that was taken, or is a part of the `whole` that was."""
        value = self._number(text)
        sent = text if whole is None else whole
        if value is None or not low <= value <= high:
            self.unreadable(field, key, sent)
            return
        self.values[field] = value
        self._taken[field] = (key, sent)

    def _number(self, text: str) -> float | None:
        text = text.strip().replace("\N{MINUS SIGN}", "-").replace("%2B", "+").replace("%2b", "+")
        if _DECIMAL_COMMA.fullmatch(text):
            self.flag("decimal_comma")
            text = text.replace(",", ".")
        if _WHOLE.fullmatch(text):
            return int(text)
        return read_number(text)

    def confidence(self, key: str) -> None:
        """Per cent; a fraction below 1 is one of a hundred, and flagged: a telephone is hardly 0.68 % sure."""
        self.number("confidence", key, 0, 100)
        if 0 < self.values.get("confidence", 0) < 1:
            self.flag("confidence_odd")
            self.values["confidence"] = round(self.values["confidence"] * 100, 6)

    def digits(self, field: str, key: str, low: int, high: int) -> None:
        """An identity of `low` to `high` digits: kept as text also where it is odd; zeros alone are none."""
        text = self.take(key)
        if not text.strip("0"):
            return
        if not (low <= len(text) <= high and text.isascii() and text.isdigit()):
            self.flag(f"odd_{field}")
        self.values[field] = text

    def languages(self, key: str) -> None:
        """A list of language tags with commas between them."""
        if not (text := self.take(key)):
            return
        tags = [tag.strip().replace("_", "-") for tag in text.split(",")]
        good = [tag for tag in tags if LANGUAGE_TAG_PATTERN.fullmatch(tag)]
        if good != tags or len(good) > LANGUAGES_MAX:
            self.unreadable("languages", key, text)
        self.values["languages"] = tuple(dict.fromkeys(good[:LANGUAGES_MAX]))

    def moment(self, field: str, key: str, *, in_ms: bool) -> int | None:
        """A moment since 1970 in seconds or milliseconds; in milliseconds. The other unit is recognised by its size."""
        if not (text := self.take(key)):
            return None
        value = self._number(text)
        if value is None or not 0 < value < _TIME_END_MS:
            self.unreadable(field, key, text)
            return None
        if (value >= _SECONDS_END) is not in_ms:
            self.flag("time_unit")
            in_ms = not in_ms
        moment_ms = int(value if in_ms else value * 1000)
        self.values[field] = utc_text(moment_ms)
        return moment_ms

    def settle_fix(self, *, null: bool) -> None:
        """Leave a position only where there is one. `null`: the message says itself that nothing was computed."""
        lat, lon, radius_m = (self.values.get(name) for name in ("lat", "lon", "radius_m"))
        if radius_m == 0:
            del self.values["radius_m"]
            self.flag("radius_unknown")
        zero = lat is not None and lon is not None and max(abs(lat), abs(lon)) < NULL_ISLAND_DEG
        if lat is not None and lon is not None and not zero and not null:
            return
        self.flag("no_fix")
        if null and lat and lon:
            self.flag("fix_contradicted")  # a person may want to look at it
        for name in ("lat", "lon", "radius_m"):
            if self.values.pop(name, 0):
                key, text = self._taken[name]
                self._unread[key] = text

    def message(self) -> AmlMessage:
        """What was read."""
        return AmlMessage(**self.values, other=self._sent | self._unread)


def utc_text(moment_ms: int) -> str:
    """A moment in milliseconds since 1970 as text, `2016-10-11T12:37:24.435Z`; before the year 10000."""
    moment = _EPOCH + timedelta(milliseconds=moment_ms)
    said = moment.isoformat(timespec="milliseconds" if moment_ms % 1000 else "seconds")
    return said.removesuffix("+00:00") + "Z"


def milliseconds_of(text: str) -> int:
    """The milliseconds since 1970 of a moment as `utc_text` writes it. Raises ValueError when it is none."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("a moment without a zone")
    return (at - _EPOCH) // timedelta(milliseconds=1)
