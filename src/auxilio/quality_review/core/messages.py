"""What can be asked of a review and of the draw, and what can have happened to them."""

from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CallId, PersonId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import LongText, ShortText
from auxilio.quality_review.core.model import (
    CardDigest,
    Cause,
    ItemId,
    ItemScore,
    Remark,
    ReviewFinding,
    ReviewLevel,
    ReviewReason,
    ReviewSubject,
    SamplingRule,
    Words,
)

Day = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
"""A day by the clock of the centre, as ISO 8601 writes it."""


class ChooseCall(Command, frozen=True, kw_only=True, tag="review.choose"):
    """This call is to be reviewed, and why: what no log tells. A call that is chosen already gets one more reason."""

    permission: ClassVar[str] = Permission.REVIEW_CHOOSE
    object_rule: ClassVar[str] = ObjectRule.ANY_CALL
    call: CallId
    cause: Cause
    reason: Words


class ChooseByRule(Command, frozen=True, kw_only=True, tag="review.choose_by_rule"):
    """The card's rules say that this call is always reviewed. What is known already is not news."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    call: CallId
    rules: tuple[SamplingRule, ...]


class ChooseSecond(Command, frozen=True, kw_only=True, tag="review.choose_second"):
    """Somebody else reviews it too, without seeing the first."""

    permission: ClassVar[str] = Permission.REVIEW_CHOOSE
    object_rule: ClassVar[str] = ObjectRule.REVIEW
    review: UUID
    reason: Words


class TakeReview(Command, frozen=True, kw_only=True, tag="review.take"):
    """I write this one."""

    permission: ClassVar[str] = Permission.REVIEW_WRITE
    object_rule: ClassVar[str] = ObjectRule.REVIEW
    review: UUID


class PutBackReview(Command, frozen=True, kw_only=True, tag="review.put_back"):
    """Somebody else may; what I had scored is not kept in it."""

    permission: ClassVar[str] = Permission.REVIEW_WRITE
    object_rule: ClassVar[str] = ObjectRule.REVIEW
    review: UUID


class ScoreItem(Command, frozen=True, kw_only=True, tag="review.score"):
    """What I find of one item; None: it does not apply. Said again, it counts as said last."""

    permission: ClassVar[str] = Permission.REVIEW_WRITE
    object_rule: ClassVar[str] = ObjectRule.REVIEW
    review: UUID
    item: ItemId
    level: ReviewLevel | None
    remark: Remark = ""


class SubmitReview(Command, frozen=True, kw_only=True, tag="review.submit"):
    """It is written. From here on there are only corrections."""

    permission: ClassVar[str] = Permission.REVIEW_WRITE
    object_rule: ClassVar[str] = ObjectRule.REVIEW
    review: UUID
    words: LongText = ""


class CorrectReview(Command, frozen=True, kw_only=True, tag="review.correct"):
    """I was wrong in one item, and why. What was submitted stays to be read."""

    permission: ClassVar[str] = Permission.REVIEW_WRITE
    object_rule: ClassVar[str] = ObjectRule.REVIEW
    review: UUID
    item: ItemId
    level: ReviewLevel | None
    remark: Remark = ""
    reason: Words


class ReplyToReview(Command, frozen=True, kw_only=True, tag="review.reply"):
    """The operator's own words to it, once, within the days that the card gives."""

    permission: ClassVar[str] = Permission.REVIEW_ANSWER
    object_rule: ClassVar[str] = ObjectRule.REVIEW
    review: UUID
    words: Words


class CloseSafety(Command, frozen=True, kw_only=True, tag="review.close_safety"):
    """What became of the harm that may have been done."""

    permission: ClassVar[str] = Permission.REVIEW_SAFETY
    object_rule: ClassVar[str] = ObjectRule.REVIEW
    review: UUID
    words: Words


type ReviewCommand = (
    ChooseCall
    | ChooseByRule
    | ChooseSecond
    | TakeReview
    | PutBackReview
    | ScoreItem
    | SubmitReview
    | CorrectReview
    | ReplyToReview
    | CloseSafety
)


class ReviewChosen(Event, frozen=True, kw_only=True, tag="review.review.chosen"):
    """A call is to be looked at again."""

    review: UUID
    subject: ReviewSubject
    why: tuple[ReviewReason, ...]
    second_of: UUID | None = None


class ReviewReasonAdded(Event, frozen=True, kw_only=True, tag="review.review.reason_added"):
    """There is one more reason."""

    review: UUID
    why: ReviewReason


class ReviewTaken(Event, frozen=True, kw_only=True, tag="review.review.taken"):
    """Somebody writes it, by this card; and what the log tells."""

    review: UUID
    reviewer: PersonId
    by: ShortText
    card: CardDigest
    card_version: ShortText
    findings: tuple[ReviewFinding, ...]


class ReviewPutBack(Event, frozen=True, kw_only=True, tag="review.review.put_back"):
    """It waits for somebody else."""

    review: UUID
    by: ShortText


class ItemScored(Event, frozen=True, kw_only=True, tag="review.review.item_scored"):
    """One item was looked at."""

    review: UUID
    score: ItemScore


class ReviewSubmitted(Event, frozen=True, kw_only=True, tag="review.review.submitted"):
    """It is written: every item, and what it comes to by the weights of the card."""

    review: UUID
    scores: tuple[ItemScore, ...]
    score: float | None
    words: LongText
    reply_until: Instant
    by: ShortText


class SafetyFlagRaised(Event, frozen=True, kw_only=True, tag="review.review.safety_raised"):
    """A critical deviation: somebody may have been harmed."""

    review: UUID
    items: tuple[ItemId, ...]


class SafetyFlagClosed(Event, frozen=True, kw_only=True, tag="review.review.safety_closed"):
    """A person who did not write the review has looked at it."""

    review: UUID
    words: LongText
    by: ShortText


class ReviewCorrected(Event, frozen=True, kw_only=True, tag="review.review.corrected"):
    """The reviewer takes one item back."""

    review: UUID
    before: ItemScore
    after: ItemScore
    reason: LongText
    score: float | None
    by: ShortText


class ReviewReplied(Event, frozen=True, kw_only=True, tag="review.review.replied"):
    """The operator answered."""

    review: UUID
    words: LongText
    by: ShortText


type ReviewEvent = (
    ReviewChosen
    | ReviewReasonAdded
    | ReviewTaken
    | ReviewPutBack
    | ItemScored
    | ReviewSubmitted
    | SafetyFlagRaised
    | SafetyFlagClosed
    | ReviewCorrected
    | ReviewReplied
)
"""Closed: `machine` matches every one."""
