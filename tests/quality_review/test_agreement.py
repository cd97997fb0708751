"""Aim: agreement is reckoned as the literature does, and of what nobody had talked about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.quality_review.core import messages as m
from auxilio.quality_review.core.agreement import agreement, weighted_kappa
from auxilio.quality_review.core.machine import write
from auxilio.quality_review.core.model import SEVERITY, ItemScore, ReviewLevel
from tests.quality_review.factories import AT, CARD, REVIEW, REVIEWER, after, scored, taken

HOUT = [[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]]
"""Husbands and wives on the same question, 91 couples: M. Hout, O. D. Duncan, M. E. Sobel, Sociological Methodology 17
(1987), table 1. A. Agresti, Categorical Data Analysis (1990), p. 367, and the R package vcd (`Kappa`, data `SexualFun`)
print the weighted kappa with equal spacing as 0.2374."""


def ratings(table: list[list[int]]):
    return [
        (SEVERITY[i], SEVERITY[j])
        for i, row in enumerate(table)
        for j, count in enumerate(row)
        for _ in range(count)
    ]


def test_the_published_example_comes_out() -> None:
    assert weighted_kappa(ratings(HOUT)) == pytest.approx(0.2374, abs=0.00005)


def test_with_two_levels_it_is_plain_kappa() -> None:
    """J. Cohen, Educational and Psychological Measurement 20 (1960): with two categories weights change nothing."""
    table = [[20, 5], [10, 15]]
    observed, chance = 35 / 50, (25 * 30 + 25 * 20) / 50**2
    assert weighted_kappa(ratings(table)) == pytest.approx((observed - chance) / (1 - chance))


def test_where_there_is_nothing_to_compare_nothing_is_said() -> None:
    assert weighted_kappa([]) is None
    assert weighted_kappa([(ReviewLevel.NONE, ReviewLevel.NONE)] * 9) is None


pairs = st.lists(st.tuples(st.sampled_from(SEVERITY), st.sampled_from(SEVERITY)), max_size=60)


@given(pairs)
def test_it_is_one_for_the_same_words_and_it_has_no_first_reviewer(
    found: list[tuple[ReviewLevel, ReviewLevel]],
) -> None:
    same = weighted_kappa([(a, a) for a, _ in found])
    assert same is None or same == pytest.approx(1)
    turned, kappa = weighted_kappa([(b, a) for a, b in found]), weighted_kappa(found)
    assert kappa is None or (kappa <= 1 and turned == pytest.approx(kappa))


def submitted(**other: ItemScore):
    review = scored(taken(), **other)
    return after(review, *write(review, m.SubmitReview(review=REVIEW), CARD, REVIEWER, AT))


def test_a_correction_after_the_talk_changes_no_agreement() -> None:
    one, other = submitted(), submitted(calm=ItemScore(item="calm", level=ReviewLevel.MINOR))
    fix = m.CorrectReview(review=REVIEW, item="calm", level=ReviewLevel.NONE, reason="lo hablamos")
    later = after(other, *write(other, fix, CARD, REVIEWER, AT))
    items = [item.id for item in CARD.items()]
    found = agreement([(one, later)], items, 0.6)
    assert found == agreement([(one, other)], items, 0.6)
    calm = next(each for each in found.items if each.item == "calm")
    assert (calm.pairs, calm.same) == (1, 0)
    assert (found.whole.pairs, found.whole.same) == (len(items), len(items) - 1)


def test_whether_it_applies_is_counted_apart() -> None:
    away = ItemScore(item="calm", level=None, remark="no contestó nadie")
    found = agreement([(submitted(), submitted(calm=away))], [item.id for item in CARD.items()], 0.6)
    calm = next(each for each in found.items if each.item == "calm")
    assert (calm.pairs, calm.apart_on_applying, calm.kappa) == (0, 1, None)
