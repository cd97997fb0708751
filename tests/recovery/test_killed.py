"""Aim: `kill -9` of each process in the middle of a working room loses nothing, doubles nothing, and stops nobody.

Call takers and citizens send commands over HTTP and ask again with the same id until they are answered; boards look
over the real WebSocket, one of them in a real browser. Then one process is killed, without a word before it. The
demo's supervisor starts it again, the room goes on, and the log is counted.
"""

import asyncio
import sys
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

import asyncpg
import pytest
from playwright.async_api import Browser, Page, expect

from tests.recovery.demo_centre import PATIENCE_S, Centre, Part
from tests.recovery.load import KINDS, Citizen, Ledger, Seat, Window, look

pytestmark = pytest.mark.browser
BEFORE, AFTER = 120, 120
"""Acknowledged commands before the kill and after it: enough for some of each kind to be on their way."""


async def until(true: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not await true():
            await asyncio.sleep(0.2)


async def open_desk(browser: Browser, centre: Centre, login: str, desk: str) -> Page:
    """A console of a call taker, with its board shown."""
    context = await browser.new_context(base_url=centre.address, locale="es-ES")
    page = await context.new_page()
    body = {"login": login, "password": "auxilio-demo", "desk": desk}
    assert (await page.request.post("/api/session", data=body)).ok
    await page.goto("/desk")
    await expect(page.get_by_role("button", name="Listo").first).to_be_visible(timeout=60_000)
    return page


async def change_mode(centre: Centre, ledger: Ledger) -> None:
    """A desk at which somebody of an exercise sat, and then somebody of the room: its state is of another mode than its first fact."""
    for mode in ("exercise", "real"):
        async with Seat(centre.address, ledger) as seat:
            await seat.sit("lucia", "desk-01", mode)
            await seat.send("calls.stand_ready", languages=[])
            await seat.send("calls.sign_off")


async def waiting_on(page: Page, names: list[str]) -> list[bool]:
    """Which of these callers stand on this page, as it is."""
    return [await page.get_by_text(name, exact=False).count() > 0 for name in names]


@pytest.mark.parametrize("part", ["serve", "worker", "postgres"])
async def test_a_part_that_is_killed_under_load_comes_back_and_nothing_is_lost_or_doubled(
    centre: Centre, chromium: Browser, part: Part
) -> None:
    ledger = Ledger()
    names = [f"Vecina {part} {nth}" for nth in range(3)]
    async with AsyncExitStack() as stack:
        await change_mode(centre, ledger)
        page = await open_desk(chromium, centre, "iria", "desk-05")
        seats = [
            await (await stack.enter_async_context(Seat(centre.address, ledger))).sit(login, desk)
            for login, desk in (("lucia", "desk-01"), ("pau", "desk-02"), ("clara", "room"))
        ]
        citizens = [
            await (await stack.enter_async_context(Citizen(centre.address, ledger))).call(name)
            for name in names[:-1]
        ]
        windows = [
            Window(centre.address, "desk", seats[0].cookie),
            Window(centre.address, "room", seats[2].cookie),
            Window(centre.address, "talk", seats[1].cookie, {"call": citizens[0].call_id}),
            Window(centre.address, "call", {}, {"call": citizens[1].call_id}, token=citizens[1].token),
        ]
        looking = [asyncio.create_task(window.run()) for window in windows]
        working = [asyncio.create_task(somebody.work()) for somebody in (*seats[:2], *citizens)]
        try:
            async with asyncio.timeout(PATIENCE_S):
                await until_any_fails(ledger.until(BEFORE), working + looking)
                killed = centre.kill(part)
                await until_any_fails(ledger.until(AFTER), working + looking)
            # Rung after the kill: an open page has to show it without being touched.
            late = await (await stack.enter_async_context(Citizen(centre.address, ledger))).call(names[-1])
        finally:
            for task in working:
                task.cancel()
            await asyncio.gather(*working, return_exceptions=True)
        await until(lambda: back(centre, part, killed))
        for window in windows:
            await until(lambda window=window: as_a_late_joiner_sees_it(centre, window))
        await expect(page.get_by_text(names[-1])).to_be_visible(timeout=60_000)
        fresh = await page.context.new_page()
        await fresh.goto("/desk")
        await expect(fresh.get_by_text(names[-1])).to_be_visible(timeout=60_000)
        assert await waiting_on(page, names) == await waiting_on(fresh, names) == [True, True, True]
        for task in looking:
            task.cancel()
        await asyncio.gather(*looking, return_exceptions=True)
        if part == "serve":
            assert all(window.dialled >= 2 for window in windows), "the line was cut, and dialled again"
        if part != "worker":
            assert ledger.doubts, "nobody noticed: the kill came too late to be one"
        await counted(centre, ledger)
        for somebody in (*citizens, late):
            await somebody.send("calls.leave", call=somebody.call_id)


async def until_any_fails(wanted: Awaitable[None], beside: list[asyncio.Task[None]]) -> None:
    """Wait, but not for somebody who has already fallen: what they fell over is what the test says."""
    waiting = asyncio.ensure_future(wanted)
    await asyncio.wait([waiting, *beside], return_when=asyncio.FIRST_COMPLETED)
    for task in beside:
        if task.done():
            waiting.cancel()
            task.result()
    await waiting


async def back(centre: Centre, part: Part, killed: int) -> bool:
    """Whether another process does this part now, and the health check is good."""
    try:
        return centre.pid_of(part) != killed and await asyncio.to_thread(centre.healthy)
    except (LookupError, FileNotFoundError):
        return False


async def as_a_late_joiner_sees_it(centre: Centre, window: Window) -> bool:
    """Whether the old hand holds what somebody who opens the same board now is given."""
    fresh = Window(centre.address, window.board, window.headers, window.params, token=window.token)
    return window.screen.seen() == await look(fresh)


async def counted(centre: Centre, ledger: Ledger) -> None:
    """Every acknowledged command once, none twice, and the chains of the log unbroken."""
    connection = await asyncpg.connect(centre.dsn)
    try:
        ids = list(ledger.acknowledged)
        known = await connection.fetchval("select count(*) from command where id = any($1)", ids)
        facts = await connection.fetch("select cause, kind from event where cause = any($1)", ids)
        twice = await connection.fetch(
            "select cause, kind, stream from event group by cause, kind, stream having count(*) > 1"
        )

        async def every_call_is_watched_once() -> bool:
            rows = await connection.fetch(
                "select count(*) filter (where kind = 'followup.watch.set' and body like '%\"answer\"%') as watches"
                " from event where call_id in (select call_id from event where cause = any($1)"
                " and kind = 'calls.call.rang') group by call_id",
                ids,
            )
            assert all(row["watches"] <= 1 for row in rows), "a reaction ran twice"
            return all(row["watches"] == 1 for row in rows)

        await until(every_call_is_watched_once)
    finally:
        await connection.close()
    assert known == len(ids)
    left_behind = Counter((row["cause"], row["kind"]) for row in facts)
    assert twice == []
    for id, kind in ledger.acknowledged.items():
        assert left_behind[id, KINDS[kind]] == 1, (kind, id)
    verified = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "auxilio", "log", "verify", "--data", str(centre.data)
    )
    assert await verified.wait() == 0
