"""Aim: what is true in memory is true over PostgreSQL, and what a screen shows is what is stored, whoever looks at it.

Old hands open their boards in the morning, and a case's board when it is opened; they fold what they are sent. At times,
and in the evening, a process that starts only then is asked for the same boards.
"""

import asyncio
import contextlib
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import rule, run_state_machine_as_test

from auxilio.app.capabilities import tables
from auxilio.archive.core.case_search import ArchiveReader, CaseQuery
from auxilio.archive.store import ArchiveSearch
from auxilio.cases.core.model import Case
from auxilio.kernel.actor import Actor
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import SystemClock
from auxilio.platform.postgres import EmbeddedPostgres
from auxilio.realtime.board_catalogue import boards_for
from auxilio.realtime.hub import Hub
from auxilio.realtime.model import Board
from tests.actors import system
from tests.days.backends import AGGREGATES, PostgresStore, over_postgres
from tests.days.centre import FLEET, PICK, pick
from tests.days.day import Day
from tests.days.invariants import Broken
from tests.dispatch.factories import crew_of
from tests.realtime.board_client import Screen
from tests.realtime.test_every_fact import ready

BOARDS = {
    board.name: board
    for board in boards_for({"san": ("HEALTH",), "pol": ("POLICE",), "bom": ("FIRE",)}, tables())
}
PATIENCE_S = 60
type Seen = tuple[Board, dict[str, str], Actor, Screen]


class ScreenedDay(Day):
    """A day with people before screens."""

    compared: ClassVar[int] = 0
    repeats: ClassVar[bool] = False

    def __init__(self) -> None:
        super().__init__()
        store = self.ground.store
        assert isinstance(store, PostgresStore)
        self.store = store
        self.hub, self.following = self._run(self._start())
        self.screens: list[Seen] = []
        self._run(self._sit_down([(board, {}) for board in BOARDS.values() if board.of is None]))

    async def _start(self) -> tuple[Hub, asyncio.Task[None]]:
        hub = Hub(self.store.pool, AGGREGATES, self.store.wakeups, SystemClock(), tuple(BOARDS.values()))
        following = asyncio.create_task(hub.run())
        await ready(hub, following)
        return hub, following

    def teardown(self) -> None:
        try:
            self.nobody_sees_otherwise()
        finally:
            self._run(_stop(self.following))
            super().teardown()

    def viewers(self) -> list[Actor]:
        """Every kind of person that looks at boards."""
        crews = [crew_of(callsign) for callsign, _, _ in FLEET[:2]]
        return [self.chief, self.desks[0], system(), *crews, *(each[0] for each in self.centres.values())]

    @rule(case=PICK)
    def somebody_looks_at_a_case(self, case: int) -> None:
        """Each who may see it opens its board; and from then on it is before them too."""
        if (found := pick(self.all(Case), case)) is not None:
            self._run(self._sit_down([(BOARDS["case"], {"case": str(found.id)})]))

    async def _sit_down(self, boards: list[tuple[Board, dict[str, str]]]) -> None:
        for board, params in boards:
            for actor in self.viewers():
                screen = await _look(self.hub, board, params, actor)
                if screen is not None:
                    self.screens.append((board, params, actor, screen))

    @rule()
    def nobody_sees_otherwise(self) -> None:
        """An old hand's screen is what is stored now."""
        faults = [] if self.away else self._run(self._compare())
        if faults:
            raise Broken({"what_is_shown_is_what_is_stored": faults})

    async def _compare(self) -> list[str]:
        async with asyncio.timeout(PATIENCE_S):
            while self.hub.cursor < self.cursor:
                if self.following.done():
                    self.following.result()
                await asyncio.sleep(0.01)
        late, following = await self._start()
        faults, shown = list[str](), dict[str, set[tuple[int, bool]]]()
        try:
            for board, params, actor, screen in self.screens:
                fresh = await _look(late, board, params, actor)
                if fresh is None:
                    continue  # it is not theirs any more
                type(self).compared += 1
                for case, row in fresh.rows.get("cases", {}).items():
                    shown.setdefault(case, set()).add((row["priority"], row["provisional"]))
                if screen.seen() != fresh.seen():
                    faults.append(f"{board.name} as {sorted(actor.roles)} of {actor.desk}")
        finally:
            await _stop(following)
        return faults + [f"{case}: {seen}" for case, seen in (await self._priorities(shown)).items()]

    async def _priorities(self, shown: dict[str, set[tuple[int, bool]]]) -> dict[str, set[tuple[int, bool]]]:
        """Cases that are of one priority on a board and of another elsewhere, the archive among them (decision 0321)."""
        page = await ArchiveSearch(self.store.pool, "Europe/Madrid").find(
            CaseQuery(limit=100), ArchiveReader(person="", all_reserved=True)
        )
        for found in page.cases:
            if str(found.id) in shown:
                shown[str(found.id)].add((found.priority, found.provisional))
        return {case: seen for case, seen in shown.items() if len(seen) != 1}


async def _look(hub: Hub, board: Board, params: dict[str, str], actor: Actor) -> Screen | None:
    screen = Screen()
    try:
        await hub.open(board.name, params, actor, None, screen.take)
    except Refused:
        return None
    return screen


async def _stop(following: asyncio.Task[None]) -> None:
    following.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await following


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    it = asyncio.new_event_loop()
    yield it
    it.close()


def days(
    server: EmbeddedPostgres, loop: asyncio.AbstractEventLoop, *, days: int, steps: int
) -> type[ScreenedDay]:
    """Play them, each over a database of its own. Raises what a day found."""

    class Played(ScreenedDay):
        @staticmethod
        def opens() -> Any:
            return over_postgres(server)

    Played.loop, Played.happened, Played.deaths, Played.compared = loop, set(), 0, 0
    run_state_machine_as_test(
        Played,
        settings=settings(
            max_examples=days,
            stateful_step_count=steps,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
            report_multiple_bugs=False,
        ),
    )
    return Played


@pytest.mark.soak
def test_over_a_database_everything_that_must_always_be_true_is_true_and_shown(
    postgres_server: EmbeddedPostgres, loop: asyncio.AbstractEventLoop
) -> None:
    played = days(postgres_server, loop, days=8, steps=60)
    assert played.compared > 60, "screens of every sort were compared"
    assert {"dispatch.unit.alerted", "dispatch.task.accepted", "followup.watch.fired"} <= played.happened


@pytest.mark.soak
def test_a_board_that_misses_a_fact_is_found(
    postgres_server: EmbeddedPostgres, loop: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    fold = Hub._fold

    async def forgetful(hub: Hub, batch: list[Any]) -> None:
        if told := [fact for fact in batch if not fact.kind.startswith("dispatch.unit.")]:
            await fold(hub, told)
        hub._cursor = batch[-1].position

    monkeypatch.setattr(Hub, "_fold", forgetful)
    with pytest.raises(Broken) as found:
        days(postgres_server, loop, days=10, steps=40)
    assert found.value.rules == {"what_is_shown_is_what_is_stored"}


@pytest.mark.soak
def test_over_a_database_on_many_days(
    postgres_server: EmbeddedPostgres, loop: asyncio.AbstractEventLoop
) -> None:
    days(postgres_server, loop, days=200, steps=120)
