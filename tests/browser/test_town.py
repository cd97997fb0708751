"""The simulated city against a real installation, as a stranger: what it lives through and what its checkers say of it."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from auxilio.app.cli.demo_people import PASSWORD
from auxilio.platform.clock import SystemClock
from simulator.board import look
from simulator.checkers import CallAttempt, Violation, check
from simulator.observer import Observer
from simulator.pace import Pace
from simulator.server_client import ServerClient

pytestmark = pytest.mark.thorough
SPEED = "40"
COMMAND = [sys.executable, "-m", "auxilio", "simulate"]


def run[T](life: Coroutine[Any, Any, T]) -> T:
    """In a thread of its own: the browser's tests keep a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, life).result()


def test_a_short_shift_hears_every_call_and_keeps_every_promise(installation: str) -> None:
    played = subprocess.run(
        [*COMMAND, "short", "--url", installation, "--speed", SPEED, "--seed", "4", "--json"],
        capture_output=True,
        text=True,
        timeout=400,
    )
    report = json.loads(played.stdout)
    assert report["violations"] == [], report
    assert played.returncode == 0, report
    assert report["settled"]
    assert report["incidents"] == 2
    assert report["answered"] >= 1
    assert report["answered"] + report["gave_up"] == report["calls"]
    assert report["cases"] >= 1
    assert 1 <= report["arrived"] <= report["assignments"], "somebody was on the road and arrived"
    board = httpx.get(f"{installation}/api/health").json()
    assert board["status"] == "ok"


def test_nobody_of_the_city_sits_at_a_desk_when_the_shift_is_over(installation: str) -> None:
    async def stands() -> set[str]:
        pace = Pace(SystemClock())
        async with ServerClient(installation, pace) as stranger:
            seat = await stranger.sign_in("clara", PASSWORD, "room")
            async with look(stranger, seat, "room", pace) as board:
                return {str(row["id"]) for row in board.rows("desks") if "sim" in str(row["id"])}

    assert run(stands()) == set()


def test_a_call_that_nobody_hears_is_found_on_the_real_boards(installation: str) -> None:
    async def unheard() -> tuple[list[Violation], list[Violation]]:
        pace = Pace(SystemClock())
        async with ServerClient(installation, pace) as stranger:
            seat = await stranger.sign_in("clara", PASSWORD, "room")
            async with look(stranger, seat, "room", pace) as board:
                observer = Observer(board, pace.now())
                call, citizen = await stranger.ring(channel="chat", phone="+34600009999")
                ringing = CallAttempt(call=str(call), answered=False, left=False)
                while board.row("calls", str(call)) is None:
                    await board.news(pace, 1.0)
                before = check(observer.seen(pace), [ringing])
                await stranger.order(citizen, "calls.leave", call=call)
                while (board.row("calls", str(call)) or {}).get("state") != "abandoned":
                    await board.news(pace, 1.0)
                gave_up = CallAttempt(call=str(call), answered=False, left=True)
                after = check(observer.seen(pace), [gave_up])
                mine = str(call)
                return [one for one in before if one.subject == mine], [
                    one for one in after if one.subject == mine
                ]

    ringing, waiting = run(unheard())
    assert [one.why for one in ringing] == ["still_ringing"]
    assert waiting == [], "who gave up waits to be called back: nobody forgot them"
