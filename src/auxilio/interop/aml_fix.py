"""What an AML message says, as calls take it: whose it is, its fix, and what arrived. Pure; used by `aml_receiver` and
`sms_receiver`.
"""

from datetime import datetime

import msgspec

from auxilio.calls.core.fix_matching import ArrivedFix, fix_identity
from auxilio.calls.core.kept_message import kept_message
from auxilio.calls.core.policy import to_e164
from auxilio.interop.formats.aml_message import AmlMessage
from auxilio.interop.formats.decoded import Decoded
from auxilio.interop.formats.msd import BoundingBox
from auxilio.interop.short_message import ShortMessage
from auxilio.kernel.instant import seconds_between
from auxilio.kernel.position import (
    Altitude,
    AltitudeReference,
    DeviceMovement,
    Point,
    Position,
    PositionFlag,
    PositionMethod,
    PositionSource,
)

RADIUS_MAX_M = 1_000_000.0
"""A circle that is wider says no more than this one."""
FLOOR_MAX = 200
"""Characters of a floor (`ShortText`)."""
DELAYED_AFTER_S = 60.0
"""A short message that a gateway has had for longer is flagged `delayed`."""
CLOCK_AHEAD_S = 10.0
"""A fix that is dated further ahead is flagged (ours)."""
_METHODS = {
    "G": PositionMethod.GNSS,
    "GPS": PositionMethod.GNSS,
    "GNSS": PositionMethod.GNSS,
    "W": PositionMethod.WIFI,
    "WIFI": PositionMethod.WIFI,
    "C": PositionMethod.CELL,
    "CELL": PositionMethod.CELL,
    "F": PositionMethod.FUSED,
    "FUSED": PositionMethod.FUSED,
}


def arrived_fix(
    content: bytes,
    decoded: Decoded[AmlMessage],
    received_at: datetime,
    country: str,
    area: BoundingBox | None,
) -> ArrivedFix | None:
    """The message for the calls of its telephone; None where it does not say which telephone that is.

    `country` (ISO 3166): where a number without its country's code is dialled. `area`: where callers of this centre can be;
    None: not known, and then no exchanged figures are.
    """
    said = decoded.value
    identity = fix_identity(said.msisdn, said.imei, country) if said is not None else None
    if said is None or identity is None:
        return None
    message = kept_message(content, PositionSource.AML, received_at, decoded.flags)
    return ArrivedFix(identity=identity, message=message, position=_position(said, received_at, area))


def sender_number(sms: ShortMessage, country: str) -> str | None:
    """The number of the telephone as E.164; None where the sender is a name or a short code."""
    return to_e164(sms.sender, country) or to_e164(f"+{sms.sender}", country)


def sms_fix(
    sms: ShortMessage,
    content: bytes,
    decoded: Decoded[AmlMessage],
    received_at: datetime,
    country: str,
    area: BoundingBox | None,
) -> ArrivedFix | None:
    """The same of AML in a short message, which names no number: its network asserts that of the sender.

    `content`: the bytes of the message. The same content of the same telephone is one message, whichever gateway brings it.
    """
    said = decoded.value
    number = sender_number(sms, country)
    identity = fix_identity(number, said.imei, country) if said is not None else None
    if said is None or identity is None:
        return None
    late = sms.received_at is not None and seconds_between(sms.received_at, received_at) > DELAYED_AFTER_S
    flags = (*(("delayed",) if late else ()), *decoded.flags)
    known_by = identity.encode() + b"\0" + content
    message = kept_message(msgspec.json.encode(sms), PositionSource.AML, received_at, flags, known_by)
    return ArrivedFix(identity=identity, message=message, position=_position(said, received_at, area))


def _position(said: AmlMessage, received_at: datetime, area: BoundingBox | None) -> Position | None:
    """Of one with exchanged figures the radius is unknown: a circle would be around another place."""
    if said.lat is None or said.lon is None:
        return None
    at = datetime.fromisoformat(said.time) if said.time else received_at
    exchanged = (
        area is not None and not _is_within(area, said.lat, said.lon) and _is_within(area, said.lon, said.lat)
    )
    doubts = (
        (PositionFlag.EXCHANGED, exchanged),
        (PositionFlag.CLOCK_AHEAD, seconds_between(received_at, at) > CLOCK_AHEAD_S),
    )
    radius_m = None if exchanged or said.radius_m is None else min(said.radius_m, RADIUS_MAX_M)
    return Position(
        point=Point(said.lat, said.lon),
        source=PositionSource.AML,
        uncertainty_m=radius_m,
        confidence_pct=said.confidence,
        at=at,
        received_at=received_at,
        method=_METHODS.get((said.method or "").upper()),
        altitude=_altitude(said),
        floor=_floor(said.floor),
        movement=_movement(said),
        flags=tuple(flag for flag, holds in doubts if holds),
    )


def _is_within(area: BoundingBox, lat: float, lon: float) -> bool:
    south, west, north, east = area
    return south <= lat <= north and west <= lon <= east


def _floor(said: str | None) -> str | None:
    """Its characters that are drawn; NUL can be kept nowhere."""
    return "".join(one for one in said or "" if one.isprintable())[:FLOOR_MAX] or None


def _altitude(said: AmlMessage) -> Altitude | None:
    """Above the sea where the message has it, since maps and people count from there; else above the ellipsoid."""
    if said.altitude_msl_m is not None:
        return Altitude(
            metres=said.altitude_msl_m,
            above=AltitudeReference.SEA_LEVEL,
            uncertainty_m=said.vertical_accuracy_msl_m,
        )
    if said.altitude_m is None:
        return None
    return Altitude(
        metres=said.altitude_m,
        above=AltitudeReference.ELLIPSOID,
        uncertainty_m=said.vertical_accuracy_m,
    )


def _movement(said: AmlMessage) -> DeviceMovement | None:
    if said.speed_m_s is None and said.bearing_deg is None:
        return None
    return DeviceMovement(speed_m_s=said.speed_m_s, bearing_deg=said.bearing_deg)
