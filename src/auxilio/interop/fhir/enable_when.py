"""When a question is asked, as FHIR says it.

A guard is true once the answers prove it (kernel.condition, no negation), and `enableWhen` is true once the answers are
there: both show a question by the same answers, complete or not. What fits is one line, or lines of which any counts, or
lines that all count. AND over OR does not fit: it is said by the SDC expression, and a receiver that does not read
that extension asks the question always, which is more and never less than we do.
"""

from collections.abc import Callable
from typing import Any

from auxilio.interop.fhir import names
from auxilio.kernel.condition import AllOf, AnswerIs, AnyOf, Condition

type SystemOf = Callable[[str], str]
"""The system of the answers to a question, by its id."""


def guarded(when: Condition | None, system_of: SystemOf) -> dict[str, Any]:
    """The elements of an item that say when it is asked; none for one that always is."""
    if when is None:
        return {}
    lines = _lines(when)
    if lines is None:
        expression = {"language": "text/fhirpath", "expression": fhirpath(when)}
        return {"extension": [{"url": names.ENABLE_WHEN_EXPRESSION, "valueExpression": expression}]}
    behaviour, pairs = lines
    asked = [
        {"question": question, "operator": "=", "answerCoding": {"system": system_of(question), "code": code}}
        for question, code in pairs
    ]
    return {"enableWhen": asked, **({"enableBehavior": behaviour} if len(asked) > 1 else {})}


def _lines(when: Condition) -> tuple[str, list[tuple[str, str]]] | None:
    """`any` or `all`, and question with answer for each line; None when it does not fit."""
    match when:
        case AnswerIs(question=question, answers=answers):
            return "any", [(question, code) for code in answers]
        case AnyOf(of=of) if all(isinstance(one, AnswerIs) for one in of):
            return "any", [pair for one in of for pair in _pairs(one)]
        case AllOf(of=of) if all(isinstance(one, AnswerIs) and len(one.answers) == 1 for one in of):
            return "all", [pair for one in of for pair in _pairs(one)]
    return None


def _pairs(one: Condition) -> list[tuple[str, str]]:
    assert isinstance(one, AnswerIs), "asked before"
    return [(one.question, code) for code in one.answers]


def fhirpath(when: Condition) -> str:
    """The condition over the response (`%resource`), true or false and never empty.

    Ids and codes are letters, figures and `_` by the schema, so nothing in them needs quoting.
    """
    match when:
        case AnswerIs(question=question, answers=answers):
            codes = " or ".join(f"code = '{code}'" for code in answers)
            return f"%resource.item.where(linkId = '{question}').answer.value.where({codes}).exists()"
        case AllOf(of=of):
            return "(" + " and ".join(fhirpath(one) for one in of) + ")"
        case AnyOf(of=of):
            return "(" + " or ".join(fhirpath(one) for one in of) + ")"
