"""A unit (recurso): what moves. Being available and being assigned are two different things."""

from enum import StrEnum
from typing import Annotated

import msgspec

from auxilio.dispatch.tasks.core.shared_types import Code, CriticalChange
from auxilio.kernel.ids import AgencyId, AssignmentId, CaseId, CentreId, OperationId, PersonId, TaskId, UnitId
from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode, Phone, ShortText
from auxilio.kernel.tsi import Tsi

Callsign = Annotated[str, msgspec.Meta(pattern=r"^[A-Z0-9]{1,6}(-[A-Z0-9]{1,6}){0,2}$")]
"""Spoken on the radio and typed at a desk: `B-12`, `SVA-3`."""


class UnitStatus(StrEnum):
    """What the crew reports; the letters are those on the board."""

    AVAILABLE = "available"  # DIS
    ALERTED = "alerted"  # ALE, the only one that a desk's act sets
    ACKNOWLEDGED = "acknowledged"  # ENT
    EN_ROUTE = "en_route"  # CAM
    ON_SCENE = "on_scene"  # LUG
    TRANSPORTING = "transporting"  # TRA
    AT_DESTINATION = "at_destination"  # HOS
    OUT_OF_SERVICE = "out_of_service"  # FUE


class CrewMember(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One person of the crew. Somebody without an account is still somebody."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    role: Code
    """`doctor`, `nurse`, `technician`, `officer`, `firefighter`, `driver` …"""
    person: PersonId | None = None


class CrewEmergency(msgspec.Struct, frozen=True, kw_only=True):
    """The crew's own alarm. It stands until a person says that it is over."""

    at: Instant
    by_name: ShortText
    point: Point | None = None
    group: ShortText | None = None
    """The talk group on which its microphone is open, where it came by radio."""
    answered_at: Instant | None = None
    answered_by: ShortText | None = None


class StandByGain(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a stand-by move was reckoned to give when it was proposed: the figures that somebody decided by."""

    minutes: Annotated[int, msgspec.Meta(ge=1, le=120)]
    """Reached within so many."""
    won: Annotated[int, msgspec.Meta(ge=0)]
    """Addresses (or stretches of street) that somebody reaches in time by it, and nobody before."""
    lost: Annotated[int, msgspec.Meta(ge=0)]
    """Those that nobody reaches any more once it has left."""
    drive_s: Annotated[int, msgspec.Meta(ge=0)] | None = None


class StandBy(msgspec.Struct, frozen=True, kw_only=True):
    """Where a unit without work was told to wait, so that fewer people are far from help."""

    place: Point
    name: ShortText
    at: Instant
    by_name: ShortText
    gain: StandByGain | None = None


class UnitLoan(msgspec.Struct, frozen=True, kw_only=True):
    """The unit is promised to a preventive operation, or is at its command post (docs/nouns/planned-event.md)."""

    operation: OperationId
    name: ShortText
    """What the operation is called."""
    post: CentreId
    """Its command post: the unit's centre while it is there."""
    waits: bool = False
    """It is still of its own centre, and goes there when its run ends."""
    homeward: bool = False
    """It is wanted at home, and goes there when its run ends."""


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """What moves. `status` is what its crew says; `assignment` is the work it was given."""

    id: UnitId
    callsign: Callsign
    agency: AgencyId
    centre: CentreId
    capabilities: tuple[Code, ...]
    home: Point
    mode: Mode
    talk_group: ShortText | None = None
    phone: Phone | None = None
    """Of the vehicle, not of a person."""
    radios: tuple[Tsi, ...] = ()
    """Its radios by their addresses: the vehicle's own first, to which is sent; then what the crew carries."""
    retired: bool = False
    status: UnitStatus
    status_at: Instant
    status_by: ShortText | None = None
    entered_for: CentreId | None = None
    """The centre for which a desk of the room entered the last status, told by voice."""
    """Who entered it, when it was not the crew."""
    crew: tuple[CrewMember, ...] = ()
    signed_on_at: Instant | None = None
    assignment: AssignmentId | None = None
    task: TaskId | None = None
    case: CaseId | None = None
    assigned_at: Instant | None = None
    orders: tuple[CriticalChange, ...] = ()
    """What the crew of this assignment must know: pending ones interrupt, all stay readable."""
    emergency: CrewEmergency | None = None
    stand_by: StandBy | None = None
    lent_by: CentreId | None = None
    """Its own centre while it is lent, or is to be; beside `lent` so that it can be asked for by it."""
    lent: UnitLoan | None = None
    kept_presses: int = 0
    """Late presses that could not change the status and were kept as facts."""


class LateStatusReason(StrEnum):
    """Why a late press did not become the status."""

    LATE_IN_ORDER = "late_in_order"
    """It fits between what is known: the assignment learns its time."""
    NOT_LAWFUL = "not_lawful"
    OTHER_ASSIGNMENT = "other_assignment"


class UnitPosition(msgspec.Struct, frozen=True, kw_only=True):
    """Where a unit was last seen. Telemetry, not a fact of the log."""

    unit: UnitId
    point: Point
    at: Instant
    accuracy_m: float | None = None


def own_centre(unit: Unit) -> CentreId:
    """Whose unit it is, also while another directs it."""
    return unit.lent_by or unit.centre
