"""A card, a call and its review, for tests of the pure part."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from auxilio.identity.core.permissions import permissions_of
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.ids import CallId, CaseId, PersonId
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.quality_review.core import messages as m
from auxilio.quality_review.core.machine import ReviewBasis, evolve
from auxilio.quality_review.core.model import (
    ItemScore,
    Review,
    ReviewFinding,
    ReviewLevel,
    ReviewReason,
    ReviewReasonKind,
    ReviewSubject,
    ReviewVerdict,
    ScoreCard,
)
from auxilio.quality_review.scorecard import read_scorecard

CONTENT = Path(__file__).parents[2] / "content"
AT = datetime(2026, 11, 26, 12, tzinfo=UTC)


def shipped() -> ScoreCard:
    card, faults = read_scorecard(CONTENT)
    assert faults == []
    assert card is not None
    return card


CARD = shipped()


def of(number: int, *roles: str) -> Actor:
    return Actor(
        id=UUID(int=number),
        kind="person",
        name=f"person {number}",
        roles=frozenset(roles),
        permissions=permissions_of(frozenset(roles)),
    )


OPERATOR, REVIEWER, OTHER, DOCTOR = (
    of(1, "call_taker"),
    of(2, "reviewer"),
    of(3, "reviewer"),
    of(4, "medical_director"),
)
REVIEW = UUID(int=100)
SUBJECT = ReviewSubject(
    call=CallId(UUID(int=50)),
    number=7,
    case=CaseId(UUID(int=60)),
    mode=Mode.REAL,
    operator=PersonId(OPERATOR.id),
    operator_name=OPERATOR.name,
    answered_at=AT,
    priority=Priority.P1,
)
WHY = ReviewReason(kind=ReviewReasonKind.RULE, code="manual_override")
FINDINGS = tuple(
    ReviewFinding(item=item.id, verdict=ReviewVerdict.MET, code="in_time")
    for item in CARD.items()
    if item.auto
)
LOOK = ReviewBasis(
    card=CARD, findings=FINDINGS, hands=frozenset({PersonId(OPERATOR.id), PersonId(UUID(int=9))})
)


def after(review: Review | None, *events: Event, at: datetime = AT) -> Review:
    for event in events:
        review = evolve(review, event, at)
    assert review is not None
    return review


def chosen() -> Review:
    return after(None, m.ReviewChosen(review=REVIEW, subject=SUBJECT, why=(WHY,)))


def taken(by: Actor = REVIEWER, look: ReviewBasis = LOOK) -> Review:
    taken_ = m.ReviewTaken(
        review=REVIEW,
        reviewer=PersonId(by.id),
        by=by.name,
        card=CARD.digest,
        card_version=CARD.version,
        findings=look.findings,
    )
    return after(chosen(), taken_)


def scored(review: Review, level: ReviewLevel | None = ReviewLevel.NONE, **other: ItemScore) -> Review:
    for item in CARD.items():
        said = other.get(item.id, ItemScore(item=item.id, level=level))
        review = after(review, m.ItemScored(review=REVIEW, score=said))
    return review
