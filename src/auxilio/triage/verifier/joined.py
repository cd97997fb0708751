"""A critical question asks one thing (L68): a yes that may mean three things, or a danger as well as a condition, tells crews nothing.

Read by `verify`. The Spanish words are looked at; the other languages say the same (L32 to L36). Where each thing has an answer of
its own the answer says which; only a danger and a condition are not joined there either, because both may hold at once.
"""

import re
from collections.abc import Iterator

from auxilio.platform.documents import DocumentFault, Severity
from auxilio.triage.content import TriageLoadResult
from auxilio.triage.core.model import Question
from auxilio.triage.interview_rules import INTERVIEW_RULES
from auxilio.triage.verifier.safety_topics import spoken
from auxilio.triage.verifier.subject import ProtocolSubject

THINGS_MAX = 2
"""Things that a yes may mean at most."""
_YES_OR_NO = frozenset({"Y", "N", "U"})


def check(subject: ProtocolSubject) -> Iterator[DocumentFault]:
    """L68 of one protocol."""
    joined = subject.content.interview_rules.joined
    for i, question in enumerate(subject.protocol.questions):
        if not question.critical or f"{subject.protocol.id}/{question.id}" in joined.excused:
            continue
        for code, facts in _joins(question, joined.dangers, joined.conditions):
            yield subject.fault(
                "L68", code, "questions", i, severity=Severity.ERROR, question=question.id, **facts
            )


def check_excused(reading: TriageLoadResult) -> Iterator[DocumentFault]:
    """L68: an exception that excuses nothing."""
    joined, protocols = reading.content.interview_rules.joined, reading.content.protocols
    needed = {
        f"{id}/{question.id}"
        for id, protocol in protocols.items()
        for question in protocol.questions
        if question.critical and any(_joins(question, joined.dangers, joined.conditions))
    }
    for name in joined.excused:
        if name not in needed:
            facts: dict[str, str | int] = {"name": name}
            yield DocumentFault(
                rule="L68", code="joined_excused_idly", file=INTERVIEW_RULES, line=1, facts=facts
            )


def things_of(text: str) -> list[str]:
    """What a Spanish question asks for, by its commas and its "or": only what stands between question marks."""
    asked = re.findall(r"¿([^?]*)\?", text)
    return [part.strip() for one in asked for part in re.split(r",| o | u | ni ", one) if part.strip()]


def _joins(
    question: Question, dangers: tuple[str, ...], conditions: tuple[str, ...]
) -> Iterator[tuple[str, dict[str, str | int]]]:
    text = question.ask.get("es", "")
    things = things_of(text)
    says_which = question.answers_ref is None and not set(question.codes()) <= _YES_OR_NO
    if len(things) > THINGS_MAX and not says_which:
        yield "question_joins_things", {"things": len(things), "limit": THINGS_MAX}
    danger, condition = _said(text, dangers), _said(text, conditions)
    if danger and condition:
        yield "question_joins_danger_and_condition", {"danger": danger, "condition": condition}


def _said(text: str, words: tuple[str, ...]) -> str | None:
    return next((word for word in words if f" {word} " in spoken(text)), None)
