"""Aim: when the disk is full or the database is gone, everybody is told, what was typed stays, and all comes back by itself.

The faults are real: the folder of the database is taken away and its server killed; its disk is filled to the last byte.
"""

import asyncio
import os
import random
import re
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

import asyncpg
import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from auxilio.platform.ids import new_id
from tests.recovery.demo_centre import PATIENCE_S, Centre
from tests.recovery.disk import filled
from tests.recovery.load import IN_DOUBT, Ledger, Seat
from tests.recovery.test_killed import counted, open_desk, until

pytestmark = pytest.mark.browser
SHOWN_MS = 60_000
REFUSALS = 5
NOTE = "Segundo piso, puerta roja"


@asynccontextmanager
async def without_database(centre: Centre) -> AsyncIterator[None]:
    """Its disk is gone and its server dead; afterwards the disk is there again, and nobody was told to look."""
    pid, cluster = centre.pid_of("postgres"), centre.cluster
    away = cluster.rename(cluster.with_name("away"))
    os.kill(pid, signal.SIGKILL)
    await until(lambda: nobody_works_in(away))
    try:
        yield
    finally:
        away.rename(cluster)


async def nobody_works_in(folder: Path) -> bool:
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and (entry / "cwd").readlink() == folder:
                return False
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
    return True


async def in_a_call(page: Page) -> str:
    """This desk has taken a call on another line: there is something to write about."""
    session = await (await page.request.get("/api/session")).json()
    call = str(new_id())
    body = {"id": str(new_id()), "command": {"kind": "calls.record", "call": call, "caller_name": "Joan"}}
    reply = await page.request.post("/api/commands", data=body, headers={"x-auxilio-csrf": session["csrf"]})
    assert reply.ok, await reply.text()
    return call


async def end(page: Page, call: str) -> None:
    session = await (await page.request.get("/api/session")).json()
    body = {"id": str(new_id()), "command": {"kind": "calls.hang_up", "call": call}}
    await page.request.post("/api/commands", data=body, headers={"x-auxilio-csrf": session["csrf"]})


async def notes_of(centre: Centre, call: str, words: str) -> int:
    connection = await asyncpg.connect(centre.dsn)
    try:
        question = "select count(*) from event where kind = 'calls.call.noted' and call_id = $1::uuid and body like $2"
        found: int = await connection.fetchval(question, call, f"%{words}%")
        return found
    finally:
        await connection.close()


async def test_the_database_goes_while_somebody_types_and_comes_back_by_itself(
    centre: Centre, chromium: Browser
) -> None:
    page = await open_desk(chromium, centre, "pau", "desk-06")
    call = await in_a_call(page)
    notes = page.get_by_label("Notas")
    await expect(notes).to_be_visible(timeout=SHOWN_MS)
    await notes.press_sequentially(NOTE[:10])
    degraded = page.get_by_text("MODO DEGRADADO: no se guarda")
    await expect(degraded).not_to_be_visible()
    async with without_database(centre), httpx.AsyncClient(base_url=centre.address) as client:
        await expect(degraded).to_be_visible(timeout=SHOWN_MS)
        await notes.press_sequentially(NOTE[10:])
        await expect(notes).to_have_value(NOTE)
        await notes.press("Enter")
        await expect(page.get_by_text("SIN CONFIRMAR")).to_be_visible(timeout=SHOWN_MS)
        await expect(notes).to_have_value(NOTE)  # what is not durable stays where it was typed
        assert (await client.get("/api/health")).json()["status"] == "database_lost"
        need = {"id": str(new_id()), "call": str(new_id())}
        reply = await client.post("/api/caller", json=need)
        assert (reply.status_code, reply.json()["code"]) == (503, "database_unavailable")
        assert reply.headers["retry-after"]
    # From here on nobody touches anything.
    await expect(degraded).not_to_be_visible(timeout=SHOWN_MS)
    await expect(notes).to_have_value("", timeout=SHOWN_MS)
    await expect(page.get_by_text("SIN CONFIRMAR")).not_to_be_visible(timeout=SHOWN_MS)
    assert await notes_of(centre, call, NOTE) == 1
    await end(page, call)
    await page.context.close()


async def test_a_disk_filled_to_the_last_byte_loses_nothing_that_was_acknowledged(
    centre: Centre, chromium: Browser
) -> None:
    if not centre.small_disk:
        pytest.skip("not root: no disk of our own to fill")
    ledger, chance = Ledger(), random.Random(112)
    long = NOTE + chance.randbytes(1_900).hex()
    page = await open_desk(chromium, centre, "pau", "desk-06")
    call = await in_a_call(page)
    notes = page.get_by_label("Notas")
    await expect(notes).to_be_visible(timeout=SHOWN_MS)
    # The full disk, or the database that stopped because of it: whichever came first, nothing is stored.
    degraded = page.get_by_text(re.compile("MODO DEGRADADO: (disco lleno, )?no se guarda"))
    async with Seat(centre.address, ledger) as seat, asyncio.timeout(PATIENCE_S):
        await seat.sit("lucia", "desk-01")
        case = str(new_id())
        await seat.send("cases.open", case=case)
        with filled(centre.cluster.parent):
            refused: list[dict[str, object]] = []
            codes = set()
            while len(refused) < REFUSALS:
                # Words that do not compress: what PostgreSQL had set aside is soon used up.
                words = chance.randbytes(1_900).hex()
                body = {"id": str(new_id()), "command": {"kind": "cases.note", "case": case, "words": words}}
                reply = await seat.client.post("/api/commands", json=body)
                if reply.status_code in IN_DOUBT:
                    refused.append(body)
                    codes.add(reply.json()["code"])
                    assert reply.headers["retry-after"]
                else:
                    assert reply.status_code == 200, reply.text
                    ledger.note(UUID(str(body["id"])), "cases.note")
            assert codes <= {"disk_full", "database_unavailable"}
            await notes.fill(long)
            await notes.press("Enter")
            await expect(page.get_by_text("SIN CONFIRMAR")).to_be_visible(timeout=SHOWN_MS)
            await expect(degraded).to_be_visible(timeout=SHOWN_MS)
            await expect(notes).to_have_value(long)
        for body in refused:
            await seat.post("/api/commands", body)
            ledger.note(UUID(str(body["id"])), "cases.note")
    await expect(notes).to_have_value("", timeout=SHOWN_MS)
    await expect(degraded).not_to_be_visible(timeout=SHOWN_MS)
    assert await notes_of(centre, call, long) == 1
    await counted(centre, ledger)
    await end(page, call)
    await page.context.close()
