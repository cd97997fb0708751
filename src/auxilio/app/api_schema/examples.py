"""Example values made from JSON Schema: each is valid under the schema that it is made from. Deterministic."""

import re
from collections.abc import Mapping
from typing import Any

from auxilio.app.api_schema.sample_values import (
    BY_FORMAT,
    BY_NAME,
    BY_PATTERN,
    BY_TYPE,
    LATER,
    MOMENTS_TO_COME,
)

type Schema = Mapping[str, Any]
type Components = Mapping[str, Schema]
REFERENCE = "#/components/schemas/"
DEPTH_MAX = 12
"""Levels of a value. A type that contains itself ends there with its shortest value."""


class NoSampleError(LookupError):
    """A pattern or format for which `sample_values` has no line."""


def with_example(schema: Schema, components: Components, name: str = "") -> dict[str, Any]:
    """`example` with a value of this schema; nothing where a sample is missing, because a document without one example is of use.

    `tests/app/test_api_schema.py` fails for what is missing.
    """
    try:
        return {"example": example_of(schema, components, name)}
    except NoSampleError:
        return {}


def example_of(schema: Schema, components: Components, name: str = "", depth: int = 0) -> Any:
    """A value of this schema, with what it requires and no more.

    `name`: the field (`NewPerson.name`) or parameter that it is the value of; a well-known name has a value that reads like one (`lat`).
    `components`: the schemas that a reference may name. Raises `NoSampleError`.
    """
    if schema.get("title") in BY_TYPE:
        return BY_TYPE[schema["title"]]
    if "$ref" in schema:
        return example_of(components[schema["$ref"].removeprefix(REFERENCE)], components, name, depth + 1)
    for choices in ("anyOf", "oneOf"):
        if choices in schema:
            chosen = next((one for one in schema[choices] if one.get("type") != "null"), schema[choices][0])
            return example_of({**without(schema, choices), **chosen}, components, name, depth + 1)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return next((value for value in schema["enum"] if value is not None), None)
    return _MAKERS.get(_type_of(schema), _nothing)(schema, components, name, depth)


def without(schema: Schema, *keys: str) -> dict[str, Any]:
    """The schema without these keys."""
    return {key: value for key, value in schema.items() if key not in keys}


def _type_of(schema: Schema) -> str:
    """The first type that is not null; an object where properties are named without a type."""
    stated = schema.get("type", "object" if "properties" in schema else "any")
    if isinstance(stated, str):
        return stated
    return next((one for one in stated if one != "null"), "null")


def _text(schema: Schema, _components: Components, name: str, _depth: int) -> str:
    field = name.rpartition(".")[2]
    if schema.get("format") == "date-time" and field in MOMENTS_TO_COME:
        return LATER
    if "format" in schema:
        return _sample(BY_FORMAT, schema["format"])
    shortest, longest = schema.get("minLength", 0), schema.get("maxLength", 200)
    named, pattern = _known(name), schema.get("pattern")
    fits = isinstance(named, str) and shortest <= len(named) <= longest
    if fits and (pattern is None or re.search(pattern, str(named))):
        return str(named)
    text = field.replace("_", " ") or "text" if pattern is None else _sample(BY_PATTERN, pattern)
    return text.ljust(shortest, ".")[:longest]


def _sample(samples: Mapping[str, str], key: str) -> str:
    if key not in samples:
        raise NoSampleError(key)
    return samples[key]


def _number(schema: Schema, _components: Components, name: str, _depth: int) -> float | int:
    lowest = schema.get("minimum", schema.get("exclusiveMinimum", -1) + 1)
    highest = schema.get("maximum", schema.get("exclusiveMaximum", lowest + 1) - 1)
    known = _known(name)
    whole = _type_of(schema) == "integer"
    if isinstance(known, int if whole else (int, float)) and lowest <= known <= max(lowest, highest):
        return known
    return int(lowest) if whole else float(lowest)


def _known(name: str) -> str | int | float | None:
    """Of `NewPerson.name`, or of every `name`."""
    return BY_NAME.get(name, BY_NAME.get(name.rpartition(".")[2]))


def _object(schema: Schema, components: Components, _name: str, depth: int) -> dict[str, Any]:
    properties: Mapping[str, Schema] = schema.get("properties", {})
    if depth > DEPTH_MAX:
        return {}
    made = {
        key: example_of(properties.get(key, {}), components, f"{schema.get('title', '')}.{key}", depth + 1)
        for key in properties
        if key in schema.get("required", ())
    }
    others = schema.get("additionalProperties")
    if isinstance(others, Mapping) and len(made) < schema.get("minProperties", 0):
        key = example_of(schema.get("propertyNames", {"type": "string"}), components, "", depth + 1)
        made[str(key)] = example_of(others, components, "", depth + 1)
    return made


def _array(schema: Schema, components: Components, name: str, depth: int) -> list[Any]:
    if "prefixItems" in schema:
        return [example_of(one, components, name, depth + 1) for one in schema["prefixItems"]]
    items = schema.get("items", {})
    if depth > DEPTH_MAX or not isinstance(items, Mapping):
        return []
    return [
        example_of(items, components, name.removesuffix("s"), depth + 1)
        for _ in range(schema.get("minItems", 0))
    ]


def _nothing(_schema: Schema, _components: Components, _name: str, _depth: int) -> None:
    return None


_MAKERS = {
    "string": _text,
    "integer": _number,
    "number": _number,
    "object": _object,
    "array": _array,
    "boolean": lambda *_: False,
}
