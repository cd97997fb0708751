"""Real-time text (issue 3, «must show» 8): letters are seen at the other end as they are typed, and half a line is never lost.

No mouse, no finger and no voice at either end.
"""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.browser_session import picture, violations
from tests.browser.story_regions import TOWN
from tests.browser.text_call_pair import (
    answers,
    citizen_at,
    hangs_up_all_the_same,
    locates,
    operator_at,
    proves_a_cardiac_arrest,
    stands_ready,
)

TABS_MAX = 60


def tabs_to(page: Page, target: Locator) -> None:
    """By Tab alone, as whoever has only a keyboard gets there."""
    target.wait_for()
    for _ in range(TABS_MAX):
        page.keyboard.press("Tab")
        if target.evaluate("it => it === document.activeElement"):
            return
    raise AssertionError(f"no Tab leads to {target}")


def presses_button(page: Page, name: str) -> None:
    tabs_to(page, page.get_by_role("button", name=re.compile(f"^{name}\\b(?! lo)")))
    page.keyboard.press("Enter")


def field(citizen: Page) -> Locator:
    return citizen.get_by_label("Escribir")


def types(citizen: Page, words: str) -> None:
    """Into the field of the caller's page, and no Enter."""
    if not field(citizen).evaluate("it => it === document.activeElement"):
        tabs_to(citizen, field(citizen))
    citizen.keyboard.type(words)


def unfinished(page: Page, words: str) -> Locator:
    """What the other end is typing just now: not among the lines, and marked as what it is."""
    return page.locator(".typing").filter(has_text=words).filter(has_text="escribe ahora")


def calls_for_help(citizen: Page) -> None:
    """Nothing but keys: cannot speak, where I am, what is needed."""
    presses_button(citizen, "No puedo hablar")
    presses_button(citizen, "Enviarla")
    expect(citizen.get_by_text("Posición enviada")).to_be_visible()
    presses_button(citizen, "Ambulancia")


def looks_right(page: Page, name: str, width: int) -> None:
    for theme in ("dark", "light"):
        page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        assert violations(page) == [], theme
        if theme == "dark" or width < 1000:  # the map goes by the person's own setting
            picture(page, f"{name}-{theme}-{width}")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")


def test_who_can_neither_speak_nor_hear_is_read_letter_by_letter_until_help_is_sent(
    browser: Browser, installation: str
) -> None:
    with (
        citizen_at(browser, installation, TOWN) as citizen,
        operator_at(browser, installation, "lucia", "desk-07") as operator,
    ):
        desk = operator.page
        stands_ready(operator)
        calls_for_help(citizen)
        answers(operator, "Ambulancia")
        locates(operator, TOWN)

        types(citizen, "Mi padre no resu")
        expect(unfinished(desk, "Mi padre no resu")).to_be_visible()
        expect(desk.get_by_role("log").get_by_text("Mi padre no")).to_have_count(0)
        expect(desk.get_by_role("status").filter(has_text="escribe ahora: Mi padre no resu")).to_have_count(1)
        looks_right(desk, "desk-text", 1440)
        citizen.keyboard.press("Backspace")
        expect(unfinished(desk, "Mi padre no resu")).to_have_count(0)
        expect(unfinished(desk, "Mi padre no res")).to_be_visible()
        citizen.keyboard.type("pira")
        citizen.keyboard.press("Enter")
        expect(desk.get_by_role("log").get_by_text("Mi padre no respira")).to_be_visible()
        expect(desk.locator(".typing")).to_have_count(0)

        operator.press("Alt+KeyG")
        operator.type("¿Está desp")
        expect(unfinished(citizen, "¿Está desp")).to_be_visible()
        expect(citizen.get_by_role("heading", name="¿Está")).to_have_count(0)
        looks_right(citizen, "call-text", 390)
        operator.type("ierto?")
        operator.press("Enter")
        expect(citizen.get_by_role("heading", name="¿Está despierto?")).to_be_visible()
        expect(citizen.locator(".typing")).to_have_count(0)
        presses_button(citizen, "No")
        expect(desk.get_by_role("log").locator("p").last).to_have_text(re.compile(r"Alertante\s+No$"))

        proves_a_cardiac_arrest(operator)
        operator.press("F9")
        expect(citizen.get_by_role("heading", name="Estoy enviando ayuda")).to_be_visible()
        hangs_up_all_the_same(operator)
        expect(citizen.get_by_role("button", name="Volver a escribir")).to_be_visible()


@pytest.mark.thorough
def test_half_a_sentence_outlives_the_page_that_it_was_typed_on_and_is_one_line_when_it_comes_back(
    browser: Browser, installation: str
) -> None:
    with (
        citizen_at(browser, installation, TOWN) as citizen,
        operator_at(browser, installation, "pau", "desk-08") as operator,
    ):
        log = operator.page.get_by_role("log")
        stands_ready(operator)
        calls_for_help(citizen)
        answers(operator, "Ambulancia")
        types(citizen, "Está en el tercero y hay hu")
        expect(unfinished(operator.page, "hay hu")).to_be_visible()
        citizen.goto("about:blank")
        expect(log.get_by_text("Está en el tercero y hay hu")).to_be_visible()
        expect(log.get_by_text("sin terminar")).to_be_visible()
        expect(operator.page.locator(".typing")).to_have_count(0)

        citizen.goto("/call")
        expect(field(citizen)).to_have_value("Está en el tercero y hay hu")
        expect(unfinished(operator.page, "hay hu")).to_be_visible()
        types(citizen, "mo")
        citizen.keyboard.press("Enter")
        expect(log.get_by_text("Está en el tercero y hay humo")).to_be_visible()
        expect(log.get_by_text("hay hu")).to_have_count(1)
        expect(log.get_by_text("sin terminar")).to_have_count(0)
        hangs_up_all_the_same(operator)
        expect(citizen.get_by_role("button", name="Volver a escribir")).to_be_visible()


@pytest.mark.thorough
def test_the_language_that_was_pressed_goes_with_the_call_a_later_one_reaches_the_desk_and_no_text_is_lost(
    browser: Browser, installation: str
) -> None:
    with (
        citizen_at(browser, installation, TOWN) as citizen,
        operator_at(browser, installation, "pau", "desk-08") as operator,
    ):
        stands_ready(operator)
        # The words of Catalan are on their way while the next button is pressed.
        held: list[Route] = []
        citizen.route(re.compile(r"/ca-[^/]*\.js$"), lambda route: held.append(route))
        with citizen.expect_request(re.compile(r"/ca-[^/]*\.js$")):
            citizen.get_by_role("button", name="Català").tap()
        citizen.get_by_role("button", name="Escribir").tap()
        for each in held:
            each.continue_()
        expect(citizen.get_by_role("heading", name="El seu avís ha arribat")).to_be_visible()
        written = citizen.locator("#call-words")
        written.fill("No respira")
        citizen.keyboard.press("Enter")
        answers(operator, "No respira")
        expect(operator.region("Quién")).to_contain_text("catalán")

        citizen.get_by_text("Més: idioma, acabar").tap()
        citizen.get_by_role("button", name="English").tap()
        expect(operator.region("Quién")).to_contain_text("inglés")

        written.fill("He is on the third floor")
        expect(unfinished(operator.page, "third floor")).to_be_visible()
        hangs_up_all_the_same(operator)
        citizen.get_by_role("button", name="Write again").tap()
        citizen.get_by_role("button", name=re.compile("^Write")).tap()
        expect(written).to_have_value("He is on the third floor")
