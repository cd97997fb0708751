"""The whole document, from the routes of an application and the commands of the capabilities. Deterministic."""

import json
import re
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

import msgspec
from litestar import Litestar

from auxilio.app.api_schema.command_facts import CommandFacts, name_of
from auxilio.app.api_schema.command_schema import REQUEST, command_components, command_examples
from auxilio.app.api_schema.examples import REFERENCE
from auxilio.app.api_schema.operations import (
    JsonOperation,
    PublishedRoute,
    completed,
    published_routes,
)
from auxilio.app.api_schema.problem_answers import problem_components, problem_references
from auxilio.app.api_schema.route_types import RouteTypes, types_of
from auxilio.app.api_schema.security import schemes_named, security_of
from auxilio.app.api_schema.tags import tag_of_module, tags_of
from auxilio.kernel.event import Command
from auxilio.platform.http.problem import status_of

OPENAPI = "3.1.0"
SCHEMA_PATH = "/api/schema/openapi.json"
COMMANDS_PATH = "/api/commands"
LICENCE = "EUPL-1.2"
DESCRIPTION = """\
The HTTP API of an Auxilio installation. Every change that a person makes is one command at `POST /api/commands`; the other routes read, or
serve the directory, the set-up and files. A refusal is `application/problem+json` (RFC 9457) whose `code` is stable; a request that was
answered with 503 is sent again with the same id. Live boards are a WebSocket at `/api/boards`, which OpenAPI cannot describe.
"""


def document_of(
    app: Litestar,
    commands: Sequence[type[Command]],
    facts: Mapping[str, CommandFacts],
    refusals: Mapping[str, Sequence[str]],
) -> dict[str, Any]:
    """OpenAPI 3.1 as plain data, ready for JSON.

    `facts`, `refusals`: what the source says of each command and each route (command_facts.py).
    """
    written = _portable(app.openapi_schema.to_schema())
    routes = published_routes(app)
    made = types_of([route.handler for route in routes])
    schemas = _portable({**_of_parameters(written), **made.components, **command_components(commands, facts)})
    types = RouteTypes({kind: _portable(schema) for kind, schema in made.schemas.items()}, schemas)
    paths: dict[str, dict[str, JsonOperation]] = {SCHEMA_PATH: {"get": _own_operation()}}
    for route in routes:
        operation = completed(route, written["paths"][route.path][route.method], types)
        if codes := refusals.get(name_of(route.handler)):
            operation["x-refusals"] = {code: status_of(code) for code in codes}
        paths.setdefault(route.path, {})[route.method] = operation
    paths[COMMANDS_PATH]["post"]["requestBody"] = _command_body(commands, schemas)
    return {
        "openapi": OPENAPI,
        "info": {
            "title": "Auxilio",
            "version": version("auxilio"),
            "description": DESCRIPTION,
            "license": {"name": LICENCE, "identifier": LICENCE},
        },
        "servers": [{"url": "/"}],
        "tags": tags_of({__name__, *_modules(routes)}),
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": dict(sorted(schemas.items())),
            "responses": problem_components(),
            "securitySchemes": schemes_named([each for ways in paths.values() for each in ways.values()]),
        },
    }


def _of_parameters(written: Mapping[str, Any]) -> dict[str, Any]:
    """The components that parameters refer to: enumerations."""
    operations = [each for ways in written["paths"].values() for each in ways.values()]
    text = msgspec.json.encode([each.get("parameters", ()) for each in operations]).decode()
    schemas: Mapping[str, Any] = written["components"]["schemas"]
    return {name: schema for name, schema in schemas.items() if f'"{REFERENCE}{name}"' in text}


def _modules(routes: Sequence[PublishedRoute]) -> set[str]:
    return {route.handler.fn.__module__ for route in routes}


def _command_body(commands: Sequence[type[Command]], schemas: Mapping[str, Any]) -> dict[str, Any]:
    """With one example for each command."""
    examples = command_examples(commands, schemas)
    content = {"schema": {"$ref": f"{REFERENCE}{REQUEST}"}, "examples": examples}
    return {"required": True, "content": {"application/json": content}}


def _own_operation() -> JsonOperation:
    """Of the route that serves this document, which Litestar's router keeps to itself."""
    return {
        "operationId": f"{tag_of_module(__name__)}_readSchema",
        "summary": "This document",
        "description": "OpenAPI 3.1 of every route and command, for those who are signed in.",
        "tags": [tag_of_module(__name__)],
        "security": security_of({}, "get"),
        "responses": {
            "200": {
                "description": "The document",
                "content": {"application/json": {"schema": {"type": "object"}}},
            },
            "304": {"description": "Not changed since the version that `if-none-match` names"},
            **problem_references(),
        },
    }


_END_OF_TEXT = re.compile(r"\\Z")
_BOUNDS = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"})


def _portable(made: Any) -> Any:
    """Plain JSON data, with patterns of ECMA 262 (Python's `\\Z` is written as `$`) and whole bounds as integers (`6000`, not `6000.0`)."""
    return _plain(json.loads(msgspec.json.encode(made, enc_hook=str)))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain_keyword(key, each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list) else value


def _plain_keyword(key: str, value: Any) -> Any:
    if key == "pattern" and isinstance(value, str):
        return _END_OF_TEXT.sub("$", value)
    if key in _BOUNDS and isinstance(value, float) and value.is_integer():
        return int(value)
    return _plain(value)
