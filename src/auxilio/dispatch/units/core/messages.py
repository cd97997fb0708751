"""Commands and facts of units; the commands change their assignments too."""

from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from auxilio.dispatch.patients.core.model import ShownHospitals
from auxilio.dispatch.tasks.core.shared_types import (
    Acknowledgement,
    ChangeId,
    ChangeKind,
    Code,
    CriticalChange,
    Words,
)
from auxilio.dispatch.units.core.assignment_model import AssignmentTrack, ReleaseReason
from auxilio.dispatch.units.core.loan_messages import BringUnitHome, LendUnit, UnitLoanEvent
from auxilio.dispatch.units.core.model import Callsign, CrewMember, LateStatusReason, StandByGain, UnitStatus
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import (
    AgencyId,
    AssignmentId,
    CaseId,
    CentreId,
    HospitalId,
    TaskId,
    UnitId,
)
from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode, Phone, ShortText
from auxilio.kernel.tsi import Tsi

UnitCapabilities = Annotated[tuple[Code, ...], msgspec.Meta(min_length=1, max_length=20)]
EtaS = Annotated[float, msgspec.Meta(ge=0, le=86_400)]
Radios = Annotated[tuple[Tsi, ...], msgspec.Meta(max_length=20)]
Crew = Annotated[tuple[CrewMember, ...], msgspec.Meta(min_length=1, max_length=12)]

# --- commands -------------------------------------------------------------------------------------


class RegisterUnit(Command, frozen=True, kw_only=True, tag="dispatch.register_unit"):
    """A unit exists, or its fixed data changed. Its status, crew and work stay as they are.

    `retired`: it is given no work and stands on no board; its name stays beside what it did.
    """

    permission: ClassVar[str] = Permission.UNIT_ADMIN
    object_rule: ClassVar[str] = ObjectRule.UNIT_RECORD
    unit: UnitId
    callsign: Callsign
    agency: AgencyId
    centre: CentreId
    capabilities: UnitCapabilities
    home: Point
    mode: Mode = Mode.REAL
    talk_group: ShortText | None = None
    phone: Phone | None = None
    radios: Radios = ()
    retired: bool = False


class SignOnCrew(Command, frozen=True, kw_only=True, tag="dispatch.sign_on_crew"):
    """These people crew it from now on. A unit out of service becomes available."""

    permission: ClassVar[str] = Permission.UNIT_CREW
    object_rule: ClassVar[str] = ObjectRule.RELIEF_UNIT
    unit: UnitId
    crew: Crew


class SignOffCrew(Command, frozen=True, kw_only=True, tag="dispatch.sign_off_crew"):
    """It has no crew. Refused while it is assigned."""

    permission: ClassVar[str] = Permission.UNIT_CREW
    object_rule: ClassVar[str] = ObjectRule.CREW_OR_CENTRE_UNIT
    unit: UnitId


class AlertUnit(Command, frozen=True, kw_only=True, tag="dispatch.alert_unit"):
    """Give this unit to this task. Of two desks that press at once, one wins. An offered task is accepted by it."""

    permission: ClassVar[str] = Permission.UNIT_ALERT
    object_rule: ClassVar[str] = ObjectRule.CENTRE_UNIT
    assignment: AssignmentId
    unit: UnitId
    task: TaskId
    eta_s: EtaS | None = None
    eta_by: Code | None = None
    proposed: Code | None = None
    """The reason of the proposal that is followed; left out when a person chose otherwise."""


class EnterUnit(Command, frozen=True, kw_only=True, tag="dispatch.enter_unit"):
    """A centre without a console said by telephone which unit it sends."""

    permission: ClassVar[str] = Permission.TASK_TELL
    object_rule: ClassVar[str] = ObjectRule.TOLD_UNIT
    assignment: AssignmentId
    unit: UnitId
    task: TaskId
    said_by: Words
    eta_s: EtaS | None = None
    for_centre: CentreId | None = None
    """A desk of the room enters it for this centre, which said it by voice."""


class ReportStatus(Command, frozen=True, kw_only=True, tag="dispatch.report_status"):
    """One press of the crew. `at` is when it was pressed, if it waited for the network.

    A transport that says where it goes warns that hospital of whom the crew has, in the same moment.
    """

    permission: ClassVar[str] = Permission.UNIT_STATUS
    object_rule: ClassVar[str] = ObjectRule.CREW_UNIT
    unit: UnitId
    status: UnitStatus
    at: Instant | None = None
    assignment: AssignmentId | None = None
    """The work that the crew saw when they pressed: a late press never lands on another job."""
    destination: ShortText | None = None
    heard: UUID | None = None
    """The line of the radio log, where it came as a status code."""
    hospital: HospitalId | None = None
    """Which of those that Auxilio knows the destination is; none for one that was only said."""
    shown: ShownHospitals = ()
    """What was proposed to the crew that chose, in its order."""


class EnterStatus(Command, frozen=True, kw_only=True, tag="dispatch.enter_status"):
    """A status that came by voice, entered for the crew: who said it."""

    permission: ClassVar[str] = Permission.UNIT_STATUS_FOR
    object_rule: ClassVar[str] = ObjectRule.TOLD_UNIT
    unit: UnitId
    status: UnitStatus
    said_by: Words
    destination: ShortText | None = None
    for_centre: CentreId | None = None
    """A desk of the room enters it for this centre, which said it by voice."""


class ReportCareTransfer(Command, frozen=True, kw_only=True, tag="dispatch.report_handover"):
    """The patients of this crew are handed over: all its patients, and the moment between arrived and clear (T15).

    By the crew, with the moment of its press; or by its centre, for a crew that says it by voice.
    """

    permission: ClassVar[str] = Permission.PATIENT_RECORD
    object_rule: ClassVar[str] = ObjectRule.CREW_OR_CENTRE_WORK
    unit: UnitId
    to: Words
    """Who there took them."""
    at: Instant | None = None
    assignment: AssignmentId | None = None
    """The work that they saw who said it: what is heard late never lands on another job."""


class KeepAssignmentTrack(Command, frozen=True, kw_only=True, tag="dispatch.keep_track"):
    """By Auxilio itself: the track of a finished assignment is stored with its case."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    assignment: AssignmentId
    track: AssignmentTrack


class ReleaseUnit(Command, frozen=True, kw_only=True, tag="dispatch.release_unit"):
    """Let it go from its work. What the crew reported stays, until they report otherwise."""

    permission: ClassVar[str] = Permission.UNIT_ALERT
    object_rule: ClassVar[str] = ObjectRule.CENTRE_UNIT
    unit: UnitId
    reason: Words | None = None


class DivertUnit(Command, frozen=True, kw_only=True, tag="dispatch.divert_unit"):
    """A unit on its way to something milder goes to this task instead. The task that it leaves runs its clock anew at once."""

    permission: ClassVar[str] = Permission.UNIT_ALERT
    object_rule: ClassVar[str] = ObjectRule.CENTRE_UNIT
    assignment: AssignmentId
    """The new one."""
    unit: UnitId
    task: TaskId
    leaves: TaskId
    """What the person saw it go to: another one refuses."""
    change: ChangeId
    reason: Words
    eta_s: EtaS | None = None
    eta_by: Code | None = None
    proposed: Code | None = None
    """`diverted` where Auxilio proposed it; left out when a person thought of it."""


class SendOrder(Command, frozen=True, kw_only=True, tag="dispatch.send_order"):
    """An order to one crew at work, such as to wait for the police. It stands above the address until acknowledged."""

    permission: ClassVar[str] = Permission.UNIT_ALERT
    object_rule: ClassVar[str] = ObjectRule.CENTRE_UNIT
    unit: UnitId
    change: ChangeId
    change_kind: ChangeKind
    words: Words


class OrderStandBy(Command, frozen=True, kw_only=True, tag="dispatch.order_stand_by"):
    """A crew without work goes to this place and waits there. `gain`: what the proposal that is followed was reckoned to give."""

    permission: ClassVar[str] = Permission.UNIT_ALERT
    object_rule: ClassVar[str] = ObjectRule.CENTRE_UNIT
    unit: UnitId
    change: ChangeId
    place: Point
    name: Words
    gain: StandByGain | None = None


class WithdrawStandBy(Command, frozen=True, kw_only=True, tag="dispatch.withdraw_stand_by"):
    """Back to its base: the centre says so."""

    permission: ClassVar[str] = Permission.UNIT_ALERT
    object_rule: ClassVar[str] = ObjectRule.CENTRE_UNIT
    unit: UnitId
    change: ChangeId
    why: Words


class LeaveStandBy(Command, frozen=True, kw_only=True, tag="dispatch.leave_stand_by"):
    """The crew says that it goes back."""

    permission: ClassVar[str] = Permission.UNIT_STATUS
    object_rule: ClassVar[str] = ObjectRule.CREW_UNIT
    unit: UnitId


class DeclineStandBy(Command, frozen=True, kw_only=True, tag="dispatch.decline_stand_by"):
    """A proposed move is not made, and why: a later reader sees that a person decided."""

    permission: ClassVar[str] = Permission.UNIT_ALERT
    object_rule: ClassVar[str] = ObjectRule.CENTRE_UNIT
    unit: UnitId
    place: Point
    name: Words
    why: Words
    gain: StandByGain


class AcknowledgeOrder(Command, frozen=True, kw_only=True, tag="dispatch.acknowledge_order"):
    """«Enterado» of the crew; `told_to` when it came by radio and a desk enters it."""

    permission: ClassVar[str] = Permission.CHANGE_ACKNOWLEDGE
    object_rule: ClassVar[str] = ObjectRule.CREW_OR_CENTRE_UNIT
    unit: UnitId
    change: ChangeId
    at: Instant | None = None
    told_to: ShortText | None = None


class RaiseCrewEmergency(Command, frozen=True, kw_only=True, tag="dispatch.emergency"):
    """The crew's own emergency button, held 1.5 seconds; or the same, said by radio to its centre."""

    permission: ClassVar[str] = Permission.UNIT_EMERGENCY
    object_rule: ClassVar[str] = ObjectRule.CREW_OR_CENTRE_UNIT
    unit: UnitId
    point: Point | None = None
    at: Instant | None = None
    group: ShortText | None = None
    """The talk group on which its microphone is open, where it came by radio."""


class AnswerCrewEmergency(Command, frozen=True, kw_only=True, tag="dispatch.answer_emergency"):
    """A desk has heard it; `over` when the crew is safe, with the words that say so."""

    permission: ClassVar[str] = Permission.WATCH_ANSWER
    object_rule: ClassVar[str] = ObjectRule.CENTRE_CREW
    unit: UnitId
    over: bool = False
    words: Words | None = None


type UnitCommand = (
    RegisterUnit
    | SignOnCrew
    | SignOffCrew
    | AlertUnit
    | EnterUnit
    | ReportStatus
    | EnterStatus
    | ReportCareTransfer
    | KeepAssignmentTrack
    | ReleaseUnit
    | DivertUnit
    | SendOrder
    | OrderStandBy
    | WithdrawStandBy
    | LeaveStandBy
    | DeclineStandBy
    | AcknowledgeOrder
    | RaiseCrewEmergency
    | AnswerCrewEmergency
    | LendUnit
    | BringUnitHome
)

# --- events of a unit -----------------------------------------------------------------------------


class UnitRegistered(Event, frozen=True, kw_only=True, tag="dispatch.unit.registered"):
    """Its fixed data."""

    unit: UnitId
    callsign: Callsign
    agency: AgencyId
    centre: CentreId
    capabilities: UnitCapabilities
    home: Point
    mode: Mode
    talk_group: ShortText | None = None
    phone: Phone | None = None
    radios: tuple[Tsi, ...] = ()
    retired: bool = False


class CrewSignedOn(Event, frozen=True, kw_only=True, tag="dispatch.unit.crew_signed_on"):
    """Who crews it."""

    unit: UnitId
    crew: tuple[CrewMember, ...]
    by: ShortText


class CrewSignedOff(Event, frozen=True, kw_only=True, tag="dispatch.unit.crew_signed_off"):
    """Nobody."""

    unit: UnitId
    by: ShortText


class UnitAlerted(Event, frozen=True, kw_only=True, tag="dispatch.unit.alerted"):
    """The unit was given work (T8, T9). Its position is the one that the decision used."""

    unit: UnitId
    assignment: AssignmentId
    task: TaskId
    case: CaseId
    orders: tuple[CriticalChange, ...] = ()
    """Critical changes of the task that were pending at that moment: the crew starts with them."""


class UnitStatusReported(Event, frozen=True, kw_only=True, tag="dispatch.unit.status_reported"):
    """What the crew says. `said_by` when it came by voice and a desk entered it."""

    unit: UnitId
    status: UnitStatus
    said_by: ShortText | None = None
    entered_by: ShortText | None = None
    for_centre: CentreId | None = None
    """A desk of the room entered it for this centre."""
    heard: UUID | None = None
    """The line of the radio log that said it."""


class UnitLateStatusKept(Event, frozen=True, kw_only=True, tag="dispatch.unit.press_kept"):
    """A press that came too late to be the status. Nothing that a crew said is thrown away."""

    unit: UnitId
    status: UnitStatus
    reason: LateStatusReason
    assignment: AssignmentId | None = None
    heard: UUID | None = None


class UnitFreed(Event, frozen=True, kw_only=True, tag="dispatch.unit.freed"):
    """It has no work any more. The alert is taken back; what the crew reported stays."""

    unit: UnitId
    assignment: AssignmentId
    reason: ReleaseReason
    by: ShortText
    words: ShortText | None = None


class UnitMoved(Event, frozen=True, kw_only=True, tag="dispatch.unit.moved"):
    """Its work is the same, and belongs to another case now."""

    unit: UnitId
    case: CaseId
    was_in: CaseId


class UnitOrdered(Event, frozen=True, kw_only=True, tag="dispatch.unit.ordered"):
    """An order or a critical change interrupts the crew."""

    unit: UnitId
    order: CriticalChange
    by: ShortText


class OrderAcknowledged(Event, frozen=True, kw_only=True, tag="dispatch.unit.order_acknowledged"):
    """The crew knows."""

    unit: UnitId
    change: ChangeId
    acknowledgement: Acknowledgement


class StandByOrdered(Event, frozen=True, kw_only=True, tag="dispatch.unit.stand_by_ordered"):
    """It was told where to wait. The order that interrupts its crew is a fact of its own."""

    unit: UnitId
    place: Point
    name: ShortText
    by: ShortText
    gain: StandByGain | None = None


class StandByEnded(Event, frozen=True, kw_only=True, tag="dispatch.unit.stand_by_over"):
    """It waits there no longer: the centre withdrew it, or its crew goes back. Work and the end of a shift end it too."""

    unit: UnitId
    by: ShortText
    why: ShortText | None = None


class StandByDeclined(Event, frozen=True, kw_only=True, tag="dispatch.unit.stand_by_declined"):
    """A move of this unit was proposed and not made."""

    unit: UnitId
    place: Point
    name: ShortText
    by: ShortText
    why: ShortText
    gain: StandByGain


class CrewEmergencyRaised(Event, frozen=True, kw_only=True, tag="dispatch.unit.emergency_raised"):
    """The crew is in danger."""

    unit: UnitId
    by: ShortText
    point: Point | None = None
    group: ShortText | None = None


class CrewEmergencyAnswered(Event, frozen=True, kw_only=True, tag="dispatch.unit.emergency_answered"):
    """A desk has heard it."""

    unit: UnitId
    by: ShortText
    words: ShortText | None = None


class CrewEmergencyEnded(Event, frozen=True, kw_only=True, tag="dispatch.unit.emergency_over"):
    """The crew is safe."""

    unit: UnitId
    by: ShortText
    words: ShortText


type UnitEvent = (
    UnitRegistered
    | CrewSignedOn
    | CrewSignedOff
    | UnitAlerted
    | UnitStatusReported
    | UnitLateStatusKept
    | UnitFreed
    | UnitMoved
    | UnitOrdered
    | OrderAcknowledged
    | StandByOrdered
    | StandByEnded
    | StandByDeclined
    | CrewEmergencyRaised
    | CrewEmergencyAnswered
    | CrewEmergencyEnded
    | UnitLoanEvent
)
