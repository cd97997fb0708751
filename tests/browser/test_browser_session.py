"""The installation in which the stories are played."""

from playwright.sync_api import Browser

from tests.browser.browser_session import sign_in, window


def test_an_operator_sits_down_and_stays_signed_in(browser: Browser, installation: str) -> None:
    context = window(browser, installation)
    page = context.new_page()
    sign_in(page, "lucia", "desk-09")
    page.goto("/desk")
    page.get_by_role("region", name="Llamada").wait_for()
    assert page.request.get("/api/session").json()["desk"] == "desk-09"
    context.close()
