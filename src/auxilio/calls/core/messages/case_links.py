"""What is asked and told of the case that a call belongs to."""

from typing import ClassVar

from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CallId, CaseId


class JoinCase(Command, frozen=True, kw_only=True, tag="calls.join_case"):
    """This call tells of that case: it was opened of the call, or the call was linked (`cases.link_call`)."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    call: CallId
    case: CaseId


class LeaveCase(Command, frozen=True, kw_only=True, tag="calls.leave_case"):
    """Unlinked from `case` (`cases.unlink_call`); a call that tells of another by now stays there. Nothing said is lost."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    call: CallId
    case: CaseId


class CallJoinedCase(Event, frozen=True, kw_only=True, tag="calls.call.joined_case"):
    """The call tells of this case."""

    call: CallId
    case: CaseId


class CallLeftCase(Event, frozen=True, kw_only=True, tag="calls.call.left_case"):
    """It does not."""

    call: CallId
    case: CaseId
