"""What a review is, and the card by which it is written (docs/nouns/quality-review.md)."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from auxilio.kernel.ids import CallId, CaseId, EventId, PersonId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import LongText, Mode, Priority, ShortText

Text = dict[str, str]
"""One wording in each language."""
CardDigest = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]
Words = Annotated[str, msgspec.Meta(min_length=3, max_length=4000)]
Remark = Annotated[str, msgspec.Meta(max_length=1000)]
ItemId = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class ReviewLevel(StrEnum):
    """How far one thing was from what it should have been, mildest first."""

    NONE = "none"
    MINOR = "minor"
    MODERATE = "moderate"
    MAJOR = "major"
    CRITICAL = "critical"


SEVERITY: tuple[ReviewLevel, ...] = tuple(ReviewLevel)
REMARKED = frozenset({ReviewLevel.MODERATE, ReviewLevel.MAJOR, ReviewLevel.CRITICAL})
"""Nobody is told that they delayed, changed or harmed without being told how."""

# --- the card -------------------------------------------------------------------------------------


class CardLevel(msgspec.Struct, frozen=True, kw_only=True):
    """One level, in words, and what is left of an item's weight with it."""

    code: ReviewLevel
    words: Text
    factor: float


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is looked at. `auto` says what the log is asked of it; None: only an ear can tell."""

    id: ItemId
    words: Text
    auto: str | None = None


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """Items that share a weight."""

    id: ItemId
    words: Text
    weight: int
    items: tuple[Item, ...]


class SamplingRule(StrEnum):
    """Why a call is always looked at, as far as the log can tell."""

    LIFE_THREAT = "life_threat"
    MANUAL_OVERRIDE = "manual_override"
    LATE_FIRST_UNIT = "late_first_unit"
    PROTOCOL_ABANDONED = "protocol_abandoned"
    NEW_OPERATOR = "new_operator"


class MandatoryRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One rule of the card; the other fields are for the rule that asks for them."""

    rule: SamplingRule
    priority: Literal["P0", "P1", "P2", "P3", "P4"] | None = None
    protocols: tuple[str, ...] = ()
    calls: int | None = None


class Stratum(StrEnum):
    """What a drawn sample is spread over."""

    PRIORITY = "priority"
    SHIFT = "shift"
    LANGUAGE = "language"


class DrawQuota(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many calls of each operator are drawn, and spread over what."""

    per_operator_per_month: Annotated[int, msgspec.Meta(ge=0, le=1000)]
    stratified_by: tuple[Stratum, ...]


class InterRater(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many are reviewed by two, and how far two must agree."""

    double_review_percent: Annotated[int, msgspec.Meta(ge=0, le=100)]
    statistic: Literal["weighted_kappa"]
    floor: Annotated[float, msgspec.Meta(ge=-1, le=1)]


class SamplingPlan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which calls are looked at."""

    always: tuple[MandatoryRule, ...]
    random: DrawQuota
    inter_rater: InterRater


class ScoreCard(msgspec.Struct, frozen=True, kw_only=True):
    """The card in force. A version never changes: `digest` names it, and each review keeps the one it was begun with."""

    id: ShortText
    version: ShortText
    levels: tuple[CardLevel, ...]
    sections: tuple[Section, ...]
    sampling: SamplingPlan
    reply_days: Annotated[int, msgspec.Meta(ge=1, le=365)]
    digest: str = ""
    """SHA-256 of what the card says (platform.documents.signed_digest)."""

    def items(self) -> tuple[Item, ...]:
        """Every item, in the order of the card."""
        return tuple(item for section in self.sections for item in section.items)


# --- what the log tells ---------------------------------------------------------------------------


class ReviewVerdict(StrEnum):
    """What the log says of an item."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"
    UNTOLD = "untold"
    """It cannot be told from the log: a person must listen."""


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that a finding was computed from."""

    event: EventId
    at: Instant


class ReviewFinding(msgspec.Struct, frozen=True, kw_only=True):
    """What the log tells of one item: a code that is worded at the edge, its facts, and the moments it was read from."""

    item: ItemId
    verdict: ReviewVerdict
    code: ShortText
    facts: dict[str, str] = {}
    moments: tuple[Moment, ...] = ()


# --- the review -----------------------------------------------------------------------------------


class ReviewReasonKind(StrEnum):
    """How a call came to be reviewed."""

    RULE = "rule"
    DRAWN = "drawn"
    """By the seeded draw of a month (docs/nouns/quality-review.md, The draw)."""
    PERSON = "person"
    SECOND = "second"
    """To see whether two reviewers agree."""


class ReviewReason(msgspec.Struct, frozen=True, kw_only=True):
    """One reason. `code` is the rule, or the cause a person chose; `words` are that person's."""

    kind: ReviewReasonKind
    code: ShortText
    words: LongText = ""
    by: ShortText = ""


class Cause(StrEnum):
    """Why a person asks for a review: what no log tells."""

    COMPLAINT = "complaint"
    LEGAL_REQUEST = "legal_request"
    CALLER_DIED = "caller_died"
    LEARNING = "learning"
    OTHER = "other"


class ReviewSubject(msgspec.Struct, frozen=True, kw_only=True):
    """The call that is looked at, copied when it was chosen: a record may not be renamed."""

    call: CallId
    number: int
    case: CaseId
    mode: Mode
    operator: PersonId
    operator_name: ShortText
    answered_at: Instant
    priority: Priority | None = None


class ReviewState(StrEnum):
    """Where a review is."""

    CHOSEN = "chosen"
    TAKEN = "taken"
    SUBMITTED = "submitted"


class ItemScore(msgspec.Struct, frozen=True, kw_only=True):
    """What the reviewer found of one item; `level` None: it does not apply here."""

    item: ItemId
    level: ReviewLevel | None
    remark: Remark = ""


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """A later word on one item. What was submitted stays as it was."""

    at: Instant
    before: ItemScore
    after: ItemScore
    reason: LongText
    score: float | None


class ReviewReply(msgspec.Struct, frozen=True, kw_only=True):
    """What the operator says to it."""

    at: Instant
    words: LongText


class SafetyFlag(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody may have been harmed. The reviewer opens it and cannot close it."""

    raised_at: Instant
    items: tuple[ItemId, ...]
    closed_at: Instant | None = None
    closed_by: ShortText = ""
    words: LongText = ""


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """One person's look at one call."""

    id: UUID
    subject: ReviewSubject
    whys: tuple[ReviewReason, ...]
    chosen_at: Instant
    second_of: UUID | None = None
    """The review of the same call that another person writes; neither sees the other's before both are submitted."""
    state: ReviewState = ReviewState.CHOSEN
    reviewer: PersonId | None = None
    reviewer_name: ShortText = ""
    taken_at: Instant | None = None
    card: CardDigest | None = None
    card_version: ShortText = ""
    findings: tuple[ReviewFinding, ...] = ()
    """What the log told when it was taken."""
    scores: tuple[ItemScore, ...] = ()
    submitted: tuple[ItemScore, ...] = ()
    """As they were submitted: agreement is reckoned of these, which nobody had talked about yet."""
    submitted_at: Instant | None = None
    words: LongText = ""
    score: float | None = None
    """0 to 100, with one decimal; None before it is submitted, and when nothing in it applied."""
    reply_until: Instant | None = None
    reply: ReviewReply | None = None
    corrections: tuple[Correction, ...] = ()
    safety: SafetyFlag | None = None

    def scored(self, item: str) -> ItemScore | None:
        """What was found of this item so far."""
        return next((one for one in self.scores if one.item == item), None)
