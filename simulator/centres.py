"""Stands in for a centre at whose desks nobody sits: accepts, alerts what is proposed, acknowledges, ends."""

import logging
from datetime import datetime
from typing import Any

from auxilio.kernel.refusal import Refused
from auxilio.platform.ids import new_id
from simulator.board import Board, Row
from simulator.pace import Pace
from simulator.presence import Presence
from simulator.server_client import SHUT_OUT, Seat, ServerClient

READS_S = 4.0
AGAIN_S = 15.0
NO_PLACE_S = 600.0
"""So long a crew is left on the road without an address."""
_log = logging.getLogger(__name__)


class Dispatcher:
    """One centre."""

    def __init__(
        self, server: ServerClient, pace: Pace, seat: Seat, board: Board, presence: Presence
    ) -> None:
        self._server, self._pace, self._seat = server, pace, seat
        self._board, self._presence = board, presence

    async def live(self) -> None:
        """Do what waits, for ever; nothing while a person of this centre is there."""
        while True:
            await self._board.news(self._pace, AGAIN_S)
            await self._pace.sleep(READS_S)
            if self._presence.at_centre(self._seat.centre):
                await self._pace.rest(1.0)
                continue
            for task in self._board.rows("tasks"):
                try:
                    await self._attend(task)
                except Refused as refused:
                    if refused.code in SHUT_OUT:
                        raise
                    # Somebody was quicker, or no unit is free: the next look decides anew.
                    _log.info("dispatcher_refused", extra={"code": refused.code, "task": task["id"]})

    async def _attend(self, task: Row) -> None:
        for change in task["changes"]:
            if change["acknowledged"] is None:
                await self._order("dispatch.acknowledge_change", task, change=change["id"])
        state = task["state"]
        if task["place"] is None and self._age_s(task) > NO_PLACE_S:
            await self._give_up(task)
            return
        if state == "offered" or (state == "timed_out" and task["unowned"]):
            await self._order("dispatch.accept_task", task)
            await self._alert(task)
        elif state == "accepted":
            await self._alert(task)
        elif state == "active" and not task["assignments"]:
            outcome = "transported" if task["service"] == "HEALTH" else "attended"
            await self._order("dispatch.end_task", task, outcome=outcome)
        elif state == "active":
            await self._alert(task)  # whoever is lacking still: Auxilio may have alerted the first

    def _age_s(self, task: Row) -> float:
        since = datetime.fromisoformat(task["since"])
        return (self._pace.now() - since).total_seconds() * self._pace.speed

    async def _give_up(self, task: Row) -> None:
        """Nobody ever said where: the crews are let go, and the task says that nothing was found."""
        if task["state"] not in {"accepted", "active"}:
            return
        for unit in self._board.rows("units"):
            if unit["task"] == task["id"]:
                await self._server.order(self._seat, "dispatch.release_unit", unit=unit["id"])
        await self._order("dispatch.end_task", task, outcome="not_found")

    async def _alert(self, task: Row) -> None:
        found = await self._server.ask(
            "GET", "/api/dispatch/recommend", self._seat, params={"task": task["id"]}
        )
        for need in found["needs"]:
            known = {each["unit"]: each for each in need["candidates"]}
            for unit in need["proposed"]:
                reasons = known[unit]["reasons"]
                await self._order(
                    "dispatch.alert_unit",
                    task,
                    assignment=new_id(),
                    unit=unit,
                    eta_s=known[unit]["travel_s"],
                    eta_by=known[unit]["by"],
                    proposed=reasons[0]["code"] if reasons else None,
                )

    async def _order(self, kind: str, task: Row, **fields: Any) -> None:
        await self._server.order(self._seat, kind, task=task["id"], **fields)
