"""What an interview asks, how, and what becomes of the call (L50 to L59). `data/interview_rules.yaml` has the tables.

Read by `verify`, after the references of a protocol were proved. None of these rules looks at how the content was before: each
says what holds of every protocol.
"""

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from auxilio.kernel.condition import questions_of
from auxilio.kernel.shared_types import Priority
from auxilio.platform.documents import DocumentFault, Severity
from auxilio.triage.content import CATALOG, TriageLoadResult
from auxilio.triage.core.model import Addition, AnswerOption, DecisionRule, InterviewPhase, Protocol, Text
from auxilio.triage.interview_rules import INTERVIEW_RULES, InterviewRules
from auxilio.triage.verifier.paths import HELP_WITHIN, cached_walk
from auxilio.triage.verifier.safety_topics import spoken
from auxilio.triage.verifier.subject import ProtocolSubject
from auxilio.triage.verifier.validity import day_of

VITAL_SETS = frozenset({"conscious", "breathing"})
"""The answer sets of questions about consciousness and breathing."""
SLACK_MAX = 1
"""Questions by which the promised limit before a P0 may be over what the interview needs."""
DEEPEST_MAX = HELP_WITHIN + 1
"""No protocol may promise a P0 later than this."""
DAY_LETTERS = len("2026-12-01")
"""A day is written whole: ISO 8601 has shorter ways, which the form of content does not show."""


def check(subject: ProtocolSubject) -> list[DocumentFault]:
    """Every rule of one protocol."""
    return [
        *_deciding(subject),
        *_asked_again(subject),
        *_answers(subject),
        *_alike(subject),
        *_kept_apart(subject),
        *_taken(subject),
        *_transfers(subject),
        *_line_kept(subject),
        *_in_force(subject),
        *_review(subject),
    ]


def check_tables(reading: TriageLoadResult) -> list[DocumentFault]:
    """L53 of the shared answers; L02: the tables name types that exist."""
    content = reading.content
    rules, faults = content.interview_rules, []
    for name, answers in content.catalog.answer_sets.items():
        faults += [_table(CATALOG, 1, "L53", c, **f) for c, f in _answer_faults(name, answers, rules)]
    named = [*rules.confidential, *rules.callback, *rules.first]
    named += [type_ for one in rules.captures for type_ in one.types]
    faults += [
        _table(INTERVIEW_RULES, 1, "L02", "unknown_type", name=name)
        for name in named
        if name not in content.types
    ]
    return faults


def _table(file: str, line: int, rule: str, code: str, **facts: str | int) -> DocumentFault:
    return DocumentFault(rule=rule, code=code, file=file, line=line, facts=facts)


def _rests_on(protocol: Protocol, worst: Priority) -> frozenset[str]:
    """The questions that rules of this priority or a graver one hang on."""
    graver = (rule for rule in protocol.rules if rule.priority <= worst)
    return frozenset().union(*(questions_of(rule.when) for rule in graver))


def _deciding(subject: ProtocolSubject) -> Iterator[DocumentFault]:
    """L50: what a P0 rests on, what is vital and what is asked again is critical. L51: what decides is asked before help goes."""
    protocol = subject.protocol
    decides_p0 = _rests_on(protocol, Priority.P0)
    decides = _rests_on(protocol, max(rule.priority for rule in protocol.rules))
    for i, question in enumerate(protocol.questions):
        needed = question.id in decides_p0 or question.id in protocol.reassess.questions
        if (needed or question.answers_ref in VITAL_SETS) and not question.critical and question.answers:
            yield subject.fault("L50", "decides_and_not_critical", "questions", i, question=question.id)
        if question.id in decides and question.phase is InterviewPhase.POST:
            yield subject.fault("L51", "decides_and_asked_late", "questions", i, question=question.id)


def _asked_again(subject: ProtocolSubject) -> Iterator[DocumentFault]:
    """L52: the vital questions that a P0 rests on are asked again, in bounds."""
    protocol, bounds = subject.protocol, subject.content.interview_rules.reassess
    decides = _rests_on(protocol, Priority.P0)
    vital = [one.id for one in protocol.questions if one.answers_ref in VITAL_SETS and one.id in decides]
    for question in vital:
        if question not in protocol.reassess.questions:
            yield subject.fault("L52", "vital_not_asked_again", "reassess", "questions", question=question)
    if bounds is None:
        return
    longest = bounds.longest_vital_s if vital else bounds.longest_s
    every = protocol.reassess.every_s
    if not bounds.shortest_s <= every <= longest:
        facts = {"seconds": every, "shortest": bounds.shortest_s, "longest": longest}
        yield subject.fault(
            "L52", "asked_again_out_of_bounds", "reassess", "every_s", severity=Severity.ERROR, **facts
        )


def _answers(subject: ProtocolSubject) -> Iterator[DocumentFault]:
    """L53: a code means the same in every protocol, and no two answers read alike."""
    for i, question in enumerate(subject.protocol.questions):
        if question.answers_ref is None:
            rules = subject.content.interview_rules
            for code, facts in _answer_faults(question.id, question.answers, rules):
                yield subject.fault("L53", code, "questions", i, severity=Severity.ERROR, **facts)


def _answer_faults(
    name: str, answers: Sequence[AnswerOption], rules: InterviewRules
) -> Iterator[tuple[str, dict[str, str | int]]]:
    for answer in answers:
        for language, words in rules.answers.get(answer.code, {}).items():
            said = answer.label.get(language)
            if said is not None and not any(f" {word} " in spoken(said) for word in words):
                facts: dict[str, str | int] = {"question": name, "answer": answer.code, "language": language}
                yield "answer_means_another", {**facts, "said": said, "words": ", ".join(words)}
    for one, other in itertools.combinations(answers, 2):
        for language in _same(one.label, other.label):
            yield (
                "answers_alike",
                {"question": name, "answer": one.code, "other": other.code, "language": language},
            )


def _same(one: Text, other: Text) -> list[str]:
    """The languages in which two texts have the same words."""
    return [code for code in one if code in other and spoken(one[code]) == spoken(other[code])]


def _alike(subject: ProtocolSubject) -> Iterator[DocumentFault]:
    """L54: no two questions ask in the same words. L55: two outcomes read alike in every language or in none."""
    protocol = subject.protocol
    for i, question in enumerate(protocol.questions):
        for other in protocol.questions[:i]:
            for language in _same(question.ask, other.ask):
                facts = {"question": question.id, "other": other.id, "language": language}
                yield subject.fault(
                    "L54", "questions_alike", "questions", i, "ask", severity=Severity.ERROR, **facts
                )
    outcomes: list[tuple[str, int, DecisionRule | Addition]] = [
        *(("rules", i, one) for i, one in enumerate(protocol.rules)),
        *(("additions", i, one) for i, one in enumerate(protocol.additions)),
    ]
    for (_, _, one), (part, i, later) in itertools.combinations(outcomes, 2):
        same = _same(one.label, later.label)
        other_words = [code for code in one.label if code in later.label and code not in same]
        if same and other_words:
            facts = {"name": later.id, "other": one.id, "language": same[0], "differs": other_words[0]}
            yield subject.fault(
                "L55", "outcome_in_other_words", part, i, "label", severity=Severity.ERROR, **facts
            )


def _kept_apart(subject: ProtocolSubject) -> Iterator[DocumentFault]:
    """L56: types that whoever hurts the caller must not see or hear stay confidential, and are called back with care."""
    protocol, rules = subject.protocol, subject.content.interview_rules
    served = set(protocol.incident_types)
    for type_ in sorted(served & set(rules.confidential)) if not protocol.confidential else ():
        yield subject.fault("L56", "not_confidential", "confidential", type=type_)
    for type_ in sorted(served & set(rules.callback)) if not protocol.callback_policy else ():
        yield subject.fault("L56", "no_callback_policy", "callback_policy", type=type_)


def _taken(subject: ProtocolSubject) -> Iterator[DocumentFault]:
    """L57: what is said first, what is taken, and what is looked up by which answer."""
    protocol, rules = subject.protocol, subject.content.interview_rules
    served = set(protocol.incident_types)
    for type_, card in rules.first.items():
        if type_ in served and card not in protocol.instruct_first:
            yield subject.fault("L57", "not_said_first", "instruct_first", type=type_, card=card)
    for wanted in rules.captures:
        if protocol.id in wanted.protocols or (not wanted.protocols and served & set(wanted.types)):
            for name in (name for name in wanted.take if name not in protocol.capture):
                yield subject.fault("L57", "not_captured", "capture", name=name)
    for i, lookup in enumerate(protocol.lookups):
        question = protocol.question(lookup["key"])
        examples = rules.lookups.get(lookup["data"])
        if question is None or examples is None:
            continue
        takes = _accepts(question.pattern)
        wrong = [one for one in examples.takes if not takes(one)] + [
            one for one in examples.refuses if takes(one)
        ]
        if wrong:
            facts = {"table": lookup["data"], "question": question.id, "answer": wrong[0]}
            yield subject.fault(
                "L57", "lookup_by_other_answer", "lookups", i, severity=Severity.ERROR, **facts
            )


def _accepts(pattern: str | None) -> Callable[[str], bool]:
    return lambda answer: pattern is None or re.fullmatch(pattern, answer) is not None


def _transfers(subject: ProtocolSubject) -> Iterator[DocumentFault]:
    """L57: a call is passed warm, with the caller on the line, to a desk that can help with its type and has a number.

    A set that was published before the catalogue had numbers goes on, and is told that they are missing.
    """
    allowed, numbers = subject.content.interview_rules.transfers, subject.content.catalog.helplines
    parts: Mapping[str, Sequence[DecisionRule | Addition]] = {
        "rules": subject.protocol.rules,
        "additions": subject.protocol.additions,
    }
    for part, outcomes in parts.items():
        for i, outcome in enumerate(outcomes):
            transfer = outcome.transfer
            if transfer is None:
                continue
            if transfer.mode != "warm" or not transfer.keep_caller:
                yield subject.fault("L57", "caller_lost_in_transfer", part, i, "transfer", name=outcome.id)
            if transfer.to not in numbers:
                severity = Severity.ERROR if numbers else Severity.WARNING
                yield subject.fault(
                    "L57", "transfer_without_number", part, i, "transfer", severity=severity, to=transfer.to
                )
            types = (
                [outcome.type] if isinstance(outcome, DecisionRule) else list(subject.protocol.incident_types)
            )
            fit = allowed.get(transfer.to, ()) if allowed else types
            if not any(type_ in fit or type_.partition("-")[0] in fit for type_ in types):
                yield subject.fault(
                    "L57", "transferred_to_other_desk", part, i, "transfer", to=transfer.to, type=types[0]
                )


def _line_kept(subject: ProtocolSubject) -> Iterator[DocumentFault]:
    """L80: whoever is told to press on a chest is not hung up on before help is there."""
    cards = frozenset(subject.content.catalog.card_groups.get("compressions", ()))
    parts: Mapping[str, Sequence[DecisionRule | Addition]] = {
        "rules": subject.protocol.rules,
        "additions": subject.protocol.additions,
    }
    for part, outcomes in parts.items():
        for i, outcome in enumerate(outcomes):
            if not outcome.keep_line and cards & set(outcome.say):
                yield subject.fault("L80", "line_not_kept", part, i, "say", name=outcome.id)


def _in_force(subject: ProtocolSubject) -> Iterator[DocumentFault]:
    """L58: from when and until when are days; what ends has begun, and ends after it began."""
    effective = subject.protocol.effective
    for day in (effective.from_, effective.until):
        if day is not None and (day_of(day) is None or len(day) != DAY_LETTERS):
            yield subject.fault("L58", "effective_no_day", "effective", day=day)
    if effective.until is not None and (
        effective.from_ is None or str(effective.until) <= str(effective.from_)
    ):
        yield subject.fault("L58", "ends_before_it_begins", "effective", until=str(effective.until))


def _review(subject: ProtocolSubject) -> Iterator[DocumentFault]:
    """L59: the review looks at every critical question, limits promise what the interview keeps, times can save somebody."""
    protocol, latest = subject.protocol, subject.content.interview_rules.times
    for question in protocol.questions:
        if question.critical and question.id not in protocol.qa.critical:
            yield subject.fault("L59", "critical_not_reviewed", "qa", "critical", question=question.id)
    needed, limit = cached_walk(protocol).p0_deepest, protocol.limits.max_questions_before_p0
    if limit > min(DEEPEST_MAX, needed + SLACK_MAX):
        facts: dict[str, str | int] = {"limit": limit, "needed": needed}
        yield subject.fault(
            "L59", "limit_too_high", "limits", "max_questions_before_p0", severity=Severity.ERROR, **facts
        )
    for name, seconds in protocol.qa.times.items():
        if name in latest and seconds > latest[name]:
            late: dict[str, str | int] = {"name": name, "seconds": seconds, "latest": latest[name]}
            yield subject.fault("L59", "time_too_late", "qa", "times", name, severity=Severity.ERROR, **late)
