"""How an aggregate is kept: its state folds from its own stream, and is stored beside it as JSON."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from auxilio.kernel.event import Envelope, Links
from auxilio.kernel.ids import CaseId
from auxilio.platform.database.upcast import upcast


def _leaves_none(_event: Any) -> CaseId | None:
    return None


@dataclass(frozen=True)
class Aggregate[S: msgspec.Struct]:
    """One kind of aggregate: `CALL = Aggregate("call", Call, CallEvent, evolve, links, live)`.

    `events` is the closed union of the capability's events; `evolve` gets the moment each happened;
    `live` says whether boards still show it. `with_case`: they also show one that is over, as long as its case is not:
    of a patient who was taken nowhere there is still something to be said. `leaves`: the case that an event takes the
    aggregate off; the event is a fact of that case, and not of the one that is linked after it.
    """

    name: str
    state: type[S]
    events: Any
    evolve: Callable[[S | None, Any, datetime], S]
    links: Callable[[S], Links]
    live: Callable[[S], bool]
    with_case: bool = False
    leaves: Callable[[Any], CaseId | None] = _leaves_none
    _decode_state: msgspec.json.Decoder[S] = field(init=False, repr=False, compare=False)
    _decode_event: msgspec.json.Decoder[Any] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_decode_state", msgspec.json.Decoder(self.state))
        object.__setattr__(self, "_decode_event", msgspec.json.Decoder(self.events))

    def read_state(self, text: str | bytes) -> S:
        """The state from its stored JSON."""
        return self._decode_state.decode(text)

    def read_event(self, body: str | bytes) -> Any:
        """A fact from its stored body; lifted by the up-casters before it comes here."""
        return self._decode_event.decode(body)

    def apply(self, state: S | None, envelope: Envelope) -> S:
        """The state after one fact of the log."""
        body = upcast(envelope.kind, envelope.schema, envelope.body)
        return self.evolve(state, self.read_event(body), envelope.happened_at)


class AggregateRegistry:
    """Every aggregate, by name. Made once by the composition."""

    def __init__(self, *aggregates: Aggregate[Any]) -> None:
        self._by_name = {aggregate.name: aggregate for aggregate in aggregates}
        assert len(self._by_name) == len(aggregates), "two aggregates share a name"

    def __getitem__(self, name: str) -> Aggregate[Any]:
        return self._by_name[name]

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def __iter__(self) -> Iterator[Aggregate[Any]]:
        return iter(self._by_name.values())
