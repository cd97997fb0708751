"""The facts of a case as story, report and reviews read them, in the order in which they happened. Pure."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import msgspec

from auxilio.kernel.event import Envelope, Event
from auxilio.platform.database.upcast import StoredBody, upcast
from auxilio.reporting.narratives import NarrativeEntry, NarrativeTable


class NarrativeFact(msgspec.Struct, frozen=True):
    """An event of the log as reports read it."""

    envelope: Envelope
    body: StoredBody
    """As plain data; empty when it was redacted."""
    event: Event | None
    """None when it was redacted, or is of another release and lacks what this one needs."""
    entry: NarrativeEntry | None
    """How it is told; None for a kind that no capability has."""

    @property
    def kind(self) -> str:
        """Its name."""
        return self.envelope.kind

    @property
    def at(self) -> datetime:
        """When it happened."""
        return self.envelope.happened_at

    def is_a(self, *classes: type[Event]) -> bool:
        """Whether it is an event of one of these classes, redacted or not."""
        return self.entry is not None and self.entry.narrative.event in classes

    def text(self, *path: str) -> str | None:
        """A text deep in the body, or None."""
        value: Any = self.body
        for name in path:
            value = value.get(name) if isinstance(value, dict) else None
        return None if value is None or value == "" else str(value)


def story_facts(envelopes: Iterable[Envelope], narratives: NarrativeTable) -> list[NarrativeFact]:
    """The facts of a case in the order in which they happened."""
    facts = []
    for envelope in envelopes:
        body = upcast(envelope.kind, envelope.schema, envelope.body) if envelope.body else "{}"
        event = narratives.read(envelope.kind, body) if envelope.body else None
        plain = msgspec.json.decode(body)
        facts.append(NarrativeFact(envelope, plain, event, narratives.of(envelope.kind)))
    return sorted(facts, key=lambda f: (f.at, f.envelope.position, f.envelope.version))


def events_of[E: Event](facts: Iterable[NarrativeFact], kind: type[E]) -> Iterator[tuple[NarrativeFact, E]]:
    """The facts of one class, each with its event. What was redacted says nothing, and is left out."""
    return ((fact, fact.event) for fact in facts if isinstance(fact.event, kind))
