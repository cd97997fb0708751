"""What a board is: tables of rows, each the view of one aggregate's state, as far as the viewer may see it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from auxilio.access.case_entities import CaseEntities
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Envelope
from auxilio.kernel.ids import CaseId, StreamId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import Mode
from auxilio.platform.database.aggregates import Aggregate

type BoardParameters = Mapping[str, str]
LIVE_MAX = 100_000
"""Live aggregates of one kind that a process holds; far above any day's work."""
ROWS_MAX = 2_000
"""In one table of one snapshot. What is left out is counted and said."""


type RowFilter = Callable[[Any, BoardParameters, Actor, CaseEntities], bool]


def is_of_mode(state: Any, mode: Mode) -> bool:
    """Whether a state belongs on a shared board of this mode (decision 0305): it says which mode it is of, or is of all of them,
    as a desk at which nobody has stood ready and a role that waits for a second person are.
    """
    own: Mode | None = getattr(state, "mode", None)
    return own is None or own is mode


@dataclass(frozen=True)
class BoardTable:
    """Rows of one kind of aggregate. `shows` picks, `row` views, `visible` hides cells by who looks, or the row."""

    name: str
    aggregate: Aggregate[Any]
    row: Callable[[Any], msgspec.Struct]
    shows: RowFilter = lambda *_: True
    visible: Callable[[Any, Any, Actor, CaseEntities], msgspec.Struct | None] = lambda row, *_: row


@dataclass(frozen=True)
class Board:
    """What one page opens. `permission` is asked at the gate when it is opened."""

    name: str
    permission: str
    tables: tuple[BoardTable, ...]
    of: str | None = None
    """`case`: one case (`params["case"]`), live or not, and looking at it is recorded. `call`: one call."""
    story: Callable[[Envelope, Actor, CaseEntities], Envelope | None] | None = None
    """The facts of the case or call as this viewer reads them; None for one that is not theirs to read."""
    by_desk: bool = False
    """Whether what stands on it hangs on the desk at which the viewer sits."""
    admit: Callable[[Actor, CaseId, CaseEntities], None] = lambda *_: None
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
