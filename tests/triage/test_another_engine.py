"""An engine written by strangers (zen-engine) decides complete interviews as ours does.

It knows two values only, so it is asked only when everything that applies has been answered: on partial
answers it falls to the last rule, which is why we do not use it.
"""

import itertools
import json

import pytest
import zen

from auxilio.kernel.condition import AllOf, AnswerIs, AnyOf, Condition
from auxilio.triage.core.model import Protocol, Question
from tests.triage.shipped_content import interview


def expression(condition: Condition | None) -> str:
    match condition:
        case None:
            return "true"
        case AnswerIs(question=question, answers=answers):
            return f"{question} in {json.dumps(list(answers))}"
        case AllOf(of=of):
            return "(" + " and ".join(expression(one) for one in of) + ")"
        case AnyOf(of=of):
            return "(" + " or ".join(expression(one) for one in of) + ")"


def deciding(protocol: Protocol) -> list[Question]:
    """Closed questions before help leaves: those that the rules hang on are among them, `info` or not."""
    return [q for q in protocol.questions if q.answers and q.phase == "pre"]


@pytest.mark.parametrize("id", ["san-ictus", "san-pcr", "tra-accidente"])
def test_complete_interviews_are_decided_alike(id: str) -> None:
    subject = interview(id)
    compiled = [(rule, zen.compile_expression(expression(rule.when))) for rule in subject.protocol.rules]
    questions = deciding(subject.protocol)
    seen = 0
    for codes in itertools.product(*(question.codes() for question in questions)):
        answers: dict[str, str] = {}
        for question, code in zip(questions, codes, strict=True):
            if subject.applies(question.id, answers) is True:
                answers[question.id] = code
        context = {question.id: answers.get(question.id, "") for question in subject.protocol.questions}
        theirs = next(rule.id for rule, compiled_ in compiled if compiled_.evaluate(context))
        assert subject.prove(answers).rule == theirs, answers
        seen += 1
    assert seen > 40
