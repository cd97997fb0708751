"""A protocol decides what its specification says (L81, decision 0382), which is written apart from it in `data/protocol_specifications`.

What every outcome brings is compared by itself; conditions, the order of questions and when help goes are compared by example
interviews, so that a condition that is written otherwise and means the same is free.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from msgspec.structs import asdict, replace

from auxilio.platform.documents import DocumentFault, Severity
from auxilio.triage.content import TriageLoadResult
from auxilio.triage.core.engine import Interview
from auxilio.triage.core.model import Addition, DecisionRule, Protocol
from auxilio.triage.protocol_specifications import (
    FOLDER,
    ExampleInterview,
    ProtocolSpecification,
    SpecificationDocument,
    SpecifiedOutcome,
    SpecifiedTransfer,
)
from auxilio.triage.simulated_interview import SimulatedInterview
from auxilio.triage.verifier.subject import ProtocolSubject

_ORDERED = frozenset({"say", "instruct_first"})
"""Cards: the first of them is the first on screen."""


def check(subject: ProtocolSubject) -> Iterator[DocumentFault]:
    """L81 of one protocol. A protocol without a specification is a warning where others have one."""
    specifications = subject.content.protocol_specifications
    found = specifications.get(subject.protocol.id)
    if found is None:
        if specifications:
            yield subject.warning("L81", "specification_missing", "id")
        return
    yield from _compare_head(subject, found.specification)
    yield from _compare_outcomes(subject, found.specification)
    yield from _check_examples(subject, found.specification)


def check_specifications(reading: TriageLoadResult) -> Iterator[DocumentFault]:
    """L81: a specification is of a protocol that there is, and shows each outcome and each answer in an example.

    A set without any was published before there were specifications: that is a warning.
    """
    if reading.content.protocols and not reading.content.protocol_specifications:
        warned = Severity.WARNING
        yield DocumentFault(rule="L81", code="no_specifications", file=FOLDER, line=1, severity=warned)
    for id, found in reading.content.protocol_specifications.items():
        protocol = reading.content.protocols.get(id)
        if protocol is not None:
            yield from _check_coverage(found, protocol)
        elif not any(fault.document == id for fault in reading.faults):
            yield _fault(found, "specification_of_no_protocol", "protocol", name=id)


def lost_specifications(before: TriageLoadResult, after: TriageLoadResult) -> Iterator[DocumentFault]:
    """L81 of a change: a protocol that had a specification and is still there has one still."""
    had = before.content.protocol_specifications.keys() - after.content.protocol_specifications.keys()
    for id in sorted(had & after.content.protocols.keys()):
        subject = ProtocolSubject(after.content.protocols[id], after.documents[id], after.content)
        yield subject.fault("L81", "specification_lost", "id")


def not_shown(
    specification: ProtocolSpecification, protocol: Protocol
) -> tuple[list[str], list[tuple[str, str]]]:
    """Outcomes, and answers by question, that no example interview shows."""
    examples = specification.examples
    outcomes = {one for example in examples for one in (example.decides, *example.adds)}
    answers = {pair for example in examples for pair in example.answers.items()}
    possible = [(question.id, code) for question in protocol.questions for code in question.codes()]
    return (
        [one for one in specification.outcomes if one not in outcomes],
        [one for one in possible if one not in answers],
    )


def specified_outcome(part: DecisionRule | Addition) -> SpecifiedOutcome:
    """What a rule or an addition brings, as a specification says it."""
    transfer = part.transfer
    outcome = SpecifiedOutcome(
        send=part.send,
        say=part.say,
        notify=part.notify,
        safety=part.safety,
        goto=part.goto,
        route=part.route,
        keep_line=part.keep_line,
        close_as=part.close_as,
        transfer=None
        if transfer is None
        else SpecifiedTransfer(to=transfer.to, mode=transfer.mode, keep_caller=transfer.keep_caller),
    )
    if isinstance(part, Addition):
        return replace(outcome, instead_of=part.instead_of)
    return replace(outcome, priority=part.priority.name, dispatch=part.dispatch.value, type=part.type)


def _check_coverage(found: SpecificationDocument, protocol: Protocol) -> Iterator[DocumentFault]:
    outcomes, answers = not_shown(found.specification, protocol)
    for name in outcomes:
        yield _fault(found, "specification_shows_no_outcome", "outcomes", name=name)
    for question, code in answers:
        yield _fault(found, "specification_shows_no_answer", "examples", question=question, answer=code)


def _compare_head(subject: ProtocolSubject, expected: ProtocolSpecification) -> Iterator[DocumentFault]:
    actual = subject.protocol
    critical = [question.id for question in actual.questions if question.critical]
    for field, where, one, other in (
        ("incident_types", "incident_types", actual.incident_types, expected.incident_types),
        ("sources", "sources", actual.sources, expected.sources),
        ("critical", "questions", critical, expected.critical),
        ("qa", "qa", actual.qa.critical, expected.qa.critical),
        ("instruct_first", "instruct_first", actual.instruct_first, expected.instruct_first),
        ("reassess", "reassess", actual.reassess.questions, expected.reassess.questions),
        ("reassess", "reassess", [str(actual.reassess.every_s)], [str(expected.reassess.every_s)]),
    ):
        if _differ(field, one, other):
            facts: dict[str, Any] = {"field": field, "found": _listed(one), "expected": _listed(other)}
            yield subject.fault("L81", "specification_differs", where, **facts)


def _compare_outcomes(subject: ProtocolSubject, expected: ProtocolSpecification) -> Iterator[DocumentFault]:
    protocol, left = subject.protocol, dict(expected.outcomes)
    parts: list[tuple[str, int, DecisionRule | Addition]] = [
        *(("rules", i, one) for i, one in enumerate(protocol.rules)),
        *(("additions", i, one) for i, one in enumerate(protocol.additions)),
    ]
    for section, i, part in parts:
        outcome = left.pop(part.id, None)
        if outcome is None:
            yield subject.fault("L81", "specification_without_outcome", section, i, name=part.id)
        else:
            yield from _compare_outcome(subject, (section, i), part, outcome)
    for name in left:
        yield subject.fault("L81", "outcome_gone", "rules", name=name)


def _compare_outcome(
    subject: ProtocolSubject,
    where: tuple[str, int],
    part: DecisionRule | Addition,
    expected: SpecifiedOutcome,
) -> Iterator[DocumentFault]:
    actual = specified_outcome(part)
    for field in SpecifiedOutcome.__struct_fields__:
        one, other = _texts(getattr(actual, field)), _texts(getattr(expected, field))
        if _differ(field, one, other):
            facts: dict[str, Any] = {"field": field, "found": _listed(one), "expected": _listed(other)}
            yield subject.fault("L81", "outcome_differs", *where, name=part.id, **facts)


def _differ(field: str, actual: Iterable[str], expected: Iterable[str]) -> bool:
    if field in _ORDERED:
        return list(actual) != list(expected)
    return sorted(actual) != sorted(expected)


def _texts(value: object) -> list[str]:
    """The value of a field as the items that a fault lists."""
    if isinstance(value, SpecifiedTransfer):
        return [f"{name}: {one}" for name, one in asdict(value).items()]
    if isinstance(value, tuple):
        return [*map(str, value)]
    return [] if value is None else [str(value)]


def _listed(items: Iterable[str]) -> str:
    return ", ".join(items) or "–"


type _Difference = tuple[str, dict[str, Any]]
"""The code of a fault, and its facts."""


class _Simulated(NamedTuple):
    digest: str
    examples: tuple[ExampleInterview, ...]
    differences: tuple[_Difference, ...]


SIMULATED_MAX = 1_000
"""Protocols whose last version is remembered; a set has a hundred."""
_simulated: dict[str, _Simulated] = {}
"""By protocol, the version that was simulated last: of a folder that is read again most protocols are as they were."""


def _check_examples(subject: ProtocolSubject, expected: ProtocolSpecification) -> Iterator[DocumentFault]:
    protocol = subject.protocol
    known = _simulated.get(protocol.id)
    if known is None or known[:2] != (protocol.digest, expected.examples):
        if len(_simulated) >= SIMULATED_MAX:
            _simulated.clear()
        differences = tuple(_differences(Interview(protocol), expected.examples))
        known = _simulated[protocol.id] = _Simulated(protocol.digest, expected.examples, differences)
    for code, facts in known.differences:
        yield subject.fault("L81", code, "rules", **facts)


def _differences(interview: Interview, examples: Iterable[ExampleInterview]) -> Iterator[_Difference]:
    for number, example in enumerate(examples, 1):
        difference = _first_difference(interview, example)
        if difference is not None:
            code, facts = difference
            yield code, {"number": number, **facts}


def _first_difference(interview: Interview, example: ExampleInterview) -> _Difference | None:
    """The first thing that comes out otherwise than the example says; what follows from it says nothing more."""
    run = SimulatedInterview(interview)
    for question, answer in example.answers.items():
        if run.asked != question:
            return "example_asks", _facts(run, run.asked, question)
        known = interview.protocol.question(question)
        if known is None or answer not in known.codes():
            return "example_answer", {"question": question, "answer": answer}
        run.answer(answer)
    if run.asked is not None:
        return "example_asks", _facts(run, run.asked, None)
    if run.proof.rule != example.decides:
        return "example_decides", _facts(run, run.proof.rule, example.decides)
    if sorted(run.proof.additions) != sorted(example.adds):
        return "example_adds", _facts(run, _listed(run.proof.additions), _listed(example.adds))
    if run.help_after != example.help_after:
        return "example_help", _facts(run, run.help_after, example.help_after)
    return None


def _facts(run: SimulatedInterview, found: str | int | None, expected: str | int | None) -> dict[str, Any]:
    one, other = (str("–" if value is None else value) for value in (found, expected))
    return {"after": _answers_text(run.answers), "found": one, "expected": other}


def _answers_text(answers: Mapping[str, str]) -> str:
    return _listed(f"{question}={answer}" for question, answer in answers.items())


def _fault(found: SpecificationDocument, code: str, *where: str, **facts: str) -> DocumentFault:
    return DocumentFault(
        rule="L81",
        code=code,
        file=found.document.file,
        line=found.document.line(*where),
        facts=dict(facts),
    )
