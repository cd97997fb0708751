"""Aim: the server and the console word a report and a count of a scene in the same way, in every language."""

import json
from pathlib import Path
from typing import Any

import pytest

from auxilio.app.capabilities import NARRATIVES
from auxilio.kernel.ids import CaseId
from auxilio.platform.i18n import LANGUAGES, catalogues
from auxilio.platform.ids import new_id
from auxilio.reporting.narrative_facts import story_facts
from auxilio.reporting.story import story
from tests.reporting.test_case_report import fact

VECTORS = [
    vector
    for vector in json.loads((Path(__file__).parents[1] / "vectors/scenes.json").read_text("utf-8"))
    if vector["kind"] in {"major.scene.reported", "major.scene.counted"}
]
"""The others are of the console alone."""


@pytest.mark.parametrize("vector", VECTORS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fact_of_a_scene_is_worded_as_the_console_words_it(vector: dict[str, Any], language: str) -> None:
    """`console/src/kit/scene-line.test.ts` reads the same file."""
    whole = {"case": str(CaseId(new_id())), "mode": "real", "number": 1, "by": "Ana", **vector["body"]}
    facts = story_facts([fact(1, vector["kind"], whole)], NARRATIVES)
    [(_, line)] = story(facts, catalogues(), language)
    assert vector["lines"][language] in line.words


def test_the_vectors_hold_reports_and_counts() -> None:
    assert {vector["kind"] for vector in VECTORS} >= {"major.scene.reported", "major.scene.counted"}
