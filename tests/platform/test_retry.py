"""Aim: one way of waiting for what is away, of doubling a wait, and of running a process until it is stopped."""

import asyncio
import logging

import pytest

from auxilio.platform.background_tasks import wait_for_first
from auxilio.platform.backoff import backoff_s
from auxilio.platform.database.retry import RETRY_S, OutageLog, retry_transient, run_through_outages
from auxilio.platform.process import run_until_stopped


def test_a_wait_doubles_up_to_its_bound_also_after_days_of_failures() -> None:
    assert [backoff_s(failures, 0.5, 10) for failures in range(8)] == [0.5, 0.5, 1, 2, 4, 8, 10, 10]
    assert backoff_s(1_000_000, 0.5, 10) == 10


class Flaky:
    def __init__(self, *errors: Exception) -> None:
        self.errors, self.naps = list(errors), list[float]()

    async def act(self) -> str:
        if self.errors:
            raise self.errors.pop(0)
        return "done"

    async def sleep(self, span_s: float) -> None:
        self.naps.append(span_s)


async def test_an_act_is_repeated_while_the_database_is_away_and_no_longer() -> None:
    flaky, heard = Flaky(OSError("away"), TimeoutError()), list[Exception]()
    assert await retry_transient(flaky.act, flaky.sleep, heard.append) == "done"
    assert (flaky.naps, len(heard)) == ([RETRY_S, RETRY_S], 2)
    with pytest.raises(LookupError):
        await retry_transient(Flaky(LookupError()).act, flaky.sleep)


async def test_a_reader_goes_on_through_outages_and_each_is_logged_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    flaky, outage = Flaky(OSError("away"), OSError("away")), OutageLog("boards")
    turns = 0

    async def turn() -> None:
        nonlocal turns
        await flaky.act()
        outage.back()
        turns += 1
        if turns == 3:
            raise LookupError("a defect ends it")

    with pytest.raises(LookupError):
        await run_through_outages(turn, flaky.sleep, outage.lost)
    assert [record.message for record in caplog.records] == ["reader_waits", "reader_back"]
    assert (turns, flaky.naps) == (3, [RETRY_S, RETRY_S])


async def test_work_runs_until_it_is_stopped_or_fails() -> None:
    stop, cleaned = asyncio.Event(), list[str]()

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            cleaned.append("closed")

    running = asyncio.ensure_future(run_until_stopped(work(), stop))
    await asyncio.sleep(0)
    stop.set()
    await asyncio.wait_for(running, 5)
    assert cleaned == ["closed"]

    async def fail() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        await run_until_stopped(fail(), asyncio.Event())


async def test_the_first_that_is_done_is_named_and_the_others_are_cancelled() -> None:
    never = asyncio.ensure_future(asyncio.Event().wait())
    assert await wait_for_first([never, asyncio.sleep(0)]) == 1
    assert never.cancelled()
