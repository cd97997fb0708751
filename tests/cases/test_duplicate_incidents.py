"""Whether a new call may tell of a case that is here already: what is shown, what is not, and always why."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.cases.core.duplicate_incidents import (
    PLACE_AGREES_MIN,
    WEIGHTS,
    DuplicateCandidate,
    EventDescription,
    EventPlace,
    LiveCase,
    compare,
    is_within_reach,
    rank,
    type_similarity,
)
from auxilio.kernel.ids import CaseId
from auxilio.kernel.position import Point
from tests.triage.shipped_content import lexicon

AT = datetime(2026, 3, 14, 2, tzinfo=UTC)
HERE = Point(41.9200, 1.9000)
ACCIDENT, FALL = {"TRA-01": 1.0}, {"SAN-23": 1.0}


def near(metres: float) -> Point:
    return Point(HERE.lat + metres / 111_195, HERE.lon)


def told(metres: float = 0.0, words: str = "", **more: Any) -> EventDescription:
    """Somebody's story, with a fix of 25 metres that far from here."""
    named = lexicon().terms(words)
    known: dict[str, Any] = {
        "spot": EventPlace(point=near(metres), circle_m=25.0),
        "kinds": ACCIDENT,
        "words": named.words,
        "things": named.things,
        "persons": named.persons,
        "at": AT,
    }
    return EventDescription(**known | more)


def case(told: EventDescription, number: int = 4821) -> LiveCase:
    return LiveCase(id=CaseId(UUID(int=number)), number=number, told=told)


def codes(candidate: DuplicateCandidate) -> set[str]:
    return {reason.code for reason in candidate.reasons}


def test_a_second_call_of_an_accident_is_shown_with_its_reasons() -> None:
    earlier = told(60, "un camión ha volcado", at=AT - timedelta(minutes=4))
    found = compare(told(words="a truck on its side"), case(earlier))
    assert found.shown
    assert {"place_near", "time", "type_same", "words"} <= codes(found)
    facts = {reason.code: reason.facts for reason in found.reasons}
    assert facts["place_near"] == {"distance_m": "60", "own_circle_m": "25", "case_circle_m": "25"}
    assert facts["time"] == {"minutes": "4"}
    assert facts["words"] == {"words": "truck"}


def test_a_place_alone_is_not_shown() -> None:
    assert not compare(told(kinds={}), case(told(10))).shown


def test_the_same_street_name_in_the_next_town_is_not_shown_whatever_else_agrees() -> None:
    there = told(6_000, "un camión ha volcado en el puente")
    found = compare(told(words="un camión ha volcado en el puente"), case(there))
    assert not found.shown
    assert "place_far" in codes(found)


@pytest.mark.parametrize(
    ("municipality", "shown"), [("Vilaclara", True), ("Sant Pere", False), (None, False)]
)
def test_a_street_by_its_name_agrees_only_in_the_same_municipality(
    municipality: str | None, shown: bool
) -> None:
    street = frozenset({"calle", "mayor"})
    here = told(spot=EventPlace(municipality="Vilaclara", street=street))
    there = told(spot=EventPlace(municipality=municipality, street=street))
    assert compare(here, case(there)).shown is shown


def test_two_falls_in_one_building_are_two() -> None:
    assert not compare(told(kinds=FALL), case(told(5, kinds=FALL))).shown


def test_they_are_one_when_somebody_is_the_same() -> None:
    earlier = told(5, "mi abuela en la escalera", kinds=FALL)
    found = compare(told(words="an elderly woman", kinds=FALL), case(earlier))
    assert found.shown
    assert "person_same" in codes(found)


def test_another_person_or_another_door_makes_them_two_again() -> None:
    earlier = told(5, "mi abuela en la escalera", kinds=FALL)
    assert not compare(told(words="un niño en la escalera", kinds=FALL), case(earlier)).shown
    doors = [EventPlace(point=HERE, circle_m=10.0, door=frozenset(door)) for door in (("3", "b"), ("1", "a"))]
    first, second = (told(words="mi abuela", kinds=FALL, spot=door) for door in doors)
    assert "door_other" in codes(compare(second, case(first)))
    assert not compare(second, case(first)).shown


def test_a_circle_as_wide_as_the_town_is_no_place() -> None:
    wide = told(spot=EventPlace(point=near(300), circle_m=2_000.0, device=True))
    assert not compare(wide, case(told())).shown


def test_the_same_mobile_is_enough_without_a_place() -> None:
    phones = frozenset({"+34612345678"})
    here, there = told(spot=EventPlace(), kinds={}, phones=phones), told(phones=phones)
    assert compare(here, case(there)).shown
    assert is_within_reach(here, there)


def test_long_after_the_last_call_it_is_rather_something_else() -> None:
    assert not compare(told(), case(told(60, at=AT - timedelta(minutes=90)))).shown


def test_who_sees_the_smoke_of_a_hill_may_be_far_from_it() -> None:
    hill = {"INC-07": 1.0}
    assert compare(told(kinds=hill), case(told(900, kinds=hill))).shown
    assert not compare(told(kinds=hill), case(told(900, kinds={"INC-10": 1.0}))).shown


def test_the_likeliest_comes_first() -> None:
    found = rank(told(), [case(told(150), 1), case(told(20), 2), case(told(9_000), 3)])
    assert [each.number for each in found] == [2, 1, 3]


# --- for all of them ----------------------------------------------------------------------------------

spots = st.builds(
    EventPlace,
    point=st.none() | st.builds(near, st.floats(0, 20_000)),
    circle_m=st.none() | st.floats(0, 5_000),
    municipality=st.sampled_from([None, "Vilaclara", "Sant Pere"]),
    street=st.sampled_from([frozenset[str](), frozenset({"mayor"}), frozenset({"nou"})]),
    door=st.sampled_from([frozenset[str](), frozenset({"3", "b"}), frozenset({"1"})]),
    device=st.booleans(),
)
KINDS = ["TRA-01", "TRA-04", "SAN-23", "SAN-02", "INC-01", "INC-07", "SEG-02", "PCV-16", "RES-10"]
stories = st.builds(
    EventDescription,
    spot=spots,
    kinds=st.dictionaries(st.sampled_from(KINDS), st.floats(0.1, 1.0), max_size=3),
    words=st.dictionaries(st.sampled_from("abcde"), st.just("palabra"), max_size=4),
    things=st.dictionaries(st.sampled_from(["truck", "bridge", "tree"]), st.just("cosa"), max_size=3),
    persons=st.frozensets(st.sampled_from(["man", "woman", "elder", "child"]), max_size=2),
    phones=st.frozensets(st.sampled_from(["+34612345678", "+34687654321"]), max_size=1),
    at=st.builds(lambda s: AT + timedelta(seconds=s), st.integers(0, 20_000)),
)


@given(stories, stories)
def test_nothing_is_shown_unless_place_or_telephone_agree(
    here: EventDescription, there: EventDescription
) -> None:
    found = compare(here, case(there))
    place = sum(
        r.points
        for r in found.reasons
        if r.code.partition("_")[0] in {"place", "street", "door", "municipality"}
    )
    if place < PLACE_AGREES_MIN and not here.phones & there.phones:
        assert not found.shown


@given(stories, stories)
def test_a_score_is_the_sum_of_its_reasons_and_every_reason_is_in_the_table(
    here: EventDescription, there: EventDescription
) -> None:
    found = compare(here, case(there))
    assert found.reasons, "there is always the moment"
    total = sum(reason.points for reason in found.reasons)
    assert found.score <= max(total, 0)
    for reason in found.reasons:
        assert reason.code in WEIGHTS or reason.code == "words"
    if found.shown:
        assert found.score == min(int(total), 100)


@given(stories, stories)
def test_which_of_two_was_first_makes_no_difference(here: EventDescription, there: EventDescription) -> None:
    assert compare(here, case(there)).score == compare(there, case(here)).score


@given(stories, stories)
def test_what_is_not_worth_reading_could_never_be_shown_by_words(
    here: EventDescription, there: EventDescription
) -> None:
    if not is_within_reach(here, there):
        assert not compare(here, case(there)).shown


@given(stories, stories, st.sampled_from(["truck", "bridge", "tree"]))
def test_one_more_thing_in_common_never_lowers_a_score(
    here: EventDescription, there: EventDescription, thing: str
) -> None:
    more = [msgspec.structs.replace(one, things={**one.things, thing: "cosa"}) for one in (here, there)]
    assert compare(more[0], case(more[1])).score >= compare(here, case(there)).score


@given(st.sampled_from(KINDS), st.sampled_from(KINDS))
def test_kinds_are_alike_both_ways(a: str, b: str) -> None:
    assert type_similarity(a, b) == type_similarity(b, a)
    assert type_similarity(a, a) == 1.0
