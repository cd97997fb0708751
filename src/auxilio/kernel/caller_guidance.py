"""What is sent to a caller who reads: a question with its answers, or a step of a card. The interview and the card make it, the
call keeps it."""

from typing import Annotated

import msgspec

from auxilio.kernel.ids import CaseId, RunId
from auxilio.kernel.pictograms import Pictogram
from auxilio.kernel.shared_types import Language, LongText, ShortText

GuidanceKey = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
"""The id of a question, step, card or mark, or the code of an answer."""


class AnswerChoice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An answer that the caller may tap."""

    code: GuidanceKey
    label: ShortText


class EasyText(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step for who reads with difficulty: one short order and what a drawing shows of it (decision 0370)."""

    words: ShortText
    pictogram: Pictogram


class CardText(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step of a card, in the words that are read."""

    step: GuidanceKey
    words: LongText
    easy: EasyText | None = None
    asks: bool = False
    """It asks what yes or no answers: the page offers both."""
    only_asks: bool = False
    """Nothing of it is to be done beside that answer."""


class QuestionText(msgspec.Struct, frozen=True, kw_only=True):
    """A question as the caller reads it."""

    run: RunId
    case: CaseId
    question: GuidanceKey
    language: Language
    words: LongText
    choices: tuple[AnswerChoice, ...]


class StepText(msgspec.Struct, frozen=True, kw_only=True):
    """A step as the caller reads it, and what is left of its card: a page that loses its network goes on by it."""

    run: RunId
    case: CaseId
    card: GuidanceKey
    step: GuidanceKey
    language: Language
    words: LongText
    rest: tuple[CardText, ...]
    bpm: int | None
    """The beat of its compressions, where it has any."""
    marks: tuple[GuidanceKey, ...]
    """The moments that the caller may mark."""
    easy: EasyText | None = None
    of_call: bool = False
    """Every step of the card is of the conversation: nothing of it is left to do once the call has ended."""
    yes_no: bool = False
    """`asks` in `CardText`."""
    only_asks: bool = False
    """As in `CardText`."""
