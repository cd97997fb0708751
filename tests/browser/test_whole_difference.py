"""Every change of a proposal is told in a sentence, what can harm first and marked in words. By keyboard."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.browser_session import PHONE, by_bar, picture
from tests.browser.test_content import at_content, edits, opens

pytestmark = pytest.mark.thorough

STROKE = "protocols/san-ictus.yaml"
CHANGES = (
    ("send: [bls], say: []", "send: [als], say: []"),
    ("reassess: {every_s: 300", "reassess: {every_s: 240"),
)


def writes(page: Page) -> None:
    by_bar(page, "escribir una propuesta")
    opens(page, "san-ictus", STROKE)
    edits(page, STROKE, *CHANGES)
    by_bar(page, "redactar la especificación")
    expect(page.get_by_label("data/protocol_specifications/san-ictus.yaml")).to_be_focused()
    by_bar(page, "comprobar")


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_a_proposal_says_each_change_in_a_sentence_and_what_can_harm_first(
    browser: Browser, installation: str, theme: str
) -> None:
    with at_content(browser, installation, "aina", theme) as page:
        writes(page)
        told = page.get_by_role("region", name="Qué cambia, frase por frase")
        expect(told).to_contain_text("6 cambios; pueden dañar si son un error: 4")
        *harmful, harmless, least = (told.get_by_role("listitem").nth(place) for place in range(6))
        first = harmful[0]
        for one in harmful:
            expect(one).to_contain_text("Puede dañar")
        expect(first).to_contain_text("Especificaciones de los protocolos")
        expect(harmful[-1]).to_contain_text("se envía: ya no Soporte vital básico (bls)")
        expect(
            page.get_by_text("se vuelve a preguntar cada: 4 min; antes 5 min (más pronto)")
        ).to_be_visible()
        expect(
            page.get_by_text("se envía: ahora también Soporte vital avanzado / UVI móvil (als)")
        ).to_be_visible()
        expect(harmless).not_to_contain_text("Puede dañar")
        expect(least).not_to_contain_text("Puede dañar")
        first.scroll_into_view_if_needed()
        picture(page, f"content-sentences-{theme}-1440")
        page.set_viewport_size(PHONE)
        expect(first).to_be_visible()
        first.scroll_into_view_if_needed()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        picture(page, f"content-sentences-{theme}-390")
