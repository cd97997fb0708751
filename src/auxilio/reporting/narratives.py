"""The narratives of all capabilities as one table, by the kind of the event. The composition root makes it. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from auxilio.kernel.event import Event
from auxilio.kernel.narrative import EventNarrative, Narrative


class NarrativeEntry(msgspec.Struct, frozen=True):
    """One class of events in the table: how it is told, or why it is not."""

    capability: str
    narrative: EventNarrative[Any]
    reason: str = ""
    """Why it is not told; empty for one that is."""

    @property
    def told(self) -> bool:
        """Whether stories show it."""
        return not self.reason


class NarrativeTable:
    """The narratives of a system, by the kind of the event."""

    def __init__(
        self, narratives: Iterable[Narrative], events: Iterable[tuple[str, type[Event]]] = ()
    ) -> None:
        """`events`: those of every capability, by its name. One that no narrative has is told by its own fields."""
        self._by_kind: dict[str, NarrativeEntry] = {}
        self._decoders: dict[str, msgspec.json.Decoder[Event]] = {}
        for narrative in narratives:
            for one in narrative.told:
                self._add(NarrativeEntry(narrative.capability, one))
            for event, reason in narrative.untold.items():
                assert reason, f"{event.kind()} is not told, for no reason"
                self._add(NarrativeEntry(narrative.capability, EventNarrative(event), reason))
        for capability, event in events:
            if event.kind() not in self._by_kind:
                self._add(NarrativeEntry(capability, EventNarrative(event)))

    def _add(self, one: NarrativeEntry) -> None:
        kind = one.narrative.event.kind()
        assert kind not in self._by_kind, f"{kind} has two narratives"
        self._by_kind[kind] = one
        self._decoders[kind] = msgspec.json.Decoder(one.narrative.event)

    def of(self, kind: str) -> NarrativeEntry | None:
        """How an event of this kind is told; None for a kind that no capability has."""
        return self._by_kind.get(kind)

    def read(self, kind: str, body: str) -> Event | None:
        """The event in an up-cast body; None where it is of another release and lacks what this one needs."""
        if kind not in self._decoders:
            return None
        try:
            return self._decoders[kind].decode(body)
        except msgspec.ValidationError:  # it is told by its plain fields
            return None

    @property
    def events(self) -> frozenset[type[Event]]:
        """Every class of events in the table."""
        return frozenset(one.narrative.event for one in self._by_kind.values())

    @property
    def quiet(self) -> frozenset[str]:
        """The kinds that no story shows."""
        return frozenset(kind for kind, one in self._by_kind.items() if not one.told)

    @property
    def strong(self) -> frozenset[str]:
        """The kinds that change the course of a case."""
        return frozenset(kind for kind, one in self._by_kind.items() if one.narrative.strong)

    @property
    def coded(self) -> Mapping[str, str]:
        """`kind:placeholder` of each code, and the prefix of its words. A person never reads a code.

        The console words its stories by this table too (protocol/story.ts), and a test knows every value
        (test_story_words).
        """
        return {
            f"{kind}:{name}": prefix
            for kind, one in self._by_kind.items()
            for name, prefix in one.narrative.codes.items()
        }
