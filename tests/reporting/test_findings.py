"""Aim: the card asks the log what the log can be asked, and every answer has words."""

import ast
import json
from pathlib import Path

from auxilio.kernel.ids import CallId
from auxilio.platform.i18n import LANGUAGES
from auxilio.platform.ids import new_id
from auxilio.quality_review.core.model import ReviewVerdict
from auxilio.reporting import review_findings as told
from auxilio.reporting.sampling_rules import rules_of
from tests.quality_review.factories import CARD

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "src/auxilio/platform/schemas/qa-scorecard.schema.json"


class Nothing:
    """No content at all."""

    def interview(self, digest: str) -> None:
        return None

    def card(self, digest: str) -> None:
        return None

    def target_s(self, priority: object) -> None:
        return None


def codes() -> set[str]:
    """Each code that a finding can have: the second part of what the functions return."""
    tree = ast.parse(Path(told.__file__).read_text())
    tuples = [node for node in ast.walk(tree) if isinstance(node, ast.Tuple) and len(node.elts) == 4]
    seconds = [constant for node in tuples for constant in ast.walk(node.elts[1])]
    return {node.value for node in seconds if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_the_schema_allows_what_the_log_can_be_asked_and_nothing_else() -> None:
    item = json.loads(SCHEMA.read_text())["properties"]["sections"]["items"]["properties"]["items"]["items"]
    assert set(item["properties"]["auto"]["enum"]) - {None} == told.AUTO.keys()


def test_every_finding_has_words_in_four_languages() -> None:
    assert {"in_time", "late", "redacted", "marks_missing"} <= codes(), "the search finds them"
    for language in LANGUAGES:
        words = json.loads((ROOT / "locale" / f"{language}.json").read_text())
        assert {code for code in codes() if f"study.finding.{code}" not in words} == set()


def test_of_a_call_that_was_redacted_nothing_is_guessed_and_no_rule_holds() -> None:
    log = told.CallLog([], CallId(new_id()), Nothing())
    found = told.findings(CARD, log)
    assert {(one.verdict, one.code) for one in found} == {(ReviewVerdict.UNTOLD, "redacted")}
    assert rules_of(CARD.sampling, log, nth=1) == ()
