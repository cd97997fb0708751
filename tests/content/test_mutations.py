"""Aim: a defect that somebody plants without knowing the rules is seen before anybody signs (`benchmarks/content_mutation.py`); what a
stranger's kinds come to is published in `docs/written-calls.md`, not asserted here."""

import random
from pathlib import Path

import pytest

from benchmarks.card_mutations import CARDS
from benchmarks.content_defects import KINDS
from benchmarks.content_judge import ContentJudge
from benchmarks.content_mutation import run
from benchmarks.mutations import DECIDING, WORDS
from benchmarks.written import decision, holds


@pytest.mark.slow
def test_defects_of_every_kind_are_verified_or_shown() -> None:
    found = run(instances=96, seed=7, whose="ours")
    assert found["kinds"] == len(DECIDING) + len(WORDS) + len(CARDS) >= 20
    assert set(found["by_kind"]) == {*DECIDING, *WORDS, *CARDS}
    assert found["planted"] >= 80
    assert found["missed_which"] == []


@pytest.mark.slow
def test_a_defect_is_refused_or_named_or_missed() -> None:
    with ContentJudge() as judge:
        arrest = judge.text_of("protocols/san-pcr.yaml")
        dangling = arrest.replace("goto: san-inconsciente", "goto: san-nada")
        milder = arrest.replace("causa: hang}, send: [patrol]", "causa: hang}, send: []")
        newer = arrest.replace("version: 0.1.0", "version: 0.2.0")
        assert arrest not in (dangling, milder, newer)
        assert judge.judge_text("protocols/san-pcr.yaml", dangling) == "refused"
        assert judge.judge_text("protocols/san-pcr.yaml", milder) == "refused"
        assert judge.judge_text("protocols/san-pcr.yaml", newer) == "named"
        assert judge.judge_text("protocols/san-pcr.yaml", arrest + "# a remark\n") == "missed"
        needs = judge.text_of("plans/needs.yaml")
        nobody = needs.replace("  FOREST: FIRE", "  FOREST: NOBODY")
        assert nobody != needs
        assert judge.judge_text("plans/needs.yaml", nobody) == "refused"
        assert judge.text_of("plans/needs.yaml") == needs, "the folder is as it was"


def test_a_strangers_kinds_are_those_that_were_written() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS) == 234
    assert sum(kind.harms for kind in KINDS) == 211
    assert all(kind.says.endswith(".") for kind in KINDS)


def test_a_strangers_kind_leaves_every_other_line_as_it_was() -> None:
    content = Path(__file__).parents[2] / "content"
    kind = next(kind for kind in KINDS if kind.name == "p0_one_step_milder")
    before = (content / "protocols/san-pcr.yaml").read_text("utf-8")
    after = kind(before, random.Random(1))
    assert after is not None
    changed = [(a, b) for a, b in zip(before.splitlines(), after.splitlines(), strict=True) if a != b]
    assert len(changed) == 1
    assert "priority: P0" in changed[0][0]
    assert "priority: P1" in changed[0][1]
    assert kind("format: instruction-card/1\n", random.Random(1)) is None


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
