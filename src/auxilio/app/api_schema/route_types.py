"""Schemas of what routes read and answer, written by msgspec, which also decodes and encodes it.

Litestar's own schema of a struct takes the `...` of `tuple[X, ...]` for a type, and leaves out that unknown fields are refused
(Litestar 2.x), so that a client which keeps to it would be refused, or the other way round.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from litestar import Response
from litestar.handlers import HTTPRouteHandler

from auxilio.app.api_schema.examples import REFERENCE
from auxilio.platform.http.problem import Problem
from auxilio.platform.http.schema_notes import body_read

type JsonSchema = dict[str, Any]
JSON = "application/json"


class RouteTypes(NamedTuple):
    """Schemas by the name of the handler's type, and the components that they refer to."""

    schemas: Mapping[Any, JsonSchema]
    components: dict[str, JsonSchema]


def types_of(handlers: Sequence[HTTPRouteHandler]) -> RouteTypes:
    """Of every JSON body and answer of these handlers, and of a refusal."""
    found = dict.fromkeys([Problem, *(each for handler in handlers for each in _types(handler))])
    schemas, components = msgspec.json.schema_components(found, ref_template=f"{REFERENCE}{{name}}")
    return RouteTypes(dict(zip(found, schemas, strict=True)), components)


def body_type(handler: HTTPRouteHandler) -> Any:
    """The type of its JSON body, that Litestar or the route itself decodes; None where it reads none."""
    if body := body_read(handler.opt):
        return body.model
    data = handler.parsed_data_field
    return data.raw if data is not None and _described(data.annotation) else None


def answer_type(handler: HTTPRouteHandler) -> Any:
    """The type that it answers with in JSON; None where that is bytes, text or nothing."""
    field = handler.parsed_return_field
    if field.is_subclass_of(Response):
        if not field.inner_types:
            return None
        field = field.inner_types[0]
    return field.raw if _described(field.annotation) else None


def _types(handler: HTTPRouteHandler) -> list[Any]:
    return [kind for kind in (body_type(handler), answer_type(handler)) if kind is not None]


def _described(kind: Any) -> bool:
    """Whether msgspec writes it as JSON that has a form."""
    if kind in (None, type(None), bytes, str, Any):
        return False
    return not isinstance(msgspec.inspect.type_info(kind), msgspec.inspect.CustomType)
