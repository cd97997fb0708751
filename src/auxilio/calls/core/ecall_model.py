"""What the minimum set of data (MSD) of an eCall says, in our words (EN 15722; docs/nouns/ecall.md). Pure."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import msgspec

from auxilio.kernel.instant import Instant
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import ShortText

Vin = Annotated[str, msgspec.Meta(pattern=r"^[0-9A-HJ-NPR-Z?]{17}$")]
"""A vehicle identification number (ISO 3779); `?` for a character that cannot be one."""


class Propulsion(StrEnum):
    """What a vehicle stores to drive with, as far as crews at the scene must know it."""

    PETROL = "petrol"
    DIESEL = "diesel"
    CNG = "cng"
    """Compressed natural gas."""
    LPG = "lpg"
    """Liquid propane gas."""
    ELECTRIC = "electric"
    HYDROGEN = "hydrogen"
    OTHER = "other"


class VehicleCategory(StrEnum):
    """Categories of the UNECE and of Regulation (EU) 2018/858, as an MSD names them."""

    M1 = "m1"
    M2 = "m2"
    M3 = "m3"
    N1 = "n1"
    N2 = "n2"
    N3 = "n3"
    L1E = "l1e"
    L2E = "l2e"
    L3E = "l3e"
    L4E = "l4e"
    L5E = "l5e"
    L6E = "l6e"
    L7E = "l7e"
    O = "o"  # noqa: E741  the letter of trailers
    R = "r"
    S = "s"
    T = "t"
    G = "g"
    SA = "sa"
    SB = "sb"
    SC = "sc"
    SD = "sd"
    OTHER = "other"


class MsdFlag(StrEnum):
    """What a desk is told that was odd about an MSD: those codes of its reader that change what can be relied on."""

    TRUNCATED = "truncated"
    UNKNOWN_VEHICLE_TYPE = "unknown_vehicle_type"
    BAD_VIN = "bad_vin"
    UNKNOWN_PROPULSION = "unknown_propulsion"
    NO_TIMESTAMP = "no_timestamp"
    NO_POSITION = "no_position"
    POSITION_OUT_OF_RANGE = "position_out_of_range"
    EXCHANGED = "latitude_longitude_exchanged"
    JUNK_AFTER = "junk_after"
    VERSION_WITHDRAWN = "version_withdrawn"


class MsdFailure(StrEnum):
    """Why a vehicle that was asked for its data has sent none."""

    NOT_FROM_HERE = "not_from_here"
    """The call is of a practice: nothing leaves."""
    LINE_GONE = "line_gone"
    """Its line is not there in this moment."""
    REFUSED = "refused"
    """Its telephone did not take the question."""
    UNABLE = "unable"
    """The vehicle says that it cannot."""
    SILENT = "silent"
    """It took the question, and sent nothing in time."""


class EcallMsd(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One MSD. None: not sent, unknown to the vehicle, or not readable; the flags of its message say which."""

    version: Annotated[int, msgspec.Meta(ge=1, le=3)]
    identifier: Annotated[int, msgspec.Meta(ge=0, le=255)] | None = None
    """1, and one more each time that the vehicle sends again."""
    automatic: bool | None = None
    """The vehicle rang by itself; False: somebody pressed the button."""
    test: bool | None = None
    position_trusted: bool | None = None
    """False: with less than 95 % within 150 m."""
    vehicle: VehicleCategory | None = None
    vin: Vin | None = None
    propulsion: Annotated[tuple[Propulsion, ...], msgspec.Meta(max_length=7)] | None = None
    """What is on board; empty: the vehicle does not know."""
    incident_at: Instant | None = None
    """By the clock of the vehicle."""
    direction_deg: Annotated[int, msgspec.Meta(ge=0, le=358)] | None = None
    """Of travel, clockwise from magnetic north."""
    occupants: Annotated[int, msgspec.Meta(ge=0, le=254)] | None = None
    """Belts that were fastened: never a count of people."""


class EcallData(msgspec.Struct, frozen=True, kw_only=True):
    """What a call has had of its vehicle: the newest MSD that could be read, and how many came."""

    count: int
    last_unread: bool
    """The newest could not be read; what stands here is of before it."""
    received_at: Instant
    """Of the newest."""
    flags: tuple[ShortText, ...] = ()
    """Of the one that is shown, as its reader wrote them."""
    msd: EcallMsd | None = None
    said_real: bool = False
    """A message of it has said that this is no test."""
    by_sip: bool = False
    """A message came within the SIP call: the vehicle can be asked for another."""
    asked_at: Instant | None = None
    """Since when a message that was asked for is waited for; None: none is."""
    failure: MsdFailure | None = None
    """Why the last question brought none; None: it did, or none was asked."""


def add_msd(
    known: EcallData | None,
    msd: EcallMsd | None,
    received_at: datetime,
    flags: tuple[str, ...],
    *,
    by_sip: bool = False,
) -> EcallData:
    """The data with one more message, readable or not. One that is older than the newest only counts.

    `by_sip`: it came within the SIP call, and answers what was asked.
    """
    if known is not None and (
        received_at < known.received_at or (_is_sent_before(msd, known.msd) and not by_sip)
    ):
        real = known.said_real or (msd is not None and msd.test is False)
        return msgspec.structs.replace(known, count=known.count + 1, said_real=real)
    shown, shown_flags = (msd, flags) if msd is not None or known is None else (known.msd, known.flags)
    return EcallData(
        count=(known.count if known is not None else 0) + 1,
        last_unread=msd is None,
        received_at=received_at,
        flags=shown_flags,
        msd=shown,
        said_real=(msd is not None and msd.test is False) or (known is not None and known.said_real),
        by_sip=by_sip or (known is not None and known.by_sip),
        asked_at=known.asked_at if known is not None and not by_sip else None,
        failure=known.failure if known is not None and not by_sip else None,
    )


def _is_sent_before(msd: EcallMsd | None, shown: EcallMsd | None) -> bool:
    """Whether the vehicle counted this one before that (EN 15722, `messageIdentifier`: it counts the messages of a call)."""
    if msd is None or shown is None or msd.identifier is None or shown.identifier is None:
        return False
    return msd.identifier < shown.identifier


def vin_of(data: EcallData | None) -> str:
    """The vehicle's identification number, 17 characters. Raises `Refused("no_vin")`."""
    if data is None or data.msd is None or data.msd.vin is None:
        raise Refused("no_vin")
    return data.msd.vin


class EcallRow(msgspec.Struct, frozen=True, kw_only=True):
    """What screens show of a vehicle. Its identification number is asked for apart, and the look is recorded."""

    count: int
    last_unread: bool
    received_at: Instant
    flags: tuple[MsdFlag, ...]
    read: bool
    """False: no message could be read; every field below is empty."""
    automatic: bool | None
    test: bool | None
    """False also where its messages contradict each other: then it is taken for an emergency."""
    position_trusted: bool | None
    vehicle: VehicleCategory | None
    propulsion: tuple[Propulsion, ...] | None
    incident_at: Instant | None
    direction_deg: int | None
    occupants: int | None
    has_vin: bool
    by_sip: bool
    """The vehicle can be asked for another message."""
    asked_at: Instant | None
    failure: MsdFailure | None


def ecall_row(data: EcallData | None) -> EcallRow | None:
    """The row of a vehicle; None for a call without one."""
    if data is None:
        return None
    msd = data.msd or EcallMsd(version=3)
    return EcallRow(
        count=data.count,
        last_unread=data.last_unread,
        received_at=data.received_at,
        flags=tuple(flag for flag in MsdFlag if flag in data.flags),
        read=data.msd is not None,
        automatic=msd.automatic,
        test=msd.test and not data.said_real,
        position_trusted=msd.position_trusted,
        vehicle=msd.vehicle,
        propulsion=msd.propulsion,
        incident_at=msd.incident_at,
        direction_deg=msd.direction_deg,
        occupants=msd.occupants,
        has_vin=msd.vin is not None,
        by_sip=data.by_sip,
        asked_at=data.asked_at,
        failure=data.failure,
    )
