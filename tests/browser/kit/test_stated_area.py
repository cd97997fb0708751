"""A fix whose document stated an area is listed with its shape, floor and altitude; over invented boards, in the page that ships."""

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.browser_session import DESK, PHONE, RESULTS, by_bar, violations
from tests.browser.kit import sample_boards as scenes
from tests.browser.kit.page_server import DIST
from tests.browser.kit.test_desk_hands import at_the_coast
from tests.browser.kit.test_layout import content, page_of

__all__ = ["content"]

pytestmark = pytest.mark.skipif(
    not (DIST / "index.html").is_file(), reason="the console is not built: tools/build_console.py"
)
CENTRE = {"lat": 41.92, "lon": 1.90}
AT = "2026-03-14T02:12:05Z"
ELLIPSE = {"shape": "Ellipse", "semi_major_m": 800, "semi_minor_m": 200, "orientation_deg": 60}
BAND = {"shape": "ArcBand", "inner_radius_m": 900, "outer_radius_m": 1200, "start_angle_deg": 10}
HIGH = {"metres": 820.4, "above": "sea_level", "uncertainty_m": 3}


def fix(radius_m: float, shown: str | None, **more: Any) -> dict[str, Any]:
    position = {"point": CENTRE, "source": "sip", "uncertainty_m": radius_m, "at": AT, "received_at": AT}
    return {"position": {**position, **more}, "shown": shown}


def test_what_a_document_stated_beside_its_circle_is_listed(
    browser: Browser, content: dict[str, Any]
) -> None:
    fixes = [
        fix(1200, None, shape={**BAND, "centre": CENTRE, "opening_angle_deg": 90}),
        fix(800, "smallest", shape={**ELLIPSE, "centre": CENTRE}, altitude=HIGH, floor="3", received_at=None),
    ]
    rows = at_the_coast(content)
    said = rows["desk"]["calls"][scenes.CALL]
    address = {
        "words": "ES · Lleida · Riudalba · Mayor · 12 · 3",
        "search": "Calle Mayor 12, Riudalba",
        "language": "es",
        "provided_by": "Operador",
        "at": AT,
    }
    said |= {
        "addresses": [address],
        "position": fixes[1]["position"],
        "fixes": len(fixes),
        "known_fixes": fixes,
    }
    with page_of(browser, content, "call_taker", "es") as (page, address):
        scenes.show(page, rows)
        page.goto(f"{address}/desk")
        page.locator('[data-region="4"]').get_by_role("textbox").wait_for()
        by_bar(page, "Posiciones del teléfono")
        listed = page.get_by_role("dialog").get_by_role("row")
        expect(listed).to_have_count(3)
        expect(listed.nth(1)).to_contain_text("sector de antena")
        expect(listed.nth(2)).to_contain_text("elipse · 820 m sobre el mar ±3 m · planta 3")
        offered = page.get_by_role("button", name="Buscar «Calle Mayor 12, Riudalba»")
        expect(offered).to_be_focused()
        for theme in ("dark", "light"):
            page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
            for size in (DESK, PHONE):
                page.set_viewport_size(size)
                assert violations(page) == [], theme
                RESULTS.mkdir(parents=True, exist_ok=True)
                page.screenshot(path=RESULTS / f"stated-area-{theme}-{size['width']}.png")
        page.set_viewport_size(DESK)
        agreed = page.get_by_text("Carretera de Sant Llorenç de Morunys").first
        page.keyboard.press("Enter")
        field = page.locator('[data-region="2"]').get_by_role("combobox")
        expect(field).to_be_focused()
        expect(field).to_have_value("Calle Mayor 12, Riudalba")
        page.get_by_role("button", name="Cancelar").first.click()
        expect(agreed).to_be_visible()
