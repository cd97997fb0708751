"""Whether every page says the same priority of every incident of an evening of the city.

    python benchmarks/one_priority.py --json [--minutes 8] [--speed 4]

A demo of its own, quiet; the simulated city with its stand-ins lives in it and is then stopped, so that nothing changes while pages are
read in Chromium: the room, its wall, the four centres, four crews, the archive, and the desk, which finds each incident by its
number. A badge belongs to the first number of an incident, in reading order, in the smallest ancestor that has one and no other badge. `differ` are incidents of which two pages say something else. It fails when no incident came, and after
its figures when one was seen on fewer than two pages, because such an incident cannot differ.
"""

import argparse
import asyncio
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from auxilio.app.cli.demo_people import PASSWORD
from auxilio.platform.clock import SystemClock
from benchmarks.demo import HERE, demo_of, run_at_most
from simulator.board import Board, look
from simulator.pace import Pace
from simulator.scenarios import scenario
from simulator.server_client import ServerClient
from simulator.town import Options, Town
from tests.browser.browser_session import ARGUMENTS, CHROMIUM, NO_MAPS, sign_in, window

SEED = 12894
CENTRES = {"marta": "san-desk-1", "biel": "bom-desk-1", "sara": "pol-desk-1", "jordi": "pc-desk-1"}
CREWS = ("ambulancia", "bomba", "patrulla", "proteccion")
SETTLE_MS = 3_000
BADGES = """(numbers) => [...document.querySelectorAll("svg.badge")].flatMap((badge) => {
  for (let around = badge.parentElement; around; around = around.parentElement) {
    if (around.querySelectorAll("svg.badge").length > 1) return []
    const said = around.innerText.match(/\\d+/g) ?? []
    const number = said.find((each) => numbers.includes(each))
    if (number) return [[number, badge.getAttribute("aria-label")]]
  }
  return []
})"""
"""Each badge that stands alone beside the number of an incident, with what it says."""


async def play(url: str, minutes: float, speed: float) -> list[dict[str, Any]]:
    """The evening for so many minutes of this machine; the incidents that came. Raises what the city raised."""
    pace = Pace(SystemClock(), speed)
    async with ServerClient(url, pace) as server:
        seat = await server.sign_in("clara", PASSWORD, "room")
        async with look(server, seat, "room", pace) as board:
            seen: dict[str, dict[str, Any]] = {}
            city = Town(server, pace, Options(url=url, password=PASSWORD, seed=SEED, speed=speed))
            await run_at_most(minutes, city.act(scenario("evening")), note_cases(board, seen))
            await asyncio.sleep(5)
            return list((seen | {row["id"]: row for row in board.rows("cases")}).values())


async def note_cases(board: Board, seen: dict[str, dict[str, Any]]) -> None:
    """Every case that stands on the board, into `seen`, until cancelled."""
    while True:
        seen.update({row["id"]: row for row in board.rows("cases")})
        await asyncio.sleep(1)


@contextmanager
def opened(browser: Browser, url: str, login: str, desk: str | None, path: str) -> Iterator[Page]:
    context = window(browser, url)
    page = context.new_page()
    try:
        sign_in(page, login, desk)
        page.goto(path)
        page.wait_for_timeout(SETTLE_MS)
        yield page
    finally:
        context.close()


def read(page: Page, numbers: list[str]) -> set[tuple[str, str]]:
    found: Iterable[list[str]] = page.evaluate(BADGES, numbers)
    return {(number, said) for number, said in found}


def look_everywhere(browser: Browser, url: str, numbers: list[str]) -> dict[str, dict[str, set[str]]]:
    """Number -> page -> what its badges say."""
    told: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))

    def note(where: str, page: Page) -> None:
        for number, said in read(page, numbers):
            told[number][where].add(said)

    for path in ("/room", "/room?mural=1"):
        with opened(browser, url, "clara", "room", path) as page:
            note(path, page)
    for login, desk in CENTRES.items():
        with opened(browser, url, login, desk, "/centre") as page:
            note(f"/centre {login}", page)
    for login in CREWS:
        with opened(browser, url, login, None, "/unit") as page:
            note(f"/unit {login}", page)
    with opened(browser, url, "nil", None, "/archive") as page:
        for number in numbers:
            page.get_by_role("searchbox").or_(page.get_by_role("textbox")).first.fill(number)
            page.wait_for_timeout(1_000)
            note("/archive", page)
    with opened(browser, url, "lucia", "desk-01", "/desk") as page:
        for number in numbers:
            page.keyboard.press("Control+KeyK")
            page.keyboard.type(number)
            page.get_by_role("option").filter(has_text=number).first.wait_for()
            page.keyboard.press("Enter")
            page.wait_for_timeout(1_500)
            note("/desk", page)
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=8.0)
    parser.add_argument("--speed", type=float, default=4.0)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with demo_of(HERE) as url:
        cases = asyncio.run(play(url, given.minutes, given.speed))
        numbers = sorted(str(row["number"]) for row in cases)
        if not numbers:
            raise SystemExit(f"no incident came in {given.minutes} minutes")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *NO_MAPS])
            told = look_everywhere(browser, url, numbers)
            browser.close()
    pages = {number: sorted(told[number]) for number in numbers}
    differ = {
        number: {name: sorted(said) for name, said in where.items()}
        for number, where in told.items()
        if len(set().union(*where.values())) > 1
    }
    result = {
        "incidents": len(numbers),
        "seen_on": dict(Counter(name for names in pages.values() for name in names)),
        "pages": pages,
        "differ": differ,
    }
    json.dump(result, sys.stdout, indent=None if given.json else 2, ensure_ascii=False)
    print()
    alone = [number for number, names in pages.items() if len(names) < 2]
    if alone:
        raise SystemExit(f"seen on fewer than two pages: {', '.join(alone)}")


if __name__ == "__main__":
    main()
