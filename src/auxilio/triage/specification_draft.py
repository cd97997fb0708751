"""Drafts the specification of a protocol from the protocol as it stands (`auxilio content specification`, the page of content).

Interviews are simulated with a seed of the protocol's own, so that the same protocol gives the same draft. A small set of them,
chosen greedily, shows all that any of them shows: of each condition the answers that decide about it, also alone, and of each
question what is asked next. What no simulated interview reached is named at the head of the draft: its author adds it by hand.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec
import yaml

from auxilio.kernel.condition import Condition, leaves_of, questions_of, truth
from auxilio.kernel.refusal import Refused
from auxilio.triage.content import TriageLoadResult
from auxilio.triage.core.engine import Interview
from auxilio.triage.core.model import Addition, DecisionRule, Protocol
from auxilio.triage.protocol_specifications import (
    ExampleInterview,
    ProtocolSpecification,
    SpecifiedQuality,
    SpecifiedReassess,
)
from auxilio.triage.simulated_interview import SimulatedInterview
from auxilio.triage.verifier import dangles, is_too_large
from auxilio.triage.verifier.protocol_specifications import not_shown, specified_outcome
from auxilio.triage.verifier.subject import ProtocolSubject

RANDOM_INTERVIEWS = 800
"""Interviews with any answers."""
STEERED_INTERVIEWS = 800
"""Interviews with answers that lead to each rule, addition and guarded question in turn."""
STEER_PROBABILITY = 0.8
"""How often an answer that leads to the target is given."""
type _Feature = tuple[str, ...]


class _Target(NamedTuple):
    """Where an interview is steered: to a rule, or by these answers."""

    rule: str | None = None
    answers: Mapping[str, Sequence[str]] = {}


def specification_as_it_stands(reading: TriageLoadResult, cards: frozenset[str], id: str) -> str:
    """The text of the specification that a protocol of a folder follows.

    Raises `Refused`: `specification_without_protocol` (it is not there, or what it refers to is not), `protocol_too_large`
    (its paths cannot all be walked).
    """
    protocol = reading.content.protocols.get(id)
    if protocol is None or dangles(ProtocolSubject(protocol, reading.documents[id], reading.content), cards):
        raise Refused("specification_without_protocol", protocol=id)
    if is_too_large(protocol):
        raise Refused("protocol_too_large", protocol=id)
    specification = draft_specification(protocol)
    return specification_text(specification, _missing(specification, protocol))


def draft_specification(protocol: Protocol) -> ProtocolSpecification:
    """The specification that the protocol follows now."""
    rng = random.Random(protocol.id)  # noqa: S311 -- a draw that anybody can repeat
    interviews = _simulate_interviews(Interview(protocol), rng)
    parts: list[DecisionRule | Addition] = [*protocol.rules, *protocol.additions]
    return ProtocolSpecification(
        protocol=protocol.id,
        incident_types=protocol.incident_types,
        sources=protocol.sources,
        critical=tuple(question.id for question in protocol.questions if question.critical),
        qa=SpecifiedQuality(critical=protocol.qa.critical),
        reassess=SpecifiedReassess(every_s=protocol.reassess.every_s, questions=protocol.reassess.questions),
        instruct_first=protocol.instruct_first,
        outcomes={part.id: specified_outcome(part) for part in parts},
        examples=tuple(_greedy_cover([(one, frozenset(_features(protocol, one))) for one in interviews])),
    )


def specification_text(specification: ProtocolSpecification, missing: Sequence[str] = ()) -> str:
    """The specification as its file, one outcome and one example a line. `missing`: what no example of it shows."""

    def line(value: object) -> str:
        data = msgspec.to_builtins(value)
        return yaml.safe_dump(
            data, default_flow_style=True, width=100_000, sort_keys=False, allow_unicode=True
        ).strip()

    head = [
        "# What this protocol is to decide, written apart from it (content/README.md, rule L81). Draft, not for live use until approved.",
        *(f"# No example shows {one}: add one by hand." for one in missing),
        "format: protocol-specification/1",
        "version: 0.1.0",
        f"protocol: {specification.protocol}",
        *(
            f"{name}: {line(getattr(specification, name))}"
            for name in ("incident_types", "sources", "critical", "qa", "reassess", "instruct_first")
        ),
    ]
    outcomes = [f"  {name}: {line(one)}" for name, one in specification.outcomes.items()]
    examples = [f"  - {line(one)}" for one in specification.examples]
    return "\n".join([*head, "outcomes:", *outcomes, "examples:", *examples, ""])


def _missing(specification: ProtocolSpecification, protocol: Protocol) -> list[str]:
    outcomes, answers = not_shown(specification, protocol)
    return [*outcomes, *(f"{question}={code}" for question, code in answers)]


def _simulate_interviews(interview: Interview, rng: random.Random) -> list[ExampleInterview]:
    """Each interview once: with any answers, then steered to each rule, addition and guarded question in turn."""
    protocol = interview.protocol
    targets: list[_Target] = [_Target(rule=rule.id) for rule in protocol.rules]
    targets += [_Target(answers=_steering_answers(addition.when)) for addition in protocol.additions]
    targets += [
        _Target(answers=_steering_answers(question.when)) for question in protocol.questions if question.when
    ]
    found = [_simulate(interview, _Target(), rng) for _ in range(RANDOM_INTERVIEWS)]
    found += [_simulate(interview, targets[n % len(targets)], rng) for n in range(STEERED_INTERVIEWS)]
    return list({tuple(one.answers.items()): one for one in found}.values())


def _steering_answers(condition: Condition | None) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for leaf in leaves_of(condition):
        found[leaf.question] = (*found.get(leaf.question, ()), *leaf.answers)
    return found


def _simulate(interview: Interview, target: _Target, rng: random.Random) -> ExampleInterview:
    run = SimulatedInterview(interview)
    while run.asked is not None:
        codes = _codes_towards(interview, run, target.rule)
        steering = target.answers.get(run.asked)
        run.answer(rng.choice(steering if steering and rng.random() < STEER_PROBABILITY else codes))
    assert run.proof.rule is not None
    return ExampleInterview(
        answers=run.answers, decides=run.proof.rule, adds=run.proof.additions, help_after=run.help_after
    )


def _codes_towards(interview: Interview, run: SimulatedInterview, rule: str | None) -> tuple[str, ...]:
    """The answers after which a rule can still decide; all of them without a rule, or where none leaves it possible."""
    assert run.asked is not None
    question = interview.protocol.question(run.asked)
    assert question is not None
    codes = tuple(question.codes())
    if rule is None:
        return codes
    asked = run.asked
    return (
        tuple(code for code in codes if rule in interview.prove({**run.answers, asked: code}).rules) or codes
    )


def _features(protocol: Protocol, example: ExampleInterview) -> Iterator[_Feature]:
    """What an example shows: where it would come out otherwise if a part of the protocol were another."""
    answers = example.answers
    asked = [*answers, ""]
    for (question, answer), following in zip(answers.items(), asked[1:], strict=True):
        yield "asked", question, answer, following
    for rule in protocol.rules:
        for question in questions_of(rule.when) if rule.when else ():
            if question in answers:
                decides = "decides" if rule.id == example.decides else "passed"
                yield decides, rule.id, question, answers[question]
        if rule.when is not None:
            yield from _turning(rule.id, rule.when, protocol, answers)
        if rule.id == example.decides:
            break
    for addition in protocol.additions:
        for question in questions_of(addition.when):
            if question in answers:
                adds = "adds" if addition.id in example.adds else "leaves"
                yield adds, addition.id, question, answers[question]
        yield from _turning(addition.id, addition.when, protocol, answers)
    for left in protocol.questions:
        if left.when is not None and left.id not in answers:
            for other in questions_of(left.when) & answers.keys():
                yield "unasked", left.id, other, answers[other]
    yield "decides", example.decides
    yield "help", example.decides, str(example.help_after)


def _turning(
    part: str, when: Condition, protocol: Protocol, answers: Mapping[str, str]
) -> Iterator[_Feature]:
    """The answers of which one alone turns a condition: another answer in its place, and it would no longer hold, or it would."""
    holds = truth(when, answers)
    for question in questions_of(when) & answers.keys():
        known = protocol.question(question)
        others = known.codes() if known is not None else ()
        if any(truth(when, {**answers, question: code}) is not holds for code in others):
            yield "holds by" if holds else "fails by", part, question, answers[question]


def _greedy_cover(shown: list[tuple[ExampleInterview, frozenset[_Feature]]]) -> list[ExampleInterview]:
    """A small set of examples that shows all that any shows: each time the one that shows most of what is left."""
    left = frozenset().union(*(features for _, features in shown))
    chosen: list[ExampleInterview] = []
    while left:
        example, features = max(shown, key=lambda one: (len(one[1] & left), -len(one[0].answers)))
        chosen.append(example)
        left -= features
    return chosen
