"""The house that stories are told in."""

from playwright.sync_api import Browser

from tests.browser.hands import sign_in, window


def test_an_operator_sits_down_and_stays_signed_in(browser: Browser, house: str) -> None:
    context = window(browser, house)
    page = context.new_page()
    sign_in(page, "lucia", "desk-09")
    page.goto("/desk")
    page.get_by_role("region", name="Llamada").wait_for()
    assert page.request.get("/api/session").json()["desk"] == "desk-09"
    context.close()
