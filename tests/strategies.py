"""Hypothesis strategies for any msgspec struct, from its own type information: every field of every kind is tried."""

import functools
from datetime import UTC, datetime, timedelta
from enum import EnumMeta
from typing import Any

import msgspec
import msgspec.inspect as mi
from hypothesis import reject
from hypothesis import strategies as st

_MOMENTS = st.integers(0, 10_000_000).map(lambda s: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=s))
_WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)


@functools.cache
def of(struct: type[msgspec.Struct]) -> st.SearchStrategy[Any]:
    """Any value of this struct."""
    info = mi.type_info(struct)
    assert isinstance(info, mi.StructType)
    return _struct(info)


def _struct(info: mi.StructType) -> st.SearchStrategy[Any]:
    needed = {f.name: _type(f.type) for f in info.fields if f.required}
    optional = {f.name: _type(f.type) for f in info.fields if not f.required}

    def make(given: dict[str, Any]) -> Any:
        try:
            return info.cls(**given)
        except ValueError:  # valid by construction: this combination is none
            reject()

    return st.fixed_dictionaries(needed, optional=optional).map(make)


def _number(info: Any, kind: type) -> st.SearchStrategy[Any]:
    low = info.ge if info.ge is not None else -10_000
    high = info.le if info.le is not None else 10_000
    if kind is int:
        return st.integers(int(low), int(high))
    return st.floats(float(low), float(high), allow_nan=False, allow_infinity=False)


def _text(info: mi.StrType) -> st.SearchStrategy[str]:
    if info.pattern:
        ascii_only = st.characters(codec="ascii")
        whole = info.pattern.removesuffix("$") + r"\Z" if info.pattern.endswith("$") else info.pattern
        matching = st.from_regex(whole, alphabet=ascii_only)
        return matching.filter(lambda s: len(s) <= (info.max_length or len(s)))
    # Padded, because a text of a fixed length would never be drawn; one choice, because long texts make an example too large.
    least = info.min_length or 0
    return _WORDS.map(lambda s: s.ljust(least, "0")[: max(info.max_length or len(s), least)])


def _type(info: mi.Type) -> st.SearchStrategy[Any]:  # noqa: C901  one line for each type msgspec knows
    match info:
        case mi.StructType():
            return _struct(info)
        case mi.UnionType():
            return st.one_of([_type(t) for t in info.types])
        case mi.NoneType():
            return st.none()
        case mi.BoolType():
            return st.booleans()
        case mi.IntType():
            return _number(info, int)
        case mi.FloatType():
            return _number(info, float)
        case mi.StrType():
            return _text(info)
        case mi.BytesType():
            return st.binary(max_size=32)
        case mi.UUIDType():
            return st.uuids()
        case mi.DateTimeType():
            return _MOMENTS
        case mi.DateType():
            return _MOMENTS.map(datetime.date)
        case mi.EnumType():
            assert isinstance(info.cls, EnumMeta)
            return st.sampled_from(list(info.cls))
        case mi.LiteralType():
            return st.sampled_from(info.values)
        case mi.VarTupleType() | mi.ListType() | mi.SetType() | mi.FrozenSetType():
            least = info.min_length or 0
            many = st.lists(
                _type(info.item_type), min_size=least, max_size=max(min(2, info.max_length or 2), least)
            )
            made = {mi.VarTupleType: tuple, mi.ListType: list, mi.SetType: set, mi.FrozenSetType: frozenset}
            return many.map(made[type(info)])
        case mi.TupleType():
            return st.tuples(*(_type(t) for t in info.item_types))
        case mi.DictType():
            return st.dictionaries(_type(info.key_type), _type(info.value_type), max_size=3)
        case _:
            raise NotImplementedError(f"no strategy for {info}")
