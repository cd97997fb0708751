"""The life of a review: never of one's own call, nothing blank by silence, never edited."""

from collections.abc import Iterator
from datetime import datetime
from typing import assert_never
from uuid import UUID

import msgspec

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.ids import PersonId
from auxilio.kernel.instant import after_s
from auxilio.kernel.refusal import Refused
from auxilio.quality_review.core import messages as m
from auxilio.quality_review.core.model import (
    REMARKED,
    Correction,
    ItemScore,
    Review,
    ReviewFinding,
    ReviewLevel,
    ReviewReason,
    ReviewReasonKind,
    ReviewReply,
    ReviewState,
    ReviewSubject,
    SafetyFlag,
    ScoreCard,
)
from auxilio.quality_review.core.policy import confirms, score

S = ReviewState
NEXT: dict[ReviewState, frozenset[ReviewState]] = {
    S.CHOSEN: frozenset({S.TAKEN}),
    S.TAKEN: frozenset({S.CHOSEN, S.SUBMITTED}),
    S.SUBMITTED: frozenset(),
}
assert NEXT.keys() == set(ReviewState), "every state has its row"

DAY_S = 86_400.0
CORRECTIONS_MAX = 100


class ReviewBasis(msgspec.Struct, frozen=True, kw_only=True):
    """What a reviewer begins with: the card in force, what the log tells, and who had a hand in the call or its case."""

    card: ScoreCard
    findings: tuple[ReviewFinding, ...]
    hands: frozenset[PersonId]


def choose(
    review: Review | None, id: UUID, subject: ReviewSubject, whys: tuple[ReviewReason, ...]
) -> tuple[Event, ...]:
    """A call is chosen; one that is chosen already gets those reasons that are new."""
    if review is None:
        return (m.ReviewChosen(review=id, subject=subject, why=whys),) if whys else ()
    known = {(one.kind, one.code) for one in review.whys if one.kind is not ReviewReasonKind.PERSON}
    new = [one for one in whys if (one.kind, one.code) not in known]
    return tuple(m.ReviewReasonAdded(review=review.id, why=one) for one in new)


def choose_second(first: Review, second: Review | None, id: UUID, why: ReviewReason) -> tuple[Event, ...]:
    """Another person is to review the same call. Refused: `review_of_a_review`; chosen already, it is no news."""
    if first.second_of is not None:
        raise Refused("review_of_a_review", number=first.subject.number)
    if second is not None:
        return ()
    return (m.ReviewChosen(review=id, subject=first.subject, why=(why,), second_of=first.id),)


def take(review: Review, twin: Review | None, look: ReviewBasis, actor: Actor) -> tuple[Event, ...]:
    """Somebody begins to write it.

    Refused: `review_is_taken`, `own_call`, `worked_on_case`, `reviewed_by_you` (the other review of the same call).
    """
    if review.state is S.TAKEN and review.reviewer == actor.id:
        return ()
    _may_become(review, S.TAKEN)
    if actor.id == review.subject.operator:
        raise Refused("own_call", number=review.subject.number)
    if actor.id in look.hands:
        raise Refused("worked_on_case", number=review.subject.number)
    if twin is not None and twin.reviewer == actor.id:
        raise Refused("reviewed_by_you", number=review.subject.number)
    return (
        m.ReviewTaken(
            review=review.id,
            reviewer=PersonId(actor.id),
            by=actor.name,
            card=look.card.digest,
            card_version=look.card.version,
            findings=look.findings,
        ),
    )


def write(
    review: Review,
    command: m.PutBackReview | m.ScoreItem | m.SubmitReview | m.CorrectReview,
    card: ScoreCard,
    actor: Actor,
    at: datetime,
) -> tuple[Event, ...]:
    """What its reviewer does with it. `card`: the version that it was begun with.

    Refused: `not_your_review`, `review_not_taken`, `review_not_submitted`, `unknown_item`, `item_not_scored`,
    `remark_missing`, `corrections_full`.
    """
    if actor.id != review.reviewer:
        raise Refused("not_your_review", reviewer=review.reviewer_name)
    match command:
        case m.PutBackReview():
            _may_become(review, S.CHOSEN)
            return (m.ReviewPutBack(review=review.id, by=actor.name),)
        case m.ScoreItem(item=item, level=level, remark=remark):
            _must_be(review, S.TAKEN)
            said = ItemScore(item=_known(card, item), level=level, remark=remark.strip())
            return () if review.scored(item) == said else (m.ItemScored(review=review.id, score=said),)
        case m.SubmitReview():
            _must_be(review, S.TAKEN)
            return tuple(_submit(review, command, card, actor, at))
        case m.CorrectReview():
            _must_be(review, S.SUBMITTED)
            return tuple(_correct(review, command, card, actor))
        case _ as never:
            assert_never(never)


def _submit(
    review: Review, command: m.SubmitReview, card: ScoreCard, actor: Actor, at: datetime
) -> Iterator[Event]:
    scores = []
    for item in card.items():
        said = review.scored(item.id)
        if said is None:
            raise Refused("item_not_scored", item=item.id)
        _require_reason(review, said)
        scores.append(said)
    yield m.ReviewSubmitted(
        review=review.id,
        scores=tuple(scores),
        score=score(card, scores),
        words=command.words.strip(),
        reply_until=after_s(at, card.reply_days * DAY_S),
        by=actor.name,
    )
    if grave := tuple(one.item for one in scores if one.level is ReviewLevel.CRITICAL):
        yield m.SafetyFlagRaised(review=review.id, items=grave)


def _correct(review: Review, command: m.CorrectReview, card: ScoreCard, actor: Actor) -> Iterator[Event]:
    before = review.scored(_known(card, command.item))
    assert before is not None, "a submitted review has every item"
    after = ItemScore(item=command.item, level=command.level, remark=command.remark.strip())
    _require_reason(review, after)
    if before == after:
        return
    if len(review.corrections) >= CORRECTIONS_MAX:
        raise Refused("corrections_full", most=CORRECTIONS_MAX)
    others = (one for one in review.scores if one.item != after.item)
    yield m.ReviewCorrected(
        review=review.id,
        before=before,
        after=after,
        reason=command.reason,
        score=score(card, (*others, after)),
        by=actor.name,
    )
    # Taking a critical deviation back closes no flag: only a person who did not write the review does.
    if after.level is ReviewLevel.CRITICAL and before.level is not ReviewLevel.CRITICAL:
        yield m.SafetyFlagRaised(review=review.id, items=(after.item,))


def _require_reason(review: Review, said: ItemScore) -> None:
    """A grave word, and one against the log, comes with its reason."""
    found = next((one for one in review.findings if one.item == said.item), None)
    against = found is not None and not confirms(found.verdict, said.level)
    if (against or said.level in REMARKED) and not said.remark:
        raise Refused("remark_missing", item=said.item)


def reply(review: Review, command: m.ReplyToReview, actor: Actor, at: datetime) -> tuple[Event, ...]:
    """The operator answers. Refused: `not_your_call`, `review_not_submitted`, `reply_given`, `reply_too_late`."""
    if actor.id != review.subject.operator:
        raise Refused("not_your_call")
    _must_be(review, S.SUBMITTED)
    if review.reply is not None:
        raise Refused("reply_given")
    assert review.reply_until is not None, "submitted"
    if at > review.reply_until:
        raise Refused("reply_too_late", until=review.reply_until.date().isoformat())
    return (m.ReviewReplied(review=review.id, words=command.words, by=actor.name),)


def close_safety(review: Review, command: m.CloseSafety, actor: Actor) -> tuple[Event, ...]:
    """The flag is looked at by somebody else. Refused: `no_safety_flag`, `own_safety_flag`."""
    if review.safety is None or review.safety.closed_at is not None:
        raise Refused("no_safety_flag", number=review.subject.number)
    if actor.id in {review.reviewer, review.subject.operator}:
        raise Refused("own_safety_flag")
    return (m.SafetyFlagClosed(review=review.id, words=command.words, by=actor.name),)


def _known(card: ScoreCard, item: str) -> str:
    if all(one.id != item for one in card.items()):
        raise Refused("unknown_item", item=item)
    return item


def _must_be(review: Review, state: ReviewState) -> None:
    if review.state is not state:
        code = "review_not_taken" if state is S.TAKEN else "review_not_submitted"
        raise Refused(code, number=review.subject.number, state=review.state)


def _may_become(review: Review, state: ReviewState) -> None:
    if state not in NEXT[review.state]:
        code = "review_is_taken" if state is S.TAKEN else "review_not_taken"
        raise Refused(code, number=review.subject.number, state=review.state, reviewer=review.reviewer_name)


def evolve(review: Review | None, event: m.ReviewEvent, at: datetime) -> Review:
    """The review after this fact."""
    if isinstance(event, m.ReviewChosen):
        assert review is None, "a call is chosen once"
        return Review(
            id=event.review,
            subject=event.subject,
            whys=event.why,
            chosen_at=at,
            second_of=event.second_of,
        )
    assert review is not None, "a review begins by being chosen"
    change = msgspec.structs.replace
    match event:
        case m.ReviewReasonAdded(why=why):
            return change(review, whys=(*review.whys, why))
        case m.ReviewTaken():
            return change(
                review,
                state=S.TAKEN,
                reviewer=event.reviewer,
                reviewer_name=event.by,
                taken_at=at,
                card=event.card,
                card_version=event.card_version,
                findings=event.findings,
                scores=(),
            )
        case m.ReviewPutBack():
            return change(
                review, state=S.CHOSEN, reviewer=None, reviewer_name="", taken_at=None, findings=(), scores=()
            )
        case m.ItemScored(score=said):
            return change(review, scores=_with(review.scores, said))
        case m.ReviewSubmitted():
            return change(
                review,
                state=S.SUBMITTED,
                scores=event.scores,
                submitted=event.scores,
                submitted_at=at,
                words=event.words,
                score=event.score,
                reply_until=event.reply_until,
            )
        case m.ReviewCorrected():
            kept = Correction(
                at=at, before=event.before, after=event.after, reason=event.reason, score=event.score
            )
            return change(
                review,
                scores=_with(review.scores, event.after),
                corrections=(*review.corrections, kept),
                score=event.score,
            )
        case m.ReviewReplied(words=words):
            return change(review, reply=ReviewReply(at=at, words=words))
        case m.SafetyFlagRaised(items=items):
            before = review.safety.items if review.safety and review.safety.closed_at is None else ()
            return change(review, safety=SafetyFlag(raised_at=at, items=(*before, *items)))
        case m.SafetyFlagClosed(words=words, by=by):
            assert review.safety is not None, "it was raised"
            return change(review, safety=change(review.safety, closed_at=at, closed_by=by, words=words))
        case _ as never:
            assert_never(never)


def _with(scores: tuple[ItemScore, ...], said: ItemScore) -> tuple[ItemScore, ...]:
    """In its place if it was said before, else at the end."""
    if all(one.item != said.item for one in scores):
        return (*scores, said)
    return tuple(said if one.item == said.item else one for one in scores)
