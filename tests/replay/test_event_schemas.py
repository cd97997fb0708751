"""Events of every release are read by this one; each way of changing an event that would lose one is found."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, cast

import msgspec
import pytest

from auxilio.kernel.event import Event
from auxilio.platform.database.upcast import UPCASTERS, upcast
from tests.replay.event_schemas import FOLDER, all_events, breaks, shape_of

RELEASES = sorted(file.parent for file in FOLDER.glob("*/events.json"))


def has_caster(kind: str, schema: int) -> bool:
    return (kind, schema) in UPCASTERS


@pytest.mark.parametrize("release", RELEASES, ids=lambda folder: folder.name)
def test_every_event_of_a_release_is_read_whole(release: Path) -> None:
    old = json.loads((release / "events.json").read_text("utf-8"))
    new = {kind: shape_of(event) for kind, event in all_events().items()}
    assert list(breaks(old, new, has_caster)) == []


def test_the_shapes_of_the_release_in_the_making_are_those_of_now() -> None:
    """Until 0.1 is released its snapshot follows the code: `python -m tests.replay.event_schemas 0.1`, and the change is seen in review."""
    kept = json.loads((FOLDER / "0.1" / "events.json").read_text("utf-8"))
    assert kept == json.loads(json.dumps({kind: shape_of(event) for kind, event in all_events().items()}))


class Way(StrEnum):
    FOOT = "foot"
    CAR = "car"


class Part(msgspec.Struct, frozen=True):
    words: Annotated[str, msgspec.Meta(max_length=200)]
    more: tuple["Part", ...] = ()


def event(schema: int = 1, **fields: Any) -> type[Event]:
    """An event of these fields: a type, or a type with its default."""
    named = [(name, *given) if isinstance(given, tuple) else (name, given) for name, given in fields.items()]
    made: Any = msgspec.defstruct("Came", named, bases=(Event,), frozen=True, kw_only=True, tag="test.came")
    made.schema = schema
    return cast(type[Event], made)


BEFORE: dict[str, Any] = {
    "who": str,
    "way": Way,
    "age": int | None,
    "parts": tuple[Part, ...],
    "told": (dict[str, int], {}),
}


def found(casters: tuple[int, ...] = (), schema: int = 1, **fields: Any) -> list[str]:
    old, new = {"test.came": shape_of(event(**BEFORE))}, {"test.came": shape_of(event(schema, **fields))}
    return list(breaks(old, new, lambda _, schema: schema in casters))


def test_what_loses_no_event_may_be_changed() -> None:
    class Ways(StrEnum):
        FOOT = "foot"
        CAR = "car"
        BOAT = "boat"

    assert found(**BEFORE) == []
    assert found(**BEFORE, note=(str, "")) == []
    assert found(**BEFORE | {"way": Ways}) == []
    assert found(**BEFORE | {"way": str}) == []
    assert found(**BEFORE | {"age": (int | str | None, None)}) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"who": None}, "test.came.who: the field is gone"),
        ({"who": None, "name": str}, "test.came.who: the field is gone"),
        ({"note": str}, "test.came.note: it is required, and events of before may lack it"),
        ({"who": int}, "test.came.who: string has become integer"),
        ({"who": Annotated[str, msgspec.Meta(max_length=9)]}, "test.came.who: maxLength was None and is 9"),
        ({"who": Way}, "test.came.who: 'any other value' is refused"),
        ({"age": int}, "test.came.age: null has become integer"),
        ({"told": (dict[str, str], {})}, "test.came.told[]: integer has become string"),
        ({"parts": tuple[str, ...]}, "test.came.parts[]: object has become string"),
    ],
)
def test_what_would_lose_an_event_is_named(change: dict[str, Any], told: str) -> None:
    fields = {name: given for name, given in (BEFORE | change).items() if given is not None}
    assert told in found(**fields)


def test_a_word_less_and_an_event_less_are_named() -> None:
    class Ways(StrEnum):
        CAR = "car"

    assert found(**BEFORE | {"way": Ways}) == ["test.came.way: 'foot' is refused"]
    assert list(breaks({"test.came": shape_of(event(**BEFORE))}, {}, has_caster)) == [
        "test.came: the event is gone"
    ]


def test_a_new_schema_may_change_everything_with_an_up_caster_for_each_step() -> None:
    assert found((), 3, name=str) == [
        "test.came: no up-caster from schema 1",
        "test.came: no up-caster from schema 2",
    ]
    assert found((1, 2), 3, name=str) == []


def test_an_old_event_is_read_through_its_up_casters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Schema 2 renamed `who` to `name`, schema 3 made a list of it."""
    monkeypatch.setitem(UPCASTERS, ("test.came", 1), lambda body: {**body, "name": body["who"]})
    monkeypatch.setitem(UPCASTERS, ("test.came", 2), lambda body: {**body, "names": [body["name"]]})
    newest = event(3, names=tuple[str, ...])
    read = msgspec.json.Decoder(newest).decode(upcast("test.came", 1, '{"kind":"test.came","who":"Ana"}'))
    assert read == newest(names=("Ana",))
    assert upcast("test.came", 3, '{"names":["Ana"]}') == '{"names":["Ana"]}'
