"""The answers that are not a success, as components that every route refers to."""

from typing import Any

import msgspec

from auxilio.app.api_schema.examples import REFERENCE
from auxilio.identity.core.permissions import Permission
from auxilio.platform.http.problem import MEDIA_TYPE, PROBLEMS, STATUS, Problem, body_of, status_of

_USUAL = {404: "unknown_case", 409: "case_not_open", 403: "not_permitted", 422: "malformed", 503: "too_busy"}
"""A code that explains its status better than the first of the table."""
_FACTS: dict[str, dict[str, Any]] = {
    "malformed": {"field": "$.command.case", "reason": "Expected `str`, got `int`"},
    "not_permitted": {"permission": str(Permission.CASE_CLOSE)},
    "defect": {"id": "0f343b0931126a20"},
    "too_many_requests": {"retry_after_s": 30},
}


def component_of(status: int) -> str:
    """The name of the component of this status."""
    return f"Problem{status}"


def problem_components() -> dict[str, dict[str, Any]]:
    """One response for each status that any route may answer with, each with an example."""
    return {component_of(status): _answer(status) for status in PROBLEMS}


def problem_references() -> dict[str, dict[str, str]]:
    """What every operation lists beside its success, by status."""
    return {str(status): {"$ref": f"#/components/responses/{component_of(status)}"} for status in PROBLEMS}


def _answer(status: int) -> dict[str, Any]:
    code = _USUAL.get(status) or next(code for code, each in STATUS.items() if each == status)
    assert status_of(code) == status, code
    content = {"schema": {"$ref": f"{REFERENCE}{Problem.__name__}"}}
    example = msgspec.json.decode(body_of(code, _FACTS.get(code))[1])
    return {
        "description": str(PROBLEMS[status].description),
        "content": {MEDIA_TYPE: {**content, "example": example}},
    }
