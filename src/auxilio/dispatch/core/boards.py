"""What screens see of tasks, units, assignments and patients, and who sees which cell. Pure.

Between agencies a table of data says who sees what; `CELL_VISIBILITY` is that table and nothing else decides.
"""

from enum import StrEnum
from typing import get_args

import msgspec

from auxilio.dispatch.patients.core.model import (
    AgeBand,
    Patient,
    PatientDestination,
    PatientOutcome,
    PatientState,
    TriageColour,
)
from auxilio.dispatch.tasks.core.model import (
    ProposalReason,
    RefusalReason,
    Task,
    TaskOutcome,
    TaskState,
    TelephoneNotice,
    unowned,
)
from auxilio.dispatch.tasks.core.shared_types import CriticalChange
from auxilio.dispatch.units.core.assignment_model import Assignment, AssignmentStep, ReleaseReason
from auxilio.dispatch.units.core.crew_authority import is_own
from auxilio.dispatch.units.core.model import CrewEmergency, CrewMember, StandBy, Unit, UnitLoan, UnitStatus
from auxilio.identity.core.gate import holds
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import AgencyId, AssignmentId, CaseId, CentreId, HospitalId, PatientId, TaskId, UnitId
from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode, Priority


class TaskRow(msgspec.Struct, frozen=True, kw_only=True):
    """One task as desk, centre and room show it."""

    id: TaskId
    case: CaseId
    mode: Mode
    state: TaskState
    centre: CentreId
    agency: AgencyId
    service: str
    capabilities: tuple[str, ...]
    priority: Priority
    offered_at: Instant
    offered_by: str
    reasons: tuple[ProposalReason, ...]
    place: Point | None
    by_telephone: bool
    reflex: bool
    fallbacks: tuple[CentreId, ...]
    since: Instant
    soon_at: Instant | None
    due_at: Instant | None
    accepted_at: Instant | None
    accepted_by: str | None
    accepted_by_rule: bool
    told: TelephoneNotice | None
    refusal: RefusalReason | None
    words: str | None
    """What the service said: a clinical fact of a health task, a police note of a police task."""
    assignments: tuple[AssignmentId, ...]
    uncovered: tuple[str, ...]
    """What is asked and nobody covers, while somebody goes: its clock runs."""
    by_centre: tuple[str, ...]
    """What the centre gives itself, whenever it is asked for it: no unit is missing for it."""
    units: int
    first_unit_at: Instant | None
    changes: tuple[CriticalChange, ...]
    contact_attempts: int
    aid_of: TaskId | None
    aid_for: CentreId | None
    aids: tuple[TaskId, ...]
    passed_to: TaskId | None
    nobody_since: Instant | None
    unowned: bool
    outcome: TaskOutcome | None
    over_at: Instant | None
    over_by: str | None
    released_to: str | None
    hidden: bool = False
    """Its case is reserved and not open to the viewer: what is asked, where and by whom is not shown."""


class UnitRow(msgspec.Struct, frozen=True, kw_only=True):
    """One unit as centre, room, desk and its own crew show it. Its position comes apart: it is telemetry."""

    id: UnitId
    callsign: str
    agency: AgencyId
    centre: CentreId
    capabilities: tuple[str, ...]
    home: Point
    mode: Mode
    talk_group: str | None
    phone: str | None
    radios: tuple[str, ...]
    status: UnitStatus
    status_at: Instant
    status_by: str | None
    entered_for: CentreId | None
    crew: tuple[CrewMember, ...]
    signed_on_at: Instant | None
    assignment: AssignmentId | None
    task: TaskId | None
    case: CaseId | None
    assigned_at: Instant | None
    orders: tuple[CriticalChange, ...]
    emergency: CrewEmergency | None
    stand_by: StandBy | None
    lent_by: CentreId | None
    lent: UnitLoan | None
    kept_presses: int


class AssignmentRow(msgspec.Struct, frozen=True, kw_only=True):
    """One unit's work."""

    id: AssignmentId
    unit: UnitId
    callsign: str
    task: TaskId
    case: CaseId
    centre: CentreId
    mode: Mode
    priority: Priority
    step: AssignmentStep
    times: dict[AssignmentStep, Instant]
    alerted_by: str
    by_rule: bool
    by_telephone: bool
    eta_s: float | None
    eta_at: Instant | None
    eta_by: str | None
    point: Point | None
    point_age_s: float | None
    proposed: str | None
    destination: str | None
    hospital: HospitalId | None
    reason: ReleaseReason | None


class PatientRow(msgspec.Struct, frozen=True, kw_only=True):
    """One patient. `clinical` is false where the clinical cells were taken out: unknown is then not the same as none."""

    id: PatientId
    case: CaseId
    mode: Mode
    number: int
    state: PatientState
    recorded_at: Instant
    age: AgeBand | None
    words: str | None
    triage: TriageColour | None
    priority: Priority | None
    unit: UnitId | None
    hospital: PatientDestination | None
    handed_over_at: Instant | None
    handed_over_to: str | None
    outcome: PatientOutcome | None
    clinical: bool = True


type DispatchRow = TaskRow | UnitRow | AssignmentRow | PatientRow


def task_row(task: Task) -> TaskRow:
    """The row of a task, whole."""
    apart = {"unowned", "hidden"}
    cells = {name: getattr(task, name) for name in TaskRow.__struct_fields__ if name not in apart}
    return TaskRow(**cells, unowned=unowned(task))


def unit_row(unit: Unit) -> UnitRow:
    """The row of a unit."""
    return UnitRow(**{name: getattr(unit, name) for name in UnitRow.__struct_fields__})


def assignment_row(work: Assignment) -> AssignmentRow:
    """The row of an assignment."""
    return AssignmentRow(**{name: getattr(work, name) for name in AssignmentRow.__struct_fields__})


def patient_row(patient: Patient) -> PatientRow:
    """The row of a patient, whole."""
    fields = (name for name in PatientRow.__struct_fields__ if name != "clinical")
    return PatientRow(**{name: getattr(patient, name) for name in fields})


# --- who sees what --------------------------------------------------------------------------------


class ServiceFamily(StrEnum):
    """Families of services, as far as seeing goes. `room` is the 112 centre itself: desks and supervisors."""

    ROOM = "room"
    HEALTH = "health"
    POLICE = "police"
    OTHER = "other"
    """Fire and rescue, civil protection and everybody else who responds."""
    NOBODY = "nobody"
    """Administrators: no content."""


class CellTopic(StrEnum):
    """What a cell tells about."""

    WORK = "work"
    """That there is a task, a unit, an assignment: location, access and hazards come with it."""
    CLINICAL = "clinical"
    POLICE_NOTE = "police_note"
    CALLER_NUMBER = "caller_number"
    CREW_NAMES = "crew_names"


class DispatchViewer(msgspec.Struct, frozen=True, kw_only=True):
    """A viewer: the family of their service, and whether from a vehicle."""

    service: ServiceFamily
    crew: bool = False


S, F = ServiceFamily, CellTopic
CELL_VISIBILITY: dict[CellTopic, frozenset[tuple[ServiceFamily, bool]]] = {
    F.WORK: frozenset({(s, crew) for s in (S.ROOM, S.HEALTH, S.POLICE, S.OTHER) for crew in (False, True)}),
    # The room took the clinical facts down itself; of the agencies, health only.
    F.CLINICAL: frozenset({(S.ROOM, False), (S.HEALTH, False), (S.HEALTH, True)}),
    F.POLICE_NOTE: frozenset({(S.POLICE, False), (S.POLICE, True)}),
    F.CALLER_NUMBER: frozenset({(s, False) for s in (S.ROOM, S.HEALTH, S.POLICE, S.OTHER)}),
    F.CREW_NAMES: frozenset({(s, False) for s in (S.ROOM, S.HEALTH, S.POLICE, S.OTHER)}),
}
assert CELL_VISIBILITY.keys() == set(CellTopic), "every facet has its row"

_FAMILY = {
    "HEALTH": S.HEALTH,
    "FIRST_RESPONDER": S.HEALTH,
    "POISON": S.HEALTH,
    "CRISIS_LINE": S.HEALTH,
    "PUBLIC_HEALTH": S.HEALTH,
    "POLICE": S.POLICE,
    "LOCAL_POLICE": S.POLICE,
    "TRAFFIC_POLICE": S.POLICE,
    "CENTRE_112": S.ROOM,
}


def service_family(service: str) -> ServiceFamily:
    """The family of a service of the catalogue, in either case: `HEALTH`, `health`."""
    return _FAMILY.get(service.upper(), S.OTHER)


def viewer_of(actor: Actor, services: tuple[str, ...]) -> DispatchViewer:
    """Who looks. `services` are those of the actor's own centre or agency by the plan; none is the 112 room."""
    if not (holds(actor, Permission.CASE_LOOK) or holds(actor, Permission.UNIT_WATCH)):
        return DispatchViewer(service=S.NOBODY)
    crew = actor.kind == "crew"
    if services:
        return DispatchViewer(service=service_family(services[0]), crew=crew)
    # A crew, a centre or another system of an unknown service sees the least that lets it work.
    least = crew or actor.centre is not None or actor.kind == "machine"
    return DispatchViewer(service=S.OTHER if least else S.ROOM, crew=crew)


def may_see_cell(viewer: DispatchViewer, facet: CellTopic) -> bool:
    """One cell of the table."""
    return (viewer.service, viewer.crew) in CELL_VISIBILITY[facet]


def topic_of_words(service: str) -> CellTopic:
    """What the words of a task are, by the service that said them."""
    return {S.HEALTH: CellTopic.CLINICAL, S.POLICE: CellTopic.POLICE_NOTE}.get(
        service_family(service), CellTopic.WORK
    )


def redact_row[R: DispatchRow](row: R, viewer: DispatchViewer, *, own: bool = False) -> R | None:
    """The row with the cells this viewer sees; None when they see nothing of it, as of a row that has no rule here.

    `own`: the viewer is the crew of this very unit, which knows itself and its work.
    """
    if not isinstance(row, get_args(DispatchRow.__value__)) or not may_see_cell(viewer, F.WORK):
        return None
    hide: dict[str, object] = {}
    if isinstance(row, TaskRow) and not may_see_cell(viewer, topic_of_words(row.service)):
        hide = {"words": None}
        if row.told is not None:
            hide["told"] = msgspec.structs.replace(row.told, read_back="—")
    if isinstance(row, UnitRow) and not own and not may_see_cell(viewer, F.CREW_NAMES):
        hide = {"crew": tuple(msgspec.structs.replace(one, name=one.role) for one in row.crew)}
        if (
            viewer.crew
        ):  # the work of another crew: that it has some is seen by its status, where it goes is not
            hide |= dict.fromkeys(("assignment", "task", "case", "emergency", "stand_by")) | {"orders": ()}
    if isinstance(row, PatientRow) and not may_see_cell(viewer, F.CLINICAL):
        hide = dict.fromkeys(_CLINICAL) | {"clinical": False}
        if row.hospital is not None:
            hide["hospital"] = msgspec.structs.replace(row.hospital, words=None)
    return msgspec.structs.replace(row, **hide) if hide else row


def own_unit(unit: Unit, actor: Actor) -> bool:
    """Whether the viewer is this unit's crew."""
    return is_own(unit, actor)


_CLINICAL = ("age", "words", "triage", "priority", "outcome")
