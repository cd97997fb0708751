"""What can be asked of a call that nobody answered, and what can have happened: rung back, left to the room, joined with a retry."""

from typing import ClassVar

from auxilio.calls.core.model import PartyEndReason
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CallId, DeskId, PersonId
from auxilio.kernel.shared_types import CallBackPolicy, ShortText

# --- commands -------------------------------------------------------------------------------------


class LogCallBackAttempt(Command, frozen=True, kw_only=True, tag="calls.try_call_back"):
    """An attempt to reach an unanswered caller: reached or not, it is a fact."""

    permission: ClassVar[str] = Permission.CALL_ANSWER
    object_rule: ClassVar[str] = ObjectRule.UNATTENDED_CALL
    call: CallId
    reached: bool


class EscalateCallBack(Command, frozen=True, kw_only=True, tag="calls.message_caller"):
    """Nobody was reached by ringing: somebody of the room tries by hand, by telephone or in writing."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    call: CallId


class JoinRetry(Command, frozen=True, kw_only=True, tag="calls.join_retry"):
    """A later call of the same person takes the place of an unanswered one: one person is waiting, not two."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    call: CallId
    by: CallId


class ConfirmRetry(Command, frozen=True, kw_only=True, tag="calls.confirm_retry"):
    """A person says that an unanswered call was of the caller who is now at their desk: nobody is called back for it.

    For numbers that the network does not assert, and that therefore join nothing by themselves (decision 0245).
    """

    permission: ClassVar[str] = Permission.CALL_ANSWER
    object_rule: ClassVar[str] = ObjectRule.UNATTENDED_CALL
    call: CallId
    by: CallId
    """The call that this actor's desk has."""


class RingBack(Command, frozen=True, kw_only=True, tag="calls.ring_back"):
    """Ring an unanswered caller from this desk. The desk's line stands already: it hears the ringing."""

    permission: ClassVar[str] = Permission.CALL_ANSWER
    object_rule: ClassVar[str] = ObjectRule.UNATTENDED_CALL
    call: CallId


class ReportCallerReached(Command, frozen=True, kw_only=True, tag="calls.caller_reached"):
    """They answered: caller and desk are together."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    call: CallId


class ReportCallerUnreached(Command, frozen=True, kw_only=True, tag="calls.caller_not_reached"):
    """Nobody answered, or there was no way to them."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    call: CallId
    reason: PartyEndReason | None = None
    """What the network said; kept of a call for a case."""


class RuleCallBack(Command, frozen=True, kw_only=True, tag="calls.rule_call_back"):
    """What the interviews of its case prove about ringing this caller back; None: nothing."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    call: CallId
    rule: CallBackPolicy | None
    protocol: ShortText | None
    """The protocol that says so, by id."""


type CallBackCommand = (
    LogCallBackAttempt
    | EscalateCallBack
    | JoinRetry
    | RingBack
    | ReportCallerReached
    | ReportCallerUnreached
    | RuleCallBack
)

# --- events ---------------------------------------------------------------------------------------


class CallBackAttempted(Event, frozen=True, kw_only=True, tag="calls.call.call_back_tried"):
    """One attempt to reach the caller."""

    call: CallId
    reached: bool


class CallBackEscalated(Event, frozen=True, kw_only=True, tag="calls.call.messaged"):
    """The room is asked to reach the caller by hand."""

    call: CallId


class RetryJoined(Event, frozen=True, kw_only=True, tag="calls.call.retry_joined"):
    """This person is now waiting in another call."""

    call: CallId
    by: CallId


class CallBackStarted(Event, frozen=True, kw_only=True, tag="calls.call.ringing_back"):
    """A desk rings the caller."""

    call: CallId
    desk: DeskId
    operator: PersonId
    operator_name: ShortText


class CallerAnswered(Event, frozen=True, kw_only=True, tag="calls.call.caller_answered"):
    """The caller was reached, and speaks with the desk that rang."""

    call: CallId


class CallBackRuled(Event, frozen=True, kw_only=True, tag="calls.call.call_back_ruled"):
    """The interviews of its case prove something else about ringing the caller back."""

    call: CallId
    rule: CallBackPolicy | None
    protocol: ShortText | None
    before: CallBackPolicy
    """What held until now, by whatever."""


type CallBackEvent = (
    CallBackAttempted | CallBackEscalated | RetryJoined | CallBackStarted | CallerAnswered | CallBackRuled
)
