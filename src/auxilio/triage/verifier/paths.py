"""Walks every way an interview can go, following the question the engine would ask (L04, L05, L06, L07, L16, L29)."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import prod

from auxilio.kernel.condition import questions_of, truth
from auxilio.kernel.shared_types import Priority
from auxilio.platform.documents import DocumentFault
from auxilio.triage.core.engine import Interview
from auxilio.triage.core.model import UNKNOWN, InterviewPhase, Protocol, Question
from auxilio.triage.verifier.safety_topics import topic_of
from auxilio.triage.verifier.subject import ProtocolSubject

HELP_WITHIN = 4
"""Questions after which a P0 or P1 must be proved, whatever the protocol promises of its P0 (issue 5): a fifth is a minute lost."""

BREATHING = "respira"
"""The shared fact that says how a person breathes."""

SPACE_MAX = 200_000
"""Complete interviews tried for L07; the largest shipped protocol has a few thousand. More is a fault (L16)."""


PATHS_MAX = 20_000
"""Paths walked of one protocol; the largest that ships has some thousands. More is a fault (L16), and the walk ends."""


@dataclass
class PathWalk:
    """What was seen on the way."""

    paths: int = 0
    cut: bool = False
    """There are more than `PATHS_MAX`: what was seen is not all."""
    decided_by: set[str] = field(default_factory=set)
    added: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    deepest: int = 0
    p0_deepest: int = 0
    help_deepest: int = 0
    """Questions before P0 or P1 was proved, at the worst."""
    p0_paths: int = 0
    p0_questions: int = 0
    """Questions before P0 was proved, over all paths that end in it."""
    undecided: dict[str, str] | None = None
    milder: list[tuple[int, str]] = field(default_factory=list)
    """Questions whose unknown is milder than every known answer, with the answers around it."""
    interviews: int = 1
    """Complete interviews there are."""
    said: dict[tuple[frozenset[str], bool], str] = field(default_factory=dict)
    """Cards that stood together, and whether breathing had been answered by then, with the answers."""
    unasked: dict[str, str] = field(default_factory=dict)
    """Questions that some path ends without though they apply, with the answers of that path."""


_walked: dict[str, PathWalk] = {}
"""By digest: what was proved of a version stays proved, and an installation has a few dozen."""


def cached_walk(protocol: Protocol) -> PathWalk:
    """The walk of a version, taken once."""
    if protocol.digest not in _walked:
        _walked[protocol.digest] = walk_all(protocol)
    return _walked[protocol.digest]


def check(subject: ProtocolSubject) -> tuple[list[DocumentFault], int]:
    """The faults that only a walk finds, and how many paths it took."""
    walk = cached_walk(subject.protocol)
    if walk.cut:
        return [subject.fault("L16", "too_many_paths", "questions", limit=PATHS_MAX)], walk.paths
    return [
        *_reached(subject, walk),
        *_limits(subject, walk),
        *_unknown(subject, walk),
        *_unasked(subject, walk),
    ], walk.paths


def walk_all(protocol: Protocol) -> PathWalk:
    """Every path. Free answers (a time, a number) are one path: nothing can hang on them."""
    interview, walk = Interview(protocol), PathWalk()

    def step(answers: dict[str, str], asked_before_help: int, helped: bool, p0_after: int | None) -> None:
        if walk.paths >= PATHS_MAX:
            walk.cut = True
            return
        proof = interview.prove(answers)
        if proof.priority is not None and proof.priority <= Priority.P1 and not helped:
            helped = True
            walk.help_deepest = max(walk.help_deepest, asked_before_help)
        if proof.priority is Priority.P0 and p0_after is None:
            p0_after = asked_before_help
            walk.p0_deepest = max(walk.p0_deepest, p0_after)
        walk.added.update(proof.additions)
        key = (frozenset(proof.say), any(asks_breathing(q) for q in answers))
        if key not in walk.said:
            walk.said[key] = told(answers)
        if proof.next_question is None:
            walk.paths += 1
            _note_unasked(interview, answers, walk)
            walk.deepest = max(walk.deepest, asked_before_help)
            if p0_after is not None:
                walk.p0_paths += 1
                walk.p0_questions += p0_after
            if proof.rule is None:
                walk.undecided = dict(answers)
            else:
                walk.decided_by.add(proof.rule)
            return
        question = protocol.question(proof.next_question)
        assert question is not None
        walk.asked.add(question.id)
        before_help = asked_before_help + (question.phase is InterviewPhase.PRE)
        for code in question.codes() or ("*",):
            step({**answers, question.id: code}, before_help, helped, p0_after)

    step({}, 0, False, None)
    if not walk.cut:
        _doubt(protocol, walk)
    return walk


def _reached(subject: ProtocolSubject, walk: PathWalk) -> Iterator[DocumentFault]:
    protocol = subject.protocol
    if walk.undecided is not None:
        said = ", ".join(f"{q}={a}" for q, a in walk.undecided.items())
        yield subject.fault("L04", "path_undecided", "rules", answers=said)
    for i, rule in enumerate(protocol.rules):
        if rule.id not in walk.decided_by:
            yield subject.fault("L04", "rule_never_decides", "rules", i, name=rule.id)
    for i, addition in enumerate(protocol.additions):
        if addition.id not in walk.added:
            yield subject.fault("L04", "addition_never_holds", "additions", i, name=addition.id)
    for i, question in enumerate(protocol.questions):
        if question.id not in walk.asked:
            yield subject.fault("L05", "question_never_asked", "questions", i, question=question.id)


def _limits(subject: ProtocolSubject, walk: PathWalk) -> Iterator[DocumentFault]:
    limits = subject.protocol.limits
    if walk.p0_deepest > limits.max_questions_before_p0:
        yield subject.fault(
            "L06",
            "p0_too_late",
            "limits",
            "max_questions_before_p0",
            questions=walk.p0_deepest,
            limit=limits.max_questions_before_p0,
        )
    if walk.help_deepest > HELP_WITHIN:
        yield subject.fault(
            "L06", "help_too_late", "questions", questions=walk.help_deepest, limit=HELP_WITHIN
        )
    if walk.deepest > limits.max_questions:
        yield subject.fault(
            "L16",
            "too_many_questions",
            "limits",
            "max_questions",
            questions=walk.deepest,
            limit=limits.max_questions,
        )


def _unknown(subject: ProtocolSubject, walk: PathWalk) -> Iterator[DocumentFault]:
    if walk.interviews > SPACE_MAX:
        yield subject.fault(
            "L16", "too_many_interviews", "questions", interviews=walk.interviews, limit=SPACE_MAX
        )
    for place, answers in walk.milder:
        question = subject.protocol.questions[place].id
        yield subject.fault("L07", "unknown_milder", "questions", place, question=question, answers=answers)


def _unasked(subject: ProtocolSubject, walk: PathWalk) -> Iterator[DocumentFault]:
    """L29: what is critical, protects crews or decides what is sent is asked on every path where it applies."""
    for i, question in enumerate(subject.protocol.questions):
        if question.id not in walk.unasked:
            continue
        topic = topic_of(question, subject.content.catalog)
        if not topic and not question.critical:
            continue
        answers = walk.unasked[question.id]
        code = "safety_question_unasked" if topic else "critical_question_unasked"
        named = topic or "-"
        yield subject.fault("L29", code, "questions", i, question=question.id, topic=named, answers=answers)


def _note_unasked(interview: Interview, answers: dict[str, str], walk: PathWalk) -> None:
    """At the end of a path: which questions apply, or may, and were not asked."""
    for question in interview.protocol.questions:
        if question.id in answers or question.id in walk.unasked:
            continue
        if interview.applies(question.id, answers) is not False:
            walk.unasked[question.id] = told(answers)


def asks_breathing(question: str) -> bool:
    """Whether a question of this id asks if a person breathes: the shared fact `respira`, or `bebe_respira`."""
    return question == BREATHING or question.endswith(f"_{BREATHING}")


def told(answers: Mapping[str, str]) -> str:
    """Answers as a fault tells them."""
    return ", ".join(f"{question}={answer}" for question, answer in answers.items())


def _doubt(protocol: Protocol, walk: PathWalk) -> None:
    """L07: in no complete interview is "unknown" milder than every known answer to the same question."""
    deciding = deciding_questions(protocol)
    walk.interviews = prod(len(question.answers) for question in deciding)
    if walk.interviews > SPACE_MAX:
        return
    outcome: dict[tuple[str, ...], Priority] = {
        codes: _priority(protocol, deciding, codes)
        for codes in itertools.product(*(question.codes() for question in deciding))
    }
    for n, question in enumerate(deciding):
        known = [code for code in question.codes() if code != UNKNOWN]
        for codes, unknown in outcome.items():
            if codes[n] != UNKNOWN:
                continue
            if unknown > max(outcome[(*codes[:n], code, *codes[n + 1 :])] for code in known):
                said = ", ".join(f"{q.id}={a}" for q, a in zip(deciding, codes, strict=True))
                walk.milder.append((protocol.questions.index(question), said))
                break


def deciding_questions(protocol: Protocol) -> list[Question]:
    """The questions that rules hang on, guards included, in order."""
    wanted = set().union(*(questions_of(rule.when) for rule in protocol.rules))
    for question in reversed(protocol.questions):  # guards look back, so one pass is enough
        if question.id in wanted:
            wanted |= questions_of(question.when)
    return [question for question in protocol.questions if question.id in wanted and question.answers]


def _priority(protocol: Protocol, deciding: list[Question], codes: tuple[str, ...]) -> Priority:
    """What a complete interview decides; an answer to a question that does not apply was never given."""
    answers: dict[str, str] = {}
    for question, code in zip(deciding, codes, strict=True):
        if question.when is None or truth(question.when, answers) is True:
            answers[question.id] = code
    return next(
        rule.priority for rule in protocol.rules if rule.when is None or truth(rule.when, answers) is True
    )
