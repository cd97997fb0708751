"""The whole city against one installation: the stream of callers, the crews, and stand-ins where nobody sits."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Container, Coroutine, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import Clock
from simulator.atlas import read_atlas
from simulator.board import Board, Row, look
from simulator.callers import Person, Rung
from simulator.centres import Dispatcher
from simulator.checkers import Violation, check
from simulator.crews import Crew
from simulator.judgement import Hospital
from simulator.model import Incident
from simulator.observer import Observer, told_of
from simulator.operators import Operator
from simulator.pace import Pace
from simulator.plan import plan
from simulator.presence import Presence
from simulator.radio import Handset
from simulator.scenarios import Scenario
from simulator.server_client import Seat, ServerClient
from simulator.stories import read_stories

AGAIN_S = 3.0
SOON_S = 2.0
OPERATORS = 2
CASES_MAX = 14
UNSERVED_MAX = 4
"""Tasks that wait for a vehicle: a county whose every crew is out has had enough for the moment."""
"""So many open cases, and the city holds its breath: the demo has eight vehicles."""
GIVEN_UP_MAX = 3
"""After so many callers in a row whom nobody answered, the next comes only after `LULL_S`."""
LULL_S = 600.0
SETTLES_S_MAX = 7200.0
_log = logging.getLogger(__name__)


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """How the city is run, and against which installation."""

    url: str
    password: str
    certificate: Path | None = None
    """Of an installation that has made its own, as `demo --lan` does."""
    seed: int = 112
    speed: float = 1.0
    waiting_max: int = 3
    """Callers who ring at one time without an answer; no new incident begins beyond it."""
    pause: Path | None = None
    """While this file exists nobody new calls."""
    radio: int | None = None
    """Where a radio network is played; patrols then say by radio what they do, and the others by their page."""


def stood_in(agencies: Iterable[str], desks: Container[str]) -> list[str]:
    """Those that the city lives in: a centre without a console is told by telephone, and no stand-in sits there."""
    return sorted(agency for agency in agencies if f"{agency}-sim" in desks)


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a scenario came to."""

    seed: int
    speed: float
    incidents: int
    calls: int
    answered: int
    gave_up: int
    cases: int
    tasks: int
    assignments: int
    arrived: int
    """Assignments whose crew reached the place."""
    settled: bool
    """Whether everything was over at the end; if not, it was still going on when it was looked at."""
    violations: tuple[Violation, ...]

    def lines(self) -> str:
        """Its figures, and what was violated, a line each."""
        figures = [
            f"{name}: {getattr(self, name)}" for name in self.__struct_fields__ if name != "violations"
        ]
        return "\n".join([*figures, *(f"{one.rule} {one.subject}: {one.why}" for one in self.violations)])


class Town:
    """Everybody in it. `live` never returns; `act` plays a scenario and reports."""

    def __init__(self, server: ServerClient, pace: Pace, options: Options) -> None:
        self._server, self._pace, self._options = server, pace, options
        self._stories, self._presence = read_stories(), Presence()
        self._people: list[Person] = []
        self._callers: set[asyncio.Task[None]] = set()
        self._stand_ins: list[Seat] = []
        self._incidents = 0

    async def live(self, scenario: Scenario) -> None:
        """The stream and everybody in it, for ever."""
        async with AsyncExitStack() as stack:
            board = await self._begin(stack)
            await self._stream(scenario, board)
            await asyncio.Event().wait()

    async def act(self, scenario: Scenario) -> Report:
        """A scenario to its end, and what the checkers say."""
        async with AsyncExitStack() as stack:
            board = await self._begin(stack)
            observer = Observer(board, self._pace.now())
            await self._stream(scenario, board)
            settled = await self._settle(board)
            # Reactions to the last fact are given a moment: a checker must not see half of it.
            await self._pace.rest(2.0)
            seen, rung = observer.seen(self._pace), self.rung
            return Report(
                seed=self._options.seed,
                speed=self._options.speed,
                incidents=self._incidents,
                calls=len(rung),
                answered=sum(one.answered for one in rung),
                gave_up=sum(one.left for one in rung),
                cases=len(seen.cases),
                tasks=len(seen.tasks),
                assignments=len(seen.assignments),
                arrived=sum(
                    any("on_scene" in row["times"] for row in rows) for rows in seen.assignments.values()
                ),
                settled=settled,
                violations=tuple(check(seen, told_of(rung))),
            )

    @property
    def rung(self) -> list[Rung]:
        """Every attempt to call so far."""
        return [rung for person in self._people for rung in person.rung]

    # --- who is there -------------------------------------------------------------------------------

    async def _begin(self, stack: AsyncExitStack) -> Board:
        """Sign in whoever looks over the city, start crews and stand-ins; the board they all are seen on."""
        seat = await self._sign_in("sim-room", "room-sim")
        self._atlas = await read_atlas(self._server, seat, self._options.seed)
        board = await stack.enter_async_context(look(self._server, seat, "room", self._pace))
        stack.push_async_callback(self._leave_desks)  # once nobody is left to stand ready again
        group = await stack.enter_async_context(_everybody())
        group(self._presence.watch(self._server, seat, self._pace))
        desks = {desk["id"] for desk in (await self._server.ask("GET", "/api/desks", seat))["desks"]}
        for agency in stood_in({row["agency"] for row in board.rows("units")}, desks):
            group(self._kept(partial(self._crews, agency, board)))
            group(self._kept(partial(self._centre, agency)))
        for nth in range(1, OPERATORS + 1):
            group(self._kept(partial(self._operator, nth)))
        return board

    async def _sign_in(self, login: str, desk: str) -> Seat:
        seat = await self._server.sign_in(login, self._options.password, desk)
        self._presence.ours(seat)
        return seat

    async def _kept(self, life: Callable[[], Awaitable[None]]) -> None:
        """Somebody's life, begun again when Auxilio refused them: a session that ended, an installation that was gone."""
        while True:
            try:
                await life()
            except* Refused as group:
                for refused in group.exceptions:
                    code = refused.code if isinstance(refused, Refused) else type(refused).__name__
                    _log.warning("life_begun_again", extra={"code": code})
            await self._pace.rest(AGAIN_S)

    async def _crews(self, agency: str, room: Board) -> None:
        # Of its first centre: a neighbour's units go when a person there sends them.
        units = [row for row in room.rows("units") if row["centre"] == f"{agency}-1"]
        seats = [await self._sign_in(f"sim-{agency}", row["callsign"].lower()) for row in units]
        found = await self._server.ask("GET", "/api/geo/facilities", seats[0], params={"kinds": "hospital"})
        hospitals = [Hospital(one["name"], Point(**one["point"])) for one in found["facilities"]]
        watching = await self._sign_in("sim-room", "room-sim")
        fixes = await self._server.ask("GET", "/api/dispatch/positions", watching)
        seen = {fix["unit"]: Point(**fix["point"]) for fix in fixes}
        async with asyncio.TaskGroup() as crews:
            for row, seat in zip(units, seats, strict=True):
                crews.create_task(self._crew(row, seat, room, hospitals, seen.get(row["id"])))

    async def _crew(
        self, unit: Row, seat: Seat, radio: Board, hospitals: list[Hospital], at: Point | None
    ) -> None:
        # Its own board: a crew is shown its own work, and of other vehicles that they are there.
        async with look(self._server, seat, "unit", self._pace) as board:
            crew = Crew(
                self._server,
                self._pace,
                seat,
                board,
                radio,
                self._presence,
                callsign=unit["callsign"],
                seed=self._options.seed,
                hospitals=hospitals,
                at=at,
                handset=Handset(self._options.radio) if self._options.radio else None,
            )
            await crew.live()

    async def _centre(self, agency: str) -> None:
        seat = await self._sign_in(f"sim-{agency}-1", f"{agency}-sim")
        async with look(self._server, seat, "centre", self._pace) as board:
            await Dispatcher(self._server, self._pace, seat, board, self._presence).live()

    async def _leave_desks(self) -> None:
        """Nobody stands ready where nobody sits: the next call would ring at an empty chair."""
        for seat in self._stand_ins:
            try:
                await self._server.order(seat, "calls.sign_off")
            except Refused as refused:
                _log.info("desk_not_left", extra={"code": refused.code, "desk": seat.desk})

    async def _operator(self, nth: int) -> None:
        seat = await self._sign_in(f"sim-desk-{nth}", f"desk-sim-{nth}")
        self._stand_ins.append(seat)
        async with look(self._server, seat, "desk", self._pace) as board:
            operator = Operator(self._server, self._pace, seat, board, self._presence, self._stories)
            await operator.live()

    # --- the stream ---------------------------------------------------------------------------------

    async def _stream(self, scenario: Scenario, board: Board) -> None:
        stories = self._stories
        for incident in plan(self._options.seed, self._atlas, stories, kinds=scenario.kinds):
            if scenario.incidents is not None and self._incidents >= scenario.incidents:
                return
            soon = scenario.close or not self._incidents  # whoever starts a demo wants to see that it lives
            await self._pace.sleep(SOON_S if soon else incident.gap_s)
            while self._holds(board):
                await self._pace.rest(1.0)
            if self._nobody_answers():
                await self._pace.sleep(LULL_S)
            self._happen(incident)

    def _holds(self, board: Board) -> bool:
        paused = self._options.pause is not None and self._options.pause.exists()
        waiting = sum(person.waits for person in self._people)
        cases = sum(row["state"] == "open" for row in board.rows("cases"))
        unserved = sum(row["state"] == "accepted" for row in board.rows("tasks"))
        full = cases >= CASES_MAX or unserved >= UNSERVED_MAX
        return paused or full or waiting >= self._options.waiting_max

    def _nobody_answers(self) -> bool:
        last = self.rung[-GIVEN_UP_MAX:]
        return len(last) == GIVEN_UP_MAX and all(rung.left for rung in last)

    def _happen(self, incident: Incident) -> None:
        self._incidents += 1
        for caller in incident.callers:
            person = Person(self._server, self._pace, incident, caller, self._stories)
            self._people.append(person)
            task = asyncio.create_task(self._call(person))
            self._callers.add(task)
            task.add_done_callback(self._callers.discard)
        _log.info("incident", extra={"kind": incident.kind, "count": incident.nth})

    async def _call(self, person: Person) -> None:
        try:
            await person.live()
        except Refused as refused:
            _log.warning("caller_refused", extra={"code": refused.code})

    async def _settle(self, board: Board) -> bool:
        """Wait until everything is over; whether it was before patience ended."""
        left_s = SETTLES_S_MAX
        while left_s > 0:
            over = not (self._callers or board.rows("tasks") or board.rows("assignments"))
            if over and not any(row["state"] == "open" for row in board.rows("cases")):
                return True
            await self._pace.sleep(20.0)
            left_s -= 20.0
        return False


@asynccontextmanager
async def _everybody() -> AsyncIterator[Callable[[Coroutine[Any, Any, None]], None]]:
    """Tasks that end with the block; a defect in one of them ends the block loudly."""
    tasks: list[asyncio.Task[None]] = []
    async with asyncio.TaskGroup() as group:
        try:
            yield lambda life: tasks.append(group.create_task(life))
        finally:
            for task in tasks:
                task.cancel()


async def live(options: Options, clock: Clock, scenario: Scenario) -> None:
    """The city, until cancelled. Raises `Refused` when it cannot sign in."""
    pace = Pace(clock, options.speed)
    async with ServerClient(options.url, pace, options.certificate) as server:
        await Town(server, pace, options).live(scenario)


async def act(options: Options, clock: Clock, scenario: Scenario) -> Report:
    """A scenario, and what the checkers say of it. Raises `Refused` when it cannot sign in."""
    assert scenario.incidents is not None, "a scenario without end has no report"
    pace = Pace(clock, options.speed)
    async with ServerClient(options.url, pace, options.certificate) as server:
        return await Town(server, pace, options).act(scenario)
