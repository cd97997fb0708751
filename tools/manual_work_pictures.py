"""The pictures of the book `work`: one incident from the empty desk to its file, as each function sees it.

`manual_pictures.photograph` calls `photograph` for each language. Everything is done by the keys of the pages, which are those of every
language; colleagues around them work through the API. The incident is ended and sealed, so that the next language finds a quiet centre.
"""

import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from manual_window import Window, take, window
from playwright.sync_api import Browser, ViewportSize, expect

from tests.browser.browser_session import PHONE, press
from tests.browser.centre_hands import Hand, free
from tests.browser.timeouts import until

WIDE: ViewportSize = {"width": 1440, "height": 900}
MAP_MS = 2_500
"""A map draws its ground."""
SAID = {"es": ("C/ Mayor, 12", "parada"), "en": ("passeig del riu 5", "cardiac arrest")}
"""Where and what, as it is typed while the caller speaks."""
RING = ((41.9130, 1.8930), (41.9130, 1.9060), (41.9210, 1.9060), (41.9210, 1.8930))
OPERATION = {"es": ("Fiesta mayor", "Puerta 4"), "en": ("Town festival", "Gate 4")}
REASON = {"es": "La familia pregunta por la espera", "en": "The family asks about the wait"}
OF_THE_CASE = {"work-desk", "work-centre", "work-room", "work-wall", "work-unit", "work-case", "work-study"}
NAMES = OF_THE_CASE | {"work-desk-empty", "work-preventive", "work-content"}
SEALED_WITHIN_S = 120.0
STEPS_BACK = 20
"""From the seal, with which the story opens, back to where the card is dictated."""


def photograph(browser: Browser, url: str, language: str, wanted: Callable[[str], bool]) -> None:
    """Those of the book that are wanted, in a language."""
    if wanted("work-desk-empty"):
        _empty_desk(browser, url, language)
    if any(wanted(name) for name in OF_THE_CASE):
        _incident(browser, url, language)
    if wanted("work-preventive"):
        _operation(browser, url, language)
    if wanted("work-content"):
        _draft(browser, url, language)


@contextmanager
def at_desk(url: str, login: str, desk: str) -> Iterator[Hand]:
    """A colleague who works through the API, and leaves the desk free."""
    hand = Hand(url, login, desk)
    try:
        yield hand
    finally:
        hand.client.delete("/api/session")
        hand.client.close()


def _go(of: Window, path: str) -> None:
    of.page.set_viewport_size(WIDE)
    of.page.goto(f"{path}{'&' if '?' in path else '?'}theme=light")
    of.page.wait_for_load_state("networkidle")


def _empty_desk(browser: Browser, url: str, language: str) -> None:
    with window(browser, url, language, "lucia", "desk-01") as lucia:
        lucia.command("calls.stand_ready", languages=[language])
        _go(lucia, "/desk")
        expect(
            lucia.page.get_by_role("paragraph").filter(has_text=lucia.words("desk.none_waiting"))
        ).to_be_visible()
        take(lucia, "work-desk-empty")


def _incident(browser: Browser, url: str, language: str) -> None:
    """A cardiac arrest: the desk dictates, the centre alerts, the crew is on the road, the room looks on; then it is ended."""
    call = str(uuid.uuid4())
    with window(browser, url, language, "lucia", "desk-01") as lucia:
        _go(lucia, "/desk")
        assert lucia.command("calls.record", call=call)
        with window(browser, url, language, "ambulancia", "a-01") as crew:
            _signs_on(crew)
            _locates_and_sends(lucia)
            with window(browser, url, language, "marta", "san-desk-1") as marta:
                _alerts(marta)
                _dictates(lucia)
                _sets_out(crew)
                _looks_on(browser, url, language)
        case = _ends(lucia, url, call)
    with window(browser, url, language, "nil") as nil:
        _reads_the_file(nil, case)
    _reviews(browser, url, language, call)


def _locates_and_sends(lucia: Window) -> None:
    """Where, what, two answers, help: the keys of the chapter."""
    page, (where, what) = lucia.page, SAID[lucia.language]
    expect(page.get_by_text(lucia.words("desk.at_place")).first).to_be_visible()
    page.keyboard.press("F2")
    page.keyboard.press("Digit1")
    page.wait_for_timeout(500)
    page.keyboard.type(where)
    page.keyboard.press("Enter")
    read_back = page.get_by_role("button", name=lucia.words("desk.read_back"))
    expect(read_back).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text(lucia.words("desk.degree.agreed"), exact=True)).to_be_visible()
    page.keyboard.press("F3")
    page.keyboard.type(what)
    page.keyboard.press("Enter")
    answers = page.locator('[data-region="4"] [aria-keyshortcuts="9"]')
    for _ in range(2):
        expect(answers).to_be_visible()
        page.wait_for_timeout(500)
        page.keyboard.press("Digit9")
    expect(page.locator('[data-region="6"]').get_by_text(re.compile(r"\S")).first).to_be_visible()
    page.keyboard.press("F9")
    expect(page.get_by_text(re.compile(lucia.words("desk.task.offered"))).first).to_be_visible()


def _signs_on(crew: Window) -> None:
    crew.page.set_viewport_size(PHONE)
    crew.page.goto("/unit?theme=light")
    enter = crew.page.locator("form button[type=submit]")
    idle = crew.page.get_by_role("heading", name=crew.words("unit.idle"))
    expect(enter.or_(idle).first).to_be_visible()
    if enter.count():
        enter.click()
    expect(idle).to_be_visible()


def _alerts(marta: Window) -> None:
    """The first proposal is marked for the picture, and alerted after it."""
    _go(marta, "/centre")
    expect(marta.page.locator('[data-region="2"] [role="option"]').first).to_be_visible()
    marta.page.keyboard.press("Alt+KeyA")
    first = marta.page.locator('[data-region="4"] [role="option"]').filter(has_text="A-01")
    expect(first).to_be_visible()
    marta.page.keyboard.press("F4")
    marta.page.keyboard.press("Space")
    expect(first).to_contain_text("✓")
    marta.page.wait_for_timeout(MAP_MS)
    take(marta, "work-centre")
    press(marta.page, "F9")
    expect(marta.page.locator('[data-region="2"]').get_by_text("A-01").first).to_be_visible()


def _dictates(lucia: Window) -> None:
    press(lucia.page, "F6")
    for _ in range(2):
        lucia.page.keyboard.press("Space")
        lucia.page.wait_for_timeout(700)
    lucia.page.wait_for_timeout(MAP_MS)
    take(lucia, "work-desk")


def _sets_out(crew: Window) -> None:
    for status in ("en_route", "on_scene"):
        press(crew.page, "F9")
        expect(crew.page.get_by_role("button", name=crew.words(f"unit.press.{status}"))).to_be_visible()
    expect(crew.page.get_by_role("button", name=crew.words("unit.undo"))).to_have_count(0)
    crew.page.wait_for_timeout(MAP_MS)
    take(crew, "work-unit", "h1")


def _looks_on(browser: Browser, url: str, language: str) -> None:
    with window(browser, url, language, "clara", "room") as clara:
        _go(clara, "/room")
        expect(clara.page.locator('[data-region="2"] [role="option"]').first).to_be_visible()
        clara.page.wait_for_timeout(MAP_MS)
        take(clara, "work-room")
        _go(clara, "/room?mural=1")
        clara.page.wait_for_timeout(MAP_MS)
        take(clara, "work-wall", "h1")


def _ends(lucia: Window, url: str, call: str) -> str:
    """Every centre is done with it; the desk hangs up and closes. Its id, once it is sealed."""
    with at_desk(url, "clara", "room") as clara:
        case = next(one for one in clara.board("room", "cases") if call in one["calls"])
    for login, desk in (("marta", "san-desk-1"), ("sara", "pol-desk-1")):
        with at_desk(url, login, desk) as dispatcher:
            free(dispatcher)
    lucia.command("calls.hang_up", call=call)
    results = [{"service": service, "result": "attended"} for service in ("HEALTH", "POLICE")]
    assert lucia.command(
        "cases.close", case=case["id"], closing={"disposition": "resolved", "outcomes": results}
    )
    until(
        lambda: lucia.page.request.get(f"/api/case-files/{case['id']}").json().get("sealed_at"),
        "the incident is sealed",
        SEALED_WITHIN_S,
    )
    return str(case["id"])


def _reads_the_file(nil: Window, case: str) -> None:
    _go(nil, f"/case/{case}")
    expect(nil.page.get_by_text(nil.words("archive.verdict.intact"), exact=False).first).to_be_visible()
    nil.page.keyboard.press("F8")
    for _ in range(STEPS_BACK):
        nil.page.keyboard.press("ArrowUp")
    nil.page.wait_for_timeout(MAP_MS)
    take(nil, "work-case")


def _reviews(browser: Browser, url: str, language: str, call: str) -> None:
    with window(browser, url, language, "clara", "room") as clara:
        assert clara.command("review.choose", call=call, cause="complaint", reason=REASON[language])
    with window(browser, url, language, "vera") as vera:
        _go(vera, "/study")
        waiting = vera.page.locator('[data-region="2"] [role="option"]')
        waiting.filter(has_not_text=vera.words("study.yours")).first.click()
        press(vera.page, "Alt+KeyA")
        confirm = vera.page.get_by_role("button", name=vera.words("study.confirm"))
        expect(confirm).to_be_visible()
        vera.page.wait_for_timeout(MAP_MS)
        take(vera, "work-study")


def _wall_clock(hours: int) -> str:
    """So many hours from now, as the clock on the wall shows it."""
    then = datetime.now(UTC).astimezone(ZoneInfo("Europe/Madrid")) + timedelta(hours=hours)
    return then.strftime("%Y-%m-%dT%H:%M")


def _operation(browser: Browser, url: str, language: str) -> None:
    """A festival that runs, with a unit that its centre was asked for."""
    name, gate = OPERATION[language]
    with window(browser, url, language, "clara", "room") as clara:
        operation = str(uuid.uuid4())
        corners = [{"lat": lat, "lon": lon} for lat, lon in RING]
        planned: dict[str, Any] = {
            "name": name,
            "kind": "fair",
            "starts": _wall_clock(0),
            "ends": _wall_clock(5),
            "zone": "Europe/Madrid",
            "ring": corners,
            "agency": "pc",
            "crowd": 6000,
            "plan": [{"services": ["HEALTH"], "types": [], "up_to": 4}],
            "places": [{"name": gate, "kind": "gate", "point": {"lat": 41.9185, "lon": 1.9000}}],
        }
        assert clara.command("preventive.plan", operation=operation, planned=planned)
        with at_desk(url, "marta", "san-desk-1") as marta:
            unit = next(one["id"] for one in marta.board("centre", "units") if one["callsign"] == "A-02")
        clara.command("preventive.ask_for_unit", operation=operation, unit=unit)
        _go(clara, "/preventive")
        expect(clara.page.get_by_text(name).first).to_be_visible()
        clara.page.wait_for_timeout(MAP_MS)
        take(clara, "work-preventive")
        clara.command("preventive.end", operation=operation, reason=name)


def _draft(browser: Browser, url: str, language: str) -> None:
    """A protocol as a form, with one question in hand."""
    with window(browser, url, language, "aina") as aina:
        _go(aina, "/content")
        expect(aina.page.get_by_role("button", name=aina.words("publish.write"))).to_be_enabled()
        aina.page.get_by_role("button", name=aina.words("publish.write")).click()
        aina.page.keyboard.type("san-pcr")
        aina.page.wait_for_timeout(1_000)
        aina.page.keyboard.press("Enter")
        expect(aina.page.get_by_label(aina.words("document.find"))).to_be_visible()
        aina.page.wait_for_timeout(MAP_MS)
        take(aina, "work-content")
