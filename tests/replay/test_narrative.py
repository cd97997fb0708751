"""What was told of the log of each release is told by this one, word for word."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from auxilio.app.capabilities import NARRATIVES
from auxilio.cases.core import narrative as cases
from auxilio.cases.core.messages import CaseClosed
from auxilio.kernel.event import Event
from auxilio.kernel.narrative import EventNarrative, Narrative
from auxilio.mass_casualty.core import narrative as mass_casualty
from auxilio.mass_casualty.core.scene_messages import SceneReported
from auxilio.reporting.case_report import CaseNarrative
from auxilio.reporting.narrative_facts import story_facts
from auxilio.reporting.narratives import NarrativeTable
from tests.replay.golden import FOLDER
from tests.replay.narrative import envelopes_of, report_of, story_of, told

RELEASES = sorted(file.parent for file in FOLDER.glob("*/narrative.json"))


def kept_of(release: Path) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads((release / "narrative.json").read_text("utf-8"))
    return kept


@pytest.mark.parametrize("release", RELEASES, ids=lambda folder: folder.name)
def test_a_release_is_told_as_it_was_told_then(release: Path) -> None:
    kept, now = kept_of(release), told(release)
    assert now.keys() == kept.keys()
    for language, lines in kept["story"].items():
        assert now["story"][language] == lines
    for language, report in kept["report"].items():
        assert now["report"][language] == report
    assert now == kept


@pytest.mark.parametrize("release", RELEASES, ids=lambda folder: folder.name)
def test_every_event_of_a_golden_log_that_is_told_has_its_line(release: Path) -> None:
    """Else a line that is lost would not show in the comparison."""
    lines = kept_of(release)["story"]["es"]
    told_kinds = {line.partition(" | ")[0] for line in lines}
    kinds = {one.kind for one in envelopes_of(release)}
    assert kinds - NARRATIVES.quiet - told_kinds == set()


@pytest.mark.parametrize(
    ("narrative", "event", "planted"),
    [
        (cases.NARRATIVE, CaseClosed, None),
        (cases.NARRATIVE, CaseClosed, EventNarrative(CaseClosed, facts=lambda _: {}, strong=True)),
        (cases.NARRATIVE, CaseClosed, EventNarrative(CaseClosed, strong=True)),
        (mass_casualty.NARRATIVE, SceneReported, EventNarrative(SceneReported, strong=True)),
    ],
    ids=["not told", "without its facts", "a code without words", "without its phrases"],
)
def test_a_lost_line_or_a_lost_word_of_the_story_is_found(
    narrative: Narrative, event: type[Event], planted: EventNarrative[Any] | None
) -> None:
    kept = [line for line in kept_of(RELEASES[0])["story"]["es"] if line.startswith(f"{event.kind()} | ")]
    others = tuple(one for one in narrative.told if one.event is not event)
    untold = {**narrative.untold, **({} if planted else {event: "It is lost."})}
    changed = Narrative(narrative.capability, (*others, *([planted] if planted else [])), untold)
    assert kept
    assert lines_of(narrative, event) == kept
    assert lines_of(changed, event) != kept


def lines_of(narrative: Narrative, event: type[Event]) -> list[str]:
    """What one narrative alone tells of an event in the golden log."""
    own = [one for one in envelopes_of(RELEASES[0]) if one.kind == event.kind()]
    return story_of(story_facts(own, NarrativeTable([narrative])), "es")


@pytest.mark.parametrize(
    "lost", ["who", "where", "what", "_wind", "milestones", "answers", "instructions", "outcome", "addenda"]
)
def test_a_lost_line_of_the_report_is_found(lost: str, monkeypatch: pytest.MonkeyPatch) -> None:
    envelopes = envelopes_of(RELEASES[0])
    kept = kept_of(RELEASES[0])["report"]["es"]
    now = msgspec.json.decode(msgspec.json.encode(report_of(envelopes, "es")))
    assert now == kept
    monkeypatch.setattr(CaseNarrative, lost, lambda _: ())
    assert msgspec.json.decode(msgspec.json.encode(report_of(envelopes, "es"))) != kept
