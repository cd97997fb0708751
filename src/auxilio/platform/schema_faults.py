"""What breaks a JSON Schema, as a code and facts: the validator's own sentence is English and names its keyword. Pure."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import jsonschema

VALUE_MAX = 60
"""Characters of a value that a fault repeats; (ours): a line of a page."""

UNKNOWN_MAX = 20
"""Unknown keys of one part that are told; (ours): more than an author mends at once."""

_TYPES = {
    "string": "not_text",
    "array": "schema_not_list",
    "object": "schema_not_group",
    "integer": "schema_not_whole",
    "number": "schema_not_number",
    "boolean": "schema_not_boolean",
}
_BOUNDS = {
    "minLength": "schema_too_short",
    "maxLength": "schema_too_long",
    "minItems": "schema_too_few",
    "maxItems": "schema_too_many",
    "minProperties": "schema_too_few",
    "maxProperties": "schema_too_many",
    "minimum": "schema_too_low",
    "exclusiveMinimum": "schema_not_above",
    "maximum": "schema_too_high",
}


class SchemaFault(NamedTuple):
    """A code of `content.fault.*` and its facts. `where`: the field by its path, `questions/0/ask/fr`."""

    code: str
    facts: dict[str, str | int]


def schema_faults_of(error: jsonschema.ValidationError) -> Iterator[SchemaFault]:
    """One for each field that is wrong: a keyword such as `additionalProperties` may name several."""
    where = "/".join(map(str, error.absolute_path))
    demanded: Any = error.validator_value
    schema: Any = error.schema
    instance: Any = error.instance
    at: dict[str, str | int] = {"where": where or "/", "value": _shown(instance)}
    match error.validator:
        case "required":
            # The validator yields an error for each missing name, and tells it in its sentence alone.
            missing = next(name for name in demanded if error.message.startswith(repr(name)))
            yield SchemaFault("schema_missing", {"where": _joined(where, missing)})
        case "additionalProperties":
            known = schema.get("properties", {})
            unknown = [name for name in instance if name not in known]
            for name in unknown[:UNKNOWN_MAX]:
                yield SchemaFault("schema_unknown", {"where": _joined(where, _shown(name))})
        case "type":
            kinds = [demanded] if isinstance(demanded, str) else demanded
            yield SchemaFault(_TYPES[kinds[0]], at)
        case "minLength" | "minItems" | "minProperties" if demanded == 1:
            yield SchemaFault("schema_empty", at)
        case str() as bound if bound in _BOUNDS:
            yield SchemaFault(_BOUNDS[bound], {**at, "limit": demanded})
        case "enum" | "const":
            choices = demanded if error.validator == "enum" else [demanded]
            yield SchemaFault("schema_choice", {**at, "choices": ", ".join(map(_shown, choices))})
        case "pattern" if instance == "":
            yield SchemaFault("schema_empty", at)
        case "pattern":
            yield SchemaFault("schema_form", {**at, "form": str(demanded)})
        case "uniqueItems":
            yield SchemaFault("schema_twice", at)
        case "not":
            yield SchemaFault("schema_refused", at)
        case "oneOf" if is_choice_of_keys(error):
            names = [name for each in demanded for name in each["required"]]
            yield SchemaFault("schema_one_of", {**at, "choices": ", ".join(names)})
        case _:  # a keyword that no schema of ours uses
            yield SchemaFault("schema", {**at, "reason": error.message[:200]})


def is_choice_of_keys(error: jsonschema.ValidationError) -> bool:
    """Whether exactly one of some keys is demanded (`when` or `else` of a rule)."""
    demanded: Any = error.validator_value
    return error.validator == "oneOf" and all(set(each) == {"required"} for each in demanded)


def _joined(where: str, name: str) -> str:
    return f"{where}/{name}" if where else name


def _shown(value: Any) -> str:
    """As a document writes it: `null`, `true`."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= VALUE_MAX else f"{text[: VALUE_MAX - 1]}…"
