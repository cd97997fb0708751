"""How a capability tells its events: which catalogue words each needs, and which events are not told and why.

An event is told by its own fields, in the words of the catalogues under `story.<kind>`. The `NARRATIVE` in the
`core/narrative.py` of a capability names the events that are told in another way, and those that are not told.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from auxilio.kernel.event import Event

type FactCodes = dict[str, object]
"""What the placeholders of a message stand for: numbers, texts of people, and codes that are not worded yet."""


@dataclass(frozen=True)
class Word:
    """A key of the catalogues, to be replaced by its text in the reader's language."""

    key: str


type Phrase = tuple[str | Word, ...]
"""Texts and words that are written one after the other."""

WHOLE = ("_m", "_s")
"""Fields in metres and seconds are told whole."""


def flat(body: object, prefix: str = "") -> FactCodes:
    """Each field of a body as a placeholder, as the console flattens it (`location.words` is `location_words`)."""
    found: FactCodes = {}
    if not isinstance(body, dict):
        return found
    for name, value in body.items():
        key = f"{prefix}{name}"
        match value:
            case bool():
                found[key] = "yes" if value else "no"
            case float():
                whole = value.is_integer() or name.endswith(WHOLE)
                found[key] = round(value) if whole else value
            case str() | int():
                found[key] = value
            case None:
                found[key] = ""
            case list() | tuple():
                found[key] = ", ".join(item for item in value if isinstance(item, str))
                found[f"{key}_count"] = len(value)
            case _:
                found |= flat(value, f"{key}_")
    return found


def every_field(event: Event) -> FactCodes:
    """The fact codes of an event that is told by its own fields."""
    return flat(msgspec.to_builtins(event))


@dataclass(frozen=True)
class EventNarrative[E: Event]:
    """How one class of events is told."""

    event: type[E]
    facts: Callable[[E], FactCodes] = every_field
    """What the placeholders of its message stand for."""
    codes: Mapping[str, str] = field(default_factory=dict)
    """The placeholders that hold a code, and the prefix of its words in the catalogues: `<prefix>.<code>`."""
    phrases: Callable[[E], Iterable[Phrase]] | None = None
    """What the placeholder `told` stands for, where fields alone cannot say it: phrases, with ` · ` between them."""
    strong: bool = False
    """It changed the course of a case."""
    by_caller: bool = False
    """These are a caller's words, no matter who brought them."""


@dataclass(frozen=True)
class Narrative:
    """The events of a capability, or of one of its parts, that need more than words: the others are told by their fields."""

    capability: str
    told: tuple[EventNarrative[Any], ...] = ()
    """Those with codes, facts or phrases of their own, and those that changed the course of a case."""
    untold: Mapping[type[Event], str] = field(default_factory=dict)
    """The events that no story shows, with the reason."""
