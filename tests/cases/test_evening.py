"""A small made-up evening: how often a repeat is recognised, and that what looks alike is not taken for the same."""

from functools import cache

from auxilio.cases.core.duplicate_incidents import SHOWN_MIN
from benchmarks.same_event import Outcome, Vocabulary, figures, measure, taken_for_its_pair
from tests.triage.shipped_content import lexicon, suggester

EVENINGS = (11, 12, 13)
PRECISION_MIN, RECALL_MIN, RECALL_LOCATED_MIN = 0.92, 0.55, 0.75
"""Below what ten whole evenings measure (docs/decisions/0203): three small ones scatter."""


@cache
def evenings(*, located: bool = False) -> list[Outcome]:
    vocabulary = Vocabulary(suggester(), lexicon())
    return [one for seed in EVENINGS for one in measure(vocabulary, seed, 200, 60, located=located)]


def test_what_is_shown_is_nearly_always_the_same_and_most_repeats_are_shown() -> None:
    asking, located = figures(evenings(), SHOWN_MIN), figures(evenings(located=True), SHOWN_MIN)
    assert asking["precision"] >= PRECISION_MIN, asking
    assert asking["recall"] >= RECALL_MIN, asking
    assert located["precision"] >= PRECISION_MIN, located
    assert located["recall"] >= RECALL_LOCATED_MIN, located


def test_the_same_street_of_the_next_town_is_never_shown() -> None:
    for located in (False, True):
        assert taken_for_its_pair(evenings(located=located))["same_street_two_towns"]["shown"] == 0


def test_two_falls_in_one_building_are_seldom_taken_for_one() -> None:
    pair = taken_for_its_pair(evenings())["two_falls_one_building"]
    assert pair["shown"] <= pair["calls"] * 0.15, pair
