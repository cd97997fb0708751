"""How a card is reckoned: what confirms the log, what a review comes to, and who sees whose. Pure."""

from collections.abc import Iterable

from auxilio.kernel.actor import Actor
from auxilio.quality_review.core.model import (
    ItemScore,
    Review,
    ReviewLevel,
    ReviewState,
    ReviewVerdict,
    ScoreCard,
)


def confirms(verdict: ReviewVerdict, level: ReviewLevel | None) -> bool:
    """Whether this level says what the log says. What the log cannot tell contradicts no score."""
    match verdict:
        case ReviewVerdict.MET:
            return level is ReviewLevel.NONE
        case ReviewVerdict.NOT_MET:
            return level not in {ReviewLevel.NONE, None}
        case ReviewVerdict.NOT_APPLICABLE:
            return level is None
        case ReviewVerdict.UNTOLD:
            return True


def score(card: ScoreCard, scores: Iterable[ItemScore]) -> float | None:
    """0 to 100: of each section the mean of its items' factors, weighed. What does not apply goes out, and what is left is 100.

    None when nothing applied.
    """
    levels = {one.item: one.level for one in scores}
    factors = {one.code: one.factor for one in card.levels}
    reached = whole = 0.0
    for section in card.sections:
        found = [factors[level] for item in section.items if (level := levels.get(item.id)) is not None]
        if found:
            reached += section.weight * sum(found) / len(found)
            whole += section.weight
    return round(100 * reached / whole, 1) if whole else None


def reads_scores(review: Review, actor: Actor, *, writes: bool) -> bool:
    """Whether this person may read what a review says.

    Whoever wrote it, always. Whoever writes reviews (`writes`) reads no other's: so no second reviewer has seen the first.
    Everybody else who may come here, the operator of the call among them, once it is submitted.
    """
    if actor.id == review.reviewer:
        return True
    return review.state is ReviewState.SUBMITTED and (not writes or actor.id == review.subject.operator)
