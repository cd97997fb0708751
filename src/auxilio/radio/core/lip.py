"""The short location report of a radio, read into a place. Pure.

ETSI TS 100 392-18-1, 6.2.1: type 2 bits (0), time elapsed 2, longitude 25, latitude 24, position error 3, horizontal
velocity 7, direction of travel 4, type of additional data 1, additional data 8: 76 bits, here in hexadecimal with the rest
of the last octet nought. The protocol identifier of the SDS (10) is not part of it.
"""

from datetime import datetime, timedelta

import msgspec

from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Point

BITS = 76
_SHORT = 0
ELAPSED_S = (0.0, 300.0, 1_800.0, 0.0)
"""How old a place may be: under 5 s, 5 min, 30 min, not known. It counts as the oldest that it can be."""
ERROR_M = (2.0, 20.0, 200.0, 2_000.0, 20_000.0, 200_000.0, 1_000_000.0, None)
"""At most so many metres off (6.3.63); the last but one says only «more than 200 km», the last that nobody knows."""
_UNKNOWN_SPEED = 127
_LINEAR_KM_H = 28
_KM_H_M_S = 1 / 3.6
_SECTOR_DEG = 22.5


class RadioPosition(msgspec.Struct, frozen=True, kw_only=True):
    """Where a radio says it is."""

    point: Point
    at: Instant
    accuracy_m: float | None
    speed_m_s: float | None
    course_deg: float


def read_short_report(text: str, heard_at: datetime) -> RadioPosition | None:
    """The place in a report that was heard at `heard_at`; None for what is no short report."""
    try:
        octets = bytes.fromhex(text)
    except ValueError:
        return None
    spare = len(octets) * 8 - BITS
    if not 0 <= spare < 8:
        return None
    rest = int.from_bytes(octets) >> spare
    fields = []
    for width in (8, 1, 4, 7, 3, 24, 25, 2, 2):
        fields.append(rest & (1 << width) - 1)
        rest >>= width
    _, _, sector, speed, error, lat, lon, elapsed, type = fields
    if type != _SHORT:
        return None
    return RadioPosition(
        point=Point(lat=_signed(lat, 24) * 180 / 2**24, lon=_signed(lon, 25) * 360 / 2**25),
        at=heard_at - timedelta(seconds=ELAPSED_S[elapsed]),
        accuracy_m=ERROR_M[error],
        speed_m_s=_speed(speed),
        course_deg=sector * _SECTOR_DEG,
    )


def _signed(value: int, width: int) -> int:
    return value - (1 << width) if value >> (width - 1) else value


def _speed(code: int) -> float | None:
    """Kilometres an hour up to 28, from there on in steps of 3.8 % (6.3.17)."""
    if code == _UNKNOWN_SPEED:
        return None
    km_h = float(code) if code <= _LINEAR_KM_H else 16 * 1.038 ** (code - 13)
    return km_h * _KM_H_M_S
