"""Operators at desks with lines: each signs in, opens its line as its page would, answers what is offered to it, and says
what it was by the commands that a desk has. What a caller tells is in the plan; everything else they know from a board."""

import asyncio
import contextlib
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any
from uuid import UUID

from auxilio.app.cli.demo_people import AGENCIES, CENTRES, PASSWORD
from auxilio.identity.core.model import Desk, PersonData, Seed, SeedPerson
from auxilio.kernel.refusal import Refused
from auxilio.platform.ids import new_id
from simulator.board import Board, Row, look
from simulator.pace import Pace
from simulator.server_client import Seat, ServerClient
from tests.voice.curve.callers import a_sink, person_of
from tests.voice.curve.plan import Day, Person
from tests.voice.desk_line import open_line

ENDS_WITHIN_S = 60.0
"""A caller who said that they would hang up has, or the desk does (seconds of ours)."""


def seed_of(operators: int) -> Seed:
    """As many people and desks, and one who watches the room."""
    names = [f"op-{nth:03}" for nth in range(1, operators + 1)]
    people = [*((name, "call_taker") for name in names), ("watcher", "supervisor")]
    return Seed(
        agencies=AGENCIES,
        centres=CENTRES,
        desks=(*(Desk(id=f"desk-{name}", name=name) for name in names), Desk(id="room", name="room")),
        people=tuple(
            SeedPerson(data=PersonData(login=login, name=login, roles=(role,)), password=PASSWORD)
            for login, role in people
        ),
    )


class Calls(Board):
    """The room's board. Who waits for a call, or for the end of one, is told by the frame that brings it."""

    def __init__(self) -> None:
        super().__init__("room")
        self.offers = defaultdict[str, asyncio.Queue[Row]](asyncio.Queue)
        self.over = defaultdict[str, asyncio.Event](asyncio.Event)

    def fold(self, frame: dict[str, Any]) -> None:
        """As every board; and each call that changed is looked at once."""
        super().fold(frame)
        for row in frame.get("set", {}).get("calls", {}).values():
            if row["state"] == "offered":
                self.offers[row["offered_to"]].put_nowait(row)
            elif row["state"] == "abandoned":
                self.over[row["id"]].set()
        for key in frame.get("gone", {}).get("calls", {}):
            self.over[key.rpartition(":")[2]].set()

    @property
    def open(self) -> int:
        """How many calls wait or speak."""
        return sum(row["state"] != "abandoned" for row in self.tables.get("calls", {}).values())


class Desks:
    """All operators of one play."""

    def __init__(
        self,
        client: ServerClient,
        pace: Pace,
        day: Day,
        everybody: Sequence[Person],
        answered: Callable[[str], None],
    ) -> None:
        """`answered`: told the name of each try that a human has answered."""
        self._client, self._pace, self._day, self._people = client, pace, day, everybody
        self._answered = answered
        self._cases: dict[int, asyncio.Future[UUID]] = {}
        self._calls = Calls()
        self._busy = 0
        self.done: Counter[str] = Counter()
        """What they did: answered, late, opened, linked, disposed."""

    @asynccontextmanager
    async def open(self, operators: int) -> AsyncIterator[None]:
        """So many sit down, and answer as long as the block lasts."""
        watcher = await self._client.sign_in("watcher", PASSWORD, "room")
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(look(self._client, watcher, "room", self._pace, into=self._calls))
            sink = stack.enter_context(a_sink())
            working = [
                asyncio.create_task(self._sit(await self._attach_desk_leg(stack, nth, sink)))
                for nth in range(1, operators + 1)
            ]
            try:
                yield
            finally:
                for one in working:
                    one.cancel()
                found = await asyncio.gather(*working, return_exceptions=True)
            for one in found:
                if isinstance(one, BaseException) and not isinstance(one, asyncio.CancelledError):
                    raise one

    async def until_quiet(self, within_s: float) -> None:
        """Return when nobody waits or speaks, and no operator is still at work. Raises `TimeoutError`."""
        async with asyncio.timeout(within_s):
            while self._calls.open or self._busy:
                await asyncio.sleep(0.1)

    async def _attach_desk_leg(self, stack: AsyncExitStack, nth: int, sink: int) -> Seat:
        login = f"op-{nth:03}"
        seat = await self._client.sign_in(login, PASSWORD, f"desk-{login}")
        way = await self._client.ask("POST", "/api/voice/line", seat, json={})
        await stack.enter_async_context(
            open_line(way["port"], way["token"], way["user"], DESCRIPTION.format(port=sink))
        )
        return seat

    async def _sit(self, seat: Seat) -> None:
        offers = self._calls.offers[seat.desk]
        await self._order(seat, "calls.stand_ready")
        while True:
            row = await offers.get()
            self._busy += 1
            try:
                await self._pace.sleep(self._day.reaction_s)
                await self._take(seat, row)
            finally:
                self._busy -= 1

    async def _take(self, seat: Seat, row: Row) -> None:
        call, name = row["id"], row["caller_name"]
        person, _ = person_of(name)
        who = self._people[person]
        try:
            await self._order(seat, "calls.answer", call=call)
        except Refused:
            self.done["late"] += 1  # gave up while it rang, or the offer lapsed: the next
            return
        self.done["answered"] += 1
        self._answered(name)
        talking = asyncio.create_task(self._talk(call, who))
        await self._write_down(seat, call, who)
        await talking
        await self._order(seat, "calls.hang_up", call=call)
        await self._pace.sleep(self._day.wrap_up_s)
        await self._order(seat, "calls.stand_ready")

    async def _talk(self, call: str, who: Person) -> None:
        over = self._calls.over[call]
        with contextlib.suppress(TimeoutError):
            real_s = ENDS_WITHIN_S if who.caller_ends else 0.0
            await asyncio.wait_for(over.wait(), who.talk_s / self._pace.speed + real_s)

    async def _write_down(self, seat: Seat, call: str, who: Person) -> None:
        if who.event is None:
            await self._order(seat, "calls.dispose", call=call, disposition="pocket")
            self.done["disposed"] += 1
            return
        known = self._cases.get(who.event)
        if known is not None:
            await self._order(seat, "cases.link_call", case=await known, call=call)
            self.done["linked"] += 1
            return
        case = new_id()
        opened = self._cases[who.event] = asyncio.get_running_loop().create_future()
        await self._order(seat, "cases.open", case=case, call=call, summary=f"event {who.event}")
        opened.set_result(case)
        self.done["opened"] += 1

    async def _order(self, seat: Seat, kind: str, **fields: Any) -> None:
        await self._client.order(seat, kind, **fields)


DESCRIPTION = (
    "v=0\r\no=desk 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    "m=audio {port} RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n"
)
