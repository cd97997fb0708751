"""Facts of assignments: what one unit's work on one task came to."""

from auxilio.dispatch.units.core.assignment_model import AssignmentStep, AssignmentTrack, ReleaseReason
from auxilio.dispatch.units.core.model import Callsign
from auxilio.kernel.event import Event
from auxilio.kernel.ids import (
    AssignmentId,
    CaseId,
    CentreId,
    HospitalId,
    TaskId,
    UnitId,
)
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode, Priority, ShortText


class AssignmentStarted(Event, frozen=True, kw_only=True, tag="dispatch.assignment.begun"):
    """A unit's work on a task begins with the alert, and with what the decision was made from."""

    assignment: AssignmentId
    unit: UnitId
    callsign: Callsign
    task: TaskId
    case: CaseId
    centre: CentreId
    mode: Mode
    priority: Priority
    by: ShortText
    by_rule: bool = False
    by_telephone: bool = False
    eta_s: float | None = None
    eta_by: ShortText | None = None
    point: Point | None = None
    point_age_s: float | None = None
    proposed: ShortText | None = None


class AssignmentStepReached(Event, frozen=True, kw_only=True, tag="dispatch.assignment.stepped"):
    """A step was reached (T10 to T15); one that is learned late fills its time and moves nothing back."""

    assignment: AssignmentId
    step: AssignmentStep
    destination: ShortText | None = None
    hospital: HospitalId | None = None


class AssignmentTrackKept(Event, frozen=True, kw_only=True, tag="dispatch.assignment.track_kept"):
    """The way that the unit drove on this work, by the digest of its bytes."""

    assignment: AssignmentId
    callsign: ShortText
    track: AssignmentTrack


class AssignmentMoved(Event, frozen=True, kw_only=True, tag="dispatch.assignment.moved"):
    """Its task is of another case now."""

    assignment: AssignmentId
    case: CaseId
    was_in: CaseId


class AssignmentReleased(Event, frozen=True, kw_only=True, tag="dispatch.assignment.released"):
    """The work is over for this unit (T16)."""

    assignment: AssignmentId
    reason: ReleaseReason
    by: ShortText


type AssignmentEvent = (
    AssignmentStarted | AssignmentStepReached | AssignmentMoved | AssignmentTrackKept | AssignmentReleased
)
