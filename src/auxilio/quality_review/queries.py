"""What reviewers, operators and those who answer for quality look at."""

from collections.abc import Callable
from uuid import UUID

import msgspec

from auxilio.identity.core.gate import holds, require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CallId
from auxilio.kernel.instant import Instant
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, Priority, ShortText, effective_priority
from auxilio.quality_review.core.agreement import Agreement, agreement
from auxilio.quality_review.core.model import Review, ReviewReason, ReviewState, ScoreCard
from auxilio.quality_review.core.policy import reads_scores
from auxilio.quality_review.ports import AdmitToCase, HiddenCases, admit_everyone, hide_no_case
from auxilio.quality_review.store import ReviewStore


class ReviewRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a list. Of the case nothing but its call's number and priority."""

    id: UUID
    call: CallId
    number: int
    mode: Mode
    priority: Priority
    """As what its case counted when it was chosen (`kernel.shared_types.effective_priority`)."""
    provisional: bool
    operator_name: ShortText
    answered_at: Instant
    whys: tuple[ReviewReason, ...]
    chosen_at: Instant
    state: ReviewState
    second: bool
    reviewer_name: ShortText
    mine: bool
    """I write it."""
    submitted_at: Instant | None
    score: float | None
    """None also for who may not read it."""
    replied: bool
    safety_open: bool


class ReviewLists(msgspec.Struct, frozen=True, kw_only=True):
    """What waits, the longest waiting first, and what is written, the newest first."""

    open: tuple[ReviewRow, ...]
    submitted: tuple[ReviewRow, ...]
    card: ShortText
    """The version in force; empty: there is none, and nothing can be taken."""


class ReviewRead(msgspec.Struct, frozen=True, kw_only=True):
    """One review with the card that it is, or would be, written by."""

    review: Review
    card: ScoreCard | None
    readable: bool
    """Whether what it says is in it: a second reviewer does not see the first's."""


class NumberedCall(msgspec.Struct, frozen=True, kw_only=True):
    """The call that people mean by a number."""

    number: int
    call: CallId


class ReviewQueries:
    """Reads only."""

    def __init__(
        self,
        store: ReviewStore,
        card: Callable[[], ScoreCard | None],
        admits: AdmitToCase = admit_everyone,
        hides: HiddenCases = hide_no_case,
    ) -> None:
        """`card`: the one in force."""
        self._store, self._card, self._admits, self._hides = store, card, admits, hides

    async def lists(self, actor: Actor) -> ReviewLists:
        """For those who review and those who answer for quality. Refused: `not_permitted`."""
        require(actor, Permission.REVIEW_READ)
        card, open_, submitted = self._card(), await self._store.open(), await self._store.submitted()
        hidden = await self._hides(actor, {one.subject.case for one in (*open_, *submitted)})
        return ReviewLists(
            open=tuple(_row(one, actor) for one in open_ if one.subject.case not in hidden),
            submitted=tuple(_row(one, actor) for one in submitted if one.subject.case not in hidden),
            card=card.version if card else "",
        )

    async def mine(self, actor: Actor) -> list[ReviewRow]:
        """What was written about this operator's own calls. Refused: `not_permitted`."""
        require(actor, Permission.REVIEW_ANSWER)
        return [_row(one, actor) for one in await self._store.of_operator(actor.id)]

    async def read(self, id: UUID, actor: Actor) -> ReviewRead:
        """One review, as far as this person may read it. Refused: `unknown_review`, `not_permitted`, `not_your_call`."""
        review = await self.allowed(id, actor)
        if not reads_scores(review, actor, writes=holds(actor, Permission.REVIEW_WRITE)):
            review = without_scores(review)
            return ReviewRead(review=review, card=self._card(), readable=False)
        card = await self._store.card(review.card) if review.card else self._card()
        return ReviewRead(review=review, card=card, readable=True)

    async def allowed(self, id: UUID, actor: Actor) -> Review:
        """A review that this person may know of: those who review, and the operator once it is submitted.

        Of a reserved case only its operator, and those to whom the case is open.
        """
        review = await self._store.review(id)
        if holds(actor, Permission.REVIEW_READ):
            if actor.id != review.subject.operator:
                await self._admits(review.subject.case, actor)
            return review
        require(actor, Permission.REVIEW_ANSWER)
        if actor.id != review.subject.operator or review.state is not ReviewState.SUBMITTED:
            raise Refused("not_your_call")
        return review

    async def call_numbered(self, number: int, actor: Actor) -> NumberedCall:
        """For who chooses a call. Refused: `unknown_call`, `not_permitted`."""
        require(actor, Permission.REVIEW_CHOOSE)
        return NumberedCall(number=number, call=await self._store.call_numbered(number))

    async def agreement(self, actor: Actor) -> Agreement:
        """How far two agree, for everybody who reviews. Refused: `not_permitted`."""
        require(actor, Permission.REVIEW_READ)
        card = self._card()
        if card is None:
            return agreement(await self._store.pairs(actor.mode), (), None)
        found = agreement(
            await self._store.pairs(actor.mode),
            [item.id for item in card.items()],
            card.sampling.inter_rater.floor,
        )
        return msgspec.structs.replace(found, words={item.id: item.words for item in card.items()})


def without_scores(review: Review) -> Review:
    """That it is there, and not what it says."""
    return msgspec.structs.replace(
        review,
        findings=(),
        scores=(),
        submitted=(),
        words="",
        score=None,
        reply=None,
        corrections=(),
        safety=None,
    )


def _row(review: Review, actor: Actor) -> ReviewRow:
    reads = reads_scores(review, actor, writes=holds(actor, Permission.REVIEW_WRITE))
    subject, safety = review.subject, review.safety
    counts = effective_priority(subject.priority)
    return ReviewRow(
        id=review.id,
        call=subject.call,
        number=subject.number,
        mode=subject.mode,
        priority=counts.level,
        provisional=counts.provisional,
        operator_name=subject.operator_name,
        answered_at=subject.answered_at,
        whys=review.whys,
        chosen_at=review.chosen_at,
        state=review.state,
        second=review.second_of is not None,
        reviewer_name=review.reviewer_name,
        mine=actor.id == review.reviewer,
        submitted_at=review.submitted_at,
        score=review.score if reads else None,
        replied=reads and review.reply is not None,
        safety_open=reads and safety is not None and safety.closed_at is None,
    )
