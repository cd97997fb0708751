"""One board as one kind of viewer sees it. Encoded once, sent to all who look."""

import asyncio
from collections import deque
from collections.abc import Iterable
from uuid import UUID

import msgspec

from auxilio.access.case_entities import BoardEntity, CaseEntities
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Cursor, Envelope
from auxilio.kernel.ids import CaseId, StreamId
from auxilio.platform.database.upcast import lifted
from auxilio.realtime.model import (
    ROWS_MAX,
    Board,
    BoardParameters,
    BoardTable,
    StoryRow,
    is_of_mode,
    story_row,
)

KEPT_DELTAS = 256
"""How far back a screen can resume without a new snapshot."""
type Rows = dict[str, dict[str, bytes]]
type RemovedRows = dict[str, dict[str, int]]
_encode = msgspec.json.encode


def encode_row(row: msgspec.Struct, version: int) -> bytes:
    """A row with its version in front."""
    return b'{"v":%d,' % version + _encode(row)[1:]


def _object(rows: Rows) -> bytes:
    tables = (
        _encode(table) + b":{" + b",".join(_encode(key) + b":" + row for key, row in keyed.items()) + b"}"
        for table, keyed in rows.items()
    )
    return b"{" + b",".join(tables) + b"}"


class BoardChannel:
    """Holds which rows its viewers have, so that it can tell what came, changed and went."""

    def __init__(self, board: Board, params: BoardParameters, viewer: Actor, others: CaseEntities) -> None:
        self.board, self.params, self.viewer, self._others = board, params, viewer, others
        self._shown: dict[tuple[str, str], tuple[int, msgspec.Struct]] = {}
        self.deltas: deque[tuple[Cursor, bytes]] = deque(maxlen=KEPT_DELTAS)
        self.at = Cursor()
        self.story: dict[str, bytes] = {}
        self.filling = asyncio.Lock()
        self.case = CaseId(UUID(params["case"])) if board.of == "case" else None
        """The case of a board that is about one; of a call, once the call tells of one."""
        self.filled = False
        """Whether a picture was taken in it: from then on its deltas say all that is new."""
        self._snapshot: bytes | None = None

    def _row(self, table: BoardTable, held: BoardEntity) -> msgspec.Struct | None:
        if held.aggregate is not table.aggregate:
            return None
        if self.board.of != "case" and not held.live:
            return None  # over: it leaves every board but the one of its own case
        if self.board.of is None and not is_of_mode(held.state, self.viewer.mode):
            return None
        if self.board.of == "case" and str(held.case) != self.params["case"]:
            return None  # a call that told of this case and does not after all
        if not table.shows(held.state, self.params, self.viewer, self._others):
            return None
        return table.visible(table.row(held.state), held.state, self.viewer, self._others)

    def holds(self, stream: StreamId) -> bool:
        """Whether its viewers have a row of this aggregate."""
        return any((table.name, stream) in self._shown for table in self.board.tables)

    def snapshot(self, states: Iterable[tuple[StreamId, BoardEntity]], at: Cursor) -> bytes:
        """Every row at this position; the newest ones where there are too many, and how many were left out."""
        newest = sorted(states, key=lambda item: item[1].at, reverse=True)
        rows: Rows = {table.name: {} for table in self.board.tables}
        more: dict[str, int] = {}
        for stream, held in newest:
            for table in self.board.tables:
                row = self._row(table, held)
                if row is None:
                    continue
                if len(rows[table.name]) >= ROWS_MAX:
                    more[table.name] = more.get(table.name, 0) + 1
                    continue
                rows[table.name][stream] = encode_row(row, held.version)
                self._shown[table.name, stream] = (held.version, row)
        if self.board.story is not None:
            rows["story"] = dict(self.story)
        self.at, self.filled = max(self.at, at), True
        made = b'"at":%s,"snapshot":%s,"more":%s' % (_encode(at), _object(rows), _encode(more))
        if self.board.of is None:
            self._snapshot = made
        return made

    def forget(self) -> None:
        """Earlier messages are not sent to viewers who come later."""
        self.deltas.clear()
        self._snapshot = None

    def opening(self) -> list[bytes] | None:
        """The snapshot as it was made for whoever opened before, while nothing has come since.

        None when something has, and always for a board of one case or call: there the database is asked, and whether
        this viewer may see it.
        """
        return [self._snapshot] if self._snapshot is not None else None

    def tell(self, envelope: Envelope, story: Rows, others: CaseEntities | None = None) -> None:
        """Add a fact to the story, as this viewer reads it. `others`: what of its case is known, live or not."""
        reads = self.board.story
        if reads is None or str(envelope.id) in self.story:
            return
        # Lifted before it is read: what a viewer may not see is left out by the names of fields.
        read = reads(lifted(envelope), self.viewer, others or self._others)
        if read is None:
            return
        if self.board.of == "call" and envelope.case is not None:
            self.case = envelope.case
        row: StoryRow = story_row(read)
        encoded = encode_row(row, 1)
        self.story[row.id] = encoded
        story.setdefault("story", {})[row.id] = encoded

    def change(
        self,
        touched: dict[StreamId, BoardEntity],
        envelopes: list[Envelope],
        at: Cursor,
        others: CaseEntities | None = None,
    ) -> bytes | None:
        """What these changes mean for this channel's viewers; None when nothing. `others` as in `tell`."""
        came: Rows = {}
        gone: RemovedRows = {}
        for stream, held in touched.items():
            for table in self.board.tables:
                if held.aggregate is not table.aggregate:
                    continue
                row = self._row(table, held)
                if row is not None:
                    if self._shown.get((table.name, stream)) == (held.version, row):
                        continue  # looked at again for its case's sake, and nothing of it is seen otherwise
                    came.setdefault(table.name, {})[stream] = encode_row(row, held.version)
                    self._shown[table.name, stream] = (held.version, row)
                elif self._shown.pop((table.name, stream), None) is not None:
                    gone.setdefault(table.name, {})[stream] = held.version
        for envelope in envelopes:
            self.tell(envelope, came, others)
        self.at = at
        if not came and not gone:
            return None
        delta = b'"at":%s,"set":%s,"gone":%s' % (_encode(at), _object(came), _encode(gone))
        self.deltas.append((at, delta))
        self._snapshot = None
        return delta

    def since(self, cursor: Cursor, now: Cursor) -> list[bytes] | None:
        """The deltas after a position, or None when they are no longer all here. `now`: how far the hub has come, which
        tells a channel only what concerns it."""
        if not self.filled:
            return None  # it does not know yet what its viewers have
        self.at = max(self.at, now)
        if cursor == self.at:
            return []
        if not self.deltas or cursor < self.deltas[0][0] or len(self.deltas) == KEPT_DELTAS:
            return None
        return [delta for at, delta in self.deltas if at > cursor]
