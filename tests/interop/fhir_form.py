"""A reader of FHIR Questionnaires that knows nothing of our engine: which items a form would show for given answers.

Written from the R4 text of `Questionnaire.item.enableWhen` and `enableBehavior`; expressions are evaluated by fhirpathpy.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import fhirpathpy
from fhirpathpy.models import models

type Resource = dict[str, Any]
EXPRESSION = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-enableWhenExpression"


def response_to(form: Resource, answers: dict[str, str]) -> Resource:
    """The answers as a form would hold them: coded by the options that it offers."""
    items = []
    for item in form["item"]:
        if item["linkId"] in answers:
            coding = next(
                option["valueCoding"]
                for option in item["answerOption"]
                if option["valueCoding"]["code"] == answers[item["linkId"]]
            )
            kept = {"system": coding["system"], "code": coding["code"]}
            items.append({"linkId": item["linkId"], "answer": [{"valueCoding": kept}]})
    return {"resourceType": "QuestionnaireResponse", "status": "in-progress", "item": items}


def shown(form: Resource, answers: dict[str, str]) -> set[str]:
    """The items that are enabled, help texts apart."""
    response = response_to(form, answers)
    return {item["linkId"] for item in form["item"] if enabled(item, response)}


def enabled(item: Resource, response: Resource) -> bool:
    expression = next(
        (one["valueExpression"] for one in item.get("extension", []) if one["url"] == EXPRESSION), None
    )
    if expression is not None:
        assert "enableWhen" not in item, "the expression is only permitted without enableWhen"
        assert expression["language"] == "text/fhirpath"
        found = compiled(expression["expression"])(response, {"resource": response})
        assert found in ([True], [False]), "an expression that is no boolean is an error of the form"
        return bool(found[0])
    lines = [holds(line, response) for line in item.get("enableWhen", [])]
    if len(lines) > 1:
        return all(lines) if item["enableBehavior"] == "all" else any(lines)
    return all(lines)


def holds(line: Resource, response: Resource) -> bool:
    assert line["operator"] == "="
    given = [
        answer["valueCoding"]
        for item in response["item"]
        if item["linkId"] == line["question"]
        for answer in item["answer"]
    ]
    return line["answerCoding"] in given


@cache
def compiled(expression: str) -> Callable[..., Any]:
    return fhirpathpy.compile(expression, models["r4"])
