"""What an MSD of eCall says, as calls take it: whose it is, its fixes, and what arrived. Pure; used by `ecall_receiver`."""

import re
from datetime import UTC, datetime

from auxilio.calls.core.ecall_model import EcallMsd, Propulsion, VehicleCategory
from auxilio.calls.core.fix_matching import ArrivedFix
from auxilio.calls.core.kept_message import kept_message
from auxilio.interop.formats.decoded import Decoded
from auxilio.interop.formats.msd import PROPULSIONS, Msd, MsdPosition, msd_identity
from auxilio.kernel.instant import seconds_between
from auxilio.kernel.position import (
    CONFIDENCE_PCT,
    Point,
    Position,
    PositionFlag,
    PositionMethod,
    PositionSource,
)

TRUSTED_RADIUS_M = 150.0
"""Within so much a position is with 95 % that is said to be trusted (EN 15722, `positionCanBeTrusted`)."""
INCIDENT_AGE_MAX_S = 3_600.0
"""An incident that its vehicle dates further back has a clock that is wrong (ours): the fix is of when it arrived."""
_PROPULSIONS = dict(zip(PROPULSIONS, Propulsion, strict=True))
_CATEGORY = re.compile(r"(?:Class|Category|Vehicles)([A-Z][A-Z0-9]?e?)$")


def arrived_msd(identity: str, text: str, decoded: Decoded[Msd], received_at: datetime) -> ArrivedFix:
    """The message for the calls of `identity` (`fix_identity`). `text`: what arrived. Never raises: what could not be read is kept."""
    said, content = decoded.value, text.encode("ascii", "backslashreplace")
    known_by = f"{identity} ".encode() + msd_identity(content)
    message = kept_message(content, PositionSource.ECALL, received_at, decoded.flags, known_by)
    if said is None:
        return ArrivedFix(identity=identity, message=message, position=None)
    earlier = (_earlier(one, said, received_at) for one in (said.recentPositionN2, said.recentPositionN1))
    return ArrivedFix(
        identity=identity,
        message=message,
        position=_current(said, decoded.flags, received_at),
        earlier=tuple(one for one in earlier if one is not None),
        msd=_msd(said),
    )


def _msd(said: Msd) -> EcallMsd:
    return EcallMsd(
        version=said.msdVersion,
        identifier=said.messageIdentifier,
        automatic=said.automaticActivation,
        test=said.testCall,
        position_trusted=said.positionCanBeTrusted,
        vehicle=vehicle_category(said.vehicleType),
        vin=said.vin,
        propulsion=None if said.propulsion is None else tuple(_PROPULSIONS[one] for one in said.propulsion),
        incident_at=_incident_at(said),
        direction_deg=said.direction_deg,
        occupants=said.occupants,
    )


def vehicle_category(told: str | None) -> VehicleCategory | None:
    """The category in a name of the standard (`passengerVehicleCategoryM1`); None for one that the standard does not have."""
    if told == "otherVehicleCategory":
        return VehicleCategory.OTHER
    found = _CATEGORY.search(told or "")
    return VehicleCategory(found[1].lower()) if found else None


def _incident_at(said: Msd) -> datetime | None:
    return datetime.fromtimestamp(said.timestamp, UTC) if said.timestamp else None


def _fix_at(said: Msd, received_at: datetime) -> datetime:
    """When the vehicle was there: at the incident by the first message, and when it arrived by those that are sent again."""
    incident = _incident_at(said)
    if incident is None or said.messageIdentifier not in (None, 1):
        return received_at
    return incident if 0 <= seconds_between(incident, received_at) <= INCIDENT_AGE_MAX_S else received_at


def _current(said: Msd, flags: tuple[str, ...], received_at: datetime) -> Position | None:
    if said.lat is None or said.lon is None:
        return None
    doubts = (
        (PositionFlag.UNTRUSTED, not said.positionCanBeTrusted),
        (PositionFlag.EXCHANGED, "latitude_longitude_exchanged" in flags),
    )
    odd = tuple(flag for flag, holds in doubts if holds)
    return Position(
        point=Point(said.lat, said.lon),
        source=PositionSource.ECALL,
        uncertainty_m=None if odd else TRUSTED_RADIUS_M,
        confidence_pct=None if odd else CONFIDENCE_PCT,
        at=_fix_at(said, received_at),
        received_at=received_at,
        method=PositionMethod.GNSS,
        flags=odd,
    )


def _earlier(point: MsdPosition | None, said: Msd, received_at: datetime) -> Position | None:
    if point is None:
        return None
    return Position(
        point=Point(point.lat, point.lon),
        source=PositionSource.ECALL,
        at=_fix_at(said, received_at),
        received_at=received_at,
        method=PositionMethod.GNSS,
        flags=(PositionFlag.EARLIER,),
    )
