"""One operation of the document: completes what Litestar wrote of a route."""

import inspect
from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from auxilio.app.api_schema.examples import REFERENCE, Components, with_example
from auxilio.app.api_schema.parameters import meaning_of
from auxilio.app.api_schema.problem_answers import problem_references
from auxilio.app.api_schema.route_types import JSON, RouteTypes, answer_type, body_type
from auxilio.app.api_schema.security import SAFE, security_of
from auxilio.app.api_schema.tags import tag_of_module
from auxilio.app.api_schema.text import first_sentence
from auxilio.platform.http.schema_notes import body_read, query_read

type JsonOperation = dict[str, Any]
_NOISE = ("deprecated", "allowEmptyValue", "allowReserved")
"""Keys of a parameter or operation with which Litestar repeats the default of OpenAPI."""


class PublishedRoute(NamedTuple):
    """One method of one path, and what answers it. `method` in lower case."""

    path: str
    method: str
    handler: HTTPRouteHandler

    @property
    def docstring(self) -> str:
        """Of the function that answers."""
        return inspect.getdoc(self.handler.fn) or ""


def published_routes(app: Litestar) -> list[PublishedRoute]:
    """Every route that the schema names, in order of path and method."""
    return sorted(
        (
            PublishedRoute(route.path_format or "/", str(method).lower(), handler)
            for route in app.routes
            if isinstance(route, HTTPRoute)
            for handler in route.route_handlers
            if handler.resolve_include_in_schema()
            for method in handler.http_methods
        ),
        key=lambda route: route[:2],
    )


def completed(route: PublishedRoute, written: JsonOperation, types: RouteTypes) -> JsonOperation:
    """The operation with words, tag, security, schemas, examples, and every answer that is not a success."""
    summary = route.handler.summary or first_sentence(route.docstring)
    answers = {status: each for status, each in written["responses"].items() if status[0] in "23"}
    whole = {
        **{key: value for key, value in written.items() if key not in _NOISE},
        "operationId": operation_id(route),
        "summary": summary,
        "description": route.docstring,
        "tags": [tag_of_module(route.handler.fn.__module__)],
        "security": security_of(route.handler.opt, route.method),
        "responses": {
            **{status: _success(each, status, route, types) for status, each in answers.items()},
            **problem_references(),
        },
    }
    parameters = [*written.get("parameters", ()), *_query_parameters(query_read(route.handler.opt))]
    if parameters:
        whole["parameters"] = [_parameter(each, route.path, types.components) for each in parameters]
    if route.method not in SAFE and (body := _body(route.handler, types)):
        whole["requestBody"] = body
    return whole


def operation_id(route: PublishedRoute) -> str:
    """The tag, and the name of the function in camel case: generators of clients make a method of it.

    A function that answers to several methods has the method behind its name.
    """
    handler = route.handler
    several = [route.method] if len(handler.http_methods) > 1 else []
    first, *others = [*handler.fn.__name__.split("_"), *several]
    return f"{tag_of_module(handler.fn.__module__)}_{first}{''.join(map(str.capitalize, others))}"


def _body(handler: HTTPRouteHandler, types: RouteTypes) -> dict[str, Any] | None:
    kind, read = body_type(handler), body_read(handler.opt)
    if kind is None and read is None:
        return None
    content = {} if kind is None else _content(types.schemas[kind], types.components)
    if read is None:
        return {"required": True, "content": {JSON: content}}
    if read.example:
        content["example"] = dict(read.example)
    described = {"description": read.description} if read.description else {}
    return {**described, "required": True, "content": {read.media_type: content}}


def _query_parameters(model: type[msgspec.Struct] | None) -> list[dict[str, Any]]:
    """One for each field; of a field that may be None the other form, because a query has no null."""
    if model is None:
        return []
    _, made = msgspec.json.schema_components([model], ref_template=f"{REFERENCE}{{name}}")
    schema = made[model.__name__]
    return [
        {
            "name": name,
            "in": "query",
            "required": name in schema.get("required", ()),
            "schema": _inlined(
                next((s for s in one.get("anyOf", [one]) if s.get("type") != "null"), one), made
            ),
        }
        for name, one in schema["properties"].items()
    ]


def _inlined(schema: Mapping[str, Any], made: Mapping[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref")
    return dict(made[reference.removeprefix(REFERENCE)] if reference else schema)


def _parameter(written: Mapping[str, Any], path: str, components: Components) -> dict[str, Any]:
    name = str(written["name"])
    return {
        **{key: value for key, value in written.items() if key not in _NOISE},
        "description": written.get("description") or meaning_of(path, name),
        **with_example(written.get("schema", {}), components, name),
    }


def _content(schema: Mapping[str, Any], components: Components) -> dict[str, Any]:
    return {"schema": schema, **with_example(schema, components)}


def _success(
    answer: Mapping[str, Any], status: str, route: PublishedRoute, types: RouteTypes
) -> dict[str, Any]:
    """An answer of bytes is no string, for which Litestar takes it, but for text."""
    whole = {key: value for key, value in answer.items() if key != "headers" or value}
    if "content" not in answer:
        return whole
    kind = answer_type(route.handler) if status == str(route.handler.status_code) else None
    content = {}
    for media_type, written in answer["content"].items():
        if kind is not None:
            content[media_type] = _content(types.schemas[kind], types.components)
        elif media_type.startswith("text/"):
            content[media_type] = _content(written["schema"], types.components)
        else:
            content[media_type] = {}
    return {**whole, "content": content}
