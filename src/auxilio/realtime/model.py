"""What a board is: tables of rows, each the view of one noun's state, as far as the viewer may see it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Envelope
from auxilio.kernel.ids import CaseId, StreamId
from auxilio.kernel.instant import Instant
from auxilio.platform.database.nouns import Noun

type Params = Mapping[str, str]
ROWS_MAX = 2_000
"""In one table of one snapshot. What is left out is counted and said."""


@dataclass(frozen=True)
class Held:
    """One noun as the hub holds it."""

    noun: Noun[Any]
    version: int
    state: Any
    case: CaseId | None
    at: Instant
    live: bool = True
    """Whether it stands on the boards of those who work."""


class Others:
    """What a table may ask about the rest: other nouns of the same case."""

    def __init__(self, of_case: Callable[[CaseId], list[Held]]) -> None:
        self.of_case = of_case


type Shows = Callable[[Any, Params, Actor, Others], bool]


@dataclass(frozen=True)
class Table:
    """Rows of one kind of noun. `shows` picks, `row` views, `visible` hides cells by who looks, or the row."""

    name: str
    noun: Noun[Any]
    row: Callable[[Any], msgspec.Struct]
    shows: Shows = lambda *_: True
    visible: Callable[[Any, Any, Actor, Others], msgspec.Struct | None] = lambda row, *_: row


@dataclass(frozen=True)
class Board:
    """What one page opens. `permission` is asked at the gate when it is opened."""

    name: str
    permission: str
    tables: tuple[Table, ...]
    of: str | None = None
    """`case`: one case (`params["case"]`), live or not, and looking at it is recorded. `call`: one call."""
    story: Callable[[Envelope, Actor, Others], Envelope | None] | None = None
    """The facts of the case or call as this viewer reads them; None for one that is not theirs to read."""
    admit: Callable[[Actor, CaseId, Others], None] = lambda *_: None
    """Refuses who may not open this case."""


class StoryRow(msgspec.Struct, frozen=True, kw_only=True):
    """One fact, for the story of a case. The console words it from `kind` and `body`."""

    id: str
    kind: str
    at: Instant
    recorded_at: Instant
    by: str
    desk: str | None
    stream: StreamId
    cause: str
    """The command that made it: what was typed before names it as its line."""
    body: msgspec.Raw


def story_row(envelope: Envelope) -> StoryRow:
    """The row of one fact."""
    return StoryRow(
        id=str(envelope.id),
        kind=envelope.kind,
        at=envelope.happened_at,
        recorded_at=envelope.recorded_at,
        by=envelope.actor_name,
        desk=envelope.desk,
        stream=envelope.stream,
        cause=str(envelope.cause),
        body=msgspec.Raw(envelope.body.encode() or b"{}"),
    )
