"""Stands in at a desk while nobody sits at any: answers, asks, opens or links a case, sends, closes.

It knows no more than what the caller writes and what Auxilio's own map and suggestions make of it; it is no
measure of a good operator, only a way for the city to be heard while nobody looks.
"""

import logging
import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from auxilio.kernel.instant import after_s
from auxilio.kernel.position import Point, distance_m
from auxilio.kernel.refusal import Refused
from auxilio.platform.ids import new_id
from simulator.board import Board, Row, look
from simulator.mind import plain, typing_s
from simulator.model import Stories
from simulator.pace import Pace
from simulator.presence import Presence
from simulator.server_client import SHUT_OUT, Seat, ServerClient

SAME_PLACE_M = 400.0
SURE = 88.0
"""Below this likeness another name of the region is as likely."""
LISTENS_REAL_S = 3.0
LISTENS_S = 22.0
"""How long a stand-in waits for an answer before it goes on."""
SAID = "calls.call.caller_said"
LEAD_IN = re.compile(
    r"^(we are|estamos|es|som|és|nous sommes|c'est|she lives|ella vive|ella viu|vive|viu|on the (main )?road"
    r"|sur la (grande )?route|en la carretera|a la carretera|en|in|at|à|a|al|près de|near|cerca de|cap a|hacia)"
    r"[\s,]+",
    re.IGNORECASE,
)
HARMLESS = {
    "prank": ("era broma", "just kidding"),
    "information": ("no es una emergencia", "no es cap emergencia", "no emergency", "pas une urgence"),
}
_log = logging.getLogger(__name__)


def place_words(line: str) -> str:
    """What is left of «Estamos en Calle Mayor 12» for an address box."""
    words = line.strip()
    while (shorter := LEAD_IN.sub("", words, count=1)) != words:
        words = shorter
    return words.strip(" .")


def disposition_of(lines: Sequence[str]) -> str | None:
    """`prank` or `information` when the caller says in so many words that nobody needs help; None otherwise."""
    said = plain(" ".join(lines))
    return next((code for code, words in HARMLESS.items() if any(one in said for one in words)), None)


class Operator:
    """One desk."""

    def __init__(
        self, server: ServerClient, pace: Pace, seat: Seat, board: Board, presence: Presence, stories: Stories
    ) -> None:
        self._server, self._pace, self._seat, self._stories = server, pace, seat, stories
        self._board, self._presence = board, presence
        self._types: dict[str, Any] = {}

    async def live(self) -> None:
        """Answer and follow up, for ever."""
        content = await self._server.ask("GET", "/api/content", self._seat)
        self._types = content["types"]
        while True:
            try:
                await self._turn()
            except Refused as refused:
                if refused.code in SHUT_OUT:
                    raise
                # The caller hung up in that moment, or somebody else was quicker: look again.
                _log.info("operator_refused", extra={"code": refused.code, "desk": self._seat.desk})
                await self._pace.rest(1.0)
            await self._board.news(self._pace, 4.0)

    async def _turn(self) -> None:
        desk = next((row for row in self._board.rows("desks") if row["id"] == self._seat.desk), None)
        stand = desk["stand"] if desk else "off"
        if self._presence.takes_calls():
            if stand not in {"off", "offered", "busy"}:
                await self._order("calls.sign_off")
            await self._pace.rest(1.0)
        elif stand == "offered" and desk is not None:
            call = self._board.row("calls", str(desk["call"]))
            if call is not None:
                await self._order("calls.answer", call=desk["call"])
                await self._attend(UUID(str(desk["call"])), call)
        elif stand == "busy" and desk is not None:
            # A call of somebody who sat here before and was cut off: the caller rings again.
            await self._order("calls.hang_up", call=desk["call"])
        elif stand != "ready":
            await self._order("calls.stand_ready", languages=["es", "ca", "en", "fr"])
        await self._follow_up()

    # --- one call -----------------------------------------------------------------------------------

    async def _attend(self, call: UUID, row: Row) -> None:
        language = str(row["language"] or "es").partition("-")[0]
        async with look(self._server, self._seat, "talk", self._pace, call=str(call)) as talk:
            heard: dict[str, str] = {}
            for topic in ("where", "there", "what", "hurt"):
                heard[topic] = await self._ask(talk, call, language, topic)
            lines = _lines(talk)
            elsewhere = plain(heard["there"]).startswith("no")
            now = self._board.row("calls", str(call)) or row
            place = await self._place(now, elsewhere=elsewhere, said=(heard["where"], *lines))
            if place is None:
                again = await self._ask(talk, call, language, "where")
                place = await self._place(now, elsewhere=elsewhere, said=(again,))
        await self._decide(call, now, language, lines, place)
        await self._order("calls.hang_up", call=call)

    async def _ask(self, talk: Board, call: UUID, language: str, topic: str) -> str:
        before = len(_lines(talk))
        await self._write(call, language, topic)
        until = after_s(self._pace.now(), max(LISTENS_REAL_S, LISTENS_S / self._pace.speed))
        while len(_lines(talk)) == before and self._pace.now() < until:
            await talk.news(self._pace, 4.0)
        answers = _lines(talk)[before:]
        return answers[-1] if answers else ""

    async def _decide(
        self, call: UUID, row: Row, language: str, lines: list[str], place: dict[str, Any] | None
    ) -> None:
        if (harmless := disposition_of(lines)) is not None:
            await self._write(call, language, "closing")
            await self._order("calls.dispose", call=call, disposition=harmless)
            return
        kind = await self._kind(lines)
        sure = place is not None and place.get("quality") == "exact"
        if kind is None and not sure and not row["cannot_speak"]:
            await self._write(call, language, "closing")
            await self._order("calls.dispose", call=call, disposition="prank")
            return
        point = msgspec.convert(place["point"], Point) if place else None
        if point is not None and (known := self._known(point, kind)) is not None:
            await self._order("cases.link_call", case=known["id"], call=call)
            await self._write(call, language, "known")
            return
        await self._open(call, row, language, lines, kind, place)

    async def _open(
        self,
        call: UUID,
        row: Row,
        language: str,
        lines: list[str],
        kind: str | None,
        place: dict[str, Any] | None,
    ) -> None:
        case, first = new_id(), lines[0] if lines else None
        priority = self._types[kind]["priority"] if kind else None
        await self._order(
            "cases.open", case=case, call=call, summary=first and first[:200], type=kind, priority=priority
        )
        if place is not None:
            location = {"degree": "matched", **place}
            await self._order("cases.locate", case=case, location=location)
        await self._order(
            "dispatch.send_help",
            case=case,
            mode=row["mode"],
            priority=1 if priority is None else priority,
            type=kind,
            municipality=place and place["municipality"],
            place=place and place["point"],
        )
        await self._write(call, language, "sending")

    async def _kind(self, lines: list[str]) -> str | None:
        found = await self._server.ask(
            "POST", "/api/triage/suggest", self._seat, json={"text": " ".join(lines)[:4000]}
        )
        return str(found[0]["type"]) if found and found[0]["sure"] else None

    async def _place(self, call: Row, *, elsewhere: bool, said: tuple[str, ...]) -> dict[str, Any] | None:
        """Where help must go: what was said as the map knows it, else the telephone's place unless they are elsewhere."""
        position = call["position"]
        near = {"lat": position["point"]["lat"], "lon": position["point"]["lon"]} if position else {}
        # «On the main road, near Calle Mayor 12»: the part that is an address may come last.
        parts = (place_words(part) for line in said for part in line.split(","))
        for words in (part for part in parts if len(part) > 3):
            params = {"q": words[:200], "limit": 1, **near}
            found = await self._server.ask("GET", "/api/geo/search", self._seat, params=params)
            best = found["candidates"][0]["found"] if found["candidates"] else None
            if best is not None and best["score"] >= SURE:
                return _location(best, best["point"], best["label"])
        if not near or elsewhere:
            return None
        around = await self._server.ask("GET", "/api/geo/reverse", self._seat, params=near)
        named = around["address"] or around["street"] or {}
        label = named.get("label") or f"{near['lat']:.5f}, {near['lon']:.5f}"
        return _location({**named, "municipality": around["municipality"]}, position["point"], label)

    def _known(self, point: Point, kind: str | None) -> Row | None:
        """An open case of this group so near that it is likely the same."""
        group = (kind or "")[:3]
        near = [
            (distance_m(point, Point(**case["location"]["point"])), case)
            for case in self._board.rows("cases")
            if case["state"] == "open"
            and (case["location"] or {}).get("point")
            and (not kind or (case["type"] or group).startswith(group))
        ]
        found = min(near, key=lambda each: each[0], default=None)
        return found[1] if found and found[0] <= SAME_PLACE_M else None

    # --- afterwards ---------------------------------------------------------------------------------

    async def _follow_up(self) -> None:
        """Tell by telephone who has no console, and close what is over."""
        tasks = self._board.rows("tasks")
        mine = {case["id"]: case for case in self._board.rows("cases") if case["owner"] == self._seat.desk}
        for task in tasks:
            if not task["by_telephone"] or task["case"] not in mine:
                continue
            if task["state"] == "offered":
                await self._order(
                    "dispatch.tell_task", task=task["id"], to="Guardia", read_back=task["service"]
                )
            elif task["state"] == "told":
                # It has nobody on the road in the demo: its guard follows it by itself.
                await self._order(
                    "dispatch.release_task", task=task["id"], to="Guardia", reason=task["service"]
                )
        at_work = {task["case"] for task in tasks}
        for id, case in mine.items():
            if case["state"] == "open" and case["help_sent_at"] and id not in at_work:
                await self._close(id)

    async def _close(self, case: str) -> None:
        """Which services worked on it Auxilio knows better than a desk whose boards have let them go: it says so."""
        closing: dict[str, Any] = {"disposition": "resolved"}
        try:
            await self._order("cases.close", case=case, closing=closing)
        except Refused as refused:
            if refused.code != "outcomes_missing":
                raise
            told = [{"service": one, "result": "attended"} for one in refused.facts["services"]]
            await self._order("cases.close", case=case, closing={**closing, "outcomes": told})

    async def _write(self, call: UUID, language: str, topic: str) -> None:
        words = self._stories.desk[topic].get(language) or self._stories.desk[topic]["es"]
        await self._pace.sleep(typing_s(words[0]) / 2)
        await self._order("calls.write", call=call, words=words[0])

    async def _order(self, kind: str, **fields: Any) -> None:
        await self._server.order(self._seat, kind, **fields)


def _location(found: dict[str, Any], point: dict[str, float], label: str) -> dict[str, Any]:
    given = {"municipality": found.get("municipality") or None, "quality": found.get("quality") or None}
    kept = {name: value for name, value in given.items() if value}
    return {"words": label, "point": point, "municipality": None, **kept}


def _lines(talk: Board) -> list[str]:
    story = [row for row in talk.rows("story") if row["kind"] == SAID]
    return [row["body"]["words"] for row in sorted(story, key=lambda row: (row["recorded_at"], row["id"]))]
