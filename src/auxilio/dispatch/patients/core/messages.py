"""Commands and facts of a patient."""

from typing import ClassVar

from auxilio.dispatch.patients.core.model import (
    AgeBand,
    PatientOutcome,
    PatientState,
    ShownHospital,
    ShownHospitals,
    TriageColour,
)
from auxilio.dispatch.tasks.core.shared_types import Words
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CaseId, HospitalId, PatientId, UnitId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import Mode, Priority, ShortText


class RecordPatient(Command, frozen=True, kw_only=True, tag="dispatch.record_patient"):
    """There is a person who is hurt or ill. Nothing but the case is needed."""

    permission: ClassVar[str] = Permission.PATIENT_RECORD
    object_rule: ClassVar[str] = ObjectRule.CASE_PATIENT
    patient: PatientId
    case: CaseId
    mode: Mode
    age: AgeBand = AgeBand.UNKNOWN
    words: ShortText | None = None
    triage: TriageColour | None = None
    priority: Priority | None = None
    at: Instant | None = None
    """When it was said, by a crew whose network was gone; else now. So in every command below."""


class UpdatePatient(Command, frozen=True, kw_only=True, tag="dispatch.update_patient"):
    """What is known better now. What is left out stays as it is."""

    permission: ClassVar[str] = Permission.PATIENT_RECORD
    object_rule: ClassVar[str] = ObjectRule.CASE_PATIENT
    patient: PatientId
    age: AgeBand | None = None
    words: ShortText | None = None
    triage: TriageColour | None = None
    priority: Priority | None = None
    unit: UnitId | None = None
    state: PatientState | None = None
    outcome: PatientOutcome | None = None
    at: Instant | None = None


class WarnHospital(Command, frozen=True, kw_only=True, tag="dispatch.warn_hospital"):
    """Tell the hospital who comes. A clock runs until it says yes."""

    permission: ClassVar[str] = Permission.PATIENT_RECORD
    object_rule: ClassVar[str] = ObjectRule.CASE_PATIENT
    patient: PatientId
    hospital: Words
    to: HospitalId | None = None
    """Which of those that Auxilio knows; none for one that was only said."""
    shown: ShownHospitals = ()
    """What was proposed to the person who chose, in its order."""
    words: ShortText | None = None
    at: Instant | None = None


class AcknowledgeHospitalWarning(Command, frozen=True, kw_only=True, tag="dispatch.hospital_acknowledged"):
    """The hospital said yes: who there."""

    permission: ClassVar[str] = Permission.PATIENT_RECORD
    object_rule: ClassVar[str] = ObjectRule.CASE_PATIENT
    patient: PatientId
    by: Words
    at: Instant | None = None


class TransferPatientCare(Command, frozen=True, kw_only=True, tag="dispatch.hand_over"):
    """The patient is in the hands of the hospital, or of another service: of whom there."""

    permission: ClassVar[str] = Permission.PATIENT_RECORD
    object_rule: ClassVar[str] = ObjectRule.CASE_PATIENT
    patient: PatientId
    to: Words
    at: Instant | None = None


class MovePatient(Command, frozen=True, kw_only=True, tag="dispatch.move_patient"):
    """This patient is of `case`, and goes to the case in which that one lives on; with `left` as `MoveTask` has it."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    patient: PatientId
    case: CaseId
    left: CaseId | None = None


type PatientCommand = (
    RecordPatient
    | UpdatePatient
    | WarnHospital
    | AcknowledgeHospitalWarning
    | TransferPatientCare
    | MovePatient
)


class PatientRecorded(Event, frozen=True, kw_only=True, tag="dispatch.patient.recorded"):
    """A person of the case."""

    patient: PatientId
    case: CaseId
    mode: Mode
    number: int
    age: AgeBand = AgeBand.UNKNOWN
    words: ShortText | None = None
    triage: TriageColour | None = None
    priority: Priority | None = None


class PatientUpdated(Event, frozen=True, kw_only=True, tag="dispatch.patient.updated"):
    """What is known better; None means not said now."""

    patient: PatientId
    age: AgeBand | None = None
    words: ShortText | None = None
    triage: TriageColour | None = None
    priority: Priority | None = None
    unit: UnitId | None = None
    state: PatientState | None = None
    outcome: PatientOutcome | None = None


class PatientReportedLate(Event, frozen=True, kw_only=True, tag="dispatch.patient.said_late"):
    """Said before something newer was known, and heard after it: it stays in the record and changes nothing."""

    patient: PatientId
    age: AgeBand | None = None
    words: ShortText | None = None
    triage: TriageColour | None = None
    priority: Priority | None = None
    unit: UnitId | None = None
    state: PatientState | None = None
    outcome: PatientOutcome | None = None
    hospital: ShortText | None = None


class HospitalWarned(Event, frozen=True, kw_only=True, tag="dispatch.patient.hospital_warned"):
    """A hospital was told."""

    patient: PatientId
    hospital: ShortText
    by: ShortText
    to: HospitalId | None = None
    shown: tuple[ShownHospital, ...] = ()
    overridden: bool = False
    """Another was chosen than the first that was proposed."""
    words: ShortText | None = None


class HospitalWarningAcknowledged(
    Event, frozen=True, kw_only=True, tag="dispatch.patient.hospital_acknowledged"
):
    """And it knows."""

    patient: PatientId
    by: ShortText


class PatientMoved(Event, frozen=True, kw_only=True, tag="dispatch.patient.moved"):
    """The case was the same as another, or was not after all. The number changes only where it was taken there."""

    patient: PatientId
    case: CaseId
    was_in: CaseId
    number: int
    was_number: int


class PatientHandedOver(Event, frozen=True, kw_only=True, tag="dispatch.patient.handed_over"):
    """In other hands."""

    patient: PatientId
    to: ShortText


type PatientEvent = (
    PatientRecorded
    | PatientUpdated
    | PatientReportedLate
    | PatientMoved
    | HospitalWarned
    | HospitalWarningAcknowledged
    | PatientHandedOver
)
