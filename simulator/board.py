"""A board of Auxilio, folded as every screen folds it: a snapshot, then what changed after it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import websockets
from websockets.typing import Subprotocol

from auxilio.kernel.refusal import Refused
from simulator.pace import Pace
from simulator.server_client import Seat, ServerClient

AGAIN_S = 1.0
NOT_SIGNED_IN = 4401
type Row = dict[str, Any]
_log = logging.getLogger(__name__)


class Board:
    """Rows by table and stream. Only `_fold` changes them."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.tables: dict[str, dict[str, Row]] = {}
        self.ready = asyncio.Event()
        self.refused: str | None = None
        """Why it will show nothing any more: signed out, or not allowed."""
        self.heard: Callable[[], None] = lambda: None
        """Called after every frame: somebody who must miss no row (`observer`)."""
        self._news = asyncio.Event()

    def rows(self, table: str) -> list[Row]:
        """What stands on a table now, by key."""
        return [row for _, row in sorted(self.tables.get(table, {}).items())]

    def row(self, table: str, id: str) -> Row | None:
        """The row whose own `id` is this."""
        return next((row for row in self.rows(table) if str(row.get("id")) == id), None)

    async def news(self, pace: Pace, span_s: float) -> bool:
        """Wait for the next change, at most `span_s` seconds of the city; whether there was one."""
        if await pace.patience(self._news, span_s):
            self._news.clear()
            return True
        return False

    def fold(self, frame: dict[str, Any]) -> None:
        """Take one frame of this board: a row whose version is known already is not news."""
        if "refused" in frame:
            self.refused = frame["refused"]
        if "snapshot" in frame:
            self.tables = {table: dict(rows) for table, rows in frame["snapshot"].items()}
            self.ready.set()
        for table, rows in frame.get("set", {}).items():
            known = self.tables.setdefault(table, {})
            known.update({key: row for key, row in rows.items() if row["v"] > known.get(key, {"v": -1})["v"]})
        for table, gone in frame.get("gone", {}).items():
            known = self.tables.setdefault(table, {})
            for key, version in gone.items():
                if version >= known.get(key, {"v": -1})["v"]:
                    known.pop(key, None)
        self.heard()
        self._news.set()


@asynccontextmanager
async def look(
    server: ServerClient, seat: Seat, name: str, pace: Pace, into: Board | None = None, **params: str
) -> AsyncIterator[Board]:
    """Look at a board as long as the block lasts; a lost line is taken up again with a new snapshot.

    `into`: a board that does more with each frame than keep it.
    """
    board = into or Board(name)
    following = asyncio.create_task(_follow(server, seat, board, params, pace))
    try:
        ready = asyncio.create_task(board.ready.wait())
        await asyncio.wait({ready, following}, return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        if following.done():
            following.result()
            raise Refused("board_refused", board=name, why=board.refused or "")
        yield board
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)


async def _follow(server: ServerClient, seat: Seat, board: Board, params: dict[str, str], pace: Pace) -> None:
    url = server.url.replace("http", "ws", 1) + "/api/boards"
    protocols = [Subprotocol("auxilio")]
    if seat.token:
        protocols.append(Subprotocol(f"bearer.{seat.token}"))
    ask = msgspec.json.encode({"open": board.name, "key": "b", "params": params}).decode()
    while board.refused is None:
        try:
            async with websockets.connect(
                url,
                additional_headers=seat.headers,
                subprotocols=protocols,
                max_size=None,
                open_timeout=20,
                ssl=server.trust,
            ) as socket:
                await socket.send(ask)
                async for frame in socket:
                    told = msgspec.json.decode(frame)
                    if told.get("key") == "b":
                        board.fold(told)
                if socket.close_code == NOT_SIGNED_IN:
                    board.refused = "not_signed_in"
        except (OSError, websockets.WebSocketException) as weather:
            if isinstance(weather, websockets.ConnectionClosed) and weather.rcvd is not None:
                board.refused = "not_signed_in" if weather.rcvd.code == NOT_SIGNED_IN else None
            _log.info("line_lost", extra={"error": type(weather).__name__})
        await pace.rest(AGAIN_S)
    board.fold({})
