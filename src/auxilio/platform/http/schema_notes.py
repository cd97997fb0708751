"""What a route states of itself for the published schema where its signature cannot: the body or query that it decodes itself, and
the answers beside its success. `app.api_schema` reads it."""

from collections.abc import Mapping
from typing import Any

import msgspec
from litestar.openapi import ResponseSpec

_BODY, _QUERY = "reads_body", "reads_query"

UNCHANGED: dict[int, ResponseSpec] = {
    304: ResponseSpec(None, description="Not changed since the version that `if-none-match` names")
}
"""`responses` of a route that answers with an entity tag."""
NOTHING_THERE: dict[int, ResponseSpec] = {204: ResponseSpec(None, description="Nothing is there")}
"""`responses` of a route whose object may be empty."""
ANY_MEDIA_TYPE = "*/*"
"""`media_type` of a route that answers with a file as it came, or in the format that was asked for."""


class BodyRead(msgspec.Struct, frozen=True):
    """What a route reads of a body: its media type, and the type of it; None for bytes."""

    media_type: str
    model: Any = None
    description: str = ""
    example: Mapping[str, str] = {}
    """Of a form, whose fields no type names."""


def reads_json(model: Any) -> dict[str, Any]:
    """`opt` of a route that decodes its JSON body itself, as a value of `model`."""
    return {_BODY: BodyRead("application/json", model)}


def reads_bytes() -> dict[str, Any]:
    """`opt` of a route that reads the bytes of its body, whatever they are."""
    return {_BODY: BodyRead("application/octet-stream")}


def reads_form(description: str, example: Mapping[str, str]) -> dict[str, Any]:
    """`opt` of a route that decodes an URL-encoded form itself, whose fields are texts."""
    return {_BODY: BodyRead("application/x-www-form-urlencoded", dict[str, str], description, example)}


def reads_query(model: type[msgspec.Struct]) -> dict[str, Any]:
    """`opt` of a route that makes one value of `model` of all query parameters."""
    return {_QUERY: model}


def body_read(opt: dict[str, Any]) -> BodyRead | None:
    """What the route with this `opt` reads itself of a body."""
    found: BodyRead | None = opt.get(_BODY)
    return found


def query_read(opt: dict[str, Any]) -> type[msgspec.Struct] | None:
    """What the route with this `opt` makes of its query itself."""
    found: type[msgspec.Struct] | None = opt.get(_QUERY)
    return found
