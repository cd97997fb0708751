"""What is told of a golden log: the story in every language, the report, the page of the case, and what reviews read in it.

    .venv/bin/python -m tests.replay.narrative 0.1     write tests/replay/0.1/narrative.json, once, at the release of 0.1

The whole log is told as if it were one case, so that every event meets every part of the report.
"""

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from auxilio.app.capabilities import NARRATIVES
from auxilio.casefile.reviewed_calls import CaseContentVersions
from auxilio.kernel.event import Cursor, Envelope
from auxilio.kernel.ids import CallId, EventId, StreamId, aggregate_name, key_of
from auxilio.kernel.shared_types import Mode
from auxilio.platform.i18n import LANGUAGES, catalogues
from auxilio.reporting.case_page import CasePageBuilder
from auxilio.reporting.case_report import build_report
from auxilio.reporting.narrative_facts import NarrativeFact, story_facts
from auxilio.reporting.protocol_figures import figures
from auxilio.reporting.review_findings import AUTO, CallLog, hands
from auxilio.reporting.sampling_rules import rules_of
from auxilio.reporting.story import story
from tests.proved_content import shipped_bundle
from tests.replay.golden import FOLDER, read_log

WHO = UUID(int=7)


class NamedWording:
    """Names every code by what it was asked for, so that a name that is lost or exchanged shows."""

    def question(self, digest: str, question: str, language: str) -> str | None:
        """See the port."""
        return f"question {question} of {digest[:6]} in {language}"

    def answer(self, digest: str, question: str, answer: str, language: str) -> str | None:
        """See the port."""
        return f"answer {answer} to {question} of {digest[:6]} in {language}"

    def protocol(self, digest: str, language: str) -> str | None:
        """See the port."""
        return f"protocol {digest[:6]} in {language}"

    def rule(self, digest: str, rule: str, language: str) -> str | None:
        """See the port."""
        return f"rule {rule} of {digest[:6]} in {language}"

    def card(self, digest: str, language: str) -> str | None:
        """See the port."""
        return f"card {digest[:6]} in {language}"

    def step(self, digest: str, step: str, language: str, *, written: bool = False) -> str | None:
        """See the port."""
        return f"{'read ' if written else ''}step {step} of {digest[:6]} in {language}"

    def type(self, code: str, language: str) -> str | None:
        """See the port."""
        return f"type {code} in {language}" if code else None

    def centre(self, centre: str) -> str | None:
        """See the port."""
        return f"centre {centre}" if centre else None


def envelopes_of(release: Path) -> list[Envelope]:
    """The events of a golden log, one after the other, in envelopes that are the same each time."""
    lines = [line for lines in read_log(release).values() for line in lines]
    return [
        Envelope(
            position=Cursor(1, n, n),
            id=EventId(UUID(int=n)),
            stream=StreamId(line.stream),
            version=line.version,
            kind=line.kind,
            schema=line.schema,
            happened_at=line.happened_at,
            recorded_at=line.happened_at,
            actor=WHO,
            actor_name=line.actor_name,
            desk="desk-14" if n % 3 == 0 else None,
            cause=UUID(int=n // 2),
            case=None,
            call=None,
            mode=Mode.REAL,
            body=line.body,
            salt=b"",
            digest=b"",
        )
        for n, line in enumerate(lines, start=1)
    ]


def redacted(envelopes: Iterable[Envelope]) -> list[Envelope]:
    """The same log without every third body, except of tasks and of units' work on them (decision 0261)."""
    return [
        msgspec.structs.replace(one, body="")
        if n % 3 == 0 and aggregate_name(one.stream) not in {"task", "assignment"}
        else one
        for n, one in enumerate(envelopes)
    ]


def story_of(facts: Sequence[NarrativeFact], language: str) -> list[str]:
    """A line for each fact that is told, with its kind before it."""
    return [
        f"{fact.kind} | {line.who} | {line.words}{' !' if line.strong else ''}"
        for fact, line in story(facts, catalogues(), language, NamedWording())
    ]


def told(release: Path) -> dict[str, Any]:
    """Everything that is told of a golden log, as JSON."""
    whole = envelopes_of(release)
    found = {
        **_told_of(whole, LANGUAGES),
        "story_in_codes": [line.words for _, line in story(facts_of(whole), catalogues(), "es")],
        "redacted": _told_of(redacted(whole), LANGUAGES[:1]),
    }
    return msgspec.json.decode(msgspec.json.encode(found), type=dict[str, Any])


def _told_of(envelopes: Sequence[Envelope], languages: Sequence[str]) -> dict[str, Any]:
    facts = facts_of(envelopes)
    page = CasePageBuilder(facts, catalogues(), NamedWording(), "es")
    return {
        "story": {language: story_of(facts, language) for language in languages},
        "report": {language: report_of(envelopes, language) for language in languages},
        "page": {
            "lines": [[line.n, line.kind, line.who, line.strong, line.late] for line in page.lines()],
            "known": list(page.known()),
            "spoken": list(page.spoken()),
            "replies": page.replies(),
            "read": list(page.read()),
            "marks": page.marks(),
        },
        "review": _reviewed(facts),
    }


def facts_of(envelopes: Sequence[Envelope]) -> list[NarrativeFact]:
    """The facts of a golden log as reports read them."""
    return story_facts(envelopes, NARRATIVES)


def report_of(envelopes: Sequence[Envelope], language: str) -> dict[str, Any]:
    """The report, without the story in it."""
    report = build_report(
        envelopes,
        narratives=NARRATIVES,
        centre="112",
        number="4821/2026",
        sealed_at=max(one.happened_at for one in envelopes),
        facts_digest="0" * 64,
        catalogues=catalogues(),
        wording=NamedWording(),
        language=language,
    )
    parts: dict[str, Any] = msgspec.to_builtins(report)
    assert len(parts.pop("story")) > 0, "told above"
    return parts


def _reviewed(facts: Sequence[NarrativeFact]) -> dict[str, Any]:
    """What the log tells of each call in it, and the figures of its interviews."""
    content = shipped_bundle()
    versions = CaseContentVersions(content)
    assert content.scorecard is not None, "the package has one"
    calls = sorted({key_of(f.envelope.stream) for f in facts if aggregate_name(f.envelope.stream) == "call"})
    logs = {call: CallLog(facts, CallId(UUID(call)), versions) for call in calls}
    found: dict[str, dict[str, list[Any]]] = {}
    for call, log in logs.items():
        found[call] = {}
        for name, ask in AUTO.items():
            if log.call is None or log.case is None or log.answered_at is None:
                continue  # a redacted call: nothing is asked of it
            verdict, code, said, read = ask(log)
            found[call][name] = [verdict, code, said, [fact.envelope.id for fact in read]]
    first, last = facts[0].at, facts[-1].at + timedelta(days=1)
    return {
        "findings": found,
        "rules": {call: rules_of(content.scorecard.sampling, log, 1) for call, log in logs.items()},
        "hands": sorted(str(one) for one in hands(facts)),
        "figures": figures(facts, versions, first, last),
    }


def main() -> None:
    """Write what is told now under a release's name."""
    release = FOLDER / sys.argv[1]
    text = json.dumps(told(release), ensure_ascii=False, sort_keys=True, indent=0)
    (release / "narrative.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
