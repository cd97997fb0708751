"""`GET /api/schema/openapi.json`: the document, built once for each process, for those who are signed in."""

import asyncio
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

import msgspec
from litestar import MediaType, Request, Response, Router
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

from auxilio.app.api_schema.command_facts import read_command_facts, read_route_refusals
from auxilio.app.api_schema.document import SCHEMA_PATH, document_of
from auxilio.kernel.event import Command
from auxilio.kernel.refusal import Refused
from auxilio.platform.http.versioned_body import VersionedBody


class SchemaAnswer:
    """Answers before Litestar's own handler of the path does, which has neither the commands nor an entity tag.

    Building takes some three seconds of a core: in a thread, because boards and commands go on meanwhile, and once, whoever asks
    first. A failure is a defect of the source, the same every time: it is kept too, so that asking again costs nothing.
    """

    def __init__(self, commands: Sequence[type[Command]]) -> None:
        self._commands = commands
        self._body: VersionedBody | None = None
        self._failure: Exception | None = None
        self._one_at_a_time = asyncio.Lock()

    async def __call__(self, request: Request[Any, Any, Any]) -> Response[bytes]:
        """`before_request` of the router. Raises `Refused("unknown_route")` for any other path of it, `RuntimeError` where building failed."""
        if request.scope["path"] != SCHEMA_PATH:
            raise Refused("unknown_route")
        async with self._one_at_a_time:
            body = await self._built(request)
        headers = request.headers
        status, content, answered = body.answer(
            headers.get("accept-encoding", ""), headers.get("if-none-match", "")
        )
        return Response(content, media_type=MediaType.JSON, status_code=status, headers=answered)

    async def _built(self, request: Request[Any, Any, Any]) -> VersionedBody:
        if self._failure is not None:
            raise RuntimeError("the schema could not be built in this process") from self._failure
        if self._body is None:
            try:
                self._body = await asyncio.to_thread(self._build, request)
            except Exception as failure:
                self._failure = failure
                raise
        return self._body

    def _build(self, request: Request[Any, Any, Any]) -> VersionedBody:
        document = document_of(request.app, self._commands, read_command_facts(), read_route_refusals())
        return VersionedBody.of(msgspec.json.encode(document))


def published_schema(commands: Sequence[type[Command]]) -> OpenAPIConfig:
    """For Litestar; as data, without pages that fetch scripts elsewhere. `commands`: every command that a client can send."""
    path = SCHEMA_PATH.rpartition("/")[0]
    return OpenAPIConfig(
        title="Auxilio",
        version=version("auxilio"),
        render_plugins=[JsonRenderPlugin()],
        openapi_router=Router(
            path, route_handlers=[], include_in_schema=False, before_request=SchemaAnswer(commands)
        ),
    )
