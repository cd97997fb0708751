"""An assignment: one unit's work on one task, and when each step of it happened."""

from enum import StrEnum

import msgspec

from auxilio.dispatch.units.core.model import UnitStatus
from auxilio.kernel.ids import AssignmentId, CaseId, CentreId, HospitalId, TaskId, UnitId
from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode, Priority, ShortText


class AssignmentStep(StrEnum):
    """Where the work stands, in order."""

    ALERTED = "alerted"
    ACKNOWLEDGED = "acknowledged"
    EN_ROUTE = "en_route"
    ON_SCENE = "on_scene"
    TRANSPORTING = "transporting"
    AT_DESTINATION = "at_destination"
    HANDED_OVER = "handed_over"
    """Whom it brought is in other hands; the crew is still there, and not clear."""
    RELEASED = "released"


ORDER: tuple[AssignmentStep, ...] = tuple(AssignmentStep)

STEP_OF: dict[UnitStatus, AssignmentStep] = {
    UnitStatus.ALERTED: AssignmentStep.ALERTED,
    UnitStatus.ACKNOWLEDGED: AssignmentStep.ACKNOWLEDGED,
    UnitStatus.EN_ROUTE: AssignmentStep.EN_ROUTE,
    UnitStatus.ON_SCENE: AssignmentStep.ON_SCENE,
    UnitStatus.TRANSPORTING: AssignmentStep.TRANSPORTING,
    UnitStatus.AT_DESTINATION: AssignmentStep.AT_DESTINATION,
}
"""The step that a reported status means. `available` and `out_of_service` end the work instead; that whom it brought
was handed over is said of patients, and no status (`PatientHandedOver`, decision 0223)."""


class ReleaseReason(StrEnum):
    """Why a unit's work on a task ended."""

    FINISHED = "finished"  # it was there, and the crew is available again
    NOT_ARRIVED = "not_arrived"  # the crew is available and never reported an arrival
    DESK = "desk"  # a dispatcher let it go
    DIVERTED = "diverted"  # a dispatcher sent it to something more severe
    OUT_OF_SERVICE = "out_of_service"


class AssignmentTrack(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The way that the unit drove on this work, kept with the case."""

    digest: ShortText | None
    """Of the bytes in the case's blobs, GeoJSON (RFC 7946); None: it reported no position."""
    points: int
    since: Instant
    until: Instant


class Assignment(msgspec.Struct, frozen=True, kw_only=True):
    """A unit's work on a task. Its moments go from the alert to being clear."""

    id: AssignmentId
    unit: UnitId
    callsign: ShortText
    """Copied: a unit may be renamed, a record may not."""
    task: TaskId
    case: CaseId
    centre: CentreId
    mode: Mode
    priority: Priority
    step: AssignmentStep
    times: dict[AssignmentStep, Instant]
    """When each step happened; a step nobody reported has no time."""
    alerted_by: ShortText
    by_rule: bool = False
    by_telephone: bool = False
    eta_s: float | None = None
    eta_at: Instant | None = None
    eta_by: ShortText | None = None
    """How the travel time was reached: `road`, `through_closure` or `straight_line`."""
    point: Point | None = None
    """Where the unit was when it was alerted, and how old that position was."""
    point_age_s: float | None = None
    proposed: ShortText | None = None
    """The reason of the proposal that was followed; None when a person chose otherwise."""
    destination: ShortText | None = None
    hospital: HospitalId | None = None
    """Which of those that Auxilio knows."""
    reason: ReleaseReason | None = None
    """Why it ended."""
    track: AssignmentTrack | None = None
    """None until somebody has looked."""
