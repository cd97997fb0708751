"""The facts of a case as plain data, and the story they tell line by line. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from auxilio.archive.report import Told
from auxilio.kernel.event import Envelope
from auxilio.kernel.position import Point
from auxilio.platform.database.upcast import lift
from auxilio.platform.i18n import Catalogues

type Body = dict[str, Any]


class Known(msgspec.Struct, frozen=True):
    """A fact and its body as plain data; empty when it was redacted."""

    envelope: Envelope
    body: Body

    @property
    def kind(self) -> str:
        """Its name."""
        return self.envelope.kind

    @property
    def at(self) -> datetime:
        """When it happened."""
        return self.envelope.happened_at

    def text(self, *path: str) -> str | None:
        """A text deep in the body, or None."""
        value: Any = self.body
        for name in path:
            value = value.get(name) if isinstance(value, dict) else None
        return None if value is None or value == "" else str(value)

    def point(self, *path: str) -> Point | None:
        """A point deep in the body, or None."""
        value: Any = self.body
        for name in path:
            value = value.get(name) if isinstance(value, dict) else None
        try:
            return msgspec.convert(value, Point)
        except (msgspec.ValidationError, ValueError):
            return None


def known(envelopes: Iterable[Envelope]) -> list[Known]:
    """The facts of a case in the order in which they happened."""
    facts = []
    for envelope in envelopes:
        body = lift(envelope.kind, envelope.schema, envelope.body) if envelope.body else "{}"
        facts.append(Known(envelope, msgspec.json.decode(body)))
    return sorted(facts, key=lambda f: (f.at, f.envelope.position, f.envelope.version))


QUIET = frozenset({"followup.watch.set", "followup.watch.kept", "followup.watch.amber", "followup.message.read",
                   "instructions.metronome.set", "calls.call.queued", "dispatch.task.unit_given"})  # fmt: skip
"""Machinery: in events.json, and not in the story."""
STRONG = frozenset({"calls.call.answered", "cases.case.floor_proved", "cases.case.priority_raised",
                    "cases.case.help_marked", "cases.case.closed", "instructions.moment.marked",
                    "dispatch.task.accepted", "dispatch.task.nobody_has_it"})  # fmt: skip


def flat(body: object, prefix: str = "") -> dict[str, object]:
    """The facts of a body that words can speak of, as the console flattens them (`location.words` is `location_words`)."""
    found: dict[str, object] = {}
    if not isinstance(body, dict):
        return found
    for name, value in body.items():
        key = f"{prefix}{name}"
        match value:
            case bool():
                found[key] = "yes" if value else "no"
            case str() | int() | float():
                found[key] = value
            case None:
                found[key] = ""
            case list():
                found[key] = ", ".join(item for item in value if isinstance(item, str))
                found[f"{key}_count"] = len(value)
            case _:
                found |= flat(value, f"{key}_")
    return found


def story(facts: Sequence[Known], catalogues: Catalogues, language: str) -> list[tuple[Known, Told]]:
    """The lines, each beside the fact it tells."""
    lines = []
    for fact in facts:
        if fact.kind in QUIET:
            continue
        key = f"story.{fact.kind}"
        if not fact.envelope.body:
            words = catalogues.text("report.redacted", language)
        else:
            words = catalogues.text(key, language, **flat(fact.body)) if key in catalogues else fact.kind
        who = fact.envelope.desk or fact.envelope.actor_name
        lines.append((fact, Told(at=fact.at, who=who, words=words, strong=fact.kind in STRONG)))
    return lines
