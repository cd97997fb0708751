"""What can be asked of a case and the calls and cases that it has to do with, and what can have happened. Pure."""

from typing import ClassVar

from auxilio.cases.core.model import Location
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CallId, CaseId


class LinkCall(Command, frozen=True, kw_only=True, tag="cases.link_call"):
    """Another call tells of this case."""

    permission: ClassVar[str] = Permission.CASE_LINK
    object_rule: ClassVar[str] = ObjectRule.CALL_AND_CASE
    case: CaseId
    call: CallId


class UnlinkCall(Command, frozen=True, kw_only=True, tag="cases.unlink_call"):
    """A call that was linked does not tell of this case after all."""

    permission: ClassVar[str] = Permission.CASE_LINK
    object_rule: ClassVar[str] = ObjectRule.CALL_AND_CASE
    case: CaseId
    call: CallId


class RelateCase(Command, frozen=True, kw_only=True, tag="cases.relate"):
    """Two cases have to do with one another and stay two."""

    permission: ClassVar[str] = Permission.CASE_LINK
    object_rule: ClassVar[str] = ObjectRule.BOTH_CASES
    case: CaseId
    other: CaseId


class MergeCase(Command, frozen=True, kw_only=True, tag="cases.merge"):
    """This case is the same as another: its calls go there, its own story stays."""

    permission: ClassVar[str] = Permission.CASE_LINK
    object_rule: ClassVar[str] = ObjectRule.BOTH_CASES
    case: CaseId
    into: CaseId


class UnmergeCase(Command, frozen=True, kw_only=True, tag="cases.part"):
    """It was another one after all: a merged case goes on by itself, with everything that was known of it."""

    permission: ClassVar[str] = Permission.CASE_LINK
    object_rule: ClassVar[str] = ObjectRule.BOTH_CASES
    case: CaseId


type RelationCommand = LinkCall | UnlinkCall | RelateCase | MergeCase | UnmergeCase


class CallLinked(Event, frozen=True, kw_only=True, tag="cases.case.call_linked"):
    """A call was linked: it tells of this case."""

    case: CaseId
    call: CallId


class CallUnlinked(Event, frozen=True, kw_only=True, tag="cases.case.call_unlinked"):
    """A linked call was taken off: it does not tell of this case."""

    case: CaseId
    call: CallId


class CaseRelated(Event, frozen=True, kw_only=True, tag="cases.case.related"):
    """The case was related to another; both go on."""

    case: CaseId
    other: CaseId


class CaseMerged(Event, frozen=True, kw_only=True, tag="cases.case.merged"):
    """The case was merged into another, which goes on."""

    case: CaseId
    into: CaseId


class CaseUnmerged(Event, frozen=True, kw_only=True, tag="cases.case.parted"):
    """A merged case was parted again: it was not the same, and goes on by itself."""

    case: CaseId
    was_in: CaseId


class CaseAbsorbed(Event, frozen=True, kw_only=True, tag="cases.case.took_in"):
    """Another case was the same as this one, and goes on in it: its calls, its tasks and their crews."""

    case: CaseId
    other: CaseId
    number: int
    """Of the other, as people say it."""
    place: Location | None = None
    """The other's, where this one has none: it is this one's as long as they are one."""


class CaseReleased(Event, frozen=True, kw_only=True, tag="cases.case.gave_back"):
    """The other was not the same. What this one had from it alone goes with it: that help was sent, and its place."""

    case: CaseId
    other: CaseId
    number: int


type RelationEvent = (
    CallLinked | CallUnlinked | CaseRelated | CaseMerged | CaseUnmerged | CaseAbsorbed | CaseReleased
)
