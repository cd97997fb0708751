"""Watches a shift from the supervisor's board and keeps every row it ever saw, for the checkers."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from simulator.board import Board
from simulator.callers import Rung
from simulator.checkers import CallAttempt, Seen
from simulator.pace import Pace

TABLES = ("calls", "units", "assignments", "tasks", "cases", "watches")


class Observer:
    """Kept by `watch`; `seen` is what it has to say."""

    def __init__(self, board: Board, since: datetime) -> None:
        self._board, self._since = board, since
        self._kept: dict[str, dict[str, list[dict[str, Any]]]] = {name: defaultdict(list) for name in TABLES}
        self._together: list[tuple[tuple[str, str, str], ...]] = []
        board.heard = self._take

    async def watch(self, pace: Pace) -> None:
        """Look as long as the shift lasts."""
        while True:
            await self._board.news(pace, 60.0)

    def _take(self) -> None:
        for name in TABLES:
            for row in self._board.rows(name):
                kept = self._kept[name][str(row["id"])]
                if not kept or kept[-1]["v"] < row["v"]:
                    kept.append(row)
        open_now = tuple(
            (str(row["unit"]), str(row["case"]), str(row["id"])) for row in self._board.rows("assignments")
        )
        if open_now and (not self._together or self._together[-1] != open_now):
            self._together.append(open_now)

    def seen(self, pace: Pace) -> Seen:
        """All that was seen, up to this moment."""
        kept = {name: {id: tuple(rows) for id, rows in tables.items()} for name, tables in self._kept.items()}
        last = {name: frozenset(str(row["id"]) for row in self._board.rows(name)) for name in TABLES}
        return Seen(since=self._since, at=pace.now(), last=last, together=tuple(self._together), **kept)


def told_of(rung: Sequence[Rung]) -> list[CallAttempt]:
    """What the callers lived."""
    return [
        CallAttempt(call=str(one.call), answered=one.answered, left=one.left, help=tuple(sorted(one.told)))
        for one in rung
    ]
