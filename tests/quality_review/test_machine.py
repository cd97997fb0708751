"""Aim: nobody reviews their own call, nothing is blank by silence, nothing is edited, and harm is not closed by who found it."""

from datetime import timedelta
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.kernel.ids import PersonId
from auxilio.kernel.refusal import Refused
from auxilio.quality_review.core import messages as m
from auxilio.quality_review.core.machine import (
    CORRECTIONS_MAX,
    NEXT,
    choose,
    choose_second,
    close_safety,
    reply,
    take,
    write,
)
from auxilio.quality_review.core.model import (
    ItemScore,
    ReviewLevel,
    ReviewReason,
    ReviewReasonKind,
    ReviewState,
    ReviewVerdict,
    SafetyFlag,
)
from auxilio.quality_review.core.policy import confirms, reads_scores, score
from tests.quality_review.factories import (
    AT,
    CARD,
    DOCTOR,
    FINDINGS,
    LOOK,
    OPERATOR,
    OTHER,
    REVIEW,
    REVIEWER,
    SUBJECT,
    WHY,
    after,
    chosen,
    of,
    scored,
    taken,
)

SUBMIT = m.SubmitReview(review=REVIEW, words="bien")
levels = st.sampled_from([*ReviewLevel, None])


def submitted(**other: ItemScore):
    review = scored(taken(), **other)
    return after(review, *write(review, SUBMIT, CARD, REVIEWER, AT))


def refused(code: str):
    return pytest.raises(Refused, match=code)


# --- choosing and taking


def test_a_call_that_is_chosen_twice_is_one_review_with_two_reasons() -> None:
    review = chosen()
    assert choose(review, REVIEW, SUBJECT, (WHY,)) == ()
    late = ReviewReason(kind=ReviewReasonKind.RULE, code="late_first_unit")
    assert after(review, *choose(review, REVIEW, SUBJECT, (WHY, late))).whys == (WHY, late)
    assert choose(None, REVIEW, SUBJECT, ()) == (), "no reason, no review"


def test_two_people_who_ask_for_the_same_are_two_reasons() -> None:
    asked = ReviewReason(kind=ReviewReasonKind.PERSON, code="complaint", words="llama la familia", by="Clara")
    review = after(chosen(), *choose(chosen(), REVIEW, SUBJECT, (asked,)))
    assert len(choose(review, REVIEW, SUBJECT, (asked,))) == 1


def test_nobody_reviews_a_call_that_they_had_a_hand_in() -> None:
    with refused("own_call"):
        take(chosen(), None, LOOK, OPERATOR)
    with refused("worked_on_case"):
        take(chosen(), None, LOOK, of(9, "reviewer"))
    assert len(take(chosen(), None, LOOK, REVIEWER)) == 1


def test_what_is_taken_is_taken_and_taking_it_again_is_no_news() -> None:
    assert take(taken(), None, LOOK, REVIEWER) == ()
    with refused("review_is_taken"):
        take(taken(), None, LOOK, OTHER)


def test_the_second_review_is_somebody_elses() -> None:
    id = UUID(int=101)
    second = after(None, *choose_second(taken(), None, id, WHY))
    assert (second.second_of, second.subject) == (REVIEW, SUBJECT)
    assert choose_second(taken(), second, id, WHY) == ()
    with refused("review_of_a_review"):
        choose_second(second, None, UUID(int=102), WHY)
    with refused("reviewed_by_you"):
        take(second, taken(), LOOK, REVIEWER)
    assert len(take(second, taken(), LOOK, OTHER)) == 1


def test_what_is_put_back_waits_without_a_word_of_it() -> None:
    review = scored(taken())
    back = after(review, *write(review, m.PutBackReview(review=REVIEW), CARD, REVIEWER, AT))
    assert (back.state, back.reviewer, back.scores, back.findings) == (ReviewState.CHOSEN, None, (), ())


# --- writing


def test_only_its_reviewer_writes_it() -> None:
    for command in (
        m.ScoreItem(review=REVIEW, item="calm", level=ReviewLevel.NONE),
        SUBMIT,
        m.PutBackReview(review=REVIEW),
    ):
        with refused("not_your_review"):
            write(taken(), command, CARD, OTHER, AT)


def test_an_item_that_nobody_looked_at_is_not_blank_by_silence() -> None:
    review = taken()
    for item in CARD.items():
        with refused("item_not_scored"):
            write(review, SUBMIT, CARD, REVIEWER, AT)
        said = m.ScoreItem(review=REVIEW, item=item.id, level=ReviewLevel.NONE)
        review = after(review, *write(review, said, CARD, REVIEWER, AT))
    assert after(review, *write(review, SUBMIT, CARD, REVIEWER, AT)).score == 100.0


def test_a_word_against_the_log_and_a_grave_one_come_with_their_reason() -> None:
    for item, level in (("callback", ReviewLevel.MINOR), ("callback", None), ("calm", ReviewLevel.MODERATE)):
        review = scored(taken(), **{item: ItemScore(item=item, level=level)})
        with refused("remark_missing"):
            write(review, SUBMIT, CARD, REVIEWER, AT)
        said = ItemScore(item=item, level=level, remark="se oye en 02:10")
        review = scored(taken(), **{item: said})
        assert len(write(review, SUBMIT, CARD, REVIEWER, AT)) == 1


def test_what_no_card_has_is_not_scored_and_the_same_again_is_no_news() -> None:
    with refused("unknown_item"):
        write(taken(), m.ScoreItem(review=REVIEW, item="manners", level=None), CARD, REVIEWER, AT)
    said = m.ScoreItem(review=REVIEW, item="calm", level=ReviewLevel.MINOR)
    review = after(taken(), *write(taken(), said, CARD, REVIEWER, AT))
    assert write(review, said, CARD, REVIEWER, AT) == ()


def test_what_is_submitted_is_corrected_and_never_edited() -> None:
    review = submitted()
    with refused("review_not_taken"):
        write(review, m.ScoreItem(review=REVIEW, item="calm", level=ReviewLevel.MINOR), CARD, REVIEWER, AT)
    with refused("review_not_taken"):
        write(review, SUBMIT, CARD, REVIEWER, AT)
    fix = m.CorrectReview(
        review=REVIEW, item="calm", level=ReviewLevel.MAJOR, remark="gritó", reason="la escuché de nuevo"
    )
    corrected = after(review, *write(review, fix, CARD, REVIEWER, AT))
    assert corrected.submitted == review.submitted
    assert corrected.scored("calm") == ItemScore(item="calm", level=ReviewLevel.MAJOR, remark="gritó")
    assert corrected.score == 96.0  # half of a section of 10 has fallen to a fifth
    assert corrected.corrections[0].before.level is ReviewLevel.NONE
    full = msgspec.structs.replace(review, corrections=corrected.corrections * CORRECTIONS_MAX)
    with refused("corrections_full"):
        write(full, fix, CARD, REVIEWER, AT)
    with refused("review_not_submitted"):
        write(taken(), fix, CARD, REVIEWER, AT)


# --- harm


GRAVE = ItemScore(item="no_never", level=ReviewLevel.CRITICAL, remark="dio agua")


def test_harm_is_flagged_and_closed_by_neither_reviewer_nor_operator() -> None:
    review = submitted(no_never=GRAVE)
    assert review.safety == SafetyFlag(raised_at=AT, items=("no_never",))
    close = m.CloseSafety(review=REVIEW, words="hablado con el servicio")
    for own in (REVIEWER, OPERATOR):
        with refused("own_safety_flag"):
            close_safety(review, close, own)
    closed = after(review, *close_safety(review, close, DOCTOR))
    assert closed.safety is not None
    assert closed.safety.closed_by == DOCTOR.name
    with refused("no_safety_flag"):
        close_safety(closed, close, DOCTOR)
    with refused("no_safety_flag"):
        close_safety(submitted(), close, DOCTOR)


def test_taking_harm_back_does_not_close_it() -> None:
    review = submitted(no_never=GRAVE)
    back = m.CorrectReview(review=REVIEW, item="no_never", level=ReviewLevel.NONE, reason="no era agua")
    corrected = after(review, *write(review, back, CARD, REVIEWER, AT))
    assert corrected.safety is not None
    assert corrected.safety.closed_at is None


def test_harm_that_a_correction_finds_is_flagged_too() -> None:
    review = submitted()
    found = m.CorrectReview(
        review=REVIEW,
        item="no_never",
        level=ReviewLevel.CRITICAL,
        remark="dio agua",
        reason="no lo había oído",
    )
    assert after(review, *write(review, found, CARD, REVIEWER, AT)).safety is not None


# --- the operator


def test_the_operator_answers_once_within_the_days_of_the_card() -> None:
    review, say = submitted(), m.ReplyToReview(review=REVIEW, words="el mapa no respondía")
    assert review.reply_until == AT + timedelta(days=CARD.reply_days)
    with refused("not_your_call"):
        reply(review, say, OTHER, AT)
    with refused("review_not_submitted"):
        reply(taken(), say, OPERATOR, AT)
    with refused("reply_too_late"):
        reply(review, say, OPERATOR, review.reply_until + timedelta(seconds=1))
    answered = after(review, *reply(review, say, OPERATOR, review.reply_until))
    with refused("reply_given"):
        reply(answered, say, OPERATOR, AT)


def test_a_reviewer_reads_no_review_but_their_own() -> None:
    review = submitted()
    assert reads_scores(review, REVIEWER, writes=True)
    assert not reads_scores(review, OTHER, writes=True)
    assert reads_scores(review, DOCTOR, writes=False)
    assert reads_scores(review, OPERATOR, writes=False)
    assert reads_scores(review, OPERATOR, writes=True), "an operator who also reviews reads of their own call"
    assert not reads_scores(scored(taken()), OPERATOR, writes=False), "not before it is submitted"


# --- properties


@given(st.lists(levels, min_size=len(CARD.items()), max_size=len(CARD.items())))
def test_a_score_lies_between_nothing_and_all_and_never_rises_by_a_graver_word(
    found: list[ReviewLevel | None],
) -> None:
    scores = [ItemScore(item=i.id, level=level) for i, level in zip(CARD.items(), found, strict=True)]
    reached = score(CARD, scores)
    if all(level is None for level in found):
        assert reached is None
        return
    assert reached is not None
    assert 0 <= reached <= 100
    for n, level in enumerate(found):
        if level is not None:
            worst = ItemScore(item=scores[n].item, level=ReviewLevel.CRITICAL)
            lowered = score(CARD, [*scores[:n], worst, *scores[n + 1 :]])
            assert lowered is not None
            assert lowered <= reached


def test_what_does_not_apply_goes_out_and_what_is_left_is_all() -> None:
    only = {"calm": ReviewLevel.MINOR, "callback": ReviewLevel.NONE}
    scores = [ItemScore(item=i.id, level=only.get(i.id)) for i in CARD.items()]
    assert score(CARD, scores) == round((20 * 1.0 + 10 * 0.9) / 30 * 100, 1)


@given(st.sampled_from(ReviewVerdict), levels)
def test_what_the_log_cannot_tell_is_contradicted_by_nobody(
    verdict: ReviewVerdict, level: ReviewLevel | None
) -> None:
    if verdict is ReviewVerdict.UNTOLD:
        assert confirms(verdict, level)
    else:
        meant = {ReviewVerdict.MET: [ReviewLevel.NONE], ReviewVerdict.NOT_APPLICABLE: [None]}
        good = meant.get(
            verdict, [ReviewLevel.MINOR, ReviewLevel.MODERATE, ReviewLevel.MAJOR, ReviewLevel.CRITICAL]
        )
        assert confirms(verdict, level) is (level in good)


def test_every_state_is_reached_and_the_submitted_one_is_the_last() -> None:
    assert {to for row in NEXT.values() for to in row} == set(ReviewState)
    assert NEXT[ReviewState.SUBMITTED] == frozenset()
    assert len(FINDINGS) == sum(1 for item in CARD.items() if item.auto)
    assert PersonId(OPERATOR.id) in LOOK.hands
