"""No text of a command, or of a route's body, ends in a line break that its pattern does not mean."""

from collections.abc import Iterator
from typing import Annotated, Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar import Litestar, post
from litestar.params import JSONBody
from litestar.testing import TestClient
from msgspec import inspect

from auxilio.access.command_bus import CommandBus
from auxilio.app.capabilities import commands
from auxilio.identity.core.model import Key
from auxilio.kernel.event import Command
from auxilio.platform.http.body import BoundedRequest
from auxilio.platform.http.problem import exception_handlers
from tests import strategies

COMMANDS = commands()
KEYS = Annotated[str, msgspec.Meta(pattern=r"^[a-z]+$")]


async def _handle(*_: Any) -> Any:
    raise AssertionError("it is read and not handled")


BUS = CommandBus((COMMANDS, _handle))


def patterned(value: Any, declared: inspect.Type) -> Iterator[tuple[Any, ...]]:
    """The path of each text of a plain value that has a pattern."""
    if isinstance(declared, inspect.UnionType):
        tagged = [one for one in declared.types if isinstance(one, inspect.StructType) and one.tag_field]
        for one in declared.types:
            if one not in tagged or (isinstance(value, dict) and value.get(one.tag_field) == one.tag):
                yield from patterned(value, one)
    elif isinstance(declared, inspect.StrType):
        if declared.pattern and isinstance(value, str):
            yield ()
    elif isinstance(declared, inspect.StructType) and isinstance(value, dict):
        for field in declared.fields:
            if field.encode_name in value:
                for path in patterned(value[field.encode_name], field.type):
                    yield (field.encode_name, *path)
    elif isinstance(declared, inspect.CollectionType) and isinstance(value, list):
        for nth, one in enumerate(value):
            for path in patterned(one, declared.item_type):
                yield (nth, *path)


def has_pattern(declared: Any, seen: frozenset[Any] = frozenset()) -> bool:
    match declared:
        case inspect.StrType():
            return bool(declared.pattern)
        case inspect.UnionType():
            return any(has_pattern(one, seen) for one in declared.types)
        case inspect.CollectionType():
            return has_pattern(declared.item_type, seen)
        case inspect.StructType():
            inner = seen | {declared.cls}
            return declared.cls not in seen and any(has_pattern(one.type, inner) for one in declared.fields)
    return False


def with_line_end(plain: Any, path: tuple[Any, ...]) -> Any:
    if not path:
        return f"{plain}\n"
    spoiled = plain.copy()
    spoiled[path[0]] = with_line_end(plain[path[0]], path[1:])
    return spoiled


@pytest.mark.parametrize(
    "kind",
    [one for one in COMMANDS if has_pattern(inspect.type_info(one))],
    ids=lambda kind: kind.__struct_config__.tag,
)
def test_no_text_of_a_command_ends_in_a_line_break_that_its_pattern_lets_pass(kind: type[Command]) -> None:
    @given(data=st.data())
    @settings(max_examples=10, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
    def spoil(data: st.DataObject) -> None:
        plain = msgspec.to_builtins(data.draw(strategies.of(kind)), str_keys=True)
        BUS.read(msgspec.json.encode(plain))
        for path in patterned(plain, inspect.type_info(kind)):
            with pytest.raises(msgspec.ValidationError):
                BUS.read(msgspec.json.encode(with_line_end(plain, path)))

    spoil()


def test_words_of_a_command_may_end_in_a_line_break() -> None:
    raw = b'{"kind":"calls.say","call":"0197c1ee-0000-7000-8000-000000000001","words":"help\\n"}'
    assert msgspec.to_builtins(BUS.read(raw))["words"] == "help\n"


class Inner(msgspec.Struct):
    many: tuple[KEYS, ...] = ()
    of: dict[KEYS, KEYS] = {}
    words: str = ""


class Body(msgspec.Struct):
    id: Key
    one: Inner | None = None


@post("/", status_code=204)
async def take(data: JSONBody[Body]) -> None: ...


@post("/list", status_code=204)
async def take_list(data: JSONBody[list[KEYS]]) -> None: ...


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/", {"id": "san\n"}, "$.id"),
        ("/", {"id": "san", "one": {"many": ["a", "b\n"]}}, "$.one.many[1]"),
        ("/", {"id": "san", "one": {"of": {"a\n": "b"}}}, "$.one.of[...]"),
        ("/", {"id": "san", "one": {"of": {"a": "b\n"}}}, "$.one.of[...]"),
        ("/list", ["a\n"], "$[0]"),
    ],
)
def test_the_body_of_a_route_is_refused_with_its_field(path: str, body: Any, field: str) -> None:
    app = Litestar([take, take_list], request_class=BoundedRequest, exception_handlers=exception_handlers())
    with TestClient(app) as client:
        answer = client.post(path, json=body)
        assert (answer.status_code, answer.json()["code"]) == (422, "malformed")
        assert answer.json()["facts"]["field"] == field
        fit = {"id": "san", "one": {"words": "a\n"}} if isinstance(body, dict) else ["a"]
        assert client.post(path, json=fit).status_code == 204
