"""What can be asked of a case, and what can have happened to one."""

from typing import Annotated, ClassVar

import msgspec

from auxilio.cases.model import (
    Closing,
    Code,
    Goods,
    Hazard,
    Location,
    Read,
    Spill,
    Teller,
    Warning,
    WindFrom,
)
from auxilio.identity.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CallId, CaseId, DeskId, GoodsId, PersonId
from auxilio.kernel.words import LongText, Mode, Priority, ShortText

Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class OpenCase(Command, frozen=True, kw_only=True, tag="cases.open"):
    """Something is happening. No case is refused for want of an address, a type or a caller."""

    permission: ClassVar[str] = Permission.CASE_OPEN
    case: CaseId
    call: CallId | None = None
    location: Location | None = None
    summary: ShortText | None = None
    type: Code | None = None
    priority: Priority | None = None


class Locate(Command, frozen=True, kw_only=True, tag="cases.locate"):
    """Say where help must go. After it was agreed, a change is a correction and is told to everybody concerned."""

    permission: ClassVar[str] = Permission.CASE_LOCATE
    case: CaseId
    location: Location
    correction: bool = False
    """The person knows that an agreed location is being replaced. Without it, that is refused."""


class AnswerWarning(Command, frozen=True, kw_only=True, tag="cases.answer_warning"):
    """A person has looked at a warning of the location and answers it."""

    permission: ClassVar[str] = Permission.CASE_LOCATE
    case: CaseId
    code: Code
    words: ShortText | None = None


class Classify(Command, frozen=True, kw_only=True, tag="cases.classify"):
    """What it is. By a person, or by what the interview proved (process/evaluated.py)."""

    permission: ClassVar[str] = Permission.TRIAGE_RECLASSIFY
    case: CaseId
    type: Code
    by: ShortText | None = None


class ProveFloor(Command, frozen=True, kw_only=True, tag="cases.prove_floor"):
    """The interview has proved at least this priority, and what must be sent."""

    permission: ClassVar[str] = Permission.SYSTEM
    case: CaseId
    priority: Priority
    rule: ShortText
    send: tuple[Code, ...] = ()


class SetPriority(Command, frozen=True, kw_only=True, tag="cases.set_priority"):
    """A person raises it, or lowers it with a reason. P0 and P1 once offered need another permission."""

    permission: ClassVar[str] = Permission.CASE_DESCRIBE
    case: CaseId
    priority: Priority
    reason: Reason | None = None


class NoteCase(Command, frozen=True, kw_only=True, tag="cases.note"):
    """Words for everybody who works on this case."""

    permission: ClassVar[str] = Permission.CASE_DESCRIBE
    case: CaseId
    words: Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]


class NoteHazard(Command, frozen=True, kw_only=True, tag="cases.note_hazard"):
    """What may hurt those who go there: told at once to every centre and crew."""

    permission: ClassVar[str] = Permission.CASE_DESCRIBE
    case: CaseId
    hazard: Hazard


class StateGoods(Command, frozen=True, kw_only=True, tag="cases.state_goods"):
    """Dangerous goods: as read or told, never refused for being unknown. The house looks them up and keeps what it found.

    `replaces` corrects what was put down before; the old stays, struck through.
    """

    permission: ClassVar[str] = Permission.CASE_DESCRIBE
    case: CaseId
    goods: GoodsId
    top: Read | None = None
    bottom: Read | None = None
    un: Read | None = None
    hazard_class: Read | None = None
    spill: Spill = Spill.UNKNOWN
    told_by: Teller = Teller.CALLER
    replaces: GoodsId | None = None


class SayWind(Command, frozen=True, kw_only=True, tag="cases.say_wind"):
    """Where the wind blows from at the place, as somebody there says it."""

    permission: ClassVar[str] = Permission.CASE_DESCRIBE
    case: CaseId
    blows_from: WindFrom


class LinkCall(Command, frozen=True, kw_only=True, tag="cases.link_call"):
    """Another call tells of this case."""

    permission: ClassVar[str] = Permission.CASE_LINK
    case: CaseId
    call: CallId


class UnlinkCall(Command, frozen=True, kw_only=True, tag="cases.unlink_call"):
    """It did not after all."""

    permission: ClassVar[str] = Permission.CASE_LINK
    case: CaseId
    call: CallId


class Relate(Command, frozen=True, kw_only=True, tag="cases.relate"):
    """Two cases have to do with one another and stay two."""

    permission: ClassVar[str] = Permission.CASE_LINK
    case: CaseId
    other: CaseId


class Merge(Command, frozen=True, kw_only=True, tag="cases.merge"):
    """This case is the same as another: its calls go there, its own story stays."""

    permission: ClassVar[str] = Permission.CASE_LINK
    case: CaseId
    into: CaseId


class PartCase(Command, frozen=True, kw_only=True, tag="cases.part"):
    """It was another one after all: a merged case goes on by itself, with everything that was known of it."""

    permission: ClassVar[str] = Permission.CASE_LINK
    case: CaseId


class Reserve(Command, frozen=True, kw_only=True, tag="cases.reserve"):
    """Only named people see it from now on."""

    permission: ClassVar[str] = Permission.CASE_DESCRIBE
    case: CaseId
    reason: Reason


class TakeOver(Command, frozen=True, kw_only=True, tag="cases.take_over"):
    """This desk owns the case now."""

    permission: ClassVar[str] = Permission.CASE_DESCRIBE
    case: CaseId


class MarkHelp(Command, frozen=True, kw_only=True, tag="cases.mark_help"):
    """Help was sent, or acknowledged by a crew (process/coordinated.py)."""

    permission: ClassVar[str] = Permission.SYSTEM
    case: CaseId
    acknowledged: bool = False


class CloseCase(Command, frozen=True, kw_only=True, tag="cases.close"):
    """The centre's work is over: every task has ended or was released, and the closing data are there."""

    permission: ClassVar[str] = Permission.CASE_CLOSE
    case: CaseId
    closing: Closing


class ReopenCase(Command, frozen=True, kw_only=True, tag="cases.reopen"):
    """It was not over."""

    permission: ClassVar[str] = Permission.CASE_CLOSE
    case: CaseId
    reason: Reason


class MarkSealed(Command, frozen=True, kw_only=True, tag="cases.mark_sealed"):
    """The file of this case is sealed (process/closed.py)."""

    permission: ClassVar[str] = Permission.SYSTEM
    case: CaseId


type CaseCommand = (
    OpenCase
    | Locate
    | AnswerWarning
    | Classify
    | ProveFloor
    | SetPriority
    | NoteCase
    | NoteHazard
    | StateGoods
    | SayWind
    | LinkCall
    | UnlinkCall
    | Relate
    | Merge
    | PartCase
    | Reserve
    | TakeOver
    | MarkHelp
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
    warning: Warning


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


class FloorProved(Event, frozen=True, kw_only=True, tag="cases.case.floor_proved"):
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
    """Words."""

    case: CaseId
    words: LongText


class HazardNoted(Event, frozen=True, kw_only=True, tag="cases.case.hazard_noted"):
    """A hazard."""

    case: CaseId
    hazard: Hazard


class GoodsStated(Event, frozen=True, kw_only=True, tag="cases.case.goods_stated"):
    """Dangerous goods, with what the tables said; `before` is the plate that it corrects and stays visible, struck through."""

    case: CaseId
    goods: Goods
    by: ShortText
    plate: ShortText
    replaces: GoodsId | None = None
    correction: bool = False
    before: ShortText | None = None


class WindSaid(Event, frozen=True, kw_only=True, tag="cases.case.wind_said"):
    """The wind at the place; `turns` when dangerous goods are known and it did not blow from there before."""

    case: CaseId
    blows_from: WindFrom
    by: ShortText
    before: WindFrom | None = None
    turns: bool = False


class CallLinked(Event, frozen=True, kw_only=True, tag="cases.case.call_linked"):
    """A call tells of it."""

    case: CaseId
    call: CallId


class CallUnlinked(Event, frozen=True, kw_only=True, tag="cases.case.call_unlinked"):
    """It does not."""

    case: CaseId
    call: CallId


class CaseRelated(Event, frozen=True, kw_only=True, tag="cases.case.related"):
    """Has to do with another."""

    case: CaseId
    other: CaseId


class CaseMerged(Event, frozen=True, kw_only=True, tag="cases.case.merged"):
    """Lives on in another."""

    case: CaseId
    into: CaseId


class CaseParted(Event, frozen=True, kw_only=True, tag="cases.case.parted"):
    """It was not the same: it lives by itself again."""

    case: CaseId
    was_in: CaseId


class CaseTookIn(Event, frozen=True, kw_only=True, tag="cases.case.took_in"):
    """Another case was the same as this one, and goes on in it: its calls, its tasks and their crews."""

    case: CaseId
    other: CaseId
    number: int
    """Of the other, as people say it."""
    place: Location | None = None
    """The other's, where this one has none: it is this one's as long as they are one."""


class CaseGaveBack(Event, frozen=True, kw_only=True, tag="cases.case.gave_back"):
    """The other was not the same. What this one had from it alone goes with it: that help was sent, and its place."""

    case: CaseId
    other: CaseId
    number: int


class CaseReserved(Event, frozen=True, kw_only=True, tag="cases.case.reserved"):
    """Only named people see it."""

    case: CaseId
    reason: ShortText


class CaseTakenOver(Event, frozen=True, kw_only=True, tag="cases.case.taken_over"):
    """A new owner."""

    case: CaseId
    owner: DeskId
    owner_person: PersonId
    by: ShortText


class HelpMarked(Event, frozen=True, kw_only=True, tag="cases.case.help_marked"):
    """Help was sent; `acknowledged` once a crew has said so."""

    case: CaseId
    acknowledged: bool = False


class CaseClosed(Event, frozen=True, kw_only=True, tag="cases.case.closed"):
    """Over."""

    case: CaseId
    closing: Closing


class CaseReopened(Event, frozen=True, kw_only=True, tag="cases.case.reopened"):
    """Not over."""

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
    | FloorProved
    | PriorityRaised
    | PriorityLowered
    | CaseNoted
    | HazardNoted
    | GoodsStated
    | WindSaid
    | CallLinked
    | CallUnlinked
    | CaseRelated
    | CaseMerged
    | CaseParted
    | CaseTookIn
    | CaseGaveBack
    | CaseReserved
    | CaseTakenOver
    | HelpMarked
    | CaseClosed
    | CaseReopened
    | CaseSealed
)
