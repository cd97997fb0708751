"""What can be asked of a call that nobody answered, and what can have happened: rung back, written to, joined with a retry."""

from typing import ClassVar

from auxilio.identity.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CallId, DeskId, PersonId
from auxilio.kernel.words import ShortText

# --- commands -------------------------------------------------------------------------------------


class TryCallBack(Command, frozen=True, kw_only=True, tag="calls.try_call_back"):
    """An attempt to reach an unanswered caller: reached or not, it is a fact."""

    permission: ClassVar[str] = Permission.CALL_ANSWER
    call: CallId
    reached: bool


class MessageCaller(Command, frozen=True, kw_only=True, tag="calls.message_caller"):
    """Nobody could be reached by ringing: tell the caller's telephone in writing, once (console.md 6)."""

    permission: ClassVar[str] = Permission.SYSTEM
    call: CallId


class JoinRetry(Command, frozen=True, kw_only=True, tag="calls.join_retry"):
    """A later call of the same person takes the place of an unanswered one: one person is waiting, not two."""

    permission: ClassVar[str] = Permission.SYSTEM
    call: CallId
    by: CallId


class RingBack(Command, frozen=True, kw_only=True, tag="calls.ring_back"):
    """Ring an unanswered caller from this desk. The desk's line stands already: it hears the ringing."""

    permission: ClassVar[str] = Permission.CALL_ANSWER
    call: CallId


class CallerReached(Command, frozen=True, kw_only=True, tag="calls.caller_reached"):
    """They answered: caller and desk are together."""

    permission: ClassVar[str] = Permission.SYSTEM
    call: CallId


class CallerNotReached(Command, frozen=True, kw_only=True, tag="calls.caller_not_reached"):
    """Nobody answered, or there was no way to them."""

    permission: ClassVar[str] = Permission.SYSTEM
    call: CallId


type CallBackCommand = TryCallBack | MessageCaller | JoinRetry | RingBack | CallerReached | CallerNotReached

# --- events ---------------------------------------------------------------------------------------


class CallBackTried(Event, frozen=True, kw_only=True, tag="calls.call.call_back_tried"):
    """One attempt to reach the caller."""

    call: CallId
    reached: bool


class CallerMessaged(Event, frozen=True, kw_only=True, tag="calls.call.messaged"):
    """A message was put on its way to the caller's telephone. Whether it went is the outbox's to say."""

    call: CallId


class RetryJoined(Event, frozen=True, kw_only=True, tag="calls.call.retry_joined"):
    """This person is now waiting in another call."""

    call: CallId
    by: CallId


class RingingBack(Event, frozen=True, kw_only=True, tag="calls.call.ringing_back"):
    """A desk rings the caller."""

    call: CallId
    desk: DeskId
    operator: PersonId
    operator_name: ShortText


class CallerAnswered(Event, frozen=True, kw_only=True, tag="calls.call.caller_answered"):
    """The caller was reached, and speaks with the desk that rang."""

    call: CallId


type CallBackEvent = CallBackTried | CallerMessaged | RetryJoined | RingingBack | CallerAnswered
