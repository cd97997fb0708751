"""What is nested too deep is refused before anything reads it, and nothing else is."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auxilio.app.capabilities import commands
from auxilio.kernel.event import Command
from auxilio.kernel.nesting import NESTING_MAX, check_nesting
from auxilio.kernel.refusal import Refused
from tests import strategies

LEAVES = st.none() | st.booleans() | st.integers() | st.text('[]{}\\"a\n ', max_size=40)
JSON = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text('{}[]\\"a'), inner))


def depth_of(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + max((depth_of(each) for each in value.values()), default=0)
    if isinstance(value, list):
        return 1 + max((depth_of(each) for each in value), default=0)
    return 0


def is_refused(raw: bytes) -> bool:
    try:
        check_nesting(raw)
    except Refused as refused:
        return (refused.code, refused.facts["reason"]) == ("malformed", "too_deep")
    return False


@given(JSON, st.integers(0, 2 * NESTING_MAX), st.booleans())
@settings(max_examples=300)
def test_the_depth_is_counted_and_brackets_in_texts_are_none(value: Any, levels: int, lists: bool) -> None:
    for _ in range(levels):
        value = [value] if lists else {'a"[': value}
    assert is_refused(json.dumps(value).encode()) is (depth_of(value) > NESTING_MAX)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b'"',
        b"]" * 1_000,
        b"[]" * 10_000,
        b'"' + b"[" * 1_000,
        b'"\\' * 5_000,
        b"\xff" * 100,
        b'["\\"[[[["]',
    ],
)
def test_what_is_no_json_is_left_to_who_reads_it(raw: bytes) -> None:
    assert not is_refused(raw)


@given(st.binary())
def test_no_bytes_are_a_defect(raw: bytes) -> None:
    is_refused(raw * 100)


@pytest.mark.parametrize("kind", commands(), ids=lambda kind: kind.__struct_config__.tag)
def test_no_command_comes_near_the_limit(kind: type[Command]) -> None:
    @given(strategies.of(kind))
    @settings(max_examples=5, database=None)
    def shallow(command: Command) -> None:
        # In its envelope, whose id stands beside it.
        assert 1 + depth_of(msgspec.json.decode(msgspec.json.encode(command))) < NESTING_MAX / 4

    shallow()
