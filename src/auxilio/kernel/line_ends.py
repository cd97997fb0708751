"""Texts that end in a line break where their pattern means that nothing follows: `$` of a pattern lets one line break pass.

Patterns stay as they are, because what is stored must be read for ever; whatever comes from outside is asked here (decision 0308).
"""

import re
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import inspect

_SUSPECT = re.compile(rb'\\(?:n|u000[aA])"')
"""A JSON text that ends in an escaped line break; nothing else is ever looked at."""


def may_end_in_line_break(body: bytes) -> bool:
    """Whether any text of this JSON may. Cheap, and false for nearly all."""
    return _SUSPECT.search(body) is not None


def refuse_line_ends(value: Any, declared: inspect.Type | None = None) -> None:
    """Raises `msgspec.ValidationError` with the path of the field, in the words of a pattern that does not match."""
    declared = declared or inspect.type_info(type(value))
    for path, pattern in _line_ends(value, (declared,), "$"):
        raise msgspec.ValidationError(f"Expected `str` matching regex {pattern!r} - at `{path}`")


def _line_ends(value: Any, declared: tuple[inspect.Type, ...], path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        if value.endswith("\n"):
            yield from ((path, pattern) for pattern in _patterns(declared) if pattern.endswith("$"))
    elif isinstance(value, msgspec.Struct):
        own = inspect.type_info(type(value))
        for field in own.fields if isinstance(own, inspect.StructType) else ():
            inner = getattr(value, field.name)
            yield from _line_ends(inner, _alternatives(field.type), f"{path}.{field.encode_name}")
    elif isinstance(value, dict):
        of = [one for one in _flat(declared) if isinstance(one, inspect.DictType)]
        for key, inner in value.items():
            yield from _line_ends(key, tuple(one.key_type for one in of), f"{path}[...]")
            yield from _line_ends(inner, tuple(one.value_type for one in of), f"{path}[...]")
    elif isinstance(value, list | tuple | set | frozenset):
        for nth, inner in enumerate(value):
            yield from _line_ends(inner, _items(declared, nth), f"{path}[{nth}]")


def _patterns(declared: tuple[inspect.Type, ...]) -> list[str]:
    return [one.pattern for one in _flat(declared) if isinstance(one, inspect.StrType) and one.pattern]


def _items(declared: tuple[inspect.Type, ...], nth: int) -> tuple[inspect.Type, ...]:
    found: list[inspect.Type] = []
    for one in _flat(declared):
        if isinstance(one, inspect.CollectionType):
            found.append(one.item_type)
        elif isinstance(one, inspect.TupleType) and nth < len(one.item_types):
            found.append(one.item_types[nth])
    return tuple(found)


def _alternatives(declared: inspect.Type) -> tuple[inspect.Type, ...]:
    return declared.types if isinstance(declared, inspect.UnionType) else (declared,)


def _flat(declared: tuple[inspect.Type, ...]) -> list[inspect.Type]:
    return [one for each in declared for one in _alternatives(each)]
