"""What is written in a call: lines, what was being typed and not finished, and that the caller can read at all."""

from typing import Annotated, ClassVar

import msgspec

from auxilio.calls.core.messages.guidance import EasyCommand, EasyReadingSet, GuidanceCommand, GuidanceEvent
from auxilio.calls.core.messages.text_delivery import ReportTextDelivery, TextDeliveryReported
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CallId, CommandId
from auxilio.kernel.shared_types import Language, LongText

Line = Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]

# --- commands -------------------------------------------------------------------------------------


class SendCallerText(Command, frozen=True, kw_only=True, tag="calls.say"):
    """A line of chat or real-time text from the caller."""

    permission: ClassVar[str] = Permission.CALL_ENTER
    object_rule: ClassVar[str] = ObjectRule.CALLER
    call: CallId
    words: Line


class SendDeskText(Command, frozen=True, kw_only=True, tag="calls.write"):
    """A line from the desk to the caller."""

    permission: ClassVar[str] = Permission.CALL_ANSWER
    object_rule: ClassVar[str] = ObjectRule.OWN_CALL
    call: CallId
    words: Line


class KeepCallerDraft(Command, frozen=True, kw_only=True, tag="calls.keep_caller_typed"):
    """The caller has typed this and not finished it: it is kept, in case nothing follows (decision 0188)."""

    permission: ClassVar[str] = Permission.CALL_ENTER
    object_rule: ClassVar[str] = ObjectRule.CALLER
    call: CallId
    line: CommandId
    words: Line


class KeepDeskDraft(Command, frozen=True, kw_only=True, tag="calls.keep_desk_typed"):
    """The same of the desk: the caller has read it as it was typed."""

    permission: ClassVar[str] = Permission.CALL_ANSWER
    object_rule: ClassVar[str] = ObjectRule.OWN_CALL
    call: CallId
    line: CommandId
    words: Line


class ChooseLanguage(Command, frozen=True, kw_only=True, tag="calls.choose_language"):
    """The caller's page is read in this language from now on: the desk asks in it."""

    permission: ClassVar[str] = Permission.CALL_ENTER
    object_rule: ClassVar[str] = ObjectRule.CALLER
    call: CallId
    language: Language


class OpenText(Command, frozen=True, kw_only=True, tag="calls.open_text"):
    """The caller's telephone reads and writes real-time text. Sent by the process that carries media."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    call: CallId


# --- events ---------------------------------------------------------------------------------------


class CallerTextSent(Event, frozen=True, kw_only=True, tag="calls.call.caller_said"):
    """A line of the caller."""

    call: CallId
    words: LongText


class DeskTextSent(Event, frozen=True, kw_only=True, tag="calls.call.desk_wrote"):
    """A line of the desk to the caller."""

    call: CallId
    words: LongText


class CallerDraftKept(Event, frozen=True, kw_only=True, tag="calls.call.caller_typed"):
    """What stood in the caller's line and was not finished.

    `line` is the command that will finish it: the fact with that cause, if it ever comes, is the whole line.
    """

    call: CallId
    line: CommandId
    words: LongText


class DeskDraftKept(Event, frozen=True, kw_only=True, tag="calls.call.desk_typed"):
    """What stood in the desk's line, where the caller could read it, and was not finished. `line` as above."""

    call: CallId
    line: CommandId
    words: LongText


class TextOpened(Event, frozen=True, kw_only=True, tag="calls.call.text_opened"):
    """From now on the caller can read what the desk writes, and write, beside the voice or instead of it."""

    call: CallId


type TextCommand = (
    SendCallerText
    | SendDeskText
    | KeepCallerDraft
    | KeepDeskDraft
    | ChooseLanguage
    | OpenText
    | ReportTextDelivery
    | EasyCommand
    | GuidanceCommand
)
type TextEvent = (
    CallerTextSent
    | DeskTextSent
    | CallerDraftKept
    | DeskDraftKept
    | TextOpened
    | TextDeliveryReported
    | EasyReadingSet
    | GuidanceEvent
)
