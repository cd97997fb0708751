"""Drafts the plan of a protocol from the protocol as it stands (`auxilio content plan`, the page of content): for its author to read.

Interviews are drawn, with a seed of the protocol's own, so that the same protocol gives the same draft; of those, few are kept that
show all that any of them shows: of each condition the answers that decide about it, and of each question what is asked next. What
no drawn interview reaches is not shown; the verifier asks for an example of each outcome and of each answer (L81).
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec
import yaml

from auxilio.kernel.condition import Condition, leaves_of, questions_of
from auxilio.triage.content import TriageLoadResult
from auxilio.triage.core.engine import Interview
from auxilio.triage.core.model import Addition, DecisionRule, Protocol
from auxilio.triage.protocol_plans import ExampleInterview, PlannedReassess, ProtocolPlan
from auxilio.triage.verifier import can_be_held
from auxilio.triage.verifier.protocol_plans import help_goes, next_asked, planned_outcome
from auxilio.triage.verifier.subject import ProtocolSubject

DRAWN = 800
"""Interviews of which the examples are chosen, and as many again towards what few of them reach."""
LEADING = 0.8
"""How often an answer that leads to what is aimed at is given."""
type _Feature = tuple[str, ...]


class _Aim(NamedTuple):
    """Where drawn interviews are led: to a rule, or by these answers."""

    rule: str | None = None
    answers: Mapping[str, Sequence[str]] = {}


def plan_as_it_stands(reading: TriageLoadResult, cards: frozenset[str], id: str) -> str | None:
    """The text of the plan that a protocol of a folder follows. None: it is not there, or no interview can be held with it yet."""
    protocol = reading.content.protocols.get(id)
    if protocol is None or not can_be_held(
        ProtocolSubject(protocol, reading.documents[id], reading.content), cards
    ):
        return None
    return plan_text(draft_plan(protocol))


def draft_plan(protocol: Protocol) -> ProtocolPlan:
    """The plan that the protocol follows now."""
    interview = Interview(protocol)
    drawn = _drawn(interview, random.Random(protocol.id))  # noqa: S311 -- a draw that anybody can repeat
    outcomes: list[DecisionRule | Addition] = [*protocol.rules, *protocol.additions]
    return ProtocolPlan(
        protocol=protocol.id,
        types=protocol.incident_types,
        sources=protocol.sources,
        critical=tuple(question.id for question in protocol.questions if question.critical),
        review=protocol.qa.critical,
        reassess=PlannedReassess(every_s=protocol.reassess.every_s, questions=protocol.reassess.questions),
        first=protocol.instruct_first,
        outcomes={one.id: planned_outcome(one) for one in outcomes},
        examples=tuple(_covering([(one, frozenset(_features(protocol, one))) for one in drawn])),
    )


def plan_text(plan: ProtocolPlan) -> str:
    """The plan as its file, one outcome and one example a line."""

    def line(value: object) -> str:
        data = msgspec.to_builtins(value)
        return yaml.safe_dump(
            data, default_flow_style=True, width=100_000, sort_keys=False, allow_unicode=True
        ).strip()

    head = [
        "# What this protocol is to decide, written apart from it (content/README.md, rule L81). Draft, not for live use until approved.",
        "format: protocol-plan/1",
        "version: 0.1.0",
        f"protocol: {plan.protocol}",
        *(
            f"{name}: {line(getattr(plan, name))}"
            for name in ("types", "sources", "critical", "review", "reassess", "first")
        ),
    ]
    outcomes = [f"  {name}: {line(one)}" for name, one in plan.outcomes.items()]
    examples = [f"  - {line(one)}" for one in plan.examples]
    return "\n".join([*head, "outcomes:", *outcomes, "examples:", *examples, ""])


def _drawn(interview: Interview, rng: random.Random) -> list[ExampleInterview]:
    """Interviews with any answers, then with answers that lead to each rule, addition and question in turn."""
    protocol = interview.protocol
    aims: list[_Aim] = [_Aim(rule=rule.id) for rule in protocol.rules]
    aims += [_Aim(answers=_leading(addition.when)) for addition in protocol.additions]
    aims += [_Aim(answers=_leading(question.when)) for question in protocol.questions if question.when]
    found = [_held(interview, _Aim(), rng) for _ in range(DRAWN)]
    found += [_held(interview, aims[n % len(aims)], rng) for n in range(DRAWN)]
    return list({tuple(one.answers.items()): one for one in found}.values())


def _leading(condition: Condition | None) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for leaf in leaves_of(condition):
        found[leaf.question] = (*found.get(leaf.question, ()), *leaf.answers)
    return found


def _held(interview: Interview, aim: _Aim, rng: random.Random) -> ExampleInterview:
    answers: dict[str, str] = {}
    proof = interview.prove(answers)
    help_after = 0 if help_goes(proof) else None
    while (asked := next_asked(interview, proof)) is not None:
        question = interview.protocol.question(asked)
        assert question is not None
        codes = tuple(question.codes())
        if aim.rule is not None:
            codes = (
                tuple(code for code in codes if aim.rule in interview.prove({**answers, asked: code}).rules)
                or codes
            )
        leading = aim.answers.get(asked)
        answers[asked] = rng.choice(leading if leading and rng.random() < LEADING else codes)
        proof = interview.prove(answers)
        if help_after is None and help_goes(proof):
            help_after = len(answers)
    assert proof.rule is not None
    return ExampleInterview(answers=answers, decides=proof.rule, adds=proof.additions, help_after=help_after)


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
        if rule.id == example.decides:
            break
    for addition in protocol.additions:
        for question in questions_of(addition.when):
            if question in answers:
                adds = "adds" if addition.id in example.adds else "leaves"
                yield adds, addition.id, question, answers[question]
    for left in protocol.questions:
        if left.when is not None and left.id not in answers:
            for other in questions_of(left.when) & answers.keys():
                yield "unasked", left.id, other, answers[other]
    yield "decides", example.decides
    yield "help", example.decides, str(example.help_after)


def _covering(shown: list[tuple[ExampleInterview, frozenset[_Feature]]]) -> list[ExampleInterview]:
    """Few examples that show all that any shows, greedily: each time the one that shows most of what is left."""
    left = frozenset().union(*(features for _, features in shown))
    chosen: list[ExampleInterview] = []
    while left:
        example, features = max(shown, key=lambda one: (len(one[1] & left), -len(one[0].answers)))
        chosen.append(example)
        left -= features
    return chosen
