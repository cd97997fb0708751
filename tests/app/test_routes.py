"""Routes and what the wiring gives them find each other by name, so a name may mean one thing only."""

import typing
from collections.abc import Iterator

from litestar.di import Dependency
from litestar.handlers import HTTPRouteHandler

from auxilio.app.processes.web_application import controllers


def _handlers() -> Iterator[HTTPRouteHandler]:
    for each in controllers():
        members = vars(each).values() if isinstance(each, type) else [each]
        yield from (member for member in members if isinstance(member, HTTPRouteHandler))


def _is_given(annotation: object) -> bool:
    return any(isinstance(each, Dependency) for each in getattr(annotation, "__metadata__", ()))


def test_no_parameter_of_a_request_is_named_as_something_that_the_wiring_gives() -> None:
    parameters = [
        (f"{sorted(handler.paths)} {name}", name, _is_given(annotation))
        for handler in _handlers()
        for name, annotation in typing.get_type_hints(handler.fn, include_extras=True).items()
    ]
    given = {name for _, name, is_given in parameters if is_given}
    assert len(given) > 20
    assert not {place for place, name, is_given in parameters if name in given and not is_given}
