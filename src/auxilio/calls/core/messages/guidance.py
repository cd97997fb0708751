"""What a desk sends of interview and card to a caller who reads, and what their page says of it: shown, tapped, marked."""

from typing import Annotated, ClassVar

import msgspec

from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.caller_guidance import AnswerChoice, CardText, EasyText, GuidanceKey
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CallId, CommandId, RunId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import Language, LongText, ShortText

# --- commands of the caller's page ----------------------------------------------------------------


class ReportShown(Command, frozen=True, kw_only=True, tag="calls.report_shown"):
    """The page has rendered what was sent, in sight. `at` is the phone's moment; it arrives later without network."""

    permission: ClassVar[str] = Permission.CALL_ENTER
    object_rule: ClassVar[str] = ObjectRule.CALLER
    call: CallId
    item: CommandId
    at: Instant


class ProposeAnswer(Command, frozen=True, kw_only=True, tag="calls.propose_answer"):
    """The caller tapped an answer. The operator takes it, or another."""

    permission: ClassVar[str] = Permission.CALL_ENTER
    object_rule: ClassVar[str] = ObjectRule.CALLER
    call: CallId
    item: CommandId
    answer: GuidanceKey
    at: Instant


class ReportCallerMark(Command, frozen=True, kw_only=True, tag="calls.report_mark"):
    """The caller has done a step, answers what it asks, or marks a moment of the card."""

    permission: ClassVar[str] = Permission.CALL_ENTER
    object_rule: ClassVar[str] = ObjectRule.CALLER
    call: CallId
    item: CommandId
    """The step that brought the card."""
    mark: GuidanceKey
    """`done`, `yes`, `no`, or a moment of the card."""
    step: GuidanceKey
    at: Instant


class ChooseEasyReading(Command, frozen=True, kw_only=True, tag="calls.choose_easy_reading"):
    """The caller's page shows steps in easy language, or no longer: the caller has chosen it there."""

    permission: ClassVar[str] = Permission.CALL_ENTER
    object_rule: ClassVar[str] = ObjectRule.CALLER
    call: CallId
    easy: bool


# --- commands of the desk -------------------------------------------------------------------------


class SetEasyReading(Command, frozen=True, kw_only=True, tag="calls.set_easy_reading"):
    """The desk switches easy language on or off on a caller's page (decision 0370)."""

    permission: ClassVar[str] = Permission.CALL_ANSWER
    object_rule: ClassVar[str] = ObjectRule.OWN_CALL
    call: CallId
    easy: bool


# --- events ---------------------------------------------------------------------------------------


class QuestionSent(Event, frozen=True, kw_only=True, tag="calls.call.question_sent"):
    """A question went to the caller in writing. `item` names it from here on."""

    call: CallId
    item: CommandId
    run: RunId
    question: str
    language: Language
    words: LongText
    choices: Annotated[tuple[AnswerChoice, ...], msgspec.Meta(max_length=40)]


class StepSent(Event, frozen=True, kw_only=True, tag="calls.call.step_sent"):
    """A step of a card went to the caller in writing, with what is left of the card."""

    call: CallId
    item: CommandId
    run: RunId
    card: str
    step: str
    language: Language
    words: LongText
    rest: Annotated[tuple[CardText, ...], msgspec.Meta(max_length=60)]
    bpm: int | None
    marks: tuple[str, ...]
    easy: EasyText | None = None
    of_call: bool = False
    """The card is of the conversation: the page shows it no longer once the call has ended."""
    asks: bool = False
    """The step asks what yes or no answers. False in facts of before it was told."""
    only_asks: bool = False
    """Nothing of it is to be done beside that answer. False in facts of before it was told."""


class SentItemShown(Event, frozen=True, kw_only=True, tag="calls.call.sent_shown"):
    """The caller's page had it in sight, at the moment when this happened; it was recorded when the page could tell."""

    call: CallId
    item: CommandId
    words: LongText


class AnswerTapped(Event, frozen=True, kw_only=True, tag="calls.call.answer_tapped"):
    """The caller tapped this answer. It answers nothing until an operator takes it."""

    call: CallId
    item: CommandId
    run: RunId
    question: str
    answer: str
    label: ShortText


class QuestionSettled(Event, frozen=True, kw_only=True, tag="calls.call.question_settled"):
    """The desk recorded an answer to a question that was sent: the page asks it no longer."""

    call: CallId
    item: CommandId
    answer: str
    """The code of one of its answers; empty where it was answered in words, which are not the caller's to read."""
    label: ShortText | None


class StepSuperseded(Event, frozen=True, kw_only=True, tag="calls.call.step_superseded"):
    """The answers no longer prove the compression card whose step was sent last, or its compressions stop or go on. Until its next
    step is sent, the page says that a new one is coming."""

    call: CallId
    item: CommandId
    stops: bool = False
    """The patient breathes normally: the page has no beat, and does not say to go on."""


class CallerMarked(Event, frozen=True, kw_only=True, tag="calls.call.caller_marked"):
    """The caller marked a moment of a card, or said of a step that it is done or what they answer."""

    call: CallId
    item: CommandId
    run: RunId
    mark: str
    step: str


class EasyReadingSet(Event, frozen=True, kw_only=True, tag="calls.call.easy_reading_set"):
    """The caller's page shows steps in easy language from now on, or no longer. The actor says who chose it."""

    call: CallId
    easy: bool


type EasyCommand = ChooseEasyReading | SetEasyReading
type GuidanceCommand = ReportShown | ProposeAnswer | ReportCallerMark
type GuidanceEvent = (
    QuestionSent | StepSent | SentItemShown | AnswerTapped | QuestionSettled | StepSuperseded | CallerMarked
)

GUIDANCE_KINDS = frozenset(
    event.kind()
    for event in (
        QuestionSent,
        StepSent,
        SentItemShown,
        AnswerTapped,
        QuestionSettled,
        StepSuperseded,
        CallerMarked,
    )
)
