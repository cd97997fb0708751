"""A new position of the caller's telephone is read out and listed by keyboard, and the address that was agreed stays (decision 0391)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.api_actors import Citizen
from tests.browser.browser_session import DESK, PHONE, RESULTS, by_bar, violations
from tests.browser.text_call_pair import answers, operator_at

pytestmark = pytest.mark.thorough


def fix(radius_m: float | None, age_s: float, **more: Any) -> dict[str, Any]:
    at = datetime.now(UTC) - timedelta(seconds=age_s)
    point = {"lat": 41.92, "lon": 1.90}
    return {"point": point, "source": "browser", "uncertainty_m": radius_m, "at": at.isoformat(), **more}


def shot(page: Any, name: str) -> None:
    RESULTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=RESULTS / f"{name}.png")


def test_every_fix_is_listed_by_keyboard_and_the_one_on_the_map_says_why(
    browser: Browser, installation: str
) -> None:
    with operator_at(browser, installation, "lucia", "desk-01") as operator:
        page = operator.page
        caller = Citizen(installation, words="Me duele el pecho", position=fix(900, 40, method="cell"))
        answers(operator, "Me duele el pecho")
        by_bar(page, "Posiciones del teléfono")
        rows = page.get_by_role("dialog").get_by_role("row")
        expect(rows).to_have_count(2)
        expect(rows.nth(1)).to_contain_text("página del alertante · antenas")
        expect(rows.nth(1)).to_contain_text("Es la única")
        altitude = {"metres": 871.4, "above": "ellipsoid", "uncertainty_m": 4.2}
        movement = {"speed_m_s": 5, "bearing_deg": 44}
        caller.do(
            "calls.report_position", position=fix(12, 0, method="gnss", altitude=altitude, movement=movement)
        )
        caller.do("calls.report_position", position=fix(None, 0))
        expect(rows).to_have_count(4)
        expect(rows.nth(2)).to_contain_text("El círculo menor, contada su edad")
        expect(rows.nth(2)).to_contain_text("871 m de altura GPS ±5 m · 18 km/h al nordeste")
        expect(rows.nth(3)).to_contain_text("desconocido")
        news = page.locator("p[role=status]", has_text="Posición nueva del teléfono")
        expect(news).to_contain_text("desconocido")
        for theme in ("dark", "light"):
            page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
            for size in (DESK, PHONE):
                page.set_viewport_size(size)
                assert violations(page) == [], theme
                shot(page, f"fixes-{theme}-{size['width']}")
        page.set_viewport_size(DESK)
        page.keyboard.press("Escape")
        caller.hang_up()
