"""The clocks: one that never goes back, one that only a test moves."""

import asyncio
from datetime import UTC, date, datetime, timedelta

from auxilio.platform.clock import Clock, SimulatedClock, SystemClock, centre_day

START = datetime(2024, 10, 29, 18, tzinfo=UTC)


def test_the_system_clock_tells_utc_and_never_goes_back() -> None:
    clock = SystemClock()
    told = [clock.now() for _ in range(1000)]
    assert all(moment.tzinfo is UTC for moment in told)
    assert told == sorted(told)


def test_a_machine_set_back_does_not_set_back_the_facts(monkeypatch) -> None:
    clock = SystemClock()
    before = clock.now()

    class SetBack(datetime):
        @classmethod
        def now(cls, tz=None):
            return before - timedelta(hours=1)

    monkeypatch.setattr("auxilio.platform.clock.datetime", SetBack)
    assert clock.now() == before


async def test_a_moment_that_has_passed_is_not_waited_for() -> None:
    clock = SystemClock()
    async with asyncio.timeout(5):
        await clock.sleep_until(clock.now() - timedelta(hours=1))
        await clock.sleep(-1)


async def test_sleepers_wake_in_the_order_of_their_moments_each_at_its_own() -> None:
    clock = SimulatedClock(START)
    woke: list[tuple[str, float]] = []

    async def sleeper(name: str, span_s: float, clock: Clock = clock) -> None:
        await clock.sleep(span_s)
        woke.append((name, (clock.now() - START).total_seconds()))

    async with asyncio.TaskGroup() as group:
        for name, span_s in [("late", 30), ("early", 10), ("never-mind", 10), ("now", 0)]:
            group.create_task(sleeper(name, span_s))
        await asyncio.sleep(0)
        assert clock.sleepers == 3
        await clock.advance(9.999)
        assert woke == [("now", 0.0)]
        await clock.advance(100)
    assert woke == [("now", 0.0), ("early", 10.0), ("never-mind", 10.0), ("late", 30.0)]
    assert clock.now() == START + timedelta(seconds=109.999)


async def test_one_who_sleeps_again_and_again_is_woken_each_time_within_one_advance() -> None:
    clock = SimulatedClock(START)
    ticks: list[datetime] = []

    async def every_minute() -> None:
        while True:
            await clock.sleep(60)
            ticks.append(clock.now())

    task = asyncio.create_task(every_minute())
    await clock.advance_to(START + timedelta(hours=1))
    task.cancel()
    assert ticks == [START + timedelta(minutes=minute) for minute in range(1, 61)]


async def test_one_who_was_cancelled_is_not_woken() -> None:
    clock = SimulatedClock(START)
    task = asyncio.create_task(clock.sleep(10))
    await asyncio.sleep(0)
    task.cancel()
    await clock.advance(20)
    assert task.cancelled()
    assert clock.sleepers == 0


def test_the_day_of_a_centre_begins_at_its_own_midnight() -> None:
    late = SimulatedClock(datetime(2026, 12, 1, 23, 30, tzinfo=UTC))
    assert centre_day(late, "Europe/Madrid")() == date(2026, 12, 2)
    assert centre_day(late, "Atlantic/Canary")() == date(2026, 12, 1)
