"""Every route of the application without what stands behind it: enough to describe them, and to answer nobody."""

from collections.abc import Iterator
from typing import Any, get_type_hints
from unittest.mock import Mock

from litestar import Litestar
from litestar.di import Dependency, Provide
from litestar.handlers import HTTPRouteHandler

from auxilio.app.api_schema.route import published_schema
from auxilio.app.capabilities import commands
from auxilio.app.processes.web_application import controllers
from auxilio.identity.api import http_parts
from auxilio.platform.http.problem import declare_problems


def _handlers(given: list[Any]) -> Iterator[HTTPRouteHandler]:
    for each in given:
        members = vars(each).values() if isinstance(each, type) else [each]
        yield from (member for member in members if isinstance(member, HTTPRouteHandler))


def _names_of_dependencies(given: list[Any]) -> set[str]:
    return {
        name
        for handler in _handlers(given)
        for name, annotation in get_type_hints(handler.fn, include_extras=True).items()
        if any(isinstance(each, Dependency) for each in getattr(annotation, "__metadata__", ()))
    }


def schema_app(given: list[Any] | None = None) -> Litestar:
    """With these handlers instead of all."""
    handlers = [*(controllers() if given is None else given)]
    parts = http_parts(Mock(), https=False)
    absent = {name: Provide(lambda: None, sync_to_thread=False) for name in _names_of_dependencies(handlers)}
    parts["dependencies"] = absent | parts["dependencies"]
    return declare_problems(Litestar(handlers, openapi_config=published_schema(commands()), **parts))
