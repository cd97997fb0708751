"""What can be asked of an operation, and what can have happened to one. Closed: `OperationCommand`, `OperationEvent`."""

from typing import Annotated, ClassVar

import msgspec

from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CentreId, OperationId, PersonId, UnitId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import LongText, Mode, Phone, ShortText
from auxilio.planned_events.core.model import (
    DESKS_MAX,
    LINES_MAX,
    PLACES_MAX,
    AreaCorners,
    Key,
    LocalTime,
    Name,
    NamedPlace,
    OperationDetails,
    PlanLine,
    PlannedEventKind,
    Words,
    ZoneName,
)


class OperationPlan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An operation as a person states it, whole."""

    name: Name
    kind: PlannedEventKind
    starts: LocalTime
    ends: LocalTime
    zone: ZoneName
    ring: AreaCorners
    agency: Key
    """Who leads the command post; tasks of the post are that agency's."""
    agencies: Annotated[tuple[Key, ...], msgspec.Meta(max_length=20)] = ()
    """Whose people may sit there besides."""
    desks: Annotated[int, msgspec.Meta(ge=1, le=DESKS_MAX)] = 2
    post_phone: Phone | None = None
    talk_group: ShortText = ""
    crowd: Annotated[int, msgspec.Meta(ge=0, le=10_000_000)] | None = None
    responsible: ShortText = ""
    phone: Phone | None = None
    notes: LongText = ""
    plan: Annotated[tuple[PlanLine, ...], msgspec.Meta(max_length=LINES_MAX)] = ()
    places: Annotated[tuple[NamedPlace, ...], msgspec.Meta(max_length=PLACES_MAX)] = ()


class PlanOperation(Command, frozen=True, kw_only=True, tag="preventive.plan"):
    """There will be an operation. It begins and ends by itself."""

    permission: ClassVar[str] = Permission.PREVENTIVE_PLAN
    object_rule: ClassVar[str] = ObjectRule.OPERATION
    operation: OperationId
    planned: OperationPlan


class ChangeOperation(Command, frozen=True, kw_only=True, tag="preventive.change"):
    """How it is from now on, stated whole. Once it runs its start stays, and its end is moved by `preventive.extend`."""

    permission: ClassVar[str] = Permission.PREVENTIVE_PLAN
    object_rule: ClassVar[str] = ObjectRule.OPERATION
    operation: OperationId
    planned: OperationPlan


class ExtendOperation(Command, frozen=True, kw_only=True, tag="preventive.extend"):
    """Another end, later or sooner but ahead, with the reason."""

    permission: ClassVar[str] = Permission.PREVENTIVE_PLAN
    object_rule: ClassVar[str] = ObjectRule.OPERATION
    operation: OperationId
    ends: LocalTime
    reason: Words


class EndOperation(Command, frozen=True, kw_only=True, tag="preventive.end"):
    """It ends now, with the reason. One that has not begun is cancelled by it."""

    permission: ClassVar[str] = Permission.PREVENTIVE_PLAN
    object_rule: ClassVar[str] = ObjectRule.OPERATION
    operation: OperationId
    reason: Words


class RequestUnit(Command, frozen=True, kw_only=True, tag="preventive.ask_for_unit"):
    """Ask a centre for one of its units for the time of the operation."""

    permission: ClassVar[str] = Permission.PREVENTIVE_PLAN
    object_rule: ClassVar[str] = ObjectRule.OPERATION
    operation: OperationId
    unit: UnitId
    words: ShortText = ""


class AnswerLoan(Command, frozen=True, kw_only=True, tag="preventive.answer_loan"):
    """Its own centre lends it, or does not."""

    permission: ClassVar[str] = Permission.PREVENTIVE_LEND
    object_rule: ClassVar[str] = ObjectRule.OPERATION
    operation: OperationId
    unit: UnitId
    agreed: bool
    words: ShortText = ""


class OfferUnitLoan(Command, frozen=True, kw_only=True, tag="preventive.give_unit"):
    """Its own centre lends it without being asked; or whoever coordinates the room does."""

    permission: ClassVar[str] = Permission.PREVENTIVE_LEND
    object_rule: ClassVar[str] = ObjectRule.OPERATION
    operation: OperationId
    unit: UnitId
    words: ShortText = ""


class ReturnLentUnit(Command, frozen=True, kw_only=True, tag="preventive.return_unit"):
    """The command post gives it back before the end; or what was asked for is not wanted any more."""

    permission: ClassVar[str] = Permission.PREVENTIVE_RETURN
    object_rule: ClassVar[str] = ObjectRule.OPERATION
    operation: OperationId
    unit: UnitId
    words: ShortText = ""


class RecallUnit(Command, frozen=True, kw_only=True, tag="preventive.ask_back"):
    """Its own centre wants it back before the end."""

    permission: ClassVar[str] = Permission.PREVENTIVE_LEND
    object_rule: ClassVar[str] = ObjectRule.OPERATION
    operation: OperationId
    unit: UnitId
    words: ShortText = ""


class RefuseRecall(Command, frozen=True, kw_only=True, tag="preventive.refuse_back"):
    """The command post keeps it, and says why. A yes is `preventive.return_unit`."""

    permission: ClassVar[str] = Permission.PREVENTIVE_RETURN
    object_rule: ClassVar[str] = ObjectRule.OPERATION
    operation: OperationId
    unit: UnitId
    words: Words


class BeginOperation(Command, frozen=True, kw_only=True, tag="preventive.begin"):
    """Its start has come, by the clock of the server."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    operation: OperationId


class ExpireOperation(Command, frozen=True, kw_only=True, tag="preventive.run_out"):
    """Its end has come, by the clock of the server."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    operation: OperationId


class FinishOperation(Command, frozen=True, kw_only=True, tag="preventive.finish"):
    """Nothing of it is left: no task of its command post is open, every unit is home."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    operation: OperationId


type LoanCommand = RequestUnit | AnswerLoan | OfferUnitLoan | ReturnLentUnit | RecallUnit | RefuseRecall
type LifeCommand = (
    ChangeOperation | ExtendOperation | EndOperation | BeginOperation | ExpireOperation | FinishOperation
)
type OperationCommand = PlanOperation | LifeCommand | LoanCommand


class OperationPlanned(Event, frozen=True, kw_only=True, tag="preventive.operation.planned"):
    """There will be one."""

    operation: OperationId
    mode: Mode
    details: OperationDetails
    by: PersonId
    by_name: ShortText


class OperationChanged(Event, frozen=True, kw_only=True, tag="preventive.operation.changed"):
    """How it is from now on, whole."""

    operation: OperationId
    details: OperationDetails
    by_name: ShortText


class OperationExtended(Event, frozen=True, kw_only=True, tag="preventive.operation.extended"):
    """It ends at another moment."""

    operation: OperationId
    ends_at: Instant
    by_name: ShortText
    reason: ShortText


class OperationBegan(Event, frozen=True, kw_only=True, tag="preventive.operation.began"):
    """Its area, its units and its plan count from now on."""

    operation: OperationId


class OperationEnding(Event, frozen=True, kw_only=True, tag="preventive.operation.ending"):
    """Its time came, or a person ended it (`by_name`): units come home, nothing new is sent to it."""

    operation: OperationId
    by_name: ShortText | None = None
    reason: ShortText = ""


class OperationEnded(Event, frozen=True, kw_only=True, tag="preventive.operation.ended"):
    """Nothing of it is left."""

    operation: OperationId


class OperationCancelled(Event, frozen=True, kw_only=True, tag="preventive.operation.cancelled"):
    """It does not take place."""

    operation: OperationId
    by_name: ShortText | None
    reason: ShortText


class UnitRequested(Event, frozen=True, kw_only=True, tag="preventive.operation.unit_asked_for"):
    """A centre was asked for one of its units."""

    operation: OperationId
    unit: UnitId
    callsign: ShortText
    lender: CentreId
    by_name: ShortText
    words: ShortText = ""


class LoanAgreed(Event, frozen=True, kw_only=True, tag="preventive.operation.loan_agreed"):
    """Its centre lends it for the time of the operation, asked or unasked."""

    operation: OperationId
    unit: UnitId
    callsign: ShortText
    lender: CentreId
    by_name: ShortText
    words: ShortText = ""


class LoanDeclined(Event, frozen=True, kw_only=True, tag="preventive.operation.loan_declined"):
    """Its centre keeps it."""

    operation: OperationId
    unit: UnitId
    by_name: ShortText
    words: ShortText = ""


class LoanEnded(Event, frozen=True, kw_only=True, tag="preventive.operation.loan_over"):
    """It goes home before the end, or is not wanted any more."""

    operation: OperationId
    unit: UnitId
    by_name: ShortText
    words: ShortText = ""


class UnitRecalled(Event, frozen=True, kw_only=True, tag="preventive.operation.unit_asked_back"):
    """Its centre wants it back."""

    operation: OperationId
    unit: UnitId
    by_name: ShortText
    words: ShortText = ""


class RecallRefused(Event, frozen=True, kw_only=True, tag="preventive.operation.back_refused"):
    """The command post keeps it."""

    operation: OperationId
    unit: UnitId
    by_name: ShortText
    words: ShortText


type LoanEvent = UnitRequested | LoanAgreed | LoanDeclined | LoanEnded | UnitRecalled | RecallRefused
type LifeEvent = (
    OperationChanged
    | OperationExtended
    | OperationBegan
    | OperationEnding
    | OperationEnded
    | OperationCancelled
)
type OperationEvent = OperationPlanned | LifeEvent | LoanEvent
