"""A citizen who can only write, and an operator who uses no mouse: what each does with their hands."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Locator, Page, TimeoutError, expect

from auxilio.app.cli.demo_people import PASSWORD
from tests.browser.browser_session import PHONE, RESULTS, press, press_again, sign_in, sign_out, window
from tests.browser.story_regions import Place
from tests.browser.timeouts import until


@dataclass
class Operator:
    """The hands at a desk. Key presses are counted; what is typed of a name or an address is not one."""

    page: Page
    presses: list[str] = field(default_factory=list)

    def press(self, *keys: str) -> None:
        """One press for each. The second of two is pressed without looking: it counts within two seconds only."""
        before = None
        for key in keys:
            if key == before:
                press_again(self.page, key)
            else:
                press(self.page, key)
            self.presses.append(key)
            before = key

    def type(self, words: str) -> None:
        """A name, an address or a sentence."""
        self.page.keyboard.type(words)

    def region(self, name: str) -> Locator:
        """A part of the page, by its title."""
        return self.page.get_by_role("region", name=name)

    def sees(self, words: str, region: str | None = None) -> None:
        """Wait until it is on screen."""
        within: Page | Locator = self.region(region) if region else self.page
        try:
            within.get_by_text(words).first.wait_for()
        except TimeoutError:
            self.page.screenshot(path=RESULTS / "not-seen.png")  # what was there instead
            raise


@contextmanager
def citizen_at(browser: Browser, installation: str, place: Place) -> Iterator[Page]:
    """A phone on the caller's page, at that place."""
    lat, lon = place.here
    context = window(
        browser,
        installation,
        PHONE,
        has_touch=True,
        is_mobile=True,
        geolocation={"latitude": lat, "longitude": lon, "accuracy": 25},
        permissions=["geolocation"],
        color_scheme="dark",
    )
    page = context.new_page()
    page.goto("/call")
    try:
        yield page
    finally:
        _leave(page)
        context.close()


@contextmanager
def operator_at(browser: Browser, installation: str, login: str, desk: str) -> Iterator[Operator]:
    """Somebody at a desk, ready for the next call."""
    context = window(browser, installation)
    page = context.new_page()
    sign_in(page, login, desk)
    page.goto("/desk")
    page.get_by_role("button", name="Listo").first.wait_for()
    try:
        yield Operator(page)
    except BaseException:
        page.screenshot(path=RESULTS / f"{desk}.png")  # what the operator saw when the story broke
        raise
    finally:
        sign_out(page)
        context.close()


def _kept(citizen: Page) -> dict[str, str]:
    kept: dict[str, str] = json.loads(
        citizen.evaluate("sessionStorage.getItem('auxilio.caller') ?? '{}'") or "{}"
    )
    return kept


def chooses(select: Locator, words: str) -> None:
    """By its first letters, with the hands in it. The browser begins anew when a second passes between two of them."""

    def typed() -> bool:
        select.page.keyboard.type(words)
        if select.locator("option:checked").inner_text().split(" (")[0] == words:
            return True
        select.page.wait_for_timeout(1_200)
        return False

    until(typed, f"«{words}» is chosen")


@contextmanager
def at_sign_in(browser: Browser, installation: str, login: str, desk: str) -> Iterator[Page]:
    """A person types name and password at the sign-in page of a desk, by keys alone."""
    context = window(browser, installation, color_scheme="dark")
    page = context.new_page()
    page.goto("/login")
    expect(page.get_by_label("Persona")).to_be_focused()
    page.get_by_role("option", name=desk).wait_for(state="attached")
    page.keyboard.type(login)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Tab")
    chooses(page.get_by_label("Puesto", exact=True), desk)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    try:
        yield page
    finally:
        context.close()


def call_of(citizen: Page) -> str:
    """The id of the call that this page makes."""
    return _kept(citizen)["call"]


def _leave(citizen: Page) -> None:
    """Nobody is left waiting for the next story."""
    kept = _kept(citizen)
    if kept.get("token"):
        body = {"id": kept["ring"][:-4] + "0000", "command": {"kind": "calls.leave", "call": kept["call"]}}
        citizen.request.post("/api/commands", data=body, headers={"authorization": f"Bearer {kept['token']}"})


def asks_for_help(citizen: Page, words: str) -> None:
    """One tap, and a line."""
    citizen.get_by_role("button", name="Escribir").tap()
    citizen.get_by_label("Escribir").fill(words)
    citizen.keyboard.press("Enter")
    citizen.get_by_role("button", name="Enviarla").tap()
    expect(citizen.get_by_text("Posición enviada")).to_be_visible()
    expect(citizen.get_by_text("Recibido")).to_be_visible()


def stands_ready(operator: Operator) -> None:
    """Ready for the next call, however the last story left the desk: of one that stands ready the key asks for a pause."""
    ready = operator.page.get_by_role("button", name="Hacer una pausa")
    pause = operator.page.get_by_role("dialog")
    operator.press("Alt+KeyP")
    ready.or_(pause).first.wait_for()
    if pause.count():
        operator.press("Escape")
    expect(pause).to_have_count(0)
    expect(ready).to_be_visible()


def takes_the_call(operator: Operator) -> None:
    """A call rings, here or in the queue: its button acts, and then its key."""
    expect(operator.region("Llamada").get_by_role("button", name="Atender")).to_be_enabled()
    operator.press("Alt+KeyA")


def answers(operator: Operator, said: str) -> None:
    """The call rings at this desk and is taken; the caller's words are on screen."""
    takes_the_call(operator)
    operator.page.get_by_role("log").get_by_text(said).wait_for()
    question = operator.page.get_by_role("group", name="¿Está usted en el lugar?")
    expect(question.get_by_role("button").first).to_be_focused()


def leaves_the_card(operator: Operator) -> None:
    """The call ends while a card is under way: it is asked about once. The card is on screen first, also after a reload."""
    operator.sees("paso ", "Tarjeta")
    operator.press("Alt+KeyX", "Alt+KeyX")
    operator.page.get_by_role("dialog", name="Hay una tarjeta en curso. ¿Colgar?").wait_for()
    operator.press("Digit1")


def hangs_up_all_the_same(operator: Operator) -> None:
    """Something grave is undone, or the line should stay: it is asked once, and the person hangs up."""
    operator.press("Alt+KeyX", "Alt+KeyX")
    operator.page.get_by_role("dialog", name=re.compile(r"¿Colgar\?$")).wait_for()
    operator.press("Digit1")


def keeps_the_line(operator: Operator, answer: str = "Digit9") -> None:
    """Hung up while the protocol keeps the line open: it is asked once, with the reason, and the call goes on."""
    operator.press("Alt+KeyX", "Alt+KeyX")
    asked = operator.page.get_by_role(
        "dialog", name=re.compile(r"La línea debe seguir abierta: .+\. ¿Colgar\?")
    )
    asked.wait_for()
    operator.press(answer)
    asked.wait_for(state="detached")


def leaves_the_line(operator: Operator) -> None:
    """The call ends although the protocol keeps the line open."""
    keeps_the_line(operator, "Digit1")


def finds(operator: Operator, said: str, found: str) -> None:
    """An address is typed, chosen, and read back."""
    operator.type(said)
    operator.press("Enter")
    operator.sees(found, "Dónde")
    expect(operator.page.get_by_role("button", name="Leída: sí")).to_be_focused()
    operator.press("Enter")
    operator.page.get_by_text("CONFIRMADA ✓", exact=True).wait_for()


def locates(operator: Operator, place: Place) -> None:
    """The caller is there; the address is found, and read back."""
    operator.press("Digit1")
    expect(operator.region("Dónde").get_by_role("group", name="¿Está usted en el lugar?")).to_have_count(0)
    operator.press("F2")
    expect(operator.region("Dónde").get_by_role("combobox")).to_be_focused()
    finds(operator, place.said, place.found)


def proves_a_cardiac_arrest(operator: Operator) -> int:
    """What it is, and the answers that prove it: 9 is no. How many answers it took."""
    operator.press("F3")
    operator.type("parada")
    operator.press("Enter")
    operator.page.get_by_role("group", name="¿Está despierto? ¿Le contesta?").wait_for()
    operator.press("F4", "Digit9")
    operator.page.get_by_role("group", name="Mírele el pecho: ¿respira con normalidad?").wait_for()
    operator.press("Digit9")
    expect(operator.page.get_by_role("img", name="Prioridad 0").first).to_be_visible()
    return 2
