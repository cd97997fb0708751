"""Somebody in need: rings, writes, shares where they are, answers what is asked, and hangs up when nobody comes."""

import struct
import zlib
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import msgspec

from auxilio.kernel.refusal import Refused
from simulator.board import Board, look
from simulator.mind import reply, typing_s
from simulator.model import Caller, Incident, Stories
from simulator.pace import Pace
from simulator.server_client import Seat, ServerClient

ATTEMPTS = 2
AGAIN_AFTER_S = 12.0
SILENCE_S = 30.0
"""After so long without a word of the desk somebody asks whether it is still there, twice at most."""
GOODBYE_S = 75.0
"""So long after help was promised and nothing was asked any more, they hang up."""
TALK_S_MAX = 900.0
PATIENCE_REAL_S = 15.0
"""However fast the city lives: Auxilio answers in real time."""
WROTE = "calls.call.desk_wrote"


@dataclass
class Rung:
    """One attempt to reach the centre, as the caller lived it. The checkers ask about it."""

    call: UUID
    incident: int
    caller: str
    at: datetime
    answered: bool = False
    left: bool = False
    """The caller hung up before an answer."""
    told: set[str] = field(default_factory=set)
    """What their page told them of help."""


class Person:
    """One caller, in one incident."""

    def __init__(
        self, server: ServerClient, pace: Pace, incident: Incident, caller: Caller, stories: Stories
    ) -> None:
        self._server, self._pace, self._stories = server, pace, stories
        self._incident, self._caller = incident, caller
        self.rung: list[Rung] = []

    @property
    def waits(self) -> bool:
        """Whether they ring just now and nobody has answered."""
        return bool(self.rung) and not self.rung[-1].answered and not self.rung[-1].left

    async def live(self) -> None:
        """From the moment they see it to the end of their last call."""
        await self._pace.sleep(self._caller.after_s)
        for attempt in range(ATTEMPTS):
            if attempt:
                await self._pace.sleep(AGAIN_AFTER_S)
            await self._call()
            if self.rung[-1].answered or not self._caller.retries:
                return

    async def _call(self) -> None:
        caller = self._caller
        call, seat = await self._server.ring(
            language=caller.language, phone=caller.phone, cannot_speak=caller.cannot_speak, channel="chat"
        )
        rung = Rung(call, self._incident.nth, caller.name, self._pace.now())
        self.rung.append(rung)
        async with look(self._server, seat, "call", self._pace, call=str(call)) as board:
            talk = _Talk(self, seat, board, rung)
            try:
                await talk.live()
            except Refused as refused:
                # The desk ended the call while they wrote: they see it on the board.
                if refused.code != "call_over":
                    raise


class _Talk:
    """One call of a person, from the first ring to its end."""

    def __init__(self, person: Person, seat: Seat, board: Board, rung: Rung) -> None:
        self._server, self._pace, self._stories = person._server, person._pace, person._stories
        self._caller, self._seat, self._board, self._rung = person._caller, seat, board, rung
        self._heard = 0
        self._nagged = 0
        self._quiet_s = 0.0
        self._unsaid = list(person._caller.lines)

    @property
    def _row(self) -> dict[str, object] | None:
        return self._board.row("calls", str(self._rung.call))

    async def live(self) -> None:
        caller, waited_s = self._caller, 0.0
        patience_s = max(caller.patience_s, PATIENCE_REAL_S * self._pace.speed)
        await self._say(self._unsaid.pop(0))
        await self._share()
        while (row := self._row) is not None and waited_s < TALK_S_MAX:
            before = self._pace.now()
            if row["answered_at"] is None and waited_s > patience_s:
                self._rung.left = True
                await self._order("calls.leave")
                return
            if row["answered_at"] is not None and not self._rung.answered:
                self._rung.answered, waited_s, self._quiet_s = True, 0.0, 0.0
            self._rung.told |= {str(help["help"]) for help in self._board.rows("help")}
            if self._rung.answered and await self._speak():
                return
            await self._board.news(self._pace, 2.0)
            gone_s = (self._pace.now() - before).total_seconds() * self._pace.speed
            waited_s, self._quiet_s = waited_s + gone_s, self._quiet_s + gone_s

    async def _speak(self) -> bool:
        """One turn of the talk; whether they are done and have hung up."""
        desk = self._desk_lines()
        if len(desk) > self._heard:
            words = reply(self._caller, desk[self._heard], self._heard, self._stories.topics)
            self._heard += 1
            await self._say(words)
        elif self._unsaid and self._quiet_s > 3.0:
            await self._say(self._unsaid.pop(0))
            if not self._unsaid and self._caller.photo:
                await self._server.attach(self._seat, photo(self._rung.call), "foto.png")
        elif {"on_its_way", "over"} & self._rung.told and self._quiet_s > GOODBYE_S:
            await self._say(self._caller.thanks[0])
            await self._order("calls.leave")
            return True
        elif self._quiet_s > SILENCE_S and self._nagged < 2 and not self._rung.told & {"sending"}:
            await self._say(self._caller.still_waiting[self._nagged % len(self._caller.still_waiting)])
            self._nagged += 1
        return False

    def _desk_lines(self) -> list[str]:
        story = [row for row in self._board.rows("story") if row["kind"] == WROTE]
        return [
            row["body"]["words"] for row in sorted(story, key=lambda row: (row["recorded_at"], row["id"]))
        ]

    async def _say(self, words: str) -> None:
        await self._pace.sleep(typing_s(words))
        await self._order("calls.say", words=words)
        self._quiet_s = 0.0

    async def _share(self) -> None:
        if self._caller.position is None:
            return
        position = {
            "point": msgspec.to_builtins(self._caller.position),
            "source": "browser",
            "uncertainty_m": self._caller.uncertainty_m,
            "at": self._pace.now(),
        }
        await self._order("calls.report_position", position=position)

    async def _order(self, kind: str, **fields: object) -> None:
        await self._server.order(self._seat, kind, call=self._rung.call, **fields)


def photo(call: UUID, side: int = 96) -> bytes:
    """A small picture as a telephone might send it: smoke over ground, different for each call. A PNG (RFC 2083)."""
    hue = call.bytes[-3:]
    rows = b"".join(
        b"\0" + bytes(_shade(hue[part], x, y, side) for x in range(side) for part in range(3))
        for y in range(side)
    )

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def _shade(base: int, x: int, y: int, side: int) -> int:
    return (base // 3 + (y * 120) // side + ((x * y) % 23)) % 256
