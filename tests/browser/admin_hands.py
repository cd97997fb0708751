"""What an administrator's hands do on `/admin`, in every section."""

from playwright.sync_api import Page, expect

from tests.browser.browser_session import by_bar


def saved(page: Page) -> None:
    """It is said when: what is saved next is saved after it."""
    expect(page.get_by_role("status").filter(has_text="Guardado a las")).to_be_visible()


def saves(page: Page) -> None:
    by_bar(page, "guardar")
    saved(page)
