"""What a console does with the frames of a board (console/src/state/fold.ts), in a few lines and by the same rules."""

from collections.abc import Mapping
from typing import Any

import msgspec


class Screen:
    """Rows as one window holds them, and the versions at which rows left it."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[str, Any]] = {}
        self._gone: dict[tuple[str, str], int] = {}
        self.refused: str | None = None
        """Why the board was closed while it was open."""

    def take(self, frame: bytes) -> None:
        """A frame as the hub gives it to the socket: an object without its braces."""
        self.fold(msgspec.json.decode(b"{" + frame + b"}"))

    def fold(self, said: Mapping[str, Any]) -> None:
        """A snapshot is the whole truth at its place; a delta is news by version; frames come in order."""
        if "snapshot" in said:
            self.rows, self._gone = said["snapshot"], {}
            return
        if "refused" in said:
            self.rows, self._gone, self.refused = {}, {}, said["refused"]
            return
        if said.keys() & {"live", "away"}:
            return  # what somebody types just now, and since when a page is away, is no row
        for table, rows in said["set"].items():
            for key, row in rows.items():
                if row["v"] >= self._version(table, key):
                    self.rows.setdefault(table, {})[key] = row
                    self._gone.pop((table, key), None)
        for table, keys in said["gone"].items():
            for key, version in keys.items():
                # A row may leave, and come back, in the version in which it last changed: its neighbours did.
                if version >= self._version(table, key):
                    self.rows.get(table, {}).pop(key, None)
                    self._gone[table, key] = version

    def _version(self, table: str, key: str) -> int:
        known = self.rows.get(table, {}).get(key)
        return max(known["v"] if known else -1, self._gone.get((table, key), -1))

    def seen(self) -> dict[str, dict[str, Any]]:
        """Tables that have rows."""
        return {table: rows for table, rows in self.rows.items() if rows}
