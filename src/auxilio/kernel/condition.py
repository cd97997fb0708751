"""Conditions of reviewed content: which answers count. Three-valued, and without negation (decision 0011).

A condition is true, false, or *not known yet*; what is not known is never taken for false. Protocols
(triage) and instruction cards (instructions) speak this one small language, and so does the console.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

Truth = bool | None
"""True, false, or None: not known yet."""


class AnswerIs(msgspec.Struct, frozen=True, tag="is", tag_field="op", cache_hash=True):
    """The answer to `question` is one of `answers`."""

    question: str
    answers: tuple[str, ...]


class AllOf(msgspec.Struct, frozen=True, tag="all", tag_field="op", cache_hash=True):
    """Every one of them holds."""

    of: tuple["Condition", ...]


class AnyOf(msgspec.Struct, frozen=True, tag="any", tag_field="op", cache_hash=True):
    """At least one of them holds."""

    of: tuple["Condition", ...]


Condition = AnswerIs | AllOf | AnyOf


def truth(condition: Condition, facts: Mapping[str, str]) -> Truth:
    """Kleene's strong three values: an unanswered question leaves the condition open only where it matters."""
    match condition:
        case AnswerIs(question=question, answers=answers):
            return facts[question] in answers if question in facts else None
        case AllOf(of=of):
            values = [truth(one, facts) for one in of]
            return False if False in values else None if None in values else True
        case AnyOf(of=of):
            values = [truth(one, facts) for one in of]
            return True if True in values else None if None in values else False


def questions_of(condition: Condition | None) -> frozenset[str]:
    """The questions a condition asks about."""
    match condition:
        case None:
            return frozenset()
        case AnswerIs(question=question):
            return frozenset({question})
        case AllOf(of=of) | AnyOf(of=of):
            return frozenset().union(*(questions_of(one) for one in of))


def leaves_of(condition: Condition | None) -> tuple[AnswerIs, ...]:
    """Every comparison in a condition, in reading order."""
    match condition:
        case None:
            return ()
        case AnswerIs():
            return (condition,)
        case AllOf(of=of) | AnyOf(of=of):
            return tuple(leaf for one in of for leaf in leaves_of(one))


def read_condition(raw: Mapping[str, Any]) -> Condition:
    """A condition from its written form: `{respira: [N, U]}`, `{any: [{a: Y}, {b: Y}]}`; keys together are AND.

    Raises ValueError on what is not a condition; the schema says so first, with its line.
    """
    parts: list[Condition] = []
    for key, value in raw.items():
        if key in ("all", "any"):
            of = tuple(read_condition(one) for one in value)
            parts.append(AllOf(of) if key == "all" else AnyOf(of))
        elif isinstance(value, str):
            parts.append(AnswerIs(key, (value,)))
        elif isinstance(value, list) and all(isinstance(code, str) for code in value):
            parts.append(AnswerIs(key, tuple(value)))
        else:
            raise ValueError(f"not an answer or a list of answers: {key}")
    if not parts:
        raise ValueError("an empty condition")
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))
