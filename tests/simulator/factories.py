"""Pieces of a shift, as boards show them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from auxilio.kernel.position import Point
from simulator.checkers import Seen
from simulator.model import Spot, Terrain

AT = datetime(2026, 11, 24, 20, tzinfo=UTC)
SPOTS = [
    Spot(ground=ground, point=Point(41.9 + nth / 1000, 1.9 + nth / 900), words=f"{ground} {nth}")
    for nth, ground in enumerate(list(Terrain) * 5)
]


def seen(**tables: dict[str, list[dict[str, Any]]]) -> Seen:
    """A shift of these rows; a row with `gone` had left its board at the end."""
    kept: dict[str, dict[str, tuple[dict[str, Any], ...]]] = {}
    last: dict[str, frozenset[str]] = {}
    for name in ("calls", "units", "assignments", "tasks", "cases", "watches"):
        rows = tables.get(name, {})
        kept[name] = {id: tuple({"id": id, **row} for row in many) for id, many in rows.items()}
        last[name] = frozenset(id for id, many in rows.items() if not many[-1].get("gone"))
    work = kept["assignments"].values()
    together = (tuple((row[-1]["unit"], row[-1]["case"], row[-1]["id"]) for row in work),)
    return Seen(since=AT - timedelta(hours=1), at=AT, last=last, together=together, **kept)


def call(**more: Any) -> dict[str, Any]:
    """A call's row: answered, telling of case `c`."""
    row = {"answered_at": AT.isoformat(), "state": "answered", "case": "c", "phone": None, "rang_at": "1"}
    return row | more


def task(**more: Any) -> dict[str, Any]:
    """A task's row: active, owned."""
    return {"case": "c", "unowned": False, "state": "active", "nobody_since": None} | more


def work(**more: Any) -> dict[str, Any]:
    """An assignment's row: the crew knows."""
    return {"unit": "u", "case": "c", "times": {"alerted": "1", "acknowledged": "2"}} | more
