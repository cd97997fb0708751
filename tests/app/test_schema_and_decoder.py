"""What the decoder of a body refuses, its published schema refuses too; what the schema shows as an example is decoded."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

import jsonschema
import msgspec
import pytest
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from auxilio.app.api_schema.command_facts import read_command_facts, read_route_refusals
from auxilio.app.api_schema.command_schema import tag_of
from auxilio.app.api_schema.document import COMMANDS_PATH, document_of
from auxilio.app.api_schema.operations import PublishedRoute, published_routes
from auxilio.app.api_schema.route_types import JSON, body_type
from auxilio.app.capabilities import commands
from auxilio.kernel.event import Command
from tests.app.schema_app import schema_app

WRONG: tuple[Any, ...] = (7, -1, 1.5, True, None, "no such word", [{"rubbish": 1}], [7], {"rubbish": 1})
ROUTES = [
    route
    for route in published_routes(schema_app())
    if route.method != "get" and route.path != COMMANDS_PATH and body_type(route.handler) is not None
]
FORMATS = jsonschema.FormatChecker(formats=())
FORMATS.checks("uuid", raises=ValueError)(lambda value: not isinstance(value, str) or bool(UUID(value)))
FORMATS.checks("date", raises=ValueError)(
    lambda value: not isinstance(value, str) or bool(date.fromisoformat(value))
)
FORMATS.checks("date-time", raises=ValueError)(
    lambda value: not isinstance(value, str) or bool(datetime.fromisoformat(value))
)


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return document_of(schema_app(), commands(), read_command_facts(), read_route_refusals())


@pytest.fixture(scope="module")
def registry(document: dict[str, Any]) -> Registry[Any]:
    empty: Registry[Any] = Registry()
    whole: Registry[Any] = empty.with_resource("urn:document", DRAFT202012.create_resource(document))
    return whole


def changed(example: Any, properties: dict[str, Any]) -> Iterator[Any]:
    """The example with each of its schema's fields replaced by what hardly any of them is, and with a field of no name."""
    if not isinstance(example, dict):
        yield from WRONG
        return
    yield {**example, "surplus": 1}
    for name in properties:
        yield from ({**example, name: wrong} for wrong in WRONG)
        yield {key: value for key, value in example.items() if key != name}


def refused(kind: Any, value: Any, *, strict: bool) -> bool:
    try:
        msgspec.convert(value, kind, strict=strict)
    except msgspec.ValidationError:
        return True
    return False


def check(
    kind: Any,
    reference: str,
    example: Any,
    document: dict[str, Any],
    registry: Registry[Any],
    *,
    strict: bool,
) -> None:
    validator = jsonschema.Draft202012Validator(
        {"$ref": f"urn:document{reference}"}, registry=registry, format_checker=FORMATS
    )
    validator.validate(example)
    assert not refused(kind, example, strict=strict)
    schema = document["components"]["schemas"].get(reference.rpartition("/")[2], {})
    seen = 0
    for value in changed(example, schema.get("properties", {})):
        if refused(kind, value, strict=strict):
            seen += 1
            assert not validator.is_valid(value), f"the decoder refuses {value}"
    assert seen


@pytest.mark.parametrize("command", commands(), ids=tag_of)
def test_a_command_that_is_not_decoded_is_not_allowed_by_its_schema(
    document: dict[str, Any], registry: Registry[Any], command: type[Command]
) -> None:
    place = document["components"]["schemas"]["AnyCommand"]["discriminator"]["mapping"][tag_of(command)]
    content = document["paths"][COMMANDS_PATH]["post"]["requestBody"]["content"][JSON]
    example = content["examples"][tag_of(command)]["value"]["command"]
    check(command, place, example, document, registry, strict=True)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_a_body_that_is_not_decoded_is_not_allowed_by_its_schema(
    document: dict[str, Any], registry: Registry[Any], route: PublishedRoute
) -> None:
    (content,) = document["paths"][route.path][route.method]["requestBody"]["content"].values()
    if "$ref" in content["schema"]:
        kind = body_type(route.handler)
        check(kind, content["schema"]["$ref"], content["example"], document, registry, strict=False)
