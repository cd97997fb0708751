"""Write an MSD of version 1, 2 or 3, strictly: for tests, simulated vehicles and proofs of the reader.

Source: as in `msd`. What is written has no extension, and is read back as the same value.
"""

from auxilio.interop.formats.msd import (
    DELTA_OFFSET,
    DIRECTION_STEP_DEG,
    POSITION_OFFSET,
    PROPULSION_COUNT,
    PROPULSIONS,
    STANDARD_MAX,
    UNKNOWN,
    VEHICLE_TYPE_BITS,
    VEHICLE_TYPES,
    VERSIONS,
    VIN_ALPHABET,
    Msd,
    PositionDelta,
)
from auxilio.interop.formats.msd_bits import BitWriter, write_relative_oid
from auxilio.interop.formats.not_writable import NotWritable


def write_msd(msd: Msd) -> bytes:
    """The bytes of an MSD, without padding.

    `lat`, `lon`, `timestamp_utc` and the recent positions in degrees follow from other fields and are not looked at. Direction and
    occupants that are None are written as unknown and left out. Raises `NotWritable` naming the first field that is missing, or
    is not one of its version, or when the message is longer than 140 bytes.
    """
    if msd.msdVersion not in VERSIONS:
        raise NotWritable("msdVersion")
    inner = BitWriter()
    _write_message(inner, msd)
    content = inner.content()
    outer = BitWriter()
    outer.number(msd.msdVersion, 8)
    if msd.msdVersion == 1:
        written = outer.content() + content
    else:
        if len(content) >= STANDARD_MAX:
            raise NotWritable("longer than 140 bytes")
        outer.length(len(content))
        written = outer.content() + content
    if len(written) > STANDARD_MAX:
        raise NotWritable("longer than 140 bytes")
    return written


def _write_message(bits: BitWriter, msd: Msd) -> None:
    first, second = msd.recentVehicleLocationN1, msd.recentVehicleLocationN2
    bits.flag(False)
    bits.flag(msd.additionalData is not None)
    bits.flag(False)
    if msd.msdVersion < 3:
        bits.flag(first is not None)
        bits.flag(second is not None)
    elif first is None or second is None:
        raise NotWritable("recentVehicleLocationN1 and N2")
    bits.flag(msd.occupants is not None)
    bits.number(_needed("messageIdentifier", msd.messageIdentifier), 8)
    _write_vehicle(bits, msd)
    bits.number(_needed("timestamp", msd.timestamp), 32)
    bits.number(_needed("latitude_mas", msd.latitude_mas) + POSITION_OFFSET, 32)
    bits.number(_needed("longitude_mas", msd.longitude_mas) + POSITION_OFFSET, 32)
    _write_direction(bits, msd.direction_deg)
    for delta in (first, second):
        if delta is not None:
            _write_delta(bits, delta)
    if msd.occupants is not None:
        bits.number(msd.occupants, 8)
    if msd.additionalData is not None:
        bits.octets(write_relative_oid(_needed("oid", msd.additionalData.oid)))
        bits.octets(_bytes_of(msd.additionalData.data_hex))


def _write_vehicle(bits: BitWriter, msd: Msd) -> None:
    bits.flag(_needed("automaticActivation", msd.automaticActivation))
    bits.flag(_needed("testCall", msd.testCall))
    bits.flag(_needed("positionCanBeTrusted", msd.positionCanBeTrusted))
    names = VEHICLE_TYPES[msd.msdVersion]
    if msd.vehicleType not in names:
        raise NotWritable("vehicleType")
    bits.flag(False)
    bits.number(names.index(msd.vehicleType), VEHICLE_TYPE_BITS[msd.msdVersion])
    if msd.vin is None or len(msd.vin) != 17 or not set(msd.vin) <= set(VIN_ALPHABET):
        raise NotWritable("vin")
    for letter in msd.vin:
        bits.number(VIN_ALPHABET.index(letter), 6)
    names = PROPULSIONS[: PROPULSION_COUNT[msd.msdVersion]]
    on_board = _needed("propulsion", msd.propulsion)
    if not set(on_board) <= set(names):
        raise NotWritable("propulsion")
    bits.flag(False)
    for name in names:
        bits.flag(name in on_board)
    for _ in set(on_board):
        bits.flag(True)


def _write_direction(bits: BitWriter, direction_deg: int | None) -> None:
    if direction_deg is None:
        bits.number(UNKNOWN, 8)
        return
    steps, rest = divmod(direction_deg, DIRECTION_STEP_DEG)
    if rest or not 0 <= direction_deg < 360:
        raise NotWritable("direction_deg")
    bits.number(steps, 8)


def _write_delta(bits: BitWriter, delta: PositionDelta) -> None:
    bits.number(delta.latitudeDelta + DELTA_OFFSET, 10)
    bits.number(delta.longitudeDelta + DELTA_OFFSET, 10)


def _bytes_of(data_hex: str) -> bytes:
    try:
        return bytes.fromhex(data_hex)
    except ValueError as wrong:
        raise NotWritable("data_hex") from wrong


def _needed[Value](name: str, value: Value | None) -> Value:
    if value is None:
        raise NotWritable(name)
    return value
