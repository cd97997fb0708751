"""A cardiac arrest told by somebody who can only write, answered by somebody who uses no mouse."""

from playwright.sync_api import Browser, Page, expect

from tests.browser.browser_session import picture, violations
from tests.browser.story_regions import TOWN
from tests.browser.text_call_pair import (
    answers,
    asks_for_help,
    citizen_at,
    leaves_the_card,
    locates,
    operator_at,
    proves_a_cardiac_arrest,
    stands_ready,
)


def in_both_themes(page: Page, name: str, width: int) -> None:
    """Axe and a picture, dark and light; the page stays as it was."""
    for theme in ("dark", "light"):
        page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        assert violations(page) == [], theme
        picture(page, f"{name}-{theme}-{width}")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")


def test_from_the_first_tap_to_help_sent_what_both_ends_see_is_true(
    browser: Browser, installation: str
) -> None:
    with (
        citizen_at(browser, installation, TOWN) as citizen,
        operator_at(browser, installation, "lucia", "desk-07") as operator,
    ):
        desk = operator.page
        in_both_themes(citizen, "call", 390)
        stands_ready(operator)
        asks_for_help(citizen, "Mi padre no respira, C/ Mayor 12")

        # The operator: from here on no mouse.
        answers(operator, "Mi padre no respira")
        expect(citizen.get_by_role("heading", name="Le ha atendido una persona")).to_be_visible()
        expect(citizen.get_by_text("Le está leyendo.")).to_be_visible()
        locates(operator, TOWN)
        proves_a_cardiac_arrest(operator)
        operator.press("F9")
        expect(citizen.get_by_role("heading", name="Estoy enviando ayuda")).to_be_visible()

        # A card, a line to read with it, and both ends see what is true.
        operator.sees("paso 1 de", "Tarjeta")
        operator.press("F6", "Space")
        operator.sees("Metrónomo", "Tarjeta")
        operator.press("Alt+KeyG")
        expect(operator.region("Llamada").get_by_label("Escribir al alertante")).to_be_focused()
        operator.type("Póngalo boca arriba en el suelo")
        operator.press("Enter")
        expect(citizen.get_by_role("log").get_by_text("Póngalo boca arriba en el suelo")).to_be_visible()
        in_both_themes(desk, "desk", 1440)
        in_both_themes(citizen, "call-chat", 390)

        citizen.reload()
        expect(citizen.get_by_role("heading", name="Estoy enviando ayuda")).to_be_visible()
        expect(citizen.get_by_role("log").get_by_text("Póngalo boca arriba en el suelo")).to_be_visible()
        expect(citizen.get_by_role("log").get_by_text("Mi padre no respira")).to_be_visible()

        leaves_the_card(operator)
        expect(citizen.get_by_role("button", name="Volver a escribir")).to_be_visible()
