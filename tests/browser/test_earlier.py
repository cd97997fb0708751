"""What is known already of a number and an address stands at the desk in a line, and is listed by keyboard (decision 0402)."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.api_actors import Citizen
from tests.browser.browser_session import DESK, PHONE, RESULTS, by_bar, violations
from tests.browser.text_call_pair import answers, operator_at

pytestmark = pytest.mark.thorough
NUMBER = "+34600111777"


def test_earlier_calls_of_a_number_are_counted_at_the_ring_and_listed_by_keyboard(
    browser: Browser, installation: str
) -> None:
    for words in ("Me he equivocado", "Perdón, otra vez"):
        Citizen(installation, words=words, phone=NUMBER).hang_up()
    with operator_at(browser, installation, "lucia", "desk-01") as operator:
        page = operator.page
        caller = Citizen(installation, words="Hay humo en la escalera", phone=NUMBER)
        answers(operator, "Hay humo en la escalera")
        expect(page.get_by_text("2 llamadas anteriores")).to_be_visible()
        by_bar(page, "Llamadas e incidentes anteriores")
        layer = page.get_by_role("dialog", name="Llamadas e incidentes anteriores")
        rows = layer.get_by_role("row")
        expect(rows).to_have_count(3)
        expect(rows.nth(0)).to_contain_text("Estado")
        expect(rows.nth(1)).to_contain_text("dicho")
        for theme in ("dark", "light"):
            page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
            for size in (DESK, PHONE):
                page.set_viewport_size(size)
                assert violations(page) == [], theme
                RESULTS.mkdir(parents=True, exist_ok=True)
                page.screenshot(path=RESULTS / f"earlier-{theme}-{size['width']}.png")
        page.set_viewport_size(DESK)
        page.keyboard.press("Escape")
        caller.hang_up()
