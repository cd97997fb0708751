"""What an AML message says, as calls take it: whose it is, its fix, and what arrived. Pure; used by `aml_receiver`."""

from datetime import datetime

from auxilio.calls.core.fix_matching import ArrivedFix, fix_identity
from auxilio.calls.core.kept_message import kept_message
from auxilio.interop.formats.aml_message import AmlMessage
from auxilio.interop.formats.decoded import Decoded
from auxilio.kernel.position import Point, Position, PositionMethod, PositionSource

RADIUS_MAX_M = 1_000_000.0
"""A circle that is wider says no more than this one."""
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
    content: bytes, decoded: Decoded[AmlMessage], received_at: datetime, country: str
) -> ArrivedFix | None:
    """The message for the calls of its telephone; None where it does not say which telephone that is.

    `country` (ISO 3166): where a number without its country's code is dialled.
    """
    said = decoded.value
    identity = fix_identity(said.msisdn, said.imei, country) if said is not None else None
    if said is None or identity is None:
        return None
    message = kept_message(content, PositionSource.AML, received_at, decoded.flags)
    return ArrivedFix(identity=identity, message=message, position=_position(said, received_at))


def _position(said: AmlMessage, received_at: datetime) -> Position | None:
    if said.lat is None or said.lon is None:
        return None
    return Position(
        point=Point(said.lat, said.lon),
        source=PositionSource.AML,
        uncertainty_m=min(said.radius_m, RADIUS_MAX_M) if said.radius_m is not None else None,
        confidence_pct=said.confidence,
        at=datetime.fromisoformat(said.time) if said.time else received_at,
        received_at=received_at,
        method=_METHODS.get((said.method or "").upper()),
    )
