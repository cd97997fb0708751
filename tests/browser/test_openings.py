"""A supervisor sets a rule by keyboard, and the desk is offered the short opening with the counts of a telephone without SIM (0403)."""

import pytest
from playwright.sync_api import Browser, Page, expect

from auxilio.calls.core import messages as m
from auxilio.calls.core.model import CallChannel, CallDisposition
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CallId
from auxilio.platform.ids import new_id
from tests.browser.browser_session import by_bar
from tests.browser.test_ecall import Centre, seen_in_every_size
from tests.browser.test_ecall import centre as around
from tests.browser.test_premise_notes import sits
from tests.browser.text_call_pair import operator_at, takes_the_call

pytestmark = pytest.mark.thorough
centre = around
IMEI = "35209900176148"
GROUND = "Llama cada noche y no habla"


def rings(call: CallId) -> Command:
    """A telephone of which the network states no number."""
    return m.ReceiveCall(call=call, channel=CallChannel.CHAT, imei=IMEI)


def rang_three_times(centre: Centre) -> None:
    for disposition in (CallDisposition.SILENT, CallDisposition.PRANK, CallDisposition.POCKET):
        call = CallId(new_id())
        ended = m.EndByCaller(call=call)
        centre.tell(rings(call), ended, m.SetDisposition(call=call, disposition=disposition))


def sets_a_rule(page: Page) -> None:
    """By keyboard, from the list of who rings often; first without a ground."""
    expect(page.get_by_text("Ninguna regla", exact=True)).to_be_visible()
    expect(page.get_by_text("Llamadas sin SIM: 3 en 24 h, 3 en 30 días")).to_be_visible()
    page.get_by_role("button", name=f"Preparar una regla: IMEI {IMEI}").press("Enter")
    ground = page.get_by_label("Motivo")
    expect(ground).to_be_focused()
    page.get_by_role("button", name="Poner la regla").press("Enter")
    expect(page.get_by_text("Escriba el motivo.")).to_be_visible()
    expect(ground).to_be_focused()
    page.keyboard.type(GROUND)
    page.get_by_role("button", name="Poner la regla").press("Enter")
    expect(page.get_by_role("status").filter(has_text="Puesta la regla: IMEI")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text=GROUND)).to_contain_text("Clara")
    seen_in_every_size(page, "openings")


def ends_it(page: Page) -> None:
    row = page.get_by_role("row").filter(has_text=GROUND)
    row.get_by_role("button", name="Quitar la regla").press("Enter")
    row.get_by_role("button", name="Sí, quitar").press("Escape")
    row.get_by_role("button", name="Quitar la regla").press("Enter")
    row.get_by_role("button", name="Sí, quitar").press("Enter")
    expect(page.get_by_text("Ninguna regla", exact=True)).to_be_visible()


def test_a_rule_offers_the_short_opening_beside_the_counts_and_the_header_stays_whole(
    browser: Browser, centre: Centre
) -> None:
    rang_three_times(centre)
    address = "/admin?section=opening_rules"
    with sits(browser, centre.address, "clara", "room", address) as page:
        sets_a_rule(page)
    with operator_at(browser, centre.address, "lucia", "desk-01") as operator:
        page = operator.page
        centre.tell(rings(CallId(new_id())))
        takes_the_call(operator)
        line = page.get_by_text("la red da el teléfono y ningún número (sin SIM)")
        expect(line).to_contain_text("este teléfono: 3 en 24 h, 3 en 30 días")
        expect(line).to_contain_text("cerradas como broma, bolsillo o silencio: 3 en 24 h")
        offered = page.get_by_role("region", name="Apertura corta")
        expect(offered).to_contain_text(GROUND)
        expect(page.get_by_role("combobox", name="Qué")).to_be_visible()
        seen_in_every_size(page, "openings-desk")
        by_bar(page, "Apertura corta: silenciosa o falsa")
        expect(page.get_by_role("region", name="Entrevista")).to_contain_text("¿qué se oye de fondo?")
        expect(offered).to_have_count(0)
    with sits(browser, centre.address, "clara", "room", address) as page:
        ends_it(page)
