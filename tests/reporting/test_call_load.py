"""Aim: calls and waits by the quarter of an hour are those of the log, the usual is of the same hour of the wall clock, and
yesterday is what the room showed then."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from auxilio.app.composition import open_runtime
from auxilio.app.settings import Settings
from auxilio.calls.core import messages as calls
from auxilio.calls.core.model import CallChannel
from auxilio.cases.core import messages as cases
from auxilio.identity.core.gate import citizen_actor
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CallId, CaseId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.platform.database.connection import Pool
from auxilio.platform.ids import new_id
from auxilio.platform.postgres import EmbeddedPostgres
from auxilio.reporting.call_figures import FRESH_S, CallFigures
from auxilio.reporting.call_load import (
    SLOTS,
    WEEKS,
    CallLoad,
    SlotCount,
    YesterdayFigures,
    load_of,
    spans,
    yesterday_of,
)
from tests.actors import person
from tests.database import fresh_database
from tests.manual_clock import Later

ZONE = ZoneInfo("Europe/Madrid")
NOW = datetime(2026, 11, 24, 10, 7, tzinfo=UTC)
OPERATOR, OTHER = person("call_taker", "desk-1"), person("call_taker", "desk-2")
ROOM, CREW = person("supervisor", "room"), person("crew", "a-01")


def test_six_hours_of_whole_quarters_stand_before_the_one_that_runs() -> None:
    today, *weeks = spans(NOW, ZONE)
    assert today == (datetime(2026, 11, 24, 4, 0, tzinfo=UTC), datetime(2026, 11, 24, 10, 15, tzinfo=UTC))
    assert [today[0] - since for since, _ in weeks[:2]] == [timedelta(weeks=1), timedelta(weeks=2)]
    assert len(weeks) == WEEKS


def test_the_same_hour_is_that_of_the_clock_on_the_wall_also_over_a_change_of_the_hour() -> None:
    local = [since.astimezone(ZONE).hour for since, _ in spans(NOW, ZONE)]
    assert set(local) == {5}, (
        "the winter hour began a month ago: by UTC four of these weeks would be an hour off"
    )
    after = datetime(2026, 10, 25, 9, 0, tzinfo=UTC)
    assert yesterday_of(after, ZONE) == datetime(2026, 10, 24, 8, 0, tzinfo=UTC)


def test_one_night_of_a_storm_moves_the_usual_by_nothing() -> None:
    storm, plain = {3: SlotCount(200, 90.0)}, {3: SlotCount(10, 4.0)}
    load = load_of(NOW, NOW, {3: SlotCount(12, 5.04)}, [plain, storm, plain], None)
    assert (load.slots[3].calls, load.slots[3].wait_s) == (12, 5.0)
    assert (load.usual[3].calls, load.usual[3].wait_s) == (10, 4.0)
    assert (load.usual[4].calls, load.usual[4].wait_s) == (0, None), (
        "a quarter in which nobody called counts as that"
    )
    assert len(load.slots) == len(load.usual) == SLOTS + 1


def test_without_a_week_before_there_is_no_usual() -> None:
    load = load_of(NOW, NOW, {}, [], None)
    assert (load.weeks, load.usual, load.yesterday) == (0, (), None)


@dataclass
class WatchedRoom:
    """An installation whose clock the test moves."""

    clock: Later
    pool: Pool
    handle: Callable[..., Awaitable[object]]

    async def do(self, actor: Actor, command: Command, later_s: float = 0) -> None:
        self.clock.ahead_s += later_s
        await self.handle(new_id(), command, actor)

    async def load(self, actor: Actor = ROOM) -> CallLoad:
        return await CallFigures(self.pool, self.clock, "Europe/Madrid").of(actor)

    async def rings(self, mode: Mode = Mode.REAL, later_s: float = 0) -> CallId:
        call = CallId(new_id())
        ring = calls.ReceiveCall(call=call, channel=CallChannel.CHAT, language="es", words="no respira")
        await self.do(citizen_actor(call, mode), ring, later_s)
        return call


@pytest.fixture
async def room(postgres_server: EmbeddedPostgres, tmp_path: Path) -> AsyncIterator[WatchedRoom]:
    clock = Later()
    # A minute after noon by the wall, so that no moment of the test crosses a quarter or a day.
    now = clock.now().astimezone(ZONE)
    clock.ahead_s = (now.replace(hour=12, minute=1, second=0) - now).total_seconds() + 86_400
    async with fresh_database(postgres_server) as database:
        settings = Settings(area="demo", database_url=database.dsn, data=tmp_path)
        async with open_runtime(settings, clock) as runtime:
            yield WatchedRoom(clock, runtime.pool, runtime.commands.handle)


@pytest.mark.database
async def test_the_room_reads_what_was_today_and_what_it_showed_yesterday(room: WatchedRoom) -> None:
    empty = await room.load()
    assert (sum(slot.calls for slot in empty.slots), empty.weeks, empty.yesterday) == (0, 0, None)

    call, case = await room.rings(), CaseId(new_id())
    await room.rings(Mode.TRAINING)
    await room.do(OPERATOR, calls.AnswerCall(call=call), 20)
    await room.do(OTHER, calls.LogManualCall(call=CallId(new_id()), language="es"))
    await room.do(OPERATOR, cases.OpenCase(case=case, call=call, summary="no respira"), 10)
    lost = await room.rings(later_s=10)
    await room.do(citizen_actor(lost), calls.EndByCaller(call=lost), 40)

    last = (await room.load()).slots[-1]
    assert (last.calls, last.wait_s) == (3, 30.0), (
        "20 s to a voice, 40 s to giving up; nobody waited on another line"
    )
    assert (await room.load(OPERATOR)).slots[-1].calls == 3
    with pytest.raises(Refused, match="not_permitted"):
        await room.load(CREW)

    async def yesterday(later_s: float) -> YesterdayFigures:
        room.clock.ahead_s += later_s
        told = (await room.load()).yesterday
        assert told is not None
        return told

    day = 86_400
    first = await yesterday(day - 70)
    assert (first.queued, first.longest_s, first.unanswered, first.p0) == (1, 10.0, 0, 0)
    # The log of that day goes on as it did: five seconds after the second one rang, then after they gave up.
    waiting = await yesterday(35)
    assert (waiting.queued, waiting.longest_s, waiting.p0) == (1, 5.0, 1), "P0 by type alone counts as P0"
    over = await yesterday(37)
    assert (over.queued, over.unanswered) == (0, 1)
    # What is done about it today changes nothing of yesterday.
    lowered = cases.SetPriority(case=case, priority=Priority.P3, reason="era un simulacro del vecino")
    await room.do(ROOM, lowered)
    assert (await yesterday(0)).p0 == 1


@pytest.mark.database
async def test_many_walls_ask_the_database_once(room: WatchedRoom) -> None:
    figures = CallFigures(room.pool, room.clock, "Europe/Madrid")
    first = await figures.of(ROOM)
    await room.rings()
    assert await figures.of(ROOM) is first
    room.clock.ahead_s += FRESH_S + 1
    assert (await figures.of(ROOM)).slots[-1].calls == 1


@pytest.mark.database
async def test_the_usual_is_of_the_weeks_of_which_calls_are_known(room: WatchedRoom) -> None:
    await room.rings(later_s=-7 * 86_400 - 7 * 3600)
    for _ in range(3):
        await room.rings(later_s=7 * 3600 / 3)
    room.clock.ahead_s += 7 * 86_400
    load = await room.load()
    assert load.weeks == 1, "of the weeks before nothing is known, and nothing is taken for none"
    assert load.usual[-1].calls == 1
    assert load.slots[-1].calls == 0
