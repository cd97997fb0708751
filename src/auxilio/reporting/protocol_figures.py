"""What past interviews tell of the protocols they were held with: which questions nobody can answer, take long or are put
twice, which rules are overridden by hand, which interviews are given up. Pure.

Seconds of a question run from the answer before it, or from the beginning of the interview, to its own answer: caller and
operator together, listening included. A key that was taken back was no answer.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from math import ceil
from statistics import median
from typing import Any
from uuid import UUID

import msgspec

from auxilio.cases.core.messages import PriorityLowered, PriorityRaised
from auxilio.kernel.ids import CaseId
from auxilio.kernel.instant import Instant, seconds_between
from auxilio.reporting.narrative_facts import NarrativeFact, events_of
from auxilio.reporting.review_findings import Contents, fold_states, is_manual_change
from auxilio.triage.core.messages import (
    RunAnswered,
    RunClosed,
    RunProtocolChanged,
    RunProved,
    RunReclassified,
    RunStarted,
    RunUndone,
)
from auxilio.triage.core.model import UNKNOWN, ProtocolRun
from auxilio.triage.service import RUN

INTERVIEW_KINDS = tuple(
    event.kind()
    for event in (
        RunStarted,
        RunAnswered,
        RunUndone,
        RunProved,
        RunProtocolChanged,
        RunReclassified,
        RunClosed,
        PriorityRaised,
        PriorityLowered,
    )
)
"""The facts that figures are made of."""


class QuestionFigures(msgspec.Struct, frozen=True, kw_only=True):
    """One question of one protocol."""

    question: str
    asked: int
    """Answers, each of a question that was put again among them."""
    unknown: int
    """Of these, how many were «not known»: many say that the words are bad."""
    again: int
    """Of these, how many were a second answer in the same interview: corrected, or put twice."""
    median_s: float
    p90_s: float


class RuleFigures(msgspec.Struct, frozen=True, kw_only=True):
    """One rule of one protocol."""

    rule: str
    decided: int
    overridden: int
    """How often a person then changed the priority by hand."""


class ProtocolFigures(msgspec.Struct, frozen=True, kw_only=True):
    """One protocol, in whatever versions it was held."""

    protocol: str
    interviews: int
    """That ended with it."""
    undecided: int
    """Ended without one rule that decides."""
    abandoned: int
    """Ended with a critical question, or one that could raise the priority, still to be put."""
    rules: tuple[RuleFigures, ...]
    questions: tuple[QuestionFigures, ...]
    """In the order in which they were first put."""


class InterviewFigures(msgspec.Struct, frozen=True, kw_only=True):
    """All interviews that began in a span of time."""

    since: Instant
    until: Instant
    interviews: int
    protocols: tuple[ProtocolFigures, ...]
    """The most used first."""


class _Answer(msgspec.Struct, frozen=True):
    protocol: str
    question: str
    code: str
    took_s: float
    again: bool


class _Interview(msgspec.Struct, frozen=True):
    run: ProtocolRun
    answers: tuple[_Answer, ...]
    overridden: bool


def figures(
    facts: Iterable[NarrativeFact], contents: Contents, since: datetime, until: datetime
) -> InterviewFigures:
    """The figures of every interview that began from `since` and before `until`. `facts`: those of INTERVIEW_KINDS, in order."""
    held = list(_interviews(list(facts), since, until))
    of: dict[str, list[_Interview]] = defaultdict(list)
    for one in held:
        of[one.run.protocol].append(one)
    asked: dict[str, list[_Answer]] = defaultdict(list)
    for answer in (answer for one in held for answer in one.answers):
        asked[answer.protocol].append(answer)
    protocols = [_protocol(id, of[id], asked[id], contents) for id in sorted(of.keys() | asked.keys())]
    return InterviewFigures(
        since=since,
        until=until,
        interviews=len(held),
        protocols=tuple(sorted(protocols, key=lambda one: (-one.interviews, one.protocol))),
    )


def _interviews(facts: Sequence[NarrativeFact], since: datetime, until: datetime) -> Iterator[_Interview]:
    began = {event.run: fact.at for fact, event in events_of(facts, RunStarted)}
    changed: dict[CaseId, datetime] = {}
    for fact in facts:
        if fact.envelope.case is not None and is_manual_change(fact):
            changed[CaseId(fact.envelope.case)] = fact.at
    told: dict[UUID, list[NarrativeFact]] = defaultdict(list)
    for fact in facts:
        if isinstance(fact.event, RunStarted | RunAnswered | RunUndone | RunProtocolChanged):
            told[fact.event.run].append(fact)
    run: Any
    for run in fold_states(RUN, facts):
        at = began.get(run.id)
        if at is None or not since <= at < until:
            continue
        later = changed.get(run.case)
        yield _Interview(run, tuple(_answers(told[run.id])), later is not None and later >= at)


def _answers(facts: Iterable[NarrativeFact]) -> list[_Answer]:
    """The answers of one interview that stood, each under the protocol that asked it."""
    protocol, last, found = "", None, list[_Answer]()
    moments: list[datetime] = []
    for fact in facts:
        match fact.event:
            case RunStarted() | RunProtocolChanged() as event:
                protocol = event.protocol or protocol
                last = last or fact.at
            case RunAnswered(question=question, answer=answer):
                before = moments[-1] if moments else last
                took_s = seconds_between(before, fact.at) if before else 0.0
                again = any(one.question == question for one in found)
                found.append(_Answer(protocol, question, answer, took_s, again))
                moments.append(fact.at)
            case RunUndone() if found:
                found.pop()
                moments.pop()
            case _:
                pass
    return found


def _protocol(
    id: str, held: Sequence[_Interview], asked: Sequence[_Answer], contents: Contents
) -> ProtocolFigures:
    decided, overridden = Counter[str](), Counter[str]()
    for one in held:
        if rule := one.run.standing.rule:
            decided[rule] += 1
            overridden[rule] += one.overridden
    return ProtocolFigures(
        protocol=id,
        interviews=len(held),
        undecided=len(held) - decided.total(),
        abandoned=sum(1 for one in held if abandoned(one.run, contents)),
        rules=tuple(
            RuleFigures(rule=rule, decided=count, overridden=overridden[rule])
            for rule, count in sorted(decided.items(), key=lambda each: (-each[1], each[0]))
        ),
        questions=tuple(_question(each, asked) for each in dict.fromkeys(one.question for one in asked)),
    )


def abandoned(run: ProtocolRun, contents: Contents) -> bool:
    """Whether an interview ended too early: a critical question was still worth putting, or one that could raise the priority."""
    interview = contents.interview(run.digest)
    if interview is None or not run.given:
        return False
    proof = interview.prove(run.answers())
    critical = set(interview.protocol.qa.critical) & set(proof.open_questions)
    return bool(critical) or (not proof.decided and bool(proof.open_questions))


def _question(question: str, asked: Sequence[_Answer]) -> QuestionFigures:
    own = [one for one in asked if one.question == question]
    took = sorted(one.took_s for one in own)
    return QuestionFigures(
        question=question,
        asked=len(own),
        unknown=sum(1 for one in own if one.code == UNKNOWN),
        again=sum(1 for one in own if one.again),
        median_s=round(median(took), 1),
        p90_s=round(took[ceil(0.9 * len(took)) - 1], 1),
    )
