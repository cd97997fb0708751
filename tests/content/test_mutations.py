"""Aim: a defect that somebody plants without knowing the rules is seen before anybody signs (`benchmarks/content_mutation.py`)."""

import pytest

from benchmarks.card_mutations import CARDS
from benchmarks.content_mutation import run
from benchmarks.mutations import DECIDING, WORDS
from benchmarks.written import decision, holds


@pytest.mark.slow
def test_defects_of_every_kind_are_verified_or_shown() -> None:
    found = run(instances=240, seed=7)
    assert found["kinds"] == len(DECIDING) + len(WORDS) + len(CARDS) >= 20
    assert set(found["by_kind"]) == {*DECIDING, *WORDS, *CARDS}
    assert found["planted"] >= 200
    assert found["missed_which"] == []


def test_the_second_opinion_reads_what_is_written() -> None:
    assert holds({"a": ["N", "U"], "any": [{"b": "Y"}, {"c": "Y"}]}, {"a": "U", "c": "Y"})
    assert not holds({"a": ["N", "U"], "any": [{"b": "Y"}, {"c": "Y"}]}, {"a": "U", "c": "N"})
    raw = {
        "questions": [{"id": "a"}, {"id": "b", "when": {"a": "N"}}],
        "rules": [
            {"id": "R-1", "when": {"b": "Y"}, "priority": "P0"},
            {"id": "R-9", "else": True, "priority": "P2"},
        ],
        "additions": [{"id": "A-1", "when": {"b": "Y"}, "send": ["als"]}],
    }
    grave, mild = decision(raw, {"a": "N", "b": "Y"}), decision(raw, {"a": "Y", "b": "Y"})
    assert grave is not None
    assert mild is not None
    assert (grave["rule"][:2], grave["send"]) == (["R-1", "P0"], {"als": 1})
    assert (mild["rule"][:2], mild["send"]) == (["R-9", "P2"], {}), "what would not be asked does not count"
