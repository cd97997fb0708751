"""What is known already of a number and an address stands at the desk in a line, and is listed by keyboard (decision 0402)."""

import pytest
from playwright.sync_api import Browser, expect

from auxilio.calls.core import messages as m
from auxilio.calls.core.model import CallChannel, NumberSource
from auxilio.kernel.ids import CallId
from auxilio.platform.ids import new_id
from tests.browser.api_actors import Citizen
from tests.browser.browser_session import DESK, PHONE, RESULTS, by_bar, violations
from tests.browser.test_ecall import Centre
from tests.browser.test_ecall import centre as around
from tests.browser.text_call_pair import answers, operator_at, takes_the_call

pytestmark = pytest.mark.thorough
centre = around
NUMBER = "+34600111777"
TITLE = "Llamadas e incidentes anteriores"


def rings(call: CallId) -> m.ReceiveCall:
    """A telephone that writes, of which a network asserts the number."""
    asserted = NumberSource.NETWORK_ASSERTED
    return m.ReceiveCall(call=call, channel=CallChannel.CHAT, phone=NUMBER, phone_known_by=asserted)


def test_earlier_calls_of_a_number_are_counted_at_the_ring_and_listed_by_keyboard(
    browser: Browser, centre: Centre
) -> None:
    for _ in range(2):
        call = CallId(new_id())
        centre.tell(rings(call), m.EndByCaller(call=call))
    with operator_at(browser, centre.address, "lucia", "desk-01") as operator:
        page = operator.page
        caller = Citizen(centre.address, words="Dice el número de otro", phone=NUMBER)
        answers(operator, "Dice el número de otro")
        by_bar(page, TITLE)
        layer = page.get_by_role("dialog", name=TITLE)
        expect(layer).to_contain_text("Ninguna")
        expect(page.get_by_text("llamadas anteriores")).to_have_count(0)
        page.keyboard.press("Escape")
        caller.hang_up()
        operator.press("Alt+KeyX", "Alt+KeyX")
        centre.tell(rings(CallId(new_id())))
        takes_the_call(operator)
        expect(page.get_by_text("3 llamadas anteriores")).to_be_visible()
        by_bar(page, TITLE)
        rows = layer.get_by_role("row")
        expect(rows).to_have_count(4)
        expect(rows.nth(0)).to_contain_text("Estado")
        expect(rows.nth(1)).to_contain_text("dicho")
        for theme in ("dark", "light"):
            page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
            for size in (DESK, PHONE):
                page.set_viewport_size(size)
                assert violations(page) == [], theme
                RESULTS.mkdir(parents=True, exist_ok=True)
                page.screenshot(path=RESULTS / f"earlier-{theme}-{size['width']}.png")
