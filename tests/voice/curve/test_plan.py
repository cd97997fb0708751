"""The callers of a played day are those that the scenario file promises, and the same every time."""

from collections import Counter
from dataclasses import replace

import msgspec
import pytest

from auxilio.calls.core.policy import is_mobile
from tests.voice.curve.plan import (
    HOUR_S,
    Telephone,
    operators,
    people,
    read_day,
    shared_mobiles,
    tenfold,
    whole,
)

DAY = read_day()
DAY_LONG = whole(DAY, junk=0.41, calls_per_case=4.2)
EVERYBODY = people(DAY, DAY_LONG)


def test_the_same_seed_is_the_same_day_and_another_is_another() -> None:
    assert people(DAY, DAY_LONG) == EVERYBODY
    assert people(msgspec.structs.replace(DAY, seed=7), DAY_LONG) != EVERYBODY


def test_each_hour_has_as_many_first_calls_as_the_curve() -> None:
    first = min(DAY.hours)
    seen = Counter(first + int(one.at_s // HOUR_S) for one in EVERYBODY)
    assert dict(sorted(seen.items())) == {
        hour: round(calls * DAY.first_calls) for hour, calls in DAY.hours.items()
    }


def test_a_nine_hour_day_plays_nine_minutes_and_tenfold_an_hour_ten() -> None:
    assert DAY_LONG.length_s == 540
    assert tenfold(DAY).length_s == 600
    assert len(people(DAY, tenfold(DAY))) == round(10 * DAY.hours[17] * DAY.first_calls)


@pytest.mark.parametrize("junk", DAY.junk)
@pytest.mark.parametrize("calls_per_case", DAY.calls_per_case)
def test_junk_and_calls_for_each_case_are_as_asked(junk: float, calls_per_case: float) -> None:
    everybody = people(DAY, whole(DAY, junk=junk, calls_per_case=calls_per_case))
    told = [one.event for one in everybody if one.event is not None]
    assert 1 - len(told) / len(everybody) == pytest.approx(junk, abs=0.02)
    assert len(told) / len(set(told)) == pytest.approx(calls_per_case, rel=0.01)
    assert set(told) == set(range(len(set(told))))


def test_a_mobile_is_one_persons_and_lines_are_many_peoples() -> None:
    mobiles = [one.number for one in EVERYBODY if one.telephone is Telephone.MOBILE]
    lines = [one.number for one in EVERYBODY if one.telephone is Telephone.LINE]
    assert len(set(mobiles)) == len(mobiles)
    assert len(set(lines)) < len(lines) / 3
    assert all(map(is_mobile, mobiles))
    assert not any(map(is_mobile, lines))
    shared = shared_mobiles(EVERYBODY)
    assert shared
    assert all(map(is_mobile, shared)), "Auxilio knows it only by configuration"
    assert not shared & set(mobiles)


def test_nobody_tries_more_often_or_waits_less_than_the_file_says() -> None:
    assert {one.tries for one in EVERYBODY} == set(range(1, DAY.tries + 1))
    assert min(min(one.patience_s) for one in EVERYBODY) >= 10
    assert all(len(one.again_after_s) == one.tries - 1 for one in EVERYBODY)


def test_a_smaller_town_has_fewer_operators_and_never_none() -> None:
    assert operators(DAY, DAY_LONG) == DAY.operators
    assert operators(DAY, replace(DAY_LONG, share=0.1)) == 2
    assert operators(DAY, replace(DAY_LONG, share=0.001)) == 1
    assert operators(DAY, tenfold(DAY)) == DAY.operators, "ten times the calls, and no more hands"
    assert operators(DAY, tenfold(DAY, share=0.1)) == 2
