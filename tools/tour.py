"""Make the pictures of the table in docs/tour and of the manual again, from a demo in which the simulated city lives.

    .venv/bin/python tools/tour.py                 starts a demo of its own, lets it live for a while, stops it
    .venv/bin/python tools/tour.py --url URL       of a demo that runs already
    .venv/bin/python tools/tour.py --only desk,room,manual
    .venv/bin/python tools/tour.py --only beside --mocks FOLDER

Every page, dark and light, 1440 and 390 wide: `docs/tour/<page>-<theme>-<width>.png`, each below 250 kB. A picture that
is larger is drawn with the colours it needs and no more (a palette). Those of the manual (tools/manual_pictures.py), light,
in each language: `docs/manual/<language>/pictures/<name>.png`. `--only manual` takes these alone, from a quiet demo of its
own, in about ten minutes; `--only manual/admin-people` only that one. Those beside the mocks of the design (tools/tour_beside.py),
from a quiet demo too: `docs/tour/beside-<mock>-<theme>.png`; taken where `--only` names `beside` or `--mocks` says where the mocks lie.
"""

import argparse
import asyncio
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

import manual_pictures  # noqa: E402  (its folder is not a package)
import tour_beside  # noqa: E402  (beside it)
from manual_pictures import BYTES_MAX, fewer_colours  # noqa: E402

from auxilio.app.cli.demo_people import PASSWORD  # noqa: E402
from auxilio.platform.clock import SystemClock  # noqa: E402
from simulator.board import look  # noqa: E402
from simulator.pace import Pace  # noqa: E402
from simulator.server_client import ServerClient  # noqa: E402
from tests.browser.browser_session import ARGUMENTS, CHROMIUM, MICROPHONE, TOUR  # noqa: E402
from tests.browser.story_regions import TOWN  # noqa: E402
from tests.browser.text_call_pair import Operator, locates, proves_a_cardiac_arrest  # noqa: E402

LIVES_S = 240
"""So long the city lives before the first picture: calls have been told, crews are on the road."""
SETTLES_MS = 3_000
STEPS_READ = 3
SIZES = ({"width": 1440, "height": 900}, {"width": 390, "height": 844})
THEMES = ("dark", "light")
BESIDE = "beside"
"""The pictures beside the mocks, by this name in `--only`."""
MANUAL = "manual"
"""The pictures of the manual, by this name in `--only`, or `manual/<name>` for one."""
CREWS = {"san": "ambulancia", "bom": "bomba", "pol": "patrulla"}


@dataclass(frozen=True)
class Seat:
    """A page, and who sits before it."""

    page: str
    path: str
    login: str | None = None
    desk: str | None = None


@contextmanager
def demo(url: str | None, *, lives: bool) -> Iterator[str]:
    """The address of a demo; `lives`: its city has been at work for a while."""
    if url is not None:
        yield url.rstrip("/")
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="auxilio-tour-", dir="/tmp") as folder:
        Path(folder).chmod(0o711)  # PostgreSQL runs as another user when we are root
        command = [sys.executable, "-m", "auxilio", "demo", "--port", str(port), "--data", f"{folder}/data"]
        command += [] if lives else ["--quiet"]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
        try:
            address = f"http://127.0.0.1:{port}"
            wait_until_ready(address, process)
            if lives:
                print(f"[tour] the city lives for {LIVES_S} s", flush=True)
                time.sleep(LIVES_S)
            yield address
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def wait_until_ready(address: str, process: "subprocess.Popen[bytes]") -> None:
    while process.poll() is None:
        try:
            if httpx.get(f"{address}/api/health").json()["status"] == "ok":
                return
        except (httpx.TransportError, ValueError):
            pass  # not there yet
        time.sleep(0.5)
    raise SystemExit("the demo did not start")


async def what_happens(url: str) -> dict[str, list[dict[str, Any]]]:
    """Tables of the room, now."""
    pace = Pace(SystemClock())
    async with ServerClient(url, pace) as client:
        seat = await client.sign_in("clara", PASSWORD, "room")
        async with look(client, seat, "room", pace) as board:
            return {name: board.rows(name) for name in ("cases", "units", "calls", "tasks")}


def look_at(url: str) -> dict[str, list[dict[str, Any]]]:
    """The same, in a thread of its own: Playwright keeps a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, what_happens(url)).result()


def seats(url: str) -> list[Seat]:
    """Every page, at a place where something is going on."""
    now = look_at(url)
    at_work = [unit for unit in now["units"] if unit["assignment"]]
    unit = next((one for one in at_work if one["status"] == "en_route"), (at_work or now["units"])[0])
    busy = [case for case in now["cases"] if case["help_sent_at"] and case["location"]]
    case = max(busy or now["cases"], key=lambda one: (len(one["calls"]), one["number"]), default=None)
    return [
        Seat("room", "/room", "clara", "room"),
        *([Seat("case", f"/case/{case['id']}", "clara", "room")] if case else []),
        Seat("unit", "/unit", CREWS[unit["agency"]], unit["callsign"].lower()),
        Seat("archive", "/archive", "nil"),
        Seat("admin", "/admin", "ona"),
        Seat("centre", "/centre", "marta", "san-desk-1"),
        Seat("login", "/login"),
        Seat("call", "/call"),
        Seat("desk", "/desk", "lucia", "desk-01"),
    ]


def sit(context: BrowserContext, seat: Seat) -> Page:
    page = context.new_page()
    if seat.login:
        body = {"login": seat.login, "password": PASSWORD, **({"desk": seat.desk} if seat.desk else {})}
        reply = page.request.post("/api/session", data=body)
        assert reply.ok, reply.text()
        if seat.page == "desk":
            take_a_call(page)
    return page


def take_a_call(page: Page) -> None:
    """Note a call from another line and bring it to the card: a desk without a call shows half of what it is."""
    page.goto("/desk")
    operator = Operator(page)
    page.get_by_role("button", name="Anotar una llamada").click()
    operator.sees("SIN UBICACIÓN", "Dónde")
    locates(operator, TOWN)
    proves_a_cardiac_arrest(operator)
    operator.press("F9")
    operator.sees("enviada", "Envío")
    operator.press("F6", "Space")
    for nth in range(STEPS_READ):
        operator.sees(f"paso {nth + 1} de", "Tarjeta")
        operator.press("Space")


def photograph(page: Page, seat: Seat, out: Path) -> None:
    for size in SIZES:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for theme in THEMES:
            page.goto(f"{seat.path}?theme={theme}")
            page.wait_for_timeout(SETTLES_MS)
            shot = page.screenshot()
            file = out / f"{seat.page}-{theme}-{size['width']}.png"
            file.write_bytes(shot if len(shot) < BYTES_MAX else fewer_colours(shot))
            print(f"[tour] {file.name} {file.stat().st_size // 1000} kB", flush=True)


def tour(browser: Browser, url: str, only: list[str] | None, out: Path) -> None:
    """The pictures of docs/tour."""
    for seat in (one for one in seats(url) if only is None or one.page in only):
        context = browser.new_context(base_url=url, locale="es-ES")
        page = sit(context, seat)
        photograph(page, seat, out)
        if seat.login:
            session = page.request.get("/api/session").json()
            page.request.delete("/api/session", headers={"x-auxilio-csrf": session["csrf"]})
        context.close()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--url")
    parser.add_argument("--only", help="names of pages, with commas between")
    parser.add_argument("--out", type=Path, default=TOUR)
    parser.add_argument("--mocks", type=Path, help="where the mocks of the design lie")
    asked = parser.parse_args()
    if CHROMIUM is None:
        raise SystemExit("chromium is not installed")
    os.environ.pop("AUXILIO_TOUR", None)
    only: list[str] | None = asked.only.split(",") if asked.only else None
    of_manual = [one for one in only or [MANUAL] if one.partition("/")[0] == MANUAL]
    of_mocks = BESIDE in only if only else asked.mocks is not None
    lives = only is None or len(of_manual) + of_mocks < len(only)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *MICROPHONE])
        if lives or of_manual:
            with demo(asked.url, lives=lives) as url:
                if lives:
                    tour(browser, url, only, asked.out)
                if of_manual:
                    named = () if MANUAL in of_manual else (one.partition("/")[2] for one in of_manual)
                    manual_pictures.photograph(browser, url, frozenset(named))
        if of_mocks:
            with demo(asked.url, lives=False) as url:
                tour_beside.photograph(browser, url, asked.out, asked.mocks)
        browser.close()


if __name__ == "__main__":
    main()
