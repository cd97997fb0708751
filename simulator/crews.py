"""Crews on real roads: acknowledge, drive, arrive, work, take somebody to hospital, come home.

A vehicle in which a person signs on is left alone from that moment, and taken up where it stands when they have gone.
"""

import logging
import random
from typing import Any
from uuid import UUID

import msgspec

from auxilio.kernel.position import Point, distance_m
from auxilio.kernel.refusal import Refused
from simulator.board import Board, Row
from simulator.journey import Journey, left_m, place_at
from simulator.judgement import (
    Acknowledge,
    Aim,
    Drive,
    Hospital,
    Press,
    Stay,
    held_back,
    next_act,
    taken_by_another,
)
from simulator.pace import Pace
from simulator.presence import Presence
from simulator.radio import Handset
from simulator.server_client import SHUT_OUT, Seat, ServerClient

REPORT_S = 4.0
"""Between two positions while driving, in seconds of the city; never less than `REPORT_REAL_S`."""
REPORT_REAL_S = 1.0
BLUE_LIGHT = 0.75
"""Of a car's time on the same road (ours, until journeys of a fleet say otherwise)."""
STANDING_S = 45.0
"""A vehicle that stands says where it is now and then."""
STAYS_S: dict[str, tuple[float, float]] = {
    "alerted": (3, 12),
    "acknowledged": (15, 45),
    "en_route": (2, 6),
    "on_scene": (110, 240),
    "transporting": (4, 10),
    "at_destination": (60, 150),
}
"""How long a status lasts once there is nothing to drive: reading, getting in, work, handing over. Seconds of the city.

Shorter than life: eight vehicles must be seen to move in a demo of ten minutes."""
HANDED_OVER = 0.6
"""Of the time at a hospital's door: from then on the crew cleans up."""
LET_GO_S = (2, 6)
SEVERAL_HURT = "TRA"
"""Traffic: of the typology's groups the one whose cases of the city have more than one who is hurt."""
RADIO_CODES = {
    "acknowledged": 32769,
    "en_route": 32770,
    "on_scene": 32771,
    "available": 32774,
    "out_of_service": 32775,
}
"""What the keys of a patrol's radio send, as the demo's radio plan has it (content/plans/radio/demo.yaml)."""
RADIO_GROUP = "001-1-6000301"
_log = logging.getLogger(__name__)


class Crew:
    """One vehicle."""

    def __init__(
        self,
        server: ServerClient,
        pace: Pace,
        seat: Seat,
        board: Board,
        radio: Board,
        presence: Presence,
        *,
        callsign: str,
        seed: int,
        hospitals: list[Hospital],
        at: Point | None,
        handset: Handset | None = None,
    ) -> None:
        self._server, self._pace, self._seat, self._board = server, pace, seat, board
        # A crew's board shows its own work; that the police have arrived it hears as all hear it.
        self._radio = radio
        self._presence, self._callsign, self._seed = presence, callsign, seed
        self._hospitals, self._at = hospitals, at
        self._handset = handset
        self._silent_s = STANDING_S

    @property
    def _row(self) -> Row | None:
        return next((row for row in self._board.rows("units") if row["callsign"] == self._callsign), None)

    async def live(self) -> None:
        """Do what comes next, for ever."""
        while True:
            row = self._row
            if row is None or self._presence.at_desk(self._seat.desk):
                await self._board.news(self._pace, 5.0)
                continue
            if self._at is None:
                self._at = Point(**row["home"])
            try:
                await self._act(row)
            except Refused as refused:
                if refused.code in SHUT_OUT:
                    raise
                # The board is a moment behind, or a desk was quicker: look again.
                _log.info("crew_refused", extra={"code": refused.code, "unit": row["id"]})
                await self._pace.rest(REPORT_REAL_S)

    async def _act(self, row: Row) -> None:
        assert self._at is not None, "a crew knows where it is"
        place, hospital = self._place(row), self._hospital(row)
        away_m = {Aim.HOME: distance_m(self._at, Point(**row["home"]))}
        away_m[Aim.SCENE] = distance_m(self._at, place) if place else 0.0
        away_m[Aim.HOSPITAL] = distance_m(self._at, hospital.point) if hospital else 0.0
        match next_act(row, place, away_m=away_m, holds=self._holds(row), hospital=hospital):
            case Acknowledge(change=change):
                await self._pace.sleep(self._draw(change, 3, 8))
                await self._order("dispatch.acknowledge_order", row, change=change)
            case Press(status=status, destination=destination):
                await self._press(row, status, destination)
            case Drive() as drive:
                await self._drive(row, drive)
            case Stay():
                await self._stand(row)

    async def _press(self, row: Row, status: str, destination: str | None) -> None:
        let_go = status == "available" and row["status"] in {"alerted", "acknowledged", "en_route"}
        shortest, longest = LET_GO_S if let_go else STAYS_S[row["status"]]
        wanted = self._draw(f"{row['assignment']}:{status}", shortest, longest)
        if row["status"] == "at_destination" and (hospital := self._hospital(row)) is not None:
            if await self._changed_within(row, wanted * HANDED_OVER):
                return
            await self._order("dispatch.report_handover", row, to=hospital.name, assignment=row["assignment"])
            wanted *= 1 - HANDED_OVER
        if await self._changed_within(row, wanted):
            return
        if destination is None and await self._by_radio(row, status):
            await self._await_other(row)
            return
        await self._order(
            "dispatch.report_status",
            row,
            status=status,
            assignment=row["assignment"],
            destination=destination,
        )
        await self._await_other(row)

    async def _by_radio(self, row: Row, status: str) -> bool:
        """A patrol presses a key of its radio, and says on the group that it has arrived; whether anybody could hear it."""
        code = RADIO_CODES.get(status)
        if self._handset is None or code is None or "patrol" not in row["capabilities"] or not row["radios"]:
            return False
        radio = row["radios"][0]
        if not await self._handset.press(radio, code):
            return False
        if status == "on_scene":
            await self._handset.talk(radio, RADIO_GROUP, self._pace.sleep, self._draw("talk", 2, 5))
        return True

    async def _drive(self, row: Row, drive: Drive) -> None:
        """Along the road, saying where it is, until it is there or something else is asked of it."""
        assert self._at is not None, "a crew knows where it is"
        found = await self._server.route(self._seat, self._at, drive.target)
        line = tuple(msgspec.convert(found["line"], list[Point])) or (self._at, drive.target)
        hurry = 1.0 if drive.aim is Aim.HOME else BLUE_LIGHT
        # The last metres from the road to the door are on the line too: it ends where it was sent.
        journey = Journey(line=(*line, drive.target), duration_s=max(1.0, found["duration_s"] * hurry))
        gone_s = 0.0
        while gone_s < journey.duration_s:
            step_s = max(REPORT_S, REPORT_REAL_S * self._pace.speed)
            changed = await self._changed_within(row, step_s)
            gone_s += step_s
            self._at = place_at(journey, gone_s)
            await self._report(row)
            if changed or left_m(journey, gone_s) <= drive.short_m:
                return

    async def _stand(self, row: Row) -> None:
        before = self._pace.now()
        await self._board.news(self._pace, STANDING_S)
        self._silent_s += (self._pace.now() - before).total_seconds() * self._pace.speed
        if self._silent_s >= STANDING_S:
            await self._report(row)

    async def _report(self, row: Row) -> None:
        assert self._at is not None, "a crew knows where it is"
        self._silent_s = 0.0
        fix = {"unit": row["id"], "point": self._at, "at": self._pace.now(), "accuracy_m": 8.0}
        await self._server.ask("POST", "/api/unit/position", self._seat, content=msgspec.json.encode(fix))

    async def _changed_within(self, row: Row, span_s: float) -> bool:
        """Wait so long; True as soon as this unit's work, orders or place are others, or a person is there."""
        left_s, seen = span_s, self._asked(row)
        while left_s > 0:
            before = self._pace.now()
            await self._board.news(self._pace, min(left_s, 5.0))
            left_s -= max(0.01, (self._pace.now() - before).total_seconds() * self._pace.speed)
            now = self._row
            if now is None or self._asked(now) != seen or self._presence.at_desk(self._seat.desk):
                return True
        return False

    async def _await_other(self, row: Row) -> None:
        """Until the board shows what was just pressed, so that nothing is pressed twice."""
        for _ in range(20):
            now = self._row
            if now is None or now["v"] != row["v"]:
                return
            await self._board.news(self._pace, 1.0 * self._pace.speed)

    def _asked(self, row: Row) -> tuple[Any, ...]:
        orders = tuple((order["id"], order["acknowledged"] is None) for order in row["orders"])
        return row["status"], row["assignment"], orders, self._place(row)

    def _place(self, row: Row) -> Point | None:
        task = self._board.row("tasks", str(row["task"]))
        return Point(**task["place"]) if task and task["place"] else None

    def _holds(self, row: Row) -> bool:
        return held_back(row["orders"], row["case"], self._radio.rows("assignments"), "pol")

    def _hospital(self, row: Row) -> Hospital | None:
        """Where this crew takes somebody, if it does: an ambulance of this work, more often than not."""
        if not {"als", "bls"} & set(row["capabilities"]) or "rrv" in row["capabilities"]:
            return None
        if row["status"] != "transporting" and self._draw(f"{row['assignment']}:takes", 0, 1) > 0.7:
            return None
        if row["status"] == "on_scene" and self._leaves_to_another(row):
            return None
        at = self._at
        assert at is not None, "a crew knows where it is"
        return min(self._hospitals, key=lambda one: distance_m(at, one.point), default=None)

    def _leaves_to_another(self, row: Row) -> bool:
        """One is taken to hospital by one; on a road there are more of them."""
        case = self._board.row("cases", str(row["case"]))
        if case is not None and (case["type"] or "").startswith(SEVERAL_HURT):
            return False
        return taken_by_another(row["id"], row["case"], self._radio.rows("assignments"))

    def _draw(self, name: str, shortest: float, longest: float) -> float:
        return random.Random(f"{self._seed}:{self._callsign}:{name}").uniform(shortest, longest)  # noqa: S311

    async def _order(self, kind: str, row: Row, **fields: Any) -> None:
        await self._server.order(self._seat, kind, unit=UUID(row["id"]), **fields)
