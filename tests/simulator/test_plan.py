"""The same seed lives the same evening, and nobody in it says what is not in their story."""

from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from auxilio.kernel.position import distance_m
from auxilio.kernel.refusal import Refused
from simulator.model import Terrain
from simulator.plan import GAP_MAX_S, GAP_MIN_S, incident, plan, shifted
from simulator.stories import FILE, read_stories
from tests.simulator.factories import SPOTS

STORIES = read_stories()
seeds = some.integers(min_value=0, max_value=2**32)
numbers = some.integers(min_value=0, max_value=5_000)


@given(seed=seeds, nth=numbers)
def test_an_incident_is_the_same_whether_or_not_others_were_drawn_before(seed: int, nth: int) -> None:
    alone = incident(seed, nth, SPOTS, STORIES)
    assert alone == incident(seed, nth, SPOTS, STORIES)
    assert alone == next(plan(seed, SPOTS, STORIES, first=nth))


@given(seed=seeds)
@settings(max_examples=20)
def test_every_kind_happens_as_often_as_its_weight_in_each_round(seed: int) -> None:
    rounds = sum(kind.weight for kind in STORIES.kinds.values())
    drawn = [one.kind for one in islice(plan(seed, SPOTS, STORIES), rounds)]
    assert {kind: drawn.count(kind) for kind in STORIES.kinds} == {
        kind: story.weight for kind, story in STORIES.kinds.items()
    }


@given(seed=seeds, nth=numbers)
def test_callers_speak_their_languages_from_where_they_stand(seed: int, nth: int) -> None:
    drawn = incident(seed, nth, SPOTS, STORIES)
    story = STORIES.kinds[drawn.kind]
    assert drawn.spot.ground is story.where
    assert GAP_MIN_S <= drawn.gap_s <= GAP_MAX_S
    assert len(drawn.callers) == len(story.callers)
    for role, caller in zip(story.callers, drawn.callers, strict=True):
        assert caller.language in role.languages
        assert caller.lines
        assert all("{" not in line for line in (*caller.lines, *sum(caller.answers.values(), ())))
        assert (caller.position is not None) == role.shares
        if caller.position is not None:
            assert distance_m(caller.position, drawn.spot.point) <= role.apart_m * 1.31 + 1


@given(seed=seeds)
def test_three_callers_tell_of_one_accident_each_from_their_place_and_in_their_language(seed: int) -> None:
    drawn = incident(seed, 0, SPOTS, STORIES, kinds=("traffic_accident",))
    assert len(drawn.callers) == 3
    assert len({caller.position for caller in drawn.callers}) == 3
    assert len({caller.language for caller in drawn.callers}) >= 2
    assert len({caller.name for caller in drawn.callers}) == 3


def test_the_six_stories_of_a_demo_are_told() -> None:
    wanted = {"cardiac_arrest", "traffic_accident", "kitchen_fire", "silent_chat", "prank", "lost_hiker"}
    assert wanted <= STORIES.kinds.keys()
    assert {role.cannot_speak for role in STORIES.kinds["silent_chat"].callers} == {True}
    assert STORIES.kinds["lost_hiker"].where is Terrain.HILL


@given(by_m=some.floats(0, 3_000), towards=some.floats(0, 6.28))
def test_a_shifted_point_is_as_far_as_was_asked(by_m: float, towards: float) -> None:
    start = SPOTS[0].point
    assert distance_m(start, shifted(start, by_m, towards)) == pytest.approx(by_m, rel=0.01, abs=0.1)


def test_a_story_that_falls_silent_in_a_language_is_refused(tmp_path) -> None:
    broken = tmp_path / "stories.yaml"
    whole = FILE.read_text("utf-8")
    broken.write_text(whole.replace('en: ["lol hi", "send me a pizza"]', "de: [hallo]", 1))
    with pytest.raises(Refused) as refused:
        read_stories(broken)
    assert refused.value.facts == {"detail": "prank.joker: en"}
    broken.write_text(whole.replace("    weight: 3", "    weight: many", 1))
    with pytest.raises(Refused):
        read_stories(broken)
