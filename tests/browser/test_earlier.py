"""What is known already of a number and an address stands at the desk in a line, and is listed by keyboard (decision 0402)."""

import re

import pytest
from playwright.sync_api import Browser, expect

from auxilio.calls.core import messages as m
from auxilio.calls.core.model import CallChannel, NumberSource
from auxilio.kernel.ids import CallId
from auxilio.platform.ids import new_id
from tests.browser.api_actors import Citizen
from tests.browser.browser_session import by_bar
from tests.browser.centre_hands import Hand, take_in_hand
from tests.browser.test_ecall import Centre, seen_in_every_size
from tests.browser.test_ecall import centre as around
from tests.browser.test_premise_notes import sits
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
        expect(layer).to_contain_text("No se han buscado llamadas anteriores: la red no da el número")
        expect(page.get_by_text(re.compile(r"\d llamadas? anterior"))).to_have_count(0)
        page.keyboard.press("Escape")
        caller.hang_up()
        operator.press("Alt+KeyX", "Alt+KeyX")
        expect(page.get_by_role("button", name="Ponerse listo")).to_be_visible()
        centre.tell(rings(CallId(new_id())))
        takes_the_call(operator)
        expect(page.get_by_text("3 llamadas anteriores")).to_be_visible()
        by_bar(page, TITLE)
        rows = layer.get_by_role("row")
        expect(rows).to_have_count(4)
        expect(rows.nth(0)).to_contain_text("Estado")
        expect(rows.nth(1)).to_contain_text("dicho")
        seen_in_every_size(page, "earlier")


def test_a_centre_lists_by_keyboard_what_came_before_at_the_address_of_its_case(
    browser: Browser, centre: Centre
) -> None:
    desk = Hand(centre.address, "iria", "desk-07")
    before, case = (desk.help_for("SAN-01", 1, ("als",), "Calle Mayor 12") for _ in range(2))
    numbers = {
        row["id"]: row["number"] for row in Hand(centre.address, "clara", "room").board("room", "cases")
    }
    with sits(browser, centre.address, "marta", "san-desk-1", "/centre") as page:
        take_in_hand(page, f"{numbers[case]}")
        by_bar(page, TITLE)
        layer = page.get_by_role("dialog", name=TITLE)
        expect(layer).to_contain_text("Solo los incidentes que este centro puede abrir")
        expect(layer).to_contain_text("la red no da el número")
        row = layer.get_by_role("row").filter(has_text=f"{numbers[before]} ·")
        expect(row).to_contain_text("misma dirección")
        expect(layer.get_by_role("row")).to_have_count(2)
        seen_in_every_size(page, "earlier-centre")
        page.keyboard.press("Escape")
