"""The minimum set of data (MSD) that a vehicle sends in an eCall: versions 1 to 3, read by our own bit reader.

Source: EN 15722:2020 (version 3), EN 15722:2015 (version 2), EN 15722:2011 (version 1, withdrawn); fields and traps are in
docs/nouns/caller-data.md. Called by `auxilio decode` and by the ways in of eCall. Reading is tolerant; `msd_writer` is strict.
"""

import re
from base64 import b64decode
from datetime import UTC, datetime

import msgspec

from auxilio.interop.formats.decoded import Decoded
from auxilio.interop.formats.msd_bits import BitReader, BitsEnded, read_relative_oid

SIZE_MAX = 1024
"""Bytes that are looked at; the standard has 140, and modems fill up to that."""
STANDARD_MAX = 140
VERSIONS = (1, 2, 3)
VIN_ALPHABET = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ"
"""In the order of its encoding; no I, O and Q (ISO 3779)."""
PROPULSIONS = (
    "gasolineTankPresent", "dieselTankPresent", "compressedNaturalGas", "liquidPropaneGas",
    "electricEnergyStorage", "hydrogenStorage", "otherStorage",
)  # fmt: skip
"""Version 1 has no `otherStorage`."""
_CLASSES = (
    "passengerVehicleClassM1", "busesAndCoachesClassM2", "busesAndCoachesClassM3", "lightCommercialVehiclesClassN1",
    "heavyDutyVehiclesClassN2", "heavyDutyVehiclesClassN3", "motorcyclesClassL1e", "motorcyclesClassL2e",
    "motorcyclesClassL3e", "motorcyclesClassL4e", "motorcyclesClassL5e", "motorcyclesClassL6e", "motorcyclesClassL7e",
)  # fmt: skip
_CATEGORIES = (
    "passengerVehicleCategoryM1", "busesAndCoachesCategoryM2", "busesAndCoachesCategoryM3", "lightCommercialVehiclesN1",
    "heavyDutyVehiclesCategoryN2", "heavyDutyVehiclesCategoryN3", "motorcyclesCategoryL1e", "motorcyclesCategoryL2e",
    "motorcyclesCategoryL3e", "motorcyclesCategoryL4e", "motorcyclesCategoryL5e", "motorcyclesCategoryL6e",
    "motorcyclesCategoryL7e", "trailersCategoryO", "agriVehiclesCategoryR", "agriVehiclesCategoryS",
    "agriVehiclesCategoryT", "offRoadVehiclesCategoryG", "specialPurposeMotorCaravanCategorySA",
    "specialPurposeArmouredVehicleCategorySB", "specialPurposeAmbulanceCategorySC", "specialPurposeHearseCategorySD",
    "otherVehicleCategory",
)  # fmt: skip
VEHICLE_TYPES = {1: _CLASSES, 2: _CLASSES, 3: _CATEGORIES}
VEHICLE_TYPE_BITS = {1: 4, 2: 4, 3: 5}
PROPULSION_COUNT = {1: 6, 2: 7, 3: 7}
MAS_PER_DEG = 3_600_000
"""Milliarcseconds."""
DELTA_MAS = 100
LATITUDE_MAX_MAS, LONGITUDE_MAX_MAS = 90 * MAS_PER_DEG, 180 * MAS_PER_DEG
POSITION_OFFSET = 1 << 31
POSITION_UNKNOWN = POSITION_OFFSET - 1
DELTA_OFFSET = 512
DIRECTION_STEP_DEG = 2
UNKNOWN = 255
"""Of direction and occupants."""
_HEX = re.compile(rb"(?:(?:0[xX])?[0-9A-Fa-f]{2}[\s:,-]{0,4})+")
_BASE64 = re.compile(rb"[A-Za-z0-9+/\s]+={0,2}")

type BoundingBox = tuple[float, float, float, float]
"""South, west, north and east of a box, in degrees."""


class PositionDelta(msgspec.Struct, frozen=True):
    """A recent position against another one, in units of 100 milliarcseconds (some 3 m), as it was sent."""

    latitudeDelta: int
    longitudeDelta: int


class MsdPosition(msgspec.Struct, frozen=True):
    """WGS84 degrees, seven decimals."""

    lat: float
    lon: float


class MsdAdditionalData(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Data of a maker or an operator, whose meaning its identifier tells."""

    oid: str | None = None
    """Relative to 1.0.14817.106.2.1. None where it cannot be read."""
    data_hex: str = ""


class Msd(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One MSD, by the names of the standard. What is None was not sent, is unknown, or stood after the end of the message."""

    msdVersion: int
    messageIdentifier: int | None = None
    """1, and one more each time that it is sent again."""
    automaticActivation: bool | None = None
    """By the vehicle itself; False: somebody pressed the button."""
    testCall: bool | None = None
    positionCanBeTrusted: bool | None = None
    """False: with less than 95 % within 150 m."""
    vehicleType: str | None = None
    """`unknown 14`, `unknown extension 0` where the number has no name in this version."""
    vin: str | None = None
    """17 letters and digits; `?` for one that cannot be."""
    propulsion: tuple[str, ...] | None = None
    """What is on board; empty: unknown."""
    timestamp: int | None = None
    """Of the incident, in seconds since 1970; 0 where the vehicle had no clock."""
    timestamp_utc: str | None = None
    lat: float | None = None
    """Degrees; None where there is no position on the earth."""
    lon: float | None = None
    latitude_mas: int | None = None
    """As it was sent, in milliarcseconds."""
    longitude_mas: int | None = None
    direction_deg: int | None = None
    """Of travel, clockwise from magnetic north, in steps of two degrees."""
    recentVehicleLocationN1: PositionDelta | None = None
    """Against the position."""
    recentVehicleLocationN2: PositionDelta | None = None
    """Against N1."""
    recentPositionN1: MsdPosition | None = None
    """Where that was."""
    recentPositionN2: MsdPosition | None = None
    occupants: int | None = None
    """In versions 1 and 2 the passengers; what is counted are belts that are fastened."""
    additionalData: MsdAdditionalData | None = None


class _MsdReading:
    """Collects the fields of one message as they come, so that those before its end are kept when it is cut off."""

    def __init__(self, version: int, reader: BitReader) -> None:
        self.version = version
        self.reader = reader
        self.values: dict[str, object] = {"msdVersion": version}
        self.flags: dict[str, None] = {}

    def read(self) -> None:
        """The whole MSDMessage. Raises `BitsEnded` where it ends too early."""
        reader = self.reader
        extended, has_additional = reader.flag(), reader.flag()
        structure_extended = reader.flag()
        both_recent = self.version == 3  # elsewhere each is optional
        has_n1, has_n2 = (both_recent or reader.flag()), (both_recent or reader.flag())
        has_occupants = reader.flag()
        self.values["messageIdentifier"] = reader.number(8)
        self._control()
        self._vin()
        self._propulsion()
        self._timestamp()
        self._position()
        self._direction()
        for name, present in (("N1", has_n1), ("N2", has_n2)):
            if present:
                delta = PositionDelta(reader.number(10) - DELTA_OFFSET, reader.number(10) - DELTA_OFFSET)
                self.values[f"recentVehicleLocation{name}"] = delta
        if has_occupants:
            self._occupants()
        if structure_extended:
            self._skip_additions()
        if has_additional:
            self._additional_data()
        if extended:
            self._skip_additions()

    def _control(self) -> None:
        for name in ("automaticActivation", "testCall", "positionCanBeTrusted"):
            self.values[name] = self.reader.flag()
        if self.values["testCall"]:
            self.flags["test_call"] = None
        if not self.values["positionCanBeTrusted"]:
            self.flags["position_untrusted"] = None
        names = VEHICLE_TYPES[self.version]
        if self.reader.flag():
            told = f"unknown extension {self.reader.small_number()}"
        else:
            index = self.reader.number(VEHICLE_TYPE_BITS[self.version])
            told = names[index] if index < len(names) else f"unknown {index + 1}"
        if told.startswith("unknown"):
            self.flags["unknown_vehicle_type"] = None
        self.values["vehicleType"] = told

    def _vin(self) -> None:
        indices = [self.reader.number(6) for _ in range(17)]
        self.values["vin"] = "".join(VIN_ALPHABET[one] if one < len(VIN_ALPHABET) else "?" for one in indices)
        if max(indices) >= len(VIN_ALPHABET):
            self.flags["bad_vin"] = None

    def _propulsion(self) -> None:
        """Each is a boolean that is left out while it is false; one that is sent may be false all the same."""
        extended = self.reader.flag()
        sent = [self.reader.flag() for _ in range(PROPULSION_COUNT[self.version])]
        on_board = [name for name, one in zip(PROPULSIONS, sent, strict=False) if one and self.reader.flag()]
        self.values["propulsion"] = tuple(on_board)
        if extended:
            self.flags["unknown_propulsion"] = None
            self._skip_additions()

    def _timestamp(self) -> None:
        seconds = self.reader.number(32)
        self.values["timestamp"] = seconds
        if seconds:
            self.values["timestamp_utc"] = f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}Z"
        else:
            self.flags["no_timestamp"] = None

    def _position(self) -> None:
        latitude, longitude = (self.reader.number(32) - POSITION_OFFSET for _ in range(2))
        self.values |= {"latitude_mas": latitude, "longitude_mas": longitude}

    def _direction(self) -> None:
        direction = self.reader.number(8)
        if direction * DIRECTION_STEP_DEG < 360:
            self.values["direction_deg"] = direction * DIRECTION_STEP_DEG
        else:
            self.flags["direction_unknown" if direction == UNKNOWN else "bad_direction"] = None

    def _occupants(self) -> None:
        occupants = self.reader.number(8)
        if occupants == UNKNOWN:
            self.flags["occupants_unknown"] = None
        else:
            self.values["occupants"] = occupants

    def _skip_additions(self) -> None:
        self.flags["extension_skipped"] = None
        self.reader.skip_additions()

    def _additional_data(self) -> None:
        oid = read_relative_oid(self.reader.octets())
        if oid is None:
            self.flags["bad_oid"] = None
        self.values["additionalData"] = MsdAdditionalData(oid=oid, data_hex=self.reader.octets().hex())

    def place(self, area: BoundingBox | None) -> None:
        """Work out degrees of the three positions, and say where there is none or where the two figures are exchanged."""
        latitude, longitude = self.values.get("latitude_mas"), self.values.get("longitude_mas")
        if not (isinstance(latitude, int) and isinstance(longitude, int)):
            return
        if POSITION_UNKNOWN in (latitude, longitude) or latitude == longitude == 0:
            self.flags["no_position"] = None
            return
        if area and not _within(area, latitude, longitude) and _within(area, longitude, latitude):
            self.flags["latitude_longitude_exchanged"] = None
        for name in ("", "N1", "N2"):
            if name:
                delta = self.values.get(f"recentVehicleLocation{name}")
                if not isinstance(delta, PositionDelta):
                    return
                latitude += delta.latitudeDelta * DELTA_MAS
                longitude += delta.longitudeDelta * DELTA_MAS
            if abs(latitude) > LATITUDE_MAX_MAS or abs(longitude) > LONGITUDE_MAX_MAS:
                self.flags["position_out_of_range"] = None
                return
            point = MsdPosition(_degrees(latitude), _degrees(longitude))
            self.values |= {f"recentPosition{name}": point} if name else {"lat": point.lat, "lon": point.lon}


def decode_msd(content: bytes, area: BoundingBox | None = None) -> Decoded[Msd]:
    """Read one MSD, of bytes or of hexadecimal text. `area` is where the vehicles of this centre can be.

    Never raises. No value, and a flag that says why: `empty`, `too_large`, `bad_hex`, `unknown_version`, `truncated` where not
    even the control field was there. With a value `truncated` says that later fields may be missing.
    """
    message, flaw = _message_bytes(content)
    if flaw:
        return Decoded(kind="msd", value=None, flags=(flaw,))
    version = message[0]
    if version not in VERSIONS:
        return Decoded(kind="msd", value=None, flags=("unknown_version",))
    flags = dict.fromkeys(["version_withdrawn"] if version == 1 else [])
    body, rest = message[1:], b""
    if version > 1:
        outer = BitReader(body)
        try:
            length = outer.length()
        except BitsEnded:
            return Decoded(kind="msd", value=None, flags=("truncated",))
        start = len(message) - outer.left // 8
        body, rest = message[start : start + length], message[start + length :]
        if len(body) < length:
            flags["truncated"] = None
    reading = _MsdReading(version, BitReader(body))
    try:
        reading.read()
    except BitsEnded:
        flags["truncated"] = None
        if "vehicleType" not in reading.values:
            return Decoded(kind="msd", value=None, flags=tuple(flags))
    else:
        rest = body[len(body) - reading.reader.left // 8 :] + rest
    if len(message) > STANDARD_MAX:
        flags["longer_than_standard"] = None
    if rest:
        flags["junk_after" if rest.strip(b"\0") else "padding"] = None
    reading.place(area)
    value = Msd(**reading.values)  # type: ignore[arg-type]  # each is of its field's type
    return Decoded(kind="msd", value=value, flags=tuple(flags | reading.flags))


def msd_identity(content: bytes) -> bytes:
    """What is the same of one message however it is written: its bytes without padding; of what cannot be read, all of it."""
    return _message_bytes(content)[0].rstrip(b"\0") or content


def _message_bytes(content: bytes) -> tuple[bytes, str | None]:
    """The bytes of the message, or the code of why there are none.

    Bytes begin with 1 to 3, which no text does. Text is hexadecimal, or base64 of what begins so.
    """
    trimmed = content.strip()
    if not trimmed:
        return b"", "empty"
    if len(content) > SIZE_MAX * 4:
        return b"", "too_large"
    if _HEX.fullmatch(trimmed):
        content = bytes.fromhex(re.sub(rb"0[xX]|[\s:,-]", b"", trimmed).decode())
    elif trimmed[:1] == b"0":
        return b"", "bad_hex"
    elif (decoded := _base64_bytes(trimmed)) is not None and decoded[:1] in (b"\1", b"\2", b"\3"):
        content = decoded
    return (content, None) if len(content) <= SIZE_MAX else (b"", "too_large")


def _base64_bytes(text: bytes) -> bytes | None:
    if not _BASE64.fullmatch(text):
        return None
    try:
        return b64decode(re.sub(rb"\s", b"", text), validate=True)
    except ValueError:
        return None


def _within(area: BoundingBox, latitude_mas: int, longitude_mas: int) -> bool:
    south, west, north, east = (degrees * MAS_PER_DEG for degrees in area)
    return south <= latitude_mas <= north and west <= longitude_mas <= east


def _degrees(mas: int) -> float:
    return round(mas / MAS_PER_DEG, 7)
