"""What can be asked of a case, and what can have happened to one."""

from typing import Annotated, ClassVar

import msgspec

from auxilio.cases.core.model import (
    CaseHazmat,
    ClosingData,
    Code,
    Hazard,
    HazmatInformant,
    Location,
    PlaceWarning,
    Read,
    Spill,
    WindFrom,
)
from auxilio.cases.core.relation_messages import CallLinked as CallLinked
from auxilio.cases.core.relation_messages import CallUnlinked as CallUnlinked
from auxilio.cases.core.relation_messages import CaseAbsorbed as CaseAbsorbed
from auxilio.cases.core.relation_messages import CaseMerged as CaseMerged
from auxilio.cases.core.relation_messages import CaseRelated as CaseRelated
from auxilio.cases.core.relation_messages import CaseReleased as CaseReleased
from auxilio.cases.core.relation_messages import CaseUnmerged as CaseUnmerged
from auxilio.cases.core.relation_messages import LinkCall as LinkCall
from auxilio.cases.core.relation_messages import MergeCase as MergeCase
from auxilio.cases.core.relation_messages import RelateCase as RelateCase
from auxilio.cases.core.relation_messages import RelationCommand as RelationCommand
from auxilio.cases.core.relation_messages import RelationEvent as RelationEvent
from auxilio.cases.core.relation_messages import UnlinkCall as UnlinkCall
from auxilio.cases.core.relation_messages import UnmergeCase as UnmergeCase
from auxilio.cases.core.reservation import CaseReserved as CaseReserved
from auxilio.cases.core.reservation import NamePerson as NamePerson
from auxilio.cases.core.reservation import NameWorkers as NameWorkers
from auxilio.cases.core.reservation import PersonRemoved as PersonRemoved
from auxilio.cases.core.reservation import PersonsNamed as PersonsNamed
from auxilio.cases.core.reservation import RemovePerson as RemovePerson
from auxilio.cases.core.reservation import ReservationCommand as ReservationCommand
from auxilio.cases.core.reservation import ReservationEvent as ReservationEvent
from auxilio.cases.core.reservation import ReserveCase as ReserveCase
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CallId, CaseId, DeskId, HazmatId, PersonId
from auxilio.kernel.shared_types import LongText, Mode, Priority, ShortText

Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class OpenCase(Command, frozen=True, kw_only=True, tag="cases.open"):
    """Something is happening. No case is refused for want of an address, a type or a caller."""

    permission: ClassVar[str] = Permission.CASE_OPEN
    object_rule: ClassVar[str] = ObjectRule.NEW_CASE
    case: CaseId
    call: CallId | None = None
    location: Location | None = None
    summary: ShortText | None = None
    type: Code | None = None
    priority: Priority | None = None


class LocateCase(Command, frozen=True, kw_only=True, tag="cases.locate"):
    """Say where help must go. After it was agreed, a change is a correction and is told to everybody concerned."""

    permission: ClassVar[str] = Permission.CASE_LOCATE
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_CASE
    case: CaseId
    location: Location
    correction: bool = False
    """The person knows that an agreed location is being replaced. Without it, that is refused."""


class AnswerWarning(Command, frozen=True, kw_only=True, tag="cases.answer_warning"):
    """A person has looked at a warning of the location and answers it."""

    permission: ClassVar[str] = Permission.CASE_LOCATE
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_CASE
    case: CaseId
    code: Code
    words: ShortText | None = None


class ClassifyCase(Command, frozen=True, kw_only=True, tag="cases.classify"):
    """What it is. By a person, or by what the interview proved (workflows/triage_results.py)."""

    permission: ClassVar[str] = Permission.TRIAGE_RECLASSIFY
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_CASE
    case: CaseId
    type: Code
    by: ShortText | None = None


class RaiseProvedPriority(Command, frozen=True, kw_only=True, tag="cases.prove_floor"):
    """The interview has proved at least this priority, and what must be sent."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    case: CaseId
    priority: Priority
    rule: ShortText
    send: tuple[Code, ...] = ()


class SetPriority(Command, frozen=True, kw_only=True, tag="cases.set_priority"):
    """A person raises it, or lowers it with a reason. P0 and P1 once offered need another permission."""

    permission: ClassVar[str] = Permission.CASE_DESCRIBE
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_CASE
    case: CaseId
    priority: Priority
    reason: Reason | None = None


class NoteCase(Command, frozen=True, kw_only=True, tag="cases.note"):
    """Words for everybody who works on this case."""

    permission: ClassVar[str] = Permission.CASE_DESCRIBE
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_CASE
    case: CaseId
    words: Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]


class NoteHazard(Command, frozen=True, kw_only=True, tag="cases.note_hazard"):
    """What may hurt those who go there: told at once to every centre and crew."""

    permission: ClassVar[str] = Permission.CASE_DESCRIBE
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_CASE
    case: CaseId
    hazard: Hazard


class ReportHazmat(Command, frozen=True, kw_only=True, tag="cases.state_goods"):
    """Dangerous goods: as read or told, never refused for being unknown. Auxilio looks them up and keeps what it found.

    `replaces` corrects what was put down before; the old stays, struck through.
    """

    permission: ClassVar[str] = Permission.CASE_DESCRIBE
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_CASE
    case: CaseId
    goods: HazmatId
    top: Read | None = None
    bottom: Read | None = None
    un: Read | None = None
    hazard_class: Read | None = None
    spill: Spill = Spill.UNKNOWN
    told_by: HazmatInformant = HazmatInformant.CALLER
    replaces: HazmatId | None = None


class ReportWind(Command, frozen=True, kw_only=True, tag="cases.say_wind"):
    """Where the wind blows from at the place, as somebody there says it."""

    permission: ClassVar[str] = Permission.CASE_DESCRIBE
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_CASE
    case: CaseId
    blows_from: WindFrom


class TakeOverCase(Command, frozen=True, kw_only=True, tag="cases.take_over"):
    """This desk owns the case now."""

    permission: ClassVar[str] = Permission.CASE_DESCRIBE
    object_rule: ClassVar[str] = ObjectRule.ROOM_CASE
    case: CaseId


class MarkHelpSent(Command, frozen=True, kw_only=True, tag="cases.mark_help"):
    """Help was sent, or acknowledged by a crew (workflows/coordination.py)."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    case: CaseId
    acknowledged: bool = False


class CloseCase(Command, frozen=True, kw_only=True, tag="cases.close"):
    """The centre's work is over: every task has ended or was released, and the closing data are there."""

    permission: ClassVar[str] = Permission.CASE_CLOSE
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_CASE
    case: CaseId
    closing: ClosingData


class ReopenCase(Command, frozen=True, kw_only=True, tag="cases.reopen"):
    """Open a closed case again, with the reason."""

    permission: ClassVar[str] = Permission.CASE_CLOSE
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_CASE
    case: CaseId
    reason: Reason


class MarkSealed(Command, frozen=True, kw_only=True, tag="cases.mark_sealed"):
    """The file of this case is sealed (workflows/case_closing.py)."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    case: CaseId


type CaseCommand = (
    OpenCase
    | LocateCase
    | AnswerWarning
    | ClassifyCase
    | RaiseProvedPriority
    | SetPriority
    | NoteCase
    | NoteHazard
    | ReportHazmat
    | ReportWind
    | RelationCommand
    | ReservationCommand
    | TakeOverCase
    | MarkHelpSent
    | CloseCase
    | ReopenCase
    | MarkSealed
)


class CaseOpened(Event, frozen=True, kw_only=True, tag="cases.case.opened"):
    """The first fact of a case."""

    case: CaseId
    number: int
    mode: Mode
    by: ShortText
    owner: DeskId | None = None
    owner_person: PersonId | None = None
    call: CallId | None = None
    summary: ShortText | None = None


class CaseLocated(Event, frozen=True, kw_only=True, tag="cases.case.located"):
    """Where help must go; `correction` when an agreed place was replaced; `before` stays visible, struck through."""

    case: CaseId
    location: Location
    correction: bool = False
    before: ShortText | None = None


class HeadingDisputed(Event, frozen=True, kw_only=True, tag="cases.case.heading_disputed"):
    """Somebody tells of the other carriageway. The place stays as it was, and says so until a person answers it."""

    case: CaseId
    warning: PlaceWarning


class WarningAnswered(Event, frozen=True, kw_only=True, tag="cases.case.warning_answered"):
    """A person looked at the warning."""

    case: CaseId
    code: Code
    words: ShortText | None = None


class CaseClassified(Event, frozen=True, kw_only=True, tag="cases.case.classified"):
    """What it is; the trail stays."""

    case: CaseId
    type: Code
    by: ShortText
    before: Code | None = None


class ProvedPriorityRaised(Event, frozen=True, kw_only=True, tag="cases.case.floor_proved"):
    """What the interview proved."""

    case: CaseId
    priority: Priority
    rule: ShortText
    send: tuple[Code, ...] = ()


class PriorityRaised(Event, frozen=True, kw_only=True, tag="cases.case.priority_raised"):
    """More severe than thought. Everybody on the case is interrupted."""

    case: CaseId
    priority: Priority
    before: Priority | None = None
    by: ShortText


class PriorityLowered(Event, frozen=True, kw_only=True, tag="cases.case.priority_lowered"):
    """Less severe, by a person, with a reason. No unit is recalled by it."""

    case: CaseId
    priority: Priority
    before: Priority
    reason: ShortText


class CaseNoted(Event, frozen=True, kw_only=True, tag="cases.case.noted"):
    """A note was written in the case."""

    case: CaseId
    words: LongText


class HazardNoted(Event, frozen=True, kw_only=True, tag="cases.case.hazard_noted"):
    """A hazard at the place of the case was written down."""

    case: CaseId
    hazard: Hazard


class HazmatReported(Event, frozen=True, kw_only=True, tag="cases.case.goods_stated"):
    """Dangerous goods, with what the tables said; `before` is the plate that it corrects and stays visible, struck through."""

    case: CaseId
    goods: CaseHazmat
    by: ShortText
    plate: ShortText
    replaces: HazmatId | None = None
    correction: bool = False
    before: ShortText | None = None


class WindReported(Event, frozen=True, kw_only=True, tag="cases.case.wind_said"):
    """The wind at the place; `turns` when dangerous goods are known and it did not blow from there before."""

    case: CaseId
    blows_from: WindFrom
    by: ShortText
    before: WindFrom | None = None
    turns: bool = False


class CaseTakenOver(Event, frozen=True, kw_only=True, tag="cases.case.taken_over"):
    """Another desk owns the case now."""

    case: CaseId
    owner: DeskId
    owner_person: PersonId
    by: ShortText
    before: DeskId | None = None
    """The desk that owned it. None also in events older than this field."""


class HelpSentMarked(Event, frozen=True, kw_only=True, tag="cases.case.help_marked"):
    """Help was sent; `acknowledged` once a crew has said so."""

    case: CaseId
    acknowledged: bool = False


class CaseClosed(Event, frozen=True, kw_only=True, tag="cases.case.closed"):
    """The case was closed."""

    case: CaseId
    closing: ClosingData


class CaseReopened(Event, frozen=True, kw_only=True, tag="cases.case.reopened"):
    """The closed case was opened again."""

    case: CaseId
    reason: ShortText


class CaseSealed(Event, frozen=True, kw_only=True, tag="cases.case.sealed"):
    """Its file is sealed: from here on only addenda."""

    case: CaseId


type CaseEvent = (
    CaseOpened
    | CaseLocated
    | HeadingDisputed
    | WarningAnswered
    | CaseClassified
    | ProvedPriorityRaised
    | PriorityRaised
    | PriorityLowered
    | CaseNoted
    | HazardNoted
    | HazmatReported
    | WindReported
    | RelationEvent
    | ReservationEvent
    | CaseTakenOver
    | HelpSentMarked
    | CaseClosed
    | CaseReopened
    | CaseSealed
)
